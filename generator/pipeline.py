"""The sentence: how agreements become pages, told once.

    files → sources → nouns → corpus on a day → packs → pages and sheets

`corpus` reads and resolves, `pages` composes and inks. The stages themselves
know nothing of one another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TypeVar

from . import __version__, ledger, lint, load, validate
from .bundle import compose
from .canonical import FORM as TEXT_FORM
from .model import (
    Bundle,
    Catalog,
    Document,
    External,
    Kind,
    Ledger,
    Notice,
    Noun,
    Retired,
    frozen_as,
)
from .problems import Problem, Rejected
from .reading import Card, Pack, Reading
from .render import fonts, html, libraries
from .render.html import Profile
from .render.press import Attached, Job
from .resolve import Corpus, gather
from .source import Scalar, Source, scalars
from .workspace import File

N = TypeVar("N", bound=Noun)


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


def read(files: Iterable[File], day: date, published: bool = False) -> Read:
    """Load, validate and resolve; raises `Rejected` with all problems of the stage that failed.

    Where a working file says something else than the frozen copy of its version, the working
    file is read, so that it can be seen and judged; `published` reads the frozen copy instead.
    """
    sources: list[Source] = []
    nouns: list[Noun] = []
    problems: list[Problem] = []
    for file in files:
        found: list[Problem] = []
        try:
            source = load.read(file.path, file.data)
        except load.Unclean as unclean:
            found = unclean.problems
            problems += found
            if unclean.source is None:
                continue
            source = unclean.source  # what it says can still be judged
        try:
            sources.append(source)
            nouns.append(noun(file.kind, source))
        except Rejected as rejected:
            spoilt = {problem.span.line for problem in found if problem.span}
            problems += [p for p in rejected.problems if not p.span or p.span.line not in spoilt]
    if problems:
        raise Rejected(problems)
    documents, shadowed = _once(_of(Document, nouns), sources, published)
    corpus = gather(
        _of(Catalog, nouns)[0],
        documents,
        _of(Retired, nouns),
        day,
        _of(External, nouns),
        _of(Notice, nouns),
    )
    digests = {source.path: source.sha256 for source in sources}
    corpus = replace(
        corpus,
        ledger=next(iter(_of(Ledger, nouns)), None),
        digests=digests,
        shadowed=shadowed,
    )
    return Read(corpus, tuple(sources))


def _once(
    documents: list[Document], sources: Iterable[Source], published: bool
) -> tuple[list[Document], tuple[Document, ...]]:
    """Each version once: beside a working file the frozen copy of its version steps back, or the
    other way round. Behind them those that stepped back and say something else."""
    digests = {source.path: source.sha256 for source in sources}
    path = {id(document): document.span.path for document in documents if document.span}
    pairs: dict[tuple[str, str], list[Document]] = {}
    for document in documents:
        name = (document.id, document.version.number)
        if frozen_as(path[id(document)]) in (None, name):
            pairs.setdefault(name, []).append(document)
    back: list[Document] = []
    for pair in pairs.values():
        frozen = [d for d in pair if frozen_as(path[id(d)])]
        if len(pair) == 2 and len(frozen) == 1:
            working = next(d for d in pair if d is not frozen[0])
            back.append(working if published else frozen[0])
    alike = {name for name, pair in pairs.items() if len({digests[path[id(d)]] for d in pair}) == 1}
    gone = {id(document) for document in back}
    differing = tuple(d for d in back if (d.id, d.version.number) not in alike)
    return [d for d in documents if id(d) not in gone], differing


def noun(kind: str, source: Source) -> Noun:
    """The noun of a file; a document whose text belongs to somebody else says so by its kind."""
    stated = source.root.get("kind")
    if kind == "document" and isinstance(stated, Scalar) and stated.text == Kind.EXTERNAL:
        kind = "external"
    validated: dict[str, Callable[[Source], Noun]] = {
        "catalog": validate.catalog,
        "document": validate.document,
        "external": validate.external,
        "retired": validate.retired,
        "notice": validate.notice,
        "ledger": validate.ledger,
    }
    return validated[kind](source)


def _of(kind: type[N], nouns: list[Noun]) -> list[N]:
    return [noun for noun in nouns if isinstance(noun, kind)]


def check(
    files: Iterable[File], day: date, select: Iterable[str] = (), ignore: Iterable[str] = ()
) -> list[Problem]:
    """What the rules find; raises `Rejected` for what cannot even be read."""
    corpus, names = read(files, day).corpus, {"L05", ledger.RULE}
    found = lint.check(corpus, day, select, ignore)
    if corpus.ledger is None and not names & set(ignore) and (not select or names & set(select)):
        found += ledger.audit(corpus)  # which the rule judges only where there is a ledger
    return sorted(found, key=lambda problem: problem.order)


def drawable(sources: Iterable[Source]) -> None:
    """Raises `Rejected` for each character that the fonts cannot draw, naming its clause."""
    sources = list(sources)
    absent = fonts.missing(characters(sources))
    problems = [
        Problem(
            "no-glyph",
            scalar.at(at),
            {"character": c, "point": f"U+{ord(c):04X}", "id": owner},
            "spare-font" if fonts.lacks_spare(c) else "no-glyph",
        )
        for source in sources
        for scalar, owner in (scalars(source.root) if absent else ())
        for at, c in enumerate(scalar.text)
        if c in absent
    ]
    if problems:
        raise Rejected(problems)


def characters(sources: Iterable[Source]) -> set[str]:
    """Every character of every value."""
    return {c for source in sources for scalar, _ in scalars(source.root) for c in scalar.text}


def pages(
    corpus: Corpus,
    bundles: Iterable[Bundle],
    formats: frozenset[str],
    profiles: Collection[Profile] = (Profile.SCREEN,),
) -> list[Page]:
    """Every page of every bundle, inked but not yet printed. The profiles, in whatever order,
    concern PDFs alone; a sheet of another one than the screen's has its name behind its path."""
    profiles = [one for one in Profile if one in profiles and "pdf" in formats]
    entries = ledger.numbers(corpus.ledger)
    return [
        page
        for bundle in bundles
        if (pack := compose(corpus, bundle, entries)).documents or pack.cards
        for page in _pack(pack, "html" in formats, profiles)
    ]


def _pack(pack: Pack, paged: bool, profiles: Collection[Profile]) -> Iterator[Page]:
    """Each document of one bundle as a page and as sheets, and sheets of all of them together."""
    every: tuple[Reading | Card, ...] = (*pack.documents, *pack.cards)
    for each in every:
        ink: Callable[..., str]
        if isinstance(each, Card):
            ink = partial(html.to_card, pack, each)
        else:
            ink = partial(html.to_html, pack, each)
        path, version = f"{pack.id}/{each.id}", each.version.number
        sheets = [_sheet(path, ink(html.Medium.SHEET, profile), profile) for profile in profiles]
        if paged:
            beside = sheets.pop(0) if Profile.SCREEN in profiles else None
            yield Page(path, pack.id, each.id, version, ink(), beside)
        for job in sheets:
            yield Page(job.name, pack.id, each.id, version, None, job)
    for profile in profiles:
        job = _sheet(f"{pack.id}/pack", html.to_pack(pack, profile), profile, "contents")
        yield Page(job.name, pack.id, None, None, None, job)


def _sheet(path: str, page: str, profile: Profile, front: str | None = None) -> Job:
    ending = "" if profile is Profile.SCREEN else f".{profile}"
    return sheet(path + ending, page, front, profile)


def attach(pages: Iterable[Page], corpus: Corpus, files: Mapping[str, bytes]) -> list[Page]:
    """The pages, each sheet with the sources of the documents on it; `files` are bytes by path."""
    pages = list(pages)
    sources: dict[tuple[str, str | None], list[Attached]] = {}
    for page in pages:
        if page.document:
            source = _source(corpus, page.document, files)
            sources[page.bundle, page.document] = [source]
            pack = sources.setdefault((page.bundle, None), [])
            pack += [source] if source not in pack else []
    return [
        replace(
            page, sheet=replace(page.sheet, attached=tuple(sources[page.bundle, page.document]))
        )
        if page.sheet
        else page
        for page in pages
    ]


def _source(corpus: Corpus, id_: str, files: Mapping[str, bytes]) -> Attached:
    held = corpus.documents.get(id_)
    document = held.document if held else corpus.externals[id_]
    version = document.version
    assert document.span
    name = f"{id_}@{version.number}.yaml"
    day = version.published or version.effective or corpus.day
    return Attached(name, files[document.span.path], day)


def copy(corpus: Corpus, id_: str, entry: int) -> Page:
    """The copy of one document that stands for its version: read for all products, by nobody in
    particular, on the day of the corpus. What the hashes of entry number `entry` are hashes of."""
    bundle = Bundle(id=id_, name=id_, documents=(id_,))
    number = corpus.documents[id_].document.version.number
    pack = compose(corpus, bundle, {(id_, number): entry})
    return next(_pack(pack, True, (Profile.SCREEN,)))


def sheet(path: str, page: str, front: str | None = None, profile: Profile = Profile.SCREEN) -> Job:
    """The job of printing one page."""
    css = html.stylesheet(profile)
    drawn = "".join(sorted(set(page + css) - set("\n")))
    return Job(path, page, fonts.styled(css, drawn), drawn, front)


def key(job: Job) -> str:
    """The digest of all that decides the bytes of a PDF."""
    parts = [__version__, libraries.press(), job.html, job.css, job.front or ""]
    parts += [f"{each.name} {each.day} {_sha256(each.data)}" for each in job.attached]
    parts += [f"{face.sha256}-{face.index}" for face in fonts.used(job.characters)]
    parts += [f"{name} {version}" for name, version in libraries.versions().items()]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def made_with(job: Job) -> dict[str, str]:
    """What decides the bytes of a PDF, by name: a version, or the start of a digest."""
    faces = "\0".join(f"{face.sha256}-{face.index}" for face in fonts.used(job.characters))
    digests = {
        "press": libraries.press(),
        "fonts": _sha256(faces),
        "markup": _sha256("\0".join((job.html, job.css, job.front or ""))),
    }
    known = {"xieyi": __version__, "text": TEXT_FORM, **libraries.versions()}
    return known | {name: digest[:16] for name, digest in digests.items()}


def _sha256(text: str | bytes) -> str:
    data = text.encode() if isinstance(text, str) else text
    return hashlib.sha256(data).hexdigest()


def sources_of(read: Read) -> Mapping[str, str]:
    return {source.path: source.sha256 for source in read.sources}
