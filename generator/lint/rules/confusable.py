"""形近的字符

文件中，拉丁字母、西里尔字母（俄文所用）和希腊字母不得在一个词里混用，数字里不得夹杂字母，〇和零不得混用。

外形与拉丁字母相同的西里尔字母和希腊字母，数字里的字母O、l、I，汉字数字里的○、O、0，同一个数里既写〇又写零的，都会被指出。计量单位和公式里的希腊字母（例如μm、Ω、β），以及O2O、H2O等通行的写法，不作判断。全文中有的数写〇、有的数写零的，只作提示。

## 理由

形近的字符读起来一样，检索、比对和计算的结果却不同。金额、日期和账号里夹杂字母，还可能被用来掩盖真实的内容。

## 法律

- 没有法律对此作出规定，出于文本质量和安全的考虑。形近字符的范围依Unicode技术标准39的方法。

## 正确

计量单位里的希腊字母、通行的写法：

```text
平台的App在2026年以O2O的方式提供服务，精度为5μm，电阻为3kΩ。
```

```text
本协议自二〇二六年二月一日起施行，金额为壹佰零伍元。
```

```text
系统提供3D展示和5G通信，β版不收费，联系地址为Building A1座10层。
```

## 错误

首字母А是西里尔字母：

```text
您可以在Аpp中查询。
```

数字里夹杂字母O：

```text
费用为1O0元。
```

数字里夹杂字母l和O：

```text
您应当在l0日内支付费用的O.5%。
```

○是圆圈符号，不是〇：

```text
本协议自二○二六年二月一日起施行。
```

同一个数里既写〇又写零：

```text
本协议自二〇零六年二月一日起施行。
```

表格的金额里混入了西里尔字母О：

```yaml
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: only
        text: |
          费用如下。
        table:
          columns: [项目, 金额]
          rows:
            - [甲, "1О元"]
```

千分位之后的字母：

```text
费用为96,OOO元。
```

## 如何修改

删去混入的字符，用键盘重新输入。

## 如何保留

型号、商标等必须照录的，在条款（标题和提示条款中的，在文件）上写明理由和截止日：`allow: [{rule: confusable, why: 商品型号必须照录, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...problems import Severity
from ..rule import Finding, Rule
from ..subject import Subject
from ..typed import HAN, Typed, texts

_GREEK = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονκρυϲϳ"
_CYRILLIC = "АВЕЅІЈКМНОРСТУХҮԀԌԚԜаеорсухѕіјһԁԛԝүӏ"
_WORD = re.compile("[A-Za-z\u0370-\u03ff\u0400-\u052f]+")
_ALIEN = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_TWIN = re.compile(rf"[{_GREEK}{_CYRILLIC}]")
_ONLY = re.compile(rf"[{_CYRILLIC}]+|[ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ]+")
_MIXED = re.compile("[A-Za-z]")
_KANA = re.compile(rf"(?<=[{HAN}])[ロニエカタトハー](?=[{HAN}])")
_TOKEN = re.compile(r"(?<![A-Za-z0-9_.#/-])[0-9OolI][0-9OolI,.]*[0-9OolI](?![A-Za-z0-9_-])")
_POSING = re.compile(r"[OolI]")
_OH = re.compile(r"(?<=[0-9])[Oo]|(?<=[0-9][,.])[Oo]|[Oo](?=[0-9.])")
_EL = re.compile(r"[lI]")
_UNIT = re.compile(r"\s?(?:元|[%％‰]|[年月日天时分秒个万亿千百倍台件次份])")
_KNOWN = re.compile(r"O2O|o2o")
_CODE = re.compile(r"I?O[0-9]")
_DIGIT = "[一二三四五六七八九]"
_ROUND = re.compile(rf"(?<={_DIGIT})[○◯ΟОOo0０]+(?=[一二三四五六七八九十〇零○])|(?<={_DIGIT})[○◯]+")
_NUMBER = re.compile(r"[一二三四五六七八九〇零]{2,}(?![十百千万亿])")


def look(subject: Subject) -> Iterator[Finding]:
    positional: list[tuple[Typed, int, str]] = []
    for text in texts(subject):
        words = text.words
        for at in _letters(words):
            params: dict[str, object] = {"typed": words[at], "point": f"U+{ord(words[at]):04X}"}
            yield text.finding(at, params)
        for at, typed in _numbers(words):
            yield text.finding(at, {"typed": typed}, "number")
        for match in _NUMBER.finditer(words):
            zeros = set(match.group()) & {"〇", "零"}
            if len(zeros) == 2:
                yield text.finding(match.start(), {"typed": match.group()}, "zero")
            elif zeros and len(match.group()) > 3:
                positional.append((text, match.start(), match.group()))
    for text, at, typed in positional:
        if ("〇" in typed) != ("〇" in positional[0][2]):
            params = {"typed": typed, "other": positional[0][2]}
            yield text.finding(at, params, "zeros", Severity.WARNING)


def _letters(words: str) -> Iterator[int]:
    """Where a letter of another script poses as a Latin one."""
    for match in _WORD.finditer(words):
        word = match.group()
        if not _ALIEN.search(word):
            continue
        if _ONLY.fullmatch(word):
            yield match.start()
        elif _MIXED.search(word) and (twin := _TWIN.search(word)):
            yield match.start() + twin.start()
    yield from (match.start() for match in _KANA.finditer(words))


def _numbers(words: str) -> Iterator[tuple[int, str]]:
    """Where a letter poses as a digit."""
    for match in _TOKEN.finditer(words) if _POSING.search(words) else ():
        token = match.group()
        if not re.search("[0-9]", token) or token.isdigit() or _KNOWN.fullmatch(token):
            continue
        counted = _UNIT.match(words, match.end())
        wrong = None if _CODE.fullmatch(token) and not counted else _OH.search(token)
        if wrong is None and counted:
            wrong = _EL.search(token)
        if wrong:
            yield match.start() + wrong.start(), token
    for match in _ROUND.finditer(words):
        yield match.start(), words[match.start() - 1 : match.end() + 1]


RULE = Rule("S35", "confusable", Severity.ERROR, look=look)
