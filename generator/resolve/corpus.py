"""All nouns of a workspace on one day, checked against one another.

`gather` chooses the version of each document that stands on the day, gives
every provision an address and a scope (the products for which it is shown),
and finds every reference, value and name that leads nowhere. A reference that
dangles in some set of products is found by comparing scopes: a clause shown
for A may refer to one shown for B only if A lies within B, since a set that
meets A but not B exists exactly otherwise. No sets are enumerated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from ..model import (
    Bundle,
    Catalog,
    Clause,
    Document,
    Family,
    Noun,
    Product,
    Retired,
    Section,
    Show,
)
from ..problems import Problem, Rejected
from ..reading import Status
from ..source import Span
from . import inline
from .values import BUILT_IN, names

Scope = frozenset[str]


@dataclass(frozen=True, slots=True)
class Target:
    """A provision that can be referred to: its noun, its scope, how it is headed."""

    id: str
    heading: str
    scope: Scope
    noun: Noun


@dataclass(frozen=True, slots=True)
class Held:
    """One document of the corpus: the version chosen, its status, its provisions by id."""

    document: Document
    status: Status
    targets: dict[str, Target]
    scope: Scope


@dataclass(frozen=True, slots=True)
class Corpus:
    """What a workspace holds on a day. `documents` are in the order of the catalog."""

    catalog: Catalog
    day: date
    documents: dict[str, Held]
    retired: dict[str, Retired]
    versions: tuple[tuple[Document, Status], ...] = ()
    groups: dict[str, Scope] = field(default_factory=dict)

    def scope(self, names_: Iterable[str] | None, within: Scope) -> Scope:
        """The products that a `for` names; all of `within` when it is absent."""
        if names_ is None:
            return within
        return frozenset().union(*(self.groups.get(name, frozenset()) for name in names_))


def gather(
    catalog: Catalog, documents: Iterable[Document], retired: Iterable[Retired], day: date
) -> Corpus:
    """The corpus on `day`; raises `Rejected` with everything that does not fit together."""
    documents, retired = list(documents), list(retired)
    groups = {p.id: frozenset([p.id]) for p in catalog.products}
    groups |= {f.id: frozenset(f.products) for f in catalog.families}
    versions = tuple(_statuses(documents, day))
    corpus = Corpus(catalog, day, {}, {r.id: r for r in retired}, versions, groups)
    problems = [*_catalog(catalog, documents), *_ids(documents, retired)]
    for document, status in _ordered(catalog, _chosen(versions)):
        held, found = _hold(corpus, document, status)
        corpus.documents[document.id] = held
        problems += found
    for held in corpus.documents.values():
        problems += _texts(corpus, held)
    problems += [p for r in retired for p in _retired(corpus, r)]
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
        for item in clause.items:
            descend(item, scope)

    whole = within(document, everything)
    for section in document.sections:
        scope = within(section, whole)
        add(section, f"“{section.title}”", scope)
        for clause in section.clauses:
            descend(clause, scope)
    problems += _terms(corpus, document, whole)
    return Held(document, status, targets, whole), problems


def _for(corpus: Corpus, noun: Noun, above: Scope) -> Iterator[Problem]:
    """The names in a `for` exist, and it is no wider than what contains it."""
    for at, name in enumerate(getattr(noun, "for_", None) or ()):
        place = noun.place("for", at)
        if name not in corpus.groups:
            yield _unknown("unknown-product", name, corpus.groups, place)
        elif not corpus.groups[name] & above:
            yield Problem("wider-for", place, {"name": name}, "wider-for")


def _terms(corpus: Corpus, document: Document, whole: Scope) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    yield from _twice((term.id, term.place("id")) for term in document.terms if term.id)
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
    for clause in document.clauses():
        if clause.table:
            width = len(clause.table.columns)
            for row in clause.table.rows:
                yield from _for(corpus, row, whole)
            for at, row in enumerate(clause.table.rows):
                if len(row.cells) != width:
                    params = {"cells": len(row.cells), "columns": width}
                    place = clause.table.place("rows", at)
                    yield Problem("cell-count", place, params, "cell-count")


def _twice(ids: Iterable[tuple[str, Span | None]]) -> Iterator[Problem]:
    """Each id that stood before, with the line where it did."""
    seen: dict[str, int] = {}
    for id_, place in ids:
        if id_ in seen:
            params: dict[str, object] = {"id": id_, "first": seen[id_]}
            yield Problem("duplicate-id", place, params, "duplicate-id")
        seen.setdefault(id_, place.line if place else 0)


def _texts(corpus: Corpus, held: Held) -> Iterator[Problem]:
    """Every mark in every text of a document."""
    document = held.document
    known = names(corpus.catalog)
    for noun, path, scope in _written(corpus, held):
        text = _value(noun, path)
        parsed = inline.parse(text)
        for fault in parsed.faults:
            place = noun.place(*path, offset=fault.offset)
            yield Problem(fault.code, place, {"typed": fault.typed}, fault.code)
        for mark in parsed.marks():
            place = noun.place(*path, offset=mark.offset)
            if isinstance(mark, inline.Value) and mark.name not in known:
                yield _unknown("unknown-value", mark.name, known, place)
            elif isinstance(mark, inline.Reference):
                yield from _reference(corpus, document.id, scope, mark, place)


def _written(corpus: Corpus, held: Held) -> Iterator[tuple[Noun, tuple[str | int, ...], Scope]]:
    """Every inline text: its noun, the path to it and the products it is shown for."""
    document = held.document
    for at in range(len(document.prompt)):
        yield document, ("prompt", at), held.scope
    for term in document.terms:
        yield term, ("means",), corpus.scope(term.for_, held.scope)
    for clause in document.clauses():
        scope = held.targets[clause.id].scope
        yield clause, ("text",), scope
        if clause.tail:
            yield clause, ("tail",), scope
        if table := clause.table:
            for at in range(len(table.columns)):
                yield table, ("columns", at), scope
            for row in table.rows:
                inner = corpus.scope(row.for_, scope)
                for at in range(len(row.cells)):
                    yield row, ("cells", at), inner


def _value(noun: Noun, path: tuple[str | int, ...]) -> str:
    value = getattr(noun, str(path[0]))
    return str(value[path[1]] if len(path) > 1 else value)


def _reference(
    corpus: Corpus, own: str, scope: Scope, mark: inline.Reference, place: Span | None
) -> Iterator[Problem]:
    name = mark.document or own
    if mark.document in corpus.retired:
        if mark.clause:
            into: dict[str, object] = {"id": mark.document}
            yield Problem("reference-into-retired", place, into, "reference-into-retired")
        return
    if name not in corpus.documents:
        known = [*corpus.documents, *corpus.retired]
        if name in corpus.documents[own].targets:
            known = [f"#{name}"]  # a clause of this document, without its #
        yield _unknown("unknown-document", name, known, place)
        return
    if mark.clause is None:
        if mark.document is None:
            yield Problem("empty-reference", place, hint="empty-reference")
        return
    target = corpus.documents[name].targets.get(mark.clause)
    if target is None:
        yield _unknown(
            "unknown-reference", mark.clause, corpus.documents[name].targets, place, name
        )
    elif missing := scope - target.scope:
        example = "、".join(_product_names(corpus.catalog, missing))
        params: dict[str, object] = {"clause": mark.clause, "products": example}
        yield Problem("dangling-reference", place, params, "dangling-reference")


def _product_names(catalog: Catalog, scope: Scope) -> list[str]:
    return [product.name for product in catalog.products if product.id in scope]


def _catalog(catalog: Catalog, documents: list[Document]) -> Iterator[Problem]:
    """Names inside the catalog are unique and lead somewhere."""
    products = [p.id for p in catalog.products]
    named: tuple[Product | Family, ...] = (*catalog.products, *catalog.families)
    yield from _twice((group.id, group.place("id")) for group in named)
    yield from _twice((bundle.id, bundle.place("id")) for bundle in catalog.bundles)
    owners: tuple[Family | Bundle, ...] = (*catalog.families, *catalog.bundles)
    for owner in owners:
        for at, name in enumerate(owner.products):
            if name not in products:
                yield _unknown("unknown-product", name, products, owner.place("products", at))
    for at, name in enumerate(catalog.documents):
        if name not in {d.id for d in documents}:
            known = sorted({d.id for d in documents})
            yield _unknown("unknown-document", name, known, catalog.place("documents", at))
    for name in catalog.values:
        if name in BUILT_IN:
            place = catalog.place("values", name)
            yield Problem("reserved-value", place, {"name": name}, "reserved-value")


def _ids(documents: list[Document], retired: list[Retired]) -> Iterator[Problem]:
    """A retired agreement and a document never share an id; a version has one text."""
    ids = {d.id for d in documents}
    for agreement in retired:
        if agreement.id in ids:
            params: dict[str, object] = {"id": agreement.id}
            yield Problem("retired-id-in-use", agreement.place("id"), params, "retired-id-in-use")
    seen: dict[tuple[str, object], Document] = {}
    for document in documents:
        for key in (document.version.number, document.version.effective):
            first = seen.setdefault((document.id, key), document)
            if key is not None and first is not document:
                params = {"id": document.id, "value": str(key)}
                place = document.version.place("number")
                yield Problem("version-twice", place, params, "version-twice")


def _retired(corpus: Corpus, agreement: Retired) -> Iterator[Problem]:
    if agreement.product not in {p.id for p in corpus.catalog.products}:
        known = [p.id for p in corpus.catalog.products]
        yield _unknown("unknown-product", agreement.product, known, agreement.place("product"))
    for at, name in enumerate(agreement.successors):
        if name not in corpus.documents:
            place = agreement.place("successors", at)
            yield _unknown("unknown-document", name, list(corpus.documents), place)


def _unknown(
    code: str, name: str, known: Iterable[str], place: Span | None, document: str = ""
) -> Problem:
    guess = get_close_matches(name, list(known), 1, 0.6)
    params: dict[str, object] = {"name": name, "document": document}
    if guess:
        return Problem(code, place, params | {"guess": guess[0]}, "did-you-mean")
    listed = ", ".join(sorted(known)[:12])
    return Problem(code, place, params | {"known": listed}, "known-names" if listed else None)
