"""What in a text a reviewer must not overlook: duties, rights, sums, days, parties, liability.

A token has a kind and a key; two tokens of one key say the same (15日 and 十五日), whatever
their characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..quantities import quantities
from .changes import SignalKind

_ABLE = "能|靠|见|疑|行|信|观|持|用|选|知|抗|撤|分割|逆|避免|预见|归责"  # 可能, 不可抗力
_PROHIBITION = (
    r"不得|不准|不许|不允许|禁止|严禁|不应当?|不可以"
    rf"|不可(?!{_ABLE})"
)
_WAIVED = r"无须|无需|不必|不再需要"
_OBLIGATION = (
    r"应当|应该|必须|务必|有义务|负有义务|"
    r"(?<![相响对供适反效感])应(?![用收付急对聘诉邀答变税])|(?<![必无务])须(?!知)"
)
_RIGHT = rf"有权|无权|可以|(?<![许认不])可(?!{_ABLE})"
_MODAL = re.compile(
    rf"(?P<prohibition>{_PROHIBITION})|(?P<waived>{_WAIVED})"
    rf"|(?P<obligation>{_OBLIGATION})|(?P<right>{_RIGHT})"
)
_LIABILITY = re.compile(
    r"不予?承担|概不负责|不负责任?|违约责任|连带责任|赔偿责任|责任|承担|负责|赔偿|补偿|违约金|滞纳金|"
    r"罚款|免责|免除|减轻|没收|扣划|扣除|不予退还"
)
_PARTIES = (
    "甲方|乙方|丙方|丁方|双方|各方|任何一方|任一方|守约方|违约方|对方|我方|我司|本公司|经营者|平台内经营者|"
    "商家|用户|消费者|买方|卖方|买受人|出卖人|出租人|承租人|供应商|委托人|受托人|保证人|债权人|债务人|第三方|您"
)
_DATE = re.compile(
    r"\d{4}\s?年(?:\s?\d{1,2}\s?月(?:\s?\d{1,2}\s?[日号])?)?|\d{1,2}\s?月\s?\d{1,2}\s?[日号]"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|[〇零一二三四五六七八九]{4}年(?:[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}[日号])?)?"
)
_NUMBER = re.compile(r"\d+(?:[,，]\d{3})*(?:\.\d+)*|[零〇一二两三四五六七八九十百千万亿]{2,}")
_DIMENSIONS = {
    "money": SignalKind.MONEY,
    "dollar": SignalKind.MONEY,
    "percent": SignalKind.RATE,
    "times": SignalKind.RATE,
    "day": SignalKind.DAYS,
    "month": SignalKind.DAYS,
    "hour": SignalKind.DAYS,
    "minute": SignalKind.DAYS,
}


@dataclass(frozen=True, slots=True)
class Token:
    """Words of a text at [start:end); `key` is what they say."""

    kind: SignalKind
    start: int
    end: int
    text: str
    key: str


def tokens(text: str, parties: frozenset[str] = frozenset()) -> dict[str, list[Token]]:
    """The tokens of a text by family: `modal`, `figure`, `liability`, `party`."""
    return {
        "modal": list(_modals(text)),
        "figure": sorted(_figures(text), key=lambda token: token.start),
        "liability": list(_found(SignalKind.LIABILITY, _LIABILITY, text)),
        "party": list(_found(SignalKind.PARTY, _party(parties), text)),
    }


def _modals(text: str) -> Iterator[Token]:
    for found in _MODAL.finditer(text):
        name = "obligation" if found.lastgroup == "waived" else str(found.lastgroup)
        words = found.group()
        yield Token(SignalKind(name), found.start(), found.end(), words, words)


def _figures(text: str) -> Iterator[Token]:
    """Dates, quantities, and numbers that are neither."""
    taken: list[tuple[int, int]] = []
    for token in [*_found(SignalKind.DATE, _DATE, text), *_quantities(text)]:
        if not any(token.start < end and start < token.end for start, end in taken):
            taken.append((token.start, token.end))
            yield token
    for token in _found(SignalKind.NUMBER, _NUMBER, text):
        if not any(token.start < end and start < token.end for start, end in taken):
            yield token


def _quantities(text: str) -> Iterator[Token]:
    for each in quantities(text):
        kind = _DIMENSIONS.get(each.dimension, SignalKind.NUMBER)
        key = f"{each.value} {each.dimension} {each.unit}"
        yield Token(kind, each.start, each.end, text[each.start : each.end], key)


def _found(kind: SignalKind, pattern: re.Pattern[str], text: str) -> Iterator[Token]:
    for found in pattern.finditer(text):
        yield Token(kind, found.start(), found.end(), found.group(), found.group())


@lru_cache(16)
def _party(names: frozenset[str]) -> re.Pattern[str]:
    every = sorted({*names, *_PARTIES.split("|")} - {""}, key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, every)))
