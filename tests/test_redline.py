"""What a reader of a redline sees: in the terminal, in a comment, on a page and on paper."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from built import squashed, text_of
from rich.cells import cell_len
from versions import TEXTS, clause, compared, document, sample, section

from generator import printing, wording
from generator.commands.report_redline import written
from generator.compare.changes import Severity
from generator.model import Document
from generator.redlines.comment import MARKER, escaped, to_comment
from generator.redlines.compared import Compared
from generator.workspace import Cache

EVERY = tuple(Severity)


@pytest.fixture(autouse=True)
def english() -> Iterable[None]:
    wording.use("en")
    yield


def of(old: Document, new: Document) -> Compared:
    return Compared(compared(old, new), old, new)


def edited(old: str, new: str, **more: str) -> Compared:
    """A document of three clauses of which the second is edited."""
    first, last = sample(2)
    return of(
        *(document(section("s", first, clause("x", text, **more), last)) for text in (old, new))
    )


def page(*each: Compared, only: Iterable[str] = EVERY, every: bool = False) -> str:
    return printing.redline_page(each, tuple(only), every, screen=True)


class Page(HTMLParser):
    """A page as a reader without colour has it: its words, its ids, what stands in which link."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words, self.ids, self.links = "", set[str](), list[tuple[str, str]]()
        self.tags = list[str]()
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.open += [tag] if tag in ("style", "a") else []
        if id_ := given.get("id"):
            assert id_ not in self.ids, f"{id_} stands twice"
            self.ids.add(id_)
        if tag == "a":
            self.links.append((given.get("href") or "", ""))

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if "style" in self.open:
            return
        self.words += data
        if "a" in self.open:
            href, text = self.links[-1]
            self.links[-1] = href, text + data

    def link(self, text: str) -> str:
        """Where the link of these words leads."""
        (found,) = {href for href, words in self.links if text in words}
        return found


def row(text: str, anchor: str) -> str:
    """The markup of the row with an id."""
    found = re.search(rf'<div class="row[^"]*" id="{re.escape(anchor)}">(.*?)</div>', text, re.S)
    assert found, anchor
    return found.group(1)


# Words


def test_a_word_replaced_is_told_without_colour() -> None:
    found = edited("您应当在三日内付款。", "您应当在五日内付款。")
    text = page(found)
    words = squashed(Page(text).words)
    assert "您应当在〔删〕三日〔增〕五日〔止〕内付款。" in words or (
        "您应当在〔删〕三〔增〕五〔止〕日内付款。" in words
    )
    assert re.search(r"<del>三日?</del>", text) and re.search(r"<ins>五日?</ins>", text)


def test_the_terminal_marks_words_beside_colour() -> None:
    found = edited("甲方应当付款。", "甲方可以付款。")
    assert "甲方[-应当-]{+可以+}付款。" in written([found], EVERY, False)
    coloured = written([found], EVERY, False, 80)
    assert "\x1b[31m[-应当-]" in coloured and "\x1b[32m{+可以+}" in coloured


def test_what_turned_stands_before_the_words() -> None:
    text = written([edited("甲方应当付款。", "甲方可以付款。")], EVERY, False)
    assert text.index("应当 → 可以") < text.index("[-应当-]")


def test_emphasis_gained_and_lost_is_told_in_words() -> None:
    found = edited("**费用**不退。", "费用**不退**。", material="fee")
    words = squashed(Page(page(found)).words)
    assert "〔去强调〕费用〔强调〕不退〔止〕。" in words
    assert "[*费用*]{*不退*}。" in written([found], EVERY, False)


def test_long_clauses_are_cut_in_the_terminal_where_nothing_changed() -> None:
    before = "".join(TEXTS[:6])
    found = edited(before + "三日。", before + "五日。")
    text = written([found], EVERY, False)
    assert "……" in text and TEXTS[0] not in text and "五" in text


@pytest.mark.parametrize("width", range(30, 60, 3))
def test_lines_of_the_terminal_fit_and_end_where_they_may(width: int) -> None:
    found = edited("".join(TEXTS), "".join(TEXTS) + "自2026年1月1日起施行。")
    text = re.sub(r"\x1b\[[0-9;]*m", "", written([found], EVERY, False, width))
    assert all(cell_len(line) <= width for line in text.split("\n"))
    lines = [line.strip() for line in text.split("\n")]
    assert not any(line.startswith(("。", "，", "；", "》")) for line in lines)
    assert "2026" in "".join(line + " " for line in lines)


# Places


def test_a_move_leads_from_the_old_place_to_the_new_one_and_back() -> None:
    old = document(section("s", *sample(4)))
    new = document(section("s", *sample(of=[1, 2, 3, 0])))
    text = page(of(old, new))
    shown = Page(text)
    there, back = shown.link("移至第1.4条"), shown.link("移自第1.1条")
    assert {there[1:], back[1:]} <= shown.ids and there != back
    assert "移自第1.1条" in Page(row(text, there[1:])).words
    assert "移至第1.4条" in Page(row(text, back[1:])).words
    assert "<del>" not in row(text, there[1:])


def test_every_change_leads_to_its_place_and_back() -> None:
    old = document(section("s", *sample(4), clause("x", "甲方应当付款。")))
    new = document(section("s", *sample(of=[0, 2, 1, 4]), clause("x", "甲方可以付款。")))
    shown = Page(page(of(old, new)))
    assert {href[1:] for href, _ in shown.links} <= shown.ids
    listed = [text for _, text in shown.links if re.fullmatch(r"〔第\d+处〕", text)]
    assert sorted(listed) == [f"〔第{at}处〕" for at in range(1, len(listed) + 1)]


def test_an_old_number_says_that_it_is_one() -> None:
    old, new = (document(section("s", *sample(of=of_))) for of_ in ([0, 1, 2], [0, 2]))
    words = squashed(Page(page(of(old, new))).words)
    assert "原1.2〔第1处〕〔删除〕〔删〕" in words
    assert f"1.2（原1.3）{TEXTS[2]}" in words


def test_what_was_split_and_merged_says_from_what() -> None:
    whole = clause("a", TEXTS[0] + TEXTS[1])
    halves = [clause("b", TEXTS[0]), clause("c", TEXTS[1])]
    rest = sample(of=[4, 5])
    split = of(document(section("s", whole, *rest)), document(section("s", *halves, *rest)))
    assert 2 == squashed(Page(page(split)).words).count("〔由第1.1条拆分〕")
    merged = of(document(section("s", *halves, *rest)), document(section("s", whole, *rest)))
    words = squashed(Page(page(merged)).words)
    assert "第1.1条并入第1.1条" in words and "第1.2条并入第1.1条" in words


def test_a_table_stays_a_table() -> None:
    def table(fee: str) -> Document:
        rows = [["甲", fee], ["乙", "8元"]]
        grid = {"columns": ["产品", "费用"], "rows": rows}
        return document(section("s", clause("t", "费用如下：", table=grid)))

    text = page(of(table("5元"), table("6元")))
    assert 2 == text.count('<th scope="col">') and "<caption>" in text
    cells = [Page(cell).words for cell in re.findall("<td>(.*?)</td>", text)]
    assert ["甲", "〔删〕5元〔增〕6元", "乙", "8元"] == cells


def test_only_a_number_is_no_legal_change() -> None:
    old = document(section("s", *sample(2)))
    other = {"number": "2", "published": "2026-01-01", "effective": "2026-02-01"}
    assert "法律内容没有变化" in page(of(old, document(section("s", *sample(2)), version=other)))


# Safety


HOSTILE = (
    "<script>alert(1)</script> @someone #12 `x` | y | \\[z](https://a.example) <!-- --> </details>"
)


def test_no_text_becomes_markup_on_a_page() -> None:
    text = page(edited("甲。", f"甲。{HOSTILE}"))
    assert "script" not in Page(text).tags and "&lt;script&gt;" in text


def test_no_text_becomes_markup_or_calls_anybody_in_a_comment() -> None:
    text = to_comment([edited("甲。", f"甲。{HOSTILE}\n\n# 标题\n\n- 项")])
    shown = Page(text)
    assert {"details", "summary", "p", "ins", "b", "br"} >= set(shown.tags)
    assert "alert(1)" in shown.words
    assert not re.search(r"[@#](?=\w)|://", shown.words)
    assert "`" not in text and text.count("</details>") == text.count("<details>")
    assert not re.search(r"^(# |- )", text, re.M)


@pytest.mark.parametrize("text", ["3.5%", "2026-01-01", "10:30", "a-b", "“甲”", "第4.6条"])
def test_plain_words_stay_as_they_are_in_a_comment(text: str) -> None:
    assert escaped(text) == text


# Comments


def many(count: int) -> Compared:
    """Editorial changes of many clauses, and one major one at the end."""
    old = [clause(f"c{n}", f"第{n}项，{TEXTS[n % 10]}") for n in range(count)]
    new = [clause(f"c{n}", f"第{n}项、{TEXTS[n % 10]}") for n in range(count)]
    last = [clause("x", f"甲方{word}付款。") for word in ("应当", "可以")]
    return of(document(section("s", *old, last[0])), document(section("s", *new, last[1])))


def test_a_comment_begins_with_its_mark_and_a_table() -> None:
    lines = to_comment([edited("甲。", "乙。")]).split("\n")
    assert MARKER == lines[0]
    assert "| 《服务条款》 | version 1 → version 1 | – | 1 | – | – |" in lines


def test_a_comment_cut_short_says_how_much_is_missing() -> None:
    text = to_comment([many(60)], limit=4_000)
    assert len(text) <= 4_000
    shown = text.count("<details>")
    assert 0 < shown < 61
    assert f"{61 - shown} more changes are not shown (editorial {61 - shown})" in text
    assert "应当 → 可以" in text, "what weighs most is kept"


def test_a_comment_of_many_changes_fits() -> None:
    assert len(to_comment([many(400)])) <= 59_000


def test_a_very_long_provision_is_cut_with_a_count() -> None:
    text = to_comment([edited("甲。", "甲。" + "长" * 9_000)])
    assert re.search(r"… 3,?\d{3} more characters", text) and len(text) < 9_000


def test_nothing_that_differs_is_said_plainly() -> None:
    assert "nothing differs" in to_comment([])
    assert "nothing differs\n" == written([], EVERY, False)


def test_of_severities_asked_for_the_rest_is_counted() -> None:
    text = written([many(3)], ("major",), False)
    assert "应当" in text and "not shown: 3" in text


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        (("HEAD~1", ""), "version 1（HEAD~1） → version 1（as it lies here）"),
        (("", ""), "version 1 → version 1"),
    ],
)
def test_two_states_of_one_version_are_told_apart(sources: tuple[str, str], expected: str) -> None:
    found = replace(edited("甲。", "乙。"), sources=sources)
    assert expected in written([found], EVERY, False)


# Paper


def test_paper_carries_the_marks_and_the_links(tmp_path: Path) -> None:
    found = edited("您应当在三日内付款。", "您应当在五日内付款。")
    sheet = printing.redline_page([found], EVERY, False, screen=False)
    paper = tmp_path / "redline.pdf"
    paper.write_bytes(printing.pdf(Cache(tmp_path), "redline", sheet))
    text = text_of(paper)
    assert "〔删〕三" in text and "〔增〕五" in text and "第1.2条" in text
