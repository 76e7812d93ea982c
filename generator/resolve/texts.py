"""Every mark in every text of a document: does it lead somewhere, in every set of products?

A reference that dangles in some set of products is found by comparing scopes:
a clause shown for A may refer to one shown for B only if A lies within B,
since a set that meets A but not B exists exactly otherwise. No sets are
enumerated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..model import Catalog, External, Noun
from ..problems import Problem
from ..source import Span
from . import inline
from .corpus import Corpus, Held, Scope
from .identity import unknown
from .values import names


def texts(corpus: Corpus, held: Held) -> Iterator[Problem]:
    """Every mark in every text of a document."""
    known = names(corpus.catalog)
    for noun, path, scope in _written(corpus, held):
        text = _value(noun, path)
        if not inline.marked(text):
            continue
        parsed = inline.parse(text)
        for fault in parsed.faults:
            place = noun.place(*path, offset=fault.offset)
            yield Problem(fault.code, place, {"typed": fault.typed}, fault.code)
        for mark in parsed.marks():
            if isinstance(mark, inline.Value) and mark.name not in known:
                place = noun.place(*path, offset=mark.offset)
                yield unknown("unknown-value", mark.name, known, place)
            elif isinstance(mark, inline.Reference):
                for problem in _reference(corpus, held, scope, mark, None):
                    yield replace(problem, span=noun.place(*path, offset=mark.offset))


def loose(corpus: Corpus) -> Iterator[Problem]:
    """Every mark in a text that stands in no document: of external documents and notices."""
    known = names(corpus.catalog)
    everything: Scope = frozenset(product.id for product in corpus.catalog.products)
    for noun, key in _loose(corpus):
        parsed = inline.parse(getattr(noun, key))
        for fault in parsed.faults:
            yield Problem(
                fault.code, noun.place(key, offset=fault.offset), {"typed": fault.typed}, fault.code
            )
        for mark in parsed.marks():
            place = noun.place(key, offset=mark.offset)
            if isinstance(mark, inline.Value) and mark.name not in known:
                yield unknown("unknown-value", mark.name, known, place)
            elif isinstance(mark, inline.Reference):
                yield from _abroad(corpus, everything, mark, place)


def _loose(corpus: Corpus) -> Iterator[tuple[Noun, str]]:
    for lineage in corpus.lineages.values():
        for document in lineage:
            if isinstance(document, External):
                yield from ((document, key) for key in ("covers", "renews", "leave"))
    for notice in corpus.notices.values():
        keys = ("opening", "feedback", "history")
        yield from ((notice, key) for key in keys if getattr(notice, key))
        for part in notice.announces:
            keys = ("reason", "text", "disagree")
            yield from ((part, key) for key in keys if getattr(part, key))


def _abroad(
    corpus: Corpus, scope: Scope, mark: inline.Reference, place: Span | None
) -> Iterator[Problem]:
    """A reference in such a text names its document, since it stands in none."""
    if mark.document is None:
        yield Problem("empty-reference", place, hint="empty-reference")
        return
    held = corpus.documents.get(mark.document) or next(iter(corpus.documents.values()))
    yield from _reference(corpus, held, scope, mark, place)


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
    corpus: Corpus, own: Held, scope: Scope, mark: inline.Reference, place: Span | None
) -> Iterator[Problem]:
    name = mark.document or own.document.id
    if mark.document in corpus.retired or mark.document in corpus.externals:
        if mark.clause:
            into: dict[str, object] = {"id": mark.document}
            yield Problem("reference-into-retired", place, into, "reference-into-retired")
        return
    other = own if name == own.document.id else corpus.documents.get(name)
    if other is None:
        known = [*corpus.documents, *corpus.retired]
        if name in own.targets:
            known = [f"#{name}"]  # a clause of this document, without its #
        yield unknown("unknown-document", name, known, place)
        return
    if mark.clause is None:
        if mark.document is None:
            yield Problem("empty-reference", place, hint="empty-reference")
        return
    target = other.targets.get(mark.clause)
    if target is None:
        yield unknown("unknown-reference", mark.clause, other.targets, place, name)
    elif missing := scope - target.scope:
        example = "、".join(_product_names(corpus.catalog, missing))
        params: dict[str, object] = {"clause": mark.clause, "products": example}
        yield Problem("dangling-reference", place, params, "dangling-reference")


def _product_names(catalog: Catalog, scope: Scope) -> list[str]:
    return [product.name for product in catalog.products if product.id in scope]
