"""A public notice: what it announces, by id."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from .nouns import Day, Id, Ids, Line, Noun, Text, Why

Edition = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*@[0-9]+(\.[0-9]+)*$", max_length=120)
]


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
