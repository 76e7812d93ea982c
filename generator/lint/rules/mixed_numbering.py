"""手工编号的列举

文件中手工编号的列举，编号的形式应当前后一致，编号应当连续。

同一列举里先写（1）后写（二），先写1.后写1、的，或者编号跳过、重复的，都会被指出。不同层次使用不同形式（一、之下用（一），（一）之下用1.）是正常的，只要每一层从第一个编号开始。全文有的列举用1.、有的用1、的，在少数的一种上提示。

## 理由

列举的编号是引用的依据。编号跳过，读者会怀疑删去了一项；形式混用，就分不清哪些项是并列的。

## 法律

- 没有法律对此作出规定，出于文本质量的考虑。真实公布的文本中常见此类缺陷。

## 正确

```text
您应当提交下列材料：（1）营业执照；（2）授权书；（3）联系方式。
```

不同层次使用不同的形式：

```text
分为两类：（一）基础服务：1.开通；2.设置；（二）增值服务：1.咨询；2.培训。
```

```text
比例为1.5倍，适用于一、二级商家以及1、2、4号展示位。
```

```text
一、付款：（1）首期；（2）尾期。二、开票：（1）种类；（2）时间。
```

## 错误

先写（1），后写（二）：

```text
您应当提交下列材料：（1）营业执照；（二）授权书；（3）联系方式。
```

先写1.，后写2、：

```text
您应当提交下列材料：1.营业执照；2、授权书；3.联系方式。
```

跳过（3）：

```text
您应当提交下列材料：（1）营业执照；（2）授权书；（4）联系方式。
```

（二）重复：

```text
您应当提交下列材料：（一）营业执照；（二）授权书；（二）联系方式。
```

项中的编号跳过（2）：

```yaml
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: only
        text: |
          您应当提交下列材料。
        items:
          - id: first
            text: |
              （1）营业执照；
          - id: second
            text: |
              （3）授权书。
```

## 如何修改

把列举写成条款的项（`items`，一项一行，不写编号），由程序编号；确需写在一段之内的，统一形式并连续编号。

## 如何保留

照录他人编号的，在条款上写明理由和截止日：`allow: [{rule: mixed-numbering, why: 照录法律条文的项号, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from ...problems import Severity
from ..rule import Finding, Rule
from ..subject import Subject
from ..typed import Typed, behind, texts

_N, _HAN = r"(?:[1-9]\d?)", r"[一二三四五六七八九十]{1,3}"
_MARK = re.compile(
    rf"（(?P<paren>{_N})）|（(?P<han_paren>{_HAN})）|\((?P<half>{_N})\)|\((?P<han_half>{_HAN})\)"
    rf"|(?P<dot>{_N})[.．](?![\d.])|(?P<comma>{_N})、(?!\d)|(?P<close>{_N})[)）]"
    rf"|(?P<han_comma>{_HAN})、(?![一二三四五六七八九十])|(?P<circled>[①-⑳])|第(?P<ordinal>{_HAN})，"
)
_BOUNDARY = frozenset("：；。，、:;,.！？\n ")
_ORDER = "一二三四五六七八九"
_SHAPES = {"paren": "（1）", "han_paren": "（一）", "half": "(1)", "han_half": "(一)", "dot": "1.",
           "comma": "1、", "close": "1）", "han_comma": "一、", "circled": "①", "ordinal": "第一，"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Token:
    text: Typed
    at: int
    typed: str
    form: str
    number: int


def look(subject: Subject) -> Iterator[Finding]:
    lists: list[list[_Token]] = []
    for _, group in groupby(_clauses(subject), key=lambda pair: pair[0]):
        tokens = [token for _, text in group for token in _tokens(text)]
        yield from _judged(tokens)
        lists.append(tokens)
    yield from _styles(lists)


def _clauses(subject: Subject) -> Iterator[tuple[object, Typed]]:
    """Each text with what it is judged together with: its clause, or itself (prompts, cells)."""
    top = {part.id: clause.id for _, clause in subject.clauses() for part in clause.walk()}
    for at, text in enumerate(texts(subject)):
        together = text.clause and text.path[0] in ("text", "tail")
        yield (top[text.clause.id] if text.clause and together else at), text


def _tokens(text: Typed) -> Iterator[_Token]:
    words, place = text.words, behind(text.raw)
    for match in _MARK.finditer(words):
        at = match.start()
        if at and words[at - 1] not in _BOUNDARY and not _begins(text.raw, place(at)):
            continue
        form = match.lastgroup or ""
        yield _Token(text, at, match.group(), form, _value(match[form]))


def _begins(raw: str, at: int) -> bool:
    """Whether a line of the text begins here."""
    while at and raw[at - 1] in " *":
        at -= 1
    return not at or raw[at - 1] == "\n"


def _value(typed: str) -> int:
    if typed.isdecimal():
        return int(typed)
    if typed[0] >= "①" and typed[0] <= "⑳":
        return ord(typed) - 0x245F
    tens, ten, ones = typed.rpartition("十")
    return (_ORDER.find(tens) + 1 or 1) * 10 * bool(ten) + _ORDER.find(ones or "零") + 1


def _judged(tokens: Iterable[_Token]) -> Iterator[Finding]:
    """Each number goes on an open list of its form, or begins one below it."""
    last: dict[str, int] = {}
    for token in tokens:
        before = last.get(token.form)
        other = next((f for f, n in reversed(last.items()) if n == token.number - 1), None)
        params: dict[str, object] = {"typed": token.typed}
        if token.number > 1 and before != token.number - 1:
            if other and token.form != "ordinal":
                params["other"] = _SHAPES[other]
                yield token.text.finding(token.at, params, "mixed")
                last[other] = token.number
                continue
            if before is not None:
                params["before"] = before
                variant = "twice" if before >= token.number else "jump"
                yield token.text.finding(token.at, params, variant)
        last.pop(token.form, None)
        last[token.form] = token.number


def _styles(lists: list[list[_Token]]) -> Iterator[Finding]:
    """`1.` in one list and `1、` in another: the rarer form, where it is first used."""
    found = {form: [t for ts in lists for t in ts if t.form == form] for form in ("dot", "comma")}
    dots, commas = ([t for t in found[form] if t.number == 1] for form in ("dot", "comma"))
    apart = not any({"dot", "comma"} <= {t.form for t in tokens} for tokens in lists)
    if dots and commas and apart and min(map(len, found.values())) > 1:
        rare, other = (dots, "1、") if len(dots) < len(commas) else (commas, "1.")
        yield rare[0].text.finding(rare[0].at, {"typed": rare[0].typed, "other": other}, "style")


RULE = Rule("S38", "mixed-numbering", Severity.WARNING, look=look)
