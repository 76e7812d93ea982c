"""The lines of a difference as rows of a document, each knowing where it leads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ..compare.changes import Change, Kind, Line, Side, Stand, Unit
from ..wording import in_chinese
from . import names
from .inked import Block, blocks

_HEADED = {Unit.PROMPT: "提示条款", Unit.TERM: "名词解释", Unit.FIELD: "内容"}
_MOVED = (Kind.MOVED, Kind.MOVED_AND_EDITED)


class Standing(StrEnum):
    """Where a row stands: in both versions, in one of them, or in another place."""

    KEPT = "kept"
    GONE = "gone"
    COME = "come"
    LEFT = "left"
    ARRIVED = "arrived"


@dataclass(frozen=True, slots=True)
class Note:
    """What is said of a row beside its words; `href` leads to the other end of a move."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One provision's own words. `label` is its number (原4.6 where only the old version has it),
    `was` the one it had if that is another.

    `change` is the number of its change (0: none), `entry` the anchor of that in the list.
    """

    anchor: str
    unit: Unit
    level: int
    label: str
    was: str
    standing: Standing
    blocks: tuple[Block, ...]
    note: Note | None = None
    change: int = 0
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A section with what is inside it; `row` is the section's own, None where it has none."""

    title: str
    row: Row | None
    rows: tuple[Row, ...]


class Rows:
    """Lines → rows. Anchors are given first, because moves lead forward as well as back.

    `first` has, by the index of a change, the anchor of the row where it is read.
    """

    def __init__(self, document: str, lines: Sequence[Line], changes: Sequence[Change]) -> None:
        lines = list(_ordered(lines))
        self.document, self.lines, self.changes = document, lines, changes
        self.anchors = list(_anchors(document, lines))
        self.places: dict[tuple[bool, str], str] = {}
        self.first: dict[int, str] = {}
        for anchor, line in zip(self.anchors, lines, strict=True):
            for stand, new in ((line.old, False), (line.new, True)):
                if stand:
                    self.places.setdefault((new, _key(stand)), anchor)
        for new in (True, False):
            for anchor, line in zip(self.anchors, lines, strict=True):
                if line.change is not None and bool(line.new) is new:
                    self.first.setdefault(line.change, anchor)

    def rows(self) -> Iterator[Row]:
        """Every line as a row."""
        for anchor, line in zip(self.anchors, self.lines, strict=True):
            stand = line.new or line.old
            assert stand
            change = None if line.change is None else self.changes[line.change]
            at = 0 if line.change is None else line.change + 1
            was = line.old.label if line.old and line.new else ""
            yield Row(
                anchor=anchor,
                unit=stand.unit,
                level=stand.level,
                label=_label(line, stand),
                was=was if was != stand.label and not stand.piece else "",
                standing=_standing(line, change),
                blocks=blocks(line.edits),
                note=self._note(line, change) if change else None,
                change=at if change and self.first[at - 1] == anchor else 0,
                entry=entry_anchor(self.document, at) if at else "",
            )

    def _note(self, line: Line, change: Change) -> Note | None:
        """What became of the provision that the change is about, said at its own rows."""
        old, new = change.old, change.new
        if change.kind in _MOVED and old and new:
            if line.new and _is(line.new, new) and not line.old:
                return Note(f"移自{_called(old)}", self._href(False, line.new, old))
            if line.old and _is(line.old, old) and not line.new:
                return Note(f"移至{_called(new)}", self._href(True, line.old, new))
        if change.kind is Kind.SPLIT and old and line.new:
            return Note(f"由{_called(old)}拆分")
        if change.kind is Kind.MERGED and new and line.old:
            return Note(f"{_called(_own(change, line.old))}并入{_called(new)}")
        if change.kind is Kind.APPLICABILITY and new and line.new and _is(line.new, new):
            return Note("；".join(names.signal(signal, in_chinese) for signal in change.signals))
        if change.kind is Kind.ADDED and new and line.new and _is(line.new, new):
            return Note("新增")
        if change.kind is Kind.DELETED and old and line.old and _is(line.old, old):
            return Note("删除")
        return None

    def _href(self, new: bool, like: Stand, side: Side) -> str:
        stand = Stand(like.unit, side.clause, "", 0)
        return self.places.get((new, _key(stand)), "")


def _own(change: Change, stand: Stand) -> Side:
    """The part of a merger that a row is about."""
    parts = change.old.parts if change.old else ()
    return next((part for part in parts if part.clause == stand.clause), change.side)


def _ordered(lines: Iterable[Line]) -> Iterator[Line]:
    """Between two lines that stay, what was added to a section before the sections that go."""
    gone, come = list[Line](), list[Line]()
    for line in (*lines, None):
        if line and line.old is None:
            come.append(line)
        elif line and line.new is None:
            gone.append(line)
        else:
            first, last = _section(gone), _section(come)
            yield from (*gone[:first], *come[:last], *gone[first:], *come[last:])
            gone, come = [], []
            if line:
                yield line


def _section(lines: Sequence[Line]) -> int:
    """Where the first section begins."""
    stands = (line.new or line.old for line in lines)
    found = (at for at, stand in enumerate(stands) if stand and stand.unit is Unit.SECTION)
    return next(found, len(lines))


def parts(rows: Iterable[Row]) -> Iterator[Part]:
    """Rows by section; the prompt and the terms under a heading of their own."""
    title, head, inside = "", None, list[Row]()
    for row in rows:
        own = _HEADED.get(row.unit, title if head else "")
        if row.unit is not Unit.SECTION and own == title:
            inside.append(row)
            continue
        if head or inside:
            yield Part(title, head, tuple(inside))
        title, head, inside = own, None, [row]
        if row.unit is Unit.SECTION:
            title, head, inside = row.anchor, row, []
    if head or inside:
        yield Part(title, head, tuple(inside))


def entry_anchor(document: str, at: int) -> str:
    return f"{document}.change-{at}"


def _anchors(document: str, lines: Iterable[Line]) -> Iterator[str]:
    """`terms.refund`, `terms.old.refund` for what only the old version has; each once."""
    seen: Counter[str] = Counter()
    for line in lines:
        stand = line.new or line.old
        assert stand
        names = [document, *([] if line.new else ["old"]), "-".join(stand.clause.split())]
        anchor = ".".join(names)
        seen[anchor] += 1
        yield anchor if seen[anchor] == 1 else f"{anchor}.{seen[anchor]}"


def _key(stand: Stand) -> str:
    """An item that became a clause is the same provision."""
    unit = Unit.CLAUSE if stand.unit is Unit.ITEM else stand.unit
    return f"{unit} {stand.clause}"


def _is(stand: Stand, side: Side) -> bool:
    return stand.clause == side.clause and not stand.piece


def _called(side: Side) -> str:
    return side.number or side.heading.rstrip("：") or "此处"


def _standing(line: Line, change: Change | None) -> Standing:
    moved = change is not None and change.kind in _MOVED
    divided = change is not None and change.kind in (Kind.SPLIT, Kind.MERGED)
    if (line.old and line.new) or divided:
        return Standing.KEPT
    if line.new:
        return Standing.ARRIVED if moved else Standing.COME
    return Standing.LEFT if moved else Standing.GONE


def _label(line: Line, stand: Stand) -> str:
    if stand.piece or not stand.label:
        return ""
    return stand.label if line.new else f"原{stand.label}"
