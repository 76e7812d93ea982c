"""公布到生效的期间

平台修改平台规则，应当至少在生效前七个自然日公布。

起算日不计入：公布日的次日是第一日。生效日与公布日相差不足七日的，是错误；恰好相差七日的，中间只有六个整日，是警告，提醒留出余地；相差八日以上的，通过。首个版本同样判断。个别协商的文件、没有写明生效日或者公布日的草案，不作判断。

## 理由

商家需要时间阅读修改后的内容，并决定是否退出。期间不足的，修改不能约束不接受修改的商家，平台还可能受到处罚。

## 法律

- 《中华人民共和国电子商务法》第三十四条：修改内容应当至少在实施前七日予以公示（2019年1月1日起施行）。
- 《网络交易平台规则监督管理办法》第十二条第一款：至少提前七日公布（2026年2月1日起施行）。
- 《中华人民共和国民法典》第二百零一条：开始的当日不计入（2021年1月1日起施行）。

## 正确

相差八日：

```yaml
id: terms
version:
  number: "1"
  published: 2024-03-01
  effective: 2024-03-09
```

## 错误

只相差五日：

```yaml
id: terms
version:
  number: "1"
  published: 2024-03-01
  effective: 2024-03-06
```

恰好相差七日，是警告：

```yaml
id: terms
version:
  number: "1"
  published: 2024-03-01
  effective: 2024-03-08
```

## 如何修改

推迟生效日，或者提前公布，使两日至少相差八日。

## 如何保留

个别协商的文件写 `scope: negotiated`。其他情形，不足七日的应当改期；确有法律要求的，在文件上写明理由和截止日：`allow: [{rule: notice-period, why: 依监管要求限期施行, until: 2027-06-30}]`。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ...model import Scope
from ...problems import Severity
from ..rule import Finding, Rule
from ..subject import Subject

DAYS = 7


def look(subject: Subject) -> Iterator[Finding]:
    document = subject.document
    published, effective = document.version.published, document.version.effective
    if document.scope is Scope.NEGOTIATED or not published or not effective:
        return
    between = (effective - published).days
    place = document.version.place("effective")
    params: dict[str, object] = {"days": between, "least": DAYS}
    if between < DAYS:
        yield Finding(place, params)
    elif between == DAYS:
        yield Finding(place, params, "exact", Severity.WARNING)


RULE = Rule("L01", "notice-period", Severity.ERROR, since=date(2019, 1, 1), look=look)
