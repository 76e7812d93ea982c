"""What is wider or taller than its place: addresses may break, tables fit, tall rows may split.

Pango breaks a line only where Unicode (UAX 14) says so; an address of the web is therefore
pushed whole to the next line, or runs off the page. WeasyPrint gives a column no less than its
longest word, so that a table of many columns runs off too, and gives the longest text nearly
all of the width. Here

- an address breaks behind one of its marks or, failing that, anywhere, and nothing is drawn at
  the break. Never behind a hyphen of its own: a reader would take that for one of hyphenation,
  and so do programs that extract text, which drop it;
- each column has room for a few characters, and all of them together are as wide as the table;
- a row taller than half a page may be split between two; others move as a whole.

The functions replaced are WeasyPrint's own (`layout/inline.py`, `preferred.py`, `table.py`);
tests/test_hard_contents.py watches that they are still the ones that decide.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

_ADDRESS = re.compile(r"(?:://|www\.|[!-~]@)[!-~]{3}")
_HAN = re.compile("[\u4e00-\u9fff]+(?=[\u4e00-\u9fff])")  # a break behind each
_LONG = 40  # characters without a blank are broken like an address, whatever they are
_SOFT = frozenset("/?&=.:;,_+#%~@")  # an address may break behind these
_SLACK, _SHORT = 0.5, 4.5  # em that may stay empty for that; where an address is a short one
_START, _PIECE = 3, 8  # characters of an address on its first line; that a column has room for
_SHARE = 0.3  # of an equal share of the width belongs to a column that has as much to say
_WORDS = 0.75  # of a table's width is for unbroken words, where they do not all fit
_TALL = 1 / 2  # of a page


def install() -> None:
    """Teach the WeasyPrint of this process. Call once."""
    from weasyprint.layout import inline, preferred, table

    split, may_break = inline.split_first_line, inline.can_break_text
    lay_out = table.auto_table_layout

    def first_line(
        text: str,
        style: Any,
        context: Any,
        width: float | None,
        spacing: float,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> Any:
        """`split_first_line`; where it breaks or pushes an address, breaks that better."""
        if minimum and width == 0 and (han := _HAN.match(text)):  # for the width alone
            return None, None, len(han[0].encode()), style["font_size"], None, None
        line = split(text, style, context, width, spacing, is_line_start, minimum)
        resume, wide = line[2], line[3]
        if width is None or (resume is None and wide <= width):
            return line
        tails = vars(context).setdefault("tails", set())  # what broken addresses go on with
        begin, end = _run(text, len(text.encode()[:resume].decode()) if wide <= width else 0)
        if not (is_address(text[begin:end]) or (begin == 0 and text in tails)):
            return line
        if minimum:
            places = [_PIECE] if end > _PIECE + 1 else []
        else:
            most = min(_fitting(text[:end], style, context, width), end - 2)
            places = _places(text, begin, most, begin == 0 and is_line_start)
        slack = (_SLACK if end - begin >= _LONG else _SHORT) * style["font_size"]
        for at in places:
            part = split(text[:at], style, context, None, spacing, is_line_start, minimum)
            if at == places[-1] or part[3] >= width - slack:
                tails.add(text[at:])
                return (*part[:2], at + len(text[:begin].encode()) - begin, *part[3:])
        return line

    def breakable(text: str, lang: str) -> bool:
        return bool(may_break(text, lang)) or bool(_ADDRESS.search(text))

    def fitted(context: Any, box: Any, containing: Any) -> None:
        """`auto_table_layout`, given widths of columns that the table can hold."""
        grid = box.get_wrapped_table()
        preferred.table_and_columns_preferred_widths(context, box, outer=False)
        margins = sum(m for m in (box.margin_left, box.margin_right) if m != "auto")
        room = containing[0] - margins if grid.width == "auto" else grid.width
        once = vars(context).setdefault("grids", {})  # the widths as they were, by table
        new, known = grid not in once, context.tables[grid]
        _, most, least, wanted, *rest = once.setdefault(grid, known[False])
        least, wanted = columns(least, wanted, room - rest[-2])
        known[False] = (sum(least) + rest[-2], most, least, wanted, *rest)
        lay_out(context, box, containing)
        if new:
            _open_tall_rows(grid, context.page_bottom)

    inline.split_first_line = preferred.split_first_line = first_line
    inline.can_break_text = breakable
    table.auto_table_layout = fitted


def is_address(run: str) -> bool:
    """Whether characters without a blank may be broken like an address of the web or of mail."""
    return len(run) >= _LONG or _ADDRESS.search(run) is not None


def columns(
    least: Sequence[float], wanted: Sequence[float], room: float
) -> tuple[list[float], list[float]]:
    """The least and the wanted widths of columns, such that the least fit into `room`, and the
    longest text does not take it all."""
    wanted = [room * math.sqrt(width / room) if width > room else width for width in wanted]
    share = room / max(1, len(wanted)) * _SHARE
    least = [max(one, min(share, other)) for one, other in zip(least, wanted, strict=True)]
    most = _level(least, room) if sum(least) <= room else _level(least, room * _WORDS)
    least = [min(width, most) for width in least]
    return least, list(map(max, wanted, least))


def _level(widths: Sequence[float], room: float) -> float:
    """The width that none may exceed, so that all of them fit."""
    for left, width in zip(range(len(widths), 0, -1), sorted(widths), strict=True):
        if width * left > room:
            return room / left
        room -= width
    return max(widths, default=0.0)


def _run(text: str, at: int) -> tuple[int, int]:
    """Beginning and end of the visible ASCII characters around a place."""
    begin = end = at
    while begin and "!" <= text[begin - 1] <= "~":
        begin -= 1
    while end < len(text) and "!" <= text[end] <= "~":
        end += 1
    return begin, end


def _fitting(text: str, style: Any, context: Any, width: float) -> int:
    """How many characters fit into a width, wherever the line then breaks."""
    from weasyprint.text.constants import PANGO_WRAP_MODE
    from weasyprint.text.ffi import pango
    from weasyprint.text.line_break import create_layout

    layout = create_layout(text, style, context, width, 0)
    pango.pango_layout_set_wrap(layout.layout, PANGO_WRAP_MODE["WRAP_CHAR"])
    _, resume = layout.get_first_line()
    return len(text.encode()[:resume].decode())


def _places(text: str, begin: int, most: int, forced: bool) -> list[int]:
    """Where an address that begins at `begin` may break, and no later than `most`: the best
    place, the last resort. None for one that had better begin on the next line, unless forced."""
    if most < begin + _START and not forced:
        return []
    most = max(most, begin + 1)
    soft = next(
        (at for at in range(most, begin + _START, -1) if _soft(text[at - 1], text[at : at + 1])), 0
    )
    while most > begin + 1 and text[most - 1] == "-":
        most -= 1
    return [soft, most] if soft else [most]


def _soft(before: str, behind: str) -> bool:
    return before in _SOFT and behind not in _SOFT and behind != "-"


def _open_tall_rows(table: Any, page: float) -> None:
    """Let rows that take much of a page's height be split."""
    for row in (row for group in table.children if not group.is_header for row in group.children):
        spans = (table.column_widths[cell.grid_x :][: cell.colspan] for cell in row.children)
        cells = zip(row.children, map(sum, spans), strict=True)
        if any(_height(cell, width) > page * _TALL for cell, width in cells):
            row.style = row.style.copy()
            row.style["break_inside"] = "auto"


def _height(cell: Any, width: float) -> float:
    """About how high the text of a cell is."""
    from weasyprint.formatting_structure.boxes import TextBox
    from weasyprint.text.line_break import strut

    size = cell.style["font_size"]
    texts = [box.text for box in cell.descendants() if isinstance(box, TextBox)]
    ems = sum(1.0 if char > "\u2000" else 0.55 for text in texts for char in text)
    high, _ = strut(cell.style)
    return float(ems * size / max(size, width - 1.2 * size) * high)
