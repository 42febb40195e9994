# SPDX-License-Identifier: Apache-2.0
"""The state folder: how scripts find out about a running simulator and steer it."""

import fcntl
import json
import os
import pathlib
import threading
import time


class StateError(Exception):
    """The state folder cannot be used; the text says what to do."""


class State:
    """One state folder, locked by one running simulator."""

    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        self.control = folder / "control"
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock = open(folder / "lock", "a", encoding="ascii")
        except OSError as error:
            raise StateError(f"cannot use {folder} as state folder: {error.strerror}") from None
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StateError(
                f"a simulator runs in {folder} already; stop it or give another --state-dir"
            ) from None
        for name in ("ready", "port", "pid", "control", "requests.jsonl", "connections.jsonl"):
            (folder / name).unlink(missing_ok=True)

    def announce(self, port: int) -> None:
        """Writes port and pid, then the marker ready."""
        self._write("port", f"{port}\n")
        self._write("pid", f"{os.getpid()}\n")
        self._write("ready", f"{port}\n")

    def withdraw(self) -> None:
        """Removes what only a running simulator has."""
        for name in ("ready", "port", "pid"):
            (self.folder / name).unlink(missing_ok=True)

    def _write(self, name: str, text: str) -> None:
        replace_file(self.folder / name, text)


def replace_file(path: pathlib.Path, text: str) -> None:
    """Writes a whole file at once: readers see the old one or the new one."""
    work = path.with_name(f".{path.name}.{os.getpid()}")
    work.write_text(text, encoding="utf-8")
    os.replace(work, path)


class Journal:
    """requests.jsonl and connections.jsonl: one JSON object a line, written at once."""

    def __init__(self, folder: pathlib.Path):
        self._lock = threading.Lock()
        self._files = {
            name: open(folder / f"{name}.jsonl", "ab", buffering=0)
            for name in ("requests", "connections")
        }

    def request(self, **entry) -> None:
        """Notes one request, just before it is answered."""
        self._write("requests", entry)

    def connection(self, **entry) -> None:
        """Notes one connection, when it is over."""
        self._write("connections", entry)

    def _write(self, name: str, entry: dict) -> None:
        stamped = {"time": round(time.time(), 3), "monotonic": round(time.monotonic(), 6), **entry}
        line = json.dumps(stamped, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        with self._lock:
            self._files[name].write(line)
