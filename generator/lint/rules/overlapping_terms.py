"""互相重叠的词语

定义的词语不应当互相重叠，使一处文字可以有两种读法。

会被指出的情形有四种：两个词语的含义相同；文中的一处文字，既可以读成这个词语，也可以读成另一个词语；同一章既用短的词语又用以它结尾的长的词语，而两者的关系没有写明（例如“账户”与“营销账户”）；两个词语只差一个没有区别作用的字（例如“服务费”与“服务费用”）。一个词语只是包含另一个词语，文中能够分清的，不作判断。

## 理由

中文不分词，读者以最长的词语断句。词语重叠的，断句不同，权利义务就不同。

## 法律

- 《中华人民共和国民法典》第四百九十八条（2021年1月1日起施行）：对格式条款有两种以上解释的，作不利于提供方的解释。其余出于文本质量的考虑。

## 正确

一个词语包含另一个，文中能够分清：

```yaml
terms:
  - {term: 平台, means: 指网站。}
  - {term: 平台运营方, means: 指经营该网站的公司。}
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: only
        text: |
          平台运营方在平台提供服务。
```

定义写明了两者的关系：

```yaml
terms:
  - {term: 账户, means: 指您在网站的登录凭证。}
  - {term: 营销账户, means: 指您以账户登录后开通的预付费用的记录。}
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: only
        text: |
          您以账户登录，可以查看营销账户。
```

“订单页”不以“订单”结尾：

```yaml
terms:
  - {term: 订单, means: 指每次订购的记录。}
  - {term: 订单页, means: 指提交前显示内容的页面。}
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: only
        text: |
          订单以订单页的内容为准。
```

## 错误

两者的关系没有写明：

```yaml
terms:
  - {term: 账户, means: 指您在网站的登录凭证。}
  - {term: 营销账户, means: 指存放预付费用的记录。}
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: only
        text: |
          您可以查看营销账户，账户的余额可以退还。
```

可以读成“营销账户·余额”或者“营销·账户余额”：

```yaml
terms:
  - {term: 营销账户, means: 指存放预付费用的记录。}
  - {term: 账户余额, means: 指尚未消耗的费用。}
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: only
        text: |
          营销账户余额可以退还。
```

两个词语的含义相同：

```yaml
terms:
  - {term: 采购商, means: 指访问平台的单位和个人。}
  - {term: 买家, means: 指访问平台的单位和个人。}
```

两个词语只差一个字：

```yaml
terms:
  - {term: 服务费, means: 指技术服务的价款。}
  - {term: 服务费用, means: 指全部服务的成本。}
```

只差一个“间”字：

```yaml
terms:
  - {term: 订阅期, means: 指订单载明的起止期间。}
  - {term: 订阅期间, means: 指首次付费之后的全部时间。}
```

## 如何修改

合并含义相同的词语；其余的换一个不会误读的名称，或者在定义中写明两者的关系，例如“营销账户，是指您以账户登录后开通的……”。

## 如何保留

行业通用、不便改名的词语，在文件上写明理由和截止日：`allow: [{rule: overlapping-terms, why: 两个词语都是行业标准的名称, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ...problems import Severity
from ..rule import Finding, Rule
from ..subject import Passage, Subject
from ..terms import Definition, Finder, Form, definitions, plain

_EMPTY = "用款额间限度"


def look(subject: Subject) -> Iterator[Finding]:
    found = [d for d in definitions(subject) if d.form in (Form.TERM, Form.ALIAS)]
    defined = {d.word: d for d in reversed(found)}
    finder = Finder(defined)
    uses = Counter(word for p in subject.passages for _, word in finder.find(p.words))
    yield from _same(defined, uses)
    seen: set[tuple[str, str]] = set()
    for passage in subject.passages:
        for offset, word, other in finder.crossing(passage.words):
            if (word, other) not in seen:
                seen.add((word, other))
                clause = passage.clause.id if passage.clause else None
                pair: dict[str, object] = {"term": word, "other": other}
                yield Finding(passage.at(offset), pair, "crossing", clause=clause)
    yield from _tails(subject, defined, finder)


def _same(defined: dict[str, Definition], uses: Counter[str]) -> Iterator[Finding]:
    """Two words that mean the same, or differ by a syllable that says nothing.

    Of two that mean the same, the one used less is in the way.
    """
    meanings: dict[str, Definition] = {}
    for word, definition in defined.items():
        other = defined.get(word[:-1]) if word[-1] in _EMPTY else None
        if other:
            yield Finding(definition.place, {"term": word, "other": other.word}, "near")
        if definition.form is not Form.TERM or len(plain(definition.means)) < 2:
            continue
        means = plain(definition.means)
        first = meanings.setdefault(means, definition)
        synonym = defined.get(means)
        if first.term is not definition.term:
            synonym = first
        if synonym and synonym is not definition:
            pair = sorted((definition, synonym), key=lambda d: uses[d.word])
            if uses[word] == uses[synonym.word]:
                pair = [definition, synonym]
            params: dict[str, object] = {"term": pair[0].word, "other": pair[1].word}
            yield Finding(pair[0].place, params, "same")


def _tails(subject: Subject, defined: dict[str, Definition], finder: Finder) -> Iterator[Finding]:
    """A section that says both “营销账户” and “账户”, when neither definition names the other."""
    pairs = {}
    for word in defined:
        tails = (word[at:] for at in range(1, len(word) - 1))
        tail = next((t for t in tails if t in defined), None)
        if tail and not _related(defined[word], defined[tail]):
            pairs[tail] = word
    first: dict[tuple[str, str], tuple[Passage, int]] = {}
    for passage in subject.passages:
        if passage.section:
            for offset, word in finder.find(passage.words):
                first.setdefault((passage.section.id, word), (passage, offset))
    for (section, word), (passage, offset) in first.items():
        if (section, pairs.get(word, "")) in first:
            pair: dict[str, object] = {"term": word, "other": pairs.pop(word)}
            clause = passage.clause.id if passage.clause else None
            yield Finding(passage.at(offset), pair, clause=clause)


def _related(long: Definition, short: Definition) -> bool:
    """Whether a definition says how two words relate; “……的账户” only names what kind it is."""
    means = long.means.replace(long.word, "")
    named = re.sub(rf"的{re.escape(short.word)}(?=[，。；、\n]|$)", "", means)
    return short.word in named or long.word in short.means


RULE = Rule("S24", "overlapping-terms", Severity.WARNING, look=look)
