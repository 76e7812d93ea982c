"""The numbers of sections, clauses and items in the three schemes.

A number is a label (what stands before the provision) and a citation (how a
reference names it). Numbers are computed over all provisions of a document,
so that 第4.6条 means one thing to every merchant; a document that declares
`gaps: close` is numbered over the provisions shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from ..model import Clause, Document, Gaps, Scheme, Section
from ..numerals import chinese, circled


@dataclass(frozen=True, slots=True)
class Number:
    """`label` as printed before a provision; `cite` as printed in a reference to it."""

    label: str
    cite: str


Shown = Callable[[str], bool]
Provision = TypeVar("Provision", Section, Clause)


def numbers(document: Document, shown: Shown = lambda _: True) -> dict[str, Number]:
    """The number of every section, clause and item, by id."""
    counts = shown if document.gaps is Gaps.CLOSE else lambda _: True
    found: dict[str, Number] = {}
    article = 0
    for at, section in _counted(document.sections, counts):
        found[section.id] = _section(document.numbering, at)
        for position, clause in _counted(section.clauses, counts):
            article += 1
            own = _clause(document.numbering, at, position, article)
            found[clause.id] = own
            _items(document.numbering, clause, own, 2, counts, found)
    return found


def span_of(first: str, last: str) -> str:
    """How a run of omitted provisions is named: its first and last label."""
    first, last = first.rstrip("、."), last.rstrip("、.")
    if first == last:
        return first
    return f"{first}–{last}" if first[0].isascii() else f"{first}至{last}"


def _counted(provisions: Iterable[Provision], counts: Shown) -> Iterable[tuple[int, Provision]]:
    return enumerate((p for p in provisions if counts(p.id)), 1)


def _section(scheme: Scheme, at: int) -> Number:
    match scheme:
        case Scheme.AGREEMENT:
            return Number(f"{chinese(at)}、", f"第{chinese(at)}条")
        case Scheme.RULE:
            return Number(f"第{chinese(at)}章", f"第{chinese(at)}章")
        case Scheme.DECIMAL:
            return Number(f"{at}", f"第{at}条")


def _clause(scheme: Scheme, section: int, position: int, article: int) -> Number:
    if scheme is Scheme.RULE:
        return Number(f"第{chinese(article)}条", f"第{chinese(article)}条")
    return Number(f"{section}.{position}", f"第{section}.{position}条")


def _items(
    scheme: Scheme,
    clause: Clause,
    above: Number,
    level: int,
    counts: Shown,
    found: dict[str, Number],
) -> None:
    for position, item in _counted(clause.items, counts):
        if scheme is Scheme.DECIMAL:
            label = f"{above.label}.{position}"
            own = Number(label, f"第{label}条")
        else:
            label = item_label(scheme, level, position)
            unit = "项" if level == 2 else "目" if level == 3 else ""
            own = Number(label, f"{above.cite}第{label.rstrip('.')}{unit}")
        found[item.id] = own
        _items(scheme, item, own, level + 1, counts, found)


def item_label(scheme: Scheme, level: int, position: int) -> str:
    """The label of an item: agreement （1） ① a) …, rule （一） 1. （1） ① …"""
    forms: list[Callable[[int], str]] = [
        lambda n: f"（{n}）",
        circled,
        lambda n: f"{_letters(n)})",
    ]
    if scheme is Scheme.RULE:
        forms = [lambda n: f"（{chinese(n)}）", lambda n: f"{n}.", *forms]
    return forms[min(level - 2, len(forms) - 1)](position)


def _letters(number: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text
