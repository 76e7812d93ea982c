"""A difference as a document: the list of changes, then the whole text with its marks.

Every entry of the list leads to its place in the text, every change in the text back to its
entry; what moved leads from its old place to its new one and back.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from ..compare.changes import Change, Severity
from ..wording import in_chinese
from . import names
from .compared import Compared, since, tally
from .inked import Block, blocks
from .rows import Part, Rows, entry_anchor, parts


@dataclass(frozen=True, slots=True)
class Entry:
    """A change in the list. `blocks` are its words where the text below does not hold them."""

    at: int
    anchor: str
    href: str
    where: str
    kind: str
    severity: str
    weight: Severity
    signals: tuple[str, ...]
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Redline:
    """A document compared, ready to be inked."""

    id: str
    title: str
    old: str
    new: str
    editions: str
    legal: bool
    counts: str
    entries: tuple[Entry, ...]
    hidden: int
    renumbered: int
    numbers: tuple[str, ...]
    parts: tuple[Part, ...]


def redline(
    compared: Compared, only: Container[str] = tuple(Severity), every: bool = False
) -> Redline:
    """The redline of one document; `every` lists the provisions of another number as well."""
    difference = compared.difference
    rows = Rows(difference.document, difference.lines, difference.changes)
    old, new = compared.names(in_chinese)
    entries = tuple(_entry(compared, rows, at, each) for at, each in compared.shown(only))
    return Redline(
        id=difference.document,
        title=difference.title,
        old=old + since(compared.old),
        new=new + since(compared.new),
        editions=f"{old}与{new}",
        legal=difference.legal,
        counts=f"共{len(difference.changes)}处（{tally(difference.changes, in_chinese)}）",
        entries=entries,
        hidden=len(difference.changes) - len(entries),
        renumbered=len(difference.renumbered),
        numbers=tuple(names.where(c, in_chinese) for c in difference.renumbered if every),
        parts=tuple(parts(rows.rows())),
    )


def _entry(compared: Compared, rows: Rows, at: int, change: Change) -> Entry:
    href = rows.first.get(at - 1, "")
    return Entry(
        at=at,
        anchor=entry_anchor(compared.difference.document, at),
        href=href,
        where=names.where(change, in_chinese),
        kind=names.kind(change.kind, in_chinese),
        severity=names.severity(change.severity, in_chinese),
        weight=change.severity,
        signals=tuple(names.signal(signal, in_chinese) for signal in change.signals),
        blocks=() if href else blocks(change.edits),
    )
