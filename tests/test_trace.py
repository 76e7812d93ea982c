"""Where provisions went and where clauses come from: complete, or it says what is missing."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from small import STARTER
from test_commands import xieyi

RETIRED = """\
# a comment that a lawyer wrote
id: old-terms
title: 旧服务协议
nature: software
product: basic
product-name: 基础服务
retired:
  on: 2026-01-01
  reason: |
    由新协议承接。
successors: [service-terms]
provisions:
  # the first one
  - id: words
    heading: 定义
    topic: definitions
    gist: |
      约定词语的含义。
    fate: kept
    into: [service-terms#words]
    remark: |
      手写的说明。
  - id: price
    heading: 价格
    topic: fee
    gist: |
      约定收费。
    fate: split
    into:
      - service-terms#fee
      - service-terms#basic-fee
  - id: settings
    heading: 旧系统设置
    gist: |
      约定旧系统的设置。
    fate: dropped
    reason: |
      旧系统已经停用。
"""
BEFORE, AFTER = "        keyword: 增值服务的计费\n", "        keyword: 咨询与投诉\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with one retired agreement, every link reviewed, every clause explained."""
    root = Path(shutil.copytree(STARTER, tmp_path / "acme"))
    retired = root / "agreements/retired/old-terms.yaml"
    retired.parent.mkdir()
    retired.write_text(RETIRED, "utf-8")
    document = root / "agreements/documents/service-terms.yaml"
    text = document.read_text("utf-8").replace("draft: true", DATES)
    for keyword in (BEFORE, AFTER):
        text = text.replace(keyword, keyword + "        origin: new\n")
    document.write_text(text, "utf-8")
    edit(document, "kind: agreement", "kind: agreement\nnature: software")
    assert 0 == xieyi("-w", root, "trace", "accept", "--all").returncode
    return root


DATES = "published: 2025-12-01\n  effective: 2026-01-01"


def edit(path: Path, old: str, new: str) -> int:
    """Replace text in a file; the line in which it stood."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_all_is_accounted_for(root: Path) -> None:
    done = xieyi("-w", root, "trace")
    assert 0 == done.returncode, done.stderr
    assert "旧服务协议" in done.stdout and "手写的说明" in done.stdout
    assert "3 of 3 provisions settled; 5 of 5 clauses explained" in done.stdout


def test_accepting_a_link_changes_that_line_and_nothing_else(root: Path) -> None:
    path = root / "agreements/retired/old-terms.yaml"
    without = re.sub(r" +reviewed: [0-9a-f]{16}\n", "", path.read_text("utf-8"))
    assert RETIRED == without
    assert 2 == len(re.findall("reviewed:", path.read_text("utf-8")))


def test_a_reviewed_link_becomes_suspect_when_its_target_changes_and_clean_when_accepted(
    root: Path,
) -> None:
    document = root / "agreements/documents/service-terms.yaml"
    edit(document, "费用标准以您确认订单时展示的为准", "费用标准以订单为准")
    done = xieyi("-w", root, "trace")
    path = root / "agreements/retired/old-terms.yaml"
    rows = path.read_text("utf-8").splitlines()
    line = [n for n, row in enumerate(rows, 1) if "reviewed" in row][1]
    assert 1 == done.returncode
    assert f"old-terms.yaml:{line}:15: error[suspect-link]" in done.stderr
    assert "xieyi trace accept old-terms#price" in done.stderr
    assert 0 == xieyi("-w", root, "trace", "accept", "old-terms#price").returncode
    assert 0 == xieyi("-w", root, "trace").returncode


def test_layout_and_comments_make_no_link_suspect(root: Path) -> None:
    document = root / "agreements/documents/service-terms.yaml"
    edit(document, "，应当按照", "，\n          应当按照")
    edit(document, "      - id: fee", "      # why\n      - id: fee")
    assert 0 == xieyi("-w", root, "trace").returncode


MUTANTS = [
    ("    fate: kept\n", "", "provision-without-fate", "  - id: words"),
    ("service-terms#words", "service-terms#wordz", "target-gone", "wordz"),
    ("    reason: |\n      旧系统已经停用。\n", "", "dropped-without-reason", "fate: dropped"),
    ("fate: split", "fate: reworded", "fate-and-targets-disagree", "fate: reworded"),
    ("    fate: dropped", "    fate: merged", "fate-without-target", "fate: merged"),
    ("product-name: 基础服务", "product-name: 旧名", "product-renamed", "product-name: 旧名"),
    ("      - service-terms#basic-fee\n", "", "fate-and-targets-disagree", "fate: split"),
    ("product: basic", "product: plus", "target-not-for-product", "service-terms#basic-fee"),
    ("service-terms#words]", "service-terms#help]", "new-but-has-origin", None),
    ("service-terms#words]", "service-terms#fee]", "clause-without-origin", None),
]


@pytest.mark.parametrize(("old", "new", "code", "where"), MUTANTS)
def test_each_defect_of_the_tables_is_found_at_its_line(
    root: Path, old: str, new: str, code: str, where: str | None
) -> None:
    path = root / "agreements/retired/old-terms.yaml"
    edit(path, old, new)
    done = xieyi("-w", root, "trace")
    assert 1 == done.returncode
    assert f"error[{code}]" in done.stderr, done.stderr
    if where:
        text = path.read_text("utf-8")
        line = text[: text.index(where)].count("\n") + 1
        assert re.search(rf"old-terms\.yaml:{line}:\d+: error\[{code}\]", done.stderr), done.stderr


def test_a_product_taken_out_of_a_clause_is_found(root: Path) -> None:
    document = root / "agreements/documents/service-terms.yaml"
    edit(document, "for: [basic]", "for: [plus]")
    edit(document, "${basic.name}的计费方式为${basic.basis}，计费单位为${basic.unit}", "另行约定")
    done = xieyi("-w", root, "trace")
    assert 1 == done.returncode
    assert "error[target-not-for-product]" in done.stderr


def test_the_tables_come_as_text_json_html_and_pdf(root: Path, tmp_path: Path) -> None:
    content = json.loads(xieyi("-w", root, "trace", "--format", "json").stdout)
    assert 3 == content["coverage"]["provisions"] == content["coverage"]["settled"]
    assert ["service-terms#fee", "service-terms#basic-fee"] == [
        place["clause"] for place in content["destinations"][1]["into"]
    ]
    page = xieyi("-w", root, "trace", "--format", "html").stdout
    assert "手写的说明" in page and "新拟" in page
    target = tmp_path / "trace.pdf"
    assert 0 == xieyi("-w", root, "trace", "--format", "pdf", "--output", target).returncode
    assert target.read_bytes().startswith(b"%PDF-")


def test_one_agreement_can_be_asked_for_and_an_unknown_one_is_guessed(root: Path) -> None:
    assert "旧服务协议" in xieyi("-w", root, "trace", "old-terms").stdout
    done = xieyi("-w", root, "trace", "old-term")
    assert (2, True) == (done.returncode, "old-terms" in done.stderr)


def test_an_archived_original_is_there_and_unaltered_and_is_quoted(root: Path) -> None:
    import hashlib

    path = root / "agreements/retired/old-terms.yaml"
    original = root / "agreements/retired/originals/old.txt"
    original.parent.mkdir()
    original.write_text("旧协议原文", "utf-8")
    digest = hashlib.sha256(original.read_bytes()).hexdigest()
    archive = f"archive:\n  file: retired/originals/old.txt\n  sha256: {digest}\n"
    edit(path, "provisions:\n", f"basis: original\n{archive}provisions:\n")
    edit(path, "    fate: kept", "    text: |\n      原文如此。\n    fate: kept")
    done = xieyi("-w", root, "trace", "--format", "html")
    assert 0 == done.returncode, done.stderr
    assert "原文如此" in done.stdout
    original.write_text("旧协议原文，改过", "utf-8")
    assert "error[archive-altered]" in xieyi("-w", root, "trace").stderr
    original.unlink()
    assert "error[archive-missing]" in xieyi("-w", root, "trace").stderr
