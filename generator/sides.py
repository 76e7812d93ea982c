"""What `xieyi diff OLD NEW` compares: which documents, from where, each with its corpus.

A side is a version (`terms@2`), a revision of git, a folder or a file. Versions and files are
one document; revisions and folders are all of a workspace, paired document by document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from . import load, pipeline
from .model import Billing, Binding, Catalog, Document, External, Platform, Product
from .problems import Misused, Problem
from .reading import Status
from .resolve import Corpus, inline
from .resolve.assembly import held_alone
from .resolve.identity import unknown
from .source import Mapping, Node, Scalar, Sequence, scalars
from .workspace import Workspace, find, revisions
from .workspace.place import printable

HEAD = "HEAD"
_EDITION = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*@[0-9]+(\.[0-9]+)*")


@dataclass(frozen=True, slots=True)
class Standing:
    """One document as one side has it, and the corpus in which it is read; `source` is the
    revision, folder or file it was taken from, as it was named, and "" for a version."""

    document: Binding
    corpus: Corpus
    source: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A document on both sides; `old` is None for a new one, `new` for one that is gone.

    `id` is the document's, or `document@number` for a frozen version that is not as it was.
    """

    id: str
    old: Standing | None
    new: Standing | None

    @property
    def same(self) -> bool:
        """Whether both sides say the same and name the same things; places aside."""
        old, new = self.old, self.new
        if old is None or new is None:
            return False
        return old.document == new.document and old.corpus.catalog == new.corpus.catalog


@dataclass(frozen=True, slots=True)
class Shelf:
    """All that one side holds: what is worked on by id, what is frozen by `document@number`.

    `alone` is the document when the side is a single one.
    """

    working: dict[str, Standing]
    frozen: dict[str, Standing]
    alone: Standing | None = None


_EMPTY = Shelf({}, {})


@dataclass(slots=True)
class _Reader:
    """Sides by their names; each workspace is read once."""

    here: Callable[[], Workspace]
    day: date
    tree: Corpus | None = None

    def shelf(self, name: str | None) -> Shelf:
        """What a side holds; without a name, the files as they lie on the disk."""
        if name is None:
            return _whole(self.disk())
        if _EDITION.fullmatch(name) and not Path(name).exists():
            return self.version(name)
        if Path(name).is_dir():
            place = find(Path(name).absolute(), Path(name).absolute())
            return _whole(pipeline.read(place.files(), self.day).corpus, name)
        if Path(name).is_file():
            return self.file(Path(name))
        return self.revision(name)

    def disk(self) -> Corpus:
        if self.tree is None:
            self.tree = pipeline.read(self.here().files(), self.day).corpus
        return self.tree

    def revision(self, name: str) -> Shelf:
        files = revisions.files(self.here(), name)
        return _whole(pipeline.read(files, self.day).corpus, name) if files else _EMPTY

    def version(self, name: str) -> Shelf:
        corpus = pipeline.read(self.here().files(), self.day, published=True).corpus
        known = {f"{d.id}@{d.version.number}": d for ds in corpus.lineages.values() for d in ds}
        if name not in known:
            raise Misused([unknown("unknown-version", name, known, None)])
        return _one(Standing(known[name], corpus))

    def file(self, path: Path) -> Shelf:
        """A document of a workspace as its workspace reads it; any other by what is at hand."""
        whole = path.resolve()
        try:
            place = find(whole.parent)
            corpus = pipeline.read(place.files(), self.day).corpus
        except Misused:
            return _one(self.stranger(path))
        if whole.is_relative_to(place.root):
            own = printable(whole.relative_to(place.root).as_posix())
            for document in (d for lineage in corpus.lineages.values() for d in lineage):
                if document.span and document.span.path == own:
                    return _one(Standing(document, corpus, str(path)))
        return _one(self.stranger(path, corpus))

    def stranger(self, path: Path, corpus: Corpus | None = None) -> Standing:
        """A document of no workspace: its words are read with what the nearest one names."""
        if path.suffix != ".yaml":
            raise Misused([_no_document(path)])
        document = _document(path)
        try:
            corpus = corpus or self.disk()
        except Misused:
            corpus = _bare(document, self.day)
        if isinstance(document, Document):
            held = held_alone(corpus, document, Status.DRAFT)
            corpus = replace(corpus, documents=corpus.documents | {document.id: held})
        return Standing(document, corpus, str(path))


def sides(
    here: Callable[[], Workspace],
    old: str | None,
    new: str | None,
    documents: Iterable[str],
    day: date,
) -> tuple[Pair, ...]:
    """Each document of both sides, in the order of the new one's catalog, then of the old one's.

    Without names: the last commit and the files on the disk. `here` finds the workspace that
    versions and revisions belong to; `documents` are the only ones asked for. Raises `Misused`
    for what is not there, `Rejected` for what cannot be read.
    """
    reader = _Reader(here, day)
    if old and new is None and ".." in old and not Path(old).exists():
        old, new = _range(here(), old)
    before, after = reader.shelf(old or HEAD), reader.shelf(new)
    pairs = _paired(before, after)
    wanted = tuple(documents)
    known = {pair.id.partition("@")[0] for pair in pairs}
    if wrong := [name for name in wanted if name not in known]:
        raise Misused([unknown("unknown-document", name, known, None) for name in wrong])
    return tuple(p for p in pairs if not wanted or p.id.partition("@")[0] in wanted)


def _range(place: Workspace, name: str) -> tuple[str, str]:
    """`A..B`, or `A...B`: from where the two went apart; a side left out is the last commit."""
    dots = "..." if "..." in name else ".."
    one, other = (side or HEAD for side in name.split(dots, 1))
    return (revisions.fork(place, one, other) if dots == "..." else one), other


def _paired(old: Shelf, new: Shelf) -> tuple[Pair, ...]:
    if old.alone and new.alone:
        return (Pair(new.alone.document.id, old.alone, new.alone),)
    if single := new.alone or old.alone:
        name = single.document.id
        other = old if new.alone else new
        if name not in other.working:
            raise Misused([unknown("unknown-document", name, other.working, None)])
        return (Pair(name, old.working[name], new.working[name]),)
    names = dict.fromkeys((*new.working, *old.working))
    pairs = [Pair(name, old.working.get(name), new.working.get(name)) for name in names]
    return (*pairs, *_unfrozen(old, new))


def _unfrozen(old: Shelf, new: Shelf) -> Iterator[Pair]:
    """Versions that were out and are not as they were: frozen otherwise, changed, or gone."""
    published = {_edition(s): s for s in old.working.values() if not s.document.version.draft}
    standing = {_edition(s) for s in new.working.values()}
    for name, before in (published | old.frozen).items():
        after = new.frozen.get(name)
        gone = name in old.frozen and name not in standing
        if (after is None and gone) or (after and after.document != before.document):
            yield Pair(name, before, after)


def _edition(standing: Standing) -> str:
    return f"{standing.document.id}@{standing.document.version.number}"


def _one(standing: Standing) -> Shelf:
    return Shelf({standing.document.id: standing}, {}, standing)


def _whole(corpus: Corpus, source: str = "") -> Shelf:
    """Of each document the newest version is worked on; the others are frozen."""
    order = {name: at for at, name in enumerate((*corpus.documents, *corpus.externals))}
    lineages = sorted(corpus.lineages.items(), key=lambda pair: order.get(pair[0], len(order)))
    return Shelf(
        {name: Standing(lineage[-1], corpus, source) for name, lineage in lineages},
        {
            f"{name}@{document.version.number}": Standing(document, corpus, source)
            for name, lineage in lineages
            for document in lineage[:-1]
        },
    )


def _document(path: Path) -> Binding:
    """The document in a file that lies in no workspace; raises `Misused` for anything else."""
    try:
        data = path.read_bytes()
    except OSError as error:
        params: dict[str, object] = {"name": str(path), "detail": error.strerror or str(error)}
        raise Misused([Problem("unreadable-file", None, params)]) from None
    source = load.read(path.name, data)
    if source.root.get("sections") is None and source.root.get("holder") is None:
        raise Misused([_no_document(path)])
    own = source.root.get("id")
    if isinstance(own, Scalar):  # here a file may be called as one likes
        source = replace(source, path=f"{own.text}.yaml")
    noun = pipeline.noun("document", source)
    assert isinstance(noun, Document | External)
    return noun


def _no_document(path: Path) -> Problem:
    return Problem("no-document", None, {"name": str(path)}, "no-document")


def _bare(document: Binding, day: date) -> Corpus:
    """A corpus in which a document can be read alone: each name stands for itself."""
    root = document.tree
    texts = {scalar.text for scalar, _ in scalars(root)} if root else set[str]()
    marks = (mark for text in texts for mark in inline.parse(text).marks())
    names = {mark.name for mark in marks if isinstance(mark, inline.Value)}
    dotted = {name.partition(".")[0] for name in names if "." in name}
    ids = sorted(dotted | set(_named(root))) or ["all"]
    catalog = Catalog(
        platform=Platform(name="${platform}", operator="${operator}"),
        values={name: f"${{{name}}}" for name in names if "." not in name},
        products=tuple(Product(id=id_, name=id_, billing=_billing(id_)) for id_ in ids),
    )
    return Corpus(catalog, day, {}, {}, groups={id_: frozenset([id_]) for id_ in ids})


def _billing(id_: str) -> Billing:
    return Billing(
        basis=f"${{{id_}.basis}}", unit=f"${{{id_}.unit}}", settlement=f"${{{id_}.settlement}}"
    )


def _named(node: Node | None) -> Iterator[str]:
    """Every product or family that a document names."""
    match node:
        case Mapping():
            for key, value in node.entries:
                if key.text in ("for", "only"):
                    yield from (scalar.text for scalar, _ in scalars(value))
                else:
                    yield from _named(value)
        case Sequence():
            for item in node.items:
                yield from _named(item)
