# SPDX-License-Identifier: Apache-2.0
"""tc3-quota as a process: signals, standard streams that fail, and secrets at run time."""

import os
import pathlib
import signal
import subprocess
import tempfile
import time
from typing import Optional

from simulator import Simulator

GUARD_SECONDS = 120  # bounds every wait; reached only when something is broken
POLL_SECONDS = 0.02


def start(
    tool: pathlib.Path, simulator: Simulator, arguments: list[str], **more
) -> subprocess.Popen:
    """Starts the tool against the simulator, in a session of its own."""
    credentials = simulator.credentials
    environment = {
        **{name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")},
        "PATH": os.environ.get("PATH", ""),
        "HOME": "/nonexistent",
        "LC_ALL": "C.UTF-8",
        "TENCENTCLOUD_SECRET_ID": credentials.secret_id,
        "TENCENTCLOUD_SECRET_KEY": credentials.secret_key,
    }
    command = [str(tool), "--connect-to", f"127.0.0.1:{simulator.port}"]
    command += ["--ca-file", str(simulator.certificates), *arguments]
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(
        command, env=environment, start_new_session=True, **{**streams, **more}
    )


def end(process: subprocess.Popen) -> tuple[Optional[int], str, str]:
    """Waits for the end; returns exit status (None: it hung), stdout and stderr."""
    try:
        stdout, stderr = process.communicate(timeout=GUARD_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        stdout, stderr = process.communicate()
        return None, (stdout or b"").decode(), (stderr or b"").decode()
    return process.returncode, (stdout or b"").decode(), (stderr or b"").decode()


def _wait_for_request(simulator: Simulator, mark) -> None:
    limit = time.monotonic() + GUARD_SECONDS
    while not simulator.requests(mark) and time.monotonic() < limit:
        time.sleep(POLL_SECONDS)


def _group_is_gone(process: subprocess.Popen) -> bool:
    try:
        os.killpg(process.pid, 0)
    except ProcessLookupError:
        return True
    return False


def _signalled(process: subprocess.Popen, number: int) -> list[str]:
    process.send_signal(number)
    status, stdout, stderr = end(process)
    faults = []
    if status != -number:
        faults.append(f"exit status {status}, expected death by signal {number}; stderr: {stderr}")
    if not _group_is_gone(process):
        faults.append("a process was left behind")
    if not all(line.endswith("}") for line in stdout.splitlines()):
        faults.append(f"half a line was left on stdout: {stdout!r}")
    return faults


def _signal_in_pause(tool, simulator, number) -> list[str]:
    simulator.play("ok")
    process = start(tool, simulator, ["--watch", "3600", "-o", "jsonl"])
    first = process.stdout.readline()
    faults = [] if first.startswith(b'{"AgentName"') else [f"the first line is {first!r}"]
    return faults + _signalled(process, number)


def sigint_in_pause(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    return _signal_in_pause(tool, simulator, signal.SIGINT)


def sigterm_in_pause(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    return _signal_in_pause(tool, simulator, signal.SIGTERM)


def sighup_in_pause(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    return _signal_in_pause(tool, simulator, signal.SIGHUP)


def ignored_signals(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    """nohup has SIGHUP ignored, a shell SIGINT and SIGQUIT of its background jobs."""
    simulator.play("ok")
    faults = []
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM):
        process = start(
            tool, simulator, ["--watch", "0", "-o", "jsonl"],
            preexec_fn=lambda: signal.signal(number, signal.SIG_IGN),  # pylint: disable=W0640,W1509
        )  # fmt: skip
        process.stdout.readline()
        process.send_signal(number)
        # more than it can have written before it noticed the signal
        lines = [process.stdout.readline() for _ in range(8)]
        process.kill()
        end(process)
        if not lines[-1].endswith(b"}\n"):
            faults.append(f"{number.name} ended it, though it was ignored")
    return faults


def background_job(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    """A script that is interrupted at the terminal leaves its background jobs alone."""
    simulator.play("ok")
    with tempfile.TemporaryDirectory() as folder:
        script = pathlib.Path(folder) / "job"
        script.write_text(f'#!/bin/sh\n"{tool}" "$@" &\necho "$!" >&2\nexec sleep 3600\n')
        script.chmod(0o700)
        process = start(script, simulator, ["--watch", "0", "-o", "jsonl"])
        job = int(process.stderr.readline())
        process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)
        process.wait(GUARD_SECONDS)
        lines = [process.stdout.readline() for _ in range(8)]
        os.kill(job, signal.SIGTERM)
        end(process)
    return [] if lines[-1].endswith(b"}\n") else ["SIGINT ended it, though it was ignored"]


def sigint_in_call(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    mark = simulator.play("silent")
    process = start(tool, simulator, ["--timeout", "3600", "-o", "jsonl"])
    _wait_for_request(simulator, mark)
    return _signalled(process, signal.SIGINT)


def sigint_in_busy_watch(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    simulator.play("ok")
    process = start(tool, simulator, ["--watch", "0", "-o", "jsonl"])
    lines = [process.stdout.readline() for _ in range(3)]
    faults = [] if all(line.endswith(b"}\n") for line in lines) else [f"the lines are {lines}"]
    return faults + _signalled(process, signal.SIGINT)


def failures_do_not_end_a_watch(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    simulator.play("api-error:FailedOperation,certificate:expired,ok")
    process = start(tool, simulator, ["--watch", "0.01", "-o", "jsonl", "--retries", "0"])
    lines = [process.stdout.readline().decode() for _ in range(3)]
    faults = []
    for line, text in zip(lines, ('"API_OTHER"', '"TLS_EXPIRED"', '{"AgentName"')):
        if text not in line:
            faults.append(f"{line!r} lacks {text}")
    return faults + _signalled(process, signal.SIGINT)


def _expect(process: subprocess.Popen, wanted: int, text: str) -> list[str]:
    status, _, stderr = end(process)
    if status == wanted and text in stderr:
        return []
    return [f"exit status {status}, expected {wanted}; stderr lacks {text!r}: {stderr!r}"]


def full_disk(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    faults = []
    simulator.play("ok")
    for output in ("text", "table", "json", "jsonl", "panel"):
        with open("/dev/full", "wb") as full:
            process = start(tool, simulator, ["-o", output, "--count", "2"], stdout=full)
            faults += _expect(process, 1, "could not be written: No space left on device")
    for option in ("--help", "--version"):
        with open("/dev/full", "wb") as full:
            process = start(tool, simulator, [option], stdout=full)
            faults += _expect(process, 1, "could not be written: No space left on device")
    return faults


def broken_pipe(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    simulator.play("ok")
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "wb") as broken:
        process = start(tool, simulator, ["--watch", "0", "-o", "jsonl"], stdout=broken)
        return _expect(process, 1, "could not be written: Broken pipe")


def closed_stdout(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    return _run_with_closed(tool, simulator, 1, 1, "could not be written: Bad file descriptor")


def closed_stderr(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    return _run_with_closed(tool, simulator, 2, 0, "")


def closed_stdin(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    return _run_with_closed(tool, simulator, 0, 0, "")


def _run_with_closed(
    tool: pathlib.Path, simulator: Simulator, descriptor: int, wanted: int, text: str
) -> list[str]:
    simulator.play("ok")
    with tempfile.TemporaryDirectory() as folder:
        script = pathlib.Path(folder) / "closed"
        script.write_text(f'#!/bin/sh\nexec "{tool}" "$@" {descriptor}>&-\n')
        script.chmod(0o700)
        process = start(script, simulator, ["-o", "jsonl", "--count", "2"])
        status, stdout, stderr = end(process)
    faults = []
    if status != wanted or text not in stderr:
        faults.append(f"exit status {status}, expected {wanted}; stderr: {stderr!r}")
    if descriptor != 1 and stdout.count('"TotalQuota":5000.0') != 2:
        faults.append(f"stdout: {stdout!r}")
    return faults


def secrets_at_run_time(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    simulator.play("ok")
    process = start(tool, simulator, ["--watch", "3600", "-o", "jsonl"])
    process.stdout.readline()
    place = pathlib.Path("/proc") / str(process.pid)
    key = simulator.credentials.secret_key.encode()
    faults = []
    if place.exists():
        if key in (place / "environ").read_bytes():
            faults.append("the key is still in the environment")
        if key in (place / "cmdline").read_bytes():
            faults.append("the key is on the command line")
        limits = (place / "limits").read_text().splitlines()
        core = next(line for line in limits if line.startswith("Max core file size"))
        if core.split()[4:6] != ["0", "0"]:
            faults.append(f"core dumps are possible: {core}")
    return faults + _signalled(process, signal.SIGTERM)


CHECKS = {
    "SIGINT between refreshes": sigint_in_pause,
    "SIGTERM between refreshes": sigterm_in_pause,
    "SIGHUP between refreshes": sighup_in_pause,
    "signals that were ignored at the start": ignored_signals,
    "a script's background job and SIGINT": background_job,
    "SIGINT while the service is silent": sigint_in_call,
    "SIGINT during refreshes without pause": sigint_in_busy_watch,
    "a failed refresh does not end a watch": failures_do_not_end_a_watch,
    "a full disk": full_disk,
    "a broken pipe": broken_pipe,
    "stdout is closed": closed_stdout,
    "stderr is closed": closed_stderr,
    "stdin is closed": closed_stdin,
    "no trace of the key outside the process": secrets_at_run_time,
}
