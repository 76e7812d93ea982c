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

from .structure import GROUPS, INLINE, Link, Node, attributes, describe, kind_of, silent, write

_POINTS = 0.75  # of a CSS pixel
_SAID = 1000  # characters of a link that are heard: a string has 32,767 bytes (ISO 19005-2, 6.1.13)


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


def _add_tags(pdf: Any, document: Any, version: Any, streams: list[Any]) -> None:
    """WeasyPrint's `add_tags`: the tree of a document whose pages are drawn."""
    tree = _Tree()
    for number, (page, stream) in enumerate(zip(document.pages, streams, strict=True)):
        tree.marks, tree.page, tree.height = stream._tags, number, page.height
        tree.owners.append([])
        tree.walk(page._page_box, tree.root)
    write(pdf, tree.root, tree.owners, tree.links)
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
        self.root = Node("Document", None, 0)
        self.nodes: dict[tuple[int, str], Node] = {}
        self.owners: list[list[Node]] = []  # of the marked content of each page, by number
        self.links: list[Link] = []
        self.spare: list[Any] = []  # annotations that are not needed
        self.marks: dict[Any, _Mark] = {}
        self.page, self.height = 0, 0.0

    def walk(self, box: Any, above: Node) -> None:
        """Give what a box drew to the element it belongs to, `above` or one within it."""
        box = getattr(box, "_box", box)  # the placeholder of something placed absolutely
        if keyword := getattr(box, "at_keyword", None):
            self._furniture(box, "Header" if keyword.startswith("@top") else "Footer")
            return
        if box in self.marks:
            self._content(box, above)
            return
        if self._again(box) or silent(box.element):
            self.spare += [one.link_annotation for one in box.descendants() if one.link_annotation]
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

    def _content(self, box: Any, above: Node) -> None:
        text = getattr(box, "text", None)
        if text is None:
            node = self._node(box, above)
            x, y = box.content_box_x() * _POINTS, (self.height - box.content_box_y()) * _POINTS
            corners = (x, y - box.height * _POINTS, x + box.width * _POINTS, y)
            node.about["A"] = attributes("Layout", {"BBox": pydyf.Array(corners)})
        elif not text.strip():
            return
        else:
            node = self._paragraph(above)
        owners = self.owners[self.page]
        self.marks[box].own(node.kind, len(owners))
        node.kids.append((self.page, len(owners)))
        owners.append(node)

    def _link(self, node: Node, box: Any) -> None:
        """A link is one annotation a line, although every box in it has been given one."""
        annotation = box.link_annotation
        _heighten(annotation, box.height * _POINTS)
        last = node.kids and self.links and self.links[-1]
        if last and last[0] is node and last[2] == self.page and _joined(last[1], annotation):
            self.spare.append(annotation)
            return
        said = "".join("".join(box.element.itertext()).split())
        annotation["Contents"] = pydyf.String((said or box.link[1])[:_SAID])
        node.kids.append((self.page, annotation))
        self.links.append((node, annotation, self.page))

    def _node(self, box: Any, above: Node) -> Node:
        """The node of a box's element, made when it is met first; `above` for a box that means
        nothing by itself."""
        element = box.element
        if element is None or element is above.element:
            return above
        marker = "marker" if str(box.element_tag).endswith("::marker") else ""
        if known := self.nodes.get((id(element), marker)):
            return known
        kind = "Lbl" if marker else kind_of(element, above)
        if not kind:
            return above
        if kind == "P" and above.open and "Inline" in type(box).__name__:
            node = above.open  # a paragraph run on behind its number
        else:
            node = self._new(kind, above, element)
            describe(node, box)
        self.nodes[id(element), marker] = node
        return node

    def _new(self, kind: str, above: Node, element: Any) -> Node:
        if above.kind == "LI" and kind not in ("Lbl", "LBody"):
            above = self._body(above)
        if kind in INLINE and above.kind != "TOCI":
            above = self._paragraph(above)
        else:
            above.open = None
        if kind == "Link" and above.kind == "TOCI":
            above = Node("Reference", above, self.page)
        return Node(kind, above, self.page, element)

    def _body(self, item: Node) -> Node:
        """The body of a list item."""
        last = item.kids[-1] if item.kids else None
        if isinstance(last, Node) and last.kind == "LBody":
            return last
        return Node("LBody", item, self.page)

    def _paragraph(self, node: Node) -> Node:
        """Where text goes that stands in a node."""
        if node.kind == "LI":
            node = self._body(node)
        if node.kind not in GROUPS:
            return node
        node.open = node.open or Node("P", node, self.page)
        return node.open


def _heighten(annotation: Any, least: float) -> None:
    """Make an annotation as high as the text in it, whatever the line height."""
    left, top, right, bottom = annotation["Rect"]
    short = max(0.0, least - (top - bottom)) / 2
    annotation["Rect"] = pydyf.Array([left, top + short, right, bottom - short])


def _joined(one: Any, other: Any) -> bool:
    """Widen an annotation by another that continues its line, or lies within it."""
    left, top, right, bottom = one["Rect"]
    begins, above, ends, below = other["Rect"]
    if above > top + 1 or below < bottom - 1 or not left <= begins <= right + 1:
        return False
    one["Rect"] = pydyf.Array([left, top, max(right, ends), bottom])
    return True
