"""Where each character of a PDF stands, read with pdfium, which knows nothing of what set it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

COLUMN = 3.0  # characters wide is a gap that parts two columns


@dataclass(frozen=True)
class Glyph:
    """A character, its left and right edge with its blanks, and its base line: points from the
    left and the foot of the page. `size` is its type size."""

    char: str
    left: float
    right: float
    base: float
    size: float
    bold: bool


@dataclass(frozen=True)
class Line:
    """The characters of one line of one column, from left to right."""

    page: int
    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        return "".join(glyph.char for glyph in self.glyphs)

    @property
    def left(self) -> float:
        return self.glyphs[0].left

    @property
    def right(self) -> float:
        return self.glyphs[-1].right

    @property
    def base(self) -> float:
        return self.glyphs[0].base

    @property
    def size(self) -> float:
        return max(glyph.size for glyph in self.glyphs)


def lines(pdf: Path | bytes) -> list[Line]:
    """Every line of a PDF, in the order in which it was drawn."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [line for number, page in enumerate(document) for line in _lines(number, page)]


def sizes(pdf: Path | bytes) -> list[tuple[float, float]]:
    """Width and height of each page, in points."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_size() for page in document]


def _lines(number: int, page: pypdfium2.PdfPage) -> Iterator[Line]:
    row: list[Glyph] = []
    for glyph in _glyphs(page):
        if row:
            last, em = row[-1], max(row[-1].size, glyph.size)
            on = abs(glyph.base - last.base) < 0.3 and -em < glyph.left - last.right < COLUMN * em
            if not on:
                yield Line(number, tuple(row))
                row = []
        row.append(glyph)
    if row:
        yield Line(number, tuple(row))


def _glyphs(page: pypdfium2.PdfPage) -> Iterator[Glyph]:
    text = page.get_textpage()
    x, y, flags = ctypes.c_double(), ctypes.c_double(), ctypes.c_int()
    matrix, name = pdfium.FS_MATRIX(), ctypes.create_string_buffer(64)
    for at in range(text.count_chars()):
        char = chr(pdfium.FPDFText_GetUnicode(text, at))
        if pdfium.FPDFText_IsGenerated(text, at) == 1 or char.isspace():
            continue
        pdfium.FPDFText_GetCharOrigin(text, at, x, y)
        pdfium.FPDFText_GetMatrix(text, at, matrix)
        pdfium.FPDFText_GetFontInfo(text, at, name, len(name), flags)
        left, _, right, _ = text.get_charbox(at, loose=True)
        size = pdfium.FPDFText_GetFontSize(text, at) * abs(matrix.d)
        yield Glyph(char, left, right, y.value, size, b"Bold" in name.value)
