"""The events of one file as a tree in which every value knows its place."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import yaml

from .. import characters
from ..problems import Problem
from ..source import Mapping, Node, Scalar, Sequence, Span
from . import syntax
from .syntax import place

MAX_DEPTH = 24
MAX_PROBLEMS = 200

# One character inside double quotes, as typed.
_TYPED = re.compile(r"\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}|\\?.")


def character(code: str, typed: str, span: Span) -> Problem:
    """The problem of a character that is refused."""
    params: dict[str, object] = {"character": characters.name(typed), "plain": ""}
    if unicodedata.category(typed) == "Zs":
        return Problem(code, span, params, "plain-space")
    if code == "compatibility-character" and (plain := characters.plain_form(typed)):
        return Problem(code, span, params | {"plain": plain}, "plain-character")
    return Problem(code, span, params, code)


@lru_cache(maxsize=4096)
def _name(typed: str) -> tuple[str, str | None]:
    """A key as it is compared, and the code of what is wrong with it."""
    name = sys.intern(unicodedata.normalize("NFC", typed))
    return name, "merge-key" if name == "<<" else syntax.misspelt(name)


class Tree:
    """Builds the tree of one file from the events, gathering problems on the way.

    `sound` says whether the tree holds all that was typed, so that what it lacks is
    really missing.
    """

    def __init__(self, path: str, text: str, problems: list[Problem]) -> None:
        self.path = path
        self.text = text
        self.lines = text.split("\n")
        self.problems = problems
        own = [p.span.line for p in problems if p.span and p.code != "byte-order-mark"]
        self.refused = set(own)  # the lines on which a character was refused
        self.last: yaml.ScalarEvent | None = None
        self.sound = True

    def root(self) -> Mapping | None:
        try:
            return self._document(yaml.parse(self.text, Loader=yaml.CLoader))
        except yaml.MarkedYAMLError as error:
            self._syntax(error)
        except yaml.YAMLError as error:
            self._refuse("yaml-syntax", Span(self.path), "yaml-syntax", detail=str(error))
        except _Enough:
            self.sound = False
        except _TooDeep as error:
            self._refuse("too-deep", error.span, "too-deep", limit=MAX_DEPTH)
        return None

    def _document(self, events: Iterator[yaml.Event]) -> Mapping | None:
        root: Node | None = None
        documents = 0
        for event in events:
            match event:
                case yaml.DocumentStartEvent():
                    documents += 1
                    if event.version or event.tags:
                        self._refuse("directive", self._span(event), "directive")
                    if documents == 2:
                        self._refuse("second-document", self._span(event), "second-document")
                        break
                case yaml.StreamStartEvent() | yaml.StreamEndEvent() | yaml.DocumentEndEvent():
                    pass
                case _:
                    root = self._node(event, events, 1)
        if isinstance(root, Mapping):
            return root
        if root is None or (isinstance(root, Scalar) and not root.text):
            self._refuse("empty-file", Span(self.path), "empty-file")
        else:
            self._refuse("not-a-mapping", root.span, "not-a-mapping")
        return None

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        span = self._span(event)
        if depth > MAX_DEPTH:
            raise _TooDeep(span)
        if len(self.problems) > MAX_PROBLEMS:
            raise _Enough
        if isinstance(event, yaml.AliasEvent):
            self.sound = False
            self._refuse("alias", span, "anchor", name=event.anchor)
            return Scalar("", *span)
        assert isinstance(event, yaml.NodeEvent)
        if event.anchor:
            self._refuse("anchor", span, "anchor", name=event.anchor)
        if tag := getattr(event, "tag", None):
            self._refuse("tag", span, "tag", name=tag)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, span)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, span, depth)
        items: list[Node] = []
        while not isinstance(item := next(events), yaml.SequenceEndEvent):
            items.append(self._node(item, events, depth + 1))
        return Sequence(tuple(items), span)

    def _mapping(self, events: Iterator[yaml.Event], span: Span, depth: int) -> Mapping:
        entries: list[tuple[Scalar, Node]] = []
        seen: dict[str, Span] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._node(event, events, depth + 1)
            value = self._node(next(events), events, depth + 1)
            if not isinstance(key, Scalar):
                self.sound = False
                self._refuse("complex-key", key.span, "complex-key")
                continue
            name, code = _name(key.text)
            if code:
                self.sound = False
                self._refuse(code, key.span, "anchor" if code == "merge-key" else code)
            elif name in seen:
                first = seen[name].line
                self._refuse("duplicate-key", key.span, "duplicate-key", name=name, first=first)
            else:
                seen[name] = key.span
                entries.append((Scalar(name, *key[1:]), value))
            if key.line in self.refused:
                self.sound = False  # the key may have been another
        return Mapping(tuple(entries), span)

    def _scalar(self, event: yaml.ScalarEvent, span: Span) -> Scalar:
        self.last = event
        text, style = event.value, event.style
        if not style or style in "\"'":
            if text and place(event.end_mark)[0] >= span.line:
                self._several(event, span)
            if style == '"':
                self._escapes(event, span)
            return Scalar(text, *span, style or "")
        return self._block(event, span, style)

    def _escapes(self, event: yaml.ScalarEvent, span: Span) -> None:
        """No escape such as "\\u202e" may put into a text what may not stand in it."""
        row, column = place(event.start_mark)
        typed = list(_TYPED.finditer(self.lines[row], column + 1))
        for offset, code in characters.refused(event.value):
            match = typed[offset] if offset < len(typed) else None
            if match is None or match.group().startswith("\\"):
                at = Span(self.path, span.line, match.start() + 1 if match else span.column)
                self.problems.append(character(code, event.value[offset], at))

    def _several(self, event: yaml.ScalarEvent, span: Span) -> None:
        """A value that runs over several lines without a block: most likely it was not meant to."""
        self.sound = False
        if event.style:
            self._refuse("yaml-open", span, "yaml-open")
        else:
            rows = enumerate(self.lines[span.line :], span.line + 1)
            line, row = next((number, row) for number, row in rows if row.strip())
            if line not in self.refused:
                second = Span(self.path, line, syntax.indent(row) + 1)
                self._refuse("several-lines", second, "several-lines")

    def _block(self, event: yaml.ScalarEvent, span: Span, style: str) -> Scalar:
        """The text of a block.

        A folded block (>) keeps its lines as typed: texts join them anyway, and
        better than YAML, which would put spaces between Han characters.
        """
        first, last = span.line, place(event.end_mark)[0] + 1
        text = event.value
        lead = next((row for row in text.split("\n") if row.strip(" ")), "")
        typed = next((row for row in self.lines[first:last] if row.strip(" ")), "")
        indent = syntax.indent(typed) - syntax.indent(lead)
        if style == ">":
            rows = [row[indent:] for row in self._rows(first, last, indent)]
            end = len(text) - len(text.rstrip("\n"))
            text = "\n".join(rows).rstrip("\n") + "\n" * end
        return Scalar(text, *span, style, indent + 1)

    def _rows(self, first: int, last: int, indent: int) -> Iterator[str]:
        """The lines of a block that is indented by `indent`, up to the first that is not."""
        for row in self.lines[first:last]:
            if row.strip(" ") and syntax.indent(row) < indent:
                return
            yield row

    def _syntax(self, error: yaml.MarkedYAMLError) -> None:
        """One problem for a syntax error, unless what was found before explains it."""
        self.sound = False
        found = syntax.explain(self.lines, error, self.last)
        span = Span(self.path, found.line + 1, found.column + 1)
        if any(found.since < line <= found.stopped + 1 for line in self.refused):
            return
        same = (found.line + 1, found.stopped + 1)
        self.problems[:] = [
            p
            for p in self.problems
            if p.code not in ("several-lines", "yaml-open") or not p.span or p.span.line not in same
        ]
        self._refuse(found.code, span, found.code, detail=error.problem or "")

    def _span(self, event: yaml.Event) -> Span:
        line, column = place(event.start_mark)
        return Span(self.path, line + 1, column + 1)

    def _refuse(self, code: str, span: Span, hint: str | None = None, **params: object) -> None:
        if any(p.code == code and p.span == span for p in self.problems[-3:]):
            return
        self.problems.append(Problem(code, span, params, hint))


class _Enough(Exception):
    """More problems than anybody reads at once."""


class _TooDeep(Exception):
    def __init__(self, span: Span) -> None:
        self.span = span
