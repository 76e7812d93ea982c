"""`xieyi check --fix` mends what is certain, at the places found, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import pipeline
from generator.lint.rule import Rule, all_rules
from generator.mending import mended
from generator.workspace import File

ROOT = Path(__file__).resolve().parents[1]
DAY = date(2026, 11, 22)
CATALOG = """\
platform: {name: 某平台, operator: 某运营方}
values: {page: 规则页}
products:
  - {id: a, name: 甲(基础版)产品}
"""
HEAD = """\
# 注释,里的半角标点不动
id: terms
title: 服务条款
kind: agreement
version: {number: "1", published: 2026-04-01, effective: 2026-06-01}
sections:
  - id: one
    title: 一般规定
    clauses:
"""
FIXED = [rule for rule in all_rules() if hasattr(rule.module, "fix")]


def fixed(clause: str, path: str = "agreements/documents/terms.yaml") -> str:
    """A clause of a small document after mending, with the rest of the file as it was."""
    text = HEAD + clause
    files = [
        File("agreements/catalog.yaml", "catalog", CATALOG.encode()),
        File(path, "document", text.encode()),
    ]
    for _ in range(3):
        problems = pipeline.check(files, DAY, [rule.name for rule in FIXED])
        files, _ = mended(files, problems)
    done = files[1].data.decode()
    assert HEAD == done[: len(HEAD)]
    assert CATALOG.encode() == files[0].data
    return done[len(HEAD) :]


def clause(*lines: str) -> str:
    body = "".join(f"          {line}\n" for line in lines)
    return f"      - id: only\n        text: |\n{body}"


@pytest.mark.parametrize(
    ("expected", "typed"),
    [
        ("您应当付款，平台开票。", "您应当付款,平台开票."),
        ("**您应当付款**，平台开票。", "**您应当付款**, 平台开票。"),
        ("${page}：您可以查询（例外除外）。", "${page}:您可以查询(例外除外)。"),
        ("所称“商家”包括您。", '所称"商家"包括您。'),
        ("服务期为12个月，见App。", "服务期为１２个月,见Ａｐｐ。"),
        ("面积为20平方米，租金为¥100。", "面积为20㎡，租金为￥100。"),
        ("费用包括（一）基础、（二）增值。", "费用包括㈠基础、㈡增值。"),
        ("依照《甲法》《乙法》订立。", "依照《甲法》、《乙法》订立。"),
        ("依照《关于〈甲法〉的解释》订立。", "依照《关于《甲法》的解释》订立。"),
        ("您应当付款。", "您应当付款。。"),
        ("提交图片……等。", "提交图片...等。"),
        ("Caf\u00e9的名称。", "Cafe\u0301的名称。"),
        ("见[甲,乙](https://example.com/a,b)，比例3:7。", "见[甲,乙](https://example.com/a,b),比例3:7。"),
    ],
)  # fmt: skip
def test_what_is_certain_is_mended(expected: str, typed: str) -> None:
    if "[甲,乙]" in typed:
        expected = expected.replace("[甲,乙]", "[甲，乙]")
    assert clause(expected) == fixed(clause(typed))


@pytest.mark.parametrize(
    "typed",
    [
        "网址为[说明](https://example.com/a,b;c)，金额为1,000.50元，时间为18:00。",
        "本协议的英文名称为Terms of Service (Basic), Version 2。",
        "您可以订购甲(基础版)产品。",
        "卡尔.马克思的著作——从略……",
        "所称“商家，是指您。",
        "费用包括：①基础费用。",
        "平台运营方—即本协议的提供方，应当说明。",
    ],
)
def test_what_is_right_or_uncertain_stays(typed: str) -> None:
    assert clause(typed) == fixed(clause(typed))


def test_line_ends_comments_and_layout_stay_byte_for_byte() -> None:
    text = clause("甲,乙", "丙。") + "        # 甲,乙\n        material:   fee   # 费用,的\n"
    text = text.replace("\n", "\r\n")
    assert text.replace("          甲,乙", "          甲，乙") == fixed(text)


def test_headings_cells_and_items_are_mended_where_they_stand() -> None:
    typed = """\
      - id: only
        keyword: 费用,退款
        text: 费用如下。
        table:
          columns: [项目, "说明(一)"]
          rows:
            - [甲, "按月结算,逐月开票"]
            - {cells: [乙, '按年结算;逐年开票']}
        items:
          - {id: first, text: "甲方,乙方"}
"""
    expected = typed
    for old, new in (
        ("用,退", "用，退"),
        ("(一)", "（一）"),
        ("算,逐", "算，逐"),
        ("方,乙", "方，乙"),
    ):
        expected = expected.replace(old, new)
    assert expected.replace("算;逐", "算；逐") == fixed(typed)


def test_what_an_allow_covers_is_never_touched() -> None:
    allow = "        allow: [{rule: halfwidth-punctuation, why: 原文如此}]\n"
    assert clause("甲,乙１") + allow not in fixed(clause("甲,乙１") + allow)
    assert clause("甲,乙1") + allow == fixed(clause("甲,乙１") + allow)


def test_a_frozen_version_is_never_touched() -> None:
    path = "agreements/published/terms/1.yaml"
    assert clause("甲,乙") == fixed(clause("甲,乙"), path)


def test_an_escape_is_left_to_a_person() -> None:
    typed = '      - {id: only, text: "\\u7532,乙\\uff0c丙,丁"}\n'
    assert typed == fixed(typed)


def test_a_mark_that_yaml_would_read_is_not_put_into_a_plain_value() -> None:
    """`﹟` would become `#` behind a space, and the rest of the line a comment."""
    typed = "      - id: only\n        text: 甲 ﹟乙\n"
    assert typed == fixed(typed)


def test_only_the_places_found_are_mended() -> None:
    text = HEAD + clause("甲,乙。", "丙,丁。")
    files = [
        File("agreements/catalog.yaml", "catalog", CATALOG.encode()),
        File("agreements/documents/terms.yaml", "document", text.encode()),
    ]
    problems = pipeline.check(files, DAY, ["halfwidth-punctuation"])
    files, count = mended(files, problems[1:])
    assert 1 == count
    assert text.replace("丙,丁", "丙，丁") == files[1].data.decode()


ALPHABET = "甲乙aA1, .;:()?!\"'，。（）“”《》〈〉、…—-*${}[]\n\\１ＡＢ㈠⑴㎡￥①é\u0301﹐．"


@pytest.mark.parametrize("rule", FIXED, ids=lambda rule: rule.name)
@given(text=st.text(ALPHABET, max_size=40))
def test_mending_twice_is_mending_once(rule: Rule, text: str) -> None:
    assert rule.module
    once = rule.module.fix(text)
    assert once == rule.module.fix(once)


@pytest.mark.parametrize("rule", FIXED, ids=lambda rule: rule.name)
def test_a_right_text_is_its_own_mending(rule: Rule) -> None:
    text = "您可以在“规则页”（[[#only]]）查询《甲法》《乙法》，费用为1,000.50元——见**第2页**……"
    assert rule.module and text == rule.module.fix(text)


def test_fix_writes_the_files_and_reports_what_is_left(tmp_path: Path) -> None:
    document = tmp_path / "agreements/documents/terms.yaml"
    document.parent.mkdir(parents=True)
    (tmp_path / "agreements/catalog.yaml").write_text(CATALOG, "utf-8")
    document.write_text(HEAD + clause("甲,乙,费用待定。"), "utf-8")
    environment = os.environ | {"XIEYI_LANG": "en", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "generator", "-w", str(tmp_path)]
    command += ["check", "--fix", "--select", "halfwidth-punctuation,residue"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment)
    assert (1, "mended: 2\n") == (done.returncode, done.stderr)
    assert "residue" in done.stdout and "halfwidth" not in done.stdout
    assert HEAD + clause("甲，乙，费用待定。") == document.read_text("utf-8")
