# SPDX-License-Identifier: Apache-2.0
"""tc3-quota's image of the LED panel: what it looks like, and how its file is written."""

import os
import pathlib
import resource
import struct
import tempfile
import zlib
from typing import NamedTuple

import processes
from simulator import Simulator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
PITCH = 16  # pixels from one LED to the next; the frame and the margin are as wide
ROWS = 8
SAMPLE_BYTES = 3
LIT_RED = 200  # an LED in the image that is lit has more red in its middle, an unlit one far less
READINGS = 200


class Image(NamedTuple):
    """The pixels of a PNG image, a row of RGB bytes each."""

    width: int
    rows: list[bytes]

    def red(self, x: int, y: int) -> int:
        return self.rows[y][x * SAMPLE_BYTES]


class Damaged(Exception):
    """The bytes are no whole PNG image of the kind that is expected."""


def _chunks(data: bytes) -> dict[bytes, bytes]:
    if data[: len(SIGNATURE)] != SIGNATURE:
        raise Damaged("it does not begin like a PNG image")
    found: dict[bytes, bytes] = {}
    place = len(SIGNATURE)
    while place < len(data):
        head = data[place : place + 8]
        length, kind = struct.unpack(">I4s", head) if len(head) == 8 else (len(data), b"")
        body = data[place + 8 : place + 8 + length]
        checksum = data[place + 8 + length : place + 12 + length]
        if checksum != struct.pack(">I", zlib.crc32(kind + body)):
            raise Damaged(f"the chunk at {place} is cut or damaged")
        found[kind] = found.get(kind, b"") + body
        place += 12 + length
    if b"IEND" not in found:
        raise Damaged("its end is missing")
    return found


def decode(data: bytes) -> Image:
    """The image in a PNG file of 8-bit RGB without filters."""
    chunks = _chunks(data)
    width, height, *form = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    size = 1 + width * SAMPLE_BYTES
    pixels = zlib.decompress(chunks[b"IDAT"])
    rows = [pixels[i : i + size] for i in range(0, len(pixels), size)]
    if form != [8, 2, 0, 0, 0] or len(pixels) != size * height or any(row[0] for row in rows):
        raise Damaged(f"it is of another form: {form}")
    return Image(width, [row[1:] for row in rows])


def picture(image: Image) -> list[str]:
    """The image as text: # for an LED that is lit in its middle."""
    middle = PITCH + PITCH // 2
    return [
        "".join(
            "#" if image.red(middle + PITCH * x, middle + PITCH * y) > LIT_RED else "."
            for x in range(image.width // PITCH - 2)
        )
        for y in range(ROWS)
    ]


def _run(tool, simulator, path, *arguments: str, **more) -> tuple:
    process = processes.start(tool, simulator, ["--panel-png", str(path), *arguments], **more)
    return processes.end(process)


def _compared(tool: pathlib.Path, simulator: Simulator, playlist: str, *more: str) -> list[str]:
    """The image shows the very LEDs that --output panel draws."""
    simulator.play(playlist)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "panel.png"
        drawn = _run(tool, simulator, path, "-o", "panel", "--retries", "0", *more)[1]
        found = picture(decode(path.read_bytes()))
    wanted = drawn.replace(" ", "").replace("●", "#").replace("·", ".").splitlines()
    return [] if found == wanted else ["\n".join([f"{playlist} is", *found, "not", *wanted])]


def same_leds(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    faults = []
    for playlist in ("ok", "low", "empty-pool", "nulls", "rate-limit", "certificate:expired"):
        for columns in ("8", "32", "64", "256"):
            faults += _compared(tool, simulator, playlist, "--panel-columns", columns)
    return faults


def round_and_red(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    """The left LED of the bar: red in the middle, dark in the corners, on a black board."""
    simulator.play("ok")
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "panel.png"
        _run(tool, simulator, path)
        image = decode(path.read_bytes())
    top = PITCH * ROWS
    middle = image.rows[top + PITCH // 2][(PITCH + PITCH // 2) * SAMPLE_BYTES :][:SAMPLE_BYTES]
    corner = image.rows[top][PITCH * SAMPLE_BYTES :][:SAMPLE_BYTES]
    edge = image.rows[0][:SAMPLE_BYTES]
    faults = []
    if not (middle[0] > LIT_RED and middle[1] < 160 and middle[2] < 160):
        faults.append(f"the LED is not red: {tuple(middle)}")
    if corner[0] > LIT_RED or max(edge) > 40:
        faults.append(f"not round, or the frame not black: {tuple(corner)} {tuple(edge)}")
    return faults


def any_output(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    faults = []
    for output in ("text", "table", "json", "jsonl"):
        simulator.play("ok")
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "panel.png"
            status, stdout, stderr = _run(tool, simulator, path, "-o", output)
            if status != 0 or stderr or "5000.0" not in stdout or not path.exists():
                faults.append(f"{output}: exit status {status}, {stdout!r}, {stderr!r}")
    return faults


def whole_at_any_time(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    """Refreshed without end, the file is a whole image whenever it is read."""
    simulator.play("live")
    seen = set()
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "panel.png"
        process = processes.start(
            tool, simulator, ["--watch", "0", "-o", "jsonl", "--panel-png", str(path)]
        )
        for _ in range(2):
            process.stdout.readline()
        try:
            for number in range(READINGS):
                if number % (READINGS // 4) == 0:
                    process.stdout.readline()
                seen.add("\n".join(picture(decode(path.read_bytes()))))
        except Damaged as fault:
            return [str(fault)]
        finally:
            process.terminate()
            processes.end(process)
        left = os.listdir(folder)
    faults = [] if left == ["panel.png"] else [f"files were left: {left}"]
    return faults + ([] if len(seen) > 1 else ["the image did not change"])


def readable_by_mask(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    """The user's mask decides who may read it, and a new image takes the old one's place."""
    simulator.play("ok")
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "panel.png"
        path.write_bytes(b"old")
        _run(tool, simulator, path, umask=0o027)
        decode(path.read_bytes())
        mode = path.stat().st_mode & 0o777
    return [] if mode == 0o640 else [f"its mode is {mode:o}"]


def _refused(tool, simulator, path, reason: str, **more) -> list[str]:
    """The quota is shown all the same; then the fault is told."""
    simulator.play("ok")
    status, stdout, stderr = _run(tool, simulator, path, "-o", "jsonl", **more)
    wanted = f"tc3-quota: the image {path} could not be written: {reason}\n"
    if status == 1 and stderr == wanted and '"TotalQuota":5000.0' in stdout:
        return []
    return [f"exit status {status}, stdout {stdout!r}, stderr {stderr!r}, expected {wanted!r}"]


def no_such_folder(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    return _refused(tool, simulator, "/nonexistent/panel.png", "No such file or directory")


def no_regular_file(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    reason = "there is something that is no regular file"
    with tempfile.TemporaryDirectory() as folder:
        link = pathlib.Path(folder) / "link"
        link.symlink_to("elsewhere")
        faults = _refused(tool, simulator, folder, reason)
        faults += _refused(tool, simulator, "/dev/null", reason)
        faults += _refused(tool, simulator, link, reason)
        if os.listdir(folder) != ["link"] or not link.is_symlink():
            faults.append(f"the folder was changed: {os.listdir(folder)}")
    return faults


def too_long_a_path(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    faults = _refused(tool, simulator, "/tmp/" + "a" * 300, "File name too long")
    return faults + _refused(tool, simulator, "/tmp/" + "./" * 2100 + "a", "File name too long")


def _allow_small_files_only() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))


def no_space(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    """The old image stays if there is no room for the new one, and nothing else does."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "panel.png"
        path.write_bytes(b"old")
        # Python has SIGXFSZ ignored; the tool inherits that, so that the write fails instead.
        faults = _refused(
            tool, simulator, path, "File too large",
            preexec_fn=_allow_small_files_only, restore_signals=False,
        )  # fmt: skip
        if os.listdir(folder) != ["panel.png"] or path.read_bytes() != b"old":
            faults.append(f"the folder holds {os.listdir(folder)}")
    return faults


CHECKS = {
    "the image shows the LEDs of the drawing": same_leds,
    "round red LEDs on a black board": round_and_red,
    "an image with any output": any_output,
    "the image is whole at any time": whole_at_any_time,
    "the mask of the user holds for the image": readable_by_mask,
    "a folder that does not exist": no_such_folder,
    "an image in place of no regular file": no_regular_file,
    "a path that is too long": too_long_a_path,
    "no space for the image": no_space,
}
