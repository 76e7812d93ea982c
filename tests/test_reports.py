"""Notices, tables and redlines against what they were made from: all of it, in order, marked.

The nouns are made here by hand, each with everything that it can hold; what a page must say is
told from them. Deleted words stand in [-…-], inserted in [+…+], those whose emphasis changed in
[~…~], emphasised in *…*.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
import shapes
from built import squashed
from everything import ODD
from inked import Glyph, Inked, contrast, grey
from inked import Sheet as InkedSheet

from generator import conformance, pipeline
from generator.commands.report import sentence
from generator.compare.changes import Op, Severity, Unit
from generator.compare.trace import Destination, Origins, Place, Source
from generator.model import Basis, Fate
from generator.publish.notice import Announced, Closing, Matter, Sheet
from generator.redlines.inked import Block, Piece
from generator.redlines.quotes import Quote
from generator.redlines.redline import Entry, Redline
from generator.redlines.retired import Old
from generator.redlines.retired import Part as Beside
from generator.redlines.retired import Row as BesideRow
from generator.redlines.rows import Note, Part, Row, Standing
from generator.redlines.table import Fact, Stated, Table
from generator.redlines.table import Row as TableRow
from generator.render import html
from generator.render.press import to_pdf
from generator.site.records import Row as StoneRow
from generator.site.records import Target, Tombstone

DAY = date(2026, 11, 2)
SAID = "2026年11月2日"
TYPED = f"声明{ODD}。\n\n声明的第二段。\n"
STATEMENT = f"声明{ODD}。声明的第二段。"
MARKS = {"del": ("[-", "-]"), "ins": ("[+", "+]"), "strong": ("*", "*"), "turned": ("[~", "~]")}


class Marked(HTMLParser):
    """The text of a page's articles, with its marks."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.open = "", [""]
        self.inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = self.inside or tag == "article"
        if tag in ("br", "col", "meta", "link"):
            return
        begin, end = MARKS.get(tag, MARKS.get(str(dict(attrs).get("class")), ("", "")))
        self.text += begin
        self.open.append(end)

    def handle_endtag(self, tag: str) -> None:
        self.text += self.open.pop()

    def handle_data(self, data: str) -> None:
        self.text += data if self.inside else ""


def shown(template: str, screen: bool = True, **given: object) -> str:
    return html.to_report(template, screen, **given)


def said(page: str) -> str:
    return squashed(Marked(page).text)


def all_of(*pieces: object) -> str:
    """The pieces one behind the other; a list is flattened, None says nothing."""
    return squashed("".join(map(str, _flat(pieces))))


def _flat(pieces: Iterable[object]) -> Iterator[object]:
    for piece in pieces:
        if isinstance(piece, (list, tuple)):
            yield from _flat(piece)
        elif piece is not None:
            yield piece


# A notice

GRID = Sheet(f"表一{ODD}", ("协议", f"版本{ODD}"), (("甲", f"1\n{ODD}"), ("乙", "2"), ("丙", "3")))
MATTER = Matter(
    "first", "一、", f"事项{ODD}", ("正文一。", "正文二。"), (GRID, GRID), ("不同意的。",)
)
NOTICE = Announced(
    id="notice",
    title=f"公示{ODD}",
    platform=f"平台{ODD}",
    signer=f"运营方{ODD}",
    statement=TYPED,
    published=DAY,
    opening=("开头一。", f"开头二{ODD}。"),
    parts=(MATTER, replace(MATTER, id="second", label="二、", title="另一事项")),
    closing=(
        Closing("三、", "意见反馈", ("反馈。", "再反馈。")),
        Closing("四、", "历史", ("历史。",)),
    ),
    assumed=True,
    notes=("说明一。", "说明二。"),
)


@pytest.mark.parametrize("screen", [True, False])
def test_a_notice_says_all_that_it_announces(screen: bool) -> None:
    def table(one: Sheet) -> list[object]:
        return [one.caption, one.columns, one.rows]

    expected = all_of(
        *(NOTICE.platform, NOTICE.title, "公示日", SAID, "（暂定）", STATEMENT, NOTICE.opening),
        [
            [part.label, part.title, part.text, [*map(table, part.tables)], part.disagree]
            for part in NOTICE.parts
        ],
        [[one.label, one.title, one.text] for one in NOTICE.closing],
        *(NOTICE.signer, SAID, "起草说明", NOTICE.notes),
    )
    assert expected == said(shown("notice.html", screen, notice=NOTICE, layout="base.html"))


# Where retired provisions live on

PLACES = (
    Place("terms#fee", f"条款{ODD}", "第1.1条", f"【费用{ODD}】"),
    Place("terms#other", "条款", "第1.2条", "【其他】"),
)


def provision(n: int, fate: Fate | None, text: str | None = None) -> Any:
    return SimpleNamespace(
        id=f"p-{n}",
        heading=f"第{n}条{ODD}",
        gist=f"要旨{n}{ODD}。\n",
        text=text,
        fate=fate,
        reason=f"缘由{n}。\n\n缘由的第二段。",
        remark=f"备注{n}{ODD}。",
    )


def retired(id_: str, basis: Basis) -> Any:
    gone = SimpleNamespace(on=DAY, reason=f"为何下线{ODD}。\n\n再说一句。", assumed={"on": "暂定"})
    return SimpleNamespace(
        id=id_, title=f"旧协议{ODD}{id_}", basis=basis, retired=gone, remark="备注。\n\n又一备注。"
    )


FATES = [
    (Fate.KEPT, "保留"),
    (Fate.REWORDED, "改写"),
    (Fate.MERGED, "合并"),
    (Fate.SPLIT, "拆分"),
    (Fate.DROPPED, "不再保留"),
    (None, "未定"),
]


def test_the_tables_of_both_ways_say_every_provision() -> None:
    old, new = retired("a", Basis.OUTLINE), retired("b", Basis.ORIGINAL)
    rows = [
        Destination(old, provision(n, fate, f"原文{n}。"), PLACES[: n % 3], n % 2 == 1)
        for n, (fate, _) in enumerate(FATES, 1)
    ]
    other = [Destination(new, provision(9, Fate.KEPT), PLACES, False)]
    sources = (Source(old, rows[0].provision), Source(new, rows[1].provision))
    origins = [Origins(PLACES[0], sources, False), Origins(PLACES[1], (), True)]
    page = shown(
        "trace.html",
        day=DAY,
        platform=f"平台{ODD}",
        statement=TYPED,
        outline=True,
        agreements=[
            {"retired": old, "product": f"产品{ODD}", "rows": rows},
            {"retired": new, "product": "产品", "rows": other},
        ],
        documents=[{"title": f"条款{ODD}", "rows": origins}],
        settled=5,
        provisions=6,
        explained=7,
        clauses=8,
    )

    def line(row: Destination, fate: str) -> list[object]:
        one = row.provision
        places = [f"《{p.title}》{p.number}{p.heading}" for p in row.places]
        suspect = "（待复核）" if row.suspect else ""
        words = one.text or one.gist, fate, suspect, places, one.reason, one.remark
        return [one.heading, *words]

    expected = all_of(
        *(f"平台{ODD}", "去向表与来源表", "截至", SAID, "已下线协议", "2份"),
        *("条文有去向", "5／6", "条款有来源", "7／8", STATEMENT),
        "标“纲要”的协议，原文尚未归档，所列条文为纲要。",
        "一、去向：原条文现在在哪里",
        *(
            f"《{old.title}》（产品{ODD}，{SAID}下线，纲要）",
            "原条文",
            "要旨",
            "去向",
            "现条款",
            "说明",
        ),
        [line(row, fate) for row, (_, fate) in zip(rows, FATES, strict=True)],
        *(f"《{new.title}》（产品，{SAID}下线）", "原条文", "原文", "去向", "现条款", "说明"),
        line(other[0], "保留"),
        *("二、来源：现条款从哪里来", f"《条款{ODD}》", "现条款", "来源"),
        [
            [
                row.place.number + row.place.heading,
                "新拟" if row.new else "",
                [f"《{s.retired.title}》{s.provision.heading}" for s in row.sources],
            ]
            for row in origins
        ],
    )
    assert expected == said(page)


def stone() -> tuple[Tombstone, str]:
    gone = retired("a", Basis.OUTLINE)
    targets = Target(f"《条款{ODD}》第1.1条", "a"), Target("《条款》第1.2条", "b")
    rows = tuple(
        StoneRow(
            f"p-{n}",
            f"第{n}条{ODD}",
            f"要旨{n}。",
            fate,
            n == 1,
            targets[: n % 3],
            "说明。\n\n再说。",
        )
        for n, (fate, _) in enumerate(FATES, 1)
    )
    successors = Target(f"《条款{ODD}》", "a"), Target("《规范》", "b")
    made = Tombstone(gone, f"产品{ODD}", "软件服务", successors, rows)
    expected = all_of(
        *(f"平台{ODD}", gone.title, f"已下线，由《条款{ODD}》《规范》承接", STATEMENT),
        *("产品", f"产品{ODD}（软件服务）", "下线日", f"{SAID}（暂定）", "条文", "6条（纲要）"),
        *("为什么下线", gone.retired.reason, gone.remark),
        "原文尚未归档，下表所列条文为纲要。",
        *("每一条的去向", "每一条的去向", "原条文", "要旨", "去向", "现条款", "说明"),
        [
            [
                *(row.heading, row.before, fate, "（待复核）" if row.suspect else ""),
                *([one.text for one in row.targets], row.remark),
            ]
            for row, (_, fate) in zip(rows, FATES, strict=True)
        ],
    )
    return made, expected


def test_a_tombstone_says_why_and_where_everything_went() -> None:
    made, expected = stone()
    given = {"stone": made, "platform": f"平台{ODD}", "operator": "运营方", "statement": TYPED}
    page = shown("tombstone.html", False, **given)
    assert expected == said(page)
    assert 'data-mark="已下线"' in page
    file = Inked(_set(page))
    word = "已下线"
    for sheet in file.sheets:
        ((size, cut),) = file.watermark(sheet.number)
        assert size > 60 and cut == shapes.contours(word)


# Redlines

LINE = (
    Piece(Op.EQUAL, f"您应当{ODD}", False),
    Piece(Op.DELETE, f"三日{ODD}", False, "〔删〕"),
    Piece(Op.DELETE, "强调地删", True),
    Piece(Op.INSERT, f"五日{ODD}", False, "〔增〕"),
    Piece(Op.INSERT, "强调地增", True, "", "〔止〕"),
    Piece(Op.EMPHASISE, "新强调", True, "〔强调〕", "〔止〕"),
    Piece(Op.PLAIN, "去强调", False, "〔去强调〕", "〔止〕"),
    Piece(Op.EQUAL, "强调未变", True),
)
WORDS = Block(LINE), Block((Piece(Op.EQUAL, "第二段。", False),))
CELL = (Piece(Op.DELETE, "甲", False, "〔删〕"), Piece(Op.INSERT, "乙", False, "〔增〕", "〔止〕"))
PLAIN = (Piece(Op.EQUAL, "单元格。", False),)
GRIDS = Block(rows=((PLAIN, CELL), (CELL, PLAIN), (PLAIN, PLAIN), (PLAIN,)))
SIGNS = {
    Op.EQUAL: ("", ""),
    Op.DELETE: MARKS["del"],
    Op.INSERT: MARKS["ins"],
    Op.EMPHASISE: MARKS["turned"],
    Op.PLAIN: MARKS["turned"],
}


def marked(pieces: Iterable[Piece]) -> str:
    """The pieces with the marks that they must bear."""
    text = ""
    for one in pieces:
        begin, end = SIGNS[one.op]
        words = f"*{one.text}*" if one.strong else one.text
        text += one.mark + begin + words + end + one.end
    return text


def redline(left: Standing = Standing.LEFT) -> tuple[Redline, list[object]]:
    """A redline of everything, and what is said of it behind its heads. What has `left` for
    another place is not struck on paper: it was not deleted."""
    row = Row(
        "a", Unit.CLAUSE, 1, f"1.1{ODD}", "1.2", Standing.KEPT, (*WORDS, GRIDS), None, 1, "c-1"
    )
    rows = (
        row,
        replace(row, anchor="b", label="1.3", was="", note=Note(f"移自{ODD}", "a"), change=2),
        replace(row, anchor="c", label="", note=Note("移走"), change=0, entry="", standing=left),
    )
    head = Row("s", Unit.SECTION, 0, "一、", "二、", Standing.KEPT, WORDS[:1], None, 3, "c-3")
    entry = Entry(
        1, "c-1", "a", f"第1.1条{ODD}", "修改", "重大", Severity.MAJOR, ("涉及费用", "再一"), WORDS
    )
    entries = (
        entry,
        replace(entry, at=2, anchor="c-2", href="", signals=()),
        replace(entry, at=3, anchor="c-3"),
    )
    made = Redline(
        id="terms",
        title=f"条款{ODD}",
        old=f"第1版{ODD}",
        new="第2版",
        editions="第1版→第2版",
        legal=True,
        counts=f"共三处{ODD}",
        entries=entries,
        hidden=2,
        renumbered=4,
        numbers=("1.1→1.2", "1.2→1.3"),
        parts=(Part("", head, rows), Part("提示条款", None, (replace(row, anchor="d"),))),
    )

    def inside(one: Row) -> list[object]:
        note = [
            f"〔第{one.change}处〕" if one.change else "",
            f"〔{one.note.text}〕" if one.note else "",
        ]
        words = [marked(block.line) for block in one.blocks[:2]]
        table = [[marked(cell) for cell in cells] for cells in GRIDS.rows]
        was = f"（原{one.was}）" if one.was else ""
        return [one.label, was, *note, words, f"{one.label}所附表格", table]

    expected: list[object] = [
        f"一、修改清单共三处{ODD}，此处只列出其中3处。",
        [
            [e.at, e.severity, e.kind, e.where, e.signals, [marked(b.line) for b in e.blocks]]
            for e in entries
        ],
        "另有4处只是编号变化，正文中在新编号后注明原编号：1.1→1.2；1.2→1.3。",
        *("二、全文比对", "一、（原二、）", marked(LINE), "〔第3处〕"),
        *([inside(one) for one in rows], "提示条款", inside(row)),
    ]
    return made, expected


def test_a_redline_bears_every_word_with_its_mark() -> None:
    made, expected = redline()
    given = {"platform": f"平台{ODD}", "statement": TYPED}
    page = shown("redline.html", False, redlines=[made], **given)
    heads = f"平台{ODD}《条款{ODD}》比对稿旧版第1版{ODD}新版第2版" + STATEMENT
    legend = (
        "读法：〔删〕[-删去的文字-]，〔增〕[+增加的文字+]，〔止〕之后恢复为未变的文字；"
        "〔强调〕[~新加粗体下划线~]，〔去强调〕[~不再使用粗体下划线~]。编号旁的〔第几处〕通往修改清单。"
    )
    assert all_of(heads, legend, expected) == said(page)
    both = shown("redline.html", False, redlines=[made, made], **given)
    title = f"《条款{ODD}》比对稿旧版第1版{ODD}新版第2版"
    front = all_of(f"平台{ODD}协议比对稿", STATEMENT, legend, "文件", [made.title] * 2)
    assert front + all_of(title, expected) * 2 == said(both)


def test_on_paper_deleted_words_are_struck_and_inserted_ones_doubly_underlined() -> None:
    made, _ = redline(Standing.ARRIVED)
    page = shown("redline.html", False, redlines=[made], platform="平台", statement=None)
    file, seen, two = Inked(_set(page)), {"Del": 0, "Ins": 0}, 0
    for block in file.blocks:
        for piece in block.pieces:
            for glyph in file.drawn.get(piece.key, []):
                middle = (glyph.box[0] + glyph.box[2]) / 2
                lines = {
                    (round((one.box[1] + one.box[3]) / 2 - glyph.base, 1), round(one.high, 1))
                    for one in file.sheets[glyph.key[0]].strokes
                    if one.key[1] >= 0 and one.high < 3 and one.box[0] < middle < one.box[2]
                    if abs(one.box[1] - glyph.base) < glyph.size
                    if one.colour == glyph.colour
                }
                through = [high for y, high in lines if y > 1]
                below = [high for y, high in lines if y < 0]
                if "Del" in piece.around or "Ins" in piece.around:
                    kind = "Del" if "Del" in piece.around else "Ins"
                    seen[kind] += 1
                    assert bool(through) == (kind == "Del"), (piece.text, lines)
                    assert bool(below) == (kind == "Ins"), (piece.text, lines)
                    if kind == "Ins":
                        two += _lines_below(file.sheets[glyph.key[0]], glyph) == 2
                else:
                    assert not through, (piece.text, lines)
                    if below:
                        assert _lines_below(file.sheets[glyph.key[0]], glyph) < 2, piece.text
    assert min(seen.values()) > 100
    assert two > 0.95 * seen["Ins"]


def _lines_below(sheet: InkedSheet, glyph: Glyph) -> int:
    """How many lines are seen below a letter, between its tail and the next line."""
    x = (glyph.box[0] + glyph.box[2]) / 2
    heights = [glyph.base - glyph.size * step / 100 for step in range(16, 60)]
    dark = [sheet.ink((x, y, x, y))[0] < 150 for y in heights]
    return sum(not one and other for one, other in pairwise([False, *dark]))


# Tables of revisions, and of retired provisions beside what took them over

QUOTES = (
    Quote(f"第1.1条{ODD}", 1, (*WORDS, GRIDS)),
    Quote("（1）", 2, WORDS),
    Quote("", 1, WORDS[1:]),
)


def quoted(quotes: Iterable[Quote]) -> list[object]:
    found: list[object] = []
    for quote in quotes:
        found.append(quote.label)
        for block in quote.blocks:
            found.append(marked(block.line))
            found += ["｜".join(map(marked, cells)) for cells in block.rows]
    return found or ["—"]


def table() -> tuple[Table, list[object]]:
    row = TableRow(
        1, QUOTES, QUOTES[1:], "修改", (f"缘由{ODD}。", "再一。"), ("涉及费用。", "再一。")
    )
    rows = row, replace(row, at=2, old=()), replace(row, at=3, new=(), notes=(), signals=())
    stated = Stated(f"全文将“甲{ODD}”改为“乙”", ("第1.1条", f"第1.2条{ODD}"))
    made = Table(
        id="terms",
        title=f"条款{ODD}",
        old="第1版",
        new=f"第2版{ODD}",
        editions="第1版→第2版",
        legal=False,
        reason=("缘由一。", f"缘由二{ODD}。"),
        facts=(Fact("标题", WORDS[0]), Fact("生效", WORDS[1])),
        replacements=(stated, stated),
        rows=rows,
        numbers=("1.1→1.2", "1.2→1.3"),
        punctuation=("第1.1条", "第1.2条"),
    )
    expected: list[object] = [
        *(made.reason, [marked(fact.block.line) for fact in made.facts], "法律内容没有变化。"),
        *(
            f"《{made.title}》修订对照",
            "序号",
            "旧版条款",
            "新版条款",
            "修订类型",
            "修订说明",
            "全文",
        ),
        [f"{one.text}。涉及{'、'.join(one.places)}。" for one in made.replacements],
        "修改统一用语；仅有此类改动的条款不再逐条列出。",
        [
            [one.at, quoted(one.old), quoted(one.new), one.kinds, one.notes, one.signals]
            + (["—"] if not one.notes and not one.signals else [])
            for one in rows
        ],
        "仅编号变化2处，不逐条列出：1.1→1.2；1.2→1.3。",
        "仅标点变化2处，不逐条列出：第1.1条；第1.2条。",
    ]
    return made, expected


def test_a_table_of_revisions_quotes_both_sides_whole() -> None:
    made, expected = table()
    given = {"platform": f"平台{ODD}", "statement": TYPED}
    page = shown("comparison.html", False, tables=[made], **given)
    heads = f"《条款{ODD}》修订对照表旧版第1版新版第2版{ODD}"
    assert all_of(f"平台{ODD}", heads, STATEMENT, expected) == said(page)
    both = said(shown("comparison.html", False, tables=[made, made], **given))
    assert all_of(f"平台{ODD}修订对照表", STATEMENT) + all_of(heads, expected) * 2 == both


def beside() -> tuple[dict[str, object], str]:
    old = Old("a", "p", f"《旧协议{ODD}》", f"第一条{ODD}", ("原文一。", "原文二。"), True)
    row = BesideRow(
        1, (old, replace(old, outline=False)), QUOTES, "合并", (f"说明{ODD}。", "再一。")
    )
    rows = row, BesideRow(2, (), QUOTES[1:], "新拟", ()), BesideRow(3, (old,), (), "不再保留", ())
    parts = [Beside("s", f"一、费用{ODD}", rows), Beside("t", "二、其他", rows[:1])]
    given = {"day": DAY, "platform": f"平台{ODD}", "statement": TYPED, "outline": True}

    def olds(one: BesideRow) -> list[object]:
        return [
            [each.title, each.heading, "（纲要）" if each.outline else "", each.text]
            for each in one.olds
        ] or ["—"]

    expected = all_of(
        *(
            f"平台{ODD}",
            "下线协议与现行文件对照表",
            "截至",
            SAID,
            "已下线协议",
            "5份",
            "原条文",
            "6条",
        ),
        *(STATEMENT, "标“纲要”的原条文，原文尚未归档，所列为纲要。"),
        [
            [
                *(part.title, f"{part.title}与原条文"),
                *("序号", "原协议条文", "现条款", "去向", "说明"),
                [
                    [one.at, olds(one), quoted(one.new), one.fates, one.notes or "—"]
                    for one in part.rows
                ],
            ]
            for part in parts
        ],
    )
    return given | {"parts": parts, "agreements": 5, "provisions": 6}, expected


def test_retired_provisions_stand_beside_what_took_them_over() -> None:
    given, expected = beside()
    assert expected == said(shown("beside.html", False, **given))


# On paper


def _set(page: str) -> bytes:
    (made,) = to_pdf([pipeline.sheet("report", page)], lambda key, make: make())
    assert not made.problems, made.problems
    return made.pdf


@pytest.mark.parametrize("kind", ["notice", "comparison", "beside", "redline"])
def test_on_paper_all_of_a_report_is_read_out_and_seen(kind: str) -> None:
    given: dict[str, object] = {
        "notice": {"notice": NOTICE},
        "comparison": {"tables": [table()[0]], "platform": "平台", "statement": TYPED},
        "beside": beside()[0],
        "redline": {
            "redlines": [redline(Standing.ARRIVED)[0]],
            "platform": "平台",
            "statement": TYPED,
        },
    }[kind]
    page = shown(f"{kind}.html", False, **given)
    data = _set(page)
    assert [] == [sentence(problem) for problem in conformance.inspect(kind, data)]
    file = Inked(data)
    bare = re.sub(r"\[[-+~]|[-+~]\]", "", said(page)).replace("*", "")
    heard = "".join(block.text for block in file.blocks)
    # Marks between what is listed, and behind the names of facts, come from the style sheet.
    assert re.sub("[：；*]", "", bare) == re.sub("[：；*]", "", heard)
    for sheet in file.sheets:
        for glyph in sheet.glyphs:
            left, foot, right, top = glyph.box
            assert 0 < left and right < sheet.width and 0 < foot and top < sheet.height
            dark, light = sheet.ink((left - 1, foot - 1, right + 1, top + 1))
            assert glyph.size > 5.9 and dark < grey(glyph.colour) + 90, (glyph, dark)
            assert contrast(grey(glyph.colour), light) >= 4.5, (glyph, light)
