"""The sentence: how agreements become pages, told once.

    files → sources → nouns → corpus on a day → packs → pages and sheets

`corpus` reads and resolves, `pages` composes and inks. The stages themselves
know nothing of one another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from . import __version__, load, validate
from .bundle import compose
from .model import Bundle, Catalog, Document, Retired
from .problems import Problem, Rejected
from .render import fonts, html, libraries
from .render.press import Job
from .resolve import Corpus, gather
from .source import Source, scalars
from .workspace import File


@dataclass(frozen=True, slots=True)
class Read:
    """What was read: the corpus on a day, and the sources it came from."""

    corpus: Corpus
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One document of one bundle, or its whole pack: an HTML page and a sheet to print."""

    path: str
    bundle: str
    document: str | None
    version: str | None
    html: str | None
    sheet: Job | None


def read(files: Iterable[File], day: date) -> Read:
    """Load, validate and resolve; raises `Rejected` with all problems of the stage that failed."""
    sources: list[Source] = []
    catalogs: list[Catalog] = []
    documents: list[Document] = []
    retired: list[Retired] = []
    problems: list[Problem] = []
    for file in files:
        try:
            source = load.read(file.path, file.data)
            sources.append(source)
            match file.kind:
                case "catalog":
                    catalogs.append(validate.catalog(source))
                case "document":
                    documents.append(validate.document(source))
                case "retired":
                    retired.append(validate.retired(source))
        except Rejected as rejected:
            problems += rejected.problems
    if problems:
        raise Rejected(problems)
    return Read(gather(catalogs[0], documents, retired, day), tuple(sources))


def drawable(sources: Iterable[Source]) -> None:
    """Raises `Rejected` for each character that the fonts cannot draw, naming its clause."""
    sources = list(sources)
    every = {c for source in sources for scalar, _ in scalars(source.root) for c in scalar.text}
    absent = fonts.missing(every)
    problems = [
        Problem("no-glyph", scalar.at(at), {"character": c, "point": f"U+{ord(c):04X}", "id": owner})
        for source in sources
        for scalar, owner in (scalars(source.root) if absent else ())
        for at, c in enumerate(scalar.text)
        if c in absent
    ]
    if problems:
        raise Rejected(problems)


def pages(corpus: Corpus, bundles: Iterable[Bundle], formats: frozenset[str]) -> list[Page]:
    """Every page of every bundle, inked but not yet printed."""
    made: list[Page] = []
    for bundle in bundles:
        pack = compose(corpus, bundle)
        if not pack.documents:
            continue
        for document in pack.documents:
            path = f"{bundle.id}/{document.id}"
            page = html.to_html(pack, document) if "html" in formats else None
            sheet = None
            if "pdf" in formats:
                sheet = _sheet(path, html.to_html(pack, document, html.Medium.SHEET))
            made.append(Page(path, bundle.id, document.id, document.version.number, page, sheet))
        if "pdf" in formats:
            sheet = _sheet(f"{bundle.id}/pack", html.to_pack(pack), front="contents")
            made.append(Page(f"{bundle.id}/pack", bundle.id, None, None, None, sheet))
    return made


def _sheet(path: str, page: str, front: str | None = None) -> Job:
    css = html.stylesheet()
    characters = "".join(sorted(set(page + css) - set("\n")))
    return Job(path, page, fonts.declarations() + css, characters, front)


def key(job: Job) -> str:
    """The digest of all that decides the bytes of a PDF."""
    parts = [__version__, job.html, job.css, job.front or ""]
    parts += [f"{face.sha256}-{face.index}" for face in fonts.faces()]
    parts += [f"{name} {version}" for name, version in libraries.versions().items()]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def sources_of(read: Read) -> Mapping[str, str]:
    return {source.path: source.sha256 for source in read.sources}
