"""Names of others in a text: well-known platforms, and firms that are named in passing.

A name left behind by find-and-replace stands alone where the text's own name should stand. What
a text mentions on purpose it lists (在甲平台、乙平台等), calls a third party or an example, or
speaks of again and again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Well-known marks of platforms, shops and clouds on the Chinese market; channels of payment and
# of messages (微信, 支付宝) are left out, because texts name them as channels.
_WELL_KNOWN = (
    r"淘宝(?:网)?|天猫|京东(?:商城)?|拼多多|苏宁易购|唯品会|当当网|国美在线|抖音|快手|小红书|美团|饿了么|滴滴出行|"
    r"携程|去哪儿|飞猪|百度|阿里云|腾讯云|华为云|百度智能云|金山云|天翼云|网易|新浪|搜狐|慧聪网|中国制造网|敦煌网|环球资源网?|"
    r"义乌购|马可波罗网|速卖通|亚马逊|闲鱼|58同城|赶集网|贝壳找房|链家|前程无忧|智联招聘|BOSS直聘|猎聘|哔哩哔哩|知乎|"
    r"豆瓣|今日头条|网易云|有赞|微盟|顺丰(?:速运)?|中通|圆通|申通|韵达|德邦|钉钉|石墨文档|印象笔记|有道云笔记|金山文档|"
    r"腾讯文档|新东方|学而思|猿辅导|得到|瑞幸|喜茶|蜜雪冰城"
)
_BRAND = re.compile(rf"(?P<name>{_WELL_KNOWN}|Shopify|Shopee|Lazada|eBay|Temu|SHEIN|AWS|Azure)")
_TRADE = (
    r"物流|科技|网络|信息|贸易|商贸|传媒|文化|软件|快运|速递|装饰|建筑|建设|工程|置业|地产|食品|餐饮|实业|投资|控股|"
    r"医药|教育|旅游|酒店|汽车|电器|电子|机械|化工|服饰|家居|能源|环保|安防|保洁|印刷|包装|农业|生物"
)
_ACTS = r"(?:有权|应当|将|不得|享有|保留|不承担|可以|负责|有义务)"
_STRUCTURE = re.compile(
    rf"(?:^|[，。；：\n]|由|向|与|在|和)(?P<name>(?P<own>[\u4e00-\u9fff]{{2,4}}?)(?:(?:{_TRADE})(?:公司|集团)"
    rf"|集团(?=公司|{_ACTS})|商城(?={_ACTS})|网(?={_ACTS})|平台(?={_ACTS})))"
)
_TRIGGER = re.compile(rf"(?:{_TRADE})(?:公司|集团)|集团|(?:商城|网|平台){_ACTS}")
_COMMON = re.compile(
    r"委托|聘请|选择|通过|知名|有资|监理|设计|施工|供货|服务商|承包|发包|第三|其他|任[何一]|专业|外部|有关|相关|合作|指定|多家|本|该|各|我|贵|母公|子公|关联|正规|当地|国内|境外|独立|电商|电子|商务|网络|交易|"
    r"支付|直播|外卖|广告|推广|服务|运营|销售|上述|前述|对方|数据|管理|监管|信息|发布|投放|媒体|社交|线上|在线|购物|物流|招聘|团购|内容|"
    r"技术|公共|互联|局域|官方|官网|门户|移动|学习|教学|课程|培训|租赁|共享|开放|云|一方|双方|甲方|乙方|企业|公司的|所在|出租|承租|商家|"
    r"用户|平台|数字|营销|因|但|如|若|或|并|且|则|后|前|时|的|向|由|与|对|在|为|是|以|从|被|将|应|可|不|未|无|经|按|由于"
)
_MEANT = re.compile(
    r"(?:例如|比如|譬如|诸如|如|包括|第三方|外部|其他|类似|竞品|竞争|在其|自[行己]的?)[^。；，\n]{0,16}$"
)
_ONE_OF = re.compile(
    r"[^。；，\n]{0,12}等(?![于同候待级])|[^。；，\n]{0,4}(?:或者?其|和其|及其|以及其)"
)
_OFTEN = 3


def left_behind(words: list[str], known: str) -> Iterator[tuple[int, int, str]]:
    """Row, offset and name of each name that seems to be left from another text."""
    found = [
        (row, match.start("name"), match["name"])
        for row, text in enumerate(words)
        for match in (*_BRAND.finditer(text), *_structures(text))
        if match["name"] not in known and not _is_meant(text, match)
    ]
    counted: dict[str, int] = {}
    for _, _, name in found:
        counted[name] = counted.get(name, 0) + 1
    yield from (each for each in found if counted[each[2]] < _OFTEN)


def _structures(text: str) -> Iterator[re.Match[str]]:
    return _STRUCTURE.finditer(text) if _TRIGGER.search(text) else iter(())


def _is_meant(text: str, match: re.Match[str]) -> bool:
    start, end = match.span("name")
    before = text[max(start - 24, 0) : start]
    quoted = text[max(start - 1, 0) : start] in tuple("《“、（") or text[end : end + 1] in (
        "》",
        "、",
    )
    common = match.re is _STRUCTURE and _COMMON.search(match["own"])
    return bool(common or quoted or _MEANT.search(before) or _ONE_OF.match(text, end))
