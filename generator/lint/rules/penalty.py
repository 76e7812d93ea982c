"""违约金的数额和比例

约定违约金的，应当写明数额或者计算方法；比例明显偏高的，应当核对。

只写“应当支付违约金”而没有数额、计算方法，也没有引用写明它们的条款的，或者由一方自行确定数额的，是错误；个别协商的文件，以及2026年2月1日以前生效的版本，是警告。违约金的比例（不论以订单金额还是以损失为基数）超过30%，达到一倍以上，或者超过两个月的租金、费用，以及以合同总价、全部剩余费用为违约金的，逾期违约金超过每日千分之一的，是警告。定金超过20%的是错误。

## 理由

没有数额和方法的违约金无法计算，由一方决定的违约金不公平。超过造成的损失百分之三十的违约金，通常可以请求减少；超过主合同标的额百分之二十的定金，超过部分不产生定金的效力。

## 法律

- 《网络交易平台规则监督管理办法》第二十九条：违约金应当合理，并公开计算方法（2026年2月1日起施行）。
- 《中华人民共和国民法典》第五百八十五条：可以约定违约金的数额或者计算方法，过分高于损失的可以请求减少（凭记忆，待核）；第五百八十六条：定金不得超过主合同标的额的百分之二十（2021年1月1日起施行）。
- 《最高人民法院关于适用〈中华人民共和国民法典〉合同编通则若干问题的解释》第六十五条：违约金超过造成的损失百分之三十的，一般可以认定为过分高于损失（2023年12月5日起施行）。
- 实际的损失，程序无从知道；比例超过30%的警告，是提醒核对，不等于违约金过高。“超过造成的损失百分之三十”是指高出损失百分之三十（依通常理解，待核）。
- 每日千分之一和两个月的租金是本规则为提示而设的界限，法律没有规定。

## 正确

```text
您应当支付违约金，数额为所涉订单费用的百分之二十。
```

```text
逾期付款的，每逾期一日，应当按照未付金额的万分之五支付违约金。
```

```text
您应当依照本协议的约定支付违约金。
```

```text
您可以随时终止，无须支付违约金。
```

```text
买方应当支付合同总价的20%作为定金。
```

```text
逾期付款的，按照一年期贷款市场报价利率的1.5倍支付违约金；逾期交房的，每日按照日租金的50%支付违约金。
```

```text
承租人提前退租的，应当支付相当于一个月租金的违约金，已经预付的三个月租金在扣除违约金后退还。
```

## 错误

没有数额，也没有计算方法：

```text
您违反本协议的，**应当支付违约金**。
```

由一方确定数额：

```text
您应当支付违约金，具体数额由平台确定。
```

```text
您应当支付一万元以上的违约金，具体数额以平台的通知为准。
```

```text
您应当支付违约金，标准为一个季度的推广费。
```

只有下限：

```text
被特许人违约的，应当向特许人支付不低于10万元的违约金。
```

已付的款项全部作为违约金，是警告：

```text
因您的原因解除的，您已支付的全部款项作为违约金归平台所有。
```

比例明显偏高，是警告：

```text
您应当支付订单金额50%的违约金。
```

逾期违约金偏高，是警告：

```text
逾期付款的，每日按未付金额的百分之一支付违约金。
```

```text
承租人提前退租的，应当支付相当于三个月租金的违约金。
```

```text
您伪造资质的，平台可以要求您双倍支付违约金；擅自停止的，以剩余服务期的全部费用作为违约金。
```

定金超过20%：

```text
买方应当支付合同总价百分之三十的定金。
```

表格中的比例明显偏高：

```yaml
sections:
  - id: one
    title: 违约
    clauses:
      - id: only
        text: 违约金见下表。
        table:
          columns: [违约行为, 违约金]
          rows:
            - [虚假交易, 订单金额的80%]
```

## 如何修改

写明数额，或者写明计算的基数、比例和上限，例如“违约金为所涉订单费用的百分之二十”；比例偏高的，改到不高出可能造成的损失百分之三十的程度；定金不超过主合同标的额的百分之二十。

## 如何保留

比例高而有依据的，在条款上写明理由和截止日：`allow: [{rule: penalty, why: 双方逐项议定并附有损失的测算, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from ...model import Scope
from ...problems import Severity
from ...quantities import Quantity, quantities, shown
from ..multiples import multiple
from ..rule import Finding, Rule
from ..statements import Statement, statements
from ..subject import CITE, Subject

HIGHEST, DEPOSIT, DAILY = Fraction(30), Fraction(20), Fraction(1, 10)
_NAME = r"(?:违约金|罚款|罚金|滞纳金|违约赔偿金)"
_OWED = re.compile(
    rf"(?:应当?|须|必须|需要?|有权|可以|可|将|并|每[次单件起])[^，]{{0,25}}?(?:支付|缴纳|承担|交纳|赔付|处以|收取|扣除|扣收|扣划|偿付)"
    rf"[^，]{{0,15}}?{_NAME}(?!的|义务|责任)"
    rf"|(?:的|起|次)，?(?:每[^，]{{0,3}})?(?:支付|处以?|缴纳|交纳|扣除|承担|罚)[^，]{{0,8}}?{_NAME}(?!的|义务|责任)"
)
_FREE = re.compile(r"(?:不|无须|无需|毋须|免|未经|不得|非)[^，]{0,20}$")
_METHOD = re.compile(
    r"分摊|计算|比例|标准|公式|相当于|等额|同等|按照?[^，]{0,12}(?:约定|规定|条|款)|依照|依据|依约|依法|约定的|前款|上述|前述|本条|上款|见|载明|附件|附表|全额|总额|租金|工资"
)
_DISCRETION = re.compile(
    r"(?:数额|金额|标准|比例|幅度|多少|计算方法|计算方式)[^，]{0,6}(?:由|以)[^，]{1,14}?(?:自行|单方|酌情|酌定|视情况|视[^，]{1,8}情况|研究)?(?:核定|裁定|判断|掌握|确定|决定|认定|酌定|制定|规定|为准|解释|公布|通知)"
    r"|(?:数额|金额|标准|比例)[^，]{0,6}(?:另行|届时|事后)(?:确定|公布|通知|规定|协商|制定)|(?:按|依|以)[^，。；]{0,10}(?:届时|最新|不时)[^，。；]{0,8}标准"
    rf"|(?:由|有权)[^，]{{1,12}}(?:自行|单方|酌情|酌定|视情节|视情况|自主)[^，]{{0,10}}{_NAME}"
    rf"|(?:视情节|视情况|酌情|高额|相应的?|一定(?:数额|比例|金额)?的|适当(?:数额|比例)?的|合理的?|巨额)[^，]{{0,12}}{_NAME}"
)
_BETWEEN = re.compile(
    r"的|作为|计算|计收|支付|向[^，]{1,10}|承担|缴纳|收取|标准|交纳|赔付|偿付|、|一次性|逾期(?:付款)?|为"
)
_DAILY = re.compile(
    r"每[日天]|[/／][日天]|每(?:延误|晚|逾期|延迟|迟延|延期|拖延|超过)?(?:一|1|壹)?(?:个)?(?:自然|工作)?[日天]|按[日天]|日(?:万|千|百)分|逾期[一1壹]?[日天]"
)
_LATE = re.compile(r"逾期|延误|迟延|延迟|延期|拖欠|滞纳|违约金|未按")
_FLOOR = re.compile(r"以上|不低于|不少于|至少|起(?=[，的])")  # a least sum is no sum
_CEILING = re.compile(r"不(?:得)?超过|不高于|最高|上限|封顶|为限|以内")
_BROKEN = re.compile(r"违反[^，。；]{0,40}")  # the terms that are broken measure nothing
_LEAST = re.compile(r"(?:不低于|不少于|不得低于|不得少于|至少|最低)[^，。；]{0,8}$")
_CAPPED = re.compile(
    r"^[^。；，]{0,6}[，、且并但]{0,2}(?:且|并|但)?(?:最高|累计|每[^，。；]{1,4})?(?:不超过|不高于|以[^，。；]{1,10}为限|封顶)[^。；，]{0,8}[0-9一二三四五六七八九十百千万]+元"
)
_TOTAL = re.compile(r"%|％|‰|分之|总额(?!的|[0-9])|累计|上限|不超过|以内|元")
_STRICT = date(2026, 2, 1)


def look(subject: Subject) -> Iterator[Finding]:
    day, negotiated = subject.effective, subject.document.scope is Scope.NEGOTIATED
    mild = negotiated or (day is not None and day < _STRICT)
    every = list(statements(subject))
    measured = {s.top.id for s in every if s.top and _measures(s)}
    for statement in every:
        words = _named(statement)
        if "定金" in words:
            yield from _deposit(statement, words)
        if re.search(_NAME, words) or (_DAILY.search(words) and _LATE.search(words)):
            high = list(_high(statement, words)) or list(_periods(statement, words))
            yield from high
            if not high:
                yield from _unmeasured(statement, mild, measured)


def _named(statement: Statement) -> str:
    """The words, and behind them the heading of the column in which they stand."""
    passage = statement.passage
    table = passage.clause.table if passage.clause else None
    if table and passage.path[0] == "cells":
        at = passage.path[1]
        return statement.words + "的" + table.columns[at] if isinstance(at, int) else ""
    return statement.words


def _measures(statement: Statement) -> bool:
    """Whether it gives a ratio or a sum of a penalty."""
    if not re.search(_NAME, _named(statement)):
        return False
    words = statement.words
    return any(
        q.dimension in ("percent", "money", "times") and not _least(words, q)
        for q in quantities(words)
    )


def _least(words: str, quantity: Quantity) -> bool:
    """Whether it is only the least that is owed."""
    return bool(_LEAST.search(words[max(0, quantity.start - 10) : quantity.start]))


def _unmeasured(statement: Statement, mild: bool, measured: set[str]) -> Iterator[Finding]:
    words, severity = statement.words, Severity.WARNING if mild else None
    owed = _OWED.search(words)
    if not owed or statement.banned or _FREE.search(words[: owed.start()] + owed.group()[:1]):
        return
    if re.search(r"不(?:得|因此|再|用)|无须|无需|免除|扣除违约金$", owed.group()) and not re.search(
        r"(?:有权|可以?)[^，]{0,20}扣除违约金$", owed.group()
    ):
        return
    params: dict[str, object] = {"words": owed.group()[:40]}
    elsewhere = statement.top is not None and statement.top.id in measured
    sums = [q for q in quantities(words) if q.dimension in ("percent", "money", "times", "month")]
    numbers = bool(sums)
    least = numbers and all(_least(words, q) for q in sums)
    open_ = not numbers or bool(_FLOOR.search(words))
    if (match := _DISCRETION.search(words)) and open_:
        params = {"words": match.group()[:40]}
        yield Finding(statement.at(match.start()), params, "discretion", severity, statement.clause)
    elif (not numbers or least) and not _measured_by(words) and not elsewhere:
        yield Finding(statement.at(owed.start()), params, "", severity, statement.clause)


def _measured_by(words: str) -> bool:
    """Whether a method is named or referred to; terms that are broken are neither."""
    plain = _BROKEN.sub("", words)
    return CITE in plain or bool(_METHOD.search(plain))


def _high(statement: Statement, words: str) -> Iterator[Finding]:
    daily = bool(_DAILY.search(words))
    for quantity in quantities(words):
        if quantity.dimension not in ("percent", "times") or quantity.start >= len(statement.words):
            continue
        share = quantity.value * (1 if quantity.dimension == "percent" else 100)
        if daily and quantity.dimension == "percent" and share <= HIGHEST:
            capped = bool(_CAPPED.search(words[quantity.end :])) or _low_cap(words, quantity)
            if share > DAILY and _a_day(words, quantity) and not capped:
                yield _finding(statement, quantity, "daily", share, DAILY, Severity.WARNING)
        elif (
            share > HIGHEST and _of_penalty(words, quantity) and not _rated(words, quantity, share)
        ):
            yield _finding(statement, quantity, "high", share, HIGHEST, Severity.WARNING)


def _low_cap(words: str, daily: Quantity) -> bool:
    """Whether what a day costs stops at a share that is not high: 累计不超过20%."""
    for quantity in quantities(words):
        near = words[max(daily.end, quantity.start - 16) : quantity.start]
        if quantity.start > daily.end and quantity.dimension == "percent":
            return quantity.value <= HIGHEST and bool(_CEILING.search(near))
    return False


def _rated(words: str, quantity: Quantity, share: Fraction) -> bool:
    """Whether it is a multiple of an interest rate, or a share of one day's rent."""
    before = words[max(0, quantity.start - 14) : quantity.start]
    if re.search(r"利率|报价|LPR|利息", before):
        return share <= 400
    return share <= 200 and bool(
        re.search(r"(?:每日|日)(?:租金|服务费|费用|费率|使用费)(?:标准)?的?$", before)
    )


def _periods(statement: Statement, words: str) -> Iterator[Finding]:
    """Months' rent and the like: a penalty need not be a percentage to be high."""
    found = None if statement.banned else multiple(words, len(statement.words), _BETWEEN)
    if found:
        start, said = found
        place, params = statement.at(start), {"words": said[:40]}
        yield Finding(place, dict(params), "periods", Severity.WARNING, statement.clause)


def _a_day(words: str, quantity: Quantity) -> bool:
    before = words[max(0, quantity.start - 45) : quantity.start]
    found = _DAILY.search(before)
    return found is not None and not _TOTAL.search(before[found.end() :])


def _of_penalty(words: str, quantity: Quantity) -> bool:
    behind = words[quantity.end : quantity.end + 40]
    if found := re.search(_NAME, behind):
        between = _BETWEEN.sub("", behind[: found.start()])
        if not between:
            return True
    before = words[max(0, quantity.start - 40) : quantity.start]
    return (
        bool(re.search(rf"{_NAME}(?!过分|明显|高于)[^。]{{0,36}}$", before))
        and "损失" not in behind[:6]
    )


def _deposit(statement: Statement, words: str) -> Iterator[Finding]:
    for quantity in quantities(words):
        if quantity.dimension != "percent" or quantity.value <= DEPOSIT:
            continue
        behind = _BETWEEN.sub("", words[quantity.end : quantity.end + 14])
        paid = words[max(0, quantity.start - 45) : quantity.start]
        if re.search(
            r"定金[^，、]{0,24}$|定金[^。；]{0,24}，(?:占|相当于|即|为)[^，、]{0,14}$", paid
        ) or behind.startswith("定金"):
            yield _finding(statement, quantity, "deposit", quantity.value, DEPOSIT, None)


def _finding(
    statement: Statement,
    quantity: Quantity,
    variant: str,
    share: Fraction,
    most: Fraction,
    severity: Severity | None,
) -> Finding:
    params: dict[str, object] = {"share": shown(share), "most": shown(most)}
    return Finding(statement.at(quantity.start), params, variant, severity, statement.clause)


RULE = Rule("L18", "penalty", Severity.ERROR, since=date(2021, 1, 1), look=look)
