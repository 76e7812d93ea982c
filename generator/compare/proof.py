"""Accept every change and the new version stands there; reject every one, the old.

The words come out of the edits alone, their order out of the lines: what is proved is that the
redline keeps nothing back and adds nothing. A provision that was split has its old words in
the lines of its parts; one that was merged has its new words in the lines of what it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from .changes import Difference, Edit, Kind, Op, Stand, Unit
from .outline import Outline, Words

Runs = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One provision of a version, and its words as runs with or without emphasis."""

    unit: Unit
    clause: str
    label: str
    level: int
    runs: Runs


def accepted(difference: Difference) -> tuple[Told, ...]:
    """The new version, made from the redline alone."""
    return _version(difference, new=True)


def rejected(difference: Difference) -> tuple[Told, ...]:
    """The old version, made from the redline alone."""
    return _version(difference, new=False)


def told(outline: Outline) -> tuple[Told, ...]:
    """A version as it is, to hold the proof against."""
    return tuple(
        Told(node.unit, node.id, node.label, node.level, _runs(_read(outline, node.words)))
        for node in outline.nodes
    )


def _version(difference: Difference, new: bool) -> tuple[Told, ...]:
    divided = _divided(difference, new)
    order: dict[tuple[Unit, str], Stand] = {}
    words: dict[tuple[Unit, str], list[tuple[str, bool]]] = {}
    for line in difference.lines:
        stand = line.new if new else line.old
        if stand is None:
            continue
        key = stand.unit, stand.clause
        order.setdefault(key, stand)
        whole = divided.get((line.change, stand.clause))
        words.setdefault(key, []).extend(_side(line.edits, new) if whole is None else whole)
    return tuple(
        Told(stand.unit, stand.clause, stand.label, stand.level, _runs(words[key]))
        for key, stand in order.items()
    )


def _divided(
    difference: Difference, new: bool
) -> dict[tuple[int | None, str], list[tuple[str, bool]]]:
    """The words of what several were merged into (or one was before its split), by its change
    and id, from all lines of its parts; where it moved as well, its own line has them all."""
    found: dict[tuple[int | None, str], list[tuple[str, bool]]] = {}
    stays: set[int | None] = set()
    for line in difference.lines:
        change = None if line.change is None else difference.changes[line.change]
        if change is None or change.kind is not (Kind.MERGED if new else Kind.SPLIT):
            continue
        one, many = (change.new, change.old) if new else (change.old, change.new)
        assert one and many
        whole, part = (line.new, line.old) if new else (line.old, line.new)
        is_whole = whole is not None and whole.clause == one.clause
        is_part = part is not None and part.clause in {side.clause for side in many.parts}
        if is_whole and is_part:
            stays.add(line.change)
        if is_whole or is_part:
            found.setdefault((line.change, one.clause), []).extend(_side(line.edits, new))
    return {key: words for key, words in found.items() if key[0] in stays}


def _side(pieces: Iterable[Edit], new: bool) -> Iterator[tuple[str, bool]]:
    """The words of one side, each with its emphasis."""
    for edit in pieces:
        text = edit.new if new else edit.old
        match edit.op:
            case Op.EMPHASISE:
                yield text, new
            case Op.PLAIN:
                yield text, not new
            case _:
                yield text, edit.strong


def _read(outline: Outline, words: Words) -> Iterator[tuple[str, bool]]:
    for character, mark in zip(words.text, words.strong, strict=True):
        yield outline.read(character), mark == "1"


def _runs(pieces: Iterable[tuple[str, bool]]) -> Runs:
    """Neighbours of one emphasis made one, and nothing that is empty."""
    listed = [(text, strong) for text, strong in pieces if text]
    groups = groupby(listed, key=lambda piece: piece[1])
    return tuple(("".join(text for text, _ in group), strong) for strong, group in groups)
