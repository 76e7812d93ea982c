"""What the data emphasises stands out where it is read: bold and underlined, on screen and paper.

The rule `material-not-prominent` looks at the data and may not look at the renderer; this is the
other half of its promise, and `declared-style` rests on it.
"""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import Write

from generator import pipeline, workspace
from generator.bundle import compose, named
from generator.render import html

DAY = date(2026, 11, 22)
DOCUMENT = """\
id: terms
title: 服务条款
kind: agreement
version: {number: "1", published: 2026-01-01, effective: 2026-02-01}
prompt: ["请重点阅读**提示里的字**。"]
terms:
  - {term: 账单, means: 指**定义里的字**。}
sections:
  - id: fees
    title: 费用
    clauses:
      - id: fee
        material: fee
        text: |
          您应当付费，**正文里的字**不退。
        items:
          - {id: item, text: "**项里的字**；"}
        table:
          columns: [情形, 比例]
          rows: [["**表里的字**", 一成]]
        tail: |
          账单**末段里的字**。
"""
RUNS = ["提示里的字", "定义里的字", "正文里的字", "项里的字", "表里的字", "末段里的字"]
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")


class Strong(HTMLParser):
    """The texts inside <strong>, and the style sheet."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.depth, self.runs, self.styles, self.styling = 0, [""], "", False
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.styling = tag == "style"
        if tag == "strong":
            self.depth += 1
            self.runs.append("")

    def handle_endtag(self, tag: str) -> None:
        self.styling = False
        self.depth -= tag == "strong"

    def handle_data(self, data: str) -> None:
        if self.styling:
            self.styles += data
        elif self.depth:
            self.runs[-1] += data


@pytest.fixture
def page(workspace_page: str) -> Strong:
    return Strong(workspace_page)


@pytest.fixture
def workspace_page(workspace: Write) -> str:
    return _pages(workspace({"documents/terms.yaml": DOCUMENT}))


def _pages(root: Path) -> str:
    corpus = pipeline.read(workspace.find(root).files(), DAY).corpus
    pack = compose(corpus, named(corpus.catalog)[0])
    return html.to_html(pack, pack.documents[0])


def declared(styles: str) -> list[tuple[str, dict[str, str]]]:
    """The selectors of every rule that is about <strong>, with its declarations."""
    bare = re.sub(r"/\*.*?\*/|@media[^{]*\{", "", styles, flags=re.DOTALL)
    found = []
    for selectors, body in RULE.findall(bare):
        rows = (row.split(":", 1) for row in body.split(";") if ":" in row)
        style = {name.strip(): value.strip() for name, value in rows}
        found += [
            (selector.strip(), style)
            for selector in selectors.split(",")
            if re.search(r"(?<![\w.#-])strong(?![\w-])", selector)
        ]
    return found


def test_every_emphasised_run_is_strong_and_nothing_else_is(page: Strong) -> None:
    assert RUNS == [re.sub(r"\s", "", run) for run in page.runs if run]


@pytest.mark.parametrize("medium", ["screen", "paper"])
def test_strong_is_bold_and_underlined(page: Strong, medium: str) -> None:
    sheet = page.styles if medium == "screen" else html.stylesheet()
    style = next(style for selector, style in declared(sheet) if selector == "strong")
    line = style.get("text-decoration", "") + style.get("text-decoration-line", "")
    assert (True, True) == (style["font-weight"] in ("bold", "700"), "underline" in line)


@pytest.mark.parametrize("medium", ["screen", "paper"])
def test_no_other_rule_takes_the_emphasis_away(page: Strong, medium: str) -> None:
    sheet = page.styles if medium == "screen" else html.stylesheet()
    assert [] == [
        selector
        for selector, style in declared(sheet)
        if style.get("font-weight", "700") not in ("bold", "700")
        or "none" in style.get("text-decoration", "") + style.get("text-decoration-line", "")
    ]


def test_the_rule_for_strong_is_outside_every_medium(page: Strong) -> None:
    shared = (html.templates() / "text.css").read_text("utf-8")
    assert "strong" in [selector for selector, _ in declared(shared)]
    assert "@media" not in shared
    assert shared in page.styles
