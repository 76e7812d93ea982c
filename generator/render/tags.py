"""The structure inside a PDF: what a reading device reads out, in what order, as what.

WeasyPrint makes one structure element of every line and box, and begins a new paragraph,
list or table on every page. Here the tree follows the elements of the page instead: one
paragraph is one element however many lines and pages it takes. Added are what PDF/UA-1
(ISO 14289-1, 7) asks for: labels of lists, scope of header cells, descriptions of links;
and what WeasyPrint takes for content although it is decoration becomes an artifact:
running heads, page numbers, leaders, the repeated head of a table, blanks. Emphasis is kept
as `Strong` and `Em`, which PDF 1.7 lets a role map define.

`install` replaces a function and a method of WeasyPrint 70 in the child process.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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
_INLINE = {"Link", "Strong", "Em", "Del", "Ins", "Figure"}
# What may not hold text itself (ISO 32000-1, 14.8.4.2): text in it is a paragraph of its own.
_GROUPS = {"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "LBody", "TOCI"}
_POINTS = 0.75  # of a CSS pixel


def install() -> None:
    """Let the WeasyPrint of this process tag by elements. Call once."""
    from weasyprint import pdf
    from weasyprint.pdf.stream import Stream

    pdf.add_tags = _add_tags
    Stream.marked = _marked


class _Mark(pydyf.Object):
    """The beginning of a piece of marked content: an artifact unless it gets an owner."""

    data = b"/Artifact BMC"

    def own(self, kind: str, number: int) -> None:
        self.data = f"/{kind} <</MCID {number}>>BDC".encode()

    def furnish(self, kind: str) -> None:
        """Part of every page: its head or its foot."""
        self.data = f"/Artifact <</Type/Pagination/Subtype/{kind}>>BDC".encode()


@contextmanager
def _marked(stream: Any, box: Any, tag: str) -> Iterator[None]:
    """WeasyPrint's `Stream.marked`, which leaves open what the content will be."""
    if stream._tags is None:
        yield
        return
    stream._tags[box] = mark = _Mark()
    stream.stream.append(mark)
    yield
    stream.stream.append(b"EMC")


class _Node:
    """A structure element that grows. A kid is a node, or marked content of a page as `(page,
    number)`, or an annotation as `(page, annotation)`."""

    __slots__ = ("about", "element", "kids", "kind", "open", "page", "parent", "written")

    def __init__(self, kind: str, parent: _Node | None, page: int, element: Any = None) -> None:
        self.kind, self.parent, self.page, self.element = kind, parent, page, element
        self.kids: list[Any] = []
        self.open: _Node | None = None  # the paragraph that takes the text of a group
        self.about: dict[str, Any] = {}
        self.written = pydyf.Dictionary()
        if parent:
            parent.kids.append(self)


def _add_tags(pdf: Any, document: Any, version: Any, streams: list[Any]) -> None:
    """WeasyPrint's `add_tags`: the tree of a document whose pages are drawn."""
    tree = _Tree()
    for number, (page, stream) in enumerate(zip(document.pages, streams, strict=True)):
        tree.marks, tree.page, tree.height = stream._tags, number, page.height
        tree.owners.append([])
        tree.walk(page._page_box, tree.root)
    _write(pdf, tree)
    spare = {annotation.reference for annotation in tree.spare}
    for sheet in pdf.objects:
        if isinstance(sheet, dict) and "Annots" in sheet:
            sheet["Annots"] = pydyf.Array(one for one in sheet["Annots"] if one not in spare)
    for annotation in tree.spare:
        annotation.clear()
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


class _Tree:
    """The structure, built page by page from the boxes that were drawn."""

    def __init__(self) -> None:
        self.root = _Node("Document", None, 0)
        self.nodes: dict[tuple[int, str], _Node] = {}
        self.owners: list[list[_Node]] = []  # of the marked content of each page, by number
        self.links: list[tuple[_Node, Any, int]] = []  # node, annotation, page
        self.spare: list[Any] = []  # annotations that are not needed
        self.marks: dict[Any, _Mark] = {}
        self.page, self.height = 0, 0.0

    def walk(self, box: Any, above: _Node) -> None:
        """Give what a box drew to the element it belongs to, `above` or one within it."""
        box = getattr(box, "_box", box)  # the placeholder of something placed absolutely
        if keyword := getattr(box, "at_keyword", None):
            self._furniture(box, "Header" if keyword.startswith("@top") else "Footer")
            return
        if box in self.marks:
            self._content(box, above)
            return
        if self._again(box) or _silent(box.element):
            return
        node = self._node(box, above)
        if box.link_annotation:
            self._link(node, box)
        if box.is_leader:
            return
        for child in getattr(box, "children", ()):
            self.walk(child, node)

    def _furniture(self, box: Any, kind: str) -> None:
        for one in box.descendants():
            if one in self.marks:
                self.marks[one].furnish(kind)

    def _again(self, box: Any) -> bool:
        """Whether this is the head of a table, repeated on a later page."""
        if not getattr(box, "is_header", False):
            return False
        known = self.nodes.get((id(box.element), ""))
        return known is not None and known.page < self.page

    def _content(self, box: Any, above: _Node) -> None:
        text = getattr(box, "text", None)
        if text is None:
            node = self._node(box, above)
            x, y = box.content_box_x() * _POINTS, (self.height - box.content_box_y()) * _POINTS
            corners = (x, y - box.height * _POINTS, x + box.width * _POINTS, y)
            node.about["A"] = _attributes("Layout", {"BBox": pydyf.Array(corners)})
        elif not text.strip():
            return
        else:
            node = self._paragraph(above)
        owners = self.owners[self.page]
        self.marks[box].own(node.kind, len(owners))
        node.kids.append((self.page, len(owners)))
        owners.append(node)

    def _link(self, node: _Node, box: Any) -> None:
        """A link is one annotation a line, although every box in it has been given one."""
        annotation = box.link_annotation
        last = node.kids and self.links and self.links[-1]
        if last and last[0] is node and last[2] == self.page and _joined(last[1], annotation):
            self.spare.append(annotation)
            return
        said = "".join("".join(box.element.itertext()).split())
        annotation["Contents"] = pydyf.String(said or box.link[1])
        node.kids.append((self.page, annotation))
        self.links.append((node, annotation, self.page))

    def _node(self, box: Any, above: _Node) -> _Node:
        """The node of a box's element, made when it is met first; `above` for a box that means
        nothing by itself."""
        element = box.element
        if element is None or element is above.element:
            return above
        marker = "marker" if str(box.element_tag).endswith("::marker") else ""
        if known := self.nodes.get((id(element), marker)):
            return known
        kind = "Lbl" if marker else _kind(element, above)
        if not kind:
            return above
        if kind == "P" and above.open and "Inline" in type(box).__name__:
            node = above.open  # a paragraph run on behind its number
        else:
            node = self._new(kind, above, element)
            _describe(node, box)
        self.nodes[id(element), marker] = node
        return node

    def _new(self, kind: str, above: _Node, element: Any) -> _Node:
        if above.kind == "LI" and kind not in ("Lbl", "LBody"):
            above = self._body(above)
        if kind in _INLINE and above.kind != "TOCI":
            above = self._paragraph(above)
        else:
            above.open = None
        if kind == "Link" and above.kind == "TOCI":
            above = _Node("Reference", above, self.page)
        return _Node(kind, above, self.page, element)

    def _body(self, item: _Node) -> _Node:
        """The body of a list item."""
        last = item.kids[-1] if item.kids else None
        if isinstance(last, _Node) and last.kind == "LBody":
            return last
        return _Node("LBody", item, self.page)

    def _paragraph(self, node: _Node) -> _Node:
        """Where text goes that stands in a node."""
        if node.kind == "LI":
            node = self._body(node)
        if node.kind not in _GROUPS:
            return node
        node.open = node.open or _Node("P", node, self.page)
        return node.open


def _kind(element: Any, above: _Node) -> str | None:
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


def _in_contents(node: _Node) -> bool:
    return node.kind == "TOCI" or (node.element is not None and node.element.tag == "nav")


def _silent(element: Any) -> bool:
    return element is not None and element.get("aria-hidden") == "true"


def _describe(node: _Node, box: Any) -> None:
    """What a node says of itself besides its content."""
    element = node.element
    if node.kind in ("TH", "TD"):
        said: dict[str, Any] = {}
        if node.kind == "TH":
            said["Scope"] = "/Row" if element.get("scope") == "row" else "/Column"
        spans = {"ColSpan": box.colspan, "RowSpan": box.rowspan}
        said |= {name: span for name, span in spans.items() if span != 1}
        if said:
            node.about["A"] = _attributes("Table", said)
    elif node.kind == "L" and element.tag == "ol":
        node.about["A"] = _attributes("List", {"ListNumbering": "/Decimal"})
    elif node.kind == "Figure":
        node.about["Alt"] = pydyf.String(element.findtext(f"{_SVG}title") or element.get("alt", ""))


def _attributes(owner: str, values: dict[str, Any]) -> Any:
    return pydyf.Dictionary({"O": f"/{owner}", **values})


def _joined(one: Any, other: Any) -> bool:
    """Widen an annotation by another that continues its line, or lies within it."""
    left, top, right, bottom = one["Rect"]
    begins, above, ends, below = other["Rect"]
    if above > top + 1 or below < bottom - 1 or not left <= begins <= right + 1:
        return False
    one["Rect"] = pydyf.Array([left, top, max(right, ends), bottom])
    return True


def _write(pdf: Any, tree: _Tree) -> None:
    """The tree as objects of the PDF, and the way back from the content of a page to it."""
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
    _number(pdf, tree.root)
    root["K"] = tree.root.written.reference
    _fill(tree.root, root.reference, pdf.page_references)
    numbers = parents["Nums"] = pydyf.Array()
    for page, owners in enumerate(tree.owners):
        numbers += [page, pydyf.Array(node.written.reference for node in owners)]
    for at, (node, annotation, _) in enumerate(tree.links, len(tree.owners)):
        numbers += [at, node.written.reference]
        annotation["StructParent"] = at
    root["ParentTreeNextKey"] = len(numbers) // 2


def _number(pdf: Any, node: _Node) -> None:
    pdf.add_object(node.written)
    for kid in node.kids:
        if isinstance(kid, _Node):
            _number(pdf, kid)


def _fill(node: _Node, parent: bytes, sheets: tuple[bytes, ...]) -> None:
    """Say what a node is and holds; `sheets` are the references of the pages."""
    written = node.written
    written.update({"Type": "/StructElem", "S": f"/{node.kind}", "P": parent, **node.about})
    pages = [kid[0] for kid in node.kids if isinstance(kid, tuple)]
    if pages:
        written["Pg"] = sheets[pages[0]]
    kids = written["K"] = pydyf.Array()
    for kid in node.kids:
        if isinstance(kid, _Node):
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
