"""重大利害关系条款没有突出标示

标明与对方有重大利害关系（`material`）的条款或者项，应当至少有一段文字突出标示。

突出标示写作 `**文字**`，印成粗体加下划线。标在条款正文、项、表格或者末段中的，都算该条款的标示；只标一个引用、一个产品名称的，不算；不足四个字又没有数字的，也不算。条款适用于几种产品的，每种产品的文本中都应当有标示。格式条款没有标示的是错误；`scope: negotiated` 的文件是警告。

## 理由

与对方有重大利害关系的条款，提供方没有以合理方式提示，致使对方没有注意到的，对方可以主张该条款不成为合同的内容。标示一句关键的话，比标示整条更容易引起注意。

## 法律

- 《中华人民共和国民法典》第四百九十六条（2021年1月1日起施行）：提供格式条款的一方应当采取合理的方式提示对方注意与其有重大利害关系的条款。
- 《最高人民法院关于适用〈中华人民共和国民法典〉合同编通则若干问题的解释》第十条（2023年12月5日起施行）：通常足以引起对方注意的文字、符号、字体等特别标识，可以认定为已经提示。
- 《网络交易平台规则监督管理办法》第八条第二款（2026年2月1日起施行）：收费、争议解决等内容应当加粗或者以类似方式标示；违反的，依照第四十条处以一万元以上十万元以下的罚款。

## 正确

标示在正文：

```yaml
sections:
  - id: one
    title: 费用
    clauses:
      - id: fee
        material: fee
        text: |
          您应当支付服务费，**服务费按自然日结算**。
```

标示在项：

```yaml
sections:
  - id: one
    title: 责任
    clauses:
      - id: cap
        material: liability
        text: |
          责任按照下列方法承担：
        items:
          - id: cap-limit
            text: |
              **赔偿总额不超过已付费用**；
          - id: cap-carve-out
            text: |
              人身损害除外。
```

标示在表格：

```yaml
sections:
  - id: one
    title: 违约金
    clauses:
      - id: penalty
        material: penalty
        text: |
          违约金按照下表计算：
        table:
          columns: [情形, 比例]
          rows:
            - [逾期付款, 每日**0.03%**]
```

没有标明 `material` 的条款：

```yaml
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: only
        text: |
          没有标记的条款，不要求标示。
```

## 错误

没有标示：

```yaml
sections:
  - id: one
    title: 费用
    clauses:
      - id: fee
        material: fee
        text: |
          您应当支付服务费，服务费按自然日结算。
```

只标示了引用和产品名称：

```yaml
sections:
  - id: one
    title: 退款
    clauses:
      - id: refund
        material: refund
        text: |
          退款适用**[[#procedure]]**，**${products}**同样适用。
      - id: procedure
        text: |
          退款按照原支付方式办理。
```

项没有标示：

```yaml
sections:
  - id: one
    title: 终止
    clauses:
      - id: end
        text: |
          终止的情形如下：
        items:
          - id: end-breach
            material: termination
            text: |
              您违约的，运营方可以解除本协议。
```

只有甲产品的文字有标示，缺了乙产品：

```yaml
sections:
  - id: one
    title: 计费
    clauses:
      - id: billing
        material: fee
        text: |
          计费方式如下：
        items:
          - id: billing-a
            for: [a]
            text: |
              **甲产品按点击计费**；
          - id: billing-b
            for: [b]
            text: |
              乙产品按展示计费。
```

只标示了提示的字样：

```yaml
sections:
  - id: one
    title: 费用
    clauses:
      - id: fee
        material: fee
        text: |
          **特别提示**，您应当按照**《服务费标准》**支付服务费。
```

只标示了两个字：

```yaml
sections:
  - id: one
    title: 违约金
    clauses:
      - id: penalty
        material: penalty
        text: |
          违约金按照下表**计算**：
        table:
          columns: [情形, 比例]
          rows:
            - [逾期付款, 每日0.03%]
```

## 如何修改

在条款中选出当事人最需要注意的一句，写成 `**……**`；不涉及重大利害关系的，删去 `material`。

## 如何保留

条款只引用另一条款、而该条款已有标示的，在条款上写明理由和截止日：`allow: [{rule: material-not-prominent, why: 所引的条款已经标示, until: 2027-06-30}]`。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ...model import Scope
from ...problems import Severity
from ..emphasis import decides
from ..rule import Finding, Rule
from ..subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    shown: dict[str, frozenset[str]] = {}
    for passage in subject.passages:
        if passage.clause and decides(passage):
            shown[passage.clause.id] = shown.get(passage.clause.id, frozenset()) | passage.scope
    negotiated = subject.document.scope is Scope.NEGOTIATED
    severity = Severity.WARNING if negotiated else None
    for clause in subject.document.clauses():
        if clause.material is None:
            continue
        covered = frozenset().union(*(shown.get(part.id, ()) for part in clause.walk()))
        missing = subject.held.targets[clause.id].scope - covered
        params: dict[str, object] = {"id": clause.id, "material": clause.material.value}
        place = clause.place("material")
        if not any(part.id in shown for part in clause.walk()):
            yield Finding(place, params, "", severity, clause.id)
        elif missing:
            names = [p.name for p in subject.corpus.catalog.products if p.id in missing]
            params["products"] = "、".join(names)
            yield Finding(place, params, "for-some", severity, clause.id)


RULE = Rule("L08", "material-not-prominent", Severity.ERROR, since=date(2021, 1, 1), look=look)
