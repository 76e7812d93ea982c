"""The receipt of a build: every file with its digest, and all that it was made from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a build: where it lies, what it shows, its bytes; `text` is the text hash of
    the version that it shows."""

    path: str
    bundle: str
    document: str | None
    version: str | None
    data: bytes
    text: str | None = None


def manifest(
    day: date,
    entries: Iterable[Entry],
    sources: Mapping[str, str],
    tool: Json,
    fonts: list[Json],
    earlier: Iterable[Json] = (),
    ledger: Json | None = None,
) -> bytes:
    """`manifest.json`, sorted. `sources` is path → sha256; `earlier` are the entries of files
    that an earlier build of other bundles left and that stay; `ledger` is how far the ledger had
    come (`ledger.state`)."""
    sources = dict(sorted(sources.items()))
    origin = hashlib.sha256(json.dumps(sources).encode()).hexdigest()
    files: list[Json] = [
        {
            "path": entry.path,
            "size": len(entry.data),
            "sha256": hashlib.sha256(entry.data).hexdigest(),
            "bundle": entry.bundle,
            "document": entry.document,
            "version": entry.version,
            "text-sha256": entry.text,
            "as-of": day.isoformat(),
            "sources": origin,
        }
        for entry in entries
    ]
    content = {
        "as-of": day.isoformat(),
        "tool": tool,
        "fonts": fonts,
        "sources": {"sha256": origin, "files": sources},
        "ledger": ledger,
        "files": sorted([*earlier, *files], key=lambda file: str(file["path"])),
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
