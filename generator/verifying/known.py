"""What there is to compare with: the ledger, the workspace it belongs to, manifests."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from .. import load, pipeline, validate
from ..ledger import FILE, audit, bare, head
from ..model import Entry, Ledger
from ..problems import Rejected
from ..publish.receipt import Listed, receipt
from ..resolve import Corpus
from ..workspace import MANIFEST, File, found
from .verdict import State, Verdict, of_problem


@dataclass(frozen=True, slots=True)
class Known:
    """The ledger, the files of its workspace and what they hold; what manifests list."""

    ledger: Ledger | None = None
    files: tuple[File, ...] = ()
    corpus: Corpus | None = None
    listed: tuple[Listed, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        return self.ledger.entries if self.ledger else ()

    def entry(self, document: str | None, version: str | None) -> Entry | None:
        wanted = (document, version)
        return next((e for e in self.entries if (e.document, e.version) == wanted), None)

    def told(self, folder: Path) -> Known:
        """With what the manifest of one more folder lists, if there is one."""
        data = found.content(folder / MANIFEST)
        try:
            return replace(self, listed=(*self.listed, *receipt(data).files)) if data else self
        except ValueError:
            return self


def known(files: Iterable[File], today: date) -> tuple[Known, list[Verdict]]:
    """What a workspace knows, and the verdicts on itself: its ledger and its published files."""
    files = tuple(files)
    try:
        corpus = pipeline.read(files, today, published=True).corpus
    except Rejected as rejected:
        unread = [of_problem(p, State.UNKNOWN) for p in rejected.problems]
        ledger, broken = _alone(files)
        return Known(ledger, files), [*broken, *(v for v in unread if v not in broken)]
    problems = audit(corpus)
    verdicts = [of_problem(problem) for problem in problems]
    return Known(corpus.ledger, files, corpus), verdicts or _sound(corpus.ledger)


def _sound(ledger: Ledger | None) -> list[Verdict]:
    """The sentence on a ledger in which nothing is wrong."""
    if ledger is None:
        return []
    name = ledger.span.path if ledger.span else FILE
    params: dict[str, object] = {"count": len(ledger.entries), "head": head(ledger)}
    return [Verdict(name, State.INTACT, "verify.ledger", params)]


def of_file(file: File) -> tuple[Known, list[Verdict]]:
    """A ledger without its workspace: its chain alone can be judged."""
    ledger, broken = _alone((file,), whole=False)
    return Known(ledger), broken or _sound(ledger)


def _alone(files: tuple[File, ...], whole: bool = True) -> tuple[Ledger | None, list[Verdict]]:
    """The ledger, where the files of a workspace cannot be read together."""
    file = next((file for file in files if file.kind == "ledger"), None)
    if file is None:
        return None, []
    try:
        ledger = validate.ledger(load.read(file.path, file.data))
    except Rejected as rejected:
        return None, [of_problem(problem) for problem in rejected.problems]
    digests = {file.path: hashlib.sha256(file.data).hexdigest() for file in files}
    problems = bare(ledger, digests)
    if not whole:
        problems = [p for p in problems if p.code != "immutable.missing"]
    return ledger, [of_problem(problem) for problem in problems]
