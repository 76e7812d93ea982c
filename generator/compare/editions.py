"""Two versions of one document, clause by clause: what was added, deleted, changed or moved.

Clauses are matched by their ids. A change is one of words; a clause that kept its words
but stands under another section has moved; a new number alone is no change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ..fingerprint import fingerprint
from ..model import Clause, Document
from ..resolve.numbering import Number, numbers


class Change(StrEnum):
    ADDED = "added"
    DELETED = "deleted"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Side:
    """A clause in one of the two versions: its number and heading."""

    number: str
    heading: str


@dataclass(frozen=True, slots=True)
class Pair:
    """One changed clause: as it was and as it is."""

    change: Change
    clause: str
    old: Side | None
    new: Side | None


@dataclass(frozen=True, slots=True)
class _Standing:
    clause: Clause
    section: str
    side: Side


def changes(old: Document, new: Document) -> tuple[Pair, ...]:
    """Every clause that is not as it was, in the order of the new version, deletions last."""
    before, after = _standing(old), _standing(new)
    return tuple(_changed(before, after))


def _changed(before: dict[str, _Standing], after: dict[str, _Standing]) -> Iterator[Pair]:
    for id_, now in after.items():
        was = before.get(id_)
        if was is None:
            yield Pair(Change.ADDED, id_, None, now.side)
        elif fingerprint([was.clause]) != fingerprint([now.clause]):
            yield Pair(Change.CHANGED, id_, was.side, now.side)
        elif was.section != now.section:
            yield Pair(Change.MOVED, id_, was.side, now.side)
    for id_, was in before.items():
        if id_ not in after:
            yield Pair(Change.DELETED, id_, was.side, None)


def _standing(document: Document) -> dict[str, _Standing]:
    found: dict[str, Number] = numbers(document)
    return {
        clause.id: _Standing(
            clause,
            section.id,
            Side(found[clause.id].cite, f"【{clause.keyword}】" if clause.keyword else ""),
        )
        for section in document.sections
        for clause in section.clauses
    }
