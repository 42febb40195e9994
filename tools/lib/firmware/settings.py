# SPDX-License-Identifier: Apache-2.0
"""Writes the settings page that examples/firmware/application/settings.h describes."""

import base64
import re

PAGE_SIZE = 16384
MAGIC = b"TC3S"

TAGS = {
    "host": 1,
    "connect_address": 2,
    "connect_port": 3,
    "secret_id": 4,
    "secret_key": 5,
    "token": 6,
    "trust_anchors": 7,
    "language": 8,
    "dns_address": 9,
    "dns_port": 10,
    "sntp_address": 11,
    "sntp_port": 12,
    "deadline_ms": 13,
    "attempts": 14,
    "calls": 15,
    "interval_ms": 16,
    "panel_columns": 17,
    "measure": 18,
}
_BYTES = ("secret_id", "secret_key", "token", "trust_anchors")  # without NUL

_PEM = re.compile(r"-----BEGIN CERTIFICATE-----(.*?)-----END CERTIFICATE-----", re.DOTALL)


def certificates(pem: str) -> bytes:
    """All certificates of a PEM text in DER, one after the other."""
    return b"".join(base64.b64decode(text) for text in _PEM.findall(pem))


def page(values: dict) -> bytes:
    """A page with these settings, by name; None and empty ones are left out."""
    given = {name: value for name, value in values.items() if value not in (None, "", b"")}
    records = [_record(name, value) for name, value in given.items()]
    content = MAGIC + b"".join(records)
    if len(content) + 4 > PAGE_SIZE:
        raise ValueError(f"the settings take {len(content)} bytes, {PAGE_SIZE - 4} fit")
    return content + bytes(4)


def _record(name: str, value) -> bytes:
    if isinstance(value, int):
        data = value.to_bytes(4, "little")
    elif isinstance(value, bytes):
        data = value
    else:
        data = value.encode() + (b"" if name in _BYTES else b"\0")
    head = bytes((TAGS[name], 0)) + len(data).to_bytes(2, "little")
    return head + data + bytes(-len(data) % 4)
