"""Whether a table of the tags is whole: its parts in order, its rows of one width, no cell over
another (ISO 14289-1, 7.2 and 7.5; ISO 32000-1, 14.8.4.3.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pikepdf

from ..problems import Problem

Kind = Callable[[Any], str]


def faults(table: Any, kind: Kind) -> Iterator[Problem]:
    """What is wrong with a table; `kind` tells the standard type of an element."""
    parts = [kind(one) for one in below(table)]
    several = any(parts.count(one) > 1 for one in ("THead", "TFoot", "Caption"))
    if several or "Caption" in parts[1:-1] or ("THead" in parts and "TBody" not in parts):
        yield Problem("pdf-table-parts")
    if not _regular(list(_rows(table, kind))):
        yield Problem("pdf-table-irregular")


def below(element: Any) -> list[Any]:
    """The elements that one holds."""
    kids = element.get("/K", [])
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def _rows(table: Any, kind: Kind) -> Iterator[list[tuple[int, int]]]:
    """The cells of each row: how many columns and rows each takes."""
    for part in below(table):
        for row in [part] if kind(part) == "TR" else below(part):
            if kind(row) == "TR":
                yield [(_span(cell, "/ColSpan"), _span(cell, "/RowSpan")) for cell in below(row)]


def _span(cell: Any, key: str) -> int:
    said = cell.get("/A", [])
    for one in said if isinstance(said, pikepdf.Array) else [said]:
        if key in one:
            return int(one[key])
    return 1


def _regular(rows: list[list[tuple[int, int]]]) -> bool:
    """Whether cells fill a rectangle, each place once."""
    width = sum(columns for columns, _ in rows[0]) if rows else 0
    taken: set[tuple[int, int]] = set()
    for at, row in enumerate(rows):
        column = 0
        for columns, high in row:
            while (at, column) in taken:
                column += 1
            places = {(at + y, column + x) for y in range(high) for x in range(columns)}
            if places & taken:
                return False
            taken |= places
    return taken == {(y, x) for y in range(len(rows)) for x in range(width)}
