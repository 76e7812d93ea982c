"""What was typed, character by character: every text and heading of a document, values left out.

Rules of typography look at these words, because what a value says is mended in the catalog.
A slip is a run of typed characters that is wrong; `new` is what should stand there, or None
where only a person can say.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..model import Clause, Noun
from ..problems import Severity
from ..resolve import inline
from ..source import Span
from .rule import Finding
from .subject import CITE, Subject

VALUE = "\ufffb"  # stands for a value; a text cannot hold it, the reader refuses it
HAN = r"\u3400-\u9fff\U00020000-\U000323af々〇"
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A run of words that is wrong, and what should stand there."""

    start: int
    end: int
    new: str | None = None
    variant: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """The same as a run of what was typed: `start` and `end` are offsets in the text."""

    start: int
    end: int
    typed: str
    new: str | None
    variant: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """One text or heading as typed: its noun, the path to it and its clause."""

    noun: Noun
    path: Path
    raw: str
    clause: Clause | None
    known: str = ""  # the words, where they are known

    @property
    def words(self) -> str:
        """Marks gone, each value as `VALUE`, each reference as `CITE`."""
        return self.known or _flat(self.raw)[0]

    def at(self, offset: int) -> Span | None:
        """The place of the word character at `offset`."""
        return self.noun.place(*self.path, offset=behind(self.raw)(offset))

    def finding(
        self,
        offset: int,
        params: dict[str, object],
        variant: str = "",
        severity: Severity | None = None,
    ) -> Finding:
        """A finding at the word character at `offset`."""
        clause = self.clause.id if self.clause else None
        return Finding(self.at(offset), params, variant, severity, clause)


def texts(subject: Subject) -> tuple[Typed, ...]:
    """Every text of a document, then its headings."""
    return subject.mine("typed", lambda: tuple(_texts(subject)))


def _texts(subject: Subject) -> Iterator[Typed]:
    for passage in subject.passages:
        noun, path, clause = passage.noun, passage.path, passage.clause
        if noun.span is None and clause and clause.table:  # a row typed as a bare list
            noun, path = clause.table, ("rows", passage.row, *path[1:])
        known = "" if "${" in passage.raw else passage.words
        yield Typed(noun, path, passage.raw, clause, known)
    yield from headings(subject)


def headings(subject: Subject) -> Iterator[Typed]:
    """Titles, keywords, defined words, captions and the heads of columns."""
    document = subject.document
    yield Typed(document, ("title",), document.title, None)
    yield from (Typed(other, ("title",), other.title, None) for other in document.titles)
    yield from (Typed(term, ("term",), term.term, None) for term in document.terms)
    for section in document.sections:
        yield Typed(section, ("title",), section.title, None)
    for clause in document.clauses():
        if clause.keyword:
            yield Typed(clause, ("keyword",), clause.keyword, clause)
        if clause.table:
            if clause.table.caption:
                yield Typed(clause.table, ("caption",), clause.table.caption, clause)
            for at, column in enumerate(clause.table.columns):
                yield Typed(clause.table, ("columns", at), column, clause)


def slips(raw: str, spots: Callable[[str], Iterable[Spot]]) -> list[Slip]:
    """The slips of a text, by place. One that a mark interrupts is left to a person."""
    words, _ = _flat(raw)
    place = behind(raw)
    found = []
    for spot in spots(words):
        start, size = place(spot.start), spot.end - spot.start
        typed = words[spot.start : spot.end]
        whole = raw[start : start + size] == typed
        found.append(Slip(start, start + size, typed, spot.new if whole else None, spot.variant))
    return sorted(found, key=lambda slip: slip.start)


def findings(
    subject: Subject,
    of: Callable[[str], list[Slip]],
    trigger: re.Pattern[str],
    kept: Iterable[str] = (),
) -> Iterator[Finding]:
    """A finding for each slip in a document; those inside the names `kept` are none.

    `trigger` is found in every text that has a slip: few texts need the closer look.
    """
    names = tuple(kept)
    for text in texts(subject):
        if not trigger.search(text.raw):
            continue
        held = _inside(text.raw, names)
        for slip in of(text.raw):
            if any(start <= slip.start < end for start, end in held):
                continue
            place = text.noun.place(*text.path, offset=slip.start)
            params: dict[str, object] = {"typed": slip.typed, "new": slip.new or ""}
            clause = text.clause.id if text.clause else None
            yield Finding(place, params, slip.variant, clause=clause)


def mended(raw: str, of: Callable[[str], list[Slip]]) -> str:
    """A text with all its slips mended, also those that only show once others are gone."""
    while True:
        text = replaced(raw, of(raw))
        if text == raw:
            return text
        raw = text


def replaced(text: str, found: Iterable[Slip]) -> str:
    """A text with these slips mended; of two that overlap the first."""
    parts, end = [], 0
    for slip in found:
        if slip.new is not None and slip.start >= end:
            parts += [text[end : slip.start], slip.new]
            end = slip.end
    return "".join([*parts, text[end:]])


def behind(raw: str) -> Callable[[int], int]:
    """From an offset in the words to the offset in the text."""
    segments = _flat(raw)[1]

    def place(offset: int) -> int:
        row = bisect_right(segments, offset, key=lambda segment: segment[0]) - 1
        start, typed = segments[max(row, 0)] if segments else (0, 0)
        return typed + offset - start

    return place


@lru_cache(maxsize=8192)
def _flat(raw: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    words, _, segments = inline.flat(raw, lambda _: VALUE, CITE)
    return words, segments


def _inside(raw: str, names: tuple[str, ...]) -> list[tuple[int, int]]:
    found = []
    for name in names:
        at = raw.find(name)
        while at >= 0:
            found.append((at, at + len(name)))
            at = raw.find(name, at + len(name))
    return found
