"""Which version of a document binds whom on which day.

A version binds from its effective date; a `transition` gives each audience a day
of its own, or the end of the term that is running. Days are days in Asia/Shanghai
and include their first day. Of the versions that bind an audience on a day, the one
that began last answers; so exactly one does, once the oldest has begun.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from .model import Audience, Binding, Transition, Version
from .problems import Problem
from .source import Span


@dataclass(frozen=True, slots=True)
class Reason:
    """A row of the data that decides: where it stands and what it says."""

    code: str
    params: dict[str, object]
    span: Span | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The one version that binds an audience on a day, from when, and why."""

    document: Binding
    audience: Audience | None
    on: date
    begins: date
    because: tuple[Reason, ...]

    @property
    def version(self) -> Version:
        return self.document.version


def audiences(lineage: Iterable[Binding]) -> tuple[Audience, ...]:
    """Every audience that a version of the lineage tells apart, in the order of writing."""
    found: dict[str, Audience] = {}
    for document in lineage:
        for row in document.version.transition:
            found.setdefault(row.audience.id, row.audience)
    return tuple(found.values())


def binding(
    lineage: Iterable[Binding], audience: Audience | None, on: date, ends: date | None = None
) -> Answer | None:
    """The version that binds `audience` on the day `on`; None before the oldest begins.

    `ends` is the last day of the term that is running for the audience, where a row asks for it.
    """
    best: Answer | None = None
    for document in _dated(lineage):
        begins = start(document.version, audience, ends)
        if begins is None or begins > on:
            continue
        if best is None or begins >= best.begins:
            best = Answer(document, audience, on, begins, ())
    if best is None:
        return None
    because = tuple(_because(best, _dated(lineage), audience, ends))
    return Answer(best.document, audience, on, best.begins, because)


def start(version: Version, audience: Audience | None, ends: date | None) -> date | None:
    """The first day on which a version binds an audience; None when no row says."""
    assert version.effective
    if not version.transition:
        return version.effective
    row = _row(version, audience)
    if row is None:
        return None
    if row.from_ is not None:
        return row.from_
    return None if ends is None else max(version.effective, ends + timedelta(days=1))


def asks_for_end(lineage: Iterable[Binding], audience: Audience | None) -> bool:
    """Whether the answer for an audience depends on when its running term ends."""
    rows = [_row(document.version, audience) for document in lineage]
    return any(row is not None and row.from_ is None for row in rows)


def timeline(lineage: Iterable[Binding]) -> Iterator[Problem]:
    """Gaps, overlaps and versions that never bind anybody, each with its line."""
    dated = _dated(lineage)
    every = audiences(dated)
    for document in dated:
        yield from _rows(document, every)
    for audience in every or (None,):
        yield from _order(dated, audience)
    for at, document in enumerate(dated):
        if not _ever(document, dated[at + 1 :], every or (None,)):
            version = document.version
            params: dict[str, object] = {"document": document.id, "version": version.number}
            yield Problem("version-never-binds", version.place("number"), params, "transition")


def _rows(document: Binding, every: tuple[Audience, ...]) -> Iterator[Problem]:
    """One version's rows: each audience once, none forgotten, none too early."""
    version = document.version
    seen: set[str] = set()
    for row in version.transition:
        name: dict[str, object] = {"audience": row.audience.id, "version": version.number}
        if row.audience.id in seen:
            yield Problem("transition-overlap", row.audience.place("id"), name, "transition")
        seen.add(row.audience.id)
        if row.from_ and version.effective and row.from_ < version.effective:
            params = name | {"from": row.from_, "effective": version.effective}
            yield Problem("transition-too-early", row.place("from"), params, "transition")
    if version.transition:
        for audience in every:
            if audience.id not in seen:
                params = {"audience": audience.id, "version": version.number}
                place = version.place("transition")
                yield Problem("transition-gap", place, params, "transition-gap")


def _order(dated: list[Binding], audience: Audience | None) -> Iterator[Problem]:
    """For each audience a later version begins after an earlier one."""
    last: tuple[date, Version] | None = None
    for document in dated:
        version = document.version
        begins = start(version, audience, None)
        if begins is None:
            continue
        if last and begins <= last[0] and version.transition:
            row = _row(version, audience)
            params: dict[str, object] = {
                "audience": audience.id if audience else "",
                "version": version.number,
                "earlier": last[1].number,
            }
            place = row.place("from") if row else version.place("effective")
            yield Problem("transition-overlap", place, params, "transition")
        last = (begins, version)


def _ever(document: Binding, later: list[Binding], every: Iterable[Audience | None]) -> bool:
    """Whether anybody is bound by a version for at least one day."""
    for audience in every:
        row = _row(document.version, audience)
        begins = start(document.version, audience, None)
        if row is not None and row.from_ is None:
            return True
        if begins is None:
            continue
        ends = [b for d in later if (b := start(d.version, audience, None)) is not None]
        if all(begins < end for end in ends):
            return True
    return False


def _because(
    answer: Answer, dated: list[Binding], audience: Audience | None, ends: date | None
) -> Iterator[Reason]:
    """The rows that decide: why this version, and why not the next."""
    yield _reason(answer.version, audience, ends, answer.begins)
    for document in dated:
        version = document.version
        begins = start(version, audience, ends)
        later = (version.effective or date.min) > (answer.version.effective or date.min)
        if later and (begins is None or begins > answer.on):
            yield _reason(version, audience, ends, begins)


def _reason(
    version: Version, audience: Audience | None, ends: date | None, begins: date | None
) -> Reason:
    row = _row(version, audience) if version.transition else None
    params: dict[str, object] = {"version": version.number, "begins": begins or ""}
    if row is None:
        return Reason("effective", params, version.place("effective"))
    params |= {"audience": row.audience.name, "ends": ends or ""}
    code = "transition" if row.from_ else "term-end"
    return Reason(code, params, row.place("from"))


def _row(version: Version, audience: Audience | None) -> Transition | None:
    if audience is None:
        return None
    return next((row for row in version.transition if row.audience.id == audience.id), None)


def _dated(lineage: Iterable[Binding]) -> list[Binding]:
    """The versions that are no drafts, oldest first."""
    dated = [d for d in lineage if d.version.effective and not d.version.draft]
    return sorted(dated, key=lambda d: d.version.effective or date.min)
