"""What turned in a change: 可以 → 应当, 15日 → 7日, a reference that leads elsewhere.

A token that stands in both texts at the place where the alignment puts it is no signal. Those
that do not are taken hunk by hunk and compared by what they say, so that 15日 → 十五日 is none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz.distance import Indel

from .changes import Edit, Op, Signal, SignalKind
from .outline import FIRST_MARK, Outline
from .pieces import Hunk
from .tokens import Token, tokens

K = SignalKind
_MARKS = "，。；：！？\n"
_PHRASE = re.compile(rf"[^{_MARKS}]+")
# A party that is named once more or less turns nothing; a number neither.
_ONE_SIDED = frozenset(K) - {K.PARTY, K.NUMBER, K.DATE, K.REFERENCE}
_FIRST = (K.PROHIBITION, K.OBLIGATION, K.RIGHT)


def of_words(
    old: str, new: str, hunks: Sequence[Hunk], before: Outline, after: Outline
) -> Iterator[Signal]:
    """The signals of two texts in which marks are private characters."""
    changed = [hunk for hunk in hunks if not hunk.same]
    if not changed:
        return
    ours, theirs = tokens(old, before.parties), tokens(new, after.parties)
    here, there = Counter(_PHRASE.findall(old)), Counter(_PHRASE.findall(new))
    phrases = frozenset(each for each in here if here[each] == there[each])
    for family, listed in ours.items():
        was = _touched(listed, theirs[family], hunks, changed, True)
        now = _touched(theirs[family], listed, hunks, changed, False)
        was, now = _unmoved(was, old, phrases), _unmoved(now, new, phrases)
        for at in sorted({*was, *now}):
            yield from _turned(was.get(at, []), now.get(at, []))
    for hunk in changed:
        yield from _targets(old[hunk.a : hunk.b], new[hunk.c : hunk.d], before, after)


def of_whole(text: str, outline: Outline, added: bool) -> Iterator[Signal]:
    """The signals of a provision that is new or gone: what it says, once each."""
    found: dict[SignalKind, dict[str, None]] = {}
    for listed in tokens(text, outline.parties).values():
        for token in listed:
            if token.kind in _ONE_SIDED:
                found.setdefault(token.kind, {})[token.text] = None
    for kind, texts in found.items():
        words = "、".join(texts)
        yield Signal(kind, *(("", words) if added else (words, "")))


def of_emphasis(edits: Iterable[Edit]) -> Iterator[Signal]:
    """Emphasis that words of a material provision lost, or that new words did not inherit."""
    lost: list[Edit] = []
    for edit in [*edits, Edit(Op.EQUAL, "", "")]:
        if edit.op is Op.PLAIN:
            yield Signal(K.EMPHASIS_LOST, edit.old, edit.new)
        elif edit.op is Op.DELETE and edit.strong:
            lost.append(edit)
        elif edit.op is Op.INSERT and not edit.strong and lost:
            yield Signal(K.EMPHASIS_LOST, "".join(each.old for each in lost), edit.new)
            lost = []
        elif edit.op is not Op.DELETE:
            lost = []


def of_products(was: Sequence[str], now: Sequence[str]) -> Iterator[Signal]:
    """Products that a provision gained or lost, by their names."""
    if gained := "、".join(name for name in now if name not in was):
        yield Signal(K.PRODUCT_GAINED, "", gained)
    if lost := "、".join(name for name in was if name not in now):
        yield Signal(K.PRODUCT_LOST, lost, "")


def _touched(
    own: Sequence[Token],
    others: Sequence[Token],
    hunks: Sequence[Hunk],
    changed: Sequence[Hunk],
    old: bool,
) -> dict[int, list[Token]]:
    """The tokens of one text without a like one at their place in the other, by hunk."""
    there = {(token.start, token.end, token.key) for token in others}
    found: dict[int, list[Token]] = {}
    for token in own:
        if not any(_over(hunk, token, old) for hunk in changed) and (
            (*_counterpart(token, hunks, old), token.key) in there
        ):
            continue
        near = min(range(len(changed)), key=lambda at: (_distance(changed[at], token, old), at))
        found.setdefault(near, []).append(token)
    return found


def _unmoved(
    found: dict[int, list[Token]], text: str, phrases: frozenset[str]
) -> dict[int, list[Token]]:
    """Without the tokens of a phrase that only stands elsewhere in the other text."""
    return {
        at: kept
        for at, listed in found.items()
        if (kept := [token for token in listed if _phrase(text, token) not in phrases])
    }


def _phrase(text: str, token: Token) -> str:
    start = max((text.rfind(mark, 0, token.start) for mark in _MARKS), default=-1) + 1
    found = _PHRASE.match(text, start)
    return found.group() if found else ""


def _ends(hunk: Hunk, old: bool) -> tuple[int, int]:
    return (hunk.a, hunk.b) if old else (hunk.c, hunk.d)


def _over(hunk: Hunk, token: Token, old: bool) -> bool:
    start, end = _ends(hunk, old)
    return token.start < end and start < token.end


def _counterpart(token: Token, hunks: Sequence[Hunk], old: bool) -> tuple[int, int]:
    """Where the token would stand in the other text; (-1, -1) where it was cut."""
    for hunk in hunks:
        start, end = _ends(hunk, old)
        if hunk.same and start <= token.start and token.end <= end:
            shift = (hunk.c - hunk.a) if old else (hunk.a - hunk.c)
            return token.start + shift, token.end + shift
    return -1, -1


def _distance(hunk: Hunk, token: Token, old: bool) -> int:
    start, end = _ends(hunk, old)
    return max(start - token.end, token.start - end, 0 if _over(hunk, token, old) else 1)


def _turned(was: Sequence[Token], now: Sequence[Token]) -> Iterator[Signal]:
    """The tokens of one hunk compared by what they say."""
    gone: list[Token] = []
    come: list[Token] = []
    for op in Indel.opcodes([t.key for t in was], [t.key for t in now]):
        if op.tag == "equal":
            yield from _paired(gone, come)
            gone, come = [], []
        gone += was[op.src_start : op.src_end] if op.tag == "delete" else []
        come += now[op.dest_start : op.dest_end] if op.tag == "insert" else []
    yield from _paired(gone, come)


def _paired(gone: Sequence[Token], come: Sequence[Token]) -> Iterator[Signal]:
    waiting = list(come)
    for token in gone:
        other = next((t for t in waiting if t.kind is token.kind), None)
        if other is None and token.kind in _FIRST:
            other = next((t for t in waiting if t.kind in _FIRST), None)
        if other:
            waiting.remove(other)
            yield Signal(_weightier(token.kind, other.kind), token.text, other.text)
        elif token.kind in _ONE_SIDED:
            yield Signal(token.kind, token.text, "")
    yield from (Signal(t.kind, "", t.text) for t in waiting if t.kind in _ONE_SIDED)


def _weightier(one: SignalKind, other: SignalKind) -> SignalKind:
    return min(one, other, key=_FIRST.index) if one is not other else one


def _targets(was: str, now: str, before: Outline, after: Outline) -> Iterator[Signal]:
    """References that lead elsewhere, or that now lead to what was only named before."""
    gone, come = (
        {outline.marks[c].key: c for c in text if c >= chr(FIRST_MARK)}
        for text, outline in ((was, before), (now, after))
    )
    left = [char for key, char in gone.items() if "#" in key and key not in come]
    new = [char for key, char in come.items() if "#" in key and key not in gone]
    for one, other in zip(left, new, strict=False):
        yield Signal(K.REFERENCE, before.read(one), after.read(other))
