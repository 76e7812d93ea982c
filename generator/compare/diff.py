"""What differs between two versions of a document: `diff(old, new)`.

The outlines are made to say the same by the same marks, their nodes aligned, and each pair that
is not alike becomes one change. What was added or deleted as a whole is one change with all that
is inside; what moved as a whole moved once. Source of what a reviewer expects to see: 网络交易
平台规则监督管理办法 11 and 13 (a comparison of the texts, and what weighs).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..model import Binding
from ..resolve import Corpus
from .align import align
from .changes import Change, Difference, Edit, Kind, Line, Op, Severity, Side, Unit
from .comparison import Comparison
from .facts import metadata
from .outline import Outline
from .outlines import outline
from .quote import labelled, whole
from .redline import Row, one_sided, rows
from .unify import renamed, unified


def diff(old: Outline | None, new: Outline | None) -> Difference:
    """What differs between two outlines; None stands for a document that is not there."""
    if old is None or new is None:
        return _one_sided(old, new)
    old = unified(old, new)
    found = align(old, new)
    old = renamed(old, new, found)
    made = Comparison(old, new, found)
    made.compare()
    told = rows(made)
    changes = [*metadata(old, new), *_in_order(told)]
    index = {id(change): at for at, change in enumerate(changes)}
    return Difference(
        document=new.document,
        title=new.title,
        old_version=old.version,
        new_version=new.version,
        changes=tuple(changes),
        renumbered=tuple(made.renumbered),
        lines=tuple(_line(row, index) for row in told),
    )


def between(old: Corpus, new: Corpus, documents: Iterable[str] = ()) -> tuple[Difference, ...]:
    """What differs between two workspaces, document by document, those that stand in each;
    in the order of the new one, documents that are gone last. Equal documents are left out."""
    ours, theirs = _standing(old), _standing(new)
    chosen = list(documents) or [*theirs, *(id_ for id_ in ours if id_ not in theirs)]
    made = []
    for id_ in chosen:
        before = outline(ours[id_], old) if id_ in ours else None
        after = outline(theirs[id_], new) if id_ in theirs else None
        if before or after:
            made.append(diff(before, after))
    return tuple(each for each in made if each.changes or each.renumbered)


def versions(old: Binding, new: Binding, corpus: Corpus) -> Difference:
    """What differs between two versions that one workspace holds."""
    return diff(outline(old, corpus), outline(new, corpus))


def _standing(corpus: Corpus) -> dict[str, Binding]:
    held: dict[str, Binding] = {id_: each.document for id_, each in corpus.documents.items()}
    return held | dict(corpus.externals)


def _one_sided(old: Outline | None, new: Outline | None) -> Difference:
    there = new or old
    assert there is not None
    kind = Kind.ADDED if new else Kind.DELETED
    about = _whole(there)
    op = (Op.INSERT, "", about.words) if new else (Op.DELETE, about.words, "")
    change = Change(
        kind=kind,
        severity=Severity.MAJOR,
        document=there.document,
        unit=Unit.DOCUMENT,
        old=None if new else about,
        new=about if new else None,
        edits=(Edit(*op),),
    )
    return Difference(
        document=there.document,
        title=there.title,
        old_version=old.version if old else None,
        new_version=new.version if new else None,
        changes=(change,),
        lines=one_sided(there, bool(new)),
    )


def _whole(there: Outline) -> Side:
    """A document as one provision."""
    quoted = [whole(there, at) for at, node in enumerate(there.nodes) if node.parent < 0]
    body = "\n".join(labelled(each) for each in quoted)
    names = there.products(there.scope)
    return Side(there.document, "", "", f"《{there.title}》", body, names, place=there.place)


def _in_order(told: Sequence[Row]) -> Iterable[Change]:
    """The changes in the reading order of the new version, deletions where they stood."""
    found: dict[int, Change] = {}
    for row in told:
        if row.change and (row.new or row.change.new is None):
            found.setdefault(id(row.change), row.change)
    return found.values()


def _line(row: Row, index: dict[int, int]) -> Line:
    return Line(row.old, row.new, row.edits, index[id(row.change)] if row.change else None)
