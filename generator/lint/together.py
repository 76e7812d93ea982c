"""What belongs together: the texts of one clause, and the documents that bind one merchant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ..model import Kind
from ..resolve import Corpus
from ..source import Span
from .subject import Passage, Subject, Whole

_MARKS = re.compile(r"\$\{[^{}]*\}|\[\[[^\[\]]*\]\]|\*\*|\n")
_BINDING = (Kind.AGREEMENT, Kind.NORM)


def clauses(subject: Subject) -> Iterator[list[Passage]]:
    """The passages of each clause with its items and table; a text outside clauses alone."""
    whose = {
        part.id: clause.id
        for section in subject.document.sections
        for clause in section.clauses
        for part in clause.walk()
    }
    group: list[Passage] = []
    for passage in subject.passages:
        same = group and group[-1].clause and passage.clause
        if same and whose[group[-1].clause.id] == whose[passage.clause.id]:  # type: ignore[union-attr]
            group.append(passage)
            continue
        if group:
            yield group
        group = [passage]
    if group:
        yield group


def binding(whole: Whole) -> list[Subject]:
    """The standing documents that bind whoever orders a product, in the order of the catalog."""
    listed = whole.corpus.catalog.documents
    found = [
        s
        for s in whole.chosen()
        if (s.document.id in listed if listed else s.document.kind in _BINDING)
    ]
    order = {id_: at for at, id_ in enumerate(listed)}
    return sorted(found, key=lambda s: order.get(s.document.id, len(order)))


def covered(
    passages: list[Passage], wanted: frozenset[str], says: Callable[[Passage], bool]
) -> frozenset[str]:
    """The products of `wanted` for which some text says a thing; looks no further than needed."""
    found = frozenset[str]()
    for passage in passages:
        if not passage.scope & wanted <= found and says(passage):
            found |= passage.scope & wanted
    return found


def typed(passage: Passage) -> str:
    """The words as typed: values, references and marks of emphasis are left out."""
    return _MARKS.sub("", passage.raw)


def headed(passage: Passage) -> str:
    """The heading of the column in which a cell stands; empty for other texts."""
    table = passage.clause.table if passage.clause else None
    if not table or passage.path[0] != "cells" or not isinstance(at := passage.path[1], int):
        return ""
    return table.columns[at] if at < len(table.columns) else ""


def sets(whole: Whole) -> list[list[Subject]]:
    """The documents that stand side by side: those that bind, and those of each bundle of
    documents. Whether two of them meet depends on the products their texts are shown for."""
    by_id = {s.document.id: s for s in whole.chosen()}
    named = [
        [by_id[id_] for id_ in bundle.documents if id_ in by_id]
        for bundle in whole.corpus.catalog.bundles
        if bundle.documents
    ]
    return [group for group in (binding(whole), *named) if len(group) > 1]


def product_place(corpus: Corpus, product: str, *path: str) -> Span | None:
    """The place of a product in the catalog, or of a value in it."""
    found = next(p for p in corpus.catalog.products if p.id == product)
    return found.place(*path) if path else found.place("id")
