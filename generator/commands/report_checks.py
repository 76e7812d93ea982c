"""The answer of `xieyi check`, for a person, a program, a code host or an annotation."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .. import __version__
from ..lint import all_rules
from ..problems import Problem, Severity
from ..wording import say
from .report import hint, line, sentence

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning"}


def written(problems: Sequence[Problem], form: str, texts: Mapping[str, bytes]) -> str:
    """Problems in one of the formats; `texts` are the files, for the line a problem stands on."""
    match form:
        case "json":
            return _json({"problems": [_plain(p) for p in problems], "summary": _counts(problems)})
        case "sarif":
            return _json(_sarif(problems))
        case "github":
            return "".join(_annotation(problem) for problem in problems)
        case _:
            paths = {problem.span.path for problem in problems if problem.span}
            rows = {p: texts[p].decode("utf-8", "replace").splitlines() for p in paths & set(texts)}
            shown = "".join(f"{line(p)}\n{_quoted(p, rows)}" for p in problems)
            return f"{shown}{say('check.summary', **_counts(problems))}\n"


def rule_of(problem: Problem) -> str:
    """The name of the rule, or the code of a problem that is no rule's."""
    return problem.code.partition(".")[0]


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _counts(problems: Iterable[Problem]) -> dict[str, int]:
    severities = [problem.severity for problem in problems]
    return {
        "errors": severities.count(Severity.ERROR),
        "warnings": severities.count(Severity.WARNING),
    }


def _plain(problem: Problem) -> dict[str, Any]:
    span = problem.span
    return {
        "path": span.path if span else None,
        "line": span.line if span else None,
        "column": span.column if span else None,
        "code": str(problem.params.get("rule", problem.code)),
        "rule": rule_of(problem),
        "severity": str(problem.severity),
        "message": sentence(problem),
        "hint": hint(problem),
    }


def _quoted(problem: Problem, files: Mapping[str, list[str]]) -> str:
    """The line a problem stands on, and a caret below the place."""
    if problem.span is None or problem.span.path not in files:
        return ""
    rows = files[problem.span.path]
    if problem.span.line > len(rows):
        return ""
    row = rows[problem.span.line - 1].rstrip()
    before, at = row[: problem.span.column - 1], max(0, problem.span.column - 31)
    start, end = at, at + 70
    pad = sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in before[start:])
    shown = "".join(c if c.isprintable() else " " for c in row[start:end])
    return f"    {shown}\n    {' ' * pad}^\n"


def _annotation(problem: Problem) -> str:
    """A workflow command (`::error file=…`), with the characters it reserves escaped."""

    def escaped(text: str, reserved: str) -> str:
        return "".join(f"%{ord(c):02X}" if c in reserved else c for c in text)

    where = ""
    if problem.span:
        span = problem.span
        path = escaped(span.path, "%\r\n:,")
        where = f"file={path},line={span.line},col={span.column},"
    title = escaped(rule_of(problem), "%\r\n:,")
    way_out = hint(problem)
    text = sentence(problem) + (f"\n{say('report.hint', hint=way_out)}" if way_out else "")
    shown = escaped(text, "%\r\n")
    return f"::{_LEVELS[problem.severity]} {where}title={title}::{shown}\n"


def _sarif(problems: Sequence[Problem]) -> dict[str, Any]:
    """SARIF 2.1.0 (OASIS standard, 2020-03-27)."""
    from ..lint.docstring import page

    names = {rule.name for rule in all_rules()}
    described = [
        {
            "id": rule.name,
            "name": rule.id,
            "shortDescription": {"text": page(rule).title},
            "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        }
        for rule in all_rules()
    ]
    others = sorted({rule_of(problem) for problem in problems} - names)
    tool = {
        "name": "xieyi",
        "version": __version__,
        "rules": described + [{"id": name} for name in others],
    }
    results = [_result(problem) for problem in problems]
    run = {"tool": {"driver": tool}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(problem: Problem) -> dict[str, Any]:
    way_out = hint(problem)
    text = sentence(problem) + (f"（{way_out}）" if way_out else "")
    result: dict[str, Any] = {
        "ruleId": rule_of(problem),
        "level": _LEVELS[problem.severity],
        "message": {"text": text},
    }
    if problem.span:
        region = {"startLine": problem.span.line, "startColumn": problem.span.column}
        place = {"artifactLocation": {"uri": problem.span.path}, "region": region}
        result["locations"] = [{"physicalLocation": place}]
    return result
