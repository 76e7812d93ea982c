"""The site, built and put in its place whole or not at all.

What is costly (PDFs, the search index) is taken from the cache by content; pages are inked each
time, which takes a second. What an earlier build left and this one does not make goes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .. import __version__, pipeline, workspace
from ..batch import Press, Tell, to_pdfs
from ..compare.trace import Trace
from ..compare.trace import trace as traced
from ..ledger import audit, state
from ..pipeline import Read
from ..problems import Rejected
from ..publish.manifest import Entry, Json, manifest
from ..publish.notice import Announced, announced
from ..redlines.compared import Compared
from ..render import fonts, html, libraries
from ..render.press import Job, to_pdf
from ..workspace import MANIFEST, Workspace
from . import comparisons, data, documents, feed, products, records, search, tools
from .assets import assets
from .ink import File, Ink
from .plan import Comparison, Plan, plan
from .records import Tombstone
from .sheets import sheets


@dataclass(frozen=True, slots=True)
class Site:
    """What was published: where, how many pages and PDFs, how many of them newly printed."""

    target: Path
    pages: int
    pdfs: int
    printed: int
    size: int


@dataclass(frozen=True, slots=True)
class Content:
    """All that the pages of a site speak of."""

    plan: Plan
    trace: Trace
    stones: tuple[Tombstone, ...]
    notices: tuple[Announced, ...]
    compared: tuple[tuple[Comparison, Compared], ...]


def build(
    place: Workspace,
    read: Read,
    target: Path,
    base: str,
    tell: Tell,
    press: Press = to_pdf,
    wait: float = workspace.LOCK_SECONDS,
) -> Site:
    """Build the site of a workspace into `target`. `base` is the address it will have, with a
    slash at its end, or "" where that is not known."""
    base = base or _address(read)
    key = made_of(read, base)
    with workspace.output(target, wait) as replace:
        if found := unchanged(target, place.cache.kept(key)):
            return found
        _sound(read, target)
        pipeline.drawable(read.sources)
        content = gathered(read)
        printed, fresh = to_pdfs(place.cache, _jobs(content), tell, press)
        pdfs = {f"{name}.pdf": printed[name] for name in sorted(printed)}
        about = {path: File(path, len(pdf), digest(pdf)) for path, pdf in pdfs.items()}
        files = pdfs | inked(content, base, about, place.cache.cached)
        planned = content.plan
        files[feed.SUMS] = feed.sums(files)
        files[MANIFEST] = _receipt(read, planned, files)
        replace(files, [path for path in _listed(target) if path not in files])
        place.cache.keep(key, files[MANIFEST])
    place.cache.forget()
    return _told(target, {path: len(content) for path, content in files.items()}, fresh)


def _sound(read: Read, target: Path) -> None:
    """Raises `Rejected` where what was released is not as the ledger has it. A workspace that
    never had a ledger, as far as the site that stands there remembers, needs none."""
    ledger = workspace.listed(target).get("ledger")
    remembered = isinstance(ledger, dict) and ledger.get("entries")
    if (read.corpus.ledger or remembered) and (found := audit(read.corpus)):
        raise Rejected(found)


def _told(target: Path, sizes: Mapping[str, int], printed: int) -> Site:
    pages = sum(path.endswith(".html") for path in sizes)
    pdfs = sum(path.endswith(".pdf") for path in sizes)
    return Site(target, pages, pdfs, printed, sum(sizes.values()))


def _address(read: Read) -> str:
    """The address that the catalog gives."""
    site = read.corpus.catalog.platform.site
    return f"{site.rstrip('/')}/" if site else ""


def made_of(read: Read, base: str) -> str:
    """The digest of all that decides what is published."""
    parts: list[object] = [__version__, base, read.corpus.day.isoformat()]
    parts += [pipeline.sources_of(read), libraries.versions()]
    parts += [face.sha256 for face in fonts.used(pipeline.characters(read.sources))]
    for folder in (Path(__file__).parents[1], html.templates()):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                parts.append([path.name, digest(path.read_bytes())])
    return digest(json.dumps(parts, sort_keys=True).encode())


def unchanged(target: Path, known: bytes | None) -> Site | None:
    """What stands there, if it is what was made from the same before, to the last byte."""
    try:
        if known is None or (target / MANIFEST).read_bytes() != known:
            return None
        sizes = {}
        for file in json.loads(known)["files"]:
            content = (target / file["path"]).read_bytes()
            if digest(content) != file["sha256"]:
                return None
            sizes[file["path"]] = len(content)
    except OSError:
        return None
    return _told(target, sizes, 0)


def gathered(read: Read) -> Content:
    """All that the pages speak of."""
    planned = plan(read.corpus)
    trace = traced(read.corpus)
    return Content(
        planned,
        trace,
        tuple(records.tombstones(planned, trace)),
        tuple(
            sorted(
                (announced(read.corpus, notice) for notice in read.corpus.notices.values()),
                key=lambda notice: (notice.published, notice.id),
                reverse=True,
            )
        ),
        tuple(comparisons.compared(planned)),
    )


def _jobs(content: Content) -> list[Job]:
    found = sheets(content.plan, content.trace, list(content.stones), list(content.notices))
    return [*found, *comparisons.sheets(list(content.compared))]


def inked(
    content: Content, base: str, pdfs: Mapping[str, File], cached: search.Cached
) -> dict[str, bytes]:
    """Everything that is published save PDFs, sums and the receipt."""
    ink = begun(content.plan, base, pdfs)
    stones, notices = list(content.stones), list(content.notices)
    _pages(ink, content.plan, stones, notices)
    records.trace_page(ink, content.trace, stones)
    if stones:
        records.beside_page(ink, content.plan, content.trace)
    comparisons.pages(ink, content.plan, list(content.compared))
    files = dict(ink.pages)
    files |= search.index(search.records(content.plan), cached)
    files |= _data(ink, content.plan, stones, notices)
    return files | assets()[0]


def begun(planned: Plan, base: str, pdfs: Mapping[str, File]) -> Ink:
    """Ink for the pages of a site, none of them inked yet."""
    platform = planned.corpus.catalog.platform
    return Ink(
        name=platform.name,
        operator=platform.operator,
        statement=platform.statement or "",
        day=planned.day,
        base=base,
        assets=assets()[1],
        pdfs=pdfs,
    )


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _pages(
    ink: Ink, planned: Plan, stones: list[Tombstone], notices: list[Announced]
) -> dict[str, bytes]:
    """Every page save those of comparisons and tables."""
    tools.home(ink, planned, stones, notices)
    documents.listing(ink, planned)
    for lineage in planned.lineages.values():
        documents.standing(ink, planned, lineage)
        for edition in lineage.editions:
            documents.edition(ink, planned, lineage, edition)
    products.picker(ink, planned)
    for product in planned.corpus.catalog.products:
        products.product(ink, planned, product)
    for bundle in planned.bundles.values():
        products.bundle(ink, planned, bundle)
    for of in planned.sets:
        products.a_set(ink, planned, of)
        for variant in of.variants:
            if variant.own:
                documents.variant(ink, planned, of, variant)
    records.retired_pages(ink, planned, stones)
    records.notice_pages(ink, notices)
    tools.which(ink, planned)
    tools.search(ink, planned)
    tools.data(ink, planned)
    tools.missing(ink)
    return ink.pages


def _data(
    ink: Ink, planned: Plan, stones: list[Tombstone], notices: list[Announced]
) -> dict[str, bytes]:
    found = feed.news(planned, stones, notices)
    every = data.agreements(planned, ink.pdfs, ink.pages, ink.base, stones, notices, digest)
    files = {
        "agreements.json": data.encoded(every, 1),
        "data/sets.json": data.encoded(data.sets(planned, ink.pdfs)),
        "data/bindings.json": data.encoded(data.bindings(planned, ink.pdfs)),
        "feed.xml": feed.feed(ink.name, ink.operator, ink.base, found),
        "robots.txt": feed.robots(ink.base),
    }
    if ink.base:
        files["sitemap.xml"] = feed.sitemap(ink.base, ink.pages)
    return files


def _receipt(read: Read, planned: Plan, files: Mapping[str, bytes]) -> bytes:
    """The manifest, which every output of this tool carries."""
    versions = {edition.pdf: edition for edition in planned.editions()}
    versions |= {f"{edition.path}index.html": edition for edition in planned.editions()}
    entries = []
    for path, content in files.items():
        edition = versions.get(path)
        id_, number, text = (edition.id, edition.number, edition.text) if edition else (None,) * 3
        entries.append(Entry(path, "", id_, number, content, text))
    tool: Json = {"name": "xieyi", "version": __version__, "libraries": libraries.versions()}
    faces: list[Json] = fonts.receipt(pipeline.characters(read.sources))
    sources, ledger = pipeline.sources_of(read), state(read.corpus.ledger)
    return manifest(planned.day, entries, sources, tool, faces, (), ledger)


def _listed(target: Path) -> list[str]:
    """What an earlier build wrote there."""
    files = workspace.listed(target).get("files")
    listed = [file for file in files if isinstance(file, dict)] if isinstance(files, list) else []
    return [str(file.get("path")) for file in listed]
