"""`xieyi list`: what a workspace holds."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from ..wording import say
from .options import day_option, found, today, workspace_option

if TYPE_CHECKING:
    from ..resolve import Corpus


def command() -> click.Command:
    @click.command("list", help=say("help.list"), epilog=say("example.list"))
    @day_option()
    @click.option("--json", "machine", is_flag=True, help=say("help.json"))
    @workspace_option()
    @click.pass_context
    def list_(ctx: click.Context, day: date | None, machine: bool, named: str | None) -> None:
        ctx.meta["json"] = machine
        from .. import pipeline

        corpus = pipeline.read(found(ctx, named).files(), day or today()).corpus
        content = _content(corpus)
        if machine:
            click.echo(json.dumps(content, ensure_ascii=False, indent=2))
        else:
            _tables(content)

    return list_


def _content(corpus: Corpus) -> dict[str, list[dict[str, Any]]]:
    from ..bundle import named
    from ..canonical import text_hash

    catalog = corpus.catalog
    versions = sorted(corpus.versions, key=lambda v: (v[0].id, v[0].version.effective or date.max))
    return {
        "products": [{"id": p.id, "name": p.name} for p in catalog.products],
        "families": [
            {"id": f.id, "name": f.name, "products": [*f.products]} for f in catalog.families
        ],
        "bundles": [
            {"id": b.id, "name": b.name, "products": [*b.products]} for b in named(catalog)
        ],
        "documents": [
            {
                "id": document.id,
                "title": document.title,
                "version": document.version.number,
                "published": _iso(document.version.published),
                "effective": _iso(document.version.effective),
                "status": str(status),
                "clauses": sum(1 for _ in document.clauses()),
                "text-sha256": text_hash(document, catalog),
            }
            for document, status in versions
        ],
        "externals": [
            {
                "id": each.id,
                "title": each.title,
                "holder": each.holder,
                "version": each.version.number,
                "effective": _iso(each.version.effective),
                "text-sha256": text_hash(each, catalog),
            }
            for each in corpus.externals.values()
        ],
        "notices": [
            {"id": notice.id, "title": notice.title, "published": notice.published.isoformat()}
            for notice in corpus.notices.values()
        ],
        "retired": [
            {"id": r.id, "title": r.title, "product": r.product, "on": r.retired.on.isoformat()}
            for r in corpus.retired.values()
        ],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _tables(content: dict[str, list[dict[str, Any]]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    console = Console(width=None if sys.stdout.isatty() else 160)
    for name, rows in content.items():
        if not rows:
            continue
        table = Table(title=say(f"list.{name}"), box=box.SIMPLE, title_justify="left")
        columns = [column for column in rows[0] if column != "text-sha256"]  # for machines
        for column in columns:
            fixed = column in ("id", "published", "effective", "on", "version", "status")
            table.add_column(say(f"list.column.{column}"), overflow="fold", no_wrap=fixed)
        for row in rows:
            table.add_row(*(_cell(column, row[column]) for column in columns))
        console.print(table)


def _cell(column: str, value: Any) -> str:
    if column == "status":
        return say(f"status.{value}")
    return ", ".join(value) if isinstance(value, list) else str(value or "—")
