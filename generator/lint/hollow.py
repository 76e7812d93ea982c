"""Words that name a topic without settling it: it is denied, left open, or somebody else's.

“平台不受理投诉”, “是否退费由平台决定” and “您应当处理采购商的投诉” name complaints and refunds, but
give the merchant neither.
"""

from __future__ import annotations

import re
from functools import lru_cache

from .parties import DECIDES, NOT, OTHER, WE
from .sentences import sentences

_DENIED = re.compile(rf"(?:{NOT}|拒绝|放弃|是否|能否|可否)[^，。；]{{0,12}}$")
# A ban of obstacles is no denial: 不得拒绝退还, 不影响您投诉.
_GUARD = re.compile(
    rf"(?:{WE}|任何一方|双方)?[^，。；]{{0,8}}(?:不得|不应|不能|不会|禁止)[^，。；]{{0,14}}(?:拒绝|阻|妨碍|限制|收取|扣|延|附加|设置)|不服|不满|不认可|不同意|不接受|不影响|不妨碍|不限制|不收取|不因|不以|"
    r"未(?:消耗|使用|履行|提供|开始|完成)|没有(?:消耗|使用|履行|提供|异议)|免费|无须说明|无需说明|不可抗力"
)
_LEFT = re.compile(rf"^[^。；，]{{0,10}}(?:均?由|以|依|按|须经){WE}[^。；，]{{0,8}}{DECIDES}")
_THEIR_OWN = re.compile(
    rf"由{OTHER}[^，。；]{{0,10}}$|^{OTHER}(?:应当?|须|负责|自行)[^，。；]{{0,16}}$"
)


def settles(words: str, pattern: re.Pattern[str], duty_of_other: bool = False) -> bool:
    """Whether some sentence of a text settles a topic that `pattern` finds.

    With `duty_of_other` the other party's own duty towards third persons counts too.
    """
    return _settles(words, pattern, duty_of_other)


@lru_cache(4096)
def _settles(words: str, pattern: re.Pattern[str], duty_of_other: bool) -> bool:
    if not pattern.search(words):
        return False
    for _, text in sentences(words):
        for found in pattern.finditer(text):
            front = text[: found.start()]
            part = re.split(r"[，：:]", front)[-1]
            guarded = _GUARD.search(part + found.group())
            denied = _DENIED.search(part) or _DENIED.search(_head(found.group()))
            if denied and not guarded:
                continue
            if _LEFT.search(text[found.end() :]):
                continue
            if not duty_of_other and _THEIR_OWN.search(part):
                continue
            return True
    return False


def _head(words: str) -> str:
    """A match without its last words, which are the topic itself."""
    return words[:-2]
