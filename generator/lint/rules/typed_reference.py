"""手工键入的条款编号

引用本文件或者其他文件的条款，应当使用引用标记（`[[……]]`，由程序印出编号），不得手工键入编号。

“第5条”“第三条第（二）项”“见上文第三条”“本协议第4.2条”等写法都会被指出；前面没有内容而写“前款”“上款”“前条”“前项”的，也会被指出。对法律、法规、司法解释、标准和没有收入本工作区的文件的引用，例如《民法典》第四百九十六条、依照劳动合同法第三十九条，不作判断。

## 理由

条款增删以后编号随之变化，手工键入的编号不会变，引用就指向了别的条款。引用标记由程序编号，并检查所引的条款在每一个组合中都在。

## 法律

- 没有法律对此作出规定，出于文本质量的考虑。真实公布的文本中，常见插入一章以后引用没有更新的情形。

## 正确

```text
费用的退还见[[#only]]。
```

```text
格式条款依照《中华人民共和国民法典》第四百九十六条、第四百九十七条提示，依照消费者权益保护法第二十六条说明；属于第二十七条规定情形的除外。
```

“第一款项”“第二项目”不是编号，条例是法规：

```text
经第三方同意，您可以选择第一款项的支付日和第二项目的负责人，具体以该条例第三条第二款为准。
```

“前款”就在前面：

```text
您应当按时付款。

前款规定的期限为3日。
```

## 错误

```text
费用的退还见第5条。
```

```text
依照本协议第4.2条的约定处理。
```

```text
见上文第三条第（二）项。
```

```text
除《民法典》第五百八十四条规定外，您应当遵守本协议第三条。
```

前面没有“前款”所指的内容：

```text
违反前款约定的，应当承担责任。
```

条款的项中引用平台的另一文件：

```yaml
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: only
        text: |
          有下列情形之一的，可以终止。
        items:
          - id: first
            text: |
              违反《服务条款》第二条的；
```

## 如何修改

引用本文件的条款，写 `[[#条款的标识]]`；引用其他文件的条款，写 `[[文件的标识#条款的标识]]`。标识是条款、文件的 `id` 所写的名称。“前款”所指的内容不在前面的，写明引用。

## 如何保留

引用的是没有收入本工作区的文件的，在条款上写明理由和截止日：`allow: [{rule: typed-reference, why: 引用对方范本的条款编号, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ...model import Document, External, Scheme
from ...problems import Severity
from .. import cited
from ..rule import Finding, Rule
from ..subject import CITE, Passage, Subject

_AFTER = r"(?:（[^（）\n]{1,20}）)?(?:的)?(?=\s*第)"
_TOKEN = re.compile(
    r"(?P<own>本(?:协议|合同|规则|办法|规定|规范|条款|条(?!例)|章程|公约|准则|制度|通知|承诺书|款|项|节|章)|[上下]文"
    rf"|{CITE})"
    r"|《(?P<title>[^《》\n]{1,60}(?:《[^《》\n]{1,40}》[^《》\n]{0,40})?)》"
    r"|(?P<law>(?:(?<![方做用依合违司无没立执书语])法|条例|办法|规定|解释|细则|公约|章程|决定|民法通则|标准|[A-Z]{2,4}(?:/[A-Z])?\s?[0-9.—-]+"
    r"|附[件录表][0-9一二三四五六七八九十]{0,3}|(?:主|原|框架|补充)(?:合同|协议)|订单|保险条款|文件|说明书|手册|指南|清单|报告|方案|图纸|标书)"
    + _AFTER
    + ")"
    rf"|(?P<number>{cited.NUMBERED})"
    r"|(?P<dotted>第\s*\d{1,3}(?:\.\d{1,3})+(?![\d.]*[版期代号次届季%％])"
    r"|(?:见|参见|详见|参照|按照|依照|根据|依据)\s*(?:本协议|本合同|上文|下文|前述|上述)?\s*\d{1,3}(?:\.\d{1,3})+(?![\d.%％‰倍元万亿天日年月版米分℃])"
    r"|(?<![\d.第])\d{1,3}(?:\.\d{1,3})+\s*(?:条(?!件)|款(?!项)))"
    r"|(?P<stop>[。；;\n])"
)
_DOTTED = re.compile(r"\d\.\d")  # 4.6; every other number typed by hand has a 第
_BEFORE = re.compile(r"(?<![以目提之线网路身马])(?:前|上)一?(?P<unit>[条款项])(?![件款目条式例])")
_FAR = re.compile("[二三四五六七八九]百")  # no agreement has so many clauses, laws have
_WHOLE = re.compile(r"[条章节.（(]")
_GOES_ON = re.compile(r"$|[的规约所情之或及和至到中内，。、；）】\n]")


def look(subject: Subject) -> Iterator[Finding]:
    ours = cited.by_title(subject)
    for passage in subject.passages:
        clause = passage.clause.id if passage.clause else None
        for at, typed in _numbers(subject, passage, ours):
            yield Finding(passage.at(at), {"typed": typed}, clause=clause)
        for match, place in passage.find(_BEFORE):
            if _nothing_before(subject, passage, match.start(), match["unit"]):
                yield Finding(place, {"typed": match.group()}, "before", clause=clause)


def _numbers(
    subject: Subject, passage: Passage, ours: Mapping[str, cited.Whole]
) -> Iterator[tuple[int, str]]:
    """Numbers typed by hand; the last law or other's document named in the sentence owns them."""
    if "第" not in passage.words and not _DOTTED.search(passage.words):
        return
    marks = cited.references(passage)
    foreign: bool | None = None
    for match in _TOKEN.finditer(passage.words):
        match match.lastgroup:
            case "own":
                mark = marks.get(match.start())
                other = cited.document(subject, mark.document) if mark else None
                foreign = isinstance(other, External)
            case "title":
                foreign = not isinstance(ours.get(match["title"]), Document)
            case "law":
                foreign = True
            case "stop":  # a law may be the subject of several parts of a sentence
                foreign = True if foreign and match["stop"] in "；;" else None
            case _:
                far = foreign is None and _FAR.search(match.group())
                bare = foreign is None and not _WHOLE.search(match.group())  # “the second model”
                if (
                    not foreign
                    and not far
                    and (not bare or _GOES_ON.match(passage.words, match.end()))
                ):
                    yield match.start(), match.group()


def _nothing_before(subject: Subject, passage: Passage, at: int, unit: str) -> bool:
    """Whether “the paragraph above” stands where there is none."""
    clause, section = passage.clause, passage.section
    if clause is None or section is None or passage.path != ("text",):
        return False
    if passage.words.count("\n", 0, at):
        return False
    first = section.clauses[0] is clause
    if clause not in section.clauses:
        return unit == "项" and any(
            part.items and part.items[0] is clause for top in section.clauses for part in top.walk()
        )
    if unit == "款":
        return first or subject.document.numbering is Scheme.RULE
    return first and (unit == "项" or section is subject.document.sections[0])


RULE = Rule("S30", "typed-reference", Severity.WARNING, look=look)
