"""Two outlines made to say the same by the same marks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from .align import Alignment
from .outline import FIRST_MARK, Mark, Node, Outline, Words


def unified(old: Outline, new: Outline) -> Outline:
    """The old outline with the marks of the new one, where both are compared by the same."""
    return _translated(old, {mark.key: char for char, mark in new.marks.items()}, {})


def renamed(old: Outline, new: Outline, found: Alignment) -> Outline:
    """The old outline in which a reference to what has another id now leads to that id."""
    ids = {
        f"#{old.nodes[was].id}": f"#{new.nodes[now].id}"
        for now in found.likeness
        for was in (found.pairs[now], *found.merges.get(now, ()))
        if old.nodes[was].id != new.nodes[now].id
    }
    chars = {mark.key: char for char, mark in new.marks.items()}
    ids = {was: now for was, now in ids.items() if was not in chars}
    if not any(mark.key in ids for mark in old.marks.values()):
        return old
    return _translated(old, chars, ids)


def _translated(old: Outline, chars: Mapping[str, str], ids: Mapping[str, str]) -> Outline:
    """Marks of `old` that stand for a key of `chars` become its character, or an alias of it
    when it is taken; others stay apart."""
    table: dict[int, str] = {}
    marks: dict[str, Mark] = {}
    aliases: dict[int, str] = {}
    following = FIRST_MARK + len(chars)
    for char, mark in old.marks.items():
        key = ids.get(mark.key, mark.key)
        own = chars.get(key)
        if own is None or own in marks:
            alias, own, following = own, chr(following), following + 1
            aliases |= {ord(own): alias} if alias else {}
        table[ord(char)] = own
        marks[own] = Mark(key, mark.shown)
    if all(chr(char) == own for char, own in table.items()):
        return replace(old, marks=marks, aliases=aliases)
    nodes = tuple(_node(node, table) for node in old.nodes)
    return replace(old, nodes=nodes, marks=marks, aliases=aliases)


def _node(node: Node, table: Mapping[int, str]) -> Node:
    text, grid, tail = (
        Words(block.text.translate(table), block.strong) if block else block
        for block in node.blocks
    )
    rows = tuple((row.translate(table), scope) for row, scope in node.rows)
    return replace(node, blocks=(text, grid, tail), rows=rows)
