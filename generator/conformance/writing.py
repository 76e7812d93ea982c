"""How a PDF is written: its first and last bytes, its limits, its filters (ISO 19005-2, 6.1), and
entries that no archived PDF has (6.4.2, 6.9 to 6.11)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from ..problems import Problem

_BEGINNING = re.compile(rb"%PDF-1\.[0-7](\r\n|\r|\n)%[\x80-\xff]{4}")
_END = re.compile(rb"%%EOF(\r\n|\r|\n)?\Z")
_FILTERS = {  # ISO 32000-1, table 6, without LZWDecode and Crypt
    "/ASCIIHexDecode",
    "/ASCII85Decode",
    "/FlateDecode",
    "/RunLengthDecode",
    "/CCITTFaxDecode",
    "/JBIG2Decode",
    "/DCTDecode",
    "/JPXDecode",
}
_STRING, _NAME, _INTEGER = 32767, 127, 2**31  # bytes; ISO 19005-2, 6.1.13
_SIDES = (3, 14400)  # of a page, in units: the same
_BOXES = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")
_NEVER = ("/NeedsRendering", "/OCProperties", "/Requirements")
_NONE: dict[str, Any] = {}


def faults(pdf: pikepdf.Pdf, data: bytes) -> Iterator[Problem]:
    """What is wrong with the bytes and the objects of a file."""
    if not _BEGINNING.match(data) or not _END.search(data):
        yield Problem("pdf-frame")
    for one in pdf.objects:
        if isinstance(one, pikepdf.Stream):
            yield from _packed(one)
        yield from _limits(one)
    for page in pdf.pages:
        for box in _BOXES:
            left, bottom, right, top = (float(side) for side in page.get(box, (0, 0, 9, 9)))
            if not all(_SIDES[0] <= abs(n) <= _SIDES[1] for n in (right - left, top - bottom)):
                yield Problem("pdf-limit", None, {"what": box.lstrip("/")})
        if "/PresSteps" in page:
            yield Problem("pdf-entry", None, {"entry": "PresSteps"})
    yield from _entries(pdf.Root)


def _packed(stream: Any) -> Iterator[Problem]:
    filters = stream.get("/Filter", [])
    for one in filters if isinstance(filters, pikepdf.Array) else [filters] if filters else []:
        if str(one) not in _FILTERS:
            yield Problem("pdf-filter", None, {"filter": str(one).lstrip("/")})
    for key in ("/F", "/FFilter", "/FDecodeParms"):
        if key in stream:
            yield Problem("pdf-entry", None, {"entry": key.lstrip("/")})


def _limits(value: Any, depth: int = 0) -> Iterator[Problem]:
    """Values within an object that are too great; references are not followed."""
    if depth > 50 or (depth and isinstance(value, pikepdf.Object) and value.is_indirect):
        return
    if isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
        for key in value.keys():  # noqa: SIM118 (a stream has keys but is no mapping)
            yield from _named(key)
            yield from _limits(value[key], depth + 1)
    elif isinstance(value, pikepdf.Array):
        for one in value:
            yield from _limits(one, depth + 1)
    elif isinstance(value, pikepdf.Name):
        yield from _named(str(value))
    elif isinstance(value, pikepdf.String) and len(bytes(value)) > _STRING:
        yield Problem("pdf-limit", None, {"what": f"String ({len(bytes(value))})"})
    elif isinstance(value, int) and not -_INTEGER <= value < _INTEGER:
        yield Problem("pdf-limit", None, {"what": f"Integer ({value})"})


def _named(name: str) -> Iterator[Problem]:
    if len(name.encode()) - 1 > _NAME:
        yield Problem("pdf-limit", None, {"what": f"Name ({name[:20]}…)"})


def _entries(root: Any) -> Iterator[Problem]:
    found = [key for key in _NEVER if key in root]
    found += [key for key in ("/AlternatePresentations",) if key in root.get("/Names", _NONE)]
    found += sorted(set(root.get("/Perms", _NONE).keys()) - {"/DocMDP", "/UR3"})
    for key in found:
        yield Problem("pdf-entry", None, {"entry": key.lstrip("/")})
