# SPDX-License-Identifier: Apache-2.0
"""What the clients of all ports share: how a scenario wants them, and what came of their calls."""

import functools
import json
import socket
from typing import NamedTuple, Optional

from simulator import Credentials

DEADLINE_MS = 60000  # of a call where the scenario gives none: never reached
EXIT_STATUSES = {
    "none": 0, "config": 2, "network": 3, "tls": 4, "timeout": 5, "protocol": 6, "clock": 7,
    "credentials": 8, "rate": 9, "service": 10,
}  # fmt: skip
MEMBERS = ("AgentName", "AccountType", "TotalQuota", "RemainingQuota", "IssuedNum", "RequestId")
ERROR_MEMBERS = ("Status", "Class", "Phase", "Code", "Message")


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


def load_exact(text: str):
    """A JSON document whose numbers keep their text."""
    return json.loads(text, parse_int=Number, parse_float=Number)


def credentials_of(settings: Settings, right: Credentials) -> Credentials:
    """The key that the client is given, where the simulator accepts `right`."""
    return {
        "right": right,
        "wrong-key": right._replace(secret_key=right.secret_key[::-1]),
        "unknown-id": right._replace(secret_id="AKIDunknown"),
        "strange-token": right._replace(token="strange"),
        "no-token": right._replace(token=""),
        "blank-key": right._replace(secret_key=right.secret_key + " "),
        "blank-id": right._replace(secret_id=" " + right.secret_id),
        "none": Credentials("", ""),
    }[settings.credentials]


@functools.lru_cache(maxsize=None)
def _closed() -> socket.socket:
    """Bound for good, and not listening: so that no other program gets the port meanwhile."""
    closed = socket.socket()
    closed.bind(("127.0.0.1", 0))
    return closed


def closed_port() -> int:
    """A port of 127.0.0.1 where nobody listens as long as this process runs."""
    return _closed().getsockname()[1]


def outcome_of(document: dict, attempts: Optional[int]) -> Outcome:
    """The outcome that a client printed as JSON; raises ValueError."""
    extras = {"truncated": document.pop("Truncated", []), "invalid": document.pop("Invalid", {})}
    if "Error" not in document:
        if tuple(document) != MEMBERS:
            raise ValueError(f"the members are {', '.join(document)}")
        request_id = document.pop("RequestId")
        return Outcome(
            "OK", "none", None, None, None, request_id, document, attempts=attempts, **extras
        )
    error = document["Error"]
    if error.get("Class") == "tls":
        error.pop("Certificates", None)
    if tuple(document) != ("Error", "RequestId") or tuple(error) != ERROR_MEMBERS:
        raise ValueError("the error has other members than documented")
    return Outcome(
        *error.values(), request_id=document["RequestId"], values=None, attempts=attempts, **extras
    )


def check_exit_status(status: int, outcomes: list[Outcome]) -> None:
    """A client ends with the class of its last outcome; raises ValueError."""
    expected = EXIT_STATUSES[outcomes[-1].category]
    if status != expected:
        raise ValueError(f"the exit status is {status}, that of the outcome is {expected}")
