# SPDX-License-Identifier: Apache-2.0
"""One connection's bytes: TLS or plain, with the rude endings that tests need."""

import socket
import ssl
import struct
import threading
import time

LINGER = 2.0  # seconds to let the client read what was sent before the port goes away
SEND_TIMEOUT = 60.0  # seconds one send may block


class Ended(Exception):
    """The connection is over; nothing more can be sent or received."""


class Wire:
    """A connected socket. Every call but stop() belongs to the connection's own thread."""

    def __init__(self, connected: socket.socket, stopping: threading.Event, hold_seconds: float):
        self._socket = connected
        self._stopping = stopping
        self._hold_seconds = hold_seconds
        self.open = True

    def start_tls(self, context: ssl.SSLContext, seconds: float) -> ssl.SSLSocket:
        """Does the handshake as server; raises ssl.SSLError or OSError."""
        self._socket.settimeout(seconds)
        self._socket = context.wrap_socket(
            self._socket, server_side=True, do_handshake_on_connect=False
        )
        self._socket.do_handshake()
        return self._socket

    def receive(self, limit: int, seconds: float) -> bytes:
        """Up to limit bytes; b"" at the end of the stream; raises TimeoutError."""
        try:
            self._socket.settimeout(max(seconds, 0.001))
            return self._socket.recv(limit)
        except TimeoutError:
            raise
        except OSError:
            return b""

    def send(self, data: bytes) -> None:
        """Sends all of data; raises Ended when the client is gone."""
        try:
            self._socket.settimeout(SEND_TIMEOUT)
            self._socket.sendall(data)
        except OSError as error:
            self.reset()
            raise Ended(str(error)) from None

    def send_each(self, data: bytes, pause: float = 0.0) -> None:
        """Sends every byte by itself: a TLS record and a segment each."""
        for position in range(len(data)):
            self.send(data[position : position + 1])
            if pause:
                self.pause(pause)

    def pause(self, seconds: float) -> None:
        """Waits; raises Ended when the simulator stops meanwhile."""
        if self._stopping.wait(seconds):
            self.reset()
            raise Ended("the simulator stops")

    def hold(self) -> None:
        """Stays silent until the client leaves or the holding time is over, then closes."""
        end = time.monotonic() + self._hold_seconds
        try:
            while (left := end - time.monotonic()) > 0 and self.receive(65536, left):
                pass
        except TimeoutError:
            pass
        self.close()

    def close(self, notify: bool = True) -> None:
        """Ends the connection in order: close_notify if wanted, FIN, and the client's rest read."""
        if not self.open:
            return
        self.open = False
        if notify and isinstance(self._socket, ssl.SSLSocket):
            self._send_close_notify()
        try:
            self._socket.shutdown(socket.SHUT_WR)
            end = time.monotonic() + LINGER
            while (left := end - time.monotonic()) > 0 and self.receive(65536, left):
                pass
        except OSError:
            pass
        self._socket.close()

    def _send_close_notify(self) -> None:
        try:
            self._socket.settimeout(0)  # the client's own close_notify is not waited for
            self._socket.unwrap()
        except (OSError, ValueError):
            pass

    def reset(self) -> None:
        """Ends the connection with RST."""
        if not self.open:
            return
        self.open = False
        try:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        except OSError:
            pass
        self._socket.close()

    def stop(self) -> None:
        """Makes every blocking call of the connection's thread return; for another thread."""
        try:
            socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
        except OSError:
            pass
