"""The answer of `xieyi diff`, for a person or a pull request."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ..wording import say

if TYPE_CHECKING:
    from ..compare.changes import Change, Difference


def written(
    differences: Sequence[Difference], form: str, only: frozenset[str], every: bool
) -> bytes:
    """Differences in one of the formats; `only` are the severities listed, `every` says that
    provisions of which the number alone is another are listed as well."""
    match form:
        case "json":
            return _json(differences, only, every)
        case "markdown":
            text = "".join(f"{row}\n" for row in _markdown(differences, only, every))
        case _:
            text = "".join(f"{row}\n" for row in _text(differences, only, every))
    return text.encode()


def _json(differences: Iterable[Difference], only: Container[str], every: bool) -> bytes:
    """All documents and the summary of all changes; of the changes those asked for."""
    from ..compare.data import report

    content = report(differences, every)
    content["changes"] = [each for each in content["changes"] if each["severity"] in only]
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _text(differences: Sequence[Difference], only: frozenset[str], every: bool) -> Iterator[str]:
    if not any(difference.legal for difference in differences):
        yield say("diff.none")
    for difference in differences:
        yield _head(difference)
        for change in _listed(difference, only, every):
            yield f"  {_about(change)}"
            if change.old:
                yield from (f"    - {row}" for row in change.old.words.split("\n"))
            if change.new:
                yield from (f"    + {row}" for row in change.new.words.split("\n"))


def _markdown(
    differences: Sequence[Difference], only: frozenset[str], every: bool
) -> Iterator[str]:
    if not any(difference.legal for difference in differences):
        yield say("diff.none")
    for difference in differences:
        yield f"## {_head(difference)}\n"
        yield from (f"- {_about(change)}" for change in _listed(difference, only, every))
        yield ""


def _head(difference: Difference) -> str:
    versions = f"{difference.old_version or '—'} → {difference.new_version or '—'}"
    return f"《{difference.title}》 {difference.document} {versions}"


def _about(change: Change) -> str:
    numbers = dict.fromkeys(side.number for side in (change.old, change.new) if side)
    where = f"{' → '.join(filter(None, numbers))}{change.side.heading}"
    return f"[{change.severity}] {change.kind}: {where}"


def _listed(difference: Difference, only: frozenset[str], every: bool) -> list[Change]:
    every_change = [*difference.changes, *(difference.renumbered if every else ())]
    return [change for change in every_change if change.severity in only]
