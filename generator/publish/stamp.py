"""What a PDF says of itself: its title and the versions it holds, as far as anybody can tell.

Only this module knows pypdf. A PDF comes from anywhere: whatever it makes the library do, the
answer is a statement or `Unreadable`.
"""

from __future__ import annotations

import io
import logging
import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdf import PdfReader

_STATED = re.compile(rb"<xieyi:documents>(.{0,20000}?)</xieyi:documents>", re.DOTALL)
_EDITION = re.compile(
    r"(?<![a-z0-9-])([a-z0-9]+(?:-[a-z0-9]+)*)@([0-9]+(?:\.[0-9]+)*)"  # terms@2, and its text hash
    r"(?: ([0-9a-f]{64}))?"
)
_PAGES = 5000


class Unreadable(Exception):
    """It is no PDF, or a broken one."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """The title, and (document, version, text hash or "") of each document inside."""

    title: str
    editions: tuple[tuple[str, str, str], ...]


def stamp(data: bytes) -> Stamp:
    """What the metadata of a PDF states."""
    reader = _reader(data)
    try:
        about: dict[str, object] = dict(reader.metadata or {})
        said = str(about.get("/xieyidocuments", ""))
        metadata = reader.root_object.get("/Metadata")
        packet = metadata.get_object().get_data() if metadata else b""
        if found := _STATED.search(packet):
            said = unescape(found[1].decode("utf-8", "replace"))
        title = "".join(c for c in str(about.get("/Title", "")) if c.isprintable())[:200]
    except Exception as error:
        raise Unreadable(type(error).__name__) from None
    return Stamp(title, tuple((m[1], m[2], m[3] or "") for m in _EDITION.finditer(said)))


def words(data: bytes) -> str:
    """The text of a PDF without white space, which extraction adds and drops at will."""
    reader = _reader(data)
    try:
        if len(reader.pages) > _PAGES:
            raise Unreadable("pages")
        return "".join("".join(page.extract_text().split()) for page in reader.pages)
    except Exception as error:
        raise Unreadable(type(error).__name__) from None


def _reader(data: bytes) -> PdfReader:
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    if not data.startswith(b"%PDF-"):
        raise Unreadable("no PDF")
    try:
        return PdfReader(io.BytesIO(data))
    except Exception as error:
        raise Unreadable(type(error).__name__) from None
