# SPDX-License-Identifier: Apache-2.0
"""tc3-quota on a terminal: colour, the progress line, and the LED panel that moves."""

import contextlib
import fcntl
import os
import pathlib
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from typing import Callable, Iterator, Optional

from client_posix import GUARD_SECONDS
from simulator import Simulator

ESCAPE = "\x1b["
PROGRESS = re.compile(r"waiting for the answer, \d+ s\r *\r")
CUT, WRAP = "\x1b[?7l", "\x1b[?7h"  # lines that are too long are cut, or wrapped as usual
ENTER = f"\x1b[?25l{CUT}"  # the cursor is hidden
LEAVE = f"{WRAP}\x1b[?25h"
UP_AGAIN = "\r\x1b[8A"  # to the top of the panel that the next frame replaces
LIT = re.compile(r"\x1b\[38;2;(?:1[6-9]|2)\d+;")


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


def _start(
    tool: pathlib.Path,
    simulator: Simulator,
    arguments: list[str],
    environment: Optional[dict[str, str]] = None,
    size: tuple[int, int] = (24, 80),
) -> tuple[subprocess.Popen, int]:
    """Starts the tool with a terminal as stdout and stderr; returns the terminal's other side."""
    credentials = simulator.credentials
    ours, theirs = pty.openpty()
    _resize(ours, size)
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
    return process, ours


def _resize(terminal: int, size: tuple[int, int]) -> None:
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))


def _on_terminal(
    tool: pathlib.Path,
    simulator: Simulator,
    arguments: list[str],
    environment: Optional[dict[str, str]] = None,
    size: tuple[int, int] = (24, 80),
) -> tuple[int, str]:
    """Runs the tool with a terminal as stdout and stderr; returns exit status and what it shows."""
    process, ours = _start(tool, simulator, arguments, environment, size)
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


def progress_on_any_terminal(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    """The line needs text and a carriage return alone: TERM has no say in it."""
    faults = []
    for kind in ("dumb", ""):
        simulator.play("silent")
        shown = _on_terminal(tool, simulator, ["--timeout", "3"], {"TERM": kind})[1]
        faults += _expect(PROGRESS.search(shown) is not None, f"no progress, {kind!r}", shown)
        faults += _expect("\x1b" not in shown, f"an escape sequence, {kind!r}", shown)
    return faults


def no_progress_with_verbose(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    simulator.play("silent")
    status, shown = _on_terminal(tool, simulator, ["--timeout", "2", "--verbose"])
    faults = _expect(status == 5, f"exit status {status}", shown)
    return faults + _expect("waiting for the answer" not in shown, "there is progress", shown)


class Watched:
    """A tool that goes on while somebody looks at its terminal."""

    def __init__(self, process: subprocess.Popen, terminal: int):
        self.process = process
        self.terminal = terminal
        self.shown = ""
        self._bytes = b""

    def until(self, is_enough: Callable[[str], bool]) -> bool:
        """Looks until `is_enough` is true of what was shown; false if that never comes."""
        limit = time.monotonic() + GUARD_SECONDS
        while not is_enough(self.shown):
            ready = select.select([self.terminal], [], [], max(0, limit - time.monotonic()))[0]
            if not ready:
                return False
            try:
                self._bytes += os.read(self.terminal, 65536)
            except OSError:  # Linux reports the end of a terminal so
                return False
            self.shown = self._bytes.decode(errors="ignore")
        return True

    def end(self, number: int) -> list[str]:
        """Sends a signal and looks until the end, of which it must die with the cursor back."""
        self.process.send_signal(number)
        self.until(lambda shown: False)
        status = self.process.wait(GUARD_SECONDS)
        faults = _expect(status == -number, f"exit status {status}", self.shown)
        return faults + _expect(self.shown.endswith(LEAVE), "no cursor at the end", self.shown)


@contextlib.contextmanager
def _watched(*arguments, **more) -> Iterator[Watched]:
    process, terminal = _start(*arguments, **more)
    try:
        yield Watched(process, terminal)
    finally:
        process.kill()
        process.wait()
        os.close(terminal)


def _frames(shown: str) -> list[str]:
    return shown.split(UP_AGAIN)


def panel_moves(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    """A low quota pulses in one place between two refreshes, on a black board."""
    simulator.play("low")
    arguments = ["-o", "panel", "--watch", "3600"]
    with _watched(tool, simulator, arguments) as watched:
        pulses = watched.until(lambda shown: len(set(LIT.findall(shown))) > 5)
        faults = _expect(pulses, "it does not pulse", watched.shown)
        faults += watched.end(signal.SIGINT)
        frames = _frames(watched.shown)
    faults += _expect(frames[0].startswith(ENTER), "the cursor is not hidden", frames[0])
    for frame in frames:
        faults += _expect(frame.count("\n") == 8, "not 8 lines", frame)
        faults += _expect(frame.count("●") == 256, "not all LEDs are there", frame)
        faults += _expect(frame.count("\x1b[48;2;11;11;13m") == 8, "no board", frame)
    return faults


def panel_moves_while_it_waits(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    """The light of the starting page runs while the service is silent."""
    simulator.play("silent")
    arguments = ["-o", "panel", "--timeout", "3600"]
    with _watched(tool, simulator, arguments) as watched:
        moves = watched.until(lambda shown: len(set(_frames(shown))) > 25)
        faults = _expect(moves, "it does not move", watched.shown)
        faults += _expect("waiting" not in watched.shown, "there is progress", watched.shown)
        return faults + watched.end(signal.SIGTERM)


def panel_ends_in_order(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    """Whichever signal ends it: the cursor is back."""
    faults = []
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM):
        simulator.play("low")
        with _watched(tool, simulator, ["-o", "panel", "--watch", "3600"]) as watched:
            watched.until(lambda shown: shown.count(UP_AGAIN) > 3)
            faults += watched.end(number)
    return faults


def panel_of_one_refresh(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    """It ends with the number, as bright as it gets, and with the cursor below."""
    simulator.play("low")
    status, shown = _on_terminal(tool, simulator, ["-o", "panel"])
    last = _frames(shown)[-1]
    faults = _expect(status == 0 and last.endswith("\n" + LEAVE), f"status {status}", shown)
    return faults + _expect("\x1b[38;2;255;" in last, "the last frame is dim", last)


def panel_reports_an_error_once(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    """An error that persists is told above the panel, not again with each refresh."""
    mark = simulator.play("api-error:FailedOperation")
    arguments = ["-o", "panel", "--watch", "0.01", "--retries", "0"]
    with _watched(tool, simulator, arguments) as watched:
        again = watched.until(lambda shown: len(simulator.requests(mark)) > 3)
        faults = _expect(again, "there were no further refreshes", watched.shown)
        simulator.play("api-error:InvalidAction")
        another = watched.until(lambda shown: "Code         InvalidAction" in shown)
        faults += _expect(another, "another error is not told", watched.shown)
        faults += watched.end(signal.SIGINT)
    first = watched.shown.count("Code         FailedOperation")
    faults += _expect(first == 1, f"the error is told {first} times", watched.shown)
    erased = watched.shown.partition("tc3-quota: ")[0]
    return faults + _expect(erased.endswith(f"{UP_AGAIN}\x1b[J"), "not above the panel", erased)


def panel_fits(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    """A panel that is too large for the terminal is drawn smaller, even if that shrinks later."""
    simulator.play("ok")
    arguments = ["-o", "panel", "--watch", "3600"]
    with _watched(tool, simulator, arguments, size=(24, 64)) as watched:
        faults = _expect(watched.until(lambda shown: "▄" in shown), "no blocks", watched.shown)
        _resize(watched.terminal, (24, 31))
        small = watched.until(lambda shown: "⠒" in shown)
        faults += _expect(small, "no braille", watched.shown)
        # each of the 4 lines was broken in two by the smaller terminal
        faults += _expect("\r\x1b[8A\x1b[J" in watched.shown, "not in its place", watched.shown)
        _resize(watched.terminal, (24, 65))
        large = watched.until(lambda shown: "●" in shown)
        faults += _expect(large, "no dots", watched.shown)
        return faults + watched.end(signal.SIGINT)


def _refusal(has: int, needs: int) -> str:
    return (
        f"tc3-quota: the terminal has {has} columns, this panel needs {needs}: "
        "widen it or give --panel-columns N\r\n"
    )


def _wraps(shown: str, text: str) -> bool:
    """Whether the terminal wraps lines where `text` is shown."""
    before = shown.partition(text)[0]
    return text in shown and before.rfind(CUT) <= before.rfind(WRAP)


def _never_cut(tool, simulator, columns: int, widths: tuple[int, int], **environment) -> list[str]:
    """A terminal of the first width shows why there is no panel; one of the second, a panel."""
    simulator.play("live")
    arguments = ["-o", "panel", "--watch", "3600", "--panel-columns", str(columns)]
    small, large = widths
    with _watched(tool, simulator, arguments, environment, size=(24, small)) as watched:
        told = watched.until(lambda shown: _refusal(small, large) in shown)
        faults = _expect(told, "it is not said", watched.shown)
        faults += _expect(_wraps(watched.shown, "widen it"), "said, but cut", watched.shown)
        _resize(watched.terminal, (24, large - 1))
        told = watched.until(lambda shown: _refusal(large - 1, large) in shown)
        faults += _expect(told, "not said after it grew", watched.shown)
        faults += _expect(CUT not in watched.shown, "there is a panel", watched.shown)
        _resize(watched.terminal, (24, large))
        drawn = watched.until(lambda shown: CUT in shown and shown.endswith("\n"))
        faults += _expect(drawn, "no panel though it fits", watched.shown)
        _resize(watched.terminal, (24, small))
        told = watched.until(lambda shown: _refusal(small, large) in shown.partition(CUT)[2])
        faults += _expect(told, "not said after it shrank", watched.shown)
        again = watched.shown.partition(CUT)[2]
        faults += _expect(_wraps(CUT + again, "widen it"), "said again, but cut", watched.shown)
        return faults + watched.end(signal.SIGINT)


def panel_is_never_cut(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    """A number that lacks its last digits is a wrong one: none is shown where none fits."""
    faults = _never_cut(tool, simulator, 128, (80, 128), LC_ALL="C")
    return faults + _never_cut(tool, simulator, 256, (60, 128))


def panel_is_never_cut_above(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    """The smallest drawing takes two lines, and the cursor the one below."""
    simulator.play("live")
    arguments = ["-o", "panel", "--watch", "3600"]
    with _watched(tool, simulator, arguments, size=(2, 80)) as watched:
        refusal = "tc3-quota: the terminal has 2 lines, this panel needs 3: make it higher\r\n"
        told = watched.until(lambda shown: refusal in shown)
        faults = _expect(told, "it is not said", watched.shown)
        _resize(watched.terminal, (3, 80))
        drawn = watched.until(lambda shown: CUT in shown and shown.endswith("\n"))
        return faults + _expect(drawn, "no panel though it fits", watched.shown)


def still_panel_is_never_broken(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    """Nor where it stands still; a terminal that does not tell its width is taken to have 80."""
    faults = []
    for size, has in (((24, 60), 60), ((5, 60), 60), ((0, 0), 80)):
        simulator.play("live")
        arguments = ["-o", "panel", "--panel-columns", "128"]
        environment = {"TERM": "dumb", "LC_ALL": "C"}
        status, shown = _on_terminal(tool, simulator, arguments, environment, size)
        faults += _expect(status == 0 and shown == _refusal(has, 128), f"status {status}", shown)
    simulator.play("live")
    shown = _on_terminal(tool, simulator, ["-o", "panel"], {"TERM": "dumb"}, (5, 80))[1]
    return faults + _expect(shown.count("\n") == 8, "too few lines are no fault", shown)


def report_is_whole(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    """What is said above the panel is wrapped, not cut; the panel is cut again, not wrapped."""
    simulator.play("api-error:InternalError")
    arguments = ["-o", "panel", "--watch", "3600", "--retries", "0"]
    with _watched(tool, simulator, arguments) as watched:
        drawn = watched.until(lambda shown: CUT in shown.partition("Status       API_")[2])
        faults = _expect(drawn, "no panel below the report", watched.shown)
        message = watched.shown.partition("tc3-quota: ")[2].splitlines()[0]
        faults += _expect(len(message) > 80, "the message is not too long", watched.shown)
        for text in ("tc3-quota: ", message, "Status       API_"):
            faults += _expect(_wraps(watched.shown, text), f"{text!r} is cut", watched.shown)
        return faults + watched.end(signal.SIGTERM)


def panel_stops(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    """The suspend character leaves the terminal in order; continued, the panel goes on below."""
    simulator.play("low")
    arguments = ["-o", "panel", "--watch", "3600"]
    with _watched(tool, simulator, arguments) as watched:
        watched.until(lambda shown: shown.count(UP_AGAIN) > 3)
        watched.process.send_signal(signal.SIGTSTP)
        stopped = watched.until(lambda shown: shown.endswith(LEAVE))
        faults = _expect(stopped, "the terminal is not left", watched.shown)
        while not os.WIFSTOPPED(os.waitpid(watched.process.pid, os.WUNTRACED)[1]):
            pass
        watched.process.send_signal(signal.SIGCONT)
        goes_on = watched.until(lambda shown: shown.rpartition(LEAVE)[2].startswith(ENTER))
        faults += _expect(goes_on, "it does not go on", watched.shown)
        return faults + watched.end(signal.SIGQUIT)


def panel_without_colour(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    simulator.play("ok")
    shown = _on_terminal(tool, simulator, ["-o", "panel"], {"NO_COLOR": "1"})[1]
    faults = _expect("●" in shown and "·" in shown, "no dots", shown)
    return faults + _expect(ESCAPE + "38" not in shown, "there is colour", shown)


def panel_stands_still(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    """On a dumb terminal, and where --verbose writes between its lines."""
    faults = []
    for arguments, environment in (([], {"TERM": "dumb"}), (["--verbose"], {})):
        simulator.play("ok,low")
        arguments = ["-o", "panel", "--count", "2", *arguments]
        shown = _on_terminal(tool, simulator, arguments, environment)[1]
        faults += _expect(UP_AGAIN not in shown, "the cursor moves", shown)
        faults += _expect(ENTER not in shown and LEAVE not in shown, "the cursor hides", shown)
        faults += _expect(shown.count("●") > 60, "there is no panel", shown)
    return faults


CHECKS = {
    "colour on a terminal": colour,
    "red when low, green when not": red_and_green,
    "NO_COLOR": no_color,
    "NO_COLOR that is empty": empty_no_color,
    "no colour on a dumb terminal": dumb_terminal,
    "no control character in any output": other_outputs,
    "a progress line while it waits": progress,
    "a progress line on a dumb terminal, too": progress_on_any_terminal,
    "no progress line with --verbose": no_progress_with_verbose,
    "the panel moves in one place": panel_moves,
    "the panel moves while it waits": panel_moves_while_it_waits,
    "the panel ends in order": panel_ends_in_order,
    "the panel after one refresh": panel_of_one_refresh,
    "the panel and an error that persists": panel_reports_an_error_once,
    "the panel fits the terminal": panel_fits,
    "the panel is never cut": panel_is_never_cut,
    "the panel is never cut above": panel_is_never_cut_above,
    "a still panel is never broken": still_panel_is_never_broken,
    "a report above the panel is whole": report_is_whole,
    "the panel and the suspend character": panel_stops,
    "the panel without colour": panel_without_colour,
    "the panel stands still where it cannot move": panel_stands_still,
}
