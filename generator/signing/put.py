"""Putting a signature on a PDF: bytes in, the same bytes and an update behind them out.

PAdES baseline (ETSI EN 319 142-1): B-B, or B-T where a time stamping authority is given. It is a
certification signature that permits no changes (ISO 32000-1, 12.8.2.2, DocMDP with P = 1), so it
is the first and the only one. The file keeps its metadata: signing says nothing about the text.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.signers.cms_embedder import (
    PdfCMSEmbedder,
    SigIOSetup,
    SigMDPSetup,
    SigObjSetup,
)
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_byterange import SignatureObject
from pyhanko.sign.signers.pdf_cms import select_suitable_signing_md

from ..problems import Problem, Rejected
from . import awaited, field
from .keys import Key
from .stamping import Server

_SLACK = 512  # bytes: signatures and tokens are not always of the same length


class _Writer(IncrementalPdfFileWriter):
    """An update that says nothing of itself: metadata and their dates stay those of the text."""

    def _update_meta(self) -> None:
        pass


def signable(name: str, data: bytes) -> list[Problem]:
    """Why a file, called `name`, cannot be signed; nothing when it can."""
    if not data.startswith(b"%PDF-"):
        return [Problem("sign-no-pdf", None, {"file": name}, "sign-no-pdf")]
    try:
        reader = PdfFileReader(io.BytesIO(data))
        if reader.encrypted:
            return [Problem("pdf-encrypted", None, {"file": name}, "sign-encrypted")]
        _Writer(io.BytesIO(data)).find_page_for_modification(-1)
        if any(enumerate_sig_fields(reader, filled_status=True)) or "/Perms" in reader.root:
            return [Problem("sign-signed", None, {"file": name}, "sign-signed")]
        if any(enumerate_sig_fields(reader, with_name=field.NAME)):
            return [Problem("sign-field", None, {"file": name, "field": field.NAME}, "sign-no-pdf")]
    except Exception as error:  # a broken file makes the library raise anything
        detail = " ".join(str(error).split())[:200] or type(error).__name__
        return [Problem("pdf-unreadable", None, {"file": name, "detail": detail}, "sign-no-pdf")]
    return []


def signed(
    data: bytes, key: Key, when: datetime, words: str, lines: Sequence[str], server: Server | None
) -> bytes:
    """The file with a signature that claims the time `when`. `words` are what is heard of it,
    `lines` what is seen at the foot of the last page (nothing when empty). Raises `Rejected` for
    a file that is not `signable`, `Unusable` where the server gives no time stamp."""
    if problems := signable("", data):
        raise Rejected(problems)
    writer = _Writer(io.BytesIO(data))
    page = writer.find_page_for_modification(-1)[0].get_object()
    rect = field.box(page, lines)
    spec = SigFieldSpec(field.NAME, on_page=-1, box=rect, readable_field_name=words)  # type: ignore[arg-type]
    steps: Any = PdfCMSEmbedder(spec).write_cms(field.NAME, writer)
    field.dress(writer, next(steps), lines, rect)
    writer.register_extension(ESIC_EXTENSION_1)
    assert key.signer.signing_cert
    digest = select_suitable_signing_md(key.signer.signing_cert.public_key)
    container = SignatureObject(
        timestamp=when,
        subfilter=SigSeedSubFilter.PADES,
        bytes_reserved=2 * (_size(key, digest, server) + _SLACK),
    )
    certify = SigMDPSetup(digest, certify=True, docmdp_perms=MDPPerm.NO_CHANGES)
    steps.send(SigObjSetup(container, certify))
    prepared, output = steps.send(SigIOSetup(digest))
    steps.send(_message(key, prepared.document_digest, digest, server))
    return bytes(output.getvalue())


def _size(key: Key, digest: str, server: Server | None) -> int:
    """How many bytes the signature will take, or a little less."""
    return len(_message(key, bytes(32), digest, server, rehearsal=True).dump())


def _message(
    key: Key, hashed: bytes, digest: str, server: Server | None, rehearsal: bool = False
) -> Any:
    return awaited(
        key.signer.async_sign(hashed, digest, dry_run=rehearsal, use_pades=True, timestamper=server)
    )
