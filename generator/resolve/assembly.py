"""All nouns of a workspace on one day, checked against one another.

`gather` chooses the version of each document that stands on the day, gives
every provision an address and a scope (the products for which it is shown),
and finds every reference, value and name that leads nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from ..binding import timeline
from ..model import (
    Catalog,
    Clause,
    Document,
    External,
    Nature,
    Notice,
    Noun,
    Retired,
    Section,
    Show,
    Title,
)
from ..problems import Problem, Rejected
from ..reading import Status
from .corpus import Corpus, Held, Scope, Stock, Target
from .identity import agreement, ids, names_of, notes_of, notices_of, twice, unknown
from .texts import loose, texts


def gather(
    catalog: Catalog,
    documents: Iterable[Document],
    retired: Iterable[Retired],
    day: date,
    externals: Iterable[External] = (),
    notices: Iterable[Notice] = (),
) -> Corpus:
    """The corpus on `day`; raises `Rejected` with everything that does not fit together."""
    stock = Stock(catalog, tuple(documents), tuple(retired), tuple(externals), tuple(notices))
    corpus, problems = _on(stock, day)
    same = [*ids(stock)]
    problems += [*names_of(stock), *same, *notices_of(corpus), *loose(corpus)]
    problems += notes_of(stock)
    if not same:
        problems += [p for lineage in corpus.lineages.values() for p in timeline(lineage)]
    for later in _later(corpus):
        problems += _on(stock, later)[1]
    problems += [p for document in _drafts(corpus) for p in _alone(stock, document)]
    if problems:
        raise Rejected(_once(problems))
    return corpus


def _on(stock: Stock, day: date) -> tuple[Corpus, list[Problem]]:
    """The corpus on a day, and what is wrong in the versions that stand on it."""
    catalog = stock.catalog
    groups = {p.id: frozenset([p.id]) for p in catalog.products}
    groups |= {f.id: frozenset(f.products) for f in catalog.families}
    versions = tuple(_statuses(list(stock.documents), day))
    corpus = Corpus(
        catalog=catalog,
        day=day,
        documents={},
        retired={r.id: r for r in _paired(stock)},
        versions=versions,
        groups=groups,
        externals=_standing(stock.externals, day),
        lineages=stock.lineages(),
        notices={notice.id: notice for notice in stock.notices},
    )
    problems: list[Problem] = []
    for document, status in _ordered(catalog, _chosen(versions)):
        held, found = _hold(corpus, document, status)
        corpus.documents[document.id] = held
        problems += found
    for held in corpus.documents.values():
        problems += texts(corpus, held)
    problems += [p for r in stock.retired for p in agreement(corpus, r)]
    return corpus, problems


def held_alone(corpus: Corpus, document: Document, status: Status) -> Held:
    """A version that does not stand on the corpus's day, with its provisions and scopes."""
    return _hold(corpus, document, status)[0]


def _paired(stock: Stock) -> list[Retired]:
    """Retired agreements in the order of the catalog's products, software before advertising."""
    order = {product.id: at for at, product in enumerate(stock.catalog.products)}
    natures = list(Nature)
    return sorted(
        stock.retired,
        key=lambda r: (order.get(r.product, len(order)), natures.index(r.nature), r.id),
    )


def _later(corpus: Corpus) -> list[date]:
    """The days on which what does not stand yet will; it must be right then."""
    days = {v[0].version.effective for v in corpus.versions if v[1] is Status.UPCOMING}
    return sorted(day for day in days if day)


def _drafts(corpus: Corpus) -> list[Document]:
    """The drafts of documents of which another version stands."""
    held = {id(each.document) for each in corpus.documents.values()}
    return [d for d, s in corpus.versions if s is Status.DRAFT and id(d) not in held]


def _alone(stock: Stock, draft: Document) -> list[Problem]:
    """What would be wrong if a draft stood beside the newest version of every other document."""
    others = tuple(d for d in stock.documents if d.id != draft.id)
    return _on(replace(stock, documents=(*others, draft)), date.max)[1]


def _standing(externals: Iterable[External], day: date) -> dict[str, External]:
    """Of each external document the version that stands on the day, else the next to come."""
    found: dict[str, External] = {}
    for external in sorted(externals, key=lambda e: e.version.effective or date.max):
        begun = external.version.effective is not None and external.version.effective <= day
        if begun or external.id not in found:
            found[external.id] = external
    return found


def _once(problems: list[Problem]) -> list[Problem]:
    """A problem that shows on several days is told once."""
    distinct = {(problem.span, problem.code, str(problem.params)): problem for problem in problems}
    return list(distinct.values())


def _statuses(documents: list[Document], day: date) -> Iterator[tuple[Document, Status]]:
    """What each version of each document is on the day."""
    latest: dict[str, date] = {}
    for document in documents:
        effective = document.version.effective
        if not document.version.draft and effective is not None and effective <= day:
            latest[document.id] = max(latest.get(document.id, effective), effective)
    for document in documents:
        effective = document.version.effective
        if document.version.draft or effective is None:
            yield document, Status.DRAFT
        elif effective > day:
            yield document, Status.UPCOMING
        elif effective < latest[document.id]:
            yield document, Status.SUPERSEDED
        else:
            yield document, Status.IN_FORCE


def _chosen(versions: tuple[tuple[Document, Status], ...]) -> list[tuple[Document, Status]]:
    """Of each document the version in force; else the next to come; else the draft."""
    rank = {Status.IN_FORCE: 0, Status.UPCOMING: 1, Status.DRAFT: 2, Status.SUPERSEDED: 3}
    best: dict[str, tuple[Document, Status]] = {}
    for document, status in sorted(
        versions, key=lambda v: (rank[v[1]], v[0].version.effective or date.max)
    ):
        best.setdefault(document.id, (document, status))
    return list(best.values())


def _ordered(
    catalog: Catalog, chosen: list[tuple[Document, Status]]
) -> list[tuple[Document, Status]]:
    order = {id_: at for at, id_ in enumerate(catalog.documents)}
    return sorted(chosen, key=lambda v: (order.get(v[0].id, len(order)), v[0].id))


def _hold(corpus: Corpus, document: Document, status: Status) -> tuple[Held, list[Problem]]:
    """The provisions of a document with their scopes; what is wrong with ids and scopes."""
    problems: list[Problem] = []
    targets: dict[str, Target] = {}
    everything: Scope = frozenset(p.id for p in corpus.catalog.products)

    def within(noun: Document | Section | Clause, above: Scope) -> Scope:
        problems.extend(_for(corpus, noun, above))
        return corpus.scope(noun.for_, above)

    def add(noun: Section | Clause, heading: str, scope: Scope) -> None:
        if noun.id in targets:
            first = targets[noun.id].noun.place("id")
            params: dict[str, object] = {"id": noun.id, "first": first.line if first else 0}
            problems.append(Problem("duplicate-id", noun.place("id"), params, "duplicate-id"))
        else:
            targets[noun.id] = Target(noun.id, heading, scope, noun)

    def descend(clause: Clause, above: Scope) -> None:
        scope = within(clause, above)
        add(clause, f"【{clause.keyword}】" if clause.keyword else "", scope)
        problems.extend(_rows(corpus, clause, scope))
        for item in clause.items:
            descend(item, scope)

    whole = within(document, everything)
    for section in document.sections:
        scope = within(section, whole)
        add(section, f"“{section.title}”", scope)
        for clause in section.clauses:
            descend(clause, scope)
    problems += _terms(corpus, document, whole)
    problems += [p for other in document.titles for p in _for(corpus, other, everything, "only")]
    return Held(document, status, targets, whole), problems


def _for(corpus: Corpus, noun: Noun, above: Scope, key: str = "for") -> Iterator[Problem]:
    """The names in a `for` exist, and it is no wider than what contains it."""
    listed = noun.only if isinstance(noun, Title) else getattr(noun, "for_", None)
    for at, name in enumerate(listed or ()):
        place = noun.place(key, at)
        if name not in corpus.groups:
            yield unknown("unknown-product", name, corpus.groups, place)
        elif not corpus.groups[name] <= above:
            yield Problem("wider-for", place, {"name": name}, "wider-for")


def _terms(corpus: Corpus, document: Document, whole: Scope) -> Iterator[Problem]:
    """Terms stand once and are shown once."""
    seen: dict[str, int] = {}
    yield from twice((term.id, term.place("id")) for term in document.terms if term.id)
    for term in document.terms:
        place = term.place("term")
        yield from _for(corpus, term, whole)
        if term.term in seen:
            params: dict[str, object] = {"term": term.term, "first": seen[term.term]}
            yield Problem("duplicate-term", place, params, "duplicate-term")
        seen.setdefault(term.term, place.line if place else 0)
    shown = [clause for clause in document.clauses() if clause.show is Show.TERMS]
    for clause in shown[1:]:
        yield Problem("terms-shown-twice", clause.place("show"), hint="terms-shown-twice")
    if shown and not document.terms:
        yield Problem("no-terms-to-show", shown[0].place("show"), hint="no-terms-to-show")


def _rows(corpus: Corpus, clause: Clause, above: Scope) -> Iterator[Problem]:
    """The rows of a clause's table are as wide as the table and no wider than the clause."""
    if clause.table is None:
        return
    width = len(clause.table.columns)
    for at, row in enumerate(clause.table.rows):
        yield from _for(corpus, row, above)
        if len(row.cells) != width:
            params: dict[str, object] = {"cells": len(row.cells), "columns": width}
            yield Problem("cell-count", clause.table.place("rows", at), params, "cell-count")
