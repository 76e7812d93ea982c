"""All that leads out of a PDF, or does something: actions, attachments, links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pikepdf

from ..problems import Problem
from .statements import part

_NONE: dict[str, Any] = {}
_SCHEMES = {"https", "mailto"}
_ACTIONS = {"/URI", "/GoTo"}
_MIME = re.compile(r"/[-\w+.]+/[-\w+.]+")
PRINTED, KEPT_BACK = 4, 1 | 2 | 32 | 256  # bits of the flags of an annotation: table 165


def faults(pdf: pikepdf.Pdf) -> Iterator[Problem]:
    """Actions that no document of ours has, attachments out of place, links to nowhere."""
    attached = []
    for one in pdf.objects:
        for thing in _things(one):
            kind = thing.get("/Type")
            if forbidden := _forbidden(thing):
                yield Problem("pdf-action", None, {"action": forbidden})
            if kind == "/Filespec" or "/EF" in thing:
                attached.append(thing)
            if thing.get("/Subtype") == "/Image" and thing.get("/Interpolate", False):
                yield Problem("pdf-interpolated")
    yield from _attachments(pdf, attached)
    targets = _targets(pdf)
    for number, page in enumerate(pdf.pages, 1):
        for annotation in page.get("/Annots", []):
            yield from _annotation(annotation, number, targets)


def _things(value: Any, depth: int = 0) -> Iterator[Any]:
    """Every dictionary within an object that stands for itself; references are not followed,
    because what they lead to is an object of its own."""
    if depth > 50 or (depth and isinstance(value, pikepdf.Object) and value.is_indirect):
        return
    if isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
        yield value
        for key in value.keys():  # noqa: SIM118 (a stream has keys but is no mapping)
            yield from _things(value[key], depth + 1)
    elif isinstance(value, pikepdf.Array):
        for one in value:
            yield from _things(one, depth + 1)


def _forbidden(thing: Any) -> str:
    """The action that a dictionary is, when it is one that does more than lead somewhere."""
    if "/JS" in thing or "/AA" in thing:
        return "JavaScript" if "/JS" in thing else "AA"
    kind = thing.get("/S")
    named = isinstance(kind, pikepdf.Name) and str(kind) in _KNOWN
    acts = named or thing.get("/Type") == "/Action"
    return str(kind).lstrip("/") if acts and kind not in _ACTIONS else ""


# The types of action (ISO 32000-1, table 198), besides those that only lead somewhere.
_KNOWN = {
    "/GoToR",
    "/GoToE",
    "/Launch",
    "/Thread",
    "/Sound",
    "/Movie",
    "/Hide",
    "/Named",
    "/SubmitForm",
    "/ResetForm",
    "/ImportData",
    "/JavaScript",
    "/SetOCGState",
    "/Rendition",
    "/Trans",
    "/GoTo3DView",
}


def _attachments(pdf: pikepdf.Pdf, attached: list[Any]) -> Iterator[Problem]:
    embedded = "/EmbeddedFiles" in pdf.Root.get("/Names", {})
    if part(pdf) != "3":
        if attached or embedded:
            yield Problem("pdf-attachment", None, {"norm": "PDF/A-2"})
        return
    held = {one.objgen for one in pdf.Root.get("/AF", [])}
    for one in attached:
        if "/AFRelationship" not in one or one.objgen not in held:
            yield Problem("pdf-attachment-unrelated")
        missing = [key for key in ("/F", "/UF") if not str(one.get(key, ""))]
        files = one.get("/EF", _NONE).values()
        if not all(_MIME.fullmatch(str(file.get("/Subtype", ""))) for file in files):
            missing.append("/Subtype")
        for key in missing:
            yield Problem("pdf-attachment-unnamed", None, {"entry": key.lstrip("/")})


def _targets(pdf: pikepdf.Pdf) -> set[str]:
    """The named places that a link can lead to."""
    names: Any = pdf.Root.get("/Names", _NONE)
    found: set[str] = set()
    heap = [names.get("/Dests", _NONE)]
    while heap:
        node = heap.pop()
        found |= {str(name) for name in list(node.get("/Names", []))[::2]}
        heap += list(node.get("/Kids", []))
    return found


def _annotation(annotation: Any, page: int, targets: set[str]) -> Iterator[Problem]:
    place: dict[str, object] = {"page": page}
    if annotation.get("/Subtype") == "/Widget":
        return  # `forms` looks at it
    if annotation.get("/Subtype") != "/Link":
        yield Problem("pdf-annotation", None, place)
        return
    flags = int(annotation.get("/F", 0))
    if not flags & PRINTED or flags & KEPT_BACK:
        yield Problem("pdf-link-hidden", None, place)
    if not str(annotation.get("/Contents", "")).strip():
        yield Problem("pdf-link-silent", None, place)
    action = annotation.get("/A", {})
    if "/URI" in action:
        address = str(action["/URI"])
        if urlsplit(address).scheme not in _SCHEMES:
            yield Problem("pdf-link-target", None, place | {"target": address[:100]})
        return
    target = annotation.get("/Dest", action.get("/D"))
    if isinstance(target, pikepdf.Array):
        return
    if str(target) not in targets:
        yield Problem("pdf-link-target", None, place | {"target": str(target)[:100]})
