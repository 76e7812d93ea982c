"""One document as read for one set of products."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from ..model import Clause, Document, Section, Show, Table
from ..reading import (
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
from . import inline
from .corpus import Corpus, Held, Scope
from .numbering import Number, item_label, numbers, span_of
from .values import value


def read(
    corpus: Corpus,
    document_id: str,
    products: frozenset[str],
    beside: Collection[str] | None = None,
) -> Reading:
    """The document as a merchant who orders `products` reads it; references lead to documents
    `beside` it alone, by their ids (None: to all that are for the products)."""
    return _Reader(corpus, corpus.documents[document_id], products, beside).reading()


def written(corpus: Corpus, text: str) -> tuple[Paragraph, ...]:
    """A text that stands in no document (a notice), read for all products."""
    everything = frozenset(product.id for product in corpus.catalog.products)
    held = next(iter(corpus.documents.values()))
    return _Reader(corpus, held, everything)._text(text, everything)


def title(corpus: Corpus, document: Document, products: frozenset[str]) -> str:
    """The document's title; another one when the bundle holds only certain products."""
    for other in document.titles:
        if products and products <= corpus.union(other.only):
            return other.title
    return document.title


@dataclass(slots=True)
class _Reader:
    corpus: Corpus
    held: Held
    products: frozenset[str]
    beside: Collection[str] | None = None
    numbered: dict[str, dict[str, Number]] = field(default_factory=dict)

    def reading(self) -> Reading:
        document = self.held.document
        self_numbers = self._numbers(self.held)
        shown_in_clause = any(c.show is Show.TERMS for c in document.clauses())
        return Reading(
            id=document.id,
            title=self._title(document),
            kind=document.kind,
            scheme=document.numbering,
            version=document.version,
            status=self.held.status,
            products=self._names(self.held.scope),
            prompt=tuple(p for text in document.prompt for p in self._text(text, self.held.scope)),
            definitions=() if shown_in_clause else self._definitions(1),
            chapters=self._chapters(document.sections, self_numbers),
        )

    def _chapters(
        self, sections: Iterable[Section], found: dict[str, Number]
    ) -> tuple[Chapter | Omitted, ...]:
        read: list[Chapter | Omitted] = []
        gap: list[Section] = []
        for section in [*sections, None]:
            if section is not None and not self._shown(section.id):
                gap.append(section)
                continue
            if gap and section_numbers_kept(found, gap):
                read.append(Omitted(_omitted_sections(gap, found)))
            gap = []
            if section is not None:
                parts = self._parts(section.clauses, found, 1)
                read.append(Chapter(section.id, found[section.id].label, section.title, parts))
        return tuple(read)

    def _parts(
        self, clauses: Iterable[Clause], found: dict[str, Number], level: int
    ) -> tuple[Part | Omitted, ...]:
        read: list[Part | Omitted] = []
        gap: list[str] = []
        for clause in [*clauses, None]:
            if clause is not None and not self._shown(clause.id):
                gap += [found[clause.id].label] if clause.id in found else []
                continue
            if gap:
                read.append(Omitted(span_of(gap[0], gap[-1])))
            gap = []
            if clause is not None:
                read.append(self._part(clause, found, level))
        return tuple(read)

    def _part(self, clause: Clause, found: dict[str, Number], level: int) -> Part:
        scope = self.held.targets[clause.id].scope
        items = self._parts(clause.items, found, level + 1)
        if clause.show is Show.TERMS:
            items = (*self._definitions(level + 1), *items)
        return Part(
            id=clause.id,
            label=found[clause.id].label,
            level=level,
            keyword=clause.keyword,
            material=clause.material,
            text=self._text(clause.text, scope),
            items=items,
            table=self._grid(clause.table, scope) if clause.table else None,
            tail=self._text(clause.tail, scope) if clause.tail else (),
        )

    def _definitions(self, level: int) -> tuple[Part | Omitted, ...]:
        document = self.held.document
        parts: list[Part | Omitted] = []
        gap: list[str] = []
        for at, term in enumerate([*document.terms, None], 1):
            label = item_label(document.numbering, 2, at)
            scope = self.corpus.scope(term.for_, self.held.scope) if term else frozenset[str]()
            if term and not scope & self.products:
                gap.append(label)
                continue
            if gap:
                parts.append(Omitted(span_of(gap[0], gap[-1])))
            gap = []
            if term:
                first, *rest = self._text(term.means, scope)
                text = ((Words(f"“{term.term}”："), *first), *rest)
                name = f"term-{term.id or at}"
                parts.append(Part(name, label, level, None, None, text))
        return tuple(parts)

    def _grid(self, table: Table, scope: Scope) -> Grid:
        rows = [
            tuple(self._line(cell, inner) for cell in row.cells)
            for row in table.rows
            if (inner := self.corpus.scope(row.for_, scope)) & self.products
        ]
        columns = tuple(self._line(cell, scope) for cell in table.columns)
        return Grid(table.caption, columns, tuple(rows))

    def _line(self, text: str, scope: Scope) -> Paragraph:
        return tuple(run for paragraph in self._text(text, scope) for run in paragraph)

    def _text(self, text: str, scope: Scope) -> tuple[Paragraph, ...]:
        parsed = inline.parse(text)
        return tuple(self._runs(paragraph, scope) for paragraph in parsed.paragraphs)

    def _runs(self, marks: Iterable[inline.Mark], scope: Scope) -> Paragraph:
        runs: list[Run] = []
        for mark in marks:
            run = self._run(mark, scope)
            if isinstance(run, Words) and runs and isinstance(runs[-1], Words):
                runs[-1] = Words(runs[-1].text + run.text)
            else:
                runs.append(run)
        return tuple(runs)

    def _run(self, mark: inline.Mark, scope: Scope) -> Run:
        match mark:
            case inline.Literal():
                return Words(mark.text)
            case inline.Emphasis():
                return Strong(self._runs(mark.marks, scope))
            case inline.Value():
                document, products = self.held.document, scope & self.products
                own = self._title(document)
                return Words(value(mark.name, self.corpus.catalog, document, own, products))
            case inline.Reference():
                return self._cite(mark)
            case inline.Address():
                return Weblink(mark.text, mark.url)

    def _cite(self, mark: inline.Reference) -> Cite:
        """`第6.8条【余额退还】`, with its document's title when it is another."""
        if mark.document in self.corpus.externals:
            title_ = self.corpus.externals[mark.document].title
            return Cite(f"《{title_}》", mark.document, None, False)
        if mark.document in self.corpus.retired:
            return Cite(
                f"《{self.corpus.retired[mark.document].title}》", mark.document, None, False
            )
        own = mark.document in (None, self.held.document.id)
        held = self.held if own else self.corpus.documents[str(mark.document)]
        bound = bool(held.scope & self.products)
        if not own and self.beside is not None:
            bound = held.document.id in self.beside
        text = "" if own and mark.clause else f"《{self._title(held.document)}》"
        if mark.clause:
            target = held.targets[mark.clause]
            text += self._numbers(held)[mark.clause].cite + target.heading
        return Cite(text, None if own else held.document.id, mark.clause, bound)

    def _title(self, document: Document) -> str:
        return title(self.corpus, document, self.products)

    def _numbers(self, held: Held) -> dict[str, Number]:
        id_ = held.document.id
        if id_ not in self.numbered:
            targets = held.targets
            self.numbered[id_] = numbers(
                held.document, lambda clause: bool(targets[clause].scope & self.products)
            )
        return self.numbered[id_]

    def _shown(self, id_: str) -> bool:
        return bool(self.held.targets[id_].scope & self.products)

    def _names(self, scope: Scope) -> tuple[str, ...]:
        shown = scope & self.products
        return tuple(p.name for p in self.corpus.catalog.products if p.id in shown)


def section_numbers_kept(found: dict[str, Number], gap: list[Section]) -> bool:
    """Whether omitted sections have numbers at all (not under `gaps: close`)."""
    return gap[0].id in found


def _omitted_sections(gap: list[Section], found: dict[str, Number]) -> str:
    """`第六章至第八章（第二十条至第四十八条）`; a section's number says it alone elsewhere."""
    sections = span_of(found[gap[0].id].label, found[gap[-1].id].label)
    first, last = found[gap[0].clauses[0].id].label, found[gap[-1].clauses[-1].id].label
    return f"{sections}（{span_of(first, last)}）"
