# SPDX-License-Identifier: Apache-2.0
"""The catalogue of scenarios and the playlist that decides which one comes next.

A scenario is a content (what is answered), a delivery (how it is put on the wire), both joined by
"+", or a connection scenario (what happens before any request). A playlist is a comma-separated
list of scenarios; "NAME*3" stands for three of them, and the last one repeats.
"""

import gzip
import os
import pathlib
import threading
from typing import Callable, NamedTuple, Optional

import actions
import certificates
import deliveries
import documents
import messages
from answer import JSON, Answer, page

MAXIMUM = 256 * 1024 * 1024  # bytes of a made-up body
LIST_LIMIT = 1000  # scenarios in one playlist


class ScenarioError(Exception):
    """A playlist that cannot be used; the text says why."""


class Setting(NamedTuple):
    """What a content may depend on."""

    action: str
    language: str
    host: str
    date: Optional[str]
    count: int  # accepted requests so far, this one included


class Content(NamedTuple):
    """What is answered. make gets the setting and the argument."""

    summary: str
    make: Callable[[Setting, Optional[str]], Answer]
    argument: str = ""  # how the argument is written in the list, "" for none


class Delivery(NamedTuple):
    """How it is put on the wire."""

    summary: str
    perform: Callable[[deliveries.Exchange], None]
    argument: str = ""


class OnConnection(NamedTuple):
    """What happens to a connection before any request is read."""

    summary: str
    argument: str = ""


class Scenario(NamedTuple):
    """One parsed scenario."""

    name: str
    connection: Optional[str]  # name of a connection scenario
    content: str
    content_argument: Optional[str]
    delivery: str
    delivery_argument: Optional[str]

    def answer(self, setting: Setting) -> Answer:
        """What a request that passed all checks is answered."""
        return CONTENTS[self.content].make(setting, self.content_argument)

    def perform(self, exchange: deliveries.Exchange) -> None:
        """Puts an answer on the wire."""
        exchange.argument = self.delivery_argument
        DELIVERIES[self.delivery].perform(exchange)

    def clock_offset(self) -> float:
        """Seconds by which this scenario shifts the gateway's clock."""
        return float(self.content_argument or 0) if self.content == "clock" else 0.0


def _body(make: Callable[[Optional[str]], bytes]) -> Callable[[Setting, Optional[str]], Answer]:
    return lambda setting, argument: Answer(200, JSON, make(argument), date=setting.date)


def _ok(setting: Setting, _argument: Optional[str]) -> Answer:
    return Answer(200, JSON, actions.ACTIONS[setting.action].body.encode(), date=setting.date)


def api_error(setting: Setting, code: Optional[str]) -> Answer:
    """An error of the API, in the language of the request."""
    text = messages.message(code or "", setting.language)
    return Answer(200, JSON, documents.error(code or "", text), date=setting.date)


def _code(code: str) -> Callable[[Setting, Optional[str]], Answer]:
    return lambda setting, _argument: api_error(setting, code)


def _page(status: int, **more) -> Callable[[Setting, Optional[str]], Answer]:
    return lambda setting, _argument: page(status, date=setting.date, **more)


def _any_page(setting: Setting, argument: Optional[str]) -> Answer:
    return page(int(argument or 500), date=setting.date)


def _redirect(setting: Setting, _argument: Optional[str]) -> Answer:
    location = (("Location", f"https://{setting.host}/moved"),)
    return page(302, date=setting.date, headers=location, reason="Moved Temporarily")


def _gzip(setting: Setting, _argument: Optional[str]) -> Answer:
    packed = gzip.compress(documents.pool(), mtime=0)
    headers = (("Content-Encoding", "gzip"),)
    return Answer(200, JSON, packed, headers, date=setting.date)


def _dateless(value: Optional[str]) -> Callable[[Setting, Optional[str]], Answer]:
    return lambda setting, _argument: _ok(setting, None)._replace(date=value)


def _number(argument: Optional[str], default: int) -> int:
    return default if argument is None else int(argument)


_OVERFLOW = {"AccountType": "9223372036854775808", "IssuedNum": "-9223372036854775809"}
_INVALID = documents.invalid_json()

CONTENTS = {
    "ok": Content("a pool of 5000.0 with 1234.5 left, 42 vouchers issued", _ok),
    "example": Content("the official example", _body(lambda _: documents.EXAMPLE.encode())),
    "live": Content(
        "a pool that is used up, 7.25 with every request",
        lambda setting, _: Answer(200, JSON, documents.live(setting.count), date=setting.date),
    ),
    "clock": Content("ok, with the gateway's clock (window and Date) shifted", _ok, "SECONDS"),
    "no-date": Content("ok without the Date header", _dateless(None)),
    "bad-date": Content("ok with a Date header that is no date", _dateless("now, more or less")),
    "api-error": Content("an API error with any code", api_error, "CODE"),
    "rate-limit": Content("API error RequestLimitExceeded", _code("RequestLimitExceeded")),
    "service-busy": Content(
        "API error OperationDenied.ServiceBusy", _code("OperationDenied.ServiceBusy")
    ),
    "internal-error": Content("API error InternalError", _code("InternalError")),
    "error-without-request-id": Content(
        "an API error without RequestId",
        _body(lambda _: b'{"Response":{"Error":{"Code":"InternalError","Message":"No id."}}}'),
    ),
    "error-null": Content(
        "the six members and Error null", _body(lambda _: documents.pool(after=',"Error":null'))
    ),
    "error-empty": Content(
        "the six members and an empty Error", _body(lambda _: documents.pool(after=',"Error":{}'))
    ),
    "error-string": Content(
        "the six members and an Error that is a text",
        _body(lambda _: documents.pool(after=',"Error":"InternalError"')),
    ),
    "error-twice": Content(
        "the six members and two Errors, the second without code",
        _body(
            lambda _: documents.pool(
                before='"Error":{"Code":"InternalError","Message":"First."},',
                after=',"Error":{"Message":"Second."}',
            )
        ),
    ),
    "error-taken-back": Content(
        "the six members, an Error, and Error null",
        _body(
            lambda _: documents.pool(
                before='"Error":{"Code":"InternalError","Message":"First."},', after=',"Error":null'
            )
        ),
    ),
    "error-last": Content(
        "the six members, then an Error InternalError",
        _body(
            lambda _: documents.pool(after=',"Error":{"Message":"Late.","Code":"InternalError"}')
        ),
    ),
    "http": Content("nginx's page for any HTTP status", _any_page, "STATUS"),
    "http-500-html": Content("HTTP 500 with a page", _page(500)),
    "http-502": Content("HTTP 502 with a page", _page(502)),
    "http-503": Content(
        "HTTP 503 with a page", _page(503, reason="Service Temporarily Unavailable")
    ),
    "http-504": Content("HTTP 504 with a page", _page(504, reason="Gateway Time-out")),
    "http-429": Content("HTTP 429 with a page", _page(429)),
    "http-403": Content("HTTP 403 with a page", _page(403)),
    "http-302": Content("HTTP 302 to /moved on the same host", _redirect),
    "http-200-html": Content("HTTP 200 with a page (a captive portal)", _page(200)),
    "http-500-json": Content(
        "HTTP 500 with a valid answer of the API",
        lambda setting, _: _ok(setting, None)._replace(status=500),
    ),
    "gzip": Content("a gzip body nobody asked for", _gzip),
    "empty-body": Content("no body", _body(lambda _: b"")),
    "empty-response": Content('{"Response":{}}', _body(lambda _: b'{"Response":{}}')),
    "envelope": Content(
        f"valid JSON that is no answer, number 1 to {len(documents.ENVELOPES)}",
        _body(lambda n: documents.ENVELOPES[_number(n, 1) - 1]),
        "[N]",
    ),
    "invalid-json": Content(
        f"no valid JSON, number 1 to {len(_INVALID)}",
        _body(lambda n: _INVALID[_number(n, 1) - 1][1]),
        "[N]",
    ),
    "huge-members": Content(
        "1 MiB, or BYTES, of unknown members around the six",
        _body(lambda size: documents.huge(_number(size, 1 << 20))),
        "[BYTES]",
    ),
    "huge-16m": Content("the same with 16 MiB", _body(lambda _: documents.huge(16 << 20))),
    "deep": Content(
        "an unknown member of N (100) nested arrays and objects",
        _body(lambda levels: documents.deep(_number(levels, 100))),
        "[N]",
    ),
    "long-name": Content(
        "AgentName of BYTES (300) letters",
        _body(lambda size: documents.pool(AgentName=f'"{"A" * _number(size, 300)}"')),
        "[BYTES]",
    ),
    "long-name-utf8": Content(
        "AgentName of N (100) Chinese characters, three bytes each",
        _body(lambda size: documents.pool(AgentName=f'"{"中" * _number(size, 100)}"')),
        "[N]",
    ),
    "long-request-id": Content(
        "RequestId of BYTES (300) letters",
        _body(lambda size: documents.pool(RequestId=f'"{"r" * _number(size, 300)}"')),
        "[BYTES]",
    ),
    "long-message": Content(
        "an API error InternalError with a message of BYTES (5000) letters",
        _body(lambda size: documents.error("InternalError", "m" * _number(size, 5000))),
        "[BYTES]",
    ),
    "unicode-name": Content(
        "AgentName in raw UTF-8 of one to four bytes",
        _body(lambda _: documents.pool(AgentName='"Bücher 测试代理商 🎟 Ltd"')),
    ),
    "escaped-name": Content(
        "AgentName with every JSON escape and a surrogate pair",
        _body(
            lambda _: documents.pool(
                AgentName=r'"\u6d4b\u8bd5 \"A\" \\ \/ \b\f\n\r\t \ud83c\udf9f \u0041"'
            )
        ),
    ),
    "control-name": Content(
        "AgentName with escaped NUL, ESC [ 31 m and DEL",
        _body(lambda _: documents.pool(AgentName=r'"a\u0000b\u001b[31mc\u007fd"')),
    ),
    "lone-surrogate": Content(
        "AgentName with half a surrogate pair (valid JSON, no character)",
        _body(lambda _: documents.pool(AgentName=r'"a\ud83cb"')),
    ),
    "empty-name": Content("AgentName empty", _body(lambda _: documents.pool(AgentName='""'))),
    "nulls": Content("every member null, but RequestId", _body(lambda _: documents.nulls())),
    "missing": Content(
        "without one member", _body(lambda field: documents.without(field or "")), "FIELD"
    ),
    "string-numbers": Content(
        "numbers as texts",
        _body(
            lambda _: documents.pool(
                TotalQuota='"5000.0"',
                RemainingQuota='"1234.5"',
                IssuedNum='"42"',
                AccountType='"1"',
            )
        ),
    ),
    "float-integers": Content(
        "IssuedNum 42.0 and AccountType 1.0",
        _body(lambda _: documents.pool(IssuedNum="42.0", AccountType="1.0")),
    ),
    "fraction-integers": Content(
        "IssuedNum 42.5 and AccountType 2.14E-4, which are no integers",
        _body(lambda _: documents.pool(IssuedNum="42.5", AccountType="2.14E-4")),
    ),
    "big-integers": Content(
        "IssuedNum and AccountType the largest and smallest 64-bit integers",
        _body(
            lambda _: documents.pool(
                IssuedNum="9223372036854775807", AccountType="-9223372036854775808"
            )
        ),
    ),
    "overflow-integers": Content(
        "IssuedNum and AccountType one beyond 64 bits",
        _body(lambda _: documents.pool(**_OVERFLOW)),
    ),
    "long-decimals": Content(
        "quotas with more digits than 64 bits hold",
        _body(
            lambda _: documents.pool(
                TotalQuota="12345678901234567890123.25", RemainingQuota="0.1234567890123456789012"
            )
        ),
    ),
    "exponent": Content(
        "all numbers with exponents, the usual values",
        _body(
            lambda _: documents.pool(
                TotalQuota="5e3", RemainingQuota="1.2345E+3", IssuedNum="420e-1", AccountType="1E0"
            )
        ),
    ),
    "negative": Content(
        "all numbers negative, TotalQuota -0.0",
        _body(
            lambda _: documents.pool(
                TotalQuota="-0.0", RemainingQuota="-12.5", IssuedNum="-3", AccountType="-1"
            )
        ),
    ),
    "low": Content(
        "a pool with 99.5 of 5000.0 left",
        _body(lambda _: documents.pool(RemainingQuota="99.5", IssuedNum="490")),
    ),
    "empty-pool": Content(
        "a pool with 0.0 of 5000.0 left", _body(lambda _: documents.pool(RemainingQuota="0.0"))
    ),
    "wrong-types": Content(
        "every member of a wrong type",
        _body(
            lambda _: documents.pool(
                TotalQuota="true",
                RemainingQuota="{}",
                IssuedNum="[42]",
                AccountType='"one"',
                AgentName="42",
            )
        ),
    ),
    "spaced": Content("all white space JSON allows", _body(lambda _: documents.spaced())),
    "escaped-keys": Content("keys written with escapes", _body(lambda _: documents.escaped_keys())),
    "decoys": Content(
        "members of the wanted names inside unknown ones", _body(lambda _: documents.decoys())
    ),
    "duplicates": Content("members sent twice", _body(lambda _: documents.duplicates())),
    "body-file": Content(
        "the file's bytes as body, REQUEST_ID in it replaced",
        _body(lambda path: pathlib.Path(path or "").read_bytes()),
        "PATH",
    ),
}


def _raw_file(exchange: deliveries.Exchange) -> None:
    exchange.wire.send(pathlib.Path(exchange.argument or "").read_bytes())
    exchange.wire.close()


DELIVERIES = {
    "plain": Delivery("framed by Content-Length (the default)", deliveries.plain),
    "chunked": Delivery("chunked", deliveries.chunked),
    "chunked-bytes": Delivery("chunked, one byte a chunk", deliveries.chunked_bytes),
    "chunked-extensions-trailers": Delivery(
        "chunked with leading zeros, extensions and trailers",
        deliveries.chunked_extensions_trailers,
    ),
    "chunked-blanks": Delivery(
        "chunked with extensions and blanks around their parts (RFC 9112, 7.1.1: to be accepted)",
        deliveries.chunked_blanks,
    ),
    "no-reason": Delivery(
        "a status line that ends with the status, without reason and blank", deliveries.no_reason
    ),
    "close-delimited": Delivery("no length, ended by close_notify", deliveries.close_delimited),
    "close-delimited-no-notify": Delivery(
        "no length, ended by FIN without close_notify", deliveries.close_delimited_no_notify
    ),
    "close": Delivery("Connection: close", deliveries.close),
    "interim-100": Delivery("100 Continue first", deliveries.interim_100),
    "interim-103": Delivery("103 Early Hints first", deliveries.interim_103),
    "many-interim": Delivery("100 or N interim answers first", deliveries.many_interim, "[N]"),
    "byte-by-byte": Delivery("one byte a TLS record", deliveries.byte_by_byte),
    "slow-drip": Delivery("one byte every second, or SECONDS", deliveries.slow_drip, "[SECONDS]"),
    "long-header": Delivery("a header of 16384 or N bytes", deliveries.long_header, "[N]"),
    "many-headers": Delivery("1000 or N more headers", deliveries.many_headers, "[N]"),
    "odd-headers": Delivery("odd spelling of valid headers", deliveries.odd_headers),
    "extra-bytes": Delivery("more bytes after the answer", deliveries.extra_bytes),
    "truncated": Delivery("half the body, then close_notify", deliveries.truncated),
    "truncated-no-notify": Delivery("half the body, then FIN", deliveries.truncated_no_notify),
    "truncated-chunked": Delivery(
        "chunked without the last chunk, then close_notify", deliveries.truncated_chunked
    ),
    "truncated-headers": Delivery("40 bytes, then close_notify", deliveries.truncated_headers),
    "close-before-answer": Delivery(
        "close_notify in place of an answer", deliveries.close_before_answer
    ),
    "reset-before-answer": Delivery("RST in place of an answer", deliveries.reset_before_answer),
    "reset-mid-headers": Delivery("40 bytes, then RST", deliveries.reset_mid_headers),
    "reset-mid-body": Delivery("half the body, then RST", deliveries.reset_mid_body),
    "silent": Delivery("the request is read, nothing comes", deliveries.silent),
    "silent-mid-headers": Delivery("40 bytes, then nothing", deliveries.silent_mid_headers),
    "silent-mid-body": Delivery("half the body, then nothing", deliveries.silent_mid_body),
    "stale-connection": Delivery(
        "keep-alive is said, yet the connection is closed at once", deliveries.stale_connection
    ),
    "stale-connection-eof": Delivery(
        "keep-alive; the next request gets close_notify", deliveries.stale_connection_eof
    ),
    "stale-connection-reset": Delivery(
        "keep-alive; the next request gets RST", deliveries.stale_connection_reset
    ),
    "stale-connection-silent": Delivery(
        "keep-alive; the next request gets nothing", deliveries.stale_connection_silent
    ),
    "invalid-http": Delivery(
        f"no valid HTTP, number 1 to {len(deliveries.invalid_answers(page(200)))}",
        deliveries.invalid_http,
        "[N]",
    ),
    "raw-file": Delivery("the file's bytes as they are, then close_notify", _raw_file, "PATH"),
}

CONNECTIONS = {
    "refuse-connection": OnConnection("RST right after the connection is accepted"),
    "close-connection": OnConnection("FIN right after the connection is accepted"),
    "silent-handshake": OnConnection("TCP is accepted, TLS is never spoken"),
    "reset-handshake": OnConnection("RST when the ClientHello arrives"),
    "tls-garbage": OnConnection("a plain HTTP answer to the ClientHello"),
    "tls-alert": OnConnection("alert handshake_failure to the ClientHello"),
    "certificate": OnConnection(
        f"another certificate: {' '.join(certificates.KINDS)}", argument="KIND"
    ),
}

_RANGES = {
    "envelope": len(documents.ENVELOPES),
    "invalid-json": len(_INVALID),
    "invalid-http": len(deliveries.invalid_answers(page(200))),
    "huge-members": MAXIMUM,
    "deep": MAXIMUM // 16,
    "long-name": MAXIMUM,
    "long-name-utf8": MAXIMUM // 4,
    "long-request-id": MAXIMUM,
    "long-message": MAXIMUM,
    "many-interim": 100000,
    "long-header": MAXIMUM,
    "many-headers": 100000,
}


def parse(text: str) -> Scenario:
    """One scenario; raises ScenarioError."""
    parts = [part.split(":", 1) for part in text.split("+")]
    if parts[0][0] in CONNECTIONS:
        if len(parts) > 1:
            raise ScenarioError(f"'{text}': a connection scenario stands alone")
        _check_argument(parts[0], CONNECTIONS[parts[0][0]].argument)
        return Scenario(text, text, "ok", None, "close", None)
    content: Optional[list[str]] = None
    delivery: Optional[list[str]] = None
    for part in parts:
        if part[0] in CONTENTS and content is None:
            content = part
            _check_argument(part, CONTENTS[part[0]].argument)
        elif part[0] in DELIVERIES and delivery is None:
            delivery = part
            _check_argument(part, DELIVERIES[part[0]].argument)
        else:
            raise ScenarioError(
                f"'{text}': unknown or doubled scenario '{part[0]}'; --scenario list names them all"
            )
    content, delivery = content or ["ok"], delivery or ["plain"]
    return Scenario(text, None, content[0], _argument(content), delivery[0], _argument(delivery))


def _argument(part: list[str]) -> Optional[str]:
    return part[1] if len(part) > 1 else None


def _check_argument(part: list[str], wanted: str) -> None:
    name, value = part[0], _argument(part)
    if value is None:
        if wanted and not wanted.startswith("["):
            raise ScenarioError(f"'{name}' needs an argument: {name}:{wanted}")
        return
    if not wanted:
        raise ScenarioError(f"'{name}' takes no argument")
    if name in _RANGES and not (value.isdecimal() and 1 <= int(value) <= _RANGES[name]):
        raise ScenarioError(f"'{name}:{value}': give a number from 1 to {_RANGES[name]}")
    if name == "http" and not (value.isdecimal() and 200 <= int(value) <= 599):
        raise ScenarioError(f"'{name}:{value}': give a status from 200 to 599")
    if name in ("clock", "slow-drip"):
        _check_seconds(name, value)
    if name == "missing" and value not in documents.FIELDS:
        raise ScenarioError(f"'{name}:{value}': give one of {' '.join(documents.FIELDS)}")
    if name == "certificate" and value not in certificates.KINDS:
        raise ScenarioError(f"'{name}:{value}': give one of {' '.join(certificates.KINDS)}")
    if name in ("body-file", "raw-file") and not pathlib.Path(value).is_file():
        raise ScenarioError(f"'{name}:{value}': there is no such file")


def _check_seconds(name: str, value: str) -> None:
    try:
        seconds = float(value)
    except ValueError:
        seconds = float("nan")
    if not -1e9 < seconds < 1e9 or (name == "slow-drip" and seconds < 0):
        raise ScenarioError(f"'{name}:{value}': give a number of seconds")


def parse_list(text: str) -> list[Scenario]:
    """A playlist; raises ScenarioError."""
    scenarios: list[Scenario] = []
    for item in text.strip().split(","):
        name, star, count = item.strip().rpartition("*")
        if not star:
            name, count = item.strip(), "1"
        if not count.isdecimal() or not 1 <= int(count) <= LIST_LIMIT:
            raise ScenarioError(f"'{item}': the count after * is a number from 1 to {LIST_LIMIT}")
        scenarios += [parse(name)] * int(count)
    if len(scenarios) > LIST_LIMIT:
        raise ScenarioError(f"at most {LIST_LIMIT} scenarios may be listed")
    return scenarios


class Playlist:
    """Decides which scenario comes next; follows the control file. Safe for threads."""

    def __init__(self, scenarios: list[Scenario], control: pathlib.Path):
        self._first = scenarios
        self._control = control
        self._lock = threading.Lock()
        self._stamp: Optional[tuple] = None
        self._scenarios = scenarios
        self._position = 0

    def next_for_connection(self) -> Optional[Scenario]:
        """Takes the next scenario if it is a connection scenario; raises ScenarioError."""
        with self._lock:
            return self._take() if self._peek().connection else None

    def next_for_request(self) -> Optional[Scenario]:
        """Takes the next scenario unless it is a connection scenario; raises ScenarioError."""
        with self._lock:
            return None if self._peek().connection else self._take()

    def connection_is_next(self) -> bool:
        """Whether the next scenario needs a new connection; raises ScenarioError."""
        with self._lock:
            return self._peek().connection is not None

    def _peek(self) -> Scenario:
        self._follow_control()
        return self._scenarios[self._position]

    def _take(self) -> Scenario:
        scenario = self._scenarios[self._position]
        self._position = min(self._position + 1, len(self._scenarios) - 1)
        return scenario

    def _follow_control(self) -> None:
        try:
            with self._control.open(encoding="utf-8") as file:
                text = file.read(65536).strip()
                info = os.fstat(file.fileno())
            stamp = (info.st_ino, info.st_mtime_ns, text)
        except FileNotFoundError:
            text, stamp = "", None
        if stamp == self._stamp:
            return
        try:
            scenarios = parse_list(text) if text else self._first
        except ScenarioError as error:
            raise ScenarioError(f"control file {self._control}: {error}") from None
        self._stamp, self._scenarios, self._position = stamp, scenarios, 0


def catalogue() -> str:
    """All scenarios, a line each, and the numbered documents."""
    lines = ["Content: what is answered"]
    lines += _table(CONTENTS)
    lines += ["", "Delivery: how it is put on the wire (join with +, as in chunked+nulls)"]
    lines += _table(DELIVERIES)
    lines += ["", "Connection: what happens before any request (stands alone)"]
    lines += _table(CONNECTIONS)
    lines += ["", "envelope:N"]
    lines += [f"  {n:3} {body.decode()}" for n, body in enumerate(documents.ENVELOPES, 1)]
    lines += ["", "invalid-json:N"]
    lines += [f"  {n:3} {what}" for n, (what, _) in enumerate(_INVALID, 1)]
    lines += ["", "invalid-http:N"]
    broken = deliveries.invalid_answers(page(200))
    lines += [f"  {n:3} {what}" for n, (what, _) in enumerate(broken, 1)]
    return "\n".join(lines) + "\n"


def _table(entries: dict) -> list[str]:
    def title(name: str) -> str:
        wanted = entries[name].argument
        if not wanted:
            return name
        return f"{name}[:{wanted[1:]}" if wanted.startswith("[") else f"{name}:{wanted}"

    return [f"  {title(name):28} {entry.summary}" for name, entry in entries.items()]
