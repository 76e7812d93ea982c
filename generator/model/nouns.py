"""What a noun is: frozen, closed, able to say where it stood; and the values it is made of."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PrivateAttr,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from ..source import Mapping, Scalar, Sequence, Span, step

ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
COUNT = r"^[1-9][0-9]?$"
TERM_END = "term-end"
MAX_TEXT = 20_000
MAX_CELL = 2_000
MAX_ROWS = 300
MAX_DEPTH = 6


_GIVEN: dict[frozenset[str], set[str]] = {}


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
        given = noun.__pydantic_fields_set__  # a few hundred different ones: kept once each
        object.__setattr__(
            noun, "__pydantic_fields_set__", _GIVEN.setdefault(frozenset(given), given)
        )
        if isinstance(value, Placed):
            noun._source = value.source
        return noun

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return id(self)

    def _place(self) -> Mapping | None:
        """`_source`, without the detour that pydantic takes for private attributes."""
        private = self.__pydantic_private__
        return private["_source"] if private else None

    @property
    def tree(self) -> Mapping | None:
        """What the noun was read from."""
        return self._place()

    @property
    def span(self) -> Span | None:
        source = self._place()
        return source.span if source else None

    def place(self, *path: str | int, offset: int = 0) -> Span | None:
        """The place of the value at `path` (keys and indexes), or of this noun itself."""
        node: Any = self._place()
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


def _count(value: Any) -> Any:
    if isinstance(value, str) and re.fullmatch(COUNT, value):
        return int(value)
    if isinstance(value, int) and 0 < value < 100:
        return value
    raise PydanticCustomError("count_form", "not a number from 1 to 99")


def absent(value: Any) -> Any:
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
Count = Annotated[
    int,
    BeforeValidator(_count),
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 99}),
]
Truth = Annotated[bool, BeforeValidator(_truth)]
Ids = tuple[Id, ...]
Why = dict[str, Line]
