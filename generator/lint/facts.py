"""What a text fixes by a number: the rent is 5,000 yuan a month, refunds come within 15 days.

A fact has a key (what the number is of, and on what condition) and a value. Two facts with one
key and different values contradict each other. Keys are strict on purpose: where two sentences
may speak of different cases, their keys differ and nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from ..quantities import Quantity, quantities
from .regular import in_table, lasting, regular
from .sentences import sentences
from .subject import CITE, Passage, Subject

Key = tuple[str, ...]
_HAN = r"[\u4e00-\u9fff]"
_MONEY = (
    r"租金|押金|保证金|定金|订金|预付款|首付款|首期款|尾款|余款|总价款?|总金额|总额|总费用|价款|单价|售价|货款|"
    r"工程款|[\u4e00-\u9fff]{1,4}费|违约金|赔偿金|滞纳金|佣金|报酬|工资|月薪|年薪|薪资|薪酬|补偿金|补贴|津贴|"
    r"房租|注册资本|出资额|投资额|授信额度|赔偿限额|赔偿上限|免赔额|保险金额|奖金|备用金|借款本金|借款金额|贷款金额|"
    r"合同价|转让价|成交价|起拍价"
)
_TIME = (
    r"租期|租赁期限?|合同期限?|协议期限?|有效期限?|服务期限?|试用期限?|质保期限?|保修期限?|质量保证期限?|"
    r"保证期间?|保密期限?|竞业限制期限?|履行期限|付款期限|交货期限?|工期|保存期限|保留期限|留存期限|免租期|"
    r"宽限期|使用期限|许可期限|授权期限|合作期限?|代理期限?|借款期限|贷款期限|委托期限|聘用期限|退款期限|"
    r"维护期|维保期|开发周期|建设期|冷静期|犹豫期|等待期|观察期|保护期|培训期|实习期|见习期|考核期|交付期|"
    r"供货期|锁定期|过渡期|付款周期|结算周期|对账周期|交货周期|生产周期|验收期限?|审核期限|答复期限|申诉期限|异议期限?|整改期限|公示期限?|响应时间|培训时间|维护时间|账期"
)
_RATE = (
    r"[\u4e00-\u9fff]{0,4}(?:利率|税率|费率|佣金率|抽成|比例|折扣|分成)|可用性|可用率|合格率|到货率"
)
_AREA = r"[\u4e00-\u9fff]{0,8}面积"
_KINDS = (
    (re.compile(rf"({_HAN}{{0,8}}(?:{_MONEY}))$"), ("money",)),
    (re.compile(rf"({_HAN}{{0,8}}(?:{_TIME}))$"), ("month", "day", "hour", "minute")),
    (re.compile(rf"({_HAN}{{0,6}}(?:{_RATE}))$"), ("percent",)),
    (re.compile(rf"({_AREA})$"), ("square-metre", "mu")),
)
_LINK = re.compile(
    r"(?:(?:为|是)[^，。；：0-9]{1,20}(?:之日起|起|后)|均?为|是|共计|共|合计|总计|计|即|定为|暂定|约为?|确定|设定|系|等于|：|:|人民币|￥|¥|=|\s|"
    r"[（(][^（）()]{0,10}[）)]|不低于|不少于|不超过|不得超过|至少|最低|最高|最长|每月|每年|每日|每季度?|每(?:平方米|人|次|件|台|吨|小时|课时|间|辆)|按照?|各)*$"
)
_SET = re.compile(r"为|是|计|定|设|：|:|等于|不|至少|最")
_CUT = re.compile(
    r"的|应当?|须|支付|缴纳|交纳|收取|缴存|缴付|交付|退还|返还|预留|扣除|没收|抵扣|承担|取得|获得|享有|提供|"
    r"向|由|按照?|以|与|和|及|或者?|将|把|其中|其|该|本(?:合同|协议|项目|次|期)?|约定|一次性|另行|[甲乙丙]方|您|"
    r"双方|相当于|上述|前述|签订|作为|给予|同意|并|且|在|于|自|对|包括"
)
_SHORT = re.compile(
    r"^(?:交|付|收|退|缴|存|给|还|扣|无|共)(?=押金|保证金|定金|租金|货款|违约金|首付款|.{0,4}费)"
)
_PER = re.compile(
    r"\s?(?:人民币)?[／/每](?P<per>月|年|日|天|平方米|㎡|次|人|小时|吨|件|季度?|台|套)"
)
_RELATION = (
    ("max", re.compile(r"(?:不超过|不得超过|不高于|最高|最长|至多|最多)[^，。；]{0,4}$")),
    ("min", re.compile(r"(?:不低于|不少于|至少|最低|不得少于|不得低于)[^，。；]{0,4}$")),
)
_SPLIT = re.compile(r"[，,：:（）()“”\n]")
_ASIDE = re.compile(r"[（(][^（）()]{0,60}[）)]")
_RANGE = re.compile(r"(?:至|到|-|—|–|~|～)\s?$")
_FILL = re.compile(
    r"应当|应该|必须|可以|有权|至少|不少于|上述|前述|人民币|本合同|本协议|合同约定|约定|书面|形式|方式|及时|立即|"
    r"一次性|之日|之内|[应须需将该此其本的之地自从在于起后，、：“”\s" + CITE + r"]"
)
_SAME = (
    (re.compile(r"限$"), ""),
    (re.compile(r"质量保证期|保修期|质保期"), "质保期"),
    (re.compile(r"租赁期"), "租期"),
    (re.compile(r"总价款|总金额|总额|总费用"), "总价"),
    (re.compile(r"^(?:房屋|租赁|该房屋|厂房|商铺|每|合同)(?=租金|押金|租期|面积|有效)"), ""),
    (re.compile(r"^(?:该|标的|租赁)?房屋(?:的)?(?=建筑|套内|使用|租赁|总)"), ""),
    (re.compile(r"^合同(?=总价)|^(?:税前|税后)?(?=月薪)"), ""),
)
_GENERIC = re.compile(r"(?:费用|收费|有效期|其他费|相关费|.{0,2}比例|折扣|分成|赔偿限额)$")
_CASES = re.compile(r"违约金|赔偿|滞纳|补偿|利率|比例|折扣|费率|奖金|补贴|津贴|佣金|费$|期$|面积")
_VERB = re.compile(
    r"退还|退款|返还|退费|付清|支付|缴纳|交纳|缴清|交付|答复|回复|通知|告知|开具|出具|提出|验收|整改|改正|更换|维修|搬离|腾退|"
    r"处理|审核|审查|确认|补足|补交|办理|移交|提供|提交|发货|送达|完成|作出|决定|受理|响应|到场|修复|归还|交还|结清|签订|清退|"
    r"备案|公布|公示|报告|反馈|结算|对账|赔偿|恢复|删除|申诉|申请复核|付款|到场"
)
_ACT = re.compile(
    r"解除|终止|续租|续签|续约|退租|变更|修改|离职|辞职|辞退|解聘|退出|转让|维护|停水|停电|停机|调整|涨价|降价|取消|"
    r"收回|搬离|验收|检查|进场|交货|发货|撤回|暂停|停止|关闭|休假|请假|预约|改期|退订"
)
_CASE = re.compile(
    r"试用|重大|紧急|其他|其余|首次|长期|短期|计划|节假日|国庆|春节|旺季|淡季|经济性|患病|不能胜任|服务期内|届满|期满|非|"
    r"无故|协商|未经|违约|合同期内|自然人|法人|初次|再次|升级|部分|全部|整体"
)
_NOTICE = re.compile(r"(?:提前|提早)(?:至少|不少于|不得少于)?\s?$")
_DELAY = re.compile(
    r"(?:逾期|迟延|延迟|拖延|拖欠|未按[时期约]|未如期|擅自|提前|单方|违反|拒绝|无故|中途)[^，。；：]{0,14}"
)
_RESULT = re.compile(r"违约金|滞纳金|利息|赔偿金|罚息|补偿金|资金占用费")
_BASE = re.compile(r"的\s?$")
_BOUND = re.compile(
    r"超过|以上|以下|以内|不满|不足|不超过|达到|[0-9一二三四五六七八九十]+[日天]内|第[一二三四五1-9]|首次|再次"
)
_KEEP = re.compile(r"保存|留存|保留|存档|归档")
_REACH = 160
_OFTEN = re.compile(r"每(月|年|日|季)度?[^，。；]{0,8}(?:支付|缴纳|交纳|收取|付|交)[^，。；]{0,6}$")
_PROTEST = re.compile(r"[^，。；]{0,6}(?:不服|不认可|不同意|有异议)")
_COPIES = re.compile(r"一式\s?$")


@dataclass(frozen=True, slots=True)
class Fact:
    """A number that a text fixes. `siblings` is the clause above an item, or the table."""

    key: Key
    value: Fraction
    passage: Passage
    at: int
    words: str
    siblings: str


def facts(subject: Subject) -> Iterator[Fact]:
    """Every fact of a document, in reading order."""
    above = {item.id: clause.id for clause in subject.document.clauses() for item in clause.items}
    for passage in subject.passages:
        if passage.path[0] == "cells":
            yield from _cell(subject, passage)
            continue
        siblings = above.get(passage.clause.id, "") if passage.clause else ""
        for start, text in sentences(passage.words):
            for key, worth, at, words in regular(text):
                yield Fact(key, worth, passage, start + at, words, siblings)
            found = quantities(text)
            for at, quantity in enumerate(found):
                if _RANGE.search(text[max(quantity.start - 4, 0) : quantity.start]) or _opens(
                    text, quantity
                ):
                    continue
                for key in _keys(text, quantity, found[at - 1] if at else None):
                    words = text[quantity.start : quantity.end]
                    place = start + quantity.start
                    yield Fact(key, quantity.value, passage, place, words, siblings)


def _opens(text: str, quantity: Quantity) -> bool:
    return bool(re.match(r"\s?(?:至|到|-|—|–|~|～)", text[quantity.end : quantity.end + 4]))


def _keys(text: str, quantity: Quantity, last: Quantity | None) -> Iterator[Key]:
    before = text[max(quantity.start - _REACH, 0) : quantity.start]
    after = text[quantity.end : quantity.end + _REACH]
    pieces = _SPLIT.split(before)
    makers = (_copies, _notice, _kept, _deadline, _rate, _named)
    if plain := lasting(before, after, quantity):
        yield (*plain, quantity.dimension)
        return
    for make in makers:
        key = make(before, after, pieces, quantity)
        if key:
            yield (*key, quantity.dimension)
            return


def _copies(before: str, after: str, pieces: list[str], quantity: Quantity) -> Key | None:
    if quantity.dimension != "copy" or not _COPIES.search(before):
        return None
    return ("copies", _clean(pieces[-1]).removesuffix("一式"))


def _notice(before: str, after: str, pieces: list[str], quantity: Quantity) -> Key | None:
    """任何一方解除合同，应当提前30日通知对方"""
    if quantity.dimension not in ("day", "month", "hour") or not _NOTICE.search(before):
        return None
    acts = _ACT.findall(before) or _ACT.findall(after)
    if not acts or not re.match(
        r"[^，。；]{0,16}(?:通知|告知|公布|公示|公告|申请|提出|书面)", after
    ):
        return None
    party = "任" if re.search(r"任何一方|任一方|双方|各方|一方", before) else _party(before)
    return ("notice", party, "".join(sorted(set(acts))), "".join(_CASE.findall(before)))


def _kept(before: str, after: str, pieces: list[str], quantity: Quantity) -> Key | None:
    """订单记录自交易完成之日起至少保存三年"""
    verb = _KEEP.search(pieces[-1] + after[:8])
    if quantity.dimension not in ("month", "day") or not verb:
        return None
    head = re.split(r"自|应当?|至少|由|须|的?保存|的?留存|的?保留|不少于", _first(before))[0]
    named = _clean(head)
    return ("kept", named) if 2 <= len(named) <= 24 else None


def _deadline(before: str, after: str, pieces: list[str], quantity: Quantity) -> Key | None:
    """应当自收到异议之日起10个工作日内答复"""
    if not re.match(r"(?:之?内|以内)", after) or quantity.dimension not in ("day", "month", "hour"):
        return None
    found = re.search(
        r"(?:自|从|在|于|应|当|方)?([^自从应]{2,40}?)(?:之日|之时|当日|次日)?(?:起|后)(?:的)?(?:应当?|须)?(?:[于在])?\s?$",
        pieces[-1],
    )
    case = _clean("".join(p for p in pieces[:-1] if _conditional(p)))
    if not found and not (case and re.search(r"(?:在|于|应当?|须)\s?$", pieces[-1])):
        return None
    rest = re.split(r"[。；：:（]", re.sub(r"^(?:之?内|以内)[，,]?", "", after))[0]
    verb = _VERB.search(rest)
    if not verb:
        return None
    thing = re.split(r"[，,、（]", rest[verb.end() :])[0]
    told = (
        re.sub(
            r"^(?:应?当|须|需)?(?:在|于|自)?(?:[甲乙丙买卖供需]方|您|商家|商户|用户|平台(?:运营方)?|)",
            "",
            found[1],
        )
        if found
        else ""
    )
    trigger = _clean(told) if found else _thing_before(pieces[-1])
    if found and trigger[-2:] in case:  # 对账单有异议的，自收到异议之日起
        case = ""
    if verb.group().startswith("申"):
        case = _PROTEST.sub("", case)
    label = _ASIDE.sub("", before).rpartition("：")[0]
    return (
        "deadline",
        _party(told),
        trigger,
        case,
        verb.group(),
        _clean(thing)[:8],
        _clean(label),
    )


def _thing_before(piece: str) -> str:
    """一级故障 of “一级故障在4小时内修复”; a party is no thing."""
    named = re.split(r"在|于|应当?|须", piece)[0]
    return "" if _party(named) or named.endswith(("方", "人", "者")) else _clean(named)


def _rate(before: str, after: str, pieces: list[str], quantity: Quantity) -> Key | None:
    """每逾期一日，按应付金额的万分之五支付违约金"""
    if quantity.dimension != "percent":
        return None
    result = _RESULT.search(pieces[-1]) or _RESULT.search(re.split(r"[，。；]", after)[0])
    delay = _DELAY.search(before)
    if not result or not delay:
        return None
    daily = re.search(
        r"每日|每天|按日|日$|每逾期(?:一|1|１)个?(?:自然|工作)?[日天]|每迟延|每延迟|每拖延", before
    )
    party = _party(before)
    act = _clean(re.sub(r"的?，?$", "", re.split(r"[，,]", delay.group())[0]))
    if re.match(r"^逾期[0-9一二三四五六七八九十１]*[日天]$|^逾期$", act):
        act = _clean(_first(before))
    cap = "cap" if re.search(r"总额|累计|超过|最高|上限|合计", pieces[-1]) else ""
    bound = _clean(before) if _BOUND.search(_bounds_only(before)) else ""
    return ("rate", result.group(), party, act, "日" if daily else "", bound, cap)


def _bounds_only(before: str) -> str:
    """What may split cases; a base of calculation (“不超过……”) does not."""
    return re.split(r"按照?|以", before)[0]


def _named(before: str, after: str, pieces: list[str], quantity: Quantity) -> Key | None:
    """押金为人民币5,000元 / 支付5,000元押金"""
    link = _LINK.search(before)
    front = before[: link.start()] if link else before
    label = _ASIDE.sub("", front).rpartition("：")[0]
    text = re.split(r"[，,：:；、“”\n）)]", front)[-1]
    for pattern, dimensions in _KINDS:
        if quantity.dimension not in dimensions:
            continue
        found = pattern.search(_after_cut(text))
        joined = link.group() if link else ""
        if not found and (
            behind := re.match(rf"的?(?:作为)?(?:{_MONEY})(?![\u4e00-\u9fff]*[之的]\d)", after)
        ):
            if quantity.dimension == "money" and re.search(
                r"(?:支付|交纳|缴纳|收取|交付)[^，。；]{0,6}$", before
            ):
                name = re.sub(r"^的?(?:作为)?", "", behind.group())
                return _fact(name, "", before, after, pieces, label)
            return None
        if found:
            label = "" if found[1] in label else label
            return _fact(
                found[1], joined, front, after, pieces, label, text[: text.rfind(found[1])]
            )
    return None


def _fact(
    name: str, joined: str, before: str, after: str, pieces: list[str], label: str, owner: str = ""
) -> Key | None:
    for pattern, plain in _SAME:
        name = pattern.sub(plain, name)
    per = _PER.match(after)
    every = re.match(r"每?(月|年|日|季度?)(?=\S)", name)
    often = re.search(r"每(月|年|日|季)", joined) or _OFTEN.search(before)
    period = per["per"] if per else every[1] if every else often[1] if often else ""
    name = re.sub(r"^每?[月年日](?=租金|服务费|管理费|物业费|费|使用费)", "", name)
    whose = re.search(r"([^，。；应须]{1,10})的$", owner)
    owned = _clean(re.sub(r"[甲乙丙]方|双方|承租人|出租人", "", whose[1])) if whose else ""
    if _GENERIC.fullmatch(name) and not owned:
        return None
    relation = next((r for r, p in _RELATION if p.search(before + joined)), "")
    if re.match(r"\s?(?:以上|以下|以内|左右|起)", after):
        relation = "bound"
    case = ""
    if _SET.search(joined) or _CASES.search(name):
        case = _clean("".join(p for p in pieces[:-1] if _conditional(p)))
    return ("named", owned + name, period.replace("天", "日"), relation, case, _clean(label))


def _cell(subject: Subject, passage: Passage) -> Iterator[Fact]:
    """A table of two columns: what it is, and how much."""
    table = passage.clause.table if passage.clause else None
    name = str(getattr(passage.noun, "cells", ("",))[0]).strip("* ")
    for share, worth, at, text in in_table(name, passage.words):
        yield Fact(share, worth, passage, at, text, "")
    if not table or len(table.columns) != 2 or passage.path[1] != 1:
        return
    found = quantities(passage.words)
    if len(found) != 1 or found[0].start > 6:
        return
    for pattern, dimensions in _KINDS:
        if found[0].dimension in dimensions and pattern.fullmatch(name):
            after = passage.words[found[0].end :]
            key = _fact(name, "为", "", after, [], "")
            if key:
                words = passage.words[found[0].start : found[0].end]
                yield Fact(
                    (*key, found[0].dimension), found[0].value, passage, found[0].start, words, ""
                )


def _after_cut(text: str) -> str:
    """What stands behind the last verb or preposition."""
    last = 0
    for cut in _CUT.finditer(text):
        last = cut.end()
    return _SHORT.sub("", text[last:])


def _conditional(piece: str) -> bool:
    return bool(
        re.search(r"(?:的|时|后|前|内|情形|情况|期间|者)$", piece)
        or re.match(r"(?:如|若|因|当|逾期|除|对于?|就|每逾期|第)", piece)
    )


def _party(text: str) -> str:
    found = re.findall(
        r"[甲乙丙买卖供需]方|您|平台运营方|承租人|出租人|用人单位|劳动者|员工|公司|客户|用户", text
    )
    return found[0] if found else ""


def _first(before: str) -> str:
    return re.split(r"[，,：:]", before)[0]


def _clean(text: str) -> str:
    return _FILL.sub("", text)
