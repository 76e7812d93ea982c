"""`xieyi which`: which version binds whom on a day."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from ..wording import say
from .options import Day, found, today, workspace_option

if TYPE_CHECKING:
    from ..binding import Answer
    from ..model import Audience
    from ..resolve import Corpus


def command() -> click.Command:
    @click.command("which", help=say("help.which"), epilog=say("example.which"))
    @click.argument("document", required=False)
    @click.option("--product", metavar="P", help=say("help.which-product"))
    @click.option("--audience", metavar="A", help=say("help.audience"))
    @click.option("--on", "day", type=Day(), metavar="DATE", help=say("help.on"))
    @click.option("--ends", type=Day(), metavar="DATE", help=say("help.ends"))
    @click.option("--all", "every", is_flag=True, help=say("help.which-all"))
    @click.option("--json", "machine", is_flag=True, help=say("help.json"))
    @workspace_option()
    @click.pass_context
    def which(
        ctx: click.Context,
        document: str | None,
        product: str | None,
        audience: str | None,
        day: date | None,
        ends: date | None,
        every: bool,
        machine: bool,
        named: str | None,
    ) -> None:
        ctx.meta["json"] = machine
        if bool(document) == every:
            raise click.UsageError(say("usage.which"))
        from .. import pipeline
        from ..answers import all_answers, answer

        day = day or today()
        corpus = pipeline.read(found(ctx, named).files(), day).corpus
        if document:
            one = answer(corpus, document, day, audience, product, ends)
            click.echo(_json(_content(one)) if machine else "\n".join(_sentences(one)))
        elif machine:
            rows = [_row(*row) for row in all_answers(corpus, day, ends)]
            click.echo(_json(rows))
        else:
            _table(corpus, day, ends)

    return which


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2)


def _content(answer: Answer) -> dict[str, Any]:
    return {
        "document": answer.document.id,
        "version": answer.version.number,
        "audience": answer.audience.id if answer.audience else None,
        "on": answer.on.isoformat(),
        "effective": answer.begins.isoformat(),
        "because": [
            {"row": str(reason.span) if reason.span else None, "says": _says(reason)}
            for reason in answer.because
        ],
    }


def _says(reason: Any) -> str:
    return say(f"because.{reason.code}", **reason.params)


def _sentences(answer: Answer) -> Iterator[str]:
    name = answer.audience.name if answer.audience else say("which.everyone")
    yield say(
        "which.answer",
        title=answer.document.title,
        id=answer.document.id,
        version=answer.version.number,
        audience=name,
        on=answer.on,
        begins=answer.begins,
    )
    for reason in answer.because:
        yield f"  {reason.span}: {_says(reason)}"


def _row(id_: str, audience: Audience | None, answer: Answer | None) -> dict[str, Any]:
    return {
        "document": id_,
        "audience": audience.id if audience else None,
        "version": answer.version.number if answer else None,
        "effective": answer.begins.isoformat() if answer else None,
    }


def _table(corpus: Corpus, day: date, ends: date | None) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from ..answers import all_answers

    table = Table(title=say("which.title", on=day), box=box.SIMPLE, title_justify="left")
    for column in ("document", "title", "audience", "version", "effective"):
        table.add_column(say(f"list.column.{column}"), overflow="fold")
    for id_, audience, answer in all_answers(corpus, day, ends):
        title = corpus.lineages[id_][0].title
        found_ = (answer.version.number, str(answer.begins)) if answer else ("—", "—")
        table.add_row(id_, title, audience.name if audience else say("which.everyone"), *found_)
    Console(soft_wrap=True).print(table)
