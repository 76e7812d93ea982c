"""Days as texts write them: 2月30日, 九月三十一日, and whether the calendar has such a day."""

from __future__ import annotations

import calendar

from ..quantities import HAN, value

NUMBER = rf"(?:[0-9０-９]{{1,4}}|[{HAN}]{{1,9}})"
_LEAP = 2024


def number(text: str) -> int | None:
    """15, １５, 十五, 一百八十 or 二〇二三 as a number; None for what is none."""
    found = value(text)
    return None if found is None or found.denominator != 1 else int(found)


def exists(year: int | None, month: int | None, day: int | None) -> bool:
    """Whether the calendar has the day; without a year, in a leap year."""
    if month is None or day is None or not 1 <= month <= 12:
        return False
    return 1 <= day <= calendar.monthrange(year or _LEAP, month)[1]
