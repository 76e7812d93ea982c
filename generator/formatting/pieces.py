"""A file as pieces: each entry and each list item with the comments and the blank line at it.

The tree says where every value begins. What lies between the values is marks and
comments; a `#` there begins a comment, since nothing else can. A comment on a line of
its own belongs to the piece below it, unless it is indented as what is above; one behind
a value belongs to that value's piece.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from ..source import Mapping, Node, Scalar, Sequence, Source, Span

_COVER = "\0"
_SINGLE = re.compile(r"'(?:[^']|'')*'")
_DOUBLE = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment, from its `#` on; `blank` when an empty line stands above it."""

    text: str
    blank: bool = False


@dataclass(slots=True)
class Piece:
    """An entry (with a key) or an item of a list (without one), and what stands at it.

    `start` and `column` say where it begins, `stop` where its brackets end. Filled while the
    file is read; the layout then moves comments among them.
    """

    node: Node
    start: int
    column: int
    key: str | None = None
    parent: Piece | None = None
    parts: list[Piece] = field(default_factory=list)
    stop: int | None = None
    above: list[Remark] = field(default_factory=list)
    beside: str | None = None
    below: list[Remark] = field(default_factory=list)
    blank: bool = False

    def walk(self) -> Iterator[Piece]:
        yield self
        for part in self.parts:
            yield from part.walk()

    @property
    def inner(self) -> int:
        """The column at which its parts begin."""
        return self.parts[0].column if self.parts else self.node.span.column

    @property
    def quiet(self) -> bool:
        """Whether no comment stands inside it."""
        return not self.below and not any(
            part.above or part.beside or not part.quiet for part in self.parts
        )


@dataclass(frozen=True, slots=True)
class _Comment:
    offset: int
    line: int
    column: int
    text: str
    alone: bool
    blank: bool


def pieces(source: Source, text: str) -> Piece:
    """The file as one piece, whose parts are the entries at its root."""
    return _Reader(text).read(source.root)


def comments(piece: Piece) -> list[str]:
    """Every comment of a file, in no particular order of places."""
    found = [
        text
        for part in piece.walk()
        for text in (
            *(remark.text for remark in (*part.above, *part.below)),
            *([part.beside] if part.beside else []),
        )
    ]
    return sorted(found)


class _Reader:
    """Reads one text: where values lie, where comments do, and to which piece each belongs."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.rows = text.split("\n")
        self.begins = [0, *accumulate(len(row) + 1 for row in self.rows)]
        self.bare = list(text)  # the text without values and comments
        self.leaves: list[tuple[int, int, Piece]] = []  # start, end and owner of each value

    def read(self, root: Mapping) -> Piece:
        whole = Piece(root, self._at(root.span), root.span.column)
        self._parts(whole)
        found = list(self._comments())
        for comment in found:
            self._cover(comment.offset, comment.offset + len(comment.text))
        self.every = list(whole.walk())
        for piece in self.every:
            piece.stop = self._closed(piece)
        self._blanks()
        for comment in found:
            self._place(comment, whole)
        return whole

    # Values.

    def _parts(self, owner: Piece) -> None:
        match owner.node:
            case Scalar():
                self._value(owner.node, owner)
            case Sequence(items, span):
                for item in items:
                    part = Piece(item, self._at(item.span), span.column, parent=owner)
                    owner.parts.append(part)
                    self._parts(part)
            case Mapping(entries):
                for key, node in entries:
                    part = Piece(node, self._at(key.span), key.span.column, parent=owner)
                    end = self._value(key, part)
                    part.key = self._key(key, part.start, end)
                    owner.parts.append(part)
                    self._parts(part)

    def _value(self, scalar: Scalar, owner: Piece) -> int:
        """Cover what a value takes; the offset behind it, or behind the mark of a block."""
        start = self._at(scalar.span)
        mark = "" if scalar.plain else self.text[start : start + 1]
        if mark not in ("'", '"', "|", ">"):
            end = self._plain(scalar.text, start)
        elif mark in ("|", ">"):
            end = start + 1
            while self.text[end : end + 1] in tuple("+-0123456789"):
                end += 1
            self._body(scalar)
        else:
            end = self._quoted(start)
        self._cover(start, end)
        self.leaves.append((start, end, owner))
        return end

    def _plain(self, text: str, start: int) -> int:
        """Behind a bare value; a key may have been typed in another Unicode form."""
        end = start + len(text)
        while unicodedata.normalize("NFC", self.text[start:end]) != text and end < len(self.text):
            end += 1
        return end

    def _quoted(self, start: int) -> int:
        form = _SINGLE if self.text[start] == "'" else _DOUBLE
        match = form.match(self.text, start)
        assert match
        return match.end()

    def _body(self, scalar: Scalar) -> None:
        """Cover the lines of a block, without the empty ones behind it."""
        if not scalar.text.strip("\n "):
            return
        line, column = scalar.starts[0]
        last = line - 1
        for at in range(line - 1, len(self.rows)):
            row = self.rows[at]
            if row.strip(" "):
                if len(row) - len(row.lstrip(" ")) < column - 1:
                    break
                last = at
        self._cover(self.begins[line - 1], self.begins[last] + len(self.rows[last]))

    def _key(self, key: Scalar, start: int, end: int) -> str:
        typed = self.text[start:end]
        return typed if unicodedata.normalize("NFC", typed) == key.text else key.text

    def _cover(self, start: int, end: int) -> None:
        self.bare[start:end] = [c if c == "\n" else _COVER for c in self.bare[start:end]]

    def _at(self, span: Span) -> int:
        return self.begins[span.line - 1] + span.column - 1

    def _line(self, offset: int) -> int:
        return bisect_right(self.begins, offset) - 1

    def _empty(self, line: int) -> bool:
        """Whether the line above `line` is empty."""
        return line > 0 and not self.rows[line - 1].strip(" ")

    def _closed(self, piece: Piece) -> int | None:
        """Behind the bracket that ends a list or mapping in brackets."""
        start = self._at(piece.node.span)
        if isinstance(piece.node, Scalar) or self.bare[start] not in ("[", "{"):
            return None
        depth = 0
        for at in range(start, len(self.bare)):
            depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(self.bare[at], 0)
            if depth == 0:
                return at + 1
        raise AssertionError("a bracket that the reader of YAML found closed")

    # Comments and empty lines.

    def _comments(self) -> Iterator[_Comment]:
        bare = "".join(self.bare).split("\n")
        for line, row in enumerate(bare):
            if (column := row.find("#")) >= 0:
                text = self.rows[line][column:].rstrip()
                alone = not row[:column].strip()
                offset = self.begins[line] + column
                yield _Comment(offset, line, column + 1, text, alone, self._empty(line))

    def _blanks(self) -> None:
        seen: set[int] = set()
        for piece in self.every[1:]:
            line = self._line(piece.start)
            if line not in seen:
                seen.add(line)
                piece.blank = self._empty(line)

    def _place(self, comment: _Comment, whole: Piece) -> None:
        remark = Remark(comment.text, comment.blank)
        owner = None if comment.alone else self._beside(comment)
        if owner is None or owner is whole:
            self._alone(comment, remark, whole)
        elif owner.beside is None:
            owner.beside = comment.text
        else:  # two comments for one line: the first goes above it
            owner.above.append(Remark(owner.beside))
            owner.beside = comment.text

    def _beside(self, comment: _Comment) -> Piece | None:
        """The piece whose value, or whose closing bracket, stands on the line of a comment."""
        at = bisect_right(self.leaves, comment.offset, key=lambda leaf: leaf[0]) - 1
        if at < 0:
            return None
        _, end, owner = self.leaves[at]
        closed = [p for p in self.every if p.stop and end < p.stop <= comment.offset]
        if closed:
            owner = closed[0]  # the outermost comes first
            end = owner.stop or end
        return owner if self._line(end - 1) == comment.line else None

    def _alone(self, comment: _Comment, remark: Remark, whole: Piece) -> None:
        """A comment on a line of its own: above the next piece, or below what came before."""
        at = bisect_right(self.every, comment.offset, lo=1, key=lambda piece: piece.start)
        after = self.every[at] if at < len(self.every) else None
        if after and after.above:
            after.above.append(remark)
            return
        around = [p for p in self.every if p.stop and p.start < comment.offset < p.stop]
        if around:
            host = around[-1]
            if after and host.stop and after.start < host.stop:
                after.above.append(remark)
            elif host.parts:
                host.below.append(remark)
            else:
                host.above.append(remark)
            return
        home = self._home(self.every[at - 1], after, comment.column)
        if after and (home is None or comment.column <= after.column):
            after.above.append(remark)
        else:
            (home or whole).below.append(remark)

    def _home(self, before: Piece, after: Piece | None, column: int) -> Piece | None:
        """The innermost list or mapping that ends here and is indented as the comment is."""
        host = after.parent if after else None
        piece: Piece | None = before
        while piece is not None and piece is not host:
            if piece.parts and piece.stop is None and piece.inner <= column:
                return piece
            piece = piece.parent
        return None
