# SPDX-License-Identifier: Apache-2.0
"""Runs tc3-quota as a scenario asks, and reads what came of it."""

import os
import pathlib
import re
import subprocess
import tempfile

from client import (
    ClientError, Outcome, Settings, check_exit_status, closed_port, credentials_of, load_exact,
    outcome_of,
)  # fmt: skip
from simulator import Credentials, Simulator

GUARD_SECONDS = 300  # ends a client that hangs; no verdict depends on it
_SUMMARY = re.compile(r"^tc3-quota: [A-Z0-9_]+ after \d+ ms, (\d+) attempts?\b", re.MULTILINE)
_PASSED_ON = ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS")


class PosixClient:
    """tc3-quota, on whatever port it was built for."""

    exceptions: dict[str, str] = {}

    def __init__(self, tool: pathlib.Path):
        self._tool = tool
        self.printed = ""

    def run(self, settings: Settings, simulator: Simulator) -> list[Outcome]:
        """Makes the calls; raises ClientError."""
        with tempfile.TemporaryDirectory() as home:
            arguments = self._arguments(settings, simulator, pathlib.Path(home))
            environment = _environment(settings, simulator.credentials, home)
            try:
                done = subprocess.run(
                    [str(self._tool), *arguments],
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    capture_output=True,
                    timeout=GUARD_SECONDS,
                    check=False,
                )
            except subprocess.TimeoutExpired:
                raise ClientError(f"it still ran after {GUARD_SECONDS} s") from None
        output, trace = done.stdout.decode(), done.stderr.decode()
        if any(secret in output + trace for secret in _secrets(simulator.credentials)):
            raise ClientError("a secret was printed")
        self.printed = f"exit status {done.returncode}\nstdout:\n{output}\nstderr:\n{trace}"
        try:
            return _read(output, trace, done.returncode)
        except (ValueError, KeyError) as error:
            raise ClientError(f"{error}\n{self.printed}") from None

    def _arguments(
        self, settings: Settings, simulator: Simulator, folder: pathlib.Path
    ) -> list[str]:
        arguments = ["--output", "jsonl", "--verbose", "--count", str(settings.calls)]
        arguments += ["--watch", str(settings.pause_ms / 1000)]
        arguments += ["--retries", str(settings.attempts - 1)]
        arguments += ["--timeout", str(settings.deadline_ms / 1000)]
        arguments += _connection(settings, simulator)
        arguments += _trust(settings, simulator, folder)
        if settings.language is not None:
            arguments += ["--language", settings.language]
        return arguments


def _connection(settings: Settings, simulator: Simulator) -> list[str]:
    if settings.connect == "unknown-name":  # no DNS name has a label of 64 characters
        return ["--endpoint", f"{'a' * 64}.invalid"]
    address = {
        "simulator": f"127.0.0.1:{simulator.port}",
        "ipv6": f"[::1]:{simulator.port}",
        "nobody": f"127.0.0.1:{closed_port()}",
    }[settings.connect]
    host = [] if settings.host is None else ["--endpoint", settings.host]
    return [*host, "--connect-to", address]


def _trust(settings: Settings, simulator: Simulator, folder: pathlib.Path) -> list[str]:
    if settings.trust == "built-in":
        return []
    if settings.trust == "simulator":
        return ["--ca-file", str(simulator.certificates)]
    nonsense = folder / "nonsense.pem"
    nonsense.write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    return ["--ca-file", str(nonsense)]


def _environment(settings: Settings, right: Credentials, home: str) -> dict[str, str]:
    given = credentials_of(settings, right)
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {
        **environment,
        "HOME": home,
        "LC_ALL": "C.UTF-8",
        "TENCENTCLOUD_SECRET_ID": given.secret_id,
        "TENCENTCLOUD_SECRET_KEY": given.secret_key,
        "TENCENTCLOUD_TOKEN": given.token,
    }


def _secrets(credentials: Credentials) -> list[str]:
    key = credentials.secret_key
    return [text for text in (key, key[::-1], credentials.token) if text]


def _read(output: str, trace: str, exit_status: int) -> list[Outcome]:
    counts = [int(count) for count in _SUMMARY.findall(trace)]
    lines = output.splitlines()
    if not lines:
        raise ValueError("it printed no outcome")
    if counts and len(counts) != len(lines):
        raise ValueError("--verbose tells of another number of calls than the output")
    outcomes = [
        outcome_of(load_exact(line), counts[index] if counts else None)
        for index, line in enumerate(lines)
    ]
    check_exit_status(exit_status, outcomes)
    return outcomes
