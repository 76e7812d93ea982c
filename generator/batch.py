"""Many documents at once: what is in the cache is taken, the rest is printed, all is reported.

One failure does not stop the others; but if anything failed, nothing is
published.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from . import __version__, pipeline, workspace
from .canonical import text_hash
from .ledger import state
from .model import Bundle
from .pipeline import Page, Read
from .problems import Problem, Unrendered
from .publish.manifest import Entry, Json, manifest
from .render import fonts, libraries
from .render.html import Profile
from .render.press import Job, Printed, to_pdf
from .workspace import MANIFEST, Cache, Workspace


@dataclass(frozen=True, slots=True)
class Step:
    """Progress: one PDF is ready. `reused` says that it came from the cache."""

    name: str
    done: int
    total: int
    reused: bool


@dataclass(frozen=True, slots=True)
class Built:
    """What a build left behind."""

    target: Path
    entries: tuple[Entry, ...]
    printed: int


Tell = Callable[[Step], None]
Press = Callable[[list[Job], fonts.Cached], Generator[Printed]]


def build(
    place: Workspace,
    read: Read,
    bundles: Iterable[Bundle],
    formats: frozenset[str],
    target: Path,
    day: date,
    tell: Tell,
    whole: bool = True,
    press: Press = to_pdf,
    wait: float = workspace.LOCK_SECONDS,
    attach: Mapping[str, bytes] | None = None,
    profiles: Collection[Profile] = (Profile.SCREEN,),
) -> Built:
    """Build bundles into `target`; `whole` says that what other bundles left there goes.
    `attach`, the bytes of each source by its path, goes with the PDFs when given; each PDF is
    set once for each of the `profiles`."""
    if "pdf" in formats:
        pipeline.drawable(read.sources)
    bundles = tuple(bundles)
    built = {bundle.id for bundle in bundles}
    pages = pipeline.pages(read.corpus, bundles, formats, profiles)
    if attach is not None:
        pages = pipeline.attach(pages, read.corpus, attach)
    with workspace.output(target, wait) as replace:
        sheets = [page.sheet for page in pages if page.sheet]
        pdfs, printed = to_pdfs(place.cache, sheets, tell, press)
        texts = _texts(read, pages)
        entries = [entry for page in pages for entry in _entries(page, pdfs, texts)]
        stay = [] if whole else _staying(target, built)
        tool: Json = {"name": "xieyi", "version": __version__, "libraries": libraries.versions()}
        faces: list[Json] = fonts.receipt(pipeline.characters(read.sources))
        sources, ledger = pipeline.sources_of(read), state(read.corpus.ledger)
        receipt = manifest(day, entries, sources, tool, faces, stay, ledger)
        files = {entry.path: entry.data for entry in entries} | {MANIFEST: receipt}
        kept = {str(file["path"]) for file in stay}
        replace(files, [path for path in _listed(target) if path not in kept])
    place.cache.forget()
    return Built(target, tuple(entries), printed)


def to_pdfs(
    cache: Cache, sheets: list[Job], tell: Tell, press: Press
) -> tuple[dict[str, bytes], int]:
    """The PDF of each sheet by name, and how many had to be printed."""
    pdfs: dict[str, bytes] = {}
    fresh: dict[str, list[Job]] = {}
    for sheet in sheets:
        key = pipeline.key(sheet)
        if (known := cache.kept(key)) is not None:
            pdfs[sheet.name] = known
            tell(Step(sheet.name, len(pdfs), len(sheets), reused=True))
        else:
            fresh.setdefault(key, []).append(sheet)
    problems: list[Problem] = []
    keys = {same[0].name: key for key, same in fresh.items()}
    jobs = sorted((same[0] for same in fresh.values()), key=lambda job: -len(job.html))
    with closing(press(jobs, cache.cached)) as prints:
        for printed in prints:
            problems += printed.problems
            if printed.problems:
                continue
            key = keys[printed.job.name]
            cache.keep(key, printed.pdf)
            for sheet in fresh[key]:
                pdfs[sheet.name] = printed.pdf
                tell(Step(sheet.name, len(pdfs), len(sheets), reused=False))
    if problems:
        raise Unrendered(problems)
    return pdfs, len(jobs)


def _texts(read: Read, pages: Iterable[Page]) -> dict[str | None, str]:
    """The text hash of each document shown."""
    corpus = read.corpus
    standing = {id_: held.document for id_, held in corpus.documents.items()}
    shown = {page.document for page in pages}
    return {
        id_: text_hash(document, corpus.catalog)
        for id_, document in (standing | corpus.externals).items()
        if id_ in shown
    }


def _entries(page: Page, pdfs: dict[str, bytes], texts: dict[str | None, str]) -> Iterable[Entry]:
    about = (page.bundle, page.document, page.version)
    text = texts.get(page.document)
    if page.html is not None:
        yield Entry(f"{page.path}.html", *about, page.html.encode(), text)
    if page.sheet:
        yield Entry(f"{page.path}.pdf", *about, pdfs[page.sheet.name], text)


def _files(target: Path) -> list[Json]:
    files = workspace.listed(target).get("files")
    return [file for file in files if isinstance(file, dict)] if isinstance(files, list) else []


def _listed(target: Path) -> list[str]:
    return [str(file.get("path")) for file in _files(target)]


def _staying(target: Path, built: set[str]) -> list[Json]:
    """What other bundles left there, as far as it is still there."""
    return [
        file
        for file in _files(target)
        if file.get("bundle") not in built and (target / str(file.get("path"))).is_file()
    ]
