"""Everything on the site that is set as PDF: its path and its sheet."""

from __future__ import annotations

from collections.abc import Iterator

from .. import pipeline
from ..bundle import compose
from ..compare.trace import Trace
from ..ledger import numbers
from ..printing import beside_page, notice_page, trace_page
from ..publish.notice import Announced
from ..reading import Card, Pack, Reading
from ..render import html
from ..render.press import Job
from .plan import Plan
from .products import pack_of
from .records import Tombstone


def sheets(
    plan: Plan, trace: Trace, stones: list[Tombstone], notices: list[Announced]
) -> Iterator[Job]:
    """One job a PDF; its name is the path of the PDF without the suffix."""
    for edition in plan.editions():
        yield _sheet(edition.pdf, _ink(edition.pack, edition.shown))
    for of in plan.sets:
        for variant in of.variants:
            if variant.own and variant.alone:
                yield _sheet(variant.pdf, _ink(variant.pack, variant.shown))
        yield _sheet(of.pdf, html.to_pack(of.pack), "contents")
    for bundle in plan.bundles.values():
        if not bundle.products:
            pack = html.to_pack(compose(plan.corpus, bundle, numbers(plan.corpus.ledger)))
            yield _sheet(pack_of(bundle), pack, "contents")
    platform = plan.corpus.catalog.platform
    for stone in stones:
        page = html.to_report(
            "tombstone.html",
            False,
            stone=stone,
            platform=platform.name,
            operator=platform.operator,
            statement=platform.statement or "",
        )
        yield _sheet(stone.pdf, page)
    if stones:
        yield _sheet("trace/trace.pdf", trace_page(plan.corpus, trace, plan.day, screen=False))
        page = beside_page(plan.corpus, trace, (), plan.day, screen=False)
        yield _sheet("trace/beside/beside.pdf", page)
    for notice in notices:
        path = f"notices/{notice.id}/{notice.id}.pdf"
        yield _sheet(path, notice_page(notice, screen=False))


def _ink(pack: Pack, shown: Reading | Card) -> str:
    if isinstance(shown, Card):
        return html.to_card(pack, shown, html.Medium.SHEET)
    return html.to_html(pack, shown, html.Medium.SHEET)


def _sheet(path: str, page: str, front: str | None = None) -> Job:
    return pipeline.sheet(path.removesuffix(".pdf"), page, front)
