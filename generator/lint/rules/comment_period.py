"""公开征求意见

平台修改平台规则，应当公开征求意见，在公布之前征求完毕，期间不少于七个自然日。

征求意见的起止日期写在版本的 `comment` 中。没有记录的、截止日晚于公布日的、期间不足七日的，是错误。2026年2月1日以后生效的版本，还应当在 `register` 中逐条登记意见和采纳情况，没有登记的，给予警告；没有收到意见的，登记一行“没有收到意见”。

首个版本（版本号不大于1、也没有更早的版本）只在2026年2月1日以后生效，并且文件写明 `scope: platform-rule` 时要求征求意见；写了 `comment` 的，同样判断日期。个别协商的文件和草案不作判断。意见是否存满三年，文件中没有记载，本规则不能核对。

## 理由

公布以后再征求意见，意见已经不能改变文本；期间过短，商家来不及提出意见。没有登记的意见无法证明得到了考虑。

## 法律

- 《中华人民共和国电子商务法》第三十四条：修改平台服务协议和交易规则，应当在首页显著位置公开征求意见，采取合理措施确保各方能够及时充分表达意见（2019年1月1日起施行）。
- 《网络交易平台规则监督管理办法》第十条、第十一条：制定、修改均应当公开征求意见，整理意见并说明不采纳的理由，自征求意见期间届满起存档不少于三年（2026年2月1日起施行）。
- 七日不是上述条文规定的数目，是本规则的默认要求；起算日不计入（《中华人民共和国民法典》第二百零一条）。

## 正确

```yaml
id: terms
version:
  number: "2"
  published: 2026-04-01
  effective: 2026-06-01
  comment: {from: 2026-03-01, to: 2026-03-08, register: [建议延长退款期限；采纳。]}
```

截止日就是公布日的，可以：

```yaml
id: terms
version:
  number: "2"
  published: 2026-04-01
  effective: 2026-06-01
  comment: {from: 2026-03-15, to: 2026-04-01, register: [没有收到意见。]}
```

2026年2月1日以前生效的版本，没有登记意见的，不作判断：

```yaml
id: terms
version:
  number: "2"
  published: 2024-04-01
  effective: 2024-06-01
  comment: {from: 2024-03-01, to: 2024-03-20}
```

## 错误

修改而没有征求意见：

```yaml
id: terms
version:
  number: "2"
  published: 2024-04-01
  effective: 2024-06-01
```

截止日晚于公布日：

```yaml
id: terms
version:
  number: "2"
  published: 2026-04-01
  effective: 2026-06-01
  comment: {from: 2026-03-20, to: 2026-04-02, register: [没有收到意见。]}
```

期间只有六日：

```yaml
id: terms
version:
  number: "2"
  published: 2026-04-01
  effective: 2026-06-01
  comment: {from: 2026-03-01, to: 2026-03-07, register: [没有收到意见。]}
```

没有登记意见：

```yaml
id: terms
version:
  number: "2"
  published: 2026-04-01
  effective: 2026-06-01
  comment: {from: 2026-03-01, to: 2026-03-20, register: []}
```

新制定的平台规则没有征求意见：

```yaml
id: terms
scope: platform-rule
version:
  number: "1"
  published: 2026-04-01
  effective: 2026-06-01
```

## 如何修改

先公开征求意见，再公布；在 `comment` 中写明 `from`、`to`，在 `register` 中逐条登记意见、是否采纳和理由。

## 如何保留

个别协商的文件写 `scope: negotiated`。征求意见已经进行而起止日期无法补录的，在文件上写明理由和截止日：`allow: [{rule: comment-period, why: 征求意见的记录存于纸质档案, until: 2027-06-30}]`。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ...model import Scope
from ...problems import Severity
from ..rule import Finding, Rule
from ..subject import Subject
from ..versions import number

DAYS = 7
MAKING = date(2026, 2, 1)  # from this day the making of rules, and the register


def look(subject: Subject) -> Iterator[Finding]:
    document, version = subject.document, subject.document.version
    published, effective, comment = version.published, version.effective, version.comment
    if document.scope is Scope.NEGOTIATED or not published or not effective:
        return
    if comment is None:
        if _is_asked(subject, effective):
            yield Finding(version.place(), {"version": version.number})
        return
    if comment.to > published:
        params: dict[str, object] = {"to": comment.to, "published": published}
        yield Finding(comment.place("to"), params, "late")
    days = (comment.to - comment.from_).days
    if days < DAYS:
        yield Finding(comment.place("to"), {"days": days, "least": DAYS}, "short")
    if effective >= MAKING and not comment.register_:
        place = comment.place("register")
        yield Finding(place, {"version": version.number}, "register", Severity.WARNING)


def _is_asked(subject: Subject, effective: date) -> bool:
    """A change is asked for comments; a first version since 2026, if it says what it is."""
    document = subject.document
    if subject.earlier is not None or number(document) > (1,):
        return True
    return effective >= MAKING and "scope" in document.model_fields_set


RULE = Rule("L03", "comment-period", Severity.ERROR, since=date(2019, 1, 1), look=look)
