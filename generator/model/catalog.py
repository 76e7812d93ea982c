"""Whose agreements these are: the platform, its products, families and bundles."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from .nouns import Count, Id, Ids, Line, Link, Noun, Text, Why


class Placement(StrEnum):
    SEARCH = "search"
    FEED = "feed"
    PAGE = "page"


class Platform(Noun):
    """Whose agreements these are."""

    name: Line
    operator: Line
    site: Link | None = None
    statement: Text | None = None


class Party(Noun):
    """Who signs: in what role, and under what name; without one, a blank is left for it."""

    role: Line
    name: Line | None = None


class Signature(Noun):
    """How agreements are signed on paper: in how many copies, by whom."""

    copies: Count
    parties: Annotated[tuple[Party, ...], Field(min_length=1)]


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
    signature: Signature | None = None
