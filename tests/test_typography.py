"""How the PDFs are set, measured where each character stands: the rules of CLREQ (W3C) and of a
careful compositor, the same in every profile."""

from __future__ import annotations

import io
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import glyphs
import pytest
from built import DAY, ROOT, missing, provisions, squashed
from glyphs import Block, Glyph, Line
from pypdf import PdfReader

from generator import pipeline, workspace
from generator.batch import to_pdfs
from generator.bundle import compose, named
from generator.reading import Reading
from generator.render import typeset
from generator.render.html import Profile
from generator.render.typeset import CLOSING, OPENING

MM = 72 / 25.4
HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
LATIN = re.compile("[A-Za-z0-9]")
PARAGRAPHS = ("P", "LBody", "TD", "TH")
PROFILES = tuple(Profile)
SHEETS: dict[str, list[Line]] = {}
FILES: dict[str, bytes] = {}


@pytest.fixture(scope="session")
def documents() -> dict[str, Reading]:
    """The documents of the bundle of most products, set in every profile."""
    place = workspace.find(ROOT)
    corpus = pipeline.read(place.files(), DAY).corpus
    bundle = max(named(corpus.catalog), key=lambda bundle: len(bundle.products))
    pages = pipeline.pages(corpus, [bundle], frozenset(["pdf"]), PROFILES)
    sheets = [page.sheet for page in pages if page.document and page.sheet]
    pdfs, _ = to_pdfs(place.cache, sheets, lambda step: None, _press())
    for name, data in pdfs.items():
        FILES[name.rpartition("/")[2]] = data
    return {document.id: document for document in compose(corpus, bundle).documents}


def _press() -> Any:
    from generator.render.press import to_pdf

    return to_pdf


@pytest.fixture(params=PROFILES, ids=[str(profile) for profile in PROFILES])
def profile(request: pytest.FixtureRequest) -> Profile:
    return request.param


def files(documents: dict[str, Reading], profile: Profile) -> dict[str, bytes]:
    """The PDFs of a profile by document."""
    ending = "" if profile is Profile.SCREEN else f".{profile}"
    return {id_: FILES[id_ + ending] for id_ in documents}


def lines(documents: dict[str, Reading], profile: Profile) -> Iterator[tuple[str, list[Line]]]:
    """The lines of text of each document."""
    for id_, data in files(documents, profile).items():
        name = f"{id_}.{profile}"
        if name not in SHEETS:
            SHEETS[name] = glyphs.said(data)
        yield name, SHEETS[name]


def set_as(text: list[str], profile: Profile = Profile.SCREEN) -> list[Line]:
    """Paragraphs of a page of our own, set justified as clauses are."""
    from generator.render.press import to_pdf

    inked = [each if "<" in each else typeset.line(each) for each in text]
    inside = "".join(f"<p>{each}</p>" for each in inked)
    page = f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>页</title></head>
<body><main><article class="agreement" id="a"><h1>页</h1><div class="body">{inside}</div>
</article></main></body></html>"""
    (answer,) = to_pdf([pipeline.sheet("page", page, None, profile)], lambda key, make: make())
    assert not answer.problems, answer.problems
    return glyphs.said(answer.pdf)


def paragraphs(sheet: list[Line]) -> dict[Block, list[tuple[Line, list[Glyph]]]]:
    """The lines of each paragraph, and what of each line belongs to it."""
    found: dict[Block, list[tuple[Line, list[Glyph]]]] = {}
    for line in sheet:
        for block in line.blocks:
            if block.kind in PARAGRAPHS:
                own = [glyph for glyph in line.glyphs if glyph.block == block]
                found.setdefault(block, []).append((line, own))
    return found


def gaps(line: Line) -> Iterator[tuple[Glyph, Glyph, float]]:
    """Neighbours in one paragraph of one line, and the distance between them in their size."""
    for one, other in pairwise(line.glyphs):
        if one.block == other.block and one.size == other.size:
            yield one, other, (other.left - one.right) / one.size


def test_no_line_begins_with_a_closing_or_ends_with_an_opening_mark(
    documents: dict[str, Reading], profile: Profile
) -> None:
    """CLREQ 3.1.3."""
    seen = 0
    for name, sheet in lines(documents, profile):
        for line in sheet:
            seen += 1
            assert line.text[0] not in CLOSING + "·…", (name, line.text)
            assert line.text[-1] not in OPENING, (name, line.text)
    assert seen > 1000


def test_adjacent_marks_share_their_blank(documents: dict[str, Reading], profile: Profile) -> None:
    """CLREQ 3.1.6.1: of two marks side by side one gives up the half that is blank."""
    seen = 0
    for name, sheet in lines(documents, profile):
        for line in sheet:
            for one, other in pairwise(line.glyphs):
                first, second = one.char, other.char
                squeezed = (first in CLOSING and second in CLOSING + OPENING) or (
                    first in OPENING and second in OPENING
                )
                if squeezed and one.block == other.block and one.size == other.size:
                    seen += 1
                    pitch = (other.left - one.left) / one.size
                    assert 0.45 < pitch < 0.72, (name, first + second, line.text)
    assert seen > 50


def test_a_gap_stands_between_han_and_latin(
    documents: dict[str, Reading], profile: Profile
) -> None:
    """CLREQ 3.2.2: at most a quarter of a character, before the line is stretched."""
    found = []
    for _, sheet in lines(documents, profile):
        for line in sheet:
            stretch = [gap for a, b, gap in gaps(line) if HAN.match(a.char) and HAN.match(b.char)]
            spare = sorted(stretch)[len(stretch) // 2] if stretch else 0
            for a, b, gap in gaps(line):
                if (HAN.match(a.char) and LATIN.match(b.char)) or (
                    LATIN.match(a.char) and HAN.match(b.char)
                ):
                    found.append((gap - spare, a.char + b.char + " " + line.text))
    assert len(found) > 200
    ragged = [one for one in found if not 0.05 < one[0] < 0.26]
    assert len(ragged) < len(found) / 100, ragged[:5]


def test_no_paragraph_ends_in_a_line_of_one_character(
    documents: dict[str, Reading], profile: Profile
) -> None:
    lonely, seen = [], 0
    for name, sheet in lines(documents, profile):
        for pieces in paragraphs(sheet).values():
            seen += len(pieces) > 1
            last = [glyph.char for glyph in pieces[-1][1] if glyph.char not in CLOSING + OPENING]
            if len(pieces) > 1 and len(last) < 2:
                lonely.append((name, pieces[-1][0].text))
    # Where the line before could not give up one more without falling apart.
    assert seen > 200
    assert len(lonely) <= seen / 150, lonely


def test_what_lonely_characters_are_given_is_not_seen_elsewhere() -> None:
    """Every length of a paragraph, so that every place of its end is met."""
    text = [("您应当预付费用" * 20)[:length] + "。" for length in range(30, 100)]
    for pieces in paragraphs(set_as(text)).values():
        assert len(pieces) == 1 or len(pieces[-1][1]) > 2, pieces[-1][0].text
        assert all(len(own) > 36 for _, own in pieces[:-1])


def test_dashes_and_ellipses_stay_whole_and_touch() -> None:
    """CLREQ 3.1.5: two characters wide, never parted, wherever in a line they fall."""
    for mark in ("——", "……"):
        text = ["您" * at + mark + "应当预付费用，" * 12 + "完。" for at in range(20, 48)]
        found = 0
        for line in set_as(text):
            at = line.text.find(mark)
            assert at >= 0 or mark[0] not in line.text, line.text
            if 0 <= at < len(line.text) - 2:
                found += 1
                wide = (line.glyphs[at + 2].left - line.glyphs[at].left) / line.size
                assert 1.99 < wide < 2.06, (line.text, wide)
        assert found > 20


def test_numbers_stay_with_what_they_count() -> None:
    """第7.2条, 第十三条 and 30个 are not parted where a line ends."""
    text = []
    for at in range(30, 46):
        for number in ("第7.2条", "第十三条", "30个", "12.5%"):
            text.append("您" * at + number + "应当预付费用，" * 6 + "完。")
    whole = "".join(line.text + "\n" for line in set_as(text))
    for number in ("第7.2条", "第十三条", "30个", "12.5%"):
        assert whole.count(number) == 16, number


def test_number_and_text_of_a_clause_share_a_line(
    documents: dict[str, Reading], profile: Profile
) -> None:
    for name, sheet in lines(documents, profile):
        document = documents[name.partition(".")[0]]
        labels = {part.label for part in document.parts()}
        ends = [line.text for line in sheet if line.text in labels]
        assert not ends, (name, ends)
        heads = {part.label + f"【{part.keyword}" for part in document.parts() if part.keyword}
        texts = [line.text for line in sheet]
        assert heads and all(any(t.startswith(h) for t in texts) for h in heads), name


def test_references_are_not_parted(documents: dict[str, Reading], profile: Profile) -> None:
    parted, seen = [], 0
    for _, sheet in lines(documents, profile):
        for pieces in paragraphs(sheet).values():
            for (_, one), (_, other) in pairwise(pieces):
                ends = "".join(g.char for g in one[-8:]), "".join(g.char for g in other[:3])
                seen += 1
                if re.search(r"第[0-9.一二三四五六七八九十百]*$", ends[0]) and re.match(
                    r"[0-9.一二三四五六七八九十百]*条", ends[1]
                ):
                    parted.append(ends)
    # Wide lines have the room; a narrow one would be left with a hole.
    assert len(parted) <= (0 if profile in (Profile.SCREEN, Profile.PAPER) else seen / 50), parted


def test_full_lines_reach_one_edge(documents: dict[str, Reading], profile: Profile) -> None:
    """Justified, each to the edge of its page: WeasyPrint alone leaves Chinese ragged."""
    for name, sheet in lines(documents, profile):
        edges: dict[int, Counter[float]] = {}
        full = []
        for block, pieces in paragraphs(sheet).items():
            if block.kind in ("P", "LBody"):
                full += [line for line, _ in pieces[:-1] if len(line.text) > 12]
        for line in full:
            edges.setdefault(line.page % 2, Counter())[round(line.right)] += 1
        edge = {side: counts.most_common(1)[0][0] for side, counts in edges.items()}
        off = [line for line in full if abs(line.right - edge[line.page % 2]) > 1]
        inside = [line for line in off if "提示" not in line.text and line.page > 1]
        assert len(full) > 80, name
        assert len(inside) <= len(full) / 50, (name, [line.text for line in inside][:5])


def test_no_line_is_torn_open(documents: dict[str, Reading], profile: Profile) -> None:
    """The slack of a line is shared evenly and is never so much that white rivers run down a
    page: at most a sixth of a character between two."""
    for name, sheet in lines(documents, profile):
        loose = 0
        for line in sheet:
            spread = [gap for a, b, gap in gaps(line) if HAN.match(a.char) and HAN.match(b.char)]
            spread = [gap for gap in spread if gap < 0.9]  # 目　录, 第一章　总则
            if len(spread) > 6:
                assert max(spread) < 0.18, (name, line.text, max(spread))
                loose += max(spread) > 0.12
        assert loose <= len(sheet) / 60, (name, loose, len(sheet))


def test_slack_is_shared_evenly_across_references_and_emphasis() -> None:
    cite = '<a href="#a"><span class="g">第</span>7.<span class="g">2</span>条【退款】</a>'
    text = ["您" * at + f"依照{cite}的<strong>约定</strong>办理退款，" * 4 for at in range(1, 20)]
    seen = 0
    for pieces in paragraphs(set_as(text)).values():
        for line, _ in pieces[:-1]:
            spread = [gap for a, b, gap in gaps(line) if HAN.match(a.char) and HAN.match(b.char)]
            seen += 1
            assert max(spread) - min(spread) < 0.02, (line.text, min(spread), max(spread))
    assert seen > 20


def test_words_are_not_spaced_out() -> None:
    """English in a justified line keeps its letters together; its spaces give."""
    text = [
        "您可以 call the open interface 查询账户余额和账单，" * 4 + "完" * at for at in range(30)
    ]
    plain = [gap for line in set_as(["interface"]) for _, _, gap in gaps(line)]
    for line in set_as(text):
        at = line.text.find("interface")
        if at >= 0:
            inside = [gap for _, _, gap in list(gaps(line))[at : at + 8]]
            assert (
                len(inside) < 8
                or max(abs(one - other) for one, other in zip(inside, plain, strict=True)) < 0.01
            ), line.text


def test_no_heading_stands_at_the_foot_of_a_page(
    documents: dict[str, Reading], profile: Profile
) -> None:
    for name, sheet in lines(documents, profile):
        headings = 0
        for at, line in enumerate(sheet[:-1]):
            if len(line.blocks) == 1 and re.fullmatch("H[1-6]|Caption", line.blocks[0].kind):
                headings += 1
                behind = next(
                    (it for it in sheet[at + 1 :] if not set(it.blocks) & set(line.blocks)), line
                )
                assert behind.page == line.page, (name, line.text)
        assert headings > 10, name


def test_lead_and_first_item_share_a_page(documents: dict[str, Reading], profile: Profile) -> None:
    for name, sheet in lines(documents, profile):
        colons = 0
        for line, behind in pairwise(sheet):
            if line.text.endswith("：") and re.match("（[一1]）", behind.text):
                colons += 1
                assert line.page == behind.page, (name, line.text)
        assert colons, name


def test_the_contents_lead_to_the_pages_of_their_sections(
    documents: dict[str, Reading], profile: Profile
) -> None:
    for name, data in ((n, d) for n, d in files(documents, profile).items()):
        document = documents[name]
        sheet = dict(lines(documents, profile))[f"{name}.{profile}"]
        every = glyphs.lines(data)
        leaders = [line for line in every if re.fullmatch(r"\.{8,}", line.text)]
        for chapter in document.chapters:
            if not hasattr(chapter, "title"):
                continue
            title = chapter.label + chapter.title
            found = [line for line in sheet if line.text.startswith(title)]
            assert len(found) >= 2, (name, title)
            entry, heading = found[0], found[-1]
            number = (
                next(
                    line
                    for line in sheet
                    if line.page == entry.page
                    and line.right > entry.right
                    and abs(line.base - entry.base) < 1
                    and line.text.isdigit()
                )
                if entry.text == title
                else entry
            )
            said = re.search(r"(\d+)$", number.text)
            assert said and int(said[1]) == heading.page + 1, (name, title)
            assert any(it.page == entry.page and abs(it.base - entry.base) < 1 for it in leaders)


def test_nothing_leaves_the_type_area(documents: dict[str, Reading], profile: Profile) -> None:
    for id_, data in files(documents, profile).items():
        width, height = glyphs.sizes(data)[0]
        assert (round(width / MM), round(height / MM)) == (210, 297)
        for line in glyphs.lines(data):
            assert 12 * MM < line.left and line.right < width - 8 * MM, (id_, line.text)
            assert 8 * MM < line.base < height - 8 * MM, (id_, line.text)


def test_every_clause_comes_back_in_order_by_two_readers(
    documents: dict[str, Reading], profile: Profile
) -> None:
    """Once, with its number, as pypdf and as pdftotext read it; running heads taken away."""
    for id_, data in files(documents, profile).items():
        pieces = list(provisions(documents[id_]))
        for reader in (by_pypdf, by_pdftotext):
            text = "".join(without_furniture(reader(data), data))
            assert [] == missing(text, pieces), (id_, reader.__name__)
            long = [squashed(piece) for piece in pieces if len(squashed(piece)) > 40]
            twice = [piece for piece in long if text.count(piece) != long.count(piece)]
            assert not twice, (id_, reader.__name__, twice[0])


def by_pypdf(data: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


def by_pdftotext(data: bytes) -> list[str]:
    command = ["pdftotext", "-raw", "-", "-"]
    done = subprocess.run(command, input=data, capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


def without_furniture(pages: list[str], data: bytes) -> Iterator[str]:
    """The text of each page without what is an artifact there."""
    every = glyphs.lines(data)
    for number, page in enumerate(pages):
        text, own = squashed(page), [line for line in every if line.page == number]
        said = max((at for at, line in enumerate(own) if line.blocks), default=0)
        for line in own[:said]:  # the heads of tables that go on, not the leaders
            if not line.blocks and set(line.text) != {"."}:
                text = text.replace(line.text, "", 1)
        for line in own[:said:-1]:  # heads and feet are drawn last
            before, it, behind = text.rpartition(line.text)
            assert it, (line.text, text[-80:])
            text = before + behind
        yield text


def test_numbers_kept_whole_do_not_run_out_of_a_narrow_column() -> None:
    cells = "".join(f"<th>第{at}列</th>" for at in range(10, 19))
    texts = "".join(f"<td>第十{at}条至第二十条</td>" for at in "一二三四五六七八九")
    table = f"<table><thead><tr>{cells}</tr></thead><tbody><tr>{texts}</tr></tbody></table>"
    sheet = [line for line in set_as(["应当", table], Profile.LARGE_PRINT) if line.page == 0]
    for one, other in ((a, b) for a in sheet for b in sheet if abs(a.base - b.base) < 1):
        assert one is other or one.right < other.left or other.right < one.left, (
            one.text,
            other.text,
        )
    assert sum("列" in line.text or "第" in line.text for line in sheet) >= 18


def test_a_line_of_few_places_stays_ragged() -> None:
    """Words are not torn apart to reach an edge that one long word could not."""
    words = f"甲方 {'notification' * 3} {'agreement' * 4} {'settlement' * 3}"
    seen = 0
    for line in set_as([f"{words} 您应当按照约定支付全部费用并且承担责任。"]):
        for one, other, gap in gaps(line):
            seen += 1
            assert gap < 1.2, (line.text, one.char + other.char, gap)
    assert seen > 60
