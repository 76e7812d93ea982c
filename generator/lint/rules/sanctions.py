"""处置措施的说明、申诉和人工复核

平台规则约定平台可以对违规的商家采取处置措施的，应当写明：决定载明事实、理由和依据，商家可以申诉，并可以要求人工复核。

一份文件约定了处置措施，而它以及它所引用的条款缺少其中一项的，是错误；只在定义、记录或者对投诉的处理中提到“人工复核”，没有约定商家可以要求的，视为缺少，在写得最接近的一句处指出；全无的，在处置措施处指出。写明采取处置措施“无须说明理由”的，是错误。个别协商的文件不适用。

## 理由

不说明事实和理由的处置，商家无从辩解。没有申诉和人工复核，错误的处置得不到纠正。

## 法律

- 《网络交易平台规则监督管理办法》第十九条、第二十条、第二十一条：采取处置措施应当说明事实、理由和依据，提供申诉的途径，应要求人工复核（2026年2月1日起施行）。

## 正确

```text
您违反本规则的，平台可以限制账户的功能，并应当书面告知所认定的事实、理由和依据。
您可以申诉，并要求人工复核。
```

赔偿损失不是处置措施：

```text
您违反本协议的，应当赔偿平台的损失。
```

商家自己关闭店铺：

```text
您可以随时关闭店铺，无须说明理由。
```

个别协商的文件，不作判断：

```yaml
scope: negotiated
sections:
  - id: one
    title: 违约
    clauses:
      - {id: only, text: 乙方违反本合同的，甲方可以暂停账户的使用。}
```

## 错误

三项都没有：

```text
您违反本规则的，平台有权封禁账户。
```

缺少理由：

```text
您违反本规则的，平台可以限制账户的功能，并书面告知所认定的事实和依据。
您可以申诉，并要求人工复核。
```

缺少人工复核：

```text
您违反本规则的，平台可以暂停店铺，并告知事实、理由和依据，您可以申诉。
```

```text
您违反本规则的，平台可以暂停店铺，并告知事实、理由和依据，您可以申诉。
申诉和人工复核的记录保存三年。
重大的投诉由人工处理。
```

```text
情况紧急的，平台可以不说明理由而停用您的账户。
```

```text
您违规的，平台可以暂停推广，且不作任何解释。
```

是否人工复核由平台决定：

```text
卖家售假的，平台可以关店并扣留货款，告知事实、理由和依据，卖家可以申诉，是否人工复核由平台决定。
```

措施写在表格中，没有申诉和人工复核：

```yaml
sections:
  - id: one
    title: 违规
    clauses:
      - id: only
        text: 您违反本规则的，平台可以采取的措施如下：
        table:
          columns: [行为, 措施]
          rows:
            - [售卖侵权软件, 下架商品]
```

约定无须说明理由：

```text
您违规的，平台可以下架商品，无须说明理由。
决定应当载明事实、理由和依据，您可以申诉并要求人工复核。
```

## 如何修改

补充所缺的一项，例如“平台采取措施的，应当书面告知所认定的事实、理由和依据；您可以在收到通知之日起十五个自然日内申诉，并可以要求人工复核”；或者引用写明它的条款。

## 如何保留

个别协商的文件写 `scope: negotiated`。说明、申诉和复核写在没有收入本工作区的文件中的，在条款上写明理由和截止日：`allow: [{rule: sanctions, why: 申诉程序由平台总规则约定, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ...model import Kind, Scope
from ...problems import Severity
from .. import references
from ..parties import DECIDES, OTHER, WE
from ..rule import Finding, Rule
from ..statements import Statement, statements
from ..subject import Subject
from ..together import headed

_MEASURE = re.compile(
    r"处置措施|处罚措施|采取(?:以下|下列|相应|如下|必要)?的?[^，。；]{0,2}措施(?!制止|防止|补救|恢复|保护|确保|保障|消除)|违规处理|封禁|封停|封号|封店|禁言|禁播|冻结|清退|清理出|扣分|降权|降级|限流|屏蔽|扣罚|拉黑|列入黑名单"
    r"|停水|停电|没收|罚没|的处罚(?!决定)|(?:保证金|货款|余额|押金)[^，。；]{0,6}(?:划扣|扣除|抵扣|扣划)|删帖|停播|停业|封杀|断开[^，。；]{0,4}链接|罚款|开除|劝退|关店|摘牌|(?:作出|给予|予以|进行)(?:相应)?的?(?:处罚|处分|处置|处理)(?!决定|意见)|管控(?:措施|手段)"
    r"|(?:扣除|扣减|扣划|扣留|扣押|罚没|没收|暂扣|划扣)[^，。；]{0,12}(?:保证金|信用分|诚信分|积分|货款|资金|余额|押金|收益|佣金|资格)"
    r"|(?:降低|调低|下调|减少)[^，。；]{0,10}(?:权重|排名|排序|等级|曝光|展示|信用|流量)"
    r"|(?:暂停|停用|停止|中止|限制|禁止|关闭|终止|取消|删除|下架|注销|收回|撤销|暂扣|剥夺|解除|移除|切断)[^，。；]{0,14}"
    r"(?:功能|权限|账[户号]|店铺|推广|商品|使用|服务|展示|经营|发布|登录|资格|资质|提现|合作|信息|内容|协议|会籍|学籍|直播间?|活动|接单|发帖|评论|交易|链接|权益|发言|派单|应用|商铺|网页|页面|收益|结算|报名|课程|会员|进货|供货)"
)
_POWER = re.compile(rf"的，{WE}|" + r"有权|可以|可|将|应当?|予以|采取|给予|直接|立即")
_WRONG = re.compile(
    r"违反|违规|违约|违法|违纪|不当行为|虚假|作弊|伪造|造假|售假|假冒|涉嫌|欺诈|刷单|侵权|恶意|滥用|不良|投诉率|扣满|累计[^，。；]{0,8}分"
)
# Somebody's act is answered with a measure, though nobody calls it wrong.
_BLAMED = re.compile(
    rf"^(?:如|若|一旦|当){OTHER}(?:(?!申请|要求|请求|同意|选择)[^。；]){{2,30}}，{WE}(?:有权|可以?|将|直接|立即)(?!应)"
    rf"|^(?:{WE}|系统)?(?:发现|认定|判定|识别)[^。；，]{{2,24}}的，(?:{WE})?(?:有权|可以?|将|直接|立即)"
    rf"|^(?:(?!申请|要求|请求|同意|选择|注销|死亡|授权|提出|解散|连续|没有登录|未登录)[^。；]){{3,40}}的，{WE}(?:有权|可以?|将|直接|立即)(?!应)"
)
_PLACE = re.compile(rf"账[户号]|店铺|商品|推广|流量|网店|{OTHER}|{WE}")
_DENIED = re.compile(r"(?:不得|无权|不能|不应|不可)[^，。]{0,30}$")
_MINE = re.compile(
    rf"(?:您|你|用户|商家|会员|消费者|乙方|双方|任何一方)(?:(?!{WE}|公司|违)[^。]){{0,30}}?(?:可以?|有权)[^。]{{0,25}}$"
)
_FACTS, _WHY, _BASIS = re.compile("事实"), re.compile("理由|原因"), re.compile("依据|根据|条款")
_SAID = re.compile(r"告知|通知|写明|载明|说明|列明|指明|书面|认定")
_APPEAL = re.compile(
    r"(?:可以?|有权|均可|(?<!不)得)[^。；]{0,40}?(?:申诉|提出异议|申请复核|提出复核)|申诉[^。；，]{0,6}(?:途径|渠道|入口|期限|程序|权利|办法)"
)
_HUMAN = re.compile(
    r"(?:要求|申请|请求|提出|提供|进行|安排|由|转|接受|应当?|可以?|有权|予以|经|是|启动)[^。；，]{0,10}?"
    r"人工[^。；，]{0,6}(?:复核|审核|核查|核对|处理|介入|审查|判断|服务)"
)
# A review that one side may grant or not, or that no human makes, is none.
_HOLLOW = re.compile(
    rf"是否[^，。；]{{0,8}}人工|人工[^，。；]{{0,8}}由{WE}[^，。；]{{0,4}}{DECIDES}|不(?:提供|进行|支持|接受|安排|予)[^，。；]{{0,6}}人工"
    rf"|{WE}[^，。；]{{0,8}}(?:可以?|有权|视情况?)[^，。；]{{0,6}}(?:决定|选择|安排)?[^，。；]{{0,4}}人工"
    r"|(?:无|非)人工|人工[^，。；]{0,6}(?:不予|概不)"
)
_REVIEWED = re.compile("处置|处罚|决定|申诉|复核|结论|措施|封禁|限制|异议")
_OWNED = re.compile("^(?:您|你|用户|商家|会员|消费者|乙方)(?:可以?|有权|随时)")
_SILENT = re.compile(
    r"(?:理由|原因|依据)[^，。；]{0,4}(?:恕不|不予|概不|不作|不再)(?:告知|说明|解释|披露)|"
    r"不(?:予|对外|再|向[^，。；]{1,8})?(?:披露|公开|告知|透露)[^，。；]{0,8}(?:依据|理由|原因|证据)|"
    r"不(?:作|做|给予|提供|予)(?:任何|进一步)?(?:的)?(?:说明|解释)|不经(?:说明|解释|告知)|"
    r"(?:没有|无|不负有?|不承担)(?:任何)?(?:义务|责任)[^，。；]{0,10}(?:说明|披露|告知|解释|提供|公开)[^，。；]{0,10}(?:理由|原因|依据|证据|细节|标准|规则)|"
    r"(?:无需|无须|不必|毋须|不经|未经|可以?不|不)(?:再|予)?(?:向[^，。]{1,10})?(?:说明|告知|解释|提供|给出|公开|披露|出示)[^，。；]{0,6}(?:理由|原因|依据|证据)"
)


def look(subject: Subject) -> Iterator[Finding]:
    document = subject.document
    if document.scope is Scope.NEGOTIATED or document.kind is Kind.EXTERNAL:
        return
    every = list(statements(subject))
    powers = [(s, m) for s in every if (m := _power(s))]
    for statement in every:
        silent = _SILENT.search(statement.words)
        if (
            silent
            and _measured(statement)
            and not _DENIED.search(statement.words[: silent.start()])
        ):
            yield Finding(statement.at(silent.start()), {}, "silent", clause=statement.clause)
    if powers:
        yield from _lacking(subject, every, powers)


def _measured(statement: Statement) -> bool:
    """Whether it lets the platform take a measure, whatever the occasion."""
    words = statement.words
    match = _MEASURE.search(words)
    if match is None or statement.top is None or statement.banned:
        return False
    before = words[: match.start()]
    able = _POWER.search(words + headed(statement.passage)) and _PLACE.search(
        statement.lead + words
    )
    return bool(able) and not _MINE.search(before[-80:]) and not _OWNED.match(before)


def _power(statement: Statement) -> re.Match[str] | None:
    words = statement.words
    match = _MEASURE.search(words)
    if match is None or statement.top is None or statement.banned:
        return None
    before = words[: match.start()]
    context = _above(statement) + words
    if not (
        (_WRONG.search(context) or _BLAMED.search(words))
        and _PLACE.search(context)
        and _POWER.search(context)
    ):
        return None
    return None if _DENIED.search(before) or _MINE.search(before[-80:]) else match


def _above(statement: Statement) -> str:
    """What introduces a sentence; for the cell of a table, the text above the table."""
    clause = statement.passage.clause
    return clause.text if clause and statement.passage.path[0] == "cells" else statement.lead


def _lacking(
    subject: Subject, every: list[Statement], powers: list[tuple[Statement, re.Match[str]]]
) -> Iterator[Finding]:
    tops = {s.top.id for s, _ in powers if s.top}
    near = [s for s in every if s.top and (s.top.id in tops or _speaks(s))]
    passages = {id(s.passage): s.passage for s in near}
    reached = "\n".join(references.words(c) for c in references.clauses(subject, passages.values()))
    texts = [s.words for s in every] + re.split("[。；\n]", reached)
    statement, match = powers[0]
    start, clause = statement.at(match.start()), statement.clause
    if not any(_complete(text) for text in texts):
        best = max(near, key=lambda s: _parts(s.words) if _SAID.search(s.words) else 0)
        some = _parts(best.words) > 1 and bool(_SAID.search(best.words))
        found = _FACTS.search(best.words) or _WHY.search(best.words)
        place = best.at(found.start()) if some and found else start
        yield Finding(place, {}, clause=best.clause if some else clause)
    whole = "\n".join(texts)
    reviews = [s.words for s in every if s.top] + texts[len(every) :]
    appeal = _APPEAL.search(whole)
    if not appeal:
        yield Finding(start, {}, "appeal", clause=clause)
    if not any(
        _HUMAN.search(text) and _REVIEWED.search(text) and not _HOLLOW.search(text)
        for text in reviews
    ):
        said = [(s, m) for s in every if (m := _APPEAL.search(s.words))]
        if said:
            start, clause = said[0][0].at(said[0][1].start()), said[0][0].clause
        yield Finding(start, {}, "human", clause=clause)


def _parts(text: str) -> int:
    return sum(bool(pattern.search(text)) for pattern in (_FACTS, _WHY, _BASIS))


def _complete(text: str) -> bool:
    """Whether it says that a decision states facts, reasons and basis."""
    if _parts(text) < 3 or not _SAID.search(text):
        return False
    if any(_parts(part) == 3 for part in text.split("，")):
        return True
    return bool(re.search("决定|处置|处罚|措施|告知|通知", text)) and "投诉" not in text


def _speaks(statement: Statement) -> bool:
    return bool(re.search("决定|处置|处罚|申诉|复核", statement.words))


RULE = Rule("L21", "sanctions", Severity.ERROR, since=date(2026, 2, 1), look=look)
