"""当事人的称谓混用

一份文件对同一当事人应当使用同一称谓。

一份文件通篇使用“您”，又在个别条款写“乙方”的，或者通篇使用“甲方”“乙方”，又写“我方”“贵司”“您”的，指出较少使用的一种。写明当事人称谓的地方（“甲方：”“（以下简称“甲方”）”）和引号里的文字不作判断。文件没有写明谁是“甲方”，而以其他称谓约定权利义务的，指出“甲方”“乙方”。

## 理由

称谓混用常是从别的合同抄来条款留下的。读者无法确定“乙方”是“您”还是平台，义务归谁就有争议。

## 法律

- 《中华人民共和国民法典》第四百七十条第一款第一项：合同一般包括当事人的姓名或者名称（2021年1月1日起施行）；称谓前后一致是其前提。其余出于文本质量的考虑。

## 正确

```text
您应当向运营方支付费用，用户可以是您的员工。
```

```text
甲方（用户）应当向乙方支付费用，乙方的用户不是本合同的当事人。
```

```text
您签署的合同写明“甲方”“乙方”的，以该合同为准。
```

提示条款对读者说话：

```text
prompt:
  - 为保障您的权益，请在签字前仔细阅读。
sections:
  - id: one
    title: 一般规定
    clauses:
      - {id: first, text: 会员应当遵守器械的使用说明，健身中心应当定期维护器械。}
```

## 错误

通篇用“您”，一处写“乙方”：

```yaml
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: first
        text: |
          您应当向运营方支付费用，您可以随时查询账单。
      - id: second
        text: |
          乙方逾期支付的，应当支付违约金。
```

通篇用“甲方”“乙方”，一处写“我方”：

```text
甲方应当按月付款，乙方应当按月交货；乙方逾期交货的，我方有权解除合同。
```

通篇用“甲方”“乙方”，一处写“您”：

```yaml
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: first
        text: |
          乙方应当提供服务，乙方的人员应当遵守甲方的制度，甲方应当付款：
        items:
          - id: item
            text: |
              您应当在十日内支付；
```

同一当事人既称“用户”，又称“甲方”：

```text
乙方应当向甲方供货，甲方（以下简称“用户”）应当验收；用户逾期验收的，乙方可以催告，甲方仍不验收的，视为合格。
```

当事人是出租人、承租人，一处写“乙方”：

```yaml
terms:
  - {term: 出租人, means: 指房屋的所有人。}
  - {term: 承租人, means: 指使用房屋的人。}
sections:
  - id: one
    title: 一般规定
    clauses:
      - id: first
        text: |
          承租人应当按月支付租金，出租人应当交付房屋，出租人负责维修。
          乙方逾期支付的，应当支付违约金。
```

没有“甲方”的文件：

```text
健身中心应当配备救生员，会员应当遵守使用说明。
会员可以免费停卡，健身中心应当办理；健身中心应当公示营业时间。
甲方应当定期检查器械。
```

## 如何修改

把较少使用的称谓改成文件通用的称谓。

## 如何保留

引述他人合同的，在条款上写明理由和截止日：`allow: [{rule: mixed-parties, why: 引述供货合同的原文, until: 2027-06-30}]`。
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ...problems import Severity
from ..rule import Finding, Rule
from ..subject import Passage, Subject
from ..terms import Definition, definitions

_LETTERED = "甲方|乙方|丙方|丁方"
_ADDRESSED = r"您|我方|我司|我们|贵方|贵司|贵公司|贵单位"
_NAME = re.compile(rf"(?P<lettered>{_LETTERED})|(?P<addressed>{_ADDRESSED})")
_QUOTED = re.compile(r"“[^“”\n]{0,200}”|‘[^‘’\n]{0,200}’|《[^《》\n]{0,100}》")
_INTRODUCED = re.compile(
    rf"({_LETTERED})(?:[（(][^）)\n]{{1,20}}[）)])?[：:]|[（(](?:{_LETTERED})[）)]"
)
_ACTORS = re.compile(
    r"(?:^|[，。；：、\n])([㐀-鿿]{1,5}?(?:方|人|者|商|户|主|家|单位|员|平台|公司|机构|中心|学校|集市|市场|商城|店|馆|院|社))"
    r"(?=应当?|不得|有权|须|可以|负责|同意|承诺|保证|违[约反]|逾期|未)",
    re.MULTILINE,
)
_NOBODY = re.compile(r"[双一各对任三][^㐀]?方|他人|任何|第三|负责人|代[理表]人|人员|甲|乙")


def look(subject: Subject) -> Iterator[Finding]:
    defined = definitions(subject)
    equal = _equal(defined)
    names = re.compile(_NAME.pattern + (f"|(?P<equal>{equal})" if equal else ""))
    uses = list(_uses(subject, names))
    count = Counter(use.kind for use in uses)
    lettered, other = count["lettered"], count["addressed"] + count["equal"]
    alien = not other and lettered and _strangers(subject, defined, lettered)
    if not alien and not (lettered and other):
        return
    fewer = {"lettered"} if alien or lettered < other else {"addressed", "equal"}
    common = _commonest(uses, fewer) or "、".join(sorted(alien or ()))
    seen: set[str | None] = set()
    for use in uses:
        clause = use.passage.clause.id if use.passage.clause else None
        if use.kind in fewer and clause not in seen:
            seen.add(clause)
            params: dict[str, object] = {"words": use.word, "common": common}
            yield Finding(use.passage.at(use.offset), params, clause=clause)


@dataclass(frozen=True, slots=True)
class _Use:
    """A name of a party where it stands, and the kind of name it is."""

    passage: Passage
    offset: int
    word: str
    kind: str | None


def _uses(subject: Subject, names: re.Pattern[str]) -> Iterator[_Use]:
    """Each name of a party in the texts, but where it is quoted or introduced."""
    for passage in subject.passages:
        if passage.path[0] == "prompt":  # it speaks to the reader, whoever the parties are
            continue
        words = passage.words
        for pattern, needed in ((_QUOTED, "“‘《"), (_INTRODUCED, "：:（(")):
            if any(mark in words for mark in needed):
                words = pattern.sub(lambda found: "\n" * len(found.group()), words)
        for match in names.finditer(words):
            yield _Use(passage, match.start(), match.group(), match.lastgroup)


def _equal(defined: tuple[Definition, ...]) -> str:
    """Names that a definition makes another word for a lettered party: 甲方（以下简称“用户”）."""
    found = {
        d.word
        for d in defined
        if re.fullmatch(_LETTERED, d.means.strip()) and not re.fullmatch(_NAME, d.word)
    }
    return "|".join(map(re.escape, sorted(found, key=len, reverse=True)))


def _strangers(subject: Subject, defined: tuple[Definition, ...], count: int) -> set[str]:
    """Who acts in a document in which nobody is introduced as 甲方 or 乙方 and others act more."""
    if any(re.search(_LETTERED, d.word) for d in defined) or any(
        _INTRODUCED.search(passage.words) for passage in subject.passages
    ):
        return set()
    acts = Counter(match[1] for match in _ACTORS.finditer(subject.words))
    for nobody in [name for name in acts if _NOBODY.search(name)]:
        del acts[nobody]
    acts.update(d.word for d in defined if d.word in acts)
    return {name for name, _ in acts.most_common(2)} if acts.total() > 2 * count else set()


def _commonest(uses: list[_Use], fewer: set[str]) -> str:
    count = Counter(use.word for use in uses if use.kind not in fewer)
    return "、".join(word for word, _ in count.most_common(2))


RULE = Rule("S26", "mixed-parties", Severity.WARNING, look=look)
