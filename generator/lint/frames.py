"""Frames: a sentence read by classes of words, in whatever order they stand.

A frame names the classes a sentence must hold (who, what is done, to what) and the words with
which it means something else. The first class is the rarest, so that most sentences cost one
search. This reads new wordings better than a list of sentences does.
"""

from __future__ import annotations

import re
from functools import lru_cache

BEHIND = 6  # how far behind the first class an exception still takes it back


class Frame:
    """Finds sentences that hold each of some classes of words.

    The exceptions count when they stand before the first class or close behind it.
    """

    __slots__ = ("_classes", "_unless")

    def __init__(self, *classes: str, unless: str = "") -> None:
        self._classes = [_compiled(words) for words in classes]
        self._unless = _compiled(unless) if unless else None

    def search(self, words: str) -> re.Match[str] | None:
        """Where the first class stands in a sentence that fits."""
        first = self._classes[0].search(words)
        if first is None or any(not other.search(words) for other in self._classes[1:]):
            return None
        near = words[: first.end() + BEHIND]
        return None if self._unless and self._unless.search(near) else first


def fits(frames: tuple[Frame, ...], words: str) -> re.Match[str] | None:
    """Where the first frame that fits a sentence begins."""
    return next((found for frame in frames if (found := frame.search(words))), None)


@lru_cache(256)
def _compiled(words: str) -> re.Pattern[str]:
    return re.compile(words)
