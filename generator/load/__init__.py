"""Text → `Source`, strictly; the only room that knows YAML.

The file is read over PyYAML's event stream, so nothing is constructed,
resolved or merged: every value stays the text that was typed. What could make
a file say something else than it seems to say is refused, with its place:
anchors, aliases, tags, merge keys, second documents, tabs, equal keys,
invisible and bidirectional characters, radicals and compatibility forms.
All problems of a file are gathered; only a syntax error ends the reading.
"""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterator

import yaml

from .. import characters
from ..problems import Problem, Rejected, Unusable
from ..source import Source, Span
from .syntax import _SYNTAX as _SYNTAX
from .tree import MAX_PROBLEMS, Tree, character

MAX_BYTES = 4_000_000


class Unclean(Rejected):
    """A file was refused; `source` is its tree, when the rest of it can still be judged."""

    def __init__(self, problems: list[Problem], source: Source | None = None) -> None:
        super().__init__(problems)
        self.problems = self.problems[:MAX_PROBLEMS]
        self.source = source


def read(path: str, data: bytes) -> Source:
    """The tree of one file; raises `Unclean` with every problem found in it."""
    if not has_c_parser():
        raise Unusable([Problem("no-c-parser", hint="doctor")])
    path = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in path)
    if len(data) > MAX_BYTES:
        raise Unclean(
            [Problem("file-too-large", Span(path), {"limit": MAX_BYTES}, "file-too-large")]
        )
    text = _decoded(path, data)
    problems = []
    if text.startswith("\ufeff"):
        problems.append(Problem("byte-order-mark", Span(path), hint="utf8"))
        text = text[1:]
    problems += _refused(path, text)
    tree = Tree(path, _harmless(text), problems)
    root = tree.root()
    source = Source(path, root, hashlib.sha256(data).hexdigest()) if root else None
    if problems or source is None:
        raise Unclean(problems, source if tree.sound else None)
    return source


def has_c_parser() -> bool:
    """Whether PyYAML was built with libyaml; its two parsers accept different files."""
    return bool(yaml.__with_libyaml__)


def _decoded(path: str, data: bytes) -> str:
    try:
        return data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        good = data[: error.start].decode("utf-8")
    line, column = good.count("\n") + 1, len(good) - good.rfind("\n")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in data[:4]:
        line, column = 1, 1
    raise Unclean([Problem("not-utf8", Span(path, line, column), hint="utf8")])


def _harmless(text: str) -> str:
    """Refused characters as spaces, so that what else is wrong can be found in the same run."""
    if next(characters.refused(text), None) is None:
        return text
    bad = {c for c in set(text) for _, code in characters.refused(c) if code in characters.UNSEEN}
    return text.translate({ord(c): " " for c in bad})


def _refused(path: str, text: str) -> Iterator[Problem]:
    """What may not stand in the file as typed, comments included."""
    if next(characters.refused(text), None) is None:
        return
    for number, line in enumerate(text.split("\n"), 1):
        for offset, code in characters.refused(line):
            if offset == 0 or line[offset] != line[offset - 1]:  # a run of them counts once
                yield character(code, line[offset], Span(path, number, offset + 1))
