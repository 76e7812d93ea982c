"""Rules of PDF/A-2a, PDF/A-3a and PDF/UA-1 that a validator asks about, beyond what can go wrong
when pages are set: each is broken in a good file, and found by name."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from signers import LINES, NOW, WORDS, signer
from test_archive import CHANGES as CAUGHT
from test_archive import (
    FORMS,
    PAGE,
    Change,
    codes,
    drawn,
    elements,
    fonts,
    found,
    link,
    printed,
    retag,
    saved,
    statement,
)

import generator
from generator import conformance, pipeline
from generator.render.press import Attached
from generator.signing import put
from generator.wording import known

LZW = b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01"  # ISO 32000-1, 7.4.4.2, example 2
_OWN = b'<rdf:Description rdf:about="" xmlns:a="urn:a#"><a:b>1</a:b></rdf:Description></rdf:RDF>'
_PROPERTY = b"<pdfaProperty:description>part of ISO 14289</pdfaProperty:description>"


@pytest.fixture(scope="module")
def good() -> dict[str, bytes]:
    """A page with a bit of everything; one with an attachment; one that is signed."""
    source = Attached("terms@1.yaml", b"id: terms\n", date(2026, 1, 2))
    page = pipeline.sheet("page", PAGE)
    made = printed(page, replace(page, name="attached", attached=(source,)))
    return made | {"signed": put.signed(made["page"], signer().opened(), NOW, WORDS, LINES, None)}


def test_the_files_to_be_broken_are_good(good: dict[str, bytes]) -> None:
    assert {} == {name: wrong for name, data in good.items() if (wrong := found(data))}


def root(**given: Any) -> Change:
    """Give the catalog entries."""

    def change(pdf: Pdf) -> None:
        for key, value in given.items():
            pdf.Root[f"/{key}"] = value

    return change


def sheet(**given: Any) -> Change:
    """Give the first page entries."""

    def change(pdf: Pdf) -> None:
        for key, value in given.items():
            pdf.pages[0].obj[f"/{key}"] = value

    return change


def element(kind: str, **given: Any) -> Change:
    """Change the first element of a type; a value of None is left out."""

    def change(pdf: Pdf) -> None:
        first = elements(pdf, f"/{kind}")[0]
        for key, value in given.items():
            if value is None:
                del first[f"/{key}"]
            else:
                first[f"/{key}"] = value

    return change


def resource(kind: str, **given: Any) -> Change:
    """Give the first page a resource."""

    def change(pdf: Pdf) -> None:
        pdf.pages[0].Resources[f"/{kind}"] = Dictionary(**given)

    return change


def stream(content: bytes = b"", **about: Any) -> Change:
    """Put a stream into the file."""

    def change(pdf: Pdf) -> None:
        pdf.Root.Spare = pdf.make_indirect(Stream(pdf, content, **about))

    return change


def form(content: bytes = b"", **about: Any) -> Change:
    box = Array([0, 0, 9, 9])
    return stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=box, **about)


def image(**about: Any) -> Change:
    given = {"BitsPerComponent": 8, "ColorSpace": Name.DeviceGray, "Width": 1, "Height": 1} | about
    return stream(b"\0", Type=Name.XObject, Subtype=Name.Image, **given)


def packed(pdf: Pdf) -> None:
    pdf.Root.Spare = pdf.make_indirect(Stream(pdf, b""))
    pdf.Root.Spare.write(LZW, filter=Name.LZWDecode)


def font(entry: str, value: Any) -> Change:
    def change(pdf: Pdf) -> None:
        fonts(pdf)[0][entry] = value

    return change


def unnamed_program(pdf: Pdf) -> None:
    fonts(pdf)[0].DescendantFonts[0].FontDescriptor.FontFile3.Subtype = Name.Type1C


def private(pdf: Pdf) -> None:
    """Every code reads as a character that means nothing to others."""
    meanings = fonts(pdf)[0].ToUnicode
    rows = [line.split() for line in meanings.read_bytes().splitlines()]
    changed = [[row[0], b"<e001>"] if len(row) == 2 and row[1][:1] == b"<" else row for row in rows]
    meanings.write(b"\n".join(b" ".join(row) for row in changed))


def scanner(pdf: Pdf) -> None:
    profile = pdf.Root.OutputIntents[0].DestOutputProfile
    data = profile.read_bytes()
    profile.write(data[:12] + b"scnr" + data[16:])


def other_profile(pdf: Pdf) -> None:
    """One more output intent, with a profile of its own."""
    (first,) = pdf.Root.OutputIntents
    profile = pdf.make_indirect(Stream(pdf, first.DestOutputProfile.read_bytes(), N=3))
    intent = Dictionary(S=Name.GTS_PDFX, OutputConditionIdentifier=String("a"))
    intent.DestOutputProfile = profile
    pdf.Root.OutputIntents.append(intent)


def astray(pdf: Pdf) -> None:
    """A link says that it belongs to another element."""
    pdf.pages[0].Annots[-1].StructParent = 0


def turned(pdf: Pdf) -> None:
    """The caption between head and body."""
    (table,) = elements(pdf, "/Table")
    caption, head, body = table.K
    table.K = Array([head, caption, body])


def short(pdf: Pdf) -> None:
    row = elements(pdf, "/TR")[-1]
    row.K = Array(list(row.K)[:-1])


def attached(entry: str) -> Change:
    """Leave an entry of the attachment, or of its file, out."""

    def change(pdf: Pdf) -> None:
        (one,) = pdf.Root.AF
        del (one.EF.F if entry == "/Subtype" else one)[entry]

    return change


def sized(**given: int) -> Dictionary:
    return Dictionary({"/O": Name.Table} | {f"/{key}": value for key, value in given.items()})


SPOT = Array([Name.Separation, Name.Gold, Name.DeviceRGB, Dictionary(FunctionType=2)])
CHANGES: list[tuple[str, Change]] = [
    ("pdf-limit", root(Spare=String("a" * 32768))),
    ("pdf-limit", root(Spare=Array([2**31]))),
    ("pdf-limit", root(Spare=Name("/" + "a" * 128))),
    ("pdf-limit", root(Spare=Dictionary({"/" + "a" * 128: 1}))),
    ("pdf-limit", sheet(TrimBox=Array([0, 0, 2, 9]))),
    ("pdf-limit", drawn(rb"\A", b"q " * 29)),
    ("pdf-filter", packed),
    ("pdf-entry", stream(FFilter=Name.FlateDecode)),
    ("pdf-entry", root(NeedsRendering=True)),
    ("pdf-entry", root(Requirements=Array())),
    ("pdf-entry", root(OCProperties=Dictionary())),
    ("pdf-entry", sheet(PresSteps=Dictionary())),
    ("pdf-entry", lambda pdf: pdf.Root.Names.update({"/AlternatePresentations": Dictionary()})),
    ("pdf-graphics", drawn(rb"\A", b"BX wave EX ")),
    ("pdf-graphics", drawn(rb"\A", b"/Lively ri ")),
    ("pdf-graphics", resource("ExtGState", G=Dictionary(TR=Name.Identity))),
    ("pdf-graphics", resource("ExtGState", G=Dictionary(TR2=Name.Identity))),
    ("pdf-graphics", resource("ExtGState", G=Dictionary(BM=Name.Glow))),
    ("pdf-graphics", image(Alternates=Array())),
    ("pdf-graphics", image(BitsPerComponent=3)),
    ("pdf-graphics", form(Ref=Dictionary())),
    ("pdf-graphics", form(Subtype2=Name.PS)),
    ("pdf-graphics", form(b"/P <</MCID 0>> BDC EMC")),
    ("pdf-colour", drawn(rb"\A", b"0 0 0 1 k ")),
    ("pdf-colour", resource("ColorSpace", C=SPOT)),
    ("pdf-colour", image(ColorSpace=Name.DeviceCMYK)),
    ("pdf-no-output-intent", scanner),
    ("pdf-no-output-intent", other_profile),
    ("pdf-metadata", statement(b"?xpacket begin", b'?xpacket bytes="9" begin')),
    ("pdf-metadata", statement(b"</rdf:RDF>", _OWN)),
    ("pdf-metadata", statement(b"<pdfaProperty:name>part<", b"<pdfaProperty:name>parts<")),
    ("pdf-metadata", statement(b">Integer<", b">Number<")),
    ("pdf-metadata", statement(b">external<", b">outer<")),
    ("pdf-metadata", statement(_PROPERTY, b"")),
    ("pdf-metadata", statement(b"dc:title", b"dc:titles")),
    ("pdf-metadata", statement(b"rdf:Alt", b"rdf:Bag")),
    ("pdf-metadata", statement(b"pdfaid", b"pdfid")),
    ("pdf-metadata", statement(b"pdfuaid", b"pdfid")),
    ("pdf-metadata", lambda pdf: pdf.Root.Metadata.__delitem__("/Subtype")),
    ("pdf-font-odd", font("/Type", Name.Foundry)),
    ("pdf-font-odd", font("/Encoding", Name("/GBK-EUC-H"))),
    ("pdf-font-odd", unnamed_program),
    ("pdf-glyph-unmapped", private),
    ("pdf-link-hidden", link(F=None)),
    ("pdf-link-hidden", link(F=4 | 2)),
    ("pdf-link-untagged", link(StructParent=None)),
    ("pdf-link-untagged", astray),
    ("pdf-link-untagged", retag("/Link", "/Span")),
    ("pdf-content-untagged", drawn(rb"(/H1 <</MCID 0>>)", rb"/Artifact BMC \1")),
    ("pdf-untagged", lambda pdf: pdf.Root.MarkInfo.update({"/Suspects": True})),
    ("pdf-no-language", root(Lang=String("zh_CN"))),
    ("pdf-no-language", element("P", Lang=String("中文"))),
    ("pdf-tag-remapped", lambda pdf: pdf.Root.StructTreeRoot.RoleMap.update({"/P": Name.Div})),
    ("pdf-tag-astray", element("TD", P=None)),
    ("pdf-tag-misplaced", retag("/L", "/Div")),
    ("pdf-tag-misplaced", retag("/Table", "/Div")),
    ("pdf-table-parts", retag("/TBody", "/THead")),
    ("pdf-table-parts", turned),
    ("pdf-table-irregular", short),
    ("pdf-table-irregular", element("TD", A=sized(ColSpan=2))),
    ("pdf-table-irregular", element("TD", A=sized(RowSpan=2))),
]
ATTACHED: list[tuple[str, Change]] = [
    ("pdf-attachment-unnamed", attached("/UF")),
    ("pdf-attachment-unnamed", attached("/F")),
    ("pdf-attachment-unnamed", attached("/Subtype")),
    ("pdf-attachment-unrelated", lambda pdf: pdf.Root.__delitem__("/AF")),
]


def broken(data: bytes, change: Change) -> set[str]:
    pdf = Pdf.open(io.BytesIO(data))
    change(pdf)
    as_it_is = pikepdf.StreamDecodeLevel.none
    return codes(saved(pdf, stream_decode_level=as_it_is, compress_streams=False))


@pytest.mark.parametrize(("code", "change"), CHANGES)
def test_a_broken_rule_is_found_by_name(good: dict[str, bytes], code: str, change: Change) -> None:
    assert code in broken(good["page"], change)


@pytest.mark.parametrize(("code", "change"), ATTACHED)
def test_an_attachment_without_its_description_is_found(
    good: dict[str, bytes], code: str, change: Change
) -> None:
    assert code in broken(good["attached"], change)


def test_permissions_beyond_signing_are_found(good: dict[str, bytes]) -> None:
    change = lambda pdf: pdf.Root.Perms.update({"/Print": Dictionary()})  # noqa: E731
    assert "pdf-entry" in broken(good["signed"], change)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.replace(b"%PDF-1.7", b"%PDF-2.0", 1),
        lambda data: data.replace(b"\n%", b"\n%abcd", 1),
        lambda data: data + b"\n% more\n",
    ],
)
def test_a_file_begins_and_ends_as_it_must(good: dict[str, bytes], change: Any) -> None:
    (problem,) = conformance.inspect("file.pdf", change(good["page"]))
    assert "pdf-frame" == problem.code


def test_every_defect_that_can_be_named_is_tried_and_has_words() -> None:
    room = Path(generator.__file__).parent / "conformance"
    named = {
        code
        for path in room.glob("*.py")
        for code in re.findall(r'Problem\(\s*"(pdf-[a-z-]+)"', path.read_text("utf-8"))
    }
    tried = {code for code, _ in [*CHANGES, *ATTACHED, *CAUGHT, *FORMS]} | {
        "pdf-frame",
        "pdf-unreadable",
        "pdf-encrypted",
        "pdf-no-file-id",
    }
    assert named == tried
    assert [] == [code for code in named if not known(f"problem.{code}")]
