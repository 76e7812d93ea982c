"""The character ids of a cut face: glyph n has id n.

HarfBuzz numbers the glyphs of a cut face anew but keeps their old character ids (CIDs) in the
charset of a CID-keyed CFF. WeasyPrint writes glyph numbers into the PDF, where they are read as
CIDs, through that charset (ISO 32000-1, 9.7.4.2): some readers would show other characters, or
none. So the charset becomes a single range. Its place is found by the Compact Font Format
specification (Adobe Technical Note 5176; the numbers below are its sections).
"""

from __future__ import annotations

import struct

_CHARSET, _ROS = (15,), (12, 30)


def numbered(font: bytes) -> bytes:
    """An OpenType face as bytes, its CIDs made the numbers of its glyphs; unchanged when its
    outlines are not a CID-keyed CFF."""
    tables = {
        font[at : at + 4]: struct.unpack_from(">L", font, at + 8)[0]
        for at in range(12, 12 + 16 * struct.unpack_from(">H", font, 4)[0], 16)
    }
    start = tables.get(b"CFF ")
    if start is None:
        return font
    names = start + font[start + 2]  # behind the header (6)
    first, end = _index(font, _index(font, names)[1][-1])[1][:2]
    top = _dictionary(font[first:end])
    if _ROS not in top:
        return font
    at = start + top[_CHARSET][-1]
    (glyphs,) = struct.unpack_from(">H", font, tables[b"maxp"] + 4)
    left = glyphs - 2  # behind the first of the one range, which begins behind .notdef
    one = struct.pack(">BHB", 1, 1, left) if left < 256 else struct.pack(">BHH", 2, 1, left)  # 13
    return font[:at] + one + font[at + len(one) :] if glyphs > 1 else font


def _index(font: bytes, at: int) -> tuple[int, list[int]]:
    """How many objects an INDEX holds, and where each begins, with the end of the last (5)."""
    (count,) = struct.unpack_from(">H", font, at)
    if not count:
        return 0, [at + 2]
    size = font[at + 2]
    base = at + 2 + (count + 1) * size
    offsets = (font[at + 3 + n * size : at + 3 + (n + 1) * size] for n in range(count + 1))
    return count, [base + int.from_bytes(offset) for offset in offsets]


def _dictionary(data: bytes) -> dict[tuple[int, ...], list[int]]:
    """The operands of each operator of a DICT (4); real numbers count as 0."""
    found: dict[tuple[int, ...], list[int]] = {}
    operands: list[int] = []
    at = 0
    while at < len(data):
        byte = data[at]
        size = 1
        if byte <= 21:
            size = 2 if byte == 12 else 1
            found[tuple(data[at : at + size])] = operands
            operands = []
        elif byte == 28:
            size = 3
            operands.append(int.from_bytes(data[at + 1 : at + 3], signed=True))
        elif byte == 29:
            size = 5
            operands.append(int.from_bytes(data[at + 1 : at + 5], signed=True))
        elif byte == 30:
            size = next(n for n in range(1, len(data) - at) if 15 in divmod(data[at + n], 16)) + 1
            operands.append(0)
        elif byte <= 246:
            operands.append(byte - 139)
        else:
            size = 2
            sign = 1 if byte <= 250 else -1
            operands.append(sign * ((byte - (247 if sign > 0 else 251)) * 256 + data[at + 1] + 108))
        at += size
    return found
