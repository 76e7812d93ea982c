"""How typed lines become text: joined without a space beside Han, with one between Latin words."""

from __future__ import annotations

import re
import unicodedata


def wide(character: str) -> bool:
    """Whether lines are joined without a space beside this character (Han, full-width marks)."""
    return (
        not character
        or character in "“”‘’—…·"
        or unicodedata.east_asian_width(character) in ("W", "F")
    )


def spaced(before: str, after: str) -> bool:
    """Whether a space joins two typed lines; marks at their ends are looked through."""
    last, first = before.rstrip("*]}")[-1:], after.lstrip("*[${#")[:1]
    return not (wide(last) or wide(first))


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text without marks; an empty line lies between two."""
    return [_joined(part) for part in re.split(r"\n[ ]*\n", text) if part.strip()]


def _joined(paragraph: str) -> str:
    text = ""
    for row in filter(None, map(str.strip, paragraph.split("\n"))):
        text += row if wide(text[-1:]) or wide(row[:1]) else f" {row}"
    return text
