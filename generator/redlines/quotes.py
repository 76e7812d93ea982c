"""Whole clauses as either version has them, with what the other has otherwise marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..compare.changes import Change, Difference, Edit, Line, Op, Side, Stand, Unit
from .inked import Block, blocks, sided

_INSIDE = (Unit.ITEM,)
Key = str  # of a provision in one version: its unit (an item counts as a clause) and its id


@dataclass(frozen=True, slots=True)
class Quote:
    """One provision's own words in one version, with its number."""

    label: str
    level: int
    blocks: tuple[Block, ...]


class Quotes:
    """Both versions of a difference, to be quoted clause by clause.

    `owners` lead from each provision to the clause it stands in (or to itself), `pairs` from a
    clause of the new version to what it was; both by side.
    """

    def __init__(self, difference: Difference) -> None:
        self.changes = difference.changes
        self.lines: dict[bool, dict[Key, list[Line]]] = {False: {}, True: {}}
        self.owners: dict[bool, dict[Key, Key]] = {False: {}, True: {}}
        self.pairs: dict[Key, Key] = {}
        self.arrived: dict[tuple[Key, str], Line] = {}
        self.told: dict[tuple[int | None, bool], list[Line]] = {}
        for change in difference.changes:
            if change.old and change.new and change.unit is not Unit.DOCUMENT:
                self.pairs[_key(change.unit, change.new)] = _key(change.unit, change.old)
        for new in (False, True):
            self._gather(difference.lines, new)

    def _gather(self, lines: Iterable[Line], new: bool) -> None:
        owner = ""
        for line in lines:
            stand = line.new if new else line.old
            if stand is None:
                continue
            key = key_of(stand)
            owner = owner if stand.unit in _INSIDE else key
            self.owners[new].setdefault(key, owner)
            self.lines[new].setdefault(owner, []).append(line)
            self.told.setdefault((line.change, new), []).append(line)
            if new and line.old:
                self.pairs[key] = key_of(line.old)
            elif new and any(edit.old for edit in line.edits):
                self.arrived[self.pairs.get(key, key), stand.piece] = line

    def clause(self, key: Key, new: bool) -> tuple[Quote, ...]:
        """A clause with its items."""
        return tuple(self._quote(line, new) for line in self.lines[new].get(key, ()))

    def alone(self, key: Key, new: bool) -> tuple[Quote, ...]:
        """A provision without what else stands in its clause."""
        owner = self.owners[new].get(key, key)
        found = (line for line in self.lines[new].get(owner, ()) if _about(line, key, new))
        return tuple(self._quote(line, new) for line in found)

    def changed(self, at: int, new: bool) -> tuple[Quote, ...]:
        """Everything of one side that the change with an index is about."""
        return tuple(self._quote(line, new) for line in self.told.get((at, new), ()))

    def _quote(self, line: Line, new: bool) -> Quote:
        stand = line.new if new else line.old
        assert stand
        label = "" if stand.piece else stand.label
        return Quote(label, stand.level, sided(self._edits(line, new), new))

    def _edits(self, line: Line, new: bool) -> tuple[Edit, ...]:
        """The edits of a line; of one that moved away, those of the place where it is now."""
        if new or line.new or line.old is None:
            return line.edits
        there = self.arrived.get((key_of(line.old), line.old.piece))
        return there.edits if there else line.edits


def joined(label: str, edits: Iterable[Edit], new: bool) -> tuple[Quote, ...]:
    """Words that stand in several provisions on the other side, as one."""
    return (Quote(label, 1, sided(edits, new)),)


def said(text: str) -> Quote:
    """A line that is none of the agreement's."""
    return Quote("", 1, blocks((Edit(Op.EQUAL, text, text),)))


def key_of(stand: Stand) -> Key:
    return f"{Unit.CLAUSE if stand.unit is Unit.ITEM else stand.unit} {stand.clause}"


def _key(unit: Unit, side: Side) -> Key:
    return f"{Unit.CLAUSE if unit is Unit.ITEM else unit} {side.clause}"


def sides_of(change: Change) -> Iterator[Key | None]:
    """The provision a change is about, in the old version and in the new one."""
    for side in (change.old, change.new):
        yield _key(change.unit, side) if side else None


def _about(line: Line, key: Key, new: bool) -> bool:
    stand = line.new if new else line.old
    return stand is not None and key_of(stand) == key
