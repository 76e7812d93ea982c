"""Who is meant: words for the one whose text it is, and words for those who must take it.

Every one of them is a fragment for a regular expression; none of them captures.
"""

from __future__ import annotations

# The side that drafts: a platform, a shop, a school, a landlord, a franchisor.
WE = (
    r"(?:本?平台(?:运营方|运营者|方)?|(?:本|我)(?:公司|司|方|网站|机构|中心|店|社|校|商城|软件)|我们|"
    r"运营(?:方|者|商)|经营方|服务(?:方|商|提供者|提供方)|主办方|特许人|出租人|培训机构|健身中心|甲方|"
    r"(?:本|我)(?:场|馆|院|酒店|俱乐部)|(?:加盟)?总部|房东|公司|学校|商城|商场|酒店|俱乐部|停车场|物业|承运人|"
    r"主办单位|组织者|网站|应用商店|(?:市场|管理|承办)方|(?:本|我)(?:馆|商场|集团|站|院|园|所))"
)
# The side that takes the text as it is.
OTHER = (
    r"(?:您|你方?|用户|商家|商户|卖家|买家|店铺|店主|会员|学员|学生|客户|消费者|主播|租户|租客|承租人|"
    r"被特许人|加盟商|代理商|经销商|入驻(?:方|者|商)|申请人|投保人|开发者|创作者|服务商|采购商|供应商|"
    r"骑手|司机|达人|广告主|广告客户|投放方|乙方|"
    r"贵方|家长|业主|住户|旅客|顾客|玩家|托运人|寄件人|客人)"
)
# What denies or forbids the words behind it, within one part of a sentence.
NOT = r"(?:不(?!可抗|同|满|足|实|当|良)|无须|无需|毋须|无权|禁止|严禁|没有|未(?!来)|免)"
# At one side's pleasure.
AT_WILL = (
    r"(?:自行|单方面?|自主|酌情|酌定|视情(?:况|节|形)?|随时|任意|有权|根据(?:需要|情况)|"
    r"另行|保留)"
)
DECIDES = r"(?:决定|确定|认定|判断|解释|核定|制定|规定|指定|选择|选定|审批|批准|为准|安排|而定)"
# Everything, whatever it is.
EVERY = r"(?:任何|一切|全部|所有|丝毫|半点|各种|各类|任意)"
# What one must do, and what one may not.
MUST = r"(?:必须|务必|应当|应|须|需要?|一律|统一)"
BAN = (
    r"(?:不得|无权|不能|不可以?|不应当?|不准|不许|禁止|严禁|不允许|永不|不再享有|不享有|"
    r"没有[^，。；]{0,4}权利?)"
)
