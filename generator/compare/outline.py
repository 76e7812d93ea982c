"""A document as a flat list of what can be compared: metadata, and nodes in reading order.

A node is a paragraph of the prompt, a term, a section, a clause or an item with its own words:
those of what stands below it are not among them. Words are what a reader reads, save that what
is compared by its name is one private character: a reference (its target), `${version}` and its
like, the address behind a link. `Outline.marks` says how each of them reads in this version.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ..model import Material
from ..source import Span
from .changes import Unit

FIRST_MARK = 0x100000  # plane 16 is private and may not stand in an agreement
_MARK = re.compile(f"[{chr(FIRST_MARK)}-{chr(0x10FFFF)}]")
TEXT, TABLE, TAIL = range(3)


@dataclass(frozen=True, slots=True)
class Words:
    """A text; `strong` has for each of its characters "1" in an emphasised run, "0" outside."""

    text: str = ""
    strong: str = ""

    def __add__(self, other: Words) -> Words:
        return Words(self.text + other.text, self.strong + other.strong)

    def __bool__(self) -> bool:
        return bool(self.text)

    def cut(self, start: int, end: int) -> Words:
        return Words(self.text[start:end], self.strong[start:end])


def plainly(text: str) -> Words:
    """A text without emphasis."""
    return Words(text, "0" * len(text))


def lines(parts: Iterable[Words]) -> Words:
    """Those that hold something, each on a line of its own."""
    joined = Words()
    for part in filter(None, parts):
        joined = joined + plainly("\n") + part if joined else part
    return joined


@dataclass(frozen=True, slots=True)
class Mark:
    """What a private character stands for: what it is compared by, and how it reads."""

    key: str
    shown: str


@dataclass(frozen=True, slots=True)
class Node:
    """One provision (or paragraph, term, field) with its own words.

    `parent` is the index of the node it stands in, -1 for none. `blocks` are the text, the
    table and the tail. `scope` are the products it is shown for, `declared` those that its own
    `for` names (None: no `for`), `rows` those of each row of its table. `material` counts for
    all that is inside; `tag` is the node's own.
    """

    unit: Unit
    id: str
    parent: int
    level: int
    number: str
    label: str
    heading: Words
    blocks: tuple[Words, Words, Words]
    scope: frozenset[str] = frozenset()
    declared: frozenset[str] | None = None
    rows: tuple[tuple[str, frozenset[str]], ...] = ()
    material: Material | None = None
    tag: Material | None = None
    place: Span | None = field(default=None, compare=False)

    @property
    def words(self) -> Words:
        """The heading and all blocks, each block on a line of its own."""
        return self.heading + lines(self.blocks)

    @property
    def text(self) -> str:
        return lines(self.blocks).text

    @property
    def body(self) -> Words:
        """What stands between the heading and the items."""
        return lines(self.blocks[:TAIL])

    @property
    def closing(self) -> Words:
        """What stands behind the items, so that heading, body and it are the words."""
        tail = self.blocks[TAIL]
        return plainly("\n") + tail if self.body and tail else tail


@dataclass(frozen=True, slots=True)
class Fact:
    """One of a document's metadata; `value` as it reads."""

    key: str
    name: str
    value: str
    place: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Outline:
    """A document (or an agreement of another kind) that can be compared.

    `names` are the products by id, `parties` the words that name a party in it. `aliases` lead
    from marks to others that stand for the same, though they read otherwise: references to
    several clauses that were merged into one.
    """

    document: str
    title: str
    version: str | None
    facts: tuple[Fact, ...]
    nodes: tuple[Node, ...]
    marks: Mapping[str, Mark] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    parties: frozenset[str] = frozenset()
    scope: frozenset[str] = frozenset()
    declared: frozenset[str] | None = None
    aliases: Mapping[int, str] = field(default_factory=dict)
    place: Span | None = field(default=None, compare=False)

    def read(self, text: str) -> str:
        """A text as it reads in this version, marks written out."""
        marks = self.marks
        return _MARK.sub(lambda found: marks[found[0]].shown, text) if marks else text

    def products(self, ids: frozenset[str]) -> tuple[str, ...]:
        """The names of products, in the catalog's order."""
        return tuple(name for id_, name in self.names.items() if id_ in ids)

    def below(self, at: int) -> range:
        """The indexes of all nodes inside the node at `at`."""
        end = at + 1
        while end < len(self.nodes) and self.nodes[end].level > self.nodes[at].level:
            end += 1
        return range(at + 1, end)

    def children(self, at: int) -> list[int]:
        """The indexes of the nodes directly inside the node at `at`."""
        return [inside for inside in self.below(at) if self.nodes[inside].parent == at]

    def above(self, at: int) -> Iterator[int]:
        """The indexes of the nodes that the node at `at` stands in, the nearest first."""
        while (at := self.nodes[at].parent) >= 0:
            yield at
