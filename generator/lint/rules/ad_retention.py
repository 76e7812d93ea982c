"""广告档案的保存期限

广告性质的平台协议应当约定广告档案自广告发布行为终了之日起保存不少于三年；其他文件写明期限的，也不得少于三年。

规则查找说明广告档案（广告记录、发布记录、审核记录、广告主的登记资料）保存多久的句子：期限短于三年的、以三年为上限的（“不超过三年”）、不从发布终了而从发布开始、审核或者订立之日起算的，都会指出。性质为广告（`nature: advertising`）的平台协议完全没有写明保存期限的，也会指出。

## 理由

发布之后的争议和调查，往往发生在广告下线以后。档案保存的期限太短，或者过早起算，平台和商家都无法证明当时展示了什么。

## 法律

- 《互联网广告管理办法》第十三条至第十六条：广告档案自广告发布行为终了之日起保存时间不少于三年（2023年5月1日起施行）。

## 正确

```text
广告档案自该广告发布行为终了之日起保存不少于3年。
```

```text
广告的发布记录和审核记录，自停止发布之日起至少保存三十六个月，法律规定更长期限的，从其规定。
```

账单不是广告档案：

```text
账单自生成之日起保存二年。
```

广告性质的协议写明了期限：

```yaml
nature: advertising
sections:
  - id: one
    title: 档案
    clauses:
      - {id: c1, text: 平台运营方建立广告档案，自发布结束之日起保存五年。}
```

## 错误

短于三年：

```text
广告档案自广告发布行为终了之日起保存2年。
```

二十四个月短于三年：

```text
平台留存广告审核记录，保存期限为二十四个月。
```

从发布开始之日起算：

```text
广告档案自首次发布之日起保存三年。
```

以三年为上限：

```text
广告发布记录的保存期限不超过三年。
```

由平台决定，或者不保存：

```text
广告档案的保存期限由平台自行确定。
```

```text
广告发布结束后，平台将在三十日内删除广告发布记录。
```

广告性质的协议没有写明期限：

```yaml
nature: advertising
sections:
  - id: one
    title: 档案
    clauses:
      - {id: c1, text: 平台运营方应当建立广告档案。}
```

## 如何修改

写作“自广告发布行为终了之日起保存不少于三年”。

## 如何保留

档案的保存另有书面约定的，在条款（没有条款可指的，在文件）上写明理由和截止日：`allow: [{rule: ad-retention, why: 档案由发布者依另一合同保存, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ...model import Kind, Nature, Scope
from ...problems import Severity
from ...quantities import Quantity, quantities
from ..frames import Frame, fits
from ..parties import DECIDES, WE
from ..rule import Finding, Rule
from ..sentences import sentences
from ..subject import CITE, Passage, Subject

_KEEP = re.compile(r"删除|销毁|清除|清理|保存|留存|保留|存档|归档|存储|留档|备查|保管")
_RECORD = re.compile(
    r"广告[^。；，]{0,10}(?:档案|记录|资料|样件|登记|画面|数据|日志|材料|素材|合同|文件|凭证|截图|监测|审核意见|留档|存档)"
    r"|广告[^。；]{0,20}(?:发布|投放|审核)的?(?:记录|数据|日志)|广告主[^。；]{0,24}(?:资料|信息)"
    r"|广告(?:的)?(?:发布|投放)[^。；]{0,16}(?:档案|记录|数据|日志)|(?:档案|记录)[^。；，]{0,6}广告"
)
_LOOSE = re.compile(r"(?:发布|投放|审核|推广|展示|登记)[^。；，]{0,6}(?:档案|记录|资料)|档案")
_FILED = re.compile(
    r"(?:建立|保存|管理|保管)[^。；，]{0,14}广告档案|广告档案[^。；，]{0,8}(?:建立|保存|保管|留存)"
)
_START = re.compile(
    r"(?:自|从|以)([^，。；]{2,30}?)(?:之日|之时|时|次日|当日|日)?(?:开始)?(?:起|计算|起算)"
)
_ENDED = re.compile(
    r"终了|结束|完毕|终止|停止|届满|期满|(?:发布|投放|播放|展示|广告)[^，。；]{0,4}完成|下线|下架|撤下|撤回|关闭|注销"
)
_BEGUN = re.compile(
    r"开始|首[次播发]|审定|定稿|签约|审核|提交|订立|签订|成立|生成|形成|上线|发布|投放|登记|支付|创建|建立|下单|上传|生效"
)
_CAPPED = re.compile(r"(?:不超过|不多于|至多|最多|最长|不得超过)(?:保存|保留|留存|存储|为)*$")
# Kept as long as one likes, not at all, or only while the contract lasts.
_UNKEPT = (
    Frame(
        rf"认为(?:必要|合适|适当)|定期(?:清理|删除|销毁)|另行(?:商定|约定|协商|通知|确定)|以[^。；，]{{1,10}}为准|(?:由|以|视|根据){WE}?[^。；，]{{0,10}}{DECIDES}|{WE}(?:可以?|有权)?[^。；，]{{0,6}}(?:自行|自主|酌情|随时)[^。；，]{{0,10}}(?:{DECIDES}|删除|销毁|清理|处理)|随时(?:删除|销毁|清理)",
        r"保存|保管|留存|保留|档案|存档|记录|资料|日志|数据",
        unless=r"不得|不应|禁止|不能",
    ),
    Frame(
        r"缩短[^。；，]{0,12}(?:保存|保留|留存)|不[^。；，]{0,4}(?:提供|负责|承担)[^。；，]{0,16}(?:保存|保留|留存)",
        unless="不得|不应|三年|3年",
    ),
    Frame(
        r"(?:不|无须|无需|不再|不予|不负责|没有义务)(?:予以|承担|负责)?(?:保存|保留|留存|存档|保管|建立|提供保存)",
        unless="不得不|不得不予|三年|3年",
    ),
    Frame(
        r"(?:合作|协议|合同|服务|订单)[^。；，]{0,6}(?:期间|期内|存续)[^。；]{0,12}(?:保存|保留|留存|保管)|(?:终止|结束|届满|期满|终了|下线|停止)[^。；]{0,14}(?:删除|销毁|清除|清理|不再保[存留])",
        unless=r"[一二三四五六七八九十0-9]+(?:年|个月)|不得|不应|禁止|不能|至少|不少于",
    ),
)
YEARS = 36
DAYS = 1095


def look(subject: Subject) -> Iterator[Finding]:
    document = subject.document
    ours = document.nature is Nature.ADVERTISING
    told, open_ = False, None
    for passage in subject.passages:
        for start, text in sentences(passage.words):
            if _FILED.search(text) and open_ is None:
                open_ = passage.at(start), passage.clause.id if passage.clause else None
            record = _RECORD.search(text) or (ours and _LOOSE.search(text))
            if not record or not _KEEP.search(text):
                continue
            terms = [q for q in quantities(text) if q.dimension in ("month", "day")]
            long_ = terms and terms[0].value >= YEARS and terms[0].dimension == "month"
            if not long_ and CITE not in text and (loose := fits(_UNKEPT, text)):
                told, clause = True, passage.clause.id if passage.clause else None
                params: dict[str, object] = {"words": loose.group()[:30]}
                yield Finding(passage.at(start + loose.start()), params, "unkept", clause=clause)
                continue
            told = told or bool(terms) or CITE in text
            yield from _judged(passage, start, text, terms)
    platform = document.kind is Kind.AGREEMENT and document.scope is Scope.PLATFORM_RULE
    if ours and platform and not told:
        yield Finding(document.place("nature"), {}, "missing")
    elif open_ and not told and document.scope is Scope.PLATFORM_RULE:
        yield Finding(open_[0], {}, "missing", clause=open_[1])


def _judged(passage: Passage, start: int, text: str, terms: list[Quantity]) -> Iterator[Finding]:
    clause = passage.clause.id if passage.clause else None
    for term in terms[:1]:
        params: dict[str, object] = {"words": text[term.start : term.end]}
        least = YEARS if term.dimension == "month" else DAYS
        capped = _CAPPED.search(text[: term.start])
        if term.value < least or capped or text[term.end :].startswith(("以下", "以内")):
            variant = "capped" if term.value >= least else ""
            yield Finding(passage.at(start + term.start), params, variant, clause=clause)
        begun = list(_START.finditer(text, 0, term.start)) or list(_START.finditer(text))[:1]
        if begun and _BEGUN.search(begun[-1][1]) and not _ENDED.search(begun[-1][1]):
            params = {"words": begun[-1].group()}
            yield Finding(passage.at(start + begun[-1].start()), params, "start", clause=clause)


RULE = Rule("L20", "ad-retention", Severity.WARNING, since=date(2023, 5, 1), look=look)
