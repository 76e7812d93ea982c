"""Signatures and the fields that hold them (ISO 19005-2, 6.4; ISO 14289-1, 7.18.4).

The one form in a document of ours is a signature. It has a name in words and a tag, is drawn with
embedded fonts or none, does nothing, and covers all of the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

from ..problems import Problem
from .doors import KEPT_BACK, PRINTED

_EMBEDDED = ("/FontFile", "/FontFile2", "/FontFile3")
_NONE: dict[str, Any] = {}


def faults(pdf: pikepdf.Pdf, data: bytes) -> Iterator[Problem]:
    """What is wrong with the form, with its widgets and with signatures."""
    form: Any = pdf.Root.get("/AcroForm", _NONE)
    if form.get("/NeedAppearances", False):
        yield Problem("pdf-form-undrawn", None, {"page": "—"})
    if "/XFA" in form:
        yield Problem("pdf-form-xfa")
    yield from _fonts(form.get("/DR", _NONE))
    if str(form.get("/DA", "")).strip() and not form.get("/DR", _NONE).get("/Font", _NONE):
        yield Problem("pdf-form-font", None, {"font": str(form["/DA"])[:60]})
    for number, page in enumerate(pdf.pages, 1):
        for widget in page.get("/Annots", []):
            if widget.get("/Subtype") == "/Widget":
                yield from _widget(widget, number)
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary) and "/ByteRange" in one:
            yield from _signature(one, data)


def _widget(widget: Any, page: int) -> Iterator[Problem]:
    place: dict[str, object] = {"page": page}
    flags = int(widget.get("/F", 0))
    if not flags & PRINTED or flags & KEPT_BACK:
        yield Problem("pdf-form-hidden", None, place)
    if not str(_above(widget, "/TU", "")).strip():
        yield Problem("pdf-form-silent", None, place)
    if "/A" in widget:
        yield Problem("pdf-action", None, {"action": "A"})
    left, bottom, right, top = (float(value) for value in widget["/Rect"])
    shown: Any = widget.get("/AP", _NONE)
    if (left != right or bottom != top) and not isinstance(shown.get("/N"), pikepdf.Stream):
        yield Problem("pdf-form-undrawn", None, place)
    if set(shown.keys()) - {"/N"}:
        yield Problem("pdf-form-undrawn", None, place)
    if isinstance(shown.get("/N"), pikepdf.Stream):
        yield from _fonts(shown["/N"].get("/Resources", _NONE))


def _above(field: Any, key: str, other: Any) -> Any:
    """An entry of a field, or of one that it belongs to."""
    for _ in range(10):
        if key in field or "/Parent" not in field:
            break
        field = field["/Parent"]
    return field.get(key, other)


def _fonts(resources: Any) -> Iterator[Problem]:
    for font in resources.get("/Font", _NONE).values():
        below = font.get("/DescendantFonts", [font])[0]
        if not any(key in below.get("/FontDescriptor", _NONE) for key in _EMBEDDED):
            name = str(font.get("/BaseFont", "?")).lstrip("/")
            yield Problem("pdf-form-font", None, {"font": name})


def _signature(signature: Any, data: bytes) -> Iterator[Problem]:
    """All is covered save the signature itself, from the first byte to the last."""
    first, length, second, rest = (int(value) for value in signature["/ByteRange"])
    hole = data[length:second]
    whole = first == 0 and length + len(hole) + rest == len(data) == second + rest
    if not whole or hole[:1] != b"<" or hole[-1:] != b">":
        yield Problem("pdf-signature-partial")
    for reference in signature.get("/Reference", []):
        if any(key in reference for key in ("/DigestMethod", "/DigestValue", "/DigestLocation")):
            yield Problem("pdf-signature-reference")
