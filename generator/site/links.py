"""A document as read → the same with the addresses of this site in it.

References lead to pages of the site, and the first mention of a defined term in each chapter
leads to its definition (`#term-<id>`), which scripts show on hover and focus.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from ..reading import (
    Card,
    Chapter,
    Cite,
    Grid,
    Omitted,
    Paragraph,
    Part,
    Reading,
    Run,
    Strong,
    Weblink,
    Words,
)

Href = Callable[[Cite], str | None]
TERM = "term-"
_DEFINED = re.compile("“([^”]+)”：")


def linked(reading: Reading, href: Href) -> Reading:
    """`href` gives the address of a reference to another document, None where there is none."""
    linker = _Linker(href, _terms(reading))
    return replace(
        reading,
        prompt=linker.fresh().paragraphs(reading.prompt),
        definitions=linker.parts(reading.definitions),
        chapters=tuple(
            replace(each, parts=linker.fresh().parts(each.parts))
            if isinstance(each, Chapter)
            else each
            for each in reading.chapters
        ),
    )


def linked_card(card: Card, href: Href) -> Card:
    linker = _Linker(href, {})
    return replace(card, points=tuple((name, linker.paragraphs(ps)) for name, ps in card.points))


def _terms(reading: Reading) -> dict[str, str]:
    """The words that the document defines, each with the id of its definition."""
    found: dict[str, str] = {}
    for part in reading.parts():
        first = part.text[0][0] if part.text and part.text[0] else None
        words = first.text if part.id.startswith(TERM) and isinstance(first, Words) else ""
        if defined := _DEFINED.match(words):
            found.setdefault(defined[1], part.id)
    return found


@dataclass(slots=True)
class _Linker:
    """Walks the texts of a document; `seen` are the terms already met in this chapter."""

    href: Href
    terms: Mapping[str, str]
    seen: set[str] = field(default_factory=set)
    pattern: re.Pattern[str] | None = None

    def __post_init__(self) -> None:
        if self.terms:  # the longest word that fits
            words = sorted(self.terms, key=lambda word: (-len(word), word))
            self.pattern = re.compile("|".join(map(re.escape, words)))

    def fresh(self) -> _Linker:
        self.seen.clear()
        return self

    def parts(self, parts: Iterable[Part | Omitted]) -> tuple[Part | Omitted, ...]:
        return tuple(self.part(each) if isinstance(each, Part) else each for each in parts)

    def part(self, part: Part) -> Part:
        defines = part.id.startswith(TERM)
        return replace(
            part,
            text=self.paragraphs(part.text, not defines),
            items=self.parts(part.items),
            table=self.grid(part.table) if part.table else None,
            tail=self.paragraphs(part.tail, not defines),
        )

    def grid(self, grid: Grid) -> Grid:
        rows = tuple(tuple(self.paragraph(cell) for cell in row) for row in grid.rows)
        return Grid(grid.caption, tuple(self.paragraph(c) for c in grid.columns), rows)

    def paragraphs(
        self, paragraphs: Iterable[Paragraph], terms: bool = True
    ) -> tuple[Paragraph, ...]:
        return tuple(self.paragraph(each, terms) for each in paragraphs)

    def paragraph(self, runs: Paragraph, terms: bool = True) -> Paragraph:
        return tuple(made for run in runs for made in self.run(run, terms))

    def run(self, run: Run, terms: bool) -> Iterator[Run]:
        match run:
            case Words() if terms and self.pattern:
                yield from self.words(run.text, self.pattern)
            case Strong():
                yield Strong(self.paragraph(run.runs, terms))
            case Cite() if run.document is not None:
                address = self.href(run)
                yield Weblink(run.text, address) if address else run
            case _:
                yield run

    def words(self, text: str, pattern: re.Pattern[str]) -> Iterator[Run]:
        at = 0
        for found in pattern.finditer(text):
            if found[0] in self.seen:
                continue
            self.seen.add(found[0])
            if found.start() > at:
                yield Words(text[at : found.start()])
            yield Cite(found[0], None, self.terms[found[0]], True)
            at = found.end()
        if text[at:]:
            yield Words(text[at:])
