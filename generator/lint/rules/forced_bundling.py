"""强制搭售

平台不得以购买其他产品或者服务作为提供服务的条件，也不得限制单独购买或者取消。

“须同时购买……方可使用”“以开通增值服务为前提”“捆绑销售”“不支持单独取消”“未购买……的，减少展示”“只能使用平台指定的物流”“必须参加促销”“价格不得高于其他平台”等写法，是警告。开通账户、实名认证等使用服务所必需的步骤，以及禁止搭售的约定，不作判断。

## 理由

是否购买由交易双方各自决定。利用规则强制搭售，是对平台内经营者附加不合理的条件。

## 法律

- 《中华人民共和国电子商务法》第三十五条：不得利用服务协议、交易规则等附加不合理的限制或者条件（2019年1月1日起施行）。
- 《网络交易平台规则监督管理办法》第二十七条：不得强制商家购买增值服务（2026年2月1日起施行）。
- 《网络交易平台收费行为合规指南》：不得强制或者变相强制商家购买服务并收费（2025年7月31日发布并施行，依二手资料）。

## 正确

```text
您可以单独订购任一产品，也可以组合订购。
```

```text
平台不得以订购一项产品作为订购另一项产品的条件。
```

```text
您没有购买增值服务的，平台不得减少展示。
```

使用服务所必需的步骤：

```text
您应当先开通账户，方可订购产品。
```

```text
您订购时应当一并确认订单页的内容，平台不得要求您不得在其他平台经营。
```

```text
您使用支付功能前，应当绑定本人的银行卡；开具发票须提供税号。
```

## 错误

```text
您订购推广产品的，**必须同时购买数据服务**。
```

```text
购买增值服务是参加活动的前提条件。
```

```text
组合内的产品不支持单独取消。
```

```text
数据诊断与推广服务不能拆开订购。
```

```text
未开通会员的商家，平台将减少其商品的展示。
```

```text
您订购云托管的，须一并订购市场推荐位，否则不予开通。
```

```text
您参加本活动的，不得在其他平台推广同款商品。
```

```text
您只能使用平台指定的物流服务商。
```

```text
加盟商应当从总部指定的供应商处采购全部原材料；入驻商家每年须投放不低于一万元的广告。
```

```text
商家应当仅通过本平台销售商品，且必须参加平台组织的促销活动。
```

## 如何修改

删去条件，写明可以分别选择、分别取消，例如“您可以单独订购、单独取消任一产品”；确有技术上的依赖的，写明原因。

## 如何保留

两项产品在技术上不能分开、并已写明原因的，在条款上写明理由和截止日：`allow: [{rule: forced-bundling, why: 数据服务是推广产品运行的组成部分, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ...problems import Severity
from ..bundling import HINT, PATTERNS
from ..rule import Finding, Rule
from ..statements import Statement, statements
from ..subject import Subject

_BUY = r"(?:购买|订购|开通|加购|选购|订阅|搭配|参加|参与|缴纳|办理|续费)"
_THING = r"(?:增值|其他|另一|配套|附加|会员|推广|套餐|保险|产品|服务|活动|工具|软件|商品)"
_STEP = re.compile(r"账[户号]|认证|登录|注册|权限|实名|合同|协议|手续|资质|许可")
_DEAL = r"(?:购买|订购|开通|加购|选购|订阅|投保|采购)"
_PATTERNS = (
    re.compile(
        rf"(?:必须|应当?|须|需要?|强制|务必)(?:同时|一并|一起|一同|连同|搭配|捆绑|配套|至少)[^，。]{{0,4}}{_DEAL}(?!的|时)[^，。]{{2,20}}"
    ),
    re.compile(
        r"(?:不得|不能|不可|不应)(?:同时|再|另行)?(?:在|于|到|与|入驻)其他(?:同类)?(?:电商|网络|交易|竞争性?)?(?:平台|网站|渠道商?)[^，。]{0,10}"
        r"(?:经营|开店|销售|推广|投放|入驻|发布|促销|合作|$)"
    ),
    re.compile(
        rf"(?:必须|应当?|须|需要?|强制|务必|要求[^，。]{{1,8}})(?:同时|一并|搭配|捆绑|附加|另行|配套)[^，。]{{0,4}}{_BUY}[^，。]{{0,20}}{_THING}"
    ),
    re.compile(
        rf"(?:必须|应当?|须|需|只有)(?:先|首先|事先)?[^，。]{{0,4}}{_BUY}[^，。]{{0,25}}{_THING}[^，。]{{0,8}}[，]?[^，。]{{0,4}}(?:方可|才能|才可|方能|否则)"
    ),
    re.compile(rf"{_BUY}[^，。]{{0,25}}(?:作为|是|为|系)[^，。]{{0,25}}(?:前提|条件)(?!下)"),
    re.compile(rf"以[^，。]{{0,6}}{_BUY}[^，。]{{0,25}}为(?:前提|条件)"),
    re.compile(r"捆绑(?:销售|购买|订购|提供|开通|收费)?|搭售|强制搭配|打包(?:购买|订购|销售|开通)"),
    re.compile(
        r"(?:不得|不可|不能|不支持|无法|不允许|不提供)(?:申请)?单独(?:购买|订购|开通|取消|退订|结束|退款|解除)"
    ),
    re.compile(
        rf"(?:未|没有|不|拒绝){_BUY}[^，。]{{0,25}}(?:的|者|商家|用户)[，]?[^，。]{{0,10}}(?:不得(?:使用|参加|展示|享受|发布|入驻|报名|提现|开店|订购)|不予|无法|不能|将|降低|减少|限制|下架|停止|拒绝)"
    ),
    re.compile(
        r"(?:不得|不能|不可|不允许|不支持)(?:拆分|拆开|分开|分别|分项|拆零)(?:购买|订购|选购|选择|退订|取消|开通|计费)"
    ),
    re.compile(
        r"(?:只能|必须|仅能|仅可|只可|应当)(?:使用|选择|接入|委托|通过|购买)[^，。]{0,10}指定的?[^，。]{0,8}(?:物流|支付|服务商|快递|机构|软件|供应商|保险|产品|渠道)"
    ),
)
_DENIED = re.compile(
    r"(?:不得|不应|不能|不可|禁止|不会|无须|无需|不必|不以|均不|并不|不再|是否|不要求|不强制|反对|防止|避免|不将)[^。]{0,50}$"
)
_PROTECTS = re.compile(
    r"不得(?:因此|据此)?(?:减少|降低|限制|拒绝|停止|下架|影响)|不影响|不受影响|不(?:减少|降低|限制)"
)

_VOID = re.compile(r"[^，。]{0,6}的?，?(?:无效|除外)")


def look(subject: Subject) -> Iterator[Finding]:
    for statement in statements(subject):
        if statement.banned or statement.passage.clause is None:
            continue
        words = statement.words
        if not HINT.search(words):
            continue
        for pattern in (*_PATTERNS, *PATTERNS):
            match = pattern.search(words)
            if match and not _excused(statement, match):
                params: dict[str, object] = {"words": match.group()[:40]}
                yield Finding(statement.at(match.start()), params, clause=statement.clause)
                break


def _excused(statement: Statement, match: re.Match[str]) -> bool:
    words, text = statement.words, match.group()
    if _DENIED.search(words[: match.start()]) or _PROTECTS.search(words[match.start() :]):
        return True
    if "不得作为" in text or _VOID.match(words[match.end() : match.end() + 12]):
        return True
    return bool(_STEP.search(text)) and "增值" not in text


RULE = Rule("L23", "forced-bundling", Severity.WARNING, since=date(2019, 1, 1), look=look)
