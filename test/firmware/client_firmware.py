# SPDX-License-Identifier: Apache-2.0
"""Runs the firmware in QEMU as a scenario of test/scenario asks, and reads what came of it.

It offers what test/scenario/client_posix.py does: run(settings, simulator) -> list[Outcome].
"""

import pathlib
import socket
import tempfile

import frames
import settings as page
from boards import Board
from client_posix import (
    ERROR_MEMBERS, EXIT_STATUSES, MEMBERS, ClientError, Outcome, Settings, load_exact,
)  # fmt: skip
from machine import HOST_ADDRESS, Machine, MachineError, pairs
from services import NameServer
from simulator import Credentials, Simulator

MAC_ADDRESS = bytes.fromhex("525400123456")  # QEMU's first
ALLOWED = {HOST_ADDRESS, "255.255.255.255", "10.0.2.15", "0.0.0.0"}  # host, DHCP, own (ARP)


class FirmwareClient:
    """The image of a board."""

    def __init__(self, board: Board, image: pathlib.Path):
        self._board = board
        self._image = image

    def run(self, settings: Settings, simulator: Simulator) -> list[Outcome]:
        """Makes the calls; raises ClientError."""
        with tempfile.TemporaryDirectory() as folder, NameServer(HOST_ADDRESS) as names:
            capture = pathlib.Path(folder, "frames")
            values = {
                **values_of(settings, simulator),
                "dns_address": HOST_ADDRESS,
                "dns_port": names.port,
            }
            try:
                with Machine(self._board, self._image, values, capture) as machine:
                    status, lines = machine.finish()
                    console = machine.console()
            except MachineError as error:
                raise ClientError(str(error)) from None
            sent_to = frames.destinations(capture, MAC_ADDRESS)
        check_secrets(values, console)
        if sent_to - ALLOWED:
            raise ClientError(f"it sent to {sent_to}\n{console}")
        try:
            outcomes = read(lines, status)
            if any(one.status == "OK" for one in outcomes) and HOST_ADDRESS not in sent_to:
                raise ValueError("it has an answer, but no frame of it was captured")
            return outcomes
        except (ValueError, KeyError) as error:
            raise ClientError(f"{error}\nexit status {status}\n{console}") from None


def values_of(settings: Settings, simulator: Simulator) -> dict:
    """What the settings page says for a scenario."""
    credentials = _credentials(settings, simulator.credentials)
    return {
        **_connection(settings, simulator),
        "secret_id": credentials.secret_id,
        "secret_key": credentials.secret_key,
        "token": credentials.token,
        "trust_anchors": _trust(settings, simulator),
        "language": settings.language,
        "deadline_ms": settings.deadline_ms,
        "attempts": settings.attempts,
        "calls": settings.calls,
        "interval_ms": settings.pause_ms,
    }


def _connection(settings: Settings, simulator: Simulator) -> dict:
    if settings.connect == "unknown-name":
        return {"host": "unknown.invalid"}
    port = _free_port() if settings.connect == "nobody" else simulator.port
    return {"host": settings.host, "connect_port": port}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _trust(settings: Settings, simulator: Simulator) -> bytes:
    if settings.trust == "built-in":
        return b""
    if settings.trust == "simulator":
        return page.certificates(simulator.certificates.read_text(encoding="ascii"))
    return bytes(4)


def _credentials(settings: Settings, right: Credentials) -> Credentials:
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


def check_secrets(values: dict, console: str) -> None:
    """No secret of the settings is on the console."""
    for name in ("secret_key", "token"):
        if values.get(name) and values[name] in console:
            raise ClientError("a secret was printed")


def read(lines: list[str], exit_status: int) -> list[Outcome]:
    """The outcomes that a console shows."""
    documents = [line for line in lines if line.startswith("{")]
    details = [pairs(line) for line in lines if line.startswith("call ")]
    if not documents or len(documents) != len(details):
        raise ValueError("it did not print an outcome and its details for each call")
    if not any(line.startswith("memory ") for line in lines):
        raise ValueError("it did not print its use of memory at the end")
    outcomes = [
        _outcome(load_exact(document), int(detail["attempts"]))
        for document, detail in zip(documents, details)
    ]
    expected = EXIT_STATUSES[outcomes[-1].category]
    if exit_status != expected:
        raise ValueError(f"the exit status is {exit_status}, that of the outcome is {expected}")
    return outcomes


def _outcome(document: dict, attempts: int) -> Outcome:
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
