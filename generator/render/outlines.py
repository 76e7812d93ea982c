"""A line of text as outlines: for what is seen on a page and must need no font there.

The shapes are those of the face that the documents are set in; what the line says must stand
beside them in words (ISO 14289-1, 7.3), because outlines can be neither read out nor searched.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from . import fonts

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
    shapes = fonts.opened(face)
    font: Any = uharfbuzz.Font(shapes)
    pen = Pen(shapes.upem)
    for character in line:
        glyph = font.get_nominal_glyph(ord(character)) or 0
        font.draw_glyph_with_pen(glyph, pen)
        pen.left += font.get_glyph_h_advance(glyph) / shapes.upem
    return Outline(tuple(pen.path), pen.left)


class Pen:
    """Takes the outlines of a glyph down as operators."""

    def __init__(self, unit: int) -> None:
        self.unit, self.left, self.down = unit, 0.0, 0.0
        self.path: list[str] = []
        self.last = (0.0, 0.0)

    def _put(self, operator: str, *points: tuple[float, float]) -> None:
        placed = [(x / self.unit + self.left, y / self.unit + self.down) for x, y in points]
        self.path.append(" ".join(f"{x:.4f} {y:.4f}" for x, y in placed) + f" {operator}")
        self.last = points[-1]

    def moveTo(self, point: tuple[float, float]) -> None:
        self._put("m", point)

    def lineTo(self, point: tuple[float, float]) -> None:
        self._put("l", point)

    def curveTo(self, *points: tuple[float, float]) -> None:
        self._put("c", *points)

    def qCurveTo(self, middle: tuple[float, float], end: tuple[float, float]) -> None:
        (x, y), (u, v), (p, q) = self.last, middle, end
        first = (x + 2 * (u - x) / 3, y + 2 * (v - y) / 3)
        second = (p + 2 * (u - p) / 3, q + 2 * (v - q) / 3)
        self._put("c", first, second, end)

    def closePath(self) -> None:
        self.path.append("h")
