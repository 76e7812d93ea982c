"""Which texts of one version live on in texts of the other, by what they have in common.

Runs of three characters are indexed, so that a text is compared with few candidates and not with
all. A run weighs the less the more provisions have it: what every clause says proves nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from rapidfuzz.distance import Indel, LCSseq

ALIKE = 0.6  # the share of characters in common from which a text is taken for another
DISTINCT = 0.3  # the same of weighted runs: guards against texts alike by their formulas
CONTAINED = 0.6  # the share of a part that must stem from the whole, and from it alone
PARTS = 0.7  # likeness of a text to all of its parts together
SHORT = 4  # characters below which a text is no evidence
COMMON = 40  # provisions above which a run of characters leads to no candidates
CANDIDATES = 6

Grams = frozenset[str]


@dataclass(frozen=True, slots=True)
class Index:
    """The weights of all runs of three characters, known from all provisions of both versions."""

    weights: Mapping[str, float]

    def share(self, grams: Iterable[str]) -> float:
        weights = self.weights
        return fsum(weights.get(gram, 1.0) for gram in grams)  # whatever their order

    def alike(self, one: Grams, other: Grams) -> float:
        """How much two texts have in common, 0 to 1."""
        return 2 * self.share(one & other) / (self.share(one) + self.share(other) or 1)


def grams(text: str) -> Grams:
    """The runs of three characters of a text; a shorter text stands for itself."""
    return frozenset(map("".join, zip(text, text[1:], text[2:], strict=False))) or frozenset([text])


def index(olds: Iterable[str], news: Iterable[str]) -> Index:
    """The index over all provisions of both versions."""
    counts = [Counter(gram for text in texts for gram in grams(text)) for texts in (olds, news)]
    shared: dict[str, int] = dict(counts[0])
    for gram, count in counts[1].items():
        shared[gram] = max(count, shared.get(gram, 0))
    return Index({gram: 1 / count for gram, count in shared.items()})


def ratio(one: str, other: str, least: float = 0.0) -> float:
    """The share of characters that two texts have in common, in order; 0 below `least`."""
    return Indel.normalized_similarity(one, other, score_cutoff=least)


class Search:
    """The texts of one side, found by what they have in common with a text of the other.

    Runs that more than `COMMON` of them have are left out: they lead everywhere.
    """

    def __init__(self, found: Index, texts: Mapping[int, str]) -> None:
        self.index = found
        self.grams = {at: grams(text) for at, text in texts.items()}
        holders: dict[str, list[int]] = {}
        for at, own in self.grams.items():
            for gram in own:
                holders.setdefault(gram, []).append(at)
        self.holders = {gram: held for gram, held in holders.items() if len(held) <= COMMON}
        self.totals = {
            at: found.share(gram for gram in own if gram in self.holders)
            for at, own in self.grams.items()
        }

    def near(self, own: Grams) -> list[int]:
        """The candidates that have most in common with a text, at most `CANDIDATES`."""
        scores = self._scores(own)
        return sorted(scores, key=lambda at: (-scores[at], at))[:CANDIDATES]

    def inside(self, own: Grams) -> list[int]:
        """Those of which most stems from a text, in their order."""
        scores = self._scores(own)
        return sorted(at for at, score in scores.items() if score >= CONTAINED * self.totals[at])

    def _scores(self, own: Grams) -> dict[int, float]:
        """How much each text that has anything in common with another has, by weight."""
        scores: dict[int, float] = {}
        weights, holders = self.index.weights, self.holders
        for gram in own:
            held = holders.get(gram)
            if held:
                weight = weights.get(gram, 1.0)
                for at in held:
                    scores[at] = scores.get(at, 0.0) + weight
        return {at: round(score, 6) for at, score in scores.items()}


def pairs(
    found: Index, olds: Mapping[int, str], news: Mapping[int, str]
) -> list[tuple[int, int, float]]:
    """(old, new, likeness) of texts taken for one another; each stands once. Equal texts come
    first, in their order, then the likest."""
    made = _equal(olds, news)
    rest_old = {at: t for at, t in olds.items() if at not in {a for a, _, _ in made}}
    rest_new = {at: t for at, t in news.items() if at not in {b for _, b, _ in made}}
    search = Search(found, rest_new)
    scored: list[tuple[float, int, int, int]] = []
    for at, text in rest_old.items():
        own = grams(text)
        for other in search.near(own):
            likeness = ratio(text, rest_new[other], ALIKE)
            enough = likeness >= ALIKE and found.alike(own, search.grams[other]) >= DISTINCT
            if enough and min(len(text), len(rest_new[other])) >= SHORT:
                scored.append((-likeness, abs(at - other), at, other))
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for likeness, _, at, other in sorted(scored):
        if at not in taken_old and other not in taken_new:
            taken_old.add(at)
            taken_new.add(other)
            made.append((at, other, -likeness))
    return made


def _equal(olds: Mapping[int, str], news: Mapping[int, str]) -> list[tuple[int, int, float]]:
    waiting: dict[str, list[int]] = {}
    for at in reversed(list(news)):
        waiting.setdefault(news[at], []).append(at)
    return [(at, waiting[t].pop(), 1.0) for at, t in olds.items() if t and waiting.get(t)]


def together(whole: str, parts: Sequence[str]) -> float:
    """How like a text is to its parts, one after another; 0 when it is no more so for one of
    them: each must account for words that the others do not."""
    likeness = ratio(whole, "".join(parts), PARTS)
    if likeness < PARTS:
        return 0.0
    shared = LCSseq.similarity(whole, "".join(parts))
    for at, part in enumerate(parts):
        others = "".join((*parts[:at], *parts[at + 1 :]))
        if shared - LCSseq.similarity(whole, others) < CONTAINED * len(part):
            return 0.0
    return likeness
