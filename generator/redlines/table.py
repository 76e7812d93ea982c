"""修订对照表: what changed, whole clauses side by side, in the order of the new version.

A replacement made in many clauses is stated once, and clauses where nothing else changed are
not listed again; numbers and punctuation are told in one line below.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..compare.changes import Change, Edit, Kind, Op, Unit
from ..lines import paragraphs
from ..wording import in_chinese
from . import names
from .compared import Compared, since
from .inked import Block, blocks
from .quotes import Key, Quote, Quotes, joined, said, sides_of
from .replacements import Pair, Replacement, common, only

_NOT_LISTED = (Kind.METADATA, Kind.PUNCTUATION)
_DIVIDED = (Kind.SPLIT, Kind.MERGED)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: whole clauses as they were and as they are, what sort of change, and why."""

    at: int
    old: tuple[Quote, ...]
    new: tuple[Quote, ...]
    kinds: str
    notes: tuple[str, ...]
    signals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something of the version as a whole that is another: its name, and what became of it."""

    name: str
    block: Block


@dataclass(frozen=True, slots=True)
class Stated:
    """A replacement in words, and the numbers of the clauses it was made in."""

    text: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The table of one document; `numbers` and `punctuation` are the provisions not listed."""

    id: str
    title: str
    old: str
    new: str
    editions: str
    legal: bool
    reason: tuple[str, ...]
    facts: tuple[Fact, ...]
    replacements: tuple[Stated, ...]
    rows: tuple[Row, ...]
    numbers: tuple[str, ...]
    punctuation: tuple[str, ...]


def table(compared: Compared) -> Table:
    """The table of what changed in one document."""
    difference, version = compared.difference, compared.new.version if compared.new else None
    old, new = compared.names(in_chinese)
    maker = _Maker(compared)
    return Table(
        id=difference.document,
        title=difference.title,
        old=old + since(compared.old),
        new=new + since(compared.new),
        editions=f"{old}与{new}",
        legal=difference.legal,
        reason=tuple(paragraphs(version.reason)) if version and version.reason else (),
        facts=tuple(_facts(difference.changes)),
        replacements=tuple(maker.stated()),
        rows=tuple(maker.rows()),
        numbers=tuple(names.where(each, in_chinese) for each in difference.renumbered),
        punctuation=tuple(
            names.where(each, in_chinese)
            for each in difference.changes
            if each.kind is Kind.PUNCTUATION
        ),
    )


def _facts(changes: Iterable[Change]) -> Iterator[Fact]:
    for change in changes:
        if change.kind is Kind.METADATA and change.unit is Unit.DOCUMENT:
            name = change.side.heading.rstrip("：")
            for block in blocks(change.edits):
                yield Fact(name, block)


class _Maker:
    """Changes → rows: those of one clause share a row."""

    def __init__(self, compared: Compared) -> None:
        self.compared, self.changes = compared, compared.difference.changes
        self.quotes = Quotes(compared.difference)
        self.backward = {old: new for new, old in self.quotes.pairs.items()}
        self.groups = list(self._grouped())
        self.common = self._common()

    def stated(self) -> Iterator[Stated]:
        """The replacements made in many clauses."""
        for each in self.common.values():
            kept = f"，另有{each.kept}处未改" if each.kept else ""
            text = f"全文将“{each.old}”改为“{each.new}”，共{each.count}处{kept}"
            changes = [self.changes[self.groups[at][0]] for at in each.clauses]
            yield Stated(text, tuple(names.place(change, in_chinese) for change in changes))

    def rows(self) -> Iterator[Row]:
        listed = (group for group in self.groups if not self._is_common(group))
        for at, group in enumerate(listed, 1):
            old, new = self._quoted(group)
            changes = [self.changes[index] for index in group]
            kinds = dict.fromkeys(names.revision(change.kind, in_chinese) for change in changes)
            signals = (names.signal(s, in_chinese) for change in changes for s in change.signals)
            yield Row(
                at=at,
                old=old,
                new=new,
                kinds="、".join(kinds),
                notes=tuple(dict.fromkeys(self._notes(changes))),
                signals=tuple(dict.fromkeys(signals)),
            )

    def _grouped(self) -> Iterator[list[int]]:
        """Indexes of changes, those about one clause (and its items) together."""
        groups: dict[object, list[int]] = {}
        for index, change in enumerate(self.changes):
            if change.kind not in _NOT_LISTED:
                groups.setdefault(self._clause(change) or index, []).append(index)
        yield from groups.values()

    def _clause(self, change: Change) -> tuple[Key, Key] | None:
        """The clause in both versions, where the change is about one that both have."""
        if change.kind in _DIVIDED or change.unit in (Unit.SECTION, Unit.DOCUMENT):
            return None
        old, new = sides_of(change)
        was = self.quotes.owners[False].get(old or "")
        now = self.quotes.owners[True].get(new or "")
        if now is None and was is not None:
            now = self.backward.get(was)
        if was is None and now is not None:
            was = self.quotes.pairs.get(now)
        if was is None or now is None or self.quotes.pairs.get(now) != was:
            return None
        return was, now

    def _quoted(self, group: list[int]) -> tuple[tuple[Quote, ...], tuple[Quote, ...]]:
        change = self.changes[group[0]]
        pair = self._clause(change)
        if pair:
            old, new = self.quotes.clause(pair[0], False), self.quotes.clause(pair[1], True)
        elif change.kind in _DIVIDED:
            old, new = self._divided(group[0], change)
        else:
            old, new = self._alone(group[0], change)
        if change.kind is Kind.APPLICABILITY and change.old and change.new:
            old += (said(f"适用产品：{'、'.join(change.old.products) or '无'}"),)
            new += (said(f"适用产品：{'、'.join(change.new.products) or '无'}"),)
        return old, new

    def _divided(self, index: int, change: Change) -> tuple[tuple[Quote, ...], tuple[Quote, ...]]:
        parts = self.quotes.changed(index, change.kind is Kind.SPLIT)
        one = change.old if change.kind is Kind.SPLIT else change.new
        assert one
        same = (Edit(Op.EQUAL, one.words, one.words),)
        whole = joined(one.label, change.edits or same, change.kind is Kind.MERGED)
        return (whole, parts) if change.kind is Kind.SPLIT else (parts, whole)

    def _alone(self, index: int, change: Change) -> tuple[tuple[Quote, ...], tuple[Quote, ...]]:
        """A provision that has no clause of its own in the other version, or a section."""
        if change.unit is Unit.DOCUMENT:
            heading = (said(change.side.heading),)
            return (heading if change.old else (), heading if change.new else ())
        if change.kind in (Kind.ADDED, Kind.DELETED):
            return self.quotes.changed(index, False), self.quotes.changed(index, True)
        old, new = sides_of(change)
        return (
            self.quotes.alone(old, False) if old else (),
            self.quotes.alone(new, True) if new else (),
        )

    def _notes(self, changes: Iterable[Change]) -> Iterator[str]:
        given = self.compared.new.version.notes if self.compared.new else {}
        for change in changes:
            sides = [side for side in (change.new, change.old) if side]
            ids = [part.clause for side in sides for part in (side, *side.parts)]
            old, new = sides_of(change)
            for key, is_new in ((new, True), (old, False)):
                owner = self.quotes.owners[is_new].get(key or "", "")
                ids.append(owner.partition(" ")[2])
            yield from (given[id_] for id_ in ids if id_ in given)

    def _common(self) -> dict[Pair, Replacement]:
        clauses = [
            [e for index in group for e in self.changes[index].edits] for group in self.groups
        ]
        words = (edit.new for line in self.compared.difference.lines for edit in line.edits)
        return common(clauses, "".join(words))

    def _is_common(self, group: list[int]) -> bool:
        """Whether nothing but replacements stated once changed in a clause."""
        changes = [self.changes[index] for index in group]
        return all(c.kind is Kind.WORDING and only(c.edits, self.common) for c in changes)
