"""残留的占位和他人的名称

定稿中不得留有没有填写的占位，也不得出现与本平台无关的公司名称。

空的方括号、【2】一类没有定稿的数字、连续的下划线、XX和××、TODO、待定、待补充、占位文字，都会被指出。正文中出现的有限公司、股份有限公司和有限责任公司，如果不是平台、运营方、登记表（`catalog.yaml`）中写明的名称、外部文件的持有方，也没有在文件中定义或者简称，同样会被指出；其他知名平台的名称（例如“慧聪网”），以及简称的公司（“某某物流公司”），只出现一两次而没有列举、说明是第三方的，给予警告。段首的【提示语】、待付款一类的状态、第三方服务商的名称，不作判断。

## 理由

占位说明文本没有定稿，该处的权利义务无法确定。别的公司的名称多半是替换时遗漏的，会使合同主体发生争议。

## 法律

- 《中华人民共和国民法典》第四百七十条：合同的内容一般包括当事人的名称、数量、价款、期限等（2021年1月1日起施行）；占位使这些内容落空。其余出于文本质量的考虑。

## 正确

```text
平台运营方应当在2小时内答复，订单状态为待付款、待确认、待发货。
```

```text
【审慎阅读】请您完整阅读本协议。本协议没有约定的，见“XXL”尺码的说明。
```

```text
上海甲乙信息有限公司（以下简称“服务商”）提供技术支持，上海甲乙信息有限公司承担相应责任。
```

数学符号和法律用语不是占位：

```text
应付金额等于单价×天数，效力待定的合同依法处理。
```

列举其他平台：

```text
您可以在京东、天猫等平台查询我们的店铺。
```

泛指的公司：

```text
发票由第三方物流公司寄送，费用以快递公司的标准为准。
```

等字样的列举：

```text
您可以同时在京东等平台经营。
```

界面上的名称：

```text
您可以在【我的订单】页面查询进度。
```

## 错误

```text
平台运营方应当在【2】小时内答复。
```

```text
平台运营方应当在【】小时内答复。
```

```text
平台运营方应当在____小时内答复，联系电话为XXX。
```

```text
服务费的标准待定。
```

```text
本协议由您与杭州丙丁网络科技有限公司订立。
```

表格中留有占位：

```yaml
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: only
        text: |
          费用如下。
        table:
          columns: [项目, 金额]
          rows:
            - [甲, TODO]
```

其他平台的名称：

```text
您可以通过慧聪网申请开具发票。
```

没有定义的公司简称：

```text
货物由顺发物流公司负责装卸。
```

他人的名称作主语：

```text
德邦应当使用证照齐全、技术状况良好的车辆。
```

没有填写的一处：

```text
争议提交仲裁委员会，在【仲裁地】仲裁。
```

## 如何修改

填写确定的内容；本平台的公司名称改用 `${operator}`，其他公司在定义中写明，或者写“（以下简称‘某某’）”。

## 如何保留

公司确为交易的一方而不宜写入登记表的，在条款（标题和提示条款中的，在文件）上写明理由和截止日：`allow: [{rule: residue, why: 该公司是指定的托管银行, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...problems import Severity
from ..brands import left_behind
from ..rule import Finding, Rule
from ..subject import Subject
from ..terms import definitions
from ..typed import texts

_BLANK = r"[\s_＿\-—…．.·•●○◆■□xX×Xx＊*?？/]"
_FILL = r"(?:请?填写|请?选填|请?插入|请?输入|请?补充|此处|待|示例|占位|空白)"
_LEFT = re.compile(
    rf"【{_BLANK}*】|【\s*\d[\d.,%]*\s*】|【\s*{_FILL}[^】\n]*】"
    r"|(?<=[^\n【】。])【[^】\n]{0,12}(?:名称|姓名|地址|金额|日期|电话|账号|数字|邮箱|年|月|日)】"
    r"|(?<=[在于至为是由向按以])【[^】\n]{0,10}(?:地|人|方|所|额|数|率|期|号|者|法院|机构|银行|城市|公司)】"
    r"(?![页中内里栏按界入菜频模处选])"
    rf"|\[{_BLANK}*\]|\[\s*\d+\s*\]|［{_BLANK}*］|〔\s*〕|（\s*）|\(\s+\)|（\s*{_FILL}[^）\n]{{0,20}}）"
    r"|[_＿﹍]{2,}|×{2,}|＊{2,}|\*{3,}|[○●]{2,}|[●](?=[年月日元%个天])"
    r"|(?<![A-Za-z0-9])[XＸ]{2,}(?![A-Za-z0-9])|(?<![A-Za-z0-9])x{2,}(?![A-Za-z0-9])"
    r"|(?<![A-Za-z0-9])[XＸ](?=年|月|日|元|公司|平台|条)"
    r"|(?<![A-Za-z])(?:TODO|FIXME|TBD|TBC|T\.B\.D)(?![A-Za-z])|(?i:lorem\s+ipsum)"
    r"|(?<!效力)待定(?![义点向于制])(?!状态|合同|行为)|待(?:补充|填写|完善|补全|补)(?=[。；，、）)】\s]|$)|此处省略|占位符"
)
_NO_WORD = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9（）()·&]")
_COMPANY = re.compile(r"股份有限公司|有限责任公司|(?<!股份)有限公司")
_REACH = 40
_TRIGGER = re.compile(
    r"[【\[［〔（(_＿﹍×＊*○●XＸx]|TODO|FIXME|TB[DC]|T\.B\.D|(?i:lorem)|待|此处省略|占位"
)
_LEAD = re.compile(
    r"^.*(?:由您与|由|与|和|向|是|为|指|及|或者?|对|经|委托|通过|给|归|应当|可以|系|以|在|将|被|因|从|按|让)(?=.{4})"
)
_NAMED = re.compile(r"^(?:[（(][^）)]{0,30}(?:简称|下称|即)|(?:[（(]|，)?(?:以下|下)?(?:简称|称))")
_LABEL = re.compile(r"(?:[:：]|指|名称为|名为|[“「])$")
_ROLE = re.compile(
    r"(?:第三方|承运|托管|保险|担保|保荐|监理|评估|审计|支付|清算|见证|认证|检测|物流|鉴定|公证|仓储|开户|收款|银行)"
    r"[^，。；\n]{0,14}$|(?:例如|比如|譬如|诸如|包括)[^，。；\n]{0,4}$"
)
_ONE_OF = re.compile(r"(?:或者?|和|及|以及)其(?:他|它)|等(?![于同])")


def look(subject: Subject) -> Iterator[Finding]:
    typed = [(text, text.words) for text in texts(subject)]
    known = _known(subject, [words for _, words in typed])
    for text, words in typed:
        if _TRIGGER.search(words):
            for match in _LEFT.finditer(words):
                yield text.finding(match.start(), {"typed": match.group()})
        for start, name in _companies(words, known):
            yield text.finding(start, {"typed": name}, "company")
    for row, start, name in left_behind([words for _, words in typed], known):
        yield typed[row][0].finding(start, {"typed": name}, "company", Severity.WARNING)
    catalog = subject.corpus.catalog
    for key, value in catalog.values.items():
        if left := _LEFT.search(value):
            yield Finding(catalog.place("values", key), {"typed": left.group()})


def _known(subject: Subject, typed: list[str]) -> str:
    """Everything that names a company or a platform rightly; a name found in it is known."""
    corpus, document = subject.corpus, subject.document
    catalog = corpus.catalog
    named = [catalog.platform.name, catalog.platform.operator, *catalog.values.values()]
    named += [product.name for product in catalog.products]
    for external in corpus.externals.values():
        named += [external.holder, external.title]
    named += [text for term in document.terms for text in (term.term, term.means)]
    named += [definition.word for definition in definitions(subject)]
    named += [document.title, *(held.document.title for held in corpus.documents.values())]
    for words in typed:
        for at, name in _runs(words):
            before, end = words[max(at - 12, 0) : at], at + len(name)
            if _NAMED.match(words[end : end + 40]) or _LABEL.search(before):
                named.append(name)
    return "\n".join(named)


def _companies(words: str, known: str) -> Iterator[tuple[int, str]]:
    for at, name in _runs(words):
        before = words[max(at - 20, 0) : at]
        generic = len(re.sub(r"股份|有限|责任|公司", "", name)) < 2 or "银行" in name
        titled = before.rfind("《") > before.rfind("》")
        third = _ROLE.search(before) or _ONE_OF.match(words, at + len(name))
        if generic or titled or third or name in known:
            continue
        yield at, name


def _runs(words: str) -> Iterator[tuple[int, str]]:
    """Each company with its offset: from behind the last word that leads to a name."""
    last = 0
    for ending in _COMPANY.finditer(words):
        front = words[max(last, ending.start() - _REACH) : ending.start()]
        run = _NO_WORD.split(front)[-1] + ending.group()
        lead = _LEAD.match(run)
        name = run[lead.end() :] if lead else run
        last = ending.end()
        yield last - len(name), name


RULE = Rule("S32", "residue", Severity.ERROR, look=look)
