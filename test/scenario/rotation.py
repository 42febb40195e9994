# SPDX-License-Identifier: Apache-2.0
"""tc3-quota that watches while somebody changes the file that its credentials are from."""

import contextlib
import json
import os
import pathlib
import signal
import subprocess
import tempfile
import threading
from typing import Iterator

from simulator import Simulator

GUARD_SECONDS = 120  # bounds every wait; reached only when something is broken
SDK_FILE = ".tencentcloud/credentials"
TCCLI_FILE = ".tccli/default.credential"


class Watch:
    """A tool that refreshes without end, with a home directory that can be changed."""

    def __init__(self, tool: pathlib.Path, simulator: Simulator, home: pathlib.Path):
        self._tool = tool
        self._simulator = simulator
        self.home = home
        self.process: subprocess.Popen
        self.lines: list[str] = []

    def write(self, name: str, text: str) -> None:
        """Replaces a file as a whole, as programs do that renew credentials."""
        path = self.home / name
        path.parent.mkdir(exist_ok=True)
        work = path.with_name("work")
        work.write_text(text, encoding="utf-8")
        work.chmod(0o600)
        os.replace(work, path)

    def start(self, *arguments: str) -> None:
        """Starts it; nothing but the files has credentials."""
        command = [str(self._tool), "--connect-to", f"127.0.0.1:{self._simulator.port}"]
        command += ["--ca-file", str(self._simulator.certificates), "-o", "jsonl"]
        environment = {
            **{name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")},
            "HOME": str(self.home),
            "LC_ALL": "C.UTF-8",
        }
        self.process = subprocess.Popen(
            [*command, "--watch", "0", *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def until(self, text: str) -> list[str]:
        """Reads until a refresh has `text` in its line."""
        while line := self.process.stdout.readline().decode():
            self.lines.append(line)
            if text in line:
                return []
        return [f"{text!r} does not come: {self.lines[-3:]}"]

    def end(self) -> tuple[list[str], str]:
        """Ends it by SIGINT; returns what is wrong with that, and stderr."""
        self.process.send_signal(signal.SIGINT)
        stdout, stderr = self.process.communicate(timeout=GUARD_SECONDS)
        self.lines += stdout.decode().splitlines(keepends=True)
        faults = []
        if self.process.returncode != -signal.SIGINT:
            faults.append(f"exit status {self.process.returncode}: {stderr.decode()}")
        shown = "".join(self.lines) + stderr.decode()
        for secret in self._simulator.credentials[:2]:
            if secret in shown:
                faults.append("a key was printed")
        return faults, stderr.decode()


@contextlib.contextmanager
def _watch(tool: pathlib.Path, simulator: Simulator) -> Iterator[Watch]:
    simulator.play("ok")
    with tempfile.TemporaryDirectory() as home:
        watch = Watch(tool, simulator, pathlib.Path(home))
        guard = threading.Timer(GUARD_SECONDS, lambda: watch.process.kill())
        guard.start()
        try:
            yield watch
        finally:
            guard.cancel()
            watch.process.kill()
            watch.process.wait()


def _sdk_text(secret_id: str, secret_key: str, token: str = "") -> str:
    return f"[default]\nsecret_id = {secret_id}\nsecret_key = {secret_key}\ntoken = {token}\n"


def _right(simulator: Simulator) -> str:
    return _sdk_text(simulator.credentials.secret_id, simulator.credentials.secret_key)


GOOD = '"TotalQuota":5000.0'


def new_key(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    with _watch(tool, simulator) as watch:
        watch.write(SDK_FILE, _sdk_text(simulator.credentials.secret_id, "old"))
        watch.start("--verbose")
        faults = watch.until('"Code":"AuthFailure.SignatureFailure"')
        watch.write(SDK_FILE, _right(simulator))
        faults += watch.until(GOOD)
        ended, stderr = watch.end()
    if stderr.count("tc3-quota: other credentials from section [default]") != 1:
        faults.append(f"the change is not told once: {stderr}")
    return faults + ended


def new_token(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    """A token that is no longer good is given up with its key."""
    with _watch(tool, simulator) as watch:
        watch.write(SDK_FILE, _sdk_text(*simulator.credentials[:2], "expired"))
        watch.start()
        faults = watch.until('"Code":"AuthFailure.TokenFailure"')
        watch.write(SDK_FILE, _right(simulator))
        return faults + watch.until(GOOD) + watch.end()[0]


def new_tccli_key(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    keys = {"secretId": simulator.credentials.secret_id, "secretKey": "old"}
    with _watch(tool, simulator) as watch:
        watch.write(TCCLI_FILE, json.dumps(keys))
        watch.start()
        faults = watch.until('"Code":"AuthFailure.SignatureFailure"')
        keys["secretKey"] = simulator.credentials.secret_key
        watch.write(TCCLI_FILE, json.dumps(keys))
        return faults + watch.until(GOOD) + watch.end()[0]


def role_for_a_while(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    """From then on the pair is not the one that signs."""
    keys = {"secretId": simulator.credentials.secret_id}
    keys["secretKey"] = simulator.credentials.secret_key
    with _watch(tool, simulator) as watch:
        watch.write(TCCLI_FILE, json.dumps(keys))
        watch.start()
        faults = watch.until(GOOD)
        watch.write(TCCLI_FILE, json.dumps({**keys, "role-arn": "x", "role-session-name": "s"}))
        faults += watch.until(f"role-arn in line 1 of {watch.home}/{TCCLI_FILE} asks for a role")
        faults += _is_error(watch.lines[-1])
        watch.write(TCCLI_FILE, json.dumps(keys))
        return faults + watch.until(GOOD) + watch.end()[0]


def malformed_for_a_while(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    with _watch(tool, simulator) as watch:
        watch.write(SDK_FILE, _right(simulator))
        watch.start()
        faults = watch.until(GOOD)
        watch.write(SDK_FILE, f"[default]\n{simulator.credentials.secret_key}\n")
        faults += watch.until(f"line 2 of {watch.home}/{SDK_FILE} is neither [SECTION]")
        faults += _is_error(watch.lines[-1])
        watch.write(SDK_FILE, _right(simulator))
        return faults + watch.until(GOOD) + watch.end()[0]


def _is_error(line: str) -> list[str]:
    error = json.loads(line).get("Error", {})
    if [error.get(name) for name in ("Class", "Phase", "Code")] == ["config", "idle", None]:
        return []
    return [f"not a configuration error alone: {line}"]


def gone_for_a_while(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    """Another file may be of another account, so it is not used instead."""
    credentials = simulator.credentials
    other = {"secretId": credentials.secret_id, "secretKey": credentials.secret_key}
    with _watch(tool, simulator) as watch:
        watch.write(SDK_FILE, _right(simulator))
        watch.write(TCCLI_FILE, json.dumps(other))
        watch.start()
        faults = watch.until(GOOD)
        (watch.home / SDK_FILE).unlink()
        faults += watch.until(f"{SDK_FILE}, which held the credentials, is gone")
        faults += watch.until("is gone")
        faults += _is_error(watch.lines[-1])
        watch.write(SDK_FILE, "")
        faults += watch.until(f"{SDK_FILE} has no section [default]")
        watch.write(SDK_FILE, _right(simulator))
        return faults + watch.until(GOOD) + watch.end()[0]


def an_earlier_file_appears(tool: pathlib.Path, simulator: Simulator) -> list[str]:
    credentials = simulator.credentials
    keys = {"secretId": credentials.secret_id, "secretKey": credentials.secret_key}
    with _watch(tool, simulator) as watch:
        watch.write(TCCLI_FILE, json.dumps(keys))
        watch.start()
        faults = watch.until(GOOD)
        watch.write(SDK_FILE, _sdk_text("other", "other"))
        for _ in range(3):
            faults += watch.until("}\n")
        faults += [f"not of tccli's key: {line}" for line in watch.lines if GOOD not in line]
        return faults + watch.end()[0]


CHECKS = {
    "a new key is used at the next refresh": new_key,
    "a new token is used at the next refresh": new_token,
    "a new key in tccli's file": new_tccli_key,
    "a role in the file for a while": role_for_a_while,
    "a file that is malformed for a while": malformed_for_a_while,
    "a file that is gone for a while": gone_for_a_while,
    "a file that would go before the one in use appears": an_earlier_file_appears,
}
