"""同一组文件相互矛盾

商家同时受几份文件约束的，各文件对管辖、变更公布的天数和退款的天数，应当约定一致。

规则比较同一组合中的各份文件：争议由哪里的法院管辖、由哪个仲裁委员会仲裁；重大变更和其他变更提前多少日公布；费用、押金或者保证金在多少日内退还。两份文件的约定没有一处相同的，两处都会指出。工作日与自然日不同，视为不同的天数。只约定“有管辖权的人民法院”、引用另一份文件的条款、对不同产品适用的，不作判断。同一份文件内的数字由规则S13（前后不一致的数字）检查。

## 理由

几份文件同时有效，相互矛盾时商家无从遵守，平台也无从主张；管辖约定不能确定法院的，只能依照法律规定确定，约定落空。

## 法律

- 《中华人民共和国民事诉讼法》第三十五条：可以书面约定与争议有实际联系的地点的人民法院管辖（条文编号以2024年1月1日起施行的文本为准，施行日期凭记忆，待核）；《最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释》第三十条：管辖应当能够确定。
- 《中华人民共和国电子商务法》第三十四条：修改内容应当至少在实施前七日予以公示（2019年1月1日起施行）。
- 其余出于文本质量的考虑。

## 正确

使用规范引用协议的管辖条款：

```yaml
sections:
  - id: one
    title: 争议
    clauses:
      - {id: only, text: 争议由被告住所地有管辖权的人民法院管辖。}
# file: agreements/documents/other.yaml
id: other
title: 使用规范
kind: norm
version: {number: "1", published: 2026-04-01, effective: 2026-06-01}
sections:
  - id: one
    title: 争议
    clauses:
      - {id: forum, text: "争议的管辖适用[[terms#only]]，您可以依法向人民法院起诉。"}
# file: agreements/catalog.yaml
documents: [terms, other]
```

同一款项的退款日数相同：

```yaml
sections:
  - id: one
    title: 退款
    clauses:
      - {id: only, text: 平台运营方应当在申请后15个工作日内退款。}
# file: agreements/documents/other.yaml
id: other
title: 使用规范
kind: norm
version: {number: "1", published: 2026-04-01, effective: 2026-06-01}
sections:
  - id: one
    title: 退款
    clauses:
      - {id: back, text: 订单取消的，未消耗的费用在15个工作日内退还；保证金在30个工作日内退还。}
# file: agreements/catalog.yaml
documents: [terms, other]
```

公布的日数有一处相同：

```yaml
sections:
  - id: one
    title: 变更
    clauses:
      - {id: only, text: 本协议重大变更应当在生效前至少15日公布，其他变更应当提前7日公布。}
# file: agreements/documents/other.yaml
id: other
title: 使用规范
kind: norm
version: {number: "1", published: 2026-04-01, effective: 2026-06-01}
sections:
  - id: one
    title: 变更
    clauses:
      - {id: notice, text: 本规范修改的，应当至少提前7日公布；页面布局调整的，提前3日通知。}
# file: agreements/catalog.yaml
documents: [terms, other]
```

用户申请退款的期限，不是退还的期限：

```yaml
sections:
  - id: one
    title: 退款
    clauses:
      - {id: only, text: 平台运营方应当在审核后15个工作日内退还费用。}
# file: agreements/documents/other.yaml
id: other
title: 使用规范
kind: norm
version: {number: "1", published: 2026-04-01, effective: 2026-06-01}
sections:
  - id: one
    title: 退款
    clauses:
      - {id: back, text: 用户可以在收到商品后七个自然日内申请退款。}
# file: agreements/catalog.yaml
documents: [terms, other]
```

## 错误

两份文件的管辖法院不同：

```yaml
sections:
  - id: one
    title: 争议
    clauses:
      - {id: only, text: 争议由被告住所地有管辖权的人民法院管辖。}
# file: agreements/documents/other.yaml
id: other
title: 使用规范
kind: norm
version: {number: "1", published: 2026-04-01, effective: 2026-06-01}
sections:
  - id: one
    title: 争议
    clauses:
      - {id: forum, text: 因本规范发生争议的，任何一方可以向杭州市余杭区人民法院起诉。}
# file: agreements/catalog.yaml
documents: [terms, other]
```

两份文件的退款日数不同：

```yaml
sections:
  - id: one
    title: 退款
    clauses:
      - {id: only, text: 平台运营方应当在申请后15个工作日内退款。}
# file: agreements/documents/other.yaml
id: other
title: 使用规范
kind: norm
version: {number: "1", published: 2026-04-01, effective: 2026-06-01}
sections:
  - id: one
    title: 退款
    clauses:
      - {id: back, text: 订单取消的，未消耗的费用应当自取消之日起十日内退还。}
# file: agreements/catalog.yaml
documents: [terms, other]
```

公示的期间不同：

```yaml
sections:
  - id: one
    title: 变更
    clauses:
      - {id: only, text: 本协议的修改，公示期不少于十五日。}
# file: agreements/documents/other.yaml
id: other
title: 使用规范
kind: norm
version: {number: "1", published: 2026-04-01, effective: 2026-06-01}
sections:
  - id: one
    title: 变更
    clauses:
      - {id: notice, text: 本规范调整的，自公布之日起满七日生效。}
# file: agreements/catalog.yaml
documents: [terms, other]
```

两份文件的公布日数不同：

```yaml
sections:
  - id: one
    title: 变更
    clauses:
      - {id: only, text: 本协议修改的，应当在生效前至少10日公布。}
# file: agreements/documents/other.yaml
id: other
title: 使用规范
kind: norm
version: {number: "1", published: 2026-04-01, effective: 2026-06-01}
sections:
  - id: one
    title: 变更
    clauses:
      - {id: notice, text: 本规范修改的，应当至少提前7日公布。}
# file: agreements/catalog.yaml
documents: [terms, other]
```

## 如何修改

只在一份文件中约定，其他文件引用该条款，例如“争议的管辖适用[[terms#forum]]”（`terms` 是文件的标识，`forum` 是条款的标识）。

## 如何保留

有意作不同约定的，在两处条款上都写明理由和截止日：`allow: [{rule: contradiction, why: 两份文件的退款途径不同, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...problems import Severity
from ...quantities import quantities, shown
from ..rule import Finding, Rule
from ..sentences import sentences
from ..subject import CITE, Passage, Subject, Whole
from ..together import sets

_COURT = re.compile(
    r"(?:诉至|诉诸|由|向|至|到|在|交|提请|提交|诉至|诉诸|起诉于|约定|(?<=[，。；]))(?P<where>[^，。；由向]{0,30}?)(?:人民)?法院"
)
_PANEL = re.compile(
    r"(?:由|向|至|到|在|交|提请|提交)(?P<where>[^，。；由向]{2,24}仲裁(?:委员会|中心|院))"
)
_DISPUTE = re.compile(r"协商不成|诉至|争议|纠纷|诉讼|起诉|管辖|仲裁")
_EMPTY = re.compile(
    rf"有管辖权的?|具有|对[^，。；]{{0,8}}有|依法|享有|有权|人民|的|所在|住所|当地|起诉|提起诉讼|中级|基层|{CITE}|\s"
)
_CHANGE = re.compile(r"变更|修改|修订|修正|更新|调整")
_ELSE = re.compile(
    r"页面|布局|价格|收费标准|维护|地址|联系人|联系方式|(?:您|商家|商户|用户|会员|乙方)(?:变更|修改|调整|更新)|账户信息|登记信息|订单|功能|停止|终止|服务内容"
)
_TOLD = re.compile(r"公布|公示|公告|通知|发布|告知")
# 公示期不少于十五日; 自公布之日起满三十日生效
_SHOWN = re.compile(
    r"(?:公示|公布|公告)(?:的)?(?:期间?|期限|时间)?(?:为|是|不少于|不得少于|至少|满|不低于)[^，。；]{0,2}$|(?:公布|公示|公告|发布)(?:之日)?(?:起|后)?(?:的)?第?(?:满|届满|经过)?$"
)
_AHEAD = re.compile(r"(?:提前|(?:生效|施行|实施|执行)(?:之?日)?(?:之)?前)[^，。；]{0,6}$")
_BACK = re.compile(
    r"[日天时]内退|(?:提现|退|余额)[^，。；]{0,14}到账|退还|退款|退费|返还|退回|退至"
)
_BOND = re.compile(r"押金|保证金|定金|履约金")
_WITHIN = re.compile(
    r"(?:(?:之)?内|以内)(?![^，。；]{0,10}(?:申请|提出|要求|请求|主张|[^不]可以?[^，。；]{0,6}退))"
)


@dataclass(frozen=True, slots=True)
class _Said:
    topic: str
    value: str
    words: str
    subject: Subject
    passage: Passage
    at: int


def look(whole: Whole) -> Iterator[Finding]:
    for group in sets(whole):
        said = [row for subject in group for row in _all(subject)]
        for topic in dict.fromkeys(row.topic for row in said):
            yield from _compared([row for row in said if row.topic == topic])


def _compared(said: list[_Said]) -> Iterator[Finding]:
    by_document: dict[str, list[_Said]] = {}
    for row in said:
        by_document.setdefault(row.subject.document.id, []).append(row)
    documents = list(by_document.values())
    told: set[int] = set()
    first = documents[0]
    for rows in documents[1:]:
        if {r.value for r in rows} & {r.value for r in first}:
            continue
        for one, other in [(row, first[0]) for row in rows] + [(row, rows[0]) for row in first]:
            if id(one) not in told and one.passage.scope & other.passage.scope:
                told.add(id(one))
                yield _finding(one, other)


def _finding(one: _Said, other: _Said) -> Finding:
    place = other.passage.at(other.at)
    params: dict[str, object] = {
        "words": one.words,
        "other": other.words,
        "title": other.subject.document.title,
        "place": str(place) if place else "",
    }
    clause = one.passage.clause.id if one.passage.clause else None
    return Finding(one.passage.at(one.at), params, one.topic.partition(" ")[0], clause=clause)


def _all(subject: Subject) -> Iterator[_Said]:
    for passage in subject.passages:
        for start, text in sentences(passage.words):
            for topic, value, words, at in (*_forum(text), *_days(text)):
                yield _Said(topic, value, words, subject, passage, start + at)


def _forum(text: str) -> Iterator[tuple[str, str, str, int]]:
    if not _DISPUTE.search(text):
        return
    for pattern in (_COURT, _PANEL):
        for found in pattern.finditer(text):
            where = _EMPTY.sub("", found["where"])
            if len(where) > 1 and not re.search(r"确认|认定|判决|裁定|请求|生效|专属|级别", where):
                yield "forum", where, found.group(), found.start()


def _days(text: str) -> Iterator[tuple[str, str, str, int]]:
    back = _BACK.search(text)
    change = _CHANGE.search(text) and _TOLD.search(text) and not _ELSE.search(text)
    if not back and not change:
        return
    for quantity in quantities(text):
        if quantity.dimension != "day":
            continue
        words, kind = (
            text[quantity.start : quantity.end],
            "工作日" if quantity.unit == "工作日" else "日",
        )
        value = shown(quantity.value) + kind
        part = re.split(r"[，,]", text[max(quantity.start - 80, 0) : quantity.start])[-1]
        rest = text[quantity.end : quantity.end + 80]
        segment = part + words + re.split(r"[，,]", rest)[0]
        shown_ = _SHOWN.search(part) and re.match(
            r"(?:之?后)?(?:[^，。；]{0,4}(?:生效|实施|施行|执行)|起|$|，|。|方可|后|届满)", rest
        )
        if change and (_AHEAD.search(part) or re.match(r"(?:之)?前", rest) or shown_):
            major = "major" if re.search(r"重大|重要", segment) else "other"
            yield f"notice {major}", value, words, quantity.start
        elif (
            back
            and (_WITHIN.match(rest) or rest.startswith("到账"))
            and _BACK.search("，".join(re.split(r"[，,]", rest)[:2]))
        ):
            kept = "bond" if _BOND.search(text) else "fee"
            yield f"refund {kept}", value, words, quantity.start


RULE = Rule("S12", "contradiction", Severity.WARNING, look_at_all=look)
