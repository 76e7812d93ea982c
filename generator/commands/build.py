"""`xieyi build`: the documents of bundles, as HTML and PDF."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..wording import say
from .options import Names, day_option, found, today, workspace_option

if TYPE_CHECKING:
    from ..batch import Built, Step

FORMATS = ("html", "pdf")
PROFILES = ("screen", "paper", "official", "large-print")


def command() -> click.Command:
    @click.command("build", help=say("help.build"), epilog=say("example.build"))
    @click.argument("bundles", nargs=-1, metavar="[BUNDLE]...")
    @click.option("--products", type=Names(), metavar="A,B", help=say("help.products"))
    @click.option(
        "--format",
        "formats",
        type=Names(FORMATS),
        default=",".join(FORMATS),
        show_default=True,
        metavar="FORMATS",
        help=say("help.format"),
    )
    @click.option(
        "--profile",
        "profiles",
        type=Names(PROFILES),
        default=PROFILES[0],
        show_default=True,
        metavar="PROFILES",
        help=say("help.profile"),
    )
    @click.option("--output", type=click.Path(), metavar="DIR", help=say("help.output"))
    @day_option()
    @click.option("--attach-source", "attach", is_flag=True, help=say("help.attach-source"))
    @click.option("--quiet", "-q", is_flag=True, help=say("help.quiet"))
    @click.option("--json", "machine", is_flag=True, help=say("help.json"))
    @workspace_option()
    @click.pass_context
    def build(
        ctx: click.Context,
        bundles: tuple[str, ...],
        products: tuple[str, ...] | None,
        formats: tuple[str, ...],
        profiles: tuple[str, ...],
        output: str | None,
        day: date | None,
        attach: bool,
        quiet: bool,
        machine: bool,
        named: str | None,
    ) -> None:
        ctx.meta["json"] = machine
        from .. import batch, pipeline
        from ..bundle import chosen, of_products
        from ..render.html import Profile

        place = found(ctx, named)
        day = day or today()
        files = place.files()
        read = pipeline.read(files, day)
        catalog = read.corpus.catalog
        wanted = () if products and not bundles else chosen(catalog, bundles)
        if products:
            wanted = (*wanted, of_products(catalog, products))
        target = Path(output).absolute() if output else place.root / "dist"
        with _progress(quiet or machine) as tell:
            built = batch.build(
                place,
                read,
                tuple(dict.fromkeys(wanted)),
                frozenset(formats),
                target,
                day,
                tell,
                whole=not (bundles or products),
                attach={file.path: file.data for file in files} if attach else None,
                profiles=[profile for profile in Profile if profile.value in profiles],
            )
        _say(built, day, machine)
        signing = [held.document.signature for held in read.corpus.documents.values()]
        if "paper" in profiles and not (catalog.signature or any(signing)):
            click.echo(say("build.no-signature"), err=True)

    return build


def _say(built: Built, day: date, machine: bool) -> None:
    if machine:
        files = [
            {"path": e.path, "bundle": e.bundle, "document": e.document} for e in built.entries
        ]
        content = {"output": str(built.target), "as-of": day.isoformat(), "files": files}
        click.echo(json.dumps(content, ensure_ascii=False, indent=2))
        return
    bundles: dict[str, int] = {}
    for entry in built.entries:
        bundles[entry.bundle] = bundles.get(entry.bundle, 0) + 1
    for name, count in bundles.items():
        click.echo(say("build.bundle", folder=_shown(built.target / name), count=count))


def _shown(path: Path) -> str:
    """The path from here, when it lies below here."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[Step], None]]:
    """A bar on a terminal, a line for each document printed elsewhere, on stderr."""
    if quiet:
        yield lambda step: None
    elif sys.stderr.isatty():
        with _bar() as tell:
            yield tell
    else:

        def tell(step: Step) -> None:
            if not step.reused:
                click.echo(f"[{step.done}/{step.total}] {step.name}.pdf", err=True)

        yield tell


@contextmanager
def _bar() -> Iterator[Callable[[Step], None]]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(say("build.printing"), total=None)
        yield lambda step: progress.update(
            task, completed=step.done, total=step.total, description=step.name
        )
