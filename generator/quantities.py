"""Numbers as agreements write them: 12,000, １２, 1.2万, 一百二十, 壹佰贰拾, 百分之五, 三分之一.

`value` reads one numeral, `quantities` finds every number that has a unit, `amounts` every sum
in financial capitals. Calendar dates, ordinals and clause numbers are not quantities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

_WIDE = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")
_PLAIN = str.maketrans(
    "〇两壹贰叁肆伍陆柒捌玖拾佰仟萬億兩貳參陸弌", "零二一二三四五六七八九十百千万亿二二三六一"
)
CAPITAL = "壹贰叁肆伍陆柒捌玖拾佰仟萬億貳參陸"
HAN = "零〇一二两三四五六七八九十百千万亿" + CAPITAL
_DIGIT = {character: at for at, character in enumerate("零一二三四五六七八九")}
_BELOW = re.compile(
    r"(?:([一二三四五六七八九])千)?(零)?(?:([一二三四五六七八九])百)?(零)?"
    r"(?:([一二三四五六七八九])?十)?(零)?([一二三四五六七八九])?"
)
_SCALE = {"百": 100, "千": 1000, "万": 10_000, "百万": 10**6, "千万": 10**7, "亿": 10**8}
_ARABIC = (
    r"(?<![0-9０-９])[0-9０-９]{1,3}(?:[,，][0-9０-９]{3})+(?![0-9０-９])(?:[.．][0-9０-９]{1,9})?|"
    r"(?<![0-9０-９])[0-9０-９]{1,20}(?:[.．][0-9０-９]{1,9})?"
)
_NUMERAL = (
    rf"(?:{_ARABIC})\s?(?:百万|千万|[百千万亿])?|"
    rf"[{HAN}]{{1,24}}(?:点[零〇一二三四五六七八九]{{1,9}})?|半"
)

# Each unit with its dimension and how many of the dimension's measure it is.
_UNITS: dict[str, tuple[str, int | Fraction]] = {
    "元": ("money", 1),
    "圆": ("money", 1),
    "美元": ("dollar", 1),
    "工作日": ("day", 1),
    "交易日": ("day", 1),
    "自然日": ("day", 1),
    "日历日": ("day", 1),
    "日": ("day", 1),
    "天": ("day", 1),
    "周": ("day", 7),
    "星期": ("day", 7),
    "自然月": ("month", 1),
    "月": ("month", 1),
    "季度": ("month", 3),
    "周年": ("month", 12),
    "年": ("month", 12),
    "小时": ("hour", 1),
    "分钟": ("minute", 1),
    "%": ("percent", 1),
    "‰": ("percent", Fraction(1, 10)),
    "成": ("percent", 10),
    "倍": ("times", 1),
    "次": ("occasion", 1),
    "份": ("copy", 1),
    "人": ("person", 1),
    "名": ("person", 1),
    "台": ("set", 1),
    "套": ("suite", 1),
    "件": ("piece", 1),
    "平方米": ("square-metre", 1),
    "㎡": ("square-metre", 1),
    "亩": ("mu", 1),
    "公里": ("kilometre", 1),
    "米": ("metre", 1),
    "吨": ("ton", 1),
    "公斤": ("kilogram", 1),
    "千克": ("kilogram", 1),
    "分": ("point", 1),
}
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True)).replace("%", "%|％")
_UNIT = _UNIT.replace(
    "成", "成(?![员立为本交果功套品型色年不长]|分(?![配担享摊红别得]))"
)  # 七成 is a share, 一成员 is not
_PARTS: dict[str, int | Fraction] = {"百": 1, "千": Fraction(1, 10), "万": Fraction(1, 100)}
_QUANTITY = re.compile(
    rf"(?P<part>[百千万]|[{HAN}]{{1,9}})分之(?P<share>[{HAN}]{{1,9}}(?:点[零一二三四五六七八九]{{1,9}})?|{_ARABIC})"
    rf"|(?P<sign>[￥¥]\s?)(?P<sum>{_ARABIC})(?P<scale>[万亿])?(?:元)?"
    rf"|(?P<number>{_NUMERAL})\s?(?P<loose>个)?(?P<unit>{_UNIT})"
)
_AMOUNT = re.compile(
    rf"(?<![{HAN}])(?P<whole>[{HAN}]{{1,40}})(?P<yuan>[元圆])?(?:零)?(?:(?P<jiao>[{HAN}])角)?(?:零)?"
    rf"(?:(?P<fen>[{HAN}])分)?(?P<full>[整正](?!数))?"
)


_ANY = re.compile(rf"[0-9０-９{HAN}半]")  # without one of them there is no number
_RATIO = re.compile(r"[%％‰成倍]|分之")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit. `value` is in the measure of the dimension (元, days, months, %)."""

    value: Fraction
    dimension: str
    unit: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum in words. `value` is None when the numeral is not one; `full` is 整 or 正."""

    value: Fraction | None
    start: int
    end: int
    text: str
    full: str
    cents: bool
    tenths: bool


@lru_cache(4096)
def value(text: str) -> Fraction | None:
    """What a numeral is worth; None when it is not one."""
    text = text.strip()
    if text == "半":
        return Fraction(1, 2)
    plain = text.translate(_WIDE)
    found = re.fullmatch(r"([0-9][0-9,]*(?:\.[0-9]+)?)\s?(百万|千万|[百千万亿])?", plain)
    if found:
        if "," in found[1] and not re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", found[1]):
            return None
        return Fraction(found[1].replace(",", "")) * _SCALE.get(found[2] or "", 1)
    whole, point, rest = text.translate(_PLAIN).partition("点")
    number = _han(whole)
    if number is None or (point and not (rest and all(c in _DIGIT for c in rest))):
        return None
    tail = "".join(str(_DIGIT[c]) for c in rest)
    return Fraction(number) + (Fraction(int(tail), 10 ** len(tail)) if tail else 0)


def _han(text: str) -> int | None:
    """A Chinese whole number in ordinary characters, digit by digit or with 十百千万亿."""
    if not text or any(c not in "零一二三四五六七八九十百千万亿" for c in text):
        return None
    if all(c in _DIGIT for c in text):
        return int("".join(str(_DIGIT[c]) for c in text))
    if short := re.fullmatch(r"(.*([百千万]))([一二三四五六七八九])", text):
        head = _han(short[1])
        return None if head is None else head + _DIGIT[short[3]] * _SCALE[short[2]] // 10
    for sign, scale in (("亿", 10**8), ("万", 10**4)):
        if sign in text:
            high, _, low = text.rpartition(sign)
            left, right = _han(high), _han(low.lstrip("零")) if low.strip("零") else 0
            return None if left is None or right is None else left * scale + right
    found = _BELOW.fullmatch(text)
    if not found:
        return None
    thousand, hundred, ten, one = (_DIGIT.get(found[at] or "", 0) for at in (1, 3, 5, 7))
    return thousand * 1000 + hundred * 100 + (ten or ("十" in text)) * 10 + one


@lru_cache(4096)
def quantities(text: str) -> tuple[Quantity, ...]:
    """Every number with a unit, in order."""
    return tuple(_quantities(text)) if _ANY.search(text) else ()


@lru_cache(4096)
def ratios(text: str) -> tuple[Quantity, ...]:
    """The percentages and the multiples among them."""
    if not _RATIO.search(text):
        return ()
    return tuple(q for q in quantities(text) if q.dimension in ("percent", "times"))


def _quantities(text: str) -> Iterator[Quantity]:
    for found in _QUANTITY.finditer(text):
        start, end = found.span()
        if found["part"]:
            share, part = value(found["share"]), found["part"]
            whole = value(part) if part not in _PARTS else None
            if share is not None and (part in _PARTS or whole):
                percent = share * _PARTS[part] if part in _PARTS else share * 100 / (whole or 1)
                yield Quantity(Fraction(percent), "percent", "%", start, end)
        elif found["sign"]:
            number = value(found["sum"] + (found["scale"] or ""))
            if number is not None:
                yield Quantity(number, "money", "元", start, end)
        elif not _dated(text, found) and (number := value(found["number"])) is not None:
            unit = found["unit"].replace("％", "%")
            dimension, measure = _UNITS[unit]
            yield Quantity(number * measure, dimension, unit, start, end)


def _dated(text: str, found: re.Match[str]) -> bool:
    """Whether it is part of a date or an ordinal: 2026年, 3月, 3月5日, 第3次."""
    unit, before = found["unit"], text[max(found.start() - 2, 0) : found.start()].rstrip()
    number = value(found["number"])
    if unit == "成" and before.endswith(("统", "合", "单", "完")):
        return True
    if before.endswith(("第", "其", "同", "另", ".")) or re.search(r"[0-9０-９][-—/.]$", before):
        return not before.endswith(("-", "—")) or unit in ("日", "月", "年")
    if unit == "年":
        return number is not None and 1900 <= number <= 2100
    if unit == "月":
        return not found["loose"]
    return unit == "日" and before.endswith("月") and not found["loose"]


def amounts(text: str) -> Iterator[Amount]:
    """Every sum in words: in financial capitals, or in ordinary numerals behind “大写”."""
    for found in _AMOUNT.finditer(text):
        before = text[max(found.start() - 12, 0) : found.start()]
        named = re.search(r"大写[）)\]】]?(?:金额)?[：:为]?\s*(?:人民币)?$", before)
        capital = sum(c in CAPITAL for c in found.group())
        if not (found["yuan"] or (named and found["full"])):
            continue
        if named or capital:
            yield _amount(found)


def _amount(found: re.Match[str]) -> Amount:
    total = value(found["whole"])
    for name, scale in (("jiao", 10), ("fen", 100)):
        part = value(found[name]) if found[name] else Fraction(0)
        total = None if total is None or part is None else total + part / scale
    return Amount(
        total,
        found.start(),
        found.end(),
        found.group(),
        found["full"] or "",
        bool(found["fen"]),
        bool(found["jiao"]),
    )


def shown(number: Fraction) -> str:
    """A number as one would write it: 12000, 0.05."""
    if number.denominator == 1:
        return str(number.numerator)
    return f"{float(number):.6f}".rstrip("0").rstrip(".")
