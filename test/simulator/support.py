# SPDX-License-Identifier: Apache-2.0
"""A signing TLS client and a way to run the simulator, for its own tests.

The signing here is written again on purpose: it is what the simulator's verifier is tested against,
and is itself tested against the published vectors.
"""

import atexit
import hashlib
import hmac
import json
import pathlib
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SIMULATOR = ROOT / "tools" / "simulator"
DATA = ROOT / "test" / "data"
HOST = "intlpartnersmgt.intl.tencentcloudapi.com"
SECONDS = 60  # a bound for every wait; reached only when something is broken

sys.path.insert(0, str(SIMULATOR))


def load(name):
    """A file of test/data."""
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def authorization(
    secret_id, secret_key, timestamp, headers, body=b"{}", service="intlpartnersmgt",
    method="POST", query="",
):
    """The Authorization value for headers, a dictionary of lower-case names to sign."""
    names = ";".join(sorted(headers))
    lines = "".join(f"{name}:{headers[name].lower()}\n" for name in sorted(headers))
    payload = hashlib.sha256(body).hexdigest()
    canonical = f"{method}\n/\n{query}\n{lines}\n{names}\n{payload}"
    date = time.strftime("%Y-%m-%d", time.gmtime(timestamp))
    scope = f"{date}/{service}/tc3_request"
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    key = b"TC3" + secret_key.encode()
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    text = f"TC3-HMAC-SHA256\n{timestamp}\n{scope}\n{digest}"
    signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    return (
        f"TC3-HMAC-SHA256 Credential={secret_id}/{scope}, SignedHeaders={names}, "
        f"Signature={signature}"
    )


def signed_headers(
    secret_id, secret_key, body=b"{}", timestamp=None, token=None, action="QueryVoucherPool",
    host=HOST, method="POST", query="", **more,
):
    """All headers of a genuine request; more overrides or adds, None leaves out."""
    timestamp = int(time.time()) if timestamp is None else timestamp
    kind = "application/json" if method == "POST" else "application/x-www-form-urlencoded"
    signed = {"content-type": kind, "host": host, "x-tc-action": action}
    headers = {
        "Host": host,
        "Content-Type": kind,
        "X-TC-Action": action,
        "X-TC-Version": "2022-09-28",
        "X-TC-Timestamp": str(timestamp),
        "X-TC-Token": token,
        "Authorization": authorization(
            secret_id, secret_key, timestamp, signed, body, method=method, query=query
        ),
        "Content-Length": str(len(body)) if method == "POST" else None,
    }
    headers.update({name.replace("_", "-"): value for name, value in more.items()})
    return {name: value for name, value in headers.items() if value is not None}


def request_bytes(headers, body=b"{}", line="POST / HTTP/1.1"):
    """A request as bytes."""
    lines = [line, *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


class Client:
    """One TLS connection to a simulator that tells close_notify, EOF and RST apart.

    Python's own TLS sockets do not: they report an RST as EOF.
    """

    def __init__(self, simulator, context=None, session=None, name=HOST):
        self.context = context or ssl.create_default_context(cafile=simulator.ca)
        self.socket = socket.create_connection((simulator.address, simulator.port), SECONDS)
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = self.context.wrap_bio(
            self._incoming, self._outgoing, server_hostname=name, session=session
        )
        self.buffer = b""
        self.end = None
        try:
            self._run(self.tls.do_handshake)
        except BaseException:
            self._flush()
            self.socket.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def _flush(self):
        if self._outgoing.pending:
            self.socket.sendall(self._outgoing.read())

    def _run(self, step):
        """Repeats a TLS step until it has the bytes it needs."""
        while True:
            try:
                result = step()
                self._flush()
                return result
            except ssl.SSLWantReadError:
                self._flush()
                data = self.socket.recv(65536)
                if not data:
                    raise EOFError from None
                self._incoming.write(data)

    def send(self, data):
        self._run(lambda: self.tls.write(data))

    def receive(self):
        """The bytes of one record; b"" at the end, whose kind is then in self.end."""
        try:
            data = self._run(lambda: self.tls.read(65536))
            self.end = None if data else "close_notify"
        except EOFError:
            data, self.end = b"", "eof"
        except (ConnectionResetError, BrokenPipeError):
            data, self.end = b"", "reset"
        return data

    def rest(self):
        """Everything up to the end of the connection."""
        while data := self.receive():
            self.buffer += data
        return self.buffer

    def until(self, wanted):
        """Everything up to and including wanted."""
        while wanted not in self.buffer:
            data = self.receive()
            if not data:
                raise AssertionError(f"connection ended ({self.end}) after {self.buffer!r}")
            self.buffer += data
        head, found, self.buffer = self.buffer.partition(wanted)
        return head + found

    def answer(self):
        """One answer framed by Content-Length: status, headers in lower case, body."""
        head = self.until(b"\r\n\r\n").decode("latin-1").split("\r\n")
        headers = {}
        for line in head[1:-2]:
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        length = int(headers["content-length"])
        while len(self.buffer) < length:
            data = self.receive()
            if not data:
                raise AssertionError(f"connection ended ({self.end}) in the body")
            self.buffer += data
        body, self.buffer = self.buffer[:length], self.buffer[length:]
        return int(head[0].split(" ")[1]), headers, body


class Simulator:
    """A running simulator."""

    def __init__(self, folder, *options, environment=None, wait=True):
        self.folder = pathlib.Path(folder)
        self.address = "127.0.0.1"
        self.process = subprocess.Popen(
            [sys.executable, str(SIMULATOR), "--state-dir", str(folder), "--exit-on-stdin-close",
             *options],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=environment,
        )
        if not wait:
            return
        end = time.monotonic() + SECONDS
        while not (self.folder / "ready").exists():
            if self.process.poll() is not None or time.monotonic() > end:
                self.process.kill()
                raise AssertionError(f"did not start: {self.process.communicate()}")
            time.sleep(0.01)
        self.port = int((self.folder / "port").read_text())
        self.ca = str(self.folder / "ca.pem")

    def stop(self):
        """Ends it by closing its standard input; returns status, stdout and stderr."""
        output, errors = self.process.communicate(timeout=SECONDS)
        return self.process.returncode, output, errors

    def key(self):
        """The throw-away SecretId and SecretKey."""
        lines = (self.folder / "credentials").read_text().splitlines()
        values = dict(line.split(" = ") for line in lines if " = " in line)
        return values["secret_id"], values["secret_key"]

    def switch(self, scenarios):
        """Gives it another playlist."""
        work = self.folder / "control.new"
        work.write_text(scenarios)
        work.replace(self.folder / "control")

    def request(self, body=b"{}", line="POST / HTTP/1.1", **more):
        """A genuine request as bytes."""
        return request_bytes(signed_headers(*self.key(), body, **more), body, line)

    def ask(self, data=None, **options):
        """Sends one request on a new connection; the answer's status, headers, JSON or bytes."""
        with Client(self, **options) as client:
            client.send(self.request() if data is None else data)
            status, headers, body = client.answer()
        if headers.get("content-type") == "application/json":
            return status, headers, json.loads(body)
        return status, headers, body

    def journal(self, name="requests"):
        """The entries of a journal."""
        text = (self.folder / f"{name}.jsonl").read_text()
        return [json.loads(line) for line in text.splitlines()]


class SimulatorTest(unittest.TestCase):
    """A test case with one simulator for all its tests; OPTIONS are its options."""

    OPTIONS = ("--rate-limit", "0")
    CACHE = tempfile.mkdtemp(prefix="simulator-certificates-")
    atexit.register(shutil.rmtree, CACHE, ignore_errors=True)

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="simulator-")
        cls.simulator = cls.start(cls.folder.name, *cls.OPTIONS)

    @classmethod
    def tearDownClass(cls):
        cls.simulator.stop()
        cls.folder.cleanup()

    @classmethod
    def start(cls, folder, *options, **more):
        """Another simulator, with the common cache of certificates."""
        return Simulator(folder, "--certificate-cache", cls.CACHE, *options, **more)

    def code(self, answer):
        """The API's error code of an answer, or None."""
        return answer[2]["Response"].get("Error", {}).get("Code")
