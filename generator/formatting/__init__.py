"""The canonical form of the YAML: one layout for one content, comments kept.

Only layout is decided here. The file is read by `load` and judged by `validate` first; what
is written is read again and compared, so that a text can never be changed by formatting it.
It is written over our own tree, which knows the place of every value, and the text between
those places, where the comments are: no second reader of YAML decides what a file says.
"""

from __future__ import annotations

from .. import load, validate
from ..model import KINDS, Kind
from ..problems import Problem, Rejected
from ..source import Scalar, Source, Span
from .layout import written
from .pieces import comments, pieces
from .proof import same
from .shapes import shape

__all__ = ["formatted"]


def formatted(path: str, kind: str, data: bytes) -> bytes:
    """The file in canonical form; raises `Rejected` for one that does not load and validate.

    `kind` is one of `model.KINDS`.
    """
    source = load.read(path, data)
    kind = _kind(kind, source)
    judge = {
        "catalog": validate.catalog,
        "document": validate.document,
        "external": validate.external,
        "retired": validate.retired,
        "notice": validate.notice,
        "ledger": validate.ledger,
    }[kind]
    judge(source)
    laid = shape(KINDS[kind])
    old = data.decode().replace("\r\n", "\n")
    new = written(pieces(source, old), laid)
    try:
        again = load.read(path, new.encode())
        judge(again)
        kept = _comments(source, old) == _comments(again, new)
        sound = kept and same(source.root, again.root, laid)
    except Rejected:
        sound = False
    if not sound:
        raise Rejected([Problem("not-formatted", Span(path), hint="not-formatted")])
    return new.encode()


def _comments(source: Source, text: str) -> list[str]:
    return comments(pieces(source, text))


def _kind(kind: str, source: Source) -> str:
    """A document whose text belongs to somebody else says so by its kind."""
    stated = source.root.get("kind")
    outside = isinstance(stated, Scalar) and stated.text == Kind.EXTERNAL
    return "external" if kind == "document" and outside else kind
