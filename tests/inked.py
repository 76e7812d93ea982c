"""A PDF as its readers meet it: what is read out, as what; what is seen, where, in what colour.

Tags and the text of their content are read with pikepdf, places and colours with pdfium, which
knows nothing of what set them. `blocks` joins the two.
"""

from __future__ import annotations

import ctypes
import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from built import squashed
from listening import _marked

WRAPPERS = (
    "Document",
    "Part",
    "Art",
    "Sect",
    "Div",
    "TBody",
    "THead",
    "Table",
    "TR",
    "LI",
    "LBody",
)
INLINE = ("Span", "Strong", "Em", "Del", "Ins", "Link", "Reference")
SCALE = 3  # pixels of a point
Box = tuple[float, float, float, float]  # left, bottom, right, top, in points
Key = tuple[int, int]  # page and number of marked content; (page, -1) for an artifact


@dataclass(frozen=True)
class Place:
    """Where a link leads in the file: a page from 0, and the distance from its foot in points."""

    page: int
    top: float


@dataclass
class Piece:
    """The text of one piece of marked content, and the inline elements around it."""

    text: str
    around: tuple[str, ...]
    key: Key


@dataclass
class Block:
    """A paragraph, heading, label, cell or picture: how deep in lists, of what kind, its text.
    `links` are the texts and the targets of the links in it, `told` what is said of each where
    its text is not at hand, `box` where a picture stands."""

    depth: int
    kind: str
    pieces: list[Piece] = field(default_factory=list)
    links: list[tuple[str, str | Place]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    box: Box = (0, 0, 0, 0)

    @property
    def text(self) -> str:
        return squashed("".join(piece.text for piece in self.pieces))

    def within(self, kind: str) -> str:
        """The text inside inline elements of a kind alone, its runs parted by a bar."""
        runs = [""]
        for piece in self.pieces:
            if kind in piece.around:
                runs[-1] += squashed(piece.text)
            elif piece.text.strip() and runs[-1]:
                runs.append("")
        return "|".join(filter(None, runs))


@dataclass(frozen=True)
class Glyph:
    """A character as drawn: the box of its ink, its origin, type size, font and colour."""

    char: str
    box: Box
    x: float
    base: float
    size: float
    font: str
    colour: tuple[int, int, int]
    key: Key


@dataclass(frozen=True)
class Stroke:
    """A line or an area that is drawn; `wide` and `high` in points."""

    box: Box
    colour: tuple[int, int, int]
    key: Key

    @property
    def wide(self) -> float:
        return self.box[2] - self.box[0]

    @property
    def high(self) -> float:
        return self.box[3] - self.box[1]


@dataclass
class Sheet:
    """One page as seen."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    strokes: list[Stroke]
    others: int  # pictures, shadings
    _page: pypdfium2.PdfPage

    @cached_property
    def _pixels(self) -> tuple[bytes, int, int]:
        bitmap = self._page.render(scale=SCALE, grayscale=True)
        return bytes(bitmap.buffer), bitmap.stride, bitmap.height

    def ink(self, box: Box) -> tuple[int, int]:
        """The darkest and the lightest pixel of a box, from 0 (black) to 255."""
        data, stride, rows = self._pixels
        left, right = max(0, int(box[0] * SCALE)), min(stride, int(box[2] * SCALE) + 1)
        top, foot = (rows - box[3] * SCALE, rows - box[1] * SCALE)
        lines = [
            data[row * stride + left : row * stride + right]
            for row in range(max(0, int(top)), min(rows, int(foot) + 1))
        ]
        lines = [line for line in lines if line]
        return (min(map(min, lines)), max(map(max, lines))) if lines else (255, 255)


class Inked:
    """A PDF, read."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.document = pypdfium2.PdfDocument(data)
        with pikepdf.open(io.BytesIO(data)) as pdf:
            self.blocks = list(_blocks(pdf))
            self.areas = [list(_areas(page)) for page in pdf.pages]

    @cached_property
    def sheets(self) -> list[Sheet]:
        return [_sheet(number, page) for number, page in enumerate(self.document)]

    @cached_property
    def drawn(self) -> dict[Key, list[Glyph]]:
        """The glyphs of each piece of marked content."""
        found: dict[Key, list[Glyph]] = {}
        for sheet in self.sheets:
            for glyph in sheet.glyphs:
                found.setdefault(glyph.key, []).append(glyph)
        return found

    def glyphs(self, block: Block) -> list[Glyph]:
        keys = dict.fromkeys(piece.key for piece in block.pieces)
        return [glyph for key in keys for glyph in self.drawn.get(key, [])]

    def furniture(self, page: int) -> list[tuple[str, Box]]:
        """The artifacts of a page that are text, one a line or a place: text and box."""
        found: list[list[Glyph]] = []
        for glyph in self.drawn.get((page, -1), []):
            last = found[-1][-1] if found else None
            near = last and abs(glyph.base - last.base) < 1 and glyph.x - last.x < 3 * last.size
            if last and near and glyph.x > last.x:
                found[-1].append(glyph)
            else:
                found.append([glyph])
        return [("".join(g.char for g in line), around(g.box for g in line)) for line in found]

    def watermark(self, page: int) -> list[tuple[float, list[int]]]:
        """The outlines drawn across a page as an artifact, upwards: how large a letter is, in
        points, and of how many contours each is."""
        with pikepdf.open(io.BytesIO(self.data)) as pdf:
            sheet = pdf.pages[page]
            found, size = [], 0.0
            for operands, operator in pikepdf.parse_content_stream(sheet):
                match str(operator):
                    case "cm":  # in points, upside down
                        right, down = float(operands[0]), -float(operands[1])
                        size = math.hypot(right, down) if min(right, down) > 0 else 0.0
                    case "Do" if str(operands[0]).startswith("/Mark"):
                        found.append((size, _contours(sheet.Resources.XObject[operands[0]])))
            return found


def _areas(page: Any) -> Iterator[tuple[str, Box]]:
    """Where a link can be clicked: what is said of it, and the box."""
    for one in page.get("/Annots", []):
        left, foot, right, top = map(float, one.Rect)
        box = min(left, right), min(foot, top), max(left, right), max(foot, top)
        yield squashed(str(one.Contents)), box


def _contours(form: Any) -> list[int]:
    wide = int(form.BBox[2] - form.BBox[0])
    begun = re.findall(rb"^(\S+) \S+ m$", form.read_bytes(), re.MULTILINE)
    cells = [int(float(x) + wide / 2) for x in begun]
    return [cells.count(at) for at in range(wide)]


def around(boxes: Iterator[Box]) -> Box:
    """The box that holds all of them."""
    lefts, feet, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(feet), max(rights), max(tops)


def _blocks(pdf: pikepdf.Pdf) -> Iterator[Block]:
    """What is read out, in its order."""
    numbers = {page.objgen: at for at, page in enumerate(pdf.pages)}
    texts = {(at, mark): text for at, page in enumerate(pdf.pages) for mark, text in _marked(page)}
    places = _places(pdf, numbers)
    found: list[Block] = []

    def walk(element: Any, depth: int, block: Block, around: tuple[str, ...]) -> None:
        kind = str(element.S)[1:]
        if kind in INLINE and block.kind:
            around = (*around, kind)
        else:
            block, around = Block(depth, "" if kind in WRAPPERS else kind), ()
            found.append(block)
        if kind == "Figure":
            block.pieces.append(Piece(str(element.get("/Alt", "")), (), (-1, -1)))
            left, foot, right, top = map(float, element.A.BBox)
            block.box = left, foot, right, top
        begin, target, told = len(block.pieces), None, ""
        for kid in _kids(element):
            if isinstance(kid, int) or kid.get("/Type") == "/MCR":
                page = element.Pg if isinstance(kid, int) else kid.Pg
                key = numbers[page.objgen], int(kid if isinstance(kid, int) else kid.MCID)
                block.pieces.append(Piece(texts.get(key, ""), around, key))
            elif kid.get("/Type") == "/OBJR":
                target = _target(kid.Obj, places)
                told = told or str(kid.Obj.Contents)
            elif "/S" in kid:
                walk(kid, depth + (kind == "L"), block, around)
        if target is not None:
            said = squashed("".join(piece.text for piece in block.pieces[begin:]))
            block.links.append((said, target))
            block.told.append(squashed(told))

    walk(_kids(pdf.Root.StructTreeRoot)[0], 0, Block(0, ""), ())
    return (block for block in found if block.text)


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _target(annotation: Any, places: dict[str, Place]) -> str | Place:
    if "/A" in annotation:
        return str(annotation.A.URI)
    return places[str(annotation.Dest)]


def _places(pdf: pikepdf.Pdf, numbers: dict[Any, int]) -> dict[str, Place]:
    """The named destinations."""
    if "/Names" not in pdf.Root or "/Dests" not in pdf.Root.Names:
        return {}
    found = pikepdf.NameTree(pdf.Root.Names.Dests)
    return {name: Place(numbers[to[0].objgen], float(to[3])) for name, to in found.items()}


def bookmarks(data: bytes) -> list[tuple[int, str, Place]]:
    """The outline: level from 1, title, where it leads."""
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_outline() as outline:
        numbers = {page.objgen: at for at, page in enumerate(pdf.pages)}

        def below(items: Any, level: int) -> Iterator[tuple[int, str, Place]]:
            for item in items:
                to = item.destination
                yield level, squashed(item.title), Place(numbers[to[0].objgen], float(to[3]))
                yield from below(item.children, level + 1)

        return list(below(outline.root, 1))


def _sheet(number: int, page: pypdfium2.PdfPage) -> Sheet:
    width, height = page.get_size()
    strokes, others = [], 0
    for one in page.get_objects(max_depth=6):
        if one.type == pdfium.FPDF_PAGEOBJ_PATH:
            strokes.append(_stroke(number, one))
        elif one.type not in (pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_FORM):
            others += 1
    return Sheet(number, width, height, list(_glyphs(number, page)), strokes, others, page)


def _stroke(number: int, one: Any) -> Stroke:
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(one.raw, filled, stroked)
    ask = pdfium.FPDFPageObj_GetStrokeColor if stroked.value else pdfium.FPDFPageObj_GetFillColor
    key = number, pdfium.FPDFPageObj_GetMarkedContentID(one.raw)
    return Stroke(one.get_bounds(), _colour(ask, one.raw), key)


def _colour(ask: Any, *of: Any) -> tuple[int, int, int]:
    """Blended with white where it is not opaque."""
    shares = [ctypes.c_uint() for _ in range(4)]
    ask(*of, *shares)
    *colours, alpha = (share.value for share in shares)
    red, green, blue = (255 - (255 - one) * alpha // 255 for one in colours)
    return red, green, blue


def _glyphs(number: int, page: pypdfium2.PdfPage) -> Iterator[Glyph]:
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
        drawn = pdfium.FPDFText_GetTextObject(text, at)
        key = number, pdfium.FPDFPageObj_GetMarkedContentID(drawn)
        unseen = pdfium.FPDFTextObj_GetTextRenderMode(drawn) != pdfium.FPDF_TEXTRENDERMODE_FILL
        colour = (255, 255, 255) if unseen else _colour(pdfium.FPDFText_GetFillColor, text, at)
        font = name.value.decode().partition("+")[2]
        box = text.get_charbox(at)
        yield Glyph(char, box, x.value, y.value, size, font, colour, key)


def contrast(one: float, other: float) -> float:
    """Of two greys from 0 to 255 (WCAG 2.2, 1.4.3)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(grey: float) -> float:
    share = grey / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def grey(colour: tuple[int, int, int]) -> float:
    """How light a colour is seen, from 0 to 255."""
    red, green, blue = map(_luminance, colour)
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return 255 * (light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055)
