"""A rule's page: the docstring of its module, with the examples that the tests run.

    \"\"\"标题

    要求……

    ## 理由
    ## 法律
    ## 正确 / ## 错误     each with a fenced block: `text` (the text of one clause) or `yaml`
    ## 如何修改
    ## 如何保留
    \"\"\"

A `yaml` block is laid over a small workspace; `# file: agreements/…` begins another file.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..problems import Severity
from .rule import Rule

HEADINGS = ("理由", "法律", "正确", "错误", "如何修改", "如何保留")
_FENCE = re.compile(r"^```(text|yaml)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Example:
    """One example: whether it is right, how it is written (`text` or `yaml`), and what it says."""

    right: bool
    form: str
    content: str


@dataclass(frozen=True, slots=True)
class Page:
    """What a rule's docstring says."""

    title: str
    text: str
    examples: tuple[Example, ...]


def page(rule: Rule) -> Page:
    """The page of a rule; raises ValueError when a part of it is missing."""
    text = inspect.cleandoc(rule.module.__doc__ or "") if rule.module else ""
    title = text.partition("\n")[0]
    missing = [name for name in HEADINGS if f"\n## {name}\n" not in text]
    if missing or not title:
        raise ValueError(f"{rule.name}: the page lacks {', '.join(missing)}")
    return Page(title, text, tuple(_examples(text)))


def markdown(rule: Rule) -> str:
    """The page as Markdown, as `docs/rules/<name>.md` holds it."""
    found = page(rule)
    days = _days(rule)
    severity = "错误" if rule.severity is Severity.ERROR else "警告"
    head = f"# {rule.id} {rule.name}：{found.title}\n\n级别：{severity}。适用：{days}。\n"
    return head + found.text.partition("\n")[2].rstrip() + "\n"


def _days(rule: Rule) -> str:
    if rule.since and rule.until:
        return f"生效日在{rule.since}至{rule.until}之间的版本"
    if rule.since:
        return f"生效日不早于{rule.since}的版本"
    return f"生效日不晚于{rule.until}的版本" if rule.until else "全部版本"


def _examples(text: str) -> Iterator[Example]:
    for name, right in (("正确", True), ("错误", False)):
        part = text.split(f"\n## {name}\n", 1)[1]
        part = re.split(r"^## ", part, maxsplit=1, flags=re.MULTILINE)[0]
        for found in _FENCE.finditer(part):
            yield Example(right, found[1], found[2])
