"""声明的标示方式与实际不符

文件说明重要内容以何种方式标示的，应当与实际印出的方式（粗体加下划线）一致。

文件写“以红色字体”“以斜体”“字号加大”标示重要条款，而印出来的是粗体加下划线，是错误；只写“加粗”或者只写“下划线”，说得不全，读者仍然能够找到，是警告；“以粗体或者下划线等方式”包含实际的方式，不作判断。说明了标示方式，全文却没有一处标示的，是警告。对广告、图纸、标签等其他事物的标示要求，不在此列。

## 理由

提示条款告诉读者到哪里去找重要的内容。读者按照说明找不到红色的字，就可以主张提供方没有提示。

## 法律

- 《最高人民法院关于适用〈中华人民共和国民法典〉合同编通则若干问题的解释》第十条（2023年12月5日起施行）：提示以通常足以引起对方注意的特别标识作出，由提供方举证。

## 正确

```text
请重点阅读以粗体加下划线标示的内容，**例如费用和退款**。
```

```text
与您有重大利害关系的条款已经加粗并加下划线，**请您注意**。
```

```text
本协议以加粗等显著方式提示免除责任的条款，**请您注意**。
```

说的是发票，不是本文件：

```text
已经开票的费用退还的，应当依法开具红字发票，发票上的金额以红色字体标明。
```

```text
警示标签应当以红色字体标示危险的内容。
```

## 错误

说的是红色字体：

```text
请您重点阅读以红色字体标示的条款，**例如费用和退款**。
```

只说加粗，没有说下划线：

```text
本协议中**加粗的条款**，与您有重大利害关系。
```

```text
请您重点阅读字号加大、与您有重大利害关系的内容，**例如费用和退款**。
```

说的是斜体：

```text
与您权益有重大关系的内容，我们以斜体予以标注，**请您阅读**。
```

提示条款只说下划线：

```yaml
prompt:
  - |
    免除或者限制责任的条款以下划线标识，**请您重点阅读**。
```

说明了方式，全文没有一处标示，是警告：

```text
请重点阅读以粗体加下划线标示的内容。
```

条款的项说黄色高亮：

```yaml
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: only
        text: |
          请注意：
        items:
          - id: style
            text: |
              重要条款均已用黄色高亮显示，**请您注意**；
```

## 如何修改

改写为“以粗体加下划线标示”；说明了标示方式而没有标示的，把重要的话写成 `**……**`。

## 如何保留

所说的是别处的标示方式的，在条款（提示条款中的，在文件）上写明理由和截止日：`allow: [{rule: declared-style, why: 所述是纸质合同的标示方式, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ...problems import Severity
from ..emphasis import runs, speaks
from ..rule import Finding, Rule
from ..subject import Subject

_BOLD = r"粗体|加粗|加黑|粗黑体?|黑体|粗字|字体变粗"
_LINE = r"下划线|底线|划线|下横线|下画线"
_OTHER = (
    r"斜体|倾斜|[红蓝绿黄橙紫灰彩]色?(?:的)?(?:加粗)?(?:字体|字|文字|粗体|标记|底色)|[红蓝绿黄橙紫灰]色(?=标|突出|显示|提示|的?(?:条款|约定|内容|部分))"
    r"|高亮|反白|底纹|阴影|着重号|星号|[*＊]号|波浪线|虚线|大号字体?|放大字体?|字[号体][^，。；、]{0,3}[放加]大|加大字[号体]|加框|方框|楷体|仿宋"
)
_STYLE = re.compile(rf"(?P<bold>{_BOLD})|(?P<line>{_LINE})|(?P<other>{_OTHER})")
_SENTENCE = re.compile(r"[^。；\n]+")
_MARKED = re.compile(
    r"标示|标明|标注|标识|标出|标记|突出|提示|显示|强调|提请|表示|展示|印刷|载明|注明|列明|处理|字体|形式|方式"
)
_MATTER = re.compile(
    r"条款|约定|免[除责]|重大利害|重大关系|重要(?:的)?(?:内容|事项|部分|信息)|切身|权益|限制(?:您|责任)"
    r"|(?:标[示注明识出记]|突出|显示|强调|粗|划线|字体)(?:的|之)?(?:内容|部分|文字|字句|约定)"
)
_DIRECT = re.compile(
    rf"(?:{_BOLD}|{_LINE}|{_OTHER})[^，]{{0,4}}(?:条款|约定|内容|部分|文字)"
    rf"|(?:条款|约定|内容|部分|文字)[^，]{{0,6}}(?:{_BOLD}|{_LINE}|{_OTHER})"
)
_READ = re.compile(
    rf"(?:阅读|注意|关注|留意|查看)[^，。；]{{0,8}}(?:{_BOLD}|{_LINE}|{_OTHER})[^。；]{{0,24}}(?:内容|条款|约定|部分)"
)
_STRANGE = re.compile(
    r"发票|标签|标识牌|图纸|包装|商标|印章|盖章|按钮|图标|警示|字幕|画面|推广内容|广告标识|广告内容"
    r"|空白|填写|填空|必填|勾选|支票|附图|平面图|示意图|预警|排版|标题|封面|稿件|论文|商品|货物|修订|改动|修改(?:之处|部分)|线缆|图例|试卷|报表|批注"
)
_OPEN = re.compile(r"等(?:显著|醒目|明显|特别|合理|足以|其他|类似|形式|方式|方法|字体|标识)")


def look(subject: Subject) -> Iterator[Finding]:
    marked = any(speaks(run) for passage in subject.passages for run in runs(passage))
    for passage in subject.passages:
        clause = passage.clause.id if passage.clause else None
        for sentence in _SENTENCE.finditer(passage.words):
            styles = list(_STYLE.finditer(sentence.group()))
            if not styles or not _declares(sentence.group()):
                continue
            words = "、".join(dict.fromkeys(style.group() for style in styles))
            place = passage.at(sentence.start() + styles[0].start())
            kinds = {s.lastgroup for s in styles}
            if not _as_rendered(sentence.group(), kinds):
                severity = None if "other" in kinds else Severity.WARNING
                yield Finding(place, {"words": words}, severity=severity, clause=clause)
            elif not marked:
                yield Finding(place, {"words": words}, "nothing", Severity.WARNING, clause)


def _declares(sentence: str) -> bool:
    """Whether the sentence says how content of this document is marked."""
    if _STRANGE.search(sentence) or not _MATTER.search(sentence):
        return False
    return any(found.search(sentence) for found in (_MARKED, _DIRECT, _READ))


def _as_rendered(sentence: str, kinds: set[str | None]) -> bool:
    """Bold with a line under it; an open list or a choice that has one of them will do."""
    if "other" in kinds:
        return bool(kinds - {"other"}) and bool(re.search(r"或者?", sentence))
    choice = _OPEN.search(sentence) or re.search(r"(?:粗体|加粗|黑体)(?:/|或者?|、)下?", sentence)
    return kinds == {"bold", "line"} or bool(choice)


RULE = Rule("L10", "declared-style", Severity.ERROR, since=date(2023, 12, 5), look=look)
