"""Rare characters: drawn by a spare face where one is installed, else named with the way out."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import hard
import pytest
from built import squashed
from click.testing import CliRunner
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from pypdf import PdfReader
from small import build
from test_hard_contents import job, printed

from generator import pipeline
from generator.commands import program
from generator.conformance import inspect
from generator.problems import Rejected
from generator.render import fonts

RARE = "\U00020000"


@pytest.fixture
def spare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which the spare face is installed; here it has one character."""
    (tmp_path / "fonts").mkdir()
    font(tmp_path / "fonts/spare.ttf")
    (tmp_path / "fonts.conf").write_text(
        f"""<?xml version="1.0"?><fontconfig>
        <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
        <dir>{tmp_path / "fonts"}</dir><cachedir>{tmp_path / "cache"}</cachedir></fontconfig>"""
    )
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "fonts.conf"))
    monkeypatch.setattr(fonts, "spare", fonts.spare.__wrapped__)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which it is not installed."""
    monkeypatch.setattr(fonts, "spare", lambda: None)


def font(file: Path) -> None:
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    pen.lineTo((100, 700))
    pen.lineTo((900, 700))
    pen.closePath()
    drawn, empty = pen.glyph(), TTGlyphPen(None).glyph()
    made = FontBuilder(1000)
    made.setupGlyphOrder([".notdef", "space", "rare"])
    made.setupCharacterMap({0x20: "space", ord(RARE): "rare"})
    made.setupGlyf({".notdef": empty, "space": empty, "rare": drawn})
    made.setupHorizontalMetrics({".notdef": (1000, 0), "space": (300, 0), "rare": (1000, 100)})
    made.setupHorizontalHeader(ascent=890, descent=-165)
    made.setupNameTable({"familyName": fonts.SPARE[1], "styleName": fonts.SPARE[3]})
    made.setupOS2()
    made.setupPost()
    made.save(file)


def workspace(root: Path, character: str) -> Path:
    text = f"代理人为李{character}，English {character} and so on。"
    return hard.write(root, hard.document({"text": text}))


def test_a_character_that_the_faces_lack_is_drawn_by_the_spare_one(
    spare: None, tmp_path: Path
) -> None:
    sheet = job(workspace(tmp_path / "w", f"{RARE}**{RARE}**"))
    pdf = printed(sheet)
    text = squashed(PdfReader(io.BytesIO(pdf)).pages[0].extract_text())
    assert f"代理人为李{RARE}{RARE}，English{RARE}{RARE}andsoon。" in text
    assert [] == inspect("rare.pdf", pdf)
    listed = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True)
    assert b"Agreement-Spare " in listed.stdout and b"Agreement-Spare-Bold " in listed.stdout


def test_the_spare_face_is_part_of_what_a_pdf_is_made_with(spare: None, tmp_path: Path) -> None:
    rare, ordinary = job(workspace(tmp_path / "r", RARE)), job(workspace(tmp_path / "o", "某"))
    assert fonts.SPARE[1] in {face["family"] for face in fonts.receipt(rare.characters)}
    assert fonts.SPARE[1] not in {face["family"] for face in fonts.receipt(ordinary.characters)}
    assert pipeline.made_with(rare)["fonts"] != pipeline.made_with(ordinary)["fonts"]


def test_a_document_that_needs_no_spare_face_is_the_same_where_there_is_one(
    spare: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = job(workspace(tmp_path / "w", "某"))
    known = sheet, pipeline.key(sheet), pipeline.made_with(sheet)
    monkeypatch.setattr(fonts, "spare", lambda: None)
    again = job(tmp_path / "w")
    assert known == (again, pipeline.key(again), pipeline.made_with(again))
    assert "Spare" not in again.css


@pytest.mark.parametrize(
    ("character", "hint"),
    [(RARE, "spare-font"), ("\U0002ceb0", "spare-font"), ("😀", "no-glyph"), ("₂", "no-glyph")],
)
def test_a_character_that_nothing_draws_is_named_with_the_way_out(
    bare: None, character: str, hint: str, tmp_path: Path
) -> None:
    with pytest.raises(Rejected) as rejected:
        build(workspace(tmp_path, character))
    found = [(p.code, p.hint, p.params["point"]) for p in rejected.value.problems]
    assert [("no-glyph", hint, f"U+{ord(character):04X}")] * 2 == found


@pytest.mark.parametrize("selector", ["\ufe00", "\U000e0100"])
def test_a_variation_selector_is_refused(selector: str, tmp_path: Path) -> None:
    """It chooses another shape of a character, but is invisible itself and seldom kept."""
    with pytest.raises(Rejected) as rejected:
        build(workspace(tmp_path, f"葛{selector}"))
    assert {"invisible-character"} == {problem.code for problem in rejected.value.problems}


def test_doctor_tells_whether_it_is_there(spare: None) -> None:
    done = CliRunner().invoke(program(), ["doctor"])
    assert 0 == done.exit_code
    assert "spare.ttf" in done.output.splitlines()[-1]


def test_doctor_misses_nothing_without_it(bare: None, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = {key: value for key, value in fonts._listed().items() if key[0] != fonts.SPARE[1]}
    monkeypatch.setattr(fonts, "_listed", lambda: listed)
    done = CliRunner().invoke(program(), ["doctor"])
    assert 0 == done.exit_code
    assert "fonts-hanazono" in done.output.splitlines()[-1]
