"""Two texts → the pieces in which they differ, cut as a reader would cut them.

The character is the unit, but numbers, amounts, dates, percentages, Latin words, references and
the words that make a duty or a right are never cut inside. Scraps of equal text between two
edits are given up where an edit of the whole reads better, and an edit that could stand in
several places stands at the boundary of a sentence or of a phrase.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from .order import rising
from .outline import FIRST_MARK

_HAN = "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"
_TOKEN = re.compile(
    rf"""\d{{4}}\s?年(?:\s?\d{{1,2}}\s?月(?:\s?\d{{1,2}}\s?[日号])?)?
      | \d{{1,2}}\s?月\s?\d{{1,2}}\s?[日号]
      | [〇零一二三四五六七八九]{{4}}年(?:[{_HAN}]{{1,2}}月(?:[{_HAN}]{{1,3}}[日号])?)?
      | [{_HAN}]{{1,2}}月[{_HAN}]{{1,3}}[日号]
      | \d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}
      | (?:[¥￥$]\s?)?\d+(?:[,，]\d{{3}})*(?:\.\d+)*\s?
        (?:[%％‰]|[百千万亿]*(?:美元|元|圆|角|分(?!之|钟))|[百千万亿]+)?
      | (?:[百千万]|[{_HAN}]{{1,9}})分之[{_HAN}]{{1,9}}(?:点[{_HAN}]{{1,9}})?
      | [{_HAN}]{{1,24}}[元圆](?:[{_HAN}]角)?(?:[{_HAN}]分)?[整正]?
      | [{_HAN}]{{2,24}}
      | 应当|应该|可以|不得|有权|无权|必须|禁止|无需|无须
      | [A-Za-z]+(?:[-'’.@_/:]?[A-Za-z0-9]+)*
      | .""",
    re.VERBOSE | re.DOTALL,
)
_SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]?")
_ANCHOR = 6  # characters from which a sentence that stands once on each side is an anchor
_BORDERS = "。；，：\n"
_FAR = 60  # characters by which a piece may be moved to a better boundary


@dataclass(frozen=True, slots=True)
class Hunk:
    """A piece old[a:b] that became new[c:d]; `same` when both are compared as equal."""

    same: bool
    a: int
    b: int
    c: int
    d: int

    @property
    def size(self) -> int:
        return max(self.b - self.a, self.d - self.c)


def hunks(old: str, new: str) -> list[Hunk]:
    """The pieces of both texts in order, equal ones and changed ones in turn."""
    if old == new:
        return [Hunk(True, 0, len(old), 0, len(new))] if old else []
    found = _merged(_anchored(old, new))
    found = _slid(_joined(found, old), old, new)
    return [hunk for hunk in found if hunk.b > hunk.a or hunk.d > hunk.c]


def _anchored(old: str, new: str) -> Iterator[Hunk]:
    """Sentences that stand once on each side hold the alignment; between them, characters."""
    a = c = 0
    for start, end, at in _anchors(old, new):
        yield from _by_token(old, new, a, start, c, at)
        yield Hunk(True, start, end, at, at + end - start)
        a, c = end, at + end - start
    yield from _by_token(old, new, a, len(old), c, len(new))


def _anchors(old: str, new: str) -> list[tuple[int, int, int]]:
    """(start, end) in the old text and start in the new one, rising on both sides."""
    ours, theirs = _sentences(old), _sentences(new)
    shared = [(*place, theirs[text]) for text, place in ours.items() if text in theirs]
    pairs = [(start, end, at[0]) for start, end, at in shared]
    order = rising([at for _, _, at in pairs])
    return [pairs[i] for i in order]


def _sentences(text: str) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    twice: set[str] = set()
    for sentence in _SENTENCE.finditer(text):
        if len(sentence.group()) >= _ANCHOR:
            if sentence.group() in found:
                twice.add(sentence.group())
            found[sentence.group()] = sentence.span()
    return {text: place for text, place in found.items() if text not in twice}


def _by_token(old: str, new: str, a: int, b: int, c: int, d: int) -> Iterator[Hunk]:
    """The pieces of old[a:b] and new[c:d], by the longest common subsequence of tokens."""
    ours, theirs = _TOKEN.findall(old[a:b]), _TOKEN.findall(new[c:d])
    starts, ends = offsets(ours, a), offsets(theirs, c)
    for op in Indel.opcodes(ours, theirs):
        yield Hunk(
            op.tag == "equal",
            starts[op.src_start],
            starts[op.src_end],
            ends[op.dest_start],
            ends[op.dest_end],
        )


def offsets(tokens: list[str], at: int) -> list[int]:
    """Where each token begins, the first at `at`; and where the last one ends."""
    found = [at]
    for token in tokens:
        found.append(found[-1] + len(token))
    return found


def _merged(found: Iterable[Hunk]) -> list[Hunk]:
    """Neighbours of one sort made one."""
    made: list[Hunk] = []
    for hunk in found:
        if hunk.a == hunk.b and hunk.c == hunk.d:
            continue
        if made and made[-1].same == hunk.same:
            made[-1] = Hunk(hunk.same, made[-1].a, hunk.b, made[-1].c, hunk.d)
        else:
            made.append(hunk)
    return made


def _joined(found: list[Hunk], old: str) -> list[Hunk]:
    """Equal scraps between changes given up: where several follow one another, or are lost
    between two that are much longer."""
    chained: list[Hunk] = []
    for hunk in found:
        chained.append(hunk)
        if len(chained) >= 5 and not hunk.same:
            inner = [chained[-2], chained[-4]]
            if all(h.same and h.size <= 2 and _may_go(h, old) for h in inner):
                chained[-5:] = [_over(chained[-5], hunk)]
    made: list[Hunk] = []
    for hunk in chained:
        made.append(hunk)
        while len(made) >= 3 and not made[-1].same and _is_lost(*made[-3:]):
            if not _may_go(made[-2], old):
                break
            made[-3:] = [_over(made[-3], made[-1])]
    return made


def _over(first: Hunk, last: Hunk) -> Hunk:
    return Hunk(False, first.a, last.b, first.c, last.d)


def _may_go(equal: Hunk, old: str) -> bool:
    """Whether an equal piece is no border of a phrase and holds no mark."""
    text = old[equal.a : equal.b]
    return not any(character in _BORDERS or character >= chr(FIRST_MARK) for character in text)


def _is_lost(before: Hunk, equal: Hunk, behind: Hunk) -> bool:
    """Whether an equal piece is too short to be told from its neighbours."""
    least, most = sorted((before.size, behind.size))
    if not equal.same:
        return False
    if equal.size == 1 and most >= 6:
        return True
    return equal.size <= (4 if least >= 8 else 2 if least >= 4 else least // 3)


def _slid(found: list[Hunk], old: str, new: str) -> list[Hunk]:
    """Pure insertions and deletions moved to the best boundary among those that read alike."""
    made = list(found)
    for at in range(1, len(made) - 1):
        before, hunk, behind = made[at - 1 : at + 2]
        if hunk.same or (hunk.b > hunk.a and hunk.d > hunk.c):
            continue
        text, start, end = (old, hunk.a, hunk.b) if hunk.b > hunk.a else (new, hunk.c, hunk.d)
        low, high = before.b - before.a, behind.b - behind.a
        shift = _best_shift(text, start, end, low, high)
        made[at - 1 : at + 2] = [
            Hunk(True, before.a, before.b + shift, before.c, before.d + shift),
            Hunk(False, hunk.a + shift, hunk.b + shift, hunk.c + shift, hunk.d + shift),
            Hunk(True, behind.a + shift, behind.b, behind.c + shift, behind.d),
        ]
    return _merged(made)


def _best_shift(text: str, start: int, end: int, low: int, high: int) -> int:
    """By how many characters a piece text[start:end] had best be moved; 0 to leave it."""
    left = right = 0
    low, high = min(low, _FAR), min(high, _FAR)
    while left < low and text[start - left - 1] == text[end - left - 1]:
        left += 1
    while right < high and text[start + right] == text[end + right]:
        right += 1
    if not left and not right:
        return 0
    options = [s for s in range(-left, right + 1) if _whole(text, start + s, end + s)]
    return max(options, key=lambda s: (_boundary(text, start + s, end + s), -abs(s)), default=0)


def _boundary(text: str, start: int, end: int) -> int:
    """How good a place the two ends of a piece are: behind a sentence, a phrase, a word."""
    return sum(_rank(text, at) for at in (start, end))


def _rank(text: str, at: int) -> int:
    if at in (0, len(text)) or text[at - 1] == "\n":
        return 4
    if text[at - 1] in "。！？；":
        return 3
    if text[at - 1] in "，：、,;:）】》”" or text[at] == "\n":
        return 2
    return 1 if text[at] in "。！？；，：、（【《“" else 0


def _whole(text: str, start: int, end: int) -> bool:
    """Whether no protected token is cut at either end."""
    low, high = max(start - 30, 0), end + 30
    borders = {low + at for at in offsets(_TOKEN.findall(text[low:high]), 0)}
    return start in borders and end in borders
