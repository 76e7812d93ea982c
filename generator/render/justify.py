"""Justified Chinese: the slack of a line is shared among all its characters.

WeasyPrint 70 justifies at spaces only (`layout/inline.py`, `justify_line`), and
Chinese has none, so every line that had to give up a character to a rule
against a mark at its start or end would be ragged. Here the slack is counted in
gaps between characters instead, and drawn as letter spacing. The two functions
replaced are WeasyPrint's own; a test of line ends in a PDF watches that they
are still the ones that decide.
"""

from __future__ import annotations

from typing import Any


def install() -> None:
    """Teach the WeasyPrint of this process to justify between characters. Call once."""
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout import inline
    from weasyprint.text.line_break import Layout

    def gaps(box: Any) -> int:
        """How many gaps between characters a line, or a part of one, can widen."""
        if isinstance(box, boxes.TextBox):
            return max(0, len(box.text) - 1)
        if isinstance(box, (boxes.LineBox, boxes.InlineBox)):
            return sum(gaps(child) for child in box.children)
        return 0

    set_text = Layout.set_text

    def spaced(layout: Any, text: str, justify: bool = False) -> None:
        if not (justify and layout.justification_spacing):
            set_text(layout, text, justify)
            return
        style, spacing = layout.style, layout.justification_spacing
        layout.style, layout.justification_spacing = _Wider(style, spacing), 0
        try:
            set_text(layout, text, justify)
        finally:
            layout.style, layout.justification_spacing = style, spacing

    inline.count_expandable_spaces = gaps
    Layout.set_text = spaced


class _Wider:
    """A style whose letter spacing is wider by the line's share."""

    def __init__(self, style: Any, spacing: float) -> None:
        self._style, self._spacing = style, spacing

    def __getitem__(self, name: str) -> Any:
        value = self._style[name]
        if name != "letter_spacing":
            return value
        return self._spacing + (0 if value == "normal" else value)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._style, name)
