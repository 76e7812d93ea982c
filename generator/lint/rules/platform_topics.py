"""平台文件应当涵盖的事项

一个平台的协议和规则合在一起，应当明确进入和退出、商品和服务质量、消费者权益保护、个人信息保护和公平竞争。

有现行协议写明是平台规则（`scope: platform-rule`）的，把全部平台协议、规范和规则合在一起判断，缺少一项给予一个警告，在第一份协议的 `scope` 处指出。平台是供他人经营的场所：全部文件都没有提到商家、店铺、入驻等他人的经营的，只是经营者自己与客户的协议，不作判断。公平竞争只在有平台文件于2025年10月15日以后生效时要求。

## 理由

法律要求平台在协议和规则中明确这些事项。一份文件只写一部分是正常的，全部文件都没有写的，就是遗漏。

## 法律

- 《中华人民共和国电子商务法》第三十二条：明确进入和退出平台、商品和服务质量保障、消费者权益保护、个人信息保护等方面的权利和义务（2019年1月1日起施行）。
- 《中华人民共和国反不正当竞争法》第二十一条：平台经营者在服务协议和交易规则中明确公平竞争规则（2025年修订，2025年10月15日起施行）。

## 正确

没有写明是平台规则的，不作判断：

```yaml
id: terms
sections: [{id: one, title: 一般规定, clauses: [{id: only, text: 本协议适用于全部服务。}]}]
```

五项齐备：

```yaml
id: terms
scope: platform-rule
sections:
  - id: one
    title: 一般规定
    clauses:
      - {id: entry, text: 符合条件的商家可以申请入驻，也可以随时退出。}
      - {id: quality, text: 您应当保证商品和服务的质量。}
      - {id: consumer, text: 您应当保护消费者的合法权益。}
      - {id: data, text: 个人信息的处理遵循合法、正当、必要的原则。}
      - {id: competition, text: 双方均应当公平竞争。}
```

2025年10月15日以前的平台文件，不要求公平竞争：

```yaml
id: terms
scope: platform-rule
version: {number: "1", published: 2024-04-01, effective: 2024-06-01}
sections:
  - id: one
    title: 一般规定
    clauses:
      - {id: entry, text: 您可以注册账户，也可以注销账户。}
      - {id: quality, text: 您应当保证商品质量。}
      - {id: consumer, text: 您应当保护消费者的合法权益。}
      - {id: data, text: 个人信息的处理遵循合法、正当、必要的原则。}
```

经营者自己与客户的协议：

```yaml
id: terms
scope: platform-rule
sections: [{id: one, title: 一般规定, clauses: [{id: only, text: 您订阅本软件的，应当支付订阅费，软件出现故障的，我们负责修复。}]}]
```

## 错误

```yaml
id: terms
scope: platform-rule
sections:
  - id: one
    title: 一般规定
    clauses:
      - {id: entry, text: 符合条件的商家可以申请入驻，也可以随时退出。}
      - {id: quality, text: 您应当保证商品和服务的质量。}
      - {id: consumer, text: 您应当保护消费者的合法权益。}
      - {id: data, text: 个人信息的处理遵循合法、正当、必要的原则。}
```

```yaml
id: terms
scope: platform-rule
sections:
  - id: one
    title: 一般规定
    clauses:
      - {id: entry, text: 符合条件的商家可以申请入驻，也可以随时退出。}
      - {id: quality, text: 您应当保证商品和服务的质量。}
      - {id: consumer, text: 您应当保护消费者的合法权益。}
      - {id: competition, text: 双方均应当公平竞争。}
```

```yaml
id: terms
scope: platform-rule
sections:
  - id: one
    title: 一般规定
    clauses:
      - {id: entry, text: 符合条件的商家可以申请入驻。}
      - {id: quality, text: 您应当保证商品和服务的质量。}
      - {id: consumer, text: 您应当保护消费者的合法权益。}
      - {id: data, text: 个人信息的处理遵循合法、正当、必要的原则。}
      - {id: competition, text: 双方均应当公平竞争。}
```

交易规则写明是平台规则的，同样判断：

```yaml
id: terms
kind: rule
scope: platform-rule
sections:
  - id: one
    title: 一般规定
    clauses:
      - {id: entry, text: 商户可以申请入驻，也可以申请退出。}
      - {id: consumer, text: 商户应当保护消费者的合法权益，保证商品的质量。}
      - {id: data, text: 个人信息的处理遵循合法、正当、必要的原则。}
```

## 如何修改

在适当的文件中补充缺少的事项；由平台的其他文件约定的，写明引用。

## 如何保留

由没有收入本工作区的文件约定的，在第一份平台协议上写明理由和截止日：`allow: [{rule: platform-topics, why: 消费者保护由平台总规则约定, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ...model import Kind, Scope
from ...problems import Severity
from ..rule import Finding, Rule
from ..subject import Subject, Whole

# Who trades on a platform of somebody else; a seller's own terms for its customers name none.
TRADE = re.compile(
    r"平台内经营者|商家|商户|店铺|店家|入驻|卖家|(?:平台|市场|商城)[^。；]{0,10}(?:经营者|供应商)"
)
ORDERLY, FAIR = date(2019, 1, 1), date(2025, 10, 15)
TOPICS = {
    "entry": re.compile(r"入驻|进入(?:本)?平台|准入|注册|开通|加入平台|开店"),
    "exit": re.compile(
        r"退出|注销|退店|清退|(?:关闭|停用)[^。；]{0,10}(?:账户|店铺|服务)|(?:解除|终止)[^。；]{0,10}协议"
    ),
    "quality": re.compile(
        r"(?:商品|产品|服务)[^。；]{0,12}质量|质量(?:保障|保证|标准|管理)|内容与质量"
    ),
    "consumer": re.compile(
        r"消费者|(?:采购商|买家|用户|购买者|客户)[^。；]{0,12}(?:合法权益|权益|售后|投诉)|七日无理由|售后服务"
    ),
    "data": re.compile(r"个人信息|个人数据|隐私"),
    "competition": re.compile(r"公平竞争|不正当竞争|公平交易"),
}


def look(whole: Whole) -> Iterator[Finding]:
    rules = [s for s in whole.chosen() if s.document.scope is Scope.PLATFORM_RULE]
    stated = [s for s in rules if _is_stated(s)]
    latest = max((s.effective or whole.today for s in rules), default=date.min)
    if not stated or latest < ORDERLY:
        return
    text = "\n".join(part for subject in rules for part in _all(subject))
    if not TRADE.search(text):
        return
    stated.sort(key=lambda subject: subject.document.kind is not Kind.AGREEMENT)
    document = stated[0].document
    for name, pattern in TOPICS.items():
        if not pattern.search(text) and not (name == "competition" and latest < FAIR):
            yield Finding(document.place("scope"), {"document": document.id}, name)


def _is_stated(subject: Subject) -> bool:
    """Whether a document itself says that it is a platform's rule."""
    document = subject.document
    return document.kind is not Kind.EXTERNAL and "scope" in document.model_fields_set


def _all(subject: Subject) -> Iterator[str]:
    yield from (section.title for section in subject.document.sections)
    yield from (clause.keyword or "" for clause in subject.document.clauses())
    yield subject.words


RULE = Rule("S05", "platform-topics", Severity.WARNING, look_at_all=look)
