"""广告标识与一键关闭

平台的协议应当约定：在搜索结果或者信息流中付费展示的内容，显著标明“广告”；以弹出等形式展示的广告，一键关闭。

登记表（`catalog.yaml`）中展示位置 `placement` 为搜索（`search`）或者信息流（`feed`）的产品，在约束它的文件中应当有一条对它适用的、写明标明（标注、注明）“广告”的条款。以“推广”“赞助”等字样代替，或者约定可以不标明的，也会指出。文件中提到以弹窗、弹出、插屏、浮层或者开屏形式展示广告的，同一组文件应当写明一次点击即可关闭；约定倒计时结束后才能关闭、须点击两次或者不设关闭标志的，也会指出。禁止上述做法的条款不在此列；用弹窗通知、确认的，不是广告，不作判断。

## 理由

付费的位置如果与自然结果不能区分，采购商会受到误导，平台和商家都可能受到处罚。标明是平台的义务，写进协议才能约束双方都不去弱化它。

## 法律

- 《中华人民共和国电子商务法》第四十条：竞价排名的商品或者服务应当显著标明“广告”（2019年1月1日起施行）。
- 《互联网广告管理办法》第九条第二款、第十条：竞价排名的应当显著标明“广告”，与自然搜索结果明显区分；弹出等形式的应当确保一键关闭（2023年5月1日起施行）。
- 《中华人民共和国广告法》第四十四条第二款：弹出等形式的广告应当显著标明关闭标志，确保一键关闭（起始日期凭记忆，待核）。
- 上述条文规定的是标明和关闭的义务，没有规定须写进协议；标明“广告”的条文针对竞价排名。要求协议写明、要求信息流中的展示同样标明，是本规则的要求。

## 正确

标明“广告”的条款对搜索和信息流中的产品都适用：

```yaml
sections:
  - id: one
    title: 标识
    clauses:
      - {id: c1, text: 通过各产品展示的推广内容，平台运营方应当显著标明“广告”。}
# file: agreements/catalog.yaml
products:
  - {id: a, name: 甲产品, placement: search}
  - {id: b, name: 乙产品, placement: feed}
```

弹窗可以一次点击关闭，并禁止变相的做法：

```yaml
nature: advertising
sections:
  - id: one
    title: 标识
    clauses:
      - {id: c1, text: 平台在显著位置加注“广告”字样，不以“推荐”“赞助”替代。}
      - id: c2
        text: 以弹窗形式展示广告的，应当确保一次点击即可关闭，不得有下列情形：
        items:
          - {id: i1, text: 倒计时结束后才能关闭；}
          - {id: i2, text: 须经两次以上点击才能关闭。}
# file: agreements/catalog.yaml
products:
  - {id: a, name: 甲产品, placement: search}
  - {id: b, name: 乙产品}
```

弹窗用于通知，不是广告：

```yaml
nature: advertising
sections:
  - id: one
    title: 通知
    clauses:
      - {id: c1, text: 平台以弹窗通知您订单的变化。}
# file: agreements/catalog.yaml
products:
  - {id: a, name: 甲产品, placement: page}
  - {id: b, name: 乙产品}
```

## 错误

没有约定标明“广告”：

```yaml
nature: advertising
sections:
  - id: one
    title: 展示
    clauses:
      - {id: c1, text: 平台在搜索结果中展示您的推广内容。}
# file: agreements/catalog.yaml
products:
  - {id: a, name: 甲产品, placement: search}
  - {id: b, name: 乙产品}
```

标明“广告”的条款只对乙产品适用，缺了甲产品：

```yaml
sections:
  - id: one
    title: 展示
    clauses:
      - {id: c1, for: [b], text: 推广内容应当显著标明“广告”。}
# file: agreements/catalog.yaml
products:
  - {id: a, name: 甲产品, placement: feed}
  - {id: b, name: 乙产品, placement: search}
```

倒计时结束才能关闭：

```yaml
nature: advertising
sections:
  - id: one
    title: 展示
    clauses:
      - {id: c1, text: 推广内容应当显著标明“广告”。}
      - {id: c2, text: 平台可以以弹窗形式展示推广内容，倒计时结束后方可关闭。}
```

是否标明由平台决定，标识可以淡化，与自然结果不作区分：

```yaml
nature: advertising
sections:
  - id: one
    title: 展示
    clauses:
      - {id: c1, text: 平台可以视情况标明“广告”。}
      - {id: c2, text: 为提升效果，“广告”标识可以淡化处理，推广内容与普通内容样式一致。}
```

以“推广”代替，又约定可以不标明：

```yaml
nature: advertising
sections:
  - id: one
    title: 展示
    clauses:
      - id: c1
        text: 推广内容按照下列要求展示：
        items:
          - {id: i1, text: 在右下角标注“推广”字样；}
          - {id: i2, text: 在首页可以不标明“广告”。}
```

别的文件削弱了广告协议的约定：

```yaml
nature: advertising
sections:
  - id: one
    title: 展示
    clauses:
      - {id: c1, text: 推广内容应当显著标明“广告”。}
# file: agreements/documents/norms.yaml
id: norms
title: 使用规范
kind: norm
version: {number: "1", published: 2026-04-01, effective: 2026-06-01}
sections:
  - id: one
    title: 展示
    clauses:
      - {id: c2, text: 每张卡片以“优选”字样标识，不另行标注“广告”；遮挡页面的，播放满5秒后方显示关闭标志。}
# file: agreements/catalog.yaml
products:
  - {id: a, name: 甲产品, placement: feed}
  - {id: b, name: 乙产品}
documents: [terms, norms]
```

以开屏、插屏发布广告，没有约定一键关闭：

```yaml
nature: advertising
sections:
  - id: one
    title: 展示
    clauses:
      - {id: c1, text: 平台以开屏、插屏的形式发布广告。}
```

## 如何修改

补上“显著标明‘广告’”的条款，并使它对该产品适用，例如“在搜索结果和信息流中展示的推广内容，平台运营方在显著位置标明‘广告’”；以弹出等形式展示的，写明“一次点击即可关闭”。

## 如何保留

产品缺少“广告”条款而在登记表处指出的，不能保留；产品不在搜索结果或者信息流中展示的，改正 `placement`。其他情形，在所指的条款或者文件上写明理由和截止日：`allow: [{rule: ad-label, why: 所称弹窗是对方网站的页面, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ...model import Nature, Placement
from ...problems import Severity
from ..frames import Frame, fits
from ..rule import Finding, Rule
from ..sentences import sentences
from ..subject import Passage, Subject, Whole
from ..together import binding, clauses

_MARK = r"(?:加标|标明|标注|标示|标识|标记|标有|注明|加注|打上|附上|显示)"
_AD = r"(?:[“\"「『]广告[”\"」』]|(?:为|其为|是)?广告(?:标识|字样|标志|二字)?(?=[，。；、]|$))"
_LABEL = re.compile(
    rf"(?P<not>不需要?|不用|无须|无需|不必|可以不|可不|免于|不再|不予|不另行?|不单独|不加以?|未|不得|不)?(?:在?[^。；，不无未]{{0,4}})"
    rf"{_MARK}[^。；]{{0,12}}?{_AD}|[“\"「『]广告[”\"」』](?:二字|字样|标识|标志)"
)
_FREE = (
    *("不需", "不需要", "不用", "无须", "无需", "不必", "可以不", "可不", "免于", "不再", "不予"),
    *("不另行", "不另", "不单独", "不加以", "不加"),
)
# A mark that is left to somebody's choice, made faint, or taken off is no mark.
_LOOSENED = (
    Frame(
        rf"(?:视情况?|视情形|酌情|自行|是否|选择|应[^，。；]{{1,6}}要求|根据[^，。；]{{1,8}}(?:需要|情况)|有权(?:决定|不)|可以?不|原则上|尽量|一般|必要时)[^。；]{{0,16}}(?:{_MARK}|去除|取消)[^。；]{{0,10}}{_AD}",
        unless="不得|禁止|严禁|不应|不能|避免|违反|不因",
    ),
    Frame(
        rf"{_AD}(?:字样|标识|标志|二字|标记)?[^。；]{{0,30}}(?:淡化|弱化|去除|隐藏|遮挡|遮盖|缩小|模糊|移除|取消|删除|省略|略去|不明显|不显眼|浅|透明|小字|小号|相近|折叠|统一(?:提示|说明|标注)|不[^。；，]{0, 6}逐[条一]|灰色|较小|微小)"
        rf"|(?:淡化|弱化|去除|隐藏|遮挡|遮盖|缩小|模糊|移除|取消|删除|省略|免除|豁免|免予)[^。；，]{{0,10}}{_AD}|{_AD}[^。；]{{0,12}}可以?不(?:标|注|显示|写)|[，](?:且|并|也)?不(?:再)?{_MARK}{_AD}(?!的)|{_AD}[^。；]{{0,10}}(?:仅在|鼠标|悬停|点击后|展开后)",
        unless="不得|禁止|严禁|不应|不能|避免|违反|不可|防止|不以|擅自|举报|不存在",
    ),
    Frame(
        r"(?:与|和|同)[^。；，]{0,10}(?:自然|普通|非推广|非付费|其他|一般|搜索)[^。；，]{0,10}(?:一致|相同|混合|混排|无异|统一|穿插|保持一致)|(?:不作|不做|不加|不予|不|无)(?:任何|明显|特别|另行)?(?:区分|区别)",
        r"推广|广告|付费|竞价|赞助|营销",
        unless="不得|禁止|严禁|不应|不能|避免|违反|明显区别|[区分]别标准",
    ),
)
_SOFT = r"[^”\"」广]{0,4}?(?:商业|品牌)?(?:推广|赞助|推荐|优选|精选|甄选|严选|热门|热推|热销|合作|AD|Ad|ad|Sponsored|PR)[^”\"」]{0,4}"
_OTHER = re.compile(
    r"(?:以|用|使用|改用|采用)[“\"「][^”\"」]{1,8}[”\"」](?:二字|字样|标识|标志)?[^。；，“]{0,4}(?:代替|替代|取代)|"
    rf"{_MARK}(?:为|有|了|以|上)?[^。；“\"「]{{0,6}}[“\"「]{_SOFT}[”\"」]|以[“\"「]{_SOFT}[”\"」](?:二字|字样|标识|标志)?"
    rf"[^。；，]{{0,4}}(?:{_MARK}|标|代替|替代|展示)|[“\"「]广告[”\"」](?:字样)?(?:、|或者?|/)[“\"「]"
)
_POPUP = re.compile(r"开机|全屏|弹窗|弹出|插屏|浮层|浮窗|飘窗|悬浮窗|开屏")
_ABOUT = re.compile(r"广告|推广|营销|展示|投放")
_TOUCHES = re.compile("广告|推广|赞助|付费|竞价|营销|关闭|跳过|标[明注示识记]|代替")
_CLOSE = re.compile(
    r"一键(?:即可)?关闭|一次点击[^。；，]{0,8}关闭|(?:点击|单击|操作)一次[^。；，]{0,8}关闭|"
    r"一次(?:操作)?即可关闭|单击[^。；，]{0,8}关闭"
)
_HARD = re.compile(
    r"(?:倒计时|计时|秒|播放)[^。；，]{0,10}(?:后|结束|完毕)[^。；，]{0,6}(?:显示|出现|弹出|提供|可见)[^。；，]{0,6}关闭|"
    r"(?:倒计时|计时|秒)[^。；，]{0,10}(?:后|结束|完毕)[^。；，]{0,4}(?:方可|方能|才能|才可|可以|可|再)关闭|"
    r"(?:[两二三2-9]|多)次(?:以上)?(?:点击|确认)[^。；，]{0,6}关闭|"
    r"不(?:再)?(?:设|设置|提供|显示|出现|支持)[^。；，]{0,4}跳过|(?:无法|不能|不可)跳过|"
    r"(?:点击|确认)(?:[两二三2-9]|多)次[^。；，]{0,8}关闭|不(?:再)?(?:设|设置|设立|提供|显示|出现)关闭|"
    r"(?:不得|不能|不可|无法)[^。；，]{0,4}关闭(?!标)|播放(?:结束|完毕)[^。；，]{0,4}(?:方可|才能|可)关闭"
)
_FORBIDDEN = re.compile(r"不得|禁止|严禁|不应|避免|未能|违反")


def look(whole: Whole) -> Iterator[Finding]:
    subjects = [s for s in binding(whole) if RULE.in_force(s.effective)]
    passages = [p for s in subjects for p in s.passages]
    labelled = frozenset[str]().union(*(p.scope for p in passages if _labels(p)))
    reached = frozenset[str]().union(*(s.held.scope for s in subjects))
    bare: dict[str, list[str]] = {}
    for product in whole.corpus.catalog.products:
        placed = product.placement in (Placement.SEARCH, Placement.FEED)
        if not placed or product.id not in reached or product.id in labelled:
            continue
        holder = next((s for s in subjects if _advertises(s) and product.id in s.held.scope), None)
        if holder:
            bare.setdefault(holder.document.id, []).append(product.name)
        else:
            yield Finding(product.place("placement"), {"products": product.name})
    placed = any(product.placement for product in whole.corpus.catalog.products)
    closes = any(_CLOSE.search(p.words) for p in passages)
    beside = {s.document.id for s in subjects} if placed else set()
    for subject in (s for s in whole.chosen() if RULE.in_force(s.effective)):
        if names := bare.get(subject.document.id):
            yield Finding(subject.document.place("nature"), {"products": "、".join(names)})
        if _advertises(subject) or subject.document.id in beside:
            yield from _worded(subject, closes)


def _advertises(subject: Subject) -> bool:
    return subject.document.nature is Nature.ADVERTISING


def _labels(passage: Passage) -> bool:
    return bool(passage.clause and "广告" in passage.words) and any(
        found["not"] is None and found.group()[0] not in '“"「『'
        for _, text in sentences(passage.words)
        if not fits(_LOOSENED, text)
        for found in _LABEL.finditer(text)
    )


def _worded(subject: Subject, closes: bool) -> Iterator[Finding]:
    closes = closes or bool(_CLOSE.search(subject.words))
    for group in clauses(subject):
        forbidden = len(group) > 1 and _FORBIDDEN.search(group[0].words[-24:])
        for at, passage in enumerate(group):
            if not (at and forbidden):
                yield from _said(passage, closes)


def _said(passage: Passage, closes: bool) -> Iterator[Finding]:
    clause = passage.clause.id if passage.clause else None
    for start, text in sentences(passage.words):
        if not _TOUCHES.search(text):
            continue
        for pattern, variant in ((_LABEL, "free"), (_OTHER, "other"), (_HARD, "close")):
            for found in pattern.finditer(text):
                allowed = found["not"] not in _FREE if variant == "free" else False
                before = text[: found.start()]
                if (
                    allowed
                    or _FORBIDDEN.search(before)
                    or (variant == "other" and "不" in before[-4:])
                ):
                    continue
                params: dict[str, object] = {"words": found.group()}
                yield Finding(passage.at(start + found.start()), params, variant, clause=clause)
        if loose := fits(_LOOSENED, text):
            params = {"words": loose.group()}
            yield Finding(passage.at(start + loose.start()), params, "free", clause=clause)
        popup = _POPUP.search(text)
        if popup and not closes and _ABOUT.search(text):
            params = {"words": popup.group()}
            yield Finding(passage.at(start + popup.start()), params, "popup", clause=clause)


RULE = Rule("L19", "ad-label", Severity.ERROR, since=date(2019, 1, 1), look_at_all=look)
