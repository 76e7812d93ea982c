"""`xieyi check`: what a court, a regulator or a merchant would stumble over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..wording import say
from .options import Names, day_option, found, today, workspace_option

if TYPE_CHECKING:
    from ..problems import Problem
    from ..workspace import File, Workspace

FORMATS = ("text", "json", "sarif", "github")
ROUNDS = 5


def command() -> click.Command:
    @click.command("check", help=say("help.check"), epilog=say("example.check"))
    @click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
    @day_option()
    @click.option("--select", type=Names(), metavar="RULES", help=say("help.select"))
    @click.option("--ignore", type=Names(), metavar="RULES", help=say("help.ignore"))
    @click.option("--strict", is_flag=True, help=say("help.strict"))
    @click.option("--fix", is_flag=True, help=say("help.fix"))
    @click.option(
        "--format", "form", type=click.Choice(FORMATS), default="text", help=say("help.form")
    )
    @workspace_option()
    @click.pass_context
    def check(
        ctx: click.Context,
        paths: tuple[Path, ...],
        day: date | None,
        select: tuple[str, ...] | None,
        ignore: tuple[str, ...] | None,
        strict: bool,
        fix: bool,
        form: str,
        named: str | None,
    ) -> None:
        from ..problems import Severity
        from . import report_checks

        _known((*(select or ()), *(ignore or ())))
        place = found(ctx, named)
        files = place.files()
        inside = [str(path.absolute()) for path in paths]

        def checked(files: list[File]) -> list[Problem]:
            problems = _checked(files, day or today(), select or (), ignore or ())
            if not paths:
                return problems
            return [p for p in problems if p.span and _below(place.root, p.span.path, inside)]

        problems = checked(files)
        if fix:
            files, problems = _fixed(place, files, problems, checked)
        texts = {file.path: file.data for file in files}
        click.echo(report_checks.written(problems, form, texts), nl=False)
        errors = sum(problem.severity is Severity.ERROR for problem in problems)
        if errors or (strict and problems):
            ctx.exit(1)

    return check


def _checked(
    files: list[File], day: date, select: tuple[str, ...], ignore: tuple[str, ...]
) -> list[Problem]:
    from .. import pipeline
    from ..problems import Rejected

    try:
        return pipeline.check(files, day, select, ignore)
    except Rejected as rejected:
        return rejected.problems


def _fixed(
    place: Workspace,
    files: list[File],
    problems: list[Problem],
    checked: Callable[[list[File]], list[Problem]],
) -> tuple[list[File], list[Problem]]:
    """Mend until nothing is left that is certain: one slip may hide behind another."""
    from ..mending import mended
    from ..workspace import write

    before, total = {file.path: file.data for file in files}, 0
    for _ in range(ROUNDS):
        files, count = mended(files, problems)
        if not count:
            break
        total += count
        problems = checked(files)
    for file in files:
        if file.data != before[file.path]:
            write((place.root / file.path).resolve(), file.data)
    click.echo(say("check.mended", count=total), err=True)
    return files, problems


def _known(names: tuple[str, ...]) -> None:
    from ..lint import all_rules
    from ..problems import Misused
    from ..resolve.identity import unknown

    known = [name for rule in all_rules() for name in (rule.name, rule.id)]
    if wrong := [name for name in names if name not in known]:
        raise Misused([unknown("unknown-rule", name, known, None) for name in wrong])


def _below(root: Path, path: str, folders: list[str]) -> bool:
    whole = str(root / path)
    return any(whole == folder or whole.startswith(folder.rstrip("/") + "/") for folder in folders)
