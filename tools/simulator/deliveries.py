# SPDX-License-Identifier: Apache-2.0
"""Ways to put an answer on the wire, right and wrong.

A delivery is a function of an Exchange. It either leaves the wire open, ready for the next request,
or ends it.
"""

import dataclasses
from typing import Callable, Iterator, Optional

from answer import Answer
from wire import Wire

SETTLE = 0.05  # seconds between sent bytes and a reset, so that the client sees the bytes
DRIP = 1.0  # default seconds between the bytes of slow-drip


@dataclasses.dataclass
class Exchange:
    """One answer on its way; fate is what happens to the connection at the next request."""

    wire: Wire
    answer: Answer
    argument: Optional[str] = None
    fate: Optional[Callable[[Wire], None]] = None


def _finish(exchange: Exchange) -> None:
    if exchange.answer.close:
        exchange.wire.close()


def plain(exchange: Exchange) -> None:
    exchange.wire.send(exchange.answer.plain())
    _finish(exchange)


def no_reason(exchange: Exchange) -> None:
    line, _, rest = exchange.answer.plain().partition(b"\r\n")
    exchange.wire.send(line[: len(b"HTTP/1.1 200")] + b"\r\n" + rest)
    _finish(exchange)


def chunked(exchange: Exchange) -> None:
    body = exchange.answer.body
    _send_chunks(exchange, _pieces(body, max(1, len(body) // 3)), b"", b"")


def chunked_bytes(exchange: Exchange) -> None:
    _send_chunks(exchange, _pieces(exchange.answer.body, 1), b"", b"")


def chunked_extensions_trailers(exchange: Exchange) -> None:
    extension = b';name="a; \\"quoted\\" value";flag;token=x'
    trailers = b"X-Checksum: 0\r\nX-Other: a, b\r\n"
    body = exchange.answer.body
    _send_chunks(exchange, _pieces(body, max(1, len(body) // 5)), extension, trailers, b"00")


def chunked_blanks(exchange: Exchange) -> None:
    _send_chunks(exchange, _pieces(exchange.answer.body, 50), b" ; name = value", b"")


def _pieces(body: bytes, size: int) -> Iterator[bytes]:
    size = min(size, 16384)
    return (body[start : start + size] for start in range(0, len(body), size))


def _send_chunks(
    exchange: Exchange,
    pieces: Iterator[bytes],
    extension: bytes,
    trailers: bytes,
    zeros: bytes = b"",
) -> None:
    data = bytearray(exchange.answer.head("Transfer-Encoding: chunked"))
    for piece in pieces:
        data += zeros + b"%X" % len(piece) + extension + b"\r\n" + piece + b"\r\n"
        if len(data) > 65536:
            exchange.wire.send(bytes(data))
            data.clear()
    data += zeros + b"0" + extension + b"\r\n" + trailers + b"\r\n"
    exchange.wire.send(bytes(data))
    _finish(exchange)


def close_delimited(exchange: Exchange) -> None:
    exchange.wire.send(exchange.answer.head(close=True) + exchange.answer.body)
    exchange.wire.close()


def close_delimited_no_notify(exchange: Exchange) -> None:
    exchange.wire.send(exchange.answer.head(close=True) + exchange.answer.body)
    exchange.wire.close(notify=False)


def close(exchange: Exchange) -> None:
    exchange.answer = exchange.answer._replace(close=True)
    plain(exchange)


def interim_100(exchange: Exchange) -> None:
    exchange.wire.send(b"HTTP/1.1 100 Continue\r\n\r\n" + exchange.answer.plain())
    _finish(exchange)


def interim_103(exchange: Exchange) -> None:
    exchange.wire.send(b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n")
    exchange.wire.send(exchange.answer.plain())
    _finish(exchange)


def many_interim(exchange: Exchange) -> None:
    count = int(exchange.argument or 100)
    exchange.wire.send(b"HTTP/1.1 100 Continue\r\n\r\n" * count + exchange.answer.plain())
    _finish(exchange)


def byte_by_byte(exchange: Exchange) -> None:
    exchange.wire.send_each(exchange.answer.plain())
    _finish(exchange)


def slow_drip(exchange: Exchange) -> None:
    exchange.wire.send_each(exchange.answer.plain(), float(exchange.argument or DRIP))
    _finish(exchange)


def long_header(exchange: Exchange) -> None:
    value = "x" * int(exchange.argument or 16384)
    _with_headers(exchange, (("X-Long", value),))


def many_headers(exchange: Exchange) -> None:
    count = int(exchange.argument or 1000)
    _with_headers(exchange, tuple((f"X-Header-{number}", "value") for number in range(count)))


def odd_headers(exchange: Exchange) -> None:
    length = len(exchange.answer.body)
    head = (
        "HTTP/1.1 200 \r\n"
        f"cOnTeNt-LeNgTh:\t {length} \t\r\n"
        f"dAtE:{exchange.answer.date or ''}\r\n"
        "X-Empty:\r\n"
        "X-Content-Length: 1\r\n"
        "Content-Length-X: 2\r\n"
        "Set-Cookie: a=b; Content-Length: 3\r\n"
        "Server: \xe9\r\n"
        "CONNECTION: Keep-Alive\r\n\r\n"
    )
    exchange.wire.send(head.encode("latin-1") + exchange.answer.body)
    _finish(exchange)


def _with_headers(exchange: Exchange, headers: tuple[tuple[str, str], ...]) -> None:
    exchange.answer = exchange.answer._replace(headers=exchange.answer.headers + headers)
    plain(exchange)


def extra_bytes(exchange: Exchange) -> None:
    exchange.wire.send(exchange.answer.plain() + b"HTTP/1.1 200 OK\r\nContent-Le")
    _finish(exchange)


def truncated(exchange: Exchange) -> None:
    _send_part(exchange)
    exchange.wire.close()


def truncated_no_notify(exchange: Exchange) -> None:
    _send_part(exchange)
    exchange.wire.close(notify=False)


def truncated_chunked(exchange: Exchange) -> None:
    body = exchange.answer.body
    head = exchange.answer.head("Transfer-Encoding: chunked")
    exchange.wire.send(head + b"%x\r\n" % len(body) + body + b"\r\n")
    exchange.wire.close()


def truncated_headers(exchange: Exchange) -> None:
    exchange.wire.send(exchange.answer.plain()[:40])
    exchange.wire.close()


def _send_part(exchange: Exchange) -> None:
    answer = exchange.answer
    head = answer.head(f"Content-Length: {len(answer.body)}")
    exchange.wire.send(head + answer.body[: len(answer.body) // 2])


def close_before_answer(exchange: Exchange) -> None:
    exchange.wire.close()


def reset_before_answer(exchange: Exchange) -> None:
    exchange.wire.reset()


def reset_mid_headers(exchange: Exchange) -> None:
    exchange.wire.send(exchange.answer.plain()[:40])
    exchange.wire.pause(SETTLE)
    exchange.wire.reset()


def reset_mid_body(exchange: Exchange) -> None:
    _send_part(exchange)
    exchange.wire.pause(SETTLE)
    exchange.wire.reset()


def silent(exchange: Exchange) -> None:
    exchange.wire.hold()


def silent_mid_headers(exchange: Exchange) -> None:
    exchange.wire.send(exchange.answer.plain()[:40])
    exchange.wire.hold()


def silent_mid_body(exchange: Exchange) -> None:
    _send_part(exchange)
    exchange.wire.hold()


def stale_connection(exchange: Exchange) -> None:
    exchange.wire.send(exchange.answer.plain())
    exchange.wire.pause(SETTLE)
    exchange.wire.close()


def stale_connection_eof(exchange: Exchange) -> None:
    exchange.wire.send(exchange.answer.plain())
    exchange.fate = Wire.close


def stale_connection_reset(exchange: Exchange) -> None:
    exchange.wire.send(exchange.answer.plain())
    exchange.fate = Wire.reset


def stale_connection_silent(exchange: Exchange) -> None:
    exchange.wire.send(exchange.answer.plain())
    exchange.fate = Wire.hold


def invalid_http(exchange: Exchange) -> None:
    data = invalid_answers(exchange.answer)[int(exchange.argument or 1) - 1][1]
    exchange.wire.send(data)
    exchange.wire.close()


def invalid_answers(answer: Answer) -> list[tuple[str, bytes]]:
    """Answers that break RFC 9112, each with what is wrong; the order never changes."""
    body = answer.body
    length = b"Content-Length: %d" % len(body)
    chunk = b"%x\r\n" % len(body) + body + b"\r\n"

    def with_status(line: bytes) -> bytes:
        return b"%s\r\n%s\r\n\r\n%s" % (line, length, body)

    def with_lines(*lines: bytes, content: bytes = body) -> bytes:
        return b"\r\n".join((b"HTTP/1.1 200 OK", *lines, b"", content))

    def with_chunks(content: bytes) -> bytes:
        return with_lines(b"Transfer-Encoding: chunked", content=content)

    return [
        ("the version HTTP/2", with_status(b"HTTP/2 200 OK")),
        ("the version HTTP/1.10", with_status(b"HTTP/1.10 200 OK")),
        ("the version http/1.1", with_status(b"http/1.1 200 OK")),
        ("the protocol ICY", with_status(b"ICY 200 OK")),
        ("bytes before the status line", b"\0\1" + with_status(b"HTTP/1.1 200 OK")),
        ("no status line", length + b"\r\n\r\n" + body),
        ("a status of two digits", with_status(b"HTTP/1.1 20 OK")),
        ("a status of four digits", with_status(b"HTTP/1.1 2000 OK")),
        ("a status of letters", with_status(b"HTTP/1.1 2OO OK")),
        ("a negative status", with_status(b"HTTP/1.1 -200 OK")),
        ("the status 000", with_status(b"HTTP/1.1 000 OK")),
        ("no blank after the version", with_status(b"HTTP/1.1200 OK")),
        ("a control character in the reason", with_status(b"HTTP/1.1 200 O\0K")),
        ("a header line without colon", with_lines(b"Server nginx", length)),
        ("a blank before the colon", with_lines(b"Content-Length : %d" % len(body))),
        ("a header without name", with_lines(b": value", length)),
        ("a blank in a header name", with_lines(b"Bad Name: value", length)),
        ("a folded header line", with_lines(b"X-Folded: a", b" b", length)),
        ("NUL in a header value", with_lines(b"X-Nul: a\0b", length)),
        ("CR in a header value", with_lines(b"X-Cr: a\rb", length)),
        ("Content-Length of letters", with_lines(b"Content-Length: all")),
        ("Content-Length empty", with_lines(b"Content-Length:")),
        ("Content-Length negative", with_lines(b"Content-Length: -1")),
        ("Content-Length with a plus sign", with_lines(b"Content-Length: +%d" % len(body))),
        ("Content-Length hexadecimal", with_lines(b"Content-Length: 0x9c")),
        ("Content-Length with a fraction", with_lines(b"Content-Length: %d.0" % len(body))),
        ("Content-Length above 64 bits", with_lines(b"Content-Length: 18446744073709551617")),
        ("two different Content-Lengths", with_lines(length, b"Content-Length: 9")),
        ("a list of different Content-Lengths", with_lines(length + b", 9")),
        (
            "Content-Length and chunked",
            with_lines(length, b"Transfer-Encoding: chunked", content=chunk + b"0\r\n\r\n"),
        ),
        ("an unknown transfer coding", with_lines(b"Transfer-Encoding: gzip")),
        (
            "chunked twice",
            with_lines(b"Transfer-Encoding: chunked, chunked", content=chunk + b"0\r\n\r\n"),
        ),
        ("a chunk size of letters", with_chunks(b"xyz\r\n" + body + b"\r\n0\r\n\r\n")),
        ("an empty chunk size", with_chunks(b"\r\n" + body + b"\r\n0\r\n\r\n")),
        ("a negative chunk size", with_chunks(b"-1\r\n" + body + b"\r\n0\r\n\r\n")),
        ("a chunk size with 0x", with_chunks(b"0x" + chunk + b"0\r\n\r\n")),
        (
            "a chunk size above 64 bits",
            with_chunks(b"1%016x\r\n" % len(body) + body + b"\r\n0\r\n\r\n"),
        ),
        ("no line end after a chunk", with_chunks(chunk[:-2] + b"0\r\n\r\n")),
        ("other bytes after a chunk", with_chunks(chunk[:-2] + b"xx0\r\n\r\n")),
        ("bare LF after a chunk", with_chunks(chunk[:-2] + b"\n0\r\n\r\n")),
        ("status 101 unasked", b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n"),
        (
            "a word after a chunk size",
            with_chunks(b"%x garbage\r\n" % len(body) + body + b"\r\n0\r\n\r\n"),
        ),
        (
            "a digit after a chunk size and a blank",
            with_chunks(b"%x 0\r\n" % len(body) + body + b"\r\n0\r\n\r\n"),
        ),
    ]
