"""One version of one agreement, norm or rule, as written; and documents of somebody else."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from ..source import Mapping, Scalar
from .catalog import Signature
from .nouns import MAX_ROWS, Cell, Day, Id, Ids, Line, Link, Listed, Noun, Placed, Text
from .version import Kind, Version


def _row(value: Any) -> Any:
    if isinstance(value, Listed):
        place = value.source.span
        placed = Placed({"cells": value})
        placed.source = Mapping(((Scalar("cells", *place), value.source),), place)
        return placed
    return {"cells": value} if isinstance(value, (list, tuple)) else value


class Nature(StrEnum):
    SOFTWARE = "software"
    ADVERTISING = "advertising"


class Scope(StrEnum):
    PLATFORM_RULE = "platform-rule"
    NEGOTIATED = "negotiated"


class Scheme(StrEnum):
    """How clauses are numbered: 一、1.1（1） / 第一章 第一条（一）1. / 1 1.1 1.1.1."""

    AGREEMENT = "agreement"
    RULE = "rule"
    DECIMAL = "decimal"


class Gaps(StrEnum):
    """What a clause that a bundle omits does to the numbers behind it."""

    KEEP = "keep"
    CLOSE = "close"


class Material(StrEnum):
    """Why a clause is of major interest (民法典 496; Order 116 art. 8)."""

    FEE = "fee"
    REFUND = "refund"
    LIABILITY = "liability"
    PENALTY = "penalty"
    CHANGE = "change"
    TERMINATION = "termination"
    DATA = "data"
    RENEWAL = "renewal"
    DISPUTE = "dispute"


class Origin(StrEnum):
    """Where a clause comes from when no retired provision lives on in it."""

    NEW = "new"


class Show(StrEnum):
    TERMS = "terms"


class Term(Noun):
    """A word and what it means in this document."""

    id: Id | None = None
    term: Line
    for_: Ids | None = None
    means: Text


class Row(Noun):
    for_: Ids | None = None
    cells: tuple[Cell, ...]


class Table(Noun):
    caption: Line | None = None
    columns: Annotated[tuple[Cell, ...], Field(min_length=1, max_length=12)]
    rows: Annotated[
        tuple[Annotated[Row, BeforeValidator(_row)], ...], Field(min_length=1, max_length=MAX_ROWS)
    ]


class Allow(Noun):
    """A rule of `xieyi check` that is not followed here, and why; `until` is its last day."""

    rule: Line
    why: Line
    until: Day | None = None


class Clause(Noun):
    """One numbered provision; its items are clauses below it."""

    id: Id
    keyword: Line | None = None
    material: Material | None = None
    for_: Ids | None = None
    origin: Origin | None = None
    text: Text = ""
    show: Show | None = None
    items: tuple[Clause, ...] = ()
    table: Table | None = None
    tail: Text | None = None
    allow: tuple[Allow, ...] = ()

    def walk(self) -> Iterator[Clause]:
        yield self
        for item in self.items:
            yield from item.walk()


class Section(Noun):
    id: Id
    title: Line
    for_: Ids | None = None
    clauses: Annotated[tuple[Clause, ...], Field(min_length=1)]


class Title(Noun):
    """The title a document has when a bundle holds only these products."""

    only: Annotated[Ids, Field(min_length=1)]
    title: Line


class Document(Noun):
    """One version of one agreement, norm or rule, as written."""

    id: Id
    title: Line
    titles: tuple[Title, ...] = ()
    kind: Kind
    nature: Nature | None = None
    scope: Scope = Scope.PLATFORM_RULE
    numbering: Scheme = Scheme.AGREEMENT
    gaps: Gaps = Gaps.KEEP
    for_: Ids | None = None
    version: Version
    prompt: tuple[Text, ...] = ()
    terms: tuple[Term, ...] = ()
    allow: tuple[Allow, ...] = ()
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    signature: Signature | None = None

    def clauses(self) -> Iterator[Clause]:
        for section in self.sections:
            for clause in section.clauses:
                yield from clause.walk()


class External(Noun):
    """A document whose text belongs to somebody else: listed and dated here, never copied."""

    id: Id
    title: Line
    kind: Literal[Kind.EXTERNAL]
    holder: Line
    product: Line
    page: Line
    link: Link | None = None
    version: Version
    covers: Text
    renews: Text
    leave: Text
    remark: Text | None = None


Binding = Document | External
