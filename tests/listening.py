"""What a reading device reads out of a PDF: the text of its tags, in their order."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from built import squashed

from generator.conformance.drawing import _meanings

Spoken = dict[tuple[tuple[int, int], int], str]


def told(data: bytes) -> str:
    """All that is read out, without white space."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        spoken: Spoken = {}
        for page in pdf.pages:
            spoken |= {(page.objgen, mark): text for mark, text in _marked(page)}
        return squashed("".join(_below(pdf.Root.StructTreeRoot, spoken)))


def _marked(page: Any) -> Iterator[tuple[int, str]]:
    """The text of each piece of marked content of a page."""
    meanings = {name: _meanings(font) for name, font in page.Resources.Font.items()}
    inside: list[int | None] = []
    meaning: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC" | "BMC":
                given = operands[1] if len(operands) > 1 else {}
                inside.append(int(given["/MCID"]) if "/MCID" in given else None)
            case "EMC":
                inside.pop()
            case "Tf":
                meaning = meanings[str(operands[0])]
            case "Tj" | "TJ" if inside[-1] is not None:
                shown = operands[0] if isinstance(operands[0], pikepdf.Array) else operands
                codes = b"".join(bytes(one) for one in shown if isinstance(one, pikepdf.String))
                pairs = (int.from_bytes(codes[at : at + 2]) for at in range(0, len(codes), 2))
                yield inside[-1], "".join(meaning[code] for code in pairs)


def _below(element: Any, spoken: Spoken) -> Iterator[str]:
    kids = element.K if isinstance(element.K, pikepdf.Array) else [element.K]
    for kid in kids:
        if isinstance(kid, int):
            yield spoken.get((element.Pg.objgen, kid), "")
        elif kid.get("/Type") == "/MCR":
            yield spoken.get((kid.Pg.objgen, int(kid.MCID)), "")
        elif "/S" in kid:
            yield from _below(kid, spoken)
