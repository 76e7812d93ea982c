"""The character ids of a cut face: glyph n has id n.

HarfBuzz numbers the glyphs of a cut face anew but keeps their old character ids (CIDs) in the
charset of a CID-keyed CFF. WeasyPrint writes glyph numbers into the PDF, where they are read as
CIDs, through that charset (ISO 32000-1, 9.7.4.2): some readers would show other characters, or
none. So the charset becomes a single range, in its place. fontTools finds the place; it is not
asked to write the face anew, because that takes half a second.
"""

from __future__ import annotations

import io
import struct


def numbered(font: bytes) -> bytes:
    """An OpenType face as bytes, its CIDs made the numbers of its glyphs; unchanged when its
    outlines are not a CID-keyed CFF."""
    from fontTools.ttLib import TTFont

    face = TTFont(io.BytesIO(font), lazy=True)
    if "CFF " not in face:
        return font
    top = face["CFF "].cff.topDictIndex[0]
    glyphs = face["maxp"].numGlyphs
    if "ROS" not in top.rawDict or glyphs < 2:
        return font
    at = face.reader.tables["CFF "].offset + top.rawDict["charset"]
    # One range from glyph 1 on, with how many follow it (Adobe Technical Note 5176, 13).
    left = glyphs - 2
    one = struct.pack(">BHB", 1, 1, left) if left < 256 else struct.pack(">BHH", 2, 1, left)
    return font[:at] + one + font[at + len(one) :]
