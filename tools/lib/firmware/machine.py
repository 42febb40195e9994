# SPDX-License-Identifier: Apache-2.0
"""Runs a firmware image in QEMU: its console, its keyboard, its network cable."""

import json
import os
import pathlib
import queue
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from typing import Callable, Optional, Union

import settings
from boards import Board

GUARD_SECONDS = 240  # ends a machine that hangs; no verdict depends on it
HOST_ADDRESS = "10.0.2.2"  # this machine's loopback, as the guest sees it


class MachineError(Exception):
    """The machine did not do what any firmware must; the text says what, with the console."""


class Machine:
    """A running board; use it as a context."""

    def __init__(
        self,
        board: Board,
        image: pathlib.Path,
        values: Union[dict, bytes],
        capture: Optional[pathlib.Path] = None,
        counted: bool = False,
        echo: Optional[Callable[[str], None]] = None,
    ):
        """`values`: settings by name, or a whole page; `capture` gets all frames; `counted`:
        -icount; `echo` is called with each line of the console."""
        self._board = board
        self._image = image
        self._values = values
        self._capture = capture
        self._counted = counted
        self._echo = echo
        self._lines: queue.Queue = queue.Queue()
        self._console: list[str] = []
        self._process: Optional[subprocess.Popen] = None
        self._end = 0.0

    def __enter__(self) -> "Machine":
        if shutil.which(self._board.program) is None:
            raise MachineError(f"{self._board.program} is not installed")
        self._folder = tempfile.TemporaryDirectory(prefix="firmware-")
        folder = pathlib.Path(self._folder.name)
        page = folder / "settings"
        page.touch(0o600)
        values = self._values
        page.write_bytes(values if isinstance(values, bytes) else settings.page(values))
        self._control = folder / "control"
        self._end = time.monotonic() + GUARD_SECONDS
        self._errors = open(folder / "errors", "w+b")
        self._process = subprocess.Popen(
            self._command(page),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        return self

    def __exit__(self, *_) -> None:
        process = self._process
        if process.poll() is None:
            process.kill()
        process.wait()
        self._reader.join()
        process.stdin.close()
        process.stdout.close()
        self._errors.close()
        self._folder.cleanup()

    def _command(self, page: pathlib.Path) -> list[str]:
        board = self._board
        command = [board.program, *board.machine, *board.network]
        if self._capture is not None:
            command += ["-object", f"filter-dump,id=dump,netdev=net,file={self._capture}"]
        if self._counted:
            command += ["-icount", "shift=0"]
        command += ["-display", "none", "-monitor", "none", "-serial", "stdio"]
        command += ["-qmp", f"unix:{self._control},server=on,wait=off"]
        command += ["-semihosting-config", "enable=on,target=native"]
        command += ["-device", f"loader,file={page},addr={board.settings_address:#x},force-raw=on"]
        return [*command, "-kernel", os.fspath(self._image)]

    def _read(self) -> None:
        for line in self._process.stdout:
            text = line.decode("utf-8", "replace").rstrip("\r\n")
            self._console.append(text)
            if self._echo is not None:
                self._echo(text)
            self._lines.put(text)
        self._lines.put(None)

    def console(self) -> str:
        """All that was printed so far, with what QEMU said."""
        self._errors.seek(0)
        errors = self._errors.read().decode("utf-8", "replace")
        return "\n".join(self._console) + (f"\nQEMU: {errors}" if errors else "")

    def line(self, begin: str) -> str:
        """The next line that begins so."""
        while True:
            try:
                line = self._lines.get(timeout=max(0.0, self._end - time.monotonic()))
            except queue.Empty:
                raise MachineError(f"no line '{begin}' in time:\n{self.console()}") from None
            if line is None:
                raise MachineError(f"it ended without a line '{begin}':\n{self.console()}")
            if line.startswith(begin):
                return line

    def press_key(self) -> None:
        """Type a character."""
        self._process.stdin.write(b" ")
        self._process.stdin.flush()

    def set_link(self, up: bool) -> None:
        """Plug the network cable in, or out."""
        self._ask_qemu({"execute": "set_link", "arguments": {"name": "net", "up": up}})

    def stand_still(self, seconds: float) -> None:
        """Let no time pass on the board for so long; its battery-backed clock goes on."""
        self._ask_qemu({"execute": "stop"})
        time.sleep(seconds)
        self._ask_qemu({"execute": "cont"})

    def _ask_qemu(self, wanted: dict) -> None:
        """A request of QEMU's machine protocol."""
        with socket.socket(socket.AF_UNIX) as control:
            control.settimeout(GUARD_SECONDS)
            control.connect(os.fspath(self._control))
            stream = control.makefile("rw", encoding="utf-8")
            stream.readline()  # the greeting
            for request in ({"execute": "qmp_capabilities"}, wanted):
                stream.write(json.dumps(request) + "\n")
                stream.flush()
                answer = json.loads(stream.readline())
                while "event" in answer:
                    answer = json.loads(stream.readline())
                if "error" in answer:
                    raise MachineError(f"QEMU refused {request}: {answer}")

    def finish(self) -> tuple[int, list[str]]:
        """Wait for the end: exit status and the lines of the console."""
        try:
            status = self._process.wait(max(0.0, self._end - time.monotonic()))
        except subprocess.TimeoutExpired:
            raise MachineError(f"it still ran after {GUARD_SECONDS} s:\n{self.console()}") from None
        self._reader.join()
        return status, list(self._console)


def pairs(line: str) -> dict[str, str]:
    """The name=value pairs of a line."""
    return dict(part.split("=", 1) for part in line.split() if "=" in part)
