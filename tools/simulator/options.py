# SPDX-License-Identifier: Apache-2.0
"""The command line."""

import argparse
import math
import pathlib

from certificates import CHAINS, KINDS
from messages import PRODUCT
from server import ADDRESSES, Tls

DEFAULT_HOST = f"{PRODUCT}.intl.tencentcloudapi.com"

_EPILOG = """\
Credentials come from --credentials-file, or from the environment variables
TC3_SIMULATOR_SECRET_ID, TC3_SIMULATOR_SECRET_KEY and, if wanted, TC3_SIMULATOR_TOKEN.
Without either, a throw-away key is made and written to DIR/credentials.

Files in the state folder: ready (exists while it listens), port, pid, ca.pem, credentials,
environment, control (write a LIST there to switch scenarios), requests.jsonl,
connections.jsonl. tools/simulator/README.md explains them.

Exit status: 0 stopped, 1 could not start, 2 wrong usage, 130 interrupted (SIGINT).
"""


def seconds(text: str) -> float:
    """A number of seconds, not negative."""
    value = float(text)
    if not 0 <= value < 1e9:
        raise argparse.ArgumentTypeError("give a number of seconds, 0 or more")
    return value


def signed_seconds(text: str) -> float:
    """A number of seconds of either sign."""
    value = float(text)
    if not math.isfinite(value) or abs(value) >= 1e9:
        raise argparse.ArgumentTypeError("give a number of seconds")
    return value


def whole(low: int, high: int):
    """An integer in a range."""

    def convert(text: str) -> int:
        if not text.isdecimal() or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"give a whole number from {low} to {high}")
        return int(text)

    return convert


def parser() -> argparse.ArgumentParser:
    """The parser of the command line."""
    kinds = "; ".join(f"{name}: {kind.summary}" for name, kind in KINDS.items())
    command = argparse.ArgumentParser(
        prog="python3 tools/simulator",
        description="An HTTPS server on loopback that behaves like Tencent Cloud's API gateway "
        "for QueryVoucherPool, or misbehaves as asked.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = command.add_argument
    add("--state-dir", metavar="DIR", type=pathlib.Path, help="state folder; made when missing")
    add(
        "--scenario", metavar="LIST", default="ok",
        help="scenarios for successive requests, the last one repeats; "
        "'--scenario list' prints them all (default: ok)",
    )
    add(
        "--switch", metavar="LIST",
        help="give the simulator that runs in --state-dir another list, and exit",
    )
    add(
        "--address", default="127.0.0.1", metavar="|".join(ADDRESSES),
        help="loopback address to listen on (default: 127.0.0.1)",
    )
    add("--port", type=whole(0, 65535), default=0, help="0 picks a free one (default)")
    add(
        "--host", default=DEFAULT_HOST,
        help=f"name in the certificate and in the Host header (default: {DEFAULT_HOST})",
    )
    add(
        "--loopback-names", action="store_true",
        help="also accept localhost, 127.0.0.1 and ::1, in certificate and Host header",
    )
    add("--credentials-file", metavar="FILE", type=pathlib.Path, help="INI file of accepted keys")
    add("--chain", choices=CHAINS, default="ecdsa-p256", help="keys (default: ecdsa-p256)")
    add("--certificate", choices=KINDS, metavar="KIND", default="valid", help=kinds)
    add(
        "--certificate-cache", metavar="DIR", type=pathlib.Path,
        help="folder that keeps certificates (default: certificates in the state folder)",
    )
    add("--tls-version", choices=Tls.VERSIONS, default="any", help="default: any")
    add("--ciphers", metavar="LIST", help="TLS 1.2 cipher suites, in OpenSSL's notation")
    add("--curve", metavar="NAME", help="the only key exchange group: prime256v1, secp384r1 …")
    add(
        "--sessions", choices=("tickets", "identifiers", "none"), default="tickets",
        help="how TLS sessions can be resumed (default: tickets)",
    )
    add(
        "--rate-limit", type=whole(0, 1000000), default=5, metavar="N",
        help="requests accepted in any second for each key; 0: no limit (default: 5)",
    )
    add(
        "--clock-offset", type=signed_seconds, default=0.0, metavar="SECONDS",
        help="shift the gateway's clock: signature window, Date and certificate dates",
    )
    add(
        "--date-header", choices=("real", "absent", "garbage"), default="real",
        help="what Date header answers carry (default: real)",
    )
    add(
        "--idle-timeout", type=seconds, default=60.0, metavar="SECONDS",
        help="close a connection that is idle for so long (default: 60)",
    )
    add(
        "--hold", type=seconds, default=120.0, metavar="SECONDS",
        help="how long the silent scenarios keep a connection (default: 120)",
    )
    add(
        "--max-connections", type=whole(1, 1000), default=64, metavar="N",
        help="connections at a time; further ones are closed at once (default: 64)",
    )
    add(
        "--lifetime", type=seconds, default=86400.0, metavar="SECONDS",
        help="exit after so long; 0: never (default: 86400, a day)",
    )
    add("--exit-on-stdin-close", action="store_true", help="exit when standard input ends")
    add("--exit-with-parent", action="store_true", help="exit when the parent process is gone")
    return command
