"""中文里的半角标点

文件中的中文语句应当使用全角标点。

汉字旁边的半角逗号、分号、冒号、问号、叹号和句点，含有汉字的半角括号，以及汉字旁边的半角引号，都会被指出。数字、网址、英文语句中的半角标点不作判断；登记表中的产品和已下线协议的名称里原有的半角括号，照录名称时也不作判断。

## 理由

半角标点和全角标点混用，会使断句不明，也使检索和逐字比对得出错误的结果。

## 法律

- 没有法律对此作出规定，出于文本质量的考虑。标点的形式依国家标准《标点符号用法》（GB/T 15834）的惯例。

## 正确

```text
您应当在订单确认后付款，平台运营方随后开始提供服务（另有约定的除外）。
```

```text
比例为3:7，金额为1,000.50元，网址为[帮助页](https://example.com/a,b)。
```

```text
本协议的英文名称为Terms of Service (Basic), Version 2。
```

```text
测量结果保留两位小数（例如3.14），截止时间为18:00。
```

## 错误

半角逗号：

```text
您应当在订单确认后付款,平台运营方随后开始提供服务。
```

半角冒号和分号：

```text
费用包括:基础费用;增值费用。
```

半角括号：

```text
平台运营方可以收取费用(另有约定的除外)。
```

半角引号：

```text
本协议所称"商家"是指订购服务的主体。
```

表格中的半角逗号：

```yaml
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: only
        text: |
          费用如下。
        table:
          columns: [项目, 说明]
          rows:
            - [甲, "按月结算,逐月开票"]
```

## 如何修改

改为全角标点；可以由程序改正：运行 `xieyi check --fix`。汉字之间的半角句点可能是句号、间隔号或者顿号，需要人工判断。

## 如何保留

照录他人的名称或者原文的，在条款（标题和提示条款中的，在文件）上写明理由和截止日：`allow: [{rule: halfwidth-punctuation, why: 照录对方公司的登记名称, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from itertools import accumulate

from ...problems import Severity
from ..rule import Finding, Rule
from ..subject import CITE, Subject
from ..typed import HAN, VALUE, Slip, Spot, findings, mended, slips

_FULL = dict(zip(",;:?!()", "，；：？！（）", strict=True))
_RUN = re.compile(r"[,;:?!.]+")
_PAIRED = re.compile(r"[()（）\n]")
_QUOTE = re.compile(r"[\"\n]")
_SINGLE = re.compile(rf"(?<![A-Za-z0-9])'[^'\n]*[{HAN}][^'\n]*'(?![A-Za-z0-9])")
_WIDE = re.compile(rf"[{HAN}{VALUE}{CITE}]")
_MARKS = "，。；：、？！（）《》〈〉【】“”‘’…—"
_LATIN = re.compile(r"[A-Za-z]")
_HALF = re.compile(r"[,.;:()?!\"']")  # without one of them there is nothing to find


def _spots(words: str) -> Iterator[Spot]:
    yield from _points(words)
    yield from _brackets(words)
    yield from _quotes(words)


def _points(words: str) -> Iterator[Spot]:
    for match in _RUN.finditer(words):
        run, start, end = match.group(), match.start(), match.end()
        before, after = words[start - 1 : start], words[end : end + 1]
        gap = end + (after == " ")
        follows = words[gap : gap + 1]
        han = bool(_WIDE.match(before))
        if "." in run:
            last = not follows or follows in "\n”’）》】"
            if run == "." and han and (last or _WIDE.match(follows)):
                yield Spot(start, end, "。" if last else None)
        elif (han or (before and before in "）》】”’〉")) and not (
            gap > end and _LATIN.match(follows)
        ):
            wide = gap > end and (_WIDE.match(follows) or follows in _MARKS)
            yield Spot(start, gap if wide else end, "".join(map(_FULL.__getitem__, run)))
        elif run in ",;" and before.isalnum() and _WIDE.match(after):
            yield Spot(start, end, _FULL[run])


def _brackets(words: str) -> Iterator[Spot]:
    """Half of a pair is wrong when the other half is full-width or the content is Chinese."""
    count = [0, *accumulate(bool(_WIDE.match(c)) for c in words)]
    opened: list[int] = []
    for match in _PAIRED.finditer(words):
        at, mark = match.start(), match.group()
        if mark in "(（":
            opened.append(at)
        elif mark == "\n":
            opened.clear()
        elif opened:
            first = opened.pop()
            mixed = (words[first] == "(") != (mark == ")")
            around = words[max(first - 1, 0) : first] + words[at + 1 : at + 2]
            listed = words[first + 1 : at].isdigit() and bool(_WIDE.match(around[-1:]))
            listed = listed and not _LATIN.match(around)
            if (
                mixed
                or listed
                or (count[at] > count[first] and not re.match("[A-Za-z]{2}", around))
            ):
                yield from (
                    Spot(i, i + 1, _FULL[words[i]]) for i in (first, at) if words[i] in "()"
                )
        elif mark == ")" and _WIDE.match(words[at - 1 : at]) and at:
            yield Spot(at, at + 1)


def _quotes(words: str) -> Iterator[Spot]:
    opened: int | None = None
    for match in _QUOTE.finditer(words):
        at = match.start()
        if match.group() == "\n":
            opened = None
        elif opened is None:
            opened = None if words[at - 1 : at].isdigit() and at else at  # 27" is inches
        else:
            outside = words[max(opened - 1, 0) : opened], words[at + 1 : at + 2]
            if _WIDE.search(words, opened, at) or all(_WIDE.match(c) for c in outside):
                yield from (Spot(opened, opened + 1, "“"), Spot(at, at + 1, "”"))
            opened = None
    yield from (Spot(m.start(), m.start() + 1) for m in _SINGLE.finditer(words))


def _of(raw: str) -> list[Slip]:
    return slips(raw, _spots)


def look(subject: Subject) -> Iterator[Finding]:
    corpus, catalog = subject.corpus, subject.corpus.catalog
    known = [catalog.platform.name, *catalog.values.values()]
    known += [product.name for product in catalog.products]
    known += [family.name for family in catalog.families]
    known += [external.title for external in corpus.externals.values()]
    for retired in corpus.retired.values():
        known += [retired.title, retired.product_name or ""]
    return findings(subject, _of, _HALF, (name for name in known if _HALF.search(name)))


RULE = Rule("S33", "halfwidth-punctuation", Severity.WARNING, look=look)
slips_of, fix = _of, partial(mended, of=_of)
