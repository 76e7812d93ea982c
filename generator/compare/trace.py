"""Where each provision of a retired agreement lives on, and where each clause comes from.

Two tables, each the other's proof: destinations (retired provision → fate →
clauses) and origins (clause ← provisions, or new drafting). A link is reviewed
by a person; when the words it leads to change afterwards, it becomes suspect.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ..bundle import compose, named, of_products
from ..fingerprint import fingerprint
from ..model import Basis, Clause, Fate, Kind, Origin, Provision, Retired, Section
from ..problems import Problem
from ..resolve import Corpus
from ..resolve.corpus import Held
from ..resolve.numbering import numbers
from ..source import Span

Digest = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Place:
    """A clause of a document in force: address, title of the document, number and heading."""

    address: str
    title: str
    number: str
    heading: str


@dataclass(frozen=True, slots=True)
class Destination:
    """One retired provision: what became of it and where it is now."""

    retired: Retired
    provision: Provision
    places: tuple[Place, ...]
    suspect: bool


@dataclass(frozen=True, slots=True)
class Source:
    """A retired provision as the origin of a clause."""

    retired: Retired
    provision: Provision


@dataclass(frozen=True, slots=True)
class Origins:
    """One clause and the retired provisions that live on in it; none when it is new drafting."""

    place: Place
    sources: tuple[Source, ...]
    new: bool


@dataclass(frozen=True, slots=True)
class Trace:
    """Both tables, what is wrong in them, and how much they cover."""

    destinations: tuple[Destination, ...]
    origins: tuple[Origins, ...]
    problems: tuple[Problem, ...]

    @property
    def settled(self) -> int:
        """How many provisions have arrived somewhere, or were dropped for a reason."""
        return sum(_settled(destination) for destination in self.destinations)

    @property
    def explained(self) -> int:
        """How many clauses have an origin or are declared new."""
        return sum(bool(origin.sources) or origin.new for origin in self.origins)


def trace(corpus: Corpus, chosen: Iterable[str] = (), digest: Digest | None = None) -> Trace:
    """The tables for the retired agreements chosen (all of them by default).

    `digest` gives the SHA-256 of a file of the workspace, for the archived originals.
    Origins, and the checks that need all agreements, are only judged when all are chosen.
    """
    chosen = set(chosen) or set(corpus.retired)
    destinations = tuple(
        _destination(corpus, retired, provision)
        for retired in corpus.retired.values()
        for provision in retired.provisions
    )
    shown = tuple(d for d in destinations if d.retired.id in chosen)
    problems = [p for d in shown for p in _provision(corpus, d)]
    problems += [p for id_ in chosen for p in _agreement(corpus, corpus.retired[id_])]
    if digest:
        problems += [p for id_ in chosen for p in _archive(corpus.retired[id_], digest)]
    origins = tuple(_origins(corpus, destinations))
    if chosen == set(corpus.retired):
        problems += [p for origin in origins for p in _clause(corpus, origin)]
        problems += _ordering(corpus)
    else:
        asked = {(d.retired.id, d.provision.id) for d in shown}
        origins = tuple(
            origin
            for origin in origins
            if any((s.retired.id, s.provision.id) in asked for s in origin.sources)
        )
    return Trace(shown, origins, tuple(sorted(problems, key=lambda p: p.order)))


def reviewed(corpus: Corpus, provision: Provision) -> str:
    """The fingerprint of what a provision leads to, as it reads now."""
    return fingerprint(
        noun for target in provision.into if (noun := _noun(corpus, target)) is not None
    )


def _destination(corpus: Corpus, retired: Retired, provision: Provision) -> Destination:
    places = tuple(
        place for target in provision.into if (place := _place(corpus, target)) is not None
    )
    suspect = bool(provision.into) and provision.reviewed != reviewed(corpus, provision)
    return Destination(retired, provision, places, suspect)


def _noun(corpus: Corpus, target: str) -> Section | Clause | None:
    document, _, clause = target.partition("#")
    held = corpus.documents.get(document)
    found = held.targets.get(clause) if held else None
    noun = found.noun if found else None
    return noun if isinstance(noun, (Section, Clause)) else None


def _place(corpus: Corpus, target: str) -> Place | None:
    document, _, clause = target.partition("#")
    held = corpus.documents.get(document)
    if held is None or clause not in held.targets:
        return None
    return _at(held, clause)


def _at(held: Held, clause: str) -> Place:
    number = numbers(held.document)[clause].cite
    address = f"{held.document.id}#{clause}"
    return Place(address, held.document.title, number, held.targets[clause].heading)


def _settled(destination: Destination) -> bool:
    provision = destination.provision
    if provision.fate is Fate.DROPPED:
        return bool(provision.reason)
    return provision.fate is not None and len(destination.places) == len(provision.into) > 0


def _provision(corpus: Corpus, destination: Destination) -> Iterator[Problem]:
    """What is wrong with one provision's fate and targets."""
    provision, retired = destination.provision, destination.retired
    name: dict[str, object] = {"provision": provision.id, "retired": retired.id}
    if provision.fate is None:
        yield Problem("provision-without-fate", provision.place("id"), name, "fate")
        return
    if provision.fate is Fate.DROPPED:
        if not provision.reason:
            place = provision.place("fate")
            yield Problem("dropped-without-reason", place, name, "dropped-without-reason")
        if provision.into:
            yield Problem("dropped-but-kept", provision.place("into"), name, "dropped-but-kept")
        return
    if not provision.into:
        place = provision.place("fate")
        yield Problem("fate-without-target", place, name, "fate-without-target")
    wanted = len(provision.into)
    if (provision.fate is Fate.SPLIT and wanted == 1) or (
        provision.fate in (Fate.KEPT, Fate.REWORDED) and wanted > 1
    ):
        params = name | {"fate": provision.fate, "count": wanted}
        yield Problem("fate-and-targets-disagree", provision.place("fate"), params, "fate")
    for at, target in enumerate(provision.into):
        yield from _target(corpus, destination, target, provision.place("into", at))
    gone = len(destination.places) < len(provision.into)
    if destination.suspect and not gone:
        now = reviewed(corpus, provision)
        link = f"{retired.id}#{provision.id}"
        params = name | {"now": now, "link": link}
        code = "suspect-link" if provision.reviewed else "unreviewed-link"
        place = provision.place("reviewed") if provision.reviewed else provision.place("id")
        yield Problem(code, place, params, "suspect-link")


def _target(
    corpus: Corpus, destination: Destination, target: str, place: Span | None
) -> Iterator[Problem]:
    document, _, clause = target.partition("#")
    held = corpus.documents.get(document)
    if held is None or clause not in held.targets:
        yield Problem("target-gone", place, {"target": target}, "target-gone")
        return
    product = destination.retired.product
    if product not in held.targets[clause].scope:
        name = next((p.name for p in corpus.catalog.products if p.id == product), product)
        params: dict[str, object] = {"target": target, "product": name}
        yield Problem("target-not-for-product", place, params, "target-not-for-product")


def _agreement(corpus: Corpus, retired: Retired) -> Iterator[Problem]:
    """What a retired agreement as a whole must show: its provisions, its product's name, and
    that no kind of provision was lost for the product."""
    name: dict[str, object] = {"retired": retired.id}
    if not retired.provisions:
        yield Problem("no-provisions", retired.place("id"), name, "no-provisions")
    product = next((p for p in corpus.catalog.products if p.id == retired.product), None)
    if product and retired.product_name and retired.product_name != product.name:
        params = name | {"before": retired.product_name, "now": product.name}
        yield Problem("product-renamed", retired.place("product-name"), params)
    pair = [r for r in corpus.retired.values() if r.product == retired.product]
    for provision in retired.provisions:
        same = [p for r in pair for p in r.provisions if p.topic and p.topic is provision.topic]
        if same and all(p.fate is Fate.DROPPED for p in same):
            params = name | {"topic": provision.topic, "product": retired.product}
            yield Problem("topic-lost", provision.place("topic"), params, "topic-lost")
    for at, successor in enumerate(retired.successors):
        reached = {t.partition("#")[0] for p in retired.provisions for t in p.into}
        held = corpus.documents.get(successor)
        if held and retired.product not in held.scope:
            params = {"target": successor, "product": retired.product}
            place = retired.place("successors", at)
            yield Problem("target-not-for-product", place, params, "target-not-for-product")
        elif retired.provisions and successor not in reached:
            params = name | {"successor": successor}
            yield Problem("successor-without-provision", retired.place("successors", at), params)


def _archive(retired: Retired, digest: Digest) -> Iterator[Problem]:
    """An original is there and unaltered, and an agreement quoted from one has it."""
    name: dict[str, object] = {"retired": retired.id}
    if retired.archive is None:
        if retired.basis is Basis.ORIGINAL:
            yield Problem("archive-missing", retired.place("basis"), name, "archive")
        return
    found = digest(retired.archive.file)
    params = name | {"file": retired.archive.file}
    if found is None:
        yield Problem("archive-missing", retired.archive.place("file"), params, "archive")
    elif found != retired.archive.sha256:
        yield Problem("archive-altered", retired.archive.place("sha256"), params, "archive")


def _ordering(corpus: Corpus) -> Iterator[Problem]:
    """Every product whose agreements were retired can be ordered alone, and whoever orders it is
    bound by a document of each nature that its retired agreements had.

    That any combination can be ordered needs no check of its own: documents are composed for
    every set of products, and references are held against every set when they are resolved.
    """
    alone = {bundle.products for bundle in named(corpus.catalog) if len(bundle.products) == 1}
    for product in corpus.catalog.products:
        olds = [r for r in corpus.retired.values() if r.product == product.id]
        if olds and (product.id,) not in alone:
            params: dict[str, object] = {"product": product.name}
            yield Problem("not-orderable-alone", product.place("id"), params)
        pack = compose(corpus, of_products(corpus.catalog, [product.id]))
        bound = {corpus.documents[d.id].document.nature for d in pack.documents}
        for old in olds:
            if old.nature not in bound:
                params = {"product": product.name, "nature": old.nature}
                yield Problem("nature-lost", old.place("nature"), params)


def _origins(corpus: Corpus, destinations: Iterable[Destination]) -> Iterator[Origins]:
    """Each clause of the succeeding documents with the provisions that lead to it, to an item
    of it or to its section."""
    destinations = list(destinations)
    successors = {s for r in corpus.retired.values() for s in r.successors}
    leading: dict[str, list[Source]] = {}
    for destination in destinations:
        for target in destination.provision.into:
            source = Source(destination.retired, destination.provision)
            leading.setdefault(target, []).append(source)
    for id_, held in corpus.documents.items():
        if id_ not in successors or held.document.kind is Kind.EXTERNAL:
            continue
        for section in held.document.sections:
            for clause in section.clauses:
                inside = [section.id, *(part.id for part in clause.walk())]
                sources = [s for part in inside for s in leading.get(f"{id_}#{part}", [])]
                unique = {(s.retired.id, s.provision.id): s for s in sources}
                new = clause.origin is Origin.NEW
                yield Origins(_at(held, clause.id), tuple(unique.values()), new)


def _clause(corpus: Corpus, origin: Origins) -> Iterator[Problem]:
    document, _, id_ = origin.place.address.partition("#")
    noun = corpus.documents[document].targets[id_].noun
    params: dict[str, object] = {"clause": origin.place.address}
    if not origin.sources and not origin.new:
        yield Problem("clause-without-origin", noun.place("id"), params, "clause-without-origin")
    if origin.sources and origin.new:
        params["provision"] = origin.sources[0].provision.id
        yield Problem("new-but-has-origin", noun.place("origin"), params, "new-but-has-origin")
