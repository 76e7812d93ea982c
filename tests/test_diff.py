"""Each kind of change, each signal, each weight: what a reviewer of two versions is told."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from versions import (
    CATALOG,
    TEXTS,
    clause,
    compared,
    corpus,
    document,
    listed,
    only,
    outlined,
    redlined,
    sample,
    section,
    told,
)

from generator.compare import data
from generator.compare.changes import Kind, Severity, Signal, SignalKind
from generator.compare.diff import between, diff
from generator.compare.severity import severity
from generator.model import Document, External, Material

FIRST = "甲方应当在收到通知后十日内付款，并保存有关凭证。"


def one(text: str, **more: Any) -> Document:
    """A document of one clause among two others."""
    return document(section("s", *sample(1), clause("x", text, **more), *sample(of=[1])))


def change_of(old: str, new: str, **more: Any) -> Any:
    return only(compared(one(old, **more), one(new, **more)))


# Kinds


def test_nothing_changed_is_nothing_listed() -> None:
    found = compared(one(FIRST), one(FIRST))
    assert ((), ()) == (found.changes, found.renumbered)
    assert not found.legal


def test_layout_is_no_change() -> None:
    assert not compared(
        one("甲方应当付款。乙方交货。"), one("甲方应当付款。\n乙方交货。\n")
    ).changes


@pytest.mark.parametrize(
    ("kind", "old", "new", "redline"),
    [
        ("wording", "甲方付款后发货。", "甲方验收后发货。", "甲方[-付款-][+验收+]后发货。"),
        ("punctuation", "名称、数量。", "名称，数量。", "名称[-、-][+，+]数量。"),
        ("emphasis", "甲方付款后发货。", "甲方**付款**后发货。", "甲方<付款>后发货。"),
        ("emphasis", "甲方**付款**后发货。", "甲方付款后发货。", "甲方>付款<后发货。"),
    ],
)
def test_a_change_of_words_is_classed_by_what_is_another(
    kind: str, old: str, new: str, redline: str
) -> None:
    change = change_of(old, new)
    assert (kind, "x", redline) == (change.kind, change.side.clause, redlined(change))


def test_a_punctuation_mark_between_two_digits_is_wording() -> None:
    assert Kind.WORDING is change_of("提前3、5日通知。", "提前3～5日通知。").kind


def test_added_and_deleted_clauses_stand_in_reading_order() -> None:
    old = document(section("s", *sample(of=[0, 1, 2])))
    new = document(section("s", *sample(of=[0, 2, 3])))
    found = compared(old, new)
    assert [("deleted", "c1"), ("added", "c3")] == listed(found)
    assert ["c2"] == [each.side.clause for each in found.renumbered]


def test_an_added_section_is_one_change_with_all_that_is_inside() -> None:
    extra = section(
        "t", clause("t1", "甲应当：", items=[clause("i1", "验货；")], tail="逾期无效。")
    )
    found = compared(document(section("s", *sample(2))), document(section("s", *sample(2)), extra))
    assert [("added", "t")] == listed(found)
    side = only(found).new
    assert side and "t部分\n2.1 甲应当：\n（1）验货；\n逾期无效。" == side.words


def test_an_edit_in_an_item_is_the_items_own() -> None:
    items = [clause("i1", "验货；"), clause("i2", "付款。")]
    others = [clause("i1", "验货；"), clause("i2", "立即付款。")]
    old = document(section("s", clause("x", "甲应当：", items=items, tail="逾期无效。")))
    new = document(section("s", clause("x", "甲应当：", items=others, tail="逾期无效。")))
    change = only(compared(old, new))
    assert ("i2", "item", "第1.1条第（2）项") == (
        change.side.clause,
        change.unit,
        change.side.number,
    )


def test_a_clause_whose_text_and_tail_changed_is_one_change() -> None:
    items = [clause("i1", "验货；")]
    old = document(section("s", clause("x", "甲应当：", items=items, tail="逾期无效。")))
    new = document(section("s", clause("x", "乙应当：", items=items, tail="过期无效。")))
    assert [("wording", "x")] == listed(compared(old, new))


def test_a_row_of_a_table_changed_is_the_clauses_wording() -> None:
    def tabled(*rows: tuple[str, str]) -> Document:
        table = {"columns": ["项目", "金额"], "rows": [list(row) for row in rows]}
        return document(section("s", clause("x", "收费如下：", table=table)))

    old = tabled(("基础", "100元"), ("增值", "200元"))
    change = only(compared(old, tabled(("基础", "100元"), ("增值", "300元"))))
    assert "收费如下：\n项目 | 金额\n基础 | 100元\n增值 | [-200元-][+300元+]" == redlined(change)


@pytest.mark.parametrize("at", range(4))
def test_swapping_two_neighbours_is_one_move(at: int) -> None:
    order = list(range(6))
    order[at], order[at + 1] = order[at + 1], order[at]
    found = compared(document(section("s", *sample(6))), document(section("s", *sample(of=order))))
    assert ["moved"] == [kind for kind, _ in listed(found)]


def test_a_moved_section_is_one_move() -> None:
    parts = [
        section("p", *sample(of=[0, 1])),
        section("q", *sample(of=[2])),
        section("r", *sample(of=[3, 4, 5])),
    ]
    found = compared(document(*parts), document(parts[2], parts[0], parts[1]))
    assert [("moved", "r")] == listed(found)


def test_a_clause_moved_to_another_section_is_one_move() -> None:
    old = document(section("p", *sample(of=[0, 1])), section("q", *sample(of=[2, 3])))
    new = document(section("p", *sample(of=[0])), section("q", *sample(of=[1, 2, 3])))
    found = compared(old, new)
    assert [("moved", "c1")] == listed(found)


def test_a_clause_moved_and_edited_is_one_change() -> None:
    edited = clause("c0", TEXTS[0].replace("数量", "价格"))
    old = document(section("s", *sample(4)))
    new = document(section("s", *sample(of=[1, 2, 3]), edited))
    change = only(compared(old, new))
    assert ("moved-and-edited", "c0") == (change.kind, change.side.clause)
    assert "[-数量-][+价格+]" in redlined(change)


def test_a_heading_put_before_half_of_a_section_moves_nothing() -> None:
    old = document(section("s", *sample(6)))
    new = document(section("s", *sample(3)), section("t", *sample(of=[3, 4, 5])))
    found = compared(old, new)
    assert [("added", "t")] == listed(found)
    assert {"c3", "c4", "c5"} == {each.side.clause for each in found.renumbered}


def test_fifty_renumbered_clauses_are_nothing_but_the_one_added() -> None:
    clauses = [
        clause(f"n{at}", f"第{at}种货物的包装由乙方按照编号为{at * 7}的图样制作。")
        for at in range(50)
    ]
    old = document(section("s", *clauses))
    new = document(section("s", clause("first", TEXTS[0]), *clauses))
    found = compared(old, new)
    assert [("added", "first")] == listed(found)
    assert 50 == len(found.renumbered)


def test_another_scheme_of_numbers_is_one_change_of_metadata() -> None:
    found = compared(
        one(FIRST),
        document(
            section("s", *sample(1), clause("x", FIRST), *sample(of=[1])), numbering="decimal"
        ),
    )
    assert [("metadata", "numbering")] == listed(found)


def test_another_id_for_the_same_words_is_counted_and_not_listed() -> None:
    old = document(section("s", *sample(2), clause("before", FIRST)))
    new = document(section("s", *sample(2), clause("behind", FIRST)))
    found = compared(old, new)
    assert () == found.changes
    (noted,) = found.renumbered
    assert ("before", "behind", 1.0) == (
        noted.old and noted.old.clause,
        noted.new and noted.new.clause,
        noted.likeness,
    )


def test_a_reference_that_follows_its_renamed_target_is_no_edit() -> None:
    def linked(name: str) -> Document:
        return document(
            section("s", clause("from", f"付款依照[[#{name}]]办理。"), clause(name, FIRST))
        )

    assert () == compared(linked("before"), linked("behind")).changes


def test_a_vanished_id_is_found_by_likeness_with_its_measure() -> None:
    old = document(section("s", *sample(2), clause("before", FIRST)))
    new = document(section("s", *sample(2), clause("behind", FIRST.replace("十日", "三十日"))))
    change = only(compared(old, new))
    assert (Kind.WORDING, "behind") == (change.kind, change.side.clause)
    assert change.likeness is not None and 0.9 < change.likeness < 1


def test_clauses_that_share_only_a_formula_are_not_taken_for_one_another() -> None:
    def formula(name: str, noun: str, days: int) -> Any:
        return clause(name, f"乙方应当自收到{noun}之日起{days}日内书面答复甲方。")

    nouns = ["样品", "图纸", "报价单", "投诉", "发票"]
    kept = [formula(f"k{at}", noun, at + 2) for at, noun in enumerate(nouns)]
    old = document(section("s", *kept, formula("gone", "质量异议", 11)))
    new = document(section("s", *kept, formula("come", "验收报告", 28)))
    assert [("deleted", "gone"), ("added", "come")] == listed(compared(old, new))


SENTENCES = (
    "供应商应当每周提交库存报表。",
    "报表迟交三次以上的，采购部门有权减少下一季度的订货。",
    "双方每年一月共同盘点一次仓库，差额由保管的一方补足。",
)


@pytest.mark.parametrize("keeps", ["none", "first", "last"])
def test_a_clause_split_in_three_is_one_split(keeps: str) -> None:
    names = ["p0", "p1", "p2"]
    if keeps != "none":
        names[0 if keeps == "first" else 2] = "whole"
    parts = [clause(name, text) for name, text in zip(names, SENTENCES, strict=True)]
    whole = clause("whole", "".join(SENTENCES))
    old = document(section("s", *sample(1), whole, *sample(of=[1])))
    new = document(section("s", *sample(1), *parts, *sample(of=[1])))
    change = only(compared(old, new))
    assert (Kind.SPLIT, names) == (change.kind, [p.clause for p in change.new.parts if change.new])  # type: ignore[union-attr]
    assert change.likeness == 1
    back = only(compared(new, old))
    assert (Kind.MERGED, names) == (back.kind, [p.clause for p in back.old.parts if back.old])  # type: ignore[union-attr]


def test_references_to_clauses_that_were_merged_follow_to_where_they_are() -> None:
    """Two numbers became one: both old ones must come back when the changes are rejected."""
    old_texts, new_text = SENTENCES[:2], "".join(SENTENCES[:2])
    old_link = clause("from", "依照[[#p]]和[[#q]]办理，另见[[#q]]。")
    new_link = clause("from", "依照[[#p]]和[[#p]]办理，另见[[#p]]。")
    parts = [clause("p", old_texts[0]), clause("q", old_texts[1])]
    old = document(section("s", *sample(1), *parts, old_link))
    new = document(section("s", *sample(1), clause("p", new_text), new_link))
    assert [("merged", "p")] == listed(compared(old, new))


def test_a_short_sentence_split_off_is_a_split() -> None:
    whole = "".join(TEXTS[:4])
    old = document(section("s", clause("x", whole + "本条自签字时生效。"), *sample(of=[5])))
    new = document(
        section("s", clause("x", whole), clause("y", "本条自签字时生效。"), *sample(of=[5]))
    )
    assert [("split", "x")] == listed(compared(old, new))


def test_a_split_with_an_edit_says_what_was_edited() -> None:
    old = document(section("s", clause("whole", "".join(SENTENCES)), *sample(2)))
    texts = [SENTENCES[0], SENTENCES[1].replace("三次", "五次") + SENTENCES[2]]
    new = document(section("s", clause("p", texts[0]), clause("q", texts[1]), *sample(2)))
    change = only(compared(old, new))
    assert Kind.SPLIT is change.kind
    assert "[-三-][+五+]" in redlined(change)


def test_a_clause_that_became_items_is_one_split() -> None:
    old = document(section("s", clause("x", "乙方负责：" + "".join(SENTENCES)), *sample(2)))
    items = [clause(f"i{at}", text) for at, text in enumerate(SENTENCES)]
    new = document(section("s", clause("x", "乙方负责：", items=items), *sample(2)))
    assert [("split", "x")] == listed(compared(old, new))


def test_a_neighbour_added_beside_an_edited_clause_is_no_split() -> None:
    old = document(section("s", clause("x", "".join(SENTENCES)), *sample(1)))
    new = document(
        section("s", clause("x", "".join(SENTENCES[:2])), clause("y", TEXTS[5]), *sample(1))
    )
    assert [("wording", "x"), ("added", "y")] == listed(compared(old, new))


def test_a_neighbour_that_repeats_what_the_clause_still_says_is_no_split() -> None:
    texts = [*SENTENCES, *TEXTS[5:8]]
    old = document(section("s", clause("x", "".join(texts)), *sample(1)))
    kept, copy = clause("x", "".join(texts[:-1])), clause("y", texts[0])
    new = document(section("s", copy, kept, *sample(1)))
    assert [("added", "y"), ("wording", "x")] == listed(compared(old, new))


def test_a_section_under_another_id_is_known_by_its_clauses() -> None:
    old = document(section("s", *sample(4), title="费用"))
    new = document(section("t", *sample(4), title="费用与结算"))
    change = only(compared(old, new))
    assert ("wording", "section", "费用[+与结算+]") == (change.kind, change.unit, redlined(change))


def test_terms_are_compared_by_id_or_by_word() -> None:
    def defined(*terms: tuple[str, str]) -> Document:
        listed_ = [{"term": term, "means": means} for term, means in terms]
        return document(section("s", *sample(2)), terms=listed_)

    old = defined(("订单", "指您提交的记录。"), ("平台", "指某网站。"))
    new = defined(
        ("订单", "指您提交并付款的记录。"), ("买家", "指下单的人。"), ("平台", "指某网站。")
    )
    assert [("wording", "订单"), ("added", "买家")] == listed(compared(old, new))


def test_paragraphs_of_the_prompt_are_told_apart() -> None:
    old = document(section("s", *sample(1)), prompt=[TEXTS[5], TEXTS[6]])
    new = document(
        section("s", *sample(1)), prompt=[TEXTS[7], TEXTS[5].replace("页面", "网页"), TEXTS[6]]
    )
    assert [("added", "prompt-1"), ("wording", "prompt-2")] == listed(compared(old, new))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("title", "服务协议"),
        ("nature", "software"),
        ("version", {"number": "2", "published": "2026-01-01", "effective": "2026-03-01"}),
    ],
)
def test_metadata_is_one_change_a_fact(key: str, value: Any) -> None:
    given = {"sections": [section("s", *sample(2))]}
    old, new = document(*given["sections"]), document(*given["sections"], **{key: value})
    assert [("metadata", "effective" if key == "version" else key)] == listed(compared(old, new))


def test_another_version_number_alone_is_no_change() -> None:
    version = {"number": "2", "published": "2026-01-01", "effective": "2026-02-01"}
    parts = [section("s", clause("x", "本文本为第${version}版。"))]
    assert not compared(document(*parts), document(*parts, version=version)).changes


# Applicability


def test_another_for_is_applicability_with_the_products_gained_and_lost() -> None:
    found = compared(one(FIRST, **{"for": ["a", "b"]}), one(FIRST, **{"for": ["b", "c"]}))
    change = only(found)
    assert (Kind.APPLICABILITY, Severity.MAJOR) == (change.kind, change.severity)
    assert [("product-gained", "", "丙"), ("product-lost", "甲", "")] == told(change)


def test_a_family_instead_of_its_products_is_no_change() -> None:
    assert not compared(one(FIRST, **{"for": ["a", "b"]}), one(FIRST, **{"for": ["both"]})).changes


def test_the_for_of_a_section_is_one_change_whatever_it_holds() -> None:
    old = document(section("s", *sample(3)))
    new = document(section("s", *sample(3), **{"for": ["a"]}))
    assert [("applicability", "s")] == listed(compared(old, new))


def test_a_product_that_the_catalog_alone_has_gained_is_no_change() -> None:
    each = one(FIRST)
    more = [*CATALOG["products"], {"id": "d", "name": "丁"}]
    assert not diff(outlined(each), outlined(each, products=more)).changes


def test_words_and_for_changed_together_are_wording_with_signals() -> None:
    change = only(compared(one(FIRST), one(FIRST.replace("凭证", "发票"), **{"for": ["a", "b"]})))
    assert Kind.WORDING is change.kind
    assert ("product-lost", "丙", "") in told(change)


def test_the_for_of_a_row_is_the_clauses_applicability() -> None:
    def tabled(**row: Any) -> Document:
        rows = [["甲", "1"], {"cells": ["乙", "2"], **row}]
        return document(
            section("s", clause("x", "如下：", table={"columns": ["名", "数"], "rows": rows}))
        )

    change = only(compared(tabled(), tabled(**{"for": ["b"]})))
    assert (Kind.APPLICABILITY, "x") == (change.kind, change.side.clause)


def test_another_tag_alone_is_metadata_with_a_signal() -> None:
    change = only(compared(one(FIRST, material="fee"), one(FIRST, material="refund")))
    assert (Kind.METADATA, [("material", "fee", "refund")]) == (change.kind, told(change))


# References and values


def test_a_renumbered_target_is_no_edit() -> None:
    linked = clause("from", "付款依照[[#c1]]办理。")
    old = document(section("s", *sample(2), linked))
    new = document(section("s", clause("first", TEXTS[5]), *sample(2), linked))
    assert [("added", "first")] == listed(compared(old, new))


def test_a_retargeted_reference_is_wording_with_both_numbers() -> None:
    def linked(name: str) -> Document:
        return document(section("s", *sample(2), clause("from", f"付款依照[[#{name}]]办理。")))

    change = only(compared(linked("c0"), linked("c1")))
    assert "付款依照[-第1.1条-][+第1.2条+]办理。" == redlined(change)
    assert [("reference", "第1.1条", "第1.2条")] == told(change)


def test_a_number_typed_before_and_referred_to_now_is_no_edit() -> None:
    old = document(section("s", *sample(1), clause("from", "付款依照第1.1条办理。")))
    new = document(section("s", *sample(1), clause("from", "付款依照[[#c0]]办理。")))
    assert not compared(old, new).changes


def test_a_changed_value_is_wording_where_it_is_used() -> None:
    each = document(section("s", clause("x", "服务费为${fee}。"), *sample(2)))
    found = diff(outlined(each), outlined(each, values={"fee": "200元", "line": "热线"}))
    change = only(found)
    assert [("money", "100元", "200元")] == told(change)


# Pieces


def test_one_han_character_among_three_hundred_marks_at_most_four() -> None:
    text = "".join(TEXTS) * 2
    text = text[:300]
    for at in range(0, 300, 7):
        if text[at] in "，。、；":
            continue
        change = change_of(text, text[:at] + "鑫" + text[at + 1 :])
        marked = sum(len(e.old) + len(e.new) for e in change.edits if e.op != "equal")
        assert marked <= 4, (at, redlined(change))


@pytest.mark.parametrize(
    ("old", "new", "whole"),
    [
        ("支付1,000元。", "支付1,200元。", "[-1,000元-][+1,200元+]"),
        ("自2026年2月1日起。", "自2026年3月1日起。", "[-2026年2月1日-][+2026年3月1日+]"),
        ("按日5%计算。", "按日0.5%计算。", "[-5%-][+0.5%+]"),
        ("按百分之三十计算。", "按百分之二十计算。", "[-百分之三十-][+百分之二十+]"),
        ("于二十五日内答复。", "于十五日内答复。", "[-二十五-][+十五+]"),
        ("于125日内答复。", "于12日内答复。", "[-125-][+12+]"),
        ("见DataHub文档。", "见DataLab文档。", "[-DataHub-][+DataLab+]"),
        ("罚款壹佰元整。", "罚款贰佰元整。", "[-壹佰元整-][+贰佰元整+]"),
        ("费用为1.5万元。", "费用为15万元。", "[-1.5万元-][+15万元+]"),
    ],
)
def test_numbers_amounts_dates_and_words_are_not_cut(old: str, new: str, whole: str) -> None:
    assert whole in redlined(change_of(old, new))


def test_an_inserted_sentence_is_marked_as_a_sentence() -> None:
    old = "甲方应当付款。甲方应当验货。"
    new = "甲方应当付款。甲方应当保密。甲方应当验货。"
    assert "甲方应当付款。[+甲方应当保密。+]甲方应当验货。" == redlined(change_of(old, new))


def test_an_insertion_that_fits_several_places_stands_at_the_border_of_a_phrase() -> None:
    old = "您可以申请退款，也可以申请换货。"
    new = "您可以申请退款，也可以申请维修，也可以申请换货。"
    assert "您可以申请退款，[+也可以申请维修，+]也可以申请换货。" == redlined(change_of(old, new))


def test_a_rewritten_phrase_is_no_confetti() -> None:
    old = "乙方逾期交货的，甲方可以解除合同并要求返还预付款。"
    new = "供应商迟延提供服务的，采购人有权终止协议且请求退回定金。"
    redline = (
        "[-乙方逾期交货-][+供应商迟延提供服务+]的，"
        "[-甲方可以解除合同并要求返还预付款-][+采购人有权终止协议且请求退回定金+]。"
    )
    assert redline == redlined(change_of(old, new))


def test_edits_joined_are_the_words_of_both_sides() -> None:
    change = change_of("甲方**应当**付款，见[[#c0]]。", "乙方应当付清货款，见[[#c1]]。")
    assert change.old.words == "".join(edit.old for edit in change.edits)
    assert change.new.words == "".join(edit.new for edit in change.edits)


# Signals


@pytest.mark.parametrize(
    ("old", "new", "signal"),
    [
        ("乙方可以检查。", "乙方应当检查。", ("obligation", "可以", "应当")),
        ("乙方应当检查。", "乙方可以检查。", ("obligation", "应当", "可以")),
        ("乙方有权检查。", "乙方无权检查。", ("right", "有权", "无权")),
        ("乙方检查货物。", "乙方不得检查货物。", ("prohibition", "", "不得")),
        ("乙方不得检查货物。", "乙方检查货物。", ("prohibition", "不得", "")),
        ("乙方可以检查货物。", "乙方不可以检查货物。", ("prohibition", "可以", "不可以")),
        ("提前3日通知。", "提前5日通知。", ("days", "3日", "5日")),
        ("提前3个工作日通知。", "提前3日通知。", ("days", "3个工作日", "3日")),
        ("按日5%计收。", "按日10%计收。", ("rate", "5%", "10%")),
        ("支付100元。", "支付200元。", ("money", "100元", "200元")),
        ("至2026年3月1日止。", "至2026年4月1日止。", ("date", "2026年3月1日", "2026年4月1日")),
        ("共3页。", "共4页。", ("number", "3", "4")),
        ("由甲方通知。", "由乙方通知。", ("party", "甲方", "乙方")),
        ("运费由乙方结算。", "运费由乙方承担。", ("liability", "", "承担")),
        ("某公司不承担运费。", "某公司承担运费。", ("liability", "不承担", "承担")),
        ("运费依照[[#c0]]结算。", "运费依照[[#c1]]结算。", ("reference", "第1.1条", "第1.3条")),
    ],
)
def test_what_turned_is_a_signal_with_both_sides(old: str, new: str, signal: Any) -> None:
    assert [signal] == told(change_of(old, new))


def test_the_same_days_in_other_figures_are_no_signal() -> None:
    assert [] == told(change_of("提前15日通知。", "提前十五日通知。"))


def test_a_sentence_that_only_stands_elsewhere_turns_nothing() -> None:
    one_, two = "乙方不得转包。", "运费由甲方承担。"
    assert [] == told(
        change_of(f"{one_}货到付款，验收合格。{two}", f"货到付款，验收合格。{two}{one_}")
    )


def test_emphasis_lost_on_a_material_clause_is_major() -> None:
    change = change_of("运费**由甲方结算**。", "运费由甲方结算。", material="fee")
    assert (Kind.EMPHASIS, Severity.MAJOR) == (change.kind, change.severity)
    assert [("emphasis-lost", "由甲方结算", "由甲方结算")] == told(change)


def test_new_words_that_do_not_inherit_the_emphasis_are_told() -> None:
    change = change_of("运费按**百分之五**结算。", "运费按百分之六结算。", material="fee")
    assert ("emphasis-lost", "百分之五", "百分之六") in told(change)


# Weight


M, S, E = Severity.MAJOR, Severity.MINOR, Severity.EDITORIAL


@pytest.mark.parametrize(
    ("weight", "old", "new", "tag"),
    [
        (M, "乙方可以检查。", "乙方应当检查。", None),
        (M, "乙方检查。", "乙方不得检查。", None),
        (M, "提前3日通知。", "提前5日通知。", None),
        (M, "货款按月结算。", "货款按年结算。", "fee"),
        (S, "货款按月结算。", "货款按年结算。", None),
        (S, "乙方检查货物。", "乙方应当检查货物。", None),
        (S, "共3页。", "共4页。", None),
        (E, "名称、数量。", "名称，数量。", "fee"),
        (E, "货款结算。", "**货款**结算。", "fee"),
        (E, "货款**结算**。", "货款结算。", None),
        (S, "货款按月结算。", "货款按年结算。", "renewal"),
    ],
)
def test_the_weight_of_a_change_of_words(weight: Severity, old: str, new: str, tag: Any) -> None:
    change = change_of(old, new, **({"material": tag} if tag else {}))
    assert weight is change.severity


@pytest.mark.parametrize(
    ("weight", "kind", "signals", "material", "altered", "fact"),
    [
        (M, Kind.ADDED, (), Material.FEE, True, ""),
        (S, Kind.ADDED, (), None, True, ""),
        (E, Kind.MOVED, (), Material.FEE, True, ""),
        (E, Kind.SPLIT, (), Material.FEE, False, ""),
        (M, Kind.SPLIT, (), Material.FEE, True, ""),
        (E, Kind.RENUMBERED, (), Material.FEE, True, ""),
        (M, Kind.APPLICABILITY, (Signal(SignalKind.PRODUCT_LOST, "甲", ""),), None, True, ""),
        (S, Kind.METADATA, (), None, True, "effective"),
        (E, Kind.METADATA, (), None, True, "published"),
        (S, Kind.METADATA, (), Material.FEE, True, ""),
        (S, Kind.WORDING, (Signal(SignalKind.OBLIGATION, "", "应当"),), None, True, ""),
        (M, Kind.MOVED_AND_EDITED, (Signal(SignalKind.RATE, "5%", "6%"),), None, True, ""),
    ],
)
def test_the_table_of_weights(
    weight: Severity, kind: Kind, signals: Any, material: Any, altered: bool, fact: str
) -> None:
    assert weight is severity(kind, signals, [material], altered, fact)


def test_severities_are_ordered() -> None:
    assert [2, 1, 0] == [each.weight for each in (M, S, E)]


# As JSON


def test_the_json_form_is_what_its_schema_says() -> None:
    old = document(section("s", clause("whole", "".join(SENTENCES)), *sample(3)))
    split = [clause("p", SENTENCES[0]), clause("q", "".join(SENTENCES[1:]))]
    new = document(section("s", *split, *sample(of=[0, 2]), clause("y", FIRST, material="fee")))
    told_ = data.report([compared(old, new)], every=True)
    jsonschema.validate(told_, json.loads(data.schema()))
    assert ["split", "deleted", "added"] == [each["kind"] for each in told_["changes"]]
    assert ["p", "q"] == [part["clause"] for part in told_["changes"][0]["new"]["parts"]]
    assert {"split": 1, "deleted": 1, "added": 1} == told_["summary"]["kinds"]
    assert told_["summary"]["renumbered"] == len(told_["renumbered"]) > 0
    assert "major" == told_["summary"]["severity"]


def test_a_change_as_json() -> None:
    told_ = data.report([compared(one("提前3日通知。"), one("提前5日通知。"))])
    (change,) = told_["changes"]
    assert {"clause": "x", "number": "第1.2条", "heading": "", "text": "提前3日通知。"} == {
        key: change["old"][key] for key in ("clause", "number", "heading", "text")
    }
    assert [{"kind": "days", "old": "3日", "new": "5日"}] == change["signals"]
    assert {"op": "delete", "old": "3", "new": ""} in change["edits"]


# Wholes


def test_a_document_that_is_new_or_gone_is_one_change() -> None:
    outline = outlined(one(FIRST))
    for pair, kind in (((None, outline), Kind.ADDED), ((outline, None), Kind.DELETED)):
        found = diff(*pair)
        change = only(found)
        assert (kind, "document", "terms") == (change.kind, change.unit, change.side.clause)
        assert FIRST in change.side.text


def test_two_workspaces_are_compared_document_by_document() -> None:
    kept, other = one(FIRST), document(section("s", *sample(2)), id="other")
    gone = document(section("s", *sample(1)), id="gone")
    found = between(corpus(kept, gone), corpus(one(FIRST.replace("十日", "五日")), other))
    assert {"terms": "wording", "other": "added", "gone": "deleted"} == {
        each.document: str(only(each).kind) for each in found
    }


def test_external_documents_are_compared_by_their_fields() -> None:
    def external(**more: Any) -> External:
        given: dict[str, Any] = {
            "id": "ext", "title": "保险条款", "kind": "external", "holder": "某保险公司",
            "product": "保险", "page": "某页", "covers": "理赔范围。", "renews": "每年续期。",
            "leave": "随时退出。",
            "version": {"number": "1", "published": "2026-01-01", "effective": "2026-02-01"},
        }  # fmt: skip
        return External.model_validate(given | more)

    from generator.compare.outlines import outline

    corpora = corpus(one(FIRST))
    old, new = external(), external(holder="另一公司", covers="理赔范围和免赔额。")
    found = diff(outline(old, corpora), outline(new, corpora))
    assert [("metadata", "holder"), ("wording", "covers")] == listed(found)


def test_every_order_of_three_clauses_moves_as_few_as_can_be() -> None:
    least = {"012": 0, "021": 1, "102": 1, "120": 1, "201": 1, "210": 2}
    for order in itertools.permutations(range(3)):
        found = compared(
            document(section("s", *sample(3))), document(section("s", *sample(of=order)))
        )
        assert least["".join(map(str, order))] == len(found.changes)


def test_clauses_of_a_section_dissolved_into_the_next_stand_where_they_are_read() -> None:
    """The next heading now stands before them: once they were kept and the heading was lost."""
    old = document(section("p", *sample(of=[0, 1])), section("q", *sample(of=[2, 3])))
    new = document(section("q", *sample(of=[0, 1, 2, 3])))
    assert [("deleted", "p"), ("moved", "c0"), ("moved", "c1")] == listed(compared(old, new))


def test_the_example_in_the_documentation_is_what_the_schema_says() -> None:
    page = (Path(__file__).parents[1] / "docs/diff.zh-CN.md").read_text("utf-8")
    (example,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    jsonschema.validate(json.loads(example), json.loads(data.schema()))
