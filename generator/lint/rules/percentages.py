"""百分比

份额相加应当等于百分之百，份额不应超过百分之百；借款的利率不应超过一年期贷款市场报价利率的四倍。

规则检查三件事。第一，各方分成、分担、出资的比例，分期付款的比例，以及表格中“占比”“权重”“付款比例”等列，相加不等于100%的，会被指出；写明余款、其余部分如何处理的，不足100%不作判断；“支付至合同价款的80%”是累计，不作判断。第二，“占”“持股”“合格率”等表示份额的百分比超过100%的，会被指出；加班工资、赔偿倍数可以超过100%，不作判断。第三，利率、利息、资金占用费折算为年利率后，超过版本生效时一年期贷款市场报价利率四倍的，给出警告。违约金的比例由规则L18（违约金的数额和比例）检查。

## 理由

份额加起来不是百分之百，说明漏写或者改错了一方。借贷的利率超过司法保护上限的部分，法院不予支持。

## 法律

- 《最高人民法院关于审理民间借贷案件适用法律若干问题的规定》第二十五条：利率超过合同成立时一年期贷款市场报价利率四倍的部分，不予支持（2020年8月20日起施行，凭记忆，待核）。各期报价利率凭记忆，待核。
- 该规定针对民间借贷；对买卖、服务等合同的逾期付款利息，法律没有同样的规定，本规则参照同一界限提醒核对。
- 份额的检查出于文本质量的考虑。

## 正确

```text
收益由甲方分得60%、乙方分得40%。
```

```text
签订后预付合同价款的30%，验收后支付合同价款的65%，其余作为质量保证金。
```

```text
签订后支付合同价款的30%，验收合格后支付至合同价款的95%。
```

```text
加班的，按照不低于工资的150%、200%支付报酬。
```

```text
逾期还款的，按照年利率10%支付利息。
```

```text
逾期还款的，按照贷款市场报价利率的四倍支付利息。
```

写明下限的，不要求相加等于100%：

```text
收益由甲方分得不低于60%，乙方分得30%。
```

余款写明比例的：

```text
工程款分期支付：签订后支付总价款的30%，验收后支付总价款的67%，余款3%作为质量保证金。
```

## 错误

份额相加为90%：

```text
收益由甲方分得60%、乙方分得30%。
```

各期相加为105%：

```text
签订后预付合同价款的30%，到货后支付合同价款的60%，验收后支付合同价款的15%。
```

份额超过100%：

```text
乙方持有项目公司百分之一百二十的股权。
```

折算的年利率为24%，超过上限：

```text
借款期限一年，月利率为2%。
```

超过四倍：

```text
逾期付款的，按照同期贷款市场报价利率的六倍支付利息。
```

三期相加为110%：

```yaml
sections:
  - id: one
    title: 付款
    clauses:
      - id: only
        text: 各期付款如下：
        table:
          columns: [期次, 付款比例]
          rows:
            - [首期, 30%]
            - [中期, 40%]
            - [末期, 40%]
```

并列的比例相加为110%：

```text
直播收益由平台、公会、主播按照50%、20%、40%的比例分成。
```

构成相加为110%：

```text
考核权重为：业绩60%，态度30%，考勤20%。
```

月息折算的年利率超过上限：

```text
借款月息3分，按月付息。
```

分担的比例相加不足100%：

```text
门店每五年至少翻新一次，费用由承租人承担60%，出租人承担30%。
```

写明剩余的比例的，同样相加：

```text
乙方分期收取合同款：签订后支付合同总价的30%，上线后支付合同总价的65%，质保期满后支付剩余的10%。
```

## 如何修改

核对各项比例，使其相加等于100%，或者写明其余部分归谁；利率改在上限以内。

## 如何保留

其余份额有意不写，或者不属于借贷的，在条款上写明理由和截止日：`allow: [{rule: percentages, why: 其余份额预留给新股东, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise

from ...problems import Severity
from ...quantities import Quantity, ratios, shown, value
from ..rule import Finding, Rule
from ..sentences import segments, sentences
from ..subject import Passage, Subject
from ..together import clauses

# One-year LPR, in percent, from the day of its publication.
_LPR = (
    (date(2020, 4, 20), "3.85"),
    (date(2021, 12, 20), "3.80"),
    (date(2022, 1, 20), "3.70"),
    (date(2022, 8, 22), "3.65"),
    (date(2023, 6, 20), "3.55"),
    (date(2023, 8, 21), "3.45"),
    (date(2024, 7, 22), "3.35"),
    (date(2024, 10, 21), "3.10"),
    (date(2025, 5, 20), "3.00"),
)
_CAPPED_SINCE = date(2020, 8, 20)
_INTEREST = re.compile(r"利率|利息|月息|年息|日息|资金占用|资金使用费|年化")
_RELATIVE = re.compile(
    r"上浮|下浮|加收|加计|上调|下调|浮动|利息税|存款|违约金|增值税|税率|LPR|报价利率|基准利率"
)
_QUOTED = re.compile(r"LPR|报价利率|同期[^，。；]{0,12}利率|基准利率|贷款利率")
_DAILY = re.compile(
    r"日利率|日息|每日|每天|按日|按天|/日|/天|每逾期(?:一|1)个?(?:自然)?[日天]|日$|天$"
)
_MONTHLY = re.compile(r"月利率|月息|每月|按月(?!支付|付|结|还)|/月|每逾期(?:一|1)个?月|月$")
_PART = re.compile(
    r"(?:占|占比|比重|份额|持股|持有|股权|股份|分摊|分担|扣除|可用性|可用率|合格率|准确率|正确率|"
    r"有效率|到货率|概率|(?:完好|出勤|达标|准时|在线|成功|通过|满意|覆盖|入住|及格|签收|送达|命中|投保|返还|出租|利用|完成度|及时)率)[^，。；、]{0,14}$"
)
_NAMED = re.compile(r"(?P<party>[甲乙丙丁])方?[^甲乙丙丁]{0,14}$")
_VERB = re.compile(
    r"(?P<party>[^，。；、：（）\s]{2,8})(?:占|持有|持股|出资|认缴|享有|分得|承担|负担|分担|获得|取得|提取|留存|(?<!不)得|(?<![部百千万])分)[^，。；、：]{0,10}$"
)
_SHARED = re.compile(
    r"提取|留存|享有|获得|取得|分成|分配|分得|承担|负担|分担|分享|分红|占|出资|持股|持有|认缴|各得|方得|[^不取获分]得(?=[0-9百一二三四五六七八九])|[^十百千万部]分(?=[0-9百])"
)
_EQUITY = re.compile(r"股权|股份|持股|持有")
_REST = re.compile(
    r"(?:余款|剩余|其余|余额|余下)(?!的?(?:[0-9.]+[%％]|百分之))|尾款(?![^，。；]{0,12}[%％]|[^，。；]{0,8}分之)|其他(?:股东|各方|人)|不足部分"
)
_PAYING = re.compile(r"余款|剩余|其余|余下|支付|预付|首付|付款|付清|付|交纳|缴纳")
_BASE = re.compile(
    r"总价|总额|总款|价款|总金额|总费用|合同(?:金|款|价)|货款|工程款|服务费|费用|报酬|款|剩余|余下|其余"
)
_STAGE = re.compile(
    r"预付|首付|首期|首笔|定金|第[一二三四五1-5][期笔次]|进度|到货|交货|发货|验收|尾款|质保|签订|签署|签约|"
    r"末期|中期|二期|竣工|交付|完工|生效|上线|期款"
)
_NOT_PAYING = re.compile(
    r"违约|赔偿|利息|利率|滞纳|罚|折扣|税|退还|退回|扣除|上浮|逾期|累计|支付至|付至|达到|不低于|不超过|不少于"
)
_COLUMN = re.compile(
    r"占比|比重|份额|权重|(?:出资|持股|分成|分配|付款|支付|承担|投资|股权|收益|分担)比例"
)
_TIERED = re.compile(r"以上|以下|以内|不满|不足|超过|[至~～]|[0-9][-—–]")
# 按照50%、20%、40%的比例; 分别承担百分之四十、百分之五十
_LISTED = re.compile(
    r"分别为|分成|分配|分享|分红|承担|负担|分担|出资|持股|认缴|分得|享有|权重|占比|比例"
)
_LIST_GAP = re.compile(r"(?:、|和|与|及|以及|：|:|比)")
# 考核权重为：业绩60%，态度30%，考勤20%
_MADE_OF = re.compile(
    r"款(?:项)?[：:]|按[^，。：]{1,6}(?:支付|付款|缴纳)[：:]|(?:节点|进度|安排|计划|方案)(?:如下|为)[：:，]?|(?:权重|占比|构成|组成|比例|结构|分配方案|分成方案)[^。；，：:]{0,8}(?:为|是|如下|：|:|，)+|分[两二三四五六2-6](?:期|次|笔|阶段)|(?:付款|支付|缴费|付费)方式(?:为|：|:)"
)
_FROM = re.compile(r"由(?=[^。；]{4,60}(?:组成|构成))")
_POINTS = re.compile(
    r"(?P<kind>月息|月利|年息|年利)[^。；，0-9一二三四五六七八九]{0,4}(?P<many>[0-9.]+|[一二两三四五六七八九十])分"
)
_REACH = 80
_HUNDRED = Fraction(100)


def look(subject: Subject) -> Iterator[Finding]:
    for group in clauses(subject):
        yield from _columns(group)
        prose = [p for p in group if p.path[0] != "cells"]
        yield from _instalments(prose)
        yield from _parties(prose)
    for passage in subject.passages:
        for start, text in sentences(passage.words):
            if "息" in text or "利" in text:
                yield from _points(subject, passage, start, text)
            yield from _series(passage, start, text)
            for quantity in ratios(text):
                yield from _single(subject, passage, start, text, quantity)


def _points(subject: Subject, passage: Passage, start: int, text: str) -> Iterator[Finding]:
    """月息3分 is three percent a month, 年息3分 three tenths a year."""
    day = subject.effective or subject.today
    for found in _POINTS.finditer(text) if day >= _CAPPED_SINCE else ():
        many = value(found["many"])
        yearly = (many or 0) * (12 if found["kind"].startswith("月") else 10)
        if yearly > _limit(day):
            params = {"words": found.group(), "yearly": shown(Fraction(yearly))}
            params["limit"] = shown(_limit(day))
            yield _finding(passage, start + found.start(), params, "interest")


def _series(passage: Passage, start: int, text: str) -> Iterator[Finding]:
    """Percentages in a row (50%、20%、40%), or one in each part behind what they make up."""
    shares = [q for q in ratios(text) if q.dimension == "percent"]
    if len(shares) < 2 or re.search(
        r"违约|赔偿|利息|滞纳|税率|上浮|折|至少|不低于|不超过|以上|以下|累计|支付至|付至|退|返利|达到|完成率",
        text,
    ):
        return
    gaps = [text[a.end : b.start] for a, b in pairwise(shares)]
    listed = _LISTED.search(text) and all(_LIST_GAP.fullmatch(gap) for gap in gaps)
    made = _MADE_OF.search(text[: shares[0].start]) or _FROM.search(text)
    whole_text = text.replace("、", "，") if made and made.re is _FROM else text
    parts = [part for at, part in segments(whole_text) if made and at + len(part) > made.start()]
    counted = [sum(q.dimension == "percent" for q in ratios(part)) for part in parts]
    whole = made and max(counted, default=0) == 1 and not re.search(r"[0-9]+%[-~至]", text)
    total = sum((q.value for q in shares), Fraction(0))
    if (listed or whole) and _wrong(total, bool(_REST.search(text))) and total > 50:
        yield _finding(passage, start + shares[-1].start, {"total": shown(total)}, "")


def _limit(day: date) -> Fraction:
    """Four times the one-year LPR of a day."""
    return 4 * Fraction(next(rate for begun, rate in reversed(_LPR) if begun <= day))


def _single(
    subject: Subject, passage: Passage, start: int, text: str, quantity: Quantity
) -> Iterator[Finding]:
    before = re.split(r"[，,：:]", text[max(quantity.start - _REACH, 0) : quantity.start])[-1]
    after = re.split(r"[，,：:]", text[quantity.end : quantity.end + _REACH])[0]
    percent = quantity.dimension == "percent"
    words = text[quantity.start : quantity.end]
    if percent and quantity.value > 100 and _PART.search(before):
        yield _finding(passage, start + quantity.start, {"words": words}, "over")
    day = subject.effective or subject.today
    if day < _CAPPED_SINCE or not _INTEREST.search(before + words + after):
        return
    limit = _limit(day)
    if not percent:
        if quantity.value > 4 and _QUOTED.search(before):
            yield _finding(passage, start + quantity.start, {"words": words}, "times")
    elif not _RELATIVE.search(before + after):
        yearly = quantity.value * _times(before, after)
        if yearly > limit:
            params = {"words": words, "yearly": shown(yearly), "limit": shown(limit)}
            yield _finding(passage, start + quantity.start, params, "interest")


def _times(before: str, after: str) -> int:
    if re.search(r"年利率|年息|年化|每年|按年|/年", before + after):
        return 1
    if _DAILY.search(before) or _DAILY.match(after):
        return 365
    return 12 if _MONTHLY.search(before) or _MONTHLY.match(after) else 1


def _columns(group: list[Passage]) -> Iterator[Finding]:
    columns: dict[int, list[Passage]] = {}
    rows: dict[int, str] = {}
    for passage in group:
        if passage.path[0] == "cells":
            at = int(passage.path[1])
            columns.setdefault(at, []).append(passage)
            rows[id(passage.noun)] = rows.get(id(passage.noun), "") + passage.words
    for at, cells in columns.items():
        table = cells[0].clause.table if cells[0].clause else None
        if not table or not _COLUMN.search(table.columns[at]) or len({c.scope for c in cells}) > 1:
            continue
        parts = [c for c in cells if not re.search(r"合计|总计|共计", rows[id(c.noun)])]
        found = [[q for q in ratios(c.words) if q.dimension == "percent"] for c in parts]
        if len(parts) < 2 or any(len(f) != 1 for f in found):
            continue
        if any(_TIERED.search(rows[id(c.noun)]) for c in parts):
            continue
        total = sum((f[0].value for f in found), Fraction(0))
        if total != _HUNDRED:
            yield _finding(parts[-1], found[-1][0].start, {"total": shown(total)}, "")


def _instalments(prose: list[Passage]) -> Iterator[Finding]:
    if not any(ratios(passage.words) for passage in prose):
        return
    paid: list[tuple[Passage, Quantity]] = []
    staged, rest = 0, False
    for passage in prose:
        rest = rest or bool(_REST.search(passage.words))
        for start, text in sentences(passage.words):
            if re.search(r"支付至|付至|累计", text):
                return
            for at, segment in segments(text) if ratios(text) else ():
                if _NOT_PAYING.search(segment) or not _PAYING.search(segment):
                    continue
                front = text[max(0, at - 30) : at]
                for quantity in ratios(segment):
                    if quantity.dimension == "percent" and _BASE.search(segment):
                        whole = Quantity(
                            quantity.value, "percent", "%",
                            start + at + quantity.start, start + at + quantity.end,
                        )  # fmt: skip
                        paid.append((passage, whole))
                        staged += bool(_STAGE.search(front + segment))
    total = sum((q.value for _, q in paid), Fraction(0))
    if len(paid) > 1 and staged > 1 and _wrong(total, rest) and total > 50:
        passage, quantity = paid[-1]
        yield _finding(passage, quantity.start, {"total": shown(total)}, "")


def _wrong(total: Fraction, rest: bool) -> bool:
    thirds = abs(total - _HUNDRED) < Fraction(1, 10)
    return not thirds and (total > _HUNDRED or not rest)


def _parties(prose: list[Passage]) -> Iterator[Finding]:
    """Shares of named parties: in one sentence, or one in each item of a list."""
    single: list[tuple[Passage, int, Fraction, str, str]] = []
    for passage in prose:
        for start, text in sentences(passage.words):
            shares = list(_shares(text))
            if len(shares) > 1 or (shares and "各" in text):
                yield from _summed(text, [(passage, start + at, v, p, w) for at, v, p, w in shares])
            elif shares and passage.clause is not prose[0].clause:
                at, value, party, words = shares[0]
                single.append((passage, start + at, value, party, words))
    if len(single) > 1:
        yield from _summed(prose[0].words + "".join(row[4] for row in single), single)


def _shares(text: str) -> Iterator[tuple[int, Fraction, str, str]]:
    if not ratios(text) or not _SHARED.search(text) or re.search(r"违约|赔偿|利息|滞纳|税率", text):
        return
    for at, part in segments(text.replace("、", "，")):
        for quantity in ratios(part):
            before = part[: quantity.start]
            found = _NAMED.search(before) or _VERB.search(before)
            if quantity.dimension == "percent" and re.search(r"至少|不低于|不超过", part):
                return
            if quantity.dimension == "percent" and found:
                many = re.search(r"([双两二三四五])方?(?:当事人)?(?:平均)?各", before)
                times = (
                    {"双": 2, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5}[many[1]] if many else 1
                )
                party = "各" if many else found["party"]
                yield at + quantity.start, quantity.value * times, party, text


def _summed(text: str, shares: list[tuple[Passage, int, Fraction, str, str]]) -> Iterator[Finding]:
    parties = [row[3] for row in shares]
    single = len(shares) == 1
    if len(set(parties)) != len(parties) or (single and parties[0] != "各"):
        return
    total = sum((row[2] for row in shares), Fraction(0))
    rest = bool(_REST.search(text)) or (bool(_EQUITY.search(text)) and "注册资本" not in text)
    if _wrong(total, rest):
        passage, at = shares[-1][0], shares[-1][1]
        yield _finding(passage, at, {"total": shown(total)}, "")


def _finding(passage: Passage, at: int, params: dict[str, str], variant: str) -> Finding:
    clause = passage.clause.id if passage.clause else None
    return Finding(passage.at(at), dict(params), variant, clause=clause)


RULE = Rule("S16", "percentages", Severity.WARNING, look=look)
