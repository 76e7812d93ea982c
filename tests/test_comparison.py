"""修订对照表: what stands in it, what is stated once, what is only counted; retired agreements."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from built import DAY, ROOT, squashed, text_of
from versions import TEXTS, clause, compared, document, sample, section

from generator import pipeline, printing, workspace
from generator.compare.trace import trace
from generator.model import Document
from generator.redlines.compared import Compared
from generator.redlines.table import Table, table
from generator.workspace import Cache

SECOND = {"number": "2", "published": "2026-03-01", "effective": "2026-04-01"}


def of(old: Document, new: Document) -> Compared:
    return Compared(compared(old, new), old, new)


def tabled(old: Iterable[Any], new: Iterable[Any], **more: Any) -> Compared:
    """Two versions of one section."""
    one, other = (section("s", *clauses) for clauses in (old, new))
    return of(document(one), document(other, **more))


def rows(each: Compared) -> list[list[str]]:
    """Every row of the page as plain text, marks included."""
    return cells(printing.comparison_page([each], screen=True))


def cells(page: str) -> list[list[str]]:
    found = re.findall("<tr>(.*?)</tr>", page, re.S)
    return [
        [squashed(unescape(re.sub("<[^>]+>", "", cell))) for cell in re.findall("<td.*?</td>", row)]
        for row in found[1:]
    ]


def listed(each: Compared) -> Table:
    return table(each)


def test_whole_clauses_stand_side_by_side_with_their_numbers_and_marks() -> None:
    first, last = sample(2)
    old = [first, clause("x", "您应当在三日内付款。", keyword="付款"), last]
    new = [first, last, clause("x", "您应当在五日内付款。", keyword="付款")]
    (row,) = rows(tabled(old, new, version=SECOND))
    assert ["1", "1.2【付款】您应当在〔删〕三〔止〕日内付款。"] == row[:2]
    assert ["1.3【付款】您应当在〔增〕五〔止〕日内付款。", "移动并修改", "期限：三日→五日"] == row[
        2:
    ]


def test_a_clause_with_an_edited_item_is_quoted_whole_and_once() -> None:
    def listing(first: str, second: str) -> Any:
        items = [clause("i1", first), clause("i2", second)]
        return clause("x", "下列情形之一的：", items=items, tail="应当停止。")

    old, new = listing("逾期付款；", "提供虚假资料。"), listing("拖欠付款；", "提供虚假材料。")
    (row,) = rows(tabled([old], [new]))
    assert "1.1下列情形之一的：（1）〔删〕逾期〔止〕付款；" in row[1] and row[1].endswith("停止。")
    assert row[2].count("〔增〕") == 2 and "修改" == row[3]


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (sample(2), sample(3), "新增"),
        (sample(3), sample(2), "删除"),
        (sample(4), sample(of=[1, 2, 3, 0]), "移动"),
        ([clause("x", "**费用**不退。")], [clause("x", "费用**不退**。")], "强调"),
        ([clause("x", "甲。", **{"for": ["a"]})], [clause("x", "甲。")], "适用范围"),
        (
            [clause("x", TEXTS[0] + TEXTS[1])],
            [clause("y", TEXTS[0]), clause("z", TEXTS[1])],
            "拆分",
        ),
        (
            [clause("y", TEXTS[0]), clause("z", TEXTS[1])],
            [clause("x", TEXTS[0] + TEXTS[1])],
            "合并",
        ),
    ],
    ids=["added", "deleted", "moved", "emphasis", "products", "split", "merged"],
)
def test_each_sort_of_change_has_its_name(old: list[Any], new: list[Any], kind: str) -> None:
    (row,) = rows(tabled(old, new))
    assert kind == row[3]
    there = {"新增": [False, True], "删除": [True, False]}.get(kind, [True, True])
    assert there == [bool(cell.strip("—")) for cell in row[1:3]]


def test_emphasis_is_marked_on_the_side_that_has_it() -> None:
    old, new = clause("x", "**费用**不退。"), clause("x", "费用**不退**。")
    (row,) = rows(tabled([old], [new]))
    assert ["1.1〔去强调〕费用〔止〕不退。", "1.1费用〔强调〕不退〔止〕。"] == row[1:3]


def test_what_moved_unchanged_bears_no_mark() -> None:
    (row,) = rows(tabled(sample(4), sample(of=[1, 2, 3, 0])))
    assert [f"1.1{TEXTS[0]}", f"1.4{TEXTS[0]}"] == row[1:3]


def test_a_change_of_products_names_them_on_both_sides() -> None:
    old, new = clause("x", "甲。", **{"for": ["a"]}), clause("x", "甲。", **{"for": ["both"]})
    (row,) = rows(tabled([old], [new]))
    assert row[1].endswith("适用产品：甲") and row[2].endswith("适用产品：甲、乙")


# What is stated once, what is counted


def renamed(count: int, kept: str = "") -> Compared:
    """A word replaced in several clauses, and one clause where something else changed too."""
    subjects = ("开通", "注销", "充值", "停用", "查询")[:count]
    forms = [f"{each}营销账户应当经过核实，结果当日通知。" for each in subjects]
    old = [clause(f"c{at}", text) for at, text in enumerate(forms)]
    new = [clause(f"c{at}", t.replace("营销账户", "推广账户")) for at, t in enumerate(forms)]
    rest = [clause("k", kept)] if kept else []
    more = [
        clause("m", f"核对{word}账户的人员{end}。")
        for word, end in (("营销", "两名"), ("推广", "三名"))
    ]
    return tabled([*old, *rest, more[0]], [*new, *rest, more[1]])


def test_a_replacement_made_everywhere_is_stated_once() -> None:
    stated, other = rows(renamed(4))
    assert "全文" == stated[0]
    places = "、".join(f"第1.{at}条" for at in range(1, 6))
    assert f"全文将“营销”改为“推广”，共5处。涉及{places}。" == stated[1]
    assert "核对〔增〕推广" in other[2] and "〔增〕三〔止〕名" in other[2]


def test_a_replacement_is_told_apart_from_what_stayed() -> None:
    found = listed(renamed(4, kept="营销活动的规则另行公布。"))
    assert ["全文将“营销账户”改为“推广账户”，共5处"] == [each.text for each in found.replacements]


def test_a_word_that_stayed_elsewhere_is_counted() -> None:
    found = listed(renamed(4, kept="原营销账户的名称另行公布。"))
    (stated,) = found.replacements
    assert "全文将“营销”改为“推广”，共5处，另有1处未改" == stated.text


def test_two_clauses_are_not_everywhere() -> None:
    found = listed(renamed(1))
    assert () == found.replacements and 2 == len(found.rows)


def test_numbers_and_punctuation_are_counted_and_not_listed() -> None:
    old = [*sample(4), clause("x", "甲方付款，乙方交货。")]
    new = [*sample(of=[0, 2, 3]), clause("x", "甲方付款；乙方交货。")]
    found = tabled(old, new)
    assert ["删除"] == [row[3] for row in rows(found)]
    page = squashed(re.sub("<[^>]+>", "", printing.comparison_page([found], screen=True)))
    assert "仅编号变化2处，不逐条列出：第1.3条→第1.2条；第1.4条→第1.3条。" in page
    assert "仅标点变化1处，不逐条列出：第1.5条→第1.4条。" in page


# Why


def test_the_reasons_that_the_version_gives_stand_beside_their_clauses() -> None:
    version = SECOND | {"reason": "统一退款的期限。", "notes": {"x": "依法缩短期限。"}}
    old, new = clause("x", "三十日内退款。"), clause("x", "十五日内退款。")
    found = tabled([old, *sample(of=[5, 6])], [new, *sample(of=[5, 7])], version=version)
    assert ["依法缩短期限。期限：三十日→十五日", "—", "—"] == [row[4] for row in rows(found)]
    assert "统一退款的期限。" in printing.comparison_page([found], screen=True)


def test_a_note_on_an_item_stands_beside_its_clause() -> None:
    def listing(text: str) -> Any:
        return clause("x", "包括：", items=[clause("i", text)])

    version = SECOND | {"notes": {"i": "写明期限。"}}
    (row,) = rows(tabled([listing("通知。")], [listing("三日内通知。")], version=version))
    assert "写明期限。" in row[4]


# Retired agreements


def test_every_retired_provision_stands_beside_what_took_it_over() -> None:
    place = workspace.find(ROOT)
    corpus = pipeline.read(place.files(), DAY).corpus
    page = printing.beside_page(corpus, trace(corpus), (), DAY, screen=True)
    told = ["".join(row[1:2]) for row in cells(page)]
    for retired in corpus.retired.values():
        for provision in retired.provisions:
            words = squashed(f"《{retired.title}》{provision.heading}")
            assert any(words in cell for cell in told), words
    texts = ["".join(row[2:3]) for row in cells(page)]
    for held in corpus.documents.values():
        if held.document.id in {s for r in corpus.retired.values() for s in r.successors}:
            for part in held.document.sections[1].clauses:
                assert any(f"【{part.keyword}】" in text for text in texts), part.id


def test_the_table_is_set_on_paper(tmp_path: Path) -> None:
    sheet = printing.comparison_page([renamed(4)], screen=False)
    paper = tmp_path / "table.pdf"
    paper.write_bytes(printing.pdf(Cache(tmp_path), "table", sheet))
    text = text_of(paper, body_only=False)
    assert "修订对照表" in text and "全文将“营销”改为“推广”，共5处" in text
