"""What a type cannot say about a file: looked for in the tree, whatever else is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ..model import DAY, ID, MAX_DEPTH, Clause
from ..problems import Problem
from ..source import Mapping, Node, Scalar, Sequence, Source

_OF_CLAUSES = {str(field.alias) for field in Clause.model_fields.values()}
_NULLS = ("null", "Null", "NULL", "~")
_NULLABLE = ("archive",)
_BLANKABLE = ("cells", "columns", "rows")
_LISTS_OF_IDS = ("for", "products", "only", "documents", "successors", "into")


def values(node: Node, name: str = "", key: str = "") -> Iterator[Problem]:
    """Values that say nothing: a bare null, blanks alone, an empty list, an entry twice."""
    match node:
        case Scalar():
            if node.plain and node.text in _NULLS and key not in _NULLABLE:
                params: dict[str, object] = {"name": name, "value": node.text}
                yield Problem("null-value", node.span, params, "null-value")
            elif key not in _BLANKABLE and node.text and not node.text.strip():
                yield Problem("empty-value", node.span, {"name": name}, "empty-value")
        case Sequence():
            if key in ("for", "products") and not node.items:
                yield Problem("empty-list", node.span, {"name": name}, "empty-list")
            if key in _LISTS_OF_IDS:
                yield from _twice(node)
            for at, item in enumerate(node.items, 1):
                yield from values(item, f"{name}[{at}]", key)
        case Mapping():
            for inner, value in node.entries:
                label = f"{name}.{inner.text}" if name else inner.text
                yield from values(value, label, inner.text)


def _twice(node: Sequence) -> Iterator[Problem]:
    seen: set[str] = set()
    for item in node.items:
        if isinstance(item, Scalar) and item.text in seen:
            yield Problem("listed-twice", item.span, {"name": item.text}, "listed-twice")
        seen |= {item.text} if isinstance(item, Scalar) else set()


def named(source: Source) -> list[Problem]:
    """The id is the file's name: `documents/<id>.yaml`, `published/<id>/<version>.yaml`."""
    parts = source.path.removesuffix(".yaml").split("/")
    expected = parts[-2] if len(parts) > 2 and parts[-3] == "published" else parts[-1]
    id_ = source.root.get("id")
    if not isinstance(id_, Scalar) or id_.text == expected or not re.fullmatch(ID, id_.text):
        return []
    params: dict[str, object] = {"id": id_.text, "file": expected}
    return [Problem("id-is-not-file-name", id_.span, params, "id-is-file-name")]


def version(root: Mapping) -> Iterator[Problem]:
    """A version has its days unless it is a draft, and they follow one another."""
    node = root.get("version")
    if not isinstance(node, Mapping):
        return
    draft = node.get("draft")
    for name in ("published", "effective"):
        if node.get(name) is None and not (isinstance(draft, Scalar) and draft.text == "true"):
            params: dict[str, object] = {"name": f"version.{name}", "field": name}
            yield Problem("missing-key", node.span, params, "missing-date")
    yield from _reversed(node, "published", "effective", "effective-before-published")
    if isinstance(comment := node.get("comment"), Mapping):
        yield from _reversed(comment, "from", "to", "period-reversed")


def _reversed(node: Mapping, first: str, last: str, code: str) -> Iterator[Problem]:
    start, end = _day(node.get(first)), _day(node.get(last))
    if start and end and end < start:
        place = node.get(last)
        yield Problem(code, place.span if place else None, {"first": start, "last": end}, code)


def _day(node: Node | None) -> date | None:
    if not isinstance(node, Scalar) or not re.fullmatch(DAY, node.text):
        return None
    try:
        return date.fromisoformat(node.text)
    except ValueError:
        return None


def clauses(root: Mapping) -> Iterator[Problem]:
    """A clause says something: a text, items, a table or the terms."""

    def silent(clause: Mapping) -> Iterator[Problem]:
        keys = {key.text for key, _ in clause.entries}
        says = keys & {"text", "items", "table", "show"}
        if not says and keys <= _OF_CLAUSES:  # else the key may only be misspelt
            params: dict[str, object] = {"name": "text", "field": "text"}
            yield Problem("missing-key", clause.span, params, "missing-text")
        for item in _entries(clause, "items"):
            yield from silent(item)

    for section in _entries(root, "sections"):
        for clause in _entries(section, "clauses"):
            yield from silent(clause)


def depth(root: Mapping) -> Iterator[Problem]:
    """Provisions nest at most `MAX_DEPTH` deep, a section being the first level."""
    for section in _entries(root, "sections"):
        for clause in _entries(section, "clauses"):
            yield from _deeper(clause, 2)


def _deeper(clause: Mapping, level: int) -> Iterator[Problem]:
    if level > MAX_DEPTH:
        yield Problem("too-deep", clause.span, {"limit": MAX_DEPTH}, "too-deep")
        return
    for item in _entries(clause, "items"):
        yield from _deeper(item, level + 1)


def _entries(node: Mapping, name: str) -> list[Mapping]:
    value = node.get(name)
    items = value.items if isinstance(value, Sequence) else ()
    return [item for item in items if isinstance(item, Mapping)]
