"""`Source` → nouns as written.

pydantic decides what fits and `findings` turns what it found into problems;
`checks` holds what a type cannot say. Both look at the whole file, so that
all of its problems come out in one run.
"""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import ValidationError

from ..model import Catalog, Document, External, Ledger, Listed, Notice, Noun, Placed, Retired
from ..problems import Problem, Rejected
from ..source import Mapping, Node, Scalar, Sequence, Source
from .checks import clauses, depth, named, values, version
from .findings import _CODES as _CODES
from .findings import findings

N = TypeVar("N", bound=Noun)


def catalog(source: Source) -> Catalog:
    return _noun(Catalog, source, [])


def document(source: Source) -> Document:
    return _noun(
        Document,
        source,
        [*named(source), *version(source.root), *clauses(source.root), *depth(source.root)],
    )


def external(source: Source) -> External:
    return _noun(External, source, [*named(source), *version(source.root)])


def notice(source: Source) -> Notice:
    return _noun(Notice, source, named(source))


def ledger(source: Source) -> Ledger:
    return _noun(Ledger, source, [])


def retired(source: Source) -> Retired:
    return _noun(Retired, source, named(source))


def _noun(kind: type[N], source: Source, problems: list[Problem]) -> N:
    """The noun; raises `Rejected` with all that is wrong in the file, one problem a value."""
    problems = [*values(source.root), *problems]
    try:
        noun = kind.model_validate(_plain(source.root))
    except ValidationError as error:
        taken = {problem.span for problem in problems}
        found = findings(error.errors(include_url=False), source.root, kind)
        problems += [p for p in found if p.span not in taken or p.code == "missing-key"]
        raise Rejected(problems) from None
    if problems:
        raise Rejected(problems)
    return noun


def _plain(node: Node) -> Any:
    match node:
        case Scalar():
            return node.text
        case Sequence():
            listed = Listed(_plain(item) for item in node.items)
            listed.source = node
            return listed
        case Mapping():
            placed = Placed({key.text: _plain(value) for key, value in node.entries})
            placed.source = node
            return placed
