"""The only place that prints problems, and the meaning of the exit codes.

0 fine, 1 problems in the agreements, 2 wrong usage, 3 the machine, the disk or
a lock is in the way, 4 the renderer failed, 70 a defect of xieyi itself.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import click

from ..problems import Problem, Rejected
from ..wording import known, say


@contextmanager
def guarded(ctx: click.Context) -> Iterator[None]:
    """Turn what a command raises into one clear report and its exit code."""
    try:
        yield
    except Rejected as rejected:
        if ctx.meta.get("json"):
            click.echo(as_json(rejected.problems))
        else:
            tell(rejected.problems)
        ctx.exit(rejected.exit_code)
    except (click.exceptions.Exit, click.ClickException, click.Abort, KeyboardInterrupt):
        raise
    except BrokenPipeError:
        ctx.exit(0)
    except Exception as error:
        if os.environ.get("XIEYI_DEBUG"):
            raise
        detail = f"{type(error).__name__}: {error}"
        click.echo(say("report.defect", detail=detail), err=True)
        ctx.exit(70)


def tell(problems: Sequence[Problem]) -> None:
    """Print problems for a person, on stderr."""
    for problem in problems:
        click.echo(line(problem), err=True)
    click.echo(say("report.summary", count=len(problems)), err=True)


def sentence(problem: Problem) -> str:
    """What is wrong, in one sentence."""
    return say(f"problem.{problem.code}", **_shown(problem))


def hint(problem: Problem) -> str | None:
    """The way out, when it is known."""
    key = f"hint.{problem.hint}"
    return say(key, **_shown(problem)) if problem.hint and known(key) else None


def line(problem: Problem) -> str:
    """A problem as a person reads it: place, severity, code, sentence; the hint below."""
    place = f"{problem.span}: " if problem.span else ""
    severity = say(f"severity.{problem.severity}")
    rule = f"{problem.params['rule']} " if "rule" in problem.params else ""
    text = f"{place}{severity}[{rule}{problem.code.partition('.')[0]}]: {sentence(problem)}"
    way_out = hint(problem)
    return f"{text}\n  {say('report.hint', hint=way_out)}" if way_out else text


def as_json(problems: Iterable[Problem]) -> str:
    """Problems for a machine."""
    return json.dumps({"problems": listed(problems)}, ensure_ascii=False, indent=2)


def listed(problems: Iterable[Problem]) -> list[dict[str, object]]:
    """Problems as plain data."""
    return [
        {
            "path": problem.span.path if problem.span else None,
            "line": problem.span.line if problem.span else None,
            "column": problem.span.column if problem.span else None,
            "code": problem.code,
            "severity": str(problem.severity),
            "message": sentence(problem),
            "hint": hint(problem),
        }
        for problem in problems
    ]


def _shown(problem: Problem) -> dict[str, object]:
    """Parameters as they may be printed: on one line, without control characters."""
    return {
        name: "".join(c if c.isprintable() else " " for c in str(value))
        for name, value in problem.params.items()
    }
