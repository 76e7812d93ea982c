"""The documents of one set of products: what a merchant who orders it is bound by."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache

from .canonical import text_hash
from .model import Binding, Bundle, Catalog, Document, External, Kind
from .numerals import copies
from .problems import Misused, Problem
from .reading import Card, Imprint, Pack, Signatures, Status
from .resolve import Corpus, read, written

Entries = Mapping[tuple[str, str], int]
_NONE: Entries = {}
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


def compose(corpus: Corpus, bundle: Bundle, entries: Entries = _NONE) -> Pack:
    """Every document that binds for the bundle's products, as read, in the catalog's order; or
    the documents that the bundle names, for everybody. `entries` are the numbers of versions in
    the ledger, to be printed."""
    catalog = corpus.catalog
    products = frozenset(bundle.products)
    if products:
        ids = _binding(corpus, products)
        documents = [read(corpus, id_, products, ids) for id_ in ids]
    else:
        everything = frozenset(product.id for product in catalog.products)
        ours = [id_ for id_ in bundle.documents if id_ in corpus.documents]
        beside = ours if bundle in catalog.bundles else None  # nobody's copy leads to all
        documents = [replace(read(corpus, id_, everything, beside), products=()) for id_ in ours]
    documents = [
        replace(
            each,
            imprint=_imprint(corpus, corpus.documents[each.id].document, entries),
            signatures=_signatures(corpus.documents[each.id].document, catalog),
        )
        for each in documents
    ]
    external = [corpus.externals[id_] for id_ in bundle.documents if id_ in corpus.externals]
    return Pack(
        id=bundle.id,
        name=bundle.name,
        products=tuple(p.name for p in catalog.products if p.id in products),
        platform=catalog.platform.name,
        operator=catalog.platform.operator,
        statement=catalog.platform.statement,
        documents=tuple(documents),
        cards=tuple(_card(corpus, each, entries) for each in external),
        address=_address(catalog, f"bundles/{bundle.id}") if bundle in catalog.bundles else None,
    )


def _binding(corpus: Corpus, products: frozenset[str]) -> list[str]:
    """The documents that bind whoever orders the products."""
    listed = corpus.catalog.documents
    return [
        id_
        for id_, held in corpus.documents.items()
        if held.scope & products and (id_ in listed if listed else held.document.kind in _BINDING)
    ]


def _signatures(document: Document, catalog: Catalog) -> Signatures | None:
    """Who signs an agreement, and who holds how many of the copies when they share them evenly."""
    signature = document.signature or catalog.signature
    if signature is None or document.kind is not Kind.AGREEMENT:
        return None
    parties = tuple((party.role, party.name) for party in signature.parties)
    said = f"一式{copies(signature.copies)}"
    each, rest = divmod(signature.copies, len(parties))
    if each and not rest and len(parties) > 1:
        said += "，" + "、".join(role for role, _ in parties) + f"各执{copies(each)}"
    return Signatures(said, parties)


def _card(corpus: Corpus, external: External, entries: Entries) -> Card:
    effective = external.version.effective
    begun = effective is not None and effective <= corpus.day
    points = (("内容", external.covers), ("续期", external.renews), ("退出", external.leave))
    return Card(
        id=external.id,
        title=external.title,
        holder=external.holder,
        product=external.product,
        page=external.page,
        link=external.link,
        version=external.version,
        status=Status.IN_FORCE if begun else Status.UPCOMING,
        points=tuple((name, written(corpus, text)) for name, text in points),
        imprint=_imprint(corpus, external, entries),
    )


def _imprint(corpus: Corpus, document: Binding, entries: Entries) -> Imprint:
    edition = (document.id, document.version.number)
    return Imprint(
        *edition,
        text=_text(_Edition(document, corpus.catalog)),
        entry=entries.get(edition),
        address=_address(corpus.catalog, "documents/{}/{}".format(*edition)),
    )


def _address(catalog: Catalog, path: str) -> str | None:
    """The address of a folder of the published site, when the catalog says where that is."""
    site = catalog.platform.site
    return f"{site.rstrip('/')}/{path}/" if site else None


@dataclass(frozen=True, slots=True, eq=False)
class _Edition:
    """A version as it was read once: the same only as itself."""

    document: Binding
    catalog: Catalog

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Edition)
            and self.document is other.document
            and self.catalog is other.catalog
        )

    def __hash__(self) -> int:
        return hash((id(self.document), id(self.catalog)))


@lru_cache(maxsize=256)
def _text(edition: _Edition) -> str:
    """The text hash; many bundles hold the same documents."""
    return text_hash(edition.document, edition.catalog)


def _unknown(code: str, name: str, known: list[str]) -> Problem:
    guess = get_close_matches(name, known, 1, 0.6)
    if guess:
        return Problem(code, None, {"name": name, "guess": guess[0]}, "did-you-mean")
    return Problem(code, None, {"name": name, "known": ", ".join(known)}, "known-names")
