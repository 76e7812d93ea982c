"""Which version binds whom on which day: exactly one, and the data says why."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from generator.binding import audiences, binding, timeline
from generator.model import Document

FIRST, LAST = date(2023, 9, 1), date(2024, 2, 1)


def version(number: str, effective: str, transition: dict[str, str] | None = None) -> Document:
    """A document of one clause; `transition` is audience → from."""
    rows = [
        {"audience": {"id": id_, "name": id_.upper()}, "from": from_}
        for id_, from_ in (transition or {}).items()
    ]
    content: dict[str, Any] = {
        "id": "entry",
        "title": "准入规则",
        "kind": "rule",
        "version": {
            "number": number,
            "published": effective,
            "effective": effective,
            "transition": rows,
        },
        "sections": [
            {"id": "one", "title": "一", "clauses": [{"id": "only", "text": f"第{number}版"}]}
        ],
    }
    return Document.model_validate(content)


OLD = version("1", "2022-01-01")
NEW = version(
    "2", "2023-10-01", {"first": "2023-10-01", "again": "2023-10-01", "renewal": "2024-01-01"}
)
LINEAGE = (OLD, NEW)


def days() -> list[date]:
    return [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]


def test_every_audience_is_bound_by_exactly_one_version_every_day() -> None:
    begins = {"first": date(2023, 10, 1), "again": date(2023, 10, 1), "renewal": date(2024, 1, 1)}
    for audience in audiences(LINEAGE):
        for day in days():
            answer = binding(LINEAGE, audience, day)
            assert answer, (audience.id, day)
            expected = "2" if day >= begins[audience.id] else "1"
            assert expected == answer.version.number, (audience.id, day)
            assert answer.begins <= day


def test_nobody_is_bound_before_the_oldest_version_begins() -> None:
    assert binding(LINEAGE, audiences(LINEAGE)[0], date(2021, 12, 31)) is None
    assert binding(LINEAGE, audiences(LINEAGE)[0], date(2022, 1, 1)) is not None


def test_the_rows_that_decide_are_named() -> None:
    renewal = next(a for a in audiences(LINEAGE) if a.id == "renewal")
    answer = binding(LINEAGE, renewal, date(2023, 11, 15))
    assert answer
    assert ["effective", "transition"] == [reason.code for reason in answer.because]
    assert date(2024, 1, 1) == answer.because[1].params["begins"]


@pytest.mark.parametrize(
    ("ends", "on", "expected"),
    [
        ("2023-12-31", "2023-12-31", "1"),
        ("2023-12-31", "2024-01-01", "2"),
        ("2023-09-18", "2023-09-18", "1"),
        ("2023-09-18", "2023-09-19", "2"),
        ("2023-09-17", "2023-09-17", "1"),
        ("2023-09-17", "2023-09-18", "2"),
        ("2023-09-01", "2023-09-10", "1"),
    ],
)
def test_a_running_term_is_bound_by_the_new_version_from_the_day_after_it_ends(
    ends: str, on: str, expected: str
) -> None:
    lineage = (OLD, version("2", "2023-09-18", {"new": "2023-09-18", "running": "term-end"}))
    running = next(a for a in audiences(lineage) if a.id == "running")
    answer = binding(lineage, running, date.fromisoformat(on), date.fromisoformat(ends))
    assert answer
    assert expected == answer.version.number


@pytest.mark.parametrize(
    ("lineage", "expected"),
    [
        (LINEAGE, []),
        ((OLD, version("2", "2023-10-01")), []),
        (
            (OLD, NEW, version("3", "2024-06-01", {"first": "2024-06-01"})),
            ["transition-gap", "transition-gap"],
        ),
        ((OLD, version("2", "2023-10-01", {"first": "2023-09-30"})), ["transition-too-early"]),
        (
            (OLD, NEW, version("3", "2023-10-02", dict.fromkeys(("first", "again"), "2023-12-01"))),
            ["transition-gap"],
        ),
        (
            (OLD, version("2", "2023-10-01", {"first": "2023-12-01"}), version("3", "2023-11-01")),
            ["version-never-binds"],
        ),
        (
            (
                OLD,
                version("2", "2023-10-01", {"first": "2024-01-01"}),
                version("3", "2023-11-01", {"first": "2023-11-01"}),
            ),
            ["transition-overlap", "version-never-binds"],
        ),
    ],
)
def test_gaps_overlaps_and_versions_that_bind_nobody_are_found(
    lineage: tuple[Document, ...], expected: list[str]
) -> None:
    assert expected == sorted(problem.code for problem in timeline(lineage))


def test_an_audience_that_stands_twice_in_one_version_is_found() -> None:
    row = {"audience": {"id": "first", "name": "首次"}, "from": "2023-10-01"}
    content = version("2", "2023-10-01").model_dump(by_alias=True, exclude_none=True)
    content["version"]["transition"] = [row, row]
    twice = Document.model_validate(content)
    assert "transition-overlap" in [problem.code for problem in timeline((OLD, twice))]
