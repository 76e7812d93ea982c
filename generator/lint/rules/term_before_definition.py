"""词语在定义之前使用

词语的定义不在第一章的，不应当在定义之前使用。

定义集中写在第一章（或者第一章之前）的，读者知道到哪里去找，不作判断。写成“（以下简称“某某”）”“本协议所称某某，是指……”的，或者集中写在后面各章的，每个词语只指出第一次提前使用的地方；全称中含有简称的，不算使用；使用之前已经引用定义所在条款的，不作判断。

## 理由

读者按照顺序阅读。先用后定义的词语，第一次读到时没有含义，读者只能猜测。

## 法律

- 没有法律对此作出规定，出于文本质量的考虑。

## 正确

```text
您提交的图片和文字（以下简称“素材”）应当合法，素材的更换须重新审核。
```

全称中含有简称，不算使用：

```text
您应当阅读《技术服务等级协议》，《技术服务等级协议》（以下简称“等级协议”）适用于全部服务，等级协议优先适用。
```

使用之前已经引用定义：

```yaml
terms:
  - term: 账单
    means: |
      指按自然日生成的费用记录。
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: only
        text: |
          您可以查询账单，词语的含义见[[#words]]。
  - id: two
    title: 定义
    clauses:
      - id: words
        text: |
          下列词语具有以下含义：
        show: terms
```

## 错误

先用后定义：

```text
素材应当合法；您提交的图片和文字（以下简称“素材”）由您负责。
```

第一章使用，第二章才有简称：

```yaml
sections:
  - id: one
    title: 费用
    clauses:
      - id: fee
        text: |
          您应当支付技术服务费。
  - id: two
    title: 收费标准
    clauses:
      - id: standard
        text: |
          就技术支持收取的费用（下称“技术服务费”）按月计算。
```

第一章的项使用，定义集中在第二章：

```yaml
terms:
  - term: 账单
    means: |
      指按自然日生成的费用记录。
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: only
        text: |
          您可以进行下列操作：
        items:
          - id: bill
            text: |
              查询账单；
  - id: two
    title: 附则
    clauses:
      - id: words
        text: |
          下列词语具有以下含义：
        show: terms
```

第一章使用，第二章才有定义：

```yaml
sections:
  - id: one
    title: 保密
    clauses:
      - id: duty
        text: |
          双方应当保守保密信息。
  - id: two
    title: 其他
    clauses:
      - id: meaning
        text: |
          “保密信息”是指一方未公开的信息。
```

## 如何修改

把定义移到第一次使用的地方，或者集中写在第一章；也可以在第一次使用处引用定义所在的条款。

## 如何保留

有意先用后定义的，在首次使用的条款上写明理由和截止日：`allow: [{rule: term-before-definition, why: 该词在此处取通常含义, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ...model import Clause, Show, Term
from ...problems import Severity
from ..rule import Finding, Rule
from ..subject import Passage, Subject
from ..terms import Definition, Finder, Form, definitions

_OURS = re.compile(r"本.{1,4}|[您我]们?|我方|[甲乙丙丁]方|双方|各方|一方|任何一方")


def look(subject: Subject) -> Iterator[Finding]:
    shown = _shown(subject)
    first: dict[str, Definition] = {}
    for definition in definitions(subject):
        if definition.form is Form.TERM:
            definition = replace(definition, at=shown)
        if definition.form in (Form.TERM, Form.ALIAS, Form.SENTENCE):
            earlier = first.setdefault(definition.word, definition)
            if (definition.at, definition.offset) < (earlier.at, earlier.offset):
                first[definition.word] = definition
    waiting = {w: d for w, d in first.items() if d.at >= 0 and not _OURS.fullmatch(w)}
    finder = Finder(first)
    for at, passage in enumerate(subject.passages):
        if passage.section is None or isinstance(passage.noun, Term):
            continue
        for offset, word in finder.find(passage.words):
            definition_ = waiting.get(word)
            if definition_ is None or _whole(passage.words, offset, definition_):
                continue
            del waiting[word]
            if (at, offset) < (definition_.at, definition_.offset):
                clause = passage.clause.id if passage.clause else None
                yield Finding(passage.at(offset), _params(word, definition_), clause=clause)


def _params(word: str, definition: Definition) -> dict[str, object]:
    return {"term": word, "line": definition.place.line if definition.place else 0}


def _shown(subject: Subject) -> int:
    """The text at which the definitions are printed; -1 when that is at the beginning, or when
    a reference in the first section or above leads there."""
    for row, section in enumerate(subject.document.sections):
        for clause in section.clauses:
            if row > 0 and _prints(clause) and not _announced(subject, clause.id, section.id):
                texts = enumerate(subject.passages)
                return next((at for at, p in texts if p.clause is clause), -1)
    return -1


def _prints(clause: Clause) -> bool:
    return any(part.show is Show.TERMS for part in clause.walk())


def _announced(subject: Subject, *ids: str) -> bool:
    first = subject.document.sections[0]
    return any(
        f"[[#{id_}]]" in passage.raw
        for passage in subject.passages
        if _early(passage, first)
        for id_ in ids
    )


def _early(passage: Passage, first: object) -> bool:
    return passage.section is None or passage.section is first


def _whole(words: str, offset: int, definition: Definition) -> bool:
    """Whether the word stands inside the full name that the abbreviation is for."""
    if definition.form is not Form.ALIAS:
        return False
    whole, word = definition.means, definition.word
    at = whole.find(word)
    if at < 0 or whole == word:
        return False
    before, after = whole[:at][-1:], whole[at + len(word) :][:1]
    end = offset + len(word)
    return (not before or words[:offset][-1:] == before) and words[end:][: len(after)] == after


RULE = Rule("S23", "term-before-definition", Severity.WARNING, look=look)
