# SPDX-License-Identifier: Apache-2.0
"""Runs the cases of commands.json: what tc3-quota prints and how it ends."""

import os
import pathlib
import subprocess
import tempfile
from typing import Callable, Iterator, Union

import images
import processes
import rotation
import terminal
from client import closed_port
from client_posix import GUARD_SECONDS
from simulator import Simulator

FUNCTIONS = {
    "command-terminal": terminal.CHECKS,
    "command-images": images.CHECKS,
    "command-processes": processes.CHECKS,
    "command-rotation": rotation.CHECKS,
}
GROUPS = (
    "command-options", "command-outputs", "command-credentials", "command-trust", "command-panel",
    *FUNCTIONS,
)  # fmt: skip
MEMBERS = {
    "name", "arguments", "playlist", "body", "environment", "files", "credentials", "trust",
    "exit", "stdout", "stdout_has", "stdout_line_count", "stderr", "stderr_has", "lacks",
}  # fmt: skip
PASSED_ON = ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS")

Check = Callable[[pathlib.Path, Simulator], list[str]]
Case = Union[dict, Check]


def cases(lists: dict, group: str) -> Iterator[tuple[str, Case]]:
    """The cases of a group with their names: those of the list, or functions."""
    if group in FUNCTIONS:
        yield from FUNCTIONS[group].items()
        return
    for entry in lists["groups"]:
        if entry["name"] == group:
            for case in entry["cases"]:
                unknown = set(case) - MEMBERS
                if unknown:
                    raise ValueError(f"{case['name']}: unknown members {unknown}")
                yield case["name"], case


def faults(case: Case, tool: pathlib.Path, simulator: Simulator) -> list[str]:
    """Everything that is not as expected, a sentence each."""
    if callable(case):
        return case(tool, simulator)
    with tempfile.TemporaryDirectory() as home:
        return list(_run(case, tool, simulator, pathlib.Path(home)))


def _run(
    case: dict, tool: pathlib.Path, simulator: Simulator, home: pathlib.Path
) -> Iterator[str]:
    words = _words(simulator, home)
    _write_files(case, home, words)
    mark = simulator.play(_playlist(case, home))
    try:
        done = subprocess.run(
            [str(tool), *_arguments(case, simulator, words)],
            env=_environment(case, simulator, home, words),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=GUARD_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        yield f"it still ran after {GUARD_SECONDS} s"
        return
    requests = simulator.requests(mark)
    words["request_id"] = requests[-1].get("request_id", "") if requests else ""
    stdout, stderr = done.stdout.decode(), done.stderr.decode()
    found = list(_faults(case, done.returncode, stdout, stderr, words))
    if found:
        found.append(f"exit status {done.returncode}\nstdout:\n{stdout}\nstderr:\n{stderr}")
    yield from found


def _words(simulator: Simulator, home: pathlib.Path) -> dict[str, str]:
    """What the words in braces stand for."""
    credentials = simulator.credentials
    return {
        "id": credentials.secret_id,
        "key": credentials.secret_key,
        "home": str(home),
        "ca": simulator.certificates.read_text(),
        "closed_port": str(closed_port()),
    }


def _fill(text: str, words: dict[str, str]) -> str:
    for word, meaning in words.items():
        text = text.replace("{" + word + "}", meaning)
    return text


def _write_files(case: dict, home: pathlib.Path, words: dict[str, str]) -> None:
    for name, file in case.get("files", {}).items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if "link" in file:
            path.symlink_to(file["link"])
            continue
        text = _fill(file["text"], words) * int(file.get("repeat", 1))
        path.write_bytes(text.encode())
        path.chmod(int(file["mode"], 8))


def _playlist(case: dict, home: pathlib.Path) -> str:
    playlist = case.get("playlist", "ok")
    if playlist != "body":
        return playlist
    body = home / "body"
    body.write_text(case["body"], encoding="utf-8")
    return f"body-file:{body}"


def _arguments(case: dict, simulator: Simulator, words: dict[str, str]) -> list[str]:
    arguments = [_fill(argument, words) for argument in case["arguments"]]
    if "playlist" not in case:
        return arguments
    arguments += ["--connect-to", f"127.0.0.1:{simulator.port}"]
    if case.get("trust") != "none":
        arguments += ["--ca-file", str(simulator.certificates)]
    return arguments


def _environment(
    case: dict, simulator: Simulator, home: pathlib.Path, words: dict[str, str]
) -> dict[str, str]:
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    environment.update(HOME=str(home), LC_ALL="C.UTF-8")
    if case.get("credentials") != "none":
        environment["TENCENTCLOUD_SECRET_ID"] = simulator.credentials.secret_id
        environment["TENCENTCLOUD_SECRET_KEY"] = simulator.credentials.secret_key
    for name, value in case.get("environment", {}).items():
        environment[name] = _fill(value, words)
    return environment


def _faults(
    case: dict, status: int, stdout: str, stderr: str, words: dict[str, str]
) -> Iterator[str]:
    if status != int(case["exit"]):
        yield f"exit status {status}, expected {case['exit']}"
    yield from _stream_faults(case, "stdout", stdout, words)
    yield from _stream_faults(case, "stderr", stderr, words)
    count = case.get("stdout_line_count")
    if count is not None and stdout.count("\n") != int(count):
        yield f"{stdout.count(chr(10))} lines on stdout, expected {count}"
    for text in case.get("lacks", []):
        if _fill(text, words) in stdout + stderr:
            yield f"{text} was printed"


def _stream_faults(case: dict, name: str, found: str, words: dict[str, str]) -> Iterator[str]:
    """A stream holds the lines of the list, or the texts of the list, or nothing."""
    for text in case.get(f"{name}_has", []):
        if _fill(text, words) not in found:
            yield f"{name} lacks {_fill(text, words)!r}"
    if f"{name}_has" in case:
        return
    expected = "".join(_fill(line, words) + "\n" for line in case.get(name, []))
    if found != expected:
        yield f"{name} is not\n{expected}"
