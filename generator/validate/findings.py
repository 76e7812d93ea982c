"""What pydantic found, as problems: where the value stands, what is expected, what was meant."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from ..model import Noun
from ..problems import Problem
from ..source import Mapping, Node, Scalar, Sequence, Span, step

Loc = list[str | int]

# pydantic's error type → our code.
_CODES = {
    "extra_forbidden": "unknown-key",
    "missing": "missing-key",
    "enum": "unknown-choice",
    "impossible_date": "impossible-date",
    "date_form": "date-form",
    "truth_form": "truth-form",
    "count_form": "count-form",
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
_OF_TEXT = (
    "unknown-choice",
    "impossible-date",
    "date-form",
    "truth-form",
    "count-form",
    "wrong-form",
)


def findings(details: Iterable[ErrorDetails], root: Mapping, kind: type[Noun]) -> list[Problem]:
    """One problem for each value that does not fit."""
    found = [p for detail in details if (p := _problem(detail, root, kind))]
    misspelt = [p.params for p in found if p.code == "unknown-key" and "guess" in p.params]
    meant = {(params["owner"], params["guess"]) for params in misspelt}
    seen: set[tuple[Span | None, object]] = set()
    kept = []
    for problem in found:
        missing = problem.code == "missing-key"
        if missing and (problem.params["owner"], problem.params["field"]) in meant:
            continue  # it is there, misspelt
        key = (problem.span, problem.params["name"] if missing else None)
        if key not in seen:
            seen.add(key)
            kept.append(problem)
    return kept


def _problem(detail: ErrorDetails, root: Mapping, kind: type[Noun]) -> Problem | None:
    loc: Loc = list(detail["loc"])
    if loc and loc[-1] == "[key]":
        name = str(loc[-2])
        return Problem("wrong-key-form", _key(root, loc[:-2], name), {"name": name}, "id-form")
    node = _follow(root, loc)
    code = _CODES.get(detail["type"], "wrong-value")
    params: dict[str, object] = {"name": _name(loc)}
    if code == "unknown-key":
        return _unknown_key(root, kind, loc, params)
    if code == "missing-key":
        return _missing(root, kind, loc, params)
    if code == "empty-list" and isinstance(node, Sequence) and node.items:
        return None  # it holds entries, which have problems of their own
    span = (node or _follow(root, loc[:-1]) or root).span
    if code in (*_OF_TEXT, "expected-text", "expected-list", "expected-mapping"):
        code = _kind(code, node, loc)
    hint = code
    match code:
        case "unknown-choice":
            hint = _choice(_field(kind, loc), _shown(node), params)
        case "wrong-form":
            hint = _form(str(detail.get("ctx", {}).get("pattern")))
        case "too-long" | "too-many":
            context = detail.get("ctx", {})
            params["limit"] = context.get("max_length")
            params["length"] = context.get("actual_length") or len(str(detail["input"]))
        case "wrong-value":
            params["detail"] = detail["msg"]
    return Problem(code, span, params | {"value": _shown(node)}, hint)


def _kind(code: str, node: Node | None, loc: Loc) -> str:
    """Where text was expected and a list stands, or nothing at all, that is the problem."""
    if isinstance(node, Scalar) and not node.text:
        return "empty-value"
    if code in _OF_TEXT and not isinstance(node, Scalar):
        return "expected-text"
    if code == "expected-mapping" and len(loc) > 1 and loc[-2] == "rows":
        return "expected-list"
    return code


def _unknown_key(root: Mapping, kind: type[Noun], loc: Loc, params: dict[str, object]) -> Problem:
    name, known = str(loc[-1]), _keys(kind, loc[:-1])
    params |= {"name": name, "owner": _name(loc[:-1]), "known": ", ".join(known)}
    span = _key(root, loc[:-1], name)
    if guess := get_close_matches(name.lower().replace("_", "-"), known, 1, 0.6):
        return Problem("unknown-key", span, params | {"guess": guess[0]}, "did-you-mean")
    return Problem("unknown-key", span, params, "known-keys")


def _missing(root: Mapping, kind: type[Noun], loc: Loc, params: dict[str, object]) -> Problem:
    """A missing key; the hint says what kind of value it wants."""
    annotation: Any = field.annotation if (field := _field(kind, loc)) else str
    params |= {"field": str(loc[-1]), "owner": _name(loc[:-1])}
    hint = "missing-text"
    if annotation is date:
        hint = "missing-date"
    elif isinstance(annotation, type) and issubclass(annotation, StrEnum):
        params["choices"], hint = ", ".join(annotation), "missing-choice"
    elif getattr(annotation, "__origin__", None) is tuple:
        hint = "missing-list"
    elif isinstance(annotation, type) and issubclass(annotation, Noun):
        params["known"], hint = ", ".join(_keys(kind, loc)), "missing-mapping"
    return Problem("missing-key", (_follow(root, loc[:-1]) or root).span, params, hint)


def _choice(field: FieldInfo | None, value: str, params: dict[str, object]) -> str:
    choices = [str(choice) for choice in _inner(field.annotation, StrEnum) or ()] if field else []
    params["choices"] = ", ".join(choices)
    if guess := get_close_matches(value.lower(), choices, 1, 0.6):
        params["guess"] = guess[0]
        return "did-you-mean"
    return "choices"


def _form(pattern: str) -> str:
    if "https" in pattern:
        return "link-form"
    if "a-f" in pattern:
        return "sha256-form" if "64" in pattern else "fingerprint-form"
    if "#" in pattern:
        return "target-form"
    return "id-form" if "a-z" in pattern else "version-form"


def _follow(root: Mapping, loc: Loc) -> Node | None:
    """The node at `loc`, when it was written."""
    node: Node | None = root
    for name in loc:
        if name == "cells" and isinstance(node, Sequence):
            continue  # a table row written as a bare list
        node = step(node, name)
    return node


def _key(root: Mapping, loc: Loc, name: str) -> Span | None:
    node = _follow(root, loc)
    key = node.key(name) if isinstance(node, Mapping) else None
    return key.span if key else None


def _name(loc: Loc) -> str:
    """`sections[2].clauses[1].text`, as a person would count: from one."""
    name = ""
    for part in loc:
        name += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if name else part
    return name


def _shown(node: Node | None) -> str:
    text = " ".join(node.text.split()) if isinstance(node, Scalar) else ""
    return text if len(text) <= 40 else text[:39] + "…"


def _owner(kind: type[Noun], loc: Loc) -> type[Noun]:
    """The noun at `loc`, or the last one on the way there."""
    for name in loc:
        field = _fields(kind).get(str(name))
        kind = (field and _inner(field.annotation, Noun)) or kind
    return kind


def _field(kind: type[Noun], loc: Loc) -> FieldInfo | None:
    return _fields(_owner(kind, loc[:-1])).get(str(loc[-1])) if loc else None


def _fields(kind: type[Noun]) -> dict[str, FieldInfo]:
    """The fields of a noun by the keys under which they are written."""
    return {field.alias or name: field for name, field in kind.model_fields.items()}


def _keys(kind: type[Noun], loc: Loc) -> list[str]:
    """The keys that the noun at `loc` knows."""
    return list(_fields(_owner(kind, loc)))


def _inner(annotation: Any, base: type) -> Any:
    """The class below `base` inside `tuple[Noun, ...]`, `Noun | None`, `Annotated[…]`."""
    if isinstance(annotation, type) and issubclass(annotation, base):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        if (found := _inner(part, base)) is not None:
            return found
    return None
