"""What fits becomes a noun that knows its place; what does not is said with the way out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import CATALOG, DOCUMENT

from generator import load, validate
from generator.model import Document
from generator.problems import Problem, Rejected
from generator.source import Span

PATH = "documents/terms.yaml"


def document(text: str, path: str = PATH) -> Document:
    return validate.document(load.read(path, text.encode()))


def refused(text: str, judge: Callable[[str], object] = document) -> list[Problem]:
    with pytest.raises(Rejected) as caught:
        judge(text)
    return caught.value.problems


def catalog(text: str) -> object:
    return validate.catalog(load.read("catalog.yaml", text.encode()))


def test_a_noun_knows_where_it_was_written() -> None:
    clause = document(DOCUMENT).sections[0].clauses[0]
    assert Span(PATH, 12, 9) == clause.span
    assert Span(PATH, 16, 21) == clause.place("text", offset=clause.text.index("[["))


def test_places_take_no_part_in_equality() -> None:
    assert document(DOCUMENT) == document("# moved\n\n" + DOCUMENT)


def test_a_version_number_stays_text() -> None:
    assert "1.10" == document(DOCUMENT.replace('"1"', "1.10")).version.number


def test_the_id_is_the_name_of_the_file_or_of_the_folder_of_versions() -> None:
    assert "terms" == document(DOCUMENT, "agreements/published/terms/1.yaml").id
    assert ["id-is-not-file-name"] == [
        p.code for p in refused(DOCUMENT, lambda text: document(text, "documents/other.yaml"))
    ]


def test_a_draft_needs_no_days() -> None:
    text = DOCUMENT.replace("  published: 2026-01-01\n  effective: 2026-02-01", "  draft: true")
    assert document(text).version.effective is None


# What is typed → which key was meant.
MEANT = {
    "titel: 条款": "title",
    "Title: 条款": "title",
    "verison: 1": "version",
    "section: 1": "sections",
    "term: 1": "terms",
}


@pytest.mark.parametrize("typed", MEANT)
def test_a_misspelt_key_is_recognised(typed: str) -> None:
    found = [p for p in refused(DOCUMENT + typed + "\n") if p.code == "unknown-key"]
    assert [(MEANT[typed], "did-you-mean")] == [(p.params["guess"], p.hint) for p in found]


def test_a_misspelt_key_is_not_also_reported_as_missing() -> None:
    assert ["unknown-key"] == [p.code for p in refused(DOCUMENT.replace("kind:", "knd:"))]


def test_a_list_is_not_called_empty_because_its_entry_is_wrong() -> None:
    """pydantic counts the entries that fit; zero fitted, and the list was said to hold nothing."""
    found = refused(DOCUMENT.replace("keyword: 预付", "keyword: []"))
    assert ["expected-text"] == [p.code for p in found]


# A line to leave out → what the hint says about the value that is wanted.
WANTED = {
    "title: 服务条款\n": "missing-text",
    "kind: agreement\n": "missing-choice",
    "  effective: 2026-02-01\n": "missing-date",
    DOCUMENT[DOCUMENT.index("sections:") :]: "missing-list",
    DOCUMENT[DOCUMENT.index("version:") : DOCUMENT.index("sections:")]: "missing-mapping",
}


@pytest.mark.parametrize("line", WANTED, ids=WANTED.values())
def test_the_hint_for_a_missing_key_says_what_kind_of_value_it_wants(line: str) -> None:
    found = refused(DOCUMENT.replace(line, ""))
    assert [("missing-key", WANTED[line])] == [(p.code, p.hint) for p in found]


FORMS = {
    'number: "v1"': "version-form",
    "id: Terms": "id-form",
}


@pytest.mark.parametrize("typed", FORMS)
def test_the_hint_for_a_wrong_form_shows_the_right_one(typed: str) -> None:
    key = typed.split(":")[0]
    lines = [line for line in DOCUMENT.split("\n") if line.strip().startswith(key + ":")]
    found = refused(DOCUMENT.replace(lines[0].strip(), typed, 1))
    assert [("wrong-form", FORMS[typed])] == [(p.code, p.hint) for p in found]


def test_a_key_of_a_value_that_is_no_id_is_pointed_at() -> None:
    found = refused(CATALOG + "values:\n  费用: 一\n", catalog)
    assert [("wrong-key-form", 20, 3)] == [
        (p.code, p.span.line, p.span.column) for p in found if p.span
    ]


def test_a_long_value_is_shown_in_part_on_one_line() -> None:
    found = refused(DOCUMENT.replace("agreement", '"' + "甲" * 100 + '\\n乙"'))
    assert 40 == len(str(found[0].params["value"]))


def test_a_length_is_said_as_it_is() -> None:
    found = refused(DOCUMENT.replace("退款。", "款" * 20_001))
    assert (20_000, 20_001) == (found[0].params["limit"], found[0].params["length"])


def test_days_are_compared_though_something_else_is_wrong() -> None:
    text = DOCUMENT.replace("2026-02-01", "2025-02-01").replace("kind: agreement", "kind: x")
    assert ["effective-before-published", "unknown-choice"] == sorted(p.code for p in refused(text))
