"""What differs in the metadata of two versions: title, days, kind, the products they are for."""

from __future__ import annotations

from collections.abc import Iterator

from .changes import Change, Kind, Side, Unit
from .edits import edits
from .outline import Fact, Outline, plainly
from .pieces import hunks
from .severity import severity
from .signals import of_products


def metadata(old: Outline, new: Outline) -> Iterator[Change]:
    """A change for each fact that is another. A version's number is no change."""
    before = {fact.key: fact for fact in old.facts}
    after = {fact.key: fact for fact in new.facts}
    for key in dict.fromkeys((*after, *before)):
        was = before.get(key) or Fact(key, after[key].name, "")
        now = after.get(key) or Fact(key, was.name, "")
        if was.value != now.value:
            yield _fact(old, new, was, now)
    yield from _products(old, new)


def _fact(old: Outline, new: Outline, was: Fact, now: Fact) -> Change:
    words = [plainly(f"{fact.name}：{fact.value}") for fact in (was, now)]
    return Change(
        kind=Kind.METADATA,
        severity=severity(Kind.METADATA, (), fact=now.key),
        document=new.document,
        unit=Unit.DOCUMENT,
        old=_side(was),
        new=_side(now),
        edits=edits(hunks(words[0].text, words[1].text), words[0], words[1], old, new),
    )


def _side(fact: Fact) -> Side:
    return Side(fact.key, "", "", f"{fact.name}：", fact.value, place=fact.place)


def _products(old: Outline, new: Outline) -> Iterator[Change]:
    """The document's own `for`; a product that the catalog alone has gained is none of it."""
    everything = frozenset(new.names)
    would = everything if old.declared is None else everything & old.declared
    if old.scope == new.scope or new.scope == would:
        return
    lost, gained = old.products(old.scope - new.scope), new.products(new.scope - old.scope)
    signals = tuple(of_products(lost, gained))
    yield Change(
        kind=Kind.APPLICABILITY,
        severity=severity(Kind.APPLICABILITY, signals),
        document=new.document,
        unit=Unit.DOCUMENT,
        old=_for(old),
        new=_for(new),
        signals=signals,
    )


def _for(outline: Outline) -> Side:
    names = outline.products(outline.scope)
    return Side("for", "", "", "适用产品：", "、".join(names), names, place=outline.place)
