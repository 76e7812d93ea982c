"""What a syntax error is, in the words of the person who typed it, and where.

libyaml says what it expected next, often lines behind the slip. Here the lines
between the last value understood and the place where reading stopped are
looked at for what people really type: a full-width colon, a list dash without
its space, text that slid out of its block.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

# libyaml's sentence → (our code, whether the place is where the construct began).
_SYNTAX = (
    ("mapping values are not allowed", "yaml-colon", False),
    ("cannot start any token", "yaml-token", False),
    ("could not find expected ':'", "yaml-key", True),
    ("unexpected end of stream", "yaml-open", True),
    ("did not find expected ',' or", "yaml-open", True),
    ("found unexpected document indicator", "yaml-open", True),
    ("expected alphabetic or numeric", "yaml-token", True),
    ("did not find expected comment or line break", "yaml-token", True),
    ("did not find expected whitespace or line break", "yaml-token", True),
    ("did not find the expected '!'", "yaml-token", True),
    ("found undefined tag handle", "yaml-token", True),
    ("parsing a tag", "yaml-token", True),
    ("scanning a tag", "yaml-token", True),
    ("did not find expected node content", "yaml-token", False),
    ("did not find expected key", "yaml-indent", False),
    ("did not find expected '-' indicator", "yaml-indent", False),
    ("block sequence entries are not allowed", "yaml-indent", False),
    ("block collections are not allowed", "yaml-indent", False),
    ("expected <document start>", "yaml-indent", False),
    ("unknown escape", "yaml-escape", False),
    ("did not find expected hexdecimal number", "yaml-escape", False),
    ("invalid Unicode character", "yaml-escape", False),
)
_KEY = r"(?P<lead>[ ]*(?:-[ ]+)*)(?P<key>[A-Za-z][A-Za-z0-9_-]*)"
# What people type → our code; the place is where the group `at` begins.
_SLIPS = (
    (re.compile(r"[ ]*(?P<at>\u3000)"), "fullwidth-space"),
    (re.compile(_KEY + r"[ \u3000]*(?P<at>[：﹕])"), "fullwidth-colon"),
    (re.compile(r"[ ]*(?P<at>[－﹣–—−•·●])\s*[^\s－—]"), "list-dash"),
    (re.compile(r"[ ]*(?P<at>-)[A-Za-z\"'“（]"), "list-dash"),
    (re.compile(_KEY + r"(?P<at>:)(?!//)[^ \n]"), "colon-space"),
)
_PAIR = re.compile(r"[ ]*(?:-[ ]+)*[^\s:#][^:#]*:(?: |$)")


@dataclass(frozen=True, slots=True)
class Slip:
    """A code and its place, from 0; `since` is the line of the last value understood."""

    code: str
    line: int
    column: int
    since: int
    stopped: int


def explain(lines: list[str], error: yaml.MarkedYAMLError, last: yaml.ScalarEvent | None) -> Slip:
    """What was typed wrong, and where."""
    sentence = f"{error.context} {error.problem}"
    code, began = next(
        ((code, began) for words, code, began in _SYNTAX if words in sentence),
        ("yaml-syntax", False),
    )
    stop = error.problem_mark or error.context_mark
    line, column = place((error.context_mark if began else None) or stop)
    stopped = written(lines, place(stop)[0])
    since = _understood(last)

    def slip(code: str, line: int, column: int) -> Slip:
        return Slip(code, line, column, since, stopped)

    if last is not None and last.style in ("'", '"'):
        start, end = place(last.start_mark), place(last.end_mark)
        if end[0] > start[0] and line <= end[0] + 1:
            return slip("yaml-open", *start)  # closed lines too late
        if code == "yaml-indent" and line == end[0]:
            return slip("yaml-quote", line, column)
    if "quoted scalar" in sentence and code == "yaml-open":
        return slip(code, line, column)
    if "<document start>" in sentence and (dots := _dots(lines, since, stopped)):
        return slip("second-document", dots, 0)
    for at in range(since, min(stopped, len(lines) - 1) + 1):
        if found := misspelt_line(lines[at]):
            return slip(found[0], at, found[1])
    line, column = _inside(lines, line, column)
    if last is not None and last.style in ("|", ">") and _slid(lines, last, line):
        return slip("yaml-block", line, indent(lines[line]))
    if code == "yaml-colon" and _PAIR.fullmatch(lines[line][: column + 1]):
        above = written(lines, line - 1)
        if above >= since and not _PAIR.match(lines[above]):
            return slip("yaml-key", above, indent(lines[above]))
        return slip("yaml-indent", line, indent(lines[line]))
    return slip(code, line, column)


def place(mark: Any) -> tuple[int, int]:
    """Line and column of one of PyYAML's marks, from 0."""
    return (mark.line, mark.column) if mark else (0, 0)


def misspelt(key: str) -> str | None:
    """The code for a key that was read, but holds a slip."""
    found = misspelt_line(key + ":")
    return found[0] if found else None


def misspelt_line(line: str) -> tuple[str, int] | None:
    """The code and the column of what people mistype, when the line holds it."""
    return next(
        ((code, match.start("at")) for form, code in _SLIPS if (match := form.match(line))), None
    )


def indent(line: str) -> int:
    """How many spaces a line begins with."""
    return len(line) - len(line.lstrip(" "))


def written(lines: list[str], at: int) -> int:
    """The line at or before `at` on which something is written."""
    at = min(at, len(lines) - 1)
    while at > 0 and not lines[at].strip():
        at -= 1
    return at


def _understood(last: yaml.ScalarEvent | None) -> int:
    """The line of the last value read; the one behind it when that was a block."""
    if last is None:
        return 0
    return place(last.end_mark if last.style in ("|", ">") else last.start_mark)[0]


def _dots(lines: list[str], since: int, stopped: int) -> int:
    """The line ... that ended the document, or 0."""
    return next((at for at in range(since, stopped) if lines[at].startswith("...")), 0)


def _slid(lines: list[str], last: yaml.ScalarEvent, line: int) -> bool:
    """Whether a line is text that slid out of the block before it."""
    end = place(last.end_mark)[0]
    return line >= end and not any(_PAIR.match(row) for row in lines[end : line + 1])


def _inside(lines: list[str], line: int, column: int) -> tuple[int, int]:
    """The same place, or the end of the last written line when it lies behind it."""
    at = written(lines, line)
    return (line, column) if at == line else (at, len(lines[at]))
