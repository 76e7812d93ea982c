"""A notice as read: its texts with their values filled in, its tables made from the data.

Nothing that the data holds is typed in a notice, so a date changed in the data changes
here. The parts are those that merchants are used to (law: 电子商务法 34; 网络交易平台规则
监督管理办法 10–15).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ..compare.changes import Change, Side, Unit
from ..compare.diff import versions
from ..model import Announcement, Document, External, Nature, Notice, Transition, Version
from ..numerals import chinese, day
from ..reading import plain
from ..resolve import Corpus, written
from ..wording import in_chinese

_NATURES = {Nature.SOFTWARE: "软件服务", Nature.ADVERTISING: "广告服务"}
_SHOWN = ("number", "comment", "published", "effective")
_ASSUMED = "（暂定）"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a notice: plain text in every cell."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter announced."""

    id: str
    label: str
    title: str
    text: tuple[str, ...]
    tables: tuple[Sheet, ...]
    disagree: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Closing:
    label: str
    title: str
    text: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Announced:
    """A notice as read."""

    id: str
    title: str
    platform: str
    signer: str
    statement: str | None
    published: date
    opening: tuple[str, ...]
    parts: tuple[Matter, ...]
    closing: tuple[Closing, ...]
    assumed: bool
    notes: tuple[str, ...]


def announced(corpus: Corpus, notice: Notice) -> Announced:
    """The notice with all that it announces."""
    parts = tuple(_matter(corpus, at, part) for at, part in enumerate(notice.announces, 1))
    closings = (("意见反馈", notice.feedback), ("历史版本", notice.history))
    closing = tuple(
        Closing(f"{chinese(len(parts) + at)}、", title, _texts(corpus, text))
        for at, (title, text) in enumerate(((title, text) for title, text in closings if text), 1)
    )
    return Announced(
        id=notice.id,
        title=notice.title,
        platform=corpus.catalog.platform.name,
        signer=notice.signer or corpus.catalog.platform.operator,
        statement=corpus.catalog.platform.statement,
        published=notice.published,
        opening=_texts(corpus, notice.opening),
        parts=parts,
        closing=closing,
        assumed="published" in notice.assumed,
        notes=tuple(dict.fromkeys(_notes(corpus, notice))),
    )


def to_text(notice: Announced) -> str:
    """The notice as plain text; tables with a bar between their cells."""

    def lines() -> Iterator[str]:
        mark = _ASSUMED if notice.assumed else ""
        yield from (notice.title, f"公示日：{day(notice.published)}{mark}", "", *notice.opening)
        for part in notice.parts:
            yield from ("", part.label + part.title, *part.text)
            for table in part.tables:
                yield from ("", table.caption, " | ".join(table.columns))
                yield from (" | ".join(c.replace("\n", "；") for c in row) for row in table.rows)
            yield from ("", *part.disagree) if part.disagree else ()
        for closing in notice.closing:
            yield from ("", closing.label + closing.title, *closing.text)
        yield from ("", notice.signer, day(notice.published))
        yield from ("", "起草说明", *notice.notes) if notice.notes else ()

    return "\n".join(lines()) + "\n"


def _texts(corpus: Corpus, text: str | None) -> tuple[str, ...]:
    return tuple(plain(paragraph) for paragraph in written(corpus, text)) if text else ()


def _matter(corpus: Corpus, at: int, part: Announcement) -> Matter:
    makers: tuple[Callable[[Corpus, Announcement], Iterable[Sheet]], ...] = (
        _families,
        _retired,
        _versions,
        _transitions,
        _changes_of,
        _externals,
    )
    return Matter(
        id=part.id,
        label=f"{chinese(at)}、",
        title=part.title,
        text=(*_texts(corpus, part.reason), *_texts(corpus, part.text)),
        tables=tuple(table for make in makers for table in make(corpus, part)),
        disagree=_texts(corpus, part.disagree),
    )


def _families(corpus: Corpus, part: Announcement) -> Iterator[Sheet]:
    names = {product.id: product.name for product in corpus.catalog.products}
    rows = [
        (family.name, "、".join(names[id_] for id_ in family.products))
        for family in corpus.catalog.families
        if family.id in part.families
    ]
    if rows:
        yield Sheet("产品归类", ("统称", "产品"), tuple(rows))


def _retired(corpus: Corpus, part: Announcement) -> Iterator[Sheet]:
    names = {product.id: product.name for product in corpus.catalog.products}
    rows = []
    for at, id_ in enumerate(part.retires, 1):
        old = corpus.retired[id_]
        titles = [f"《{corpus.lineages[s][0].title}》" for s in old.successors]
        what = f"{names[old.product]}（{_NATURES[old.nature]}）"
        on = _marked(day(old.retired.on), "on", old.retired.assumed)
        rows.append((str(at), f"《{old.title}》", what, on, "".join(titles)))
    if rows:
        columns = ("序号", "下线的协议", "适用产品", "下线日", "承接文件")
        yield Sheet("下线与承接", columns, tuple(rows))


def _edition(corpus: Corpus, edition: str) -> Document | External:
    id_, _, number = edition.partition("@")
    return next(d for d in corpus.lineages[id_] if d.version.number == number)


def _comment(version: Version) -> str:
    comment = version.comment
    return f"{day(comment.from_)}至{day(comment.to)}" if comment else "—"


def _marked(text: str, key: str, assumed: Mapping[str, str]) -> str:
    """The text of a cell, which says so when the data assumes it."""
    return text + _ASSUMED if key in assumed else text


def _notes(corpus: Corpus, notice: Notice) -> Iterator[str]:
    """Why what the notice shows was assumed, each reason as the data gives it."""
    yield from notice.assumed.values()
    for part in notice.announces:
        for id_ in part.retires:
            yield from _reasons(corpus.retired[id_].retired.assumed, ("on",))
        for edition in part.versions:
            yield from _reasons(_edition(corpus, edition).version.assumed, _SHOWN)
        for edition in part.transitions:
            yield from _reasons(_edition(corpus, edition).version.assumed, ("transition",))
        for edition in part.externals:
            yield from _reasons(_edition(corpus, edition).version.assumed, ("effective",))


def _reasons(assumed: Mapping[str, str], keys: Iterable[str]) -> Iterator[str]:
    return (assumed[key] for key in keys if key in assumed)


def _versions(corpus: Corpus, part: Announcement) -> Iterator[Sheet]:
    rows = []
    for edition in part.versions:
        document = _edition(corpus, edition)
        version = document.version
        rows.append(
            (
                f"《{document.title}》",
                _marked(version.number, "number", version.assumed),
                _marked(_comment(version), "comment", version.assumed),
                _marked(day(version.published), "published", version.assumed),
                _marked(day(version.effective), "effective", version.assumed),
            )
        )
    if rows:
        columns = ("文件", "版本", "征求意见", "公布日", "生效日")
        yield Sheet("文件与日期", columns, tuple(rows))


def _transitions(corpus: Corpus, part: Announcement) -> Iterator[Sheet]:
    """The rows of each version; versions of one number with the same rows share a table."""
    shared: dict[tuple[str, tuple[tuple[str, ...], ...]], list[str]] = {}
    for edition in part.transitions:
        document = _edition(corpus, edition)
        rows = tuple(_transition(document.version, row) for row in document.version.transition)
        shared.setdefault((document.version.number, rows), []).append(f"《{document.title}》")
    for (number, rows), titles in shared.items():
        caption = f"{''.join(titles)}第{number}版的过渡安排"
        yield Sheet(caption, ("适用对象", "适用新版本的时间"), rows)


def _transition(version: Version, row: Transition) -> tuple[str, ...]:
    since = f"自{day(row.from_)}起" if row.from_ else "自现有期限届满的次日起"
    return (row.audience.name, _marked(since, "transition", version.assumed))


def _changes_of(corpus: Corpus, part: Announcement) -> Iterator[Sheet]:
    for edition in part.changes:
        new = _edition(corpus, edition)
        lineage = [d for d in corpus.lineages[new.id] if d.version.effective]
        lineage.sort(key=lambda d: d.version.effective or date.min)
        at = lineage.index(new)
        old = lineage[at - 1] if at else None
        if not isinstance(old, Document) or not isinstance(new, Document):
            continue
        found = versions(old, new, corpus)
        told = [change for change in found.changes if change.unit is not Unit.DOCUMENT]
        rows = [_change(n, change) for n, change in enumerate(told, 1)]
        caption = f"《{new.title}》第{old.version.number}版与第{new.version.number}版条款对照"
        yield Sheet(caption, ("序号", "旧版条款", "新版条款", "修订类型"), tuple(rows))


def _change(at: int, change: Change) -> tuple[str, ...]:
    """A row; the days and the title of a version stand in a table of their own."""
    sides = (_quoted(change.unit, side) for side in (change.old, change.new))
    return (str(at), *sides, in_chinese(f"kind.{change.kind}"))


def _quoted(unit: Unit, side: Side | None) -> str:
    """`第4.6条【余额退还】`; of what was split or merged, all parts."""
    if side is None:
        return "—"
    if side.parts:
        return "、".join(_quoted(unit, part) for part in side.parts)
    if unit is Unit.PROMPT:
        return in_chinese("unit.prompt")
    term = in_chinese("unit.term") if unit is Unit.TERM else ""
    between = " " if unit is Unit.SECTION else ""
    return f"{term}{side.number}{between}{side.heading.rstrip('：')}"


def _externals(corpus: Corpus, part: Announcement) -> Iterator[Sheet]:
    every = [_edition(corpus, edition) for edition in part.externals]
    found = [document for document in every if isinstance(document, External)]
    rows = [
        (
            document.holder,
            f"《{document.title}》",
            _marked(day(document.version.effective), "effective", document.version.assumed),
        )
        for document in found
    ]
    if rows:
        yield Sheet("相关文件", ("出具方", "文件", "生效日"), tuple(rows))
    points = tuple(dict.fromkeys(_points(corpus, found)))
    if points:
        yield Sheet("要点", ("事项", "内容"), points)


def _points(corpus: Corpus, found: Iterable[External]) -> Iterator[tuple[str, str]]:
    for name, key in (("内容", "covers"), ("续期", "renews"), ("退出", "leave")):
        for document in found:
            yield name, "\n".join(_texts(corpus, getattr(document, key)))
