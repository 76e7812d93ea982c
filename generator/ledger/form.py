"""What an entry's hash is a hash of, and the one way in which the ledger is written.

The canonical form of an entry is a JSON object of all its keys but `entry-sha256`, with `form`
added, written as RFC 8785 (JSON Canonicalization Scheme) asks: keys sorted, no white space,
UTF-8. All values are texts, so that `json.dumps` gives exactly that. `entry-sha256` is its
SHA-256; each entry holds that of the one before, so that none can go, come or move unnoticed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from ..model import Entry, Ledger

FORM = "xieyi-ledger-1"  # part of what is hashed; another definition gets another name
START = "0" * 64  # what the first entry names as the one before
_HEAD = """\
# yaml-language-server: $schema=../schema/ledger.json
# 由 xieyi release 写成，只在末尾增加。每一处手工改动都会被 xieyi check 和 xieyi verify 指出。
entries:
"""


def entry_hash(entry: Entry) -> str:
    """The SHA-256 of the canonical form of an entry, whatever its `entry-sha256` says."""
    content = entry.model_dump(mode="json", by_alias=True, exclude={"entry_sha256"})
    text = json.dumps(
        content | {"form": FORM}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()


def head(ledger: Ledger | None) -> str:
    """The hash of the last entry, which stands for all of them; `START` where there is none."""
    return ledger.entries[-1].entry_sha256 if ledger else START


def state(ledger: Ledger | None) -> dict[str, object]:
    """How far the ledger had come, for whoever remembers it: a manifest does."""
    return {"entries": len(ledger.entries) if ledger else 0, "head": head(ledger)}


def numbers(ledger: Ledger | None) -> dict[tuple[str, str], int]:
    """The number of each entry, from 1, by document and version; documents print it."""
    entries = ledger.entries if ledger else ()
    return {(entry.document, entry.version): at for at, entry in enumerate(entries, 1)}


def sealed(entry: Entry) -> Entry:
    """The entry with its own hash."""
    return entry.model_copy(update={"entry_sha256": entry_hash(entry)})


def written(entries: Iterable[Entry]) -> bytes:
    """The file `ledger.yaml`: the same entries are always the same bytes, and more entries
    begin with the bytes of fewer."""
    return (_HEAD + "".join(map(_entry, entries))).encode()


def _entry(entry: Entry) -> str:
    content = entry.model_dump(mode="json", by_alias=True)
    press = "".join(f"      {name}: {_text(value)}\n" for name, value in entry.press.items())
    rows = [
        f"press:\n{press}" if key == "press" else f"{key}: {_typed(key, value)}\n"
        for key, value in content.items()
    ]
    return "  - " + "    ".join(rows)


def _typed(key: str, value: str) -> str:
    return value if key in ("document", "published", "effective") else _text(value)


def _text(value: str) -> str:
    """In double quotes, because other readers of YAML would take some for numbers."""
    return json.dumps(value, ensure_ascii=False)
