"""已公布的版本不得改动

已经公布的版本，内容不得再变。它保存在 `published/<文件的标识>/<版本号>.yaml`，`xieyi release` 把它连同摘要（SHA-256）记入台账 `ledger.yaml`。

与台账不符的，一律是错误：

- 已公布的文件被改动、被删去，或者没有记入台账；
- 台账的记载被改动、删去、调换先后，同一版本记载两次；
- 公布日早于上一条记载的公布日，后一版本的生效日不晚于前一版本，版本号没有增大；
- 文件没有改动，但是登记表的修改改变了它的文字（文本摘要不同）；
- 台账不是 `xieyi release` 写出的原样。

在文件之间：

- 文件名写明的版本号与文件中的 `version.number` 不一致的，是错误；
- 已公布的版本写有 `draft: true` 的，是错误；
- 另一个文件（例如 `documents/` 中的工作文件）使用同一版本号，而标题、提示、词语、条款或者日期与已公布的版本不一致的，是错误，在第一处不同的地方指出。“2”与“2.0”是同一版本号。

在文件之间比较时，换行、注释和标记（`material`）的变化不算改动；台账比较的是文件的每一个字节。版本号的写法完全相同的两个文件，只有逐字节相同才被接受，否则在读取时已经报告，不在本规则之内。台账的写法和算法见[台账](../ledger.zh-CN.md)。

## 理由

商家确认的是当时公布的文本。公布以后再改动同一版本，确认记录就不再指向确定的内容，作为证据的完整性也会受到质疑。

## 法律

- 《中华人民共和国电子签名法》第五条、第六条：数据电文自最终形成时起内容保持完整、未被更改（施行和修正的日期凭记忆，待核：2005年4月1日起施行，2019年修正）。
- 《网络交易平台规则监督管理办法》第十五条：历史版本的保存（2026年2月1日起施行）。
- 文件名与版本号一致出于文本质量的考虑。

## 正确

已公布第1版，工作文件是第2版：

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

修改已公布的文本而使用新的版本号：

```yaml
# file: agreements/published/terms/1.yaml
id: terms
title: 服务条款
kind: agreement
version: {number: "1", published: 2025-03-01, effective: 2025-04-01}
sections: [{id: one, title: 一般规定, clauses: [{id: only, text: 本协议适用于部分服务。}]}]
# file: agreements/documents/terms.yaml
id: terms
version: {number: "1.1", published: 2026-03-01, effective: 2026-04-01}
```

没有公布过的文件：

```yaml
id: terms
version: {number: "1", draft: true}
```

## 错误

文件名是第1版，文件中却是第2版：

```yaml
# file: agreements/published/terms/1.yaml
id: terms
title: 服务条款
kind: agreement
version: {number: "2", published: 2025-03-01, effective: 2025-04-01}
sections: [{id: one, title: 一般规定, clauses: [{id: only, text: 本协议适用于全部服务。}]}]
# file: agreements/documents/terms.yaml
id: terms
version: {number: "3", published: 2026-03-01, effective: 2026-04-01}
```

已公布的版本写成草案：

```yaml
# file: agreements/published/terms/1.yaml
id: terms
title: 服务条款
kind: agreement
version: {number: "1", published: 2025-03-01, effective: 2025-04-01, draft: true}
sections: [{id: one, title: 一般规定, clauses: [{id: only, text: 本协议适用于全部服务。}]}]
# file: agreements/documents/terms.yaml
id: terms
version: {number: "2", published: 2026-03-01, effective: 2026-04-01}
```

工作文件改动了条款，仍然使用已公布的版本号：

```yaml
# file: agreements/published/terms/1.yaml
id: terms
title: 服务条款
kind: agreement
version: {number: "1", published: 2025-03-01, effective: 2025-04-01}
sections: [{id: one, title: 一般规定, clauses: [{id: only, text: 本协议适用于部分服务。}]}]
# file: agreements/documents/terms.yaml
id: terms
version: {number: "1.0", published: 2025-03-01, effective: 2025-04-02}
```

## 如何修改

从版本库恢复已公布的文件和台账；需要修改内容的，在工作文件中使用新的版本号，并且用 `xieyi release` 公布。补录历史版本或者公布中断的，运行 `xieyi release 文件的标识`，把没有记载的文件记入台账。登记表中已公布的版本所用的值、名称和归类保持不变，新的文字使用新的名称。

## 如何保留

已公布的文本不应当改动，与台账不符的不能保留。其余情形，法律文书要求更正的，在文件上写明理由和截止日：`allow: [{rule: immutable, why: 依生效判决更正一处笔误, until: 2027-06-30}]`。
"""

from __future__ import annotations

from collections.abc import Iterator

from ...fingerprint import fingerprint
from ...ledger import audit
from ...model import Clause, Document
from ...problems import Severity
from ...source import Span
from ..rule import Finding, Rule
from ..subject import Whole
from ..versions import frozen_as, number


def look(whole: Whole) -> Iterator[Finding]:
    yield from _with_itself(whole)
    for problem in audit(whole.corpus) if whole.corpus.ledger else ():
        yield Finding(problem.span, problem.params, problem.code.partition(".")[2])


def _with_itself(whole: Whole) -> Iterator[Finding]:
    every = (*(subject.document for subject in whole.subjects), *whole.corpus.shadowed)
    frozen = [document for document in every if frozen_as(document) is not None]
    known = {(document.id, number(document)): document for document in frozen}
    for document in frozen:
        yield from _itself(document)
    for subject in whole.subjects:
        document = subject.document
        first = known.get((document.id, number(document)))
        if first and first is not document and _content(first) != _content(document):
            place, clause = _difference(first, document)
            yield Finding(place, _params(document), clause=clause)


def _itself(document: Document) -> Iterator[Finding]:
    name, version = frozen_as(document), document.version
    if name != version.number:
        yield Finding(version.place("number"), _params(document) | {"file": name}, "name")
    if version.draft:
        yield Finding(version.place("draft"), _params(document), "draft")


def _params(document: Document) -> dict[str, object]:
    return {"document": document.id, "version": document.version.number}


def _content(document: Document) -> tuple[object, ...]:
    version = document.version
    return (
        version.published,
        version.effective,
        *_around(document),
        fingerprint(document.sections),
    )


def _around(document: Document) -> tuple[object, ...]:
    terms = [(term.term, _words(term.means), term.for_) for term in document.terms]
    return (document.title, [_words(text) for text in document.prompt], terms)


def _words(text: str) -> str:
    return "".join(text.split())


def _difference(first: Document, other: Document) -> tuple[Span | None, str | None]:
    """The first place at which another file does not say what the published one says."""
    if first.title != other.title:
        return other.place("title"), None
    for key in ("published", "effective"):
        if getattr(first.version, key) != getattr(other.version, key):
            return other.version.place(key), None
    if _around(first) != _around(other):
        return other.place("terms") if first.prompt == other.prompt else other.place("prompt"), None
    before = {clause.id: fingerprint([clause]) for clause in first.clauses()}
    changed: Clause | None = None
    for clause in other.clauses():
        if before.get(clause.id) != fingerprint([clause]):
            inside = {part.id for part in changed.walk()} if changed else {clause.id}
            if clause.id not in inside:
                break
            changed = clause  # an item inside says it more closely
    return (changed.place("text"), changed.id) if changed else (other.place("sections"), None)


RULE = Rule("L05", "immutable", Severity.ERROR, look_at_all=look)
