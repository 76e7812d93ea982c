"""An agreement that was taken offline: what it held and where each provision went."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints

from .document import Nature
from .nouns import Day, Id, Ids, Line, Noun, Text, Why, absent


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


class Basis(StrEnum):
    OUTLINE = "outline"
    ORIGINAL = "original"


class Retirement(Noun):
    on: Day
    reason: Text
    assumed: Why = Field(default_factory=dict)


class Archive(Noun):
    """The file of an original and its SHA-256."""

    file: Line
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


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
    archive: Annotated[Archive | None, BeforeValidator(absent)] = None
    remark: Text | None = None
    provisions: tuple[Provision, ...] = ()
