# SPDX-License-Identifier: Apache-2.0
"""Reads HTTP/1.1 requests, strictly, keeping every byte as it arrived (RFC 9112)."""

import re
from typing import Callable, NamedTuple, Optional

REQUEST_LINE_LIMIT = 33 * 1024  # a GET may be 32 KiB
HEADER_LINE_LIMIT = 8 * 1024  # nginx: one large header buffer
HEADER_COUNT_LIMIT = 100
BODY_LIMIT = 10 * 1024 * 1024  # published for POST

_TOKEN = re.compile(rb"[0-9A-Za-z!#$%&'*+.^_`|~-]+")
_METHOD = re.compile(rb"[A-Z]+")
_TARGET = re.compile(rb"/[\x21-\x7e]*")
_VALUE = re.compile(rb"[\t\x20-\x7e\x80-\xff]*")
_SINGLE = {
    b"authorization", b"content-length", b"content-type", b"host", b"x-tc-action",
    b"x-tc-language", b"x-tc-region", b"x-tc-requestclient", b"x-tc-timestamp", b"x-tc-token",
    b"x-tc-version",
}


class BadRequest(Exception):
    """What arrived is no acceptable HTTP/1.1 request; status is the HTTP status to answer."""

    def __init__(self, status: int, text: str):
        super().__init__(text)
        self.status = status


class Gone(Exception):
    """The client closed the connection."""


class Request(NamedTuple):
    """One request; all bytes as they arrived, header values without surrounding blanks."""

    method: bytes
    path: bytes
    query: bytes
    headers: list[tuple[bytes, bytes]]
    body: bytes

    def get(self, name: str) -> Optional[bytes]:
        """The value of a header, or None."""
        wanted = name.lower().encode()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    def text(self, name: str) -> Optional[str]:
        """The value of a header as text, or None."""
        value = self.get(name)
        return None if value is None else value.decode("utf-8", "replace")

    def wants_close(self) -> bool:
        """Whether the client will close after the answer."""
        options = (self.get("Connection") or b"").lower().split(b",")
        return b"close" in [option.strip() for option in options]


class Reader:
    """Requests from one connection. receive(limit) blocks and returns b"" at the end."""

    def __init__(self, receive: Callable[[int], bytes], send_continue: Callable[[], None]):
        self._receive = receive
        self._send_continue = send_continue
        self._buffer = b""

    def _more(self) -> None:
        data = self._receive(65536)
        if not data:
            raise Gone
        self._buffer += data

    def wait(self) -> None:
        """Returns when the first byte of a request is there."""
        while not self._buffer:
            self._more()

    def _line(self, limit: int, status: int) -> bytes:
        while b"\n" not in self._buffer:
            if len(self._buffer) > limit:
                raise BadRequest(status, "a line of the request is too long")
            self._more()
        line, self._buffer = self._buffer.split(b"\n", 1)
        if len(line) > limit:
            raise BadRequest(status, "a line of the request is too long")
        if not line.endswith(b"\r"):
            raise BadRequest(400, "a line of the request does not end with CR LF")
        return line[:-1]

    def read(self) -> Request:
        """Reads one whole request; raises BadRequest or Gone."""
        method, path, query = self._request_line()
        headers = self._headers()
        request = Request(method, path, query, headers, b"")
        return request._replace(body=self._body(request))

    def _request_line(self) -> tuple[bytes, bytes, bytes]:
        parts = self._line(REQUEST_LINE_LIMIT, 414).split(b" ")
        if len(parts) != 3 or not _METHOD.fullmatch(parts[0]) or not _TARGET.fullmatch(parts[1]):
            raise BadRequest(400, "malformed request line")
        if parts[2] != b"HTTP/1.1":
            raise BadRequest(505, "the simulator speaks HTTP/1.1 only")
        path, _, query = parts[1].partition(b"?")
        return parts[0], path, query

    def _headers(self) -> list[tuple[bytes, bytes]]:
        headers: list[tuple[bytes, bytes]] = []
        seen = set()
        while line := self._line(HEADER_LINE_LIMIT, 400):
            name, colon, value = line.partition(b":")
            if not colon or not _TOKEN.fullmatch(name) or not _VALUE.fullmatch(value):
                raise BadRequest(400, "malformed header line")
            if name.lower() in seen and name.lower() in _SINGLE:
                raise BadRequest(400, f"header {name.decode()} was sent twice")
            seen.add(name.lower())
            headers.append((name, value.strip(b" \t")))
            if len(headers) > HEADER_COUNT_LIMIT:
                raise BadRequest(400, "too many headers")
        if b"host" not in seen:
            raise BadRequest(400, "header Host is missing")
        return headers

    def _body(self, request: Request) -> bytes:
        if request.get("Transfer-Encoding") is not None:
            status = 400 if request.get("Content-Length") is not None else 501
            raise BadRequest(status, "send a Content-Length, no Transfer-Encoding")
        length = request.get("Content-Length")
        if length is None:
            if request.method == b"POST":
                raise BadRequest(411, "header Content-Length is missing")
            return b""
        if not re.fullmatch(rb"[0-9]{1,18}", length):
            raise BadRequest(400, "malformed Content-Length")
        if int(length) > BODY_LIMIT:
            raise BadRequest(413, "the body is larger than 10 MiB")
        expectation = request.get("Expect")
        if expectation is not None:
            if expectation.lower() != b"100-continue":
                raise BadRequest(417, "unknown expectation")
            self._send_continue()
        parts, missing = [self._buffer[: int(length)]], int(length)
        self._buffer = self._buffer[int(length) :]
        missing -= len(parts[0])
        while missing > 0:
            data = self._receive(65536)
            if not data:
                raise Gone
            parts.append(data[:missing])
            self._buffer = data[missing:]
            missing -= len(parts[-1])
        return b"".join(parts)
