"""Watermarks: a word across every page of a text that is not, not yet or no longer in force.

It is drawn as outlines, not as text, so that it never comes back among the words of a clause,
and as an artifact, so that it is not read out (the status stands in words below the title).
It is multiplied with what lies below it: what is black stays black.
"""

from __future__ import annotations

import math
import re
from typing import Any

import pydyf  # type: ignore[import-untyped]

from .outlines import Pen

_TOKEN = re.compile(r"--mark:\s*#([0-9a-fA-F]{6})")
_WIDTH = 0.62  # of a page's diagonal
_LARGEST = 110.0  # points


def draw(document: Any, pdf: Any, css: str, font: bytes) -> None:
    """Mark each page with the `data-mark` of the article on it, in the colour `--mark`."""
    articles = [e for e in document._html.etree_element.iter("article") if e.get("data-mark")]
    if not articles:
        return
    blended = pydyf.Dictionary({"Type": "/ExtGState", "BM": "/Multiply"})
    drawn: dict[str, Any] = {}
    for number, words in enumerate(_words(document)):
        if words:
            sheet = pdf.objects[pdf.pages["Kids"][3 * number]]
            if words not in drawn:
                drawn[words] = _form(pdf, words, font, _colour(css))
            _stamp(pdf, sheet, f"Mark{list(drawn).index(words)}", drawn[words], blended)


def _words(document: Any) -> list[str]:
    """The word of each page: that of the last article that has begun."""
    articles = list(document._html.etree_element.iter("article"))
    marks = {article.get("id"): article.get("data-mark", "") for article in articles}
    word = marks.get(None, "")
    found = []
    for page in document.pages:
        word = next((marks[anchor] for anchor in page.anchors if anchor in marks), word)
        found.append(word)
    return found


def _colour(css: str) -> str:
    """`0.9 0.9 0.9`, from the token."""
    token = _TOKEN.search(css)
    digits = token[1] if token else "e6e6e6"
    return " ".join(f"{int(digits[at : at + 2], 16) / 255:.3f}" for at in (0, 2, 4))


def _form(pdf: Any, words: str, font: bytes, colour: str) -> Any:
    """The words in a box of one unit's height, a unit for each, their middle at its origin."""
    half = len(words) / 2
    box = pydyf.Array((-half, -0.5, half, 0.5))
    extra = {"Type": "/XObject", "Subtype": "/Form", "BBox": box, "Resources": pydyf.Dictionary()}
    form = pydyf.Stream([f"{colour} rg", *_outlines(words, font), "f"], extra, compress=True)
    pdf.add_object(form)
    return form


def _outlines(words: str, font: bytes) -> list[str]:
    import uharfbuzz

    face = uharfbuzz.Face(font)
    cut = uharfbuzz.Font(face)
    pen = Pen(face.upem)
    for at, word in enumerate(words):
        pen.left, pen.down = at - len(words) / 2, -0.38  # half of a Han character's height
        if (glyph := cut.get_nominal_glyph(ord(word))) is not None:
            cut.draw_glyph_with_pen(glyph, pen)
    return pen.path


def _stamp(pdf: Any, sheet: Any, name: str, form: Any, blended: Any) -> None:
    """Draw the form across a page, upwards, multiplied with what it draws."""
    contents, resources = (pdf.objects[int(sheet[k].split()[0])] for k in ("Contents", "Resources"))
    resources["XObject"][name] = form.reference
    resources["ExtGState"]["Mark"] = blended
    _, _, width, height = sheet["MediaBox"]
    diagonal = math.hypot(width, height)
    size = min(_LARGEST, _WIDTH * diagonal / (form.extra["BBox"][2] * 2))
    x, y = size * width / diagonal, size * height / diagonal
    # WeasyPrint has turned the page upside down by now, so a glyph is turned back.
    matrix = f"{x:.3f} {-y:.3f} {-y:.3f} {-x:.3f} {width / 2:.3f} {height / 2:.3f} cm"
    artifact = "/Artifact <</Type/Pagination/Subtype/Watermark>>BDC"
    contents.stream += [artifact, "q", "/Mark gs", matrix, f"/{name} Do", "Q", "EMC"]
