"""What rules look at: a document's texts as words, each of which knows its place.

The words of a text are what a reader reads: marks are gone, values are filled in,
a reference is one character (`CITE`), a new paragraph is a line feed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from sys import intern
from typing import Any, TypeVar

from ..model import Clause, Document, Noun, Section
from ..resolve import Corpus, inline
from ..resolve.corpus import Held, Scope
from ..resolve.values import value
from ..source import Span

CITE = "\ufffc"
_WHOLE = ((0, 0),)  # the segments of a text without marks
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Passage:
    """One text of a document: its noun, the path to it, the products it is shown for."""

    noun: Noun
    path: tuple[str | int, ...]
    raw: str
    scope: Scope
    clause: Clause | None
    section: Section | None
    words: str
    strong: str
    segments: tuple[tuple[int, int], ...]
    row: int = 0

    def at(self, offset: int) -> Span | None:
        """The place of the word character at `offset`."""
        row = bisect_right(self.segments, offset, key=lambda segment: segment[0]) - 1
        start, raw = self.segments[max(row, 0)] if self.segments else (0, 0)
        found = self.noun.place(*self.path, offset=raw + offset - start)
        if found is None and self.clause and self.clause.table:  # a row typed as a bare list
            cell = ("rows", self.row, *self.path[1:])
            return self.clause.table.place(*cell, offset=raw + offset - start)
        return found

    def find(self, pattern: re.Pattern[str]) -> Iterator[tuple[re.Match[str], Span | None]]:
        """Each match of a pattern in the words, with its place."""
        for match in pattern.finditer(self.words):
            yield match, self.at(match.start())

    @property
    def is_strong(self) -> tuple[bool, ...]:
        """For each word character whether it stands in an emphasised run."""
        return tuple(mark == "1" for mark in self.strong)


@dataclass(frozen=True)
class Subject:
    """One version of one document, as the rules see it."""

    corpus: Corpus
    held: Held
    today: date
    earlier: Document | None = None
    memo: dict[object, Any] = field(default_factory=dict)
    own: dict[object, Any] = field(default_factory=dict)

    def once(self, key: object, make: Callable[[], T]) -> T:
        """What `make` gives, made once for all subjects of a check that name the same `key`."""
        if key not in self.memo:
            self.memo[key] = make()
        found: T = self.memo[key]
        return found

    def mine(self, key: object, make: Callable[[], T]) -> T:
        """What `make` gives, made once for this subject while the rules look at it."""
        if key not in self.own:
            self.own[key] = make()
        found: T = self.own[key]
        return found

    def forget(self) -> None:
        """Let go of what was made for this subject; it is made again when asked for."""
        self.own.clear()
        for name in ("passages", "words"):
            self.__dict__.pop(name, None)

    @property
    def document(self) -> Document:
        return self.held.document

    @property
    def effective(self) -> date | None:
        """The day by whose law the version is judged; None for a draft without one."""
        return self.document.version.effective

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every prose text of the document, in reading order; headings are not among them."""
        return tuple(self._passages())

    @cached_property
    def words(self) -> str:
        """All words of the document, for questions like “is it said anywhere”."""
        return "\n".join(passage.words for passage in self.passages)

    def of(self, clause: Clause) -> str:
        """The words of a clause with its items, for questions about it as a whole."""
        inside = {part.id for part in clause.walk()}
        return "\n".join(p.words for p in self.passages if p.clause and p.clause.id in inside)

    def clauses(self) -> Iterator[tuple[Section, Clause]]:
        """Each clause (not its items) with its section."""
        for section in self.document.sections:
            for clause in section.clauses:
                yield section, clause

    def _passages(self) -> Iterator[Passage]:
        document, whole = self.document, self.held.scope
        for at, text in enumerate(document.prompt):
            yield self._passage(document, ("prompt", at), text, whole, None, None)
        for term in document.terms:
            scope = self.corpus.scope(term.for_, whole)
            yield self._passage(term, ("means",), term.means, scope, None, None)
        for section in document.sections:
            for clause in section.clauses:
                yield from self._inside(section, clause)

    def _inside(self, section: Section, clause: Clause) -> Iterator[Passage]:
        scope = self.held.targets[clause.id].scope
        if clause.text:
            yield self._passage(clause, ("text",), clause.text, scope, clause, section)
        for item in clause.items:
            yield from self._inside(section, item)
        if clause.table:
            for index, row in enumerate(clause.table.rows):
                inner = self.corpus.scope(row.for_, scope)
                for at, cell in enumerate(row.cells):
                    found = self._passage(row, ("cells", at), cell, inner, clause, section)
                    yield replace(found, row=index)
        if clause.tail:
            yield self._passage(clause, ("tail",), clause.tail, scope, clause, section)

    def _passage(
        self,
        noun: Noun,
        path: tuple[str | int, ...],
        raw: str,
        scope: Scope,
        clause: Clause | None,
        section: Section | None,
    ) -> Passage:
        words, strong, segments = inline.flat(raw, lambda name: self._value(name, scope), CITE)
        segments = _WHOLE if segments == _WHOLE else segments
        return Passage(noun, path, raw, scope, clause, section, words, intern(strong), segments)

    def _value(self, name: str, scope: Scope) -> str:
        return value(name, self.corpus.catalog, self.document, self.document.title, scope)


@dataclass(frozen=True)
class Whole:
    """The whole workspace, for rules about several documents: a subject for each version."""

    corpus: Corpus
    today: date
    subjects: tuple[Subject, ...] = field(default=())

    def chosen(self) -> tuple[Subject, ...]:
        """The subjects of the versions that stand on the day."""
        held = self.corpus.documents
        return tuple(
            s for s in self.subjects if held.get(s.document.id, s.held).document is s.document
        )
