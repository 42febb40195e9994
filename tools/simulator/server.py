# SPDX-License-Identifier: Apache-2.0
"""Listens on loopback, hands connections to threads, and stops without leaving anything behind."""

import errno
import os
import select
import signal
import socket
import ssl
import threading
import time
from typing import Callable, Optional

from certificates import Certificates
from connection import Connection, Services

ADDRESSES = {"127.0.0.1": ("127.0.0.1",), "::1": ("::1",), "both": ("127.0.0.1", "::1")}
STOP_SECONDS = 5.0  # for connections to end
POLL_SECONDS = 0.5
PORT_ATTEMPTS = 20


class ListenError(Exception):
    """The port cannot be had; the text says what to do."""


class TlsError(Exception):
    """The TLS options cannot be used; the text says what to do."""


class Tls:
    """TLS contexts, one a kind of certificate. Safe for threads."""

    VERSIONS = {
        "1.2": (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_2),
        "1.3": (ssl.TLSVersion.TLSv1_3, ssl.TLSVersion.TLSv1_3),
        "any": (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3),
    }

    def __init__(
        self,
        certificates: Certificates,
        version: str,
        ciphers: Optional[str],
        curve: Optional[str],
        sessions: str,
        now: Callable[[], float],
    ):
        self._certificates = certificates
        self._version = version
        self._ciphers = ciphers
        self._curve = curve
        self._sessions = sessions
        self._now = now
        self._contexts: dict[str, ssl.SSLContext] = {}
        self._lock = threading.Lock()

    def context(self, kind: str) -> ssl.SSLContext:
        """The context that serves a kind of certificate; without sessions a new one each time."""
        with self._lock:
            if kind not in self._contexts or self._sessions == "none":
                self._contexts[kind] = self._make(kind)
            return self._contexts[kind]

    def _make(self, kind: str) -> ssl.SSLContext:
        leaf = self._certificates.leaf(kind, self._now())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version, context.maximum_version = self.VERSIONS[self._version]
        if self._ciphers or leaf.weak:
            level = "@SECLEVEL=0" if leaf.weak else "@SECLEVEL=2"
            self._apply(context.set_ciphers, f"{self._ciphers or 'DEFAULT'}:{level}", "--ciphers")
        if self._curve:
            self._apply(context.set_ecdh_curve, self._curve, "--curve")
        if self._sessions != "tickets":
            context.options |= ssl.OP_NO_TICKET
        if self._sessions == "none":
            context.num_tickets = 0
        context.options |= ssl.OP_IGNORE_UNEXPECTED_EOF  # as nginx: the session stays resumable
        context.set_alpn_protocols(["http/1.1"])
        context.sni_callback = _note_server_name
        context.load_cert_chain(leaf.chain, leaf.key)
        return context

    @staticmethod
    def _apply(setter: Callable[[str], None], value: str, option: str) -> None:
        try:
            setter(value)
        except (ssl.SSLError, ValueError):
            raise TlsError(f"{option} {value}: OpenSSL does not know that") from None


def _note_server_name(session: ssl.SSLObject, name: Optional[str], _context) -> None:
    session.simulator_server_name = name


def listen(address: str, port: int) -> list[socket.socket]:
    """Listening sockets, all on one port; port 0 picks a free one."""
    wanted = ADDRESSES[address]
    for attempt in range(PORT_ATTEMPTS):
        listeners: list[socket.socket] = []
        try:
            for host in wanted:
                chosen = listeners[0].getsockname()[1] if listeners else port
                listeners.append(_listen_one(host, chosen))
            return listeners
        except OSError as error:
            for listener in listeners:
                listener.close()
            if port == 0 and error.errno == errno.EADDRINUSE and attempt < PORT_ATTEMPTS - 1:
                continue
            raise ListenError(
                f"cannot listen on {address} port {port}: {error.strerror}; "
                "give another --port (0 picks a free one) or another --address"
            ) from None
    raise AssertionError("unreachable")


def _stdin_ended() -> bool:
    try:
        return not os.read(0, 65536)
    except OSError:
        return True


def _listen_one(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(64)
    except OSError:
        listener.close()
        raise
    return listener


class Signals:
    """Turns SIGINT and SIGTERM into a readable pipe, from the start on.

    The handler raises nothing: an exception inside subprocess.Popen would lose a running child.
    """

    def __init__(self) -> None:
        self.received = 0
        self._stop: Callable[[], None] = lambda: None
        self.reader, self._writer = os.pipe()
        os.set_blocking(self._writer, False)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._note)

    def also_stop(self, stop: Callable[[], None]) -> None:
        """Calls stop when a signal arrives, or now if one did."""
        self._stop = stop
        if self.received:
            stop()

    def status(self) -> int:
        """The exit status: 130 after SIGINT."""
        return 130 if self.received == signal.SIGINT else 0

    def _note(self, number: int, _frame) -> None:
        self.received = number
        self._stop()
        try:
            os.write(self._writer, b"x")
        except BlockingIOError:
            pass


class Server:
    """Accepts until it is told to stop."""

    def __init__(self, services: Services, listeners: list[socket.socket], limit: int):
        self._services = services
        self._listeners = listeners
        self._limit = limit
        self._lock = threading.Lock()
        self._running: dict[threading.Thread, Connection] = {}
        self._number = 0

    def run(
        self, signals: Signals, lifetime: float, watch_stdin: bool, parent: Optional[int]
    ) -> None:
        """Returns when a signal, the end of stdin, the parent's end or the lifetime says so."""
        poll = select.poll()
        listeners = {listener.fileno(): listener for listener in self._listeners}
        for number in (*listeners, signals.reader, *((0,) if watch_stdin else ())):
            poll.register(number, select.POLLIN)
        end = time.monotonic() + lifetime if lifetime else None
        while end is None or time.monotonic() < end:
            if parent is not None and os.getppid() != parent:
                return
            for number, _ in poll.poll(POLL_SECONDS * 1000):
                if number == signals.reader:
                    return
                if number == 0 and _stdin_ended():
                    return
                if number in listeners:
                    self._accept(listeners[number])

    def _accept(self, listener: socket.socket) -> None:
        try:
            accepted, _ = listener.accept()
        except OSError:
            return
        with self._lock:
            if len(self._running) >= self._limit:
                accepted.close()
                return
            self._number += 1
            connection = Connection(self._services, accepted, self._number)
            thread = threading.Thread(target=self._run, args=(connection,), daemon=True)
            self._running[thread] = connection
        thread.start()

    def _run(self, connection: Connection) -> None:
        try:
            connection.run()
        finally:
            with self._lock:
                del self._running[threading.current_thread()]

    def stop(self) -> None:
        """Closes the listeners, ends the connections and waits for their threads, but not long."""
        self._services.stopping.set()
        for listener in self._listeners:
            listener.close()
        with self._lock:
            running = dict(self._running)
        for connection in running.values():
            connection.wire.stop()
        end = time.monotonic() + STOP_SECONDS
        for thread in running:
            thread.join(max(0.0, end - time.monotonic()))
