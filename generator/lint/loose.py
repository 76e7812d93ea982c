"""Texts that stand in no document: public notices, and what is recorded of documents of others.

Rules that judge words alone look at them too. A notice is judged by the law of the day on which
it was published. Nothing can be allowed in it: what it says is said to everybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..model import Document, External, Kind, Notice, Noun, Version
from ..reading import Status
from ..resolve import Corpus
from ..resolve.corpus import Held
from .subject import Passage, Subject

WORDING = frozenset(
    (
        "exemption",
        "final-interpretation",
        "excluded-remedies",
        "effect-without-notice",
        "deemed-consent",
        "penalty",
        "immediate-effect",
        "no-such-day",
        "amount-in-words",
        "residue",
        "halfwidth-punctuation",
        "fullwidth-letters",
        "confusable",
        "book-titles",
        "dashes-and-dots",
        "quotes",
        "mixed-numbering",
    )
)


@dataclass(frozen=True)
class Loose(Subject):
    """A notice or a record as the rules see it: `texts` are (noun, key) in reading order."""

    texts: tuple[tuple[Noun, str], ...] = ()

    def _passages(self) -> Iterator[Passage]:
        for noun, key in self.texts:
            yield self._passage(noun, (key,), getattr(noun, key), self.held.scope, None, None)


def loose(corpus: Corpus, today: date) -> Iterator[Loose]:
    """Every notice, and every version of a document of somebody else."""
    memo: dict[object, object] = {}
    for notice in corpus.notices.values():
        held = _held(corpus, notice, notice.published)
        yield Loose(corpus, held, today, None, memo, {}, tuple(_of_notice(notice)))
    for lineage in corpus.lineages.values():
        for document in lineage:
            if isinstance(document, External):
                held = _held(corpus, document, document.version.effective)
                texts = tuple((document, key) for key in ("title", "covers", "renews", "leave"))
                yield Loose(corpus, held, today, None, memo, {}, texts)


def _of_notice(notice: Notice) -> Iterator[tuple[Noun, str]]:
    yield from _filled(notice, "title", "opening")
    for part in notice.announces:
        yield from _filled(part, "title", "reason", "text", "disagree")
    yield from _filled(notice, "feedback", "history")


def _filled(noun: Noun, *keys: str) -> Iterator[tuple[Noun, str]]:
    yield from ((noun, key) for key in keys if getattr(noun, key))


def _held(corpus: Corpus, noun: Notice | External, day: date | None) -> Held:
    """A document without provisions that carries the name and the day."""
    version = Version.model_construct(number="1", published=day, effective=day)
    document = Document.model_construct(
        id=noun.id, title=noun.title, kind=Kind.RULE, version=version, sections=()
    )
    everything = frozenset(product.id for product in corpus.catalog.products)
    return Held(document, Status.IN_FORCE, {}, everything)
