"""Whether a file says after formatting what it said before: values, keys and comments."""

from __future__ import annotations

from .. import canonical
from ..source import Mapping, Node, Scalar, Sequence
from .shapes import Form, Shape


def same(one: Node, other: Node, shape: Shape) -> bool:
    """Whether two trees say the same; keys may stand in another order, prose in other lines."""
    match one, other:
        case Scalar(), Scalar():
            return _same_value(one.text, other.text, shape.form)
        case Sequence(), Sequence():
            return len(one.items) == len(other.items) and all(
                same(left, right, shape.of(None))
                for left, right in zip(one.items, other.items, strict=True)
            )
        case Mapping(), Mapping():
            left = {key.text: node for key, node in one.entries}
            right = {key.text: node for key, node in other.entries}
            return left.keys() == right.keys() and all(
                same(node, right[name], shape.of(name)) for name, node in left.items()
            )
        case _:
            return False


def _same_value(one: str, other: str, form: Form) -> bool:
    if form is Form.PROSE or (form is Form.CELL and "\n" in one + other):
        return canonical.same(one, other)
    return one == other or (form is Form.LINE and one.strip("\n") == other)
