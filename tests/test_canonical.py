"""The text hash: what changes it and what does not."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from conftest import CATALOG, DOCUMENT, Write
from test_commands import xieyi

from generator import pipeline
from generator.canonical import content, same, text_hash
from generator.formatting import formatted
from generator.workspace import File, find

ROOT = Path(__file__).resolve().parents[1]
DAY = date(2026, 11, 22)
RICH = (
    DOCUMENT.replace("title: 服务条款\n", "title: 服务条款\nfor: [both, c]\n", 1).replace(
        "        text: 退款。\n", "        text: 由${operator}退款。\n"
    )
    + """\
  - id: scope
    title: 适用
    clauses:
      - id: lists
        for: [both]
        text: 按下表办理。
        items:
          - id: first
            text: 见[[#fees]]和[[other]]。
        table:
          columns: [项目, 标准]
          rows:
            - [一, 二]
            - {for: [a], cells: [三, 四]}
        tail: 以上。
"""
)
OTHER = DOCUMENT.replace("id: terms", "id: other").replace("服务条款", "其他条款")


def hashed(document: str = RICH, catalog: str = CATALOG) -> str:
    files = [
        File("agreements/catalog.yaml", "catalog", catalog.encode()),
        File("agreements/documents/terms.yaml", "document", document.encode()),
        File("agreements/documents/other.yaml", "document", OTHER.encode()),
    ]
    corpus = pipeline.read(files, DAY).corpus
    return text_hash(corpus.documents["terms"].document, corpus.catalog)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("您应当预付费用。\n", "您应当\n          预付费用。\n"),
        ("kind: agreement\n", "# a remark\nkind: agreement\n"),
        ("[项目, 标准]", "\n            - 项目\n            - 标准"),
        ('number: "1"', 'number: "1.0"'),
        ("published: 2026-01-01", "published: 2025-12-01"),
        ("keyword: 预付", "keyword: 预付\n        material: fee"),
        ("id: terms\n", "id: terms\nnumbering: rule\n"),
        ("for: [both, c]", "for: [a, b, c]"),
        ("for: [both, c]", "for: [c, both]"),
        ("**余额退还**", "**余额****退还**"),
        ("[[#fees]]", "[[terms#fees]]"),
        ("refund", "money-back"),
        ("id: first", "id: first-item"),
        ("${operator}", "运营方"),
    ],
)
def test_what_no_merchant_reads_does_not_change_the_hash(old: str, new: str) -> None:
    assert old in RICH
    assert hashed() == hashed(RICH.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("您应当", "您可以"),
        ("余额退还**,", "余额退还**，"),
        ("**余额退还**", "余额退还"),
        ("**余额退还**", "**余额**退还"),
        ("[[#fees]]", "[[#scope]]"),
        ("[[other]]", "[[other#fees]]"),
        ("title: 服务条款", "title: 服务协议"),
        ("title: 费用", "title: 价款"),
        ("keyword: 预付", "keyword: 先付"),
        ("for: [both]", "for: [a]"),
        ("        for: [both]\n", ""),
        ("{for: [a], cells: [三, 四]}", "{for: [b], cells: [三, 四]}"),
        ("[一, 二]", "[一, 三]"),
        ("tail: 以上。", "tail: 以上均是。"),
        ("          **余额", "\n          **余额"),
        ("sections:\n", "prompt: [提示。]\nsections:\n"),
        ("sections:\n", "terms: [{term: 费用, means: 价款。}]\nsections:\n"),
    ],
)
def test_what_a_merchant_reads_changes_the_hash(old: str, new: str) -> None:
    assert old in RICH
    assert hashed() != hashed(RICH.replace(old, new, 1))


def test_values_and_families_of_the_catalog_count_where_they_are_used() -> None:
    assert hashed() != hashed(catalog=CATALOG.replace("运营方", "另一家"))
    assert hashed() != hashed(catalog=CATALOG.replace("products: [a, b]", "products: [a]"))
    assert hashed() == hashed(catalog=CATALOG.replace("name: 平台", "name: 另一平台"))
    assert hashed() == hashed(catalog=CATALOG.replace("name: 丙", "name: 丁"))


def test_two_clauses_that_change_places_are_another_text() -> None:
    one, two = re.findall(r"      - id: (?:prepaid|refund)\n(?:        .*\n)+", RICH)
    assert one + two in RICH
    assert hashed() != hashed(RICH.replace(one + two, two + one))


def test_formatting_never_changes_the_hash_of_a_shipped_document() -> None:
    """What `fmt` proves and what the hash keeps is one definition."""
    files = find(ROOT).files()
    laid = [File(f.path, f.kind, formatted(f.path, f.kind, f.data)) for f in files]
    texts = []
    for version in (files, laid):
        corpus = pipeline.read(version, DAY).corpus
        lineages = corpus.lineages.values()
        texts.append([text_hash(d, corpus.catalog) for lineage in lineages for d in lineage])
    assert texts[0] == texts[1]
    assert len(texts[0]) == len(set(texts[0]))


def test_the_definition_is_pinned(workspace: Write) -> None:
    """Hashes are kept for years: whoever changes this changes `FORM` with it."""
    corpus = pipeline.read(find(workspace({})).files(), DAY).corpus
    document = corpus.documents["terms"].document
    clauses = [
        ["预付", None, [[["您应当预付费用。", False], ["余额退还", True], [",见", False],
          ["reference", None, [1, 2], False], ["。", False]]], False, [], None, []],
        ["", None, [[["退款。", False]]], False, [], None, []],
    ]  # fmt: skip
    expected = ["xieyi-text-1", "服务条款", [], None, [], [], [["费用", None, clauses]]]
    assert expected == content(document, corpus.catalog)
    assert text_hash(document, corpus.catalog) == (
        "1baa7113d06b067db9f95828c2c00826ff6e89f98c9d8e0a1112480c29fd5f29"
    )


def test_paragraphs_and_spaces_between_latin_words_are_said() -> None:
    assert same("甲\n乙", "甲乙") and same("a\nb", "a b")
    assert not same("甲\n\n乙", "甲乙") and not same("a b", "ab")


def test_every_version_tells_its_hash() -> None:
    listed = json.loads(xieyi("list", "--json").stdout)
    rows = [*listed["documents"], *listed["externals"]]
    assert all(re.fullmatch("[0-9a-f]{64}", row["text-sha256"]) for row in rows)
    assert "sha256" not in xieyi("list").stdout


def test_the_receipt_tells_which_text_each_file_shows(workspace: Write, tmp_path: Path) -> None:
    root = workspace({})
    assert 0 == xieyi("-w", root, "build", "--format", "html").returncode
    receipt = json.loads((tmp_path / "dist/manifest.json").read_text("utf-8"))
    corpus = pipeline.read(find(root).files(), DAY).corpus
    expected = text_hash(corpus.documents["terms"].document, corpus.catalog)
    assert {expected} == {file["text-sha256"] for file in receipt["files"]}
