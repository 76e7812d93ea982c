"""`xieyi text`: a file of agreements as plain text, for reading and for `git diff`."""

from __future__ import annotations

from typing import BinaryIO

import click

from ..wording import say


def command() -> click.Command:
    @click.command("text", help=say("help.text"), epilog=say("example.text"))
    @click.argument("file", type=click.File("rb"))
    @click.option("--ids", is_flag=True, help=say("help.text-ids"))
    def text(file: BinaryIO, ids: bool) -> None:
        from ..text import plain_text

        click.echo(plain_text(file.name, file.read(), ids), nl=False)

    return text
