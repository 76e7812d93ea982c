"""What a text fixes by a day of the month (每月15日支付工资) or a share (品牌使用费为月营业额的4%).

These are facts like those of `facts.py`, read where no quantity with a name of its own stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from ..quantities import HAN, Quantity, quantities, ratios, value

Found = tuple[tuple[str, ...], Fraction, int, str]  # key, value, offset, words

_THING = (
    r"工资|薪酬|薪金|租金|房租|货款|服务费|管理费|物业费|账单|对账单|报表|佣金|品牌使用费|利息|发票"
)
_MONTHLY = re.compile(
    rf"每(?:个)?(?:自然)?月(?:的)?(?:第)?(?P<day>[0-9]{{1,2}}|[{HAN}]{{1,3}})[日号]"
    rf"(?P<till>之?前|以前)?[^。；]{{0,30}}?(?P<act>支付|发放|缴纳|交纳|出具|发送|提交|提供|开具)"
    rf"[^，。；]{{0,12}}?(?P<thing>{_THING})(?!的|发票|[^，。；]{{0,4}}(?:发票|凭证|账单))"
)
_TURNED = re.compile(
    rf"(?P<thing>{_THING})(?:应当?|须)?(?:于|在)?每(?:个)?(?:自然)?月(?:的)?(?:第)?(?P<day>[0-9]{{1,2}}|[{HAN}]{{1,3}})[日号]"
    r"(?P<till>之?前|以前)?[^。；，]{0,10}?(?P<act>支付|发放|缴纳|交纳|出具|发送|提交|提供|开具)"
)
_ACTS = {"发放": "支付", "缴纳": "支付", "交纳": "支付", "发送": "出具", "提供": "出具"}
_SHARE = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{0,6}(?:费|佣金|返利|提成|分成|质保金|保证金|定金))(?:的?(?:标准|金额|数额|比例))?"
    r"(?:为|是|按照?)(?P<base>[\u4e00-\u9fff]{2,12})的$"
)
_BASED = re.compile(
    r"(?:收取|支付|缴纳|按照?|以|提取|给予|扣除)(?P<base>[\u4e00-\u9fff]{2,12}?)的?$"
)
_SHARED = re.compile(
    r"的(?P<name>(?!违约|赔偿|滞纳)[\u4e00-\u9fff]{0,6}?(?:费|佣金|返利|提成))(?![率的])"
)
_EACH = re.compile(r"每(?P<thing>课时|节课?|堂课?|次课)(?:时间|时长)?(?:为|是|共)?\s?$")
_SECRET = re.compile(r"保密(?:义务|责任)[^。；，]{0,20}(?:后|起)(?:的)?\s?$")
_ARRIVE = re.compile(r"(?:退款|退费|提现|退回|余额)[^。；，]{0,12}$")
_CELL = re.compile(r"(?P<base>[\u4e00-\u9fff]{2,12})的$")
_WHOSE = re.compile(r"^(?:由|其|该|本|则|且|并|向|的)+")


def regular(text: str) -> Iterator[Found]:
    """The facts of one sentence."""
    often = (_MONTHLY, _TURNED) if "每" in text and "月" in text else ()
    for match in (found for pattern in often for found in pattern.finditer(text)):
        day = value(match["day"])
        if day is not None:
            act = _ACTS.get(match["act"], match["act"])
            case = "".join(re.findall(r"试用|首月|第一|最后|次年|季度", text[: match.start()]))
            till = "前" if match["till"] else ""
            yield ("monthly", act, match["thing"], till, case), day, match.start(), match.group()
    for quantity in ratios(text):
        before = text[max(quantity.start - 40, 0) : quantity.start]
        found = _SHARE.search(before) if quantity.dimension == "percent" else None
        based = _BASED.search(before) if quantity.dimension == "percent" else None
        if (
            based
            and (thing := _SHARED.match(text, quantity.end))
            and not re.search("超过|如|若", before)
        ):
            words = text[quantity.start : quantity.end]
            name = _WHOSE.sub("", thing["name"])
            yield ("share", name, based["base"]), quantity.value, quantity.start, words
        if found and not re.search(r"[，：]?(?:第|超过|不足|以上|以下|如|若)", before):
            name = _WHOSE.sub("", found["name"])
            words = text[quantity.start : quantity.end]
            yield ("share", name, found["base"]), quantity.value, quantity.start, words


def lasting(before: str, after: str, quantity: Quantity) -> tuple[str, ...] | None:
    """What lasts so long without a word of its own: 每课时45分钟, 保密义务……后五年内有效."""
    if quantity.dimension == "minute" and (each := _EACH.search(before)):
        return (
            "each",
            each["thing"].removesuffix("课"),
            re.split(r"[，：]", before[: each.start()])[-1],
        )
    if (
        quantity.dimension == "month"
        and _SECRET.search(before)
        and re.match(r"以?内?(?:持续|继续|仍)?有效", after)
    ):
        return ("named", "保密期", "", "", "", "")
    if quantity.dimension == "day" and re.match(r"之?内[^，。；]{0,4}到账", after):
        found = _ARRIVE.search(before)
        return ("arrive", found.group()[:2]) if found else None
    return None


def in_table(name: str, words: str) -> Iterator[Found]:
    """品牌使用费 | 月营业额的4%: the fact of a cell in the row of a name."""
    if not re.search(r"(?:费|佣金|返利|提成|分成)$", name):
        return
    found = quantities(words)
    base = _CELL.search(words[: found[0].start]) if len(found) == 1 else None
    if base and found[0].dimension == "percent" and base.start() == 0:
        share = words[found[0].start : found[0].end]
        yield ("share", name, base["base"]), found[0].value, found[0].start, share
