"""全角数字、字母和兼容字符

数字和拉丁字母应当使用半角形式，字符应当使用通用的形式。

全角的数字和字母（２０２６、ＡＢＣ），带括号或者句点的兼容数字（㈠、⑴、⒈），单位合字（㎡、㎏），小写形式和半角形式的中文标点，全角的人民币符号￥，以及字母与附加符号分开编码的写法（外形相同而编码不同），都会被指出。手工键入的带圈数字（①）也会被指出，它们应当写成条款的项。

## 理由

外形相近而编码不同的字符会使检索和金额的识别落空；复制到其他系统后，有的会变成方框或者别的字。

## 法律

- 没有法律对此作出规定，出于文本质量的考虑。规范化形式依Unicode标准附件15（NFC、NFKC）。

## 正确

```text
服务期为12个月，费用为¥1000，面积为20平方米，说明见App首页。
```

```text
全角标点（例如逗号，分号；冒号：）和省略号……都是中文的通用形式。
```

通行的类别和温度的写法：

```text
第Ⅱ类医疗器械的经营者应当提交备案凭证，储存温度不高于25℃。
```

## 错误

全角数字：

```text
服务期为１２个月。
```

全角字母：

```text
您可以登录ＡＰＰ查询。
```

带括号的兼容数字：

```text
费用包括㈠基础费用和㈡增值费用。
```

单位合字和全角的人民币符号：

```text
场地面积为20㎡，租金为￥1000。
```

手工键入的带圈数字：

```text
费用包括：①基础费用；②增值费用。
```

标题中的全角数字：

```yaml
sections:
  - id: one
    title: 第２阶段的服务
    clauses:
      - id: only
        text: |
          本协议适用于全部服务。
```

## 如何修改

改为通用的形式，例如“12个月”“20平方米”“¥1000”；可以由程序改正：运行 `xieyi check --fix`。手工键入的带圈数字改写成条款的项（`items`），由程序编号。

## 如何保留

型号、商标等必须照录的，在条款（标题和提示条款中的，在文件）上写明理由和截止日：`allow: [{rule: fullwidth-letters, why: 注册商标使用全角字母, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import partial

from ...problems import Severity
from ..rule import Finding, Rule
from ..subject import Subject
from ..typed import Slip, Spot, findings, mended, slips

# Compatibility forms whose ordinary form says the same; full-width punctuation is not among them.
_FORMS = re.compile(
    "[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff0e]+"  # ０ Ａ ａ ．
    "|[\u2474-\u24b5\u3220-\u3243]"  # ⑴ ⒈ ⒜ ㈠
    "|[\u3371-\u33df\u33ff]"  # ㎡ ㏎
    "|[\ufe10-\ufe19\ufe50-\ufe6b\uff61-\uff65]"  # ﹐ ｡
    "|[\uffe0\uffe1\uffe5\u2116\ufb00-\ufb06]"  # ￠ ￡ ￥ № ﬁ
    "|[\U0001d400-\U0001d7ff]+"  # 𝐀
)
_CIRCLED = re.compile("[\u2460-\u2473\u24ea-\u24ff\u2776-\u2793\u3251-\u325f\u3280-\u32bf]")
_JOINED = re.compile(
    "[^\n]?[\u0300-\u036f\u0653-\u0655\u093c\u1161-\u11ff\u3099\u309a]+|[\u2126\u212a\u212b]"
)
_TRIGGER = re.compile("|".join(part.pattern for part in (_FORMS, _CIRCLED, _JOINED)))
_AREA = {"㎡": "平方米", "㎥": "立方米", "㎠": "平方厘米", "㎢": "平方千米"}
_SMALL = str.maketrans(",:;!?()", "，：；！？（）")


def _spots(words: str) -> Iterator[Spot]:
    for match in _FORMS.finditer(words):
        yield Spot(match.start(), match.end(), _plain(match.group()))
    for match in _CIRCLED.finditer(words):
        yield Spot(match.start(), match.end(), None, "circled")
    if not unicodedata.is_normalized("NFC", words):
        for match in _JOINED.finditer(words):
            new = unicodedata.normalize("NFC", match.group())
            if new != match.group():
                yield Spot(match.start(), match.end(), new, "composed")


def _plain(typed: str) -> str:
    """The ordinary form; a mark of punctuation stays full-width."""
    if typed in _AREA:
        return _AREA[typed]
    form = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", typed))
    marked = typed[0] in "\uff0e" or unicodedata.category(typed[0]) in ("Po", "Ps", "Pe")
    return form.translate(_SMALL) if marked or form.startswith("(") else form


def _of(raw: str) -> list[Slip]:
    return slips(raw, _spots)


def look(subject: Subject) -> Iterator[Finding]:
    return findings(subject, _of, _TRIGGER)


RULE = Rule("S34", "fullwidth-letters", Severity.WARNING, look=look)
slips_of, fix = _of, partial(mended, of=_of)
