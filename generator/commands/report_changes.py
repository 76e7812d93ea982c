"""The answer of `xieyi diff`, for a person, a program, a merge request, a printer."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Container, Iterable, Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ..compare.changes import Difference
    from ..redlines.compared import Compared
    from ..workspace import Cache


def written(
    compared: Sequence[Compared], form: str, only: Container[str], every: bool, cache: Cache
) -> bytes:
    """Differences in one of the formats; `only` are the severities listed, `every` says that
    provisions of which the number alone is another are listed as well. Raises `Unrendered`."""
    match form:
        case "json":
            return _json((each.difference for each in compared), only, every)
        case "markdown":
            from ..redlines.comment import to_comment

            return to_comment(compared, only, every).encode()
        case "html" | "pdf":
            from .. import printing

            page = printing.redline_page(compared, only, every, screen=form == "html")
            return page.encode() if form == "html" else printing.pdf(cache, "redline", page)
        case "table" | "table-pdf":
            from .. import printing

            page = printing.comparison_page(compared, screen=form == "table")
            return page.encode() if form == "table" else printing.pdf(cache, "comparison", page)
        case _:
            from .report_redline import written as redline

            return redline(compared, only, every).encode()


def shown(compared: Sequence[Compared], only: Container[str], every: bool) -> None:
    """The redline on the terminal: in colour where it has any, in a pager when it is long."""
    from .report_redline import written as redline

    if not sys.stdout.isatty():
        click.echo(redline(compared, only, every), nl=False)
        return
    size = shutil.get_terminal_size()
    text = redline(compared, only, every, min(size.columns, 110))
    if text.count("\n") < size.lines:
        click.echo(text, nl=False)
    else:
        click.echo_via_pager(text)  # which takes the colours away where `less` is not


def _json(differences: Iterable[Difference], only: Container[str], every: bool) -> bytes:
    """All documents and the summary of all changes; of the changes those asked for."""
    from ..compare.data import report

    content = report(differences, every)
    content["changes"] = [each for each in content["changes"] if each["severity"] in only]
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
