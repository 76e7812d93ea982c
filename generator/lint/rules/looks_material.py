"""像是重大利害关系的条款

措辞涉及收费、退款、免责、责任限额、违约金、单方变更、终止、数据授权、续期或者管辖的条款，应当考虑标明与对方有重大利害关系（`material`）。

文件已经使用 `material` 标记的，没有标记而有一句突出标示的条款也会被指出：突出标示说明起草人认为它重要。其余只看有约束力的措辞，例如“应当支付服务费”“不予退还”“不承担责任”“有权单方变更”“由人民法院管辖”；只是提到费用、退款的，不作判断。条款自己、上一级条款或者其中的项已经标有 `material` 的，不再指出。个别协商的文件（`scope: negotiated`）不作判断。

## 理由

有没有提示义务，取决于条款的内容，不取决于有没有标记。漏标的条款不会被检查是否突出标示，版本变更时也不会被当作重大变更。

## 法律

- 《中华人民共和国民法典》第四百九十六条（2021年1月1日起施行）：与对方有重大利害关系的条款应当提示。
- 《网络交易平台规则监督管理办法》第八条第二款：收费、争议解决等内容应当加粗或者以类似方式标示（2026年2月1日起施行）。
- 哪些措辞属于重大利害关系，法律没有列举，这里的列举是本规则的判断。

## 正确

```text
费用的支付方式，以订单页显示的为准。
```

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
from ..rule import Finding, Rule
from ..subject import Passage, Subject

_FEE = r"(?:[费款金]用?|租金|价款|报酬|佣金|利息|押金|保证金)"
_GAP = r"[^。；，\n]"
_WORDINGS = re.compile(
    rf"(?P<fee>(?:应当?|(?<!无)须|(?<!无)需要?){_GAP}{{0,20}}(?:支付|缴纳|交纳|付清|预付|补缴){_GAP}{{0,16}}{_FEE}"
    rf"(?!的?(?:凭证|方式|日期|期限))|(?:另行|加收|额外)收取?{_GAP}{{0,6}}{_FEE}"
    rf"|{_FEE}[^。；，\n]{{0,8}}由(?:您|乙方|用户|商家|买方|承租人|会员|甲方)(?:自行)?(?:承担|负担|支付)|有权{_GAP}{{0,8}}(?:扣除|扣划|扣收|扣减){_GAP}{{0,12}}(?:{_FEE}|余额))"
    r"|(?P<refund>(?:不予|不得要求|概不|一律不|不再|恕不|不支持|无权要求|不能(?:申请|要求)?)"
    r"(?:任何)?(?:退还|返还|退款|退费|退回)|(?:应当?|可以(?:随时)?申请|须|予以)(?:全[额部]|如数|按比例)?(?:退还|返还|退回)"
    rf"{_GAP}{{0,16}}(?:{_FEE}|余额))"
    rf"|(?P<liability>(?:不|无须|无需|免于|免除|概不|不再)(?:向{_GAP}{{1,10}})?(?:承担|负有?)(?:任何|相应|赔偿|违约|全部|一切|法律|连带|由此产生的|因此产生的)*(?:的)?(?:责任|损失)"
    r"|概不负责|免除[^。；，\n]{0,12}责任(?!的)|(?:赔偿|责任)[^。；，\n]{0,16}(?:不超过|以[^。；，\n]{1,24}为限|为上限)"
    r"|(?:风险|损失)[^。；，\n]{0,6}(?:均|全部)?由[^。；，\n]{1,12}(?:自行)?承担|应当?(?:全额)?赔偿(?:[^。；，\n]{1,16}的?(?:损失|费用)|(?=[。；，]))"
    r"|不构成[^。；，\n]{1,24}(?:承诺|保证)(?!的))"
    r"|(?P<penalty>(?:支付|承担|收取|缴纳)[^。；\n]{0,24}(?:违约金|滞纳金|罚款|罚金)(?!的?(?:决定|数额|计算|标准|比例|条件|情形|请求))|(?:没收|不退)[^。；，\n]{0,8}(?:保证金|押金|定金))"
    r"|(?P<change>(?:有权|(?<!您)(?<!用户)(?<!商家)(?<!会员)可以?)[^。；，\n]{0,6}(?:随时|自行|单方|不经|根据|酌情)[^。；，\n]{0,20}(?:变更|修改|调整|更改|修订|取消)(?!的|后)"
    r"|有权(?:变更|修改|修订|调整)(?:本|服务|价格|收费|规则|协议|费用))"
    r"|(?P<termination>(?:有权|可以?|随时)(?:随时|立即|直接|单方面?|提前|不经(?:事先)?(?:通知|催告)(?:而|即|便)?|无须(?:通知|说明理由)即?可?)*(?:终止|解除|中止|停止|暂停)"
    r"(?:向您|为您)?(?:提供|履行)?(?:全部|部分|或者?)*(?:本|协议|合同|服务|订单|账户|授权|租赁|许可))"
    rf"|(?P<data>(?:授权|许可|同意)(?:{_GAP}{{1,16}})(?:收集|使用|处理|共享|提供|存储|利用|转让)(?:{_GAP}{{0,16}})(?:信息|数据|资料|内容))"
    r"|(?P<renewal>自动(?:续期|续费|续约|续订|顺延|延续|延长|展期)|视为[^。；，\n]{0,6}(?:续期|续约|续订))"
    r"|(?P<dispute>由[^。；\n]{1,24}(?:人民法院|法院)(?:专属)?(?:管辖|受理|裁决)|向[^。；，\n]{0,20}(?:所在地|住所地|签订地|签署地|履行地|管辖权)[^。；，\n]{0,12}法院(?:提起诉讼|起诉)|(?:向|提交)[^。；，\n]{1,24}仲裁委员会|提交[^。；，\n]{1,16}仲裁)"
)
_STATEMENT = 10
_NOT = re.compile(
    r"(?:不得|不能|不可|无权|禁止|并?不(?:会|因此|应)?|没有|未经|拒绝|是否|不要求|无须|不以)[^。；，\n]{0,16}$"
)
_ELSEWHERE = re.compile(r"(?:法律|有关机关|主管部门)[^。；，\n]{0,10}$")


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
    for match in _WORDINGS.finditer(passage.words):
        before = passage.words[max(0, match.start() - 24) : match.start()]
        if not _NOT.search(before) and not _ELSEWHERE.search(before):
            return match
    return None


RULE = Rule("S20", "looks-material", Severity.WARNING, since=date(2021, 1, 1), look=look)
