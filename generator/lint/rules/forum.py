"""争议的管辖

争议解决条款应当使管辖的机构能够确定，只选仲裁或者诉讼一种，并与争议有实际联系。

既约定仲裁又约定诉讼、由当事人任选的，没有写明仲裁机构的，由一方指定法院的，是错误。约定两个以上法院的，约定守约方、违约方所在地法院的，约定的地点在文件中看不出与争议的联系的，是警告。劳动争议先裁后诉，请求法院确认、执行或者保全，不作判断。平台的协议有十条以上而没有争议解决条款、也没有引用的，是警告。

## 理由

“或裁或审”的仲裁约定无效，不能确定法院的管辖约定落空，只能依照法律规定确定管辖。争议发生后，双方先要为由谁审理而争议。

## 法律

- 《中华人民共和国民事诉讼法》第三十五条：可以书面约定与争议有实际联系的地点的人民法院管辖（条文编号以2024年1月1日起施行的文本为准；自2013年1月1日起适用于与争议有实际联系的地点；两个日期凭记忆，待核）。
- 《最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释》第三十条：起诉时能够确定管辖法院的，从其约定，不能确定的，依照民事诉讼法确定；约定两个以上有实际联系的地点的，原告可以向其中一个起诉。
- 《最高人民法院关于适用〈中华人民共和国仲裁法〉若干问题的解释》第七条：约定既可以仲裁也可以起诉的，仲裁协议无效（依2006年文本；《中华人民共和国仲裁法》2025年修订后本条是否继续适用，待核）。
- 《中华人民共和国仲裁法》第二十七条：仲裁协议应当有请求仲裁的意思表示、仲裁事项和选定的仲裁机构（2025年修订，2026年3月1日起施行，依二手资料；修订前为第十六条，凭记忆，待核）。

## 正确

```text
因本协议发生的争议，由被告住所地有管辖权的人民法院管辖。
```

```text
因本协议发生的争议，提交北京仲裁委员会仲裁，仲裁裁决是终局的。
```

```text
发生劳动争议的，可以向劳动争议仲裁委员会申请仲裁，对裁决不服的，可以向人民法院起诉。
```

```text
您涉及诉讼或者仲裁的，应当通知平台。
```

```text
因本协议发生的争议，由被告住所地或者合同履行地人民法院管辖。
```

## 错误

或裁或审：

```text
发生争议的，任何一方**可以向北京仲裁委员会申请仲裁，也可以向人民法院起诉**。
```

没有写明仲裁机构：

```text
因本协议发生的争议，提交仲裁机构仲裁。
```

由一方指定法院：

```text
因本协议发生的争议，由平台指定的人民法院管辖。
```

```text
涉及本协议的诉讼，由平台任选一地的人民法院管辖。
```

约定了两个法院，是警告：

```text
因本协议发生的争议，可以向甲方所在地或者乙方所在地人民法院起诉。
```

对仲裁裁决不服可以起诉，仍是或裁或审：

```text
争议提交北京仲裁委员会仲裁，对裁决不服的，可以向人民法院起诉。
```

两个仲裁机构，是警告：

```text
因本协议发生的争议，可以向上海仲裁委员会或者深圳国际仲裁院申请仲裁。
```

境外的法院，是警告：

```text
因本协议发生的争议，由新加坡法院管辖。
```

一条约定仲裁，另一条约定诉讼：

```yaml
sections:
  - id: one
    title: 争议
    clauses:
      - {id: arbitration, text: 因本协议发生的争议，提交上海仲裁委员会仲裁。}
      - {id: court, text: 因本协议发生的争议，由被告住所地人民法院管辖。}
```

看不出该地点与争议的联系，是警告：

```text
因本协议发生的争议，由杭州市余杭区人民法院管辖。
```

## 如何修改

写一个能够确定的法院，例如“由被告住所地有管辖权的人民法院管辖”；或者只写一个仲裁机构的全称，例如“提交北京仲裁委员会仲裁”。约定具体地点的，写明它是合同签订地、履行地、一方住所地或者标的物所在地。

## 如何保留

约定的地点与争议确有联系而文件中看不出的，在条款上写明理由和截止日：`allow: [{rule: forum, why: 该法院位于双方的签约地, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ...model import Kind, Scope
from ...problems import Severity
from .. import references
from ..parties import WE
from ..rule import Finding, Rule
from ..statements import Statement, statements
from ..subject import Subject

CLAUSES = 10
_BODY = r"(?:仲裁委员会|仲裁院|仲裁机构|仲裁中心|仲裁委|仲裁庭)"
_ARBITRATE = re.compile(
    rf"(?:提交|提请|申请|选择|采取|采用|通过|由|向|提起|交)[^，。；]{{0,30}}?仲裁(?!裁决|法|费|庭)|提交[^，。；]{{2,16}}仲裁(?:委员会|院)|仲裁方式解决|{_BODY}[^，。；]{{0,6}}(?:申请)?仲裁"
)
_SUE = re.compile(
    r"(?:向|由|至|到|在|提交|交)[^，。；]{0,40}?法院[^，。；]{0,12}?(?:起诉|诉讼|管辖|解决|审理|受理|裁决|裁判|判决|处理|进行)|诉[至诸][^，。；]{0,16}法院|(?:提起|通过|采取|选择|以)诉讼(?:方式)?|依法起诉|法院(?:提起)?(?:诉讼|起诉)|向[^，。；]{0,30}人民法院提起"
)
_OTHER = re.compile(
    r"劳动|人事争议|不服|强制执行|申请执行|保全|撤销|确认[^，。；]{0,12}(?:效力|解除)|调整|涉及(?:诉讼|仲裁|争议)|涉诉|卷入|费用|败诉|"
    r"个人信息|权利人|仲裁协议(?:无效|被)|裁决[^，。；]{0,6}(?:执行|后)|先予|支付令|第三[方人][^，。；]{0,10}(?:提起|主张)|不受理|无须|不得|前置|前提"
)
_DISPUTED = re.compile(r"诉讼|管辖|法院")
_DISPUTE = re.compile(
    r"诉讼应|任何诉讼|一切诉讼|争议|纠纷|争端|协商(?:不成|未果|无果|不能)|诉讼管辖|管辖"
)
_VAGUE_BODY = re.compile(
    r"(?:提交|提请|申请|由|向)[^，。；]{0,6}?(?:有关|相关|当地|所在地|有管辖权的?|任何|任一|第三方|仲裁机构|仲裁机关|仲裁委员会|仲裁部门)[^，。；]{0,8}仲裁"
)
_NAMED_BODY = re.compile(r"[\u4e00-\u9fff]{2,}(?:国际)?(?:经济贸易)?(?:仲裁委员会|仲裁院|仲裁中心)")
_GENERIC = re.compile(
    r"(?:有关|相关|当地|所在地|管辖权的?|劳动争议|提交|提请|申请|向|由|的|任一|任何|住所地|签订地|履行地|市|该|[由交向]中国|[由交向]国际(?:商事)?)$"
)
_ASSIGNED = re.compile(
    rf"{WE}[^，。；]{{0,8}}(?:确定|决定|选择|指定|选定|认可|书面通知)[^，。；]{{0,12}}(?:管辖|法院|仲裁机构|地点)"
    rf"|{WE}[^，。；]{{0,8}}认为[^，。；]{{0,6}}法院|(?:法院|管辖|地点|机构)[^，。；]{{0,6}}(?:由|以){WE}[^，。；]{{0,8}}(?:确定|决定|选择|指定|选定|为准|通知)|(?:指定|选定)的?[^，。；]{0, 4}(?:地点|地方|地区)|"
    r"(?:指定|选定|认可|任意|任选|自选|自行选择|选择)(?:的|之)?(?:任何|任一|一家|一个)?[^，。；]{0,10}法院|(?:任何|任一|任意)(?:国家的?|一家|一个|地方的?|地的?|地区的?)?[^，。；方当]{0,4}法院"
)
_SEVERAL = re.compile(
    r"[^，。；]{1,20}(?:所在地|住所地|签订地|履行地|注册地|经营地|法院)(?:的)?(?:人民法院)?(?:或者?|、|及|和|以及|/)[^，。；]{1,20}(?:所在地|住所地|签订地|履行地|注册地|经营地)?[^，。；]{0,6}法院|(?:向|由)[^，。；]{1,10}方(?:或者?|、|和|及|与)[^，。；]{1,10}方[^，。；]{0,6}(?:所在地|住所地|注册地)[^，。；]{0,8}法院|各自(?:所在地|住所地)[^，。；]{0,8}法院"
)
_BODIES = re.compile(
    r"[\u4e00-\u9fff]{2,16}(?:仲裁委员会|仲裁院|仲裁中心)(?:或者?|、|及|和|以及|/)[\u4e00-\u9fff]{2,16}(?:仲裁委员会|仲裁院|仲裁中心)"
)
_ABROAD = re.compile(
    r"(?:由|向|至|在|提交|适用|受)[^，。；]{0,6}(?:新加坡|香港|澳门|台湾|开曼|英属|维京|美国|英国|英格兰|纽约|加利福尼亚|伦敦|特拉华|日本|韩国|瑞士|境外|国外|外国|海外)[^，。；]{0,10}法院|(?:律师|代理人|服务器|第三方)[^，。；]{0,2}(?:所在地|住所地)[^，。；]{0,6}法院"
)
# To court against an award that is final: both, in a text that is not about labour.
_APPEALED = re.compile(
    r"(?:仲裁|裁决)[^。；]{0,12}不服[^。；]{0,24}(?:起诉|诉讼|上诉)|(?:不服|不接受|不同意)[^。；，]{0,8}(?:仲裁|裁决)[^。；]{0,24}(?:起诉|诉讼|上诉)"
)
_LABOUR = re.compile(r"劳动|人事|用人单位|员工")
_BRANCH = re.compile(
    r"(?:总部|总公司|分公司|子公司|营业部|服务器)[^，。；]{0,4}(?:或者?|、|及|和|以及|/)[^，。；]{1,16}法院"
)
_STATUTE = re.compile(r"被告住所地(?:或者?|、)合同履行地")
_FLOATING = re.compile(
    r"(?:较近|最近|就近|方便|便利|合适|适当|较高|更高|上级|有利)[^，。；]{0,6}法院|(?:守约|违约|受损害?|受害|无过错|过错|胜诉|败诉)(?:一)?方[^，。；]{0,8}(?:所在地|住所地)?[^，。；]{0,8}法院"
)
_PLACE = re.compile(
    r"(?:由|向|至|在)(?P<place>[\u4e00-\u9fff]{1,12}?[省市区县州])(?:[\u4e00-\u9fff]{0,4})人民法院"
)
_LINK = re.compile(r"签订地|履行地|住所|所在地|注册地|标的物|签署地|经营地|地址|注册于|位于")


def look(subject: Subject) -> Iterator[Finding]:
    every = list(statements(subject))
    arbitrate = [(s, m) for s in every if (m := _chosen(s, _ARBITRATE))]
    sue = [(s, m) for s in every if (m := _chosen(s, _SUE))]
    if arbitrate and sue:
        statement, match = _later(arbitrate[0], sue[0])
        yield Finding(statement.at(match.start()), {}, "both", clause=statement.clause)
    for statement in every:
        appealed = _APPEALED.search(statement.words)
        if appealed and statement.passage.clause and not _LABOUR.search(statement.passage.words):
            yield _finding(statement, appealed, "both", None)
    for statement, match in arbitrate:
        if bodies := _BODIES.search(statement.words):
            yield _finding(statement, bodies, "several", Severity.WARNING)
        elif not _named(statement, subject.words):
            yield _finding(statement, match, "vague", None)
    courts = [s for s, _ in sue] + [s for s in every if _assigned(s)]
    for statement in dict.fromkeys(courts):
        yield from _court(statement, subject)
    document = subject.document
    wanted = document.kind is Kind.AGREEMENT and document.scope is not Scope.NEGOTIATED
    if wanted and "平台" in subject.words and sum(1 for _ in subject.clauses()) >= CLAUSES:
        reached = (references.words(c) for c in references.clauses(subject, subject.passages))
        if not re.search("法院|仲裁", subject.words) and not any("法院" in w for w in reached):
            yield Finding(document.place("title"), {}, "absent", Severity.WARNING)


def _chosen(statement: Statement, pattern: re.Pattern[str]) -> re.Match[str] | None:
    """Where a sentence about disputes chooses arbitration or the courts."""
    if statement.passage.clause is None:
        return None
    words, top = statement.words, statement.top
    if not (found := pattern.search(words)):
        return None
    section = statement.section.title if statement.section else ""
    about = _DISPUTE.search(
        statement.passage.words + section + ((top.keyword or "") if top else "")
    )
    if not about or _OTHER.search(words) or statement.banned:
        return None
    return found


def _assigned(statement: Statement) -> bool:
    words = statement.words
    return bool(_chosen(statement, _DISPUTED)) and bool(_ASSIGNED.search(words))


def _later(
    one: tuple[Statement, re.Match[str]], two: tuple[Statement, re.Match[str]]
) -> tuple[Statement, re.Match[str]]:
    """The choice that stands first in one sentence; of two sentences, the later one."""
    if one[0] is two[0]:
        return one if one[1].start() < two[1].start() else two
    places = [(s.at(0), s, m) for s, m in (one, two)]
    return max(places, key=lambda row: (row[0].line, row[0].column) if row[0] else (0, 0))[1:]


def _named(statement: Statement, everything: str) -> bool:
    for found in _NAMED_BODY.finditer(statement.words):
        head = re.sub(r"(?:国际)?(?:经济贸易)?(?:仲裁委员会|仲裁院|仲裁中心)$", "", found.group())
        if not _GENERIC.search(head):
            return True
    if re.search(r"_{2,}|【|\[|［|　{2,}", statement.words):
        return True
    return not _VAGUE_BODY.search(statement.words) and bool(_NAMED_BODY.search(everything))


def _court(statement: Statement, subject: Subject) -> Iterator[Finding]:
    words = statement.words
    if match := _ASSIGNED.search(words):
        yield _finding(statement, match, "assigned", None)
    elif (match := _SEVERAL.search(words) or _BRANCH.search(words)) and not _STATUTE.search(words):
        yield _finding(statement, match, "several", Severity.WARNING)
    elif match := _FLOATING.search(words):
        yield _finding(statement, match, "floating", Severity.WARNING)
    elif match := _ABROAD.search(words):
        yield _finding(statement, match, "unconnected", Severity.WARNING)
    elif (match := _PLACE.search(words)) and not _LINK.search(words):
        city = match["place"][:2]
        if subject.words.count(city) < 2:
            yield _finding(statement, match, "unconnected", Severity.WARNING)


def _finding(
    statement: Statement, match: re.Match[str], variant: str, severity: Severity | None
) -> Finding:
    params: dict[str, object] = {"words": match.group()[:40]}
    return Finding(statement.at(match.start()), params, variant, severity, statement.clause)


RULE = Rule("L22", "forum", Severity.ERROR, since=date(2013, 1, 1), look=look)
