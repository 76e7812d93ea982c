"""即日起与自发布之日起生效

平台规则应当写明生效的日期，不写“即日起”生效，也不写自发布、公布之日起生效。

“即日起”“即日生效”“自发布之日起施行”“公布当日生效”“修订后立即生效”等写法给予警告。公布后经过期间再生效的（“自公布之日起满十五个自然日后生效”），自双方签字、您确认之日起生效的，写明不得如此约定的，以及叙述法律、国家标准何时施行的，不作判断。个别协商的文件不作判断。

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

## 如何修改

写明生效的日期，并留出公布期间，例如“本规则自2026年6月1日起施行”；变更条款写成“自公布之日起满十五个自然日后生效”。

## 如何保留

所说的不是平台规则的生效的，在条款上写明理由和截止日：`allow: [{rule: immediate-effect, why: 所述是主管部门公告的施行时间, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ...model import Scope
from ...problems import Severity
from ..rule import Finding, Rule
from ..subject import Subject

_PUBLIC = r"(?:公布|公示|公告)"
_OTHER = r"(?:发布|刊登|张贴|上线|发出|更新|修改|修订|变更)"
_EFFECT = r"(?:生效|施行|实施|执行|适用|起效|有效(?!期))"
_AT_ONCE = re.compile(
    rf"即日起|即日{_EFFECT}"
    rf"|(?:(?:自|从|在|于|经)[^。；，]{{0,12}}?)?(?:{_PUBLIC}|(?P<other>{_OTHER}))"
    rf"(?:(?:之日|当日|当天|之时|时|后)起?(?:即|便|就)?(?:时|日|刻)?(?:立即|开始|正式|同时|自动)?"
    rf"|后?即[时刻日])(?:对[^。；，]{{1,10}})?{_EFFECT}"
)
_LATER = re.compile(rf"后(?:开始|正式)?(?:对[^。；，]{{1,10}})?{_EFFECT}$")
_DENIED = re.compile(
    r"(?:不得|不应|不能|不会|不可|并非|不是|不以|禁止|避免|而非|无权)[^。；]{0,40}$"
)
_LAWS = re.compile(
    r"法律|法规|国家标准|行业标准|政策|主管(?:部门|机关)|监管|《中华人民共和国|(?:法|法典|条例)》"
)
_TEXT = re.compile(
    r"规则|协议|规范|条款|标准|政策|办法|制度|公告|通知|版本|合同|章程|规定|文件|文本|声明|须知|指引|修订|变更(?:内容|[自从在于经])"
)
_ALTERED = re.compile(r"的(?:修改|修订|变更|调整|变动)(?:内容|方案)?，$")
_YOURS = re.compile(r"您(?:可以|可|有权)?(?:随时|自行)?[^。；，]{0,4}$")


def look(subject: Subject) -> Iterator[Finding]:
    if subject.document.scope is Scope.NEGOTIATED:
        return
    for passage in subject.passages:
        for match in _AT_ONCE.finditer(passage.words):
            if _is_meant(match, _sentence(passage.words, match.start())):
                clause = passage.clause.id if passage.clause else None
                yield Finding(passage.at(match.start()), {"words": match.group()}, clause=clause)


def _is_meant(match: re.Match[str], before: str) -> bool:
    """Whether a text of the platform takes effect so: not a law, a denial, a setting of yours."""
    if _LATER.search(match.group()) or _DENIED.search(before) or _LAWS.search(before):
        return False
    if match["other"] is None or ("您" not in before and _ALTERED.search(before)):
        return True
    return bool(_TEXT.search(before + match.group())) and not _YOURS.search(before)


def _sentence(words: str, end: int) -> str:
    """What the sentence says before a place, not more than eighty characters."""
    before = words[max(0, end - 80) : end]
    return re.split(r"[。；\n]", before)[-1]


RULE = Rule("S02", "immediate-effect", Severity.WARNING, since=date(2019, 1, 1), look=look)
