"""Which characters may not stand in an agreement, and why.

Invisible and bidirectional characters can make a text read otherwise than it
is; radicals and compatibility ideographs look like the ordinary character but
are another, and two code points that share a glyph spoil the text extracted
from a PDF. Source of the ranges: Unicode 15, chapters 18.1 and 23.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# The codes of what cannot be seen, or not where it stands.
UNSEEN = ("tab", "bidirectional-character", "invisible-character")
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u3164\uffa0\u2800")
# CJK unified ideographs that happen to stand in the compatibility block.
_UNIFIED = frozenset(map(chr, (0xFA0E, 0xFA0F, 0xFA11, 0xFA13, 0xFA14, 0xFA1F, 0xFA21)))
_UNIFIED |= frozenset(map(chr, (0xFA23, 0xFA24, 0xFA27, 0xFA28, 0xFA29)))
_TWINS = ((0x2E80, 0x2FDF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F))
# All but the characters of ordinary text, so that few need a closer look.
_DOUBTFUL = re.compile("[^\\n -~\u3000-\u3029\u4e00-\u9fff\uff01-\uff5e“”‘’—…·]")


def refused(text: str) -> Iterator[tuple[int, str]]:
    """Each (offset, code) of a character of `text` that is refused."""
    for found in _DOUBTFUL.finditer(text):
        if code := _fault(found.group()):
            yield found.start(), code


def plain_form(character: str) -> str | None:
    """The ordinary character that a twin stands for, when Unicode knows it."""
    form = unicodedata.normalize("NFKC", character)
    return form if form != character else None


def name(character: str) -> str:
    """`U+202E RIGHT-TO-LEFT OVERRIDE`."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()


def _fault(character: str) -> str | None:
    if character == "\n":
        return None
    if character == "\t":
        return "tab"
    if character in _BIDI:
        return "bidirectional-character"
    category = unicodedata.category(character)
    point = ord(character)
    if (
        character in _BLANK
        or category in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
        or (category == "Zs" and character not in " \u3000")
        or 0xFE00 <= point <= 0xFE0F
        or 0xE0000 <= point <= 0xE0FFF
        or point & 0xFFFE == 0xFFFE
    ):
        return "invisible-character"
    if character not in _UNIFIED and any(low <= point <= high for low, high in _TWINS):
        return "compatibility-character"
    return None
