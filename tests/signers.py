"""Who signs in the tests: a root, who vouches below it, certificates that may and may not sign,
a time stamping server on loopback, and a shop whose released document is signed. Keys are made
when they are asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from test_rules import BASE, CATALOG

from generator import batch, pipeline, releasing, workspace
from generator.bundle import named
from generator.signing import put
from generator.signing.certificates import roots
from generator.signing.keys import Key, opened
from generator.signing.stamping import Server

NOW = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)
DAY = timedelta(days=1)
PASSPHRASE = "口令-correct-horse-7319"
WORDS = "数字签名：测试签名人"
LINES = (WORDS, "时间：2026-11-22 20:00:00+08:00", "验证：PDF 阅读器的签名栏，或 xieyi verify")
_USAGES = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
    "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
)  # fmt: skip


@dataclass(frozen=True)
class Holder:
    """A certificate with its key, and those above it."""

    certificate: x509.Certificate
    key: Any
    above: tuple[x509.Certificate, ...] = ()

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def p12(self, passphrase: str | None = PASSPHRASE, key: Any = None) -> bytes:
        how: Any = serialization.NoEncryption()
        if passphrase is not None:
            how = serialization.BestAvailableEncryption(passphrase.encode())
        chain = list(self.above) or None
        return pkcs12.serialize_key_and_certificates(
            b"signer", key or self.key, self.certificate, chain, how
        )

    def opened(self, when: datetime = NOW) -> Key:
        return opened("signer.p12", self.p12(None), None, when)


def made(
    name: str,
    by: Holder | None = None,
    *,
    usage: tuple[str, ...] = ("digital_signature", "content_commitment"),
    begins: datetime = NOW - 10 * DAY,
    ends: datetime = NOW + 3000 * DAY,
    key: Any = None,
    stamps: bool = False,
) -> Holder:
    """A holder whom `by` vouches for, or who does so for itself."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    authority = "key_cert_sign" in usage
    about = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**{one: one in usage for one in _USAGES}), critical=True)
    )
    if stamps:
        kind = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        about = about.add_extension(kind, critical=True)
    signs = by.key if by else key
    kind_of_key = isinstance(signs, ed25519.Ed25519PrivateKey)
    certificate = about.sign(signs, None if kind_of_key else hashes.SHA256())
    return Holder(certificate, key, (by.certificate, *by.above) if by else ())


@cache
def root() -> Holder:
    return made("测试根证书", usage=("key_cert_sign", "crl_sign"), begins=NOW - 4000 * DAY)


@cache
def stranger() -> Holder:
    """Another root, who vouches for nobody here."""
    return made("另一个根证书", usage=("key_cert_sign", "crl_sign"))


@cache
def between() -> Holder:
    return made(
        "测试签发机构", root(), usage=("key_cert_sign", "crl_sign"), begins=NOW - 3000 * DAY
    )


@cache
def signer() -> Holder:
    return made("测试签名人", between())


@cache
def authority() -> Holder:
    """Who vouches for times."""
    key = rsa.generate_private_key(65537, 2048)
    return made("测试时间戳机构", root(), usage=("digital_signature",), key=key, stamps=True)


@dataclass
class Answers:
    """What the server is to do with a question; how often it was asked."""

    answer: Callable[[bytes], tuple[int, bytes]]
    asked: int = 0
    url: str = ""
    hold: threading.Event = field(default_factory=threading.Event)


def stamp(question: bytes, when: datetime = NOW, other: bool = False) -> tuple[int, bytes]:
    """The time stamp asked for; for `other`, one of something else."""
    request = tsp.TimeStampReq.load(question)
    if other:
        request["message_imprint"]["hashed_message"] = bytes(32)
    holder = authority()
    der = serialization.Encoding.DER
    form, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    clock = DummyTimeStamper(
        asn1.Certificate.load(holder.der),
        keys.PrivateKeyInfo.load(holder.key.private_bytes(der, form, plain)),
        fixed_dt=when,
    )
    return 200, bytes(clock.request_tsa_response(request).dump())


@contextmanager
def serving(answer: Callable[[bytes], tuple[int, bytes]] = stamp) -> Iterator[Answers]:
    """A time stamping server on loopback."""
    answers = Answers(answer)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            answers.asked += 1
            question = self.rfile.read(int(self.headers["Content-Length"]))
            status, body = answers.answer(question)
            self.send_response(status)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    answers.url = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield answers
    finally:
        answers.hold.set()
        server.shutdown()
        thread.join(10)
        server.server_close()


def trusted(*holders: Holder) -> list[Any]:
    return [cert for holder in holders for cert in roots("root.pem", holder.pem)]


@dataclass(frozen=True)
class Shop:
    """A workspace with a released document and a build of it, and signed copies of that."""

    root: Path
    released: bytes
    document: bytes
    pack: bytes

    def copy(self, data: bytes, lines: tuple[str, ...] = (), url: str = "") -> bytes:
        return put.signed(data, signer().opened(), NOW, WORDS, lines, Server(url) if url else None)


def opened_shop(folder: Path) -> Shop:
    for name, text in (("catalog.yaml", CATALOG), ("documents/terms.yaml", BASE)):
        path = folder / "agreements" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    place, day = workspace.find(folder), date(2026, 11, 22)
    released = releasing.release(place, "terms", day).copy.pdf
    read = pipeline.read(place.files(), day)
    bundles, formats = named(read.corpus.catalog)[:1], frozenset(("html", "pdf"))
    batch.build(place, read, bundles, formats, folder / "dist", day, lambda step: None)
    document, pack = ((folder / "dist/a" / f"{n}.pdf").read_bytes() for n in ("terms", "pack"))
    return Shop(folder, released, document, pack)
