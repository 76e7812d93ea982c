"""没有例外的免责

免除责任的条款，应当把造成对方人身损害、因故意或者重大过失造成对方财产损失的责任排除在外。

“概不负责”“不承担任何责任”“一切损失自负，与某方无关”等写法，没有写明上述例外的，是错误；直接免除人身损害、故意或者重大过失的责任的，是错误。免责的原因只是不可抗力、对方自己的过错或者第三方的行为，或者免责是双方互相的，不作判断。只排除间接损失，或者只限制赔偿总额，而整份文件没有上述例外的，是警告。例外可以写在同一条中，也可以单独成条，写明适用于本文件的全部免责。

## 理由

这样的免责无效。它一旦无效，连同其中本来可以成立的部分也难以主张，还可能受到行政处罚。

## 法律

- 《中华人民共和国民法典》第五百零六条：造成对方人身损害的、因故意或者重大过失造成对方财产损失的免责条款无效（2021年1月1日起施行）。
- 《中华人民共和国民法典》第四百九十七条：格式条款不合理地免除或者减轻己方责任的无效（2021年1月1日起施行）。
- 《合同行政监督管理办法》第五条至第九条：经营者不得以格式条款免除自己对消费者的上述责任（2023年7月1日起施行）。

## 正确

```text
因不可抗力造成的损失，平台不承担任何责任。
```

```text
因您未妥善保管账户造成的损失，平台不承担任何责任。
```

```text
除造成人身损害以及因故意或者重大过失造成财产损失的外，平台不承担任何责任。
```

```text
平台不得在规则中约定概不负责。
```

```text
任何一方均可以提前三十日通知对方解除本协议，且不承担任何违约责任。
```

## 错误

```text
因系统故障造成的一切损失，平台概不负责。
```

```text
平台对服务的中断**不承担任何责任**。
```

```text
因平台原因造成您损失的，平台不负任何赔偿责任。
```

```text
服务过程中造成人身损害的，平台不予赔偿。
```

免责写在条款的项中：

```yaml
sections:
  - id: one
    title: 责任
    clauses:
      - id: only
        text: 双方的责任如下：
        items:
          - {id: data, text: 数据丢失的，平台不承担任何责任；}
```

免责写在表格中：

```yaml
sections:
  - id: one
    title: 责任
    clauses:
      - id: only
        text: 责任见下表。
        table:
          columns: [情形, 责任]
          rows:
            - [数据丢失, 平台概不负责]
```

## 如何修改

写明免责的具体原因，并加上：“造成人身损害，或者因故意、重大过失造成财产损失的，不在此限。”

## 如何保留

写法违反法律的，应当修改，不保留。规则误解了文意的，在条款上写明理由和截止日：`allow: [{rule: exemption, why: 例外写在双方另行签订的主合同中, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ...problems import Severity
from ..rule import Finding, Rule
from ..statements import Statement, segment, statements
from ..subject import Subject

_ALL = r"(?:任何|一切|全部|所有|丝毫|半点)"
_BLANKET = re.compile(
    r"(?:概|一概|一律|恕|均|都)不(?:予)?(?:负责|赔偿|理赔|承担[^，]{0,12}责任|负[^，]{0,8}责任|承担)"
    rf"|(?:不|无需|无须|毋须|毋需|免于|免予|不用|不必)(?:再)?(?:向[^，]{{1,12}}|对[^，]{{1,12}}|对此|就此|因此|为此)?"
    rf"(?:承担|负有?|负担){_ALL}[^，]{{0,20}}?(?:责任|赔偿|后果|损失)"
    rf"|不(?:对|就)[^，]{{0,40}}{_ALL}[^，]{{0,30}}承担[^，]{{0,12}}责任"
    rf"|(?:免除|豁免)[^，]{{0,20}}{_ALL}[^，]{{0,12}}责任"
    rf"|{_ALL}[^，]{{0,10}}责任(?:均|都|一律)?(?:予以)?(?:免除|豁免)"
    rf"|(?<=[对就])[^，]{{0,30}}{_ALL}[^，]{{0,20}}(?:损失|后果|损害|风险|责任)[^，]{{0,6}}(?:不承担|不负|不予赔偿|不赔偿)"
    rf"|{_ALL}[^，]{{0,14}}(?:损失|后果|损害|风险)(?:的)?，?[^，]{{0,14}}(?:不承担|不负|不予赔偿|不赔偿|无须赔偿)[^，]{{0,8}}"
    rf"|(?:无论|不论|不管)[^。]{{0,40}}?(?:均|都|一律|也)?(?:不承担|不负|免除|不予赔偿)[^，]{{0,8}}"
    rf"|{_ALL}[^，]{{0,12}}(?:责任|后果|损失)[^，]{{0,15}}[，]?[^，]{{0,10}}与[^，]{{1,12}}无关"
    rf"|放弃{_ALL}?[^，]{{0,16}}(?:索赔|追偿|赔偿请求)"
)
_CORE = re.compile(
    r"(?:人身(?:损害|伤害|伤亡|损失)|伤亡|死亡|故意|重大过失)[^。]{0,40}?"
    r"(?:不承担|不负|免除|不予赔偿|不赔偿|概不|无关)[^，]{0,10}"
)
_INDIRECT = re.compile(r"间接|附带|可得利益|利润|商誉|预期利益|惩罚性|后果性")
_CAP = re.compile(
    r"(?:赔偿|责任)(?:的)?(?:总额|限额|上限|总和|累计|最高)[^。]{0,40}?(?:不超过|不得超过|为限|以下|不高于)"
    r"|(?:累计|最高|总计)[^，。]{0,6}赔偿[^。]{0,30}?(?:不超过|不得超过|为限)"
)
_DENIED = re.compile(
    r"(?:不得|不能|不应|不可|禁止|并非|不是|不意味|不代表|不等于|无权|不构成|不当然|不因此)[^，]{0,30}$"
    r"|(?:不得|禁止)[^。]{0,40}(?:主张|约定|声称|为由|规定|声明|载明|使用|出现|含有)[^。]{0,12}$"
)
_CARVED = re.compile(
    r"除[^。]{0,60}(?:故意|过失|过错|人身|法律|法规|依法|原因|另有)[^。]{0,40}外|不在此限|除外"
    r"|(?:故意|过失|过错|人身)[^。]{0,40}(?:除外|不适用|不免除|仍应|应当承担|不受)"
    r"|(?:不免除|不影响|不排除)[^。]{0,40}(?:故意|过失|过错|人身|法律|依法)"
    r"|法律[^。]{0,12}不得(?:免除|排除|限制)"
)
_GENERAL = re.compile(
    r"本(?:协议|合同|规则|条款|规范|文件)[^。]{0,30}(?:任何|全部|所有|各项|各条|免责|责任限制|免除)"
)
_HARM, _INTENT = re.compile("人身"), re.compile("故意|重大过失")
_EXCEPT = re.compile(r"除[^。]{1,80}外|不适用|除外|不免除|不影响|不排除|不受|不在此限")
_MUTUAL = re.compile(r"互不|双方均?(?:不|无需|无须|免)|各方均?不|任何一方|另一方|守约方|受影响")
_RIGHT = re.compile(r"有权[^，]{0,30}[，]?(?:且|并且?|而)?[^，]{0,4}$")
_BREACH = re.compile(r"未|没有|逾期|迟延|延迟|违|拒绝|擅自|私自|过错|过失|虚假|隐瞒|泄露")
_VERB = re.compile(r"[不概免无恕放]|一律")
_WHY = re.compile(
    r"(?:因为?|由于|由(?=[^。，]{1,20}(?:造成|导致|引起)))(?P<why>[^。]{1,80}?)(?:造成|导致|致使|引起|引发|产生|的[，]|而|，)"
)
_PART = re.compile(r"、|或者?|以及|及|和|，")
_FORCE = re.compile(r"不可抗力|法律|法规|政策|政府|有权机关|司法|战争|地震|台风|洪水|自然灾害")
_THIRD = re.compile(r"第三[方人者]|他人")
_PERSON = re.compile(
    r"您|你|用户|客户|商家|会员|[甲乙丙丁买卖供需]方|承租人|出租人|员工|劳动者|雇员|受托人|委托人"
    r"|买受人|出卖人|投保人|学员|业主|住户|旅客|托运人|收货人|发包人|承包人|对方|其|自身|自己|本人"
)
_FAULT = re.compile(
    r"未|不|没有|逾期|迟延|延迟|违反|违约|违法|违规|拒绝|擅自|私自|自行|自身|自己|过错|过失|故意|原因"
    r"|错误|虚假|泄露|保管|操作|提供|使用|隐瞒|要求|指示"
)


def look(subject: Subject) -> Iterator[Finding]:
    every = list(statements(subject))
    wholes: dict[str, str] = {}
    for sentence in every:
        if sentence.top:
            key = sentence.top.id
            wholes[key] = wholes.get(key, "") + sentence.words + "。"
    excepted = {key for key, words in wholes.items() if _excepts(words)}
    general = any(_GENERAL.search(wholes[key]) for key in excepted)
    for sentence in every:
        spared = sentence.top is not None and sentence.top.id in excepted
        if not (sentence.banned or general or spared):
            yield from _claims(sentence)
        cap = _CAP.search(sentence.words)
        if cap and not excepted:
            yield _finding(sentence, cap, "cap", Severity.WARNING)


def _excepts(words: str) -> bool:
    return all(pattern.search(words) for pattern in (_HARM, _INTENT, _EXCEPT))


def _claims(sentence: Statement) -> Iterator[Finding]:
    words = sentence.words
    if _CARVED.search(words):
        return
    core, found = _CORE.search(words), _BLANKET.search(words)
    match = found or core
    if not match:
        return
    before = words[: match.start()]
    if _DENIED.search(before) or _MUTUAL.search(words) or _excused(sentence, match):
        return
    if core and not found:
        yield _finding(sentence, match, "core", None)
    elif _INDIRECT.search(words):
        yield _finding(sentence, match, "indirect", Severity.WARNING)
    else:
        yield _finding(sentence, match, "", None)


def _finding(
    sentence: Statement, match: re.Match[str], variant: str, severity: Severity | None
) -> Finding:
    params: dict[str, object] = {"words": match.group()[:40]}
    return Finding(sentence.at(match.start()), params, variant, severity, sentence.clause)


def _excused(sentence: Statement, match: re.Match[str]) -> bool:
    """Whether the reason is force majeure, another's act, or the other party's own fault."""
    before, own = _exempted(sentence.words, match)
    if sentence.is_lead:
        items = sentence.passage.clause.items if sentence.passage.clause else ()
        return all(_light(item.text, own) for item in items)
    if _RIGHT.search(before + own):
        return True
    why = _WHY.search(before)
    if why:
        parts = [part for part in _PART.split(why["why"]) if part]
        if all(_light(part, own) for part in parts):
            return True
        return bool(_person(parts[0], own) and _FAULT.search(why["why"]))
    return _person(before, own) and bool(_BREACH.search(before))


def _exempted(words: str, match: re.Match[str]) -> tuple[str, str]:
    """What stands before the exempting part of a sentence, and who is exempted."""
    last = segment(words, match.end())
    before = words[: match.end() - len(last)]
    if not before:
        return words[: match.start()], words[: match.start()][-8:]
    cut = _VERB.search(last)
    return before, (last[: cut.start()] if cut else last).strip("则对此均也的亦")


def _light(part: str, own: str) -> bool:
    if _FORCE.search(part) or _THIRD.search(part):
        return True
    return _person(part, own) and bool(_FAULT.search(part))


def _person(words: str, own: str) -> bool:
    """Whether somebody other than the one who is exempted is named."""
    return any(found.group() not in own for found in _PERSON.finditer(words))


RULE = Rule("L11", "exemption", Severity.ERROR, since=date(2021, 1, 1), look=look)
