"""变更条款中的退出

约定平台可以修改协议或者规则的，应当写明：商家不接受修改的，可以退出；此前的权利义务适用修改前的版本。

没有写明不接受的可以退出，是错误；没有写明适用修改前的版本，是错误；不接受的仍不得退出，或者须为退出承担违约责任、支付费用的，是错误；此前的权利义务或者退出时的费用改按修改后的版本的，也是错误。适用修改前的版本，应当写在约定不接受的条款中，别处的过渡安排不能代替。内容可以写在所引用的其他文件中。修改须经双方协商一致的，不作判断。个别协商的文件不适用。平台的协议有十条以上而没有变更条款的，是警告。

## 理由

修改不能强加给不接受的商家。没有退出的约定，修改对其不发生效力，平台还可能因阻止退出受到处罚。

## 法律

- 《中华人民共和国电子商务法》第三十四条第二款：不接受修改的可以退出，平台不得阻止，并按照修改前的协议和规则承担责任；第八十一条：阻止退出的处罚（2019年1月1日起施行）。
- 《网络交易平台规则监督管理办法》第十四条：不得阻止退出，依修改前的版本按照实际使用情况退费；第三十九条：处罚（2026年2月1日起施行）。

## 正确

```text
平台修改本协议的，应当提前十五日公布。
您不接受修改的，可以在生效前退出，此前的权利义务适用修改前的协议。
```

修改须经协商一致：

```text
对本协议的任何修改，须经双方协商一致并签订书面协议。
```

```text
任何一方不得单方变更本协议。
```

```text
平台修改本协议的，提前十五日公布；不接受的可以退出，但应当支付已经使用部分的费用。
此前的权利义务适用修改前的版本，过渡期届满仍在履行的订单适用修改后的版本。
```

个别协商的文件，不作判断：

```yaml
scope: negotiated
sections:
  - id: one
    title: 变更
    clauses:
      - {id: only, text: 平台可以修改本协议。}
```

## 错误

没有写明可以退出，也没有写明适用修改前的版本：

```text
平台有权修改本协议，修改后的协议提前十五日公布。
```

没有写明适用修改前的版本：

```text
平台可以变更本协议。
您不接受变更的，可以在变更生效前停止使用服务。
```

须支付违约金方可退出：

```text
平台修改本协议的，提前十五日公布，此前的权利义务适用修改前的协议。
您不同意修改的，应当支付违约金后方可退出。
```

```text
平台修改本协议的，提前十五日公布，您不接受的，可以在生效前终止服务，但应当按照剩余费用的百分之十支付提前结束的费用。
此前的权利义务适用修改前的协议。
```

```text
平台修改本协议的，提前十五日公布，您不接受的，须待服务期届满后方可关闭服务。
此前的权利义务适用修改前的协议。
```

```text
平台修改本协议的，提前十五日公布，您不接受的，可以退出。
此前已经成立的订单一并适用修改后的版本。
```

适用修改前的版本只写在别处：

```yaml
sections:
  - id: one
    title: 协议的变更
    clauses:
      - id: only
        material: change
        text: 平台修改本协议的，提前十五日公布，您不接受的，可以退出。
      - id: other
        material: change
        text: 本规范施行前已经入驻的，继续适用原规范。
```

退出的，费用不退：

```text
平台修改规则的，提前十五日公布，商家不接受的，可以退店，但已收取的年费概不退还。
此前的权利义务适用修改前的规则。
```

换一种说法的修改：

```text
我们保留根据经营需要增补会员章程的权利，并提前十五日张贴公告。
```

须经平台同意方可退出：

```text
平台修改规则的，提前十五日公布，商家不接受的，可以申请退出，平台有权决定是否同意。
此前的权利义务适用修改前的规则。
```

不接受的，不得退出：

```yaml
sections:
  - id: one
    title: 协议的变更
    clauses:
      - id: only
        material: change
        text: 变更本协议的，提前十五日公布，您不接受变更的，不得提前退出，但适用变更前的版本。
```

## 如何修改

补充：“您不接受变更的，可以在变更生效前退出，平台不得阻止；此前的权利义务适用变更前的版本，未使用的费用按照实际使用情况退还。”

## 如何保留

个别协商的文件写 `scope: negotiated`。退出写在没有收入本工作区的文件中的，在条款上写明理由和截止日：`allow: [{rule: exit-clause, why: 退出由双方的主合同约定, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ...model import Kind, Material, Scope
from ...problems import Severity
from .. import references
from ..frames import Frame, fits
from ..parties import NOT, OTHER, WE
from ..rule import Finding, Rule
from ..statements import Statement, statements
from ..subject import Subject

CLAUSES = 10
_TEXT = r"(?:协议|规则|规范|条款|政策|须知|办法|文件|合同)"
_VERB = r"(?:变更|修改|修订|更新|修正|调整)"
_CHANGE = re.compile(
    rf"{_VERB}(?:或者|或|和|及|、|补充|完善|{_VERB})*(?:本|该|上述|前述)[^，]{{0,6}}?{_TEXT}"
    rf"|(?:本|该)[^，、]{{0,6}}?{_TEXT}(?:根据[^，。]{{1,8}}?|随时|不时|适时|的|进行|作出|发生|内容|予以|如有|如|将|可能|会|任何)*{_VERB}"
    rf"|(?:有权|可以|可|保留)[^。]{{0,25}}{_VERB}(?:了)?(?:本|该|服务|用户|平台|相关)*{_TEXT}"
)
# Who may change, what, in any order: 服务商有权对收费标准进行调整.
_ABLE = r"有权|可以?(?!能)|保留|将会?|会(?!员|籍|议|计)|不时|随时|根据|如果?|若|因"
_DOES = rf"(?:{_VERB}|优化|增补|补充|增加|制定|改动|升级)"
_OURS = rf"(?:{_TEXT}|守则|规定|公约|细则|指引|章程|手册|制度|(?:佣金|收费|价格|费率|资费|扣点)(?:标准|政策|比例)|收费项目|费率|资费|服务内容|会员权益|平台制度|考核标准|准入标准)"
_EXCEPT = (
    rf"^(?:(?!服务商){OTHER}(?=可以?|应|须|需|有权|对|在|{_DOES}|自行|如)|双方|任何一方)|(?!服务商){OTHER}(?:可以?|有权|应当?|需要|须|提出|申请)[^，。]{{0,16}}{_DOES}"
    rf"|(?:法律|法规|政策)[^，。]{{0,6}}{_DOES}[^，。]{{0,4}}，双方|{_DOES}(?:账户|登记|店铺|资料)"
    rf"|见|《[^》]*法》[^，。]{{0,6}}{_DOES}|工资|岗位|劳动"
)
_MAY = (
    Frame(
        rf"(?:对|就|将)[^，。]{{0,20}}{_OURS}[^，。]{{0,14}}(?:进行|作出|予以|加以)?[^，。]{{0,8}}{_DOES}(?!请求|申请)"
        rf"|{_DOES}(?![前后])[^，。（]{{0,12}}{_OURS}|(?<!同意){_OURS}[^，。]{{0,4}}(?:的)?{_DOES}",
        _ABLE,
        WE,
        unless=_EXCEPT,
    ),
    Frame(rf"{WE}对[^，。；]{{0,14}}{_OURS}[^，。；]{{0,4}}的{_DOES}", unless=_EXCEPT),
    Frame(
        rf"{WE}(?:(?!{NOT})[^，。；]){{0,10}}{_DOES}(?![前后])(?:(?!{NOT})[^，。；]){{0,8}}{_OURS}",
        unless=_EXCEPT,
    ),
)
_MUTUAL = re.compile(
    r"协商一致|补充协议|书面(?:同意|协议|补充|形式)|经(?:双方|各方|对方)|双方(?:同意|签|书面)|共同(?:协商|修改)"
)
_BARRED = re.compile(r"(?:不得|无权|不可|不能|未经|禁止|不会|不再)[^，]{0,20}$")
_TITLE = re.compile(
    rf"{_TEXT}[^，]{{0,6}}{_VERB}|^(?:的)?{_VERB}$|{_VERB}[^，]{{0,4}}{_TEXT}|{_VERB}与|不接受变更"
)
_REJECT = r"(?:不(?:愿意?|能)?(?:同意|接受|认可)(?!本版本|新版本)|拒绝(?:接受|变更|修改)?)"
_LEAVE = r"(?:退出|停止|结束|终止|解除|关闭|注销|离开|不再使用|退店|撤店|退租|解约|销户|关店|离场|退会|停用)"
_EXIT = re.compile(rf"{_REJECT}[^。]{{0,60}}?(?:可以?|有权|应当?|请|得){{1}}[^。]{{0,40}}?{_LEAVE}")
_REJECTED = re.compile(_REJECT)
_BEFORE = re.compile(
    rf"{_VERB}(?:生效)?(?:之)?前(?:有效)?的?[^，。]{{0,6}}(?:版本|{_TEXT}|约定|规定|内容)"
    rf"|原(?:有|来)?的?(?:版本|{_TEXT}|约定)|旧版|旧的?{_TEXT}|此前(?:有效)?的?(?:版本|{_TEXT})"
    rf"|{_VERB}前(?:的)?(?:版|为准|执行)"
)
_BLOCKED = re.compile(
    rf"{_REJECT}[^。]{{0,20}}?(?:须|应当?|只能|必须|仍|需)[^。，]{{0,6}}(?:待|等待|履行)[^。，]{{0,16}}(?:届满|期满|结束|到期|完毕)|"
    rf"{_REJECT}[^。]{{0,40}}?(?<!不得)(?<!不能)(?:不予|拒绝|不再|不)(?:办理|受理|同意|支持|允许|接受)[^。，]{{0,12}}?{_LEAVE}|"
    rf"{_REJECT}[^。]{{0,40}}?(?<!平台)(?<!运营方)(?:不得|无权|不能|不可)(?:因此|据此|以此|提前|单方|要求|擅自)*{_LEAVE}"
    rf"|{_REJECT}[^。]{{0,70}}?(?<!平台)(?<!运营方)(?:应当?|须|需要?|必须)(?:(?!已|实际)[^。，]){{0,24}}"
    r"(?:支付|承担|缴纳|赔偿|扣除)(?:(?!已|实际)[^。，]){0,16}(?:违约|费|补偿|损失)"
)
# What a merchant who rejects a change must put up with, in any words.
_HINDER = (
    Frame(
        rf"(?:方可|方能|才能|才可|始得|方得|后才)[^，。；]{{0,8}}{_LEAVE}|{WE}[^，。；]{{0,8}}(?:审批|批准|核准|审核)"
        rf"|只能[^，。；]{{0,14}}(?:到期|届满|期满|期末)[^，。；]{{0,6}}{_LEAVE}|(?:亦|也|均|仍)(?:须|应当?|得|必须)(?:执行|遵守|接受|履行)|仍(?:然)?[^，。；]{{0,10}}(?:按照?|依照?|以)[^，。；]{{0,4}}(?:{_VERB}后|新)|(?:预付款|余额|费用|保证金|款项)[^，。；]{{0,8}}(?:转为|折为|折算|抵作|转成|转作)"
        rf"|{_LEAVE}[^。；]{{0,10}}(?:须|需|应当?|要)[^，。；]{{0,10}}(?:经|征得|取得|获得)[^，。；]{{0,16}}(?:同意|批准|许可|认可|审核|审批)"
        rf"|{WE}[^，。；]{{0,6}}(?:有权|可以?)?(?:自行|酌情)?(?:决定|审核)[^，。；]{{0,4}}是否[^，。；]{{0,4}}(?:同意|准许|批准|允许|受理)"
        r"|(?:无条件|应当|必须|均须|均应|视为|须)(?:地)?(?:同意|接受|遵守|履行)[^，。；]{0,8}"
        rf"(?=[，。；]|{_VERB}|新)|视为[^，。；]{{0,10}}放弃"
        rf"|仍(?:然)?(?:须|需|应当?|必须)?[^，。；]{{0,8}}(?:履行|遵守|适用|执行)[^，。；]{{0,6}}(?:{_VERB}后|新)"
        r"|(?:不予|不再|概不|不|拒绝)(?:任何)?(?:退还|返还|退款|退费|退回|退)(?!出)|没收|罚没|清退|扣留"
        r"|(?:须|需|应)[^，。；]{0,10}满[^，。；]{1,10}后[^，。；]{0,4}(?:退还|返还)"
        r"|(?:满|待)[^，。；]{1,14}(?:后|时)(?:方|才|再)(?:予|可|能)?(?:以)?(?:退还|返还|退)"
        r"|(?:扣除|扣减|扣收|收取|支付|补缴|补足|缴纳|交纳|返还|退回)[^，。；]{0,16}"
        r"(?:手续费|违约金|退出费|解约费|提前[^，。；]{0,4}费|服务费|管理费|赔偿|[%％]|优惠|补贴|减免)"
        rf"|(?:赔偿|补偿)[^，。；]{{0,8}}{WE}",
        rf"{_REJECT}|异议",
        unless=rf"{NOT}[^，。；]{{0,10}}(?:扣|收取|支付|赔偿|没收|视为|要求|承担|阻止|设置|附加|以[^，。；]{{0,8}}为由)|已(?:经)?(?:使用|消耗)|实际(?:使用|消耗)|欠付|应当?退还|过渡期",
    ),
)
# What was done before a change, settled by what comes after it.
_TURNED = re.compile(
    rf"(?:此前|(?:{_VERB}|生效|实施|公布){{1,2}}前(?:已|的)|退出|结束|已(?:经)?(?:成立|发生|产生|形成|订立|支付))[^。；]{{0,50}}?"
    rf"(?:适用|按照?|依照?|执行|遵从|以)[^。，；]{{0,6}}(?:{_VERB}(?:之)?后|新(?:版|的{_TEXT}))"
    rf"|(?:此前|生效前|已(?:经)?)[^。；]{{0,40}}(?:统一|一律|一并|均|同样)(?:适用|按照?|执行)[^，。；]{{0,6}}(?:新|{_VERB}后)"
    rf"|(?:费用|结算|退款|退费|余额)[^。；]{{0,12}}(?:适用|按照?|依照?|以)[^。，；]{{0,6}}{_VERB}(?:之)?后"
)
_HELD = re.compile(rf"{WE}[^，。；]{{0,8}}(?:不得|不会|不应|不能)[^。；]{{0,40}}$")
_AGREED = re.compile(
    r"协商|确认|同意(?:适用|提前)|过渡期|有利|选择|不得|不适用|不因|成立的新|新订|不再"
)
_PLATFORM = re.compile("平台|网站|应用程序|客户端")


def look(subject: Subject) -> Iterator[Finding]:
    document = subject.document
    if document.scope is Scope.NEGOTIATED or document.kind is Kind.EXTERNAL:
        return
    every = list(statements(subject))
    changes = [(s, m) for s in every if (m := _changes(s.words)) and _unilateral(s, m)]
    if not changes:
        titled = any(s.section and _TITLE.search(s.section.title) for s in every)
        if not titled and document.kind is Kind.AGREEMENT and _sizable(subject):
            yield Finding(document.place("title"), {}, "absent", Severity.WARNING)
        return
    tops = {s.top.id for s, _ in changes if s.top}
    near = [s for s in every if s.top and (s.top.id in tops or _about(s))]
    tops |= {s.top.id for s in near if s.top and _REJECTED.search(s.words)}
    core = [s for s in near if s.top and s.top.id in tops]
    yield from _judge(changes, near, _texts(subject, near), _texts(subject, core))


def _changes(words: str) -> re.Match[str] | None:
    """Where a sentence says that the document is changed."""
    return _CHANGE.search(words) or fits(_MAY, words)


def _texts(subject: Subject, said: list[Statement]) -> list[str]:
    """The sentences and those of the clauses that they refer to."""
    passages = {id(s.passage): s.passage for s in said}
    reached = (references.words(c) for c in references.clauses(subject, passages.values()))
    return [s.words for s in said] + [part for text in reached for part in text.split("。")]


def _sizable(subject: Subject) -> bool:
    many = sum(1 for _ in subject.clauses()) >= CLAUSES
    return many and bool(_PLATFORM.search(subject.words))


def _unilateral(statement: Statement, match: re.Match[str]) -> bool:
    if _MUTUAL.search(statement.words) or _BARRED.search(statement.words[: match.start()]):
        return False
    return statement.top is not None


def _about(statement: Statement) -> bool:
    """Whether it stands in a clause about changing the document."""
    top, section = statement.top, statement.section
    if top and top.material is Material.CHANGE:
        return True
    titles = [section.title if section else "", (top.keyword or "") if top else ""]
    return any(_TITLE.search(title) for title in titles)


def _judge(
    changes: list[tuple[Statement, re.Match[str]]],
    near: list[Statement],
    texts: list[str],
    core: list[str],
) -> Iterator[Finding]:
    """`core` is what is said where a change is rejected: there the earlier version is named."""
    first, match = changes[0]
    place, clause = first.at(match.start()), first.clause
    for statement in near:
        blocked = _BLOCKED.search(statement.words) or fits(_HINDER, statement.words)
        if blocked and not _HELD.search(statement.words[: blocked.start()]):
            yield Finding(statement.at(blocked.start()), {}, "blocked", clause=statement.clause)
            return
        turned = _TURNED.search(statement.words)
        if turned and not _AGREED.search(statement.words):
            yield Finding(statement.at(turned.start()), {}, "settlement", clause=statement.clause)
            return
    rejecting = [(s, m) for s in near if (m := _REJECTED.search(s.words))]
    if rejecting:
        place, clause = rejecting[0][0].at(rejecting[0][1].start()), rejecting[0][0].clause
    if not any(_EXIT.search(text) for text in texts):
        yield Finding(place, {}, clause=clause)
    elif not any(_BEFORE.search(text) for text in core):
        yield Finding(place, {}, "settlement", clause=clause)


RULE = Rule("L14", "exit-clause", Severity.ERROR, since=date(2019, 1, 1), look=look)
