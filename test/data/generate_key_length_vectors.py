#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Write signature_vectors_key_lengths.json beside this script: signatures by secrets of many lengths.

The first HMAC key is "TC3" and the secret, so SHA-256's block of 64 bytes ends between secrets of 61
and 62 characters. Everything is computed with Python's hmac and hashlib.
"""

import argparse
import hashlib
import hmac
import json
import pathlib
import sys
import time

LENGTHS = [1, 2, 31, 32, 60, 61, 62, 63, 64, 65, 66, 124, 125, 126, 128, 1023, 1024]
HOST = "intlpartnersmgt.intl.tencentcloudapi.com"
SERVICE = "intlpartnersmgt"
ACTION = "QueryVoucherPool"
TIMESTAMP = 1795415395


def secret_of(length):
    """A made-up secret of visible ASCII that differs at every position of a 94-character cycle."""
    return "".join(chr(0x21 + (position * 37 + length) % 94) for position in range(length))


def hmac_of(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def signature_of(secret):
    date = time.strftime("%Y-%m-%d", time.gmtime(TIMESTAMP))
    canonical = (
        f"POST\n/\n\ncontent-type:application/json\nhost:{HOST}\nx-tc-action:{ACTION.lower()}\n\n"
        "content-type;host;x-tc-action\n" + hashlib.sha256(b"{}").hexdigest()
    )
    to_sign = (
        f"TC3-HMAC-SHA256\n{TIMESTAMP}\n{date}/{SERVICE}/tc3_request\n"
        + hashlib.sha256(canonical.encode()).hexdigest()
    )
    key = hmac_of(("TC3" + secret).encode(), date)
    for part in (SERVICE, "tc3_request"):
        key = hmac_of(key, part)
    return hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()


def main():
    argparse.ArgumentParser(description=__doc__).parse_args()
    document = {
        "about": "Made by generate_key_length_vectors.py. Secrets are made up; the body is {}.",
        "method": "POST",
        "host": HOST,
        "service": SERVICE,
        "action": ACTION,
        "content_type": "application/json",
        "body": "{}",
        "timestamp": TIMESTAMP,
        "vectors": [
            {"length": length, "secret_key": secret, "signature": signature_of(secret)}
            for length, secret in ((length, secret_of(length)) for length in LENGTHS)
        ],
    }
    path = pathlib.Path(__file__).with_name("signature_vectors_key_lengths.json")
    path.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
