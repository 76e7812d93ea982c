"""Taking effect at once: the words for publishing, for “at once” and for taking effect.

A text takes effect at once when nothing lies between its publication and its effect.
"""

from __future__ import annotations

import re
from functools import lru_cache

from .parties import OTHER

_OPEN = r"(?:公布|公示|公告|公开(?:发布)?)"
_WAYS = (
    r"(?:发布|刊登|刊载|登载|张贴|上线|发出|更新|修改|修订|变更|调整|印发|颁布|下发|签发|挂网|上传"
    r"|推送|宣布|通知|提示)"
)
_OUT = rf"(?:{_OPEN}|{_WAYS})"
_EFFECT = (
    r"(?:(?:发生|产生)?(?:法律)?(?:效力|约束力)|生效|施行|实施|执行|实行|适用|启用|起效|取代|替代"
    r"|遵守执行|有效(?!期))"
)
_AT_ONCE = r"(?:立即|即时|即刻|当即|即日|即行|马上|立刻|随即|即告|即|便|就)"
_MARK = r"(?:之日|之时|当日|当天|当时|同日|日|时|起)"
_FEW = r"[^。；，满]"
_PATTERN = re.compile(
    rf"(?:从|自)?(?:即[日时刻]|[今本][日天]|当[日天])(?:零时)?(?:起|开始)(?!(?:至|到"
    rf"|[0-9一二三四五六七八九十]))"
    rf"|即日{_EFFECT}"
    rf"|(?:(?:自|从|在|于|经|一经"
    rf"|一旦){_FEW}{{0,14}}?)?(?P<out>{_OUT}){_FEW}{{0,8}}?{_MARK}(?:零时|以后)?(?:起|开始)?"
    rf"(?:，{_FEW}{{0,14}})?，?{_AT_ONCE}?{_FEW}{{0,8}}?{_EFFECT}"
    rf"|(?:一经|一旦|自"
    rf"|经){_FEW}{{0,10}}?(?P<once>{_OUT}){_FEW}{{0,6}}，?{_FEW}{{0,3}}{_AT_ONCE}{_FEW}{{0,6}}{_EFFECT}"
    rf"|(?P<after>{_OUT})(?:以?后|之后)?，?{_FEW}{{0,4}}{_AT_ONCE}{_FEW}{{0,8}}{_EFFECT}"
    rf"|(?P<bare>(?:{_AT_ONCE}|当[日天]|立刻)(?:自动|开始|正式|起)?(?:对{_FEW}{{1,10}})?{_EFFECT})"
)
# Days that do pass, and acts of the parties instead of a publication.
_PASSES = re.compile(
    r"满|届满|后(?:的)?第|第[0-9一二三四五六七八九十]|[0-9一二三四五六七八九十]个?(?:自然"
    r"|工作)?[日天月]"
    r"|签[署字订章]|盖章|确认|点击|到达|送达|收到|审核|不得|后(?:开始|正式)?(?:对[^。；，]{1,10})?"
    + _EFFECT
    + "$"
)
_TODAY = re.compile("[即今][日天]")
_DENIED = re.compile(
    r"(?:不得|不应|不能|不会|不可|并非|不是|不以|禁止|避免|而非|无权|未经)[^。；]{0,40}$"
)
_SHOWN = re.compile(r"载明|说明|注明|列明|写明|有权|可以|提供")
_LAWS = re.compile(
    r"法律|法规|国家标准|行业标准|(?<!隐私)(?<!本)政策|国务院|主管(?:部门|机关)|监管"
    r"|《中华人民共和国|(?:法|法典|条例)》"
)
_TEXT = re.compile(
    r"规则|协议|规范|条款|标准|政策|办法|制度|公告|版本|合同|章程|规定|文件|文本|声明|须知|指引"
    r"|公约|守则|细则|承诺书|新规|通告|收费|附则"
    r"|修订|费率|佣金|资费|价格|租金|比例|限制措施|违规类型|方案|变更(?:内容|[自从在于经后])"
    r"|修改(?:内容|后)|调整(?:后|自|从)|更新(?:后|的|内容)|变动"
    r"|^本通知|此通知"
)
_ALTERED = re.compile(r"的(?:修改|修订|变更|调整|变动)(?:内容|方案)?，")
_YOURS = re.compile(
    rf"{OTHER}(?:可以|可|有权)?(?:随时|自行)?[^。；，]{{0,4}}$"
    rf"|{OTHER}(?:提交|发布|设置|撤回|修改|自行|上传|填写|选择|对)[^。；]{{0,20}}$"
    rf"|{OTHER}[^。；]{{0,10}}(?:撤回|设置|提交)[^。；]{{0,16}}$"
)
_HINT = re.compile(
    r"[生起有]效|效力|[施执实]行|实施|适用|启用|约束力|取代|替代|[即今本当][日时刻天]"
)


@lru_cache(maxsize=4096)
def at_once(words: str) -> re.Match[str] | None:
    """Where a sentence lets a text of the platform take effect at once; None: nowhere.

    Not meant are laws, what is denied, periods that pass, and settings of the other party.
    """
    if not _HINT.search(words):
        return None
    for match in _PATTERN.finditer(words):
        before = words[max(0, match.start() - 80) : match.start()]
        if _meant(match, before, words[match.end() : match.end() + 12]):
            return match
    return None


def _meant(match: re.Match[str], before: str, after: str) -> bool:
    text = match.group()
    if (
        _PASSES.search(text)
        or _DENIED.search(before)
        or _LAWS.search(before + text.replace("法律效力", ""))
        or _SHOWN.search(text)
    ):
        return False
    named = match["out"] or match["once"] or match["after"]
    if match["bare"] is None and (named is None or "公" in text or _TODAY.search(text)):
        return True
    if "您" not in before and _ALTERED.search(before + text):
        return True
    return bool(_TEXT.search(before + text + after)) and not _YOURS.search(before)
