"""Rendered once more from the frozen source: byte for byte where the press is the same, else
text for text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

from .. import pipeline
from ..bundle import named, of_products
from ..ledger import numbers, published
from ..model import Bundle, Document, Entry
from ..pipeline import Page
from ..problems import Rejected
from ..publish.receipt import Listed
from ..publish.stamp import Unreadable, words
from ..releasing import Press, copy_of, printed
from ..render.html import Profile
from ..render.press import to_pdf
from ..workspace import found
from .files import Identity
from .known import Known
from .signatures import unsigned
from .verdict import State, Verdict


@dataclass(frozen=True, slots=True)
class _Made:
    """What was rendered: its bytes, and how its press differs from the recorded one."""

    data: bytes
    differs: str = ""


class Again:
    """Renders what it is asked for, from the files of one workspace."""

    def __init__(self, known: Known, press: Press = to_pdf) -> None:
        self.known, self.press = known, press
        self.inked: dict[tuple[date, str], dict[str, Page]] = {}

    def pages(self, day: date, bundle: Bundle) -> dict[str, Page]:
        """The pages of a bundle on a day, by path."""
        if (day, bundle.id) not in self.inked:
            corpus = pipeline.read(self.known.files, day, published=True).corpus
            pages = pipeline.pages(corpus, [bundle], frozenset(("html", "pdf")), tuple(Profile))
            self.inked[day, bundle.id] = {page.path: page for page in pages}
        return self.inked[day, bundle.id]


def rendered(name: str, path: Path, identity: Identity, again: Again) -> list[Verdict]:
    """The verdicts on a file after it was rendered again: the first one, unless the bytes prove
    it wrong, and how the two compare."""
    data, before = found.content(path), identity.verdict
    if before.why == "verify.released-source" or data is None:
        return [before]
    data = unsigned(data)
    try:
        made = _made(data, identity, again)
    except Rejected as rejected:
        told = ", ".join(problem.code for problem in rejected.problems)
        return [before, Verdict(name, State.UNKNOWN, "verify.again-failed", {"detail": told})]
    if made is None:
        return [before, Verdict(name, before.state, "verify.again-not", {})]
    if made.data == data:
        first = [before] if before.state is State.INTACT else []
        return [*first, Verdict(name, State.INTACT, "verify.again-bytes", {})]
    params: dict[str, object] = {"differs": made.differs}
    if _same_words(made.data, data):
        why = "verify.again-text" if made.differs else "verify.again-text-only"
        return [before, Verdict(name, before.state, why, params)]
    why = "verify.again-differs" if made.differs else "verify.again-differs-only"
    return [before, Verdict(name, State.ALTERED, why, params)]


def _made(data: bytes, identity: Identity, again: Again) -> _Made | None:
    """The same document rendered now, or None where it cannot be told which it is."""
    known = again.known
    is_pdf = data.startswith(b"%PDF-")
    if identity.listed and (made := _listed(identity.listed, again)):
        return made
    entry = identity.entry
    if entry is None or known.corpus is None:
        return None
    document = _document(entry, known)
    if document is None:
        return None
    number = numbers(known.ledger)[entry.document, entry.version]
    copy = copy_of(known.files, document, number, again.press)
    parts = {*entry.press, *copy.press}
    differs = [
        f"{part} {entry.press.get(part, '—')} → {copy.press.get(part, '—')}"
        for part in sorted(parts)
        if entry.press.get(part) != copy.press.get(part)
    ]
    return _Made(copy.pdf if is_pdf else copy.html, ", ".join(differs))


def _document(entry: Entry, known: Known) -> Document | None:
    """The version, when its frozen source is still the one of the ledger."""
    assert known.corpus and known.ledger and known.ledger.span
    path = published(known.ledger.span.path, entry)
    if known.corpus.digests.get(path) != entry.source_sha256:
        return None
    lineage = known.corpus.lineages.get(entry.document, ())
    found_ = next((d for d in lineage if d.version.number == entry.version), None)
    return found_ if isinstance(found_, Document) else None


def _listed(row: Listed, again: Again) -> _Made | None:
    """A file of a build, rendered as that build did: its bundle on its day."""
    if again.known.corpus is None or row.day is None or row.bundle is None:
        return None
    bundle = _bundle(row.bundle, again.known)
    if bundle is None:
        return None
    path, _, form = row.path.rpartition(".")
    page = again.pages(row.day, bundle).get(path)
    if page and form == "pdf" and page.sheet:
        return _Made(printed(page, again.press))
    return _Made(page.html.encode()) if page and form == "html" and page.html else None


def _bundle(name: str, known: Known) -> Bundle | None:
    assert known.corpus
    catalog = known.corpus.catalog
    for bundle in named(catalog):
        if bundle.id == name:
            return bundle
    try:
        return of_products(catalog, name.split("+"))
    except Rejected:
        return None


def _same_words(one: bytes, other: bytes) -> bool:
    if not one.startswith(b"%PDF-"):
        return _shown(one) == _shown(other)
    try:
        return words(one) == words(other)
    except Unreadable:
        return False


class _Words(HTMLParser):
    """The words of a page, without those of its style sheets."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.silent += tag in ("style", "script")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("style", "script")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words.append("".join(data.split()))


def _shown(page: bytes) -> str:
    parser = _Words()
    parser.feed(page.decode("utf-8", "replace"))
    return "".join(parser.words)
