"""What a passage leads to: the clauses it refers to, in this document or another of the set.

A duty of one document may be met by another, when a reference says so. The words given are those
typed, without the marks of emphasis; values stay unfilled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..model import Clause, Document, Noun, Section
from ..resolve import inline
from .subject import Passage, Subject

_APPLIED = re.compile(r"(?:适用|依照|按照|依据|根据|参照|见|遵守|执行)[^，。；\n]*$")


def clauses(subject: Subject, passages: Iterable[Passage]) -> Iterator[Clause]:
    """The clauses that some passages refer to, each once; of a section, all.

    Of a whole document they are meant only where it is said to apply (“适用《……》”).
    """
    seen: set[tuple[str, str]] = set()
    for passage in passages:
        for mark in inline.parse(passage.raw).marks():
            if not isinstance(mark, inline.Reference):
                continue
            if mark.clause is None and not _APPLIED.search(passage.raw[: mark.offset][-60:]):
                continue
            key = (mark.document or "", mark.clause or "")
            if key not in seen:
                seen.add(key)
                yield from _target(subject, *key)


def _target(subject: Subject, document: str, clause: str) -> Iterator[Clause]:
    held = subject.corpus.documents.get(document) if document else subject.held
    if held is None:
        return
    noun: Noun | None = held.document
    if clause:
        target = held.targets.get(clause)
        noun = target.noun if target else None
    if isinstance(noun, Clause):
        yield noun
    elif isinstance(noun, Section):
        yield from noun.clauses
    elif isinstance(noun, Document):
        for section in noun.sections:
            yield from section.clauses


def words(clause: Clause) -> str:
    """The words typed in a clause and its items."""
    return "\n".join(_typed(clause)).replace("**", "")


def _typed(clause: Clause) -> Iterator[str]:
    for part in clause.walk():
        yield part.text.replace("\n", "")
        if part.table:
            yield from (cell for row in part.table.rows for cell in row.cells)
        if part.tail:
            yield part.tail.replace("\n", "")
