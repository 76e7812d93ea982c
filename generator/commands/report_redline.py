"""The redline of the terminal: clause by clause, what turned first, then the words.

What was deleted stands in [-…-], what was inserted in {+…+}, emphasis gained or lost in {*…*}
and [*…*], so that the marks say it all without colour.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from io import StringIO

from rich.cells import chop_cells
from rich.console import Console
from rich.text import Text

from ..compare.changes import Change, Edit, Kind, Op, Severity
from ..redlines import names
from ..redlines.compared import Compared, tally
from ..wording import say

_CONTEXT = 36  # characters of unchanged text that are left beside a change
_WEIGHTS = {Severity.MAJOR: "bold red", Severity.MINOR: "bold", Severity.EDITORIAL: "dim"}
_MARKS = {
    Op.DELETE: ("[-", "-]", "red"),
    Op.INSERT: ("{+", "+}", "green"),
    Op.EMPHASISE: ("{*", "*}", "green"),
    Op.PLAIN: ("[*", "*]", "red"),
}
_OPENING, _CLOSING = "《（“【", "》）”】，。；：、？！…"
_STOPS = "。；，："
Row = tuple[int, Text]  # by how many columns it is indented


def written(
    compared: Sequence[Compared], only: Container[str], every: bool, width: int | None = None
) -> str:
    """The redline as text; with colour and wrapped at `width` columns for a terminal."""
    paper = StringIO()
    console = Console(
        file=paper,
        force_terminal=width is not None,
        color_system="standard" if width else None,
        width=width,
        highlight=False,
    )
    for indent, text in _rows(compared, only, every):
        for line in _folded(text, width - indent) if width else [text]:
            console.print(Text(" " * indent) + line, soft_wrap=True)
    return paper.getvalue()


def _folded(text: Text, width: int) -> Iterator[Text]:
    """A paragraph as lines of at most `width` columns; numbers and Latin words stay whole."""
    start, plain = 0, text.plain
    while rest := plain[start:]:
        end = start + len(chop_cells(rest[:width], max(width, 2))[0])
        back = end
        while start < back < len(plain) and _holds(plain[back - 1], plain[back]):
            back -= 1
        end = back if back > start else end
        yield text[start:end]
        start = end
    if not plain:
        yield text


def _holds(before: str, behind: str) -> bool:
    """Whether no line may end between two characters."""
    latin = before.isascii() and behind.isascii() and before.isalnum() and behind not in " "
    return latin or behind in _CLOSING or before in _OPENING


def _rows(compared: Sequence[Compared], only: Container[str], every: bool) -> Iterator[Row]:
    if not compared:
        yield 0, Text(say("diff.none"))
    for at, each in enumerate(compared):
        yield from [(0, Text())] if at else ()
        yield from _document(each, only, every)


def _document(each: Compared, only: Container[str], every: bool) -> Iterator[Row]:
    difference = each.difference
    old, new = each.names(say)
    yield 0, Text(f"《{difference.title}》{old} → {new}", "bold underline")
    if difference.legal:
        total = len(difference.changes)
        parts = tally(difference.changes, say)
        yield 0, Text(say("diff.count", total=total, parts=parts))
    else:
        yield 0, Text(say("diff.no-legal"))
    shown = each.shown(only)
    for at, change in shown:
        yield 0, Text()
        yield from _change(at, change)
    if hidden := len(difference.changes) - len(shown):
        yield from ((0, Text()), (0, Text(say("diff.hidden", count=hidden), "dim")))
    yield from _renumbered(difference.renumbered, every)


def _renumbered(changes: Sequence[Change], every: bool) -> Iterator[Row]:
    if not changes:
        return
    yield 0, Text()
    if not every:
        yield 0, Text(say("diff.renumbered", count=len(changes)), "dim")
        return
    yield 0, Text(say("diff.numbers", listed=len(changes)))
    yield from ((4, Text(names.where(change, say))) for change in changes)


def _change(at: int, change: Change) -> Iterator[Row]:
    head = Text(f"{at}. ")
    head.append(names.severity(change.severity, say), _WEIGHTS[change.severity])
    head.append(f" · {names.kind(change.kind, say)} · ")
    head.append(names.where(change, say), "bold")
    yield 0, head
    if change.signals:
        told = "；".join(names.signal(signal, say) for signal in change.signals)
        yield 4, Text(f"! {told}", "yellow")
    yield from ((4, line) for line in _words(change))


def _words(change: Change) -> list[Text]:
    """The words of a change, paragraph by paragraph; of a whole provision with + or - ahead."""
    if not change.edits:
        return []
    if change.kind in (Kind.ADDED, Kind.DELETED):
        sign, style = ("+ ", "green") if change.kind is Kind.ADDED else ("- ", "red")
        return [Text(sign + row, style) for row in change.side.words.split("\n")]
    joined = Text()
    last = len(change.edits) - 1
    for at, edit in enumerate(change.edits):
        _append(joined, edit, at == 0, at == last)
    return list(joined.split("\n", allow_blank=True))


def _append(line: Text, edit: Edit, first: bool, last: bool) -> None:
    text = edit.new or edit.old
    if edit.op is Op.EQUAL:
        line.append(_cut(text, first, last), "bold" if edit.strong else "")
        return
    opening, closing, style = _MARKS[edit.op]
    line.append(opening + text + closing, f"bold {style}" if edit.strong else style)


def _cut(text: str, first: bool, last: bool) -> str:
    """Unchanged text, without what is far from any change."""
    head, tail = (0 if first else _CONTEXT), (0 if last else _CONTEXT)
    if len(text) <= head + tail + 12:
        return text
    kept = text[len(text) - tail :] if tail else ""
    stop = min((at for at, c in enumerate(kept[:-1], 1) if c in _STOPS), default=0)
    return f"{text[:head]}……{kept[stop:]}"
