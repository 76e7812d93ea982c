"""The field of a signature: where it lies on the last page, what is seen of it, and its tag.

A signature is an interactive form field, so PDF/UA-1 asks for a `Form` element with a name in
words (ISO 14289-1, 7.18.1 and 7.18.4), and PDF/A-2 for an appearance without any actions that is
printed (ISO 19005-2, 6.3 and 6.4). A field that is not seen has no size; it is tagged all the
same, so that whoever listens to the document hears that it is signed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name

from ..render.outlines import Outline, outlined

NAME = "Signature"
# The strip at the foot of the last page where documents of ours are empty, in points: its left
# edge is that of the text, it ends below the text and before the page number in the middle.
FOOT, LEFT, RIGHT, BOTTOM = 52.0, 68.0, 244.0, 14.0
_SIZE, _LEADING, _PAD = 6.5, 9.5, 5.0
_INK, _RULE = "0.1 0.1 0.1 rg", "0.72 0.72 0.72 RG 0.5 w"

Box = tuple[float, float, float, float]


def box(page: Any, lines: Sequence[str]) -> Box | None:
    """Where the field lies on a page; None where nothing is to be seen."""
    if not lines:
        return None
    left, bottom = (float(value) for value in [*_inherited(page, "/MediaBox")][:2])
    height = min(_LEADING * len(lines) + _PAD, FOOT - BOTTOM)
    return left + LEFT, bottom + BOTTOM, left + RIGHT, bottom + BOTTOM + height


def _inherited(page: Any, key: str) -> Any:
    while key not in page:
        page = page["/Parent"]
    return page[key]


def dress(writer: Any, reference: Any, lines: Sequence[str], rect: Box | None) -> None:
    """Give a field what is seen of it, its tag, and its page the order that follows tags."""
    field = reference.get_object()
    if rect:
        drawn = generic.StreamObject(
            {
                pdf_name("/Type"): pdf_name("/XObject"),
                pdf_name("/Subtype"): pdf_name("/Form"),
                pdf_name("/BBox"): _numbers(0, 0, rect[2] - rect[0], rect[3] - rect[1]),
                pdf_name("/Resources"): generic.DictionaryObject(),
            },
            stream_data="\n".join(_drawing(lines, rect)).encode(),
        )
        drawn.compress()
        shown = generic.DictionaryObject({pdf_name("/N"): writer.add_object(drawn)})
        field[pdf_name("/AP")] = shown
    _tag(writer, reference, field)
    page = field["/P"]
    if page.get("/Tabs") != "/S":
        page[pdf_name("/Tabs")] = pdf_name("/S")
        writer.update_container(page)


def _drawing(lines: Sequence[str], rect: Box) -> Iterator[str]:
    """Lines below a thin rule, each made as small as it must be to fit."""
    width, height = rect[2] - rect[0], rect[3] - rect[1]
    yield f"q {_RULE} 0 {height - 0.25:.2f} m {width:.2f} {height - 0.25:.2f} l S Q"
    yield f"q {_INK}"
    for at, line in enumerate(lines, 1):
        shape = outlined(line)
        yield from _line(shape, min(_SIZE, width / max(shape.width, 1.0)), height - at * _LEADING)
    yield "Q"


def _line(shape: Outline, size: float, y: float) -> Iterator[str]:
    yield f"q {size:.3f} 0 0 {size:.3f} 0 {y:.2f} cm"
    yield from shape.path
    yield "f Q" if shape.path else "Q"


def _tag(writer: Any, reference: Any, field: Any) -> None:
    """A `Form` element at the end of the document, where the file has tags at all."""
    if "/StructTreeRoot" not in writer.root:
        return
    tree = writer.root["/StructTreeRoot"]
    above, parent = _top(writer.root)
    element = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/StructElem"),
            pdf_name("/S"): pdf_name("/Form"),
            pdf_name("/P"): parent,
            pdf_name("/Pg"): field.raw_get("/P"),
            pdf_name("/Alt"): generic.TextStringObject(field["/TU"]),
            pdf_name("/K"): generic.DictionaryObject(
                {pdf_name("/Type"): pdf_name("/OBJR"), pdf_name("/Obj"): reference}
            ),
        }
    )
    tag = writer.add_object(element)
    kids = above.raw_get("/K") if "/K" in above else generic.ArrayObject()
    if isinstance(kids, generic.IndirectObject) and isinstance(above["/K"], generic.ArrayObject):
        kids = above["/K"]
    if not isinstance(kids, generic.ArrayObject):
        kids = generic.ArrayObject([kids])
    above[pdf_name("/K")] = generic.ArrayObject([*kids, tag])
    writer.update_container(above)
    _lead_back(writer, tree, field, tag)


def _top(catalog: Any) -> tuple[Any, Any]:
    """The element that holds the whole document and a reference to it; else the root itself."""
    tree = catalog["/StructTreeRoot"]
    held = tree.raw_get("/K") if "/K" in tree else None
    if isinstance(held, generic.ArrayObject) and len(held) == 1:
        (held,) = held
    if isinstance(held, generic.IndirectObject):
        found = held.get_object()
        if isinstance(found, generic.DictionaryObject) and found.get("/S") == "/Document":
            return found, held
    return tree, catalog.raw_get("/StructTreeRoot")


def _lead_back(writer: Any, tree: Any, field: Any, tag: Any) -> None:
    """The way from the field to its element: the next key of the tree of parents."""
    parents = tree["/ParentTree"]
    key = generic.NumberObject(max(tree.get("/ParentTreeNextKey", 0), _last(parents) + 1))
    field[pdf_name("/StructParent")] = key
    tree[pdf_name("/ParentTreeNextKey")] = generic.NumberObject(key + 1)
    writer.update_container(tree)
    if "/Kids" in parents:
        leaf = {
            pdf_name("/Limits"): generic.ArrayObject([key, key]),
            pdf_name("/Nums"): generic.ArrayObject([key, tag]),
        }
        leaves = [*parents["/Kids"], writer.add_object(generic.DictionaryObject(leaf))]
        parents[pdf_name("/Kids")] = generic.ArrayObject(leaves)
    else:
        numbers = [*parents.get("/Nums", ()), key, tag]
        parents[pdf_name("/Nums")] = generic.ArrayObject(numbers)
    writer.update_container(parents)


def _last(node: Any) -> int:
    """The greatest key of a tree of numbers."""
    keys = [int(key) for key in list(node.get("/Nums", ()))[::2]]
    return max([-1, *keys, *(_last(kid.get_object()) for kid in node.get("/Kids", ()))])


def _numbers(*values: float) -> Any:
    return generic.ArrayObject(generic.FloatObject(f"{value:.2f}") for value in values)
