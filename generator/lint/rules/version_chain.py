"""版本的序列

同一文件的各个版本，版本号应当随生效日递增，中间不得缺少版本。

后生效的版本，版本号不大于先生效的版本的，是错误。版本号大于1的版本，没有紧接其前的版本的，是错误：第3版需要第2版（或者第2.1版），第2.1版需要第2版。最近一个版本生效前三年以前已经被取代的版本，可以不再保存，不作判断。版本号的第一段不小于1000的（例如以年份为版本号），只判断递增，不判断是否缺少。个别协商的文件和属于他人的文件，不判断是否缺少。

两个版本的版本号或者生效日相同的，在读取文件时已经报告，不在本规则之内。

## 理由

订单适用哪一个版本，取决于当时有效的文本。缺少一个版本，该期间的权利义务就无法查明；版本号倒置，引用“第2版”就无法确定是哪一份。

## 法律

- 《网络交易平台规则监督管理办法》第十五条：保存新版本生效之日前三年内的全部历史版本，并保障便利、完整地阅览和下载（2026年2月1日起施行）。
- 《网络交易监督管理办法》第二十八条：同样的保存义务（2021年5月1日起施行，依2021年文本）。本规则据此判断2021年5月1日以后生效的版本。
- 版本号随日期递增出于文本质量的考虑，适用于全部版本。

## 正确

已保存第1版：

```yaml
# file: agreements/published/terms/1.yaml
id: terms
title: 服务条款
kind: agreement
version: {number: "1", published: 2025-03-01, effective: 2025-04-01}
sections: [{id: one, title: 一般规定, clauses: [{id: only, text: 本协议适用于全部服务。}]}]
# file: agreements/documents/terms.yaml
id: terms
version: {number: "2", published: 2026-03-01, effective: 2026-04-01}
```

第2.1版之前有第2版，第2版之前有第1.3版：

```yaml
# file: agreements/published/terms/1.3.yaml
id: terms
title: 服务条款
kind: agreement
version: {number: "1.3", published: 2021-01-01, effective: 2021-02-01}
sections: [{id: one, title: 一般规定, clauses: [{id: only, text: 本协议适用于全部服务。}]}]
# file: agreements/published/terms/2.0.yaml
id: terms
title: 服务条款
kind: agreement
version: {number: "2.0", published: 2025-03-01, effective: 2025-04-01}
sections: [{id: one, title: 一般规定, clauses: [{id: only, text: 本协议适用于全部服务。}]}]
# file: agreements/documents/terms.yaml
id: terms
version: {number: "2.1", published: 2026-03-01, effective: 2026-04-01}
```

第2版在最近版本生效前三年以前已经取代第1版，第1版可以不再保存：

```yaml
# file: agreements/published/terms/2.yaml
id: terms
title: 服务条款
kind: agreement
version: {number: "2", published: 2021-05-01, effective: 2021-06-01}
sections: [{id: one, title: 一般规定, clauses: [{id: only, text: 本协议适用于全部服务。}]}]
# file: agreements/documents/terms.yaml
id: terms
version: {number: "3", published: 2026-03-01, effective: 2026-04-01}
```

## 错误

缺少第1版：

```yaml
id: terms
version: {number: "2", published: 2026-03-01, effective: 2026-04-01}
```

缺少第2版：

```yaml
# file: agreements/published/terms/1.yaml
id: terms
title: 服务条款
kind: agreement
version: {number: "1", published: 2025-03-01, effective: 2025-04-01}
sections: [{id: one, title: 一般规定, clauses: [{id: only, text: 本协议适用于全部服务。}]}]
# file: agreements/documents/terms.yaml
id: terms
version: {number: "3", published: 2026-03-01, effective: 2026-04-01}
```

后生效的版本，版本号反而小：

```yaml
# file: agreements/published/terms/1.1.yaml
id: terms
title: 服务条款
kind: agreement
version: {number: "1.1", published: 2025-03-01, effective: 2025-04-01}
sections: [{id: one, title: 一般规定, clauses: [{id: only, text: 本协议适用于全部服务。}]}]
# file: agreements/documents/terms.yaml
id: terms
version: {number: "1.0", published: 2026-03-01, effective: 2026-04-01}
```

## 如何修改

把缺少的版本放入 `agreements/published/<文件的标识>/<版本号>.yaml`，或者更正版本号。

## 如何保留

某个版本号确实没有公布过的，在文件上写明理由和截止日：`allow: [{rule: version-chain, why: 第2版没有公布过, until: 2027-06-30}]`。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from ...model import Binding, Document, Scope
from ...problems import Severity
from ..rule import Finding, Rule
from ..subject import Whole
from ..versions import number

DUTY, YEARS = date(2021, 5, 1), 3
DATED = 1000  # numbers that are years do not count versions


def look(whole: Whole) -> Iterator[Finding]:
    for lineage in whole.corpus.lineages.values():
        yield from _order(lineage)
        ours = [d for d in lineage if isinstance(d, Document) and d.scope is not Scope.NEGOTIATED]
        yield from _gaps(ours, whole.today)


def _order(lineage: tuple[Binding, ...]) -> Iterator[Finding]:
    for earlier, later in pairwise(lineage):
        if number(later) <= number(earlier):
            params: dict[str, object] = {
                "version": later.version.number,
                "earlier": earlier.version.number,
            }
            yield Finding(later.version.place("number"), params, "order")


def _gaps(lineage: list[Document], today: date) -> Iterator[Finding]:
    begun = [d.version.effective for d in lineage if d.version.effective and not d.version.draft]
    oldest = max(_years_before(max(begun)), DUTY) if begun else DUTY
    known = {number(document) for document in lineage}
    for document in lineage:
        wanted = _before(number(document))
        if wanted is None or (document.version.effective or today) < oldest:
            continue
        padded = {(*n, *(0,) * len(wanted))[: len(wanted)] for n in known - {number(document)}}
        if wanted not in padded:
            missing = ".".join(str(part) for part in wanted)
            params: dict[str, object] = {"version": document.version.number, "missing": missing}
            yield Finding(document.version.place("number"), params)


def _before(found: tuple[int, ...]) -> tuple[int, ...] | None:
    """The number that must stand before: (3,) → (2,), (2, 1) → (2, 0); None for a first one."""
    before = (*found[:-1], found[-1] - 1)
    return before if any(before) and min(before) >= 0 and found[0] < DATED else None


def _years_before(day: date) -> date:
    return date(day.year - YEARS, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


RULE = Rule("L04", "version-chain", Severity.ERROR, look_at_all=look)
