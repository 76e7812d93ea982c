"""`xieyi diff`: what differs between two versions, revisions, folders or files, by clause."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..wording import say
from .options import Names, found, today, workspace_option

if TYPE_CHECKING:
    from ..redlines.compared import Compared
    from ..sides import Pair
    from ..workspace import Cache

FORMATS = ("text", "json", "markdown", "html", "pdf", "table")
_SUFFIXES = {".json": "json", ".md": "markdown", ".html": "html", ".pdf": "pdf"}
SEVERITIES = ("major", "minor", "editorial")


def command() -> click.Command:
    @click.command("diff", help=say("help.diff"), epilog=say("example.diff"))
    @click.argument("old", required=False)
    @click.argument("new", required=False)
    @click.option("--document", "documents", multiple=True, metavar="D", help=say("help.document"))
    @click.option("--format", "form", type=click.Choice(FORMATS), help=say("help.diff-form"))
    @click.option("--table", "tabled", is_flag=True, help=say("help.diff-table"))
    @click.option("--retired", is_flag=True, help=say("help.diff-retired"))
    @click.option("--only", type=Names(SEVERITIES), metavar="SEVERITIES", help=say("help.only"))
    @click.option("--all", "every", is_flag=True, help=say("help.diff-all"))
    @click.option("--output", type=click.Path(path_type=Path), help=say("help.output-file"))
    @click.option("--exit-code", "graded", is_flag=True, help=say("help.exit-code"))
    @workspace_option()
    @click.pass_context
    def diff(
        ctx: click.Context,
        old: str | None,
        new: str | None,
        documents: tuple[str, ...],
        form: str | None,
        tabled: bool,
        retired: bool,
        only: tuple[str, ...] | None,
        every: bool,
        output: Path | None,
        graded: bool,
        named: str | None,
    ) -> None:
        suffix = _SUFFIXES.get(output.suffix if output else "", "text")
        form = "table" if tabled or retired else form or suffix
        ctx.meta["json"] = form == "json"
        if retired:
            if old or new:
                raise click.UsageError(say("usage.retired"), ctx)
            _give(_beside(ctx, named, documents, suffix == "pdf"), output)
            return
        from ..sides import sides
        from . import report_changes

        pairs = sides(lambda: found(ctx, named), old, new, documents, today())
        compared, listed = tuple(_compared(pairs)), only or SEVERITIES
        if form == "text" and not output:
            report_changes.shown(compared, listed, every)
        else:
            form = "table-pdf" if (form, suffix) == ("table", "pdf") else form
            cache = _cache(ctx, named)
            _give(report_changes.written(compared, form, listed, every, cache), output)
        if graded:
            ctx.exit(_grade(compared))

    return diff


def _give(data: bytes, output: Path | None) -> None:
    """To a file, whose name is said, or to stdout."""
    from ..workspace import write

    if output:
        write(output.absolute(), data)
    click.echo(output or data, nl=bool(output))


def _beside(
    ctx: click.Context, named: str | None, documents: tuple[str, ...], as_pdf: bool
) -> bytes:
    """The provisions of retired agreements beside the clauses that took them over."""
    from .. import pipeline, printing
    from ..compare.trace import trace
    from ..problems import Misused
    from ..resolve.identity import unknown

    place, day = found(ctx, named), today()
    corpus = pipeline.read(place.files(), day).corpus
    if wrong := [name for name in documents if name not in corpus.documents]:
        known = list(corpus.documents)
        raise Misused([unknown("unknown-document", name, known, None) for name in wrong])
    page = printing.beside_page(corpus, trace(corpus), documents, day, screen=not as_pdf)
    return printing.pdf(place.cache, "retired", page) if as_pdf else page.encode()


def _cache(ctx: click.Context, named: str | None) -> Cache:
    """The workspace's; where there is none, one that keeps nothing."""
    from ..problems import Misused
    from ..workspace import Cache

    try:
        return found(ctx, named).cache
    except Misused:
        return Cache(Path(os.devnull))


def _compared(pairs: tuple[Pair, ...]) -> Iterator[Compared]:
    """What differs in each document; those in which nothing does are left out."""
    from ..compare.diff import diff
    from ..compare.outlines import outline
    from ..redlines.compared import Compared

    for pair in pairs:
        if pair.same:
            continue
        sides = pair.old, pair.new
        old, new = (outline(side.document, side.corpus) if side else None for side in sides)
        found = diff(old, new)
        if found.changes or found.renumbered:
            before, after = (side.document if side else None for side in sides)
            sources = tuple(side.source if side else "" for side in sides)
            there = pair.new or pair.old
            platform = there.corpus.catalog.platform if there else None
            yield Compared(found, before, after, (sources[0], sources[1]), platform)


def _grade(compared: tuple[Compared, ...]) -> int:
    """0 nothing, 1 editorial, 2 minor, 3 major: the heaviest change."""
    from ..compare.changes import heaviest

    severities = (each.difference.severity for each in compared)
    heavy = heaviest(severity for severity in severities if severity)
    return heavy.weight + 1 if heavy else 0
