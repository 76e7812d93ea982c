"""最终解释权

格式条款不得约定由一方享有最终解释权。

“最终解释权”“解释权归……所有”“有权作最终解释”“由平台负责解释”“以我方的理解为准”等写法都会被指出；写明“不享有最终解释权”的，要求一方向对方解释说明的，由人民法院解释的，不作判断。本规则对商家给予警告；面向消费者的，同样的写法依下列规定不得使用。

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

```text
您可以要求平台对条款作出解释；条款有两种以上解释的，采用不利于平台的解释。
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

```text
本规则由平台负责解释；对条款的理解不一致的，应当采纳甲方的解释。
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
from ..parties import OTHER, WE
from ..rule import Finding, Rule
from ..statements import statements
from ..subject import Subject

_GAP = r"[^，。；]"
_SAYS = r"(?:解释|理解|说明|答复|释义)"
_OTHERS = (
    r"(?:(?!不利|通常|字面|法院|仲裁|附件|定义|双方|各方|协商)[^，。；])"  # not who may well say it
)
_CLAIMED = re.compile(
    rf"最终{_GAP}{{0,2}}解释|解释{_GAP}{{0,2}}权(?!威)|有{_GAP}{{0,2}}解释之?权"
    rf"|解释{_GAP}{{0,8}}(?:最终|唯一|终局|绝对|优先)|(?:最终|唯一|终局|任意|单方面?的?){_GAP}{{0,4}}解释"
    rf"|(?:保留|享有|拥有){_GAP}{{0,16}}(?:解释)(?:的|之)权|{WE}{_GAP}{{0,4}}(?:有权|可以?)(?!要求|请求){_GAP}{{0,14}}解释"
    rf"|由{_OTHERS}{{1,14}}解释|最终{_GAP}{{0,2}}(?:由{_GAP}{{1,8}}解释|释义)|解释{_GAP}{{0,6}}权(?!威)"
    rf"|(?:以|按照?|依照?|依据){_GAP}{{0,4}}{WE}{_GAP}{{0,8}}{_SAYS}{_GAP}{{0,4}}(?:为(?:准|最终|依据)|执行|处理|办理)"
    rf"|(?:以|按照?|采用|依){_OTHERS}{{1,12}}的?(?:解释|理解|释义){_GAP}{{0,2}}(?:为准|执行|为依据)|采用(?!不利){_GAP}{{0,4}}{WE}{_GAP}{{0,4}}解释"
    rf"|解释，?{_GAP}{{0,4}}(?:由|归|属于?|取决于|均?以){_GAP}{{0,8}}{WE}"
    rf"|{OTHER}?{_GAP}{{0,4}}(?:认可|接受|服从|同意|采纳|采信|遵从){_GAP}{{0,3}}{WE}{_GAP}{{0,16}}解释"
)
# Who explains to somebody, or must; whose explanation it is by law.
_DENIED = re.compile(
    r"(?:不|无|没有|不得|禁止|不再|未(?!尽|列|约定|规定|明确|载明)|放弃)[^。；，]{0,14}$|(?:不得|禁止|严禁)[^。；]{0,40}“[^”]{0,20}$"
)
_ASKED = re.compile(
    rf"(?:应当|要求|请求|应{OTHER})[^，。；]{{0,24}}解释|[向给]{OTHER}[^，。；]{{0,14}}解释"
)
_WEAK = re.compile(r"(?:没有|无|不具有?|不产生)[^，。；]{0,6}(?:约束力|效力)")
_MEANT = re.compile(r"解释|释义|理解|含义|疑义|歧义|条款|协议")  # what an explanation explains
_LAW = re.compile(r"法院|仲裁|司法|立法|法律的解释|主管部门")
_HELD = re.compile(r"权|最终|唯一|终局|采纳|接受|认可|服从|优先")


def look(subject: Subject) -> Iterator[Finding]:
    for statement in statements(subject):
        words = statement.words
        if statement.banned or not re.search(_SAYS, words):
            continue
        for match in _CLAIMED.finditer(words):
            if _meant(words, match):
                start = match.start() + max(match.group().find("最终"), 0)
                params: dict[str, object] = {"words": words[start : match.end()]}
                yield Finding(statement.at(start), params, clause=statement.clause)
                break


def _meant(words: str, match: re.Match[str]) -> bool:
    text = match.group()
    if _DENIED.search(words[: match.start()]) or _LAW.search(words[: match.end() + 6]):
        return False
    if _WEAK.search(words, match.end()) or not _MEANT.search(words):
        return False
    return bool(_HELD.search(text)) or not _ASKED.search(words)


RULE = Rule("L12", "final-interpretation", Severity.WARNING, since=date(2021, 5, 1), look=look)
