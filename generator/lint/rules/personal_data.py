"""个人信息的告知

协议约定平台处理个人信息的，应当写明处理者、联系方式、目的、方式、种类、保存期限和个人行使权利的方法；向其他处理者提供的，应当取得单独同意。

以个人信息或者数据为题的部分约定收集、处理个人信息的，逐项检查这份文件中谈到个人信息的条款及其所引用的条款；缺少的每一项分别指出。文件引用了单独的隐私政策的，不检查这些项目。约定向第三方提供个人信息而没有写单独同意的，利用个人信息作个性化推荐而没有写拒绝方式的，也予以指出。平台规则是错误；个别协商的文件，以及只有零星一句而没有专门部分的，是警告。

## 理由

告知不完整的，个人无从作出有效的同意，以同意为依据的处理也就没有合法的依据。

## 法律

- 《中华人民共和国个人信息保护法》第十四条至第十七条：同意应当自愿、明确，处理前应当告知处理者、联系方式、目的、方式、种类、保存期限和行使权利的方法；第二十三条：向其他处理者提供的，应当取得单独同意；第二十四条：个性化推荐应当提供拒绝的方式（2021年11月1日起施行）。

## 正确

各项齐备：

```yaml
sections:
  - id: one
    title: 个人信息
    clauses:
      - id: only
        text: |
          平台运营方是个人信息的处理者，联系方式为客服电话12345678。
          为核验身份，平台运营方以电子方式收集、存储您的姓名和电话号码，保存期限为三年。
          您可以查阅、复制、更正、删除个人信息。
          向其他处理者提供个人信息的，应当取得您的单独同意。
```

禁止收集的约定：

```text
平台不得收集与服务无关的个人信息。
```

引用了单独的隐私政策：

```text
个人信息的处理适用《隐私政策》，平台收集的个人信息见该政策。
```

商家的义务，不是平台的处理：

```text
您不得泄露采购商的个人信息。
```

```text
页面设有留言功能的，您应当向采购商告知目的，只能收集答复所必需的个人信息。
```

## 错误

缺少保存期限：

```yaml
sections:
  - id: one
    title: 个人信息
    clauses:
      - id: only
        text: |
          平台运营方是个人信息的处理者，联系方式为客服电话12345678。
          为核验身份，平台运营方以电子方式收集、存储您的姓名和电话号码。
          您可以查阅、复制、更正、删除个人信息。
```

提供给第三方，没有写单独同意：

```yaml
sections:
  - id: one
    title: 个人信息
    clauses:
      - id: only
        text: |
          平台运营方是个人信息的处理者，联系方式为客服电话12345678。
          为核验身份，平台运营方以电子方式收集、存储您的姓名和电话号码，保存期限为三年。
          您可以查阅、复制、更正、删除个人信息。
          平台运营方可以将您的个人信息提供给第三方。
```

只有零星一句，没有专门部分，是警告：

```text
平台收集您的姓名、手机号码和身份证号码。
```

保存期限由处理者决定：

```yaml
sections:
  - id: one
    title: 个人信息
    clauses:
      - id: only
        text: |
          平台运营方是个人信息的处理者，联系方式为客服电话12345678。
          为核验身份，平台运营方以电子方式收集您的姓名和电话号码，个人信息的保存期限由平台运营方决定。
          您可以查阅、复制、更正、删除个人信息。
```

指向行使权利的条款，而所指的条款没有写明怎样行使：

```yaml
sections:
  - id: one
    title: 个人信息
    clauses:
      - id: only
        text: |
          平台运营方是个人信息的处理者，联系方式为客服电话12345678。
          为核验身份，平台运营方以电子方式收集、存储您的姓名和电话号码，保存期限为三年，行使权利适用[[#asking]]。
      - id: asking
        text: 对个人信息的处理有疑问的，可以咨询客服，平台运营方应当答复。
```

说明了个性化推荐，没有写明怎样拒绝：

```yaml
sections:
  - id: one
    title: 个性化推荐
    clauses:
      - {id: only, text: 平台利用个人信息进行个性化推荐的，应当在页面说明所依据的特征，不得实行不合理的差别待遇。}
```

提供给广告主，没有写单独同意：

```text
平台可以将您的浏览记录披露给广告主，个人信息的处理适用《隐私政策》。
```

约定个人不得查阅、更正：

```yaml
sections:
  - id: one
    title: 个人信息
    clauses:
      - id: only
        text: |
          平台运营方是个人信息的处理者，联系方式为客服电话12345678。
          为核验身份，平台运营方以电子方式收集、存储您的姓名和电话号码，保存期限为三年。
          个人信息一经提交不得查阅、更正或者删除。
```

没有写个性化推荐的拒绝方式：

```text
平台为核验身份收集您的身份证号码和个人信息，也可以转交集团内的关联公司使用。
```

```text
平台可以根据您的个人信息进行个性化推荐，个人信息的处理适用《隐私政策》。
```

## 如何修改

补充所缺的项目，写法见第一个正确的例子；或者引用写明它的条款或者隐私政策。

## 如何保留

所缺的项目写在没有收入本工作区的隐私政策中的，在条款上写明理由和截止日：`allow: [{rule: personal-data, why: 告知事项见对方的隐私政策, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ...model import Kind, Material, Scope
from ...problems import Severity
from .. import references
from ..frames import Frame, fits
from ..parties import OTHER, WE
from ..rule import Finding, Rule
from ..statements import Statement, statements
from ..subject import Subject

_DATA = re.compile(
    r"个人信息|个人资料|隐私|姓名|手机号|电话号码|身份证|人脸|指纹|生物识别|行踪|位置信息|设备标识|通讯录"
)
_HANDLED = re.compile(
    r"(?:收集|采集|获取|处理|使用)[^。]{0,40}(?:个人信息|个人资料|姓名|手机号|电话号码|身份证|人脸|指纹|生物识别|行踪|位置信息|设备标识|通讯录)"
    rf"|{WE}[^，。；]{{0,6}}(?:登记|记录|留存|录入|扫描|复印)[^。；]{{0,16}}(?:姓名|手机号|电话号码|身份证|人脸|指纹|生日)"
    r"|(?:个人信息|个人资料)[^，。]{0,10}(?:予以|进行|的)?(?:收集|采集|处理)"
)
_DENIED = re.compile(r"(?:不得|不会|禁止|不应|不能|无权|不|未经[^，。]{1,20})[^，。]{0,25}$")
_MERCHANT = re.compile(r"^(?:您|你|用户|商家|乙方|双方|任何一方|采购商主动|个人)")
_THEIRS = re.compile(r"，(?:您|商家|乙方)(?:应当?|只能|可以?|须|不得|仅能|只可)")
_POLICY = re.compile(r"《[^》]{0,30}(?:隐私|个人信息)[^》]{0,20}》(?!第|的规定|等法)")
_LAW = re.compile(r"《[^》]*(?:法|条例|规定|办法)》")
_ONLINE = re.compile("平台|网站|网店|应用|客户端|小程序|用户")
_TITLE = re.compile("个人信息|隐私|个人资料")
ELEMENTS: dict[str, re.Pattern[str]] = {
    "handler": re.compile(
        r"处理者|控制者|由[^，。；]{1,15}(?:负责)?(?:处理|收集)|(?:我们|公司|平台|运营方|甲方|本店|出租人|用人单位|学校|医院)[^。；]{0,30}?(?:收集|处理|获取|采集|使用)"
    ),
    "contact": re.compile(
        r"联系方式(?:为|是|见|：|:|如下|以)|(?:客服|联系|咨询|服务|投诉)(?:电话|邮箱|热线|渠道)|(?:电话|邮箱|热线)(?:为|是|：|:)|拨打|致电|[\w.]@|个人信息保护负责人|联系我们|联系人(?:为|：)"
    ),
    "purpose": re.compile(
        r"目的(?!所必[要需]|所需)|用于|为了?[^，。；：]{2,40}[，]?[^。；]{0,30}(?:收集|处理|使用|采集)|以便|用途"
    ),
    "method": re.compile(
        r"(?<!联系)(?<!支付)(?<!付款)(?<!办理)方式|电子(?:形式|化)|自动化|在线|线上|纸质|(?:收集|存储|保存|使用|加工|传输|采集)、(?:收集|存储|保存|使用|加工|传输|提供)"
    ),
    "kinds": re.compile(
        r"种类|类型|类别|姓名|手机|电话号码|身份证|设备标识|邮箱|住址|位置信息|人脸|指纹|银行(?:卡|账)|证件"
    ),
    "retention": re.compile(
        r"(?:保存|保留|存储|留存)的?(?:期限|期间|时间|时长)|(?:保存|保留|存储|留存)(?:至|到)|(?:保存|保留|存储|留存)[^。；]{0,20}(?:[\d一二三四五六七八九十]+(?:年|个?月|日|天)|最短)|(?:期限届满|期满|终止|注销|离职|退租)[^。；]{0,20}(?:删除|匿名化|销毁)"
    ),
    "rights": re.compile(
        r"(?:查阅|查询|查看|访问|复制)[^。]{0,60}(?:更正|更改|修改|删除|撤回)|(?:更正|修改|删除)[^。]{0,60}(?:查阅|查询|复制|撤回)"
        r"|(?:通过|联系|向|拨打)[^。]{1,40}行使[^。，]{0,12}权利"
    ),
}
# A clause referred to that itself refers on: what it leads to is judged where it stands.
_POINTED = re.compile(r"行使(?:其)?权利(?:的方[式法])?[^，。；]{0,2}(?:适用|见|依照|按照)")
# A period that the handler fixes as it likes is none.
_AT_WILL = re.compile(
    r"(?:保存|存储|保留|留存)[^。；，]{0,8}(?:由|以|视)[^。；，]{1,12}(?:决定|确定|需要|为准|安排|公布|通知|规定|制定|掌握|而定)|(?:永久|无限期|长期)(?:保存|存储|保留|留存)"
)
_SHARED = re.compile(
    r"(?:可以?|有权|将|会|授权|允许)[^，。；]{0,10}(?:提供|转交|移交|交由|交给|共享|披露|开放|分享|转让|传输|同步|出售)(?:给|予|至|于)?"
    r"[^，。；]{0,10}(?:第三方|其他处理者|关联(?:公司|方|企业)|合作(?:方|伙伴|机构|商)|集团|其他(?:公司|机构|商家))(?!处理者)"
    r"|"
    r"(?:向|与|给)(?:(?!您|平台运营方|人民法院)[^，。；]){0,12}?(?:第三方|其他处理者|关联(?:公司|方|企业)|合作(?:方|伙伴|机构|商家|单位)|其他(?:公司|机构|商家))[^，。；]{0,10}(?:提供|共享|披露|转让|分享)[^，。；]{0,12}(?:个人信息|信息|资料)"
    r"|(?:个人信息|个人资料|上述信息|该信息|其信息|您的信息)[^，。；]{0,12}(?:提供给?|共享给?|披露给?|转让给?|分享给?)(?:予|至)?[^，。；]{0,10}(?:第三方|其他处理者|关联|合作|其他公司|其他机构)"
    r"|(?:第三方|其他处理者|关联(?:公司|方|企业)|合作(?:方|伙伴|机构))[^，。；]{0,6}(?:提供|共享|披露|转让|分享)[^，。；]{0,12}(?:个人信息|个人资料)"
)
# The receivers of data, whatever they are called.
_RECEIVER = (
    r"(?:第三[方人者]|其他处理者|关联(?:公司|方|企业)|合作(?:方|伙伴|机构|商家?|单位|企业)|广告主|广告商|受让|经营者|品牌方|厂商|(?:数据|广告|招聘|营销|科技|网络|房产|中介|咨询|任何|所有|各)[^，。；]{0,4}(?:公司|企业|机构|商户?|单位)|合作的?[^，。；]{0,6}(?:公司|机构|企业|店)|征信|银行|保险|金融|"
    r"催收|物流|供应商|服务商|商家|他人|外部|境外|集团|母公司|子公司|投资人|加盟商|其他(?:公司|机构|商家|主体|用户|企业))"
)
_GIVEN = (
    Frame(
        rf"(?:提供|转交|移交|交由|交给|共享|披露|开放|分享|转让|传输|同步|出售|出租|交换|透露|公开|推送|上报|报送|发送|转售|公布)[^。；，]{{0,10}}{_RECEIVER}|{_RECEIVER}[^。；，]{{0,14}}(?:提供|转交|移交|共享|披露|开放|分享|转让|传输|同步|出售|交换|报送|发送|获取|使用|查询)",
        r"个人信息|个人资料|您的(?:信息|资料|数据)|姓名|手机号|身份证|联系方式|通讯录|人脸|(?:交易|消费|浏览|行为|订单|简历|会员|用户|客户|学员|学生|设备|位置|购买|注册|健康|财产)(?:数据|信息|记录|资料)|购买记录|位置|上述信息|该等信息|其信息|用户(?:信息|数据|资料)|会员(?:信息|数据|资料)|学员信息",
        WE + r"|可以?|有权|将|会|授权|同意|允许",
        unless=r"不(?:得|会|能|可|应|向|予)|未经|无权|禁止|委托|匿名|去标识|脱敏|拒绝|有权要求|撤回|转移至|要求[^，]{0,8}提供|应当?(?:告知|取得)|须(?:告知|取得)|征得|的[，]应当"
        rf"|^(?:{OTHER})(?!同意|授权|许可|知悉|理解|的)[^，。；]{{0,14}}(?:提供|披露|处理|收集|泄露|使用)|人民法院|有关机关|主管|来源|收到",
    ),
    Frame(
        r"向(?!您|个人|人民法院|有关|主管|政府|监管|司法|公安|行政)[^，。；]{2,16}提供[^，。；]{0,14}(?:个人信息|信息和资料)的",
        unless=rf"^{OTHER}|，{OTHER}(?:应|须)|{OTHER}向|委托|不得|匿名",
    ),
)
# Nothing is said where what is said is denied, or is whatever the handler likes.
_VOID = {
    "rights": re.compile(
        r"(?:不得|不能|无权|不可|不支持|不予|无法|不提供|不接受)[^。；，]{0,10}(?:查阅|查询|查看|复制|更正|修改|删除|撤回|注销)"
    ),
    "purpose": re.compile(
        r"(?:任何|一切|各种|所有|其他|合理|商业|业务|认为[^，。；]{0,6})(?:必要)?的?(?:目的|用途|需要)"
    ),
    "retention": re.compile(r"永久|无限期|长期(?!合作)"),
}
_CONSENT = re.compile(r"单独同意|匿名|去标识|脱敏|委托")
_BARRED = re.compile(r"(?:不(?:得|会|能|可|应)|未经|无权|禁止)[^，。；]{0,40}$")
_PERSONAL = re.compile(
    r"个性化(?:的)?(?:推荐|推送|展示|广告|内容|服务|营销|排序)|用户画像|(?:根据|依据|基于|分析|利用|结合|按照?)[^。；]{0,10}(?:习惯|浏览|购买|行为|搜索|消费|兴趣|偏好|交易)[^。；]{0,14}(?:推荐|推送|展示|营销)|自动化决策|针对[^，。；]{0,6}个人特征|定向推送|精准(?:推送|营销)"
)
_WAY_OUT = re.compile(
    r"关闭|(?<!不得)(?<!不能)(?<!不可)拒绝|退出|不接受|不针对|取消|撤回|停用|不得用于|停止(?:推荐|推送)|不同意"
)


def look(subject: Subject) -> Iterator[Finding]:
    if subject.document.kind is Kind.EXTERNAL:
        return
    every = [s for s in statements(subject) if s.top]
    region = {s.top.id for s in every if s.top and _DATA.search(s.words)}
    inside = [s for s in every if s.top and s.top.id in region]
    mild = subject.document.scope is Scope.NEGOTIATED
    yield from _sharing(inside, mild)
    handled = [(s, m) for s in inside if (m := _handles(s))]
    if not handled or any(_POLICY.search(_LAW.sub("", s.words)) for s in inside):
        return
    own = [row for row in handled if _devoted(row[0])]
    statement, match = _fullest(own or handled, inside)
    mild = mild or not own or not _ONLINE.search(subject.words)
    severity = Severity.WARNING if mild else None
    passages = {id(s.passage): s.passage for s in inside}
    reached = [
        references.words(clause) for clause in references.clauses(subject, passages.values())
    ]
    for said in (s for s in inside if _devoted(s) and not s.banned):
        at = _AT_WILL.search(said.words)
        if at:
            yield Finding(said.at(at.start()), {}, "retention", severity, said.clause)
    told = [s.words for s in inside] + [w for w in reached if _DATA.search(w)]
    pointed = any(_POINTED.search(words) for words in reached)
    for name, pattern in ELEMENTS.items():
        void = _VOID.get(name)
        sound = [w for w in told if not (void and void.search(w))] if void else told
        if not any(map(pattern.search, sound)) and not (name == "rights" and pointed):
            yield Finding(statement.at(match.start()), {}, name, severity, statement.clause)


def _fullest(
    handled: list[tuple[Statement, re.Match[str]]], inside: list[Statement]
) -> tuple[Statement, re.Match[str]]:
    """The statement whose clause says most of the elements."""
    wholes = _wholes(inside)
    score = {key: sum(bool(p.search(w)) for p in ELEMENTS.values()) for key, w in wholes.items()}
    return max(handled, key=lambda row: score[row[0].top.id] if row[0].top else 0)


def _wholes(inside: list[Statement]) -> dict[str, str]:
    """The words of each clause."""
    parts: dict[str, list[str]] = {}
    for statement in inside:
        if statement.top:
            parts.setdefault(statement.top.id, []).append(statement.words)
    return {key: "。".join(words) for key, words in parts.items()}


def _handles(statement: Statement) -> re.Match[str] | None:
    """Where a sentence says that the one who wrote the document handles personal data."""
    words = statement.words
    match = _HANDLED.search(words)
    if match is None or statement.banned or _MERCHANT.match(words):
        return None
    if _THEIRS.search(words[: match.end()]):
        return None
    return None if _DENIED.search(words[: match.start()]) else match


def _devoted(statement: Statement) -> bool:
    """Whether it stands in a part of the document that is about personal data."""
    top, section = statement.top, statement.section
    titles = (section.title if section else "", (top.keyword or "") if top else "")
    return any(_TITLE.search(t) for t in titles) or bool(top and top.material is Material.DATA)


def _sharing(inside: list[Statement], mild: bool) -> Iterator[Finding]:
    severity = Severity.WARNING if mild else None
    open_ = {key for key, whole in _wholes(inside).items() if _WAY_OUT.search(whole)}
    for statement in inside:
        words, top = statement.words, statement.top
        match = _SHARED.search(words) or fits(_GIVEN, words)
        barred = match and _BARRED.search(words[: match.end()])
        if match and not barred and not statement.banned and not _CONSENT.search(words):
            yield Finding(statement.at(match.start()), {}, "sharing", severity, statement.clause)
        match = _PERSONAL.search(words)
        if match and _DENIED.search(words[: match.start()]):
            continue
        if match and not statement.banned and top and top.id not in open_:
            yield Finding(statement.at(match.start()), {}, "way-out", severity, statement.clause)


RULE = Rule("L24", "personal-data", Severity.ERROR, since=date(2021, 11, 1), look=look)
