"""Two aligned outlines → a change for each provision that is not as it was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ..model import Material
from .align import Alignment
from .changes import Change, Edit, Kind, Op, Side, Signal, SignalKind, Unit
from .edits import altered, edits, only_punctuation, slices, together
from .outline import Outline, Words
from .pieces import Hunk, hunks, offsets
from .quote import side, whole
from .severity import severity
from .signals import of_emphasis, of_products, of_whole, of_words


@dataclass(slots=True)
class Comparison:
    """What became of each node: changes by the new node, or by the old one of a deletion.

    `openings` and `closings` are the edits of what stands before and behind the items of a new
    node; `parts_new` and `parts_old` those of each part of a split or a merger.
    """

    old: Outline
    new: Outline
    found: Alignment
    by_new: dict[int, Change] = field(default_factory=dict)
    by_old: dict[int, Change] = field(default_factory=dict)
    openings: dict[int, tuple[Edit, ...]] = field(default_factory=dict)
    closings: dict[int, tuple[Edit, ...]] = field(default_factory=dict)
    parts_new: dict[int, tuple[Edit, ...]] = field(default_factory=dict)
    parts_old: dict[int, tuple[Edit, ...]] = field(default_factory=dict)
    renumbered: list[Change] = field(default_factory=list)

    def compare(self) -> None:
        """Fill in everything."""
        for now in range(len(self.new.nodes)):
            if now in self.found.pairs:
                self._pair(now, self.found.pairs[now])
        taken = self.found.taken_new()
        for now, node in enumerate(self.new.nodes):
            if now not in taken and (node.parent < 0 or node.parent in taken):
                self.by_new[now] = self._alone(self.new, now, taken, added=True)
        taken = self.found.taken_old()
        for was, node in enumerate(self.old.nodes):
            if was not in taken and (node.parent < 0 or node.parent in taken):
                self.by_old[was] = self._alone(self.old, was, taken, added=False)

    def _alone(self, outline: Outline, at: int, taken: set[int], added: bool) -> Change:
        """A provision added or deleted with all that is inside it and nowhere else."""
        quoted = whole(outline, at, taken)
        signals = tuple(of_whole(quoted.words, outline, added))
        inside = [at, *(each for each in outline.below(at) if each not in taken)]
        kind = Kind.ADDED if added else Kind.DELETED
        edit = Edit(Op.INSERT, "", quoted.words) if added else Edit(Op.DELETE, quoted.words, "")
        return Change(
            kind=kind,
            severity=severity(kind, signals, (outline.nodes[each].material for each in inside)),
            document=self.new.document,
            unit=outline.nodes[at].unit,
            old=None if added else quoted,
            new=quoted if added else None,
            signals=signals,
            edits=(edit,),
        )

    def _pair(self, now: int, was: int) -> None:
        if was in self.found.splits:
            self._divided(now, (was,), self.found.splits[was], Kind.SPLIT)
            return
        if now in self.found.merges:
            self._divided(now, self.found.merges[now], (now,), Kind.MERGED)
            return
        before, after = self.old.nodes[was], self.new.nodes[now]
        signals: list[Signal] = []
        heading = self._words(before.heading, after.heading, signals)
        body = self._words(before.body, after.body, signals)
        self.openings[now] = together((*heading, *body))
        self.closings[now] = self._words(before.closing, after.closing, signals)
        made = together((*self.openings[now], *self.closings[now]))
        signals += self._tags(now, was, made)
        kind = self._kind(now, was, made, signals)
        if kind is None:
            self._number(now, was)
            return
        quote = whole if kind is Kind.MOVED else side
        self.by_new[now] = self._change(
            kind, after.unit, quote(self.old, was), quote(self.new, now), signals, made,
            (before.material, after.material), self._likeness(now, was),
        )  # fmt: skip

    def _words(self, old: Words, new: Words, signals: list[Signal]) -> tuple[Edit, ...]:
        """The edits of two texts; their signals are added to `signals`."""
        found = self._hunks(old, new)
        signals += of_words(old.text, new.text, found, self.old, self.new)
        return edits(found, old, new, self.old, self.new)

    def _hunks(self, old: Words, new: Words) -> list[Hunk]:
        return hunks(old.text.translate(self.old.aliases), new.text)

    def _tags(self, now: int, was: int, made: Sequence[Edit]) -> list[Signal]:
        """Signals of what is said beside the words: emphasis, products, why it is material."""
        before, after = self.old.nodes[was], self.new.nodes[now]
        found = list(of_emphasis(made)) if before.material or after.material else []
        found += self._products(now, was)
        if before.tag is not after.tag:
            found.append(Signal(SignalKind.MATERIAL, before.tag or "", after.tag or ""))
        return found

    def _kind(
        self, now: int, was: int, made: Sequence[Edit], signals: Sequence[Signal]
    ) -> Kind | None:
        other = altered(made)
        emphasis = any(edit.op in (Op.EMPHASISE, Op.PLAIN) for edit in made)
        kinds = {signal.kind for signal in signals}
        if now in self.found.moved:
            return Kind.MOVED_AND_EDITED if other or emphasis else Kind.MOVED
        if other and not only_punctuation(made):
            return Kind.WORDING
        if kinds & {SignalKind.PRODUCT_GAINED, SignalKind.PRODUCT_LOST}:
            return Kind.APPLICABILITY
        if other:
            return Kind.PUNCTUATION
        if emphasis:
            return Kind.EMPHASIS
        return Kind.METADATA if SignalKind.MATERIAL in kinds else None

    def _divided(self, now: int, olds: tuple[int, ...], news: tuple[int, ...], kind: Kind) -> None:
        """A split (one old, several new) or a merger."""
        was = self.found.pairs[now]
        ours = [self.old.nodes[at].words for at in olds]
        theirs = [self.new.nodes[at].words for at in news]
        old, new = _joined(ours), _joined(theirs)
        found = self._hunks(old, new)
        split = kind is Kind.SPLIT
        borders = offsets([words.text for words in (theirs if split else ours)], 0)[1:-1]
        parts = [
            edits(part, old, new, self.old, self.new) for part in slices(found, borders, split)
        ]
        kept = self.parts_new if split else self.parts_old
        kept.update(zip(news if split else olds, parts, strict=True))
        made = together(edit for part in parts for edit in part)
        self.openings[now] = made
        signals = list(of_words(old.text, new.text, found, self.old, self.new))
        touched = [
            *(self.old.nodes[at].material for at in olds),
            *(self.new.nodes[at].material for at in news),
        ]
        signals += of_emphasis(made) if any(touched) else ()
        self.by_new[now] = self._change(
            kind,
            self.new.nodes[now].unit,
            side(self.old, was, () if split else olds),
            side(self.new, now, news if split else ()),
            signals,
            made,
            touched,
            self.found.likeness[now],
        )

    def _change(
        self,
        kind: Kind,
        unit: Unit,
        old: Side,
        new: Side,
        signals: Iterable[Signal],
        made: tuple[Edit, ...],
        materials: Iterable[Material | None],
        likeness: float | None,
    ) -> Change:
        told = tuple(dict.fromkeys(signals))
        other = altered(made) and not only_punctuation(made)
        beside = kind in (Kind.APPLICABILITY, Kind.METADATA)
        return Change(
            kind=kind,
            severity=severity(kind, told, materials, other or beside),
            document=self.new.document,
            unit=unit,
            old=old,
            new=new,
            signals=told,
            edits=made if any(edit.op is not Op.EQUAL for edit in made) else (),
            likeness=likeness,
        )

    def _number(self, now: int, was: int) -> None:
        """Note a provision of which only the number or the id is another."""
        before, after = self.old.nodes[was], self.new.nodes[now]
        if after.unit is Unit.PROMPT:
            return
        if before.label != after.label or before.id != after.id:
            sides = side(self.old, was), side(self.new, now)
            likeness = self._likeness(now, was)
            self.renumbered.append(
                self._change(Kind.RENUMBERED, after.unit, *sides, (), (), (), likeness)
            )

    def _likeness(self, now: int, was: int) -> float | None:
        same = self.old.nodes[was].id == self.new.nodes[now].id
        return None if same else self.found.likeness.get(now)

    def _products(self, now: int, was: int) -> Iterable[Signal]:
        """Products gained and lost, save those that what contains the provision explains."""
        before, after = self.old.nodes[was], self.new.nodes[now]
        gained, lost = after.scope - before.scope, before.scope - after.scope
        if (gained or lost) and self._is_explained(now, was):
            gained = lost = frozenset()
        rows = dict(before.rows)
        for text, scope in after.rows:
            earlier = rows.get(text, scope)
            if (earlier, scope) != (before.scope, after.scope):
                gained, lost = gained | scope - earlier, lost | earlier - scope
        yield from of_products(self.old.products(lost), self.new.products(gained))

    def _is_explained(self, now: int, was: int) -> bool:
        before, after = self.old.nodes[was], self.new.nodes[now]
        above = self.new.nodes[after.parent].scope if after.parent >= 0 else self.new.scope
        would = above if before.declared is None else above & before.declared
        return after.scope == would and now not in self.found.moved


def _joined(parts: Iterable[Words]) -> Words:
    listed = list(parts)
    return Words("".join(p.text for p in listed), "".join(p.strong for p in listed))
