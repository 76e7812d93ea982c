"""大写金额

文件中同一笔款项的大写与小写应当一致，大写的写法应当正确。

大写金额（壹、贰、叁……或者标明“大写”的）与紧邻的小写金额是一对，数额不同的，是错误；大写的数字不成数（“壹拾贰仟元”）、写到“分”或者中间还写“整”的，也是错误。标明“大写”而元后没有写“整”的，以及大写中夹用“二”“三”等小写数字的，是警告。表格中“大写”一列与“小写”一列按行核对。小写可以写全角数字、千分位、“万元”。

## 理由

大小写不一致的，双方各执一词，法院只能依其他证据判断；用于票据的，票据无效。写错的大写多半是改了小写、忘了改大写。

## 法律

- 出于文本质量的考虑。票据的大小写不一致时票据无效，见《中华人民共和国票据法》第八条（凭记忆，待核）。
- 大写的写法依照《正确填写票据和结算凭证的基本规定》（依二手资料）。

## 正确

```text
保证金为人民币12,000元（大写：壹万贰仟元整）。
```

```text
合同总价1.2万元（人民币壹万贰仟元整），定金￥3,000（大写：叁仟元整）。
```

```text
应付款为叁佰元零伍分（¥300.05）。
```

```text
首期款（大写）：壹拾万元整，（小写）：￥１００，０００.00元。
```

## 错误

大写与小写的数额不同：

```text
保证金为人民币12,000元（大写：壹万壹仟元整）。
```

二十三万与二十万三千：

```text
合同总价人民币贰拾叁万元整（￥203,000.00）。
```

大写的数字不成数：

```text
合同总价为12万元（大写：壹拾贰仟元整）。
```

写到“分”，又写“整”：

```text
应付款为叁佰元零伍分整（¥300.05）。
```

元后没有写“整”，是警告：

```text
保证金为5,000元（大写：伍仟元）。
```

表格中尾款一行，大写与小写不一致：

```yaml
sections:
  - id: one
    title: 价款
    clauses:
      - id: only
        text: 价款如下：
        table:
          columns: [期次, 金额（小写）, 金额（大写）]
          rows:
            - [首期, "50,000元", 伍万元整]
            - [尾款, "30,000元", 叁仟元整]
```

## 如何修改

按照真实的数额改正大写或者小写；大写写到“元”为止的，其后写“整”，写到“分”的，不写。

## 如何保留

照录他人单据、不能改动的，在条款上写明理由和截止日：`allow: [{rule: amount-in-words, why: 照录银行回单的原文, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from ...model import Row
from ...problems import Severity
from ...quantities import CAPITAL, Amount, Quantity, amounts, quantities, shown
from ..rule import Finding, Rule
from ..subject import Passage, Subject

_BETWEEN = re.compile(
    r"(?:[\s（()）【】\[\]，,、：:“”\"_/＝=]|大写|小写|人民币|金额|数额|总额|合计|共计|总计|整|"
    r"计|即|为|是|RMB|CNY|￥|¥|元)*"
)
_ORDINARY = re.compile(r"[一二三四五六七八九十百千两](?!.*角)")
_NAMED = re.compile(r"大写[）)\]】]?(?:金额)?[：:为]?\s*(?:人民币)?\s*$")
_REACH = 30


def look(subject: Subject) -> Iterator[Finding]:
    rows: dict[int, list[Passage]] = {}
    for passage in subject.passages:
        words = tuple(amounts(passage.words))
        if isinstance(passage.noun, Row):
            rows.setdefault(id(passage.noun), []).append(passage)
        if words:
            yield from _written(passage, words)
            yield from _compared(passage, words)
    for cells in rows.values():
        yield from _across(cells)


def _written(passage: Passage, words: tuple[Amount, ...]) -> Iterator[Finding]:
    for amount in words:
        named = _NAMED.search(passage.words[max(amount.start - 12, 0) : amount.start])
        capital = any(c in CAPITAL for c in amount.text)
        whole = not amount.full and not amount.cents and not amount.tenths
        after = passage.words[amount.end : amount.end + 2]
        if amount.value is None:
            yield _finding(passage, amount, "malformed", None)
        elif amount.full and (amount.cents or re.match(r"[零壹贰叁肆伍陆柒捌玖][角分]", after)):
            yield _finding(passage, amount, "full", None)
        elif whole and named:
            yield _finding(passage, amount, "open", Severity.WARNING)
        elif capital and _ORDINARY.search(amount.text):
            yield _finding(passage, amount, "mixed", Severity.WARNING)


def _compared(passage: Passage, words: tuple[Amount, ...]) -> Iterator[Finding]:
    """Each sum in words with the figures right before it, else right behind it."""
    ends = [amount.end for amount in words]
    figures = [q for q in _money(passage.words) if not _inside(q, words, ends)]
    at, last_end = 0, 0
    for amount in words:
        before: Quantity | None = None
        while at < len(figures) and figures[at].start < amount.start:
            before = figures[at] if figures[at].start >= last_end else None
            at += 1
        behind = figures[at] if at < len(figures) else None
        if before and _near(passage.words, before.end, amount.start):
            pair = before
        elif behind and _near(passage.words, amount.end, behind.start):
            pair, at = behind, at + 1
        else:
            continue
        last_end = amount.end
        if amount.value is not None and amount.value != pair.value:
            yield _different(passage, amount, pair)


def _inside(figure: Quantity, words: tuple[Amount, ...], ends: list[int]) -> bool:
    """Whether a sum of money is itself one of the sums in words."""
    at = bisect_right(ends, figure.start)
    return at < len(words) and words[at].start < figure.end


def _near(words: str, start: int, end: int) -> bool:
    return end - start <= _REACH and bool(_BETWEEN.fullmatch(words, start, end))


def _across(cells: list[Passage]) -> Iterator[Finding]:
    """The row of a table in which one cell is the sum in words and one the figures."""
    written = [(c, sums[0]) for c in cells if len(sums := list(amounts(c.words))) == 1]
    figures = [
        found[0]
        for c in cells
        if not any(x in CAPITAL for x in c.words) and len(found := _money(c.words)) == 1
    ]
    if len(written) != 1 or len(figures) != 1:
        return
    (cell, amount), figure = written[0], figures[0]
    alone = not any(q.start >= amount.end for q in _money(cell.words))
    if alone and amount.value is not None and amount.value != figure.value:
        yield _different(cell, amount, figure)


def _money(words: str) -> list[Quantity]:
    return [q for q in quantities(words) if q.dimension == "money"]


def _different(passage: Passage, amount: Amount, figure: Quantity) -> Finding:
    assert amount.value is not None
    params: dict[str, object] = {
        "words": amount.text,
        "value": shown(amount.value),
        "figure": shown(figure.value),
    }
    clause = passage.clause.id if passage.clause else None
    return Finding(passage.at(amount.start), params, clause=clause)


def _finding(passage: Passage, amount: Amount, variant: str, severity: Severity | None) -> Finding:
    clause = passage.clause.id if passage.clause else None
    params: dict[str, object] = {"words": amount.text}
    return Finding(passage.at(amount.start), params, variant, severity, clause)


RULE = Rule("S15", "amount-in-words", Severity.ERROR, look=look)
