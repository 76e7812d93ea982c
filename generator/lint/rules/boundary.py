"""档次的边界

用“以上”“以下”“不满”“超过”划分档次的，相邻两档在边界上应当既不重叠，也不留空。

“以上”“以下”“以内”“届满”包括本数，“不满”“超过”“以外”不包括本数。同一条款（连同各项和表格）里，一档止于某数、另一档起于同一个数的，边界上的这个数应当恰好落在一档之中：两档都包括它是重叠，两档都不包括它是空缺。同一个下限在一处写“超过”、在另一处写“以上”的，也会指出。写明“（含）”“（不含）”“不含本数”的，从其写法；“3万元至5万元”这样的范围，两端都包括。罚款、刑期等幅度（“1万元以上5万元以下的罚款”）是结果而不是档次，不作判断。

## 理由

正好落在边界上的交易适用哪一档，双方会各取所需。格式条款有两种解释的，作不利于提供方的解释。

## 法律

- 《中华人民共和国民法典》第一千二百五十九条：所称的“以上”“以下”“以内”“届满”包括本数，“不满”“超过”“以外”不包括本数（2021年1月1日起施行）；第四百九十八条：对格式条款有两种以上解释的，作不利于提供方的解释。

## 正确

```text
订单金额不满10万元的，手续费为1%；10万元以上的，手续费为0.8%。
```

```text
订单金额在10万元以下（不含10万元）的，由业务员审批；10万元以上的，由经理审批。
```

```text
逾期不超过30日的，支付逾期利息；超过30日的，可以解除合同。
```

罚款的幅度不是档次：

```text
处1万元以上5万元以下的罚款；情节严重的，处5万元以上10万元以下的罚款。
```

租期和保证金是两件事：

```text
租期在3年以下的，由双方书面约定；保证金在3万元以上的，分期支付。
```

各档首尾相接：

```text
月成交金额不满10万元的，费率为6%；10万元以上不满50万元的，费率为5%；50万元以上的，费率为4%。
```

## 错误

恰好10万元的，两档都适用：

```text
订单金额10万元以下的，手续费为1%；10万元以上的，手续费为0.8%。
```

恰好30日的，没有一档适用：

```text
逾期不满30日的，支付逾期利息；超过30日的，可以解除合同。
```

同一个下限，一处写“超过”，另一处写“以上”：

```text
违约金超过造成损失的30%的，可以请求减少；在造成损失的30%以上的，由双方协商。
```

三万元同时落在第一档和第二档：

```yaml
sections:
  - id: one
    title: 费率
    clauses:
      - id: only
        text: 费率按照下列档次确定：
        items:
          - {id: i1, text: 年度金额三万元以内的，费率为百分之三；}
          - {id: i2, text: 年度金额三万元至五万元的，费率为百分之二；}
          - {id: i3, text: 年度金额超过五万元的，费率为百分之一。}
```

恰好100公斤的，没有一档适用：

```yaml
sections:
  - id: one
    title: 费率
    clauses:
      - id: only
        text: 费率如下表：
        table:
          columns: [重量, 费率]
          rows:
            - [不足100公斤, 每公斤3元]
            - [超过100公斤, 每公斤2元]
```

与后一档都包括10万元：

```text
月成交金额10万元以下的，费率为6%；10万元以上不满50万元的，费率为5%；50万元以上的，费率为4%。
```

恰好三分之二的，两档都不包括：

```text
已完成总课时三分之一以上不满三分之二的，退还一半；已完成总课时超过三分之二的，不再退还。
```

## 如何修改

一档写“不满”，相邻的一档写“以上”；或者一档写“以下”，相邻的一档写“超过”。

## 如何保留

边界上的情形由别处的约定处理的，在条款上写明理由和截止日：`allow: [{rule: boundary, why: 边界上的订单由双方逐单议定, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from ...problems import Severity
from ...quantities import HAN, Quantity, quantities, shown
from ..rule import Finding, Rule
from ..subject import Passage, Subject
from ..together import clauses

_UP, _DOWN = "以上", "以下"
_BEHIND = re.compile(
    r"(?P<own>（(?:不含|含|不包括|包括)[^）]{0,12}）)?(?P<word>以上|以下|以内|之内|以外|以后)?"
    r"(?P<note>[（(](?:不含|含|不包括|包括|不包含|包含)[^）)]{0,12}[）)])?"
)
_BEFORE = re.compile(
    r"(?P<word>不超过|不得超过|未超过|不高于|不大于|小于等于|不足|不满|未满|未达到?|低于|少于|小于|"
    r"不低于|不少于|不小于|大于等于|达到|达|满|超过|超出|高于|大于|多于|逾(?!期)|≤|≥|<|>|＜|＞)"
)
_FILLER = re.compile(r"[^，。；、：0-9]{0,10}")
_BOUND = {
    "不超过": ("to", True), "不得超过": ("to", True), "未超过": ("to", True),
    "不高于": ("to", True), "不大于": ("to", True), "小于等于": ("to", True), "≤": ("to", True),
    "不足": ("to", False), "不满": ("to", False), "未满": ("to", False), "未达": ("to", False),
    "未达到": ("to", False), "低于": ("to", False), "少于": ("to", False), "小于": ("to", False),
    "<": ("to", False), "＜": ("to", False),
    "不低于": ("from", True), "不少于": ("from", True), "不小于": ("from", True),
    "大于等于": ("from", True), "达到": ("from", True), "达": ("from", True), "满": ("from", True),
    "≥": ("from", True),
    "超过": ("from", False), "超出": ("from", False), "高于": ("from", False),
    "大于": ("from", False), "多于": ("from", False), "逾": ("from", False),
    ">": ("from", False), "＞": ("from", False),
    "以上": ("from", True), "以下": ("to", True), "以内": ("to", True), "之内": ("to", True),
    "以外": ("from", False),
}  # fmt: skip
# Without one of them there is no bound.
_ANY = re.compile(
    r"以[上下内外]|之内|[不未][^，。；]{0,2}[超高大足满达低少小]|[低少小高大多]于|[达满超逾≤≥<>＜＞]"
    rf"|(?:至|到|[-—–~～])\s?(?:人民币|[￥¥0-9０-９{HAN}])"
)
_RANGE = re.compile(r"\s?(?:至|到|-|—|–|~|～)+\s?(?:人民币|￥|¥)?$")
_LOOSE = re.compile(
    r"(?P<low>[0-9０-９,.]+|[一二三四五六七八九十百千万]+)\s?(?:至|到|-|—|–|~|～)+\s?$"
)
_RESULT = re.compile(
    r"\s?的?(?:罚款|罚金|违约金|赔偿|有期徒刑|拘留|奖励|补偿|款项|费用|保证金|押金|定金)"
)
_TIER = re.compile(
    r"\s?(?:[（(][^）)]{0,12}[）)])?\s?(?:的|者|时|部分|[，：:、；。]|$|期间|订单|区间|档)"
)
_FLIP = re.compile(
    r"以上[^。；]{0,16}(?P<up>不(?:含|包括|包含)本数)|以下[^。；]{0,16}(?P<down>不(?:含|包括|包含)本数)"
)


@dataclass(frozen=True, slots=True)
class _Bound:
    """One end of a tier: `way` is "from" or "to"; `closed` whether it includes the number."""

    way: str
    closed: bool
    quantity: Quantity
    passage: Passage
    words: str
    tier: bool
    head: str


def look(subject: Subject) -> Iterator[Finding]:
    flipped = _flipped(subject)
    for group in clauses(subject):
        bounds = [b for p in group if _ANY.search(p.words) for b in _bounds(p, flipped)]
        if len(bounds) > 1:
            yield from _neighbours(bounds)


def _flipped(subject: Subject) -> frozenset[str]:
    """The words that this document, contrary to the Code, says not to include the number."""
    found = [m for m in _FLIP.finditer(subject.words) if "超过" not in m.group()]
    up = any(m["up"] and "以下" not in m.group() for m in found)
    down = any(m["down"] or (m["up"] and "以下" in m.group()) for m in found)
    both = any(m["up"] and "以下" in m.group() for m in found)
    return frozenset([*([_UP] if up or both else []), *([_DOWN] if down else [])])


def _bounds(passage: Passage, flipped: frozenset[str]) -> Iterator[_Bound]:
    words, found = passage.words, quantities(passage.words)
    shared: tuple[Quantity, str] | None = None  # of a range: its end and its head
    for at, quantity in enumerate(found):
        before, last = (
            words[max(quantity.start - 16, 0) : quantity.start],
            found[at - 1] if at else None,
        )
        start = _RANGE.search(before)
        ranged = bool(start and last and last.end == quantity.start - len(start.group()))
        following = found[at + 1] if at + 1 < len(found) else None
        opens = following and _RANGE.fullmatch(words, quantity.end, following.start)
        tail = _BEHIND.match(words, quantity.end)
        lead = _lead(before)
        name = (tail["word"] if tail else None) or (lead["word"] if lead else None)
        end = tail.end() if tail else quantity.end
        if ranged or _LOOSE.search(before):
            way, closed = "to", True
        elif opens:
            way, closed, end = "from", True, quantity.end
        elif name in _BOUND:
            way, closed = _BOUND[name]
            closed = closed and name not in flipped
        else:
            continue
        ranges: Quantity | None = None
        note = (tail["own"] or tail["note"] or "") if tail else ""
        if note:
            closed = not note.strip("（(").startswith("不")
        if following and way == "from" and not words[end : following.start].strip():
            end = (_BEHIND.match(words, following.end) or tail).end()  # type: ignore[union-attr]
        elif (
            following and way == "from" and _BEFORE.fullmatch(words[end : following.start].strip())
        ):
            ranges = following  # 10万元以上不满50万元
            end = following.end
        tier = not _RESULT.match(words, end) and (bool(_TIER.match(words, end)) or bool(opens))
        front = lead.start() if lead and name == lead["word"] else len(before)
        head = re.split(r"[，。；：、（）\s]", before[:front])[-1]
        head += before[lead.end() :] if lead and front == lead.start() else ""
        if shared and shared[0] is quantity:
            head = shared[1]
        shared = (ranges, head) if ranges else None
        shown_from = quantity.start - (len(before) - front)
        text = words[shown_from : max(tail.end() if tail and not opens else 0, quantity.end)]
        yield _Bound(way, closed, quantity, passage, text, tier, head)


def _lead(before: str) -> re.Match[str] | None:
    """The last comparing word before a number, when nothing but a phrase lies between."""
    found = list(_BEFORE.finditer(before))
    return found[-1] if found and _FILLER.fullmatch(before, found[-1].end()) else None


def _neighbours(bounds: list[_Bound]) -> Iterator[Finding]:
    at: dict[tuple[Fraction, str], list[_Bound]] = {}
    for bound in bounds:
        if bound.tier:
            at.setdefault((bound.quantity.value, bound.quantity.dimension), []).append(bound)
    for (value, _), met in at.items():
        for bound in met[1:]:
            first = next((b for b in met if b is not bound and b.way != bound.way), None)
            if first and _kin(first, bound):
                if first.closed == bound.closed:
                    yield from _findings(first, bound, value, "" if bound.closed else "hole")
                    break
                continue
            mixed = met[0]
            if (
                mixed.way == bound.way == "from"
                and mixed.closed != bound.closed
                and _kin(mixed, bound)
            ):
                yield from _findings(mixed, bound, value, "mixed")
                break


def _kin(first: _Bound, second: _Bound) -> bool:
    """Whether both speak of the same thing: the later one may leave the head away."""
    one, two = (
        re.sub(r"[在为于是达的其已如若当]|人民币|￥|¥", "", b.head) for b in (first, second)
    )
    return not one or not two or one == two or one.endswith(two) or two.endswith(one)


def _findings(first: _Bound, second: _Bound, value: Fraction, variant: str) -> Iterator[Finding]:
    """Where the later bound stands; in two texts (rows, items) each may be the wrong one."""
    late = max((first, second), key=lambda b: (b.passage is second.passage, b.quantity.start))
    early = second if late is first else first
    params: dict[str, object] = {
        "first": early.words.strip(),
        "second": late.words.strip(),
        "value": shown(value),
    }
    for bound in (early, late) if early.passage is not late.passage else (late,):
        clause = bound.passage.clause.id if bound.passage.clause else None
        yield Finding(bound.passage.at(bound.quantity.start), params, variant, clause=clause)


RULE = Rule("S14", "boundary", Severity.WARNING, look=look)
