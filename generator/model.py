"""The nouns: what an organisation's agreements are made of, as written.

Each noun is frozen and closed (an unknown key is an error); the JSON Schemas
in `schema/` are made from these classes. A noun remembers the `Mapping` it
was read from, so that every later stage can point at its file, line and
column; places take no part in equality.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from .source import Mapping, Scalar, Sequence, Span, step

ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
TERM_END = "term-end"
MAX_TEXT = 20_000
MAX_CELL = 2_000
MAX_ROWS = 300
MAX_DEPTH = 6


class Placed(dict[str, Any]):
    """The plain form of a `Mapping`, which still knows where it stood."""

    source: Mapping


class Listed(list[Any]):
    """The plain form of a `Sequence`, which still knows where it stood."""

    source: Sequence


class Noun(BaseModel):
    """A frozen, closed noun that knows its place."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=lambda name: name.rstrip("_").replace("_", "-"),
        populate_by_name=True,
    )
    _source: Mapping | None = PrivateAttr(default=None)

    @model_validator(mode="wrap")
    @classmethod
    def _remember(cls, value: Any, handler: Callable[[Any], Self]) -> Self:
        noun = handler(value)
        if isinstance(value, Placed):
            noun._source = value.source
        return noun

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return id(self)

    @property
    def span(self) -> Span | None:
        return self._source.span if self._source else None

    def place(self, *path: str | int, offset: int = 0) -> Span | None:
        """The place of the value at `path` (keys and indexes), or of this noun itself."""
        node: Any = self._source
        for name in path:
            node = step(node, name) or node
        if isinstance(node, Scalar):
            return node.at(offset)
        return node.span if node else None


def _day(value: Any) -> Any:
    if isinstance(value, date):
        return value
    if isinstance(value, str) and re.fullmatch(DAY, value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise PydanticCustomError("impossible_date", "no such day") from None
    raise PydanticCustomError("date_form", "not a date of the form YYYY-MM-DD")


def _from(value: Any) -> Any:
    return None if value in (None, TERM_END) else _day(value)


def _truth(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return value == "true"
    raise PydanticCustomError("truth_form", "neither true nor false")


def _row(value: Any) -> Any:
    if isinstance(value, Listed):
        place = value.source.span
        placed = Placed({"cells": value})
        placed.source = Mapping(((Scalar("cells", place), value.source),), place)
        return placed
    return {"cells": value} if isinstance(value, (list, tuple)) else value


def _absent(value: Any) -> Any:
    return None if value in ("null", "~", "") else value


Id = Annotated[str, StringConstraints(pattern=ID, max_length=80)]
Line = Annotated[
    str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True, pattern=r"^[^\n]*$")
]
Text = Annotated[str, StringConstraints(min_length=1, max_length=MAX_TEXT)]
Cell = Annotated[str, StringConstraints(max_length=MAX_CELL)]
Link = Annotated[str, StringConstraints(pattern=r"^https://\S+$", max_length=2000)]
Day = Annotated[
    date,
    BeforeValidator(_day),
    WithJsonSchema({"type": "string", "format": "date", "pattern": DAY}),
]
From = Annotated[
    date | None,
    BeforeValidator(_from),
    WithJsonSchema({"type": "string", "pattern": f"{DAY[:-1]}$|^{TERM_END}$"}),
]
Truth = Annotated[bool, BeforeValidator(_truth)]
Ids = tuple[Id, ...]
Why = dict[str, Line]


class Kind(StrEnum):
    AGREEMENT = "agreement"
    NORM = "norm"
    RULE = "rule"
    EXTERNAL = "external"


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


class Placement(StrEnum):
    SEARCH = "search"
    FEED = "feed"
    PAGE = "page"


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


class Topic(StrEnum):
    """The kinds of provision that an agreement holds (民法典 470; 电子商务法 32)."""

    DEFINITIONS = "definitions"
    SERVICE = "service"
    ACCOUNT = "account"
    ORDERING = "ordering"
    CONDUCT = "conduct"
    MATERIAL = "material"
    REVIEW = "review"
    LABEL = "label"
    FEE = "fee"
    STATISTICS = "statistics"
    REFUND = "refund"
    DATA = "data"
    RIGHTS = "rights"
    LIABILITY = "liability"
    SANCTION = "sanction"
    CHANGE = "change"
    NOTICE = "notice"
    TERMINATION = "termination"
    DISPUTE = "dispute"
    ARCHIVE = "archive"


class Fate(StrEnum):
    """What became of a provision of a retired agreement."""

    KEPT = "kept"
    REWORDED = "reworded"
    MERGED = "merged"
    SPLIT = "split"
    DROPPED = "dropped"


class Origin(StrEnum):
    """Where a clause comes from when no retired provision lives on in it."""

    NEW = "new"


class Show(StrEnum):
    TERMS = "terms"


class Platform(Noun):
    """Whose agreements these are."""

    name: Line
    operator: Line
    statement: Text | None = None


class Billing(Noun):
    """How a product is charged."""

    basis: Line
    unit: Line
    settlement: Line
    fee_schedule: Link | None = None


class Product(Noun):
    id: Id
    name: Line
    placement: Placement | None = None
    billing: Billing | None = None
    assumed: Why = Field(default_factory=dict)


class Family(Noun):
    """Products under one collective name."""

    id: Id
    name: Line
    products: Annotated[Ids, Field(min_length=1)]


class Bundle(Noun):
    """A named set of products that can be ordered together; or, with `documents`, a named set
    of documents that stand on their own."""

    id: Id
    name: Line
    products: Ids = ()
    documents: Ids = ()


class Catalog(Noun):
    """Platform, products, families, bundles; the values that texts may use."""

    platform: Platform
    values: dict[Id, Line] = Field(default_factory=dict)
    products: Annotated[tuple[Product, ...], Field(min_length=1)]
    families: tuple[Family, ...] = ()
    bundles: tuple[Bundle, ...] = ()
    documents: Ids = ()


class Comment(Noun):
    """The public comment period on a draft; `register` is the register of comments."""

    from_: Day
    to: Day
    register_: Annotated[tuple[Line, ...], Field(alias="register")] = ()


class Audience(Noun):
    id: Id
    name: Line


class Transition(Noun):
    """From which day a version binds one audience; `term-end` (None): when the term that is
    running for it has ended."""

    audience: Audience
    from_: From


class Version(Noun):
    """One version of a document: its number and its days, in Asia/Shanghai."""

    number: Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+)*$", max_length=20)]
    draft: Truth = False
    published: Day | None = None
    effective: Day | None = None
    comment: Comment | None = None
    major: Truth = False
    reason: Text | None = None
    transition: tuple[Transition, ...] = ()
    assumed: Why = Field(default_factory=dict)


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


class Retirement(Noun):
    on: Day
    reason: Text
    assumed: Why = Field(default_factory=dict)


class Archive(Noun):
    """The file of an original and its SHA-256."""

    file: Line
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Basis(StrEnum):
    OUTLINE = "outline"
    ORIGINAL = "original"


Edition = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*@[0-9]+(\.[0-9]+)*$", max_length=120)
]
Target = Annotated[
    str,
    StringConstraints(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(#[a-z0-9]+(-[a-z0-9]+)*)?$", max_length=200
    ),
]


class Provision(Noun):
    """One provision of a retired agreement and where it went.

    `into` names clauses as `document#clause`; `reviewed` is the fingerprint of their texts when
    a person last compared them; `reason` says why a dropped one was dropped.
    """

    id: Id
    topic: Topic | None = None
    heading: Line
    gist: Text
    text: Text | None = None
    fate: Fate | None = None
    reviewed: Annotated[str | None, StringConstraints(pattern=r"^[0-9a-f]{16}$")] = None
    into: tuple[Target, ...] = ()
    reason: Text | None = None
    remark: Text | None = None


class Retired(Noun):
    """An agreement that was taken offline, and what took its place."""

    id: Id
    title: Line
    nature: Nature
    product: Id
    product_name: Line | None = None
    retired: Retirement
    successors: Annotated[Ids, Field(min_length=1)]
    basis: Basis = Basis.OUTLINE
    archive: Annotated[Archive | None, BeforeValidator(_absent)] = None
    remark: Text | None = None
    provisions: tuple[Provision, ...] = ()


class Announcement(Noun):
    """One matter of a notice: what it announces, by id; the tables are made from the data.

    `versions` are `document@number`, `transitions` those whose audiences are told apart,
    `changes` those whose changes against the version before are listed.
    """

    id: Id
    title: Line
    reason: Text | None = None
    text: Text | None = None
    families: Ids = ()
    retires: Ids = ()
    versions: tuple[Edition, ...] = ()
    changes: tuple[Edition, ...] = ()
    transitions: tuple[Edition, ...] = ()
    externals: tuple[Edition, ...] = ()
    disagree: Text | None = None


class Notice(Noun):
    """A public announcement, rendered from the data that it announces."""

    id: Id
    title: Line
    published: Day
    signer: Line | None = None
    opening: Text | None = None
    announces: Annotated[tuple[Announcement, ...], Field(min_length=1)]
    feedback: Text | None = None
    history: Text | None = None
    assumed: Why = Field(default_factory=dict)


# Which noun each kind of file holds; the names are those of the schemas.
KINDS: dict[str, type[Noun]] = {
    "catalog": Catalog,
    "document": Document,
    "external": External,
    "retired": Retired,
    "notice": Notice,
}
