"""Releasing: a version is frozen, and entered in the ledger, once and for good.

What is released is the oldest version of a document that the ledger does not hold yet: a frozen
one, when history is taken in or an earlier release was broken off, or else the working one. It
is set as PDF and HTML as it reads for all products on the day on which it takes effect, so that
the same files, fonts and libraries give the same bytes on any later day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from datetime import date

from . import pipeline, workspace
from .canonical import text_hash
from .ledger import FILE, RULE, audit, bare, head, sealed, written
from .ledger import published as frozen_path
from .model import Document, Entry, Ledger, ordinal
from .pipeline import Page
from .problems import Misused, Problem, Rejected, Unrendered
from .render import fonts
from .render.press import Job, Printed, to_pdf
from .resolve import Corpus
from .resolve.identity import unknown
from .workspace import File, Workspace

Press = Callable[[list[Job], fonts.Cached], Generator[Printed]]


@dataclass(frozen=True, slots=True)
class Copy:
    """The copy of a version that its hashes are hashes of, and what it was made with."""

    html: bytes
    pdf: bytes
    press: dict[str, str]


@dataclass(frozen=True, slots=True)
class Release:
    """One version that is released: its entry, its copy, and what is written where."""

    entry: Entry
    copy: Copy
    path: str
    data: bytes
    ledger: bytes


def release(
    place: Workspace,
    id_: str,
    today: date,
    dry: bool = False,
    press: Press = to_pdf,
    wait: float = workspace.LOCK_SECONDS,
) -> Release:
    """Release one document; `dry` writes nothing. Raises `Rejected` for what `check --strict`
    finds and for what may not be released, `Misused` for a document that there is not."""
    if dry:
        return plan(place.files(), id_, today, press)
    with workspace.held(place, wait):
        planned = plan(place.files(), id_, today, press)
        workspace.freeze(place, planned.path, planned.data, planned.ledger)
        return planned


def plan(
    files: Iterable[File], id_: str, today: date, press: Press = to_pdf, strict: bool = True
) -> Release:
    """What releasing a document would write; `strict` runs the rules first."""
    files = list(files)
    read = pipeline.read(files, today)
    corpus = read.corpus
    if broken := [problem for problem in audit(corpus) if problem.code != _UNLISTED]:
        raise Rejected(broken)
    document = _due(corpus, id_)
    if strict and (found := [p for p in pipeline.check(files, today) if p.code != _UNLISTED]):
        params: dict[str, object] = {"document": id_, "count": len(found)}
        raise Rejected([*found, Problem("release-check", None, params, "release-check")])
    number = len(corpus.ledger.entries) + 1 if corpus.ledger else 1
    made = copy_of(files, document, number, press)
    entry = _entry(corpus, document, made)
    entries = (*(corpus.ledger.entries if corpus.ledger else ()), entry)
    _follows(entries, corpus)
    path = frozen_path(f"{_folder(files)}{FILE}", entry)
    data = next(f.data for f in files if document.span and f.path == document.span.path)
    return Release(entry, made, path, data, written(entries))


def copy_of(files: Iterable[File], document: Document, number: int, press: Press = to_pdf) -> Copy:
    """Set one version anew, as entry `number` of the ledger, from the files alone: nothing comes
    out of a cache. Of the ledger no more is used, because no more is known when it is released."""
    assert document.version.effective
    others = [file for file in files if file.kind != "ledger"]
    read = pipeline.read(others, document.version.effective)
    pipeline.drawable(read.sources)
    page = pipeline.copy(read.corpus, document.id, number)
    pdf = printed(page, press)
    assert page.html is not None and page.sheet
    return Copy(page.html.encode(), pdf, pipeline.made_with(page.sheet))


def printed(page: Page, press: Press = to_pdf) -> bytes:
    """The PDF of a page; raises `Unrendered`."""
    assert page.sheet
    for answer in press([page.sheet], lambda key, make: make()):
        if answer.problems:
            raise Unrendered(list(answer.problems))
        return answer.pdf
    raise AssertionError("a job yields one answer")


_UNLISTED = f"{RULE}.unlisted"  # what a release is there to mend


def _due(corpus: Corpus, id_: str) -> Document:
    """The oldest version that the ledger does not hold."""
    lineage = corpus.lineages.get(id_, ())
    if id_ in corpus.externals or id_ in corpus.retired:
        params: dict[str, object] = {"document": id_}
        raise Rejected([Problem("release-foreign", None, params, "release-foreign")])
    if not lineage:
        known = [name for name in corpus.lineages if name not in corpus.externals]
        raise Misused([unknown("unknown-document", id_, known, None)])
    entries = corpus.ledger.entries if corpus.ledger else ()
    held = {ordinal(e.version): e for e in entries if e.document == id_}
    due = [d for d in lineage if ordinal(d.version.number) not in held]
    newest = lineage[-1].version
    params = {"document": id_, "version": newest.number, "published": newest.published or ""}
    if not due:
        place = lineage[-1].version.place("number")
        raise Rejected([Problem("released-already", place, params, "released-already")])
    document = due[0]
    assert isinstance(document, Document)
    if document.version.draft or not document.version.effective:
        place = document.version.place("draft")
        raise Rejected([Problem("release-draft", place, params, "release-draft")])
    return document


def _entry(corpus: Corpus, document: Document, made: Copy) -> Entry:
    version = document.version
    assert document.span and version.published and version.effective
    return sealed(
        Entry(
            document=document.id,
            version=version.number,
            published=version.published,
            effective=version.effective,
            text_sha256=text_hash(document, corpus.catalog),
            source_sha256=corpus.digests[document.span.path],
            pdf_sha256=hashlib.sha256(made.pdf).hexdigest(),
            html_sha256=hashlib.sha256(made.html).hexdigest(),
            press=made.press,
            previous_sha256=head(corpus.ledger),
            entry_sha256="0" * 64,
        )
    )


def _follows(entries: tuple[Entry, ...], corpus: Corpus) -> None:
    """Raises `Rejected` when the last entry may not follow those before it; the files have been
    judged by the rules, and one of them is not there yet."""
    new, ledger = entries[-1], Ledger(entries=entries)
    own = {frozen_path(FILE, entry): entry.source_sha256 for entry in entries}
    document = next(d for d in corpus.lineages[new.document] if d.version.number == new.version)
    if problems := bare(ledger, own):
        place = document.version.place("published")
        raise Rejected([Problem(p.code, place, p.params, p.hint) for p in problems])


def _folder(files: Iterable[File]) -> str:
    """How the paths of the workspace begin: `agreements/`, or nothing."""
    catalog = next(file.path for file in files if file.kind == "catalog")
    return catalog.removesuffix("catalog.yaml")
