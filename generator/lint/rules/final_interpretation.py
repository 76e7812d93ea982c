"""最终解释权

格式条款不得约定由一方享有最终解释权。

“最终解释权”“解释权归……所有”“有权作最终解释”等写法都会被指出；写明“不享有最终解释权”的，不作判断。本规则对商家给予警告；面向消费者的，同样的写法依下列规定不得使用。

## 理由

合同的含义由约定和法律确定。单方的最终解释权排除了对方请求裁判的机会，法院和监管机关不予承认；对格式条款有两种以上解释的，作不利于提供方的解释。

## 法律

- 《网络交易监督管理办法》第二十一条：不得以格式条款对消费者约定单方的解释权或者最终解释权（2021年5月1日起施行，依2021年文本）。
- 《最高人民法院关于审理网络消费纠纷案件适用法律若干问题的规定（一）》第一条：此类格式条款无效（2022年3月15日起施行，此日期凭记忆，待核）。
- 《合同行政监督管理办法》第七条、第八条（2023年7月1日起施行）。
- 《中华人民共和国民法典》第四百九十八条：对格式条款有两种以上解释的，作不利于提供方的解释（2021年1月1日起施行）。

## 正确

```text
对本条的理解有分歧的，按照通常理解予以解释。
```

```text
任何一方均不享有最终解释权。
```

## 错误

```text
平台对本规则享有最终解释权。
```

```text
本活动的**解释权归**平台所有。
```

```text
平台保留解释的最终权利，有分歧的，以平台的解释为准。
```

## 如何修改

删去这句话；确需说明含义的，写成定义。

## 如何保留

写法违反法律的，应当修改，不保留。规则误解了文意的，在条款上写明理由和截止日：`allow: [{rule: final-interpretation, why: 引述他人规则的原文并说明其无效, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ...problems import Severity
from ..rule import Finding, Rule
from ..subject import Subject

_CLAIMED = re.compile(
    r"最终(?:的)?解释权|解释权[^。；，]{0,4}(?:归|属于|由)|最终(?:的)?解释(?!权)"
    r"|解释[^。；，]{0,6}最终(?:的)?(?:权利|决定权|裁量权|效力)|解释权利?[^。；，]{0,2}(?:专属|独[归属享])"
    r"|以(?:平台|运营方|我们|本公司|主办方|甲方|出租人)[^。；，]{0,6}的?(?:单方)?解释为准"
)
_DENIED = re.compile(r"(?:不|无|没有|不得|禁止)[^。；]{0,12}$")


def look(subject: Subject) -> Iterator[Finding]:
    for passage in subject.passages:
        for match, place in passage.find(_CLAIMED):
            if not _DENIED.search(passage.words[: match.start()]):
                params: dict[str, object] = {"words": match.group()}
                clause = passage.clause.id if passage.clause else None
                yield Finding(place, params, clause=clause)


RULE = Rule("L12", "final-interpretation", Severity.WARNING, since=date(2021, 5, 1), look=look)
