"""`xieyi notice`: an announcement, rendered from the data that it announces."""

from __future__ import annotations

from pathlib import Path

import click

from ..wording import say
from .options import found, today, workspace_option

FORMATS = ("html", "pdf", "text")


def command() -> click.Command:
    @click.command("notice", help=say("help.notice"), epilog=say("example.notice"))
    @click.argument("notice_id", metavar="ID")
    @click.option(
        "--format", "form", type=click.Choice(FORMATS), default="text", help=say("help.form")
    )
    @click.option("--output", type=click.Path(path_type=Path), help=say("help.output-file"))
    @workspace_option()
    @click.pass_context
    def notice(
        ctx: click.Context, notice_id: str, form: str, output: Path | None, named: str | None
    ) -> None:
        from .. import pipeline, printing
        from ..problems import Misused
        from ..publish.notice import announced, to_text
        from ..resolve.identity import unknown
        from ..workspace import write

        place = found(ctx, named)
        corpus = pipeline.read(place.files(), today()).corpus
        if notice_id not in corpus.notices:
            known = list(corpus.notices)
            raise Misused([unknown("unknown-notice", notice_id, known, None)])
        read = announced(corpus, corpus.notices[notice_id])
        match form:
            case "text":
                data = to_text(read).encode()
            case "html":
                data = printing.notice_page(read, screen=True).encode()
            case _:
                data = printing.pdf(
                    place.cache, notice_id, printing.notice_page(read, screen=False)
                )
        if output:
            write(output.absolute(), data)
            click.echo(output)
        else:
            click.echo(data, nl=False)

    return notice
