"""前后不一致的数字

同一件事的数字，在全文和整套文件中应当一致。

规则从句子中提取“什么是多少”：每月支付、出具的日期（每月15日支付工资），费用所占的比例（品牌使用费为月营业额的4%），名词加数字（押金、租期、试用期、费率）、期限（自收到异议之日起若干日内答复）、提前通知的天数、违约金的比例、保存的年限、合同的份数。名称、条件、单位和计算周期都相同而数字不同的，才会被指出；条件不同的（“试用期内”与“转正后”）、适用于不同产品的、同一列表或者表格中并列的各项，不作判断。数字只在一两处与其他各处不同的，指出少数的一处；各一处的，两处都指出。另外核对租期、服务期的长短与所写的起止日期，以及合同份数与各方所执份数。

## 理由

修改时改了一处、忘了另一处，是合同里最常见的错误。数字不一致的，格式条款作不利于提供方的解释。

## 法律

- 没有法律对此作出规定，出于文本质量的考虑。参见《中华人民共和国民法典》第四百九十八条：对格式条款有两种以上解释的，作不利于提供方的解释（2021年1月1日起施行）。

## 正确

```text
押金为5,000元。
乙方应当在签订合同时支付押金人民币五千元。
```

条件不同：

```text
试用期内，员工应当提前3日通知公司解除劳动合同。
转正后，员工应当提前30日书面通知公司解除劳动合同。
```

各年并列：

```text
第一年的租金为每月5000元，第二年的租金为每月5200元。
```

```text
平台运营方应当自收到异议之日起10个工作日内答复，自收到投诉之日起15个工作日内答复。
```

```text
租期二年，自2026年7月1日起至2028年6月30日止。租赁期限共24个月。
```

各方所执份数之和等于总数：

```text
本合同一式六份，买方执四份，卖方执两份。
```

其余份数另有去处：

```text
本合同一式五份，甲乙双方各执两份，其余报登记机关备案。
```

不同的对象各有期限：

```text
一级故障在4小时内修复，二级故障在24小时内修复。
```

两种设备的质保期：

```text
设备质保期为36个月。
软件质保期为12个月，质保期届满另行收费。
```

付款与开票各有日期：

```text
乙方应当于每月10日前支付租金，甲方应当于每月15日前开具租金发票。
```

不同的费用各有比例：

```text
品牌使用费为月营业额的4%，推广费为月营业额的1%。
```

## 错误

押金前后不同：

```text
押金为5,000元。
乙方应当在签订合同时支付押金人民币六千元。
```

同一异议的答复期限，前后不同：

```yaml
sections:
  - id: one
    title: 异议
    clauses:
      - id: first
        text: 平台运营方应当自收到异议之日起10个工作日内答复。
      - id: second
        text: 异议按照下列程序处理：
        items:
          - {id: i1, text: 平台运营方自收到异议之日起5个工作日内答复；}
          - {id: i2, text: 您不服的，可以投诉。}
```

提前通知的日数前后不同：

```text
任何一方解除本合同的，应当提前30日书面通知对方。
合同履行期间，任何一方解除本合同，应当提前15日通知对方。
```

租期与起止日期不符：

```text
租期三年，自2026年7月1日起至2028年6月30日止。
```

份数与各方所执的份数不符：

```text
本合同一式两份，甲乙双方各执两份。
```

同一租金、同一佣金的两个数字：

```text
月租金为3500元。
承租人每月支付租金3800元。
```

```text
平台收取成交额5%的佣金。
佣金按照成交额的8%收取。
```

正文与表格的保证金不同：

```yaml
sections:
  - id: one
    title: 费用
    clauses:
      - id: first
        text: 履约保证金为2万元。
      - id: second
        text: 各项费用如下：
        table:
          columns: [项目, 金额]
          rows:
            - [履约保证金, "30,000元"]
            - [服务费, "5,000元/年"]
```

各方所执份数之和超过总数：

```text
本合同一式六份，买方执四份，卖方执三份。
```

同一质保期的两种写法：

```text
设备的质量保证期为24个月。
设备质量保证期为12个月，自交付之日起计算。
```

写全与写简的是同一质保期：

```text
设备自验收合格之日起进入质保期，质保期为十二个月。
设备质保期为六个月。
```

同一异议的两个答复期限：

```text
您对账单有异议的，可以提出，平台运营方应当自收到异议之日起十个工作日内答复。
平台运营方应当自收到异议之日起五个工作日内答复。
```

同一房屋的两个面积：

```text
建筑面积为420平方米，承包方式为包工包料。
该办公室建筑面积为450平方米。
```

同一工资的两个发放日：

```text
甲方每月15日以货币形式支付乙方上月工资。
甲方于每月20日发放工资。
```

表格与正文的比例不同：

```yaml
sections:
  - id: one
    title: 费用
    clauses:
      - id: table
        text: 费用如下：
        table:
          columns: [费用名称, 标准, 支付时间]
          rows:
            - [品牌使用费, 月营业额的4%, 次月10日前]
            - [培训费, 每人2000元, 培训开始前]
      - {id: fee, text: 品牌使用费为月营业额的5%。}
```

## 如何修改

改正写错的一处，或者只在一处写数字，其他各处引用该条款；确属不同情形的，写明条件，例如“试用期内”“转正后”。

## 如何保留

两处确属不同的事而条件无法写明的，在条款上写明理由和截止日：`allow: [{rule: conflicting-numbers, why: 两处押金分属两个项目, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction

from ...problems import Severity
from ...quantities import quantities, value
from ..facts import Fact, facts
from ..rule import Finding, Rule
from ..sentences import sentences
from ..subject import Passage, Whole
from ..together import sets

_DATE = re.compile(r"([12][0-9]{3})年([0-9]{1,2})月([0-9]{1,2})日")
_OBJECT = re.compile(
    r"^(?:系统|设备|产品|货物|工程|项目|商品|标的物?|软件|房屋|办公室|厂房|仓库|商铺|场地|写字楼|合同|协议|服务|加盟店?)的?(?=.{2})"
)
_TERM = re.compile(r"租期|租赁期|服务期|合同期|有效期|合作期|期限|聘用期|代理期|许可期|授权期")
_SHARE = re.compile(
    r"(?P<who>[^，。；、：份]{0,10}?(?:甲、乙、丙)?(?:甲、乙)?[^，。；、：份]{0,6}?)(?P<each>各自?)?"
    r"(?:执|持有?|保留|保存|留存|存|收执)(?P<many>[一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾0-9]{1,3})份"
)
_OTHERS = re.compile(r"其余|另|备案|登记|公证|见证|第三|报送|存档")
_COPIES = re.compile(r"一式(?P<many>[一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾0-9]{1,3})份")


def look(whole: Whole) -> Iterator[Finding]:
    known = {id(s): list(facts(s)) for s in whole.subjects}
    for subject in whole.subjects:
        yield from _conflicts(known[id(subject)])
        for passage in subject.passages:
            for start, text in sentences(passage.words):
                yield from _span(passage, start, text)
            yield from _copies(passage)
    for group in sets(whole):
        yield from _conflicts([fact for s in group for fact in known[id(s)]])


def _conflicts(found: Iterable[Fact]) -> Iterator[Finding]:
    alike: dict[tuple[str, ...], list[Fact]] = {}
    facts_ = list(found)
    objects = _objects(facts_)
    for fact in facts_:
        kind, name = fact.key[:2]
        bare = _OBJECT.sub("", name) if kind == "named" else name
        key = (kind, bare, *fact.key[2:]) if len(objects.get(bare, ())) == 2 else fact.key
        alike.setdefault(key, []).append(fact)
    for group in alike.values():
        if len({fact.value for fact in group}) > 1:
            yield from _judged(group)


def _objects(found: list[Fact]) -> dict[str, set[str]]:
    """By a bare name (质保期) the names it is used under (质保期, 设备质保期): two are one thing."""
    names: dict[str, set[str]] = {}
    for fact in found:
        if fact.key[0] == "named":
            names.setdefault(_OBJECT.sub("", fact.key[1]), set()).add(fact.key[1])
    return {bare: used for bare, used in names.items() if bare in used}


def _judged(group: list[Fact]) -> Iterator[Finding]:
    """The minority is wrong; where there is none, each is shown with another."""
    often = Counter(fact.value for fact in group).most_common()
    usual = often[0][0] if len(often) > 1 and often[0][1] > often[1][1] else None
    firsts: dict[Fraction, Fact] = {}
    for fact in group:
        firsts.setdefault(fact.value, fact)
    for fact in group:
        other = next((f for v, f in firsts.items() if v != fact.value and _meet(fact, f)), None)
        if other and fact.value != usual:
            place = other.passage.at(other.at)
            params: dict[str, object] = {
                "words": fact.words,
                "other": other.words,
                "place": str(place) if place else "",
            }
            clause = fact.passage.clause.id if fact.passage.clause else None
            yield Finding(fact.passage.at(fact.at), params, clause=clause)


def _meet(one: Fact, two: Fact) -> bool:
    """Whether a reader can see both, and they do not stand side by side as cases of a list."""
    beside = one.siblings and one.siblings == two.siblings
    return not beside and bool(one.passage.scope & two.passage.scope)


def _span(passage: Passage, start: int, text: str) -> Iterator[Finding]:
    """租期三年，自……起至……止"""
    days = list(_DATE.finditer(text))
    if len(days) != 2 or not _TERM.search(text) or not re.search(r"[至到]|—|-", text):
        return
    terms = [q for q in quantities(text) if q.dimension == "month" and q.value.denominator == 1]
    between = text[days[0].end() : days[1].start()]
    if len(terms) != 1 or len(between) > 8 or not _TERM.search(text[: terms[0].start + 12]):
        return
    try:
        begun, ended = (date(int(d[1]), int(d[2]), int(d[3])) for d in days)
    except ValueError:
        return
    months = (ended.year - begun.year) * 12 + ended.month - begun.month
    after = ended + timedelta(days=1)
    whole = (after.year - begun.year) * 12 + after.month - begun.month
    fits = {months} if ended.day == begun.day else set()
    fits |= {whole} if after.day == begun.day else set()
    if terms[0].value not in fits and abs(months - terms[0].value) >= 1:
        words = text[terms[0].start : terms[0].end]
        params: dict[str, object] = {"words": words, "dates": f"{days[0][0]}—{days[1][0]}"}
        clause = passage.clause.id if passage.clause else None
        yield Finding(passage.at(start + terms[0].start), params, "span", clause=clause)


def _copies(passage: Passage) -> Iterator[Finding]:
    """一式两份，双方各执两份；一式六份，买方执四份，卖方执三份"""
    for start, text in sentences(passage.words):
        all_ = _COPIES.search(text)
        shares = list(_SHARE.finditer(text, all_.end())) if all_ else []
        held = [_held(share) for share in shares]
        if not all_ or not held or None in held:
            continue
        total, given = value(all_["many"]), sum(many for many in held if many is not None)
        if len(held) == 1 and not shares[0]["each"]:
            continue
        other = _OTHERS.search(text, all_.end())
        if total and (given > total or (given < total and not other)):
            share = shares[-1]
            params: dict[str, object] = {"words": all_.group(), "each": share.group().strip()}
            clause = passage.clause.id if passage.clause else None
            yield Finding(passage.at(start + share.start("many")), params, "copies", clause=clause)


def _held(share: re.Match[str]) -> Fraction | None:
    """How many copies a phrase gives away; None when it does not say to how many parties."""
    many = value(share["many"])
    if not share["each"] or many is None:
        return many
    named = re.search(r"[双两]方|甲乙|甲、乙|买卖|供需", share["who"] + share["each"])
    three = re.search(r"三方|甲乙丙|甲、乙、丙", share["who"])
    return many * 3 if three else many * 2 if named else None


RULE = Rule("S13", "conflicting-numbers", Severity.WARNING, look_at_all=look)
