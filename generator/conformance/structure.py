"""The tags of a PDF: complete, of known types, in an order that makes sense to a listener."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

from ..problems import Problem
from . import tables
from .drawing import parents_of
from .statements import TAG

# The standard structure types that we use (ISO 32000-1, 14.8.4).
_LEVELS = {f"H{level}": level for level in range(1, 7)}
_STANDARD = set(_LEVELS) | {
    "Document",
    "Part",
    "Art",
    "Sect",
    "Div",
    "BlockQuote",
    "Caption",
    "TOC",
    "TOCI",
    "NonStruct",
    "P",
    "L",
    "LI",
    "Lbl",
    "LBody",
    "Table",
    "TR",
    "TH",
    "TD",
    "THead",
    "TBody",
    "TFoot",
    "Span",
    "Reference",
    "Link",
    "Figure",
    "Form",
    "Note",
}
_CHILDREN = {
    "L": {"LI", "L", "Caption"},
    "LI": {"Lbl", "LBody"},
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
    "TOC": {"TOC", "TOCI", "Caption"},
    "TOCI": {"Lbl", "Reference", "NonStruct", "P", "TOC"},
}
_PARENTS = {
    "LI": {"L"},
    "LBody": {"LI"},
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "TFoot": {"Table"},
    "TH": {"TR"},
    "TD": {"TR"},
    "TOCI": {"TOC"},
}
_NONE: dict[str, Any] = {}


def faults(pdf: pikepdf.Pdf) -> Iterator[Problem]:
    """What is wrong with the tags."""
    root = pdf.Root.get("/StructTreeRoot")
    about: Any = pdf.Root.get("/MarkInfo", {})
    if root is None or not about.get("/Marked", False) or about.get("/Suspects", False):
        yield Problem("pdf-untagged")
        return
    roles = {str(key): str(value) for key, value in root.get("/RoleMap", {}).items()}
    walk = _Walk(roles)
    for kind in sorted({key.lstrip("/") for key in roles} & _STANDARD):
        yield Problem("pdf-tag-remapped", None, {"tag": kind})
    for element in _listed(root.get("/K")):
        yield from walk.down(element, root)
    yield from _unlinked(pdf, walk.annotations)


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


class _Walk:
    """A walk through the tree in reading order."""

    def __init__(self, roles: dict[str, str]) -> None:
        self.roles = roles
        self.level = 0  # of the heading read last
        self.annotations: dict[tuple[int, int], str] = {}  # and the type of what holds each

    def kind(self, element: Any) -> str:
        """The type of an element, or the standard one that its own stands for."""
        kind = str(element.get("/S", ""))
        for _ in range(5):
            kind = self.roles.get(kind, kind)
        return kind.lstrip("/")

    def down(self, element: Any, above: Any) -> Iterator[Problem]:
        kind = self.kind(element)
        if element.get("/P", _NONE) != above:
            yield Problem("pdf-tag-astray", None, {"tag": kind})
        if self.kind(above) not in _PARENTS.get(kind, {self.kind(above)}):
            yield Problem("pdf-tag-misplaced", None, {"tag": kind, "parent": self.kind(above)})
        if not TAG.fullmatch(str(element.get("/Lang", "zh"))):
            yield Problem("pdf-no-language")
        if kind not in _STANDARD:
            yield Problem("pdf-tag-unknown", None, {"tag": kind})
        yield from self._self(kind, element)
        for kid in _listed(element.get("/K")):
            if not isinstance(kid, pikepdf.Dictionary) or kid.get("/Type") == "/MCR":
                continue
            if kid.get("/Type") == "/OBJR":
                self.annotations[kid["/Obj"].objgen] = kind
                continue
            below = self.kind(kid)
            if below not in _CHILDREN.get(kind, {below}):
                yield Problem("pdf-tag-misplaced", None, {"tag": below, "parent": kind})
            yield from self.down(kid, element)

    def _self(self, kind: str, element: Any) -> Iterator[Problem]:
        if kind in _LEVELS:
            if _LEVELS[kind] > self.level + 1:
                yield Problem("pdf-heading-skipped", None, {"tag": kind, "last": self.level})
            self.level = _LEVELS[kind]
        elif kind == "Figure" and not str(element.get("/Alt", "")).strip():
            yield Problem("pdf-figure-silent")
        elif kind == "Form" and not _single(element):
            yield Problem("pdf-form-untagged", None, {"page": "—"})
        elif kind == "Table":
            if not self._headed(element):
                yield Problem("pdf-table-headless")
            yield from tables.faults(element, self.kind)
        elif kind == "TH" and not _scoped(element):
            yield Problem("pdf-header-unscoped")

    def _headed(self, element: Any) -> bool:
        return any(
            self.kind(kid) == "TH" or self._headed(kid)
            for kid in _listed(element.get("/K"))
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid
        )


def _back(parents: dict[int, Any], annotation: Any) -> Any:
    """The type of the element that an annotation says it belongs to."""
    element = parents.get(int(annotation.get("/StructParent", -1)))
    return element.get("/S") if isinstance(element, pikepdf.Dictionary) else None


def _single(element: Any) -> bool:
    """Whether a field's element holds that field and nothing else (ISO 32000-1, table 340)."""
    kids = _listed(element.get("/K"))
    return len(kids) == 1 and isinstance(kids[0], pikepdf.Dictionary) and "/Obj" in kids[0]


def _scoped(element: Any) -> bool:
    return any("/Scope" in said for said in _listed(element.get("/A")))


def _unlinked(pdf: pikepdf.Pdf, known: dict[tuple[int, int], str]) -> Iterator[Problem]:
    """Pages whose links and fields the tags do not hold."""
    parents = parents_of(pdf)
    for number, page in enumerate(pdf.pages, 1):
        place: dict[str, object] = {"page": number}
        annotations = list(page.get("/Annots", []))
        for one in annotations:
            if one.get("/Subtype") == "/Widget":
                if known.get(one.objgen) != "Form" or "/StructParent" not in one:
                    yield Problem("pdf-form-untagged", None, place)
            elif known.get(one.objgen) != "Link" or _back(parents, one) != "/Link":
                yield Problem("pdf-link-untagged", None, place)
        if annotations and page.get("/Tabs") != "/S":
            yield Problem("pdf-tab-order", None, place)
