"""重大变更的公布期间与过渡安排

平台对平台规则作重大变更的，应当至少在生效前十五个自然日公布，并写明过渡安排；没有过渡安排的，写明变更的理由。

有下列情形之一的，按照重大变更判断：

- 版本写明 `major: true`；
- 与前一版本相比，增加、修改或者删除了标明为费用、退款、责任、违约金、终止、争议解决或者个人信息（`material`）的条款；
- 与前一版本相比，约定的权利义务有重要变化，即 `xieyi diff` 列为“重大”的修改：义务或者权利转换（例如“可以”改为“应当”、“有权”改为“无权”）；增加或者删除“不得”、金额、比例、责任；期限或者当事人改变；标明 `material` 的条款失去强调；条款适用的产品改变；
- 与前一版本相比，增加、修改和删除的条款达到二十条，或者达到三条并且不少于全部条款的三分之一。

公布日不计入。生效日与公布日相差不足十五日的，是错误；恰好相差十五日的，中间只有十四个整日，是警告，提醒留出余地；相差十六日以上的，通过。既没有过渡安排（`transition`）也没有理由（`reason`）的，是错误。仅编号、位置、标点、标识或者排版变化的条款不算修改。个别协商的文件不作判断。

## 理由

费用、责任和退出的约定改变以后，商家需要重新核算成本、决定去留。期间过短或者没有过渡，履行中的订单会在商家来不及安排时适用新的约定。

## 法律

- 《网络交易平台规则监督管理办法》第十二条第二款：用户数量巨大、修改内容较多或者涉及重要权益的，至少提前十五日公布（2026年2月1日起施行）。三种情形之间用顿号连接，本规则理解为具备其一即可。
- 同一办法第十三条：对平台内经营者有重大影响的，设置过渡期（2026年2月1日起施行）。影响是否重大，程序不能判断，因此写明理由的，本规则也予通过；确有重大影响的，仍应当设置过渡期。
- “二十条”和“三分之一”不是法律规定的数目，是本规则对“修改内容较多”的估计。

## 正确

相差十六日，并且写明了理由：

```yaml
id: terms
version:
  number: "1"
  published: 2026-03-01
  effective: 2026-03-17
  major: true
  reason: 收费标准改为按展示次数计算。
```

不是重大变更的，只适用七日的期间：

```yaml
id: terms
version:
  number: "1"
  published: 2026-03-01
  effective: 2026-03-10
```

2026年2月1日以前生效的版本，不适用本规则：

```yaml
id: terms
version:
  number: "1"
  published: 2026-01-20
  effective: 2026-01-31
  major: true
```

## 错误

只相差十四日：

```yaml
id: terms
version:
  number: "1"
  published: 2026-03-01
  effective: 2026-03-15
  major: true
  reason: 收费标准改为按展示次数计算。
```

恰好相差十五日，是警告：

```yaml
id: terms
version:
  number: "1"
  published: 2026-03-01
  effective: 2026-03-16
  major: true
  reason: 收费标准改为按展示次数计算。
```

没有过渡安排，也没有理由：

```yaml
id: terms
version:
  number: "1"
  published: 2026-03-01
  effective: 2026-04-01
  major: true
```

没有写明是重大变更，但是修改了费用条款：

```yaml
# file: agreements/published/terms/1.yaml
id: terms
title: 服务条款
kind: agreement
version: {number: "1", published: 2025-03-01, effective: 2025-04-01}
sections:
  - id: one
    title: 费用
    clauses:
      - id: only
        material: fee
        text: |
          服务费按月支付。
# file: agreements/documents/terms.yaml
id: terms
version: {number: "2", published: 2026-03-01, effective: 2026-03-10, reason: 支付方式调整。}
sections:
  - id: one
    title: 费用
    clauses:
      - id: only
        material: fee
        text: |
          服务费按年支付。
```

## 如何修改

推迟生效日或者提前公布；在 `transition` 中写明新约定对正在履行的订单自何日起适用（写法见 `docs/format.zh-CN.md`），确实不需要过渡的，在 `reason` 中说明理由。

## 如何保留

个别协商的文件写 `scope: negotiated`。其他情形，期间不足的应当改期；确有法律要求的，在文件上写明理由和截止日：`allow: [{rule: major-change, why: 依监管要求限期修改, until: 2027-06-30}]`。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ...compare.changes import Change, Difference, Unit
from ...compare.changes import Severity as Weight
from ...compare.diff import versions
from ...model import Document, Scope
from ...problems import Severity
from ...resolve import Corpus
from ..rule import Finding, Rule
from ..subject import Subject

DAYS = 15
MANY, SHARE, LEAST = 20, 3, 3  # twenty clauses; a third of them, if that is three


def look(subject: Subject) -> Iterator[Finding]:
    document, version = subject.document, subject.document.version
    if document.scope is Scope.NEGOTIATED or not version.published or not version.effective:
        return
    if not _is_major(document, subject.earlier, subject.corpus):
        return
    between = (version.effective - version.published).days
    params: dict[str, object] = {"days": between, "least": DAYS}
    if between < DAYS:
        yield Finding(version.place("effective"), params)
    elif between == DAYS:
        yield Finding(version.place("effective"), params, "exact", Severity.WARNING)
    if not version.transition and not version.reason:
        place = version.place("major") if version.major else version.place("number")
        yield Finding(place, {"version": version.number}, "bare")


def _is_major(document: Document, earlier: Document | None, corpus: Corpus) -> bool:
    """Whether it says so, or a change weighs so by the rules of `xieyi diff`, or many changed."""
    if document.version.major or earlier is None:
        return document.version.major
    found = versions(earlier, document, corpus)
    return found.severity is Weight.MAJOR or _many(earlier, document, found)


def _many(old: Document, new: Document, found: Difference) -> bool:
    """Whether many of the clauses were added, changed or deleted."""
    holders = _holders(old) | _holders(new)
    changed = {id_ for change in found.changes for id_ in _touched(change, holders)}
    most = max(sum(len(part.clauses) for part in each.sections) for each in (old, new))
    return len(changed) >= MANY or (len(changed) >= LEAST and len(changed) * SHARE >= most)


def _touched(change: Change, holders: dict[str, frozenset[str]]) -> frozenset[str]:
    """The clauses that a change is about; none where no word is another."""
    wordless = change.severity is Weight.EDITORIAL
    if wordless or change.unit not in (Unit.SECTION, Unit.CLAUSE, Unit.ITEM):
        return frozenset()
    if change.unit is Unit.SECTION and change.old and change.new:
        return frozenset()  # its heading
    return holders.get(change.side.clause, frozenset())


def _holders(document: Document) -> dict[str, frozenset[str]]:
    """For each provision the clause that it stands in; for a section all of its clauses."""
    found = {part.id: frozenset(clause.id for clause in part.clauses) for part in document.sections}
    for section in document.sections:
        for clause in section.clauses:
            found |= {part.id: frozenset([clause.id]) for part in clause.walk()}
    return found


RULE = Rule("L02", "major-change", Severity.ERROR, since=date(2026, 2, 1), look=look)
