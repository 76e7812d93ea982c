"""Sentences and their segments, with their offsets in the words they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SENTENCE = re.compile(r"[^。；！？;\n]+")
_SEGMENT = re.compile(r"[^，,：:]+")


def sentences(words: str) -> Iterator[tuple[int, str]]:
    """Each sentence with its offset; a semicolon ends one."""
    for found in _SENTENCE.finditer(words):
        yield found.start(), found.group()


def segments(sentence: str) -> Iterator[tuple[int, str]]:
    """The parts of a sentence between commas and colons, with their offsets in it."""
    for found in _SEGMENT.finditer(sentence):
        yield found.start(), found.group()
