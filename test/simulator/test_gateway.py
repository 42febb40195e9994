# SPDX-License-Identifier: Apache-2.0
"""The gateway's verdicts: which request gets which error code."""

import unittest

import support
from credentials import Credential
from gateway import Gateway, HostNames, RateLimit, Refused
from request import Request

NOW = 1795000000  # 2026-11-18 11:06:40 UTC
PLAIN = Credential("plain", "AKIDPLAIN", "plain-secret", None)
TEMPORARY = Credential("temporary", "AKIDTEMPORARY", "temporary-secret", "the-token")


def gateway(limit=0, monotonic=lambda: 0.0):
    """A gateway that knows both keys."""
    hosts = HostNames(support.HOST, 8443, loopback=False)
    return Gateway(hosts, [PLAIN, TEMPORARY], RateLimit(limit, monotonic))


def request(key=PLAIN, body=b"{}", method="POST", query="", headers=None, **options):
    """A genuine request of a key; headers are changed after signing, None removes one."""
    options.setdefault("timestamp", NOW)
    options.setdefault("token", key.token)
    values = support.signed_headers(
        key.secret_id, key.secret_key, body, method=method, query=query, **options
    )
    values.update(headers or {})
    arrived = [(n.encode(), v.encode()) for n, v in values.items() if v is not None]
    return Request(method.encode(), b"/", query.encode(), arrived, body)


class VerdictTest(unittest.TestCase):
    def verdict(self, *arguments, **options):
        return gateway().judge(request(*arguments, **options), NOW).code

    def test_genuine_requests_are_accepted(self):
        for key in (PLAIN, TEMPORARY):
            with self.subTest(key.name):
                judgement = gateway().judge(request(key), NOW)
                self.assertIsNone(judgement.code)
                self.assertTrue(judgement.verified)
                self.assertEqual(judgement.credential, key.name)
                self.assertEqual(judgement.signed_headers, "content-type;host;x-tc-action")

    def test_get_and_neighbour_actions_are_accepted(self):
        self.assertIsNone(self.verdict(body=b"", method="GET"))
        uins = b'{"ClientUins":[200000000001]}'
        self.assertIsNone(self.verdict(body=uins, action="QueryVoucherAmountByUin"))
        self.assertIsNone(
            self.verdict(
                body=b"", method="GET", query="ClientUins.0=1&ClientUins.1=2",
                action="QueryVoucherAmountByUin",
            )
        )

    def test_the_window_is_five_minutes_either_way(self):
        for offset, code in ((-300, None), (300, None), (-301, "AuthFailure.SignatureExpire"),
                             (301, "AuthFailure.SignatureExpire")):
            with self.subTest(offset=offset):
                self.assertEqual(self.verdict(timestamp=NOW + offset), code)

    def test_the_date_is_the_timestamps_at_midnight(self):
        midnight = 1794960000
        for offset in (-1, 0, 1):
            with self.subTest(offset=offset):
                arrived = request(timestamp=midnight + offset)
                self.assertIsNone(gateway().judge(arrived, midnight).code)

    def test_wrong_dates_and_services_are_refused(self):
        for old, new in (("/2026-11-18/", "/2026-11-19/"), ("/intlpartnersmgt/", "/cvm/")):
            with self.subTest(new):
                value = request().text("Authorization").replace(old, new)
                code = self.verdict(headers={"Authorization": value})
                self.assertEqual(code, "AuthFailure.InvalidAuthorization")

    def test_headers_decide(self):
        cases = [
            ({"X-TC-Action": None}, "MissingParameter"),
            ({"X-TC-Version": None}, "MissingParameter"),
            ({"X-TC-Timestamp": None}, "MissingParameter"),
            ({"Authorization": None}, "MissingParameter"),
            ({"Content-Type": None}, "MissingParameter"),
            ({"Authorization": "Basic QQ=="}, "AuthFailure.InvalidAuthorization"),
            ({"X-TC-Timestamp": "now"}, "InvalidParameter"),
            ({"X-TC-Timestamp": f"0{NOW}"}, "InvalidParameter"),
            ({"X-TC-Timestamp": f"{NOW}.0"}, "InvalidParameter"),
            ({"X-TC-Timestamp": f"{NOW}000"}, "InvalidParameter"),
            ({"X-TC-Timestamp": str(NOW + 1)}, "AuthFailure.SignatureFailure"),
            ({"X-TC-Timestamp": str(NOW - 400)}, "AuthFailure.SignatureExpire"),
            ({"Host": "other.example.com"}, "AuthFailure.SignatureFailure"),
            ({"Content-Type": "application/json; charset=utf-8"}, "AuthFailure.SignatureFailure"),
            ({"X-TC-Action": "QueryPartnerCredit"}, "AuthFailure.SignatureFailure"),
            ({"X-TC-Version": "2022-09-29"}, "NoSuchVersion"),
            ({"X-TC-Token": "unasked"}, "AuthFailure.TokenFailure"),
            ({"X-TC-RequestClient": "tag with blanks"}, "InvalidParameter"),
            ({"X-TC-RequestClient": "a" * 129}, "InvalidParameter"),
            ({"X-TC-RequestClient": "a" * 128}, None),
            ({"X-TC-Region": "null"}, None),
            ({"Content-Type": "Application/JSON"}, None),
        ]
        for changes, code in cases:
            with self.subTest(changes=changes):
                self.assertEqual(self.verdict(headers=changes), code)

    def test_tokens_are_compared(self):
        for token in (None, "", "The-token", "the-tokenx"):
            with self.subTest(token=token):
                code = self.verdict(TEMPORARY, headers={"X-TC-Token": token})
                self.assertEqual(code, "AuthFailure.TokenFailure")

    def test_wrong_keys_are_refused(self):
        unknown = PLAIN._replace(secret_id="AKIDOTHER")
        wrong = PLAIN._replace(secret_key="Plain-secret")
        self.assertEqual(self.verdict(unknown), "AuthFailure.SecretIdNotFound")
        self.assertEqual(self.verdict(wrong), "AuthFailure.SignatureFailure")

    def test_a_changed_body_is_refused(self):
        arrived = request()._replace(body=b"{ }")
        code = gateway().judge(arrived, NOW).code
        self.assertEqual(code, "AuthFailure.SignatureFailure")

    def test_host_names_reach_the_product_or_not(self):
        for host, code in (
            ("intlpartnersmgt.tencentcloudapi.com", None),
            ("intlpartnersmgt.ap-singapore.tencentcloudapi.com", None),
            (f"{support.HOST}:443", None),
            (f"{support.HOST}:8443", None),
            (f"{support.HOST}:80", "NoSuchProduct"),
            ("cvm.tencentcloudapi.com", "NoSuchProduct"),
            ("localhost", "NoSuchProduct"),
        ):
            with self.subTest(host):
                self.assertEqual(self.verdict(host=host), code)

    def test_bodies_decide(self):
        cases = [
            (b"", "InvalidParameter"),
            (b"{", "InvalidParameter"),
            (b"[]", "InvalidParameter"),
            (b'{"A":NaN}', "InvalidParameter"),
            (b'{"A":"\xff"}', "InvalidParameter"),
            (b"[" * 100000, "InvalidParameter"),
            (b'{"A":1}', "UnknownParameter"),
            (b" { } ", None),
        ]
        for body, code in cases:
            with self.subTest(body=body[:20]):
                self.assertEqual(self.verdict(body=body), code)
        code = self.verdict(action="QueryVoucherAmountByUin")
        self.assertEqual(code, "MissingParameter")

    def test_unknown_actions_and_methods_are_refused(self):
        self.assertEqual(self.verdict(action="AllocateCreditPool"), "InvalidAction")
        self.assertEqual(self.verdict(method="PUT"), "UnsupportedProtocol")
        query = "A=" + "a" * 32767
        self.assertEqual(
            self.verdict(method="GET", body=b"", query=query), "RequestSizeLimitExceeded"
        )

    def test_messages_follow_the_language(self):
        wrong = PLAIN._replace(secret_key="wrong")
        for language, text in (
            ("en-US", "The provided credentials could not be validated. "
                      "Please check your signature is correct."),
            ("zh-CN", "请求签名验证失败，请检查您的签名计算是否正确。"),
        ):
            with self.subTest(language):
                arrived = request(wrong, headers={"X-TC-Language": language})
                self.assertEqual(gateway().judge(arrived, NOW).text, text)

    def test_refused_text_never_holds_the_secret(self):
        wrong = PLAIN._replace(secret_key="wrong")
        judgement = gateway().judge(request(wrong), NOW)
        self.assertNotIn(PLAIN.secret_key, repr(judgement))


class RateLimitTest(unittest.TestCase):
    def test_five_in_any_second_and_no_more(self):
        now = [100.0]
        limit = RateLimit(5, lambda: now[0])
        for step in range(5):
            now[0] = 100.0 + step / 10
            limit.check("A")
        with self.assertRaises(Refused) as caught:
            limit.check("A")
        self.assertEqual(caught.exception.code, "RequestLimitExceeded")
        self.assertEqual(caught.exception.details, {"count": 6, "limit": 5})
        limit.check("B")
        now[0] = 100.99
        self.assertRaises(Refused, limit.check, "A")
        now[0] = 101.0
        limit.check("A")
        self.assertRaises(Refused, limit.check, "A")

    def test_zero_switches_it_off(self):
        limit = RateLimit(0, lambda: 0.0)
        for _ in range(100):
            limit.check("A")

    def test_a_refused_signature_does_not_count(self):
        judge = gateway(limit=1).judge
        wrong = PLAIN._replace(secret_key="wrong")
        for _ in range(3):
            self.assertEqual(judge(request(wrong), NOW).code, "AuthFailure.SignatureFailure")
        self.assertIsNone(judge(request(), NOW).code)
        self.assertEqual(judge(request(), NOW).code, "RequestLimitExceeded")
        self.assertTrue(judge(request(), NOW).verified)


if __name__ == "__main__":
    unittest.main()
