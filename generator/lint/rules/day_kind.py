"""日的种类

文件中以日计算的期间，应当写明是自然日还是工作日。

“15日内”“提前三十日”“每逾期1日”等没有写明种类的期间，给予警告。日期（9月28日、每月15日）和“当日”“次日”“每日”“之日”“第一日”“最后一日”不是期间，每周工作的日数和休假的日数另有法律规定，都不作判断。文件已经约定“日”一律指自然日（或者工作日），或者同一句写明按照自然日（工作日）计算的，不作判断；转述法律规定的期间和“七日无理由退货”这一法定名称，也不作判断。法律就同一行为规定的期间（劳动者提前三十日通知解除、收到裁决书之日起十五日内起诉、收到商品之日起七日内退货等），照录的不作判断。

## 理由

十日和十个工作日相差四日以上。同一文件中既有“工作日”又有单独的“日”，双方会对期间何时届满产生争议。

## 法律

- 《中华人民共和国民法典》第二百零一条、第二百零三条：期间的起算和届满（2021年1月1日起施行）；第二百条：期间按照公历年、月、日、小时计算（凭记忆，待核）。
- 没有约定的“日”依法是自然日，本规则要求写明，出于文本质量的考虑，适用于全部版本。

## 正确

```text
平台运营方应当自收到申请之日起15个工作日内退款，至迟不超过30个自然日。
```

```text
账单在每月5日出具，活动自9月1日至15日举行，费用按日计算，当日和次日的数据不计入。
```

同一句写明了日的种类：

```text
您应当在3日内答复，本条的期间按自然日计算。
```

转述法律规定的期间：

```text
您依照法律规定的十五日上诉期提起上诉。
```

照录法律规定的期间：

```text
本劳动合同期内，乙方提前三十日以书面形式通知甲方，可以解除本合同；试用期内提前三日通知甲方，可以解除本合同。
对仲裁裁决不服的，可以自收到裁决书之日起十五日内向人民法院起诉。
```

文件说明了日的计算：

```text
您应当在3日内答复；期间以日计算的，按照自然日计算。
```

## 错误

```text
您应当在15日内提出异议。
```

```text
任何一方可以提前三十日通知对方解除协议。
```

```text
每逾期1日，按照应付金额的0.03%支付违约金。
```

```text
答复期限为3至5日。
```

“天”同样需要写明：

```text
乙方应当在30天内支付货款。
```

不是法律就该行为规定的期间：

```text
房屋出租合同期内，乙方提前三十日通知甲方的，可以退租。
```

## 如何修改

写成“15个自然日”或者“15个工作日”；也可以在定义中写明“日”的含义。

## 如何保留

照录他人文本、不能改动的，在条款（整份文件都是的，在文件）上写明理由和截止日：`allow: [{rule: day-kind, why: 照录对方范本的期间, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...problems import Severity
from ..days import NUMBER
from ..periods import LABOUR, statutory
from ..rule import Finding, Rule
from ..subject import Subject

_KINDS = r"(?:自然日|工作日|日历日|公历日|营业日|交易日)"
_DAYS = re.compile(
    rf"(?P<first>月的?第?\s*|[第周]|T\+)?"
    rf"(?P<period>(?:{NUMBER}个?[日天]?(?:至|到|或者?|[-—–~～])+)?{NUMBER}\s*个?"
    rf"(?:日|天(?=[之以]?内|[之以]?前|[之以]?后|[，的仍])))"
    rf"(?![历常期志元币本用均程光游龄息薪]|无理由|三餐|（?(?:自然|工作|日历|公历|营业|交易)日)"
)
_JOINED = re.compile(r"(?:前|起)?[\s至到、，,和或及与\-—–~～]{1,3}者?$")
_COUNT = rf"(?:均|皆|都|一律|仅)?(?:系?指|为|是|按照?|以)的?{_KINDS}"
_DEFINED = re.compile(
    rf"(?:[“\"「‘][日天][”\"」’]|(?:所称|所指|所述|提及|使用|中|项下)的?[日天]数?|(?:^|[，。；\n])[日天]数?)"
    rf"(?:，[^。；，]{{0,20}}，?)?{_COUNT}"
    rf"|(?:[按以]日计算|以日为单位|期间|期限|日数|天数)[^。；]{{0,24}}(?=均|皆|都|一律){_COUNT}"
    rf"|[按以]日计算的[^。；，]{{0,6}}，{_COUNT}"
)
_COUNTED = re.compile(rf"(?:按照?|以|均为|均指){_KINDS}")
_QUOTED = re.compile(
    r"(?:法|条例|办法|规定|解释)》?(?:第[^。；，]{1,10}条)?中?(?:规定|所称|要求)?的[^。；，]{0,4}$"
)
_ONE = re.compile(r"[任某同另该前后上首末每逐哪这那单有]$")
_YEAR = re.compile(r"36[056]个?日|三百六十[五六]?个?日")
_WORKED = re.compile(r"每[周星][^，]{0,6}$|[休婚产丧病事]假$")
_RATE = re.compile(r"(?:按照?|以)(?:每月)?$")


def look(subject: Subject) -> Iterator[Finding]:
    if any(term.term in ("日", "天") for term in subject.document.terms):
        return
    if _DEFINED.search(subject.words):
        return
    labour = bool(LABOUR.search(subject.words))
    for passage in subject.passages:
        clause = passage.clause.id if passage.clause else None
        for start, end in _periods(passage.words, labour):
            params: dict[str, object] = {"words": passage.words[start:end]}
            yield Finding(passage.at(start), params, clause=clause)


def _periods(words: str, labour: bool) -> Iterator[tuple[int, int]]:
    """Where periods of days of no kind begin and end; dates and ordinals are none."""
    if "日" not in words and "天" not in words:
        return
    date_end = -1
    for match in _DAYS.finditer(words):
        start, end = match.span("period")
        ordinal = (
            match["first"] == "第" and words[match.start() - 1 : match.start()] not in "起后满"
        )
        between = words[date_end:start] if 0 <= date_end < start <= date_end + 6 else ""
        if _JOINED.fullmatch(between) or (match["first"] and match["first"] != "第"):
            date_end = end
        elif not ordinal and not _is_clear(words, start, end, labour):
            yield start, end


def _is_clear(words: str, start: int, end: int, labour: bool) -> bool:
    """Whether the sentence says how days are counted, or speaks of no period at all."""
    before = re.split(r"[。；\n]", words[max(0, start - 40) : start])[-1]
    after = re.split(r"[。；\n]", words[end : end + 40])[0]
    period = words[start:end]
    if statutory(before, period, after, labour):
        return True
    if (period in ("一日", "1日") and _ONE.search(before)) or _WORKED.search(before):
        return True
    if _YEAR.fullmatch(period) or (_RATE.search(before) and after.startswith(("计", "折算", "为"))):
        return True
    return bool(_COUNTED.search(before) or _COUNTED.search(after) or _QUOTED.search(before))


RULE = Rule("S03", "day-kind", Severity.WARNING, look=look)
