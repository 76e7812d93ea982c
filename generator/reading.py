"""A document as read: on a day, for one set of products, with nothing left to decide.

Values are filled in, references carry their target's number and heading,
clauses have their labels and omitted ones have become a quiet line. The
renderers ink these nouns and know nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .model import Kind, Material, Scheme, Version


@dataclass(frozen=True, slots=True)
class Words:
    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """An emphasised run."""

    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Cite:
    """A reference as printed. `document` is None inside the same document;
    `bound` says whether the target stands in the same bundle, so that a link can lead there."""

    text: str
    document: str | None
    anchor: str | None
    bound: bool


@dataclass(frozen=True, slots=True)
class Weblink:
    text: str
    url: str


Run = Words | Strong | Cite | Weblink
Paragraph = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Omitted:
    """A run of provisions that this set of products leaves out, by their numbers."""

    label: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as read."""

    caption: str | None
    columns: tuple[Paragraph, ...]
    rows: tuple[tuple[Paragraph, ...], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A clause or an item. `level` is 1 for a clause, 2 for its items, and so on."""

    id: str
    label: str
    level: int
    keyword: str | None
    material: Material | None
    text: tuple[Paragraph, ...]
    items: tuple[Part | Omitted, ...] = ()
    table: Grid | None = None
    tail: tuple[Paragraph, ...] = ()

    def walk(self) -> Iterator[Part]:
        yield self
        for item in self.items:
            if isinstance(item, Part):
                yield from item.walk()


@dataclass(frozen=True, slots=True)
class Chapter:
    id: str
    label: str
    title: str
    parts: tuple[Part | Omitted, ...]


class Status(StrEnum):
    """What a version is on the day of the build."""

    DRAFT = "draft"
    UPCOMING = "upcoming"
    IN_FORCE = "in-force"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Imprint:
    """Which text a document is: its id, version and text hash, the number of its entry in the
    ledger, and the address under which this version stays published, if there are any."""

    document: str
    version: str
    text: str
    entry: int | None = None
    address: str | None = None

    @property
    def stated(self) -> str:
        """In one line, as metadata state it: `terms@2 <hash> 7`."""
        entry = f" {self.entry}" if self.entry else ""
        return f"{self.document}@{self.version} {self.text}{entry}"


@dataclass(frozen=True, slots=True)
class Signatures:
    """What stands behind the text of a copy that is signed on paper: in how many copies, who
    holds them, and the roles and names of those who sign (no name: a blank)."""

    copies: str
    parties: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One document as read."""

    id: str
    title: str
    kind: Kind
    scheme: Scheme
    version: Version
    status: Status
    products: tuple[str, ...]
    prompt: tuple[Paragraph, ...]
    definitions: tuple[Part | Omitted, ...]
    chapters: tuple[Chapter | Omitted, ...]
    imprint: Imprint | None = None
    signatures: Signatures | None = None

    def parts(self) -> Iterator[Part]:
        """Every clause and item shown, in reading order."""
        yield from (part for part in self.definitions if isinstance(part, Part))
        for chapter in self.chapters:
            if isinstance(chapter, Chapter):
                for part in chapter.parts:
                    if isinstance(part, Part):
                        yield from part.walk()


@dataclass(frozen=True, slots=True)
class Card:
    """A document whose text belongs to somebody else: what is known of it, and where it is."""

    id: str
    title: str
    holder: str
    product: str
    page: str
    link: str | None
    version: Version
    status: Status
    points: tuple[tuple[str, tuple[Paragraph, ...]], ...]
    imprint: Imprint | None = None


@dataclass(frozen=True, slots=True)
class Pack:
    """All documents that bind a merchant who orders one set of products."""

    id: str
    name: str
    products: tuple[str, ...]
    platform: str
    operator: str
    statement: str | None
    documents: tuple[Reading, ...]
    cards: tuple[Card, ...] = ()
    address: str | None = None

    @property
    def imprints(self) -> tuple[Imprint, ...]:
        """What it holds, in its order."""
        every: tuple[Reading | Card, ...] = (*self.documents, *self.cards)
        return tuple(each.imprint for each in every if each.imprint)

    @property
    def updated(self) -> date | None:
        """The day on which the youngest of its documents was published."""
        every: tuple[Reading | Card, ...] = (*self.documents, *self.cards)
        days = [each.version.published or each.version.effective for each in every]
        return max((day for day in days if day), default=None)


def plain(runs: Paragraph) -> str:
    """The words of a paragraph without marks."""
    return "".join(plain(run.runs) if isinstance(run, Strong) else run.text for run in runs)
