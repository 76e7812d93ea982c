"""Names lead somewhere, and no two things bear one name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from ..model import Binding, Bundle, Catalog, Document, Family, Product, Retired, frozen_as
from ..problems import Problem
from ..source import Span
from .corpus import Corpus, Stock
from .values import BUILT_IN


def names_of(stock: Stock) -> Iterator[Problem]:
    """Names inside the catalog are unique and lead somewhere."""
    catalog, lineages = stock.catalog, stock.lineages()
    products = [p.id for p in catalog.products]
    named: tuple[Product | Family, ...] = (*catalog.products, *catalog.families)
    yield from twice((group.id, group.place("id")) for group in named)
    yield from twice((bundle.id, bundle.place("id")) for bundle in catalog.bundles)
    owners: tuple[Family | Bundle, ...] = (*catalog.families, *catalog.bundles)
    for owner in owners:
        for at, name in enumerate(owner.products):
            if name not in products:
                yield unknown("unknown-product", name, products, owner.place("products", at))
    for bundle in catalog.bundles:
        if not bundle.products and not bundle.documents:
            yield Problem("empty-bundle", bundle.place("id"), {"id": bundle.id}, "empty-bundle")
    listing: tuple[Catalog | Bundle, ...] = (catalog, *catalog.bundles)
    for lister in listing:
        for at, name in enumerate(lister.documents):
            if name not in lineages:
                place = lister.place("documents", at)
                yield unknown("unknown-document", name, sorted(lineages), place)
    for name in catalog.values:
        if name in BUILT_IN:
            place = catalog.place("values", name)
            yield Problem("reserved-value", place, {"name": name}, "reserved-value")


def ids(stock: Stock) -> Iterator[Problem]:
    """A retired agreement and a document never share an id; a version has one text."""
    documents: list[Binding] = [*stock.documents, *stock.externals]
    taken = {d.id for d in documents}
    for agreement in stock.retired:
        if agreement.id in taken:
            params: dict[str, object] = {"id": agreement.id}
            yield Problem("retired-id-in-use", agreement.place("id"), params, "retired-id-in-use")
    seen: dict[tuple[str, object], Binding] = {}
    for document in sorted(documents, key=lambda d: not _frozen(d)):
        number, day = document.version.number, document.version.effective
        same = seen.setdefault((document.id, number), document)
        first = same if same is not document else seen.setdefault((document.id, day), document)
        if first is document or (day is None and first is not same):
            continue
        params = {"id": document.id, "value": str(number if first is same else day)}
        place = document.version.place("number")
        yield Problem("version-twice", place, params, "version-twice")


def _frozen(document: Binding) -> bool:
    return bool(document.span and frozen_as(document.span.path))


def notes_of(stock: Stock) -> Iterator[Problem]:
    """A note on a change is about a provision of this version, or of the one before."""
    for lineage in stock.lineages().values():
        before: set[str] = set()
        for document in lineage:
            own = set(_provisions(document))
            for name in document.version.notes:
                if name not in own | before:
                    place = document.version.place("notes", name)
                    yield unknown("unknown-note", name, own | before, place, document.id)
            before = own


def _provisions(document: Binding) -> Iterator[str]:
    """The id of everything that a change can be about."""
    if not isinstance(document, Document):
        return
    yield from (term.id or term.term for term in document.terms)
    for section in document.sections:
        yield section.id
        for clause in section.clauses:
            yield from (part.id for part in clause.walk())


def agreement(corpus: Corpus, noun: Retired) -> Iterator[Problem]:
    if noun.product not in {p.id for p in corpus.catalog.products}:
        known = [p.id for p in corpus.catalog.products]
        yield unknown("unknown-product", noun.product, known, noun.place("product"))
    for at, name in enumerate(noun.successors):
        if name not in corpus.documents:
            place = noun.place("successors", at)
            yield unknown("unknown-document", name, list(corpus.documents), place)


def notices_of(corpus: Corpus) -> Iterator[Problem]:
    """Everything that a notice announces exists."""
    families = [family.id for family in corpus.catalog.families]
    known: dict[str, tuple[str, Iterable[str]]] = {
        "families": ("unknown-family", families),
        "retires": ("unknown-retired", corpus.retired),
    }
    editions = [f"{d.id}@{d.version.number}" for ds in corpus.lineages.values() for d in ds]
    for key in ("versions", "changes", "transitions", "externals"):
        known[key] = ("unknown-version", editions)
    for notice in corpus.notices.values():
        yield from twice((part.id, part.place("id")) for part in notice.announces)
        for part in notice.announces:
            for key, (code, names) in known.items():
                for at, name in enumerate(getattr(part, key)):
                    if name not in names:
                        yield unknown(code, name, names, part.place(key, at))


def twice(ids: Iterable[tuple[str, Span | None]]) -> Iterator[Problem]:
    """Each id that stood before, with the line where it did."""
    seen: dict[str, int] = {}
    for id_, place in ids:
        if id_ in seen:
            params: dict[str, object] = {"id": id_, "first": seen[id_]}
            yield Problem("duplicate-id", place, params, "duplicate-id")
        seen.setdefault(id_, place.line if place else 0)


def unknown(
    code: str, name: str, known: Iterable[str], place: Span | None, document: str = ""
) -> Problem:
    guess = get_close_matches(name, list(known), 1, 0.6)
    params: dict[str, object] = {"name": name, "document": document}
    if guess:
        return Problem(code, place, params | {"guess": guess[0]}, "did-you-mean")
    listed = ", ".join(sorted(known)[:12])
    return Problem(code, place, params | {"known": listed}, "known-names" if listed else None)
