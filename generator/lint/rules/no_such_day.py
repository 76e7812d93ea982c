"""不存在的日期和时刻

文本中的日期和时刻应当存在。

下列写法给予警告：日历上没有的日期（2月30日、2023年2月29日、9月31日、三月三十二日），没有的月份（13月），一日之外的时刻（25时、24时30分、8时75分、25:00）。2024年2月29日、没有写明年份的2月29日、24时，都存在，不作判断。“13个月”“48小时”是期间，不是日期。

## 理由

期间的起止落在不存在的日期上，就无法确定义务何时届满，只能依靠解释。

## 法律

- 《中华人民共和国民法典》第二百零三条：期间的最后一日截止于二十四时（2021年1月1日起施行）；第二百条：期间按照公历年、月、日、小时计算（凭记忆，待核）。
- 其余出于文本质量的考虑，适用于全部版本。

## 正确

```text
本条自2024年2月29日起适用，至当年12月31日24时止。
```

```text
期限为13个月，故障应当在48小时内排除，服务时间为每日9时至24时。
```

比例、编号和月次不是日期：

```text
分成比例为30:70，编号为2023-45-12，第13月的费用与前12个月相同。
```

## 错误

```text
优惠期至2023年2月29日止。
```

```text
报名自九月三十一日起截止。
```

```text
年度账单在次年13月出具。
```

```text
您可以在每月32日以前开具发票。
```

```text
维护在当日22时至25时进行。
```

```text
您应当在2026-02-30前补充材料。
```

## 如何修改

改为日历上存在的日期；以月末为准的，写“该月最后一日”。

## 如何保留

不是日期而形式相同的，在条款上写明理由和截止日：`allow: [{rule: no-such-day, why: 所写是产品型号, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...problems import Severity
from ...quantities import HAN
from ..days import NUMBER, exists, number
from ..rule import Finding, Rule
from ..subject import Subject

_TO = r"(?:前|起)?\s*[至到\-—–~～]+\s*"
_DATE = re.compile(
    rf"(?:(?P<year>\d{{4}}|[〇零一二三四五六七八九]{{4}})年\s*)?(?<!第)"
    rf"(?P<month>{NUMBER})月(?:份)?(?P<day>{NUMBER})[日号](?!历)"
    rf"(?:{_TO}(?P<until>{NUMBER})[日号](?!内|历))?"
)
_MONTH = re.compile(
    rf"(?:(?<=\d年)|(?<=[每当次本今去明同该]年))\s*(?P<a>{NUMBER})月(?!龄|薪)"
    rf"|(?<![第满达共\d])(?P<b>{NUMBER})月(?:份|初|底|末|[上中下]旬)"
)
_MONTHLY = re.compile(rf"[每当次上下本该]月的?(?:第)?(?P<day>{NUMBER})[日号]")
_ISO = re.compile(
    r"(?<![\w.\-/])(?P<year>(?:19|20)\d\d)(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)"
    r"(?P<day>\d{1,2})(?![\w]*[-/.]?\d)",
    re.ASCII,
)
_HOUR = re.compile(
    rf"(?P<hour>{NUMBER})(?:[时点](?:(?P<minute>{NUMBER})分)?|(?<=\d)[:：](?P<colon>\d\d)(?!\d))"
)
_CLOCK = re.compile(
    r"(?:日的?|[上下中正]午|凌晨|[早晚夜]上?|[每当次]天|(?:[时点分]|[:：]\d\d)\s*[至到\-—–~～]+)\s*$"
)
_CODE = re.compile(r"(?:编号|文号|案号|单号|版本|标准|账号|号码|电话)[^。，；]{0,6}$")
# Without one of them there is neither a day nor an hour.
_ANY = re.compile(rf"月|[0-9０-９{HAN}]\s*[时点:：/.\-]")
_SHARE = re.compile(r"比|分成|分账|分配")


def look(subject: Subject) -> Iterator[Finding]:
    for passage in subject.passages:
        clause = passage.clause.id if passage.clause else None
        for start, end in sorted(set(_wrong(passage.words))):
            params: dict[str, object] = {"words": passage.words[start:end]}
            yield Finding(passage.at(start), params, clause=clause)


def _wrong(words: str) -> Iterator[tuple[int, int]]:
    """Where each impossible day, month or time begins and ends."""
    if not _ANY.search(words):
        return
    for match in _DATE.finditer(words):
        year, month = number(match["year"] or ""), number(match["month"])
        if not exists(year, month, number(match["day"])):
            yield match.start(), match.end("day") + 1
        elif match["until"] and not exists(year, month, number(match["until"])):
            yield match.start("until"), match.end()
    for match in _MONTH.finditer(words):
        month = number(match["a"] or match["b"])
        dated = _DATE.match(words, match.start("a") if match["a"] else match.start())
        if not dated and month is not None and not 1 <= month <= 12:
            yield match.start("a") if match["a"] else match.start("b"), match.end()
    for match in _MONTHLY.finditer(words):
        if not exists(None, 1, number(match["day"])):
            yield match.span()
    for match in _ISO.finditer(words):
        day = (int(match["year"]), int(match["month"]), int(match["day"]))
        if not exists(*day) and not _CODE.search(words[max(0, match.start() - 16) : match.start()]):
            yield match.span()
    yield from _times(words)


def _times(words: str) -> Iterator[tuple[int, int]]:
    for match in _HOUR.finditer(words):
        hour, minute = number(match["hour"]), number(match["minute"] or match["colon"] or "0")
        if (
            hour is None
            or minute is None
            or (hour < 24 and minute < 60)
            or (hour, minute) == (24, 0)
        ):
            continue
        before = words[max(0, match.start() - 12) : match.start()]
        around = before + words[match.end() : match.end() + 8]
        if _CLOCK.search(before) and not (match["colon"] and _SHARE.search(around)):
            yield match.span()


RULE = Rule("S01", "no-such-day", Severity.WARNING, look=look)
