"""Where words come from: plain data in which every value knows its place.

A file becomes a tree of `Scalar`, `Sequence` and `Mapping`. Nothing here
knows YAML or the model; it only remembers path, line and column, so that any
later stage can point at the very character that is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple


class Span(NamedTuple):
    """A place in a file: path inside the workspace, line and column from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class Scalar(NamedTuple):
    """One text value, as typed in the style "" (plain), "'", '"', "|" or ">".

    `indent` is the column at which the lines of a block begin.
    """

    text: str
    path: str
    line: int
    column: int
    style: str = ""
    indent: int = 0

    @property
    def span(self) -> Span:
        return Span(self.path, self.line, self.column)

    @property
    def plain(self) -> bool:
        return not self.style

    @property
    def starts(self) -> tuple[tuple[int, int], ...]:
        """The (line, column) at which each line of the text begins."""
        if not self.indent:
            return ((self.line, self.column + len(self.style)),)
        rows = range(1, self.text.count("\n") + 2)
        return tuple((self.line + row, self.indent) for row in rows)

    def at(self, offset: int) -> Span:
        """The place of the character at `offset` (in characters) of the text."""
        if not self.indent:
            return Span(self.path, self.line, self.column + len(self.style) + offset)
        before = self.text[:offset]
        row, last = before.count("\n"), before.rfind("\n")
        return Span(self.path, self.line + 1 + row, self.indent + len(before) - last - 1)


class Sequence(NamedTuple):
    """A list of values."""

    items: tuple[Node, ...]
    span: Span


class Mapping(NamedTuple):
    """Keys and values in the order in which they were written."""

    entries: tuple[tuple[Scalar, Node], ...]
    span: Span

    def get(self, name: str) -> Node | None:
        return next((value for key, value in self.entries if key.text == name), None)

    def key(self, name: str) -> Scalar | None:
        return next((key for key, _ in self.entries if key.text == name), None)


Node = Scalar | Sequence | Mapping


@dataclass(frozen=True, slots=True)
class Source:
    """One file as read: its path inside the workspace, its tree and its digest."""

    path: str
    root: Mapping
    sha256: str = field(default="", compare=False)


def step(node: Node | None, name: str | int) -> Node | None:
    """The child of `node` called `name` (a key or an index), or None."""
    match node, name:
        case Mapping(), str():
            return node.get(name)
        case Sequence(), int() if 0 <= name < len(node.items):
            return node.items[name]
        case _:
            return None


def scalars(node: Node, owner: str = "") -> Iterator[tuple[Scalar, str]]:
    """Every scalar below `node`, in order, with the id of the nearest mapping that has one."""
    match node:
        case Scalar():
            yield node, owner
        case Sequence():
            for item in node.items:
                yield from scalars(item, owner)
        case Mapping():
            own = node.get("id")
            owner = own.text if isinstance(own, Scalar) else owner
            for _, value in node.entries:
                yield from scalars(value, owner)
