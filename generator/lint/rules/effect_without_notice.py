"""不经通知即生效

协议和规则的修改不得公布即生效，也不得约定不另行通知；不得无条件地约定余额或者已付费用不予退还。

平台规则写“公布即生效”“自修改公布之日起生效”“不另行通知”的，是错误；“不另行通知”所说的不是修改、收费或者停止服务的，是警告。“余额不予退还”“余额清零”“一经支付概不退款”没有写明限于已经使用的部分的，是错误；以违约为条件的，对平台规则是警告。赠送额度和定金不在此列。个别协商的文件，只就单方修改和无条件不退费提出警告。

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
from ..rule import Finding, Rule
from ..statements import Statement, statements
from ..subject import Subject

_OUT = r"(?:公布|发布|公示|公告|上线|张贴|刊登|更新|修改|挂网)"
_NOW = re.compile(
    rf"(?:一经|一旦|自){_OUT}[^，。]{{0,6}}?[，]?(?:即|立即|即刻|当即|即时|当日|马上)(?:告|行|可)?(?:时)?(?:发生)?(?:生效|有效|施行|适用|执行|效力)"
    rf"|{_OUT}(?:后|时)?(?:即|立即|即刻|当即|即时)(?:时|行)?(?:发生)?(?:生效|有效|施行|适用|执行|效力)"
)
_SAME_DAY = re.compile(
    rf"(?:自|于|从)(?:[^，。；自满后]{{0,14}})?{_OUT}(?:之日|之时|当日|时)起?(?:即|立即|就)?(?:生效|施行|适用|执行)"
)
_AFTER = re.compile(r"满|后(?:第)?|届满")
_UNTOLD = re.compile(
    r"(?:不|无需|无须|毋须|毋需|不再|恕不|不必|不予|不作|无义务)(?:再)?(?:向[^，。]{1,8})?(?:另行|事先|提前|事前|单独|个别|逐一|预先|另外)(?:进行|予以|作出)?(?:书面)?(?:的)?(?:通知|告知|公告|公示|知会|通报)"
    r"|不另(?:行)?(?:发|作|做|出|下发|发出)(?:出)?(?:书面)?(?:的)?(?:通知|公告|告知)"
    r"|(?:没有|无|不负有?|不承担)(?:另行|事先|提前|单独|逐一)*(?:向[^，。]{1,8})?(?:通知|告知|公告|公示)(?:您|用户|商家|对方)?的?(?:义务|责任)"
    r"|(?:无需|无须|不经|不用|毋须|恕不|不必)(?:您|用户|商家|对方|任何)?(?:通知|告知)(?![^，。]{0,12}不得)"
)
_TOPIC = re.compile(
    r"变更|修改|修订|调整|更新|规则|协议|条款|费用|价格|收费|标准|停止|终止|下架|暂停|中断|关闭|生效|冻结"
)
_CHANGED = re.compile(r"变更|修改|修订|调整|更新|改变")
_URGENT = re.compile(
    r"紧急|法律|法规|有权机关|司法|不可抗力|同时通知|另行取得|(?:日|小时)内(?:向|通知|说明)"
)
_KEPT = re.compile(
    r"(?P<what>余额|预付款|预付(?:的)?费用|剩余[^，。]{0,6}(?:款|费|金额)|已(?:经)?(?:支付|缴纳|付|交|收取|缴|充值)[^，。]{0,8}(?:费用|款项|金额|款|费|价款)"
    r"|充值[^，。]{0,6}|未(?:消耗|使用|履行)[^，。]{0,8}(?:费用|款项|余额|金额|费)|[^，。]{0,4}(?:服务费|会员费|推广费|年费|学费|入驻费|使用费)|[^，。]{0,4}费用)"
    r"[^，。]{0,14}[，]?(?:均|一律|概|也|亦|将|则|平台)?(?:有权)?(?:不予|不再|概不|恕不|不|无法|不可|不能|不得|拒绝)(?:申请|要求|予以|办理|接受|给予|支持|折算|折价|按比例)?(?:全额|任何)?(?:退还|退款|返还|退回|退费|提现|退)"
)
_LOST = re.compile(
    r"(?:余额|预付款|预付(?:的)?费用|剩余[^，。]{0,6}(?:款|费|金额|款项)|未(?:消耗|使用)[^，。]{0,8}(?:费用|款项|余额|金额))"
    r"[^，。]{0,12}[，]?(?:均|一律|概|将|则|予以|视为|即|全部|自动)*(?:清零|作废|没收|失效|放弃|归(?:平台|运营方|我们|公司|甲方)(?:运营方)?(?:所有)?)"
)
_ONCE = re.compile(
    r"一经(?:支付|付款|缴纳|售出|充值|订购|开通|确认|收取|交付)[^。]{0,12}(?:概|均|一律|恕)?不(?:予|能|可|得|再)?(?:申请|要求|予以)?(?:退还|退款|返还|退费|退)"
)
_USED = re.compile(
    r"已(?:经)?(?:消耗|使用|发生|产生|履行|提供|享受|消费|扣除|开通)|赠送|定金|优惠|补贴|手续费|实际使用"
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
    match = _NOW.search(words)
    if match is None and _CHANGED.search(words):
        match = _SAME_DAY.search(words)
    if match and (changed or not negotiated) and not _denied(words, match):
        yield _finding(statement, match, "", mild)
        return
    match = _UNTOLD.search(words)
    if match is None or _denied(words, match) or _URGENT.search(words):
        return
    if negotiated and not _CHANGED.search(words):
        return
    doubt = negotiated or not _TOPIC.search(statement.passage.words)
    yield _finding(statement, match, "untold", Severity.WARNING if doubt else None)


def _refund(statement: Statement, negotiated: bool) -> Iterator[Finding]:
    words = statement.words
    match = _ONCE.search(words) or _KEPT.search(words) or _LOST.search(words)
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
