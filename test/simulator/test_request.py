# SPDX-License-Identifier: Apache-2.0
"""The request reader: bytes kept as they arrived, everything doubtful refused."""

import unittest

import support  # noqa: F401  (makes the simulator's modules importable)
from request import BODY_LIMIT, BadRequest, Gone, Reader

GOOD = b"POST / HTTP/1.1\r\nHost: h\r\nContent-Type:  A/b \r\nContent-Length: 2\r\n\r\n{}"


def reader(data, size=1 << 20, continued=None):
    """A reader over data that arrives size bytes at a time."""
    pieces = [data[start : start + size] for start in range(0, len(data), size)]
    note = continued.append if continued is not None else (lambda _: None)
    return Reader(lambda _limit: pieces.pop(0) if pieces else b"", lambda: note(True))


class ReaderTest(unittest.TestCase):
    def test_a_request_is_read_whatever_the_split(self):
        for size in range(1, len(GOOD) + 1):
            with self.subTest(size=size):
                request = reader(GOOD, size).read()
                self.assertEqual(request.method, b"POST")
                self.assertEqual(request.path, b"/")
                self.assertEqual(request.query, b"")
                self.assertEqual(request.get("content-TYPE"), b"A/b")
                self.assertEqual(request.headers[1], (b"Content-Type", b"A/b"))
                self.assertEqual(request.body, b"{}")

    def test_two_requests_in_one_piece_are_two(self):
        both = reader(GOOD + GOOD.replace(b"{}", b"[]"))
        self.assertEqual([both.read().body, both.read().body], [b"{}", b"[]"])

    def test_a_query_is_kept_as_it_arrived(self):
        request = reader(b"GET /?b=%2F&a=1?2 HTTP/1.1\r\nHost: h\r\n\r\n").read()
        self.assertEqual((request.path, request.query), (b"/", b"b=%2F&a=1?2"))

    def test_an_early_end_is_told(self):
        for length in range(1, len(GOOD)):
            with self.subTest(length=length), self.assertRaises(Gone):
                reader(GOOD[:length]).read()

    def test_expectation_is_answered_before_the_body(self):
        continued = []
        data = GOOD.replace(b"Host", b"Expect: 100-continue\r\nHost")
        self.assertEqual(reader(data, continued=continued).read().body, b"{}")
        self.assertEqual(continued, [True])

    def test_doubtful_requests_are_refused(self):
        line, rest = GOOD.split(b"\r\n", 1)
        cases = [
            (400, GOOD.replace(b"POST / ", b"POST  / ")),
            (400, GOOD.replace(b"POST / ", b"post / ")),
            (400, GOOD.replace(b"POST / ", b"POST * ")),
            (400, GOOD.replace(b"POST / ", b"POST https://h/ ")),
            (400, GOOD.replace(b"POST / ", b"POST /\xff ")),
            (400, b"\r\n" + GOOD),
            (505, GOOD.replace(b"HTTP/1.1", b"HTTP/1.0")),
            (505, GOOD.replace(b"HTTP/1.1", b"HTTP/2")),
            (414, GOOD.replace(b"POST /", b"POST /" + b"a" * 34000)),
            (414, b"a" * 70000),
            (400, GOOD.replace(b"\r\n", b"\n")),
            (400, GOOD.replace(b"Host: h\r\n", b"")),
            (400, GOOD.replace(b"Host: h", b"Host: h\r\nhost: h")),
            (400, GOOD.replace(b"Host: h", b"Host : h")),
            (400, GOOD.replace(b"Host: h", b"Host: h\r\n folded")),
            (400, GOOD.replace(b"Host: h", b"Host: h\r\nno colon")),
            (400, GOOD.replace(b"Host: h", b"Host: h\0")),
            (400, GOOD.replace(b"Host: h", b"Host: h\rx")),
            (400, GOOD.replace(b"Host: h", b"Host: h\r\n: x")),
            (400, GOOD.replace(b"Host: h", b"Host: h\r\nX: " + b"a" * 9000)),
            (400, line + b"\r\n" + b"X: y\r\n" * 101 + rest),
            (400, GOOD.replace(b"Host: h", b"Host: h\r\nX-TC-Action: A\r\nX-TC-Action: A")),
            (411, GOOD.replace(b"Content-Length: 2\r\n", b"")),
            (400, GOOD.replace(b"Length: 2", b"Length: +2")),
            (400, GOOD.replace(b"Length: 2", b"Length: -2")),
            (400, GOOD.replace(b"Length: 2", b"Length: 2,2")),
            (400, GOOD.replace(b"Length: 2", b"Length: 0x2")),
            (400, GOOD.replace(b"Length: 2", b"Length:")),
            (400, GOOD.replace(b"Length: 2", b"Length: 2\r\nContent-Length: 2")),
            (413, GOOD.replace(b"Length: 2", b"Length: %d" % (BODY_LIMIT + 1))),
            (501, GOOD.replace(b"Content-Length: 2", b"Transfer-Encoding: chunked")),
            (400, GOOD.replace(b"Host", b"Transfer-Encoding: chunked\r\nHost")),
            (417, GOOD.replace(b"Host", b"Expect: magic\r\nHost")),
        ]
        for status, data in cases:
            with self.subTest(data=data[:80]):
                with self.assertRaises(BadRequest) as caught:
                    reader(data).read()
                self.assertEqual(caught.exception.status, status)


if __name__ == "__main__":
    unittest.main()
