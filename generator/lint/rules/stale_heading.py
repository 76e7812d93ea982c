"""过时的标题

文件中引用旁边写明的标题，应当与所引文件现在的标题一致。

引用标记（`[[……]]`）或者手工编号旁边的【关键词】、“标题”条款，如果在所引的文件中找不到，会被指出；引用标记已经指明条款的，还应当是该条款或者其上级的标题。段首的【提示语】、不在引用旁边的引号，不作判断。

## 理由

标题修改以后，手工写下的旧标题不会改变。读者按旧标题找不到条款，或者找到了别的条款。

## 法律

- 没有法律对此作出规定，出于文本质量的考虑。引用标记印出时自带编号和标题，无须另写。

## 正确

以下各例的文件只有“一般规定”一章：

```text
适用范围见[[#one]]，“格式条款”的含义依照法律确定。
```

```text
【审慎阅读】依照本协议【一般规定】和“一般规定”条款办理。
```

```text
“一般规定”部分（[[#one]]）适用于全部服务，平台运营方不得订入“霸王”条款。
```

## 错误

以下各例的文件只有“一般规定”一章，没有“费用与结算”：

```text
依照[[#one]]【费用与结算】办理。
```

```text
依照第三条【费用与结算】办理。
```

```text
详见本协议“费用与结算”条款。
```

```text
【费用与结算】（[[#one]]）另有约定的除外。
```

## 如何修改

删去手工写下的标题，引用标记会印出现在的标题。

## 如何保留

引号里的话不是标题的，在条款上写明理由和截止日：`allow: [{rule: stale-heading, why: 引号内是页面栏目的名称, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ...model import Document
from ...problems import Severity
from ...resolve import inline
from .. import cited
from ..rule import Finding, Rule
from ..subject import CITE, Subject

_NUMBER = rf"(?:{cited.ONE}\s*){{1,3}}"
_KIND = r"(?:这?一)?(?:条款?(?!件)|章节?(?!程)|节(?!日)|部分)"
_HEAD = r"(?:【(?P<bracket>[^】\n]{1,40})】|“(?P<quote>[^“”\n]{1,40})”%s)"
_TITLED = r"《(?P<title>[^《》\n]{1,60})》"
_OWN = r"(?:本(?:协议|合同|规则|规范|办法|规定|文件)|[上下]文|前述|上述)"
_VERB = "(?:见|按照|依照|根据|依据)"
_BESIDE = (
    # behind a reference or a number; with a word between, a quote needs 条款 to be a heading
    re.compile(rf"(?:(?P<cite>{CITE})|(?:{_TITLED})?{_NUMBER})[（(]?{_HEAD % ''}"),
    re.compile(
        rf"(?:(?P<cite>{CITE})|(?:{_TITLED}|{_OWN}|{_VERB})(?:{_NUMBER})?|{_NUMBER})(?:中|项下|规定)?的?"
        rf"{_HEAD % f'(?={_KIND})'}"
    ),
    # before a reference
    re.compile(rf"{_HEAD % ''}(?:{_KIND})?(?:[（(]|，?见)(?P<cite>{CITE})"),
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SPACE = re.compile(r"\s+|(?:条款?)$")


def look(subject: Subject) -> Iterator[Finding]:
    titles = cited.by_title(subject)
    for passage in subject.passages:
        if "【" not in passage.words and "“" not in passage.words:
            continue  # nothing is quoted
        marks = cited.references(passage)
        seen: set[int] = set()
        for pattern in _BESIDE:
            for match in pattern.finditer(passage.words):
                group = "bracket" if match["bracket"] else "quote"
                at = match.start(group) - 1
                if at in seen or not _HAN.search(match[group]):
                    continue
                seen.add(at)
                whole, clause = _led_to(subject, titles, marks, match)
                if not isinstance(whole, Document):
                    continue
                known = {_plain(heading) for heading in cited.headings(whole, clause)}
                known |= (
                    {_plain(heading) for heading in cited.headings(whole)} if not known else set()
                )
                if _plain(match[group]) not in known:
                    params: dict[str, object] = {"heading": match[group], "title": whole.title}
                    id_ = passage.clause.id if passage.clause else None
                    yield Finding(passage.at(at), params, clause=id_)


def _led_to(
    subject: Subject,
    titles: Mapping[str, cited.Whole],
    marks: dict[int, inline.Reference],
    match: re.Match[str],
) -> tuple[cited.Whole | None, str | None]:
    """The document, and the clause where a reference names one, whose heading is quoted."""
    groups = match.groupdict()
    if groups["cite"] and (mark := marks.get(match.start("cite"))):
        return cited.document(subject, mark.document), mark.clause
    if title := groups.get("title"):
        return titles.get(title), None
    return subject.document, None


def _plain(heading: str) -> str:
    return _SPACE.sub("", heading)


RULE = Rule("S31", "stale-heading", Severity.WARNING, look=look)
