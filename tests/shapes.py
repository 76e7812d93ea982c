"""The shapes of letters: those in a PDF, and those of the faces that it was to be set in."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from typing import Any

import pikepdf
import uharfbuzz

from generator.conformance.drawing import _meanings
from generator.render import fonts

Path = tuple[tuple[Any, ...], ...]


def of(data: bytes) -> Iterator[tuple[str, str, Path, list[Path]]]:
    """Each letter of each font of a PDF: font, letter, its shape there, those in the face."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        done = set()
        for page in pdf.pages:
            for font in page.Resources.Font.values():
                name = str(font.BaseFont).partition("+")[2]
                if name in done:
                    continue
                done.add(name)
                program = font.DescendantFonts[0].FontDescriptor.FontFile3.read_bytes()
                own = uharfbuzz.Face(program)
                for code, char in _meanings(font).items():
                    if len(char) == 1 and char.strip() and code:
                        yield name, char, _shape(own, code), _known(name, char)


def contours(word: str) -> list[int]:
    """Of how many contours each letter of a heavy word is."""
    known = [_known("Agreement-Sans-Bold", char)[0] for char in word]
    return [sum(step[0] == "m" for step in shape) for shape in known]


@cache
def _known(name: str, char: str) -> list[Path]:
    """The shapes of a letter in a face: its own, and the one among Latin letters."""
    face = _faces()[name]
    font, word = uharfbuzz.Font(face), uharfbuzz.Buffer()
    word.add_str(char)
    word.direction, word.script, word.language = "ltr", "Latn", "en"
    uharfbuzz.shape(font, word)
    glyphs = [font.get_nominal_glyph(ord(char)), word.glyph_infos[0].codepoint]
    return [_shape(face, glyph) for glyph in glyphs]


@cache
def _faces() -> dict[str, Any]:
    return {
        face.name.replace(" ", "-") + ("-Bold" if face.weight == 700 else ""): uharfbuzz.Face(
            uharfbuzz.Blob.from_file_path(str(face.file)), face.index
        )
        for face in fonts.faces()
    }


def _shape(face: Any, glyph: int) -> Path:
    """The outline, in thousandths of the type size."""
    pen = _Pen(1000 / face.upem)
    uharfbuzz.Font(face).draw_glyph_with_pen(glyph, pen)
    return tuple(pen.steps)


class _Pen:
    def __init__(self, scale: float) -> None:
        self.scale, self.steps = scale, list[tuple[Any, ...]]()

    def _take(self, step: str, *points: tuple[float, float]) -> None:
        self.steps.append(
            (step, *((round(x * self.scale), round(y * self.scale)) for x, y in points))
        )

    def moveTo(self, point: tuple[float, float]) -> None:
        self._take("m", point)

    def lineTo(self, point: tuple[float, float]) -> None:
        self._take("l", point)

    def curveTo(self, *points: tuple[float, float]) -> None:
        self._take("c", *points)

    def qCurveTo(self, *points: tuple[float, float]) -> None:
        self._take("q", *points)

    def closePath(self) -> None:
        self._take("h")
