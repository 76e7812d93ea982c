"""What kinds, severities and signals are called, in the language spoken or in Chinese.

The words stand in the catalogs (`kind.…`, `weight.…`, `signal.…`) and nowhere else.
"""

from __future__ import annotations

from typing import Protocol

from ..compare.changes import Change, Kind, Severity, Side, Signal, Unit

_UNNUMBERED = (Unit.PROMPT, Unit.TERM)  # whose numbers say nothing without a name
_LONG = 40  # characters of a signal's side that are shown


class Speak(Protocol):
    """`wording.say`, or `wording.in_chinese`."""

    def __call__(self, key: str, **params: object) -> str: ...


def kind(of: Kind, speak: Speak) -> str:
    return speak(f"kind.{of}")


def revision(of: Kind, speak: Speak) -> str:
    """What the table of revisions calls a change, which knows one sort of 修改."""
    return speak("diff.revised") if of is Kind.WORDING else kind(of, speak)


def severity(of: Severity, speak: Speak) -> str:
    return speak(f"weight.{of}")


def signal(of: Signal, speak: Speak) -> str:
    """`期限：15日 → 7日`; `禁止：+不得` where it came, `-不得` where it went."""
    old, new = (_short(side) for side in (of.old, of.new))
    if old == new:
        return speak(f"signal.{of.kind}", turned=old)
    turned = f"{old} → {new}" if old and new else f"+{new}" if new else f"-{old}"
    return speak(f"signal.{of.kind}", turned=turned)


def _short(text: str) -> str:
    line = " ".join(text.split("\n"))
    return line if len(line) <= _LONG else line[: _LONG - 1] + "…"


def where(change: Change, speak: Speak) -> str:
    """`第4.5条 → 第4.4条【通知】`; what has no number is called by what it is."""
    if change.unit is Unit.PROMPT:
        return speak("unit.prompt")
    heading = change.side.heading.rstrip("：")
    numbers = list(dict.fromkeys(n for n in (_numbers(change.old), _numbers(change.new)) if n))
    unit = speak("unit.term") if change.unit is Unit.TERM else ""
    between = " " if heading[:1] not in "【" and numbers and not unit else ""
    return f"{unit}{' → '.join(numbers)}{between}{heading}"


def place(change: Change, speak: Speak) -> str:
    """Where a change is in the version that has it: `第4.4条`, or what it is called."""
    return change.side.number if change.unit not in _UNNUMBERED else where(change, speak)


def _numbers(side: Side | None) -> str:
    """The number of a side, or those of all its parts."""
    if side is None:
        return ""
    return "、".join(part.number for part in side.parts or (side,))
