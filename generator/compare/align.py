"""Which provision of the old version is which of the new one.

Ids decide. A provision whose id vanished is looked for by likeness: under another id, split
into several, or merged into another. What stands out of order has moved; of all ways to say so
the one with the fewest moves is taken, and of those the one that moves the least text.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field

from . import likeness
from .changes import Unit
from .order import rising
from .outline import Node, Outline

_PROVISIONS = (Unit.CLAUSE, Unit.ITEM)
_KIN = 0.5  # the share of clauses from which a section is taken for another


@dataclass(slots=True)
class Alignment:
    """Indexes of nodes: `pairs` new → old. A split leaves its old node paired with its head, a
    merger its new node with one of the old ones; `splits` and `merges` name all of them.

    `likeness` is known (by the new node) where ids differ.
    """

    pairs: dict[int, int] = field(default_factory=dict)
    likeness: dict[int, float] = field(default_factory=dict)
    splits: dict[int, tuple[int, ...]] = field(default_factory=dict)  # old → news
    merges: dict[int, tuple[int, ...]] = field(default_factory=dict)  # new → olds
    moved: set[int] = field(default_factory=set)

    @property
    def backward(self) -> dict[int, int]:
        return {old: new for new, old in self.pairs.items()}

    def taken_old(self) -> set[int]:
        """Old nodes that live on somewhere."""
        return {*self.pairs.values(), *(old for olds in self.merges.values() for old in olds)}

    def taken_new(self) -> set[int]:
        """New nodes that come from somewhere."""
        return {*self.pairs, *(new for news in self.splits.values() for new in news)}


def align(old: Outline, new: Outline) -> Alignment:
    """The alignment of two outlines whose marks say the same."""
    found = Alignment(_by_id(old, new))
    if len(found.pairs) < max(len(old.nodes), len(new.nodes)):
        _by_likeness(old, new, found)
        _sections(old, new, found)
    _moves(old, new, found)
    return found


def _by_id(old: Outline, new: Outline) -> dict[int, int]:
    keys = {key: at for at, node in enumerate(old.nodes) if (key := _key(node))}
    return {
        at: keys[key] for at, node in enumerate(new.nodes) if (key := _key(node)) and key in keys
    }


def _key(node: Node) -> str:
    """What makes a node the same in two versions; paragraphs of a prompt have nothing."""
    if node.unit is Unit.PROMPT:
        return ""
    return f"{Unit.CLAUSE if node.unit is Unit.ITEM else node.unit} {node.id}"


def _by_likeness(old: Outline, new: Outline, found: Alignment) -> None:
    index = likeness.index(
        (node.words.text for node in old.nodes), (node.words.text for node in new.nodes)
    )
    _splits(old, new, found, index)
    _mergers(old, new, found, index)
    for units in (_PROVISIONS, (Unit.TERM,), (Unit.PROMPT,)):
        olds = _left(old, found.taken_old(), units)
        news = _left(new, found.taken_new(), units)
        for was, now, measure in likeness.pairs(
            index, {at: _whole(old, at) for at in olds}, {at: _whole(new, at) for at in news}
        ):
            found.pairs[now] = was
            if units != (Unit.PROMPT,):
                found.likeness[now] = measure


def _left(outline: Outline, taken: set[int], units: Iterable[Unit]) -> list[int]:
    return [at for at, node in enumerate(outline.nodes) if node.unit in units and at not in taken]


def _whole(outline: Outline, at: int) -> str:
    """The words of a node and of all that is inside it."""
    inside = [outline.nodes[at], *(outline.nodes[i] for i in outline.below(at))]
    return "\n".join(node.words.text for node in inside)


def _splits(old: Outline, new: Outline, found: Alignment, index: likeness.Index) -> None:
    for was, parts, head, measure in _divided(old, new, found.backward, found, index):
        found.splits[was] = parts
        found.pairs[head] = was
        found.likeness[head] = measure


def _mergers(old: Outline, new: Outline, found: Alignment, index: likeness.Index) -> None:
    """A merger is a split, read backward."""
    mirrored = Alignment(found.backward, splits=found.merges, merges=found.splits)
    for now, parts, head, measure in _divided(new, old, found.pairs, mirrored, index):
        if any(part in found.splits for part in parts):
            continue
        found.merges[now] = parts
        found.pairs[now] = head
        found.likeness[now] = measure


def _divided(
    one: Outline,
    many: Outline,
    kept: dict[int, int],
    found: Alignment,
    index: likeness.Index,
) -> list[tuple[int, tuple[int, ...], int, float]]:
    """(whole, parts, head, likeness) of each text of `one` that stands divided in `many`.

    `kept` leads from a node of `one` to that of the same id; a new id may be a part only once.
    """
    free = _left(many, found.taken_new(), _PROVISIONS)
    if not free:
        return []
    search = likeness.Search(index, {at: many.nodes[at].text for at in free})
    whole_texts = {at: node.text for at, node in enumerate(one.nodes) if node.unit in _PROVISIONS}
    scored = []
    for at, text in whole_texts.items():
        keeper = kept.get(at)
        if at in found.splits or (keeper is None and at in found.taken_old()):
            continue
        if keeper is not None and len(many.nodes[keeper].text) + likeness.SHORT > len(text):
            continue
        if best := _division(many, search, text, keeper):
            scored.append((-best[1], at, best[0]))
    made, used = [], set[int]()
    for measure, at, parts in sorted(scored):
        keeper = kept.get(at)
        if not used & set(parts):
            used |= set(parts)
            made.append((at, parts, parts[0] if keeper is None else keeper, -measure))
    return made


def _division(
    many: Outline, search: likeness.Search, text: str, keeper: int | None
) -> tuple[tuple[int, ...], float] | None:
    """The neighbours that together are most like a text."""
    parts = [
        at
        for at in search.inside(likeness.grams(text))
        if len(many.nodes[at].text) >= likeness.SHORT
    ]
    if keeper is not None:
        parts = sorted({*parts, keeper})
    best: tuple[tuple[int, ...], float] | None = None
    for run in _runs(many, parts):
        if len(run) < 2 or (keeper is not None and keeper not in run):
            continue
        measure = likeness.together(text, [many.nodes[at].text for at in run])
        if measure > (best[1] if best else 0.0):
            best = tuple(run), measure
    return best


def _runs(outline: Outline, parts: Sequence[int]) -> list[list[int]]:
    """Those that follow one another: siblings, or a provision and what stands inside it."""
    made: list[list[int]] = []
    for at in parts:
        if made:
            last = made[-1][-1]
            if at == last + 1 or at == outline.below(last).stop:
                made[-1].append(at)
                continue
        made.append([at])
    return made


def _sections(old: Outline, new: Outline, found: Alignment) -> None:
    """A section under another id is known by most of its clauses, or by its title."""
    votes: dict[tuple[int, int], int] = {}
    for now, was in found.pairs.items():
        above = old.nodes[was].parent, new.nodes[now].parent
        if min(above) >= 0:
            votes[above] = votes.get(above, 0) + 1
    sizes = [Counter(node.parent for node in outline.nodes) for outline in (old, new)]

    def kinship(was: int, now: int) -> float:
        """The share of clauses in common; the titles count as one clause more."""
        title = likeness.ratio(old.nodes[was].heading.text, new.nodes[now].heading.text)
        most = max(sizes[0][was], sizes[1][now])
        return (votes.get((was, now), 0) + title) / (most + 1)

    news = _left(new, found.taken_new(), (Unit.SECTION,))
    for was in _left(old, found.taken_old(), (Unit.SECTION,)):
        measure, best = max(((kinship(was, now), now) for now in news), default=(0.0, -1))
        if measure >= _KIN:
            found.pairs[best] = was
            found.likeness[best] = measure
            news.remove(best)


def _moves(old: Outline, new: Outline, found: Alignment) -> None:
    """Mark as moved what stands in another parent, or out of order among its siblings."""
    kin = {(-1, -1), *((was, now) for now, was in found.pairs.items())}
    kin |= {(was, part) for was, parts in found.splits.items() for part in parts}
    kin |= {(part, now) for now, parts in found.merges.items() for part in parts}
    siblings: dict[tuple[int, int, Unit], list[int]] = {}
    strays: list[int] = []
    for now, was in sorted(found.pairs.items()):
        parents = old.nodes[was].parent, new.nodes[now].parent
        if parents in kin:
            unit = Unit.CLAUSE if new.nodes[now].unit is Unit.ITEM else new.nodes[now].unit
            shared = (parents[0], 0) if parents[0] in found.splits else (parents[1], 1)
            siblings.setdefault((*shared, unit), []).append(now)
        else:
            strays.append(now)
    for group in siblings.values():
        weights = [len(_whole(new, now)) for now in group]
        kept = {group[at] for at in rising([found.pairs[now] for now in group], weights)}
        found.moved |= {now for now in group if now not in kept}
    found.moved |= set(strays) - _led_by_headings(old, new, found, strays)


def _led_by_headings(
    old: Outline, new: Outline, found: Alignment, strays: Sequence[int]
) -> set[int]:
    """Those that stand where they stood: only a heading was put before them or taken away."""
    bare_new = _bare(new, found.taken_new())
    bare_old = _bare(old, found.taken_old())
    led = {
        now
        for now in strays
        if new.nodes[now].parent in bare_new or old.nodes[found.pairs[now]].parent in bare_old
    }
    if not led:
        return led
    apart = frozenset(strays)
    fixed = [now for now in sorted(found.pairs) if not _has_moved(new, found, now, apart)]
    ends = [-1, *(found.pairs[now] for now in fixed), len(old.nodes)]
    fitting = [
        now
        for now in sorted(led)
        if ends[at := bisect(fixed, now)] < found.pairs[now] < ends[at + 1]
    ]
    return {fitting[at] for at in rising([found.pairs[now] for now in fitting])}


def _has_moved(new: Outline, found: Alignment, now: int, strays: Container[int]) -> bool:
    """Whether a node, or anything that it stands in, stands where it did not stand."""
    return any(at in found.moved or at in strays for at in (now, *new.above(now)))


def _bare(outline: Outline, taken: set[int]) -> set[int]:
    """Sections without a counterpart all of whose clauses have one."""
    children: dict[int, list[int]] = {}
    for at, node in enumerate(outline.nodes):
        children.setdefault(node.parent, []).append(at)
    return {
        at
        for at in range(len(outline.nodes))
        if outline.nodes[at].unit is Unit.SECTION
        and at not in taken
        and taken.issuperset(children[at])
    }
