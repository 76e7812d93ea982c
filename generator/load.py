"""Text → `Source`, strictly; the only module that knows YAML.

The file is read over PyYAML's event stream, so nothing is constructed,
resolved or merged: every value stays the text that was typed. What could make
a file say something else than it seems to say is refused, with its place:
anchors, aliases, tags, merge keys, second documents, tabs, equal keys,
invisible and bidirectional characters, radicals and compatibility forms.
All problems of a file are gathered; only a syntax error ends the reading.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator

import yaml

from . import characters
from .problems import Problem, Rejected, Unusable
from .source import Mapping, Node, Scalar, Sequence, Source, Span

MAX_BYTES = 4_000_000
MAX_DEPTH = 24
MAX_PROBLEMS = 200

# libyaml's sentence → (our code, whether the place is where the construct began).
_SYNTAX = (
    ("mapping values are not allowed", "yaml-colon", False),
    ("cannot start any token", "yaml-token", False),
    ("could not find expected ':'", "yaml-key", True),
    ("unexpected end of stream", "yaml-open", True),
    ("did not find expected ',' or", "yaml-open", True),
    ("found unexpected document indicator", "yaml-open", True),
    ("did not find expected key", "yaml-indent", False),
    ("did not find expected '-' indicator", "yaml-indent", False),
    ("block sequence entries are not allowed", "yaml-indent", False),
    ("block collections are not allowed", "yaml-indent", False),
    ("unknown escape", "yaml-escape", False),
)


def read(path: str, data: bytes) -> Source:
    """The tree of one file; raises `Rejected` with every problem found in it."""
    if not has_c_parser():
        raise Unusable([Problem("no-c-parser", hint="doctor")])
    if len(data) > MAX_BYTES:
        raise Rejected([Problem("file-too-large", Span(path), {"limit": MAX_BYTES})])
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        good = data[: error.start].decode("utf-8")
        line, column = good.count("\n") + 1, len(good) - good.rfind("\n")
        raise Rejected([Problem("not-utf8", Span(path, line, column), hint="utf8")]) from None
    text = text.replace("\r\n", "\n")
    problems = list(_refused(path, text))
    root = _Reader(path, _harmless(text), problems).document()
    if problems or root is None:
        raise Rejected(problems[:MAX_PROBLEMS])
    return Source(path, root, hashlib.sha256(data).hexdigest())


def has_c_parser() -> bool:
    """Whether PyYAML was built with libyaml; its two parsers accept different files."""
    return bool(yaml.__with_libyaml__)


def _harmless(text: str) -> str:
    """Control characters as spaces, so that what else is wrong can be found in the same run."""
    return "".join(" " if c != "\n" and (c < " " or c == "\ufeff") else c for c in text)


def _refused(path: str, text: str) -> Iterator[Problem]:
    """What may not stand in the file as typed, comments included."""
    if text.startswith("\ufeff"):
        yield Problem("byte-order-mark", Span(path), hint="utf8")
        text = " " + text[1:]
    for number, line in enumerate(text.split("\n"), 1):
        for offset, code in characters.refused(line):
            yield _character(code, line[offset], Span(path, number, offset + 1))


def _character(code: str, character: str, span: Span) -> Problem:
    plain = characters.plain_form(character) if code == "compatibility-character" else None
    params: dict[str, object] = {"character": characters.name(character), "plain": plain or ""}
    return Problem(code, span, params, hint="plain-character" if plain else code)


class _Reader:
    """Builds the tree of one file from the events, gathering problems on the way."""

    def __init__(self, path: str, text: str, problems: list[Problem]) -> None:
        self.path = path
        self.lines = text.split("\n")
        self.text = text
        self.problems = problems
        self.last: yaml.ScalarEvent | None = None

    def document(self) -> Mapping | None:
        try:
            events = yaml.parse(self.text, Loader=yaml.CLoader)
            return self._document(events)
        except yaml.MarkedYAMLError as error:
            self.problems.append(self._syntax(error))
        except yaml.YAMLError as error:
            self._refuse("yaml-syntax", Span(self.path), detail=str(error))
        except _TooDeep as error:
            self._refuse("too-deep", error.span, limit=MAX_DEPTH)
        return None

    def _document(self, events: Iterator[yaml.Event]) -> Mapping | None:
        root: Node | None = None
        documents = 0
        for event in events:
            match event:
                case yaml.DocumentStartEvent():
                    documents += 1
                    if event.version or event.tags:
                        self._refuse("directive", self._span(event))
                    if documents == 2:
                        self._refuse("second-document", self._span(event), hint="second-document")
                        return None
                case yaml.StreamStartEvent() | yaml.StreamEndEvent() | yaml.DocumentEndEvent():
                    pass
                case _:
                    root = self._node(event, events, 1)
        if isinstance(root, Mapping):
            return root
        if root is None or (isinstance(root, Scalar) and not root.text):
            self._refuse("empty-file", Span(self.path))
        else:
            self._refuse("not-a-mapping", root.span, hint="not-a-mapping")
        return None

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        span = self._span(event)
        if depth > MAX_DEPTH:
            raise _TooDeep(span)
        if isinstance(event, yaml.AliasEvent):
            self._refuse("alias", span, hint="anchor", name=event.anchor)
            return Scalar("", span)
        assert isinstance(event, yaml.NodeEvent)
        if event.anchor:
            self._refuse("anchor", span, hint="anchor", name=event.anchor)
        if getattr(event, "tag", None):
            self._refuse("tag", span, hint="tag", name=event.tag)
        match event:
            case yaml.ScalarEvent():
                return self._scalar(event, span)
            case yaml.SequenceStartEvent():
                items: list[Node] = []
                while not isinstance(item := next(events), yaml.SequenceEndEvent):
                    items.append(self._node(item, events, depth + 1))
                return Sequence(tuple(items), span)
            case _:
                return self._mapping(events, span, depth)

    def _mapping(self, events: Iterator[yaml.Event], span: Span, depth: int) -> Mapping:
        entries: list[tuple[Scalar, Node]] = []
        seen: dict[str, Span] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._node(event, events, depth + 1)
            value = self._node(next(events), events, depth + 1)
            if not isinstance(key, Scalar):
                self._refuse("complex-key", key.span)
                continue
            name = unicodedata.normalize("NFC", key.text)
            if name == "<<":
                self._refuse("merge-key", key.span, hint="anchor")
            elif name in seen:
                first = seen[name].line
                self._refuse("duplicate-key", key.span, hint="duplicate-key", key=name, first=first)
            else:
                seen[name] = key.span
                entries.append((Scalar(name, key.span, key.starts), value))
        return Mapping(tuple(entries), span)

    def _scalar(self, event: yaml.ScalarEvent, span: Span) -> Scalar:
        self.last = event
        scalar = Scalar(event.value, span, self._starts(event), plain=event.style is None)
        for offset, code in characters.refused(event.value):
            place = scalar.at(offset)
            if not any(p.code == code and p.span == place for p in self.problems):
                typed = self._typed(place)
                if typed != event.value[offset]:  # it came from an escape such as "\u202e"
                    self.problems.append(_character(code, event.value[offset], span))
        return scalar

    def _typed(self, span: Span) -> str:
        line = self.lines[span.line - 1] if span.line <= len(self.lines) else ""
        return line[span.column - 1 : span.column]

    def _starts(self, event: yaml.ScalarEvent) -> tuple[tuple[int, int], ...]:
        """Where each line of a scalar's text begins in the file."""
        line, column = event.start_mark.line, event.start_mark.column
        if event.style in ("|", ">"):
            rows = self.lines[line + 1 : event.end_mark.line + 1]
            indent = min((len(row) - len(row.lstrip(" ")) for row in rows if row.strip()), default=0)
            return tuple((line + 2 + n, indent + 1) for n in range(event.value.count("\n") + 1))
        return ((line + 1, column + (1 if event.style is None else 2)),)

    def _syntax(self, error: yaml.MarkedYAMLError) -> Problem:
        sentence = error.problem or ""
        code, began = next(
            ((code, began) for words, code, began in _SYNTAX if words in sentence),
            ("yaml-syntax", False),
        )
        mark = (error.context_mark if began else None) or error.problem_mark or error.context_mark
        last = self.last
        if (
            last is not None
            and last.style in ("'", '"')
            and last.end_mark.line > last.start_mark.line
            and mark is not None
            and mark.line <= last.end_mark.line + 1
        ):
            code, mark = "yaml-open", last.start_mark  # the quotation was closed lines too late
        span = Span(self.path, mark.line + 1, mark.column + 1) if mark else Span(self.path)
        return Problem(code, self._inside(span), {"detail": sentence}, hint=code)

    def _inside(self, span: Span) -> Span:
        """The same place, or the end of the last written line when it lies behind it."""
        line = min(span.line, len(self.lines))
        while line > 1 and not self.lines[line - 1].strip():
            line -= 1
        return span if line == span.line else Span(span.path, line, len(self.lines[line - 1]) + 1)

    def _span(self, event: yaml.Event) -> Span:
        return Span(self.path, event.start_mark.line + 1, event.start_mark.column + 1)

    def _refuse(self, code: str, span: Span, hint: str | None = None, **params: object) -> None:
        self.problems.append(Problem(code, span, params, hint))


class _TooDeep(Exception):
    def __init__(self, span: Span) -> None:
        self.span = span
