"""即日起与自发布之日起生效

平台规则应当写明生效的日期，不写“即日起”生效，也不写自发布、公布之日起生效。

“即日起”“即日生效”“自发布之日起施行”“公布当日生效”“修订后立即生效”“从公布当日零时开始生效”等写法给予警告。公布后经过期间再生效的（“自公布之日起满十五个自然日后生效”），自双方签字、您确认之日起生效的，写明不得如此约定的，以及叙述法律、国家标准何时施行的，不作判断。个别协商的文件不作判断。

## 理由

“即日”是哪一日，取决于读者何时读到；文本脱离发布的页面以后，就无法确定生效日。自发布之日起生效，还会使公布期间形同虚设。

## 法律

- 《中华人民共和国电子商务法》第三十四条：修改内容应当至少在实施前七日予以公示（2019年1月1日起施行）。
- 《网络交易平台规则监督管理办法》第十二条：至少提前七日、十五日公布（2026年2月1日起施行）。

## 正确

```text
本规则自2026年6月1日起施行。
```

```text
变更自公布之日起满十五个自然日后生效。
```

自确认之日起生效：

```text
本协议自您确认之日起生效，平台运营方不得使变更自公布之日起生效。
```

您自己的修改：

```text
您对推广方案的修改，发布后即时生效。
```

```text
您撤回同意的，撤回立即生效；解除通知自到达对方之日起生效。
```

## 错误

```text
本规则即日起生效。
```

```text
修改后的规则自发布之日起生效。
```

```text
平台修订本协议的，修订后的内容自在平台公示之日起立即施行。
```

```text
新的收费标准在公布当日开始执行。
```

修改后张贴即生效：

```text
对上课地点的调整，张贴后即时生效。
```

```text
本办法自印发之日起施行；调整后的费率当即生效。
```

## 如何修改

写明生效的日期，并留出公布期间，例如“本规则自2026年6月1日起施行”；变更条款写成“自公布之日起满十五个自然日后生效”。

## 如何保留

所说的不是平台规则的生效的，在条款上写明理由和截止日：`allow: [{rule: immediate-effect, why: 所述是主管部门公告的施行时间, until: 2027-06-30}]`。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ...model import Scope
from ...problems import Severity
from ..effect import at_once
from ..rule import Finding, Rule
from ..sentences import sentences
from ..subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    if subject.document.scope is Scope.NEGOTIATED:
        return
    for passage in subject.passages:
        clause = passage.clause.id if passage.clause else None
        for start, words in sentences(passage.words):
            if match := at_once(words):
                place = passage.at(start + match.start())
                yield Finding(place, {"words": match.group()}, clause=clause)


RULE = Rule("S02", "immediate-effect", Severity.WARNING, since=date(2019, 1, 1), look=look)
