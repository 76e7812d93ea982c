"""Edits → paragraphs and tables of inked pieces, each with its marks in words.

〔删〕 begins what was deleted and 〔增〕 what was inserted; 〔止〕 ends them where unchanged words
follow on the same line. Colour and lines only repeat what these marks say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ..compare.changes import Edit, Op

MARKS = {
    Op.EQUAL: "",
    Op.DELETE: "〔删〕",
    Op.INSERT: "〔增〕",
    Op.EMPHASISE: "〔强调〕",
    Op.PLAIN: "〔去强调〕",
}
END = "〔止〕"
_CELLS = " | "  # between the cells of a row


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one sort. `mark` stands before them and `end` behind them, where they are due."""

    op: Op
    text: str
    strong: bool
    mark: str = ""
    end: str = ""


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a table: rows of cells, the first one of headings; a row of one cell
    spans the table."""

    line: Line = ()
    rows: tuple[tuple[Line, ...], ...] = ()

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)


def blocks(edits: Iterable[Edit]) -> tuple[Block, ...]:
    """The edits of one provision as a reader meets them."""
    lines = list(_split(_pieces(edits), "\n"))
    made: list[Block] = []
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and _CELLS in _plain(lines[end]):
            end += 1
        if end - at > 1:
            made.append(Block(rows=tuple(_rows(lines[at:end]))))
            at = end
        else:
            made.append(Block(_marked(lines[at])))
            at += 1
    return tuple(block for block in made if block.line or block.rows)


def sided(edits: Iterable[Edit], new: bool) -> tuple[Block, ...]:
    """The words of one side alone; what the other side has not, or has otherwise, is marked."""
    gone = Op.DELETE if new else Op.INSERT
    return blocks(_seen(edit, new) for edit in edits if edit.op is not gone)


def _seen(edit: Edit, new: bool) -> Edit:
    """An edit as one side has it: emphasis is marked where it stands, not where it is missing."""
    text, missing = (edit.new, Op.PLAIN) if new else (edit.old, Op.EMPHASISE)
    if edit.op is missing:
        return Edit(Op.EQUAL, text, text)
    return Edit(edit.op, text, text, edit.strong)


def _pieces(edits: Iterable[Edit]) -> Iterator[Piece]:
    for edit in edits:
        yield Piece(edit.op, edit.new or edit.old, edit.strong and edit.op is not Op.PLAIN)


def _split(pieces: Iterable[Piece], at: str) -> Iterator[list[Piece]]:
    """Pieces cut where a text stands that parts them."""
    line: list[Piece] = []
    for piece in pieces:
        first, *others = piece.text.split(at)
        line.append(replace(piece, text=first))
        for text in others:
            yield [each for each in line if each.text]
            line = [replace(piece, text=text)]
    yield [each for each in line if each.text]


def _plain(line: Iterable[Piece]) -> str:
    return "".join(piece.text for piece in line)


def _rows(lines: Iterable[list[Piece]]) -> Iterator[tuple[Line, ...]]:
    """Rows as wide as the first; a row whose cells were cut otherwise is one cell."""
    width = 0
    for line in lines:
        cells = tuple(_marked(cell) for cell in _split(line, _CELLS))
        width = width or len(cells)
        yield cells if len(cells) == width else (_marked(line),)


def _marked(line: list[Piece]) -> Line:
    """Marks before each run of one sort, and behind it when unchanged words follow."""
    made = []
    for at, piece in enumerate(line):
        before = line[at - 1].op if at else Op.EQUAL
        behind = line[at + 1].op if at + 1 < len(line) else None
        mark = MARKS[piece.op] if piece.op is not before else ""
        end = END if piece.op is not Op.EQUAL and behind is Op.EQUAL else ""
        made.append(replace(piece, mark=mark, end=end))
    return tuple(made)
