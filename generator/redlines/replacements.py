"""The same replacement in many clauses, stated once.

A replacement is what was deleted with what was inserted in its place. Where it occurs in at
least three clauses it is widened by the characters that stand beside it everywhere, as long as
that is needed to tell it from places that stayed as they were: 营销 → 推广 becomes 营销账户 →
推广账户 when only accounts were renamed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ..compare.changes import Edit, Op

LEAST = 3  # clauses
_WIDEST = 6  # characters on either side
_NO_WORD = "的是由在应可不得与和或并向对为及其以"  # with these no name goes on
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Replacement:
    """`old` became `new`: how often, in which clauses (by their order), and in how many places
    `old` stands as it was."""

    old: str
    new: str
    count: int
    kept: int
    clauses: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a pair stands: which clause, and the unchanged words beside it."""

    clause: int
    before: str
    behind: str


def common(clauses: Sequence[Iterable[Edit]], text: str) -> dict[Pair, Replacement]:
    """The replacements that at least `LEAST` clauses share, by the pair as the edits have it.

    `clauses` are the edits clause by clause, `text` is the whole new version.
    """
    places: dict[Pair, list[_Place]] = {}
    for at, edits in enumerate(clauses):
        for pair, before, behind in _pairs(edits):
            places.setdefault(pair, []).append(_Place(at, before, behind))
    return {
        pair: _widened(pair, found, text)
        for pair, found in places.items()
        if len({place.clause for place in found}) >= LEAST
    }


def only(edits: Iterable[Edit], known: Iterable[Pair]) -> bool:
    """Whether a clause differs by these replacements alone."""
    listed = list(edits)
    told = {pair for pair, _, _ in _pairs(listed)}
    paired = sum(len(pair[0]) + len(pair[1]) for pair, _, _ in _pairs(listed))
    whole = sum(len(e.old + e.new) for e in listed if e.op in (Op.DELETE, Op.INSERT))
    shifted = any(edit.op in (Op.EMPHASISE, Op.PLAIN) for edit in listed)
    return bool(told) and told <= set(known) and paired == whole and not shifted


def _pairs(edits: Iterable[Edit]) -> Iterator[tuple[Pair, str, str]]:
    """Each replacement with the unchanged words before and behind it."""
    runs = [
        (changed, list(run))
        for changed, run in groupby(edits, key=lambda e: e.op in (Op.DELETE, Op.INSERT))
    ]
    for at, (changed, run) in enumerate(runs):
        pair = "".join(e.old for e in run), "".join(e.new for e in run)
        if changed and all(pair):
            before = "".join(e.new for e in runs[at - 1][1]) if at else ""
            behind = "".join(e.new for e in runs[at + 1][1]) if at + 1 < len(runs) else ""
            yield pair, before, behind


def _widened(pair: Pair, places: Sequence[_Place], text: str) -> Replacement:
    before = _shared([place.before[::-1] for place in places])[::-1]
    behind = _shared([place.behind for place in places])
    bare = [pair]
    right = [(pair[0] + behind[:n], pair[1] + behind[:n]) for n in range(1, len(behind) + 1)]
    left = [(before[-n:] + pair[0], before[-n:] + pair[1]) for n in range(1, len(before) + 1)]
    options = bare + right[::-1] + left[::-1]  # nothing more, if that will do; else whole words
    kept, at = min((_left(*option, text), at) for at, option in enumerate(options))
    clauses = tuple(dict.fromkeys(place.clause for place in places))
    return Replacement(*options[at], count=len(places), kept=kept, clauses=clauses)


def _left(old: str, new: str, text: str) -> int:
    """How often the old words still stand in the new version, save within the new words."""
    return text.replace(new, "\0").count(old)


def _shared(texts: Sequence[str]) -> str:
    """What all texts begin with: letters alone, at most `_WIDEST`."""
    found = ""
    for characters in zip(*texts, strict=False):
        if len(set(characters)) > 1 or not _in_word(characters[0]) or len(found) == _WIDEST:
            break
        found += characters[0]
    return found


def _in_word(character: str) -> bool:
    return character.isalnum() and character not in _NO_WORD
