"""A provision as one side of a change quotes it."""

from __future__ import annotations

from collections.abc import Container, Iterable

from .changes import Side
from .outline import TABLE, TAIL, TEXT, Outline, lines


def side(outline: Outline, at: int, parts: Iterable[int] = ()) -> Side:
    """A provision with its own words alone; `parts` are those it was split into or merged from."""
    return _side(outline, at, outline.nodes[at].text, tuple(side(outline, part) for part in parts))


def whole(outline: Outline, at: int, without: Container[int] = ()) -> Side:
    """A provision with all that is inside it, save for nodes of `without`."""
    return _side(outline, at, _body(outline, at, without), ())


def _side(outline: Outline, at: int, text: str, parts: tuple[Side, ...]) -> Side:
    node = outline.nodes[at]
    return Side(
        clause=node.id,
        number=node.number,
        label=node.label,
        heading=node.heading.text,
        text=outline.read(text),
        products=outline.products(node.scope),
        parts=parts,
        place=node.place,
    )


def _body(outline: Outline, at: int, without: Container[int]) -> str:
    node = outline.nodes[at]
    rows = [lines([node.blocks[TEXT], node.blocks[TABLE]]).text]
    for child in outline.children(at):
        if child not in without:
            rows.append(labelled(whole(outline, child, without)))
    rows.append(node.blocks[TAIL].text)
    return "\n".join(filter(None, rows))


def labelled(quoted: Side) -> str:
    """A provision with its label before it."""
    between = " " if quoted.label and quoted.label[-1].isascii() else ""
    return f"{quoted.label}{between}{quoted.words}"
