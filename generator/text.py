"""A file of agreements as plain text, one paragraph, item or row a line.

It is for people and for `git diff`. It works on the tree of the file alone, so that it is quick
and reads what does not validate. Apart from ids and layout nothing is left out: what has no form
of its own stands as `key: value`. A file that is no YAML of ours, or is broken, stays as it is.

Provisions bear their numbers, or their ids: then a new clause changes no other line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from . import load
from .lines import spaced
from .problems import Rejected
from .source import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from .model import Clause, Section

_OURS = ({"id", "title"}, {"platform", "products"}, {"entries"})
_BREAK = re.compile(r"\n[ ]*\n")
_OWN = re.compile(r"\[\[#([a-z0-9-]+)\]\]")
_INDENT = "  "


def plain_text(path: str, data: bytes, ids: bool = False) -> bytes:
    """The text of a file, or the file as it is; `ids` names provisions by ids, not numbers."""
    try:
        root = load.read(path, data).root
    except Rejected:
        return data
    keys = {key.text for key, _ in root.entries}
    if not any(ours <= keys for ours in _OURS):
        return data
    if ids or "sections" not in keys:
        return _text(_Writer(), root)
    return _text(_Writer(*_numbers(root)), root)


def _text(writer: _Writer, root: Mapping) -> bytes:
    return ("\n".join(writer.file(root)) + "\n").encode()


@dataclass(frozen=True, slots=True)
class _Writer:
    """Inks a tree. `labels` and `cites` are numbers by id; empty: ids stand for themselves."""

    labels: dict[str, str] = field(default_factory=dict)
    cites: dict[str, str] = field(default_factory=dict)

    def file(self, root: Mapping) -> Iterator[str]:
        """The title and the version, what else is said of the whole, then its provisions."""
        title, version = _scalar(root, "title"), root.get("version")
        if title:
            yield title
        if isinstance(version, Mapping):
            yield "，".join(_version(version))
            yield from self.rest(version, {"number", "published", "effective"}, _INDENT)
        forms: dict[str, Callable[[Node], Iterator[str]]] = {
            "prompt": self.prompt,
            "terms": self.terms,
            "sections": self.sections,
        }
        told = {"version"} if isinstance(version, Mapping) else set()
        yield from self.rest(root, {"title", *forms, *told}, "")
        for name, form in forms.items():
            if (node := root.get(name)) is not None:
                yield ""
                yield from form(node)

    def prompt(self, node: Node) -> Iterator[str]:
        for text in _items(node):
            if isinstance(text, Scalar):
                yield from self.prose("", text.text, "")
            else:
                yield from self.any("prompt", text, "")

    def terms(self, node: Node) -> Iterator[str]:
        for term in _items(node):
            if not isinstance(term, Mapping):
                yield from self.any("term", term, "")
                continue
            name = "" if self.labels else _scalar(term, "id")
            head = f"{name} “{_scalar(term, 'term')}”：".strip()
            yield from self.prose(head, _scalar(term, "means"), "")
            yield from self.rest(term, _texts(term, "id", "term", "means"), _INDENT)

    def sections(self, node: Node) -> Iterator[str]:
        for section in _items(node):
            if not isinstance(section, Mapping):
                yield from self.any("section", section, "")
                continue
            yield f"{self.label(section)} {_scalar(section, 'title')}".strip()
            yield from self.rest(section, _texts(section, "id", "title") | {"clauses"}, _INDENT)
            yield from self.clauses(section.get("clauses"), "")

    def clauses(self, node: Node | None, indent: str) -> Iterator[str]:
        """Clauses or items: number, heading and text; below them what is said of them."""
        for clause in _items(node):
            if not isinstance(clause, Mapping):
                yield from self.any("clause", clause, indent)
                continue
            inner = indent + _INDENT
            keyword = _scalar(clause, "keyword")
            head = f"{self.label(clause)} {f'【{keyword}】' if keyword else ''}"
            yield from self.prose(head, _scalar(clause, "text"), indent)
            told = _texts(clause, "id", "keyword", "text", "tail") | {"items", "table"}
            yield from self.rest(clause, told, inner)
            yield from self.clauses(clause.get("items"), inner)
            yield from self.table(clause.get("table"), inner)
            yield from self.prose("", _scalar(clause, "tail"), indent)

    def table(self, node: Node | None, indent: str) -> Iterator[str]:
        if not isinstance(node, Mapping):
            yield from self.any("table", node, indent) if node else ()
            return
        yield from self.prose("", _scalar(node, "caption"), indent)
        for row in (node.get("columns"), *_items(node.get("rows"))):
            cells = row.get("cells") if isinstance(row, Mapping) else row
            shown = " | ".join(self.line(cell) for cell in _items(cells))
            yield f"{indent}| {shown} |"
            if isinstance(row, Mapping):
                yield from self.rest(row, {"cells"}, indent + _INDENT)
        yield from self.rest(node, {"caption", "columns", "rows"}, indent)

    def rest(self, node: Mapping, known: set[str], indent: str) -> Iterator[str]:
        """What is not among the `known` keys, as it is called in the file."""
        for key, value in node.entries:
            if key.text not in known:
                yield from self.any(key.text, value, indent)

    def any(self, key: str, node: Node, indent: str) -> Iterator[str]:
        """Any value, with its key before it."""
        match node:
            case Scalar(text):
                paragraphs = self.paragraphs(text)
                if len(paragraphs) < 2:
                    yield f"{indent}{key}: {''.join(paragraphs)}".rstrip()
                    return
                yield f"{indent}{key}:"
                yield from (f"{indent}{_INDENT}{paragraph}" for paragraph in paragraphs)
            case Sequence(items) if all(isinstance(item, Scalar) for item in items):
                texts = [item.text for item in items if isinstance(item, Scalar)]
                if sum(map(len, texts)) < 80 and not any("\n" in text for text in texts):
                    yield f"{indent}{key}: {', '.join(texts)}".rstrip()
                    return
                yield f"{indent}{key}:"
                for text in texts:
                    yield from self.prose("- ", text, indent + _INDENT)
            case Sequence(items):
                yield f"{indent}{key}:"
                for item in items:
                    first, *rows = self.inside(item) or [""]
                    yield f"{indent}{_INDENT}- {first}"
                    yield from (f"{indent}{_INDENT * 2}{row}" for row in rows)
            case Mapping():
                yield f"{indent}{key}:"
                yield from self.rest(node, set(), indent + _INDENT)

    def inside(self, node: Node) -> list[str]:
        """The lines of an entry of a list."""
        if isinstance(node, Mapping):
            return [*self.rest(node, set(), "")]
        return [*self.any("", node, "")]

    def prose(self, head: str, text: str, indent: str) -> Iterator[str]:
        """A text behind its heading: its first paragraph on the same line, the others below."""
        first, *others = self.paragraphs(text) or [""]
        if head or first:
            yield f"{indent}{head}{first}".rstrip()
        yield from (f"{indent}{_INDENT}{paragraph}" for paragraph in others)

    def line(self, node: Node) -> str:
        return " / ".join(self.paragraphs(node.text)) if isinstance(node, Scalar) else ""

    def label(self, node: Mapping) -> str:
        name = _scalar(node, "id")
        return self.labels.get(name, name)

    def paragraphs(self, text: str) -> list[str]:
        """The paragraphs of a text as typed, each on one line; own references by number."""
        parts = [_joined(part) for part in _BREAK.split(text) if part.strip()]
        return [_OWN.sub(lambda m: self.cites.get(m[1], m[0]), part) for part in parts]


def _joined(paragraph: str) -> str:
    text = ""
    for row in filter(None, map(str.strip, paragraph.split("\n"))):
        text += f" {row}" if text and spaced(text, row) else row
    return text


def _version(version: Mapping) -> Iterator[str]:
    """`第2版，2026-01-12公布，2026-02-01生效`."""
    if number := _scalar(version, "number"):
        yield f"第{number}版"
    for key, word in (("published", "公布"), ("effective", "生效")):
        if day := _scalar(version, key):
            yield f"{day}{word}"


def _scalar(node: Mapping, key: str) -> str:
    value = node.get(key)
    return value.text if isinstance(value, Scalar) else ""


def _texts(node: Mapping, *names: str) -> set[str]:
    """Those of the names under which a text stands."""
    return {key.text for key, v in node.entries if key.text in names and isinstance(v, Scalar)}


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, Sequence) else (node,) if node is not None else ()


def _numbers(root: Mapping) -> tuple[dict[str, str], dict[str, str]]:
    """The label of each provision, and how a reference to it reads, by id."""
    from .model import Document, Scheme
    from .resolve.numbering import numbers

    headings: dict[str, str] = {}
    sections = tuple(_section(node, headings) for node in _mappings(root.get("sections")))
    stated = _scalar(root, "numbering")
    scheme = Scheme(stated) if stated in {*Scheme} else Scheme.AGREEMENT
    whole: dict[str, Any] = {"sections": sections, "numbering": scheme}
    found = numbers(Document.model_construct(**whole))
    cites = {id_: number.cite + headings.get(id_, "") for id_, number in found.items()}
    return {id_: number.label for id_, number in found.items()}, cites


def _section(node: Mapping, headings: dict[str, str]) -> Section:
    """What the numbering asks of a section, without judging the rest; and its heading."""
    from .model import Section

    name = _scalar(node, "id")
    headings[name] = f"“{_scalar(node, 'title')}”"
    clauses = tuple(_clause(clause, headings) for clause in _mappings(node.get("clauses")))
    known: dict[str, Any] = {"id": name, "clauses": clauses}
    return Section.model_construct(**known)


def _clause(node: Mapping, headings: dict[str, str]) -> Clause:
    from .model import Clause

    name, keyword = _scalar(node, "id"), _scalar(node, "keyword")
    headings[name] = f"【{keyword}】" if keyword else ""
    items = tuple(_clause(item, headings) for item in _mappings(node.get("items")))
    return Clause.model_construct(id=name, items=items)


def _mappings(node: Node | None) -> list[Mapping]:
    return [item for item in _items(node) if isinstance(item, Mapping)]
