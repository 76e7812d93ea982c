"""The closed inline grammar: four marks and a backslash.

`**run**`, `${name}`, `[[document#clause]]`, `[text](https://…)`; a backslash
makes the next `*`, `$`, `[` or `\\` literal. Nothing else is special and
nothing is executed. Every mark keeps its offset in the text, so that a
problem can point at it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..lines import spaced

_TOKEN = re.compile(
    r"""\\(?P<escaped>[*$\[\\])
      | (?P<strong>\*\*)
      | \$\{(?P<value>[^}\n]*)\}
      | \[\[(?P<cite>[^\]\n]*)\]\]
      | (?P<open>\$\{|\[\[)
      | \[(?P<words>[^\]\[\n]+)\]\((?P<url>[^)\n]*)\)
      | (?P<half>\[[^\]\[\n]+\]\()
      | (?P<break>\n[ ]*\n\s*)
      | (?P<line>[ ]*\n[ ]*)
      | (?P<text>[^\\*$\[\n ]+|.)
    """,
    re.VERBOSE,
)


_SPECIAL = re.compile(r"[*$\[\\]")  # a text without one of them has no marks
_CITES = re.compile(r"\\[*$\[\\]|\[\[(?P<cite>[^\]\n]*)\]\]")


@dataclass(frozen=True, slots=True)
class Literal:
    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class Emphasis:
    marks: tuple[Mark, ...]
    offset: int


@dataclass(frozen=True, slots=True)
class Value:
    name: str
    offset: int


@dataclass(frozen=True, slots=True)
class Reference:
    document: str | None
    clause: str | None
    offset: int


@dataclass(frozen=True, slots=True)
class Address:
    text: str
    url: str
    offset: int


Mark = Literal | Emphasis | Value | Reference | Address


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a mark: a problem code, where, and what was typed."""

    code: str
    offset: int
    typed: str


@dataclass(frozen=True, slots=True)
class Parsed:
    paragraphs: tuple[tuple[Mark, ...], ...]
    faults: tuple[Fault, ...]

    def marks(self) -> Iterator[Mark]:
        """Every mark, those inside emphasised runs included."""
        for paragraph in self.paragraphs:
            yield from _walk(paragraph)


@lru_cache(maxsize=4096)
def parse(text: str) -> Parsed:
    """The paragraphs of a text, as marks, and the faults found on the way."""
    state = _State([], [], [], None)
    for token in _TOKEN.finditer(text.strip("\n ")):
        _take(state, token, len(text) - len(text.lstrip("\n ")))
    state.close_paragraph()
    return Parsed(tuple(state.paragraphs), tuple(state.faults))


def marked(text: str) -> bool:
    """Whether a text may hold marks at all, or what looks like one."""
    return _SPECIAL.search(text) is not None


def references(text: str) -> list[Reference]:
    """The references of a text, in order, without the rest of its marks."""
    return [
        _reference(found["cite"].strip(), found.start())
        for found in _CITES.finditer(text)
        if found["cite"] is not None
    ]


def flat(
    text: str, value: Callable[[str], str], cite: str
) -> tuple[str, str, tuple[tuple[int, int], ...]]:
    """A text as words: marks gone, values filled in, each reference as `cite`.

    Beside the words: for each character "1" in an emphasised run and "0" outside, and segments
    (offset in the words, offset in the text) that lead from a word back to what was typed.
    """
    words, strong, inside = "", "", False
    segments: list[tuple[int, int]] = []
    body = text.rstrip("\n ")
    for token in _TOKEN.finditer(body):
        offset, typed = token.start(), token.group()
        match token.lastgroup:
            case "strong":
                inside = not inside
                continue
            case "escaped":
                offset, shown = offset + 1, typed[1]
            case "value":
                shown = value(token["value"].strip())
            case "cite":
                shown = cite
            case "url":
                offset, shown = offset + 1, token["words"]
            case "break":
                shown = "\n"
            case "line":
                shown = _between(token)
            case _:
                shown = typed
        if shown:
            segments.append((len(words), offset))
            words += shown
            strong += ("1" if inside else "0") * len(shown)
    return words, strong, tuple(segments)


@dataclass(slots=True)
class _State:
    """What has been read; `opened` is where an emphasised run began, and what stood before."""

    paragraphs: list[tuple[Mark, ...]]
    marks: list[Mark]
    faults: list[Fault]
    opened: tuple[int, list[Mark]] | None

    def add(self, mark: Mark) -> None:
        last = self.marks[-1] if self.marks else None
        if isinstance(mark, Literal) and isinstance(last, Literal):
            self.marks[-1] = Literal(last.text + mark.text, last.offset)
        else:
            self.marks.append(mark)

    def toggle(self, offset: int) -> None:
        if self.opened is None:
            self.opened, self.marks = (offset, self.marks), []
            return
        start, before = self.opened
        if not self.marks:
            self.faults.append(Fault("empty-emphasis", start, "****"))
        run = Emphasis(tuple(self.marks), start)
        self.opened, self.marks = None, [*before, run]

    def close_paragraph(self) -> None:
        if self.opened is not None:
            start, before = self.opened
            self.faults.append(Fault("unclosed-emphasis", start, "**"))
            self.opened, self.marks = None, before + self.marks
        if self.marks:
            self.paragraphs.append(tuple(self.marks))
        self.marks = []


def _take(state: _State, token: re.Match[str], shift: int) -> None:
    offset, typed = token.start() + shift, token.group()
    match token.lastgroup:
        case "escaped":
            state.add(Literal(typed[1], offset))
        case "strong":
            state.toggle(offset)
        case "value":
            state.add(Value(token["value"].strip(), offset))
        case "cite":
            state.add(_reference(token["cite"].strip(), offset))
        case "open" | "half":
            state.faults.append(Fault("unclosed-mark", offset, typed))
            state.add(Literal(typed, offset))
        case "url":
            url = token["url"].strip()
            if not re.fullmatch(r"(https://[^\s/]+\S*|mailto:[^\s@]+@\S+)", url):
                state.faults.append(Fault("link-scheme", offset, url))
            state.add(Address(token["words"], url, offset))
        case "break":
            state.close_paragraph()
        case "line":
            state.add(Literal(_between(token), offset))
        case _:
            state.add(Literal(typed, offset))


def _between(token: re.Match[str]) -> str:
    """What stands for a line break: nothing beside Han, a space between Latin words."""
    before, after = token.string[: token.start()], token.string[token.end() :]
    return " " if spaced(before, after) else ""


def _reference(target: str, offset: int) -> Reference:
    document, _, clause = target.partition("#")
    return Reference(document or None, clause or None, offset)


def _walk(marks: tuple[Mark, ...]) -> Iterator[Mark]:
    for mark in marks:
        yield mark
        if isinstance(mark, Emphasis):
            yield from _walk(mark.marks)
