"""突出标示过多

一份文件中突出标示的文字，不应当超过全文字数的百分之三十五。

字数按读者所读的文字计算，包括提示条款和定义，不包括引用和标题。超过上限的，不逐条指出，只在文件的标题处指出，并说明标示最多的条款。

## 理由

标示的作用是使重要的话与其余文字区分开来。到处都是粗体的文本，与没有粗体一样，不能引起注意，提供方也难以证明自己尽到了提示义务。

## 法律

- 《最高人民法院关于适用〈中华人民共和国民法典〉合同编通则若干问题的解释》第十条（2023年12月5日起施行）：特别标识应当通常足以引起对方注意。百分之三十五是本规则所取的数值，法律没有规定比例。

## 正确

```text
本协议适用于全部服务，您订购服务前应当阅读本协议，**费用不予减免**。
```

```text
本协议适用于全部服务。
```

只标示最需要注意的一句：

```text
您应当在每月最后一日以前支付当月的服务费，**逾期的，每日按照未付金额的万分之三支付违约金**，双方另有约定的，从其约定；您对账单有异议的，可以在收到账单之日起十五日内提出。
```

## 错误

全文都有标示：

```text
**本协议适用于全部服务，您订购服务前应当阅读本协议。**
```

```text
您应当支付费用，**逾期支付的，应当支付违约金，并赔偿由此造成的全部损失**。
```

提示条款也计入字数：

```yaml
prompt:
  - |
    **请您完整阅读本协议的全部条款，不同意的，请不要使用本服务。**
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: only
        text: |
          本协议适用于全部服务，**但另有约定的除外**。
```

## 如何修改

每一条只保留最需要注意的一句，删去其余的标示。

## 如何保留

短文件几乎全是重要内容的，在文件上写明理由和截止日：`allow: [{rule: too-much-emphasis, why: 授权书全文均为重要内容, until: 2027-06-30}]`。
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from ...problems import Severity
from ..emphasis import amount
from ..rule import Finding, Rule
from ..subject import Subject

MOST = 35


def look(subject: Subject) -> Iterator[Finding]:
    strong, total, by_clause = 0, 0, Counter[str]()
    for passage in subject.passages:
        marked, length = amount(passage)
        strong, total = strong + marked, total + length
        if passage.clause:
            by_clause[passage.clause.id] += marked
    if total and strong * 100 > MOST * total:
        first = by_clause.most_common(1)[0][0] if by_clause else subject.document.id
        params: dict[str, object] = {"share": strong * 100 // total, "most": MOST, "clause": first}
        yield Finding(subject.document.place("title"), params)


RULE = Rule("L09", "too-much-emphasis", Severity.WARNING, since=date(2023, 12, 5), look=look)
