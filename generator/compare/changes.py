"""What differs between two documents, as data: every change once, with its class and its weight.

Nothing here is inked. `Difference.changes` is the list that a reviewer reads; `Difference.lines`
is the whole text of both versions for a redline, from which `proof` makes either version again.

Words are what a reader reads: marks are gone, values filled in, a reference is the number of
its target in that version. A reference is compared by its target and `${version}` and its like
by their names, so a piece that is `equal` may read differently on its two sides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ..source import Span


class Kind(StrEnum):
    """The class of a change. `renumbered` is never listed, see `Difference.renumbered`."""

    ADDED = "added"
    DELETED = "deleted"
    WORDING = "wording"
    PUNCTUATION = "punctuation"
    RENUMBERED = "renumbered"
    MOVED = "moved"
    MOVED_AND_EDITED = "moved-and-edited"
    SPLIT = "split"
    MERGED = "merged"
    EMPHASIS = "emphasis"
    APPLICABILITY = "applicability"
    METADATA = "metadata"


class Severity(StrEnum):
    """How much a change weighs; `severity.py` holds the rules. The heaviest stands first."""

    MAJOR = "major"
    MINOR = "minor"
    EDITORIAL = "editorial"

    @property
    def weight(self) -> int:
        """2 for major, 1 for minor, 0 for editorial."""
        return len(Severity) - 1 - list(Severity).index(self)


class Unit(StrEnum):
    """What a change is about. `document`: the whole, or one of its metadata (title, a date)."""

    DOCUMENT = "document"
    PROMPT = "prompt"
    TERM = "term"
    SECTION = "section"
    CLAUSE = "clause"
    ITEM = "item"
    FIELD = "field"


class Op(StrEnum):
    """What happens to a piece. The last two: the words stay, only their emphasis changes."""

    EQUAL = "equal"
    DELETE = "delete"
    INSERT = "insert"
    EMPHASISE = "emphasise"
    PLAIN = "plain"


class SignalKind(StrEnum):
    """What a reviewer must not overlook."""

    OBLIGATION = "obligation"
    PROHIBITION = "prohibition"
    RIGHT = "right"
    NUMBER = "number"
    DAYS = "days"
    RATE = "rate"
    MONEY = "money"
    DATE = "date"
    PARTY = "party"
    LIABILITY = "liability"
    EMPHASIS_LOST = "emphasis-lost"
    REFERENCE = "reference"
    PRODUCT_GAINED = "product-gained"
    PRODUCT_LOST = "product-lost"
    MATERIAL = "material"


@dataclass(frozen=True, slots=True)
class Edit:
    """A piece of the two texts. `old` is empty for an insertion, `new` for a deletion.

    `strong`: the words stand in an emphasised run (of the version that has them; for `equal`
    of both; for `emphasise` of the new one, for `plain` of the old one).
    """

    op: Op
    old: str
    new: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Signal:
    """Something that turned, as it read before and as it reads now; "" where it is absent."""

    kind: SignalKind
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Side:
    """A provision in one of the two versions.

    `clause` is the id, `number` as it is cited (第4.6条), `label` as it is printed before the
    provision (4.6), `heading` as it reads (【预付】, the title of a section, “词语”：). `text` is
    what follows the heading; paragraphs and rows of a table are lines. Of a provision added,
    deleted or moved as a whole, `text` holds what is inside it too, labels included; otherwise
    its own words alone. `parts` are the provisions it was split into or merged from.
    """

    clause: str
    number: str
    label: str
    heading: str
    text: str
    products: tuple[str, ...] = ()
    parts: tuple[Side, ...] = ()
    place: Span | None = None

    @property
    def words(self) -> str:
        """What the edits are about: the heading and the text, a title on a line of its own."""
        titled = self.heading and self.text and self.heading[-1] not in "】："
        return f"{self.heading}\n{self.text}" if titled else self.heading + self.text


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `old` is None when it was added, `new` when it was deleted.

    `edits`, joined, are the words of the provision's own text on either side (of all parts,
    joined by line feeds, for a split or a merger); empty where the words are the same.
    `likeness` (0 to 1) says by how much two provisions of different ids were taken for the
    same; None: the id is the same.
    """

    kind: Kind
    severity: Severity
    document: str
    unit: Unit
    old: Side | None
    new: Side | None
    signals: tuple[Signal, ...] = ()
    edits: tuple[Edit, ...] = ()
    likeness: float | None = None

    @property
    def side(self) -> Side:
        """The side that is there: the new one, or the old one of a deletion."""
        found = self.new or self.old
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a line stands in one version; `level` is 0 for sections, 1 for clauses, 2 for items.

    `piece` tells the pieces of one provision apart: what stands before its items, and `tail`.
    """

    unit: Unit
    clause: str
    label: str
    level: int
    piece: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a redline: a provision's own words (heading first) in both versions.

    `old` is None where only the new version has it at this place, `new` where only the old one
    has; a provision that moved has one line of each. `change` is the index in
    `Difference.changes`; None: nothing a reader would notice, or a new number alone.
    """

    old: Stand | None
    new: Stand | None
    edits: tuple[Edit, ...]
    change: int | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two versions of a document.

    `changes` stand in the reading order of the new version, deletions where they stood.
    `renumbered` are provisions whose number or id alone is another: counted, not listed.
    `legal` is False when no word, emphasis, target, date or product changed.
    """

    document: str
    title: str
    old_version: str | None
    new_version: str | None
    changes: tuple[Change, ...]
    renumbered: tuple[Change, ...] = ()
    lines: tuple[Line, ...] = ()

    @property
    def legal(self) -> bool:
        return bool(self.changes)

    @property
    def severity(self) -> Severity | None:
        """The weight of the heaviest change; None when there is none."""
        return heaviest(change.severity for change in self.changes)


def heaviest(severities: Iterable[Severity]) -> Severity | None:
    """The heaviest of several; None of none."""
    return max(severities, key=lambda severity: severity.weight, default=None)
