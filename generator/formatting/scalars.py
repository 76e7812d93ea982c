"""One value on one line, in quotes only where it would otherwise be read differently."""

from __future__ import annotations

import unicodedata

_FIRST = frozenset("-?:,[]{}#&*!|>'\"%@`")
_FLOW = frozenset(",[]{}")
_NULLS = ("null", "Null", "NULL", "~")


def scalar(text: str, flow: bool = False, null: bool = False) -> str:
    """`text` as it is typed, inside brackets when `flow`; `null` where a bare null may stand."""
    if text in _NULLS:
        return text if null else f'"{text}"'
    return text if _plain(text, flow) else quoted(text)


def quoted(text: str) -> str:
    """In double quotes; in single ones where double ones would need a backslash."""
    if "\n" in text:
        raise ValueError("several lines")
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def width(text: str) -> int:
    """Columns of a terminal: two for a Han character or a full-width mark."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _plain(text: str, flow: bool) -> bool:
    return (
        bool(text)
        and text == text.strip()
        and text[0] not in _FIRST
        and not text.endswith(":")
        and ": " not in text
        and " #" not in text
        and "\n" not in text
        and not (flow and (_FLOW.intersection(text) or ":?" in text))  # libyaml refuses the latter
    )
