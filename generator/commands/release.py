"""`xieyi release`: freeze a version and enter it in the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..wording import say
from .options import found, today, workspace_option

if TYPE_CHECKING:
    from ..releasing import Release


def command() -> click.Command:
    @click.command("release", help=say("help.release"), epilog=say("example.release"))
    @click.argument("document")
    @click.option("--dry-run", "dry", is_flag=True, help=say("help.dry-run"))
    @click.option("--output", type=click.Path(path_type=Path), help=say("help.release-output"))
    @workspace_option()
    @click.pass_context
    def release(
        ctx: click.Context, document: str, dry: bool, output: Path | None, named: str | None
    ) -> None:
        from .. import releasing
        from ..workspace import write

        done = releasing.release(found(ctx, named), document, today(), dry)
        click.echo(_said(done, dry))
        if output and not dry:
            name = f"{done.entry.document}-{done.entry.version}"
            for suffix, data in (("pdf", done.copy.pdf), ("html", done.copy.html)):
                path = output / f"{name}.{suffix}"
                write(path.absolute(), data)
                click.echo(path)

    return release


def _said(done: Release, dry: bool) -> str:
    entry = done.entry
    rows = [
        say(
            "release.would" if dry else "release.done",
            document=entry.document,
            version=entry.version,
            published=entry.published,
            effective=entry.effective,
            path=done.path,
        )
    ]
    for name in ("text", "source", "pdf", "html", "previous", "entry"):
        rows.append(f"  {name}-sha256: {getattr(entry, f'{name}_sha256')}")
    return "\n".join(rows)
