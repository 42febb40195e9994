# SPDX-License-Identifier: Apache-2.0
"""Judges a request as the API gateway does: protocol, signature, rate, product, parameters."""

import re
import threading
import time
from typing import Callable, NamedTuple, Optional

import actions
import messages
import signature
from credentials import Credential
from request import Request

WINDOW = 300  # seconds a timestamp may differ from the gateway's clock, either way
GET_LIMIT = 32 * 1024  # bytes of a GET request's query
_CLIENT_TAG = re.compile(rb"[0-9a-zA-Z\-_,;.]{1,128}")


class Judgement(NamedTuple):
    """The verdict on one request. code is None when it is accepted."""

    code: Optional[str]
    text: str
    verified: bool  # the signature was checked and is right
    credential: Optional[str]  # name of the key that was used, if it is known
    signed_headers: Optional[str]


class Refused(Exception):
    """A check failed: the API's error code and what its message needs."""

    def __init__(self, code: str, **details):
        super().__init__(code)
        self.code = code
        self.details = details


class RateLimit:
    """At most limit accepted requests in any second, for each key. 0 switches it off."""

    def __init__(self, limit: int, monotonic: Callable[[], float] = time.monotonic):
        self._limit = limit
        self._monotonic = monotonic
        self._accepted: dict[str, list[float]] = {}
        self._lock = threading.Lock()

    def check(self, secret_id: str) -> None:
        """Counts one request; raises Refused when it is one too many."""
        if self._limit == 0:
            return
        with self._lock:
            now = self._monotonic()
            recent = [t for t in self._accepted.get(secret_id, []) if now - t < 1.0]
            self._accepted[secret_id] = recent
            if len(recent) >= self._limit:
                raise Refused("RequestLimitExceeded", count=len(recent) + 1, limit=self._limit)
            recent.append(now)


class Gateway:
    """The checks of one simulated gateway; may be called from several threads."""

    def __init__(self, hosts: "HostNames", credentials: list[Credential], limit: RateLimit):
        self._hosts = hosts
        self._credentials = {entry.secret_id: entry for entry in credentials}
        self._limit = limit

    def judge(self, request: Request, now: float) -> Judgement:
        """Runs every check at the gateway's time now (Unix seconds)."""
        progress = {"verified": False, "credential": None, "signed_headers": None}
        try:
            self._check(request, now, progress)
        except Refused as refused:
            language = request.text("X-TC-Language") or "en-US"
            text = messages.message(refused.code, language, **refused.details)
            return Judgement(refused.code, text, **progress)
        return Judgement(None, "", **progress)

    def _check(self, request: Request, now: float, progress: dict) -> None:
        _check_protocol(request)
        credential = self._check_signature(request, now, progress)
        self._limit.check(credential.secret_id)
        if not self._hosts.known(request.text("Host") or ""):
            raise Refused("NoSuchProduct")
        _check_action(request)

    def _check_signature(self, request: Request, now: float, progress: dict) -> Credential:
        timestamp = request.get("X-TC-Timestamp") or b""
        try:
            authorization = signature.parse_authorization(request.get("Authorization") or b"")
            progress["signed_headers"] = b";".join(authorization.signed_headers).decode()
            if abs(int(timestamp) - int(now)) > WINDOW:
                raise Refused("AuthFailure.SignatureExpire")
            if authorization.date != signature.utc_date(int(timestamp)):
                raise signature.Malformed("`Date` in Credential not valid")
            if authorization.service != messages.PRODUCT:
                raise signature.Malformed("`Service` in Credential not valid")
            credential = self._credentials.get(authorization.secret_id)
            if credential is None:
                raise Refused("AuthFailure.SecretIdNotFound")
            progress["credential"] = credential.name
            progress["verified"] = signature.matches(
                authorization,
                credential.secret_key,
                timestamp,
                request.method,
                request.query,
                request.headers,
                request.body,
            )
        except signature.Malformed as error:
            raise Refused("AuthFailure.InvalidAuthorization", detail=str(error)) from None
        if not progress["verified"]:
            raise Refused("AuthFailure.SignatureFailure")
        if request.text("X-TC-Token") != credential.token:
            raise Refused("AuthFailure.TokenFailure")
        return credential


class HostNames:
    """The Host header values that reach the product."""

    def __init__(self, host: str, port: int, loopback: bool):
        regional = r"intlpartnersmgt\.([a-z0-9-]+\.)?tencentcloudapi\.com"
        names = [re.escape(host), regional]
        if loopback:
            names += ["localhost", r"127\.0\.0\.1", r"\[::1\]"]
        self._pattern = re.compile(rf"({'|'.join(names)})(:(443|{port}))?", re.IGNORECASE)

    def known(self, value: str) -> bool:
        """Whether a Host value names the product."""
        return self._pattern.fullmatch(value) is not None


def _check_protocol(request: Request) -> None:
    if request.method not in (b"GET", b"POST"):
        raise Refused("UnsupportedProtocol")
    if request.method == b"GET" and len(request.query) > GET_LIMIT:
        raise Refused("RequestSizeLimitExceeded")
    for name in ("Action", "Version", "Timestamp"):
        if not request.get(f"X-TC-{name}"):
            raise Refused("MissingParameter", detail=name)
    for name in ("Authorization", "Content-Type"):
        if not request.get(name):
            raise Refused("MissingParameter", detail=name)
    if not re.fullmatch(rb"[1-9][0-9]{0,10}", request.get("X-TC-Timestamp") or b""):
        raise Refused("InvalidParameter", detail="Parameter `Timestamp` type error.")
    tag = request.get("X-TC-RequestClient")
    if tag is not None and not _CLIENT_TAG.fullmatch(tag):
        raise Refused("InvalidParameter", detail="Parameter `RequestClient` is not valid.")


def _check_action(request: Request) -> None:
    action = request.text("X-TC-Action") or ""
    version = request.text("X-TC-Version") or ""
    if version != actions.VERSION:
        raise Refused("NoSuchVersion", version=version)
    if action not in actions.ACTIONS:
        raise Refused("InvalidAction", action=action, version=version)
    kind = (request.text("Content-Type") or "").split(";")[0].strip().lower()
    wanted = "application/x-www-form-urlencoded" if request.method == b"GET" else "application/json"
    if kind != wanted:
        raise Refused("InvalidRequest", detail=f"The Content-Type must be {wanted}.")
    names = actions.parameter_names(request.method, request.query, request.body)
    if names is None:
        raise Refused("InvalidParameter", detail="The request body is not a JSON object.")
    rule = actions.ACTIONS[action]
    for name in sorted(names - rule.required - rule.optional):
        raise Refused("UnknownParameter", detail=name)
    for name in sorted(rule.required - names):
        raise Refused("MissingParameter", detail=name)
