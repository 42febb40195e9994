# SPDX-License-Identifier: Apache-2.0
"""The example built for ESP-IDF's target linux: starts it, types on its console, watches its panel."""
import os
import re
import select
import subprocess
import time

COLUMNS = 32
FRAME = re.compile(rb"panel %dx8 \d+ ([0-9a-f]{%d})\s" % (COLUMNS, 2 * COLUMNS))
GUARD_SECONDS = 120  # ends a wait in vain; how long something takes decides nothing


class ProgramError(Exception):
    """The program did not do what it should; the text says what."""


def read_picture(path):
    """The rows of a picture in test/panel/pictures, of which the last line is the intensity."""
    return path.read_text(encoding="ascii").split("\n")[:8]


def rows_of(pixels):
    """The rows of a frame's hexadecimal digits."""
    bits = f"{int(pixels, 16):0{8 * COLUMNS}b}".replace("1", "#").replace("0", ".")
    return [bits[i:i + COLUMNS] for i in range(0, len(bits), COLUMNS)]


class Program:
    """A running program; to be used in a with statement, at whose end it is stopped."""

    def __init__(self, image, environment):
        self.output = b""
        self._seen = 0
        self._process = subprocess.Popen(
            [str(image)], env={**os.environ, **environment}, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.kill()
        self._process.communicate()

    def _read_more(self, end, what):
        stream = self._process.stdout
        if not select.select([stream], [], [], max(0, end - time.monotonic()))[0]:
            raise ProgramError(f"waited in vain for {what}")
        more = os.read(stream.fileno(), 65536)
        if not more:
            raise ProgramError(f"ended before {what}")
        self.output += more

    def _wait(self, find, what):
        """Read until `find`, given what has not been waited for yet, returns the end of it."""
        end = time.monotonic() + GUARD_SECONDS
        while (found := find(self.output[self._seen:])) is None:
            self._read_more(end, what)
        self._seen += found

    def wait_text(self, text):
        """Wait until the program has written `text`."""
        wanted = text.encode()
        self._wait(lambda new: new.index(wanted) + len(wanted) if wanted in new else None,
                   f"'{text}'")

    def wait_picture(self, rows, name):
        """Wait until the panel shows these rows."""
        def find(new):
            for frame in FRAME.finditer(new):
                if rows_of(frame.group(1)) == rows:
                    return frame.end()
            return None
        self._wait(find, f"the picture {name}")

    def type(self, line):
        """Type a line."""
        self._process.stdin.write(line.encode() + b"\n")
        self._process.stdin.flush()

    def flash_files(self):
        """The files that serve as flash, as the system names them."""
        with open(f"/proc/{self._process.pid}/maps", encoding="utf-8") as maps:
            return [line.split(maxsplit=5)[5].strip() for line in maps if "idf-partition" in line]
