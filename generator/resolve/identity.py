"""Names lead somewhere, and no two things bear one name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from ..model import Bundle, Catalog, Document, Family, Product, Retired
from ..problems import Problem
from ..source import Span
from .corpus import Corpus
from .values import BUILT_IN


def names_of(catalog: Catalog, documents: list[Document]) -> Iterator[Problem]:
    """Names inside the catalog are unique and lead somewhere."""
    products = [p.id for p in catalog.products]
    named: tuple[Product | Family, ...] = (*catalog.products, *catalog.families)
    yield from twice((group.id, group.place("id")) for group in named)
    yield from twice((bundle.id, bundle.place("id")) for bundle in catalog.bundles)
    owners: tuple[Family | Bundle, ...] = (*catalog.families, *catalog.bundles)
    for owner in owners:
        for at, name in enumerate(owner.products):
            if name not in products:
                yield unknown("unknown-product", name, products, owner.place("products", at))
    for at, name in enumerate(catalog.documents):
        if name not in {d.id for d in documents}:
            known = sorted({d.id for d in documents})
            yield unknown("unknown-document", name, known, catalog.place("documents", at))
    for name in catalog.values:
        if name in BUILT_IN:
            place = catalog.place("values", name)
            yield Problem("reserved-value", place, {"name": name}, "reserved-value")


def ids(documents: list[Document], retired: list[Retired]) -> Iterator[Problem]:
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


def agreement(corpus: Corpus, noun: Retired) -> Iterator[Problem]:
    if noun.product not in {p.id for p in corpus.catalog.products}:
        known = [p.id for p in corpus.catalog.products]
        yield unknown("unknown-product", noun.product, known, noun.place("product"))
    for at, name in enumerate(noun.successors):
        if name not in corpus.documents:
            place = noun.place("successors", at)
            yield unknown("unknown-document", name, list(corpus.documents), place)


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
