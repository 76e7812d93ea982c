"""`xieyi fmt`: the canonical layout of the YAML; what it says stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..wording import say
from .options import found, workspace_option

if TYPE_CHECKING:
    from ..problems import Problem
    from ..workspace import File, Workspace


def command() -> click.Command:
    @click.command("fmt", help=say("help.fmt"), epilog=say("example.fmt"))
    @click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
    @click.option("--check", is_flag=True, help=say("help.fmt-check"))
    @click.option("--diff", is_flag=True, help=say("help.fmt-diff"))
    @workspace_option()
    @click.pass_context
    def fmt(
        ctx: click.Context, paths: tuple[Path, ...], check: bool, diff: bool, named: str | None
    ) -> None:
        from ..workspace import write
        from .report import tell

        place = found(ctx, named)
        problems: list[Problem] = []
        files = _named(place, paths)
        changes = list(_changes(files, problems))
        for file, data in changes:
            if diff:
                click.echo(_diff(file.path, file.data, data), nl=False)
            else:
                click.echo(file.path)
            if not (check or diff):
                write((place.root / file.path).resolve(), data)
        count, same = len(changes), len(files) - len(changes)
        if check or diff:
            click.echo(say("fmt.would", count=count, same=same), err=True)
        else:
            click.echo(say("fmt.done", count=count, same=same), err=True)
        if problems:
            tell(problems)
        if problems or (check and changes):
            ctx.exit(1)

    return fmt


def _named(place: Workspace, paths: tuple[Path, ...]) -> list[File]:
    """The files meant, without the ledger, the frozen ones and the working files that are still
    the same; raises `Misused` for a path that holds none."""
    from ..model import frozen_as
    from ..problems import Misused, Problem

    files = [(file, place.root / file.path) for file in place.files()]
    wanted = set[str]()
    for path in paths:
        whole = path.resolve()
        inside = {
            file.path
            for file, own in files
            if whole == own.resolve() or whole in own.resolve().parents
        }
        if not inside:
            params: dict[str, object] = {"name": str(path)}
            raise Misused([Problem("no-agreement-there", None, params, "no-agreement-there")])
        wanted |= inside
    frozen = {file.data for file, _ in files if frozen_as(file.path)}
    return [
        file
        for file, _ in files
        if file.data not in frozen and file.kind != "ledger" and (file.path in wanted or not paths)
    ]


def _changes(files: Iterable[File], problems: list[Problem]) -> Iterator[tuple[File, bytes]]:
    """Each file that is not in canonical form, with it; what is wrong with others."""
    from ..formatting import formatted
    from ..problems import Rejected

    for file in files:
        try:
            data = formatted(file.path, file.kind, file.data)
        except Rejected as rejected:
            problems += rejected.problems
            continue
        if data != file.data:
            yield file, data


def _diff(path: str, old: bytes, new: bytes) -> str:
    before, after = (data.decode().splitlines(keepends=True) for data in (old, new))
    rows = unified_diff(before, after, f"a/{path}", f"b/{path}")
    return "".join(
        row if row.endswith("\n") else f"{row}\n\\ No newline at end of file\n" for row in rows
    )
