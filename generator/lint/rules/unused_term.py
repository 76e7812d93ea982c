"""没有使用的定义

文件定义的词语，应当在本文件中使用。

词语按照最长的匹配认定：“服务期限”已有定义的，文中的“服务期限”不算使用了“服务期”。只在自己的定义中出现的，不算使用；在标题、条款名称、表头中出现的，算使用。

## 理由

没有使用的定义往往是删改条款后留下的。读者会去找它适用的地方，找不到，就会怀疑文本有遗漏。

## 法律

- 没有法律对此作出规定，出于文本质量的考虑。

## 正确

正文使用了定义的词语：

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
          您可以随时查询账单。
```

标题使用了一个，定义使用了另一个：

```yaml
terms:
  - term: 服务期
    means: |
      指订单载明的期间。
  - term: 订单
    means: |
      指每次订购的记录。
sections:
  - id: one
    title: 服务期
    clauses:
      - id: only
        text: |
          本协议适用于全部服务。
```

```text
您提交的图片和文字（以下简称“素材”）应当合法，素材的更换须重新审核。
```

## 错误

只在自己的定义中出现：

```yaml
terms:
  - term: 账单
    means: |
      指按自然日生成的费用记录，账单不是发票。
```

用了“服务期限”，没有用“服务期”：

```yaml
terms:
  - term: 服务期
    means: |
      指订单载明的期间。
  - term: 服务期限
    means: |
      指自开通至终止的全部时间。
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: only
        text: |
          服务期限届满，服务终止。
```

```text
您提交的图片和文字（以下简称“素材”）应当合法。
```

简称以后没有再用：

```yaml
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: only
        text: |
          材料包括：
        items:
          - id: first
            text: |
              您的营业执照（下称“资质文件”）；
```

全称之后没有再用：

```text
双方应当签订书面续期协议（以下简称“续期协议”）。
```

## 如何修改

删去定义；条款里用了别的说法的，改用定义的词语。

## 如何保留

定义供其他文件使用的，在文件上写明理由和截止日：`allow: [{rule: unused-term, why: 该定义供各项规范使用, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...problems import Severity
from ..rule import Finding, Rule
from ..subject import Subject
from ..terms import Definition, Finder, Form, definitions

# 书面续期协议（以下简称“续期协议”）: the end of the full name is not yet a use of the short one.
_FULL_NAME = re.compile(r"[》”]?[（(](?:以下|下|简|统|合)[^“”（）()\n]{0,6}称")


def look(subject: Subject) -> Iterator[Finding]:
    defined = [d for d in definitions(subject) if d.form is not Form.LOOSE and _counts(d)]
    finder = Finder({d.word for d in defined} | {subject.document.title})
    used = _used(subject, finder, defined)
    together: dict[object, set[str]] = {}
    for definition in defined:
        together.setdefault(_row(definition), set()).add(definition.word)
    for definition in defined:
        if not used & together[_row(definition)]:
            params: dict[str, object] = {"term": definition.word}
            variant = "alias" if definition.form is Form.ALIAS else ""
            yield Finding(definition.place, params, variant, clause=definition.clause)


def _counts(definition: Definition) -> bool:
    """A sentence that explains a word in passing need not be used again."""
    return definition.form in (Form.TERM, Form.ALIAS) or definition.listed


def _row(definition: Definition) -> object:
    """What words that are defined as one have in common: “您”或“用户”."""
    return id(definition.term) if definition.term else (definition.at, definition.means)


def _used(subject: Subject, finder: Finder, defined: list[Definition]) -> set[str]:
    """The words used anywhere but where they are defined."""
    places = {(d.at, d.offset) for d in defined}
    whole = [passage.words for passage in subject.passages]
    own: dict[int, set[str]] = {}
    for definition in defined:
        own.setdefault(id(definition.term), set()).add(definition.word)
    used: set[str] = set()
    for at, passage in enumerate(subject.passages):
        for offset, word in finder.find(passage.words):
            if _FULL_NAME.match(whole[at], offset + len(word)) and (
                (at, offset) not in places
                and f"“{word}”" in whole[at][offset:][: 2 * len(word) + 16]
            ):
                continue
            if (at, offset) not in places and word not in own.get(id(passage.noun), ()):
                used.add(word)
    for text in _headings(subject):
        used |= {word for _, word in finder.find(text)}
    return used


def _headings(subject: Subject) -> Iterator[str]:
    """What is printed beside the texts: titles, keywords, captions, heads of columns."""
    document = subject.document
    yield document.title
    for section in document.sections:
        yield section.title
    for clause in document.clauses():
        yield clause.keyword or ""
        if clause.table:
            yield "\n".join((clause.table.caption or "", *clause.table.columns))


RULE = Rule("S22", "unused-term", Severity.WARNING, look=look)
