"""Several agreements against one: retired provisions beside the clauses that took them over.

Every provision stands in a row: beside each clause it lives on in, or at the end with the reason
why nothing took it over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..compare.diff import diff
from ..compare.outlines import outline
from ..compare.trace import Destination, Origins, Source, Trace
from ..lines import paragraphs
from ..model import Basis, Fate, Provision, Retired
from ..resolve import Corpus
from ..wording import in_chinese
from .quotes import Quote, Quotes, said


@dataclass(frozen=True, slots=True)
class Old:
    """A retired provision as it is quoted; `outline` when only its gist is known."""

    agreement: str
    provision: str
    title: str
    heading: str
    text: tuple[str, ...]
    outline: bool


@dataclass(frozen=True, slots=True)
class Row:
    """Provisions and the clause that took them over; either may be missing."""

    at: int
    olds: tuple[Old, ...]
    new: tuple[Quote, ...]
    fates: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one document, or of what no clause took over."""

    id: str
    title: str
    rows: tuple[Row, ...]


def beside(corpus: Corpus, trace: Trace, documents: Iterable[str] = ()) -> tuple[Part, ...]:
    """The parts of the table; `documents` are the only ones asked for."""
    wanted = set(documents)
    held = {id_: each for id_, each in corpus.documents.items() if not wanted or id_ in wanted}
    parts, shown = [], set[tuple[str, str]]()
    for id_, each in held.items():
        origins = [o for o in trace.origins if o.place.address.partition("#")[0] == id_]
        if not origins:
            continue
        same = outline(each.document, corpus)
        quotes = Quotes(diff(same, same))
        rows = tuple(_rows(origins, quotes))
        parts.append(Part(id_, f"《{each.document.title}》", rows))
        shown |= {(s.retired.id, s.provision.id) for o in origins for s in o.sources}
    left = [
        row
        for row in trace.destinations
        if (row.retired.id, row.provision.id) not in shown
        and (not wanted or _concerns(row, wanted))
    ]
    if left:
        rows = tuple(_left(at, row) for at, row in enumerate(left, 1))
        parts.append(Part("left", "没有并入上述条款的原条文", rows))
    return tuple(parts)


def _concerns(row: Destination, wanted: set[str]) -> bool:
    """Whether a provision that no clause shown took over belongs to the documents asked for."""
    if row.places:
        return any(place.address.partition("#")[0] in wanted for place in row.places)
    return not wanted.isdisjoint(row.retired.successors)


def _rows(origins: Iterable[Origins], quotes: Quotes) -> Iterator[Row]:
    for at, origin in enumerate(origins, 1):
        fates = dict.fromkeys(_fate(source.provision.fate) for source in origin.sources)
        notes = (note for source in origin.sources for note in _notes(source.provision))
        yield Row(
            at=at,
            olds=tuple(map(_source, origin.sources)),
            new=quotes.clause(f"clause {origin.place.address.partition('#')[2]}", True),
            fates="、".join(fates) or ("新拟" if origin.new else _fate(None)),
            notes=tuple(dict.fromkeys(notes)),
        )


def _left(at: int, row: Destination) -> Row:
    places = tuple(said(f"《{p.title}》{p.number}{p.heading}") for p in row.places)
    old = _old(row.retired, row.provision)
    return Row(at, (old,), places, _fate(row.provision.fate), tuple(_notes(row.provision)))


def _source(source: Source) -> Old:
    return _old(source.retired, source.provision)


def _old(retired: Retired, provision: Provision) -> Old:
    text = paragraphs(provision.text or provision.gist or "")
    is_outline = retired.basis is Basis.OUTLINE
    title = f"《{retired.title}》"
    return Old(retired.id, provision.id, title, provision.heading, tuple(text), is_outline)


def _notes(provision: Provision) -> Iterator[str]:
    for text in (provision.reason, provision.remark):
        yield from paragraphs(text or "")


def _fate(fate: Fate | None) -> str:
    return in_chinese(f"fate.{fate}") if fate else in_chinese("fate.none")
