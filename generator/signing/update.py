"""What was before a signature: the bytes that were signed as they stand, and whether the update
behind them adds a signature and nothing else.

A signature covers all of a file, the update that brings it too. So an intact signature alone does
not say that the text is the one from before: the update might show other words, and be signed
with them. Here every object that the update touches is held against what it was.
"""

from __future__ import annotations

import io
import re
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from . import maybe
from .field import FOOT

_END = re.compile(rb"startxref\s+(\d+)\s+%%EOF(?:\r\n|\r|\n)?")
_SIGNS = {"/AcroForm", "/Perms", "/Extensions"}  # what a signature adds to the catalog
_GROWS = {  # what else may be touched, by its role, and which of its entries may grow
    "page": {"/Annots", "/Tabs"},
    "tree": {"/K", "/ParentTreeNextKey"},
    "top": {"/K"},
    "parents": {"/Nums", "/Kids"},
}


def unsigned(data: bytes) -> bytes:
    """The file as it was before its signature, when the last update adds that and no more; else
    the file itself. Never raises."""
    if not maybe(data):
        return data
    try:
        reader = PdfFileReader(io.BytesIO(data))
        end = _before(data, reader)
        return data[:end] if end and _only_signs(reader) else data
    except Exception:  # a broken file makes the library raise anything
        return data


def _before(data: bytes, reader: Any) -> int:
    """Where the last update begins; 0 for a file that never was updated."""
    last = reader.xrefs.total_revisions - 1
    if last < 1:
        return 0
    start = reader.xrefs.get_startxref_for_revision(last - 1)
    ends = [found.end() for found in _END.finditer(data) if int(found[1]) == start]
    return ends[0] if ends and ends[0] > start else 0


def _only_signs(reader: Any) -> bool:
    now = reader.xrefs.total_revisions - 1
    before = reader.get_historical_resolver(now - 1)
    trailers = [reader.trailer.flatten(at) for at in (now - 1, now)]
    if any(_said(trailers[0].get(k)) != _said(trailers[1].get(k)) for k in ("/Info", "/Encrypt")):
        return False
    if before.root_ref != reader.root_ref or reader.xrefs.refs_freed_in_revision(now):
        return False
    roles = _roles(reader)
    new = set()
    for reference in reader.xrefs.explicit_refs_in_revision(now):
        if reader.xrefs.get_introducing_revision(reference) == now:
            new.add(reference.idnum)
        elif not _grown(before(reference), reader.get_object(reference), roles, reference.idnum):
            return False
    return _signature_alone(reader, new)


def _roles(reader: Any) -> dict[int, str]:
    """The objects that may be touched, by number."""
    roles = {reader.root_ref.idnum: "catalog"}
    (held,) = reader.root["/AcroForm"]["/Fields"]
    field = held.get_object()
    page = field.raw_get("/P")
    roles[page.idnum] = "page"
    annotations = page.get_object().raw_get("/Annots")
    if isinstance(annotations, generic.IndirectObject):
        roles[annotations.idnum] = "array"
    if "/StructTreeRoot" in reader.root:
        tree = reader.root.raw_get("/StructTreeRoot")
        roles[tree.idnum] = "tree"
        roles[tree.get_object().raw_get("/ParentTree").idnum] = "parents"
        above = _form(reader, field).raw_get("/P")
        roles.setdefault(above.idnum, "top")
    return roles


def _form(reader: Any, field: Any) -> Any:
    """The element that the tree of parents gives for the field."""
    numbers = reader.root["/StructTreeRoot"]["/ParentTree"]
    while "/Kids" in numbers:
        numbers = [*numbers["/Kids"]][-1].get_object()
    key, held = [*numbers["/Nums"]][-2:]
    if int(key) != int(field["/StructParent"]):
        raise ValueError("another field")
    return held.get_object()


def _grown(old: Any, new: Any, roles: dict[int, str], number: int) -> bool:
    """Whether an object says all that it said, and more only where its role lets it."""
    role = roles.get(number)
    if role is None or type(old) is not type(new):
        return False
    if role == "array":
        return _longer(old, new, 1)
    if isinstance(old, generic.StreamObject):
        return False
    if role == "catalog":
        kept = all(_said(old.get(key)) == _said(new.raw_get(key)) for key in old)
        return kept and not _SIGNS & set(old) and set(new) - set(old) <= _SIGNS
    grows = _GROWS[role]
    if any(key not in new for key in old) or not set(new) - set(old) <= grows:
        return False
    same = (k for k in old if k not in grows)
    if any(_said(old.raw_get(key)) != _said(new.raw_get(key)) for key in same):
        return False
    return all(_entry(key, old.get(key), new.raw_get(key)) for key in grows & set(new))


def _entry(key: str, old: Any, new: Any) -> bool:
    """Whether an entry is what it was, with the one thing more that a signature needs."""
    if key == "/Tabs":
        return bool(new == "/S")
    if key == "/ParentTreeNextKey":
        return old is None or int(new) > int(old)
    if isinstance(new, generic.IndirectObject):  # the array of annotations, looked at by itself
        return key == "/Annots" or _said(old) == _said(new)
    before = generic.ArrayObject() if old is None else old
    if not isinstance(before, generic.ArrayObject):
        before = generic.ArrayObject([before])
    return _longer(before, new, 2 if key == "/Nums" else 1)


def _longer(old: Any, new: Any, most: int) -> bool:
    begins, now = [_said(one) for one in old], [_said(one) for one in new]
    return now[: len(begins)] == begins and len(now) - len(begins) in (0, most)


def _signature_alone(reader: Any, new: set[int]) -> bool:
    """Whether the form is one signature, at the foot of its page or without any size."""
    form, perms = reader.root["/AcroForm"], reader.root.get("/Perms", {})
    (field,) = form["/Fields"]
    about = field.get_object()
    page = about["/P"]
    shown = [one.idnum for one in page["/Annots"]]
    left, bottom, right, top = (float(value) for value in [*about["/Rect"]])
    floor = float([*page["/MediaBox"]][1]) if "/MediaBox" in page else 0.0
    signature = about.raw_get("/V").idnum
    return (
        set(form) <= {"/Fields", "/SigFlags"}
        and set(perms) <= {"/DocMDP"}
        and all(perms.raw_get(key).idnum == signature for key in perms)
        and {field.idnum, signature} <= new
        and shown.count(field.idnum) == 1
        and not {"/A", "/AA"} & set(about)
        and about.get("/FT") == "/Sig"
        and about.get("/Subtype") == "/Widget"
        and (left == right or bottom == top or max(bottom, top) <= floor + FOOT)
    )


def _said(value: Any) -> bytes:
    """A value as a file writes it, references as references."""
    if value is None:
        return b""
    written = io.BytesIO()
    value.write_to_stream(written, None)
    return written.getvalue()
