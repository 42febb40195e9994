# SPDX-License-Identifier: Apache-2.0
"""Runs the firmware in QEMU as a scenario of test/scenario asks, and reads what came of it."""

import json
import pathlib
import tempfile

import frames
import settings as page
from boards import BOARDS
from client import (
    ClientError, Outcome, Settings, check_exit_status, closed_port, credentials_of, load_exact,
    outcome_of,
)  # fmt: skip
from machine import HOST_ADDRESS, Machine, MachineError, pairs
from services import NameServer
from simulator import Simulator

MAC_ADDRESS = bytes.fromhex("525400123456")  # QEMU's first
EXCEPTIONS = pathlib.Path(__file__).with_name("exceptions.json")
ALLOWED = {HOST_ADDRESS, "255.255.255.255", "10.0.2.15", "0.0.0.0"}  # host, DHCP, own (ARP)


class FirmwareClient:
    """The image of a board."""

    def __init__(self, board: str, image: pathlib.Path):
        if board not in BOARDS:
            raise ClientError(f"there is no board {board}; there are: {', '.join(BOARDS)}")
        self._board = BOARDS[board]
        self._image = image
        self.printed = ""
        entries = json.loads(EXCEPTIONS.read_text(encoding="utf-8"))["scenarios"]
        self.exceptions = {name: entry["skip"] for name, entry in entries.items()}

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
        self.printed = f"exit status {status}\n{console}"
        if sent_to - ALLOWED:
            raise ClientError(f"it sent to {sent_to}\n{self.printed}")
        try:
            outcomes = read(lines, status)
            if any(one.status == "OK" for one in outcomes) and HOST_ADDRESS not in sent_to:
                raise ValueError("it has an answer, but no frame of it was captured")
            return outcomes
        except (ValueError, KeyError) as error:
            raise ClientError(f"{error}\n{self.printed}") from None


def values_of(settings: Settings, simulator: Simulator) -> dict:
    """What the settings page says for a scenario."""
    credentials = credentials_of(settings, simulator.credentials)
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
    port = closed_port() if settings.connect == "nobody" else simulator.port
    return {"host": settings.host, "connect_port": port}


def _trust(settings: Settings, simulator: Simulator) -> bytes:
    if settings.trust == "built-in":
        return b""
    if settings.trust == "simulator":
        return page.certificates(simulator.certificates.read_text(encoding="ascii"))
    return bytes(4)


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
        outcome_of(load_exact(document), int(detail["attempts"]))
        for document, detail in zip(documents, details)
    ]
    check_exit_status(exit_status, outcomes)
    return outcomes
