"""What a text says, whatever its layout: the one definition that `fmt` proves and the hash keeps.

The text hash of a document is the SHA-256 of its canonical text (`content`, as JSON). In it are,
in reading order: the title and the other titles, the prompt, the terms, the sections, clauses,
items and tables, headings and words; which words are emphasised; where a reference or a link
leads; and the products that each part is for. Values of the catalog are filled in, and a family
is its products, because a change of either changes what a merchant reads.

Not in it are: how lines are broken, keys ordered and comments written; templates; numbers; ids
(a reference to the same document is kept by where its target stands, so a new id is no new text);
tags for checks and reviews (`material`, `origin`, `allow`, `assumed`); and the version with its
days, whose values (`${version}`, `${effective}` …), like those of the bundle (`${products}` …),
are kept by name. Two versions with one hash therefore bind merchants to the same words.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .model import Binding, Catalog, Clause, Document, External, Section, Show, Table
from .resolve import inline
from .resolve.values import BUILT_IN, of_catalog

FORM = "xieyi-text-1"  # says which definition made a hash; another definition gets another name
_OF_THE_BUNDLE = frozenset(BUILT_IN) - {"platform", "operator"}
Plain = list[object]


@dataclass(frozen=True, slots=True)
class _Names:
    """What the marks of a text stand for: values by name, references by target."""

    value: Callable[[str], str | None] = lambda name: None
    target: Callable[[str | None, str | None], Plain] = lambda document, clause: [document, clause]


_AS_TYPED = _Names()


def same(one: str, other: str) -> bool:
    """Whether two texts say the same, character by character, in the same paragraphs."""
    return "".join(one.split()) == "".join(other.split()) and _said(one) == _said(other)


def text_hash(document: Binding, catalog: Catalog) -> str:
    """The SHA-256 of the canonical text of one version, 64 hexadecimal digits."""
    text = json.dumps(content(document, catalog), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def content(document: Binding, catalog: Catalog) -> Plain:
    """The canonical text as plain lists of words; references and links name their targets."""
    if isinstance(document, External):
        return [FORM, *_external(document, catalog)]
    reader = _Reader(document, catalog)
    return [
        FORM,
        document.title,
        [[reader.products(other.only), other.title] for other in document.titles],
        reader.products(document.for_),
        [reader.text(text) for text in document.prompt],
        [[t.term, reader.products(t.for_), reader.text(t.means)] for t in document.terms],
        [reader.section(section) for section in document.sections],
    ]


def _external(document: External, catalog: Catalog) -> Plain:
    known = [document.title, document.holder, document.product, document.page, document.link]
    texts = (document.covers, document.renews, document.leave, document.remark or "")
    names = _Names(value=lambda name: _fixed(name, catalog))
    return [*known, [_runs(text, names) for text in texts]]


class _Reader:
    """One document, read into plain lists."""

    def __init__(self, document: Document, catalog: Catalog) -> None:
        self.groups = {p.id: frozenset([p.id]) for p in catalog.products}
        self.groups |= {f.id: frozenset(f.products) for f in catalog.families}
        self.places = dict(_places(document.sections))
        self.own = document.id
        self.names = _Names(value=lambda name: _fixed(name, catalog), target=self.target)

    def target(self, document: str | None, clause: str | None) -> Plain:
        if document not in (None, self.own):
            return [document, clause]
        return [None, self.places.get(clause, clause) if clause else None]

    def text(self, text: str | None) -> Plain:
        return _runs(text or "", self.names)

    def products(self, names: Iterable[str] | None) -> list[str] | None:
        """The products that a `for` names, sorted; None when it is absent."""
        if names is None:
            return None
        return sorted({p for name in names for p in self.groups.get(name, frozenset([name]))})

    def section(self, section: Section) -> Plain:
        clauses = [self.clause(clause) for clause in section.clauses]
        return [section.title, self.products(section.for_), clauses]

    def clause(self, clause: Clause) -> Plain:
        return [
            clause.keyword or "",
            self.products(clause.for_),
            self.text(clause.text),
            clause.show is Show.TERMS,
            [self.clause(item) for item in clause.items],
            self.table(clause.table) if clause.table else None,
            self.text(clause.tail),
        ]

    def table(self, table: Table) -> Plain:
        rows = [[self.products(r.for_), [self.text(c) for c in r.cells]] for r in table.rows]
        return [table.caption or "", [self.text(column) for column in table.columns], rows]


def _places(sections: Iterable[Section]) -> Iterable[tuple[str, list[int]]]:
    """Where each provision stands: its number among its fellows, section by section."""
    for at, section in enumerate(sections, 1):
        yield section.id, [at]
        yield from _below([at], section.clauses)


def _below(above: list[int], clauses: Iterable[Clause]) -> Iterable[tuple[str, list[int]]]:
    for at, clause in enumerate(clauses, 1):
        yield clause.id, [*above, at]
        yield from _below([*above, at], clause.items)


def _fixed(name: str, catalog: Catalog) -> str | None:
    """The words of a value that the catalog decides; None for those of a version or a bundle."""
    if name in _OF_THE_BUNDLE:
        return None
    return of_catalog(name, catalog)


def _said(text: str) -> Plain:
    return [_runs(text, _AS_TYPED), [(f.code, f.typed) for f in inline.parse(text).faults]]


def _runs(text: str, names: _Names) -> Plain:
    """The paragraphs of a text, each as its runs; neighbours of one kind are one run."""
    paragraphs: Plain = []
    for marks in inline.parse(text).paragraphs:
        runs: list[Plain] = []
        _collect(marks, False, names, runs)
        paragraphs.append(runs)
    return paragraphs


def _collect(marks: Iterable[inline.Mark], strong: bool, names: _Names, runs: list[Plain]) -> None:
    """Add each mark as `[words, strong]`, or as what it is, its target and whether it is strong."""
    for mark in marks:
        match mark:
            case inline.Literal(words):
                _words(words, strong, runs)
            case inline.Emphasis(inner):
                _collect(inner, True, names, runs)
            case inline.Value(name):
                filled = names.value(name)
                if filled is None:
                    runs.append(["value", name, strong])
                else:
                    _words(filled, strong, runs)
            case inline.Reference(document, clause):
                runs.append(["reference", *names.target(document, clause), strong])
            case inline.Address(words, url):
                runs.append(["link", words, url, strong])


def _words(words: str, strong: bool, runs: list[Plain]) -> None:
    last = runs[-1] if runs else None
    if last and len(last) == 2 and last[1] is strong:
        last[0] = f"{last[0]}{words}"
    elif words:
        runs.append([words, strong])
