"""The pages that answer: home, which version binds, search, what machines read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ..binding import audiences, binding, start
from ..model import Audience
from ..publish.notice import Announced
from ..reading import Status
from .ink import Ink
from .plan import Edition, Lineage, Plan
from .records import Tombstone


@dataclass(frozen=True, slots=True)
class Period:
    """A version that binds an audience from a day on, to the day before the next."""

    edition: Edition
    begins: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Answers:
    """What binds one audience of one document, from the first day on. `at_term_end` are the
    versions that bind it from the end of its running term."""

    lineage: Lineage
    audience: Audience | None
    periods: tuple[Period, ...]
    at_term_end: tuple[Edition, ...]


def home(ink: Ink, plan: Plan, stones: list[Tombstone], notices: list[Announced]) -> None:
    """/: what is in force, what comes, what went."""
    lineages = plan.lineages.values()
    ink.page(
        "",
        "home.html",
        "协议文件",
        f"{ink.name}的协议、规范与规则：现行文本、即将生效的版本、已下线的协议与公告。",
        data=_about(ink),
        ours=[each for each in lineages if not each.external],
        others=[each for each in lineages if each.external],
        coming=[e for e in plan.editions() if e.status is Status.UPCOMING],
        catalog=plan.corpus.catalog,
        stones=stones,
        notices=notices,
    )


def _about(ink: Ink) -> dict[str, object]:
    content: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": f"{ink.name}协议文件",
        "inLanguage": "zh-CN",
        "publisher": {"@type": "Organization", "name": ink.operator},
    }
    if ink.base:
        content["url"] = ink.base
    return content


def which(ink: Ink, plan: Plan) -> None:
    """/which/: the form for scripts, and the table of all answers."""
    ink.page(
        "which/",
        "which.html",
        "适用查询",
        "哪一版本对我适用：按文件、适用对象和日期查询。",
        scripts=("which",),
        answers=list(answers(plan)),
        lineages=list(plan.lineages.values()),
    )


def answers(plan: Plan) -> Iterator[Answers]:
    """Every answer of `binding`, as periods."""
    for lineage in plan.lineages.values():
        documents = plan.corpus.lineages[lineage.id]
        editions = {edition.number: edition for edition in lineage.editions}
        for audience in audiences(documents) or (None,):
            found: list[tuple[Edition, date]] = []
            for day in _days(lineage, audience):
                answer = binding(documents, audience, day)
                edition = editions[answer.version.number] if answer else None
                if answer and edition and (not found or found[-1][0] is not edition):
                    found.append((edition, answer.begins))
            ends = [begins - timedelta(days=1) for _, begins in found[1:]]
            periods = zip(found, [*ends, None], strict=True) if found else ()
            yield Answers(
                lineage,
                audience,
                tuple(Period(edition, begins, until) for (edition, begins), until in periods),
                tuple(_at_term_end(lineage, audience)),
            )


def _days(lineage: Lineage, audience: Audience | None) -> list[date]:
    starts = (
        start(edition.document.version, audience, None)
        for edition in lineage.editions
        if edition.status is not Status.DRAFT
    )
    return sorted({day for day in starts if day})


def _at_term_end(lineage: Lineage, audience: Audience | None) -> Iterator[Edition]:
    for edition in lineage.editions:
        for row in edition.document.version.transition:
            if audience and row.audience.id == audience.id and row.from_ is None:
                yield edition


def search(ink: Ink, plan: Plan) -> None:
    """/search/."""
    ink.page(
        "search/",
        "search.html",
        "搜索",
        "在现行协议、规范和规则的条款中搜索。",
        scripts=("search",),
        lineages=list(plan.lineages.values()),
        products=plan.corpus.catalog.products,
    )


def data(ink: Ink, plan: Plan) -> None:
    """/data/: what machines read, and how to check what was published."""
    ink.page(
        "data/",
        "data.html",
        "数据与核验",
        "版本、日期、摘要与地址的机器可读数据，变更订阅，以及文件的核验方法。",
        scripts=("reading",),
        lineages=list(plan.lineages.values()),
    )


def missing(ink: Ink) -> None:
    """404.html, where the address of the site is known: its links cannot be relative."""
    if ink.base:
        title = "没有这个页面"
        ink.page("404.html", "404.html", title, f"{ink.name}的协议文件中没有这个页面。")
