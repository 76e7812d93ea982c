"""引用在每个组合中都能找到

现行文件不得引用已经下线的协议，也不得引用所在组合以外的文件的条款（组合是商家所订购的产品适用的一组文件）。

现行文本以引用标记（`[[……]]`）或者书名号引用已下线的协议，会被指出；同一句话写明该协议终止、废止、失效、下线或者被取代的，不作判断。引用另一份文件的条款，而显示这段文字的组合并不包含那份文件的，也会被指出；只引用文件名称的，不作判断。已被取代的版本不作判断。

## 理由

商家只受所在组合的文件约束。引用组合以外的条款，等于要求商家遵守没有一并提供的内容；引用已下线的文件，商家就无从知道应当适用什么。

## 法律

- 没有法律对此直接作出规定，出于文本质量的考虑。《网络交易平台规则监督管理办法》第八条要求平台规则清楚明白（2026年2月1日起施行），引用落空的文本难以符合。

## 正确

引用本文件的条款：

```text
费用的退还见[[#only]]，适用范围见[[terms#one]]。
```

说明旧协议终止：

```yaml
# file: agreements/retired/old.yaml
id: old
title: 旧服务协议
nature: software
product: a
retired: {on: 2024-01-01, reason: 内容由新协议承接。}
successors: [terms]
# file: agreements/documents/terms.yaml
id: terms
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: only
        text: |
          自本协议生效之日起，[[old]]终止，尚未履行完毕的订单适用本协议。
```

只引用文件的名称；规则引用协议的条款：

```yaml
# file: agreements/documents/other.yaml
id: other
title: 使用规范
kind: rule
version: {number: "1", published: 2026-04-01, effective: 2026-06-01}
sections:
  - id: first
    title: 总则
    clauses:
      - id: aim
        text: |
          本规范的适用以[[terms#one]]为前提。
# file: agreements/documents/terms.yaml
id: terms
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: only
        text: |
          您还可以阅读[[other]]。
```

## 错误

以引用标记引用已下线的协议：

```yaml
# file: agreements/retired/old.yaml
id: old
title: 旧服务协议
nature: software
product: a
retired: {on: 2024-01-01, reason: 内容由新协议承接。}
successors: [terms]
# file: agreements/documents/terms.yaml
id: terms
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: only
        text: |
          费用的退还依照[[old]]办理。
```

以书名号引用已下线的协议：

```yaml
# file: agreements/retired/old.yaml
id: old
title: 旧服务协议
nature: software
product: a
retired: {on: 2024-01-01, reason: 内容由新协议承接。}
successors: [terms]
# file: agreements/documents/terms.yaml
id: terms
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: only
        text: |
          费用的退还依照《旧服务协议》办理。
```

引用的规则不在协议所在的组合中：

```yaml
# file: agreements/documents/other.yaml
id: other
title: 使用规范
kind: rule
version: {number: "1", published: 2026-04-01, effective: 2026-06-01}
sections:
  - id: first
    title: 总则
    clauses:
      - id: aim
        text: |
          本规范的目的是明确使用的要求。
# file: agreements/documents/terms.yaml
id: terms
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: only
        text: |
          您应当遵守[[other#aim]]。
```

## 如何修改

改为引用承接下线协议的文件；引用组合以外的条款的，把那份文件列入组合，或者把所引的内容写入本文件。

## 如何保留

历史说明必须引用的，在条款上写明理由和截止日：`allow: [{rule: references, why: 说明旧协议的历史, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ...model import Document, Kind, Retired
from ...problems import Severity
from ...reading import Status
from ...resolve import Corpus
from .. import cited
from ..rule import Finding, Rule
from ..subject import Passage, Subject

_TITLE = re.compile(r"《([^《》\n]{1,80})》")
_ENDED = re.compile(r"终止|废止|失效|下线|取代|代替|替代|替换|不再适用|停止适用|作废|停止使用")
_STOP = re.compile(r"[。；\n]")


def look(subject: Subject) -> Iterator[Finding]:
    if subject.held.status is Status.SUPERSEDED:
        return
    titles = cited.by_title(subject)
    for passage in subject.passages:
        clause = passage.clause.id if passage.clause else None
        for at, retired in _retired(subject, passage, titles):
            params: dict[str, object] = {"title": retired.title}
            if not _ENDED.search(_sentence(passage.words, at)):
                yield Finding(passage.at(at), params, "retired", clause=clause)
        for at, mark in cited.references(passage).items():
            other = cited.document(subject, mark.document)
            if isinstance(other, Document) and mark.clause and other is not subject.document:
                bundle = _without(subject.corpus, subject.document, other, passage)
                if bundle is not None:
                    params = {"title": other.title, "bundle": bundle}
                    yield Finding(passage.at(at), params, clause=clause)


def _retired(
    subject: Subject, passage: Passage, titles: Mapping[str, cited.Whole]
) -> Iterator[tuple[int, Retired]]:
    for at, mark in cited.references(passage).items():
        if isinstance(found := cited.document(subject, mark.document), Retired):
            yield at, found
    for match in _TITLE.finditer(passage.words):
        if isinstance(found := titles.get(match[1]), Retired):
            yield match.start(), found


def _sentence(words: str, at: int) -> str:
    end = _STOP.search(words, at)
    start = max(words.rfind(mark, 0, at) for mark in "。；\n")
    return words[start + 1 : end.start() if end else len(words)]


def _without(corpus: Corpus, own: Document, other: Document, passage: Passage) -> str | None:
    """The name of a bundle that shows the passage but does not hold the other document."""
    for bundle in corpus.catalog.bundles:
        if not bundle.products and own.id in bundle.documents and other.id not in bundle.documents:
            return bundle.name
    if not _ordered(corpus, own) or _ordered(corpus, other):
        return None
    for bundle in corpus.catalog.bundles:
        if passage.scope & set(bundle.products):
            return bundle.name
    return "、".join(p.name for p in corpus.catalog.products if p.id in passage.scope)


def _ordered(corpus: Corpus, document: Document) -> bool:
    """Whether a document is among those that bind whoever orders products."""
    listed = corpus.catalog.documents
    return document.id in listed if listed else document.kind in (Kind.AGREEMENT, Kind.NORM)


RULE = Rule("L25", "references", Severity.ERROR, look=look)
