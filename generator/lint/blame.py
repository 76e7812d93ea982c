"""Who is to blame: whether a sentence that frees somebody from liability gives a light reason.

A light reason is force majeure, the act of a third party, or the other party's own fault.
"""

from __future__ import annotations

import re

from .statements import Statement, segment

_RIGHT = re.compile(r"有权[^，]{0,30}[，]?(?:且|并且?|而)?[^，]{0,4}$")
_BREACH = re.compile(r"未|没有|逾期|迟延|延迟|违|拒绝|擅自|私自|过错|过失|虚假|隐瞒|泄露")
_VERB = re.compile(r"[不概免无恕放]|一律")
_WHY = re.compile(
    r"(?:因为?|由于|由(?=[^。，]{1,20}(?:造成|导致|引起)))(?P<why>[^。]{1,80}?)(?:造成|导致|致使"
    r"|引起|引发|产生|的[，]|而|，)"
)
_PART = re.compile(r"、|或者?|以及|及|和|，")
FORCE = re.compile(r"不可抗力|法律|法规|政策|政府|有权机关|司法|战争|地震|台风|洪水|自然灾害")
THIRD = re.compile(r"第三[方人者]|他人")
_PERSON = re.compile(
    r"(?:您|你|用户|客户|商家|会员|[甲乙丙丁买卖供需]方|承租人|出租人|员工|劳动者|雇员|受托人"
    r"|委托人"
    r"|买受人|出卖人|投保人|学员|业主|住户|旅客|托运人|收货人|发包人|承包人|对方|其|自身|自己|本人)"
    r"(?!的?(?:个人)?(?:数据|信息|资料|隐私)[^，。]{0,4}(?:丢失|泄|遗失|被))"
)
_FAULT = re.compile(
    r"未|不|没有|逾期|迟延|延迟|违反|违约|违法|违规|拒绝|擅自|私自|自行|自身|自己|过错|过失|故意"
    r"|原因"
    r"|错误|虚假|泄露|保管|操作|提供|使用|隐瞒|要求|指示"
)


def excused(sentence: Statement, match: re.Match[str]) -> bool:
    """Whether the reason is force majeure, another's act, or the other party's own fault."""
    before, own = _exempted(sentence.words, match)
    if sentence.is_lead:
        items = sentence.passage.clause.items if sentence.passage.clause else ()
        return all(_light(item.text, own) for item in items)
    if _RIGHT.search(before + own):
        return True
    why = _WHY.search(before)
    if why:
        parts = [part for part in _PART.split(why["why"]) if part]
        if all(_light(part, own) for part in parts):
            return True
        return bool(_person(parts[0], own) and _FAULT.search(why["why"]))
    return _person(before, own) and bool(_BREACH.search(before))


def _exempted(words: str, match: re.Match[str]) -> tuple[str, str]:
    """What stands before the exempting part of a sentence, and who is exempted."""
    last = segment(words, match.end())
    before = words[: match.end() - len(last)]
    if not before:
        return words[: match.start()], words[: match.start()][-8:]
    cut = _VERB.search(last)
    return before, (last[: cut.start()] if cut else last).strip("则对此均也的亦")


def _light(part: str, own: str) -> bool:
    if FORCE.search(part) or THIRD.search(part):
        return True
    return _person(part, own) and bool(_FAULT.search(part))


def _person(words: str, own: str) -> bool:
    """Whether somebody other than the one who is exempted is named."""
    return any(found.group() not in own for found in _PERSON.finditer(words))
