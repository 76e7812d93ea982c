"""同名的文件

平台的不同文件不应当同名；与已下线的协议同名的，应当能够区分。

一份现行文件与另一份现行文件同名，是错误。一份现行文件与已下线的协议同名的，应当在已下线协议的 `remark` 中说明如何区分。

## 理由

商家、法院和承办人员按标题引用文件。两份文件同名而没有说明，就无法确定引用的是哪一份。

## 法律

- 《网络交易平台规则监督管理办法》第十五条要求保存并可查阅历史版本（2026年2月1日起施行）；标题能够区分是这一要求的前提。其余出于文本质量的考虑。

## 正确

没有同名的文件：

```yaml
id: terms
title: 服务协议
```

## 错误

两份现行文件都叫《服务条款》：

```yaml
# file: agreements/documents/other.yaml
id: other
title: 服务条款
kind: agreement
version: {number: "1", published: 2024-03-01, effective: 2024-04-01}
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: only
        text: |
          本协议适用于全部服务。
```

## 如何修改

修改其中一份的标题；与已下线协议同名的，在该协议中写明如何区分，例如 `remark: 与现行文件同名，以下线日期区分。`

## 如何保留

两份文件必须同名的，在文件上写明理由和截止日：`allow: [{rule: title-collision, why: 两个主体的规则依法同名, until: 2027-06-30}]`。
"""

from __future__ import annotations

from collections.abc import Iterator

from ...problems import Severity
from ..rule import Finding, Rule
from ..subject import Whole


def look(whole: Whole) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for subject in whole.chosen():
        document = subject.document
        first = seen.setdefault(document.title, document.id)
        if first != document.id:
            params: dict[str, object] = {"title": document.title, "other": first}
            yield Finding(document.place("title"), params)
    for retired in whole.corpus.retired.values():
        if retired.title in seen and not retired.remark:
            params = {"title": retired.title, "other": seen[retired.title]}
            yield Finding(retired.place("title"), params, "retired")


RULE = Rule("L07", "title-collision", Severity.ERROR, look_at_all=look)
