"""The documents of one set of products: what a merchant who orders it is bound by."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from difflib import get_close_matches

from .model import Bundle, Catalog, Kind
from .problems import Misused, Problem
from .reading import Pack
from .resolve import Corpus, read

_BINDING = (Kind.AGREEMENT, Kind.NORM)


def named(catalog: Catalog) -> tuple[Bundle, ...]:
    """The bundles of the catalog; without any, each product, each family and all products."""
    if catalog.bundles:
        return catalog.bundles
    found = [Bundle(id=p.id, name=p.name, products=(p.id,)) for p in catalog.products]
    found += [Bundle(id=f.id, name=f.name, products=f.products) for f in catalog.families]
    everything = tuple(p.id for p in catalog.products)
    if not any(set(bundle.products) == set(everything) for bundle in found):
        found.append(Bundle(id="all", name=catalog.platform.name, products=everything))
    return tuple(found)


def chosen(catalog: Catalog, ids: Iterable[str]) -> tuple[Bundle, ...]:
    """The named bundles that were asked for; all of them when none was."""
    known = {bundle.id: bundle for bundle in named(catalog)}
    ids = list(dict.fromkeys(ids))
    if wrong := [id_ for id_ in ids if id_ not in known]:
        raise Misused([_unknown("unknown-bundle", name, list(known)) for name in wrong])
    return tuple(known[id_] for id_ in ids) if ids else tuple(known.values())


def of_products(catalog: Catalog, ids: Iterable[str]) -> Bundle:
    """The bundle of any set of products; the named one when the catalog names that very set."""
    known = {product.id: product for product in catalog.products}
    if wrong := [id_ for id_ in ids if id_ not in known]:
        raise Misused([_unknown("unknown-product", name, list(known)) for name in wrong])
    products = tuple(id_ for id_ in known if id_ in set(ids))
    for bundle in named(catalog):
        if set(bundle.products) == set(products):
            return bundle
    name = "、".join(known[id_].name for id_ in products)
    return Bundle.model_construct(id=_folder(products), name=name, products=products)


def _folder(products: tuple[str, ...]) -> str:
    """The folder of an unnamed set: its products, or their digest when that is too long."""
    joined = "+".join(products)
    if len(joined) <= 100:
        return joined
    return f"{len(products)}-products-{hashlib.sha256(joined.encode()).hexdigest()[:12]}"


def compose(corpus: Corpus, bundle: Bundle) -> Pack:
    """Every document that binds for the bundle's products, as read, in the catalog's order."""
    products = frozenset(bundle.products)
    catalog = corpus.catalog
    listed = catalog.documents
    documents = [
        read(corpus, id_, products)
        for id_, held in corpus.documents.items()
        if held.scope & products
        and (id_ in listed if listed else held.document.kind in _BINDING)
    ]
    return Pack(
        id=bundle.id,
        name=bundle.name,
        products=tuple(p.name for p in catalog.products if p.id in products),
        platform=catalog.platform.name,
        operator=catalog.platform.operator,
        statement=catalog.platform.statement,
        documents=tuple(documents),
    )


def _unknown(code: str, name: str, known: list[str]) -> Problem:
    guess = get_close_matches(name, known, 1, 0.6)
    if guess:
        return Problem(code, None, {"name": name, "guess": guess[0]}, "did-you-mean")
    return Problem(code, None, {"name": name, "known": ", ".join(known)}, "known-names")
