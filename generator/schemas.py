"""The nouns as JSON Schemas (2020-12), so that an editor completes and checks the YAML."""

from __future__ import annotations

import json
from typing import Any

from .model import KINDS

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, bytes]:
    """File name → schema, for each kind of file a workspace holds."""
    return {f"{name}.json": _schema(kind.model_json_schema()) for name, kind in KINDS.items()}


def _schema(schema: dict[str, Any]) -> bytes:
    content = {"$schema": _DIALECT, **_typed(schema)}
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _typed(node: Any) -> Any:
    """As an editor's YAML reader sees values: a date or `1` typed bare is text to us."""
    if isinstance(node, list):
        return [_typed(item) for item in node]
    if not isinstance(node, dict):
        return node
    if node.get("type") == "string" and "enum" not in node and "format" not in node:
        node = node | {"type": ["string", "number", "boolean"]}
    return {name: _typed(value) for name, value in node.items()}
