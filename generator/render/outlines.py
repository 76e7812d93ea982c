"""A line of text as outlines: for what is seen on a page and must need no font there.

The shapes are those of the face that the documents are set in; what the line says must stand
beside them in words (ISO 14289-1, 7.3), because outlines can be neither read out nor searched.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from . import fonts
from .marks import _Pen

FACE = "NotoSansCJKSC-Regular"


@dataclass(frozen=True, slots=True)
class Outline:
    """Operators that make a path of a line, in units of its type size from the beginning of its
    base line; and how long it is, in the same units."""

    path: tuple[str, ...]
    width: float


def outlined(line: str) -> Outline:
    """A line in one face, letter by letter; a character without a glyph is the empty box.
    Raises `Unusable` where the fonts are not installed."""
    import uharfbuzz

    (face,) = (face for face in fonts.faces() if face.file_name == FACE)
    shapes = fonts._open(face)
    font: Any = uharfbuzz.Font(shapes)
    pen = _Pen(shapes.upem)
    for character in line:
        glyph = font.get_nominal_glyph(ord(character)) or 0
        font.draw_glyph_with_pen(glyph, pen)
        pen.left += font.get_glyph_h_advance(glyph) / shapes.upem
    return Outline(tuple(pen.path), pen.left)
