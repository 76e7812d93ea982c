"""How long `xieyi diff` thinks: versions of many clauses, made of nouns and not of files.

`python -m bench.diffs` prints a table. The clauses are of the length and the form of ours; what
changes is said in the rows. The reading of files is not measured here.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import date

from generator.compare import proof
from generator.compare.changes import Difference
from generator.compare.diff import diff
from generator.compare.outlines import outline
from generator.model import Catalog, Clause, Document
from generator.resolve import Corpus, gather

DAY = date(2026, 11, 22)
A_SECTION = 20
_HAN = (
    "春夏秋冬山川河流云雨雷电花草树木虫鱼鸟兽城乡街巷桥梁楼宇琴棋书画笔墨纸砚茶米油盐柴酒饭菜衣帽"
)
_FORMS = (
    "乙方应当在收到{0}之日起{1}个工作日内提交{2}，并保证{2}真实、完整。",
    "**{0}的费用按照{1}%的比例收取**，结算方式适用[[#{3}]]。",
    "甲方按照双方确认的{0}提供{2}，变更{0}应当以书面形式通知乙方。",
    "因乙方提供的{2}有误造成的损失，由乙方承担；甲方协助核对的，按照[[#{3}]]处理。",
)
Clauses = list[Clause]
Change = Callable[[Clauses, random.Random], Clauses]


def clauses(count: int, dice: random.Random) -> Clauses:
    """Clauses of three sentences, about a hundred characters each."""
    return [
        Clause(id=f"c{at}", text="".join(_sentence(dice, count) for _ in range(3)))
        for at in range(count)
    ]


def _sentence(dice: random.Random, count: int) -> str:
    nouns = ["".join(dice.choices(_HAN, k=dice.randint(2, 4))) for _ in range(2)]
    target = f"c{dice.randrange(count)}"
    return dice.choice(_FORMS).format(nouns[0], dice.randint(2, 90), nouns[1], target)


def edited(every: Clauses, dice: random.Random) -> Clauses:
    """A word of each clause is another."""
    made = []
    for clause in every:
        places = [at for at, character in enumerate(clause.text) if character in _HAN]
        at = dice.choice(places)
        text = f"{clause.text[:at]}新词{clause.text[at + 1 :]}"
        made.append(clause.model_copy(update={"text": text}))
    return made


def renamed(every: Clauses, dice: random.Random) -> Clauses:
    """Each clause has another id and another word: likeness alone tells them apart."""
    told = {clause.id: f"n{at}" for at, clause in enumerate(every)}
    made = []
    for clause in edited(every, dice):
        text = clause.text
        for name in {name for name in told if f"#{name}]]" in text} if "[[#" in text else ():
            text = text.replace(f"#{name}]]", f"#{told[name]}]]")
        made.append(clause.model_copy(update={"id": told[clause.id], "text": text}))
    return made


def shuffled(every: Clauses, dice: random.Random) -> Clauses:
    """All stand in another order."""
    return dice.sample(every, len(every))


def rewritten(every: Clauses, dice: random.Random) -> Clauses:
    """The words of every clause are others under the same id."""
    return [
        clause.model_copy(update={"text": other.text})
        for clause, other in zip(every, clauses(len(every), dice), strict=True)
    ]


def version(every: Sequence[Clause]) -> tuple[Document, Corpus]:
    """A document of sections of `A_SECTION` clauses, and the workspace that holds it."""
    parts = [
        {"id": f"s{at}", "title": f"第{at}部分", "clauses": every[at : at + A_SECTION]}
        for at in range(0, len(every), A_SECTION)
    ]
    days = {"number": "1", "published": "2026-03-01", "effective": "2026-04-01"}
    given = {"id": "terms", "title": "合同", "kind": "agreement", "version": days}
    document = Document.model_validate(given | {"sections": parts})
    catalog = {
        "platform": {"name": "甲", "operator": "乙"},
        "products": [{"id": "a", "name": "丙"}],
    }
    return document, gather(Catalog.model_validate(catalog), [document], (), DAY)


def measured(count: int, change: Change, runs: int = 3) -> tuple[float, Difference]:
    """The median of the processor seconds that a comparison takes, outlines included."""
    dice = random.Random(count)
    every = clauses(count, dice)
    old, new = version(every), version(change(every, dice))
    taken = []
    for _ in range(runs):
        began = time.process_time()
        before, after = outline(*old), outline(*new)
        found = diff(before, after)
        taken.append(time.process_time() - began)
    assert proof.accepted(found) == proof.told(after)
    assert proof.rejected(found) == proof.told(before)
    return statistics.median(taken), found


def main() -> None:
    """Measure and print."""
    print("| what changed | clauses | processor seconds, median of 3 | changes listed |")
    print("| --- | --: | --: | --: |")
    for change in (edited, rewritten, shuffled, renamed):
        for count in (500, 5000):
            seconds, found = measured(count, change)
            told = (change.__doc__ or "").rstrip(".")
            print(f"| {told} | {count} | {seconds:.2f} | {len(found.changes)} |", flush=True)


if __name__ == "__main__":
    main()
