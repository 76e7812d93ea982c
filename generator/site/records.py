"""Pages of the record: comparisons, retired agreements, the tables of both ways, notices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..compare.trace import Destination, Origins, Trace
from ..model import Basis, Fate, Retired
from ..numerals import day as chinese
from ..publish.notice import Announced
from ..redlines.retired import beside
from .ink import Ink
from .plan import Plan

NATURES = {"software": "软件服务", "advertising": "广告服务"}


@dataclass(frozen=True, slots=True)
class Target:
    """A clause that a retired provision lives on in, and its address from the root."""

    text: str
    path: str


@dataclass(frozen=True, slots=True)
class Row:
    """One retired provision: `before` is its own words or their gist."""

    id: str
    heading: str
    before: str
    fate: Fate | None
    suspect: bool
    targets: tuple[Target, ...]
    remark: str


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A retired agreement as its page and its sheet show it."""

    retired: Retired
    product: str
    nature: str
    successors: tuple[Target, ...]
    rows: tuple[Row, ...]

    @property
    def path(self) -> str:
        return f"retired/{self.retired.id}/"

    @property
    def pdf(self) -> str:
        return f"{self.path}{self.retired.id}.pdf"

    @property
    def outline(self) -> bool:
        return self.retired.basis is Basis.OUTLINE


@dataclass(frozen=True, slots=True)
class Origin:
    """One clause of today: where it comes from; no sources when it is new."""

    clause: Target
    sources: tuple[Target, ...]
    new: bool


def tombstones(plan: Plan, trace: Trace) -> Iterator[Tombstone]:
    """Every retired agreement, in the order of the corpus."""
    names = {p.id: p.name for p in plan.corpus.catalog.products}
    for retired in plan.corpus.retired.values():
        yield Tombstone(
            retired=retired,
            product=names.get(retired.product, retired.product),
            nature=NATURES[retired.nature],
            successors=tuple(_document(plan, id_) for id_ in retired.successors),
            rows=tuple(_row(d) for d in trace.destinations if d.retired.id == retired.id),
        )


def _document(plan: Plan, id_: str) -> Target:
    lineage = plan.lineages[id_]
    return Target(f"《{lineage.title}》", lineage.path)


def _row(one: Destination) -> Row:
    provision = one.provision
    targets = (
        Target(f"《{p.title}》{p.number}{p.heading}", _clause(p.address)) for p in one.places
    )
    remarks = (provision.reason, provision.remark)
    return Row(
        id=provision.id,
        heading=provision.heading,
        before=provision.text or provision.gist,
        fate=provision.fate,
        suspect=one.suspect,
        targets=tuple(targets),
        remark="\n\n".join(filter(None, remarks)),
    )


def _clause(address: str) -> str:
    document, _, clause = address.partition("#")
    return f"documents/{document}/#{clause}"


def origins(trace: Trace) -> dict[str, list[Origin]]:
    """The table of origins, by the title of the document."""
    found: dict[str, list[Origin]] = {}
    for one in trace.origins:
        found.setdefault(one.place.title, []).append(_origin(one))
    return found


def _origin(one: Origins) -> Origin:
    clause = Target(one.place.number + one.place.heading, _clause(one.place.address))
    sources = (
        Target(
            f"《{s.retired.title}》{s.provision.heading}",
            f"retired/{s.retired.id}/#{s.provision.id}",
        )
        for s in one.sources
    )
    return Origin(clause, tuple(sources), one.new)


def retired_pages(ink: Ink, plan: Plan, stones: list[Tombstone]) -> None:
    """/retired/ and /retired/<id>/."""
    ink.page(
        "retired/",
        "retired.html",
        "下线协议",
        f"{ink.name}已经下线的协议：何时下线，由哪些文件承接，每一条现在在哪里。",
        stones=stones,
    )
    for stone in stones:
        on = chinese(stone.retired.retired.on)
        ink.page(
            stone.path,
            "tombstone.html",
            f"{stone.retired.title}（已下线）",
            f"《{stone.retired.title}》已于{on}下线，每一条的去向与承接条款。",
            stone=stone,
            file=ink.pdfs.get(stone.pdf),
        )


def trace_page(ink: Ink, trace: Trace, stones: list[Tombstone]) -> None:
    """/trace/: both tables."""
    ink.page(
        "trace/",
        "trace.html",
        "去向表与来源表",
        "下线协议的每一条去了哪里，现行条款的每一条从哪里来。",
        stones=stones,
        origins=origins(trace),
        trace=trace,
        file=ink.pdfs.get("trace/trace.pdf"),
    )


def beside_page(ink: Ink, plan: Plan, trace: Trace) -> None:
    """/trace/beside/: retired provisions beside the clauses that took them over."""
    parts = beside(plan.corpus, trace, ())
    olds = [old for part in parts for row in part.rows for old in row.olds]
    ink.page(
        "trace/beside/",
        "beside.html",
        "下线协议与现行文件对照表",
        "下线协议的条文与承接它的现行条款，逐条并列。",
        parts=parts,
        platform=ink.name,
        statement=ink.statement,
        agreements=len({old.agreement for old in olds}),
        provisions=len({(old.agreement, old.provision) for old in olds}),
        outline=any(old.outline for old in olds),
        file=ink.pdfs.get("trace/beside/beside.pdf"),
    )


def notice_pages(ink: Ink, notices: list[Announced]) -> None:
    """/notices/ and /notices/<id>/, the newest first."""
    ink.page("notices/", "notices.html", "公告", f"{ink.name}的公告。", notices=notices)
    for notice in notices:
        ink.page(
            f"notices/{notice.id}/",
            "notice.html",
            notice.title,
            f"{notice.title}，{chinese(notice.published)}公示。",
            notice=notice,
            file=ink.pdfs.get(f"notices/{notice.id}/{notice.id}.pdf"),
        )
