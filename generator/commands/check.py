"""`xieyi check`: what a court, a regulator or a merchant would stumble over."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ..wording import say
from .options import Names, day_option, found, today, workspace_option

FORMATS = ("text", "json", "sarif", "github")


def command() -> click.Command:
    @click.command("check", help=say("help.check"), epilog=say("example.check"))
    @click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
    @day_option()
    @click.option("--select", type=Names(), metavar="RULES", help=say("help.select"))
    @click.option("--ignore", type=Names(), metavar="RULES", help=say("help.ignore"))
    @click.option("--strict", is_flag=True, help=say("help.strict"))
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
        form: str,
        named: str | None,
    ) -> None:
        from .. import pipeline
        from ..problems import Rejected, Severity
        from . import report_checks

        _known((*(select or ()), *(ignore or ())))
        place = found(ctx, named)
        files = place.files()
        day = day or today()
        try:
            problems = pipeline.check(files, day, select or (), ignore or ())
        except Rejected as rejected:
            problems = rejected.problems
        if paths:
            inside = [str(path.absolute()) for path in paths]
            problems = [p for p in problems if p.span and _below(place.root, p.span.path, inside)]
        texts = {file.path: file.data for file in files}
        click.echo(report_checks.written(problems, form, texts), nl=False)
        errors = sum(problem.severity is Severity.ERROR for problem in problems)
        if errors or (strict and problems):
            ctx.exit(1)

    return check


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
