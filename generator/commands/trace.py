"""`xieyi trace`: where retired provisions went and where clauses come from.

`accept` records that a person has reviewed a link.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..wording import say
from .options import day_option, found, today, workspace_option
from .report import tell

if TYPE_CHECKING:
    from ..compare.trace import Trace
    from ..pipeline import Read
    from ..workspace import Workspace

FORMATS = ("text", "json", "html", "pdf")


def command() -> click.Command:
    @click.command("trace", help=say("help.trace"), epilog=say("example.trace"))
    @click.argument("retired", nargs=-1, metavar="[RETIRED | accept LINK]...")
    @click.option(
        "--format", "form", type=click.Choice(FORMATS), default="text", help=say("help.form")
    )
    @click.option("--output", type=click.Path(path_type=Path), help=say("help.output-file"))
    @click.option("--all", "every", is_flag=True, help=say("help.accept-all"))
    @day_option()
    @workspace_option()
    @click.pass_context
    def trace(
        ctx: click.Context,
        retired: tuple[str, ...],
        form: str,
        output: Path | None,
        every: bool,
        day: date | None,
        named: str | None,
    ) -> None:
        ctx.meta["json"] = form == "json"
        from .. import pipeline

        place = found(ctx, named)
        day = day or today()
        read = pipeline.read(place.files(), day)
        if retired[:1] == ("accept",):
            _accept(place, read, retired[1:], every)
            return
        from ..compare.trace import trace as traced

        result = traced(read.corpus, _known(read, retired), place.digest)
        _write(place, read, result, form, output, day)
        if result.problems:
            if form != "json":
                tell(result.problems)
            ctx.exit(1)

    return trace


def _known(read: Read, names: tuple[str, ...]) -> tuple[str, ...]:
    from ..problems import Misused
    from ..resolve.identity import unknown

    wrong = [name for name in names if name not in read.corpus.retired]
    if wrong:
        known = list(read.corpus.retired)
        raise Misused([unknown("unknown-retired", name, known, None) for name in wrong])
    return names


def _accept(place: Workspace, read: Read, links: tuple[str, ...], every: bool) -> None:
    from ..reviews import accept
    from ..workspace import write

    if not links and not every:
        raise click.UsageError(say("usage.accept"))
    files = {file.path: file.data for file in place.files()}
    done = 0
    for path, data, count in accept(read.corpus, files, links, every):
        write(place.root / path, data)
        done += count
        click.echo(say("trace.accepted", path=path, count=count))
    if not done:
        click.echo(say("trace.nothing"))


def _write(
    place: Workspace, read: Read, result: Trace, form: str, output: Path | None, day: date
) -> None:
    from .. import printing
    from ..workspace import write

    match form:
        case "text":
            data = _text(result).encode()
        case "json":
            data = (json.dumps(_content(result), ensure_ascii=False, indent=2) + "\n").encode()
        case _:
            page = printing.trace_page(read.corpus, result, day, screen=form == "html")
            data = page.encode() if form == "html" else printing.pdf(place.cache, "trace", page)
    if output:
        write(output.absolute(), data)
        click.echo(output)
    else:
        click.echo(data, nl=False)


def _text(result: Trace) -> str:
    lines: list[str] = []
    agreement = ""
    for row in result.destinations:
        if row.retired.id != agreement:
            agreement = row.retired.id
            lines += ["", f"《{row.retired.title}》  {agreement}"]
        fate = say(f"fate.{row.provision.fate}") if row.provision.fate else say("fate.none")
        where = "、".join(f"《{p.title}》{p.number}{p.heading}" for p in row.places)
        mark = f"  {say('trace.suspect')}" if row.suspect else ""
        lines.append(f"  {row.provision.heading} → {fate}  {where}{mark}")
        said = row.provision.text or row.provision.gist
        for text in (said, row.provision.reason, row.provision.remark):
            if text:
                lines.append("      " + "".join(text.split("\n")))
    document = ""
    for origin in result.origins:
        if origin.place.title != document:
            document = origin.place.title
            lines += ["", say("trace.origins", title=document)]
        sources = "、".join(f"{s.retired.id}#{s.provision.id}" for s in origin.sources)
        new = say("trace.new") if origin.new else ""
        lines.append(f"  {origin.place.number}{origin.place.heading} ← {sources or new or '—'}")
    covered = say(
        "trace.coverage",
        settled=result.settled,
        provisions=len(result.destinations),
        explained=result.explained,
        clauses=len(result.origins),
    )
    return "\n".join([*lines[1:], "", covered]) + "\n"


def _content(result: Trace) -> dict[str, Any]:
    from .report import listed

    return {
        "destinations": [
            {
                "retired": row.retired.id,
                "title": row.retired.title,
                "provision": row.provision.id,
                "heading": row.provision.heading,
                "basis": row.retired.basis,
                "text": row.provision.text or row.provision.gist,
                "fate": row.provision.fate,
                "into": [
                    {"clause": p.address, "title": p.title, "number": p.number} for p in row.places
                ],
                "suspect": row.suspect,
                "reason": row.provision.reason,
                "remark": row.provision.remark,
            }
            for row in result.destinations
        ],
        "origins": [
            {
                "clause": origin.place.address,
                "title": origin.place.title,
                "number": origin.place.number,
                "new": origin.new,
                "from": [f"{s.retired.id}#{s.provision.id}" for s in origin.sources],
            }
            for origin in result.origins
        ],
        "coverage": {
            "agreements": len({row.retired.id for row in result.destinations}),
            "provisions": len(result.destinations),
            "settled": result.settled,
            "clauses": len(result.origins),
            "explained": result.explained,
        },
        "problems": listed(result.problems),
    }
