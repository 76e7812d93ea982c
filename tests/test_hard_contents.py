"""Contents that are hard to set, in every profile: measured where each character stands."""

from __future__ import annotations

import io
import re
import subprocess
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import glyphs
import hard
import pytest
from built import DAY, missing, squashed
from glyphs import Glyph, Line, said, sizes
from pypdf import PdfReader

from generator import pipeline, workspace
from generator.bundle import named
from generator.conformance import inspect
from generator.render import fonts
from generator.render.fitting import columns
from generator.render.html import Profile, stylesheet
from generator.render.press import Job, to_pdf
from generator.render.typeset import CLOSING

MM = 72 / 25.4
# Between text and the left, right and lower edges of a page, at least: mm.
MARGINS = {
    Profile.SCREEN: (24, 24, 24),
    Profile.PAPER: (22, 22, 24),
    Profile.OFFICIAL: (26, 26, 35),
    Profile.LARGE_PRINT: (18, 18, 24),
}
ROWS = 30
TALL = 11  # the row with a cell of 2,000 characters
SHEETS: dict[Profile, tuple[bytes, list[Line]]] = {}


def everything() -> str:
    big = hard.table(6, ROWS, "大表")
    big["rows"][TALL - 1][2] += hard.sentence(1900)
    big["rows"][15][3] = f"16-4见{hard.LINK}的说明"
    big["rows"][20][4] = f"21-5、[{hard.SOLID}]({hard.SOLID})"
    deep: dict[str, object] = {"id": "d4", "text": "表：", "table": hard.table(4, 4, "深表")}
    for level in (3, 2, 1):
        deep = {"id": f"d{level}", "text": f"第{level}层", "items": [deep]}
    mail = f"[{hard.MAIL}](mailto:{hard.MAIL})"
    link = f"[{hard.LINK}]({hard.LINK})"
    foot = [
        {"text": hard.sentence(n * 41), "table": hard.table(3, 3, f"页尾{n}")} for n in range(3, 12)
    ]
    return hard.document(
        {"text": hard.MIXED},
        {"text": f"详见{hard.SOLID}的说明，或者{link}；也可以发送邮件至{mail}咨询。"},
        {"text": f"{hard.sentence(40)}本条的末行是链接{hard.LINK}"},
        {"text": f"{hard.RARE}**{hard.RARE}**"},
        {"text": "大表如下：", "table": big, "tail": "以上。"},
        {"text": "宽表如下：", "table": hard.table(12, 4, "宽表"), "tail": "以上。"},
        {"text": "深表如下：", "items": [deep]},
        *foot,
    )


def job(root: Path, profile: Profile = Profile.SCREEN) -> Job:
    """The job of setting the only document of a workspace."""
    read = pipeline.read(workspace.find(root).files(), DAY)
    pages = pipeline.pages(read.corpus, named(read.corpus.catalog), frozenset(["pdf"]), [profile])
    sheet = pages[0].sheet
    assert sheet
    return sheet


def printed(job: Job) -> bytes:
    ((pdf, problems),) = [(made.pdf, made.problems) for made in to_pdf([job], lambda _, cut: cut())]
    assert problems == ()
    return pdf


@pytest.fixture(scope="module", params=Profile, ids=str)
def profile(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Profile:
    """A profile in which everything has been set."""
    profile: Profile = request.param
    root = hard.write(tmp_path_factory.mktemp("hard"), everything())
    pdf = printed(job(root, profile))
    SHEETS[profile] = pdf, said(pdf)
    return profile


def rows(lines: list[Line]) -> dict[tuple[int, float], list[Glyph]]:
    """The characters on one base line of a page, from left to right."""
    found: dict[tuple[int, float], list[Glyph]] = defaultdict(list)
    for line in lines:
        for glyph in line.glyphs:
            if "\ud800" <= glyph.char <= "\udfff":  # half of a character
                continue
            found[line.page, round(glyph.base, 1)].append(glyph)
    return {place: sorted(row, key=lambda glyph: glyph.left) for place, row in found.items()}


def cells(lines: list[Line]) -> dict[int, list[tuple[int, str]]]:
    """Page and text of each line of each cell, by the number of its structure element."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for line in lines:
        for block in line.blocks:
            if block.kind in ("TD", "TH"):
                text = "".join(glyph.char for glyph in line.glyphs if glyph.block == block)
                found[block.number].append((line.page, text))
    return found


def test_nothing_stands_beyond_the_type_area(profile: Profile) -> None:
    pdf, lines = SHEETS[profile]
    left, right, foot = (margin * MM for margin in MARGINS[profile])
    wide = sizes(pdf)
    for line in lines:
        width, _ = wide[line.page]
        assert line.left > left - 1, (line.page, line.text)
        blank = line.size / 2 if line.text[-1] in CLOSING else 0  # of a mark
        assert line.right - blank < width - right + 1, (line.page, line.text)
        assert line.base > foot, (line.page, line.text)


def test_no_character_stands_on_another(profile: Profile) -> None:
    """A mark gives up half of its width before another mark, so half may overlap."""
    _, lines = SHEETS[profile]
    for place, row in rows(lines).items():
        for one, other in pairwise(row):
            shared = one.right - other.left
            assert shared < 0.55 * one.size, (place, one.char, other.char)
            if one.char.isalnum() and other.char.isalnum():
                assert shared < 0.1 * one.size, (place, one.char, other.char)


def test_no_text_of_a_cell_reaches_into_the_next(profile: Profile) -> None:
    _, lines = SHEETS[profile]
    for place, row in rows(lines).items():
        for one, other in pairwise(row):
            if one.block != other.block and one.block and one.block.kind in ("TD", "TH"):
                assert other.left - one.right > 0.2 * one.size, (place, one.char, other.char)


def test_both_readers_get_every_character_back(profile: Profile) -> None:
    pdf, lines = SHEETS[profile]
    raw = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True
    )
    read = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    pieces = ["大表如下：", "大表", "宽表", "深表如下：", "深表", "页尾11"]
    for text in (raw.stdout.decode(), read):
        assert [] == missing(squashed(text), pieces)
        assert [char for char in squashed(hard.RARE) if text.count(char) < 2] == []
        assert squashed(hard.MAIL) in squashed(text)
    drawn = "".join(line.text for line in lines)
    drawn = drawn.encode("utf-16", "surrogatepass").decode("utf-16")
    assert [] == missing(
        drawn, [hard.MIXED, hard.SOLID, hard.LINK, hard.MAIL, hard.LINK, hard.RARE, hard.RARE]
    )
    every = {"".join(text for _, text in cell) for cell in cells(lines).values()}
    for row in hard.table(12, 4)["rows"] + hard.table(4, 4)["rows"]:
        assert [cell for cell in row if squashed(cell) not in every] == []
    assert f"16-4见{hard.LINK}的说明" in every and f"21-5、{hard.SOLID}" in every
    assert any(text.endswith(hard.sentence(1900)) for text in every)


def test_a_link_leads_to_its_whole_address(profile: Profile) -> None:
    pdf, _ = SHEETS[profile]
    found: dict[str, int] = defaultdict(int)
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for each in page.get("/Annots", ()):
            found[each.get_object().get("/A", {}).get("/URI")] += 1
    assert {hard.LINK, hard.SOLID, f"mailto:{hard.MAIL}"} <= set(found)


def test_a_link_fills_its_lines_and_breaks_without_a_hyphen(profile: Profile) -> None:
    """It was pushed to the next line whole, or ran off the page."""
    _, lines = SHEETS[profile]
    blocks = defaultdict(list)
    for line in lines:
        if line.blocks and line.blocks[-1].kind in ("P", "LBody"):
            blocks[line.blocks[-1]].append(line)
    set_ = [each for each in blocks.values() if "https" in "".join(line.text for line in each)]
    assert len(set_) == 2
    for each in set_:
        right = max(line.right for line in each)
        for line, below in pairwise(each):
            if below.text[0] > "~":  # it ends with its line
                continue
            assert right - line.right < 1.6 * line.size, line.text
            assert line.text[-1] not in "-\u2010\u00ad", line.text
            inside = [
                pair for pair in pairwise(line.glyphs) if all(one.char < "\x7f" for one in pair)
            ]
            gaps = [
                other.left - one.right for one, other in inside if one.char + other.char != "1."
            ]
            assert max(gaps, default=0) < 0.5 * line.size, line.text


def test_the_head_of_a_table_stands_on_every_page_with_its_rows(profile: Profile) -> None:
    _, lines = SHEETS[profile]
    pages = {
        p for cell in cells(lines).values() for p, text in cell if re.match(r"\d+-1(、|$)", text)
    }
    every = glyphs.lines(SHEETS[profile][0])  # a head that is repeated is an artifact
    heads = {
        page for (page, _), row in rows(every).items() if {"子", "丑"} <= {g.char for g in row}
    }
    assert pages <= heads
    assert len(pages) > 3


def test_a_row_stays_on_its_page_unless_it_is_taller_than_half_of_one(profile: Profile) -> None:
    _, lines = SHEETS[profile]
    split = set()
    for cell in cells(lines).values():
        if len({page for page, _ in cell}) > 1:
            split.add("".join(text for _, text in cell))
    few = [text for text in split if len(text) < 60]
    assert any("甲方应当" in text for text in split)
    assert few == [] or profile in (Profile.OFFICIAL, Profile.LARGE_PRINT), few


def test_a_caption_stands_above_the_first_row(profile: Profile) -> None:
    _, lines = SHEETS[profile]
    first = {
        line.page: True
        for line in lines
        for b in line.blocks
        if b.kind == "TH" and "子" in line.text
    }
    captions = [line for line in lines if line.blocks and line.blocks[0].kind == "Caption"]
    assert len(captions) == 3 + 9
    assert all(line.page in first for line in captions)


def test_tables_of_many_columns_lie_across(profile: Profile) -> None:
    pdf, lines = SHEETS[profile]
    wide = sizes(pdf)
    (page,) = {line.page for line in lines if line.text == "宽表"}
    assert wide[page][0] > wide[page][1]
    after = [wide[line.page] for line in lines if line.text.startswith("页尾")]
    assert all(width < height for width, height in after)


def test_it_is_still_a_file_to_archive_and_to_listen_to(profile: Profile) -> None:
    assert [] == inspect("hard.pdf", SHEETS[profile][0])


def test_a_table_of_three_hundred_rows_is_set_whole(tmp_path: Path) -> None:
    text = hard.document({"text": "表：", "table": hard.table(6, 300)})
    lines = said(printed(job(hard.write(tmp_path, text))))
    firsts = [text for cell in cells(lines).values() for _, text in cell[:1]]
    found = [match[0] for text in firsts if (match := re.match(r"\d+-1(?=、|$)", text))]
    assert [f"{n}-1" for n in range(1, 301)] == found
    assert 30 < lines[-1].page < 60


@pytest.mark.parametrize(
    ("least", "wanted", "expected"),
    [
        ([10, 10], [12, 12], [12, 12]),  # what they want fits
        ([10, 10], [40, 5000], [15, 15]),  # each has room for something
        ([90, 10], [90, 20], [60, 15]),  # a long word gives way
        ([90, 90, 90], [90, 90, 90], [25, 25, 25]),
    ],
)
def test_columns_share_the_width_of_a_table(
    least: list[float], wanted: list[float], expected: list[float]
) -> None:
    found, most = columns(least, wanted, 100)
    assert pytest.approx(expected) == found
    assert all(one <= other for one, other in zip(found, most, strict=True))


def test_a_long_text_does_not_take_all_of_the_width() -> None:
    _, (short, long) = columns([10, 10], [40, 5000], 100)
    assert 15 < long / short < 20


def test_columns_never_want_more_than_there_is() -> None:
    for count in range(1, 13):
        found, _ = columns([30.0 * n for n in range(count)], [1000.0] * count, 100)
        assert sum(found) <= 100.001


def test_cells_that_span_columns_and_rows_are_set() -> None:
    """The tables of notices have them."""
    css = fonts.styled(stylesheet())
    rows = "<tr><td colspan=2>甲乙</td><td>丙</td></tr>"
    rows += "<tr><td rowspan=2>丁</td><td>戊</td><td>己</td></tr>"
    table = f"<table><tbody>{rows}<tr><td>庚</td><td>辛</td></tr></tbody></table><table></table>"
    page = f"<html lang=zh-CN><title>表</title><body>{table}</body></html>"
    lines = said(printed(Job("t", page, css, "".join(sorted(set(page + css) - {"\n"})))))
    assert "甲乙丙丁戊己庚辛" == "".join(line.text for line in lines)


def test_a_short_address_breaks_behind_its_marks(tmp_path: Path) -> None:
    """It left “le.com” on a line of its own."""
    texts = [{"text": "甲" * words + "support@example.com为准。"} for words in range(28, 42)]
    lines = said(printed(job(hard.write(tmp_path, hard.document(*texts)))))
    ends = {
        line.text.rpartition("甲")[2] for line in lines if "甲" in line.text and "@" in line.text
    }
    assert {"support@", "support@example."} <= ends
    assert all(re.search(r"@(example\.(com.*)?)?$", end) for end in ends), ends
