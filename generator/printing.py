"""Reports and notices as pages: what the data says, inked by their templates."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from datetime import date

from . import pipeline
from .compare.trace import Trace
from .model import Basis
from .problems import Unrendered
from .publish.notice import Announced
from .redlines.compared import Compared
from .redlines.redline import redline
from .redlines.retired import beside
from .redlines.table import table
from .render import html
from .render.press import to_pdf
from .resolve import Corpus
from .workspace import Cache


def notice_page(notice: Announced, screen: bool) -> str:
    """A notice as a page for the screen, or as the sheet that is set as PDF."""
    return html.to_report("notice.html", screen, notice=notice)


def trace_page(corpus: Corpus, trace: Trace, day: date, screen: bool) -> str:
    """The tables of destinations and origins."""
    names = {product.id: product.name for product in corpus.catalog.products}
    agreements = [
        {
            "retired": retired,
            "product": names.get(retired.product, retired.product),
            "rows": [row for row in trace.destinations if row.retired.id == retired.id],
        }
        for retired in dict.fromkeys(row.retired for row in trace.destinations)
    ]
    titles = dict.fromkeys(origin.place.title for origin in trace.origins)
    documents = [
        {"title": title, "rows": [o for o in trace.origins if o.place.title == title]}
        for title in titles
    ]
    return html.to_report(
        "trace.html",
        screen,
        day=day,
        platform=corpus.catalog.platform.name,
        statement=corpus.catalog.platform.statement,
        agreements=agreements,
        documents=documents,
        outline=any(row.retired.basis is Basis.OUTLINE for row in trace.destinations),
        settled=trace.settled,
        provisions=len(trace.destinations),
        explained=trace.explained,
        clauses=len(trace.origins),
    )


def redline_page(
    compared: Sequence[Compared], only: Container[str], every: bool, screen: bool
) -> str:
    """The redlines of one or several documents, each with its list of changes."""
    redlines = [redline(each, only, every) for each in compared]
    return html.to_report("redline.html", screen, redlines=redlines, **_platform(compared))


def comparison_page(compared: Sequence[Compared], screen: bool) -> str:
    """The tables of revisions of one or several documents."""
    tables = [table(each) for each in compared]
    return html.to_report("comparison.html", screen, tables=tables, **_platform(compared))


def beside_page(
    corpus: Corpus, trace: Trace, documents: Iterable[str], day: date, screen: bool
) -> str:
    """Retired provisions beside the clauses that took them over."""
    parts = beside(corpus, trace, documents)
    olds = [old for part in parts for row in part.rows for old in row.olds]
    return html.to_report(
        "beside.html",
        screen,
        day=day,
        platform=corpus.catalog.platform.name,
        statement=corpus.catalog.platform.statement,
        parts=parts,
        agreements=len({old.agreement for old in olds}),
        provisions=len({(old.agreement, old.provision) for old in olds}),
        outline=any(old.outline for old in olds),
    )


def _platform(compared: Sequence[Compared]) -> dict[str, object]:
    """Whose agreements these are, and what the platform says of all its pages."""
    platform = next((each.platform for each in compared if each.platform), None)
    return {
        "platform": platform.name if platform else "",
        "statement": platform.statement if platform else None,
    }


def pdf(cache: Cache, name: str, page: str) -> bytes:
    """One page as PDF; raises `Unrendered`."""
    job = pipeline.sheet(name, page)
    for printed in to_pdf([job], cache.cached):
        if printed.problems:
            raise Unrendered(list(printed.problems))
        return printed.pdf
    raise AssertionError("a job yields one answer")
