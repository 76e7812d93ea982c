"""`xieyi site`: everything that is published, as a folder that any web server can show."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import click

from ..wording import say
from .build import _progress
from .options import day_option, found, today, workspace_option


def command() -> click.Command:
    @click.command("site", help=say("help.site"), epilog=say("example.site"))
    @click.option("--output", type=click.Path(), metavar="DIR", help=say("help.site-output"))
    @click.option("--base-url", "base", metavar="URL", default="", help=say("help.base-url"))
    @day_option()
    @click.option("--quiet", "-q", is_flag=True, help=say("help.quiet"))
    @click.option("--json", "machine", is_flag=True, help=say("help.json"))
    @workspace_option()
    @click.pass_context
    def site(
        ctx: click.Context,
        output: str | None,
        base: str,
        day: date | None,
        quiet: bool,
        machine: bool,
        named: str | None,
    ) -> None:
        ctx.meta["json"] = machine
        address = _address(base)
        from .. import pipeline
        from ..ledger import audit
        from ..problems import Rejected
        from ..site.build import build

        place = found(ctx, named)
        read = pipeline.read(place.files(), day or today(), published=True)
        if broken := audit(read.corpus):
            raise Rejected(broken)
        target = Path(output).absolute() if output else place.root / "site"
        with _progress(quiet or machine) as tell:
            made = build(place, read, target, address, tell)
        about = {"pages": made.pages, "pdfs": made.pdfs, "printed": made.printed}
        if machine:
            content = {"output": str(made.target), "as-of": read.corpus.day.isoformat(), **about}
            click.echo(json.dumps(content | {"size": made.size}, ensure_ascii=False, indent=2))
        else:
            megabytes = f"{made.size / 1e6:.1f}"
            click.echo(say("site.built", folder=made.target, megabytes=megabytes, **about))

    return site


def _address(base: str) -> str:
    """An address with a slash at its end; "" where none was given."""
    if not base:
        return ""
    try:
        parts = urlsplit(base)
        sound = parts.scheme in ("https", "http") and parts.hostname
    except ValueError:
        sound = False
    if not sound or parts.query or parts.fragment or not base.isprintable() or " " in base:
        raise click.UsageError(say("usage.base-url", value=base))
    return base.rstrip("/") + "/"
