"""What a reference in a passage leads to, and what is quoted or numbered by hand beside it."""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Mapping

from ..model import Clause, Document, External, Retired, Section
from ..resolve import Corpus, inline
from .subject import CITE, Passage, Subject

Whole = Document | External | Retired
_NUMBER = r"[0-9０-９一二三四五六七八九十百千零〇○两]{1,7}"
_UNIT = (
    r"(?:条(?!件|形|码)|款(?![项式产商])|项(?!目)|章(?!程)|节(?![日假课目])|目(?![标的录前]))"
    r"(?:之[一二三四五六七八九十])?"
)
ONE = rf"第\s*(?:{_NUMBER}(?:[.．]\d{{1,3}})*|（{_NUMBER}）|\({_NUMBER}\))\s*{_UNIT}"
# 第三条第（二）项、第四条和第4.2条
NUMBERED = rf"{ONE}(?:\s*(?:[至到、和及与或]|以及|或者|[—–~～-])?\s*{ONE})*"


def references(passage: Passage) -> dict[int, inline.Reference]:
    """The references of a passage, by their offset in its words."""
    if CITE not in passage.words:
        return {}
    marks = inline.references(passage.raw)
    places = [found.start() for found in re.finditer(CITE, passage.words)]
    return dict(zip(places, marks, strict=False))


def document(subject: Subject, name: str | None) -> Whole | None:
    """The document that a reference names; the subject's own when it names none."""
    corpus = subject.corpus
    if name in (None, subject.document.id):
        return subject.document
    if name in corpus.documents:
        return corpus.documents[str(name)].document
    return corpus.externals.get(str(name)) or corpus.retired.get(str(name))


def by_title(subject: Subject) -> Mapping[str, Whole]:
    """Every document that has a title: the subject's own, live ones, external, retired ones."""
    own = subject.document
    titles: dict[str, Whole] = {other.title: own for other in own.titles}
    titles[own.title] = own
    return ChainMap(titles, subject.once("titles", lambda: _titles(subject.corpus)))


def _titles(corpus: Corpus) -> dict[str, Whole]:
    found: dict[str, Whole] = {}
    for held in corpus.documents.values():
        for title in (held.document.title, *(other.title for other in held.document.titles)):
            found.setdefault(title, held.document)
    for external in corpus.externals.values():
        found.setdefault(external.title, external)
    for retired in corpus.retired.values():
        found.setdefault(retired.title, retired)
    return found


def headings(whole: Document, clause: str | None = None) -> set[str]:
    """The headings of a document; with a clause those of the clause and what contains it."""
    found: set[str] = set()
    for section in whole.sections:
        if clause in (None, section.id):
            found.add(section.title)
        for part in section.clauses:
            ids = {inner.id for inner in part.walk()}
            if clause is None:
                found |= {inner.keyword for inner in part.walk() if inner.keyword}
            elif clause in ids:
                found |= {section.title} | _above(part, clause)
    return found


def own_heading(whole: Document, clause: str | None) -> str:
    """The heading with which a reference to the clause is printed; "" without one."""
    for section in whole.sections:
        parts: list[Section | Clause] = [section]
        parts += [inner for part in section.clauses for inner in part.walk()]
        for part in parts:
            if part.id == clause:
                return part.title if isinstance(part, Section) else part.keyword or ""
    return ""


def _above(part: Clause, clause: str) -> set[str]:
    """The keywords on the way from a clause down to one of its items."""
    found = {part.keyword} if part.keyword else set()
    for item in part.items:
        if clause in {inner.id for inner in item.walk()}:
            found |= _above(item, clause)
    return found
