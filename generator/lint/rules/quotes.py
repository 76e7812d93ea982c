"""引号

引号应当成对，外层用双引号“”，内层用单引号‘’，不用直引号。

没有成对的引号，方向写反的引号，双引号里又用双引号的，单引号用在最外层的，以及中文旁边的直引号，都会被指出。英文所有格和缩写中的撇号不作判断。

## 理由

引号标明定义的词语和引用的原文。引号不成对，词语的起止就不明，定义也就无法确定。

## 法律

- 没有法律对此作出规定，出于文本质量的考虑。层次依国家标准《标点符号用法》（GB/T 15834）的惯例。

## 正确

```text
本协议所称“商家”，是指订购服务的主体。
```

```text
订单载明“费用按‘有效点击’计算”的，从其约定。
```

```text
本协议的英文名称为Merchant’s Terms of Service，屏幕尺寸为27"。
```

## 错误

缺少后一半：

```text
本协议所称“商家，是指订购服务的主体。
```

缺少前一半：

```text
本协议所称商家”，是指订购服务的主体。
```

方向写反：

```text
本协议所称”商家“，是指订购服务的主体。
```

双引号里又用双引号：

```text
订单载明“费用按“有效点击”计算”的，从其约定。
```

最外层用了单引号：

```text
本协议所称‘商家’，是指订购服务的主体。
```

直引号：

```text
本协议所称"商家"，是指订购服务的主体。
```

## 如何修改

补齐缺少的一半，改正方向和层次；直引号可以由程序改正：运行 `xieyi check --fix`。

## 如何保留

照录他人原文的，在条款（标题和提示条款中的，在文件）上写明理由和截止日：`allow: [{rule: quotes, why: 照录公告的原文, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...problems import Severity
from ..rule import Finding, Rule
from ..subject import CITE, Subject
from ..typed import HAN, VALUE, texts

_MARK = re.compile(r"[“”‘’\"\n]")
_LATIN = re.compile(r"[A-Za-z]")
_BESIDE = rf"[{HAN}{VALUE}{CITE}，。；：、？！（）《》【】“”]"
_STRAIGHT = re.compile(rf"(?<={_BESIDE})\"|\"(?={_BESIDE})")
_OPENING = {"”": "“", "’": "‘"}


def look(subject: Subject) -> Iterator[Finding]:
    for text in texts(subject):
        for at, variant in sorted(_wrong(text.words)):
            yield text.finding(at, {"typed": text.words[at]}, variant)


def _wrong(words: str) -> Iterator[tuple[int, str]]:
    """Each quotation mark that is wrong, with what is wrong."""
    opened: list[int] = []
    nested: list[tuple[int, str]] = []
    loose: list[int] = []
    for match in [*_MARK.finditer(words), None]:
        at, mark = (match.start(), match.group()) if match else (len(words), "\n")
        if mark == "\n":
            loose += opened
            yield from ((i, "unpaired") for i in loose)
            yield from nested if not loose else ()
            opened, nested, loose = [], [], []
        elif mark == '"':
            inch = words[max(at - 1, 0) : at].isdigit()
            if _STRAIGHT.match(words, at) and not inch:
                yield at, "straight"
        elif mark in "“‘":
            if mark == "“" if len(opened) % 2 else mark == "‘":
                nested.append((at, "nested"))
            opened.append(at)
        elif _apostrophe(words, at, bool(opened) and words[opened[-1]] == "‘"):
            continue
        elif opened and words[opened[-1]] == _OPENING[mark]:
            opened.pop()
        else:
            loose.append(at)


def _apostrophe(words: str, at: int, open_: bool) -> bool:
    """`Party’s`, and `parties’` where no ‘ is open."""
    before, after = words[max(at - 1, 0) : at], words[at + 1 : at + 2]
    latin = words[at] == "’" and bool(_LATIN.match(before))
    return latin and (bool(_LATIN.match(after)) or not open_)


RULE = Rule("S39", "quotes", Severity.WARNING, look=look)
