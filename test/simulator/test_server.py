# SPDX-License-Identifier: Apache-2.0
"""The running simulator over TLS: answers, deliveries, faults, journals."""

import json
import re
import socket
import ssl
import threading
import time
import unittest

import support
from support import HOST, SECONDS, Client, SimulatorTest

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"


def dechunk(data):
    """Body and trailers of a chunked answer's bytes after its head."""
    body = b""
    while True:
        line, _, data = data.partition(b"\r\n")
        size = int(line.split(b";")[0], 16)
        if size == 0:
            return body, data
        body, data = body + data[:size], data[size + 2 :]


class AnswerTest(SimulatorTest):
    def test_the_answer_looks_like_the_gateways(self):
        self.simulator.switch("example")
        with Client(self.simulator) as client:
            client.send(self.simulator.request())
            head = client.until(b"\r\n\r\n").decode()
            lines = head.split("\r\n")
        self.assertEqual(lines[0], "HTTP/1.1 200 OK")
        names = [line.split(":")[0] for line in lines[1:-2]]
        self.assertEqual(
            names, ["Server", "Date", "Content-Type", "Content-Length", "Connection"]
        )
        self.assertIn("Server: nginx", lines)
        self.assertIn("Content-Type: application/json", lines)
        self.assertIn("Connection: keep-alive", lines)
        self.assertRegex(head, r"\r\nDate: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT\r\n")

    def test_every_answer_has_a_request_id_of_its_own(self):
        self.simulator.switch("ok")
        found = {self.simulator.ask()[2]["Response"]["RequestId"] for _ in range(3)}
        self.assertEqual(len(found), 3)
        for request_id in found:
            self.assertRegex(request_id, f"^{UUID}$")

    def test_api_errors_come_with_status_200(self):
        self.simulator.switch("ok")
        sid, _ = self.simulator.key()
        headers = support.signed_headers(sid, "wrong")
        status, _, body = self.simulator.ask(support.request_bytes(headers))
        self.assertEqual(status, 200)
        self.assertEqual(body["Response"]["Error"]["Code"], "AuthFailure.SignatureFailure")
        self.assertRegex(body["Response"]["RequestId"], f"^{UUID}$")

    def test_no_scenario_hides_a_refused_request(self):
        sid, _ = self.simulator.key()
        data = support.request_bytes(support.signed_headers(sid, "wrong"))
        for name in ("ok", "reset-before-answer", "http-502", "silent", "chunked+nulls"):
            with self.subTest(name):
                self.simulator.switch(name)
                self.assertEqual(
                    self.code(self.simulator.ask(data)), "AuthFailure.SignatureFailure"
                )

    def test_a_connection_serves_many_requests(self):
        self.simulator.switch("ok")
        with Client(self.simulator) as client:
            for _ in range(5):
                client.send(self.simulator.request())
                self.assertEqual(client.answer()[0], 200)
            client.send(self.simulator.request(Connection="close"))
            _, headers, _ = client.answer()
            self.assertEqual(headers["connection"], "close")
            client.rest()
            self.assertEqual(client.end, "close_notify")
        entries = self.simulator.journal()[-6:]
        self.assertEqual(len({entry["connection"] for entry in entries}), 1)
        self.assertEqual([entry["request"] for entry in entries], [1, 2, 3, 4, 5, 6])

    def test_requests_sent_at_once_are_answered_in_turn(self):
        self.simulator.switch("ok,nulls,negative")
        with Client(self.simulator) as client:
            client.send(self.simulator.request() * 3)
            names = [json.loads(client.answer()[2])["Response"]["AgentName"] for _ in range(3)]
        self.assertEqual(names, ["Example Reseller Ltd", None, "Example Reseller Ltd"])

    def test_get_and_other_methods(self):
        self.simulator.switch("ok")
        get = self.simulator.request(b"", "GET / HTTP/1.1", method="GET")
        self.assertIsNone(self.code(self.simulator.ask(get)))
        put = self.simulator.request(line="PUT / HTTP/1.1")
        self.assertEqual(self.code(self.simulator.ask(put)), "UnsupportedProtocol")
        other = self.simulator.request(line="POST /other HTTP/1.1")
        status, _, body = self.simulator.ask(other)
        self.assertEqual(status, 404)
        self.assertIn(b"<h1>404 Not Found</h1>", body)
        with Client(self.simulator) as client:
            client.send(self.simulator.request(b"", "HEAD / HTTP/1.1"))
            self.assertTrue(client.rest().endswith(b"\r\n\r\n"))

    def test_bad_http_is_refused_and_the_connection_closed(self):
        with Client(self.simulator) as client:
            client.send(b"POST / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")
            status, headers, _ = client.answer()
            self.assertEqual((status, headers["connection"]), (400, "close"))
            client.rest()
            self.assertEqual(client.end, "close_notify")
        self.assertEqual(self.simulator.journal()[-1]["status"], 400)

    def test_chinese_on_request(self):
        self.simulator.switch("api-error:AuthFailure.SignatureFailure")
        data = self.simulator.request(X_TC_Language="zh-CN")
        message = self.simulator.ask(data)[2]["Response"]["Error"]["Message"]
        self.assertEqual(message, "请求签名验证失败，请检查您的签名计算是否正确。")

    def test_the_clock_scenario_shifts_window_and_date(self):
        from email.utils import parsedate_to_datetime

        self.simulator.switch("clock:1000")
        _, headers, body = self.simulator.ask()
        self.assertEqual(body["Response"]["Error"]["Code"], "AuthFailure.SignatureExpire")
        learnt = int(parsedate_to_datetime(headers["date"]).timestamp())
        answer = self.simulator.ask(self.simulator.request(timestamp=learnt))
        self.assertIsNone(self.code(answer))

    def test_date_headers_on_request(self):
        self.simulator.switch("no-date,bad-date")
        self.assertNotIn("date", self.simulator.ask()[1])
        self.assertEqual(self.simulator.ask()[1]["date"], "now, more or less")

    def test_pages_and_redirects(self):
        for name, status, text in (
            ("http-500-html", 500, b"<h1>500 Internal Server Error</h1>"),
            ("http-502", 502, b"<h1>502 Bad Gateway</h1>"),
            ("http-429", 429, b"<h1>429 Too Many Requests</h1>"),
            ("http:418", 418, b"<h1>418 I'm a Teapot</h1>"),
            ("http-302", 302, b"<h1>302 Moved Temporarily</h1>"),
        ):
            with self.subTest(name):
                self.simulator.switch(name)
                answer = self.simulator.ask()
                self.assertEqual(answer[0], status)
                self.assertIn(text, answer[2])
        self.assertEqual(answer[1]["location"], f"https://{HOST}/moved")

    def test_a_wrong_control_file_is_told(self):
        folder = self.enterContext(support.tempfile.TemporaryDirectory())
        simulator = self.start(folder)
        simulator.switch("nonsense")
        status, _, body = simulator.ask()
        self.assertEqual(status, 500)
        self.assertIn(b"unknown or doubled scenario 'nonsense'", body)
        self.assertIn("unknown or doubled scenario 'nonsense'", simulator.stop()[2])


class DeliveryTest(SimulatorTest):
    def exchange(self, scenarios, requests=1):
        """All bytes up to the connection's end, and the kind of end."""
        self.simulator.switch(scenarios)
        with Client(self.simulator) as client:
            for _ in range(requests):
                client.send(self.simulator.request())
            data = client.rest()
        return data, client.end

    def body(self, data):
        return json.loads(data.partition(b"\r\n\r\n")[2])["Response"]["RemainingQuota"]

    def test_chunked(self):
        for name in ("chunked-blanks", "chunked", "chunked-bytes", "chunked-extensions-trailers"):
            with self.subTest(name):
                self.simulator.switch(name)
                data = self.simulator.request(Connection="close")
                with Client(self.simulator) as client:
                    client.send(data)
                    head, _, rest = client.rest().partition(b"\r\n\r\n")
                self.assertIn(b"Transfer-Encoding: chunked", head)
                self.assertNotIn(b"Content-Length", head)
                body, trailers = dechunk(rest)
                self.assertEqual(json.loads(body)["Response"]["RemainingQuota"], 1234.5)
                self.assertTrue(trailers.endswith(b"\r\n"))
                self.assertEqual(client.end, "close_notify")
        self.assertIn(b"X-Checksum: 0\r\n", trailers)
        self.assertIn(b";name=", rest)

    def test_close_delimited(self):
        for name, end in (("close-delimited", "close_notify"),
                          ("close-delimited-no-notify", "eof")):
            with self.subTest(name):
                data, ended = self.exchange(name)
                self.assertEqual((self.body(data), ended), (1234.5, end))
                self.assertNotIn(b"Content-Length", data)
                self.assertIn(b"Connection: close", data)

    def test_interim_answers_come_first(self):
        for name, start, count in (
            ("interim-100", b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n", 1),
            ("interim-103", b"HTTP/1.1 103 Early Hints\r\nLink: ", 1),
            ("many-interim:3", b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 ", 3),
        ):
            with self.subTest(name):
                self.simulator.switch(name)
                with Client(self.simulator) as client:
                    client.send(self.simulator.request())
                    interim = b"".join(client.until(b"\r\n\r\n") for _ in range(count))
                    self.assertTrue((interim + client.buffer).startswith(start))
                    self.assertEqual(client.answer()[0], 200)

    def test_byte_by_byte_is_one_byte_a_record(self):
        self.simulator.switch("byte-by-byte")
        with Client(self.simulator) as client:
            client.send(self.simulator.request(Connection="close"))
            sizes = []
            while data := client.receive():
                sizes.append(len(data))
                client.buffer += data
        self.assertEqual(set(sizes), {1})
        self.assertEqual(self.body(client.buffer), 1234.5)

    def test_slow_drip_arrives_whole(self):
        self.simulator.switch("slow-drip:0.001")
        self.assertEqual(self.simulator.ask()[2]["Response"]["IssuedNum"], 42)

    def test_headers_may_be_long_many_and_odd(self):
        for name, header, value in (
            ("long-header:20000", "x-long", "x" * 20000),
            ("many-headers:500", "x-header-499", "value"),
            ("odd-headers", "x-empty", ""),
        ):
            with self.subTest(name):
                self.simulator.switch(name)
                status, headers, body = self.simulator.ask()
                body = body if isinstance(body, dict) else json.loads(body)
                self.assertEqual((status, body["Response"]["IssuedNum"]), (200, 42))
                self.assertEqual(headers[header], value)

    def test_broken_answers_end_as_they_say(self):
        whole = None
        for name, end, complete in (
            ("close", "close_notify", True),
            ("stale-connection", "close_notify", True),
            ("truncated", "close_notify", False),
            ("truncated-no-notify", "eof", False),
            ("truncated-headers", "close_notify", False),
            ("truncated-chunked", "close_notify", False),
            ("close-before-answer", "close_notify", False),
            ("reset-before-answer", "reset", False),
            ("reset-mid-headers", "reset", False),
            ("reset-mid-body", "reset", False),
        ):
            with self.subTest(name):
                data, ended = self.exchange(name)
                self.assertEqual(ended, end)
                if complete:
                    self.assertEqual(self.body(data), 1234.5)
                    whole = len(data)
                elif name == "truncated-chunked":
                    self.assertTrue(data.endswith(b"}}\r\n"))
                else:
                    self.assertLess(len(data), whole)
                if "headers" in name:
                    self.assertEqual(len(data), 40)
                if "before" in name:
                    self.assertEqual(data, b"")

    def test_stale_connections_end_at_the_next_request(self):
        for name, end in (("stale-connection-eof", "close_notify"),
                          ("stale-connection-reset", "reset")):
            with self.subTest(name):
                self.simulator.switch(name)
                with Client(self.simulator) as client:
                    client.send(self.simulator.request())
                    _, headers, _ = client.answer()
                    self.assertEqual(headers["connection"], "keep-alive")
                    count = len(self.simulator.journal())
                    client.send(self.simulator.request())
                    self.assertEqual(client.rest(), b"")
                self.assertEqual(client.end, end)
                self.assertEqual(len(self.simulator.journal()), count)

    def test_a_stale_connection_may_be_silent(self):
        self.simulator.switch("stale-connection-silent")
        with Client(self.simulator) as client:
            client.send(self.simulator.request())
            client.answer()
            count = len(self.simulator.journal())
            client.send(self.simulator.request())
            client.socket.settimeout(0.2)
            with self.assertRaises(TimeoutError):
                client.receive()
        self.assertEqual(len(self.simulator.journal()), count)

    def test_silence_lasts_until_the_client_leaves(self):
        for name, size in (("silent", 0), ("silent-mid-headers", 40), ("silent-mid-body", None)):
            with self.subTest(name):
                self.simulator.switch(name)
                with Client(self.simulator) as client:
                    client.send(self.simulator.request())
                    if size is None:
                        client.until(b"\r\n\r\n")
                    elif size:
                        client.until(b"HTTP/1.1 200 OK\r\nServer: nginx\r\n")
                    client.socket.settimeout(0.2)
                    with self.assertRaises(TimeoutError):
                        while client.receive():
                            pass

    def test_extra_bytes_follow_the_answer(self):
        self.simulator.switch("extra-bytes")
        with Client(self.simulator) as client:
            client.send(self.simulator.request(Connection="close"))
            self.assertEqual(client.answer()[0], 200)
            self.assertEqual(client.rest(), b"HTTP/1.1 200 OK\r\nContent-Le")

    def test_invalid_http_is_sent_as_listed(self):
        from scenarios import DELIVERIES

        count = int(re.search(r"1 to (\d+)", DELIVERIES["invalid-http"].summary)[1])
        self.assertGreater(count, 30)
        for number in range(1, count + 1):
            with self.subTest(number):
                data, end = self.exchange(f"invalid-http:{number}")
                self.assertGreater(len(data), 40)
                self.assertEqual(end, "close_notify")

    def test_huge_answers_arrive_whole(self):
        for name in ("huge-members", "huge-16m", "chunked+huge-members", "deep:5000"):
            with self.subTest(name):
                self.simulator.switch(name)
                with Client(self.simulator) as client:
                    client.send(self.simulator.request(Connection="close"))
                    head, _, body = client.rest().partition(b"\r\n\r\n")
                if name.startswith("chunked"):
                    body = dechunk(body)[0]
                self.assertTrue(body.endswith(b"}}"))
                self.assertIn(b'"RemainingQuota":1234.5,', body)
                if "huge" in name:
                    self.assertGreater(len(body), 1 << (24 if "16m" in name else 20))

    def test_files_are_sent(self):
        folder = self.enterContext(support.tempfile.TemporaryDirectory())
        path = support.pathlib.Path(folder, "data")
        path.write_bytes(b'{"Response":{"RequestId":"REQUEST_ID"}}')
        self.simulator.switch(f"body-file:{path}")
        body = self.simulator.ask()[2]
        self.assertRegex(body["Response"]["RequestId"], f"^{UUID}$")
        path.write_bytes(b"anything \0 at all")
        self.assertEqual(self.exchange(f"raw-file:{path}"), (b"anything \0 at all", "close_notify"))


class ConnectionScenarioTest(SimulatorTest):
    def plain(self, scenario, data=b"\x16\x03\x01\x00\x05hello"):
        """What comes back on a bare TCP connection, and whether it was reset."""
        self.simulator.switch(scenario)
        received = b""
        try:
            address = ("127.0.0.1", self.simulator.port)
            with socket.create_connection(address, SECONDS) as connected:
                if data:
                    connected.sendall(data)
                while piece := connected.recv(65536):
                    received += piece
        except (ConnectionResetError, BrokenPipeError):
            return received, True
        return received, False

    def test_connections_end_as_they_say(self):
        self.assertEqual(self.plain("refuse-connection", b""), (b"", True))
        self.assertEqual(self.plain("close-connection", b""), (b"", False))
        self.assertEqual(self.plain("reset-handshake"), (b"", True))
        self.assertEqual(self.plain("tls-alert"), (bytes((21, 3, 3, 0, 2, 2, 40)), False))
        data, reset = self.plain("tls-garbage")
        self.assertTrue(data.startswith(b"HTTP/1.1 400 Bad Request\r\n"))
        self.assertFalse(reset)

    def test_a_silent_handshake_stays_silent(self):
        self.simulator.switch("silent-handshake")
        with socket.create_connection(("127.0.0.1", self.simulator.port), 0.2) as connected:
            connected.sendall(b"\x16\x03\x01")
            with self.assertRaises(TimeoutError):
                connected.recv(1)

    def test_a_connection_scenario_in_a_list_gets_its_connection(self):
        self.simulator.switch("ok,tls-alert,nulls")
        with Client(self.simulator) as client:
            client.send(self.simulator.request())
            _, headers, _ = client.answer()
            self.assertEqual(headers["connection"], "close")
        with self.assertRaisesRegex(ssl.SSLError, "HANDSHAKE_FAILURE"):
            Client(self.simulator)
        self.assertIsNone(self.simulator.ask()[2]["Response"]["AgentName"])
        self.wait_for_connection("tls-alert")

    def wait_for_connection(self, scenario):
        """Until a connection with this scenario is over and noted."""
        end = time.monotonic() + SECONDS
        while not any(e["scenario"] == scenario for e in self.simulator.journal("connections")):
            self.assertLess(time.monotonic(), end)
            time.sleep(0.01)


class CertificateTest(SimulatorTest):
    CERT = {  # OpenSSL's verify_code, or None for accepted
        "valid": None,
        "wildcard": None,
        "large-chain": None,
        "huge-chain": None,
        "expired": 10,
        "not-yet-valid": 9,
        "wrong-host": 62,
        "deep-wildcard": 62,
        "self-signed": 18,
        "unknown-ca": 20,
        "forged-ca": 20,
        "missing-intermediate": 20,
        "not-a-server": 26,
        "intermediate-not-a-ca": 79,
        "weak-key": 66,
        "weak-digest": 68,
    }

    def test_every_kind_is_refused_for_its_reason(self):
        import certificates

        self.assertEqual(set(self.CERT), set(certificates.KINDS))
        for kind, code in self.CERT.items():
            with self.subTest(kind):
                self.simulator.switch(f"certificate:{kind}")
                if code is None:
                    self.assertIsNone(self.code(self.simulator.ask()))
                    continue
                with self.assertRaises(ssl.SSLCertVerificationError) as caught:
                    Client(self.simulator)
                self.assertEqual(caught.exception.verify_code, code)

    def test_a_kind_given_at_start_serves_every_connection(self):
        folder = self.enterContext(support.tempfile.TemporaryDirectory())
        simulator = self.start(folder, "--certificate", "expired")
        for _ in range(2):
            with self.assertRaises(ssl.SSLCertVerificationError) as caught:
                Client(simulator)
            self.assertEqual(caught.exception.verify_code, 10)
        simulator.stop()

    def test_other_key_types(self):
        for chain, wanted in (("ecdsa-p384", "ECDSA"), ("rsa2048", "RSA")):
            with self.subTest(chain):
                folder = self.enterContext(support.tempfile.TemporaryDirectory())
                simulator = self.start(folder, "--chain", chain, "--tls-version", "1.2")
                with Client(simulator) as client:
                    self.assertIn(wanted, client.tls.cipher()[0])
                simulator.stop()

    def test_loopback_names_only_when_asked(self):
        folder = self.enterContext(support.tempfile.TemporaryDirectory())
        simulator = self.start(folder, "--loopback-names")
        data = simulator.request(host="localhost")
        self.assertIsNone(self.code(simulator.ask(data, name="localhost")))
        with Client(simulator, name="127.0.0.1"):
            pass
        simulator.stop()
        with self.assertRaises(ssl.SSLCertVerificationError):
            Client(self.simulator, name="localhost")


class TlsTest(SimulatorTest):
    def session(self, simulator):
        """Connects twice, resuming; what the simulator noted of the second request."""
        context = ssl.create_default_context(cafile=simulator.ca)
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        with Client(simulator, context) as client:
            client.send(simulator.request())
            client.answer()
            session = client.tls.session
        with Client(simulator, context, session) as client:
            client.send(simulator.request())
            client.answer()
        return simulator.journal()[-1]

    def test_sessions_are_resumed_or_not_and_noted(self):
        for option, resumed in (("tickets", True), ("identifiers", True), ("none", False)):
            with self.subTest(option):
                folder = self.enterContext(support.tempfile.TemporaryDirectory())
                simulator = self.start(folder, "--sessions", option)
                entry = self.session(simulator)
                self.assertEqual(entry["resumed"], resumed)
                self.assertEqual(entry["tls"], "TLSv1.2")
                self.assertEqual(entry["server_name"], HOST)
                simulator.stop()

    def test_versions_suites_and_groups_are_as_given(self):
        for options, version, cipher in (
            (("--tls-version", "1.2"), "TLSv1.2", ""),
            (("--tls-version", "1.3"), "TLSv1.3", ""),
            (("--tls-version", "1.2", "--ciphers", "ECDHE-ECDSA-CHACHA20-POLY1305"), "TLSv1.2",
             "ECDHE-ECDSA-CHACHA20-POLY1305"),
            (("--tls-version", "1.2", "--curve", "secp384r1"), "TLSv1.2", ""),
        ):
            with self.subTest(options):
                folder = self.enterContext(support.tempfile.TemporaryDirectory())
                simulator = self.start(folder, *options)
                with Client(simulator) as client:
                    self.assertEqual(client.tls.version(), version)
                    self.assertIn(cipher, client.tls.cipher()[0])
                simulator.stop()

    def test_ipv6_and_both(self):
        if not socket.has_ipv6 or not support.pathlib.Path("/proc/net/if_inet6").exists():
            self.skipTest("this machine has no IPv6 loopback")
        for option, addresses in (("::1", ["::1"]), ("both", ["127.0.0.1", "::1"])):
            with self.subTest(option):
                folder = self.enterContext(support.tempfile.TemporaryDirectory())
                simulator = self.start(folder, "--address", option)
                for simulator.address in addresses:
                    self.assertIsNone(self.code(simulator.ask()))
                simulator.stop()


class LimitTest(SimulatorTest):
    OPTIONS = ("--max-connections", "3")

    def test_further_connections_are_closed_at_once(self):
        open_ones = [
            socket.create_connection(("127.0.0.1", self.simulator.port), SECONDS) for _ in range(3)
        ]
        with socket.create_connection(("127.0.0.1", self.simulator.port), SECONDS) as connected:
            self.assertEqual(connected.recv(1), b"")
        for connected in open_ones:
            connected.close()

    def test_an_idle_connection_is_closed(self):
        folder = self.enterContext(support.tempfile.TemporaryDirectory())
        simulator = self.start(folder, "--idle-timeout", "2")
        with Client(simulator) as client:
            client.send(simulator.request())
            client.answer()
            self.assertEqual(client.rest(), b"")
            self.assertEqual(client.end, "close_notify")
        simulator.stop()

    def test_clients_do_not_wait_for_each_other(self):
        folder = self.enterContext(support.tempfile.TemporaryDirectory())
        simulator = self.start(folder, "--scenario", "silent,ok", "--rate-limit", "0")
        with Client(simulator) as silent:
            silent.send(simulator.request())
            while not simulator.journal():
                threading.Event().wait(0.01)
            self.assertIsNone(self.code(simulator.ask()))
        simulator.stop()


class JournalTest(SimulatorTest):
    def test_a_line_says_what_came_but_no_secret(self):
        data = self.simulator.request(
            X_TC_Language="en-US", X_TC_RequestClient="tc3-embedded_1.0", timestamp=1000000000
        )
        self.simulator.ask(data)
        self.simulator.ask()
        first, second = self.simulator.journal()[-2:]
        self.assertEqual(first["code"], "AuthFailure.SignatureExpire")
        self.assertEqual(first["client"], "tc3-embedded_1.0")
        self.assertEqual(first["timestamp"], "1000000000")
        self.assertFalse(first["verified"])
        self.assertEqual(
            (second["method"], second["path"], second["action"], second["status"]),
            ("POST", "/", "QueryVoucherPool", 200),
        )
        self.assertEqual(second["signed_headers"], "content-type;host;x-tc-action")
        self.assertEqual((second["verified"], second["credential"]), (True, "default"))
        self.assertEqual(second["scenario"], "ok")
        self.assertIn("x-tc-timestamp", second["header_names"])
        sid, key = self.simulator.key()
        signature = re.search(rb"Signature=([0-9a-f]{64})", data)[1].decode()
        for name in ("requests", "connections"):
            text = (self.simulator.folder / f"{name}.jsonl").read_text()
            for secret in (sid, key, signature):
                self.assertNotIn(secret, text)


if __name__ == "__main__":
    unittest.main()
