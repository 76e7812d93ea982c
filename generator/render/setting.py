"""How lines are set: where they may break, and how the slack of a line is shared.

WeasyPrint 70 leaves line breaks to Pango, which knows the marks that may not begin or end a
line (UAX 14), and justifies at spaces, of which Chinese has none. Added is what CLREQ and good
setting of legal texts ask for:

- The slack of a line is shared among its Han characters, marks and spaces, drawn as letter
  spacing; words and numbers of Latin letters and digits stay whole, and so do —— and ……;
- a number stays with the 条 or the unit behind it, 第 with its number, unless that would leave
  the line too loose;
- no paragraph ends in a line of one character: the line before gives up one more.

The functions replaced are WeasyPrint's own (`layout/inline.py`, `text/line_break.py`);
tests/test_typography.py watches that they are still the ones that decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text.ffi import TO_UNITS, ffi, pango
from weasyprint.text.line_break import Layout, create_layout

from .typeset import CLOSING, OPENING

# What takes its share of the slack: half a share on either side of each character.
_LOOSE = re.compile("[^0-9A-Za-z\u00c0-\u024f.,:;/%&@#=?+_'—…-]+")
_WHOLE = re.compile("第[〇零一二三四五六七八九十百千]+[条章节款项版]?")
_MARKS = frozenset(OPENING + CLOSING + "…— ")
_ENOUGH = 6  # characters behind a break: a last line of more is not lonely
_TRIES = 3
_LOOSEST = 0.15  # of a character may stand between two to keep a number whole
_NARROW = 3  # characters: a line of less has none to give up
_RAGGED = 0.5  # of a character: lines that would be torn further apart stay as they are
_GIVEN = 3.3  # characters, or that much, may be left free to give a last line company


def install() -> None:
    """Teach the WeasyPrint of this process. Call once."""
    split, breakable, set_text = inline.split_inline_box, inline.can_break_text, Layout.set_text
    split_text = inline.split_text_box
    ffi.cdef("PangoAttribute* pango_attr_allow_breaks_new(gboolean allow_breaks);")
    strict, start = True, 0.0

    def placed(layout: Any, text: str, justify: bool = False) -> None:
        set_text(layout, text)
        if strict and _WHOLE.search(text):
            _attribute(layout, _WHOLE, pango.pango_attr_allow_breaks_new, False)
        if justify and layout.justification_spacing:
            normal = layout.style["letter_spacing"]
            spacing = layout.justification_spacing + (0 if normal == "normal" else normal)
            _attribute(layout, _LOOSE, pango.pango_attr_letter_spacing_new, int(spacing * TO_UNITS))

    def may_break(text: str, lang: str) -> bool:
        return not (strict and _tied(text)) and bool(breakable(text, lang))

    def cut(context: Any, box: Any, width: float, skip: int, is_line_start: bool = True) -> Any:
        """`split_text_box`, which takes the start of a nested box for that of its line, where a
        word may break anywhere."""
        at_start = is_line_start and box.position_x < start + box.style["font_size"] / 2
        return split_text(context, box, width, skip, is_line_start=at_start)

    def filled(
        context: Any, box: Any, left: float, right: float, bottom: Any, skip: Any, *rest: Any
    ) -> Any:
        """`split_inline_box`; of a whole line once more where the first answer will not do."""
        nonlocal strict

        def within(room: float) -> Any:
            nonlocal start
            outer, start = start, left
            del line_children[:]
            try:
                return split(context, box, left, room, bottom, skip, *rest)
            finally:
                start = outer

        if not isinstance(box, boxes.LineBox):
            return split(context, box, left, right, bottom, skip, *rest)
        out_of_flow, line_children = rest[1:5], rest[5]
        answer = within(right)
        if any(out_of_flow):
            return answer
        em = box.style["font_size"]
        most = _LOOSEST * em * _Shared(answer[0]).total
        free = right - _end(answer[0])
        if free < -1 or (answer[1] is not None and free > most):
            strict = False
            try:
                answer = within(right)
            finally:
                strict = True
        room = _end(answer[0]) - 1
        for _ in range(_TRIES if right - left > _NARROW * em else 0):
            if answer[1] is None or not _lonely(box, answer[1]):
                break
            fewer = within(room)
            if right - _end(fewer[0]) > max(most, _GIVEN * em):
                return within(right)
            answer, room = fewer, min(_end(fewer[0]), room) - em / 2
        return answer

    inline.justify_line = _justify
    inline.can_break_text = may_break
    inline.split_inline_box = filled
    inline.split_text_box = cut
    Layout.set_text = placed


def _tied(pair: str) -> bool:
    """第3, 3条, 3个: characters of two boxes that stay on one line."""
    if len(pair) != 2:
        return False
    before, behind = pair[0], pair[1]
    if behind.isdigit():
        return before in "第.,"
    return before.isdigit() and "一" <= behind <= "鿿"


def _end(line: Any) -> float:
    return float(line.position_x + line.width)


class _Shared:
    """How many shares of the slack each part of a line takes: inside, and before the next."""

    def __init__(self, line: Any) -> None:
        self.leaves = list(_leaves(line))
        texts = [leaf.text if isinstance(leaf, boxes.TextBox) else "" for leaf in self.leaves]
        sides = [(bool(_LOOSE.match(text[:1])), bool(_LOOSE.match(text[-1:]))) for text in texts]
        self.inside = [_gaps(text) for text in texts]
        self.behind = [(one[1] + other[0]) / 2 for one, other in pairwise(sides)] + [0.0]
        self.total = sum(self.inside) + sum(self.behind)


def _justify(context: Any, line: Any, slack: float) -> None:
    """WeasyPrint's `justify_line`: share the slack of a line."""
    shared = _Shared(line)
    if shared.total <= 0:
        return
    share = slack / shared.total
    if share > _RAGGED * line.style["font_size"]:
        return
    parts = zip(shared.leaves, shared.inside, shared.behind, strict=True)
    wider = {
        id(leaf): (inside and share, inside * share, gap * share) for leaf, inside, gap in parts
    }
    _widen(context, line, wider, 0)


def _leaves(box: Any) -> Iterator[Any]:
    """What stands in a line, from left to right."""
    if isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        for child in box.children:
            if child.is_in_normal_flow():
                yield from _leaves(child)
    else:
        yield box


def _gaps(text: str) -> float:
    """How many shares a text takes by itself. Pango gives half a share to both ends of a loose
    run, but none to those of the text."""
    runs = [found.span() for found in _LOOSE.finditer(text)]
    if not runs:
        return 0
    ends = (runs[0][0] == 0) + (runs[-1][1] == len(text))
    return sum(end - start for start, end in runs) - ends / 2


def _widen(
    context: Any, box: Any, wider: dict[int, tuple[float, float, float]], shift: float
) -> float:
    """Shift a box, widen it by what its texts take, and return the shift of what follows."""
    if isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        box.position_x, before = box.position_x + shift, shift
        for child in box.children:
            if child.is_in_normal_flow():
                shift = _widen(context, child, wider, shift)
        box.width += shift - before
        return shift
    share, inside, behind = wider[id(box)]
    if not isinstance(box, boxes.TextBox):
        box.translate(shift, 0)
        return shift + behind
    box.position_x += shift
    if share:
        box.justification_spacing = share
        box.pango_layout = create_layout(box.text, box.style, context, None, share)
        box.pango_layout.deactivate()
    box.width += inside + behind  # so that an underline has no gap before the next box
    return shift + inside + behind


def _attribute(layout: Any, pattern: re.Pattern[str], new: Any, value: int) -> None:
    """Give an attribute of Pango to every part of the layout's text that the pattern finds."""
    attributes = pango.pango_layout_get_attributes(layout.layout)
    if attributes == ffi.NULL:
        attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    at, done = 0, 0
    for found in pattern.finditer(layout.text):
        at += len(layout.text[done : found.start()].encode())
        attribute = new(value)
        attribute.start_index, attribute.end_index = at, at + len(found[0].encode())
        pango.pango_attr_list_change(attributes, attribute)
        at, done = attribute.end_index, found.end()
    pango.pango_layout_set_attributes(layout.layout, attributes)


def _lonely(box: Any, resume: Any) -> bool:
    """Whether no more than one character, and marks, are left behind a line break."""
    left = 0
    for seen, char in enumerate(_behind(box, resume)):
        left += char not in _MARKS
        if left > 1 or seen > _ENOUGH:
            return False
    return True


def _behind(box: Any, resume: Any) -> Iterator[str]:
    """The characters of a box behind a place; an inline block counts as two."""
    if isinstance(box, boxes.TextBox):
        skip = next(iter(resume)) if resume else 0
        yield from box.text.encode()[skip or 0 :].decode()
    elif isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        at, inner = next(iter(resume.items())) if resume else (0, None)
        for child in box.children[at:]:
            yield from _behind(child, inner)
            inner = None
    else:
        yield from "□□"
