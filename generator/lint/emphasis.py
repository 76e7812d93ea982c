"""Emphasised runs of a text: which of its characters stand in one, and which of them are its own.

A reference or a value filled in says nothing of its own; a run needs words to be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .subject import CITE, Passage

_LEAST = 4
_WORD = re.compile(r"[\w㐀-鿿]")
# What calls for attention, or names a document, says nothing of its own.
_CALL = re.compile(
    r"《[^《》]*》|(?:特别|重要|重点|温馨|风险|郑重|友情|审慎|安全)?(?:提示|提醒|声明|说明|注意事项?|须知|告知|警示)(?=[：:，。！】\s]|$)"
    r"|请(?:您)?(?:务必|特别)?(?:注意|阅读|知悉|留意)|(?:特别|重要)(?:约定|条款)|注意|敬请(?:注意|留意)|如下|以下|本(?:协议|条款|合同|规则)"
)
_LABEL = re.compile(r"[^，。；：0-9不]{1,6}")  # 费用标准：……


def own(passage: Passage) -> str:
    """The words of a text with every reference, and every value without a figure, blotted out."""
    ends = [*(start for start, _ in passage.segments[1:]), len(passage.words)]
    parts = []
    for (start, raw), end in zip(passage.segments, ends, strict=False):
        part = passage.words[start:end]
        filled = passage.raw.startswith("${", raw) and not re.search(r"\d", part)
        parts.append(CITE * len(part) if filled else part)
    return "".join(parts)


def runs(passage: Passage) -> Iterator[str]:
    """The emphasised runs of a text, as own words."""
    words = own(passage)
    for run in re.finditer("1+", passage.strong):
        yield words[run.start() : run.end()]


def speaks(run: str) -> bool:
    """Whether a run says something: four characters of words, or a figure."""
    return len(_WORD.findall(run)) >= _LEAST or bool(re.search(r"\d", run))


def decides(passage: Passage) -> bool:
    """Whether a run says something that is no mere label (费用标准：) or call (特别提示)."""
    words = own(passage)
    for run in re.finditer("1+", passage.strong):
        said, behind = words[run.start() : run.end()], passage.words[run.end() : run.end() + 1]
        label = behind == "：" and _LABEL.fullmatch(said)
        if not label and speaks(_CALL.sub("", said)):
            return True
    return False


def amount(passage: Passage) -> tuple[int, int]:
    """How many characters of a text are emphasised, and how many there are."""
    shown = [mark for word, mark in zip(passage.words, passage.strong, strict=True) if word != CITE]
    return shown.count("1"), len(shown)
