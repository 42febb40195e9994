# SPDX-License-Identifier: Apache-2.0
"""Runs tc3-quota as a scenario asks, and reads what came of it.

A client for another port offers the same: run(settings, simulator) -> list[Outcome].
"""

import json
import os
import pathlib
import re
import socket
import subprocess
import tempfile
from typing import NamedTuple, Optional

from simulator import Credentials, Simulator

GUARD_SECONDS = 300  # ends a client that hangs; no verdict depends on it
DEADLINE_MS = 60000  # of a call where the scenario gives none: never reached
EXIT_STATUSES = {
    "none": 0, "config": 2, "network": 3, "tls": 4, "timeout": 5, "protocol": 6, "clock": 7,
    "credentials": 8, "rate": 9, "service": 10,
}  # fmt: skip
MEMBERS = ("AgentName", "AccountType", "TotalQuota", "RemainingQuota", "IssuedNum", "RequestId")
ERROR_MEMBERS = ("Status", "Class", "Phase", "Code", "Message")
_SUMMARY = re.compile(r"^tc3-quota: [A-Z0-9_]+ after \d+ ms, (\d+) attempts?\b", re.MULTILINE)
_PASSED_ON = ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS")


class ClientError(Exception):
    """The client did not behave as any client must; the text says how."""


class Number(str):
    """The text of a JSON number: 5000.0 is not 5000."""


class Outcome(NamedTuple):
    """What came of one call."""

    status: str
    category: str  # the status's class
    phase: Optional[str]
    code: Optional[str]
    message: Optional[str]
    request_id: Optional[str]
    values: Optional[dict]
    truncated: list[str]
    invalid: dict
    attempts: Optional[int]


def load_exact(text: str):
    """A JSON document whose numbers keep their text."""
    return json.loads(text, parse_int=Number, parse_float=Number)


class Settings(NamedTuple):
    """How a scenario wants the client."""

    attempts: int = 1
    calls: int = 1
    pause_ms: int = 0
    deadline_ms: int = DEADLINE_MS
    connect: str = "simulator"
    host: Optional[str] = None
    trust: str = "simulator"
    credentials: str = "right"
    language: Optional[str] = None


class PosixClient:
    """tc3-quota."""

    def __init__(self, tool: pathlib.Path):
        self._tool = tool

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
        shown = f"exit status {done.returncode}\nstdout:\n{output}\nstderr:\n{trace}"
        if any(secret in output + trace for secret in _secrets(simulator.credentials)):
            raise ClientError("a secret was printed")
        try:
            return _read(output, trace, done.returncode)
        except (ValueError, KeyError) as error:
            raise ClientError(f"{error}\n{shown}") from None

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
        "nobody": f"127.0.0.1:{_free_port()}",
    }[settings.connect]
    host = [] if settings.host is None else ["--endpoint", settings.host]
    return [*host, "--connect-to", address]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _trust(settings: Settings, simulator: Simulator, folder: pathlib.Path) -> list[str]:
    if settings.trust == "built-in":
        return []
    if settings.trust == "simulator":
        return ["--ca-file", str(simulator.certificates)]
    nonsense = folder / "nonsense.pem"
    nonsense.write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    return ["--ca-file", str(nonsense)]


def _environment(settings: Settings, right: Credentials, home: str) -> dict[str, str]:
    given = {
        "right": right,
        "wrong-key": right._replace(secret_key=right.secret_key[::-1]),
        "unknown-id": right._replace(secret_id="AKIDunknown"),
        "strange-token": right._replace(token="strange"),
        "no-token": right._replace(token=""),
        "blank-key": right._replace(secret_key=right.secret_key + " "),
        "blank-id": right._replace(secret_id=" " + right.secret_id),
        "none": Credentials("", ""),
    }[settings.credentials]
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
        _outcome(load_exact(line), counts[index] if counts else None)
        for index, line in enumerate(lines)
    ]
    expected = EXIT_STATUSES[outcomes[-1].category]
    if exit_status != expected:
        raise ValueError(f"the exit status is {exit_status}, that of the outcome is {expected}")
    return outcomes


def _outcome(document: dict, attempts: Optional[int]) -> Outcome:
    extras = {"truncated": document.pop("Truncated", []), "invalid": document.pop("Invalid", {})}
    if "Error" not in document:
        if tuple(document) != MEMBERS:
            raise ValueError(f"the members are {', '.join(document)}")
        request_id = document.pop("RequestId")
        return Outcome(
            "OK", "none", None, None, None, request_id, document, attempts=attempts, **extras
        )
    error = document["Error"]
    if tuple(document) != ("Error", "RequestId") or tuple(error) != ERROR_MEMBERS:
        raise ValueError("the error has other members than documented")
    return Outcome(
        *error.values(), request_id=document["RequestId"], values=None, attempts=attempts, **extras
    )
