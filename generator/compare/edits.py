"""The pieces of two texts as they read, each in its version, with what became of their emphasis."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from .changes import Edit, Op
from .outline import Outline, Words
from .pieces import Hunk

_NO_PUNCTUATION = "%％‰#&*@/\\"


def slices(found: Iterable[Hunk], borders: Sequence[int], new: bool) -> list[list[Hunk]]:
    """The pieces cut at `borders` of the new (or old) text, for each part of it."""
    parts: list[list[Hunk]] = [[]]
    for hunk in found:
        rest = hunk
        while len(parts) <= len(borders):
            border = borders[len(parts) - 1]
            start, end = (rest.c, rest.d) if new else (rest.a, rest.b)
            if border > end or (border == end and start < end):
                break
            first, rest = _cut(rest, border - start, new)
            parts[-1].append(first)
            parts.append([])
        parts[-1].append(rest)
    parts += [[] for _ in range(len(borders) + 1 - len(parts))]
    return parts


def _cut(hunk: Hunk, at: int, new: bool) -> tuple[Hunk, Hunk]:
    """A piece in two, `at` characters into its new (or old) side."""
    b = hunk.a + at if hunk.same or not new else hunk.b
    d = hunk.c + at if hunk.same or new else hunk.d
    if not hunk.same:  # what was replaced stays with the first
        b, d = (hunk.b, d) if new else (b, hunk.d)
    return Hunk(hunk.same, hunk.a, b, hunk.c, d), Hunk(hunk.same, b, hunk.b, d, hunk.d)


def edits(
    found: Iterable[Hunk], old: Words, new: Words, before: Outline, after: Outline
) -> tuple[Edit, ...]:
    """The pieces as they read in each version, with what became of their emphasis."""
    made: list[Edit] = []
    for hunk in found:
        was, now = old.cut(hunk.a, hunk.b), new.cut(hunk.c, hunk.d)
        if hunk.same:
            made += _kept(was, now, before, after)
        else:
            made += _replaced(was, now, before, after)
    return together(made)


def altered(pieces: Iterable[Edit]) -> bool:
    """Whether a word is another."""
    return any(piece.op in (Op.DELETE, Op.INSERT) for piece in pieces)


def only_punctuation(pieces: Sequence[Edit]) -> bool:
    """Whether nothing but punctuation and blanks is another, and none of it parts two digits."""
    before = ""
    for at, piece in enumerate(pieces):
        if piece.op not in (Op.DELETE, Op.INSERT):
            before = piece.new[-1:]
            continue
        behind = next((p.new[:1] for p in pieces[at:] if p.old and p.new), "")
        if not all(map(punctuation, piece.old + piece.new)):
            return False
        if before.isdigit() and behind.isdigit():
            return False
    return True


def punctuation(character: str) -> bool:
    """Whether a character is punctuation or blank (% and its like are not)."""
    category = unicodedata.category(character)
    if character in _NO_PUNCTUATION:
        return False
    return category[0] in "PZ" or character in "\n~～"


def _kept(old: Words, new: Words, before: Outline, after: Outline) -> Iterator[Edit]:
    """An equal piece, cut where its emphasis begins and ends."""
    at = 0
    for (was, now), group in groupby(zip(old.strong, new.strong, strict=True)):
        end = at + len(list(group))
        op = Op.EQUAL if was == now else Op.EMPHASISE if now == "1" else Op.PLAIN
        words = before.read(old.text[at:end]), after.read(new.text[at:end])
        yield Edit(op, *words, strong="1" in (was, now))
        at = end


def _replaced(old: Words, new: Words, before: Outline, after: Outline) -> Iterator[Edit]:
    """A deletion and an insertion; nothing of the kind where a mark now says what was typed."""
    was, now = before.read(old.text), after.read(new.text)
    if was == now and len({*old.strong, *new.strong}) == 1:
        yield Edit(Op.EQUAL, was, now, "1" in new.strong)
        return
    for text, strong in _runs(old):
        yield Edit(Op.DELETE, before.read(text), "", strong)
    for text, strong in _runs(new):
        yield Edit(Op.INSERT, "", after.read(text), strong)


def _runs(words: Words) -> Iterator[tuple[str, bool]]:
    at = 0
    for mark, group in groupby(words.strong):
        end = at + len(list(group))
        yield words.text[at:end], mark == "1"
        at = end


def together(made: Iterable[Edit]) -> tuple[Edit, ...]:
    """Neighbours of one sort and one emphasis made one."""
    joined: list[Edit] = []
    for (op, strong), group in groupby(made, key=lambda edit: (edit.op, edit.strong)):
        listed = [edit for edit in group if edit.old or edit.new]
        old, new = "".join(e.old for e in listed), "".join(e.new for e in listed)
        if listed:
            joined.append(Edit(op, old, new, strong))
    return tuple(joined)
