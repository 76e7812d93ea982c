"""The PDFs of the shipped agreements: every clause, in order, with its number, well set."""

from __future__ import annotations

import re
import runpy
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from built import ROOT, build, missing, numbers, provisions, squashed, text_of
from pypdf import PdfReader

from generator.reading import Pack
from generator.render.typeset import CLOSING, OPENING


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("out") / "dist"


@pytest.fixture(scope="module")
def packs(dist: Path) -> list[Pack]:
    return build(dist)


def whole(packs: list[Pack]) -> Pack:
    """The pack of most products."""
    return max(packs, key=lambda pack: len(pack.products))


def test_every_clause_stands_in_its_pdf_in_order_with_its_number(
    dist: Path, packs: list[Pack]
) -> None:
    for pack in packs:
        for document in pack.documents:
            text = text_of(dist / pack.id / f"{document.id}.pdf")
            assert [] == missing(text, list(provisions(document))), (pack.id, document.id)


def test_every_clause_of_every_document_stands_in_the_pack(dist: Path, packs: list[Pack]) -> None:
    for pack in packs:
        pieces = [piece for document in pack.documents for piece in provisions(document)]
        assert [] == missing(text_of(dist / pack.id / "pack.pdf"), pieces), pack.id


def test_the_check_of_clauses_sees_what_is_dropped_swapped_doubled_or_cut(
    dist: Path, packs: list[Pack]
) -> None:
    document = packs[0].documents[0]
    text = text_of(dist / packs[0].id / f"{document.id}.pdf")
    pieces = [squashed(piece) for piece in provisions(document) if len(piece) > 40][:20]
    fourth, fifth = pieces[3], pieces[4]
    assert missing(text.replace(fourth, ""), pieces)
    assert missing(text.replace(fourth, fourth[:-3]), pieces)
    swapped = text.replace(fourth, "\0").replace(fifth, fourth).replace("\0", fifth)
    assert missing(swapped, pieces)
    assert missing(text, [*pieces[:5], fifth, *pieces[5:]])


def test_a_number_means_one_clause_in_every_bundle(packs: list[Pack]) -> None:
    everywhere: dict[tuple[str, str], str] = {}
    for pack in packs:
        for document in pack.documents:
            for clause, number in numbers(document).items():
                assert number == everywhere.setdefault((document.id, clause), number)
    assert len(everywhere) > 200


def test_only_the_declared_fonts_are_in_the_pdfs_and_all_are_embedded(
    dist: Path, packs: list[Pack]
) -> None:
    for pdf in sorted(dist.rglob("*.pdf")):
        rows = subprocess.run(["pdffonts", str(pdf)], capture_output=True, text=True, check=True)
        fonts = [row.split() for row in rows.stdout.splitlines()[2:]]
        assert fonts, pdf
        for name, *_, embedded, subset, mapped, _, _ in fonts:
            assert re.fullmatch(r"[A-Z]{6}\+Agreement-(Sans|Serif)(-Bold)?", name), (pdf, name)
            assert ["yes"] * 3 == [embedded, subset, mapped], pdf


def lines_of(pdf: Path) -> list[tuple[float, float, str]]:
    """Left edge, right edge (points) and text of each line in the body of each page.

    pdftotext breaks a line where a squeezed mark overlaps its neighbour; such pieces are joined.
    """
    command = ["pdftotext", "-bbox-layout", str(pdf), "-"]
    page = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    line = re.compile(r'<line xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)".*?</line>', re.DOTALL)
    words = re.compile(r"<word[^>]*>(.*?)</word>")
    joined: list[tuple[float, float, str]] = []
    above = 0.0
    for found in line.finditer(page):
        left, top, right = map(float, found.groups())
        text = "".join(words.findall(found[0]))
        if not 72 < top < 776:
            continue
        if joined and abs(top - above) < 1 and -8 < left - joined[-1][1] < 2:
            joined[-1] = (joined[-1][0], right, joined[-1][2] + text)
        else:
            joined.append((left, right, text))
        above = top
    return joined


def test_no_line_begins_with_closing_or_ends_with_opening_punctuation(
    dist: Path, packs: list[Pack]
) -> None:
    for pdf in sorted((dist / whole(packs).id).glob("*.pdf")):
        for _, _, text in lines_of(pdf):
            assert text[0] not in CLOSING.replace("“", "").replace("‘", ""), (pdf.name, text)
            assert text[-1] not in OPENING, (pdf.name, text)


def test_long_lines_are_justified_to_one_right_edge(dist: Path, packs: list[Pack]) -> None:
    """WeasyPrint alone leaves Chinese ragged: this fails without `render.setting`."""
    document = next(d for d in whole(packs).documents if d.scheme == "agreement")
    lines = lines_of(dist / whole(packs).id / f"{document.id}.pdf")
    # The edge of most lines: a squeezed mark at a line's end is measured at its full width.
    right = Counter(round(edge, 1) for _, edge, _ in lines).most_common(1)[0][0]
    full = [edge for left, edge, text in lines if left > 90 and len(text) >= 36]
    flush = [edge for edge in full if abs(right - edge) < 1.5]
    # A full line that ends a paragraph may stop short; a mark's blank half may stand at the edge.
    assert len(full) > 100
    assert len(flush) / len(full) > 0.75


def test_the_pages_are_numbered_and_named(dist: Path, packs: list[Pack]) -> None:
    pdf = dist / packs[0].id / "pack.pdf"
    reader = PdfReader(pdf)
    total = len(reader.pages)
    assert ["封面", "2", "3"] == reader.page_labels[:3]
    text = text_of(pdf, body_only=False)
    assert all(f"第{n}页共{total}页" in text for n in range(2, total + 1))
    assert f"第1页共{total}页" not in text


def test_the_outline_leads_to_every_document_and_section(dist: Path, packs: list[Pack]) -> None:
    pack = whole(packs)
    titles: list[str] = []

    def gather(entries: list[object]) -> None:
        for entry in entries:
            if isinstance(entry, list):
                gather(entry)
            else:
                titles.append(squashed(str(getattr(entry, "title", ""))))

    gather(PdfReader(dist / pack.id / "pack.pdf").outline)
    for document in pack.documents:
        assert document.title in titles
        for chapter in document.chapters:
            assert squashed(chapter.label + getattr(chapter, "title", "")) in titles


def test_the_contents_give_the_page_on_which_a_section_begins(
    dist: Path, packs: list[Pack]
) -> None:
    document = whole(packs).documents[0]
    reader = PdfReader(dist / whole(packs).id / f"{document.id}.pdf")
    pages = [squashed(page.extract_text()) for page in reader.pages]
    for chapter in document.chapters:
        heading = squashed(chapter.label + getattr(chapter, "title", ""))
        listed = re.search(re.escape(heading) + r"[.…]+(\d+)", pages[0] + pages[1])
        assert listed, heading
        assert heading in pages[int(listed[1]) - 1]


def test_a_pdf_says_who_made_it_in_what_language(dist: Path, packs: list[Pack]) -> None:
    document = packs[0].documents[0]
    reader = PdfReader(dist / packs[0].id / f"{document.id}.pdf")
    assert reader.metadata is not None
    assert document.title == reader.metadata.title
    assert "zh-CN" == reader.trailer["/Root"]["/Lang"]
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_the_picture_in_the_readme_shows_the_page_as_it_is(dist: Path, packs: list[Pack]) -> None:
    """After a change of that page: `make picture`."""
    script = runpy.run_path(str(ROOT / "scripts" / "picture"))
    pdf = dist / whole(packs).id / f"{whole(packs).documents[0].id}.pdf"
    assert script["digest"](pdf, 1) == script["written"]((ROOT / "docs" / "page.png").read_bytes())
