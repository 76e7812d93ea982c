"""What a workspace holds on one day: documents, their provisions, and for whom each is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from ..model import Catalog, Document, Noun, Retired
from ..reading import Status

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
        """Those products of `within` that a `for` names; all of them when it is absent."""
        if names_ is None:
            return within
        return within & self.union(names_)

    def union(self, names_: Iterable[str]) -> Scope:
        """The products of several products and families."""
        return frozenset().union(*(self.groups.get(name, frozenset()) for name in names_))
