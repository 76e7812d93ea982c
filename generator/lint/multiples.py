"""Penalties that are high without a percentage: months of rent, all that remains, double.

The statute knows no number of months; two are what this project takes for a hint.
"""

from __future__ import annotations

import re

from ..quantities import quantities

MONTHS = 2
_NAME = r"(?:违约金|罚款|罚金|滞纳金|违约赔偿金)"
_FEES = (
    r"(?:的|租赁|房屋|当期|应付|标准|约定|平均|全部|合同|月|固定|基本){0,3}"
    r"(?:租金|房租|服务费用?|费用|管理费|物业费|使用费|会员费|推广费|工资|薪酬|报酬|月费|年费|佣金|货款|学费|托管费)"
)
_PERIOD = re.compile(rf"(?:的|等额)?{_FEES}")
_TWICE = re.compile(
    r"(?:双倍|加倍|翻倍)(?:[^，。；]{0,8}的)?(?:违约金|赔偿金?|支付违约金)"
    r"|(?:双倍|加倍)(?:支付|收取|计收|承担)[^，。；]{0,6}违约金"
)
_WHOLE = re.compile(
    r"(?:合同(?:总)?(?:价款?|金额|额)|(?:全部|剩余|所有|已(?:经)?(?:支付|缴纳|付|交|收|缴))[^，。；]{0,10}(?:租金|费用|价款|服务费|款项|会费|学费|货款|金额|费)|订单(?:总)?(?:金额|费用))"
    r"(?:的)?(?:总额|全额|总和)?(?:的)?(?:等额|同等金额|同额|作为|支付|全部|均|全额|100%|为)*(?:的)?违约金"
)
_SEASON = re.compile(rf"(?:[一二三四两]|[1-4])个?(?:季度|年度)(?:的|等额)?{_FEES}")
_LOW = re.compile(r"(?:不|无须|无需|不超过|比例|[%％])[^，。；]{0,16}$")


def multiple(words: str, length: int, between: re.Pattern[str]) -> tuple[int, str] | None:
    """Where a sentence measures a penalty by such a multiple, and its words.

    `length` is that of the sentence itself, behind which the heading of a column may stand;
    `between` are words that may stand between the sum and the name of the penalty.
    """
    for quantity in quantities(words[:length]):
        if quantity.dimension != "month" or quantity.value <= MONTHS:
            continue
        fees = _PERIOD.match(words, quantity.end)
        if fees and _next_to(words, quantity.start, fees.end(), between):
            return quantity.start, words[quantity.start : fees.end()]
    season = _SEASON.search(words[:length])
    if season and _next_to(words, season.start(), season.end(), between):
        return season.start(), season.group()
    for pattern in (_TWICE, _WHOLE):
        found = pattern.search(words[:length])
        if found and not _LOW.search(words[: found.start()]):
            return found.start(), found.group()
    return None


def _next_to(words: str, start: int, end: int, between: re.Pattern[str]) -> bool:
    """Whether the words between are the penalty: “……的违约金”, “违约金为……”."""
    behind = re.search(rf"^[^，；]{{0,12}}?{_NAME}", words[end : end + 20])
    if behind and not between.sub("", re.sub(_NAME, "", behind.group())):
        return True
    before = rf"{_NAME}(?:，(?:标准|数额|金额|按照?|为|以)[^，；]{{0,10}}|[^，；]{{0,16}})$"
    return bool(re.search(before, words[:start]))
