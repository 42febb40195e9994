# SPDX-License-Identifier: Apache-2.0
"""tc3-quota on a terminal: colour, and the progress line."""

import os
import pathlib
import pty
import re
import subprocess
from typing import Optional

from client_posix import GUARD_SECONDS
from simulator import Simulator

ESCAPE = "\x1b["
PROGRESS = re.compile(r"waiting for the answer, \d+ s\r *\r")


def _read_all(descriptor: int) -> str:
    """Everything until the last writer has closed its side."""
    parts = []
    while True:
        try:
            part = os.read(descriptor, 65536)
        except OSError:  # Linux reports the end of a terminal so
            break
        if not part:
            break
        parts.append(part)
    return b"".join(parts).decode()


def _on_terminal(
    tool: pathlib.Path,
    simulator: Simulator,
    arguments: list[str],
    environment: Optional[dict[str, str]] = None,
) -> tuple[int, str]:
    """Runs the tool with a terminal as stdout and stderr; returns exit status and what it shows."""
    credentials = simulator.credentials
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [
            str(tool), "--connect-to", f"127.0.0.1:{simulator.port}",
            "--ca-file", str(simulator.certificates), *arguments,
        ],
        env={
            **{name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")},
            "HOME": "/nonexistent",
            "LC_ALL": "C.UTF-8",
            "TERM": "xterm",
            "TENCENTCLOUD_SECRET_ID": credentials.secret_id,
            "TENCENTCLOUD_SECRET_KEY": credentials.secret_key,
            **(environment or {}),
        },
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    )  # fmt: skip
    os.close(theirs)
    shown = _read_all(ours)
    os.close(ours)
    return process.wait(GUARD_SECONDS), shown


def _expect(condition: bool, fault: str, shown: str) -> list[str]:
    return [] if condition else [f"{fault}: {shown!r}"]


def colour(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    simulator.play("ok")
    status, shown = _on_terminal(tool, simulator, [])
    name = "\x1b[1mExample Reseller Ltd\x1b[0m"
    faults = _expect(status == 0 and name in shown, "the name is not bold", shown)
    return faults + _expect("\x1b[33m▕███████▍" in shown, "the bar is not yellow", shown)


def red_and_green(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    simulator.play("low")
    shown = _on_terminal(tool, simulator, [])[1]
    faults = _expect("\x1b[31m▕" in shown, "not red", shown)
    simulator.play("live")
    shown = _on_terminal(tool, simulator, [])[1]
    return faults + _expect("\x1b[32m▕" in shown, "not green", shown)


def _plain(tool: pathlib.Path, simulator: Simulator, environment: dict[str, str]) -> list[str]:
    simulator.play("ok")
    status, shown = _on_terminal(tool, simulator, [], environment)
    faults = _expect(status == 0 and "Example Reseller Ltd" in shown, "no quota", shown)
    return faults + _expect(ESCAPE not in shown, "there is colour", shown)


def no_color(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    return _plain(tool, simulator, {"NO_COLOR": "1"})


def empty_no_color(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    simulator.play("ok")
    shown = _on_terminal(tool, simulator, [], {"NO_COLOR": ""})[1]
    return _expect(ESCAPE in shown, "there is no colour", shown)


def dumb_terminal(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    return _plain(tool, simulator, {"TERM": "dumb"})


def other_outputs(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    faults = []
    for output in ("table", "json", "jsonl"):
        simulator.play("control-name")
        shown = _on_terminal(tool, simulator, ["--output", output])[1]
        faults += _expect("\x1b" not in shown and "\x7f" not in shown, f"{output} is raw", shown)
    return faults


def progress(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    simulator.play("silent")
    status, shown = _on_terminal(tool, simulator, ["--timeout", "3"])
    faults = _expect(status == 5, f"exit status {status}", shown)
    faults += _expect(PROGRESS.search(shown) is not None, "no progress that is erased", shown)
    before = shown.rpartition("tc3-quota: The deadline passed")[0]
    return faults + _expect(before.endswith(" \r"), "the line stays before the error", shown)


def _no_progress(
    tool: pathlib.Path, simulator: Simulator, *arguments: str, **variables: str
) -> list[str]:
    simulator.play("silent")
    status, shown = _on_terminal(tool, simulator, ["--timeout", "2", *arguments], variables)
    faults = _expect(status == 5, f"exit status {status}", shown)
    return faults + _expect("waiting for the answer" not in shown, "there is progress", shown)


def no_progress_on_dumb_terminal(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    return _no_progress(tool, simulator, TERM="dumb")


def no_progress_with_verbose(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    return _no_progress(tool, simulator, "--verbose")


CHECKS = {
    "colour on a terminal": colour,
    "red when low, green when not": red_and_green,
    "NO_COLOR": no_color,
    "NO_COLOR that is empty": empty_no_color,
    "no colour on a dumb terminal": dumb_terminal,
    "no control character in any output": other_outputs,
    "a progress line while it waits": progress,
    "no progress line on a dumb terminal": no_progress_on_dumb_terminal,
    "no progress line with --verbose": no_progress_with_verbose,
}
