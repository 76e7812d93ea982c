"""`xieyi init`: another organisation's workspace, small and ready to build."""

from __future__ import annotations

from pathlib import Path

import click

from ..wording import say


def command() -> click.Command:
    @click.command("init", help=say("help.init"), epilog=say("example.init"))
    @click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
    def init(folder: Path) -> None:
        from ..starter import begin

        for path in begin(folder):
            click.echo(path)
        click.echo(say("init.next", folder=folder), err=True)

    return init
