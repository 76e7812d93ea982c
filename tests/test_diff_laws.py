"""What holds for any two versions: nothing is lost, nothing is invented, each edit is told once.

A hundred examples of each law by default; as many as `XIEYI_EXAMPLES` says.
"""

from __future__ import annotations

import copy
import os
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from versions import Spec, clause, compared, document, listed, outlined, section

from generator.compare.diff import diff
from generator.compare.edits import edits
from generator.compare.order import rising
from generator.compare.outline import Outline, Words
from generator.compare.pieces import hunks
from generator.model import Document

EXAMPLES = int(os.environ.get("XIEYI_EXAMPLES", "100"))
many = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))

# Any two versions: few words and few ids, so that everything happens by chance, also at once.

PHRASES = (
    "甲方",
    "应当",
    "**付款**",
    "。",
    "，",
    "十五日",
    "100元",
    "可以",
    "见[[#c0]]",
    "不得",
    "\n\n",
    "退货",
)
texts = st.lists(st.sampled_from(PHRASES), min_size=1, max_size=14).map("".join)
long_texts = st.lists(texts, min_size=1, max_size=3).map("。".join)
ids = st.sampled_from([f"c{n}" for n in range(1, 14)])
products = st.sampled_from([None, ["a"], ["a", "b"], ["both"]])


@st.composite
def versions(draw: st.DrawFn) -> Document:
    """A version whose ids are drawn from a few, so that two of them share some."""
    names = draw(st.lists(ids, unique=True, min_size=2, max_size=10))
    left = [clause("c0", draw(long_texts))]
    for name in names:
        made = clause(name, draw(long_texts).strip() or "空")
        scope = draw(products)
        made |= {"for": scope} if scope else {}
        if draw(st.integers(0, 3)) == 0:
            made |= {
                "tail": draw(texts).strip() or "尾",
                "keyword": draw(st.sampled_from("甲乙丙")),
            }
        holder = left[-1] if draw(st.integers(0, 2)) == 0 else None
        if holder and len(left) > 1 and not scope and "for" not in holder:
            holder.setdefault("items", []).append(made)
        else:
            left.append(made)
    cut = draw(st.integers(1, len(left)))
    parts = [section(draw(st.sampled_from(["s", "t"])), *left[:cut])]
    if left[cut:]:
        parts.append(section(draw(st.sampled_from(["u", "v"])), *left[cut:]))
    prompt = draw(st.lists(texts, max_size=2))
    return document(*parts, prompt=[text.strip() or "提" for text in prompt])


@many
@given(versions(), versions())
def test_accepting_gives_the_new_version_and_rejecting_the_old(
    old: Document, new: Document
) -> None:
    compared(old, new)


@many
@given(versions(), versions())
def test_every_line_that_differs_belongs_to_a_change(old: Document, new: Document) -> None:
    found = compared(old, new)
    for line in found.lines:
        one_sided = line.old is None or line.new is None
        differs = one_sided or any(edit.op != "equal" for edit in line.edits)
        assert not differs or line.change is not None
    used = {line.change for line in found.lines}
    for at, change in enumerate(found.changes):
        assert at in used or change.unit == "document"


@many
@given(versions())
def test_a_version_does_not_differ_from_itself(each: Document) -> None:
    found = compared(each, each)
    assert ((), ()) == (found.changes, found.renumbered)


@many
@given(versions(), versions())
def test_the_same_two_versions_differ_alike_each_time(old: Document, new: Document) -> None:
    assert diff(outlined(old), outlined(new)) == diff(outlined(old), outlined(new))


@many
@given(versions(), versions())
def test_the_edits_of_a_change_are_the_words_of_both_sides(old: Document, new: Document) -> None:
    for change in compared(old, new).changes:
        if change.edits and change.kind not in ("added", "deleted"):
            for side, attribute in ((change.old, "old"), (change.new, "new")):
                words = "".join(getattr(edit, attribute) for edit in change.edits)
                parts = side.parts or (side,)
                assert words == "".join(part.words for part in parts)


# Pieces of two texts

EMPTY = Outline("d", "t", None, (), ())
pieces = st.lists(
    st.sampled_from(
        [
            *"甲乙丙丁的，。；、",
            "1,000元",
            "15日",
            "十五",
            "2026年2月1日",
            "5%",
            "API",
            "应当",
            "\n",
        ]
    ),
    max_size=30,
).map("".join)


@many
@given(pieces, pieces, st.integers(0, 2**30))
def test_pieces_joined_are_both_texts(old: str, new: str, seed: int) -> None:
    dice = random.Random(seed)
    olds, news = (Words(t, "".join(dice.choice("01") for _ in t)) for t in (old, new))
    found = hunks(old, new)
    made = edits(found, olds, news, EMPTY, EMPTY)
    assert (old, new) == ("".join(e.old for e in made), "".join(e.new for e in made))
    for hunk in found:
        assert not hunk.same or old[hunk.a : hunk.b] == new[hunk.c : hunk.d]


@many
@given(st.lists(st.integers(0, 9), unique=True, max_size=9))
def test_the_longest_rising_part_is_as_long_as_by_trial(values: list[int]) -> None:
    lengths = [0] * len(values)
    for at, value in enumerate(values):
        lengths[at] = 1 + max((lengths[i] for i in range(at) if values[i] < value), default=0)
    chain = [values[at] for at in rising(values)]
    assert chain == sorted(chain)
    assert len(chain) == max(lengths, default=0)


# Scripts of known edits: one in each section, all reported once, in their class, and nothing else.

HAN = (
    "春夏秋冬山川河流云雨雷电花草树木虫鱼鸟兽城乡街巷桥梁"
    "楼宇琴棋书画笔墨纸砚茶米油盐柴酒饭菜衣帽鞋袜"
)
FORMS = (
    "关于{0}的{1}，由乙方按照{2}的要求在{3}日内完成。",
    "甲方把{0}交给{1}保管，费用按{2}计算，每件{3}元。",
    "{0}与{1}发生冲突时，以{2}为准，第{3}号附件同时失效。",
)
Edit = Callable[[list[Spec], random.Random], tuple[str, str]]


def sentence(dice: random.Random) -> str:
    nouns = ["".join(dice.choices(HAN, k=dice.randint(2, 4))) for _ in range(3)]
    return dice.choice(FORMS).format(*nouns, dice.randint(2, 60))


def base(dice: random.Random, sections: int) -> list[list[Spec]]:
    """Sections of four clauses of two or three sentences."""
    return [
        [
            clause(f"s{s}c{c}", "".join(sentence(dice) for _ in range(dice.randint(2, 3))))
            for c in range(4)
        ]
        for s in range(sections)
    ]


def _word(text: str, dice: random.Random) -> str:
    """One Han character that is not punctuation or a figure made another."""
    at = dice.choice([i for i, c in enumerate(text) if c in HAN])
    return f"{text[:at]}鑫{text[at + 1 :]}"


def added(clauses: list[Spec], dice: random.Random) -> tuple[str, str]:
    name = f"new{dice.randrange(10**6)}"
    clauses.insert(dice.randint(0, 4), clause(name, sentence(dice) + sentence(dice)))
    return "added", name


def deleted(clauses: list[Spec], dice: random.Random) -> tuple[str, str]:
    return "deleted", clauses.pop(dice.randrange(4))["id"]


def wording(clauses: list[Spec], dice: random.Random) -> tuple[str, str]:
    one = dice.choice(clauses)
    one["text"] = _word(one["text"], dice)
    return "wording", one["id"]


def renamed(clauses: list[Spec], dice: random.Random) -> tuple[str, str]:
    one = dice.choice(clauses)
    one |= {"id": f"other{dice.randrange(10**6)}", "text": _word(one["text"], dice)}
    return "wording", one["id"]


def punctuated(clauses: list[Spec], dice: random.Random) -> tuple[str, str]:
    one = dice.choice(clauses)
    one["text"] = one["text"].replace("，", "；", 1)
    return "punctuation", one["id"]


def emphasised(clauses: list[Spec], dice: random.Random) -> tuple[str, str]:
    one = dice.choice(clauses)
    one["text"] = f"**{one['text'][:4]}**{one['text'][4:]}"
    return "emphasis", one["id"]


def limited(clauses: list[Spec], dice: random.Random) -> tuple[str, str]:
    one = dice.choice(clauses)
    one["for"] = ["a"]
    return "applicability", one["id"]


def moved(clauses: list[Spec], dice: random.Random) -> tuple[str, str]:
    """By two places at least, so that no other single move says the same."""
    at = dice.choice([0, 3])
    one = clauses.pop(at)
    clauses.insert(dice.choice([2, 3]) if at == 0 else dice.choice([0, 1]), one)
    return "moved", one["id"]


def moved_and_edited(clauses: list[Spec], dice: random.Random) -> tuple[str, str]:
    _, name = moved(clauses, dice)
    one = next(each for each in clauses if each["id"] == name)
    one["text"] = _word(one["text"], dice)
    return "moved-and-edited", name


def divided(clauses: list[Spec], dice: random.Random) -> tuple[str, str]:
    at = dice.randrange(4)
    parts = [f"{part}。" for part in clauses[at]["text"].split("。") if part]
    cut = dice.randint(1, len(parts) - 1)
    names = [f"p{dice.randrange(10**6)}", f"q{dice.randrange(10**6)}"]
    keeps = dice.choice([None, 0, 1])
    if keeps is not None:
        names[keeps] = clauses[at]["id"]
    halves = "".join(parts[:cut]), "".join(parts[cut:])
    clauses[at : at + 1] = [clause(*pair) for pair in zip(names, halves, strict=True)]
    return "split", names[0] if keeps is None else names[keeps]


def joined(clauses: list[Spec], dice: random.Random) -> tuple[str, str]:
    at = dice.randrange(3)
    first, second = clauses[at : at + 2]
    name = dice.choice([first["id"], second["id"], f"m{dice.randrange(10**6)}"])
    clauses[at : at + 2] = [clause(name, first["text"] + second["text"])]
    return "merged", name


SCRIPTS: tuple[Edit, ...] = (
    added, deleted, wording, renamed, punctuated, emphasised, limited, moved, moved_and_edited,
    divided, joined,
)  # fmt: skip


def made(parts: list[list[Spec]]) -> Document:
    return document(*(section(f"s{at}", *clauses) for at, clauses in enumerate(parts)))


@many
@given(
    st.integers(0, 2**40),
    st.lists(st.sampled_from(SCRIPTS), min_size=1, max_size=7),
    st.booleans(),
)
def test_each_known_edit_is_told_once_and_nothing_else(
    seed: int, script: list[Edit], shuffled: bool
) -> None:
    dice = random.Random(seed)
    parts = base(dice, len(script) + 1)
    now = copy.deepcopy(parts)
    expected = Counter(edit(now[at], dice) for at, edit in enumerate(script))
    old, new = made(parts), made(now)
    if shuffled and len(script) > 2:
        order = list(new.sections)
        order.append(order.pop(0))
        new = new.model_copy(update={"sections": tuple(order)})
        expected["moved", "s0"] += 1
    assert expected == Counter(listed(compared(old, new)))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda each: each.__name__)
def test_each_sort_of_edit_alone(script: Edit) -> None:
    for seed in range(20):
        dice = random.Random(seed)
        parts = base(dice, 2)
        now: Any = copy.deepcopy(parts)
        expected = [script(now[0], dice)]
        assert expected == listed(compared(made(parts), made(now))), seed
