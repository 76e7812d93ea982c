"""收费产品的计费、结算、发票、退款与收费公示

平台的每一项收费产品，都应当写明怎样计费、按什么单位计费、怎样结算、怎样开票、怎样退款，以及到哪里查阅公布的收费标准。

登记表（`catalog.yaml`）中写了 `billing` 或者 `placement` 的产品，视为收费产品。计费方式、计费单位和结算方式应当写实，不得写“待定”“面议”“另行通知”“以客户经理告知为准”。约束该产品的协议和规范中，应当有对该产品适用的计费、结算、发票和退款的条款；收费标准的公布，可以是登记表中的链接 `fee-schedule`，也可以是条款中写明的公布收费标准的页面。“不予退还”“不开具发票”不算写明了退款和发票。

## 理由

费用是商家决定是否订购的首要事项。协议没有写明计费办法的，发生争议时只能依靠平台单方的系统记录，容易被认定为没有约定；广告产品的收费标准没有公布的，本身违反广告法的要求。

## 法律

- 《中华人民共和国广告法》第三十五条：广告经营者、广告发布者应当公布其收费标准和收费办法（本条自2015年9月1日起施行，起始日期凭记忆，待核）。
- 《网络交易平台规则监督管理办法》第八条：收费等与经营者有重大利害关系的内容应当清楚、显著（2026年2月1日起施行）。
- 《网络交易平台收费行为合规指南》：平台应当持续公示收费的服务协议和规则（2025年7月31日发布并施行，依二手资料）。
- 《中华人民共和国民法典》第四百七十条：合同一般包括价款或者报酬、履行方式等内容（2021年1月1日起施行）。
- 广告法第三十五条只约束广告经营者和广告发布者；对广告以外的产品作同样的要求，在2026年2月1日以前出于文本质量的考虑。

## 正确

登记表和条款都写明了：

```yaml
sections:
  - id: one
    title: 费用
    clauses:
      - id: fees
        text: |
          平台运营方在价格公示页公布收费标准。
          各产品的计费方式、计费单位和结算方式见订单。
      - id: money-back
        text: |
          您可以随时申请退还账户余额，并可以就已经消耗的费用申请开具发票。
# file: agreements/catalog.yaml
products:
  - {id: a, name: 甲产品, billing: {basis: 按有效点击计费, unit: 每次有效点击, settlement: 逐次扣除}}
  - {id: b, name: 乙产品}
```

条款引用登记表的内容：

```yaml
sections:
  - id: one
    title: 费用
    clauses:
      - id: fees
        text: |
          甲产品${a.basis}，单位为${a.unit}，${a.settlement}。
          收费标准见[价格页](https://example.com/price)。
          未消耗的费用自申请之日起十日内退还，平台运营方应当按照约定提供发票。
# file: agreements/catalog.yaml
products:
  - id: a
    name: 甲产品
    billing: {basis: 按服务期计费, unit: 每个店铺每年, settlement: 预付, fee-schedule: https://example.com/price}
  - {id: b, name: 乙产品}
```

价格写在表格中的：

```yaml
sections:
  - id: one
    title: 费用
    clauses:
      - id: fees
        text: |
          收费标准在价格页公布，费用在订阅时一次性支付，并依照税法开具发票，未使用的费用按比例退还。
        table:
          columns: [版本, 月付, 年付]
          rows:
            - [甲产品, 18元, 168元]
# file: agreements/catalog.yaml
products:
  - {id: a, name: 甲产品, billing: {basis: 按订阅期计费, unit: 每个账号每月, settlement: 一次性支付}}
  - {id: b, name: 乙产品}
```

没有收费产品的，不作判断：

```yaml
# 没有收费产品的，不作判断。
id: terms
```

## 错误

登记表写了计费，协议没有相应的条款：

```yaml
# file: agreements/catalog.yaml
products:
  - {id: a, name: 甲产品, billing: {basis: 按有效点击计费, unit: 每次有效点击, settlement: 逐次扣除}}
  - {id: b, name: 乙产品}
```

没有写明退款：

```yaml
sections:
  - id: one
    title: 费用
    clauses:
      - id: fees
        text: |
          平台运营方在价格公示页公布收费标准，计费方式、计费单位和结算方式见订单。
          费用一经支付不予退还，平台运营方按照约定提供发票。
# file: agreements/catalog.yaml
products:
  - {id: a, name: 甲产品, billing: {basis: 按展示计费, unit: 每千次展示, settlement: 按日扣除}}
  - {id: b, name: 乙产品}
```

计费单位写“待定”：

```yaml
sections:
  - id: one
    title: 费用
    clauses:
      - id: fees
        text: |
          平台运营方在价格公示页公布收费标准，计费方式、计费单位和结算方式见订单。
          未消耗的费用应当退还，平台运营方按照约定提供发票。
# file: agreements/catalog.yaml
products:
  - {id: a, name: 甲产品, billing: {basis: 按展示计费, unit: 待定, settlement: 按日扣除}}
  - {id: b, name: 乙产品}
```

是否退费由平台决定，等于没有写明退款：

```yaml
sections:
  - id: one
    title: 费用
    clauses:
      - id: fees
        text: |
          平台运营方在价格公示页公布收费标准，计费方式、计费单位和结算方式见订单。
          是否退费由平台运营方决定，平台运营方按照约定提供发票。
# file: agreements/catalog.yaml
products:
  - {id: a, name: 甲产品, billing: {basis: 按展示计费, unit: 每千次展示, settlement: 按日扣除}}
  - {id: b, name: 乙产品}
```

条款只对甲产品适用，缺了乙产品：

```yaml
sections:
  - id: one
    title: 费用
    clauses:
      - id: fees
        for: [a]
        text: |
          平台运营方在价格公示页公布收费标准，计费方式、计费单位和结算方式见订单。
          未消耗的费用应当退还，平台运营方按照约定提供发票。
# file: agreements/catalog.yaml
products:
  - {id: a, name: 甲产品, billing: {basis: 按展示计费, unit: 每千次展示, settlement: 按日扣除}}
  - {id: b, name: 乙产品, placement: page}
```

## 如何修改

在登记表中补齐该产品的 `billing`，例如 `billing: {basis: 按有效点击计费, unit: 每次有效点击, settlement: 逐次扣除}`；在协议中补上对该产品适用的条款，已有条款只对其他产品适用的，在它的 `for` 中加上该产品。

## 如何保留

本规则在登记表处指出，不能保留。产品确不收费的，不写 `billing` 和 `placement`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import partial

from ...model import Product
from ...problems import Severity
from ..hollow import settles
from ..rule import Finding, Rule
from ..subject import Passage, Whole
from ..together import binding, covered, headed, product_place, typed

_NOT = r"(?<!不)(?<!不予)(?<!不再)(?<!不能)(?<!不得)(?<!无法)(?<!概不)(?<!不可)"
_FIELDS = {
    "basis": re.compile(
        r"计费方式|收费方式|计价方式|计费办法|计费方法|计算方法|单价|元[/／每]|[年月季日周次]付|"
        r"按照?[^。；，]{1,16}(?:计算|计费|计收|收费|收取|计价)|每(?:个|人|月|年|日|次|课时|账号)[^。；，]{0,8}元|每[次个人月年日千][^。；，]{0,8}(?:扣|计|收)"
    ),
    "unit": re.compile(
        r"计费单位|计价单位|计量单位|单价|元[/／每]|[年月季日周次]付|每(?:个|人|月|年|日|次|课时|账号)[^。；，]{0,8}元"
    ),
    "settlement": re.compile(
        r"结算|支付方式|付款方式|预付|后付|一次性(?:支付|付清|缴纳)|逐[次日月笔][^。；，]{0,12}(?:扣|支付|收取)|"
        r"从[^。；，]{0,10}(?:账户|余额|预存款)[^。；，]{0,6}扣|按[日月周季年次](?:支付|扣|付|缴)"
    ),
}
_TOPICS = {
    "invoice": re.compile(
        _NOT
        + r"(?:开具|出具|提供|索取|申请|取得)[^。；，]{0,14}(?:发票|开票)|(?:申请|要求|自助|在线)开票|申领[^。；，]{0,6}发票|发票[^。；，不]{0,8}(?:申请|申领|领取)|发票(?!抬头)[^。；]{0,10}"
        r"(?:由|(?<!不)(?<!不予)开具|的?种类|的?类型)"
    ),
    "refund": re.compile(
        _NOT
        + r"(?:退还|退款|退费|退回|返还|取回|全额退|按比例退|退至|提现|原路退)(?!的?(?:广告|权利金))"
    ),
    "published": re.compile(
        r"(?:收费标准|收费项目|价格标准|资费标准|价目表?|价格公示|资费|服务价格|费用标准)[^。；]{0,30}"
        r"(?:公布|公示|公开|https?:|价目|页)|(?:公布|公示)[^。；]{0,24}"
        r"(?:收费标准|收费项目|收费办法|价格|价目|资费|费用标准)"
    ),
}
_VAGUE = re.compile(
    r"(?:暂|尚)?(?:未|待)(?:定|确定|确认|商定?|议)|(?:由)?(?:双方|当事人)?另行(?:约定|通知|确定|协商|公布|商定)|[另再面]议|面谈|暂无|无|[-—/]+|N/?A|"
    r"视情况.*|按(?:照)?(?:实际情况|平台(?:的)?(?:通知|规定|要求)|届时.*).*|协商.*|双方协商.*|(?:根据|按照?|随|视).*(?:浮动|变动|调整|而定|酌定)|详询.*|咨询.*|联系.*|"
    r"(?:以|由|按照?|依).{0,16}(?:通知|告知|报价|说明|解释|沟通|口头|核定|商定|议定|洽谈|决定|确定)(?:的)?(?:为准|执行|办理)?|"
    r"(?:TBD|TODO|[Xx×]{2,}|【.*】).*",
    re.IGNORECASE,
)


def look(whole: Whole) -> Iterator[Finding]:
    subjects = [s for s in binding(whole) if RULE.in_force(s.effective)]
    passages = [p for s in subjects for p in s.passages]
    reached = frozenset[str]().union(*(s.held.scope for s in subjects))
    told = {
        topic: covered(passages, reached, partial(_says, topic=topic, pattern=pattern))
        for topic, pattern in (_FIELDS | _TOPICS).items()
    }
    for product in whole.corpus.catalog.products:
        if product.id not in reached or not (product.billing or product.placement):
            continue
        for variant, key in _wanting(product, told):
            place = product_place(whole.corpus, product.id, "billing", *key)
            params: dict[str, object] = {"product": product.name}
            if variant in _FIELDS and _printed(product, variant, passages):
                continue
            yield Finding(place if key else product.place("id"), params, variant)


def _says(passage: Passage, topic: str, pattern: re.Pattern[str]) -> bool:
    """A word inside a value (the name of a page) says nothing by itself about the topic."""
    if topic in ("invoice", "refund"):
        return settles(typed(passage), pattern)
    return settles(passage.words + headed(passage), pattern, True)


def _wanting(
    product: Product, told: dict[str, frozenset[str]]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    if product.billing is None:
        yield "none", ()
        return
    for field in _FIELDS:
        if _VAGUE.fullmatch(_stated(product, field)):
            yield "vague", (field,)
        elif product.id not in told[field]:
            yield field, (field,)
    for topic in _TOPICS:
        linked = topic == "published" and product.billing.fee_schedule
        if product.id not in told[topic] and not linked:
            yield topic, ()


def _printed(product: Product, field: str, passages: list[Passage]) -> bool:
    words = _stated(product, field)
    return any(product.id in p.scope and words in p.words for p in passages)


def _stated(product: Product, field: str) -> str:
    return str(getattr(product.billing, field))


RULE = Rule("L17", "product-billing", Severity.ERROR, since=date(2015, 9, 1), look_at_all=look)
