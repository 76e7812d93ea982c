"""What a workspace holds on one day: documents, their provisions, and for whom each is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ..model import Binding, Catalog, Document, External, Ledger, Notice, Noun, Retired
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
class Stock:
    """Every noun of a workspace, all versions of all documents."""

    catalog: Catalog
    documents: tuple[Document, ...]
    retired: tuple[Retired, ...]
    externals: tuple[External, ...] = ()
    notices: tuple[Notice, ...] = ()

    def lineages(self) -> dict[str, tuple[Binding, ...]]:
        """The versions of each document, ours or external, oldest first; drafts last."""
        found: dict[str, list[Binding]] = {}
        every: list[Binding] = [*self.documents, *self.externals]
        for each in sorted(every, key=lambda d: d.version.effective or date.max):
            found.setdefault(each.id, []).append(each)
        return {id_: tuple(lineage) for id_, lineage in found.items()}


@dataclass(frozen=True, slots=True)
class Corpus:
    """What a workspace holds on a day. `documents` are in the order of the catalog; `digests`
    is the SHA-256 of every file read, by its path; `shadowed` are the copies of versions beside
    which another copy was read that says something else."""

    catalog: Catalog
    day: date
    documents: dict[str, Held]
    retired: dict[str, Retired]
    versions: tuple[tuple[Document, Status], ...] = ()
    groups: dict[str, Scope] = field(default_factory=dict)
    externals: dict[str, External] = field(default_factory=dict)
    lineages: dict[str, tuple[Binding, ...]] = field(default_factory=dict)
    notices: dict[str, Notice] = field(default_factory=dict)
    ledger: Ledger | None = None
    digests: Mapping[str, str] = field(default_factory=dict)
    shadowed: tuple[Document, ...] = ()

    def scope(self, names_: Iterable[str] | None, within: Scope) -> Scope:
        """Those products of `within` that a `for` names; all of them when it is absent."""
        if names_ is None:
            return within
        return within & self.union(names_)

    def union(self, names_: Iterable[str]) -> Scope:
        """The products of several products and families."""
        return frozenset().union(*(self.groups.get(name, frozenset()) for name in names_))
