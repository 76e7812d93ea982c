"""The key that signs: read from a PKCS #12 file into memory, and asked whether it may sign.

Nothing of it is ever written: not the file, not the passphrase, not the key. What problems say
of a key is what its certificate says, which is public.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..problems import Misused, Problem
from .certificates import Certificate, certificate

if TYPE_CHECKING:
    from pyhanko.sign.signers import SimpleSigner

_WEAKEST = 2048  # bits of an RSA key (NIST SP 800-131A)
_MAY_SIGN = {"digital_signature", "non_repudiation"}  # key usages (RFC 5280, 4.2.1.3)


class Locked(Exception):
    """The passphrase does not open the file."""


@dataclass(frozen=True, slots=True)
class Key:
    """A private key that can sign, and its certificate."""

    certificate: Certificate
    signer: SimpleSigner = field(repr=False)


def opened(name: str, data: bytes, passphrase: str | None, when: datetime) -> Key:
    """The key in a PKCS #12 file, called `name` in what is said of it, if it may sign at `when`.
    Raises `Locked` for another passphrase (None is for a file without one), else `Misused`."""
    from cryptography.hazmat.primitives.serialization import pkcs12
    from pyhanko.sign.signers import SimpleSigner

    secret = passphrase.encode() if passphrase is not None else None
    try:
        content = pkcs12.load_pkcs12(data, secret)
    except ValueError as error:
        if "password" in str(error):
            raise Locked from None
        raise _refuse("key-unreadable", name) from None
    except Exception:  # an algorithm that is not there, or a library's own defect
        raise _refuse("key-unreadable", name) from None
    if content.key is None or content.cert is None:
        raise _refuse("key-empty", name)
    _sound(name, content)
    try:
        signer = SimpleSigner.load_pkcs12_data(data, (), secret)
    except Exception:
        raise _refuse("key-unreadable", name) from None
    about = certificate(signer.signing_cert)
    _may_sign(name, about, signer.signing_cert, when)
    return Key(about, signer)


def _sound(name: str, content: Any) -> None:
    """The key is of a kind that every reader of PDFs checks, and belongs to its certificate."""
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    key, about = content.key, {"subject": content.cert.certificate.subject.rfc4514_string()}
    if not isinstance(key, (rsa.RSAPrivateKey, ec.EllipticCurvePrivateKey)):
        raise _refuse("key-kind", name, **about)
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size < _WEAKEST:
        raise _refuse("key-weak", name, bits=key.key_size, least=_WEAKEST)
    if key.public_key() != content.cert.certificate.public_key():
        raise _refuse("key-mismatch", name, **about)


def _may_sign(name: str, about: Certificate, cert: Any, when: datetime) -> None:
    said = {"subject": about.name, "begins": about.begins, "ends": about.ends}
    if when < about.begins:
        raise _refuse("key-early", name, **said)
    if when > about.ends:
        raise _refuse("key-expired", name, **said)
    usage = cert.key_usage_value
    if usage is not None and not _MAY_SIGN & set(usage.native):
        raise _refuse("key-usage", name, **said)


def _refuse(code: str, name: str, **params: object) -> Misused:
    return Misused([Problem(code, None, {"file": name} | params, code)])
