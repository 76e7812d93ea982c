"""Where each character of a PDF stands, read with pdfium, which knows nothing of what set it."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

COLUMN = 3.0  # characters wide is a gap that parts two columns
WIDE = "\u2e80"  # from here on a character is as wide as it is high
INLINE = ("/Span", "/Strong", "/Em", "/Link", "/Lbl", "/Reference", "/Ins", "/Del")


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, cell: the structure element whose text is set as one."""

    number: int
    kind: str


@dataclass(frozen=True)
class Glyph:
    """A character, its left and right edge with its blanks, and its base line: points from the
    left and the foot of the page. `size` is its type size; `block` None for an artifact."""

    char: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    block: Block | None


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

    @property
    def blocks(self) -> tuple[Block, ...]:
        """What it is part of, in order."""
        return tuple(dict.fromkeys(g.block for g in self.glyphs if g.block))


def lines(pdf: Path | bytes) -> list[Line]:
    """Every line of a PDF, in the order in which it was drawn; those of artifacts too."""
    blocks = _blocks(pdf)
    with pypdfium2.PdfDocument(pdf) as document:
        return [
            line for number, page in enumerate(document) for line in _lines(number, page, blocks)
        ]


def said(pdf: Path | bytes) -> list[Line]:
    """The lines of its text, without running heads, page numbers, leaders and watermarks."""
    return [line for line in lines(pdf) if line.blocks]


def sizes(pdf: Path | bytes) -> list[tuple[float, float]]:
    """Width and height of each page, in points."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_size() for page in document]


Blocks = dict[tuple[int, int], Block]


def _blocks(pdf: Path | bytes) -> Blocks:
    """The block of each piece of marked content, by page and MCID."""
    found: Blocks = {}
    with pikepdf.open(pdf if isinstance(pdf, Path) else io.BytesIO(pdf)) as opened:
        pages = {page.objgen: number for number, page in enumerate(opened.pages)}

        def walk(element: Any, block: Block) -> None:
            kind = str(element.get("/S", ""))
            if kind not in INLINE:
                block = Block(element.objgen[0], kind.removeprefix("/"))
            kids = element.get("/K", [])
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                if isinstance(kid, int):
                    found[pages[element.Pg.objgen], kid] = block
                elif kid.get("/Type") == "/MCR":
                    found[pages[kid.Pg.objgen], int(kid.MCID)] = block
                elif "/S" in kid:
                    walk(kid, block)

        walk(opened.Root.StructTreeRoot, Block(0, ""))
    return found


def _lines(number: int, page: pypdfium2.PdfPage, blocks: Blocks) -> Iterator[Line]:
    row: list[Glyph] = []
    for glyph in _glyphs(number, page, blocks):
        if row:
            last, em = row[-1], max(row[-1].size, glyph.size)
            on = (
                abs(glyph.base - last.base) < 0.3
                and -2.2 * em < glyph.left - last.right < COLUMN * em
            )
            if not on or (glyph.block is None) != (last.block is None):
                yield Line(number, tuple(row))
                row = []
        row.append(glyph)
    if row:
        yield Line(number, tuple(row))


def _glyphs(number: int, page: pypdfium2.PdfPage, blocks: Blocks) -> Iterator[Glyph]:
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
        size = pdfium.FPDFText_GetFontSize(text, at) * abs(matrix.d)
        # pdfium's box ends with the ink where that goes beyond the advance, as in 办.
        right = x.value + size if char >= WIDE else text.get_charbox(at, loose=True)[2]
        drawn = pdfium.FPDFText_GetTextObject(text, at)
        block = blocks.get((number, pdfium.FPDFPageObj_GetMarkedContentID(drawn)))
        yield Glyph(char, x.value, right, y.value, size, b"Bold" in name.value, block)
