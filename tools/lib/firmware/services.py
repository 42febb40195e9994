# SPDX-License-Identifier: Apache-2.0
"""A name server and a time server on loopback, so that nothing leaves the machine."""

import socket
import struct
import threading
import time

TYPE_A, CLASS_IN = 1, 1
FLAGS_ANSWER, FLAGS_NO_SUCH_NAME = 0x8180, 0x8183
SECONDS_1900_TO_1970 = 2208988800


class _Service:
    """A UDP server in a thread; use it as a context."""

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._stopping = False

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._stopping = True
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as waker:
            waker.sendto(b"", ("127.0.0.1", self.port))
        self._thread.join()
        self._socket.close()

    def _run(self) -> None:
        while True:
            data, peer = self._socket.recvfrom(2048)
            if self._stopping:
                return
            try:
                answer = self.answer(data)
            except (IndexError, struct.error):  # a datagram that is not what it should be
                continue
            if answer is not None:
                self._socket.sendto(answer, peer)

    def answer(self, data: bytes):
        """The answer to a datagram, or None."""
        raise NotImplementedError


class NameServer(_Service):
    """Gives every name the same address, but none to those that end in ".invalid" (RFC 6761)."""

    def __init__(self, address: str):
        super().__init__()
        self._address = socket.inet_aton(address)
        self.asked: list[str] = []

    def answer(self, data: bytes):
        """RFC 1035 section 4: one question, one address."""
        if len(data) < 17:
            return None
        labels, place = [], 12
        while data[place] != 0:
            labels.append(data[place + 1 : place + 1 + data[place]].decode("ascii", "replace"))
            place += 1 + data[place]
        question = data[12 : place + 5]
        kind, space = struct.unpack(">HH", question[-4:])
        self.asked.append(".".join(labels))
        exists = labels[-1:] != ["invalid"]
        record = b""
        if exists and (kind, space) == (TYPE_A, CLASS_IN):
            record = struct.pack(">HHHIH", 0xC00C, TYPE_A, CLASS_IN, 60, 4) + self._address
        flags = FLAGS_ANSWER if exists else FLAGS_NO_SUCH_NAME
        head = data[:2] + struct.pack(">HHHHH", flags, 1, 1 if record else 0, 0, 0)
        return head + question + record


class TimeServer(_Service):
    """SNTP (RFC 4330): the host's time, shifted."""

    def __init__(self, offset: float = 0.0):
        super().__init__()
        self._offset = offset

    def answer(self, data: bytes):
        """A server's answer of stratum 1."""
        if len(data) < 48:
            return None
        now = time.time() + self._offset + SECONDS_1900_TO_1970
        stamp = struct.pack(">II", int(now) & 0xFFFFFFFF, 0)
        head = bytes((0x24, 1, 6, 0xEC)) + bytes(8) + b"LOCL"
        return head + stamp + data[40:48] + stamp + stamp


class Silence(_Service):
    """Takes everything and never answers."""

    def answer(self, data: bytes):
        """Nothing."""
        return None
