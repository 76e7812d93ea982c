"""A comparison as a comment on a merge request: Markdown that a code host shows folded.

The first line is a marker by which a later comment finds this one and takes its place. What the
agreements say is data, not markup: no character of it can become a tag, a heading, a link, a
mention or a reference to an issue. A comment that would be too long is cut where it weighs
least, and says how much is missing.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from ..compare.changes import Change, Edit, Op, Severity
from ..wording import say
from . import names
from .compared import Compared, tally, weights

MARKER = "<!-- xieyi review -->"
LIMIT = 59_000  # characters; GitHub takes 65,536, and who posts it may add some
_LONGEST = 6_000  # characters of one change
_DOCUMENTS = 40  # those of which more than a number is told
_NUMBERS = 20  # provisions of another number that are listed
_RESERVED = 400  # characters kept for the line that says what is missing
_ESCAPED = re.compile(r"[!\"#$&'()*<>@\[\\\]_`{|}~]")
# What a code host reads together with what follows: @name, #1, !1, ~label, :smile:, GH-1, a host
_LEADING = re.compile(r"([@#!~%$&^](?=\w)|:(?=[A-Za-z+/_-])|/(?=/)|\bwww(?=\.)|\bGH(?=-\d))", re.I)
_GAP = "\u200b"
_TAGS = {Op.DELETE: "del", Op.INSERT: "ins", Op.EMPHASISE: "ins", Op.PLAIN: "del"}


@dataclass(frozen=True, slots=True)
class _Piece:
    """One change as Markdown, and where it belongs."""

    document: int
    change: Change
    text: str


def to_comment(
    compared: Sequence[Compared],
    only: Container[str] = tuple(Severity),
    every: bool = False,
    limit: int = LIMIT,
) -> str:
    """The comment; at most `limit` characters long."""
    pieces = [
        _Piece(index, change, _change(at, change))
        for index, each in enumerate(compared[:_DOCUMENTS])
        for at, change in each.shown(only)
    ]
    heads = [_head(each, every) for each in compared[:_DOCUMENTS]]
    lines = [MARKER, f"### {say('diff.summary')}", "", *_table(compared)]
    kept = _kept(pieces, limit - len("\n".join([*lines, *heads])) - 2 * len(heads) - _RESERVED)
    for index, head in enumerate(heads):
        own = (p.text for at, p in enumerate(pieces) if p.document == index and at in kept)
        lines += ["", head, *own]
    gone = [piece.change for at, piece in enumerate(pieces) if at not in kept]
    gone += [change for each in compared[_DOCUMENTS:] for _, change in each.shown(only)]
    if gone:
        left = say("diff.truncated", count=len(gone), parts=tally(gone, say))
        lines += ["", f"**{left}**"]
    return "\n".join(lines) + "\n"


def _kept(pieces: Sequence[_Piece], room: int) -> set[int]:
    """The indexes of those that fit, the heaviest taken first."""
    kept: set[int] = set()
    for at in sorted(range(len(pieces)), key=lambda at: -pieces[at].change.severity.weight):
        room -= len(pieces[at].text) + 1
        if room < 0:
            break
        kept.add(at)
    return kept


def _table(compared: Sequence[Compared]) -> Iterable[str]:
    """A row for each document: its versions and how much changed how heavily."""
    if not compared:
        return [say("diff.none")]
    columns = [say("diff.filed"), say("diff.editions")]
    columns += [names.severity(severity, say) for severity in Severity]
    columns.append(say("kind.renumbered"))
    rows = [f"| {' | '.join(columns)} |", f"|{' --- |' * len(columns)}"]
    for each in compared[:_DOCUMENTS]:
        counts = [str(n or "–") for n in weights(each.difference.changes).values()]
        counts.append(str(len(each.difference.renumbered) or "–"))
        editions = " → ".join(map(escaped, each.names(say)))
        rows.append(f"| {_title(each)} | {editions} | {' | '.join(counts)} |")
    if left := len(compared) - _DOCUMENTS:
        rows += ["", say("diff.documents-left", count=left)] if left > 0 else []
    return rows


def _title(each: Compared) -> str:
    return escaped(f"《{each.difference.title}》")


def _head(each: Compared, every: bool) -> str:
    difference = each.difference
    head = f"#### {_title(each)} {' → '.join(map(escaped, each.names(say)))}\n"
    if not difference.legal:
        head += f"\n{say('diff.no-legal')}\n"
    if every and difference.renumbered:
        shown = difference.renumbered[:_NUMBERS]
        listed = "；".join(escaped(names.where(change, say)) for change in shown)
        listed += "…" * (len(difference.renumbered) > _NUMBERS)
        head += f"\n{say('diff.numbers', listed=listed)}\n"
    return head


def _change(at: int, change: Change) -> str:
    """A change folded: its signals on the line that is always seen, its words inside."""
    weight, kind = names.severity(change.severity, say), names.kind(change.kind, say)
    signals = "；".join(escaped(names.signal(signal, say)) for signal in change.signals)
    where = escaped(names.where(change, say))
    told = f"<summary>{at}. <b>{weight}</b> · {kind} · {where}"
    told += f"<br>⚑ {signals}</summary>" if signals else "</summary>"
    words = _words(change.edits) or say("diff.moved-only")
    return f"<details>{told}\n<p>{words}</p></details>"


def _words(edits: Iterable[Edit]) -> str:
    """The words with what became of them, cut when they are very many."""
    told, size, left = "", 0, 0
    for edit in edits:
        text = edit.new or edit.old
        room = max(_LONGEST - size, 0)
        size += len(text)
        left += max(len(text) - room, 0)
        told += _inked(edit, text[:room]) if room else ""
    return told + (f" <i>{say('diff.more', count=left)}</i>" if left else "")


def _inked(edit: Edit, text: str) -> str:
    html = escaped(text).replace("\n", "<br>")
    if edit.strong or edit.op is Op.EMPHASISE:
        html = f"<b>{html}</b>"
    match edit.op:
        case Op.EQUAL:
            return html
        case Op.EMPHASISE:
            return f"<ins>{html}</ins> ({say('diff.emphasised')})"
        case Op.PLAIN:
            return f"<del>{html}</del> ({say('diff.plain')})"
        case _:
            return f"<{_TAGS[edit.op]}>{html}</{_TAGS[edit.op]}>"


def escaped(text: str) -> str:
    """A text that is text in Markdown and in HTML, and that names nobody."""
    apart = _LEADING.sub(rf"\1{_GAP}", text)
    return _ESCAPED.sub(lambda found: f"&#{ord(found.group())};", apart)
