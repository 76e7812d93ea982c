"""What several commands ask for in the same words: a workspace, a day, a list of names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..wording import say

if TYPE_CHECKING:
    from ..workspace import Workspace

_SHANGHAI = timezone(timedelta(hours=8))
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


class Day(click.ParamType[date]):
    """A day, `YYYY-MM-DD`."""

    name = "date"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        if isinstance(value, date):
            return value
        try:
            if len(value) == 10 and value.isascii():
                return date.fromisoformat(value)
        except ValueError:
            pass
        self.fail(say("usage.day", value=value), param, ctx)


class Names(click.ParamType[tuple[str, ...]]):
    """Names with commas between them; of a closed list when `known` is given."""

    name = "names"

    def __init__(self, known: tuple[str, ...] = ()) -> None:
        self.known = known

    def convert(self, value: Any, param: Any, ctx: Any) -> tuple[str, ...]:
        if isinstance(value, tuple):
            return value
        names = tuple(part.strip() for part in value.replace("，", ",").split(",") if part.strip())
        for name in names:
            if self.known and name not in self.known:
                self.fail(say("usage.name", value=name, known=", ".join(self.known)), param, ctx)
        if not names:
            self.fail(say("usage.no-name"), param, ctx)
        return names


def workspace_option() -> Decorator:
    return click.option(
        "--workspace",
        "-w",
        "named",
        type=click.Path(file_okay=False),
        metavar="DIR",
        help=say("help.workspace"),
    )


def day_option() -> Decorator:
    return click.option("--as-of", "day", type=Day(), metavar="DATE", help=say("help.as-of"))


def today() -> date:
    """The day it is in Shanghai, where the agreements' days are counted."""
    return now().date()


def now() -> datetime:
    """The time it is in Shanghai, to the second."""
    return datetime.now(_SHANGHAI).replace(microsecond=0)


def shown(path: Path) -> str:
    """The path from here, when it lies below here."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def found(ctx: click.Context, named: str | None) -> Workspace:
    """The workspace a command works on: its own option, the program's, or the nearest."""
    from ..workspace import find

    named = named or ctx.find_root().obj
    return find(Path.cwd(), Path(named).absolute() if named else None)
