"""What is inked: a difference, the two versions it is between, and where they were taken from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass

from ..compare.changes import Change, Difference, Severity
from ..model import Binding, Platform
from ..numerals import day
from .names import Speak


@dataclass(frozen=True, slots=True)
class Compared:
    """One document on both sides; `sources` name where each was taken from (`HEAD~1`), if that
    is more than its version."""

    difference: Difference
    old: Binding | None
    new: Binding | None
    sources: tuple[str, str] = ("", "")
    platform: Platform | None = None

    def names(self, speak: Speak) -> tuple[str, str]:
        """`第1版`, `第2版（main）`: how each side is called."""
        numbers = self.difference.old_version, self.difference.new_version
        sources = list(self.sources)
        if numbers[0] == numbers[1] and any(sources):
            sources = [source or speak("diff.disk") for source in sources]
        first, second = (
            (speak("diff.version", number=number) if number else speak("diff.absent"))
            + (f"（{source}）" if source and number else "")
            for number, source in zip(numbers, sources, strict=True)
        )
        return first, second

    def shown(self, only: Container[str] = tuple(Severity)) -> list[tuple[int, Change]]:
        """The changes of some severities with their numbers from 1, in reading order."""
        numbered = enumerate(self.difference.changes, 1)
        return [(at, each) for at, each in numbered if each.severity in only]


def weights(changes: Iterable[Change]) -> dict[Severity, int]:
    """How many changes there are of each severity, the heaviest first; zeros too."""
    counts = Counter(change.severity for change in changes)
    return {severity: counts[severity] for severity in Severity}


def tally(changes: Iterable[Change], speak: Speak) -> str:
    """`重大 3 · 一般 5`; severities that do not occur are left out."""
    parts = [f"{speak(f'weight.{s}')} {n}" for s, n in weights(changes).items() if n]
    return " · ".join(parts)


def since(binding: Binding | None) -> str:
    """`，2026年2月1日生效`, where the day is known."""
    effective = binding.version.effective if binding else None
    return f"，{day(effective)}生效" if effective else ""
