"""协议下线后的承接

平台使协议下线，应当有承接的文件，所涉产品仍有现行文件，现行文件不再引用已下线的协议。

- 承接文件（`successors`）在下线之日没有生效的版本的，是错误，在该文件处指出；全部承接文件都没有生效的，在下线的日期处指出；
- 下线协议的产品，在承接文件和其他协议中都没有现行版本适用的，是错误；
- 现行文件以引用标记或者书名号引用已下线的协议的，是错误。说明承接、下线、终止、原协议或者历史版本的句子，不算引用；已下线的协议与现行文件同名的，书名号理解为现行文件。

下线的日期、理由和承接文件是否写明，在读取文件时已经核对。预定在将来下线的协议，只判断承接文件在下线之日是否生效。

## 理由

协议下线以后没有文件承接，产品的权利义务就失去依据；现行文件仍然引用已下线的协议，商家会适用一份已经失效的文本。

## 法律

- 《网络交易平台规则监督管理办法》第十五条：历史版本的保存和查阅（2026年2月1日起施行）。
- 《中华人民共和国电子商务法》第三十三条：持续公示平台服务协议和交易规则（2019年1月1日起施行）。
- 承接的完整性主要出于公告的承诺和文本质量的考虑，适用于全部版本。

## 正确

承接文件在下线之日生效：

```yaml
# file: agreements/retired/old.yaml
id: old
title: 甲产品服务协议
nature: software
product: a
retired: {on: 2026-06-01, reason: 由服务条款统一承接。}
successors: [terms]
```

说明承接的句子，不算引用：

```yaml
# file: agreements/retired/old.yaml
id: old
title: 甲产品服务协议
nature: software
product: a
retired: {on: 2026-06-01, reason: 由服务条款统一承接。}
successors: [terms]
# file: agreements/documents/terms.yaml
id: terms
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: only
        text: |
          原《甲产品服务协议》的内容由本协议承接。
```

下线的协议与现行文件同名：

```yaml
# file: agreements/retired/old.yaml
id: old
title: 服务条款
nature: software
product: a
retired: {on: 2026-06-01, reason: 由同名的服务条款统一承接。}
successors: [terms]
remark: 与现行文件同名，以下线日期区分。
# file: agreements/documents/terms.yaml
id: terms
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: only
        text: |
          您应当遵守《服务条款》。
```

## 错误

下线之日，承接文件还没有生效：

```yaml
# file: agreements/retired/old.yaml
id: old
title: 甲产品服务协议
nature: software
product: a
retired: {on: 2026-05-20, reason: 由服务条款统一承接。}
successors: [terms]
```

承接文件不适用于该产品：

```yaml
# file: agreements/retired/old.yaml
id: old
title: 甲产品服务协议
nature: software
product: a
retired: {on: 2026-06-01, reason: 由服务条款统一承接。}
successors: [terms]
# file: agreements/documents/terms.yaml
id: terms
for: [b]
```

现行文件仍然引用：

```yaml
# file: agreements/retired/old.yaml
id: old
title: 甲产品服务协议
nature: software
product: a
retired: {on: 2026-06-01, reason: 由服务条款统一承接。}
successors: [terms]
# file: agreements/documents/terms.yaml
id: terms
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: only
        text: |
          结算办法适用《甲产品服务协议》。
```

以引用标记引用：

```yaml
# file: agreements/retired/old.yaml
id: old
title: 甲产品服务协议
nature: software
product: a
retired: {on: 2026-06-01, reason: 由服务条款统一承接。}
successors: [terms]
# file: agreements/documents/terms.yaml
id: terms
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: only
        text: |
          退款的办理，适用[[old]]。
```

## 如何修改

写明在下线之日生效、并且适用于该产品的承接文件；把引用改为现行文件的条款。

## 如何保留

承接不完整的，不能保留。引用确有必要的，在引用所在的条款或者文件上写明理由和截止日：`allow: [{rule: retirement-complete, why: 说明旧协议订单的处理, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ...model import Kind, Retired
from ...problems import Severity
from ...reading import Status
from ..rule import Finding, Rule
from ..subject import Passage, Whole

_NAMED = re.compile(r"\[\[\s*([a-z0-9-]+)[^\]\n]*\]\]|《([^《》\n]{1,100})》")
_HISTORY = re.compile(
    r"原(?:《》|协议|文本|规则|规范|合同|约定|有的)|下线|承接|取代|替代|代替|废止|已经?(?:终止|失效)"
    r"|同时终止|相应终止|停止适用|不再适用|历史版本|此前|曾经?|合并为|(?:生效|施行)之?以?前|履行完毕"
)
_END = re.compile(r"[。；\n]\s*\n|[。；]|\n\s*\n")


def look(whole: Whole) -> Iterator[Finding]:
    for retired in whole.corpus.retired.values():
        yield from _succession(whole, retired)
    live = {subject.document.title for subject in whole.chosen()}
    gone = {r.title: r for r in whole.corpus.retired.values() if r.title not in live}
    gone |= whole.corpus.retired
    for subject in whole.chosen() if gone else ():
        for passage in subject.passages:
            yield from _references(passage, gone)


def _succession(whole: Whole, retired: Retired) -> Iterator[Finding]:
    """The successors stand on the day of retirement; the product is not left without one."""
    on = retired.retired.on
    late = [at for at, id_ in enumerate(retired.successors) if not _begun(whole, id_, on)]
    if len(late) == len(retired.successors):
        params: dict[str, object] = {"successors": "、".join(retired.successors), "on": on}
        yield Finding(retired.retired.place("on"), params, "early")
    else:
        for at in late:
            params = {"successor": retired.successors[at], "on": on}
            yield Finding(retired.place("successors", at), params, "successor")
    if on <= whole.today and not _covered(whole, retired):
        yield Finding(retired.place("product"), {"product": retired.product})


def _begun(whole: Whole, id_: str, day: date) -> bool:
    versions = (d.version for d in whole.corpus.lineages.get(id_, ()))
    return any(v.effective and v.effective <= day and not v.draft for v in versions)


def _covered(whole: Whole, retired: Retired) -> bool:
    """Whether a successor or another agreement in force is for the product."""
    return any(
        held.status is Status.IN_FORCE
        and retired.product in held.scope
        and (id_ in retired.successors or held.document.kind is Kind.AGREEMENT)
        for id_, held in whole.corpus.documents.items()
    )


def _references(passage: Passage, gone: dict[str, Retired]) -> Iterator[Finding]:
    """Each reference to a retired agreement, unless its sentence tells of the past."""
    raw, start = passage.raw, 0
    for stop in (*(match.end() for match in _END.finditer(raw)), len(raw)):
        sentence = raw[start:stop]
        found = [m for m in _NAMED.finditer(sentence) if (m[1] or m[2]) in gone]
        if found and not _HISTORY.search(_NAMED.sub("《》", sentence)):
            for match in found:
                retired = gone[match[1] or match[2]]
                params: dict[str, object] = {"title": retired.title, "on": retired.retired.on}
                place = passage.noun.place(*passage.path, offset=start + match.start())
                clause = passage.clause.id if passage.clause else None
                yield Finding(place, params, "reference", clause=clause)
        start = stop


RULE = Rule("L06", "retirement-complete", Severity.ERROR, look_at_all=look)
