"""Every rule's page is complete and its examples do what they say."""

from __future__ import annotations

import re
import runpy
from datetime import date
from pathlib import Path

import pytest
import yaml

from generator import lint, load, pipeline, validate
from generator.lint.docstring import Example, page
from generator.lint.rule import Rule, all_rules
from generator.workspace import File

ROOT = Path(__file__).resolve().parents[1]
DAY = date(2026, 11, 22)
CATALOG = """\
platform: {name: 某某平台, operator: 某某平台运营方}
products:
  - {id: a, name: 甲产品}
  - {id: b, name: 乙产品}
documents: [terms]
"""
BASE = """\
id: terms
title: 服务条款
kind: agreement
version: {number: "1", published: 2026-04-01, effective: 2026-06-01}
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: only
        text: |
          本协议适用于全部服务。
"""


class Blocks(yaml.SafeDumper):
    """Writes text of several lines as a block, as our files do."""


Blocks.add_representer(
    str,
    lambda dumper, text: dumper.represent_scalar(
        "tag:yaml.org,2002:str", text, style="|" if "\n" in text else None
    ),
)
RULES = all_rules()
CASES = [
    pytest.param(rule, example, id=f"{rule.name}-{'right' if example.right else 'wrong'}-{at}")
    for rule in RULES
    for at, example in enumerate(page(rule).examples, 1)
]


def files(example: Example) -> list[File]:
    """The small workspace with an example laid over it."""
    texts = {"agreements/catalog.yaml": CATALOG, "agreements/documents/terms.yaml": BASE}
    if example.form == "text":
        block = "".join(f"          {row}\n" for row in example.content.splitlines())
        texts["agreements/documents/terms.yaml"] = re.sub(
            r"          本协议适用于全部服务。\n", lambda _: block, BASE
        )
        return [_file(path, text) for path, text in texts.items()]
    parts = re.split(r"^# file: (\S+)\n", example.content, flags=re.MULTILINE)
    laid = dict(zip(parts[1::2], parts[2::2], strict=True))
    if parts[0].strip():
        laid["agreements/documents/terms.yaml"] = parts[0]
    for path, text in laid.items():
        below = yaml.load(texts.get(path, "{}"), yaml.BaseLoader)
        above = yaml.load(text, yaml.BaseLoader)
        texts[path] = yaml.dump(below | above, Dumper=Blocks, allow_unicode=True, sort_keys=False)
    return [_file(path, text) for path, text in texts.items()]


def _file(path: str, text: str) -> File:
    folder = path.split("/")[1]
    kinds = {"documents": "document", "published": "document", "retired": "retired"}
    kind = kinds.get(folder, "notice" if folder == "notices" else "catalog")
    return File(path, kind, text.encode())


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_the_examples_of_a_page_do_what_they_say(rule: Rule, example: Example) -> None:
    corpus = pipeline.read(files(example), DAY).corpus
    found = lint.check(corpus, DAY, select=[rule.name])
    assert example.right == (not found), [(p.code, p.span) for p in found]
    if not example.right:
        assert all(problem.span for problem in found)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_page_has_all_its_parts_and_examples_of_both_kinds(rule: Rule) -> None:
    examples = page(rule).examples
    assert {True, False} == {example.right for example in examples}
    assert rule.module and rule.module.__name__.endswith("." + rule.name.replace("-", "_"))
    assert re.fullmatch(r"[LS]\d\d", rule.id)


def test_no_two_rules_share_an_id_or_a_name() -> None:
    assert len(RULES) == len({rule.id for rule in RULES}) == len({rule.name for rule in RULES})


def test_the_pages_in_docs_are_those_of_the_rules() -> None:
    """After a change of a docstring: `make pages`."""
    written = {path.name: path.read_text("utf-8") for path in (ROOT / "docs/rules").glob("*.md")}
    assert written == runpy.run_path(str(ROOT / "scripts/pages"))["pages"]()


def test_the_contents_page_leads_to_every_rule_once() -> None:
    text = (ROOT / "docs/rules/README.md").read_text("utf-8")
    for rule in RULES:
        assert text.count(f"[{rule.id} {page(rule).title}]({rule.name}.md)") == 1


def test_the_bare_workspace_breaks_no_rule() -> None:
    example = Example(True, "yaml", "")
    problems = lint.check(pipeline.read(files(example), DAY).corpus, DAY)
    assert [] == [(problem.code, problem.span) for problem in problems]


def test_a_rule_judges_only_versions_of_its_own_days() -> None:
    old = 'version: {number: "1", published: 2018-04-01, effective: 2018-04-02}\n'
    corpus = pipeline.read(files(Example(False, "yaml", old)), DAY).corpus
    assert [] == lint.check(corpus, DAY, select=["notice-period"])


ALLOWED = """\
allow:
  - {rule: %s, why: 有理由, until: %s}
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: only
        text: |
          平台对本规则享有最终解释权。
"""


@pytest.mark.parametrize(
    ("rule", "until", "expected"),
    [
        ("final-interpretation", "2030-01-01", []),
        ("L12", "2030-01-01", []),
        ("final-interpretation", "2026-01-01", ["final-interpretation", "suppression-expired"]),
        ("notice-period", "2030-01-01", ["final-interpretation", "unused-suppression"]),
        ("no-such-rule", "2030-01-01", ["final-interpretation", "unknown-rule"]),
    ],
)
def test_a_suppression_counts_when_it_is_needed_known_and_not_expired(
    rule: str, until: str, expected: list[str]
) -> None:
    corpus = pipeline.read(files(Example(False, "yaml", ALLOWED % (rule, until))), DAY).corpus
    found = [problem.code for problem in lint.check(corpus, DAY)]
    watched = {"final-interpretation", "suppression-expired", "unused-suppression", "unknown-rule"}
    assert expected == sorted(code for code in found if code in watched)


def test_a_suppression_needs_a_reason() -> None:
    text = ALLOWED.replace(", why: 有理由", "") % ("final-interpretation", "2030-01-01")
    document = files(Example(False, "yaml", text))[1]
    with pytest.raises(validate.Rejected):
        validate.document(load.read(document.path, document.data))
