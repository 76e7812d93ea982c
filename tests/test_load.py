"""Every value stays what was typed, and every character of it knows its place."""

from __future__ import annotations

import time
import unicodedata

import pytest
from conftest import CATALOG, DOCUMENT
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import load, validate
from generator.characters import refused
from generator.problems import Rejected
from generator.source import Mapping, Scalar, Span, scalars

HAN = "您应当预付费用退款甲乙丙"


def tree(text: str) -> Mapping:
    return load.read("f.yaml", text.encode()).root


def value(text: str) -> Scalar:
    """The value of the key `k`."""
    node = tree(text).get("k")
    assert isinstance(node, Scalar)
    return node


def codes(text: str) -> list[tuple[int, int, str]]:
    with pytest.raises(load.Unclean) as caught:
        tree(text)
    places = [(p.span or Span(""), p.code) for p in caught.value.problems]
    return [(span.line, span.column, code) for span, code in places]


@pytest.mark.parametrize(
    "typed", ["no", "1.10", "010", "9:00", "1_000", "0x1F", ".5", "2026-02-01", "true", "null", "~"]
)
def test_a_bare_value_stays_what_was_typed(typed: str) -> None:
    assert typed == value(f"k: {typed}\n").text


# In each text the letter X stands at the place that is expected: (line, column).
PLACES = {
    "plain": ("k: 您X\n", (1, 5)),
    "plain in a list": ("a:\n  - k\nk: X\n", (3, 4)),
    "double quotes": ('k: "您X"\n', (1, 6)),
    "single quotes": ("k: '您X'\n", (1, 6)),
    "literal": ("k: |\n  您X\n", (2, 4)),
    "literal, second line": ("k: |\n  您\n  应X\nj: 1\n", (3, 4)),
    "literal, before a line less indented": ("k: |\n      您X\nj: 1\n", (2, 8)),
    "literal, behind an empty line": ("k: |\n  您\n\n  应X\n", (4, 4)),
    "literal, begun by an empty line": ("k: |\n\n  您X\n", (3, 4)),
    "literal, line indented further": ("k: |\n  您\n    应X\n", (3, 6)),
    "literal, stripped": ("k: |-\n  您\n  应X\n", (3, 4)),
    "literal, kept": ("k: |+\n  您\n  应X\n\n\nj: 1\n", (3, 4)),
    "literal, its indentation declared": ("k: |2\n    您X\n", (2, 6)),
    "literal, its mark commented": ("k: | # 注\n  您X\n", (2, 4)),
    "literal, a comment behind it": ("k: |\n  您X\n# 注\nj: 1\n", (2, 4)),
    "literal, at the end of the file": ("k: |\n  您\n  应X", (3, 4)),
    "literal, Windows line ends": ("k: |\r\n  您\r\n  应X\r\n", (3, 4)),
    "folded": ("k: >\n  您\n  应X\nj: 1\n", (3, 4)),
    "folded, stripped": ("k: >-\n  您\n\n  应X\n", (4, 4)),
    "folded, line indented further": ("k: >\n  您\n    应\n  当X\n", (4, 4)),
}


@pytest.mark.parametrize("name", PLACES)
def test_every_character_of_a_text_knows_its_place(name: str) -> None:
    text, expected = PLACES[name]
    scalar = value(text)
    span = scalar.at(scalar.text.index("X"))
    assert expected == (span.line, span.column)


def test_a_folded_block_keeps_its_lines_as_typed() -> None:
    """YAML would put a space between Han characters, which no reader expects there."""
    scalar = value("k: >-\n  您应当\n  预付费用。\n\n  退款。\n")
    assert "您应当\n预付费用。\n\n退款。" == scalar.text


@given(st.lists(st.text(HAN + "X ,。", min_size=1), min_size=1).map("\n".join), st.integers(1, 8))
def test_the_place_of_any_character_of_any_block(text: str, indent: int) -> None:
    """The file, looked up at the place a character says it has, holds that character."""
    rows = [row.strip() for row in text.split("\n") if row.strip()] or ["您"]
    file = "k: |\n" + "".join(" " * indent + row + "\n" for row in rows) + "j: 1\n"
    scalar = value(file)
    lines = file.split("\n")
    for offset, character in enumerate(scalar.text.rstrip("\n")):
        if character != "\n":
            span = scalar.at(offset)
            assert character == lines[span.line - 1][span.column - 1]


def test_keys_that_look_the_same_are_the_same() -> None:
    """é as one character and as two."""
    assert [(2, 1, "duplicate-key")] == codes("\u00e9: 1\ne\u0301: 2\n")


def test_a_run_of_one_invisible_character_is_one_problem() -> None:
    assert [(1, 1, "tab"), (1, 7, "tab")] == codes("\t\t\tk: \t1\n")


def test_a_problem_is_reported_once_though_it_causes_another() -> None:
    """A tab as indentation also breaks the indentation."""
    assert [(2, 1, "tab")] == codes("a: 1\n\tb: 2\nc: 3\n")


def test_an_escape_is_pointed_at_inside_its_quotation() -> None:
    assert [(1, 8, "bidirectional-character")] == codes('k: "a\\\\\\u202eb"\n')


@pytest.mark.parametrize("text", ["甲　乙", "— … “ ” · ①", "a\u00b7b", "\U00020000", "\ufa0e", "é"])
def test_what_is_harmless_inside_a_text_is_not_refused(text: str) -> None:
    assert text == value(f"k: {text}\n").text


def test_every_character_is_either_plain_or_refused_alone() -> None:
    """Each of the 65,536 of the basic plane: printable ones pass, those unseen do not."""
    unseen = [chr(c) for c in range(0x10000) if not chr(c).isprintable() and c != 0x0A]
    assigned = [c for c in unseen if unicodedata.category(c) != "Cn" and c != "\u3000"]
    assert [] == [hex(ord(c)) for c in assigned if not list(refused(c))]


def test_a_tree_is_given_along_when_the_rest_of_the_file_can_be_judged() -> None:
    with pytest.raises(load.Unclean) as sound:
        tree("k: 1\nk: 2\n")
    with pytest.raises(load.Unclean) as broken:
        tree("k: *x\n")
    assert sound.value.source is not None
    assert broken.value.source is None


BOMBS = {
    "brackets": "[" * 300_000,
    "braces": "{" * 300_000,
    "keys": "".join(" " * n + "k:\n" for n in range(1500)),
    "quotes": 'k: "' * 100_000,
    "aliases": "a: &a [x]\n" + "".join(f"k{n}: *a\n" for n in range(50_000)),
    "problems": "\u202e\n" * 100_000,
    "problems and an error": "# \u202e\n" * 10_000 + "k: @\n",
    "anchors and an error": "".join(f"k{n}: &a x\n" for n in range(300)) + "k: @\n",
    "one line": "k: " + "您" * 1_000_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_no_file_keeps_the_reader_busy(name: str) -> None:
    began = time.monotonic()
    try:
        tree(BOMBS[name])
    except load.Unclean as refusal:
        assert 0 < len(refusal.problems) <= load.MAX_PROBLEMS
    assert time.monotonic() - began < 60  # it would be hours


PIECES = list("\t \n:：-|>\"'[]{}#!%@\\\u202e\u2028\x85\0\ufeff\u3000")
PIECES += [": ", "- ", "? ", "&a ", "*a", "<<: ", "---\n", "...\n", "**", "[[", "]]", "${"]
PIECES += ["null", "2026-02-30", "id: ", "for: "]
EDIT = st.tuples(st.integers(0, len(DOCUMENT)), st.integers(0, 12), st.sampled_from(PIECES))


@settings(max_examples=1000, deadline=None)
@given(st.lists(EDIT, min_size=1, max_size=4), st.sampled_from([CATALOG, DOCUMENT]))
def test_no_edit_of_a_good_file_does_more_than_be_refused(
    edits: list[tuple[int, int, str]], text: str
) -> None:
    """Random edits: it is a noun, or a list of problems with places in the file."""
    for at, length, piece in edits:
        text = text[:at] + piece + text[at + length :]
    lines = text.replace("\r\n", "\n").split("\n")
    judge = validate.catalog if text.startswith("platform") else validate.document
    try:
        source = load.read("terms.yaml", text.encode())
        judge(source)
    except Rejected as refusal:
        assert refusal.problems
        for problem in refusal.problems:
            assert problem.hint, problem.code
            assert problem.span
            assert 1 <= problem.span.line <= len(lines), problem
            assert 1 <= problem.span.column <= len(lines[problem.span.line - 1]) + 1, problem
        said = [(p.span, p.code, str(p.params)) for p in refusal.problems]
        assert len(said) == len(set(said))


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_do_more_than_be_refused(data: bytes) -> None:
    try:
        assert all(isinstance(s, Scalar) for s, _ in scalars(load.read("f.yaml", data).root))
    except Rejected as refusal:
        assert refusal.problems
