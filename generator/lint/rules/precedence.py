"""文件的优先顺序

协议约定几份文件不一致时以哪一份为准的，应当只约定一次，并且前后一致。

下列情形会被指出：一处以甲文件为准、另一处以乙文件为准；两份文件都说以自己为准；一组文件中有两份分别列出了优先顺序，没有一份说适用另一份的。适用另一份文件所列顺序的（引用该条款），不是重复约定。合同与法律、大写与小写、不同语言文本之间的关系，以及只就个别事项写明以某一文件为准的，不作判断。

## 理由

优先顺序是用来解决矛盾的；它自己有两个版本时，就没有办法确定适用哪一份文件。格式条款有两种解释的，作不利于提供方的解释。

## 法律

- 没有法律对此作出规定，出于文本质量的考虑。参见《中华人民共和国民法典》第四百六十六条、第四百九十八条（2021年1月1日起施行；第四百六十六条凭记忆，待核）。

## 正确

```text
补充协议与本协议不一致的，以补充协议为准。
```

```text
本协议的中文文本与英文文本不一致的，以中文文本为准。
附件与本协议不一致的，以本协议为准。
```

使用规范引用协议所列的顺序：

```yaml
sections:
  - id: one
    title: 一般规定
    clauses:
      - {id: only, text: 各文件不一致的，以本协议为准。}
# file: agreements/documents/other.yaml
id: other
title: 使用规范
kind: norm
version: {number: "1", published: 2026-04-01, effective: 2026-06-01}
sections:
  - id: one
    title: 一般规定
    clauses:
      - {id: order, text: "本规范与其他文件不一致的，适用[[terms#only]]。"}
# file: agreements/catalog.yaml
documents: [terms, other]
```

不是文件之间的关系：

```text
两种方案的效果不同的，以甲方书面选定的方案为准。
```

## 错误

前后两句相反：

```text
补充协议与本协议不一致的，以补充协议为准。
本协议与补充协议有冲突的，以本协议为准。
```

同一文件中前后矛盾：

```yaml
sections:
  - id: one
    title: 一般规定
    clauses:
      - {id: first, text: 附件与本协议不一致的，以本协议为准。}
      - {id: second, text: 附件与本协议冲突的，优先适用附件。}
```

两份文件都以自己为准：

```yaml
sections:
  - id: one
    title: 一般规定
    clauses:
      - {id: only, text: 本协议与其他文件不一致的，以本协议为准。}
# file: agreements/documents/other.yaml
id: other
title: 使用规范
kind: norm
version: {number: "1", published: 2026-04-01, effective: 2026-06-01}
sections:
  - id: one
    title: 一般规定
    clauses:
      - {id: order, text: "本规范与[[terms]]不一致的，以本规范为准。"}
# file: agreements/catalog.yaml
documents: [terms, other]
```

两份文件各列一个顺序：

```yaml
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: only
        text: 各文件的内容不一致的，按照下列顺序适用：
        items:
          - {id: i1, text: 订单；}
          - {id: i2, text: 本协议。}
# file: agreements/documents/other.yaml
id: other
title: 使用规范
kind: norm
version: {number: "1", published: 2026-04-01, effective: 2026-06-01}
sections:
  - id: one
    title: 一般规定
    clauses:
      - {id: order, text: 各文件的内容不一致的，按照本规范、订单的顺序适用。}
# file: agreements/catalog.yaml
documents: [terms, other]
```

两处的优先顺序相反：

```text
本合同与补充协议不同的，以补充协议为准。
双方另行签署的补充协议与本合同有出入的，优先适用本合同。
```

附件与正文：

```text
附件与正文不一致的，以正文为准。
附件与正文的约定存在冲突时，以附件内容为准。
```

借条与合同：

```text
乙方出具的借条与本合同有出入的，以本合同为准。
本合同与《借条》不一致的，以《借条》为准。
```

图纸与预算书：

```text
施工图与《工程预算书》不一致的，以《工程预算书》为准。
《工程预算书》与施工图不一致的，以施工图为准。
```

## 如何修改

只在一份文件中约定顺序，其他文件引用该条款；同一文件中前后矛盾的，删去一处。

## 如何保留

两处顺序适用于不同情形的，在条款上写明理由和截止日：`allow: [{rule: precedence, why: 后一处只适用于技术附件, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...problems import Severity
from ..rule import Finding, Rule
from ..sentences import sentences
from ..subject import CITE, Passage, Subject, Whole
from ..together import sets

_CLASH = re.compile(
    r"不一致|不相?一致|冲突|抵触|矛盾|有出入|不符|相悖|歧义|有差异|有异|有别|不同(?=的?[，时]|之处|者)"
)
_CITED = re.compile(r"\[\[([^\]\n]+)\]\]")
_OWN = r"本[\u4e00-\u9fff]{0,4}?(?:协议|合同|规范|规则|条款|文件|附件|补充协议|承诺书|政策|通则)"
_KINDS = (
    r"补充(?:协议|合同|约定|条款)|附件|附录|订单|业务规则|平台规则|主合同|主协议|框架协议|采购订单|"
    r"专用条款|通用条款|正文|招标文件|投标文件|报价单|工作说明书|借条|欠条|施工图|设计文件|技术协议|规格书|确认[书单]|承诺书|备忘录|会议纪要|变更单|预算书|订货单|交货单|保证书|委托书|说明书|清单|双方另行签[订署]的[^，。；]{1,8}"
)
_NAME = rf"{_OWN}|《[^》]{{1,40}}》|{CITE}|{_KINDS}"
_NAMES = re.compile(_NAME)
_WINS = re.compile(
    rf"(?:以|优先适用|应当?适用|适用)(?P<name>{_NAME})(?:的?(?:约定|规定|内容|条款))?(?:为准|优先)?"
    rf"|(?P<first>{_NAME})(?:的(?:约定|规定|内容|效力))?(?:优先|具有优先效力|效力优先)"
)
_ORDER = re.compile(
    r"(?:按照?|依照?|依)[^。；]{0,60}(?:顺序|次序|先后)|(?:优先顺序|解释顺序|效力顺序|优先次序|适用顺序)"
)
_NOT_DOCUMENTS = re.compile(
    r"大写|小写|英文|中文|外文|语言|译本|译文|法律|图纸|数据|统计|记录|账单|实物|样品|信息|价格|描述"
)
_ALL = re.compile(r"其他|其它|任何|各文件|所有|各项|此前|以往|文件(?:的内容)?(?:之间)?$|前述|上述")


@dataclass(frozen=True, slots=True)
class _Claim:
    """One statement: `winner` prevails over `losers` ("*": whatever else); an order has none."""

    winner: str
    losers: frozenset[str]
    order: bool
    subject: Subject
    passage: Passage
    at: int
    words: str

    @property
    def finding_clause(self) -> str | None:
        return self.passage.clause.id if self.passage.clause else None


def look(whole: Whole) -> Iterator[Finding]:
    titles = {s.document.title: s.document.id for s in whole.chosen()}
    claims = {
        s.document.id: [c for p in s.passages for c in _claims(s, p, titles)]
        for s in whole.chosen()
    }
    for own in claims.values():
        yield from _clashes(own)
    for group in sets(whole):
        yield from _clashes([c for s in group for c in claims[s.document.id]])
        yield from _twice([c for s in group for c in claims[s.document.id]], group)


def _twice(claims: list[_Claim], group: list[Subject]) -> Iterator[Finding]:
    """Where one document lists an order, no other lists one or puts a document of theirs first."""
    first = next((c for c in claims if c.order), None)
    ids, told = {s.document.id for s in group}, False
    for claim in claims:
        if first is None or claim.subject is first.subject:
            continue
        ranks = claim.order or (claim.winner in ids and claim.losers & (ids | {"*"}))
        if ranks and claim.passage.scope & first.passage.scope:
            yield _finding(claim, first, "twice")
            if not told:
                yield _finding(first, claim, "twice")
            told = True


def _claims(subject: Subject, passage: Passage, titles: dict[str, str]) -> Iterator[_Claim]:
    if not _CLASH.search(passage.words):
        return
    cited = iter(_CITED.findall(passage.raw))
    places = {m.start(): next(cited, "") for m in re.finditer(CITE, passage.words)}
    for start, text in sentences(passage.words):
        clash = _CLASH.search(text)
        if not clash or _NOT_DOCUMENTS.search(text[: clash.start()]):
            continue
        order = _ORDER.search(text, clash.end())
        win = next(_WINS.finditer(text, clash.end()), None)
        named = {
            _named(m, start, subject, titles, places) for m in _NAMES.finditer(text, 0, clash.end())
        }
        if order:
            at = start + order.start()
            yield _Claim("", frozenset(), True, subject, passage, at, order.group()[:30])
        elif win:
            name = _NAMES.search(text, win.start("name") if win["name"] else win.start("first"))
            if name is None:
                continue
            winner = _named(name, start, subject, titles, places)
            if "#" in winner:
                continue
            losers = frozenset(n for n in named if n != winner and "#" not in n)
            if not losers and _ALL.search(text[: clash.start()]):
                losers = frozenset("*")
            yield _Claim(winner, losers, False, subject, passage, start + win.start(), win.group())


def _named(
    match: re.Match[str],
    start: int,
    subject: Subject,
    titles: dict[str, str],
    places: dict[int, str],
) -> str:
    words = match.group()
    if words == CITE:
        return places.get(start + match.start(), "")
    if re.fullmatch(_OWN, words) and words not in ("本附件", "本补充协议"):
        return subject.document.id
    if words == "正文":
        return subject.document.id
    if words.startswith("《"):
        return titles.get(words[1:-1], words[1:-1])
    supplement = re.search(r"补充(?:协议|合同|约定|条款)", words)
    return "补充协议" if supplement else words


def _clashes(claims: list[_Claim]) -> Iterator[Finding]:
    over: dict[tuple[str, str], _Claim] = {}
    beaten: dict[str, _Claim] = {}
    alone: _Claim | None = None
    for claim in claims:
        for loser in claim.losers:
            other = over.get((loser, claim.winner))
            if other is None and alone and loser == alone.winner:
                other = alone
            if other is None and loser == "*" and alone and alone.winner != claim.winner:
                other = alone
            if other is None and loser == "*" and claim.winner:
                other = beaten.get(claim.winner)
            if other and other.passage.scope & claim.passage.scope:
                yield _finding(claim, other, "")
                yield _finding(other, claim, "")
                break
            over.setdefault((claim.winner, loser), claim)
            beaten.setdefault(loser, claim)
            alone = alone or (claim if loser == "*" else None)


def _finding(claim: _Claim, other: _Claim, variant: str) -> Finding:
    place = other.passage.at(other.at)
    params: dict[str, object] = {
        "words": claim.words.replace(CITE, "……"),
        "other": other.words.replace(CITE, "……"),
        "place": str(place) if place else other.subject.document.title,
    }
    return Finding(claim.passage.at(claim.at), params, variant, clause=claim.finding_clause)


RULE = Rule("S11", "precedence", Severity.WARNING, look_at_all=look)
