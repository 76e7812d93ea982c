"""书名号

书名号应当成对，内层使用单书名号，并列的书名号之间不用顿号。

《》没有成对的，《》里面又用《》的，以及书名号与书名号之间写了顿号的，都会被指出。两份文件的引用紧接着并列时，印出来也是书名号，同样判断。

## 理由

文件名称是引用的依据。书名号不成对，名称的起止就不明；层次混用，就分不清所引的是哪一份文件。

## 法律

- 没有法律对此作出规定，出于文本质量的考虑。并列的书名号之间不用顿号，依国家标准《标点符号用法》（GB/T 15834—2011）第4.5.3.5条（依二手资料）。

## 正确

```text
本协议依照《中华人民共和国民法典》《中华人民共和国电子商务法》订立。
```

```text
争议的处理适用《最高人民法院关于适用〈中华人民共和国民法典〉合同编通则若干问题的解释》。
```

```text
各方应当遵守《甲文件》（包括附件）、《乙文件》和《丙文件》。
```

## 错误

书名号之间写了顿号：

```text
本协议依照《中华人民共和国民法典》、《中华人民共和国电子商务法》订立。
```

内层没有用单书名号：

```text
适用《最高人民法院关于适用《中华人民共和国民法典》合同编通则若干问题的解释》。
```

缺少后一半：

```text
本协议依照《中华人民共和国民法典订立。
```

缺少前一半：

```text
本协议依照中华人民共和国民法典》订立。
```

## 如何修改

补齐缺少的一半；内层改用〈〉；删去书名号之间的顿号。后两项可以由程序改正：运行 `xieyi check --fix`。

## 如何保留

照录他人文件的名称、不能改动的，在条款上写明理由和截止日：`allow: [{rule: book-titles, why: 照录对方文件的原名, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from ...problems import Severity
from ...resolve import inline
from ..rule import Finding, Rule
from ..subject import CITE, Subject
from ..typed import Slip, Spot, findings, mended, slips

_MARK = re.compile(r"[《》〈〉\n]")
_BETWEEN = re.compile(rf"(?<=[》{CITE}])、(?=[《{CITE}])")
_TRIGGER = re.compile(r"[《》〈〉]|\]、")
_INNER = {"《": "〈", "》": "〉"}
_OPENING = {"》": "《", "〉": "〈"}


def _spots(raw: str, words: str) -> Iterator[Spot]:
    yield from _pairs(words)
    order = [at for at, character in enumerate(words) if character == CITE]
    cites = [mark for mark in inline.parse(raw).marks() if isinstance(mark, inline.Reference)]
    cited = dict(zip(order, cites, strict=False))
    for match in _BETWEEN.finditer(words):
        at = match.start()
        before, after = cited.get(at - 1), cited.get(at + 1)
        ends = before is None or before.clause is None  # printed without a number behind 》
        begins = after is None or after.document is not None  # printed with a title
        if ends and begins:
            yield Spot(at, at + 1, "", "between")


def _pairs(words: str) -> Iterator[Spot]:
    """Marks without a partner; where all have one, those that stand inside others."""
    opened: list[int] = []
    loose: list[int] = []
    nested: list[int] = []
    for match in [*_MARK.finditer(words), None]:
        at, mark = (match.start(), match.group()) if match else (len(words), "\n")
        if mark == "\n":
            loose += opened
            yield from (Spot(i, i + 1, None, "unpaired") for i in loose)
            if not loose:
                yield from (Spot(i, i + 1, _INNER[words[i]], "nested") for i in nested)
            opened, loose, nested = [], [], []
        elif mark in "《〈":
            opened.append(at)
        elif opened and words[opened[-1]] == _OPENING[mark]:
            first = opened.pop()
            if mark == "》" and len(opened) % 2:
                nested += [first, at]
        else:
            loose.append(at)


def _of(raw: str) -> list[Slip]:
    return slips(raw, partial(_spots, raw))


def look(subject: Subject) -> Iterator[Finding]:
    return findings(subject, _of, _TRIGGER)


RULE = Rule("S36", "book-titles", Severity.WARNING, look=look)
slips_of, fix = _of, partial(mended, of=_of)
