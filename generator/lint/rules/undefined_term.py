"""没有定义的词语

文件中加引号、当作专门词语使用的词语，应当有定义。

定义可以写在文件的定义（`terms`）里，写在同一组合的其他文件里，或者写成“（以下简称“某某”）”“某某是指……”。引号里的词语只是被提到的，例如“广告”字样、“提交”按钮、禁用的广告用语和专有名称，不作判断。上一版本定义、本版本删去了定义而仍在使用的词语，也会被指出。

## 理由

引号表示词语有特定的含义。含义没有写明的，双方各有各的理解；对格式条款有两种以上解释的，作不利于提供方的解释。

## 法律

- 《中华人民共和国民法典》第四百九十八条（2021年1月1日起施行）：对格式条款有两种以上解释的，作不利于提供方的解释。其余出于文本质量的考虑。

## 正确

“广告”字样、“关闭”按钮只是被提到：

```text
平台应当显著标明“广告”，不以“推荐”“优选”代替，您可以点击“关闭”按钮。
```

写明了简称：

```text
数据经双方确认的（以下简称“结算数据”），作为结算的依据；“结算数据”的保存期限为三年。
```

写明了“是指”：

```text
“质保期”是指验收合格之日起十二个月；“质保期”内的维修不收费。
```

定义写在 `terms` 里：

```yaml
terms:
  - term: 验收标准
    means: |
      指附件所列的标准。
sections:
  - id: one
    title: 验收
    clauses:
      - id: only
        text: |
          乙方应当按照“验收标准”交付。
```

专有名称：

```text
双方遵循“诚实信用”原则，商品适用国家的“三包”规定。
```

说明词语是否包括本数：

```text
本条所称“以上”“届满”包括本数，“不满”“超过”不包括本数。
```

列举的是字样：

```text
推广内容应当标明“广告”、推广等字样。
```

## 错误

```text
您应当按照“结算基准”支付费用。
```

```text
“核心成果”的知识产权归甲方所有。
```

```text
本协议所称的“关联客户”不得享受优惠。
```

写在项中：

```yaml
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: only
        text: |
          有下列情形的，不再收费：
        items:
          - id: first
            text: |
              该“重点项目”已经结束的；
```

写在表格中：

```yaml
sections:
  - id: one
    title: 违约
    clauses:
      - id: only
        text: |
          违约责任见下表：
        table:
          columns: [情形, 责任]
          rows:
            - [未达到“服务等级”的, 减收费用]
```

引号中的词语作主语：

```text
“核心展示位”出现异常的，平台运营方应当优先核查。
```

与其他主体并列：

```text
接收方只能向因工作需要知悉秘密的“关联人士”和员工披露。
```

列举之一：

```text
“共用部位”、电梯由甲方负责维修。
```

作宾语：

```text
设备存在“重大缺陷”的，买方可以退货。
```

## 如何修改

在 `terms` 中写出定义，例如 `- {term: 结算数据, means: 指经双方确认的数据。}`；词语没有特定含义的，去掉引号。

## 如何保留

引号只是引述的，在条款上写明理由和截止日：`allow: [{rule: undefined-term, why: 引号内是页面按钮的名称, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...problems import Severity
from ..emphasis import own
from ..rule import Finding, Rule
from ..subject import Passage, Subject
from ..terms import Finder, definitions, spellings, words_of_company

_QUOTED = re.compile(r"“([^“”\n]{1,14})”")
_WORD = re.compile(r"[㐀-鿿][㐀-鿿A-Za-z0-9]{1,11}")
_MENTION_AFTER = re.compile(
    r"的?(?:字样|[一二三四两]字|[一二两]词|等字|等词|等用语|用语|标[识志记签牌]|按[钮键]|页|栏|菜单|选项|入口|频道"
    r"|模块|功能|链接|图标|商标|品牌|牌|系列|型号|版|名[称义]|印章|章|软件|系统|平台|网站|小程序|公众号|客户端"
    r"|APP|App|应用|账[号户]|微信|项目名|活动|称号|证书|认证|专区|店|形式|方式|原则|模式|政策|规定|制度|机制"
    r"|中心|状态|字段|命令|图案|印记|口号|样式|二者|之类|“|等(?!待)|提示|弹窗|告警|(?:均|都|皆)?不?(?:包括|包含|含)本数)"
)
_MENTION_BEFORE = re.compile(
    r"(?:标[明注示]|[注载写列]明|印有|盖有?|使用|采用|显示|提示|点击|选择|勾选|按下|进入|登录|打开|名为|称[为作]"
    r"|命名为|题为|名称为|内容为|回复|输入|填写|发送|搜索|关注|所谓|声明|表述为?|表示为?|写有|备注|登记为|视为|作为"
    r"|含有|包括|通过|在|即|是|为|说|类似|例如|如|等|以|将|把|”|”、|”或者?|”和)$"
)
_TERMLIKE_BEFORE = re.compile(
    r"(?:(?:本[协合规条办政][议同则范款法策]?|附件)(?:所?称|所?述|约定|定义|项下|规定)的?|上述|前述|该|各项?|相关|有关|相应|任何|全部"
    r"|按照|依照|根据|依据|符合|适用|属于|违反|构成|履行|支付|交付|提供|享有|承担|计入|扣[除减]|减收|达到|低于|高于|超[过出]|每一?个?|完成|取得|获得|具备|缴纳|参照|委托|解除|终止|签订|收到|处于|存在|出现|发生|发现"
    r"|对于?|向|与|由|归|就|受|及|以(?=“[^”]*”为准))$"
)
_TERMLIKE_AFTER = re.compile(
    r"应当?|不得|须|可以|有权|由|归|的|之|包括|未|已|自|按|均|不|经|视为|以(?!上|下)|届满|期满|仅|在|发生|出现|到期|存在|产生|完成|终止|停止|变更|成立|生效|失效|达到|内|期间|以?外|后"
)
_COMMON = re.compile(
    r"[一二三四五六七八九十两][^级类期方次批]{1,3}|.天无理由.*|不可抗力|根本违约|格式条款|情势变更|诚实信用|公平|谁.*谁.*|先.*后.*|.*(?:原则|主义|精神)"
    r"|..不.|我.*|同意|确认|提交|取消|立即.*|退出|是|否|通过|不?合格|广告|.*[了吗呢吧]"
)


_NAMED_WORDS = re.compile(
    r"[^。；]{0,24}(?:字样|用语|词[语汇]?|标识|标签|按钮|入口|栏目|[一二三四]字)"
)


def look(subject: Subject) -> Iterator[Finding]:
    known = {d.word for d in definitions(subject)} | {subject.document.title}
    known |= words_of_company(subject) | _mentioned(subject)
    seen: set[str] = set()
    for passage in subject.passages:
        for match in _QUOTED.finditer(passage.words):
            word = match[1]
            if word in known or word in seen or not _like_a_term(passage, match):
                continue
            seen.add(word)
            clause = passage.clause.id if passage.clause else None
            yield Finding(passage.at(match.start() + 1), {"term": word}, clause=clause)
    yield from _dropped(subject, known | seen)


def _mentioned(subject: Subject) -> set[str]:
    """Words that are named somewhere as what stands on a page, a button or a label."""
    return {
        match[1]
        for passage in subject.passages
        for match in _QUOTED.finditer(passage.words)
        if _MENTION_AFTER.match(passage.words[match.end() :][:8])
        or passage.words[max(match.start() - 2, 0) : match.start()].endswith(("”", "”、"))
    }


def _like_a_term(passage: Passage, match: re.Match[str]) -> bool:
    """Whether a quoted word is used, not mentioned."""
    word, words = match[1], passage.words
    before, after = words[max(0, match.start() - 12) : match.start()], words[match.end() :][:8]
    if not _WORD.fullmatch(word) or _COMMON.fullmatch(word) or _MENTION_AFTER.match(after):
        return False
    if _TERMLIKE_BEFORE.search(before + match.group() if before.endswith("以") else before):
        return True
    opens = not before or before[-1] in "。；，：、\n且并但"
    if opens and _TERMLIKE_AFTER.match(after):
        return True
    if opens and re.match(r"、[㐀-鿿]", after) and "“" not in after:
        return not _NAMED_WORDS.match(words[match.end() :][:30])
    if before.endswith("的") and re.match(r"(?:和|及|与|或者?|以及)[^“]", after):
        return not re.search(r"标[明注示]|字样|注明", before)
    if before.endswith("在"):
        return after.startswith(("内", "期间", "届满"))
    if before.endswith("以"):
        return after.startswith(("为准", "为限", "计算", "结算"))
    return not _MENTION_BEFORE.search(before) and bool(re.match(r"的(?![^，。；]{0,4}$)", after))


def _dropped(subject: Subject, known: set[str]) -> Iterator[Finding]:
    """Words that the version before defined and this one only uses."""
    if subject.earlier is None:
        return
    gone = {w for term in subject.earlier.terms for w in spellings(term.term)} - known
    finder = Finder(gone | known)
    for passage in subject.passages:
        for offset, word in finder.find(own(passage)):
            if word in gone:
                gone.discard(word)
                clause = passage.clause.id if passage.clause else None
                yield Finding(passage.at(offset), {"term": word}, "dropped", clause=clause)


RULE = Rule("S21", "undefined-term", Severity.WARNING, look=look)
