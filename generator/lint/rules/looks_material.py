"""像是重大利害关系的条款

措辞涉及收费、退款、免责、责任限额、违约金、单方变更、终止、数据授权、续期或者管辖的条款，应当考虑标明与对方有重大利害关系（`material`）。

文件已经使用 `material` 标记的，没有标记而有一句突出标示的条款也会被指出：突出标示说明起草人认为它重要。其余只看有约束力的措辞，例如“应当支付服务费”“不予退还”“不承担责任”“有权单方变更”“由人民法院管辖”；只是提到费用、退款的，以及对方可以行使的权利，不作判断。已经使用 `material` 标记的文件，条款的名称（`keyword`）就是计费、退款、管辖一类事项的，同样指出。条款自己、上一级条款或者其中的项已经标有 `material` 的，不再指出。个别协商的文件（`scope: negotiated`）不作判断。

## 理由

有没有提示义务，取决于条款的内容，不取决于有没有标记。漏标的条款不会被检查是否突出标示，版本变更时也不会被当作重大变更。

## 法律

- 《中华人民共和国民法典》第四百九十六条（2021年1月1日起施行）：与对方有重大利害关系的条款应当提示。
- 《网络交易平台规则监督管理办法》第八条第二款：收费、争议解决等内容应当加粗或者以类似方式标示（2026年2月1日起施行）。
- 哪些措辞属于重大利害关系，法律没有列举，这里的列举是本规则的判断。

## 正确

只是提到费用：

```text
费用的支付方式，以订单页显示的为准。
```

约束平台自己：

```text
平台运营方不得单方变更服务内容，也不得拒绝退还余额。
```

```text
您可以向人民法院起诉，也可以申请调解。
```

已经标明 `material`：

```yaml
sections:
  - id: one
    title: 费用
    clauses:
      - id: fee
        material: fee
        text: |
          您应当按月支付服务费，**逾期的不予退还**。
```

个别协商的文件，不作判断：

```yaml
scope: negotiated
sections:
  - id: one
    title: 费用
    clauses:
      - id: fee
        text: |
          买方应当在交货后十日内支付货款。
```

对方的权利：

```text
您可以随时解除本协议，无须承担违约责任。
```

对方自己处理他人的信息：

```text
您处理用户的个人信息，应当遵守法律。
```

名称不涉及重大利害关系：

```yaml
sections:
  - id: one
    title: 费用
    clauses:
      - id: fee
        keyword: 费用
        material: fee
        text: |
          您应当支付服务费，**服务费按自然日结算**。
      - id: archive
        keyword: 账单的保存
        text: |
          账单自生成之日起保存三年。
```

双方相互的责任：

```text
一方违约的，应当赔偿对方因此受到的损失。
```

## 错误

```text
您应当在每月五日以前支付服务费。
```

```text
已经支付的费用不予退还。
```

```text
因网络故障造成的损失，平台运营方不承担任何责任。
```

```text
运营方有权单方变更服务内容。
```

```text
因本协议发生的争议，由运营方所在地人民法院管辖。
```

```text
服务期届满，您没有提出异议的，本协议自动续期一年。
```

有突出标示的一句，却没有标明 `material`：

```yaml
sections:
  - id: one
    title: 费用
    clauses:
      - id: fee
        material: fee
        text: |
          您应当支付服务费，**服务费按自然日结算**。
      - id: count
        text: |
          **只展示而未被点击的，不计入您的账单。**
```

违约金写在项中，没有标明 `material`：

```yaml
sections:
  - id: one
    title: 违约
    clauses:
      - id: breach
        text: |
          您违约的，运营方可以采取下列措施：
        items:
          - id: breach-warning
            text: |
              提示改正；
          - id: breach-penalty
            text: |
              要求您按照订单金额的百分之二十支付违约金。
```

不退换：

```text
优惠套餐售出后概不退换。
```

无偿的许可：

```text
您授予本平台免费的、可转授权的许可，以使用您上传的素材。
```

单方修改：

```text
本平台可以对本规则进行修订。
```

封禁账号：

```text
用户违规的，本平台可以永久封禁其账号。
```

名称写明是结算，却没有标明 `material`：

```yaml
sections:
  - id: one
    title: 费用
    clauses:
      - id: fee
        keyword: 费用
        material: fee
        text: |
          您应当支付服务费，**服务费按自然日结算**。
      - id: settlement
        keyword: 预付与结算
        text: |
          订单的费用在账户余额中预留，并在服务期内分摊。
```

不退不换：

```text
优惠会籍一经出售，不退不换。
```

限期退还：

```text
平台运营方应当自收到申请之日起十五个工作日内退还全部保证金。
```

不再支付：

```text
连续六个月没有提现的收益不再支付。
```

暂停服务：

```text
您逾期未更新的，本平台有权立即暂停店铺的全部服务。
```

费用由您承担：

```text
超出套餐流量的，超额费用由您另行承担。
```

保留修改的权利：

```text
我们保留随时修改直播规范的权利。
```

另立的收费：

```text
每次认证收取服务费20元。
```

收集信息：

```text
我们以电子方式收集、使用、存储您的姓名、身份证号码。
```

余额作废：

```text
账户连续十二个月未登录的，积分清零，余额作废。
```

不作保证：

```text
平台不对推广的效果作任何保证。
```

数据的使用：

```text
您同意平台将您的数据用于商业分析。
```

责任全部归于对方：

```text
因描述不实引起的一切赔偿均由商户自行承担。
```

## 如何修改

在条款上写 `material`，例如费用写 `material: fee`，违约金写 `material: penalty`（全部种类见 `docs/format.zh-CN.md`），并突出标示其中最需要注意的一句。

## 如何保留

判断与对方没有重大利害关系的，在条款上写明理由和截止日：`allow: [{rule: looks-material, why: 只是说明发票的寄送方式, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ...model import Clause, Scope
from ...problems import Severity
from ..interests import DENIED, ELSEWHERE, FAVOUR, HEADINGS, WORDINGS
from ..rule import Finding, Rule
from ..subject import Passage, Subject

_STATEMENT = 10


def look(subject: Subject) -> Iterator[Finding]:
    if subject.document.scope is Scope.NEGOTIATED:
        return
    tagged = set(_tagged(subject))
    seen: set[str] = set()
    for passage in subject.passages:
        clause = passage.clause
        if clause is None or clause.id in tagged or clause.id in seen:
            continue
        marked = _emphasised(passage) if tagged else None
        if marked is not None:
            seen.add(clause.id)
            words: dict[str, object] = {"words": passage.words[marked[0] : marked[1]]}
            yield Finding(passage.at(marked[0]), words, "emphasised", clause=clause.id)
            continue
        match = _operative(passage)
        if match:
            seen.add(clause.id)
            params: dict[str, object] = {"words": match.group(), "material": match.lastgroup}
            yield Finding(passage.at(match.start()), params, clause=clause.id)
    if tagged:
        yield from _headed(subject, tagged | seen)


def _tagged(subject: Subject) -> Iterator[str]:
    """The clauses and items that a tag speaks for: those below it, and the one around it."""

    def below(clause: Clause, inside: bool) -> Iterator[str]:
        if inside or any(part.material for part in clause.walk()):
            yield clause.id
        for item in clause.items:
            yield from below(item, inside or clause.material is not None)

    for _, clause in subject.clauses():
        yield from below(clause, False)


def _emphasised(passage: Passage) -> tuple[int, int] | None:
    """The first emphasised run that is long enough to be a statement."""
    runs = re.finditer("1+", passage.strong)
    return next((run.span() for run in runs if run.end() - run.start() >= _STATEMENT), None)


def _operative(passage: Passage) -> re.Match[str] | None:
    for match in WORDINGS.finditer(passage.words):
        before = passage.words[max(0, match.start() - 80) : match.start()]
        near, said = before[-24:], re.split(r"[。；\n]", before)[-1]
        if DENIED.search(near) or ELSEWHERE.search(near):
            continue
        favour = FAVOUR.get(match.lastgroup or "")
        own = said.rpartition("，")[2]
        if favour and any(favour.match(words + match.group()) for words in (said, own)):
            continue
        return match
    return None


def _headed(subject: Subject, spoken_for: set[str]) -> Iterator[Finding]:
    """In a document that tags, clauses of which the heading alone says what they decide."""
    for _, clause in subject.clauses():
        match = HEADINGS.search(clause.keyword or "")
        if match and not any(part.id in spoken_for for part in clause.walk()):
            params: dict[str, object] = {"words": clause.keyword, "material": match.lastgroup}
            yield Finding(clause.place("keyword"), params, clause=clause.id)


RULE = Rule("S20", "looks-material", Severity.WARNING, since=date(2021, 1, 1), look=look)
