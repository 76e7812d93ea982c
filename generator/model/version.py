"""One version of a document: its days, its audiences, its kind."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from .nouns import Day, From, Id, Line, Noun, Text, Truth, Why

Number = Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+)*$", max_length=20)]


def ordinal(number: str) -> tuple[int, ...]:
    """A version's number, to be compared: 2 and 2.0 are the same."""
    parts = [int(part) for part in number.split(".")]
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    return tuple(parts)


class Kind(StrEnum):
    AGREEMENT = "agreement"
    NORM = "norm"
    RULE = "rule"
    EXTERNAL = "external"


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
    """One version of a document: its number and its days, in Asia/Shanghai.

    `reason` says why it was made, `notes` why a provision (by its id) is not as it was.
    """

    number: Number
    draft: Truth = False
    published: Day | None = None
    effective: Day | None = None
    comment: Comment | None = None
    major: Truth = False
    reason: Text | None = None
    notes: Why = Field(default_factory=dict)
    transition: tuple[Transition, ...] = ()
    assumed: Why = Field(default_factory=dict)
