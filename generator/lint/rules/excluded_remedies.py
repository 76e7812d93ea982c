"""排除救济途径

格式条款不得排除对方投诉、举报、请求调解、申请仲裁、提起诉讼或者申诉的权利。

“不得起诉”“放弃诉讼权利”“不接受任何申诉”“处理决定为最终决定，应当无条件服从”“起诉或者举报的，终止合作”等写法，是错误；对决定或者处理结果“不得有异议”“只能通过平台解决”的，是警告。约定提出的期限，禁止恶意、虚假的投诉，约定仲裁裁决是终局的，不作判断。

## 理由

请求救济是当事人的主要权利。以格式条款排除的，条款无效，平台还可能受到处罚。

## 法律

- 《中华人民共和国民法典》第四百九十七条：格式条款排除对方主要权利的无效（2021年1月1日起施行）。
- 《网络交易监督管理办法》第二十一条：不得以格式条款排除或者限制消费者请求救济的权利（2021年5月1日起施行，依2021年文本）。
- 《网络交易平台规则监督管理办法》第二十条、第三十条：平台规则不得排除申诉等救济（2026年2月1日起施行）。

## 正确

```text
协商和申诉不是起诉的前提，您可以直接向人民法院起诉。
```

```text
平台不得因您投诉或者起诉而降低您的服务。
```

禁止恶意投诉：

```text
您不得捏造事实，恶意投诉其他商家。
```

仲裁裁决的终局：

```text
仲裁裁决是终局的，任何一方不得就同一争议再向人民法院起诉。
```

```text
逾期没有申诉的，不视为放弃起诉的权利，也不排除其他救济。
```

```text
商家不得诱导买家撤销投诉；平台不得因商家起诉而关闭其店铺。
```

## 错误

```text
您对处理结果有异议的，**不得向人民法院提起诉讼**。
```

```text
您在此放弃就本协议申请仲裁、提起诉讼的权利。
```

```text
平台应当自收到申诉之日起十五日内作出决定，您不得就该决定再行投诉、申诉。
```

```text
申诉决定作出后，您自愿放弃其他一切救济途径；您应当接受处理结果，不得再向任何部门反映。
```

```text
争议由平台内部裁断，任何一方均不得诉诸法院；处置决定不再另行复议。
```

```text
您应当息诉，不得另寻其他途径申诉。
```

```text
您提出的任何投诉，平台有权不予受理。
```

```text
平台的处理决定为最终决定，您应当无条件服从。
```

```text
处置决定一经作出，平台不接受任何形式的申诉。
```

对决定“不得提出异议”，是警告：

```text
对平台作出的扣分决定，您不得提出任何异议。
```

```text
商家向主管部门举报的，平台有权立即终止合作；违规处理不设申诉渠道。
```

```text
被处罚的商家没有申诉的权利；双方约定排除法院的管辖。
```

## 如何修改

删去这句话；需要先行协商或者申诉的，写成可以选择的途径，例如“您可以先向平台申诉；是否申诉，不影响您投诉、举报、申请仲裁或者提起诉讼”。

## 如何保留

写法违反法律的，应当修改，不保留。规则误解了文意的，在条款上写明理由和截止日：`allow: [{rule: excluded-remedies, why: 所述是仲裁庭的决定, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ...problems import Severity
from ..remedies import concluded, taken
from ..rule import Finding, Rule
from ..statements import Statement, statements
from ..subject import Subject

_WAY = r"(?:投诉|举报|调解|仲裁|起诉|上诉|诉讼|诉权|申诉|复议|复核|控告|反映|信访|维权|追索|请求权|救济(?!金|款)|诉诸(?:法院|法律|司法)|(?:法律|司法)(?:途径|手段|程序))"
_PLAIN = (
    r"(?:再|另|就此|对此|因此|采取|进行|提出|提起|申请|要求|寻求|另寻|途径|渠道|主张|请求|任何|形式的|方式的|一切|全部|其他"
    r"|另寻|途径|渠道|单方|自行|直接|劳动|任意|享有的|享有|依法|通过|其|您|的|、|或者|或|和|及)*"
)
# What may stand between a ban or a waiver and the remedy: “就本协议向法院提起”.
_BETWEEN = re.compile(
    rf"{_PLAIN}(?:(?:向|就|对|以|通过|不)[^，]{{1,25}}?)?(?:(?:向|就|对)[^，]{{1,20}})?{_PLAIN}"
)
_BARRED = re.compile(
    r"不得|无权|不能|不可|不应|禁止|不允许|不再享有|不享有|(?<=同意)不|(?<=承诺)不|(?<=保证)不"
)
_WAIVED = re.compile(r"放弃|排除|丧失|免除")
_REMEDY = re.compile(
    rf"{_WAY}(?!人|者|信息|材料|内容|渠道|入口|而|案件|资料|费|记录|方|机制|处理|前|中|期|程序)"
)
_REFUSED = re.compile(
    r"(?:不接受|不予受理|概不受理|不再受理|不受理|拒绝受理)(?:任何|一切|其|您的?|用户的?|商家的?|形式的|方式的){0,3}(?:[^，]{0,4}对[^，]{1,12}的)?"
    rf"(?:{_WAY}|异议)|(?:任何|一切)[^，]{{0,8}}(?:投诉|申诉|异议)，?[^，]{{0,12}}(?:不予|不再|有权不|可以不|拒绝)(?:予)?(?:受理|处理|接受|答复)|不(?:再|予)(?:另行|进行|予以|安排|启动)?(?:复议|复核|复审)(?!期)|(?:投诉|申诉|异议)[^，]{{0,6}}(?:一律|概)不(?:予)?(?:受理|处理|接受)"
)
_FINAL = re.compile(
    r"(?:决定|结论|处理结果|处罚|认定|判定|裁定|处理意见)[^，]{0,8}(?:最终|终局)(?:的)?"
    r"(?=[^。]{0,30}(?:不得|无权|不接受|不再|无条件|必须|应当?(?:接受|服从|遵守)|不可|不能))"
)
_OBJECTION = re.compile(
    r"(?:不得|无权|不能|不可)(?:再)?(?:提出|持有|有|表示)?(?:任何|其他|一切)?异议"
)
_ONLY = re.compile(
    r"(?:只能|仅能|只可|仅可|仅限于?)(?:通过|由|向)[^，]{0,12}(?:协商|平台|客服|内部|申诉|投诉|公司)[^，]{0,8}(?:解决|处理|主张|裁决)"
)
_DECIDED = re.compile(r"决定|结论|处理结果|处罚|认定|判定|裁定|处置|扣分|扣罚|措施")
_DENIED = re.compile(
    r"(?:不|不得|不应|并非|未|不会|禁止)(?:被)?(?:视为|构成|意味着?|等于|代表|表示|要求|以|约定|规定|限制|因此?)?[^，]{0,14}$"
)
_LATE = re.compile(
    r"逾期|超过|期限|期满|届满|同一(?:事实|事由)|重复|恶意|捏造|虚假|(?:您|商家|用户|未|没有)[^，。]{0,20}日内|滥用|无理"
)
_AWARD = re.compile(
    r"仲裁(?:裁决|庭)|(?<!不得)(?<!不能)(?:提交|提请)[^。]{0,30}仲裁|仲裁委员会|仲裁规则"
)
_ABUSE = re.compile(
    r"伪造|编造|冒用|诬|无管辖|撤|诱导|恶意|虚假|滥用|捏造|因您|因其|影响|妨碍|限制|阻止|拒绝|干扰"
)
_OWN = re.compile(r"(?:平台|运营方|我们|公司|出租人|用人单位)[^，。]{0,6}$")


def look(subject: Subject) -> Iterator[Finding]:
    for sentence in statements(subject):
        if not sentence.banned:
            yield from _in(sentence)


def _in(sentence: Statement) -> Iterator[Finding]:
    words = sentence.words
    award = bool(_AWARD.search(sentence.passage.words)) and "劳动" not in words
    for pattern in (_BARRED, _WAIVED, _REFUSED, _FINAL):
        for match in pattern.finditer(words):
            text: str | None = match.group()
            if pattern in (_BARRED, _WAIVED):
                text = _remedy(words, match)
            before = words[max(0, match.start() - 60) : match.start()].replace("不可撤销", "")
            if text is None or (_OWN if pattern is _BARRED else _DENIED).search(before):
                continue
            suit = bool(re.search(r"诉讼|起诉|仲裁|上诉|诉权", text))
            if award and (pattern is _FINAL or suit):
                continue
            suit = suit or bool(re.search(r"诉讼|起诉|仲裁|上诉|诉权", _window(words, match.end())))
            suit = suit or (pattern is _WAIVED and bool(re.search("一切|任何|全部", text)))
            if _LATE.search(words) and not suit and pattern is not _FINAL:
                continue
            yield _finding(sentence, match, "", text)
            return
    lost = taken(words)
    suit = bool(lost and re.search(r"诉讼|起诉|仲裁|上诉|诉权|法院", lost.group()))
    award = award and not re.search("不得[^，]{0,14}提交", words)
    if lost and not (suit and award) and (suit or not _LATE.search(words)):
        yield _finding(sentence, lost, "")
        return
    barred, only = _OBJECTION.search(words), _ONLY.search(words)
    if barred and not award and _DECIDED.search(words[: barred.start()]):
        yield _finding(sentence, barred, "objection")
    elif only:
        yield _finding(sentence, only, "only")
    elif (final := concluded(words)) and not award:
        yield _finding(sentence, final, "objection")


def _remedy(words: str, match: re.Match[str]) -> str | None:
    """The words of a ban or a waiver up to the remedy that it takes away."""
    window = _window(words, match.end())
    for found in _REMEDY.finditer(window):
        between = window[: found.start()]
        if _BETWEEN.fullmatch(between) and not _ABUSE.search(between):
            return match.group() + window[: found.end()]
    return None


def _window(words: str, start: int) -> str:
    """What follows in the same segment."""
    return words[start : start + 48].partition("，")[0]


def _finding(sentence: Statement, match: re.Match[str], variant: str, text: str = "") -> Finding:
    params: dict[str, object] = {"words": (text or match.group())[:40]}
    severity = Severity.WARNING if variant else None
    return Finding(sentence.at(match.start()), params, variant, severity, sentence.clause)


RULE = Rule("L13", "excluded-remedies", Severity.ERROR, since=date(2021, 1, 1), look=look)
