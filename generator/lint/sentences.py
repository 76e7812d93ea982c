"""Sentences and their segments, with their offsets in the words they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_SENTENCE = re.compile(r"[^。；！？;\n]+")
_SEGMENT = re.compile(r"[^，,：:]+")


@lru_cache(maxsize=4096)
def sentences(words: str) -> tuple[tuple[int, str], ...]:
    """Each sentence with its offset; a semicolon ends one."""
    return tuple((found.start(), found.group()) for found in _SENTENCE.finditer(words))


def segments(sentence: str) -> Iterator[tuple[int, str]]:
    """The parts of a sentence between commas and colons, with their offsets in it."""
    for found in _SEGMENT.finditer(sentence):
        yield found.start(), found.group()
