"""Exempting in free wording: who is freed of what, whatever the verb.

The verbs are to bear no liability, to pay nothing, to have nothing to do with it, to let the other
side bear it, and to let it claim nothing. `freed` finds one of them together with a harm.
"""

from __future__ import annotations

import re

from .parties import EVERY, OTHER, WE

_GAP = r"[^，。；]"
_NOT = r"(?:不|无需|无须|毋须|毋需|不必|不用|免于|免予|没有|概不|恕不|无(?=任何|责任|义务))"
_NO_DUTY = (
    rf"{_NOT}(?:再)?(?:(?:就|对|向|因|为){_GAP}{{1,26}}?)?(?:承担|负担|负有?|担负"
    rf"|担)(?!保){_GAP}{{0,24}}?(?:责任|后果|损失|风险|赔偿|医[药疗]费|责(?![^，]))"
    rf"|(?:不|无需|无须|毋须|不必)(?:就|对|向){_GAP}{{1,26}}(?:负责|担责|(?:作出?|进行|给予"
    rf"|予以){_GAP}{{0,6}}(?:赔偿|补偿))|不(?:负责"
    rf"|予){_GAP}{{0,6}}(?:赔偿|赔付|理赔|补偿|负责)|(?:概|一概|一律)不(?:管|问|理会|负责|认)"
    rf"|(?:没有"
    rf"|无){_GAP}{{0,4}}义务{_GAP}{{0,6}}(?:赔偿|补偿|赔付)"
    rf"|(?:没有|无)(?:任何|丝毫)?(?:的)?(?:法律|赔偿|经济)?责任(?=$|，)|(?:不|无需|无须|毋须|不必"
    rf"|不再)(?:作|做|给予|进行|承担|负责)?{EVERY}?(?:形式的)?(?:的)?(?:其他|另外|额外)?(?:赔偿"
    rf"|赔付|理赔|补偿)"
)
_APART = (
    rf"(?:概|均|都)?(?:与|和|跟)(?:{WE}|出租人|承运人){_GAP}{{0,4}}(?:无[关涉]|没有(?:任何)?关系"
    rf"|无任何关系|不相干)|一律免责|免于承担{_GAP}{{0,8}}责任|免责(?=$|，)"
)
_FORGO = (
    rf"(?:放弃|免除|豁免){_GAP}{{0,24}}(?:赔偿|索赔|补偿|责任)|{OTHER}?(?:都|均|也|亦"
    rf"|一律)?(?:不得|无权|不能|不可){_GAP}{{0,10}}(?:索赔|(?:要求|主张|请求){_GAP}{{0,10}}(?:赔偿"
    rf"|补偿)|追究{_GAP}{{0,8}}责任)|(?:承诺|确认|保证|同意){_GAP}{{0,4}}不(?:会|再|得)?(?:就|因"
    rf"|对|向){_GAP}{{1,20}}(?:索赔|赔偿|补偿)"
)
_SELF = (
    rf"(?:均|都|全部|应)?(?:由)?{OTHER}(?:自行|自己|自|独自|个人|本人|全部|全权)+(?:承担|负责|负担"
    rf"|负|担|处理|解决)|由{OTHER}(?:自理|自负|自担)|{EVERY}(?:的)?(?:风险|损失|后果"
    rf"|责任){_GAP}{{0,4}}由(?:{OTHER}|买方){_GAP}{{0,3}}(?:承担|负担|负责)"
    rf"|自行承担{_GAP}{{0,16}}{EVERY}(?:的)?(?:风险|损失|损害|后果|责任)|(?:责任|风险|后果|损失"
    rf"|盈亏){_GAP}{{0,4}}(?:自负|自担|自行承担|自行负责)"
    rf"|自[行愿]承担{_GAP}{{0,12}}{EVERY}(?:的)?(?:风险|损失|后果|责任)"
)
_FREED = re.compile(rf"(?:{_NO_DUTY}|{_APART}|{_FORGO}|(?P<self>{_SELF}))")
_HARM = re.compile(
    r"走失|受骗|受损|过敏|不良反应|损失|损害|短缺|短少|霉变|变质|破损|损坏|损毁|毁损|后果|失误"
    r"|错误|失败|瘫痪"
    r"|宕机|丢失|遗失"
    r"|灭失|被盗|泄[露漏]|中断|故障|延误|事故|意外|伤|亡|风险|问题|纠纷|瑕疵"
    r"|过错|过失|未能|无法|补偿|赔偿|人身|安全|漏水|脱落|误删|贬值|负责$"
)
_WHOLE = re.compile(rf"{EVERY}|无论|不论|不管|一概|概不|恕不|均|都")
_ALL = re.compile(rf"{EVERY}|无论|不论|不管|一概|概不|恕不")
_BODY = re.compile(r"过敏|不良反应|生病|人身|受伤|摔伤|伤害|伤亡|死亡|意外|身体")
_ALONE = re.compile(
    r"(?:使用|服务|软件|产品)[^，。；]{0,8}风险|(?:责任|风险|后果)[^，。；]{0,2}(?:自负|自担)"
)
_ITS_OWN = re.compile(r"经营(?:活动|过程|中|期间)?|其(?:商品|发布|员工|自身)|自身|自己的|转让|雇")
_LATE = re.compile(rf"{OTHER}[^。；]{{0,20}}(?:未|逾期|违反|违约|拒绝|擅自|不当|过错|提供)")
_CAUSE = re.compile(
    rf"(?P<who>{WE})(?:的)?(?:[^，。；]{{0,4}}(?:员工|人员|疏忽|软件|漏洞|展示的|发布的|过错|失误"
    rf"|操作|误删|故意|过失|系统"
    rf"|技术|设备|审核|服务器)|提供|原因|未|错误)"
)
_ONE = re.compile(r"平台|运营方|我|本|公司|服务方")
CAP = re.compile(
    r"(?:赔偿|责任)(?:的)?(?:总额|金额|限额|上限|总和|累计|最高)[^。]{0,40}?(?:不超过|不得超过"
    r"|为限|以下|不高于)"
    r"|(?:累计|最高|总计)[^，。]{0,6}赔偿[^。]{0,30}?(?:不超过|不得超过|为限)"
    r"|(?:赔偿|(?:全部|所有|最大|承担的|总)(?:赔偿"
    r"|违约)?责任)[^。；期]{0,12}(?:以[^，。；]{1,26}为[上]?限|最高不超过|最多不超过|上限为)"
)


def freed(words: str) -> re.Match[str] | None:
    """Where a sentence frees its author of a harm; None: nowhere."""
    if not _HARM.search(words):
        return None
    for match in _FREED.finditer(words):
        before = words[: match.start()]
        if match["self"] is None:
            return match
        if _ITS_OWN.search(words) or (_LATE.search(before) and not own_cause(words, match)):
            continue
        if any(p.search(words) for p in (_ALL, _BODY, _ALONE)) or own_cause(words, match):
            return match
    return None


def whole(words: str) -> bool:
    """Whether everything is meant (任何, 无论), so that nothing is left to read kindly."""
    return bool(_ALL.search(words))


def own_cause(words: str, match: re.Match[str]) -> bool:
    """Whether the harm comes from the very side that is freed of it."""
    named = [
        found.group()
        for found in re.finditer(
            WE, words[match.start() - 12 if match.start() > 12 else 0 : match.end()]
        )
    ]
    for cause in _CAUSE.finditer(words[: match.end()]):
        who = cause["who"]
        if match.groupdict().get("self") or any(
            who == n or (_ONE.search(who) and _ONE.search(n)) for n in named
        ):
            return True
    return False
