"""A tree of structure elements: which element of a page is which, and how a tree is written.

The types are those of PDF 1.7 (ISO 32000-1, 14.8.4); `Strong`, `Em`, `Del` and `Ins`, which only
PDF 2.0 has, are kept and mapped to `Span`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pydyf  # type: ignore[import-untyped]

_SVG = "{http://www.w3.org/2000/svg}"
_KINDS = {
    "main": "Part",
    "article": "Art",
    "section": "Sect",
    "nav": "Sect",
    "aside": "Sect",
    "header": "Div",
    "footer": "Div",
    "div": "Div",
    "figure": "Div",
    "blockquote": "BlockQuote",
    "p": "P",
    "figcaption": "P",
    "ol": "L",
    "ul": "L",
    "dl": "L",
    "li": "LI",
    "dt": "Lbl",
    "dd": "LBody",
    "table": "Table",
    "caption": "Caption",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "a": "Link",
    "strong": "Strong",
    "em": "Em",
    "del": "Del",
    "ins": "Ins",
    "img": "Figure",
    f"{_SVG}svg": "Figure",
} | {f"h{level}": f"H{level}" for level in range(1, 7)}
ROLES = {"Strong": "/Span", "Em": "/Span", "Del": "/Span", "Ins": "/Span"}
INLINE = {"Link", "Strong", "Em", "Del", "Ins", "Figure"}
# What may not hold text itself (ISO 32000-1, 14.8.4.2): text in it is a paragraph of its own.
GROUPS = {"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "LBody", "TOCI"}


class Node:
    """A structure element that grows. A kid is a node, or marked content of a page as `(page,
    number)`, or an annotation as `(page, annotation)`."""

    __slots__ = ("about", "element", "kids", "kind", "open", "page", "parent", "written")

    def __init__(self, kind: str, parent: Node | None, page: int, element: Any = None) -> None:
        self.kind, self.parent, self.page, self.element = kind, parent, page, element
        self.kids: list[Any] = []
        self.open: Node | None = None  # the paragraph that takes the text of a group
        self.about: dict[str, Any] = {}
        self.written = pydyf.Dictionary()
        if parent:
            parent.kids.append(self)


Link = tuple[Node, Any, int]  # element, annotation, page


def kind_of(element: Any, above: Node) -> str | None:
    """The type of structure element that an element of the page is; None for none."""
    if element.tag == "span":
        return "Lbl" if above.kind == "LI" and element.get("class") == "num" else None
    kind = _KINDS.get(element.tag)
    listing = above.element is not None and above.element.tag in ("nav", "li")
    if kind == "L" and listing and _in_contents(above):
        return "TOC"
    if kind == "LI" and above.kind == "TOC":
        return "TOCI"
    if kind == "Div" and above.kind == "L":
        return "LI"
    return kind


def _in_contents(node: Node) -> bool:
    return node.kind == "TOCI" or (node.element is not None and node.element.tag == "nav")


def silent(element: Any) -> bool:
    return element is not None and element.get("aria-hidden") == "true"


def describe(node: Node, box: Any) -> None:
    """What a node says of itself besides its content."""
    element = node.element
    if node.kind in ("TH", "TD"):
        said: dict[str, Any] = {}
        if node.kind == "TH":
            said["Scope"] = "/Row" if element.get("scope") == "row" else "/Column"
        spans = {"ColSpan": box.colspan, "RowSpan": box.rowspan}
        said |= {name: span for name, span in spans.items() if span != 1}
        if said:
            node.about["A"] = attributes("Table", said)
    elif node.kind == "L" and element.tag == "ol":
        node.about["A"] = attributes("List", {"ListNumbering": "/Decimal"})
    elif node.kind == "Figure":
        node.about["Alt"] = pydyf.String(element.findtext(f"{_SVG}title") or element.get("alt", ""))


def attributes(owner: str, values: dict[str, Any]) -> Any:
    return pydyf.Dictionary({"O": f"/{owner}", **values})


def write(pdf: Any, top: Node, owners: Iterable[list[Node]], links: Iterable[Link]) -> None:
    """Put a tree into a PDF, and the way back to it: `owners` are the elements of the marked
    content of each page, by number, `links` those of annotations."""
    _prune(top)
    parents = pydyf.Dictionary()
    pdf.add_object(parents)
    root = pydyf.Dictionary(
        {
            "Type": "/StructTreeRoot",
            "ParentTree": parents.reference,
            "RoleMap": pydyf.Dictionary(ROLES),
        }
    )
    pdf.add_object(root)
    pdf.catalog["StructTreeRoot"] = root.reference
    _number(pdf, top)
    root["K"] = top.written.reference
    _fill(top, root.reference, pdf.page_references)
    ways = [pydyf.Array(node.written.reference for node in page) for page in owners]
    for at, (node, annotation, _) in enumerate(links, len(ways)):
        annotation["StructParent"] = at
        ways.append(node.written.reference)
    parents["Nums"] = pydyf.Array(each for way in enumerate(ways) for each in way)
    root["ParentTreeNextKey"] = len(ways)


def _prune(node: Node) -> None:
    """Leave out what holds nothing to be read, save cells, which keep their columns."""
    for kid in node.kids:
        if isinstance(kid, Node):
            _prune(kid)
    node.kids = [
        kid
        for kid in node.kids
        if not isinstance(kid, Node) or kid.kids or kid.kind in ("TH", "TD")
    ]


def _number(pdf: Any, node: Node) -> None:
    pdf.add_object(node.written)
    for kid in node.kids:
        if isinstance(kid, Node):
            _number(pdf, kid)


def _fill(node: Node, parent: bytes, sheets: tuple[bytes, ...]) -> None:
    """Say what a node is and holds; `sheets` are the references of the pages."""
    written = node.written
    written.update({"Type": "/StructElem", "S": f"/{node.kind}", "P": parent, **node.about})
    pages = [kid[0] for kid in node.kids if isinstance(kid, tuple)]
    if pages:
        written["Pg"] = sheets[pages[0]]
    kids = written["K"] = pydyf.Array()
    for kid in node.kids:
        if isinstance(kid, Node):
            _fill(kid, written.reference, sheets)
            kids.append(kid.written.reference)
            continue
        page, what = kid
        here = {"Pg": sheets[page]}
        if not isinstance(what, int):
            here |= {"Type": "/OBJR", "Obj": what.reference}
            kids.append(pydyf.Dictionary(here))
        elif page == pages[0]:
            kids.append(what)
        else:
            kids.append(pydyf.Dictionary(here | {"Type": "/MCR", "MCID": what}))
