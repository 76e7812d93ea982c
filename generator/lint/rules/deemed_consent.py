"""默认勾选与推定同意

同意应当由对方主动作出，不得默认勾选，也不得仅以使用、登录、浏览、沉默推定。

“默认勾选”“继续使用即视为同意”“未提出异议视为接受变更”“不回复就算同意”等写法，在平台规则中，自2026年2月1日起生效的版本是错误，此前的和个别协商的文件是警告。以点击“同意”、勾选、签署表示同意的，以及约定逾期不提出异议视为验收合格的，不作判断。

## 理由

推定的同意剥夺了阅读和拒绝的机会。发生争议时，提供条款的一方须证明对方确已同意。

## 法律

- 《网络交易平台规则监督管理办法》第十六条：不得强制或者以默认勾选等方式取得同意（2026年2月1日起施行）。
- 《网络交易监督管理办法》第二十一条：不得以格式条款对消费者作不公平的规定（2021年5月1日起施行，依2021年文本）。
- 《中华人民共和国民法典》第一百四十条：沉默只有在法律规定、当事人约定或者符合交易习惯时，才可以视为意思表示（凭记忆，待核）。

## 正确

```text
您阅读后主动勾选并点击“同意”的，视为您接受本协议。
```

```text
平台不得预先勾选，也不得把浏览页面或者沉默当作您的同意。
```

```text
继续使用不视为您同意变更。
```

逾期不提出异议视为验收合格：

```text
买方在收货后七日内未提出异议的，视为验收合格。
```

```text
平台运营方逾期没有答复的，视为同意您对协议的变更申请。
```

```text
平台运营方不得代您勾选或者提交。
```

```text
系统默认选中简体中文界面；您继续投放的，按照原来的设置计费，变更须由您确认。
```

## 错误

```text
您继续使用服务的，**即视为同意**修改后的协议。
```

```text
订单页默认勾选自动续费。
```

```text
组合内的各项产品默认为选中状态，您可以自行取消。
```

```text
增值服务的选项由系统代为勾选。
```

```text
智能投放开关默认开启，您在首次投放后可以关闭。
```

```text
您在变更生效后继续投放的，即表示接受变更后的版本。
```

```text
为处理个人信息，相关个人收到通知后三日内没有表示拒绝的，推定为同意。
```

```text
只要您登录或者浏览平台，就表示您已经阅读并接受本协议的全部内容。
```

```text
您在七日内未提出异议的，视为接受变更。
```

```text
注册即表示同意本隐私政策；商家没有明确反对的，平台视其为接受新的费率。
```

```text
无论您是否实际阅读，只要使用服务，本协议即对您产生约束。
```

## 如何修改

改为由对方主动勾选、点击或者签署，例如“您阅读后主动勾选并点击‘同意’的，视为您接受”；对修改不表态的，继续适用修改前的版本，或者写明怎样退出。

## 如何保留

写法违反法律的，应当修改，不保留。规则误解了文意的，在条款上写明理由和截止日：`allow: [{rule: deemed-consent, why: 对方此前已书面约定以沉默表示同意, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ...model import Scope
from ...problems import Severity
from ..consent import DEEMED, ROUTINE, SILENT, TICKED, USE
from ..parties import WE
from ..rule import Finding, Rule
from ..statements import Statement, statements
from ..subject import Subject

_TERMS = re.compile(
    r"变更|修改|修订|调整|协议|条款|规则|续费|续订|续期|新增|增加|扣款|授权|收集|公告|个人信息|处理|推送|订阅|续约|续租|调价|涨价|新(?:的)?(?:价|收费|合同|费)"
)
# Whose silence binds the one who wrote the document takes nothing from the other.
# Said so, consent is deemed whatever it is deemed from.
_PLAIN = re.compile(
    r"(?:视为|视同|视作|[即便就](?:代表|表示|表明|意味着|构成|为)|将?被视为)[^，。；]{0,12}(?:同意|接受|认可|授权)"
    r"[^，。；]{0,12}(?:协议|条款|规则|变更|修改|更新|调整|章程|制度|手册|政策|约束|授权|肖像|$)"
)
_HOST = re.compile(rf"{WE}[^，。]{{0,24}}$|(?:银行|卖方|卖家|承运人)[^，。]{{0,24}}$")
_NOT_HOST = re.compile(r"(?:您|用户|商家|乙方|会员|加盟商)[^，。]{0,24}$")
_HARMLESS = re.compile(r"[^，。；]{0,8}(?:界面|语言|币种|地址|排序|字体|主题|时区|格式)")
_ACTIVE = re.compile(r"点击|签名|勾选|签署|签字|盖章|书面确认|按下")
_DENIED = re.compile(
    r"不(?!反对|拒绝|取消|退|回复|答复|作|表)(?:得|应|能|可|会|被|应当|等于|代表|构成|意味着?|会因)?[^，。]{0,3}$"
)
_FORBIDDEN = re.compile(
    r"(?:不得|不应|不能|不可|不会|禁止|无权|并不|均不|不以|不将|不因)[^。]{0,60}$"
)
_STRICT = date(2026, 2, 1)


def look(subject: Subject) -> Iterator[Finding]:
    day, negotiated = subject.effective, subject.document.scope is Scope.NEGOTIATED
    mild = negotiated or (day is not None and day < _STRICT)
    severity = Severity.WARNING if mild else None
    for statement in statements(subject):
        if statement.banned:
            continue
        words = statement.words
        if (ticked := TICKED.search(words)) and _made(
            words[: ticked.start()], words[ticked.end() :]
        ):
            yield _finding(statement, ticked, "ticked", severity)
        context = statement.lead + statement.passage.words
        for match in DEEMED.finditer(words):
            before = words[max(0, match.start() - 120) : match.start()]
            if variant := _deemed(before, match.group(), words[match.end() :], context, negotiated):
                doubt = variant == "silence" and not _TERMS.search(context)
                yield _finding(statement, match, variant, Severity.WARNING if doubt else severity)
                break


def _made(before: str, after: str) -> bool:
    if _FORBIDDEN.search(before) or before.endswith(("不", "非", "未")):
        return False
    return not _HARMLESS.match(after)


def _deemed(before: str, deemed: str, after: str, context: str, negotiated: bool) -> str:
    """`use` or `silence`, when the consent is deemed from that; empty when it is given."""
    if _DENIED.search(before) or _FORBIDDEN.search(before):
        return ""
    if USE.search(before) and not (_ACTIVE.search(before) and not re.search("或者?|亦|均", before)):
        return "use"
    silent = SILENT.search(before)
    if not silent and _PLAIN.search(before + deemed + after[:20]):
        return "" if _ACTIVE.search(before) or _HOST.search(before) else "use"
    if not silent or negotiated:
        return ""
    whose = before[: silent.start()]
    if (
        _HOST.search(whose)
        and not re.search("[未没][有]?收到|[未没][有]?接到", silent.group())
        and not _NOT_HOST.search(whose)
    ):
        return ""
    if ROUTINE.search(before + after) and not _TERMS.search(before + after):
        return ""
    return "silence"


def _finding(
    statement: Statement, match: re.Match[str], variant: str, severity: Severity | None
) -> Finding:
    params: dict[str, object] = {"words": match.group()[:40]}
    return Finding(statement.at(match.start()), params, variant, severity, statement.clause)


RULE = Rule("L16", "deemed-consent", Severity.ERROR, since=date(2021, 5, 1), look=look)
