"""What pages are drawn with besides fonts: states, colours, images and forms (ISO 19005-2, 6.2).

Pages of ours are drawn in RGB under one output profile; a space of inks, where somebody has
put one, is not measured here but refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from ..problems import Problem

_BLENDED = re.compile(  # ISO 32000-1, tables 136 and 137
    "/(Normal|Compatible|Multiply|Screen|Overlay|Darken|Lighten|ColorDodge|ColorBurn|HardLight"
    "|SoftLight|Difference|Exclusion|Hue|Saturation|Color|Luminosity)"
)
# By an output profile in RGB, or by themselves.
_COVERED = {"/DeviceRGB", "/DeviceGray", "/Pattern", "/CalRGB", "/CalGray", "/Lab"}
_BITS = {1, 2, 4, 8, 16}
_NONE: dict[str, Any] = {}


def faults(pdf: pikepdf.Pdf) -> Iterator[Problem]:
    """What is wrong with the resources of pages and forms."""
    for page in pdf.pages:
        if "/Resources" not in page.obj:
            yield _refused("Resources")
    for one in pdf.objects:
        if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image":
            yield from _image(one)
        elif isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Form":
            yield from _form(one)
            yield from _resources(one.get("/Resources", _NONE))
        elif isinstance(one, pikepdf.Dictionary):
            named = "/ExtGState" in one or "/ColorSpace" in one
            yield from _resources(one if named else one.get("/Resources", _NONE))


def _refused(entry: str) -> Problem:
    return Problem("pdf-graphics", None, {"entry": entry})


def _resources(resources: Any) -> Iterator[Problem]:
    for state in resources.get("/ExtGState", _NONE).values():
        yield from (_refused(key.lstrip("/")) for key in ("/TR", "/HTP", "/HT") if key in state)
        if state.get("/TR2", "/Default") != "/Default":
            yield _refused("TR2")
        modes = state.get("/BM", [])
        for mode in modes if isinstance(modes, pikepdf.Array) else [modes] if modes else []:
            if not _BLENDED.fullmatch(str(mode)):
                yield _refused(f"BM {mode}")
    for space in resources.get("/ColorSpace", _NONE).values():
        yield from coloured(space)


def coloured(space: Any) -> Iterator[Problem]:
    """A space of colours that neither the output profile covers nor one in RGB of its own."""
    kind = space[0] if isinstance(space, pikepdf.Array) else space
    if kind == "/ICCBased" and profiled(space[1], b"mntr", b"prtr", b"scnr", b"spac"):
        return
    if str(kind) not in _COVERED:
        yield Problem("pdf-colour", None, {"space": str(kind).lstrip("/")})


def profiled(profile: Any, *classes: bytes) -> bool:
    """Whether a stream is a colour profile in RGB, of one of the classes, and not of a version
    that PDF 1.7 does not know (ICC.1:2004-10, 7.2)."""
    head = profile.read_bytes()[:40]
    kinds = head[12:16] in classes and head[16:20] == b"RGB " and head[36:] == b"acsp"
    return kinds and head[8] < 5


def _image(image: Any) -> Iterator[Problem]:
    yield from (_refused(key.lstrip("/")) for key in ("/Alternates", "/OPI") if key in image)
    if int(image.get("/BitsPerComponent", 8)) not in _BITS:
        yield _refused("BitsPerComponent")
    if "/ColorSpace" in image:
        yield from coloured(image["/ColorSpace"])


def _form(form: Any) -> Iterator[Problem]:
    yield from (_refused(key.lstrip("/")) for key in ("/Ref", "/PS", "/OPI") if key in form)
    if form.get("/Subtype2") == "/PS":
        yield _refused("Subtype2")
    if b"/MCID" in form.read_bytes():  # tags of ours lead to pages alone (ISO 14289-1, 7.20)
        yield _refused("MCID")
