"""没有例外的免责

免除责任的条款，应当把造成对方人身损害、因故意或者重大过失造成对方财产损失的责任排除在外。

“概不负责”“不承担任何责任”“一切损失自负，与某方无关”等写法，没有写明上述例外的，是错误；直接免除人身损害、故意或者重大过失的责任的，是错误。免责的原因只是不可抗力、对方自己的过错或者第三方的行为，或者免责是双方互相的，不作判断。没有“任何”“概”一类的字、只写“造成损失的，不承担责任”“一律免责”“概与某方无关”“由您自行承担”“不得索赔”的，是警告。只排除间接损失，或者只限制赔偿总额，而整份文件没有上述例外的，是警告。例外可以写在同一条中，也可以单独成条，写明适用于本文件的全部免责。

## 理由

这样的免责无效。它一旦无效，连同其中本来可以成立的部分也难以主张，还可能受到行政处罚。

## 法律

- 《中华人民共和国民法典》第五百零六条：造成对方人身损害的、因故意或者重大过失造成对方财产损失的免责条款无效（2021年1月1日起施行）。
- 《中华人民共和国民法典》第四百九十七条：格式条款不合理地免除或者减轻己方责任的无效（2021年1月1日起施行）。
- 《合同行政监督管理办法》第五条至第九条：经营者不得以格式条款免除自己对消费者的上述责任（2023年7月1日起施行）。

## 正确

原因只是不可抗力：

```text
因不可抗力造成的损失，平台不承担任何责任。
```

原因只是对方自己的过错：

```text
因您未妥善保管账户造成的损失，平台不承担任何责任。
```

写明了例外：

```text
除造成人身损害以及因故意或者重大过失造成财产损失的外，平台不承担任何责任。
```

禁止免责的约定：

```text
平台不得在规则中约定概不负责。
```

原因是物的自然损耗：

```text
租赁物因自然损耗造成的损坏，承租人不承担责任；承租人可以提前退租，无需承担违约责任。
```

原因是对方逾期：

```text
您逾期提货造成货物毁损的，运营方不承担赔偿责任。
```

免责是双方互相的：

```text
任何一方均可以提前三十日通知对方解除本协议，且不承担任何违约责任。
```

```text
平台不承担责任的情形不包括人身损害，也不包括因故意或者重大过失造成的财产损失。
```

## 错误

没有例外：

```text
因系统故障造成的一切损失，平台概不负责。
```

```text
平台对服务的中断**不承担任何责任**。
```

```text
因平台原因造成您损失的，平台不负任何赔偿责任。
```

限额的例外漏了重大过失：

```text
平台的赔偿总额不超过一千元；造成人身损害、因故意造成财产损失的，不受前述限额限制。
```

```text
因平台技术原因推迟发布的，您同意豁免平台的违约责任。
```

直接免除人身损害的责任：

```text
服务过程中造成人身损害的，平台不予赔偿。
```

没有“任何”“概”一类的字，是警告：

```text
因系统维护给您造成损失的，平台不承担责任。
```

```text
页面因服务器迁移而无法访问的，您不得就此要求平台赔偿；结果有误的，平台免予赔偿。
```

```text
播放卡顿造成的损失，平台无需赔付；数据外泄的，平台已经通知即视为免责；相应损失与平台无涉。
```

```text
材料在审核中遗失或者泄露的，运营方不负赔偿之责；由数据偏差引起的后果，概与运营方无关。
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

```text
健身会员在场馆内受伤的，责任自负；因本公司员工操作失误造成的损失，由客户自行承担。
```

```text
无论是否因我方过错，贵方都不得要求我方赔偿；学员发生意外的，与培训机构无关。
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
from ..blame import FORCE, excused
from ..exempting import CAP, freed, own_cause, whole
from ..parties import OTHER, WE
from ..rule import Finding, Rule
from ..statements import Statement, statements
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
# Said without “任何” or “概”: meant as widely, but read with care, and only where harm is named.
_BARE = re.compile(
    r"(?:不|无需|无须|毋须|毋需|免于|免予|不用|不必)(?:再)?(?:向[^，]{1,12}|对此|就此|因此|为此)?(?:承担|负有?|负担)"
    r"(?!连带|保证责任)[^，。]{0,12}?(?:之责|责任|责(?![^，]))|不担责|免[予于除](?:赔偿|承担|负责|追究)"
    r"|不[对就][^，]{1,24}(?:负责|担责|承担[^，]{0,8}责任)|(?:不得|无权|不能|不可)(?:就此|因此|据此|以此为由|向|对|再)*[^，]{0,14}"
    r"(?:要求|主张|请求|追究|提出)[^，]{0,14}(?:赔偿|补偿|索赔|(?<!违约)责任)|不(?:在|属于)[^，]{0,12}赔偿[^，]{0,4}范围"
    r"|(?:同意|确认|承诺|应当?|有权|自动|一律)[^，。]{0,6}(?:免除|豁免)[^，。]{1,16}责任(?!的)"
    r"|(?:一律|一概|概|均|都|完全|可以?|予以|依约|视为|即)免责|(?:一律|一概|概|均|都)(?:予以)?免除[^，]{0,8}责任"
    r"|(?:不|无需|无须|毋须|不必|不用)(?:予以?|作|做|给予|进行|负责)?(?:任何|相应|经济)?(?:的)?(?:赔偿|补偿|赔付|理赔)|不(?:负责任|负责(?!任))(?=$|，)"
    r"|(?:(?:概|均|都|一律)|(?:损失|后果|责任|风险)[^，]{0,4})与[^，]{1,12}无[关涉]|(?:损失|后果|风险|责任)(?:一律|均|概|由[^，]{1,6})?自负"
)
_HARMED = re.compile(
    r"损失|损害|损坏|后果|不能访问|无法访问|有误|失败|瘫痪|宕机|失实|失误|差错|推迟|迟延|不利影响|丢失|遗失|灭失|毁损|泄[露漏]|中断|故障|延误|延迟|偏差|错误|事故|侵害|伤害|风险"
)
_LIGHT = re.compile(
    r"(?:没有|无(?!论)|非因)[^，]{0,12}(?:过错|原因|过失)|不可归责|自然|固有|正常|合理(?:损耗|磨损|使用)|本身的?(?:性质|属性)"
    r"|保险|双方|各自|市政|停水|停电|罢工|疫情|黑客"
)
# The other side leaves, as it may, and owes nothing for that.
_THEIRS = re.compile(rf"{OTHER}的?(?:自身|自己)的?(?:原因|过错|过失)")
_LEAVES = re.compile(r"(?:退出|解除|终止|解约|退租|注销|退订)[^。]{0,12}，[^，]{0,8}$")
_THIRD = re.compile(r"(?<![及和者或何])第三[方人者]|他人")  # who acts, not who is hurt as well
_NAMED = re.compile(r"的(?:情形|范围|约定|条款|规定|例外)")
_SPOKEN = re.compile(
    r"责|赔|补偿|承担|不负|免除|豁免|无[关涉]|不管|自[负担理]|放弃"
)  # of what it must speak
_INDIRECT = re.compile(r"间接|附带|可得利益|利润|商誉|预期利益|惩罚性|后果性")
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
_HARM, _INTENT, _GROSS = re.compile("人身"), re.compile("故意"), re.compile("重大过失")
_EXCEPT = re.compile(r"除[^。]{1,80}外|不适用|除外|不免除|不影响|不排除|不受|不在此限")
_MUTUAL = re.compile(r"互不|双方均?(?:不|无需|无须|免)|各方均?不|任何一方|另一方|守约方|受影响")


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
        cap = CAP.search(sentence.words)
        if cap and not excepted:
            yield _finding(sentence, cap, "cap", Severity.WARNING)


def _excepts(words: str) -> bool:
    return all(pattern.search(words) for pattern in (_HARM, _INTENT, _GROSS, _EXCEPT))


def _claims(sentence: Statement) -> Iterator[Finding]:
    words = sentence.words
    if not _SPOKEN.search(words) or _CARVED.search(words):
        return
    core, found = _CORE.search(words), _BLANKET.search(words)
    match = found or core
    if not match:
        yield from _bare(sentence)
        return
    before = words[: match.start()]
    if _LEAVES.search(before) and not re.search(WE, words):
        return
    if _DENIED.search(before) or _MUTUAL.search(words) or _light(sentence, match):
        return
    if core and not found:
        yield _finding(sentence, match, "core", None)
    elif _INDIRECT.search(words):
        yield _finding(sentence, match, "indirect", Severity.WARNING)
    else:
        yield _finding(sentence, match, "", None)


def _bare(sentence: Statement) -> Iterator[Finding]:
    words = sentence.words
    match = _BARE.search(words)
    if match and not _HARMED.search(words):
        match = None
    match = match or freed(words)
    if not match or _MUTUAL.search(words):
        return
    before = words[: match.start()].replace("不可撤销", "")
    if _DENIED.search(before) or _NAMED.match(words, match.end()) or _light(sentence, match):
        return
    if any(pattern.search(before) for pattern in (_LIGHT, FORCE, _THIRD, _THEIRS)):
        return
    yield _finding(sentence, match, "", None if whole(words) else Severity.WARNING)


def _light(sentence: Statement, match: re.Match[str]) -> bool:
    return excused(sentence, match) and not own_cause(sentence.words, match)


def _finding(
    sentence: Statement, match: re.Match[str], variant: str, severity: Severity | None
) -> Finding:
    params: dict[str, object] = {"words": match.group()[:40]}
    return Finding(sentence.at(match.start()), params, variant, severity, sentence.clause)


RULE = Rule("L11", "exemption", Severity.ERROR, since=date(2021, 1, 1), look=look)
