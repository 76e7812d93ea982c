"""`xieyi check` as a person, a program and a code host meet it."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import jsonschema
import pytest
from small import STARTER
from test_commands import ROOT, xieyi

# What SARIF 2.1.0 (OASIS, 2020-03-27, §3.13, §3.27, §3.29, §3.49) asks of the parts we write.
TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
PLACE = {
    "type": "object",
    "required": ["artifactLocation", "region"],
    "properties": {
        "artifactLocation": {
            "type": "object",
            "properties": {"uri": {"type": "string", "pattern": r"^[^ \\]+$"}},
        },
        "region": {
            "type": "object",
            "properties": {
                "startLine": {"type": "integer", "minimum": 1},
                "startColumn": {"type": "integer", "minimum": 1},
            },
            "additionalProperties": False,
        },
    },
}
RESULT = {
    "type": "object",
    "required": ["message"],
    "properties": {
        "ruleId": {"type": "string"},
        "level": LEVEL,
        "message": TEXT,
        "locations": {"items": {"properties": {"physicalLocation": PLACE}}},
    },
    "additionalProperties": False,
}
RULE = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "string"},
        "name": {"type": "string"},
        "shortDescription": TEXT,
        "defaultConfiguration": {"type": "object", "properties": {"level": LEVEL}},
    },
    "additionalProperties": False,
}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool"],
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "results": {"type": "array", "items": RESULT},
                    "tool": {
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "required": ["name"],
                                "properties": {"rules": {"type": "array", "items": RULE}},
                            }
                        },
                    },
                },
            },
        },
    },
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with one claim of final interpretation, in a line that we know."""
    root = Path(shutil.copytree(STARTER, tmp_path / "acme"))
    path = root / "agreements/documents/service-terms.yaml"
    text = path.read_text("utf-8").replace(
        "您对本协议有疑问的，", "本平台享有**最终解释权**。\n          您对本协议有疑问的，"
    )
    path.write_text(text, "utf-8")
    return root


def place(root: Path) -> tuple[int, int]:
    """Line and column of the claim, the mark of emphasis left out."""
    text = (root / "agreements/documents/service-terms.yaml").read_text("utf-8")
    at = text.index("最终解释权")
    return text[:at].count("\n") + 1, at - text.rindex("\n", 0, at)


ONLY = ("--select", "final-interpretation")


def test_a_finding_names_place_severity_rule_law_and_way_out(root: Path) -> None:
    done = xieyi("-w", root, "check", *ONLY)
    line, column = place(root)
    first, hint, quoted, caret = done.stdout.splitlines()[:4]
    start = f"agreements/documents/service-terms.yaml:{line}:{column}: warning"
    assert first.startswith(f"{start}[L12 final-interpretation]: ")
    assert hint.startswith("  hint: ")
    assert "最终解释权" in quoted and caret.strip() == "^"
    assert done.stdout.endswith("0 error(s), 1 warning(s)\n")


def test_warnings_count_under_strict_alone(root: Path) -> None:
    assert 0 == xieyi("-w", root, "check", *ONLY).returncode
    assert 1 == xieyi("-w", root, "check", *ONLY, "--strict").returncode
    assert 0 == xieyi("-w", root, "check", *ONLY, "--ignore", "L12", "--strict").returncode


def test_json_holds_every_part_and_a_summary(root: Path) -> None:
    found = json.loads(xieyi("-w", root, "check", *ONLY, "--format", "json").stdout)
    line, column = place(root)
    assert {"errors": 0, "warnings": 1} == found["summary"]
    problem = found["problems"][0]
    assert ("L12", "final-interpretation", "warning") == (
        problem["code"],
        problem["rule"],
        problem["severity"],
    )
    assert (line, column) == (problem["line"], problem["column"])
    assert problem["message"] and problem["hint"]


def test_sarif_has_the_form_of_its_standard(root: Path) -> None:
    content = json.loads(xieyi("-w", root, "check", *ONLY, "--format", "sarif").stdout)
    jsonschema.validate(content, SARIF)
    run = content["runs"][0]
    named = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert {"final-interpretation"} == {result["ruleId"] for result in run["results"]}
    assert {result["ruleId"] for result in run["results"]} <= named


def test_annotations_escape_what_their_form_reserves(root: Path) -> None:
    shown = xieyi("-w", root, "check", *ONLY, "--format", "github").stdout
    line, column = place(root)
    path = "agreements/documents/service-terms.yaml"
    assert shown.startswith(f"::warning file={path},line={line},col={column},title=")
    assert 1 == shown.count("\n") and "%0A" in shown


def test_what_cannot_be_read_is_reported_in_the_same_form(root: Path) -> None:
    path = root / "agreements/documents/service-terms.yaml"
    path.write_text(path.read_text("utf-8").replace("kind:", "kinds:"), "utf-8")
    done = xieyi("-w", root, "check", "--format", "json")
    assert 1 == done.returncode
    assert "unknown-key" in {problem["rule"] for problem in json.loads(done.stdout)["problems"]}


def test_a_path_narrows_the_report(root: Path) -> None:
    document = root / "agreements/documents/service-terms.yaml"
    assert "1 warning(s)" in xieyi("-w", root, "check", *ONLY, document).stdout
    assert "1 warning(s)" in xieyi("-w", root, "check", *ONLY, document.parent).stdout
    catalog = root / "agreements/catalog.yaml"
    assert "0 warning(s)" in xieyi("-w", root, "check", *ONLY, catalog).stdout


def test_the_words_of_a_notice_are_judged_like_those_of_a_document(root: Path) -> None:
    folder = root / "agreements" / "notices"
    folder.mkdir(exist_ok=True)
    path = folder / "2026-04-01-fees.yaml"
    path.write_text(
        """id: 2026-04-01-fees
title: 关于调整收费标准的公告
published: 2026-04-01
announces:
  - id: fees
    title: 收费标准
    text: |
      收费标准依照本公告调整。
      此后再行调整的，恕不另行通知。
feedback: |
  本公告的最终解释权归平台所有。
""",
        encoding="utf-8",
    )
    answer = xieyi("check", "-w", str(root), "--format", "json")
    found = [p for p in json.loads(answer.stdout)["problems"] if p["path"].endswith(path.name)]
    assert [(p["line"], p["rule"]) for p in found] == [
        (9, "effect-without-notice"),
        (11, "final-interpretation"),
    ]


def test_an_unknown_rule_is_guessed(root: Path) -> None:
    done = xieyi("-w", root, "check", "--select", "final-interpretatoin")
    assert (2, True) == (done.returncode, "final-interpretation" in done.stderr)


def test_the_shipped_agreements_pass_strictly() -> None:
    done = xieyi("check", "--strict", cwd=ROOT)
    assert 0 == done.returncode, done.stdout


def test_few_rules_are_suppressed_in_the_shipped_agreements_and_with_reasons() -> None:
    text = "".join(p.read_text("utf-8") for p in (ROOT / "agreements").rglob("*.yaml"))
    assert len(re.findall(r"\bwhy:", text)) <= 5


def test_explain_lists_all_rules_and_prints_a_page() -> None:
    listed = xieyi("explain").stdout.splitlines()
    assert len(listed) >= 25 + 10
    assert "第三十四条" in xieyi("explain", "L01").stdout
    assert 2 == xieyi("explain", "no-such-rule").returncode
