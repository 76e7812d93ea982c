"""Numbers, scopes, references and words, as a merchant who orders some products reads them."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import combinations

import pytest
from conftest import CATALOG, DOCUMENT
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import load, validate
from generator.numerals import chinese
from generator.problems import Rejected
from generator.reading import Chapter, Omitted, Part, Reading, Strong, plain
from generator.resolve import Corpus, gather, inline, read

DAY = date(2026, 11, 22)
PRODUCTS = ("a", "b", "c")
SETS = [frozenset(some) for n in (1, 2, 3) for some in combinations(PRODUCTS, n)]


def corpus(*documents: str, day: date = DAY) -> Corpus:
    return gather(
        validate.catalog(load.read("catalog.yaml", CATALOG.encode())),
        [validate.document(load.read(f"{named(text)}.yaml", text.encode())) for text in documents],
        [],
        day,
    )


def named(text: str) -> str:
    return text.split("id: ", 1)[1].split("\n", 1)[0]


def reading(text: str, products: str = "abc") -> Reading:
    return read(corpus(text), named(text), frozenset(products))


def problems(*documents: str) -> list[str]:
    with pytest.raises(Rejected) as caught:
        corpus(*documents)
    return [problem.code for problem in caught.value.problems]


HEAD = DOCUMENT[: DOCUMENT.index("sections:")]


def labels(text: str, products: str = "abc") -> str:
    """Every label of a reading in order; an omitted run in brackets."""

    def of(part: Part | Omitted) -> list[str]:
        if isinstance(part, Omitted):
            return [f"[{part.label}]"]
        return [part.label, *(label for item in part.items for label in of(item))]

    found: list[str] = []
    for chapter in reading(text, products).chapters:
        if isinstance(chapter, Chapter):
            found += [chapter.label, *(label for part in chapter.parts for label in of(part))]
        else:
            found.append(f"[{chapter.label}]")
    return " ".join(found)


def sections(*shapes: str) -> str:
    """`a`: a clause for product a, `.`: one for all, `(…)`: the items of the one before."""
    lines, number = ["sections:"], 0
    for at, shape in enumerate(shapes):
        lines += [f"  - id: s{at}", f"    title: 节{at}", "    clauses:"]
        depth = 6
        for sign in shape:
            if sign == "(":
                lines.append(" " * (depth + 2) + "items:")
                depth += 4
            elif sign == ")":
                depth -= 4
            else:
                number += 1
                lines.append(" " * depth + f"- id: c{number}")
                lines += [" " * (depth + 2) + f"for: [{sign}]"] if sign != "." else []
                lines.append(" " * (depth + 2) + "text: 文。")
    return "\n".join(lines) + "\n"


# Chinese numerals, written by hand after 《出版物上数字用法》 and checked against no code.
NUMERALS = {
    1: "一", 2: "二", 9: "九", 10: "十", 11: "十一", 19: "十九", 20: "二十", 21: "二十一",
    99: "九十九", 100: "一百", 101: "一百零一", 109: "一百零九", 110: "一百一十",
    111: "一百一十一", 120: "一百二十", 200: "二百", 205: "二百零五", 919: "九百一十九",
    990: "九百九十", 999: "九百九十九", 1000: "一千", 1001: "一千零一", 1010: "一千零一十",
    1011: "一千零一十一", 1100: "一千一百", 1101: "一千一百零一", 9999: "九千九百九十九",
    10000: "一万", 10001: "一万零一", 10010: "一万零一十", 10100: "一万零一百",
    11000: "一万一千", 11010: "一万一千零一十", 100000: "十万", 100001: "十万零一",
    110000: "十一万", 1010000: "一百零一万",
}  # fmt: skip


@pytest.mark.parametrize("number", NUMERALS)
def test_numerals_are_written_as_in_the_table(number: int) -> None:
    assert NUMERALS[number] == chinese(number)


def test_every_number_has_its_own_numeral_which_can_be_read_back() -> None:
    """From 1 to 99,999 by an independent reader: digits times units, 万 multiplies all before."""
    digits = {sign: value for value, sign in enumerate("零一二三四五六七八九")}
    units = {"十": 10, "百": 100, "千": 1000}

    def number(text: str) -> int:
        if "万" in text:
            high, low = text.split("万")
            return number(high) * 10_000 + number(low)
        total, digit = 0, 0
        for sign in text:
            if sign in units:
                total, digit = total + (digit or 1) * units[sign], 0
            else:
                digit = digits[sign]
        return total + digit

    assert [] == [n for n in range(1, 100_000) if number(chinese(n)) != n]


@pytest.mark.parametrize("number", [0, -1, 100_000_000])
def test_there_is_no_numeral_beyond_the_table(number: int) -> None:
    with pytest.raises(ValueError):
        chinese(number)


SCHEMES = {
    "agreement": "一、 1.1 （1） ① a) 1.2 二、 2.1",
    "rule": "第一章 第一条 （一） 1. （1） 第二条 第二章 第三条",
    "decimal": "1 1.1 1.1.1 1.1.1.1 1.1.1.1.1 1.2 2 2.1",
}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_each_scheme_numbers_its_levels(scheme: str) -> None:
    text = f"{HEAD}numbering: {scheme}\n" + sections(".(.(.(.))).", ".")
    assert SCHEMES[scheme] == labels(text)


BEYOND = {"agreement": "（21）", "rule": "（二十一）", "decimal": "1.1.21"}


@pytest.mark.parametrize("scheme", BEYOND)
def test_items_beyond_twenty_are_numbered_on(scheme: str) -> None:
    text = f"{HEAD}numbering: {scheme}\n" + sections(".(" + "." * 21 + ")")
    assert BEYOND[scheme] == labels(text).split()[-1]


def test_circled_numbers_and_letters_go_on_where_unicode_ends() -> None:
    assert ["⑳", "㉑", "㊿", "(51)"] == [
        labels(HEAD + sections(".(.(" + "." * 51 + "))")).split()[3:][n - 1]
        for n in (20, 21, 50, 51)
    ]
    assert ["a)", "z)", "aa)"] == [
        labels(HEAD + sections(".(.(.(" + "." * 27 + ")))")).split()[4:][n - 1] for n in (1, 26, 27)
    ]


# Clauses and their products → labels for a; a run that is left out becomes one line.
GAPS = {
    "..": "一、 1.1 1.2",
    ".b.": "一、 1.1 [1.2] 1.3",
    ".bb.": "一、 1.1 [1.2–1.3] 1.4",
    "bb.b": "一、 [1.1–1.2] 1.3 [1.4]",
    ".(.b.)": "一、 1.1 （1） [（2）] （3）",
    ".(.bcb)": "一、 1.1 （1） [（2）至（4）]",
}


@pytest.mark.parametrize("shape", GAPS)
def test_an_omitted_run_leaves_its_numbers_behind_in_one_line(shape: str) -> None:
    assert GAPS[shape] == labels(HEAD + sections(shape), "a")


def test_numbers_are_the_same_in_every_bundle() -> None:
    text = HEAD + sections(".b.a.", ".c(.)")
    whole = set(labels(text).split())
    for products in SETS:
        shown = labels(text, "".join(products)).split()
        assert {label for label in shown if not label.startswith("[")} <= whole


def test_a_document_may_close_its_gaps() -> None:
    text = f"{HEAD}gaps: close\n" + sections(".b.", "b", ".")
    text = text.replace("    title: 节1\n", "    title: 节1\n    for: [b]\n")
    assert "一、 1.1 1.2 二、 2.1" == labels(text, "a")
    assert "一、 1.1 1.2 1.3 二、 2.1 三、 3.1" == labels(text, "ab")


def test_an_omitted_section_names_its_articles() -> None:
    text = f"{HEAD}numbering: rule\n" + sections(".", "bb", "b", ".")
    for name in ("节1", "节2"):
        text = text.replace(f"    title: {name}\n", f"    title: {name}\n    for: [b]\n")
    assert "第一章 第一条 [第二章至第三章（第二条至第四条）] 第四章 第五条" == labels(text, "a")


SCOPE = st.sampled_from([None, "a", "b", "c", "both"])
GROUPS = {"a": {"a"}, "b": {"b"}, "c": {"c"}, "both": {"a", "b"}}


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(SCOPE, st.lists(SCOPE, min_size=1, max_size=3)), min_size=1, max_size=3),
    st.data(),
)
def test_a_dangling_reference_is_found_as_if_every_set_of_products_were_tried(
    shape: list[tuple[str | None, list[str | None]]], data: st.DataObject
) -> None:
    """Scopes are compared and no sets listed; here all seven are, one by one."""
    ids = [f"c{at}-{n}" for at, (_, clauses) in enumerate(shape) for n in range(len(clauses))]
    scopes = [(outer, inner) for outer, clauses in shape for inner in clauses]
    where = dict(zip(ids, scopes, strict=True))
    targets = {id_: data.draw(st.sampled_from([None, *ids])) for id_ in ids}
    lines = [HEAD + "sections:"]
    for at, (outer, clauses) in enumerate(shape):
        lines += [f"  - id: s{at}\n    title: 节"] + [f"    for: [{outer}]"] * bool(outer)
        lines.append("    clauses:")
        for n, inner in enumerate(clauses):
            cited = targets[f"c{at}-{n}"]
            lines += [f"      - id: c{at}-{n}"] + [f"        for: [{inner}]"] * bool(inner)
            lines.append(f"        text: 见{f'[[#{cited}]]' if cited else '下'}。")
    text = "\n".join(lines) + "\n"

    def shown(id_: str, products: frozenset[str]) -> bool:
        return all(scope is None or GROUPS[scope] & products for scope in where[id_])

    wider = [o and i and not GROUPS[i] <= GROUPS[o] for o, i in scopes]
    expected = Counter(
        cited
        for id_, cited in targets.items()
        if cited and any(shown(id_, some) and not shown(cited, some) for some in SETS)
    )
    try:
        held = corpus(text)
    except Rejected as rejected:
        found = Counter(p.params["clause"] for p in rejected.problems if p.code[0] == "d")
        assert sum(map(bool, wider)) == sum(p.code == "wider-for" for p in rejected.problems)
        if not any(wider):
            assert expected == found
        return
    assert not any(wider) and not expected
    for some in SETS:
        inside = {part.id for part in read(held, "terms", some).parts()}
        assert {id_ for id_ in ids if shown(id_, some)} == inside


def test_a_family_that_is_partly_outside_its_section_is_wider() -> None:
    """It was taken for fine, and the clause counted as shown where its section is not."""
    text = HEAD + sections("a").replace("title: 节0\n", "title: 节0\n    for: [a]\n")
    assert ["wider-for"] == problems(text.replace("        for: [a]", "        for: [both]"))


def test_a_coming_version_is_checked_before_its_day() -> None:
    """Only the version in force was; the next one's slips came out on the day it took effect."""
    coming = DOCUMENT.replace('"1"', '"2"').replace("2026-02-01", "2030-02-01")
    assert ["unknown-reference"] == problems(DOCUMENT, coming.replace("#refund", "#refnd"))
    assert "1" == corpus(DOCUMENT, coming).documents["terms"].document.version.number


TITLES = HEAD.replace("kind:", "titles:\n  - only: [both]\n    title: 甲乙条款\nkind:")
TITLES += sections(".")


@pytest.mark.parametrize(("products", "title"), [("a", "甲乙条款"), ("ab", "甲乙条款")])
def test_a_bundle_of_certain_products_only_has_its_own_title(products: str, title: str) -> None:
    assert title == reading(TITLES, products).title


@pytest.mark.parametrize("products", ["c", "ac", "abc"])
def test_any_other_bundle_has_the_usual_title(products: str) -> None:
    assert "服务条款" == reading(TITLES, products).title


def test_a_title_for_an_unknown_product_is_a_problem() -> None:
    assert ["unknown-product"] == problems(TITLES.replace("[both]", "[x]"))


TERMS = "terms:\n  - {id: you, term: 您, means: 指商家。}\n"
TERMS += "  - {id: it, term: 它, for: [b], means: 指乙。}\n"


def test_terms_stand_before_the_chapters_unless_a_clause_shows_them() -> None:
    apart = reading(HEAD + TERMS + sections("."), "ab")
    assert ["term-you", "term-it"] == [p.id for p in apart.definitions if isinstance(p, Part)]
    text = sections(".").replace("text: 文。", "text: 下列：\n        show: terms")
    inside = reading(HEAD + TERMS + text, "ab")
    assert () == inside.definitions
    assert ["c1", "term-you", "term-it"] == [part.id for part in inside.parts()]


def test_a_term_is_shown_for_its_products() -> None:
    shown = reading(HEAD + TERMS + sections("."), "a").parts()
    assert ["term-you", "c1"] == [part.id for part in shown]


def words(text: str, products: str = "abc") -> str:
    """A clause's text as read."""
    first = next(reading(HEAD + sections(".").replace("文。", f'"{text}"'), products).parts())
    return "".join(plain(paragraph) for paragraph in first.text)


VALUES = {
    "${platform}": "平台",
    "${operator}": "运营方",
    "${title}": "服务条款",
    "${version}": "1",
    "${published}": "2026年1月1日",
    "${effective}": "2026年2月1日",
    "${products}": "甲、丙",
    "${families}": "甲乙",
    "${a.name}": "甲",
}


@pytest.mark.parametrize("typed", VALUES)
def test_a_value_is_replaced_by_its_words(typed: str) -> None:
    assert VALUES[typed] == words(typed, "ac")


def test_a_reference_is_printed_with_its_number_and_heading() -> None:
    text = DOCUMENT.replace("id: refund\n", "id: refund\n        keyword: 退还\n")
    first = next(reading(text).parts())
    assert "您应当预付费用。余额退还,见第1.2条【退还】。" == "".join(map(plain, first.text))
    assert [Strong] == [type(run) for run in first.text[0] if isinstance(run, Strong)]


# Two lines of one paragraph → how they are joined.
JOINED = {
    ("您应当", "预付费用"): "您应当预付费用",
    ("one", "two"): "one two",
    ("您", "two"): "您two",
    ("one", "您"): "one您",
    ("预付,", "余额"): "预付,余额",
    ("“甲”", "乙"): "“甲”乙",
    ("**甲**", "乙"): "甲乙",
    ("one**two**", "three"): "onetwo three",
    ("1.", "2"): "1. 2",
}


@pytest.mark.parametrize("lines", JOINED)
def test_lines_are_joined_without_a_space_beside_han_only(lines: tuple[str, str]) -> None:
    def text(marks: tuple[inline.Mark, ...]) -> str:
        return "".join(text(m.marks) if isinstance(m, inline.Emphasis) else m.text for m in marks)

    assert [JOINED[lines]] == [text(p) for p in inline.parse("\n".join(lines)).paragraphs]


SIGNS = st.text("*$[]{}()#\\\n 甲a:/h", max_size=30)


@settings(max_examples=500)
@given(SIGNS | st.text(max_size=30))
def test_no_text_breaks_the_inline_grammar(text: str) -> None:
    """It always parses, and each mark and fault points into the text."""
    parsed = inline.parse(text)
    offsets = [mark.offset for mark in parsed.marks()] + [fault.offset for fault in parsed.faults]
    assert all(0 <= offset < len(text) for offset in offsets)


@given(st.text("*$[]{}()#\\甲ab", min_size=1, max_size=30))
def test_a_backslash_before_each_mark_gives_back_what_was_typed(text: str) -> None:
    typed = "".join("\\" + c if c in "*$[\\" else c for c in text)
    assert [(inline.Literal(text, 0),)] == list(inline.parse(typed).paragraphs)


@given(st.lists(st.sampled_from(["甲", "**乙**", "${x}", "[[#y]]", "[丙](https://z.cn)"])))
def test_whole_marks_have_no_faults(pieces: list[str]) -> None:
    parsed = inline.parse("，".join(pieces))
    assert () == parsed.faults
    kinds = Counter(
        type(mark).__name__ for mark in parsed.marks() if not isinstance(mark, inline.Literal)
    )
    assert sum(kinds.values()) == sum(piece != "甲" for piece in pieces)
