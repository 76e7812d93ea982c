"""Numbers are read as a reader reads them, whatever they are written in."""

from __future__ import annotations

from fractions import Fraction

import pytest

from generator.quantities import amounts, quantities, shown, value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15", 15),
        ("１２０", 120),
        ("12,000", 12_000),
        ("1,234,567.5", Fraction("1234567.5")),
        ("１２，０００", 12_000),
        ("1.2万", 12_000),
        ("3亿", 300_000_000),
        ("5百万", 5_000_000),
        ("零", 0),
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("两", 2),
        ("一百零五", 105),
        ("一百一十", 110),
        ("一百五", 150),
        ("三万五", 35_000),
        ("一万零一十", 10_010),
        ("二〇二六", 2026),
        ("三点五", Fraction("3.5")),
        ("十二亿三千万", 1_230_000_000),
        ("壹万贰仟", 12_000),
        ("壹佰零伍万", 1_050_000),
        ("贰拾叁亿肆仟伍佰陆拾柒万捌仟玖佰", 2_345_678_900),
        ("半", Fraction(1, 2)),
    ],
)
def test_a_numeral_is_worth_what_it_says(text: str, expected: int | Fraction) -> None:
    assert expected == value(text)


@pytest.mark.parametrize("text", ["", "万", "壹拾贰仟", "十百", "一二十", "12,00", "甲", "点五"])
def test_what_is_no_numeral_is_worth_nothing(text: str) -> None:
    assert value(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("应当在15个工作日内退款", [(15, "day", "工作日")]),
        ("三十日内", [(30, "day", "日")]),
        ("两周", [(14, "day", "周")]),
        ("租期二年", [(24, "month", "年")]),
        ("租期24个月", [(24, "month", "月")]),
        ("半年", [(6, "month", "年")]),
        ("百分之五", [(5, "percent", "%")]),
        ("万分之五", [(Fraction(1, 20), "percent", "%")]),
        ("三分之一", [(Fraction(100, 3), "percent", "%")]),
        ("0.03%", [(Fraction("0.03"), "percent", "%")]),
        ("５％", [(5, "percent", "%")]),
        ("￥12,000.00", [(12_000, "money", "元")]),
        ("人民币1.5万元", [(15_000, "money", "元")]),
        ("壹万贰仟元整", [(12_000, "money", "元")]),
        ("LPR的4倍", [(4, "times", "倍")]),
        ("2026年6月1日起，满3年", [(36, "month", "年")]),
        ("每月5日前支付", []),
        ("第三次会议、第三人", []),
        ("一方通知另一方", []),
        ("统一格式", []),
    ],
)
def test_quantities_are_numbers_with_units(
    text: str, expected: list[tuple[Fraction, str, str]]
) -> None:
    assert expected == [(q.value, q.dimension, q.unit) for q in quantities(text)]


def test_a_quantity_knows_where_it_stands() -> None:
    text = "应当在15个工作日内"
    (found,) = quantities(text)
    assert "15个工作日" == text[found.start : found.end]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("壹万贰仟元整", [(Fraction(12_000), "整")]),
        ("人民币叁佰元伍角", [(Fraction("300.5"), "")]),
        ("壹佰元零伍分", [(Fraction("100.05"), "")]),
        ("大写：一万二千元整", [(Fraction(12_000), "整")]),
        ("壹拾贰仟元整", [(None, "整")]),
        ("一百元整", []),
        ("二元结构", []),
    ],
)
def test_amounts_are_sums_in_words(text: str, expected: list[tuple[Fraction | None, str]]) -> None:
    assert expected == [(a.value, a.full) for a in amounts(text)]


def test_numbers_are_shown_without_needless_zeros() -> None:
    assert ["12000", "0.05"] == [shown(Fraction(12_000)), shown(Fraction(1, 20))]


def test_a_long_text_is_read_in_proportion_to_its_length() -> None:
    assert 20_000 == len(quantities("一百二十元，" * 20_000))
