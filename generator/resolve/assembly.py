"""All nouns of a workspace on one day, checked against one another.

`gather` chooses the version of each document that stands on the day, gives
every provision an address and a scope (the products for which it is shown),
and finds every reference, value and name that leads nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from ..model import Catalog, Clause, Document, Noun, Retired, Section, Show, Title
from ..problems import Problem, Rejected
from ..reading import Status
from .corpus import Corpus, Held, Scope, Target
from .identity import agreement, ids, names_of, twice, unknown
from .texts import texts


def gather(
    catalog: Catalog, documents: Iterable[Document], retired: Iterable[Retired], day: date
) -> Corpus:
    """The corpus on `day`; raises `Rejected` with everything that does not fit together."""
    documents, retired = list(documents), list(retired)
    groups = {p.id: frozenset([p.id]) for p in catalog.products}
    groups |= {f.id: frozenset(f.products) for f in catalog.families}
    versions = tuple(_statuses(documents, day))
    corpus = Corpus(catalog, day, {}, {r.id: r for r in retired}, versions, groups)
    problems = [*names_of(catalog, documents), *ids(documents, retired)]
    chosen = _ordered(catalog, _chosen(versions))
    checked: list[Held] = []
    for document, status in [*chosen, *(_coming(versions, chosen))]:
        held, found = _hold(corpus, document, status)
        corpus.documents.setdefault(document.id, held)
        checked.append(held)
        problems += found
    for held in checked:
        problems += texts(corpus, held)
    problems += [p for r in retired for p in agreement(corpus, r)]
    if problems:
        raise Rejected(problems)
    return corpus


def _statuses(documents: list[Document], day: date) -> Iterator[tuple[Document, Status]]:
    """What each version of each document is on the day."""
    for document in documents:
        effective = document.version.effective
        if document.version.draft or effective is None:
            yield document, Status.DRAFT
        elif effective > day:
            yield document, Status.UPCOMING
        else:
            later = any(
                other.id == document.id
                and not other.version.draft
                and other.version.effective is not None
                and effective < other.version.effective <= day
                for other in documents
            )
            yield document, Status.SUPERSEDED if later else Status.IN_FORCE


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


def _coming(
    versions: tuple[tuple[Document, Status], ...], chosen: list[tuple[Document, Status]]
) -> list[tuple[Document, Status]]:
    """What does not stand yet, but must be right when it does."""
    coming = [v for v in versions if v[1] in (Status.UPCOMING, Status.DRAFT)]
    return [v for v in coming if not any(v[0] is document for document, _ in chosen)]


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
