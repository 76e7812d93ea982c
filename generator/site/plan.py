"""Which pages exist: documents and their versions, sets of products, comparisons. Data only.

A version is read with the other documents of its own time, so that its references carry the
numbers they had. A document of a set is stored once: where a smaller set reads the same, its
address is given instead.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations, pairwise

from ..bundle import compose, named, of_products
from ..canonical import text_hash
from ..ledger import numbers
from ..model import Binding, Bundle, Document, External
from ..problems import Rejected
from ..reading import Card, Pack, Reading, Status
from ..resolve import Corpus
from ..resolve.assembly import held_alone
from ..resolve.texts import texts

MOST_SETS = 64  # every set of up to six products; beyond that only the named ones
_LONGEST = 100  # characters of the address of a set


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of one document as its page shows it, for all products."""

    document: Binding
    status: Status
    pack: Pack
    shown: Reading | Card
    text: str  # its text hash

    @property
    def id(self) -> str:
        return self.document.id

    @property
    def number(self) -> str:
        return self.document.version.number

    @property
    def path(self) -> str:
        return f"documents/{self.id}/{self.number}/"

    @property
    def pdf(self) -> str:
        return f"{self.path}{self.id}.pdf"


@dataclass(frozen=True, slots=True)
class Lineage:
    """All versions of one document, oldest first, and the one that stands on the day."""

    id: str
    editions: tuple[Edition, ...]
    standing: Edition
    products: tuple[str, ...]  # the names of those whose orders it binds

    @property
    def path(self) -> str:
        return f"documents/{self.id}/"

    @property
    def title(self) -> str:
        return self.standing.shown.title

    @property
    def external(self) -> bool:
        return isinstance(self.standing.shown, Card)


@dataclass(frozen=True, slots=True)
class Variant:
    """A document as one set of products reads it, and the folder it is stored in."""

    pack: Pack
    shown: Reading
    path: str
    own: bool  # whether this set is the one that stores it
    alone: bool  # whether it is printed alone, too: of named sets; of others the pack holds it

    @property
    def pdf(self) -> str:
        return f"{self.path}{self.shown.id}.pdf"


@dataclass(frozen=True, slots=True)
class ProductSet:
    """One set of products: its documents and its pack."""

    key: str
    products: tuple[str, ...]  # ids, in the order of the catalog
    bundle: Bundle
    pack: Pack
    variants: tuple[Variant, ...]

    @property
    def path(self) -> str:
        return f"sets/{self.key}/"

    @property
    def pdf(self) -> str:
        return f"{self.path}pack.pdf"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of one document, side by side."""

    lineage: Lineage
    old: Edition
    new: Edition

    @property
    def path(self) -> str:
        return f"compare/{self.lineage.id}/{self.old.number}..{self.new.number}/"


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that is published, on a day."""

    corpus: Corpus
    day: date
    lineages: dict[str, Lineage]
    sets: tuple[ProductSet, ...]
    complete: bool  # whether `sets` are all sets of products
    comparisons: tuple[Comparison, ...]
    bundles: dict[str, Bundle] = field(default_factory=dict)

    def set_of(self, products: tuple[str, ...]) -> ProductSet | None:
        """The set of exactly these products."""
        return next((s for s in self.sets if set(s.products) == set(products)), None)

    def editions(self) -> Iterator[Edition]:
        for lineage in self.lineages.values():
            yield from lineage.editions


def plan(corpus: Corpus, sets: bool = True) -> Plan:
    """What the site of a corpus holds, with or without the sets of products; raises `Rejected`
    for an older version that can no longer be read."""
    lineages = {lineage.id: lineage for lineage in _lineages(corpus)}
    count = 2 ** len(corpus.catalog.products) - 1
    return Plan(
        corpus=corpus,
        day=corpus.day,
        lineages=lineages,
        sets=tuple(_sets(corpus, every=count <= MOST_SETS)) if sets else (),
        complete=count <= MOST_SETS,
        comparisons=tuple(c for each in lineages.values() for c in _comparisons(each)),
        bundles={bundle.id: bundle for bundle in named(corpus.catalog)},
    )


def _lineages(corpus: Corpus) -> Iterator[Lineage]:
    order = [*corpus.documents, *corpus.externals]
    everything = tuple(product.id for product in corpus.catalog.products)
    whole = compose(corpus, of_products(corpus.catalog, everything))
    products = {document.id: document.products for document in whole.documents}
    for id_ in sorted(corpus.lineages, key=lambda i: order.index(i) if i in order else len(order)):
        # A frozen copy may stand beside the same version in documents/: it is one version.
        documents = {d.version.number: d for d in corpus.lineages[id_]}.values()
        editions = tuple(
            _edition(corpus, document, status)
            for document, status in zip(
                documents, _statuses(tuple(documents), corpus.day), strict=True
            )
        )
        rank = (Status.IN_FORCE, Status.UPCOMING, Status.DRAFT)
        standing = min(
            (e for e in editions if e.status in rank), key=lambda e: rank.index(e.status)
        )
        yield Lineage(id_, editions, standing, products.get(id_, ()))


def _statuses(lineage: tuple[Binding, ...], day: date) -> list[Status]:
    """What each version is on the day."""
    begun = [d.version.effective for d in lineage if not d.version.draft and d.version.effective]
    latest = max((effective for effective in begun if effective <= day), default=None)

    def status(document: Binding) -> Status:
        effective = document.version.effective
        if document.version.draft or effective is None:
            return Status.DRAFT
        if effective > day:
            return Status.UPCOMING
        return Status.IN_FORCE if effective == latest else Status.SUPERSEDED

    return [status(document) for document in lineage]


def _edition(corpus: Corpus, document: Binding, status: Status) -> Edition:
    """Alone, for all products: the copy that the ledger's hashes are hashes of."""
    then = _standing(corpus, document, status)
    alone = Bundle.model_construct(id=document.id, name=document.id, documents=(document.id,))
    pack = compose(then, alone, numbers(corpus.ledger))
    every: tuple[Reading | Card, ...] = (*pack.documents, *pack.cards)
    shown = replace(every[0], status=status)
    return Edition(document, status, pack, shown, text_hash(document, corpus.catalog))


def _standing(corpus: Corpus, document: Binding, status: Status) -> Corpus:
    """The corpus as it stood on the day on which a version took effect, and that version."""
    day = document.version.effective or corpus.day
    documents, externals = dict(corpus.documents), dict(corpus.externals)
    for id_, lineage in corpus.lineages.items():
        begun = [d for d in lineage if d.version.effective and d.version.effective <= day]
        other = document if id_ == document.id else (begun or lineage)[-1 if begun else 0]
        if isinstance(other, External):
            externals[id_] = other
        elif other != corpus.documents[id_].document:
            documents[id_] = held_alone(corpus, other, status)
    then = replace(corpus, documents=documents, externals=externals)
    if isinstance(document, Document) and (found := list(texts(then, documents[document.id]))):
        raise Rejected(found)
    return then


def _sets(corpus: Corpus, every: bool) -> Iterator[ProductSet]:
    """The small sets first; with them what each document of a set shares."""
    stored: dict[Reading, tuple[str, bool]] = {}
    names = {frozenset(bundle.products) for bundle in named(corpus.catalog)}
    for products in _products(corpus, every):
        bundle = of_products(corpus.catalog, products)
        key = address(products)
        pack = compose(corpus, bundle, numbers(corpus.ledger))
        variants = []
        for shown in pack.documents:
            own = f"sets/{key}/{shown.id}/"
            path, alone = stored.setdefault(shown, (own, frozenset(products) in names))
            variants.append(Variant(pack, shown, path, path == own, alone))
        yield ProductSet(key, products, bundle, pack, tuple(variants))


def _products(corpus: Corpus, every: bool) -> list[tuple[str, ...]]:
    ids = [product.id for product in corpus.catalog.products]
    if every:
        return [chosen for n in range(1, len(ids) + 1) for chosen in combinations(ids, n)]
    found: list[tuple[str, ...]] = [(id_,) for id_ in ids]
    named_ = [bundle.products for bundle in named(corpus.catalog) if bundle.products]
    found += [tuple(i for i in ids if i in products) for products in (*named_, tuple(ids))]
    return sorted(dict.fromkeys(found), key=len)


def address(products: tuple[str, ...]) -> str:
    """The folder of a set: its products, or their digest when that is too long."""
    joined = "_".join(products)
    if len(joined) <= _LONGEST:
        return joined
    return f"{len(products)}-products-{hashlib.sha256(joined.encode()).hexdigest()[:12]}"


def _comparisons(lineage: Lineage) -> Iterator[Comparison]:
    """Neighbouring versions, and each version with the one that stands; the newest first."""
    editions = lineage.editions
    pairs = [(one, other) for one, other in pairwise(editions)]
    pairs += [(one, lineage.standing) for one in editions[: editions.index(lineage.standing)]]
    distinct = {(old.number, new.number): (old, new) for old, new in pairs}
    order = [edition.number for edition in editions]
    for old, new in sorted(
        distinct.values(), key=lambda p: (-order.index(p[1].number), -order.index(p[0].number))
    ):
        yield Comparison(lineage, old, new)
