"""How much a change weighs: the rules, once, for `diff` and for the rule `major-change`.

Major is what touches rights: a duty or a right that turned, a prohibition, sums, rates and
liability that came or went, days and parties that are others, emphasis lost where the law wants
it (民法典 496), products for which a provision begins or ceases to count; and any change of the
words of a provision tagged as one of `WEIGHTY` (网络交易平台规则监督管理办法 12). Editorial is
what changes no word. Everything else is minor.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Material
from .changes import Kind, Severity, Signal, SignalKind

WEIGHTY = frozenset(
    (
        Material.FEE,
        Material.REFUND,
        Material.LIABILITY,
        Material.PENALTY,
        Material.TERMINATION,
        Material.DISPUTE,
        Material.DATA,
    )
)
# Major whenever they are there; major when they turned from one into another.
ALWAYS = frozenset(
    (
        SignalKind.PROHIBITION,
        SignalKind.MONEY,
        SignalKind.RATE,
        SignalKind.LIABILITY,
        SignalKind.EMPHASIS_LOST,
        SignalKind.PRODUCT_GAINED,
        SignalKind.PRODUCT_LOST,
    )
)
TURNED = frozenset((SignalKind.OBLIGATION, SignalKind.RIGHT, SignalKind.DAYS, SignalKind.PARTY))
# Kinds that change no word; a split or a merger may.
WORDLESS = frozenset((Kind.PUNCTUATION, Kind.RENUMBERED, Kind.MOVED, Kind.EMPHASIS))
# Metadata that only tell when and how a version was made known.
FORMAL = frozenset(("published", "comment", "draft"))


def severity(
    kind: Kind,
    signals: Iterable[Signal],
    materials: Iterable[Material | None] = (),
    altered: bool = True,
    fact: str = "",
) -> Severity:
    """The weight of a change.

    `materials` are the tags of what it touches, `altered` says whether a word is another,
    `fact` which of a document's metadata it is about.
    """
    if any(_is_major(signal) for signal in signals):
        return Severity.MAJOR
    if kind in WORDLESS or not altered or fact in FORMAL:
        return Severity.EDITORIAL
    if kind is not Kind.METADATA and any(material in WEIGHTY for material in materials):
        return Severity.MAJOR
    return Severity.MINOR


def _is_major(signal: Signal) -> bool:
    turned = bool(signal.old and signal.new)
    return signal.kind in ALWAYS or (signal.kind in TURNED and turned)
