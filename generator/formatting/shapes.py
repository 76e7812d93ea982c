"""What may stand where, as the model says it: which keys in which order, which text is prose.

The formatter asks nothing else of the model, and the model knows nothing of layout.
"""

from __future__ import annotations

import types
from collections.abc import Mapping as Table
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from ..model import Audience, Cell, Comment, Edition, Id, Noun, Row, Target, Text, Version, Why

_IDS = (Id, Target, Edition)
_SHORT = (Audience, Comment, Row)


class Form(Enum):
    """How a value is laid out."""

    PROSE = auto()  # a literal block, one sentence a line
    CELL = auto()  # one line, or a block when it has several paragraphs
    ID = auto()
    QUOTED = auto()  # a version's number: text to us, a number to every other reader of YAML
    LINE = auto()  # any other single value
    LIST = auto()
    NAMES = auto()  # keys of the writer's choice
    NOUN = auto()


@dataclass(frozen=True, slots=True)
class Shape:
    """The form of a value; what a list holds or which noun it is."""

    form: Form
    inner: Shape | None = None
    noun: type[Noun] | None = None

    @property
    def fields(self) -> Table[str, Shape]:
        """Key → shape, in the order of the model; empty for what is no noun."""
        return _fields(self.noun) if self.noun else {}

    @property
    def short(self) -> bool:
        """A noun that may stand in braces: no more than a line to a reader."""
        return self.noun in _SHORT

    @property
    def is_row(self) -> bool:
        """A row of a table, which may be written as a bare list of cells."""
        return self.noun is Row

    def of(self, key: str | None) -> Shape:
        """The shape of the value under `key`, or of an entry of the list."""
        if self.is_row and key is None:
            return CELL
        return self.inner or self.fields.get(key or "", LINE)


CELL = Shape(Form.CELL)
LINE = Shape(Form.LINE)


@cache
def shape(noun: type[Noun]) -> Shape:
    return Shape(Form.NOUN, noun=noun)


@cache
def _fields(noun: type[Noun]) -> dict[str, Shape]:
    hints = get_type_hints(noun, include_extras=True)
    fields: dict[str, Shape] = {}
    for name, field in noun.model_fields.items():
        found = _shape(hints[name])
        if noun is Version and name == "number":
            found = Shape(Form.QUOTED)
        fields[str(field.alias)] = fields[name] = found  # the model takes both
    return fields


def _shape(hint: Any) -> Shape:
    if hint == Text:
        return Shape(Form.PROSE)
    if hint == Cell:
        return CELL
    if hint in _IDS:
        return Shape(Form.ID)
    if hint == Why or get_origin(hint) is dict:
        return Shape(Form.NAMES)
    inner = [kind for kind in get_args(hint) if kind not in (type(None), ...)]
    if get_origin(hint) is Annotated or get_origin(hint) in (Union, types.UnionType):
        return _shape(inner[0])
    if get_origin(hint) is tuple:
        return Shape(Form.LIST, _shape(inner[0]))
    if isinstance(hint, type) and issubclass(hint, Noun):
        return shape(hint)
    return LINE
