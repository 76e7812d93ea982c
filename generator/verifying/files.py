"""One file: which version it is, by its digest, by a manifest, or by what it says of itself."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..model import Entry
from ..publish.receipt import Listed, Receipt, receipt
from ..publish.stamp import Stamp, Unreadable, stamp
from ..workspace import MANIFEST, found
from .folders import text
from .known import Known
from .signatures import unsigned
from .verdict import State, Verdict


@dataclass(frozen=True, slots=True)
class Identity:
    """What a file was found to be: the entry that it is a copy of, or the row of a manifest."""

    verdict: Verdict
    entry: Entry | None = None
    listed: Listed | None = None


def identified(name: str, path: Path, known: Known) -> Identity:
    """Which version a file is, and whether it is intact. A signed copy is the file that was
    signed, as long as nothing but the signature was added to it."""
    seen = found.look(path, name)
    if seen.fault:
        return Identity(Verdict(name, State.UNKNOWN, f"verify.{seen.fault}", _NOTHING))
    beside = _beside(path)
    rows = [*known.listed, *(file for _, told in beside for file in told.files)]
    for sha256 in _digests(path, seen.sha256):
        if same := _same(name, sha256, rows, known):
            return same
    for inside, told in beside:
        if row := next((file for file in told.files if file.path == inside), None):
            return Identity(
                Verdict(name, State.ALTERED, "verify.changed", _about(row)),
                known.entry(row.document, row.version),
                row,
            )
    return _claimed(name, path, known)


def _digests(path: Path, sha256: str) -> Iterator[str]:
    """The digest of what was signed, then that of the file."""
    data = found.content(path) or b""
    if (before := unsigned(data)) != data:
        yield hashlib.sha256(before).hexdigest()
    yield sha256


def _same(name: str, sha256: str, rows: Iterable[Listed], known: Known) -> Identity | None:
    """What has this digest: a file of the ledger, or one of a manifest."""
    for entry in known.entries:
        for digest, why in (
            (entry.pdf_sha256, "verify.released-pdf"),
            (entry.html_sha256, "verify.released-html"),
            (entry.source_sha256, "verify.released-source"),
        ):
            if digest == sha256:
                return Identity(_released(name, entry, why), entry)
    if same := next((file for file in rows if file.sha256 == sha256), None):
        wrong = next(text(name, same, known), None)
        return Identity(wrong or _built(name, same), listed=same)
    return None


def _claimed(name: str, path: Path, known: Known) -> Identity:
    """What a PDF says that it is; nobody vouches for it."""
    data = found.content(path)
    if data is None or not data.startswith(b"%PDF-"):
        return Identity(Verdict(name, State.UNKNOWN, "verify.no-pdf"))
    try:
        said = stamp(data)
    except Unreadable:
        return Identity(Verdict(name, State.UNKNOWN, "verify.broken"))
    for document, version, words in said.editions:
        if entry := known.entry(document, version):
            params: dict[str, object] = {"document": document, "version": version}
            why = "claims" if words in ("", entry.text_sha256) else "other-text"
            return Identity(Verdict(name, State.ALTERED, f"verify.{why}", params), entry)
    return Identity(Verdict(name, State.UNKNOWN, "verify.stranger", {"title": _title(said)}))


def _beside(path: Path) -> Iterable[tuple[str, Receipt]]:
    """The manifests in the folders above a file, with its path as they would list it."""
    whole = path.absolute()
    receipts = []
    for folder in whole.parents:
        data = found.content(folder / MANIFEST)
        if data is not None:
            try:
                receipts.append((whole.relative_to(folder).as_posix(), receipt(data)))
            except ValueError:
                continue
    return receipts


def _released(name: str, entry: Entry, why: str) -> Verdict:
    params: dict[str, object] = {
        "document": entry.document,
        "version": entry.version,
        "published": entry.published,
        "effective": entry.effective,
    }
    return Verdict(name, State.INTACT, why, params)


def _built(name: str, row: Listed) -> Verdict:
    params = _about(row) | {"bundle": row.bundle or "", "day": row.day or ""}
    why = "verify.built" if row.document else "verify.built-pack"
    return Verdict(name, State.INTACT, why, params)


def _about(row: Listed) -> dict[str, object]:
    return {"document": row.document or "", "version": row.version or ""}


def _title(said: Stamp) -> str:
    names = "、".join(f"{document} {version}" for document, version, _ in said.editions[:5])
    return "，".join(filter(None, (said.title, names))) or "—"


_NOTHING: dict[str, object] = {"document": "", "version": ""}
