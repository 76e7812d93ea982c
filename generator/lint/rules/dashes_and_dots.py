"""破折号、省略号和重复的标点

破折号占两个字的位置，省略号是六个点，同一处只用一个标点。

单个的—、用半角连字符代替的破折号，单个的…、用句点代替的省略号，以及重复或者相互重叠的逗号、顿号、分号、冒号、句号，都会被指出。数字、日期之间表示起止的一字线不作判断。

## 理由

标点重复多半是修改时留下的痕迹，读者会怀疑此处缺了文字；破折号和省略号写得不规范，印出来会断行或者大小不一。

## 法律

- 没有法律对此作出规定，出于文本质量的考虑。形式依国家标准《标点符号用法》（GB/T 15834）的惯例。

## 正确

```text
平台运营方——即本协议的提供方——应当说明理由。
```

```text
您可以提交图片、视频……等材料，时间为9—18时，期间为1月5日—2月5日。
```

```text
帮助页为[说明](https://example.com/a--b...c)，范围为1-3级。
```

## 错误

单个的—：

```text
平台运营方—即本协议的提供方，应当说明理由。
```

用半角连字符代替破折号：

```text
平台运营方--即本协议的提供方，应当说明理由。
```

单个的…：

```text
您可以提交图片、视频…等材料。
```

用句点代替省略号：

```text
您可以提交图片、视频...等材料。
```

句号重复：

```text
您应当按时付款。。
```

逗号重复：

```text
您应当按时付款，，并保留凭证。
```

逗号与句号重叠：

```text
您应当按时付款，。并保留凭证。
```

## 如何修改

破折号改为——，省略号改为……，重复的标点留一个。含义确定的，可以由程序改正：运行 `xieyi check --fix`。

## 如何保留

照录他人的标题或者编号的，在条款（标题和提示条款中的，在文件）上写明理由和截止日：`allow: [{rule: dashes-and-dots, why: 照录对方系统的订单编号, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from ...problems import Severity
from ..rule import Finding, Rule
from ..subject import CITE, Subject
from ..typed import HAN, VALUE, Slip, Spot, findings, mended, slips

_SIDE = rf"[{HAN}{VALUE}{CITE}《》〈〉“”‘’（）【】，。；：、！？]"
_DOTS = re.compile(r"…+|(?<!\d)\.{2,}(?!\d)|。{3,}")
_DASH = re.compile(r"[—―─]+|(?<![-<!])-{2,}(?![->])|–+|－{2,}")
_MARKS = re.compile(r"[，、；：。]{2,}")
_TRIGGER = re.compile(r"[…—―─–]|\.{2}|-{2}|－{2}|[，、；：。]{2}")
_WIDE = re.compile(_SIDE)
_RANGE = re.compile(r"[0-9０-９一二三四五六七八九十年月日号时点分秒%％]")


def _spots(words: str) -> Iterator[Spot]:
    for match in _DOTS.finditer(words):
        run = match.group()
        if (run[0] == "…" and len(run) % 2 == 0) or not _beside(words, match):
            continue
        certain = len(run) > 2 or run == "…"
        yield Spot(match.start(), match.end(), "……" if certain else None, "dots")
    for match in _DASH.finditer(words):
        run = match.group()
        if run in ("——", "————") or not _beside(words, match) or _between(words, match):
            continue
        certain = len(run) > 1 and (run[0] not in "-–" or _beside(words, match, both=True))
        yield Spot(match.start(), match.end(), "——" if certain else None, "dash")
    for match in _MARKS.finditer(words):
        run = match.group()
        if run[0] * 3 != run[:3] or run[0] != "。":
            alike = run == run[0] * len(run)
            yield Spot(match.start(), match.end(), run[0] if alike else None, "doubled")


def _beside(words: str, match: re.Match[str], both: bool = False) -> bool:
    """Whether Chinese stands on one side, or on both."""
    before, after = (
        words[max(match.start() - 1, 0) : match.start()],
        words[match.end() : match.end() + 1],
    )
    sides = bool(_WIDE.match(before)), bool(_WIDE.match(after))
    return all(sides) if both else any(sides)


def _between(words: str, match: re.Match[str]) -> bool:
    """Whether a single dash stands between two numbers or dates."""
    before, after = (
        words[max(match.start() - 1, 0) : match.start()],
        words[match.end() : match.end() + 1],
    )
    both = bool(_RANGE.match(before)) and bool(_RANGE.match(after))
    return match.group() in "—–―" and both


def _of(raw: str) -> list[Slip]:
    return slips(raw, _spots)


def look(subject: Subject) -> Iterator[Finding]:
    return findings(subject, _of, _TRIGGER)


RULE = Rule("S37", "dashes-and-dots", Severity.WARNING, look=look)
slips_of, fix = _of, partial(mended, of=_of)
