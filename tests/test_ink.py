"""Ink against the agreement: all of it, nothing else, in order, seen and read out alike.

One small workspace holds everything that a page can show. What every file must say is told from
the nouns as read (`wanted`), never from markup; what it does say is read back from the bytes
(`inked`): by the tags, as a reading device does, and by ink on the page, as an eye does.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import everything
import pikepdf
import pytest
import segno
import shapes
import wanted
from built import squashed
from everything import Made
from inked import Block, Inked, Place, bookmarks, contrast, grey
from pypdf import PdfReader
from wanted import Said

from generator import conformance, pipeline, workspace
from generator.commands.report import sentence
from generator.reading import Card, Pack, Reading, Status
from generator.render import html
from generator.render.html import Profile

Shown = tuple[str, Profile, Pack, Reading | Card | None]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return everything.made(tmp_path_factory.mktemp("everything"))


@pytest.fixture(scope="module")
def inked(made: Made) -> dict[str, Inked]:
    return {path: Inked(data) for path, data in made.pdfs.items()}


def said(profile: Profile, pack: Pack, each: Reading | Card | None) -> list[Said]:
    """What a file must say."""
    if each is None:
        return wanted.packed(pack, profile is Profile.PAPER)
    if isinstance(each, Card):
        return wanted.card(pack, each)
    return wanted.document(pack, each, False, profile is Profile.PAPER)


def files(made: Made, inked: dict[str, Inked]) -> Iterator[tuple[str, Inked, list[Said], Profile]]:
    for path, _, profile, pack, each in made.shown():
        yield path, inked[path], said(profile, pack, each), profile


def test_the_workspace_holds_everything(made: Made, inked: dict[str, Inked]) -> None:
    """Or else the tests below prove little."""
    pack = made.packs["both"]
    assert [Status.IN_FORCE, Status.UPCOMING, Status.DRAFT] == [d.status for d in pack.documents]
    assert ["foreign"] == [card.id for card in pack.cards]
    assert {"terms", "norms", "draft"} == {d.id for d in pack.documents}
    assert len(made.pdfs) == 14
    kinds = Counter(block.kind for block in inked["both/pack.paper"].blocks)
    assert {"H1", "H2", "H3", "P", "Lbl", "TH", "TD", "Caption", "TOCI", "Figure"} == set(kinds)


def heard(block: Block) -> tuple[int, str, str, str]:
    text = re.sub(r"\d+$", "", block.text) if block.kind == "TOCI" else block.text
    return block.depth, block.kind, text, block.within("Strong")


def test_a_listener_hears_the_agreement_whole_in_order_and_nothing_else(
    made: Made, inked: dict[str, Inked]
) -> None:
    """Every heading, number, paragraph, item, cell as what it is, as deep as it is, emphasised
    as it is; not a character more."""
    for path, file, pieces, _ in files(made, inked):
        expected = [(one.depth, one.kind, one.text, one.strong) for one in pieces]
        assert expected == [heard(block) for block in file.blocks], path


# What is seen


def test_what_is_seen_is_what_is_read_out(made: Made, inked: dict[str, Inked]) -> None:
    for path, file, _, _ in files(made, inked):
        for block in file.blocks:
            if block.kind != "Figure":
                assert block.text == "".join(g.char for g in file.glyphs(block)), path
        assert [0] * len(file.sheets) == [sheet.others for sheet in file.sheets], "pictures"


MM = 72 / 25.4
LEAST = {Profile.SCREEN: 8, Profile.PAPER: 8, Profile.OFFICIAL: 10.5, Profile.LARGE_PRINT: 14}
TEXT = {Profile.SCREEN: 10.5, Profile.PAPER: 10.5, Profile.OFFICIAL: 15.8, Profile.LARGE_PRINT: 18}


def test_every_character_is_seen(made: Made, inked: dict[str, Inked]) -> None:
    """Large enough, on the page, dark on light (WCAG 2.2, 1.4.3), not covered, not cut off."""
    for path, file, _, profile in files(made, inked):
        cut = hans = 0
        for sheet in file.sheets:
            for glyph in sheet.glyphs:
                place = (path, sheet.number + 1, glyph.char, glyph.box)
                left, foot, right, top = glyph.box
                assert LEAST[profile] - 0.1 < glyph.size, place
                assert 0 < left and right < sheet.width and 0 < foot and top < sheet.height, place
                dark, light = sheet.ink((left - 1, foot - 1, right + 1, top + 1))
                assert dark < grey(glyph.colour) + 90, place
                assert contrast(grey(glyph.colour), light) >= 4.5, place
                wide, high = (right - left) / 5, (top - foot) / 5
                if min(wide, high) * 5 > glyph.size / 2:  # seen to its edges
                    hans += 1
                    edges = (
                        (left, top - high, right, top),
                        (left, foot, right, foot + high),
                        (left, foot, left + wide, top),
                        (right - wide, foot, right, top),
                    )
                    cut += any(sheet.ink(edge)[0] > 200 for edge in edges)
        assert hans > 100
        assert cut <= hans / 200, (path, cut, hans)  # thin ends of strokes


def test_text_has_its_size(made: Made, inked: dict[str, Inked]) -> None:
    for path, file, _, profile in files(made, inked):
        for block in file.blocks:
            sizes = {round(glyph.size, 1) for glyph in file.glyphs(block)}
            body = block.kind == "H3" or (block.kind in ("P", "Lbl") and block.text[-1] in "。；")
            if body and not block.text.startswith(("本文件", "采用前")):
                assert sizes == {TEXT[profile]}, (path, block.text)


def test_large_print_is_black(inked: dict[str, Inked]) -> None:
    """But for the words that a text is not in force."""
    glyphs = [g for sheet in inked["both/pack.large-print"].sheets for g in sheet.glyphs]
    assert {(26, 26, 26), (138, 28, 28)} == {glyph.colour for glyph in glyphs}


HEADS = {
    Profile.SCREEN: {"H1": {22.0, 30.0}, "H2": {12.5, 10.5}},
    Profile.PAPER: {"H1": {22.0, 30.0}, "H2": {12.5, 10.5}},
    Profile.OFFICIAL: {"H1": {22.0, 30.0}, "H2": {15.8}},
    Profile.LARGE_PRINT: {"H1": {27.0, 34.0}, "H2": {21.0, 18.0}},
}


def test_headings_have_their_sizes(made: Made, inked: dict[str, Inked]) -> None:
    for path, file, _, profile in files(made, inked):
        for kind, expected in HEADS[profile].items():
            heads = [block for block in file.blocks if block.kind == kind]
            sizes = {round(g.size, 1) for block in heads for g in file.glyphs(block)}
            assert sizes <= expected and max(sizes) >= min(expected), (path, kind)


def test_nothing_is_printed_over_anything(made: Made, inked: dict[str, Inked]) -> None:
    """No two characters share more than a third of their ink's boxes."""
    for path, file, _, _ in files(made, inked):
        for sheet in file.sheets:
            near: dict[tuple[int, int], list[Any]] = {}
            for glyph in sheet.glyphs:
                place = int(glyph.x / 20), int(glyph.base / 20)
                for x in (-1, 0, 1):
                    for y in (-1, 0, 1):
                        for other in near.get((place[0] + x, place[1] + y), ()):
                            same = glyph.x == other.x and glyph.key == other.key  # one of ——
                            shared = _shared(glyph.box, other.box)
                            assert same or shared < 1 / 3, (path, glyph, other)
                near.setdefault(place, []).append(glyph)


def _shared(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """How much of the smaller of two boxes lies in the other."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    if wide <= 0 or high <= 0:
        return 0
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)]
    return wide * high / max(0.01, min(areas))


def test_pieces_stand_below_one_another_in_their_order(made: Made, inked: dict[str, Inked]) -> None:
    """Cells of a row and what stands side by side begin on one line."""
    for path, file, _, _ in files(made, inked):
        shown = [block for block in file.blocks if file.glyphs(block)]
        for above, below in pairwise(shown):
            one, other = file.glyphs(above), file.glyphs(below)
            assert one[0].key[0] <= other[0].key[0], (path, below.text)
            side = above.kind in ("TH", "TD") and below.kind == above.kind
            side = side or "（盖章）" in below.text or above.kind == "Figure"
            if one[0].key[0] == other[0].key[0] and not side:
                assert one[0].base > other[0].base - 0.5 * one[0].size, (path, below.text)
            if one[-1].key[0] == other[0].key[0] and not side and above.kind not in ("TD", "TH"):
                assert one[-1].base > other[0].base - 0.5 * one[0].size, (path, below.text)
        for block in shown:
            for one, other in pairwise(file.glyphs(block)):
                if one.key[0] == other.key[0]:
                    assert other.base < one.base + 0.5 * one.size, (path, block.text)
                    lower = other.base < one.base - 0.5 * one.size
                    assert lower or other.x >= one.x, (path, block.text)


def test_emphasis_is_bold_with_a_line_below_and_nothing_else_has_one(
    made: Made, inked: dict[str, Inked]
) -> None:
    """民法典 496: what is of major interest is pointed out. In every paragraph, item and cell."""
    seen = 0
    for path, file, _, _ in files(made, inked):
        lines: dict[int, list[Any]] = {sheet.number: [] for sheet in file.sheets}
        for sheet in file.sheets:
            lines[sheet.number] += [
                one for one in sheet.strokes if one.key[1] >= 0 and one.high < 3
            ]
        for block in file.blocks:
            for piece in block.pieces:
                strong = "Strong" in piece.around
                for glyph in file.drawn.get(piece.key, []):
                    under = any(
                        one.box[0] < (glyph.box[0] + glyph.box[2]) / 2 < one.box[2]
                        and 0.05 < (glyph.base - one.box[3]) / glyph.size < 0.4
                        and one.colour == glyph.colour
                        for one in lines[piece.key[0]]
                    )
                    seen += strong
                    assert strong == under, (path, block.text, glyph.char)
                    if block.kind in ("P", "TD", "Lbl") and glyph.char != "】":
                        label = block.depth == 0 and re.match("第|本版本", block.text)
                        assert strong == glyph.font.endswith("Bold") or label, (path, block.text)
    assert seen > 500


FACES = {"H1": "Sans-Bold", "H2": "Sans-Bold", "TH": "Sans-Bold", "Caption": "Sans-Bold"}


def test_headings_and_text_have_their_faces(made: Made, inked: dict[str, Inked]) -> None:
    for path, file, _, profile in files(made, inked):
        for block in file.blocks:
            face = FACES.get(block.kind)
            if block.kind == "P" and "当事人一方" in block.text and "强调" not in block.text:
                face = "Sans" if profile is Profile.LARGE_PRINT else "Serif"
            if face and not (block.kind == "H1" and profile is Profile.OFFICIAL):
                assert {f"Agreement-{face}"} == {g.font for g in file.glyphs(block)}, (path, block)


def test_what_is_drawn_is_the_letter_that_it_reads_as(inked: dict[str, Inked]) -> None:
    """The shapes in the file are those of the faces, letter by letter: a font whose letters were
    swapped would read well and be seen otherwise."""
    for path in ("both/pack", "both/pack.large-print", "both/foreign"):
        letters = list(shapes.of(inked[path].data))
        assert len(letters) > 100
        assert [] == [(font, char) for font, char, drawn, known in letters if drawn not in known], (
            path
        )


def test_a_prompt_stands_in_a_box(made: Made, inked: dict[str, Inked]) -> None:
    for path, file, pieces, _ in files(made, inked):
        for one, block in zip(pieces, file.blocks, strict=True):
            if one.text == "提示条款":
                at = file.blocks.index(block)
                inside = [g for b in file.blocks[at : at + 3] for g in file.glyphs(b)]
                sheet = file.sheets[inside[0].key[0]]
                boxes = [s.box for s in sheet.strokes if s.key[1] < 0 and s.high > 40]
                assert any(
                    all(b[0] < g.x and g.x < b[2] and b[1] < g.base < b[3] for g in inside)
                    and sheet.ink((b[0] - 1, (b[1] + b[3]) / 2, b[0] + 1, (b[1] + b[3]) / 2))[0]
                    < 90
                    for b in boxes
                ), path


def test_cells_are_parted_by_lines(made: Made, inked: dict[str, Inked]) -> None:
    file = inked["both/terms"]
    cells = [block for block in file.blocks if block.kind == "TD"]
    for cell in cells:
        glyph = file.glyphs(cell)[0]
        across = [
            one
            for one in file.sheets[glyph.key[0]].strokes
            if one.high < 2 and one.box[0] - 1 < glyph.x < one.box[2] + 1
        ]
        above = [one.box[1] - glyph.base for one in across if one.box[1] > glyph.base]
        below = [glyph.base - one.box[1] for one in across if one.box[1] < glyph.base]
        assert min(above) < 20 and min(below) < 40, cell.text


AREA = {  # free beside the text on a right-hand page, in mm: left, right
    Profile.SCREEN: (24, 24),
    Profile.PAPER: (29, 22),
    Profile.OFFICIAL: (28, 26),
    Profile.LARGE_PRINT: (18, 18),
}


def test_text_fills_its_area_and_stays_in_it(made: Made, inked: dict[str, Inked]) -> None:
    for path, file, _, profile in files(made, inked):
        for side in (0, 1):  # right-hand pages, left-hand pages
            left, right = (free * MM for free in AREA[profile])
            if side and profile in (Profile.PAPER, Profile.OFFICIAL):
                left, right = right, left
            sheets = file.sheets[side::2]
            text = [(g, s.width) for s in sheets for g in s.glyphs if g.key[1] >= 0]
            for glyph, width in text:
                assert left - 1 < glyph.box[0], (path, glyph)
                assert glyph.box[2] < width - right + 1, (path, glyph)
            if len(text) > 1000:
                assert min(glyph.x for glyph, _ in text) < left + 1, (path, side)
                assert max(g.x + g.size - width for g, width in text) > -right - 1, (path, side)


def rows(file: Inked, block: Block) -> list[tuple[int, float, int]]:
    """The lines of a block: page, base line, number of characters."""
    found: list[tuple[int, float, int]] = []
    for glyph in file.glyphs(block):
        if found and found[-1][0] == glyph.key[0] and abs(found[-1][1] - glyph.base) < 4:
            found[-1] = (*found[-1][:2], found[-1][2] + 1)
        else:
            found.append((glyph.key[0], glyph.base, 1))
    return found


def test_paragraphs_are_parted_with_two_lines_on_either_page_and_rows_never(
    made: Made, inked: dict[str, Inked]
) -> None:
    parted = 0
    for path, file, _, _ in files(made, inked):
        for block in file.blocks:
            pages = Counter(page for page, _, _ in rows(file, block))
            parted += len(pages) > 1
            assert len(pages) < 2 or block.kind == "P", (path, block.text)
            assert len(pages) < 2 or min(pages.values()) >= 2, (path, block.text)
            for (page, one, _), (next_, other, _) in pairwise(rows(file, block)):
                if page == next_ and block.kind == "P":
                    size = file.glyphs(block)[0].size
                    assert (one - other) / size > 1.4, (path, block.text)
        for above, below in pairwise(file.blocks):
            if above.kind == "TD" and below.kind == "TD":
                one, other = file.glyphs(above)[0], file.glyphs(below)[0]
                assert one.key[0] == other.key[0] or one.x > other.x, (path, below.text)
    assert parted > 4


def test_numbers_of_items_stand_further_in_the_deeper_they_are(inked: dict[str, Inked]) -> None:
    for path in ("both/terms", "both/terms.paper"):
        labels = [block for block in inked[path].blocks if block.kind == "Lbl"]
        lefts = [[inked[path].glyphs(b)[0].x for b in labels if b.depth == d] for d in (1, 2, 3, 4)]
        for outer, inner in pairwise(lefts):
            assert outer[-1] > 0 and inner[0] > min(outer) + 10


def test_who_signs_has_lines_to_sign_on(inked: dict[str, Inked]) -> None:
    file = inked["both/terms.paper"]
    roles = [block for block in file.blocks if "（盖章）" in block.text]
    dates = [block for block in file.blocks if block.text == "签署日期：年月日"]
    for role, day in zip(roles, dates, strict=True):
        top, foot = file.glyphs(role)[0], file.glyphs(day)[0]
        assert top.key[0] == foot.key[0]
        lines = [
            one
            for one in file.sheets[top.key[0]].strokes
            if foot.base < one.box[1] < top.base and one.box[0] - 2 < top.x < one.box[2]
        ]
        assert 2 == len([one for one in lines if one.wide > 150])


# Where links, contents and bookmarks lead


def addressed(file: Inked, pieces: list[Said]) -> dict[str, Block]:
    """The block with which each provision begins."""
    return {
        said.begins: block for said, block in zip(pieces, file.blocks, strict=True) if said.begins
    }


def leads_to(file: Inked, place: Place, block: Block) -> bool:
    """Whether the block is the first thing that stands below a place."""
    first = file.glyphs(block)[0]
    below = [
        glyph
        for key, glyphs in file.drawn.items()
        for glyph in glyphs
        if key[0] == place.page and key[1] >= 0 and glyph.base < place.top
    ]
    top = max(glyph.base for glyph in below)
    return first.key[0] == place.page and abs(first.base - top) < first.size / 2


def test_links_stand_where_the_agreement_has_them_and_lead_there(
    made: Made, inked: dict[str, Inked]
) -> None:
    followed = 0
    for path, file, pieces, _ in files(made, inked):
        begins = addressed(file, pieces)
        alone = "/pack" not in path
        for one, block in zip(pieces, file.blocks, strict=True):
            own = path.rpartition("/")[2].partition(".")[0]
            links = [
                (text, to)
                for text, to in one.links
                if not alone or "://" in to or to.partition("#")[0] == own
            ]
            drawn = block.links
            if block.kind == "TOCI":
                drawn = [(text.rstrip("0123456789"), to) for text, to in drawn]
            assert [text for text, _ in links] == [text for text, _ in drawn], (path, one.text)
            assert [text for text, _ in drawn] == block.told, (path, one.text)
            for (_, to), (_, place) in zip(links, drawn, strict=True):
                followed += 1
                if isinstance(place, str):
                    assert to == place, (path, one.text)
                else:
                    assert leads_to(file, place, begins[to]), (path, one.text, to)
    assert followed > 150


def test_a_link_can_be_clicked_wherever_it_is_seen(made: Made, inked: dict[str, Inked]) -> None:
    """On each of its lines and pages, and nowhere else."""
    for path, file, _, _ in files(made, inked):
        clicked = set()
        for block in file.blocks:
            for piece in block.pieces:
                for glyph in file.drawn.get(piece.key, []) if "Link" in piece.around else ():
                    x, y = glyph.x + glyph.size / 8, glyph.base + glyph.size / 8
                    areas = [
                        (page, box)
                        for page, box in areas_of(file, glyph.key[0], block.told)
                        if box[0] <= x <= box[2] and box[1] <= y <= box[3]
                    ]
                    assert areas, (path, block.text, glyph.char)
                    clicked |= set(areas)
        assert len(clicked) == sum(map(len, file.areas)), path


def areas_of(
    file: Inked, page: int, told: list[str]
) -> Iterator[tuple[int, tuple[float, float, float, float]]]:
    """The areas of a page of which one of these texts is said."""
    return ((page, box) for text, box in file.areas[page] if text in told)


def test_contents_say_the_page(made: Made, inked: dict[str, Inked]) -> None:
    listed = 0
    for path, file, pieces, _ in files(made, inked):
        begins = addressed(file, pieces)
        for one, block in zip(pieces, file.blocks, strict=True):
            if one.kind == "TOCI":
                listed += 1
                number = re.search(r"\d+$", block.text)
                page = file.glyphs(begins[one.links[0][1]])[0].key[0] + 1
                assert number and page == int(number[0]), (path, block.text)
                end = file.glyphs(block)[-1]
                leaders = [box for text, box in file.furniture(end.key[0]) if "....." in text]
                assert any(abs(box[1] - end.base) < 5 for box in leaders), (path, block.text)
    assert listed > 30


def test_bookmarks_lead_to_every_document_section_and_clause(
    made: Made, inked: dict[str, Inked]
) -> None:
    for path, _, _, pack, each in made.shown():
        file, pieces = inked[path], said(Profile(path.partition(".")[2] or "screen"), pack, each)
        begins = addressed(file, pieces)
        expected = [
            mark
            for mark in wanted.bookmarks(pack, each)
            if each or mark[1] != "目录" or not mark[2]
        ]
        marks = bookmarks(file.data)
        if each is None:  # contents stand once, behind the cover
            kept = [n for n, m in enumerate(expected) if m[1] != "目录"]
            expected = [expected[n] for n in sorted({1, *kept})]
        assert [(level, squashed(title)) for level, title, _ in expected] == [
            (level, title) for level, title, _ in marks
        ], path
        for (_, title, to), (_, _, place) in zip(expected, marks, strict=True):
            if "#" in to:
                assert leads_to(file, place, begins[to]), (path, title)


# Heads and feet of pages, watermarks, metadata


def owners(file: Inked, pieces: list[Said]) -> list[str]:
    """Of each page the id of the document on it; `""` before the first, `-` where nothing is."""
    pages, owner = ["-"] * len(file.sheets), ""
    for one, block in zip(pieces, file.blocks, strict=True):
        owner = one.begins.partition("#")[0] or owner
        for glyph in file.glyphs(block):
            if pages[glyph.key[0]] == "-":
                pages[glyph.key[0]] = owner
    return pages


def edition(each: Reading | Card) -> str:
    """The right-hand running head."""
    day = each.version.effective
    since = f"{day.year}年{day.month}月{day.day}日生效" if day else ""
    return f"第{each.version.number}版·{wanted.STATUS[each.status] or since}"


def test_heads_and_feet_say_the_document_its_edition_and_the_page(
    made: Made, inked: dict[str, Inked]
) -> None:
    for path, _, profile, pack, each in made.shown():
        file, pieces = inked[path], said(profile, pack, each)
        every = {one.id: one for one in (*pack.documents, *pack.cards)}
        heads = {id_: (squashed(one.title), edition(one)) for id_, one in every.items()}
        heads[""] = squashed(f"{pack.name}协议文件"), "目录"
        contents = 0 if each else file.glyphs(_contents(file))[0].key[0]
        for page, owner in enumerate(owners(file, pieces)):
            found = [(text, box) for text, box in file.furniture(page) if "....." not in text]
            expected = []
            if page >= contents or owner == "-":
                number = f"第{page + 1}页共{len(file.sheets)}页"
                number = f"—{page + 1}—" if profile is Profile.OFFICIAL else number
                expected = [number] if owner == "-" else [*heads[owner], number]
                expected = [number] if profile is Profile.OFFICIAL else expected
            if profile is Profile.PAPER:
                expected += ["（此页空白）"] if owner == "-" else []
                expected += ["骑", "缝", "章"] if page % 2 == 0 and owner != "-" else []
            for text in expected:
                assert text in [text for text, _ in found], (path, page + 1, text)
                found.remove(next(one for one in found if one[0] == text))
            rest = Counter("".join(text for text, _ in found))
            assert rest == Counter(_repeated(file, page)), (path, page + 1, found)


def _contents(file: Inked) -> Block:
    return next(block for block in file.blocks if block.text == "目录")


def _repeated(file: Inked, page: int) -> str:
    """The head of the table that runs on to a page."""
    first = next((b for b in file.blocks if {g.key[0] for g in file.glyphs(b)} & {page}), None)
    if first is None or first.kind != "TD":
        return ""
    heads, at = "", file.blocks.index(first)
    while file.blocks[at].kind in ("TD", "TH"):
        heads += file.blocks[at].text if file.blocks[at].kind == "TH" else ""
        at -= 1
    return heads


def test_a_text_not_in_force_bears_its_word_across_every_page(
    made: Made, inked: dict[str, Inked]
) -> None:
    marked = 0
    for path, _, profile, pack, each in made.shown():
        file = inked[path]
        every: tuple[Reading | Card, ...] = (*pack.documents, *pack.cards)
        words = {one.id: wanted.MARK[one.status] for one in every} | {"": ""}
        last = ""
        for page, owner in enumerate(owners(file, said(profile, pack, each))):
            last = last if owner == "-" else owner
            word = words[last]
            expected = [shapes.contours(word)] if word else []
            assert expected == [cut for _, cut in file.watermark(page)], (path, page + 1, word)
            assert all(size > 60 for size, _ in file.watermark(page)), (path, page + 1, word)
            if word:
                marked += 1
                sheet = file.sheets[page]
                middle = sheet.width / 2, sheet.height / 2
                dark, light = 255, 0
                for step in range(-12, 13):
                    x, y = middle[0] + 8 * step, middle[1] + 8 * step
                    one = sheet.ink((x - 20, y - 20, x + 20, y + 20))
                    dark, light = min(dark, one[0]), max(light, one[1])
                assert light == 255 and dark < 250, (path, page + 1)
    assert marked > 8


def test_metadata_say_title_author_language_days_and_texts(
    made: Made, inked: dict[str, Inked]
) -> None:
    for path, _, _, pack, each in made.shown():
        assert [] == [sentence(p) for p in conformance.inspect(path, made.pdfs[path])]
        with pikepdf.open(io.BytesIO(made.pdfs[path])) as pdf:
            title = each.title if each else f"{pack.name}协议文件"
            author = each.holder if isinstance(each, Card) else pack.operator
            assert [title, author] == [str(pdf.docinfo.Title), str(pdf.docinfo.Author)], path
            assert "zh-CN" == str(pdf.Root.Lang)
            every: list[Reading | Card] = [each] if each else [*pack.documents, *pack.cards]
            days = [one.version.published or one.version.effective for one in every]
            day = max((day for day in days if day), default=None)
            stated = [pdf.docinfo.get("/CreationDate"), pdf.docinfo.get("/ModDate")]
            expected = day.strftime("D:%Y%m%d") if day else None
            assert [expected] * 2 == [str(one) if one else None for one in stated], path
            texts = "; ".join(
                f"{one.id}@{one.version.number} {one.imprint.text}" + " 7" * (one.id == "terms")
                for one in every
                if one.imprint
            )
            address = every[0].imprint.address if each and every[0].imprint else pack.address
            packet = ElementTree.fromstring(pdf.Root.Metadata.read_bytes())
            said = {tag: [e.text for e in packet.iter(f"{{{NAMESPACE}}}{tag}")] for tag in TAGS}
            assert {"documents": [texts], "address": [address]} == said, path


NAMESPACE, TAGS = "urn:xieyi:imprint:1#", ("documents", "address")


def test_pages_are_labelled_as_they_are_counted(made: Made, inked: dict[str, Inked]) -> None:
    for path, _, _, _, each in made.shown():
        cover = 0 if each else inked[path].glyphs(_contents(inked[path]))[0].key[0]
        labels = PdfReader(io.BytesIO(made.pdfs[path])).page_labels
        counted = [str(n + 1) for n in range(cover, len(labels))]
        assert cover >= 0 if each else cover >= 1
        assert counted == labels[cover:] and not set(labels[:cover]) & set(counted), path
        assert all(label.startswith("封面") for label in labels[:cover])


def test_the_code_is_that_of_the_address(made: Made, inked: dict[str, Inked]) -> None:
    """Module by module, as a camera sees it."""
    for path, file, pieces, _ in files(made, inked):
        for one, block in zip(pieces, file.blocks, strict=True):
            if one.kind != "Figure":
                continue
            at = file.blocks.index(block)
            page = file.glyphs(file.blocks[at + 1])[0].key[0]
            modules = segno.make(one.text.partition("：")[2], error="m", micro=False).matrix
            left, foot, right, top = block.box
            step = (right - left) / len(modules)
            assert 50 < right - left < 80 and abs((right - left) - (top - foot)) < 1
            for row, line in enumerate(modules):
                for column, module in enumerate(line):
                    x, y = left + (column + 0.5) * step, top - (row + 0.5) * step
                    dark, light = file.sheets[page].ink((x, y, x, y))
                    assert (dark < 60) if module else (light > 200), (path, row, column)


# The page for the web


class Web(HTMLParser):
    """The article of a page: its text, what is emphasised in it, its headings and its links."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.within: list[str] = []
        self.text, self.strong = "", [""]
        self.heads: list[tuple[str, str]] = []
        self.links: list[tuple[str, str]] = []
        self.given: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("meta", "br", "col", "path"):
            return
        self.within.append(tag)
        self.given |= {name for name, _ in attrs}
        if re.fullmatch("h[1-6]", tag):
            self.heads.append((tag.upper(), ""))
        if tag == "a":
            self.links.append(("", str(dict(attrs)["href"])))
        if tag == "strong":
            self.strong.append("")

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.within.pop(), tag

    def handle_data(self, data: str) -> None:
        if "article" not in self.within:
            return
        data = squashed(data)
        self.text += data
        if "strong" in self.within:
            self.strong[-1] += data
        if re.fullmatch("h[1-6]", next((t for t in reversed(self.within) if t[0] == "h"), "")):
            self.heads[-1] = (self.heads[-1][0], self.heads[-1][1] + data)
        if "a" in self.within:
            self.links[-1] = (self.links[-1][0] + data, self.links[-1][1])


UNSEEN = re.compile(
    r"display:\s*none|visibility:|opacity|(?<!-)font-size:\s*0(?![.\d])|transparent|clip|transform"
    r"|position:\s*(?:absolute|fixed)|text-indent:\s*-\d{2}|overflow:\s*hidden|max-height|color:\s*var\(--paper"
)


def test_the_page_for_the_web_says_the_same_and_hides_nothing(made: Made) -> None:
    pages = [page for page in made.pages if page.html]
    assert len(pages) == 5
    for page in pages:
        assert page.html
        pack = made.packs[page.bundle]
        every = {each.id: each for each in (*pack.documents, *pack.cards)}
        pieces = said(Profile.SCREEN, pack, every[str(page.document)])
        pieces = [one for one in pieces if one.kind != "Figure"]
        web = Web(page.html)
        assert (
            "".join(
                one.text.removesuffix("：") if one.kind == "Lbl" else one.text for one in pieces
            )
            == web.text
        )
        strong = [run for one in pieces for run in one.strong.split("|") if run]
        assert strong == [run for run in web.strong if run]
        heads = [(one.kind, one.text) for one in pieces if re.fullmatch("H[1-6]", one.kind)]
        assert heads == web.heads
        links = [(text, _href(to, str(page.document))) for one in pieces for text, to in one.links]
        assert links == web.links
        styles = re.sub(
            r"/\*.*?\*/", "", re.findall("<style>(.*?)</style>", page.html, re.DOTALL)[0]
        )
        assert [] == UNSEEN.findall(styles)
        assert not {"style", "hidden", "aria-hidden", "onclick"} & web.given


def _href(to: str, own: str) -> str:
    """The address of a provision from a page of the same bundle."""
    if "://" in to:
        return to
    document, _, anchor = to.partition("#")
    return (f"{document}.html" if document != own else "") + (f"#{anchor}" if anchor else "")


def test_colours_can_be_read_by_day_and_by_night() -> None:
    """WCAG 2.2, 1.4.3: what is written on paper, and on the tint of heads of tables."""
    tokens = (html.templates() / "tokens.css").read_text("utf-8")
    night = (html.templates() / "screen.css").read_text("utf-8").partition("html {")[0]
    colours: dict[str, str] = {}
    for styles in (tokens, night):
        colours |= dict(re.findall(r"--([a-z-]+): #([0-9a-f]{6})", styles))
        light = {
            name: grey((int(c[:2], 16), int(c[2:4], 16), int(c[4:], 16)))
            for name, c in colours.items()
        }
        for ink in ("ink", "quiet", "accent", "link"):
            for ground in ("paper", "tint"):
                assert contrast(light[ink], light[ground]) >= 4.5, (ink, ground)


# What goes with a PDF


def test_sources_go_with_the_sheets_of_their_documents(tmp_path: Path) -> None:
    """Each as the file that it is, named by document and version, of the day of that version."""
    place = workspace.find(everything.write(tmp_path))
    files = {file.path: file.data for file in place.files()}
    corpus = pipeline.read(place.files(), everything.DAY).corpus
    pages = pipeline.pages(corpus, corpus.catalog.bundles, frozenset(["pdf"]), tuple(Profile))
    sources = {
        id_: (f"{id_}@{number}.yaml", files[f"agreements/documents/{id_}.yaml"], day)
        for id_, number, day in (
            ("terms", "2", date(2026, 1, 15)),
            ("norms", "1.2", date(2026, 10, 1)),
            ("draft", "1", everything.DAY),
            ("foreign", "3", date(2026, 4, 1)),
            ("manual", "1", date(2026, 3, 1)),
        )
    }
    packs = {"both": ["terms", "norms", "draft", "foreign"], "alone": ["manual"]}
    sheets = 0
    for page in pipeline.attach(pages, corpus, files):
        assert page.sheet
        sheets += 1
        expected = [page.document] if page.document else packs[page.bundle]
        attached = [(one.name, one.data, one.day) for one in page.sheet.attached]
        assert [sources[str(id_)] for id_ in expected] == attached, page.path
    assert sheets == 4 * 7
