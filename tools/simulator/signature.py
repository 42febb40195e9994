# SPDX-License-Identifier: Apache-2.0
"""TC3-HMAC-SHA256 as the gateway checks it: from the bytes that arrived.

Source: Tencent Cloud API 3.0, "Signature v3". Nothing here is shared with the C library, so that
the two can disagree.
"""

import datetime
import hashlib
import hmac
import re
from typing import NamedTuple

ALGORITHM = b"TC3-HMAC-SHA256"
TERMINATOR = b"tc3_request"
SECRET_ID_LIMIT = 1024  # bytes; the published limit for temporary ids

_AUTHORIZATION = re.compile(
    rb"TC3-HMAC-SHA256 Credential=([^\s,]+), SignedHeaders=([^\s,]+), Signature=([^\s,]+)"
)
_SIGNED_NAME = re.compile(rb"[a-z0-9!#$%&'*+.^_`|~-]+")
_SIGNATURE = re.compile(rb"[0-9a-f]{64}")


class Malformed(Exception):
    """The Authorization value breaks the grammar; the text names the part that does."""


class Authorization(NamedTuple):
    """The parts of one Authorization value."""

    secret_id: str
    date: str
    service: str
    signed_headers: tuple[bytes, ...]
    signature: bytes


def parse_authorization(value: bytes) -> Authorization:
    """Splits an Authorization value; raises Malformed on any deviation from the grammar."""
    match = _AUTHORIZATION.fullmatch(value)
    if match is None:
        raise Malformed("`Authorization` not valid")
    credential, signed, signature = match.groups()
    scope = credential.split(b"/")
    if len(scope) != 4 or not scope[0] or len(scope[0]) > SECRET_ID_LIMIT:
        raise Malformed("`Credential` not valid")
    secret_id, date, service, terminator = scope
    if not re.fullmatch(rb"\d{4}-\d{2}-\d{2}", date):
        raise Malformed("`Date` in Credential not valid")
    if terminator != TERMINATOR:
        raise Malformed("`tc3_request` in Credential not valid")
    names = tuple(signed.split(b";"))
    if not all(_SIGNED_NAME.fullmatch(name) for name in names):
        raise Malformed("`SignedHeaders` not valid")
    if list(names) != sorted(set(names)):
        raise Malformed("`SignedHeaders` not sorted")
    if b"content-type" not in names or b"host" not in names:
        raise Malformed("`SignedHeaders` must include content-type and host")
    if not _SIGNATURE.fullmatch(signature):
        raise Malformed("`Signature` not valid")
    return Authorization(
        secret_id.decode("latin-1"), date.decode(), service.decode("latin-1"), names, signature
    )


def utc_date(timestamp: int) -> str:
    """The UTC date of Unix seconds, as the credential scope writes it."""
    epoch = datetime.datetime(1970, 1, 1)
    return (epoch + datetime.timedelta(seconds=timestamp)).strftime("%Y-%m-%d")


def canonical_request(
    method: bytes, query: bytes, headers: list[tuple[bytes, bytes]], signed: tuple, body: bytes
) -> bytes:
    """The canonical request; raises Malformed when a signed header did not arrive."""
    values = {name.lower(): value for name, value in headers}
    lines = b""
    for name in signed:
        if name not in values:
            raise Malformed(f"`SignedHeaders` names {name.decode()}, which is not in the request")
        lines += name + b":" + values[name].strip(b" \t").lower() + b"\n"
    payload = hashlib.sha256(body).hexdigest().encode()
    return b"\n".join((method, b"/", query, lines, b";".join(signed), payload))


def string_to_sign(timestamp: bytes, date: str, service: str, canonical: bytes) -> bytes:
    """The text that the derived key signs."""
    scope = b"/".join((date.encode(), service.encode("latin-1"), TERMINATOR))
    return b"\n".join(
        (ALGORITHM, timestamp, scope, hashlib.sha256(canonical).hexdigest().encode())
    )


def signature(secret_key: str, date: str, service: str, text: bytes) -> bytes:
    """The lower-case hexadecimal signature of text."""
    key = b"TC3" + secret_key.encode()
    for part in (date.encode(), service.encode("latin-1"), TERMINATOR):
        key = hmac.new(key, part, hashlib.sha256).digest()
    return hmac.new(key, text, hashlib.sha256).hexdigest().encode()


def matches(
    authorization: Authorization,
    secret_key: str,
    timestamp: bytes,
    method: bytes,
    query: bytes,
    headers: list[tuple[bytes, bytes]],
    body: bytes,
) -> bool:
    """Whether the signature is the one this secret gives for what arrived."""
    canonical = canonical_request(method, query, headers, authorization.signed_headers, body)
    text = string_to_sign(timestamp, authorization.date, authorization.service, canonical)
    expected = signature(secret_key, authorization.date, authorization.service, text)
    return hmac.compare_digest(expected, authorization.signature)
