# SPDX-License-Identifier: Apache-2.0
"""Throw-away certificates, made with the openssl command (3.0 is enough) and kept in a folder.

    <folder>/<chain>/root.pem, root.key            the trusted root
                     intermediate.pem, .key        signed by it
    <folder>/<chain>-foreign/, <chain>-forged/     the same for roots that nobody trusts
    <folder>/<chain>/leaf-<digest>/                one leaf: chain.pem and leaf.key

Every folder is made under another name and renamed when complete, and one simulator at a time makes
any, so simulators may share them.
"""

import contextlib
import datetime
import fcntl
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import threading
from typing import Iterator, NamedTuple, Optional

CHAINS = {  # key types of root, intermediate and leaf, as arguments of openssl genpkey
    "ecdsa-p256": ("P-256", "P-256", "P-256"),
    "ecdsa-p384": ("P-384", "P-384", "P-384"),
    "rsa2048": ("RSA-2048", "RSA-2048", "RSA-2048"),
    "rsa4096": ("RSA-4096", "RSA-4096", "RSA-2048"),  # what the service's sister hosts use
}

KEPT = {  # files of a complete folder; the rest is openssl's book-keeping
    "root.pem", "root.key", "intermediate.pem", "intermediate.key",
    "chain.pem", "leaf.key", "made-for",
}

DAY = 86400
LEAF_BEFORE = 2 * DAY  # seconds a good leaf is valid before the clock it was made for
LEAF_AFTER = 28 * DAY  # and after it
FRESH = DAY  # seconds a kept leaf must still be valid
OPENSSL_SECONDS = 120
CA_DATES = ("20200101000000Z", "20491231235959Z")


class Kind(NamedTuple):
    """How one kind of leaf differs from a good one."""

    summary: str
    days: Optional[tuple[int, int]] = None  # validity in days from now; None: a good one
    names: Optional[str] = None  # subjectAltName; None: the host's
    root: str = ""  # suffix of the folder of another root
    key: Optional[str] = None  # another key type
    digest: str = "sha256"
    section: str = "leaf"  # extensions
    self_signed: bool = False
    send_intermediate: bool = True


KINDS = {
    "valid": Kind("for the host, valid now, signed by ca.pem's root over an intermediate"),
    "expired": Kind("expired 30 days ago", days=(-60, -30)),
    "not-yet-valid": Kind("valid in 30 days", days=(30, 60)),
    "wrong-host": Kind("for another host", names="DNS:wrong.example.com"),
    "wildcard": Kind("for *.PARENT of the host", names="DNS:*.PARENT"),
    "deep-wildcard": Kind("for a * that stands for two labels", names="DNS:*.GRANDPARENT"),
    "self-signed": Kind("signed by itself", self_signed=True),
    "unknown-ca": Kind("signed by a root that ca.pem does not hold", root="-foreign"),
    "forged-ca": Kind("signed by a root of the trusted one's name, not its key", root="-forged"),
    "missing-intermediate": Kind("sent without the intermediate", send_intermediate=False),
    "intermediate-not-a-ca": Kind("signed by a certificate that is no CA's", root="-no-ca"),
    "not-a-server": Kind("for TLS clients only", section="client"),
    "weak-key": Kind("with an RSA key of 1024 bits", key="RSA-1024"),
    "weak-digest": Kind("signed with SHA-1", digest="sha1"),
    "large-chain": Kind("with 3 KiB of alternative names", names="OTHERS 42"),
    "huge-chain": Kind("with 8 KiB of alternative names", names="OTHERS 112"),
}


class CertificateError(Exception):
    """A certificate could not be made; the text says what to do."""


class Leaf(NamedTuple):
    """Files of a certificate to serve."""

    chain: pathlib.Path
    key: pathlib.Path
    weak: bool  # needs OpenSSL's security level 0 to be served


class Certificates:
    """Makes and keeps the certificates of one chain type. Safe for threads."""

    def __init__(self, folder: pathlib.Path, chain: str, host: str, loopback_names: bool):
        self._folder = folder
        self._chain = chain
        self._host = host
        self._loopback_names = loopback_names
        self._lock = threading.Lock()
        self._openssl = _OpenSsl()

    def stop(self) -> None:
        """Ends a running openssl command."""
        self._openssl.stop()

    def root(self) -> pathlib.Path:
        """The trusted root's PEM file, made when missing."""
        with self._alone():
            return self._authority("") / "root.pem"

    def leaf(self, name: str, now: float) -> Leaf:
        """The leaf of a kind for a clock that shows now, made when missing or too old."""
        kind = KINDS[name]
        key_type = kind.key or CHAINS[self._chain][2]
        names = self._names(kind)
        identity = json.dumps([name, key_type, names, self._host])
        digest = hashlib.sha256(identity.encode()).hexdigest()[:12]
        with self._alone():
            authority = self._authority(kind.root)
            place = authority / f"leaf-{digest}"
            if not self._usable(place, kind, now):
                self._make_leaf(authority, place, kind, key_type, names, now)
        weak = kind.key is not None or kind.digest != "sha256"
        return Leaf(place / "chain.pem", place / "leaf.key", weak)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """While no other thread and no other simulator makes anything in the folder."""
        with self._lock:
            self._folder.mkdir(parents=True, exist_ok=True)
            with open(self._folder / "lock", "w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                yield

    def _names(self, kind: Kind) -> str:
        parent = self._host.partition(".")[2] or self._host
        grandparent = parent.partition(".")[2] or parent
        names = kind.names or f"DNS:{self._host}"
        if names.startswith("OTHERS "):
            count = int(names.removeprefix("OTHERS "))
            others = (f"DNS:name-{n:03}.{'long-' * 8}label.example.com" for n in range(count))
            names = ",".join((f"DNS:{self._host}", *others))
        names = names.replace("GRANDPARENT", grandparent).replace("PARENT", parent)
        if self._loopback_names and kind.names is None:
            names += ",DNS:localhost,IP:127.0.0.1,IP:::1"
        return names

    @staticmethod
    def _usable(place: pathlib.Path, kind: Kind, now: float) -> bool:
        try:
            made_for = float((place / "made-for").read_text())
        except (OSError, ValueError):
            return False
        if kind.days is not None:
            return abs(now - made_for) < FRESH
        return made_for - LEAF_BEFORE + FRESH <= now <= made_for + LEAF_AFTER - FRESH

    def _authority(self, suffix: str) -> pathlib.Path:
        place = self._folder / f"{self._chain}{suffix}"
        if not (place / "intermediate.pem").exists():
            with _complete(place) as work:
                self._make_authority(work, suffix)
        return place

    def _make_authority(self, work: pathlib.Path, suffix: str) -> None:
        root_key, intermediate_key, _ = CHAINS[self._chain]
        if suffix and root_key == "RSA-4096":
            root_key = intermediate_key = "RSA-2048"  # nobody trusts it: save the seconds
        name = "Foreign" if suffix == "-foreign" else "Simulator"
        files = _Files(work)
        if suffix == "-no-ca":
            trusted = self._authority("")
            shutil.copy(trusted / "root.pem", work / "root.pem")
            shutil.copy(trusted / "root.key", work / "root.key")
        else:
            self._openssl.key(root_key, files.key("root"))
            self._openssl.request(files, "root", f"/O={name} (throw-away)/CN={name} Root CA")
            self._openssl.sign(files, "root", "root", CA_DATES, "root", "sha256")
        section = "not_a_ca" if suffix == "-no-ca" else "intermediate"
        self._openssl.key(intermediate_key, files.key("intermediate"))
        self._openssl.request(
            files, "intermediate", f"/O={name} (throw-away)/CN={name} TLS Intermediate CA"
        )
        self._openssl.sign(files, "intermediate", "root", CA_DATES, section, "sha256")

    def _make_leaf(
        self,
        authority: pathlib.Path,
        place: pathlib.Path,
        kind: Kind,
        key_type: str,
        names: str,
        now: float,
    ) -> None:
        start, end = kind.days or (-LEAF_BEFORE // DAY, LEAF_AFTER // DAY)
        dates = (_asn1_time(now + start * DAY), _asn1_time(now + end * DAY))
        with _complete(place) as work:
            files = _Files(work, names, authority)
            self._openssl.key(key_type, files.key("leaf"))
            self._openssl.request(files, "leaf", f"/O=Simulator (throw-away)/CN={self._host[:64]}")
            issuer = "leaf" if kind.self_signed else "intermediate"
            self._openssl.sign(files, "leaf", issuer, dates, kind.section, kind.digest)
            parts = [files.certificate("leaf").read_bytes()]
            if kind.send_intermediate and not kind.self_signed:
                parts.append(files.certificate("intermediate").read_bytes())
            (work / "chain.pem").write_bytes(b"".join(parts))
            (work / "made-for").write_text(f"{now}\n")


class _complete:
    """A folder that appears only when it is complete, replacing an older one."""

    def __init__(self, place: pathlib.Path):
        self._place = place

    def __enter__(self) -> pathlib.Path:
        self._place.parent.mkdir(parents=True, exist_ok=True)
        self._work = pathlib.Path(tempfile.mkdtemp(prefix=".new-", dir=self._place.parent))
        return self._work

    def __exit__(self, kind, _value, _traceback) -> None:
        if kind is None:
            for path in self._work.iterdir():
                if path.name not in KEPT:
                    path.unlink()
            if self._place.exists():
                old = self._work.with_name(self._work.name + "-old")
                os.rename(self._place, old)
                shutil.rmtree(old)
            try:
                os.rename(self._work, self._place)
                return
            except OSError:  # another simulator was faster; its folder serves as well
                pass
        shutil.rmtree(self._work, ignore_errors=True)


class _Files:
    """The files of one folder in the making."""

    def __init__(
        self, folder: pathlib.Path, names: str = "", authority: Optional[pathlib.Path] = None
    ):
        self.folder = folder
        self._authority = authority or folder  # where the intermediate is
        self.configuration = folder / "openssl.cnf"
        self.configuration.write_text(_CONFIGURATION.format(folder=folder, names=names))
        (folder / "index.txt").touch()

    def key(self, name: str) -> pathlib.Path:
        return self._folder_of(name) / f"{name}.key"

    def certificate(self, name: str) -> pathlib.Path:
        return self._folder_of(name) / f"{name}.pem"

    def _folder_of(self, name: str) -> pathlib.Path:
        return self._authority if name == "intermediate" else self.folder


class _OpenSsl:
    """The openssl commands needed, one at a time."""

    def __init__(self) -> None:
        self._running: Optional[subprocess.Popen] = None
        self._stopped = False

    def stop(self) -> None:
        """Ends the running command and refuses further ones."""
        self._stopped = True
        running = self._running
        if running is not None:
            running.kill()

    def key(self, kind: str, path: pathlib.Path) -> None:
        """Makes a private key."""
        family, _, size = kind.partition("-")
        if family == "RSA":
            options = ["-algorithm", "RSA", "-pkeyopt", f"rsa_keygen_bits:{size}"]
        else:
            options = ["-algorithm", "EC", "-pkeyopt", f"ec_paramgen_curve:{kind}"]
        self._run("genpkey", *options, "-out", str(path))
        path.chmod(0o600)

    def request(self, files: _Files, name: str, subject: str) -> None:
        """Makes a signing request."""
        output = files.folder / f"{name}.csr"
        self._run(
            "req", "-new", "-config", str(files.configuration), "-key", str(files.key(name)),
            "-subj", subject, "-out", str(output),
        )

    def sign(
        self,
        files: _Files,
        name: str,
        issuer: str,
        dates: tuple[str, str],
        section: str,
        digest: str,
    ) -> None:
        """Signs a request; a certificate that issues itself is self-signed."""
        own = ["-selfsign"] if name == issuer else ["-cert", str(files.certificate(issuer))]
        self._run(
            "ca", "-batch", "-notext", "-config", str(files.configuration),
            *own, "-keyfile", str(files.key(issuer)), "-in", str(files.folder / f"{name}.csr"),
            "-startdate", dates[0], "-enddate", dates[1], "-md", digest,
            "-extensions", section, "-out", str(files.certificate(name)),
        )

    def _run(self, *arguments: str) -> None:
        if self._stopped:
            raise CertificateError("the simulator stops")
        environment = {key: value for key, value in os.environ.items() if key != "OPENSSL_CONF"}
        try:
            self._running = subprocess.Popen(
                ("openssl", *arguments),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=environment,
            )
        except FileNotFoundError:
            raise CertificateError(
                "the openssl command is missing; install it (apt-get install openssl)"
            ) from None
        if self._stopped:  # meanwhile
            self._running.kill()
        try:
            output, _ = self._running.communicate(timeout=OPENSSL_SECONDS)
        except BaseException:
            self._running.kill()
            self._running.wait()
            raise
        status, self._running = self._running.returncode, None
        if status != 0:
            text = output.decode("utf-8", "replace").strip()
            raise CertificateError(f"openssl {arguments[0]} failed with status {status}:\n{text}")


def _asn1_time(seconds: float) -> str:
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y%m%d%H%M%SZ")


_CONFIGURATION = """\
[ca]
default_ca = simulator
[simulator]
database = {folder}/index.txt
new_certs_dir = {folder}
unique_subject = no
rand_serial = yes
policy = any
default_md = sha256
[any]
organizationName = optional
commonName = supplied
[req]
distinguished_name = empty
prompt = no
[empty]
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[intermediate]
basicConstraints = critical, CA:TRUE, pathlen:0
keyUsage = critical, keyCertSign, cRLSign, digitalSignature
extendedKeyUsage = serverAuth, clientAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[not_a_ca]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[leaf]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature, keyEncipherment
extendedKeyUsage = serverAuth, clientAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
subjectAltName = {names}
[client]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = clientAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
subjectAltName = {names}
"""
