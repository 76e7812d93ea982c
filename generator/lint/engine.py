"""Runs the rules: the law of the day, what is allowed with a reason, and nothing twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from ..model import Allow, Document
from ..problems import Problem, Severity
from ..resolve import Corpus
from ..resolve.assembly import held_alone
from ..source import Span
from .loose import WORDING, Loose, loose
from .rule import Finding, Rule, all_rules
from .spread import spread
from .subject import Subject, Whole


@dataclass(frozen=True, slots=True)
class _Permit:
    """One `allow` row, the clauses it speaks for (None: the whole document) and its place."""

    row: Allow
    path: str
    clauses: frozenset[str] | None
    place: Span | None


def check(
    corpus: Corpus,
    today: date,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
) -> list[Problem]:
    """What the rules find in every version of every document of a workspace, sorted by place.

    `select` and `ignore` are ids or names of rules. Suppressions that suppress nothing, or that
    have expired, are problems of their own.
    """
    select, ignore = set(select), set(ignore)
    chosen = [r for r in all_rules() if not select or {r.id, r.name} & select]
    chosen = [r for r in chosen if not {r.id, r.name} & ignore]
    subjects = tuple(_subjects(corpus, today))
    permits = [permit for subject in subjects for permit in _permits(subject)]
    used: set[int] = set()
    problems: list[Problem] = []
    for rule, found in _findings(chosen, corpus, subjects, today):
        permit = _permitted(permits, rule, found, today)
        if permit is None:
            problems.append(_problem(rule, found))
        else:
            used.add(id(permit))
    if not select:
        problems += _left_over(permits, used, {r.name for r in chosen}, today)
    distinct = {(p.code, p.span, str(p.params)): p for p in problems}
    return sorted(distinct.values(), key=lambda problem: problem.order)


def _subjects(corpus: Corpus, today: date) -> Iterator[Subject]:
    memo: dict[object, object] = {}
    for document, status in corpus.versions:
        held = corpus.documents.get(document.id)
        if held is None or held.document is not document:
            held = held_alone(corpus, document, status)
        yield Subject(corpus, held, today, _earlier(corpus, document), memo)


def _earlier(corpus: Corpus, document: Document) -> Document | None:
    """The version that this one replaces."""
    effective = document.version.effective or date.max
    before = [
        d
        for d in corpus.lineages.get(document.id, ())
        if isinstance(d, Document)
        and d is not document
        and d.version.effective
        and d.version.effective < effective
    ]
    return before[-1] if before else None


def _findings(
    chosen: list[Rule], corpus: Corpus, subjects: tuple[Subject, ...], today: date
) -> Iterator[tuple[Rule, Finding]]:
    """What rules find in the whole, then what they find in each document."""
    whole = Whole(corpus, today, subjects)
    things = (whole, *subjects, *loose(corpus, today))
    for findings in spread(things, partial(_looked, chosen)):
        yield from ((chosen[number], found) for number, found in findings)


def _looked(chosen: list[Rule], at: Subject | Whole) -> list[tuple[int, Finding]]:
    """All rules on one thing, so that what they share is made once: (rule's index, finding)."""
    if isinstance(at, Whole):
        return [
            (number, found)
            for number, rule in enumerate(chosen)
            if rule.look_at_all
            for found in rule.look_at_all(at)
        ]
    findings = [
        (number, found)
        for number, rule in enumerate(chosen)
        if rule.look and rule.in_force(at.effective)
        if rule.name in WORDING or not isinstance(at, Loose)
        for found in rule.look(at)
        if found.place or not isinstance(at, Loose)
    ]
    at.forget()
    return findings


def _problem(rule: Rule, found: Finding) -> Problem:
    code = f"{rule.name}.{found.variant}" if found.variant else rule.name
    params = found.params | {"rule": rule.id}
    return Problem(code, found.place, params, code, found.severity or rule.severity)


def _permits(subject: Subject) -> Iterator[_Permit]:
    document = subject.document
    path = document.span.path if document.span else ""
    for at, row in enumerate(document.allow):
        yield _Permit(row, path, None, document.place("allow", at))
    for clause in document.clauses():
        inside = frozenset(part.id for part in clause.walk())
        for at, row in enumerate(clause.allow):
            yield _Permit(row, path, inside, clause.place("allow", at))


def _permitted(permits: list[_Permit], rule: Rule, found: Finding, today: date) -> _Permit | None:
    for permit in permits:
        if permit.row.rule not in (rule.id, rule.name):
            continue
        if permit.row.until and permit.row.until < today:
            continue
        if found.place and found.place.path != permit.path:
            continue
        if permit.clauses is None or found.clause in permit.clauses:
            return permit
    return None


def _left_over(
    permits: list[_Permit], used: set[int], names: set[str], today: date
) -> Iterator[Problem]:
    known = {name for rule in all_rules() for name in (rule.id, rule.name)}
    for permit in permits:
        params: dict[str, object] = {"name": permit.row.rule, "until": permit.row.until or ""}
        if permit.row.rule not in known:
            yield Problem("unknown-rule", permit.place, params, "unknown-rule")
        elif permit.row.until and permit.row.until < today:
            yield Problem("suppression-expired", permit.place, params, "suppression-expired")
        elif id(permit) not in used and _named(permit.row.rule) in names:
            yield Problem(
                "unused-suppression", permit.place, params, "unused-suppression", Severity.WARNING
            )


def _named(name: str) -> str:
    return next((rule.name for rule in all_rules() if name in (rule.id, rule.name)), name)
