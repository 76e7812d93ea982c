"""A folder with a manifest: a build in `dist/`, or a site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..ledger import START
from ..publish.receipt import Listed, Receipt, receipt
from ..workspace import MANIFEST, found
from .known import Known
from .verdict import State, Verdict


def checked(name: str, root: Path, known: Known) -> tuple[Receipt | None, list[Verdict]]:
    """The manifest of a folder, and a verdict on each file that is not as it says; one on the
    whole when all are."""
    data = found.content(root / MANIFEST)
    if data is None:
        return None, [Verdict(name, State.UNKNOWN, "verify.no-manifest", {"file": MANIFEST})]
    try:
        told = receipt(data)
    except ValueError:
        return None, [Verdict(f"{name}/{MANIFEST}", State.ALTERED, "verify.no-receipt")]
    here = found.folder(root)
    verdicts = [*_listed(name, told, here, known), *_extra(name, told, here)]
    verdicts += _remembered(f"{name}/{MANIFEST}", told, known)
    if not verdicts:
        params: dict[str, object] = {"count": len(told.files), "entries": told.entries or 0}
        verdicts.append(Verdict(name, State.INTACT, "verify.folder", params))
    return told, verdicts


def _listed(
    name: str, told: Receipt, here: dict[str, found.Found], known: Known
) -> Iterator[Verdict]:
    for file in told.files:
        label = f"{name}/{file.path}"
        if not file.safe:
            yield Verdict(f"{name}/{MANIFEST}", State.ALTERED, "verify.unsafe", {"path": file.path})
        elif file.path not in here:
            yield Verdict(label, State.ALTERED, "verify.absent", _about(file))
        elif here[file.path].fault:
            yield Verdict(label, State.ALTERED, f"verify.{here[file.path].fault}", _about(file))
        elif here[file.path].sha256 != file.sha256:
            yield Verdict(label, State.ALTERED, "verify.changed", _about(file))
        else:
            yield from text(label, file, known)


def text(label: str, file: Listed, known: Known) -> Iterator[Verdict]:
    """A file that shows a released version shows the words that were released."""
    entry = known.entry(file.document, file.version)
    if entry and file.text not in (None, entry.text_sha256):
        yield Verdict(label, State.ALTERED, "verify.other-text", _about(file))


def _extra(name: str, told: Receipt, here: dict[str, found.Found]) -> Iterator[Verdict]:
    listed = {file.path for file in told.files} | {MANIFEST}
    for path in here:
        if path not in listed:
            yield Verdict(f"{name}/{path}", State.UNKNOWN, "verify.extra")


def _remembered(name: str, told: Receipt, known: Known) -> Iterator[Verdict]:
    """The ledger has only grown since the manifest was written."""
    entries = known.entries
    params: dict[str, object] = {"count": told.entries or 0, "found": len(entries)}
    if told.entries is None:
        yield Verdict(name, State.UNKNOWN, "verify.no-head")
    elif told.entries and known.ledger is None:
        yield Verdict(name, State.UNKNOWN, "verify.no-ledger", params)
    elif told.entries > len(entries):
        yield Verdict(name, State.ALTERED, "verify.shortened", params)
    else:
        last = entries[told.entries - 1].entry_sha256 if told.entries else START
        if last != told.head:
            yield Verdict(name, State.ALTERED, "verify.rewritten", params)


def _about(file: Listed) -> dict[str, object]:
    return {"document": file.document or "", "version": file.version or ""}
