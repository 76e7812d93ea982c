"""`xieyi verify`: whether the ledger, a build, a site or a PDF is what was released. Offline."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..wording import say
from .options import today, workspace_option

if TYPE_CHECKING:
    from ..verifying import Known, Verdict


_STATES = {
    "intact": "verify.state-intact",
    "altered": "verify.state-altered",
    "unknown": "verify.state-unknown",
}


def command() -> click.Command:
    @click.command("verify", help=say("help.verify"), epilog=say("example.verify"))
    @click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[DIR|FILE]...")
    @click.option("--rebuild", is_flag=True, help=say("help.rebuild"))
    @click.option("--ledger", type=click.Path(path_type=Path), help=say("help.ledger"))
    @click.option("--json", "machine", is_flag=True, help=say("help.json"))
    @workspace_option()
    @click.pass_context
    def verify(
        ctx: click.Context,
        paths: tuple[Path, ...],
        rebuild: bool,
        ledger: Path | None,
        machine: bool,
        named: str | None,
    ) -> None:
        ctx.meta["json"] = machine
        known, verdicts = _known(ctx, named, ledger, paths)
        verdicts += [verdict for path in paths for verdict in _one(path, known, rebuild)]
        if not verdicts:
            click.echo(say("verify.nothing"), err=True)
        intact = all(verdict.state == "intact" for verdict in verdicts)
        if machine:
            content = {"intact": intact, "verdicts": [_row(verdict) for verdict in verdicts]}
            click.echo(json.dumps(content, ensure_ascii=False, indent=2))
        else:
            for verdict in verdicts:
                click.echo(_line(verdict))
        ctx.exit(0 if intact else 1)

    return verify


def _known(
    ctx: click.Context, named: str | None, ledger: Path | None, paths: tuple[Path, ...]
) -> tuple[Known, list[Verdict]]:
    """The ledger named, else that of the workspace; a file may be verified without either."""
    from ..problems import Misused
    from ..verifying import Known, known, of_file
    from ..workspace import File, find
    from ..workspace.found import content

    if ledger:
        data = content(ledger)
        if data is None:
            raise click.UsageError(say("usage.ledger", path=ledger))
        return of_file(File(str(ledger), "ledger", data))
    named = named or ctx.find_root().obj
    try:
        place = find(Path.cwd(), Path(named).absolute() if named else None)
    except Misused:
        if named or not paths:
            raise
        return Known(), []
    return known(place.files(), today())


def _one(path: Path, known: Known, rebuild: bool) -> Iterator[Verdict]:
    from ..verifying import Again, checked, identified, rendered

    again = Again(known)
    if not path.is_dir():
        identity = identified(str(path), path, known)
        yield from rendered(str(path), path, identity, again) if rebuild else [identity.verdict]
        return
    told, verdicts = checked(str(path), path, known)
    yield from verdicts
    for file in told.files if told and rebuild else ():
        if file.safe and (path / file.path).is_file():
            name = str(path / file.path)
            identity = identified(name, path / file.path, known)
            yield from rendered(name, path / file.path, identity, again)


def _line(verdict: Verdict) -> str:
    state = say(_STATES[verdict.state])
    name = f"{_printable(verdict.name)}: " if verdict.name else ""
    return f"{name}{state}: {_sentence(verdict)}"


def _sentence(verdict: Verdict) -> str:
    return say(verdict.why, **{name: _printable(v) for name, v in verdict.params.items()})


def _row(verdict: Verdict) -> dict[str, object]:
    return {
        "path": verdict.name,
        "state": str(verdict.state),
        "why": verdict.why.partition(".")[2],
        "document": str(verdict.params.get("document", "")) or None,
        "version": str(verdict.params.get("version", "")) or None,
        "message": _sentence(verdict),
    }


def _printable(value: object) -> str:
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in str(value))
