"""What the pages of a PDF draw: with which fonts, which glyphs, tagged or not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from ..problems import Problem

_SHOWS = {"Tj", "TJ", "'", '"'}
_PAINTS = {*_SHOWS, "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do"}
_RANGES = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_PAIRS = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")
_UNREAL = {"", "\0", "\ufeff", "\ufffe", "\ufffd"}  # text that is none (ISO 14289-1, 7.21.7)
_PROGRAMS = {"/CIDFontType0C", "/OpenType"}
_DEEP = 28  # levels of kept states: ISO 19005-2, 6.1.13
_INTENTS = {"RelativeColorimetric", "AbsoluteColorimetric", "Perceptual", "Saturation"}
_SPACES = {"k": "DeviceCMYK", "K": "DeviceCMYK"}
_OPERATOR = re.compile(  # ISO 32000-1, annex A; inline images have one of their own here
    r"[bBfW]\*?|BDC|B[IMX]|BMC|BT|c|cm|CS|cs|d[01]?|D[oP]|EI|EMC|ET|EX|F|[Gg]|gs|h|i|ID|[jJ]|[kK]"
    r"|l|[mM]|MP|n|[qQ]|re|RG|rg|ri|[sS]|SCN?|scn?|sh|T[*cdDfjJLmrswz]|v|w|y|'|\"|INLINE IMAGE"
)
_NONE: dict[str, Any] = {}
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")  # ISO 19005-2, 6.2.11.7.3
Reading = dict[int, str]


def faults(pdf: pikepdf.Pdf) -> Iterator[Problem]:
    """What is wrong with fonts, glyphs and marks."""
    fonts: dict[tuple[int, int], Reading] = {}
    parents = parents_of(pdf)
    for number, page in enumerate(pdf.pages, 1):
        resources: Any = page.get("/Resources", _NONE)
        for font in resources.get("/Font", _NONE).values():
            if font.objgen not in fonts:
                fonts[font.objgen] = _meanings(font)
                yield from _font(font)
        owners = parents.get(int(page.get("/StructParents", -1)), [])
        yield from _Page(number, page, fonts, list(owners)).faults()


def _font(font: Any) -> Iterator[Problem]:
    name: dict[str, object] = {"font": str(font.get("/BaseFont", "?")).lstrip("/")}
    below = font.get("/DescendantFonts", [font])[0]
    descriptor = below.get("/FontDescriptor", {})
    if not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
        yield Problem("pdf-font-not-embedded", None, name)
    if "/ToUnicode" not in font:
        yield Problem("pdf-font-unmapped", None, name)
    program: Any = descriptor.get("/FontFile3", _NONE)
    outlined = below.get("/Subtype") == "/CIDFontType2"
    for entry, right in (
        ("Type", font.get("/Type") == below.get("/Type") == "/Font"),
        ("Encoding", font.get("/Encoding") == "/Identity-H"),
        ("CIDToGIDMap", not outlined or "/CIDToGIDMap" in below),
        ("Subtype", str(program.get("/Subtype", "/OpenType")) in _PROGRAMS),
    ):
        if not right:
            yield Problem("pdf-font-odd", None, name | {"entry": entry})


def _meanings(font: Any) -> Reading:
    """What each code of a font reads as (its ToUnicode CMap)."""
    if "/ToUnicode" not in font:
        return {}
    cmap = font["/ToUnicode"].read_bytes()
    found: Reading = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        found |= {int(code, 16): _text(text) for code, text in _PAIRS.findall(block)}
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, text in _RANGES.findall(block):
            begin, end = int(text, 16), min(int(last, 16), 0xFFFF)  # codes are two bytes at most
            for at, code in enumerate(range(int(first, 16), end + 1)):
                found[code] = _text(b"%0*x" % (len(text), begin + at))
    return found


def _text(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")


class _Page:
    """One page, operator by operator."""

    def __init__(
        self, number: int, page: Any, fonts: dict[tuple[int, int], Reading], owners: list[Any]
    ) -> None:
        self.number, self.page, self.fonts, self.owners = number, page, fonts, owners
        self.named = page.get("/Resources", {}).get("/Font", {})
        self.font: Any = None
        self.around: list[str] = []  # the marked content that an operator stands in
        self.ids: set[int] = set()
        self.kept = 0  # states

    def faults(self) -> Iterator[Problem]:
        place: dict[str, object] = {"page": self.number}
        instructions: Any = pikepdf.parse_content_stream(self.page)
        for operands, operator in instructions:
            name = str(operator)
            if name in ("BDC", "BMC"):
                yield from self._begin(operands)
            elif name == "EMC":
                self.around.pop()
            elif name == "Tf":
                self.font = self.named[str(operands[0])]
            elif name in _PAINTS and not self.around:
                yield Problem("pdf-content-untagged", None, place)
            if name in _SHOWS and self.font is not None:
                yield from self._shown(operands)
            yield from self._drawn(name, operands)
        if any(at >= len(self.owners) or self.owners[at] is None for at in self.ids):
            yield Problem("pdf-content-untagged", None, place)

    def _drawn(self, name: str, operands: Any) -> Iterator[Problem]:
        self.kept += (name == "q") - (name == "Q")
        if not _OPERATOR.fullmatch(name):
            yield Problem("pdf-graphics", None, {"entry": name})
        elif name in _SPACES:
            yield Problem("pdf-colour", None, {"space": _SPACES[name]})
        elif name == "ri" and str(operands[0]).lstrip("/") not in _INTENTS:
            yield Problem("pdf-graphics", None, {"entry": "ri"})
        elif self.kept > _DEEP:
            yield Problem("pdf-limit", None, {"what": "q"})

    def _begin(self, operands: Any) -> Iterator[Problem]:
        kind = str(operands[0]).lstrip("/")
        if kind == "Artifact" and self.around:
            yield Problem("pdf-content-untagged", None, {"page": self.number})
        if len(operands) > 1 and "/MCID" in operands[1]:
            self.ids.add(int(operands[1]["/MCID"]))
            if "Artifact" in self.around:
                yield Problem("pdf-content-untagged", None, {"page": self.number})
        elif kind != "Artifact" and not self.around:
            yield Problem("pdf-content-untagged", None, {"page": self.number})
        self.around.append(kind)

    def _shown(self, operands: Any) -> Iterator[Problem]:
        place: dict[str, object] = {"page": self.number}
        meanings = self.fonts[self.font.objgen]
        wide = 2 if self.font.get("/Subtype") == "/Type0" else 1
        for text in operands[0] if isinstance(operands[0], pikepdf.Array) else [operands[-1]]:
            if not isinstance(text, pikepdf.String):
                continue
            codes = bytes(text)
            for at in range(0, len(codes), wide):
                code = int.from_bytes(codes[at : at + wide])
                if code == 0:
                    yield Problem("pdf-missing-glyph", None, place)
                if (said := meanings.get(code, "")) in _UNREAL or _PRIVATE.search(said):
                    yield Problem("pdf-glyph-unmapped", None, place | {"code": f"{code:04X}"})


def parents_of(pdf: pikepdf.Pdf) -> dict[int, Any]:
    """The way from the content of pages back to the tags: key of a page → its elements."""
    found: dict[int, Any] = {}
    root: Any = pdf.Root.get("/StructTreeRoot", _NONE)
    heap = [root.get("/ParentTree", _NONE)]
    while heap:
        node = heap.pop()
        numbers = list(node.get("/Nums", []))
        found |= {int(key): held for key, held in zip(numbers[::2], numbers[1::2], strict=True)}
        heap += list(node.get("/Kids", []))
    return found
