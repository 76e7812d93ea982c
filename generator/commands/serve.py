"""`xieyi serve`: the site as the files stand now, in the browser, loaded anew on change."""

from __future__ import annotations

from datetime import date

import click

from ..wording import say
from .options import day_option, found, today, workspace_option

PORT = 8000


def command() -> click.Command:
    @click.command("serve", help=say("help.serve"), epilog=say("example.serve"))
    @click.option(
        "--port",
        type=click.IntRange(0, 65535),
        default=PORT,
        show_default=True,
        metavar="PORT",
        help=say("help.port"),
    )
    @day_option()
    @workspace_option()
    @click.pass_context
    def serve(ctx: click.Context, port: int, day: date | None, named: str | None) -> None:
        from ..serving import app, state
        from .report import listed

        place = found(ctx, named)

        def ready(address: str) -> None:
            click.echo(say("serve.ready", address=address))

        app.serve(state.State(place, day or today(), listed), port, ready)

    return serve
