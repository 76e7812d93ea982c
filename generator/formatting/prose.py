"""One sentence a line: where a text is broken, so that a change of it is a change of few lines.

A line ends behind 。！？； and the closing quotes and brackets that follow; never inside 《》,
“”, （）, an emphasised run, a reference, a value or a link. What the text says does not change:
lines are joined and broken only where the reader of texts (`resolve.inline`) joins them alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ..canonical import same
from ..lines import spaced

_ATOM = re.compile(
    r"""\\[*$\[\\] | \*\* | \$\{[^}\n]*\} | \[\[[^\]\n]*\]\]
      | \[[^\]\[\n]+\]\([^)\n]*\) | .""",
    re.VERBOSE | re.DOTALL,
)
_ENDS = frozenset("。！？；")
_PAIRS = {"》": "《", "〉": "〈", "】": "【", "”": "“", "’": "‘"}
_PAIRS |= {"）": "（", "」": "「", "』": "『", ")": "("}
_CLOSERS = frozenset(("”", "’", "）", "」", "』", ")", "**"))
_ONWARD = frozenset("，、：。！？；…—）》”’」』】〉,.;:!?)")
# Where an author ends a line of Latin text, a sentence may end; a machine cannot tell.
_LATIN_END = re.compile(r"[.!?;:][\"')”’*]*$")


def paragraphs(text: str) -> list[list[str]]:
    """The paragraphs of a text, each as its lines; as typed where any other way would say
    something else."""
    typed = _typed(text)
    broken = [_broken(lines) for lines in typed]
    return broken if same(text, block(broken)) else typed


def block(laid: list[list[str]]) -> str:
    """A text from its paragraphs."""
    return "\n\n".join("\n".join(lines) for lines in laid)


def joined(text: str) -> str | None:
    """The text on one line; None when it has several paragraphs or cannot be joined."""
    if "\n" not in text:
        return text
    typed = _typed(text)
    if len(typed) > 1:
        return None
    line = "".join(piece for lines in typed for piece in _pieces(lines))
    return line if same(text, line) else None


def _typed(text: str) -> list[list[str]]:
    """The paragraphs as typed, without blanks around their lines."""
    laid: list[list[str]] = [[]]
    for row in text.split("\n"):
        if line := row.strip(" "):
            laid[-1].append(line)
        elif laid[-1]:
            laid.append([])
    return laid if laid[-1] else laid[:-1]


def _broken(lines: list[str]) -> list[str]:
    """The lines of one paragraph, one sentence each."""
    pieces = _pieces(lines)
    text = "".join(pieces)
    kept, at = set[int](), 0
    for line, piece in zip(lines, pieces, strict=True):
        at += len(piece)
        if _LATIN_END.search(line):
            kept.add(at)
    breaks = [0, *sorted(_breaks(text, kept)), len(text)]
    rows = (text[start:end].strip(" ") for start, end in pairwise(breaks))
    return [row for row in rows if row]


def _pieces(lines: list[str]) -> list[str]:
    """The lines of one paragraph, each with the space, if any, that joins it to the next."""
    pairs = zip(lines, [*lines[1:], ""], strict=True)
    return [line + (" " if after and spaced(line, after) else "") for line, after in pairs]


def _breaks(text: str, kept: set[int]) -> Iterator[int]:
    """Where lines end: behind each sentence, and where the author ended a Latin one (`kept`)."""
    atoms = [(match.group(), match.start(), match.end()) for match in _ATOM.finditer(text)]
    spans = list(_spans(atoms))
    closing = {end for _, end in spans}
    for n, (atom, _, end) in enumerate(atoms):
        if atom not in _ENDS and end not in kept:
            continue
        for after, _, stop in atoms[n + 1 :]:
            if not (after in _ENDS or (after in _CLOSERS and stop in closing)):
                break
            end = stop
        if any(start < end < stop for start, stop in spans) or end == len(text):
            continue
        if end in kept or _breakable(text, end):
            yield end


def _breakable(text: str, at: int) -> bool:
    """Whether a break at `at` reads as nothing, and the next line does not begin with a comma."""
    before, after = text[:at], text[at:]
    blank = before.endswith(" ") or after.startswith(" ")
    return not blank and after[0] not in _ONWARD and not spaced(before, after)


def _spans(atoms: list[tuple[str, int, int]]) -> Iterator[tuple[int, int]]:
    """What is not to be broken: from each opening mark to the end of the one that closes it."""
    opened: list[tuple[str, int]] = []
    strong: int | None = None
    for atom, start, end in atoms:
        if atom == "**":
            if strong is not None:
                yield strong, end
            strong = start if strong is None else None
            continue
        opener = _PAIRS.get(atom)
        at = next((n for n in reversed(range(len(opened))) if opened[n][0] == opener), None)
        if opener and at is not None:
            yield opened[at][1], end
            del opened[at:]
        elif atom in _PAIRS.values():
            opened.append((atom, start))
        elif len(atom) > 1:
            yield start, end
