"""Numbers and dates in Chinese."""

from __future__ import annotations

from datetime import date

_DIGITS = "零一二三四五六七八九"
_CIRCLED = "".join(
    chr(point)
    for first, last in ((0x2460, 0x2473), (0x3251, 0x325F), (0x32B1, 0x32BF))
    for point in range(first, last + 1)
)


def chinese(number: int) -> str:
    """1 → 一, 10 → 十, 105 → 一百零五, 110 → 一百一十, 1001 → 一千零一, 10010 → 一万零一十."""
    if not 0 < number < 100_000_000:
        raise ValueError(number)
    high, low = divmod(number, 10_000)
    text = _below_ten_thousand(low)
    if high:
        bridge = "零" if low and low < 1000 else ""
        text = _below_ten_thousand(high) + "万" + bridge + text
    return text.removeprefix("一") if text.startswith("一十") else text


def copies(number: int) -> str:
    """一份, 两份, 三份."""
    return ("两" if number == 2 else chinese(number)) + "份"


def _below_ten_thousand(number: int) -> str:
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + name
        gap = digit == 0
    return text


def circled(number: int) -> str:
    """① to ㊿, then (51)."""
    return _CIRCLED[number - 1] if number <= len(_CIRCLED) else f"({number})"


def day(value: date | None) -> str:
    """2023年9月28日; a draft's missing date is 待定."""
    return f"{value.year}年{value.month}月{value.day}日" if value else "待定"
