"""合同的一般内容

协议应当包括《民法典》列举的合同一般内容：当事人、标的、数量、质量、价款或者报酬、履行的期限地点和方式、违约责任、争议解决。

只判断属于平台规则的协议（`kind: agreement`、`scope: platform-rule`），缺少一项给予一个警告。引用其他文件的条款，而该条款的标题写明该项内容的，视为具备。数量只在买卖、供货的协议中要求。不足四条的短文本和个别协商的文件不作判断。

## 理由

缺少一般内容的协议可能仍然成立，但是缺少的部分只能依照法律的补充规定或者交易习惯确定，双方都难以预料。

## 法律

- 《中华人民共和国民法典》第四百七十条：合同的一般内容（2021年1月1日起施行）；第五百一十条、第五百一十一条：没有约定时如何确定（凭记忆，待核）。
- 缺少其中一项不是违法，因此只给予警告。

## 正确

不足四条的短文本：

```text
本协议适用于全部服务。
```

各项内容齐备：

```yaml
id: terms
sections:
  - id: one
    title: 一般规定
    clauses:
      - {id: parties, text: 本协议由您与平台运营方订立。}
      - {id: service, text: 平台运营方按照订单载明的标准和期限，在线提供展示服务。}
      - {id: fee, text: 您应当在下单时支付服务费。}
      - {id: breach, text: 一方违约的，应当赔偿对方的损失。}
      - {id: dispute, text: 发生争议的，向被告住所地人民法院起诉。}
```

个别协商的合同：

```yaml
id: terms
scope: negotiated
sections:
  - id: one
    title: 一般规定
    clauses:
      - {id: parties, text: 本合同由双方订立。}
      - {id: service, text: 乙方提供保洁服务。}
      - {id: term, text: 合同期限为一年。}
      - {id: breach, text: 一方违约的，应当赔偿对方的损失。}
```

## 错误

缺少争议解决：

```yaml
id: terms
sections:
  - id: one
    title: 一般规定
    clauses:
      - {id: parties, text: 本协议由您与平台运营方订立。}
      - {id: service, text: 平台运营方按照订单载明的标准和期限，在线提供展示服务。}
      - {id: fee, text: 您应当在下单时支付服务费。}
      - {id: breach, text: 一方违约的，应当赔偿对方的损失。}
```

缺少违约责任：

```yaml
id: terms
sections:
  - id: one
    title: 一般规定
    clauses:
      - {id: parties, text: 本协议由您与平台运营方订立。}
      - {id: service, text: 平台运营方按照订单载明的标准和期限，在线提供展示服务。}
      - {id: fee, text: 您应当在下单时支付服务费。}
      - {id: dispute, text: 发生争议的，向被告住所地人民法院起诉。}
```

缺少价款：

```yaml
id: terms
sections:
  - id: one
    title: 一般规定
    clauses:
      - {id: parties, text: 本协议由您与平台运营方订立。}
      - {id: service, text: 平台运营方按照订单载明的标准和期限，在线提供展示服务。}
      - {id: breach, text: 一方违约的，应当赔偿对方的损失。}
      - {id: dispute, text: 发生争议的，向被告住所地人民法院起诉。}
```

## 如何修改

补一条缺少的内容，例如“因本协议发生的争议，由被告住所地有管辖权的人民法院管辖”；或者写一条引用约定该内容的文件，条款的标题写明该项内容。

## 如何保留

有意留给订单或者法律规定的，在文件上写明理由和截止日：`allow: [{rule: contract-contents, why: 价款由各订单分别约定, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ...model import Kind, Scope
from ...problems import Severity
from ...resolve import inline
from ..rule import Finding, Rule
from ..subject import Subject

CLAUSES = 4  # fewer are an excerpt
_PAY = r"价款|价格|单价|报酬|费用|服务费|租金|工资|薪酬|劳务费|收费|金额|佣金|酬金|货款|免费|无偿|不收取|[0-9]元"
CONTENTS = {
    "parties": re.compile(
        r"甲方|乙方|当事人|双方|本(?:协议|合同)由|[与和][^。；]{1,20}(?:订立|签订|签署|达成|缔结)"
        r"|(?:协议|合同)(?:主体|的主体)|(?:出租|承租|用人|委托|受托|买受|出卖)(?:方|人|单位)"
    ),
    "subject": re.compile(
        r"标的|服务(?:内容|范围|项目)|提供[^。；]{0,30}服务|使用[^。；]{0,20}服务|货物|商品|产品|租赁|房屋|设备|系统"
        r"|工作内容|岗位|许可|授权使用|开发|加工|承揽|运输|保管|承包|工程|施工|供应|出售|买卖|转让|借款|委托"
    ),
    "quantity": re.compile(
        r"数量|[0-9一二三四五六七八九十百千万](?:件|台|套|吨|个|箱|批|只)|份额|数目|规格"
    ),
    "quality": re.compile(
        r"质量|标准|品质|验收|规格|保证[^。；]{0,20}(?:正常|可用)|定期[^。；]{0,10}(?:检查|维护|检修)|职业资格|可用率|符合[^。；]{0,30}(?:要求|说明|约定)"
    ),
    "price": re.compile(_PAY),
    "performance": re.compile(
        r"期限|期间|服务期|有效期|租期|起止|履行(?:地|方式|时间)|交付|交货|(?:生效|开始)[^。；]{0,20}(?:终止|届满|结束)"
    ),
    "liability": re.compile(
        r"违约责任|违约金|(?:承担|负)[^。；]{0,20}责任|赔偿|(?:违反|违约)[^。；]{0,60}(?:补救|继续履行|减少价款)"
    ),
    "dispute": re.compile(
        r"(?:争议|纠纷|争端)[^。]{0,60}(?:法院|仲裁|诉讼|起诉|管辖)|管辖法院|争议(?:的)?解决|协议管辖"
        r"|(?:向|由|提交|交)[^。；]{0,40}(?:人民法院|仲裁(?:委员会|院|机构|中心))[^。；]{0,10}(?:起诉|诉讼|仲裁|管辖|裁决)"
    ),
}
_GOODS = re.compile(r"供货|交货|供方|需方|买受人|出卖人|采购合同|买卖合同")


def look(subject: Subject) -> Iterator[Finding]:
    document = subject.document
    if document.kind is not Kind.AGREEMENT or document.scope is Scope.NEGOTIATED:
        return
    if sum(len(section.clauses) for section in document.sections) < CLAUSES:
        return
    own = _own(subject)
    elsewhere: str | None = None
    for name, pattern in CONTENTS.items():
        if name == "quantity" and not _GOODS.search(own):
            continue
        if pattern.search(own):
            continue
        if elsewhere is None:
            elsewhere = "\n".join(_elsewhere(subject))
        if not pattern.search(elsewhere):
            yield Finding(document.place("title"), {"title": document.title}, name)


def _own(subject: Subject) -> str:
    """Headings and words of the document itself."""
    headings = [section.title for section in subject.document.sections]
    headings += [clause.keyword or "" for clause in subject.document.clauses()]
    return "\n".join([*headings, subject.words])


def _elsewhere(subject: Subject) -> Iterator[str]:
    """The headings of the provisions of other documents that the document refers to."""
    for passage in subject.passages:
        for mark in inline.parse(passage.raw).marks():
            if isinstance(mark, inline.Reference) and mark.document and mark.clause:
                held = subject.corpus.documents.get(mark.document)
                target = held.targets.get(mark.clause) if held else None
                if target and held is not subject.held:
                    yield target.heading


RULE = Rule("S04", "contract-contents", Severity.WARNING, since=date(2021, 1, 1), look=look)
