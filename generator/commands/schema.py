"""`xieyi schema`: the JSON Schemas of the YAML, and of what `xieyi diff --format json` prints."""

from __future__ import annotations

from pathlib import Path

import click

from ..wording import say
from .options import found, workspace_option


def command() -> click.Command:
    @click.command("schema", help=say("help.schema"), epilog=say("example.schema"))
    @click.option("--output", type=click.Path(), metavar="DIR", help=say("help.schema-output"))
    @workspace_option()
    @click.pass_context
    def schema(ctx: click.Context, output: str | None, named: str | None) -> None:
        from ..compare import data as differences
        from ..schemas import schemas
        from ..workspace import write

        folder = Path(output) if output else found(ctx, named).root / "schema"
        for name, data in (schemas() | {differences.NAME: differences.schema()}).items():
            write(folder / name, data)
            click.echo(folder / name)

    return schema
