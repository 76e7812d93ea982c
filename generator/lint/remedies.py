"""Taking a remedy away: complaint, mediation, arbitration, suit, appeal, in free wording.

A remedy is taken away where one part of a sentence bans, waives or refuses it, or where
somebody who uses it is to lose something for that.
"""

from __future__ import annotations

import re

from .parties import BAN, OTHER, WE

_GAP = r"[^，。；]"
_SUIT = (
    r"(?:起诉|上诉|诉至|诉诸|上访|打官司|诉讼|诉权|追诉权?|仲裁|(?:法律|司法)(?:途径|手段|程序"
    r"|救济|行动|措施)|(?:人民)?法院(?:的)?(?:管辖|受理|裁判|裁决))"
)
_COMPLAINT = r"(?:投诉|举报|申诉|申辩|调解|复议|复核|复审|控告|信访|维权|追索|救济(?!金|款))"
_TOLD = (
    r"提交[^，。；]{0,10}(?:法院|仲裁)|(?:[向由请]|请求|申请|要求|寻求)(?:[^，。；]{0,8}(?:部门"
    r"|机关|机构|媒体|协会|政府|局|委员会"
    r"|消协|法院|组织))[^，。；]{0,6}(?:反映|介入|主张|求助|曝光|帮助|确认|处理)"
)
_WAY = (
    rf"(?:{_SUIT}|{_COMPLAINT}|{_TOLD})"
    r"(?!人|者|信息|材料|内容|入口|资料|费|记录|时效|期间|期限|请求权以外|委员会|机构|庭|前"
    r"|中(?!止))"
)
# What may stand between a ban and the remedy; other acts and bad faith may not.
_FREE = (
    r"(?:(?!恶意|虚假|伪造|编造|冒用|诬|捏造|利用|敲诈|威胁|利诱|诱导|撤回|撤销|撤诉|无管辖|滥用"
    r"|影响|妨碍|限制|阻止|拒绝|干扰|障碍|诋毁|因(?:您|消费者|买家|用户|商家|对方|其|劳动者|员工)"
    r"|因(?!本|与|该|[^，。；]{1,12}(?:向|提起|提出|申请))|[^，。；]停止|未|不受"
    r"|以.{1,8}为由)[^，。；])"
)
_WIDE = re.compile(
    rf"(?P<ban>{BAN}|不再(?=享有|提起|提出|申请)){_FREE}{{0,26}}?{_WAY}"
    rf"|(?:放弃|排除|丧失|免除){_FREE}{{0,22}}?{_WAY}"
    rf"|{_WAY}{_GAP}{{0,12}}?(?:予以|均|一律|全部|概|自愿|已)+(?:予以)?(?:放弃|排除)"
    rf"|对{_GAP}{{0,14}}{_WAY}，?{_GAP}{{0,4}}(?:均)?(?:予以)?放弃"
    rf"|(?:拒绝|不再?|不予|有权不|可以不)(?:接受|受理|处理|接收|理会){_FREE}{{0,10}}{_WAY}"
    rf"|有权(?:直接)?拒绝{_FREE}{{0,10}}{_WAY}"
    rf"|(?:任何|一切|全部|所有|有关|相关){_GAP}{{0,6}}{_WAY}{_GAP}{{0,6}}(?:无效|概不|一律不|均不"
    rf"|不予|不再)(?:受理|处理|理会)?"
    rf"|(?:没有|无(?!理|论|需|须|法|故|关)|不享有|不设|不提供|不开放|不存在"
    rf"|取消){_GAP}{{0,8}}{_WAY}{_GAP}{{0,5}}(?:权|渠道|途径|机会|程序|环节)"
    rf"|(?:不支持|不可以?|不开放|不准许?|不接受|不受理){_GAP}{{0,4}}{_WAY}(?=$|，|的)"
    rf"|{_WAY}{_GAP}{{0,4}}(?:将|均|都|有权|可以)?(?:不会|不能|不被|不予|概不|一律不"
    rf"|恕不){_GAP}{{0,4}}(?:受理|处理|得到|支持|接受|理会|答复|回应)"
    rf"|(?:代替|取代|替代){_GAP}{{0,6}}{_WAY}"
    rf"|(?:同意|承诺|保证|声明|自愿|约定|确认|认可){_GAP}{{0,16}}(?:不|不会"
    rf"|不再)因{_GAP}{{1,16}}(?:提起|提出|申请|进行|采取){_GAP}{{0,10}}{_WAY}"
    rf"|(?:同意|承诺|保证|声明|自愿|约定|确认){_GAP}{{0,26}}不(?:再)?(?:采取|参加|加入|通过|选择"
    rf"|寻求|诉诸|就|向){_FREE}{{0,22}}{_WAY}"
    rf"|(?:同意|承诺|保证|声明|自愿|约定|确认)[^。；]{{0,40}}也?不[再向]{_FREE}{{0,22}}{_WAY}"
)
_PUNISHED = re.compile(
    rf"(?:举报|投诉|起诉|控告){_GAP}{{0,3}}{WE}{_GAP}{{0,6}}(?:构成|视为"
    rf"|属于){_GAP}{{0,4}}违[约规]|"
    rf"(?:(?:提起|提出|申请|进行){_GAP}{{0,6}}(?:诉讼|仲裁)|(?<!被)起诉"
    rf"|[向至]{_GAP}{{0,14}}(?:部门|机关|协会|媒体|法院){_GAP}{{0,4}}(?:投诉|举报|反映|起诉))"
    rf"[^。；，]{{0,14}}(?:的{OTHER}?|者)?，(?:{_GAP}{{0,10}}{WE}{_GAP}{{0,8}}|(?:须|应当?"
    rf"|必须)(?:先|另)?(?:向{_GAP}{{1,8}})?)"
    r"(?:没收|支付|缴纳|赔偿|扣|终止|关闭|停止|取消|暂停|解除|冻结|扣除|扣罚|降低|清退|封禁|下架"
    r"|拒绝|不予)"
)
_CONCLUDED = re.compile(
    rf"(?:争议|纠纷|异议){_GAP}{{0,6}}由{_GAP}{{0,4}}{WE}{_GAP}{{0,4}}(?:裁决|裁定|裁断|决定|判定"
    rf"|仲裁)"
    r"|"
    rf"{WE}{_GAP}{{0,16}}(?:决定|结论|结果|处罚|认定|判定|判责|裁定|裁决|裁断|意见"
    rf"|答复){_GAP}{{0,8}}(?:最终|终局|不可争议|唯一有效)"
    r"|无条件(?:接受|服从|遵守|认可)[^，。；]{0,12}(?:决定|结论|结果|处罚|认定|判定|裁决|处理)"
    r"|(?:决定|结论|结果|处罚|认定|判定|判责|裁定|裁决|意见)[^。；]{0,24}不得?(?:再行?)?(?:争执"
    r"|争议|质疑|反悔|抗辩)"
)
_OWNER = re.compile(rf"{WE}[^，。；的]{{0,8}}$")
_OTHERS = re.compile(rf"{OTHER}|双方|各方|任何一方|员工|劳动者")
_DENIED = re.compile(
    r"(?:不得|不应|不会|不可|并不|不|未|禁止|并非|不能)(?:因此)?(?:被)?(?:视为|构成|意味着?|等于"
    r"|代表|表示|要求|约定|规定|限制|以)?[^，。；]{0,14}$"
)
_THIRD = re.compile(r"消费者|买家|第三[方人]|他人|权利人")
# One of these stands in every such sentence; looked for first, because it is cheap.
_HINT = re.compile(
    r"[投起上申撤][诉访]|诉[讼权至诸]|仲裁|举报|调解|复[议核审]|控告|信访|维权|追[诉索]|申辩|救济"
    r"|官司"
    r"|法院|法律[途手程行措]|司法|反映|介入|求助|曝光|帮助"
)
_LAST = re.compile(r"最终|终局|唯一有效|无条件|纠纷|异议|争执|争议|质疑|反悔|抗辩")


def taken(words: str) -> re.Match[str] | None:
    """Where a sentence takes a remedy away; None: nowhere."""
    if not _HINT.search(words):
        return None
    for match in _WIDE.finditer(words):
        before = words[max(0, match.start() - 40) : match.start()]
        if match["ban"] and _own(before.rpartition("，")[2]):
            continue
        if not _DENIED.search(before.replace("不可撤销", "")):
            return match
    punished = _PUNISHED.search(words)
    return punished if punished and not _THIRD.search(words[: punished.end()]) else None


def _own(before: str) -> bool:
    """Whether the part of a sentence before a ban names the author alone: it binds itself."""
    own, other = _OWNER.search(before), _OTHERS.search(before)
    within = own and _OTHERS.search(own.group())
    return bool(own and not within and not (other and other.start() < own.start()))


def concluded(words: str) -> re.Match[str] | None:
    """Where a sentence makes a decision of one side the last word; None: nowhere."""
    match = _CONCLUDED.search(words) if _LAST.search(words) else None
    return match if match and not _DENIED.search(words[: match.start()]) else None
