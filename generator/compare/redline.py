"""The whole text of both versions as one sequence of lines, each with its edits.

Both versions keep their own order: what stands at its place is one line, what moved is a line
at each of its places. `proof` makes either version out of it.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass

from .changes import Change, Edit, Line, Stand
from .comparison import Comparison
from .edits import edits
from .order import rising
from .outline import Outline, Words
from .pieces import hunks

OPENING, CLOSING, WHOLE = "", "tail", "whole"  # WHOLE: of what was split or merged
Place = tuple[int, str]  # a node, and which piece of it


@dataclass(frozen=True, slots=True)
class Row:
    """A line that holds its change itself rather than its index."""

    old: Stand | None
    new: Stand | None
    edits: tuple[Edit, ...]
    change: Change | None


def rows(made: Comparison) -> list[Row]:
    """Every line of both versions, in order."""
    return _Redline(made).rows()


def one_sided(outline: Outline, added: bool) -> tuple[Line, ...]:
    """The lines of a document that is new or gone; all belong to its one change."""
    found = []
    for place in _places(outline, ()):
        stand = _stand(outline, place)
        pieces = _alone(outline, place, added)
        found.append(Line(None if added else stand, stand if added else None, pieces, 0))
    return tuple(found)


class _Redline:
    """Walks both versions; `backward` leads from an old node to its new one."""

    def __init__(self, made: Comparison) -> None:
        self.made, self.found = made, made.found
        self.backward = made.found.backward
        self.merged = {was: now for now, olds in made.found.merges.items() for was in olds}
        self.split = {now: was for was, news in made.found.splits.items() for now in news}
        self.added = made.by_new.keys() - self.found.pairs.keys()
        self.in_place: set[int] = set()

    def rows(self) -> list[Row]:
        ours = list(_places(self.made.old, {*self.found.splits, *self.merged}))
        theirs = list(_places(self.made.new, {*self.found.merges, *self.split}))
        kept = self._kept(ours, theirs)
        self.in_place = {theirs[now][0] for _, now in kept}
        told: list[Row] = []
        a = c = 0
        for was, now in kept:
            told += map(self._gone, ours[a:was])
            told += map(self._come, theirs[c:now])
            told.append(self._stays(ours[was], theirs[now]))
            a, c = was + 1, now + 1
        return [*told, *map(self._gone, ours[a:]), *map(self._come, theirs[c:])]

    def _kept(self, ours: list[Place], theirs: list[Place]) -> list[tuple[int, int]]:
        """Positions of the lines that stand where they stood, rising in both versions."""
        at = {place: position for position, place in enumerate(ours)}
        pairs = []
        for position, (now, piece) in enumerate(theirs):
            was = (self.found.pairs.get(now, -1), piece)
            if was in at and self.found.moved.isdisjoint((now, *self.made.new.above(now))):
                pairs.append((at[was], position))
        return [pairs[i] for i in rising([was for was, _ in pairs])]

    def _stays(self, was: Place, now: Place) -> Row:
        stands = _stand(self.made.old, was), _stand(self.made.new, now)
        pieces = self.made.parts_old.get(was[0]) or self._pieces(now)
        return Row(*stands, pieces, self.made.by_new.get(now[0]))

    def _gone(self, place: Place) -> Row:
        at, made = place[0], self.made
        if self.merged.get(at) in self.in_place:
            pieces = made.parts_old[at]
        else:
            pieces = _alone(made.old, place, added=False)
        return Row(_stand(made.old, place), None, pieces, self._why_gone(at))

    def _come(self, place: Place) -> Row:
        stand = _stand(self.made.new, place)
        return Row(None, stand, self._pieces(place), self._why_come(place[0]))

    def _pieces(self, place: Place) -> tuple[Edit, ...]:
        """The edits of a new line."""
        made, (at, piece) = self.made, place
        if at in made.parts_new:
            return made.parts_new[at]
        if at in self.found.pairs:
            return (made.closings if piece == CLOSING else made.openings)[at]
        return _alone(made.new, place, added=True)

    def _why_gone(self, at: int) -> Change | None:
        """The change by which an old line is no longer there: its own, or of what it stood in."""
        made = self.made
        if at in self.merged:
            return made.by_new.get(self.merged[at])
        if (now := self.backward.get(at)) in made.by_new:
            return made.by_new[now]
        for each in (at, *made.old.above(at)):
            if each in made.by_old:
                return made.by_old[each]
            if (now := self.backward.get(each)) in self.found.moved:
                return made.by_new[now]
        return None

    def _why_come(self, at: int) -> Change | None:
        made = self.made
        if at in self.split:
            return made.by_new.get(self.backward[self.split[at]])
        carried = (e for e in made.new.above(at) if e in self.found.moved or e in self.added)
        return next((made.by_new[e] for e in (at, *carried) if e in made.by_new), None)


def _places(outline: Outline, undivided: Container[int]) -> Iterator[Place]:
    """The lines of a version: each node's opening, what is inside, its closing."""
    waiting: list[int] = []
    for at, node in enumerate(outline.nodes):
        while waiting and outline.nodes[waiting[-1]].level >= node.level:
            yield waiting.pop(), CLOSING
        if at in undivided:
            yield at, WHOLE
            continue
        yield at, OPENING
        if node.closing:
            waiting.append(at)
    while waiting:
        yield waiting.pop(), CLOSING


def _stand(outline: Outline, place: Place) -> Stand:
    node = outline.nodes[place[0]]
    piece = "tail" if place[1] == CLOSING else ""
    return Stand(node.unit, node.id, node.label, node.level, piece)


def _alone(outline: Outline, place: Place, added: bool) -> tuple[Edit, ...]:
    """The words of a line that only one version has."""
    node = outline.nodes[place[0]]
    words = {OPENING: node.heading + node.body, CLOSING: node.closing, WHOLE: node.words}[place[1]]
    sides = (Words(), words) if added else (words, Words())
    return edits(hunks(sides[0].text, sides[1].text), *sides, outline, outline)
