"""A manifest read back: what somebody says a build consists of. Only its form is trusted."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Any

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Listed:
    """One file as the manifest lists it; `safe` says that its path stays inside the folder."""

    path: str
    sha256: str
    day: date | None
    bundle: str | None
    document: str | None
    version: str | None
    text: str | None

    @property
    def safe(self) -> bool:
        parts = PurePosixPath(self.path).parts
        odd = any(not c.isprintable() or c == "\\" for c in self.path)
        return bool(parts) and not odd and not {"..", "/"} & set(parts)


@dataclass(frozen=True, slots=True)
class Receipt:
    """A manifest: its files, and how far the ledger had come (`None` where it does not say)."""

    files: tuple[Listed, ...]
    entries: int | None
    head: str


def receipt(data: bytes) -> Receipt:
    """Raises `ValueError` for what is not the manifest of a build."""
    try:
        content: Any = json.loads(data)
        files = tuple(_listed(file) for file in content["files"])
        ledger = content.get("ledger")
        entries, head = (None, "") if ledger is None else (ledger["entries"], ledger["head"])
        if content["tool"]["name"] != "xieyi" or not isinstance(head, str):
            raise ValueError
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(str(error)) from None
    if entries is not None and (not isinstance(entries, int) or entries < 0):
        raise ValueError("entries")
    if len({file.path for file in files}) != len(files):
        raise ValueError("a path twice")
    return Receipt(files, entries, head)


def _listed(file: dict[str, Any]) -> Listed:
    known = [file.get(key) for key in ("bundle", "document", "version", "text-sha256")]
    if not isinstance(file["path"], str) or not _SHA256.fullmatch(file["sha256"]):
        raise ValueError("a file")
    if not all(value is None or isinstance(value, str) for value in known):
        raise ValueError("a file")
    day = date.fromisoformat(file["as-of"]) if "as-of" in file else None
    return Listed(file["path"], file["sha256"], day, *known)
