# SPDX-License-Identifier: Apache-2.0
"""The signature verifier against published vectors and vectors of the official SDK."""

import unittest

import support
import signature


def arrived(vector):
    """What arrives at the gateway: timestamp, method, query, headers, body."""
    given = vector["input"]
    body = bytes.fromhex(given["body_hex"]) if "body_hex" in given else given["body_utf8"].encode()
    headers = [
        (b"Host", given["host"].encode()),
        (b"Content-Type", given["content_type"].encode()),
    ]
    if given.get("signed_action"):
        headers.append((b"X-TC-Action", given["signed_action"].encode()))
    return (
        str(given["timestamp"]).encode(),
        given["method"].encode(),
        given["query"].encode(),
        headers,
        body,
    )


def vectors():
    """All vectors with a signature: name, secret, Authorization, what arrived."""
    for vector in support.load("signature_vectors.json")["vectors"]:
        value = vector["expected"]["authorization"]
        yield vector["name"], vector["input"]["secret_key"], value, arrived(vector)
    for vector in support.load("signature_vectors_published.json")["vectors"]:
        if "signature" in vector["published"]:
            value = vector["recomputed"]["authorization"]
            assert value.endswith(vector["published"]["signature"])
            yield vector["name"], vector["input"]["secret_key"], value, arrived(vector)


class VectorTest(unittest.TestCase):
    def test_every_vector_is_accepted(self):
        count = 0
        for name, secret, value, parts in vectors():
            with self.subTest(name):
                parsed = signature.parse_authorization(value.encode())
                self.assertEqual(parsed.date, signature.utc_date(int(parts[0])))
                self.assertTrue(signature.matches(parsed, secret, *parts))
                count += 1
        self.assertEqual(count, 10)

    def test_every_change_is_refused(self):
        for name, secret, value, parts in vectors():
            parsed = signature.parse_authorization(value.encode())
            timestamp, method, query, headers, body = parts
            later = str(int(timestamp) + 1).encode()
            other_host = [(n, b"x" + v if n == b"Host" else v) for n, v in headers]
            other_kind = [(n, v + b"x" if n == b"Content-Type" else v) for n, v in headers]
            changes = {
                "secret": (secret + "x", timestamp, method, query, headers, body),
                "timestamp": (secret, later, method, query, headers, body),
                "method": (secret, timestamp, b"PUT", query, headers, body),
                "query": (secret, timestamp, method, query + b"&a=b", headers, body),
                "host": (secret, timestamp, method, query, other_host, body),
                "content type": (secret, timestamp, method, query, other_kind, body),
                "body": (secret, timestamp, method, query, headers, body + b" "),
            }
            for what, changed in changes.items():
                with self.subTest(name, change=what):
                    self.assertFalse(signature.matches(parsed, *changed))

    def test_published_hashes_of_the_masked_key(self):
        import hashlib

        for vector in support.load("signature_vectors_published.json")["vectors"]:
            with self.subTest(vector["name"]):
                _, method, query, headers, body = arrived(vector)
                signed = tuple(sorted(name.lower() for name, _ in headers))
                canonical = signature.canonical_request(method, query, headers, signed, body)
                digest = hashlib.sha256(canonical).hexdigest()
                self.assertEqual(digest, vector["published"]["canonical_request_sha256"])

    def test_the_test_client_signs_like_the_official_sdk(self):
        for vector in support.load("signature_vectors.json")["vectors"]:
            with self.subTest(vector["name"]):
                given = vector["input"]
                value = support.authorization(
                    given["secret_id"], given["secret_key"], given["timestamp"],
                    {"content-type": given["content_type"], "host": given["host"]},
                    bytes.fromhex(given["body_hex"]),
                )
                self.assertEqual(value, vector["expected"]["authorization"])


class GrammarTest(unittest.TestCase):
    GOOD = (
        "TC3-HMAC-SHA256 Credential=AKID/2026-11-23/intlpartnersmgt/tc3_request, "
        "SignedHeaders=content-type;host;x-tc-action, Signature=" + "0f" * 32
    )

    def test_the_good_form_is_accepted(self):
        parsed = signature.parse_authorization(self.GOOD.encode())
        self.assertEqual(parsed.secret_id, "AKID")
        self.assertEqual(parsed.date, "2026-11-23")
        self.assertEqual(parsed.service, "intlpartnersmgt")
        self.assertEqual(parsed.signed_headers, (b"content-type", b"host", b"x-tc-action"))

    def test_other_forms_are_malformed(self):
        changes = [
            ("TC3-HMAC-SHA256 ", ""),
            ("TC3-HMAC-SHA256 ", "TC3-HMAC-SHA256  "),
            ("TC3-HMAC-SHA256 ", "tc3-hmac-sha256 "),
            ("TC3-HMAC-SHA256 ", "AWS4-HMAC-SHA256 "),
            ("Credential=", "credential="),
            ("AKID/", "/"),
            ("AKID/", "AK/ID/"),
            ("AKID/", "AK ID/"),
            ("AKID/", "A" * 1025 + "/"),
            ("2026-11-23", "20261123"),
            ("2026-11-23", "2026-11-3"),
            ("tc3_request", "tc3_Request"),
            ("/tc3_request", ""),
            (", SignedHeaders", ",SignedHeaders"),
            (", SignedHeaders", " SignedHeaders"),
            ("content-type;host", "host;content-type"),
            ("content-type;host;", "content-type;"),
            ("content-type;host", "host"),
            ("content-type;host", "content-type;host;host"),
            ("content-type", "Content-Type"),
            ("x-tc-action", ""),
            ("Signature=", "signature="),
            ("0f" * 32, "0F" * 32),
            ("0f" * 32, "0f" * 31),
            ("0f" * 32, "0f" * 33),
            ("0f" * 32, "0g" * 32),
            ("0f" * 32, "0f" * 32 + ","),
        ]
        for old, new in changes:
            with self.subTest(new=new[:40], old=old[:40]):
                self.assertIn(old, self.GOOD)
                with self.assertRaises(signature.Malformed):
                    signature.parse_authorization(self.GOOD.replace(old, new).encode())

    def test_a_signed_header_that_did_not_arrive_is_malformed(self):
        headers = [(b"Host", b"h"), (b"Content-Type", b"t")]
        with self.assertRaises(signature.Malformed):
            signature.canonical_request(
                b"POST", b"", headers, (b"content-type", b"host", b"x-tc-action"), b""
            )


if __name__ == "__main__":
    unittest.main()
