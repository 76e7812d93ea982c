"""What is wrong with a ledger: in its chain, in the files it speaks of, in what they say today.

Every problem stands in the ledger, whichever file was touched: what is written into a published
file can therefore not excuse it. `allow` reaches only as far as the file it stands in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from itertools import pairwise

from ..canonical import FORM as TEXT_FORM
from ..canonical import text_hash
from ..model import Binding, Entry, Ledger, frozen_as, ordinal
from ..problems import Problem
from ..resolve import Corpus
from ..source import Span
from .form import START, entry_hash, written

RULE = "immutable"
FILE = "ledger.yaml"


def audit(corpus: Corpus) -> list[Problem]:
    """All that is wrong; without a ledger, each published version of ours that it should hold."""
    problems = bare(corpus.ledger, corpus.digests) if corpus.ledger else []
    problems += _unlisted(corpus)
    problems += [p for entry in _entries(corpus.ledger) for p in _words(corpus, entry)]
    return problems


def bare(ledger: Ledger, digests: Mapping[str, str]) -> list[Problem]:
    """What the ledger and the digests of the files tell, whether or not the files can be read.

    `digests` is the SHA-256 of each file of the workspace by its path, the ledger's own included.
    """
    problems = [*_seals(ledger), *_chain(ledger), *_order(ledger), *_files(ledger, digests)]
    own = digests.get(_path(ledger))
    if not problems and own and own != hashlib.sha256(written(ledger.entries)).hexdigest():
        problems.append(_problem("form", ledger.span, {"file": FILE}))
    return problems


def _seals(ledger: Ledger) -> Iterator[Problem]:
    """An entry says what it said when it was sealed."""
    for entry in ledger.entries:
        if entry_hash(entry) != entry.entry_sha256:
            yield _problem("entry", entry.place("entry-sha256"), _named(entry))


def _chain(ledger: Ledger) -> Iterator[Problem]:
    """Each entry follows the one that it followed."""
    places = {entry.entry_sha256: at for at, entry in enumerate(ledger.entries)}
    previous = START
    for at, entry in enumerate(ledger.entries):
        if entry.previous_sha256 != previous:
            here = places.get(entry.previous_sha256)
            known = here is not None or (entry.previous_sha256 == START and at > 0)
            code = "reordered" if known else "removed"
            yield _problem(code, entry.place("previous-sha256"), _named(entry) | {"at": at + 1})
        previous = entry.entry_sha256


def _order(ledger: Ledger) -> Iterator[Problem]:
    """Releases follow one another, and so do the versions of a document."""
    for before, entry in pairwise(ledger.entries):
        if entry.published < before.published:
            params = _named(entry) | {"day": entry.published, "before": before.published}
            yield _problem("back-dated", entry.place("published"), params)
    last: dict[str, Entry] = {}
    for entry in ledger.entries:
        earlier = last.get(entry.document)
        if earlier and ordinal(entry.version) == ordinal(earlier.version):
            yield _problem("twice", entry.place("version"), _named(entry))
        elif earlier and ordinal(entry.version) < ordinal(earlier.version):
            params = _named(entry) | {"before": earlier.version}
            yield _problem("number", entry.place("version"), params)
        if earlier and entry.effective <= earlier.effective:
            params = _named(entry) | {"day": entry.effective, "before": earlier.effective}
            yield _problem("back-dated", entry.place("effective"), params)
        last[entry.document] = entry


def _files(ledger: Ledger, digests: Mapping[str, str]) -> Iterator[Problem]:
    """The published file of each entry is there, byte for byte."""
    for entry in ledger.entries:
        path = published(_path(ledger), entry)
        found = digests.get(path)
        if found is None:
            yield _problem("missing", entry.span, _named(entry) | {"file": path})
        elif found != entry.source_sha256:
            yield _problem("altered", entry.place("source-sha256"), _named(entry) | {"file": path})


def _unlisted(corpus: Corpus) -> Iterator[Problem]:
    """Each published file of ours has its entry."""
    listed = {(entry.document, entry.version) for entry in _entries(corpus.ledger)}
    for path in sorted(corpus.digests):
        version = frozen_as(path)
        if version and version not in listed and version[0] not in corpus.externals:
            place = corpus.ledger.span if corpus.ledger else Span(path)
            params: dict[str, object] = {"document": version[0], "version": version[1]}
            yield _problem("unlisted", place, params | {"file": path})


def _words(corpus: Corpus, entry: Entry) -> Iterator[Problem]:
    """What a file says is filled in from the catalog, and with it still says what it said."""
    document = _document(corpus, entry)
    if document is None or not corpus.ledger:
        return  # the file is missing or altered
    path = published(_path(corpus.ledger), entry)
    if corpus.digests.get(path) != entry.source_sha256:
        return
    days = (document.version.published, document.version.effective)
    if (entry.published, entry.effective) != days:
        yield _problem("days", entry.place("published"), _named(entry) | {"file": path})
    known = entry.press.get("text") == TEXT_FORM  # else the hash is one of another kind
    if known and text_hash(document, corpus.catalog) != entry.text_sha256:
        yield _problem("words", entry.place("text-sha256"), _named(entry) | {"file": path})


def _document(corpus: Corpus, entry: Entry) -> Binding | None:
    name = (entry.document, entry.version)
    held = [d for d in corpus.shadowed if d.span and frozen_as(d.span.path)]
    for document in (*held, *corpus.lineages.get(entry.document, ())):
        if (document.id, document.version.number) == name:
            return document
    return None


def published(ledger_path: str, entry: Entry) -> str:
    """The path of an entry's frozen file, written as the paths of the workspace are."""
    return f"{ledger_path.removesuffix(FILE)}published/{entry.document}/{entry.version}.yaml"


def _path(ledger: Ledger) -> str:
    return ledger.span.path if ledger.span else FILE


def _entries(ledger: Ledger | None) -> tuple[Entry, ...]:
    return ledger.entries if ledger else ()


def _named(entry: Entry) -> dict[str, object]:
    return {"document": entry.document, "version": entry.version}


def _problem(what: str, place: Span | None, params: dict[str, object]) -> Problem:
    code = f"{RULE}.{what}"
    return Problem(code, place, params | {"rule": "L05"}, code)
