"""Judging the signatures of a PDF: intact or not, of what, by whom, when, and whether believed.

Offline: what is asked is the file, the certificates in it and the roots that somebody named. No
list of revoked certificates is fetched. pyHanko does the cryptography; what a file from anywhere
makes it raise is a judgement too.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from asn1crypto.cms import ContentInfo
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from . import awaited, maybe
from .certificates import Certificate, certificate

for _name in ("pyhanko", "pyhanko_certvalidator"):  # what they have to say is in the judgement
    logging.getLogger(_name).addHandler(logging.NullHandler())
    logging.getLogger(_name).propagate = False

_WEAK = {"md2", "md5", "sha1"}
_USES = {"digital_signature", "non_repudiation"}


@dataclass(frozen=True, slots=True)
class Stamped:
    """A time that an authority vouches for: `fault` when it does not fit the signature, and the
    root that the authority leads to, or ""."""

    time: datetime
    authority: Certificate
    fault: bool
    root: str


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature. `fault` is what makes it worth nothing: `unreadable`, `altered`, `partial`,
    `appended`, `weak`. `doubt` is why its signer is not believed: `early`, `expired`, `usage`,
    `untrusted`. `permits` is what it certifies may change (1 nothing, 2 forms, 3 comments)."""

    field: str
    fault: str = ""
    signer: Certificate | None = None
    digest: str = ""
    permits: int | None = None
    extended: bool = False  # data for later validation were added behind it
    claimed: datetime | None = None
    stamped: Stamped | None = None
    doubt: str = ""
    root: str = ""


def judged(data: bytes, roots: Sequence[Any] = ()) -> tuple[Signature, ...]:
    """The signatures of a PDF in the order of its fields; `roots` are the certificates believed."""
    if not maybe(data):
        return ()
    try:
        reader = PdfFileReader(io.BytesIO(data))
        fields = [*enumerate_sig_fields(reader, filled_status=True)]
    except Exception:  # a broken file makes the library raise anything
        return (Signature("", "unreadable"),)
    return tuple(_each(reader, fields, data, roots))


def _each(
    reader: Any, fields: Sequence[Any], data: bytes, roots: Sequence[Any]
) -> Iterator[Signature]:
    for name, _, field in fields:
        try:
            embedded = EmbeddedPdfSignature(reader, field, name)
            if embedded.sig_object_type == "/Sig":  # and not a time stamp of the whole file
                yield awaited(_one(embedded, data, roots))
        except Exception:
            yield Signature(str(name), "unreadable")


async def _one(embedded: Any, data: bytes, roots: Sequence[Any]) -> Signature:
    signer, claimed = certificate(embedded.signer_cert), _claimed(embedded)
    known = Signature(
        str(embedded.field_name),
        signer=signer,
        digest=str(embedded.md_algorithm),
        permits=_permits(embedded),
        claimed=claimed,
    )
    if embedded.md_algorithm in _WEAK or _mechanism(embedded) in _WEAK:
        return replace(known, fault="weak")
    when = _stamped_time(embedded) or claimed or datetime.now(UTC)
    status = await async_validate_pdf_signature(
        embedded,
        ValidationContext(trust_roots=list(roots), moment=when, allow_fetching=False),
        key_usage_settings=KeyUsageConstraints(key_usage=_USES),
    )
    stamped = _stamped(status.timestamp_validity)
    return replace(
        known,
        fault=_fault(embedded, status, data),
        extended=status.modification_level is ModificationLevel.LTA_UPDATES,
        stamped=stamped,
        doubt=_doubt(embedded.signer_cert, signer, when, status),
        root=_root(status),
    )


def _claimed(embedded: Any) -> datetime | None:
    """The time that the signer says it was."""
    told: datetime | None = embedded.self_reported_timestamp
    return told.replace(tzinfo=UTC) if told and told.tzinfo is None else told


def _mechanism(embedded: Any) -> str:
    """The digest that the signature's own algorithm names, where it names one."""
    try:
        return str(embedded.signer_info["signature_algorithm"].hash_algo)
    except ValueError:
        return ""


def _permits(embedded: Any) -> int | None:
    """What the certification permits, when the catalog says that this is the certification."""
    perms = embedded.reader.root.get("/Perms", {})
    if "/DocMDP" not in perms:
        return None
    held = perms.raw_get("/DocMDP").reference == embedded.sig_field.raw_get("/V").reference
    level = embedded.docmdp_level
    return int(level.value) if held and level else None


def _stamped_time(embedded: Any) -> datetime | None:
    """What the time stamp says, before it is known whether it fits."""
    for attribute in embedded.signer_info["unsigned_attrs"] or ():
        if attribute["type"].native == "signature_time_stamp_token":
            told = attribute["values"][0]["content"]["encap_content_info"]["content"].parsed
            time: datetime = told["gen_time"].native
            return time
    return None


def _stamped(status: Any) -> Stamped | None:
    if status is None:
        return None
    fits = status.intact and status.valid and status.md_algorithm not in _WEAK
    return Stamped(status.timestamp, certificate(status.signing_cert), not fits, _root(status))


def _fault(embedded: Any, status: Any, data: bytes) -> str:
    if not (status.intact and status.valid):
        return "altered"
    ranges = [int(value) for value in [*embedded.byte_range]]
    message = embedded.pkcs7_content
    padding = message[len(ContentInfo.load(message).dump()) :]
    if not _hole(ranges, message, data) or padding.strip(b"\0"):
        return "partial"
    if ranges[2] + ranges[3] == len(data):
        return ""
    return "" if status.modification_level is ModificationLevel.LTA_UPDATES else "appended"


def _hole(ranges: Sequence[int], content: bytes, data: bytes) -> bool:
    """Whether all is covered from the first byte on, save the very signature."""
    if len(ranges) != 4 or ranges[0] != 0 or min(ranges) < 0:
        return False
    begins, ends = ranges[1], ranges[2]
    if ends + ranges[3] > len(data) or data[begins : begins + 1] != b"<":
        return False
    return data[begins + 1 : ends].upper() == content.hex().upper().encode() + b">"


def _doubt(cert: Any, signer: Certificate, when: datetime, status: Any) -> str:
    usage = cert.key_usage_value
    if usage is not None and not _USES & set(usage.native):
        return "usage"
    if when < signer.begins:
        return "early"
    if when > signer.ends:
        return "expired"
    return "" if status.trusted else "untrusted"


def _root(status: Any) -> str:
    """The name of the root that a certificate was found to lead to."""
    if not status.trusted:
        return ""
    return certificate(status.validation_path.trust_anchor.certificate).name
