"""A short digest of what a provision says, so that a later change of its words can be seen.

Layout, comments, numbers and tags do not count: the words, their emphasis, what
they refer to and the products they are for do.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from .model import Clause, Section

LENGTH = 16  # hexadecimal digits


def fingerprint(provisions: Iterable[Section | Clause]) -> str:
    """The digest of one or several provisions, in their order."""
    content = json.dumps([_content(p) for p in provisions], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:LENGTH]


def _content(provision: Section | Clause) -> list[object]:
    products = sorted(provision.for_) if provision.for_ is not None else None
    if isinstance(provision, Section):
        return [provision.title, products, [_content(clause) for clause in provision.clauses]]
    table = provision.table
    rows = [[row.for_, [_words(cell) for cell in row.cells]] for row in table.rows] if table else []
    columns = [_words(cell) for cell in table.columns] if table else []
    return [
        provision.keyword or "",
        products,
        _words(provision.text),
        [_content(item) for item in provision.items],
        [columns, rows],
        _words(provision.tail or ""),
    ]


def _words(text: str) -> str:
    return "".join(text.split())
