"""重复定义的词语

文件中的一个词语只应当定义一次；再次定义的，用语应当相同。

会被指出的情形有三种：文件的定义（`terms`）中已经定义，正文又写“（以下简称“某某”）”“某某是指……”的；正文两次给同一个简称、所指却不同的；同一组合的另一份文件以不同的用语定义同一个词语的。用语只在标点和“本协议”“本规范”等自称上不同的，视为相同。

## 理由

两处定义不一致时，无法确定以哪一处为准。各份文件一并确认的，读者会认为同一词语含义相同。

## 法律

- 《中华人民共和国民法典》第四百九十八条（2021年1月1日起施行）：对格式条款有两种以上解释的，作不利于提供方的解释。其余出于文本质量的考虑。

## 正确

两个词语各定义一次：

```yaml
terms:
  - {term: 账单, means: 指费用的记录。}
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: only
        text: |
          账单按自然日生成，费用的明细（以下简称“明细”）随账单提供，明细可以下载。
```

两次定义的所指相同：

```text
仓储管理软件（以下简称“软件”）由乙方开发；仓储管理软件（以下简称“软件”）的验收标准由双方商定。
```

使用规范的定义与协议相同，只在自称上不同：

```yaml
# file: agreements/catalog.yaml
documents: [terms, norms]
# file: agreements/documents/terms.yaml
terms:
  - {term: 服务, means: 指本协议所称的服务。}
# file: agreements/documents/norms.yaml
id: norms
title: 使用规范
kind: norm
version: {number: "1", published: 2026-04-01, effective: 2026-06-01}
terms:
  - term: 服务
    means: 指[[terms]]所称的服务。
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: other
        text: |
          服务应当正常使用。
```

## 错误

定义了“账单”，正文又给了另一含义：

```yaml
terms:
  - {term: 账单, means: 指费用的记录。}
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: only
        text: |
          平台每月发送的结算通知（以下简称“账单”）可以下载。
```

同一个简称，所指不同：

```text
维修所用的机器（以下简称“设备”）由乙方提供；甲方购买的终端（以下简称“设备”）归甲方所有。
```

两份文件对“服务期”的定义不同：

```yaml
# file: agreements/catalog.yaml
documents: [terms, norms]
# file: agreements/documents/terms.yaml
terms:
  - {term: 服务期, means: 指订单载明的期间。}
# file: agreements/documents/norms.yaml
id: norms
title: 使用规范
kind: norm
version: {number: "1", published: 2026-04-01, effective: 2026-06-01}
terms:
  - {term: 服务期, means: 指自付款之日起的一年。}
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: other
        text: |
          服务期届满，服务终止。
```

定义了“工作日”，正文又作了不同的定义：

```yaml
terms:
  - {term: 工作日, means: 指国家规定的工作日。}
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: only
        text: |
          期间的计算如下：
        items:
          - id: day
            text: |
              本协议所称工作日，是指星期一至星期五。
```

## 如何修改

只保留一处定义；各份文件的定义写成同样的文字。

## 如何保留

有意使词语在某一部分另有含义的，在条款（定义写在 `terms` 中的，在文件）上写明理由和截止日：`allow: [{rule: defined-twice, why: 本章的工作日按境外结算行计算, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...model import Document, Term
from ...problems import Severity
from ..rule import Finding, Rule
from ..subject import Subject
from ..terms import Definition, Form, company, definitions, plain, spellings

_Told = tuple[Term, Document]
_SELF = re.compile(r"本(?:协议|合同|规范|规则|文件|条款|办法)")


def look(subject: Subject) -> Iterator[Finding]:
    yield from _within(subject)
    own = subject.document
    together = company(subject)
    told = subject.once(("told", id(together)), lambda: _told(together))
    for term in own.terms:
        for word in spellings(term.term):
            others = [each for each in told.get(word, []) if each[1].id != own.id]
            rival = _outvoted(subject, (term, own), others)
            if rival:
                params: dict[str, object] = {"term": word, "document": rival.title}
                yield Finding(term.place("means"), params, "elsewhere")


def _told(together: tuple[Document, ...]) -> dict[str, list[_Told]]:
    """Each word with the terms that define it and their documents."""
    found: dict[str, list[_Told]] = {}
    for document in together:
        for term in document.terms:
            for word in spellings(term.term):
                found.setdefault(word, []).append((term, document))
    return found


def _outvoted(subject: Subject, own: _Told, others: list[_Told]) -> Document | None:
    """The document whose words should stand: that of most documents, else of the first one."""
    order = {id_: at for at, id_ in enumerate(subject.corpus.documents)}
    agreeing = [own, *(other for other in others if _alike(other, own))]
    for rival in others:
        if rival in agreeing:
            continue
        party = [other for other in others if _alike(other, rival)]
        firsts = [min(order.get(d.id, 0) for _, d in each) for each in (agreeing, party)]
        if len(agreeing) < len(party) or (len(agreeing) == len(party) and firsts[0] > firsts[1]):
            return rival[1]
    return None


def _within(subject: Subject) -> Iterator[Finding]:
    """A word that one document defines twice; the same full name may be repeated."""
    first: dict[str, Definition] = {}
    for definition in definitions(subject):
        if definition.form is Form.LOOSE:
            continue
        before = first.setdefault(definition.word, definition)
        if before.form is Form.BARE or not plain(definition.means):
            continue
        if plain(before.means) != plain(definition.means):
            line = before.place.line if before.place else 0
            params: dict[str, object] = {"term": definition.word, "line": line}
            yield Finding(definition.place, params, clause=definition.clause)


def _alike(one: _Told, other: _Told) -> bool:
    """The same words, where “本协议” and a reference to that document are the same."""
    if plain(_SELF.sub("本文", one[0].means)) == plain(_SELF.sub("本文", other[0].means)):
        return True
    return plain(_named(one[0].means, one[1])) == plain(_named(other[0].means, other[1]))


def _named(means: str, document: Document) -> str:
    return re.sub(r"\[\[#", f"[[{document.id}#", _SELF.sub(f"[[{document.id}]]", means))


RULE = Rule("S25", "defined-twice", Severity.WARNING, look=look)
