"""The canonical form of a file, written from its pieces: keys in the order of the model, two
spaces a level, dashes under their key, prose in blocks, brackets for what is short."""

from __future__ import annotations

from ..source import Mapping, Scalar, Sequence
from . import prose
from .pieces import Piece, Remark
from .scalars import quoted, scalar, width
from .shapes import Form, Shape

WIDTH = 100
SHORT = 3  # ids that stand in brackets
_STEP = 2
_SCHEMA = "# yaml-language-server:"
_NULLABLE = "archive"
_CELLS = "cells"  # one a line, unless the whole row stands on one


def written(whole: Piece, shape: Shape) -> str:
    """The file; its last line ends with a line feed."""
    head, behind = _head(whole)
    _hoist(whole, shape)
    lines = _remarks(head, 0, False)
    body = _block(whole, shape, 0)
    if lines and behind:
        lines.append("")
    return "\n".join([*lines, *body]) + "\n"


def _head(whole: Piece) -> tuple[list[Remark], bool]:
    """What stands at the top of the file and belongs to no key, taken from the first piece;
    and whether an empty line follows."""
    first = whole.parts[0]
    ends = [n for n, remark in enumerate(first.above) if n and remark.blank]
    if first.blank:
        ends.append(len(first.above))
    count = max(ends, default=0)
    behind = count > 0
    if not count and first.above and first.above[0].text.startswith(_SCHEMA):
        count = 1
    head, first.above = first.above[:count], first.above[count:]
    return head, behind


def _block(owner: Piece, shape: Shape, indent: int, joined: bool = False) -> list[str]:
    """The parts of a list or mapping, a line or more each; `joined` when its first line will
    stand behind a dash, what belongs above it having been written already."""
    lines: list[str] = []
    for part in _ordered(owner, shape):
        inner = shape.of(part.key)
        if lines or not joined:
            lines += _remarks(_above(part, inner, indent), indent, bool(lines))
            if part.blank and lines:
                lines.append("")
        lines += _part(part, inner, indent)
    return lines + _remarks(owner.below, indent, bool(lines))


def _ordered(owner: Piece, shape: Shape) -> list[Piece]:
    """The parts in the order of the model; as they are where it knows none."""
    if shape.form is not Form.NOUN or not isinstance(owner.node, Mapping):
        return owner.parts
    order = {key: n for n, key in enumerate(shape.fields)}
    return sorted(owner.parts, key=lambda part: order.get(part.key or "", len(order)))


def _remarks(remarks: list[Remark], indent: int, started: bool) -> list[str]:
    lines: list[str] = []
    for remark in remarks:
        if remark.blank and (started or lines):
            lines.append("")
        lines.append(" " * indent + remark.text)
    return lines


def _hoist(piece: Piece, shape: Shape) -> None:
    """What stands above the first part of an item goes above the item, whose line it shares."""
    for part in piece.parts:
        _hoist(part, shape.of(part.key))
    if piece.parent and piece.key is None and piece.parts:
        first = _ordered(piece, shape)[0]
        piece.above, first.above = [*piece.above, *first.above], []


def _above(part: Piece, shape: Shape, indent: int) -> list[Remark]:
    """The comments above a piece; with the one beside it, if it has no line to stand on."""
    if part.key is None and part.beside and _opens(part, shape, indent):
        return [*part.above, Remark(part.beside)]
    return part.above


def _part(part: Piece, shape: Shape, indent: int) -> list[str]:
    """An entry or item, without the comments above it."""
    lead = " " * indent + ("-" if part.key is None else f"{_key(part.key)}:")
    beside = f"  {part.beside}" if part.beside else ""
    if (short := _fitting(part, shape, indent)) is not None:
        return [f"{lead} {short}{beside}"]
    if isinstance(part.node, Scalar):
        return [f"{lead} |{beside}", *_prose(part.node.text, indent + _STEP)]
    inside = _block(part, shape, indent + _STEP, joined=part.key is None)
    if part.key is not None:
        return [f"{lead}{beside}", *inside]
    return [f"{lead} {inside[0].lstrip(' ')}", *inside[1:]]


def _key(typed: str) -> str:
    return typed if typed[:1] in ("'", '"') else scalar(typed)


def _prose(text: str, indent: int) -> list[str]:
    rows = prose.block(prose.paragraphs(text)).split("\n")
    return [" " * indent + row if row else "" for row in rows]


def _opens(part: Piece, shape: Shape, indent: int) -> bool:
    """Whether a list or mapping is written over several lines."""
    return not isinstance(part.node, Scalar) and _fitting(part, shape, indent) is None


def _fitting(part: Piece, shape: Shape, indent: int) -> str | None:
    """A value on one line, where it is to stand on one and fits."""
    short = _short(part, shape, False)
    if short is None or isinstance(part.node, Scalar) or short in ("[]", "{}"):
        return short
    if part.key == _CELLS:
        return None
    lead = indent + 2 + (width(part.key) if part.key is not None else 0)
    return short if lead + width(short) <= WIDTH else None


def _short(part: Piece, shape: Shape, flow: bool) -> str | None:
    """A value on one line, or None where it takes several."""
    match part.node:
        case Scalar(text):
            return _single(part, text, shape, flow)
        case Sequence():
            if not part.parts:
                return "[]"
            if not part.quiet or not _brackets(part, shape):
                return None
            values = [_short(item, shape.of(None), True) for item in part.parts]
            return None if None in values else f"[{', '.join(map(str, values))}]"
        case Mapping():
            if not part.parts:
                return "{}"
            if not part.quiet or not shape.short:
                return None
            ordered = _ordered(part, shape)
            values = [_short(entry, shape.of(entry.key), True) for entry in ordered]
            if None in values:
                return None
            pairs = zip(ordered, values, strict=True)
            return "{" + ", ".join(f"{entry.key}: {value}" for entry, value in pairs) + "}"


def _brackets(part: Piece, shape: Shape) -> bool:
    """Whether a list may stand in brackets: a few ids, or the cells of a table."""
    inner = shape.of(None).form
    return inner is Form.CELL or (inner is Form.ID and len(part.parts) <= SHORT)


def _single(part: Piece, text: str, shape: Shape, flow: bool) -> str | None:
    """A single value; None for prose and for a cell of several paragraphs."""
    match shape.form:
        case Form.PROSE if text.strip("\n "):
            return None
        case Form.CELL if "\n" in text:
            line = prose.joined(text)
            return None if line is None else scalar(line, flow)
        case Form.QUOTED:
            return quoted(text)
        case _:
            return scalar(text.strip("\n"), flow, part.key == _NULLABLE)
