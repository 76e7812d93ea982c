"""Questions of the kind “which text binds this merchant on this day”, answered or refused.

Refused are questions that name nobody known, or that the data answers differently for
different audiences: the refusal says what has to be named.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches

from .binding import Answer, asks_for_end, audiences, binding
from .model import Audience, Binding, External
from .problems import Misused, Problem, Rejected
from .resolve import Corpus


def answer(
    corpus: Corpus,
    document: str,
    on: date,
    audience: str | None = None,
    product: str | None = None,
    ends: date | None = None,
) -> Answer:
    """The one version of `document` that binds; raises `Misused` for a question that has no
    single answer and `Rejected` when no version binds on that day yet."""
    lineage = corpus.lineages.get(document)
    if lineage is None:
        raise Misused([_unknown("unknown-document", document, list(corpus.lineages))])
    _product(corpus, lineage, product)
    who = _audience(lineage, audience)
    asked = audiences(lineage) if who is None else (who,)
    if ends is None and any(asks_for_end(lineage, one) for one in asked):
        raise Misused([Problem("end-needed", None, {"document": document}, "end-needed")])
    found = {one.id if one else "": binding(lineage, one, on, ends) for one in asked or (None,)}
    distinct = {a.version.number if a else None for a in found.values()}
    if len(distinct) > 1:
        params: dict[str, object] = {"document": document, "known": ", ".join(found)}
        raise Misused([Problem("audience-needed", None, params, "known-names")])
    one = next(iter(found.values()))
    if one is None:
        raise Rejected([Problem("no-version-binds", None, {"document": document, "on": on})])
    return one if who else Answer(one.document, None, on, one.begins, one.because)


def all_answers(
    corpus: Corpus, on: date, ends: date | None = None
) -> Iterator[tuple[str, Audience | None, Answer | None]]:
    """Each document and audience with the version that binds it on the day, if any."""
    for id_, lineage in sorted(corpus.lineages.items()):
        for audience in audiences(lineage) or (None,):
            yield id_, audience, binding(lineage, audience, on, ends)


def _product(corpus: Corpus, lineage: tuple[Binding, ...], product: str | None) -> None:
    if product is None:
        return
    known = [p.id for p in corpus.catalog.products]
    if product not in known:
        raise Misused([_unknown("unknown-product", product, known)])
    for document in lineage:
        if isinstance(document, External):
            continue
        if product not in corpus.scope(document.for_, frozenset(known)):
            params: dict[str, object] = {"document": document.id, "product": product}
            raise Misused([Problem("not-for-product", None, params)])


def _audience(lineage: tuple[Binding, ...], name: str | None) -> Audience | None:
    if name is None:
        return None
    known = {audience.id: audience for audience in audiences(lineage)}
    if name not in known:
        raise Misused([_unknown("unknown-audience", name, list(known))])
    return known[name]


def _unknown(code: str, name: str, known: list[str]) -> Problem:
    guess = get_close_matches(name, known, 1, 0.6)
    if guess:
        return Problem(code, None, {"name": name, "guess": guess[0]}, "did-you-mean")
    return Problem(code, None, {"name": name, "known": ", ".join(known) or "—"}, "known-names")
