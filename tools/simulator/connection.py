# SPDX-License-Identifier: Apache-2.0
"""One connection from accept to close: TLS, requests, judgement, scenario, answer."""

import socket
import ssl
import sys
import threading
import time
import uuid
from typing import Callable, NamedTuple, Optional

import documents
from answer import JSON, Answer, http_date, page
from certificates import CertificateError
from deliveries import Exchange, plain
from gateway import Gateway, Judgement
from request import BadRequest, Gone, Reader, Request
from scenarios import Playlist, Scenario, ScenarioError, Setting
from state import Journal
from wire import Ended, Wire

HANDSHAKE_SECONDS = 30.0
REQUEST_SECONDS = 30.0  # from a request's first byte to its last
CLIENT_HELLO_LIMIT = 16384  # bytes read before garbage is answered

ALERT_HANDSHAKE_FAILURE = bytes((21, 3, 3, 0, 2, 2, 40))  # RFC 5246, 7.2


class Services(NamedTuple):
    """What every connection needs."""

    gateway: Gateway
    playlist: Playlist
    journal: Journal
    context: Callable[[str], ssl.SSLContext]  # for a kind of certificate
    certificate: str  # kind served unless a scenario says otherwise
    host: str
    clock_offset: float
    date_header: str  # real, absent or garbage
    idle_seconds: float
    hold_seconds: float
    stopping: threading.Event
    next_count: Callable[[], int]


class Connection:
    """Runs in a thread of its own."""

    def __init__(self, services: Services, accepted: socket.socket, number: int):
        self._services = services
        self._number = number
        self._requests = 0
        self._scenario: Optional[Scenario] = None
        self._fate: Optional[Callable[[Wire], None]] = None
        self._deadline = 0.0
        self._facts: dict = {"tls": None, "cipher": None, "resumed": None, "server_name": None}
        self._error: Optional[str] = None
        self._family = "IPv6" if accepted.family == socket.AF_INET6 else "IPv4"
        accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.wire = Wire(accepted, services.stopping, services.hold_seconds)

    def run(self) -> None:
        """Serves the connection until it is over."""
        try:
            self._scenario = self._connection_scenario()
            if self._begin():
                self._serve()
        except Ended as error:
            self._error = str(error)
        except CertificateError as error:
            self._complain(str(error))
        finally:
            self.wire.reset()
            self._services.journal.connection(
                connection=self._number,
                family=self._family,
                scenario=self._scenario.name if self._scenario else None,
                requests=self._requests,
                error=self._error,
                **self._facts,
            )

    def _connection_scenario(self) -> Optional[Scenario]:
        try:
            return self._services.playlist.next_for_connection()
        except ScenarioError:
            return None  # the request will be told

    def _complain(self, text: str) -> None:
        self._error = text
        print(f"simulator: {text}", file=sys.stderr, flush=True)

    # What comes before the first request

    def _begin(self) -> bool:
        name, _, argument = (self._scenario.name if self._scenario else "").partition(":")
        wire = self.wire
        if name == "refuse-connection":
            wire.reset()
        elif name == "close-connection":
            wire.close()
        elif name == "silent-handshake":
            wire.hold()
        elif name in ("reset-handshake", "tls-garbage", "tls-alert"):
            self._answer_client_hello(name)
        else:
            return self._handshake(argument or self._services.certificate)
        return False

    def _answer_client_hello(self, name: str) -> None:
        try:
            self.wire.receive(CLIENT_HELLO_LIMIT, HANDSHAKE_SECONDS)
        except TimeoutError:
            pass
        if name == "reset-handshake":
            self.wire.reset()
            return
        self.wire.send(page(400).plain() if name == "tls-garbage" else ALERT_HANDSHAKE_FAILURE)
        self.wire.close()

    def _handshake(self, certificate: str) -> bool:
        try:
            context = self._services.context(certificate)
            session = self.wire.start_tls(context, HANDSHAKE_SECONDS)
        except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
            self._error = getattr(error, "reason", None) or str(error) or type(error).__name__
            self.wire.close(notify=False)
            return False
        cipher = session.cipher()
        self._facts = {
            "tls": session.version(),
            "cipher": cipher[0] if cipher else None,
            "resumed": session.session_reused,
            "server_name": getattr(session, "simulator_server_name", None),
        }
        return True

    # Requests

    def _serve(self) -> None:
        reader = Reader(self._receive, self._send_continue)
        while self.wire.open:
            try:
                self._deadline = time.monotonic() + self._services.idle_seconds
                reader.wait()
                if self._fate is not None:
                    self._meet_fate()
                    return
                self._deadline = time.monotonic() + REQUEST_SECONDS
                request = reader.read()
            except (TimeoutError, Gone):
                self.wire.close()
                return
            except BadRequest as error:
                self._refuse(error)
                return
            self._requests += 1
            self._answer(request)

    def _receive(self, limit: int) -> bytes:
        return self.wire.receive(limit, self._deadline - time.monotonic())

    def _send_continue(self) -> None:
        self.wire.send(b"HTTP/1.1 100 Continue\r\n\r\n")

    def _meet_fate(self) -> None:
        fate, self._fate = self._fate, None
        self._error = "the next request on this connection was met by its end, as the scenario says"
        if fate is not None:
            fate(self.wire)

    def _refuse(self, error: BadRequest) -> None:
        self._requests += 1
        self._services.journal.request(
            connection=self._number, request=self._requests, method=None, status=error.status,
            code=None, scenario=None, verified=False, refused=str(error), **self._facts,
        )
        answer = page(error.status, date=self._date(0.0), close=True)
        self.wire.send(answer.plain())
        self.wire.close()

    def _answer(self, request: Request) -> None:
        try:
            scenario = self._scenario or self._services.playlist.next_for_request()
            last = scenario is None or self._services.playlist.connection_is_next()
        except ScenarioError as error:
            self._complain(str(error))
            self.wire.send(
                Answer(500, "text/plain", f"{error}\n".encode(), date=self._date(0.0)).plain()
            )
            self.wire.close()
            return
        if scenario is None:  # the next scenario needs a connection of its own
            self._error = "closed unanswered: the next scenario starts with the connection"
            self.wire.close()
            return
        self._perform(request, scenario, last)

    def _perform(self, request: Request, scenario: Scenario, last: bool) -> None:
        offset = self._services.clock_offset + scenario.clock_offset()
        request_id = str(uuid.uuid4())
        deliver = scenario.perform
        if request.path != b"/":
            judgement = Judgement(None, "", False, None, None)
            answer, deliver = page(404, date=self._date(offset)), plain
        else:
            judgement = self._services.gateway.judge(request, time.time() + offset)
            answer = self._make(request, scenario, judgement, offset)
            if judgement.code is not None:
                deliver = plain
        answer = answer._replace(
            body=documents.fill(answer.body, request_id),
            close=last or request.wants_close(),
        )
        self._note(request, scenario, judgement, answer, request_id)
        exchange = Exchange(self.wire, answer)
        if request.method == b"HEAD":
            self.wire.send(answer.head(f"Content-Length: {len(answer.body)}", close=True))
            self.wire.close()
            return
        deliver(exchange)
        self._fate = exchange.fate

    def _make(
        self, request: Request, scenario: Scenario, judgement: Judgement, offset: float
    ) -> Answer:
        date = self._date(offset)
        if judgement.code is not None:
            body = documents.error(judgement.code, judgement.text)
            return Answer(200, JSON, body, date=date)
        setting = Setting(
            action=request.text("X-TC-Action") or "",
            language=request.text("X-TC-Language") or "en-US",
            host=self._services.host,
            date=date,
            count=self._services.next_count(),
        )
        return scenario.answer(setting)

    def _date(self, offset: float) -> Optional[str]:
        if self._services.date_header == "absent":
            return None
        if self._services.date_header == "garbage":
            return "now, more or less"
        return http_date(time.time() + offset)

    def _note(
        self,
        request: Request,
        scenario: Scenario,
        judgement: Judgement,
        answer: Answer,
        request_id: str,
    ) -> None:
        """One line of requests.jsonl: neither secrets, nor tokens, nor the signature."""
        self._services.journal.request(
            connection=self._number,
            request=self._requests,
            method=request.method.decode(),
            path=request.path.decode(),
            host=request.text("Host"),
            action=request.text("X-TC-Action"),
            version=request.text("X-TC-Version"),
            region=request.text("X-TC-Region"),
            timestamp=request.text("X-TC-Timestamp"),
            language=request.text("X-TC-Language"),
            client=request.text("X-TC-RequestClient"),
            header_names=[name.decode().lower() for name, _ in request.headers],
            body_length=len(request.body),
            credential=judgement.credential,
            signed_headers=judgement.signed_headers,
            verified=judgement.verified,
            status=answer.status,
            code=judgement.code,
            scenario=scenario.name,
            request_id=request_id,
            **self._facts,
        )
