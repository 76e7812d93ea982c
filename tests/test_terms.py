"""Defined words are found by the longest match, without word boundaries, in linear time."""

from __future__ import annotations

import pytest

from generator.lint.terms import Finder, plain, spellings


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        (["平台", "平台运营方"], "平台运营方在平台", [(0, "平台运营方"), (6, "平台")]),
        (["服务费"], "服务费用于维护", [(0, "服务费")]),
        (["服务费", "服务费用"], "服务费用", [(0, "服务费用")]),
        (["账户"], "营销帐户", []),
        (["甲"], "", []),
        ([], "平台", []),
    ],
)
def test_the_longest_word_that_fits_is_the_one_used(
    words: list[str], text: str, expected: list[tuple[int, str]]
) -> None:
    assert expected == list(Finder(words).find(text))


def test_words_that_cross_each_other_are_told() -> None:
    finder = Finder(["营销账户", "账户余额", "余额"])
    assert [(1, "营销账户", "账户余额")] == list(finder.crossing("退营销账户余额"))
    assert [] == list(finder.crossing("营销账户的账户余额"))


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("平台", ("平台",)),
        ("甲方/买方", ("甲方", "买方")),
        ("“您”或“用户”", ("您", "用户")),
        ("软件（含升级）", ("软件",)),
    ],
)
def test_one_row_may_define_several_words(term: str, expected: tuple[str, ...]) -> None:
    assert expected == spellings(term)


def test_definitions_are_compared_without_marks() -> None:
    assert plain("指**订单**载明的期间。") == plain("是指订单，载明的期间")
