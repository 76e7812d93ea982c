"""每一项产品的必备条款

商家订购任何一项产品，对其适用的文件合在一起，应当包含计费、退款、投诉、个人信息和退出的条款。

登记表（`catalog.yaml`）中写了计费（`billing`）或者展示位置（`placement`）的产品，逐一检查。条款分散在几份文件中没有关系，但必须对该产品适用：只对其他产品适用（`for`）的条款不算。

## 理由

平台按产品组合出具文件。一项产品单独订购时，如果某一条款只对别的产品适用，商家看到的文件就缺了一块，通读全部文件时却不容易发现。

## 法律

- 《中华人民共和国电子商务法》第三十二条：平台服务协议和交易规则应当明确进入和退出、消费者权益保护、个人信息保护等方面的权利义务（2019年1月1日起施行）。
- 《网络交易平台规则监督管理办法》第十四条、第十九条至第二十一条：退出、退费和申诉（2026年2月1日起施行）。
- 《中华人民共和国民法典》第四百七十条：合同一般包括价款或者报酬、违约责任、解决争议的方法等内容（2021年1月1日起施行）。
- 上述规定针对平台的全部文件；要求每一项产品各自齐备，出于文本质量的考虑，适用于全部版本。

## 正确

五项条款齐备，对全部产品适用：

```yaml
sections:
  - id: one
    title: 一般规定
    clauses:
      - {id: c1, text: 产品按照订单载明的计费方式收取费用。}
      - {id: c2, text: 未消耗的费用应当退还。}
      - {id: c3, text: 您可以通过平台首页的入口投诉。}
      - {id: c4, text: 平台运营方依法处理个人信息。}
      - {id: c5, text: 您可以随时解除本协议。}
# file: agreements/catalog.yaml
products:
  - {id: a, name: 甲产品, placement: search}
  - {id: b, name: 乙产品}
```

只对甲产品适用的条款，甲产品可以算作具备：

```yaml
sections:
  - id: one
    title: 一般规定
    clauses:
      - {id: c1, text: 甲产品按年收费。}
      - {id: c2, keyword: 退款办理, text: 申请后十日内办理。}
      - {id: c3, text: 您不服处理的，可以申诉。}
      - {id: c4, text: 处理联系人的个人信息，应当告知目的。}
      - {id: c5, for: [a], text: 您可以提前终止甲产品的服务。}
# file: agreements/catalog.yaml
products:
  - {id: a, name: 甲产品, placement: page}
  - {id: b, name: 乙产品}
```

没有收费产品的，不作判断：

```yaml
# 没有收费产品的，不作判断。
id: terms
```

## 错误

缺少退出的条款：

```yaml
sections:
  - id: one
    title: 一般规定
    clauses:
      - {id: c1, text: 产品按照订单载明的计费方式收取费用。}
      - {id: c2, text: 未消耗的费用应当退还。}
      - {id: c3, text: 您可以通过平台首页的入口投诉。}
      - {id: c4, text: 平台运营方依法处理个人信息。}
# file: agreements/catalog.yaml
products:
  - {id: a, name: 甲产品, placement: search}
  - {id: b, name: 乙产品}
```

退款的条款只对乙产品适用，缺了甲产品：

```yaml
sections:
  - id: one
    title: 一般规定
    clauses:
      - {id: c1, text: 产品按照订单载明的计费方式收取费用。}
      - {id: c2, for: [b], text: 未消耗的费用应当退还。}
      - {id: c3, text: 您可以通过平台首页的入口投诉。}
      - {id: c4, text: 平台运营方依法处理个人信息。}
      - {id: c5, text: 您可以随时解除本协议。}
# file: agreements/catalog.yaml
products:
  - {id: a, name: 甲产品, placement: search}
  - {id: b, name: 乙产品, placement: search}
```

提到了而没有约定：投诉不予受理，不得提前终止：

```yaml
sections:
  - id: one
    title: 一般规定
    clauses:
      - {id: c1, text: 产品按照订单载明的计费方式收取费用。}
      - {id: c2, text: 未消耗的费用应当退还。}
      - {id: c3, text: 平台不受理任何投诉。}
      - {id: c4, text: 平台运营方依法处理个人信息。}
      - {id: c5, text: 服务期内您不得提前终止。}
# file: agreements/catalog.yaml
products:
  - {id: a, name: 甲产品, placement: search}
  - {id: b, name: 乙产品}
```

五项条款都没有：

```yaml
# file: agreements/catalog.yaml
products:
  - {id: a, name: 甲产品, placement: search}
  - {id: b, name: 乙产品}
```

渠道的名称中有“投诉”二字，并没有约定可以投诉；不得泄露他人的个人信息，也不是对个人信息的处理：

```yaml
sections:
  - id: one
    title: 一般规定
    clauses:
      - {id: c1, text: 产品按照订单载明的计费方式收取费用。}
      - {id: c2, text: 未消耗的费用应当退还。}
      - {id: c3, text: "您有疑问的，可以到${desk}要求说明，您不得泄露他人的个人信息。"}
      - {id: c4, text: 您可以随时解除本协议。}
# file: agreements/catalog.yaml
values: {desk: 咨询与投诉入口}
products:
  - {id: a, name: 甲产品, placement: search}
  - {id: b, name: 乙产品}
```

## 如何修改

补上所缺的条款；已有条款只对其他产品适用的，在它的 `for` 中加上该产品，或者删去 `for`。

## 如何保留

本规则在登记表处指出，不能保留。产品确不收费的，不写 `billing` 和 `placement`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from ...model import Material
from ...problems import Severity
from ..hollow import settles
from ..parties import WE
from ..rule import Finding, Rule
from ..subject import Passage, Whole
from ..together import binding, covered, typed

_NOT = r"(?<!不)(?<!不予)(?<!不再)(?<!不得)(?<!不能)(?<!无权)(?<!无法)(?<!不适用)"
_TOPICS = {
    "billing": (
        re.compile(
            r"计费|收费|计价|价款|服务费|(?:支付|收取|缴纳|交纳)[^。；，]{0,14}(?:费|佣金|租金|报酬)"
        ),
        Material.FEE,
    ),
    "refund": (
        re.compile(_NOT + r"(?:退还|退款|退费|退回|返还|取回|原路退|退至|提现)"),
        Material.REFUND,
    ),
    "complaint": (
        re.compile(
            r"(?:可以?|有权|受理|处理|登记|接受|通过|向)[^。；]{0,30}?(?:投诉|申诉|提出异议)"
            r"|(?:投诉|申诉|异议)[^。；，]{0,10}(?:受理|处理|答复|渠道|入口|电话|方式|程序|适用|办理)"
        ),
        None,
    ),
    "data": (
        re.compile(
            rf"(?:{WE}|依法|为[^。；，]{{2,12}})[^。；]{{0,16}}(?:处理|收集|采集|使用)[^。；]{{0,14}}(?:姓名|电话|手机号|身份证|联系方式)"
            r"|(?:处理|收集|保护|存储|使用|提供|查阅|保存)[^。；]{0,14}个人信息"
            r"|个人信息[^。；]{0,14}(?:处理|收集|保护|存储|使用|提供|查阅|保存|适用|见|政策)"
        ),
        Material.DATA,
    ),
    "exit": (
        re.compile(
            rf"(?:您|商家|用户|客户|会员|学员|乙方|双方|任何一方|一方)[^。；]{{0,20}}{_NOT}"
            r"(?:解除|终止|退出|停用|结束订单|结束[^。；，]{0,6}订单|停止使用|取消订单|注销)"
        ),
        None,
    ),
}

# A text without one of these says nothing about the topic; they cost less than the patterns.
_WORDS = {
    "billing": re.compile("[费价租]|佣金|报酬"),
    "refund": re.compile("[退返取]|提现"),
    "complaint": re.compile("[投申]诉|异议"),
    "data": re.compile("个人信息|姓名|电话|手机|身份证|联系方式"),
    "exit": re.compile("解除|终止|退出|停用|结束|停止|取消|注销"),
}
_HEADS = {
    "billing": re.compile("计费|收费|计价|价款|费用"),
    "refund": re.compile("退款|退费|退还"),
    "complaint": re.compile("投诉|申诉|异议"),
    "data": re.compile("个人信息"),
    "exit": re.compile("退出|终止|解除|结束订单"),
}


def look(whole: Whole) -> Iterator[Finding]:
    passages = [p for s in binding(whole) for p in s.passages if p.clause]
    reached = frozenset[str]().union(*(s.held.scope for s in binding(whole)))
    told = {
        topic: covered(passages, reached, partial(_says, said=said, topic=topic))
        for topic, said in _TOPICS.items()
    }
    for product in whole.corpus.catalog.products:
        if product.id in reached and (product.billing or product.placement):
            for topic, products in told.items():
                if product.id not in products:
                    params: dict[str, object] = {"product": product.name}
                    yield Finding(product.place("id"), params, topic)


def _says(passage: Passage, said: tuple[re.Pattern[str], Material | None], topic: str) -> bool:
    (pattern, tag), head, clause = said, _HEADS[topic], passage.clause
    if clause is None:
        return False
    if tag and tag is not Material.DATA and clause.material is tag:
        return True
    words = typed(passage)
    if not _WORDS[topic].search(words):
        return bool(head.search(clause.keyword or ""))
    return settles(words, pattern) or (
        not pattern.search(words) and bool(head.search(clause.keyword or ""))
    )


RULE = Rule("S10", "bundle-complete", Severity.WARNING, look_at_all=look)
