"""What the rules about versions see that the examples of their pages cannot show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from generator import lint, load, pipeline, validate
from generator.lint.rules import immutable, major_change
from generator.lint.subject import Subject, Whole
from generator.model import Document
from generator.reading import Status
from generator.resolve import Corpus
from generator.resolve.assembly import held_alone
from generator.workspace import File

DAY = date(2026, 11, 22)
CATALOG = """\
platform: {name: 某某平台, operator: 某某平台运营方}
products: [{id: a, name: 甲产品}]
documents: [terms]
"""
TERMS = """\
id: terms
title: 服务条款
kind: agreement
version: {number: "%s", published: %s, effective: %s, reason: 定期修订。}
terms:
  - {id: you, term: 您, means: 指商家。}
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: plain
        text: |
          本协议适用于全部服务。
      - id: listed
        text: |
          双方遵守下列约定：
        items:
          - id: fee
            material: fee
            text: |
              服务费按月支付；
          - id: manner
            text: |
              以电子方式通知。
"""
OLD = TERMS % ("1", "2025-03-01", "2025-04-01")
NEW = TERMS % ("2", "2026-03-01", "2026-03-10")


def document(path: str, text: str) -> Document:
    return validate.document(load.read(path, text.encode()))


def corpus(*texts: tuple[str, str]) -> Corpus:
    files = [File("agreements/catalog.yaml", "catalog", CATALOG.encode())]
    files += [File(f"agreements/{path}", "document", text.encode()) for path, text in texts]
    return pipeline.read(files, DAY).corpus


@pytest.mark.parametrize(
    ("expected", "old", "new"),
    [
        ([], "", ""),
        ([], "适用于全部服务", "适用于全部的服务"),
        ([], "以电子方式通知", "以书面方式通知"),
        ([], "适用于全部服务", "适用于\n          全部服务"),
        (["major-change"], "按月支付", "按年支付"),
        ([], "fee\n            material: fee", "price\n            material: fee"),
        (["major-change"], "以电子方式通知", "不得以电子方式通知"),
        (["major-change"], "            material: fee\n", ""),
    ],
)
def test_a_change_is_major_when_it_touches_what_is_of_major_interest(
    expected: list[str], old: str, new: str
) -> None:
    changed = NEW.replace(old, new)
    if "material" in old and not new:  # the tag is gone, and so are the words
        changed = changed.replace("服务费按月支付", "另行约定")
    held = corpus(("published/terms/1.yaml", OLD), ("documents/terms.yaml", changed))
    assert expected == [p.code for p in lint.check(held, DAY, select=["major-change"])]


def test_many_changed_clauses_are_a_major_change() -> None:
    clause = "      - id: more-%d\n        text: |\n          %s。\n"
    old = OLD + "".join(clause % (n, "双方互相配合") for n in range(4))
    new = NEW + "".join(clause % (n, "双方互相协助") for n in range(4))
    texts = [document("agreements/documents/terms.yaml", text) for text in (old, new)]
    held = corpus(("published/terms/1.yaml", old), ("documents/terms.yaml", new))
    assert major_change._is_major(texts[1], texts[0], held)
    assert not major_change._is_major(texts[1], texts[1], held)


@pytest.mark.parametrize(
    ("line", "old", "new"),
    [
        (None, "", ""),
        (None, "适用于全部服务", "适用于\n          全部服务"),
        (13, "适用于全部服务", "适用于部分服务"),
        (24, "以电子方式", "以书面方式"),
        (2, "服务条款", "服务协议"),
        (4, "2025-04-01", "2025-04-02"),
        (6, "指商家", "指买家"),
    ],
)
def test_a_published_version_says_the_same_everywhere(line: int | None, old: str, new: str) -> None:
    """Two files of one number are refused on reading; the rule also holds for what is not."""
    held = corpus(("published/terms/1.yaml", OLD))
    working = document("agreements/documents/terms.yaml", OLD.replace(old, new))
    subjects = [
        Subject(held, held_alone(held, each, Status.IN_FORCE), DAY)
        for each in (held.documents["terms"].document, working)
    ]
    found = list(immutable.look(replace(Whole(held, DAY), subjects=tuple(subjects))))
    assert ([line] if line else []) == [f.place.line for f in found if f.place]
