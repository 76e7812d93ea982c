"""`xieyi verify`: whether the ledger, a build, a site or a PDF is what was released. Offline."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..wording import say
from .options import now, today, workspace_option

if TYPE_CHECKING:
    from ..verifying import Known, Verdict


OUTPUTS = ("dist", "site")  # whose manifests are asked which version a file is
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
    @click.option(
        "--trust",
        "trusted",
        multiple=True,
        type=click.Path(path_type=Path),
        metavar="FILE",
        help=say("help.trust"),
    )
    @click.option("--json", "machine", is_flag=True, help=say("help.json"))
    @workspace_option()
    @click.pass_context
    def verify(
        ctx: click.Context,
        paths: tuple[Path, ...],
        rebuild: bool,
        ledger: Path | None,
        trusted: tuple[Path, ...],
        machine: bool,
        named: str | None,
    ) -> None:
        ctx.meta["json"] = machine
        trust = _roots(trusted) if trusted else None
        known, verdicts = _known(ctx, named, ledger, paths)
        for path in sorted(paths, key=lambda path: not os.path.isdir(path)):  # folders first
            known, found = _one(path, known, rebuild, trust)
            verdicts += found
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
    held, verdicts = known(place.files(), today())
    for folder in OUTPUTS:
        held = held.told(place.root / folder)
    return held, verdicts


def _roots(paths: tuple[Path, ...]) -> list[Any]:
    """The certificates of the files named."""
    from ..problems import Misused, Problem
    from ..signing.certificates import roots
    from ..workspace.found import content

    found: list[Any] = []
    for path in paths:
        data = content(path)
        if data is None:
            raise Misused([Problem("trust-absent", None, {"file": str(path)})])
        found += roots(str(path), data)
    return found


def _one(
    path: Path, known: Known, rebuild: bool, trust: list[Any] | None
) -> tuple[Known, list[Verdict]]:
    """The verdicts on a file or a folder, and what is known with the folder's manifest."""
    from ..verifying import Again, checked, identified, of_folder, rendered, signatures

    again = Again(known)
    if not os.path.isdir(path):  # which a folder that may not be searched does not break
        identity = identified(str(path), path, known)
        verdicts = rendered(str(path), path, identity, again) if rebuild else [identity.verdict]
        return known, [*verdicts, *signatures(str(path), path, now(), trust)]
    told, verdicts = checked(str(path), path, known)
    for file in told.files if told and rebuild else ():
        if file.safe and (path / file.path).is_file():
            name = str(path / file.path)
            identity = identified(name, path / file.path, known)
            verdicts += rendered(name, path / file.path, identity, again)
    if told:
        verdicts += of_folder(str(path), path, told, now(), trust)
    return known.told(path), verdicts


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
    } | ({"signature": verdict.signature} if verdict.signature else {})


def _printable(value: object) -> str:
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in str(value))
