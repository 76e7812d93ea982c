"""What a certificate says of its holder, and which certificates are believed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..problems import Misused, Problem


@dataclass(frozen=True, slots=True)
class Certificate:
    """The holder's name, who vouches for it, and the SHA-256 of the certificate's bytes."""

    name: str
    issuer: str
    serial: str
    sha256: str
    begins: datetime
    ends: datetime


def certificate(cert: Any) -> Certificate:
    """A certificate of asn1crypto. Raises whatever that raises where it is broken."""
    return Certificate(
        name=_name(cert.subject),
        issuer=_name(cert.issuer),
        serial=f"{cert.serial_number:X}",
        sha256=cert.sha256.hex(),
        begins=cert.not_valid_before,
        ends=cert.not_valid_after,
    )


def _name(name: Any) -> str:
    """The common name; else the organisation, else all that there is."""
    parts = name.native
    for key in ("common_name", "organization_name"):
        value = parts.get(key)
        if value:
            return str(value if isinstance(value, str) else value[-1])
    return str(name.human_friendly)


def roots(name: str, data: bytes) -> tuple[Any, ...]:
    """The certificates in a file, PEM or DER, called `name`; raises `Misused`."""
    from pyhanko.keys import load_certs_from_pemder_data

    try:
        found = tuple(load_certs_from_pemder_data(data))
        for cert in found:
            certificate(cert)
    except Exception:
        found = ()
    if not found:
        raise Misused([Problem("trust-unreadable", None, {"file": name}, "trust-unreadable")])
    return found
