"""`Source` → nouns as written.

pydantic decides what fits; this module turns each of its findings into a
problem that points at the value, says what is expected and, for a misspelt
key or choice, which one was probably meant.
"""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from .model import Catalog, Clause, Document, MAX_DEPTH, Noun, Placed, Retired
from .problems import Problem, Rejected
from .source import Mapping, Node, Scalar, Sequence, Source, Span, step

N = TypeVar("N", bound=Noun)

# pydantic's error type → our code.
_CODES = {
    "extra_forbidden": "unknown-key",
    "missing": "missing-key",
    "enum": "unknown-choice",
    "literal_error": "unknown-choice",
    "impossible_date": "impossible-date",
    "date_form": "date-form",
    "truth_form": "truth-form",
    "string_pattern_mismatch": "wrong-form",
    "string_too_short": "empty-value",
    "string_too_long": "too-long",
    "too_short": "empty-list",
    "too_long": "too-many",
    "string_type": "expected-text",
    "tuple_type": "expected-list",
    "dict_type": "expected-mapping",
    "model_type": "expected-mapping",
    "model_attributes_type": "expected-mapping",
}


def catalog(source: Source) -> Catalog:
    return _noun(Catalog, source)


def document(source: Source) -> Document:
    noun = _noun(Document, source)
    if problems := [*_named(noun.id, source), *_version(noun), *_depth(noun)]:
        raise Rejected(problems)
    return noun


def retired(source: Source) -> Retired:
    noun = _noun(Retired, source)
    if problems := _named(noun.id, source):
        raise Rejected(problems)
    return noun


def _noun(kind: type[N], source: Source) -> N:
    try:
        return kind.model_validate(_plain(source.root))
    except ValidationError as error:
        found = [_problem(detail, source.root, kind) for detail in error.errors(include_url=False)]
        raise Rejected(_first_at_each_place(found)) from None


def _plain(node: Node) -> Any:
    match node:
        case Scalar():
            return node.text
        case Sequence():
            return [_plain(item) for item in node.items]
        case Mapping():
            placed = Placed({key.text: _plain(value) for key, value in node.entries})
            placed.source = node
            return placed


def _problem(detail: ErrorDetails, root: Mapping, kind: type[Noun]) -> Problem:
    kind_of, loc = detail["type"], list(detail["loc"])
    code = _CODES.get(kind_of, "wrong-value")
    context = detail.get("ctx", {})
    name = str(loc[-1]) if loc else ""
    params: dict[str, object] = {"name": _name(loc)}
    hint: str | None = None
    if loc and loc[-1] == "[key]":
        key = _key(root, loc[:-2], str(loc[-2]))
        return Problem("wrong-key-form", key, {"name": str(loc[-2])}, "id-form")
    parent, node = _follow(root, loc)
    span = node.span if node is not None else parent.span
    match code:
        case "unknown-key":
            span = _key(root, loc[:-1], name) or span
            if guess := get_close_matches(name, _keys(kind, loc[:-1]), 1, 0.55):
                params["guess"], hint = guess[0], "did-you-mean"
            else:
                params["known"], hint = ", ".join(_keys(kind, loc[:-1])), "known-keys"
        case "missing-key":
            hint = _expected(kind, loc, params)
        case "unknown-choice":
            choices = [c.strip(" '") for c in str(context["expected"]).replace(" or ", ", ").split(",")]
            params |= {"value": detail["input"], "choices": ", ".join(choices)}
            guess = get_close_matches(str(detail["input"]), choices, 1, 0.6)
            params["guess"] = guess[0] if guess else ""
            hint = "did-you-mean" if guess else "choices"
        case "impossible-date" | "date-form" | "truth-form":
            params["value"], hint = _shown(node), code
        case "wrong-form":
            params["value"], hint = _shown(node), _form(str(context["pattern"]))
        case "too-long" | "too-many":
            params["limit"] = context.get("max_length")
            params["length"] = context.get("actual_length") or len(_shown(node))
            hint = code
        case "expected-text" | "expected-list" | "expected-mapping":
            params["value"] = _shown(node)
            hint = code
            if isinstance(node, Scalar) and not node.text:
                code, hint = "empty-value", "empty-value"
        case "empty-value" | "empty-list":
            hint = code
        case _:
            params["detail"] = detail["msg"]
    return Problem(code, span, params, hint)


def _follow(root: Mapping, loc: list[str | int]) -> tuple[Node, Node | None]:
    """The deepest written node on the way to `loc`, and the node at `loc` itself if written."""
    parent: Node = root
    node: Node | None = root
    for name in loc:
        found = step(node, name)
        if found is None and name == "cells" and isinstance(node, Sequence):
            continue  # a table row written as a bare list
        if found is None:
            return parent, None
        parent, node = (node or parent), found
    return parent, node


def _key(root: Mapping, loc: list[str | int], name: str) -> Span | None:
    _, node = _follow(root, loc)
    key = node.key(name) if isinstance(node, Mapping) else None
    return key.span if key else None


def _name(loc: list[str | int]) -> str:
    """`sections[2].clauses[0].text`, as a person would count: from one."""
    name = ""
    for part in loc:
        name += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if name else part
    return name


def _shown(node: Node | None) -> str:
    text = node.text if isinstance(node, Scalar) else ""
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:39] + "…"


def _form(pattern: str) -> str:
    if "https" in pattern:
        return "link-form"
    if "a-f" in pattern:
        return "sha256-form"
    return "id-form" if "a-z" in pattern else "version-form"


def _owner(kind: type[Noun], loc: list[str | int]) -> type[Noun]:
    """The noun at `loc`, or the last one on the way there."""
    current = kind
    for name in loc:
        for field, info in current.model_fields.items():
            if _alias(field, info) == name and (inner := _inner(info.annotation)):
                current = inner
                break
    return current


def _keys(kind: type[Noun], loc: list[str | int]) -> list[str]:
    """The keys that the noun at `loc` knows."""
    return [_alias(name, info) for name, info in _owner(kind, loc).model_fields.items()]


def _alias(name: str, field: Any) -> str:
    return field.alias or name.rstrip("_").replace("_", "-")


def _inner(annotation: Any) -> Any:
    """The noun inside `tuple[Noun, ...]`, `Noun | None`, `Annotated[…]`."""
    if isinstance(annotation, type) and issubclass(annotation, Noun):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        if (found := _inner(part)) is not None:
            return found
    return None


def _expected(kind: type[Noun], loc: list[str | int], params: dict[str, object]) -> str:
    """The hint for a missing key: what kind of value it wants; fills in the parameters."""
    key = str(loc[-1])
    params["key"] = key
    owner = _owner(kind, loc[:-1])
    field = next((f for n, f in owner.model_fields.items() if _alias(n, f) == key), None)
    annotation = field.annotation if field else str
    if annotation is date:
        return "missing-date"
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        params["choices"] = ", ".join(annotation)
        return "missing-choice"
    if getattr(annotation, "__origin__", None) is tuple:
        return "missing-list"
    if isinstance(annotation, type) and issubclass(annotation, Noun):
        params["known"] = ", ".join(_keys(kind, loc))
        return "missing-mapping"
    return "missing-text"


def _first_at_each_place(problems: list[Problem]) -> list[Problem]:
    """One problem for each value; missing keys share the place of what should hold them."""
    seen: set[tuple[Span | None, str]] = set()
    kept = []
    for problem in problems:
        name = str(problem.params.get("name")) if problem.code == "missing-key" else ""
        if (key := (problem.span, name)) not in seen:
            seen.add(key)
            kept.append(problem)
    return kept


def _named(id_: str, source: Source) -> list[Problem]:
    """The id is the file's name: `documents/<id>.yaml`, `published/<id>/<version>.yaml`."""
    parts = source.path.removesuffix(".yaml").split("/")
    expected = parts[-2] if len(parts) > 2 and parts[-3] == "published" else parts[-1]
    if id_ == expected:
        return []
    value = source.root.get("id")
    span = value.span if value else None
    return [Problem("id-is-not-file-name", span, {"id": id_, "file": expected}, "id-is-file-name")]


def _version(noun: Document) -> list[Problem]:
    """A version has its days unless it is a draft, and they follow one another."""
    version, problems = noun.version, []
    if not version.draft:
        for name in ("published", "effective"):
            if getattr(version, name) is None:
                params: dict[str, object] = {"name": f"version.{name}", "key": name}
                problems.append(Problem("missing-key", version.span, params, "missing-date"))
    if version.published and version.effective and version.effective < version.published:
        params = {"first": version.published, "last": version.effective}
        problems.append(Problem("effective-before-published", version.place("effective"), params))
    comment = version.comment
    if comment and comment.to < comment.from_:
        params = {"first": comment.from_, "last": comment.to}
        problems.append(Problem("period-reversed", comment.place("to"), params))
    return problems


def _depth(noun: Document) -> list[Problem]:
    def deeper(clause: Clause, depth: int) -> list[Problem]:
        if depth > MAX_DEPTH:
            return [Problem("too-deep", clause.span, {"limit": MAX_DEPTH})]
        return [problem for item in clause.items for problem in deeper(item, depth + 1)]

    return [p for section in noun.sections for clause in section.clauses for p in deeper(clause, 2)]
