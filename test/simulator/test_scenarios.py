# SPDX-License-Identifier: Apache-2.0
"""The catalogue: what its documents are, how playlists are read and followed."""

import json
import pathlib
import re
import tempfile
import unittest

import support  # noqa: F401  (makes the simulator's modules importable)
import deliveries
import documents
import messages
import scenarios
from scenarios import ScenarioError, Setting, parse, parse_list

SETTING = Setting("QueryVoucherPool", "en-US", "h.example", "Mon, 23 Nov 2026 00:00:00 GMT", 3)
NOT_JSON = {
    "http", "http-500-html", "http-502", "http-503", "http-504", "http-429", "http-403",
    "http-302", "http-200-html", "gzip", "empty-body", "invalid-json", "body-file",
}
ARGUMENTS = {"clock": "60", "api-error": "InternalError", "missing": "AgentName"}


def strict(body):
    """The value of a document that is valid by RFC 8259; raises ValueError."""

    def refuse(text):
        raise ValueError(text)

    return json.loads(body.decode("utf-8"), parse_constant=refuse)


def content(text):
    """The answer of a scenario, its body parsed."""
    return strict(parse(text).answer(SETTING).body)["Response"]


class DocumentTest(unittest.TestCase):
    def test_contents_that_claim_it_are_valid_json(self):
        for name in set(scenarios.CONTENTS) - NOT_JSON:
            text = f"{name}:{ARGUMENTS[name]}" if name in ARGUMENTS else name
            with self.subTest(text):
                answer = parse(text).answer(SETTING)
                strict(answer.body)
                self.assertEqual(answer.kind, "application/json")

    def test_every_envelope_is_valid_json_and_no_answer(self):
        for number, body in enumerate(documents.ENVELOPES, 1):
            with self.subTest(number):
                value = strict(body)
                inner = value.get("Response") if isinstance(value, dict) else None
                self.assertNotIsInstance(inner, dict)

    def test_no_invalid_document_is_valid_json(self):
        for number, (what, body) in enumerate(documents.invalid_json(), 1):
            with self.subTest(number, what=what), self.assertRaises(ValueError):
                strict(body)

    def test_invalid_documents_differ(self):
        bodies = [body for _, body in documents.invalid_json()]
        self.assertEqual(len(set(bodies)), len(bodies))
        self.assertNotIn(documents.pool(), bodies)

    def test_the_example_is_the_official_one(self):
        body = documents.fill(
            documents.EXAMPLE.encode(), "11a37bf2-7d12-429f-8d25-c7df44dcc434"
        )
        self.assertEqual(
            body,
            b'{"Response":{"TotalQuota":0,"IssuedNum":0,"RemainingQuota":0,'
            b'"RequestId":"11a37bf2-7d12-429f-8d25-c7df44dcc434","AccountType":0,'
            b'"AgentName":"Company Name"}}',
        )

    def test_contents_say_what_their_summary_says(self):
        self.assertEqual(content("ok")["RemainingQuota"], 1234.5)
        self.assertEqual(content("ok")["AgentName"], "Example Reseller Ltd")
        self.assertEqual(content("live")["RemainingQuota"], 5000 - 3 * 7.25)
        self.assertEqual(content("negative")["RemainingQuota"], -12.5)
        self.assertEqual(content("exponent"), content("ok"))
        self.assertEqual(content("escaped-keys"), content("ok"))
        self.assertEqual(content("spaced"), content("ok"))
        self.assertEqual(content("long-name:7")["AgentName"], "AAAAAAA")
        self.assertEqual(content("big-integers")["IssuedNum"], 2**63 - 1)
        self.assertEqual(content("big-integers")["AccountType"], -(2**63))
        self.assertEqual(content("overflow-integers")["AccountType"], 2**63)
        self.assertEqual(content("escaped-name")["AgentName"], '测试 "A" \\ / \b\f\n\r\t 🎟 A')
        self.assertEqual(content("string-numbers")["IssuedNum"], "42")
        self.assertEqual(set(content("nulls").values()), {None, "REQUEST_ID"})
        self.assertNotIn("AgentName", content("missing:AgentName"))
        self.assertEqual(len(content("missing:AgentName")), 5)
        self.assertEqual(content("decoys")["RequestId"], "REQUEST_ID")

    def test_huge_answers_are_that_huge_and_hold_the_six(self):
        for size in (1000, 1 << 20):
            with self.subTest(size):
                body = parse(f"huge-members:{size}").answer(SETTING).body
                self.assertTrue(size <= len(body) < size + 1000)
                value = strict(body)["Response"]
                self.assertEqual({name: value[name] for name in documents.FIELDS}, content("ok"))

    def test_deep_answers_are_that_deep(self):
        for levels in (1, 2, 3, 100):
            with self.subTest(levels):
                value, depth = content(f"deep:{levels}")["Nested"], 0
                while isinstance(value, (list, dict)):
                    depth += 1
                    value = (value[0] if value else 0) if isinstance(value, list) else value["a"]
                self.assertEqual(depth, levels)

    def test_every_api_error_has_code_message_and_request_id(self):
        for code in (*messages.MESSAGES, "Unheard.Of"):
            with self.subTest(code):
                value = content(f"api-error:{code}")
                self.assertEqual(value["Error"]["Code"], code)
                self.assertRegex(value["Error"]["Message"], r"\w")
                self.assertNotRegex(value["Error"]["Message"], r"[{}]")
                self.assertEqual(value["RequestId"], "REQUEST_ID")

    def test_invalid_answers_differ(self):
        broken = deliveries.invalid_answers(parse("ok").answer(SETTING))
        self.assertEqual(len({data for _, data in broken}), len(broken))


class PlaylistTest(unittest.TestCase):
    def test_lists_are_read(self):
        names = [entry.name for entry in parse_list(" ok*2, chunked+nulls ,certificate:expired")]
        self.assertEqual(names, ["ok", "ok", "chunked+nulls", "certificate:expired"])
        both = parse("nulls+chunked")
        self.assertEqual((both.content, both.delivery), ("nulls", "chunked"))

    def test_wrong_lists_are_refused(self):
        for text in (
            "", "ok,", "unknown", "ok+unknown", "ok+nulls", "nulls+negative", "chunked+close",
            "ok*0", "ok*x", "ok*1001", "api-error", "ok:1", "missing:Name", "missing", "invalid-json:0",
            "invalid-json:9999", "invalid-json:x", "http:99", "certificate:fine", "certificate",
            "silent-handshake+nulls", "ok+silent-handshake", "slow-drip:-1", "slow-drip:nan",
            "clock:soon", "body-file:/no/such/file", "huge-members:999999999999", "deep:-1",
        ):
            with self.subTest(text), self.assertRaises(ScenarioError):
                parse_list(text)

    def test_the_last_one_repeats(self):
        with tempfile.TemporaryDirectory() as folder:
            playlist = scenarios.Playlist(parse_list("nulls,ok"), pathlib.Path(folder, "control"))
            taken = [playlist.next_for_request().name for _ in range(4)]
        self.assertEqual(taken, ["nulls", "ok", "ok", "ok"])

    def test_connection_scenarios_wait_for_a_connection(self):
        with tempfile.TemporaryDirectory() as folder:
            playlist = scenarios.Playlist(
                parse_list("ok,tls-alert,nulls"), pathlib.Path(folder, "control")
            )
            self.assertIsNone(playlist.next_for_connection())
            self.assertFalse(playlist.connection_is_next())
            self.assertEqual(playlist.next_for_request().name, "ok")
            self.assertTrue(playlist.connection_is_next())
            self.assertIsNone(playlist.next_for_request())
            self.assertEqual(playlist.next_for_connection().name, "tls-alert")
            self.assertEqual(playlist.next_for_request().name, "nulls")

    def test_the_control_file_is_followed(self):
        with tempfile.TemporaryDirectory() as folder:
            control = pathlib.Path(folder, "control")
            playlist = scenarios.Playlist(parse_list("ok"), control)

            def write(text):
                work = pathlib.Path(folder, "new")
                work.write_text(text)
                work.replace(control)

            write("nulls,negative\n")
            self.assertEqual(playlist.next_for_request().name, "nulls")
            self.assertEqual(playlist.next_for_request().name, "negative")
            write("nulls,negative\n")
            self.assertEqual(playlist.next_for_request().name, "nulls")
            write("nonsense")
            self.assertRaises(ScenarioError, playlist.next_for_request)
            write("")
            self.assertEqual(playlist.next_for_request().name, "ok")
            write("close")
            self.assertEqual(playlist.next_for_request().name, "close")
            control.unlink()
            self.assertEqual(playlist.next_for_request().name, "ok")

    def test_the_catalogue_names_everything(self):
        text = scenarios.catalogue()
        for table in (scenarios.CONTENTS, scenarios.DELIVERIES, scenarios.CONNECTIONS):
            for name in table:
                with self.subTest(name):
                    self.assertRegex(text, rf"(?m)^  {re.escape(name)}[\[: ]")


if __name__ == "__main__":
    unittest.main()
