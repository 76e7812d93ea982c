"""不经通知即生效

协议和规则的修改不得公布即生效，也不得约定不另行通知；不得无条件地约定余额或者已付费用不予退还。

平台规则写“公布即生效”“自修改公布之日起生效”“不另行通知”的，是错误；“不另行通知”所说的不是修改、收费或者停止服务的，是警告。“余额不予退还”“余额清零”“一经支付概不退款”没有写明限于已经使用的部分的，是错误；以违约为条件的，对平台规则是警告。约定一方可以随时、单方修改，同一条又没有写明提前公布或者退出的，是警告。赠送额度和定金不在此列。个别协商的文件，只就单方修改和无条件不退费提出警告。

## 理由

修改须在生效前公布，不接受的商家可以退出并取回未使用的费用。上述写法使这两项权利落空。

## 法律

- 《中华人民共和国电子商务法》第三十四条：修改内容应当至少在实施前七日予以公示；不接受的可以退出（2019年1月1日起施行）。
- 《中华人民共和国民法典》第四百九十七条：不合理地加重对方责任、限制或者排除对方主要权利的格式条款无效（2021年1月1日起施行）。不退费的情形自该日起判断。
- 《网络交易平台规则监督管理办法》第十二条：至少提前七日、十五日公布；第十四条：不得阻止退出，按照实际使用情况退费（2026年2月1日起施行）。

## 正确

```text
修改后的协议自公布之日起满十五日生效。
```

```text
平台修改规则，不得约定公布即生效，也不得不通知商家。
```

```text
已经使用的部分不予退还，未使用的余额应当全部退还。
```

赠送额度不是已付的费用：

```text
赠送额度不予退还现金，期满未使用的赠送余额清零。
```

不经通知的是紧急暂停，不是修改：

```text
遇有紧急情况，平台可以不经通知先行暂停，并应当在24小时内说明理由。
```

## 错误

```text
修改后的规则**一经公布即生效**。
```

```text
平台可以调整收费标准，恕不另行通知。
```

```text
入驻标准调整的，平台不另发通知；服务内容调整的，无须事先知会您。
```

```text
价格随时可能变化，以页面展示为准，平台没有通知的义务。
```

```text
本协议修改后，自公布之日起生效。
```

```text
服务终止的，账户余额不予退还。
```

```text
服务费一经支付，概不退还。
```

```text
服务期届满，账户余额自动清零；未使用的预付款归平台所有。
```

```text
调整收费标准的，自平台规则页面发布之日起执行。
```

```text
我司可视情况修改服务条款，修改内容张贴于网站后即对您生效。
```

```text
平台变更服务费率，无须征得商家同意；推广账户的余额转为平台的收入。
```

```text
甲方有权根据经营需要随时调整物业费标准，乙方应当接受。
```

## 如何修改

写明在生效前公布的日数和通知的方式，例如“修改后的协议自公布之日起满十五个自然日后生效，平台运营方同时以站内信通知您”；退费写成“未使用的费用按照实际使用情况退还”。

## 如何保留

写法违反法律的，应当修改，不保留。规则误解了文意的，在条款上写明理由和截止日：`allow: [{rule: effect-without-notice, why: 所述是法律的修改而不是本规则的修改, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ...model import Scope
from ...problems import Severity
from ..effect import at_once
from ..parties import OTHER, WE
from ..refunds import BACK, KEPT, TOLD, UNTOLD, alone
from ..rule import Finding, Rule
from ..statements import Statement, statements
from ..subject import Subject

# The other side need not tell the one whose text it is.
_TO_US = re.compile(
    rf"(?:通知|告知|知会){WE}|{OTHER}(?:可以|可|有权)?[^，。；]{{0,8}}(?:修改|变更|调整)[^，。；]{{0,10}}，(?:无需|无须|不必)"
)
_TOPIC = re.compile(
    r"变更|修改|修订|调整|更新|规则|协议|条款|费用|价格|收费|标准|停止|终止|下架|暂停|中断|关闭|生效|冻结"
)
_CHANGED = re.compile(r"增减|变更|修改|修订|调整|更新|改变")
_URGENT = re.compile(
    r"紧急|法律|法规|有权机关|司法|不可抗力|同时通知|另行取得|(?:日|小时|分钟)内[^，。；]{0,4}(?:向|通知|说明|告知)"
)
_ONCE = re.compile(
    r"一经(?:支付|付款|缴纳|售出|充值|订购|开通|确认|收取|交付)[^。]{0,12}(?:概|均|一律|恕)?不(?:予|能|可|得|再)?(?:申请|要求|予以)?(?:退还|退款|返还|退费|退)"
)
_USED = re.compile(
    r"已(?:经)?(?:消耗|使用|完成|交付|发生|产生|履行|提供|享受|消费|扣除|开通)|赠送|定金|优惠|补贴|手续费|实际使用"
)
_FAULT = re.compile(r"违约|违反|违规|过错|擅自|逾期|拖欠|损坏|虚假|欺诈|伪造|原因|单方|提前")
_DENIED = re.compile(
    r"(?:不得|不应|不能|禁止|不可|无权|不会|并非)[^。]{0,30}$|(?:不得|禁止)[^。]{0,60}(?:为由|约定|规定)[^。]{0,12}$"
)
_SAVED = re.compile(r"除[^。]{1,40}外|除外")
_REFUND_SINCE = date(2021, 1, 1)


def look(subject: Subject) -> Iterator[Finding]:
    negotiated = subject.document.scope is Scope.NEGOTIATED
    refunds = subject.effective is None or subject.effective >= _REFUND_SINCE
    for statement in statements(subject):
        if statement.banned:
            continue
        found = list(_notice(statement, negotiated))
        if not found and refunds:
            found = list(_refund(statement, negotiated))
        yield from found


def _notice(statement: Statement, negotiated: bool) -> Iterator[Finding]:
    words = statement.words
    changed = bool(_CHANGED.search(statement.passage.words))
    mild = Severity.WARNING if negotiated else None
    match = at_once(words)
    if match and (changed or not negotiated) and not _denied(words, match):
        yield _finding(statement, match, "", mild)
        return
    match = UNTOLD.search(words) if TOLD.search(words) else None
    if match and _TO_US.search(words):
        match = None
    if match and "意" in match.group() and not _CHANGED.search(words):
        match = None
    if match is None and (match := alone(words, statement.passage.words)):
        yield _finding(statement, match, "alone", Severity.WARNING)
        return
    if match is None or _denied(words, match) or _URGENT.search(words):
        return
    if negotiated and not _CHANGED.search(words):
        return
    doubt = negotiated or not _TOPIC.search(statement.passage.words)
    yield _finding(statement, match, "untold", Severity.WARNING if doubt else None)


def _refund(statement: Statement, negotiated: bool) -> Iterator[Finding]:
    words = statement.words
    if not BACK.search(words):
        return
    match = _ONCE.search(words) or KEPT.search(words)
    if match is None or _denied(words, match) or _USED.search(words[: match.end()]):
        return
    if _SAVED.search(words):
        return
    if _FAULT.search(words):
        if not negotiated and not re.search("定金|押金|保证金", words):
            yield _finding(statement, match, "forfeit", Severity.WARNING)
        return
    yield _finding(statement, match, "refund", Severity.WARNING if negotiated else None)


def _denied(words: str, match: re.Match[str]) -> bool:
    return bool(_DENIED.search(words[: match.start()]))


def _finding(
    statement: Statement, match: re.Match[str], variant: str, severity: Severity | None
) -> Finding:
    params: dict[str, object] = {"words": match.group()[:40]}
    return Finding(statement.at(match.start()), params, variant, severity, statement.clause)


RULE = Rule("L15", "effect-without-notice", Severity.ERROR, since=date(2019, 1, 1), look=look)
