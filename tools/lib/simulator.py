# SPDX-License-Identifier: Apache-2.0
"""Starts tools/simulator, gives it playlists, and reads what it noted."""

import configparser
import json
import os
import pathlib
import secrets
import string
import subprocess
import sys
import time
from typing import NamedTuple, Optional

GUARD_SECONDS = 120  # bounds every wait; reached only when something is broken
POLL_SECONDS = 0.02


class SimulatorError(Exception):
    """The simulator does not run; the text says what it printed."""


class Credentials(NamedTuple):
    """A key that the simulator accepts."""

    secret_id: str
    secret_key: str
    token: str = ""


class Mark(NamedTuple):
    """A place in the simulator's notes."""

    requests: int  # how many were noted
    connection: int  # number of the latest connection that is known


def temporary_credentials() -> Credentials:
    """Temporary keys of the greatest length that the API documents."""
    alphabet = string.ascii_letters + string.digits

    def make(length: int) -> str:
        return "".join(secrets.choice(alphabet) for _ in range(length))

    return Credentials(make(1024), make(1024), make(4096))


class Simulator:
    """A running simulator; use it as a context."""

    def __init__(
        self,
        program: pathlib.Path,
        folder: pathlib.Path,
        options: list[str],
        cache: Optional[pathlib.Path] = None,
        credentials: Optional[Credentials] = None,
    ):
        self.state = folder / "state"
        self._given = credentials
        self._command = [sys.executable, "-B", str(program), "--state-dir", str(self.state)]
        self._command += ["--exit-with-parent", *options]
        if cache is not None:
            self._command += ["--certificate-cache", str(cache)]
        self._log = folder / "simulator.log"
        self._process: Optional[subprocess.Popen] = None

    def __enter__(self) -> "Simulator":
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("TENCENTCLOUD_", "TC3_"))
        }
        if self._given is not None:
            environment["TC3_SIMULATOR_SECRET_ID"] = self._given.secret_id
            environment["TC3_SIMULATOR_SECRET_KEY"] = self._given.secret_key
            environment["TC3_SIMULATOR_TOKEN"] = self._given.token
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=environment,
            )
        end = time.monotonic() + GUARD_SECONDS
        while not (self.state / "ready").exists():
            if self._process.poll() is not None or time.monotonic() > end:
                self.__exit__()
                raise SimulatorError(f"the simulator did not start:\n{self.printed()}")
            time.sleep(POLL_SECONDS)
        return self

    def __exit__(self, *_) -> None:
        process = self._process
        if process is not None and process.poll() is None:
            process.terminate()
            try:
                process.wait(GUARD_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def printed(self) -> str:
        """What it wrote on its standard streams."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    @property
    def port(self) -> int:
        """Where it listens."""
        return int((self.state / "port").read_text())

    @property
    def certificates(self) -> pathlib.Path:
        """The PEM file of its root certificate."""
        return self.state / "ca.pem"

    @property
    def credentials(self) -> Credentials:
        """The key that it accepts."""
        if self._given is not None:
            return self._given
        parser = configparser.ConfigParser(interpolation=None)
        parser.read(self.state / "credentials", encoding="utf-8")
        section = parser["default"]
        return Credentials(section["secret_id"], section["secret_key"])

    def play(self, playlist: str) -> Mark:
        """Makes `playlist` begin with the next connection or request; marks the notes there."""
        work = self.state / "control.new"
        work.write_text(playlist + "\n", encoding="utf-8")
        os.replace(work, self.state / "control")
        requests = self._notes("requests")
        numbers = [note["connection"] for note in requests + self._notes("connections")]
        return Mark(len(requests), max(numbers, default=0))

    def requests(self, mark: Mark) -> list[dict]:
        """The requests since `mark`."""
        return self._notes("requests")[mark.requests :]

    def connections(self, mark: Mark, wanted: int) -> list[dict]:
        """The connections since `mark`; waits until the simulator has noted `wanted` of them. One of
        the scenario before may end, and be noted, only now: it has an older number."""
        end = time.monotonic() + GUARD_SECONDS
        while True:
            notes = self._notes("connections")
            found = [note for note in notes if note["connection"] > mark.connection]
            if len(found) >= wanted or time.monotonic() > end:
                return found
            time.sleep(POLL_SECONDS)

    def seen(self, mark: Mark) -> str:
        """All that it noted since `mark`, and all that it printed, for people."""
        connections = [
            note for note in self._notes("connections") if note["connection"] > mark.connection
        ]
        notes = [json.dumps(note) for note in self.requests(mark) + connections]
        return "\n".join(["the simulator saw", *notes, "and printed", self.printed()])

    def _notes(self, name: str) -> list[dict]:
        path = self.state / f"{name}.jsonl"
        lines = path.read_bytes().split(b"\n")[:-1]
        return [json.loads(line) for line in lines]
