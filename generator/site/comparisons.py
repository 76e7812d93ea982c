"""Pages of comparisons: which there are, the redline, the table of clauses side by side."""

from __future__ import annotations

from collections.abc import Iterator

from .. import pipeline
from ..compare.changes import Severity
from ..compare.diff import versions
from ..printing import comparison_page, redline_page
from ..redlines.compared import Compared
from ..redlines.redline import redline
from ..redlines.table import table
from ..render.press import Job
from .ink import Ink
from .plan import Comparison, Plan


def compared(plan: Plan) -> Iterator[tuple[Comparison, Compared]]:
    """Every comparison with what differs."""
    platform = plan.corpus.catalog.platform
    for one in plan.comparisons:
        old, new = one.old.document, one.new.document
        yield one, Compared(versions(old, new, plan.corpus), old, new, platform=platform)


def sheets(found: list[tuple[Comparison, Compared]]) -> Iterator[Job]:
    """The same as PDFs."""
    for one, each in found:
        page = redline_page([each], tuple(Severity), False, screen=False)
        yield pipeline.sheet(f"{one.path}redline", page)
        page = comparison_page([each], screen=False)
        yield pipeline.sheet(f"{one.path}table/table", page)


def pages(ink: Ink, plan: Plan, found: list[tuple[Comparison, Compared]]) -> None:
    """/compare/, /compare/<id>/<old>..<new>/ and its table."""
    ink.page(
        "compare/",
        "comparisons.html",
        "版本对照",
        "每份文件相邻版本之间、历次版本与现行版本之间的逐条对照。",
        comparisons=[(one, len(each.difference.changes)) for one, each in found],
        olds=len(plan.corpus.retired),
    )
    for one, each in found:
        name = f"《{one.new.shown.title}》第{one.old.number}版与第{one.new.number}版"
        ink.page(
            one.path,
            "redline.html",
            f"{name}比对稿",
            f"{name}逐条比对：修改清单与标明增删的全文。",
            comparison=one,
            redlines=[redline(each)],
            platform=ink.name,
            statement=ink.statement,
            file=ink.pdfs.get(f"{one.path}redline.pdf"),
        )
        ink.page(
            f"{one.path}table/",
            "comparison.html",
            f"{name}修订对照表",
            f"{name}修订对照表：新旧条款逐条并列，写明修订类型和说明。",
            comparison=one,
            tables=[table(each)],
            platform=ink.name,
            statement=ink.statement,
            file=ink.pdfs.get(f"{one.path}table/table.pdf"),
        )
