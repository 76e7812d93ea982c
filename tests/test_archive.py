"""PDFs to archive and to listen to: every kind conforms, and what would not is found by name."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import glyphs
import pikepdf
import pytest
from built import DAY, ROOT, missing, provisions, squashed, text_of
from fontTools.cffLib import CFFFontSet
from fontTools.pens.basePen import NullPen
from fontTools.ttLib import TTFont
from listening import told
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from pypdf import PdfReader
from signers import LINES, NOW, WORDS, signer

from generator import conformance, pipeline, printing, workspace
from generator.bundle import chosen, compose
from generator.commands.report import sentence
from generator.compare.changes import Severity
from generator.compare.trace import trace
from generator.publish.notice import announced
from generator.reading import Pack, Reading, Status
from generator.render import html
from generator.render.press import Attached, Job, to_pdf
from generator.render.typeset import CLOSING, OPENING
from generator.signing import put
from generator.site import comparisons
from generator.site import sheets as site
from generator.site.plan import plan
from generator.site.records import tombstones

PAGE = """<!DOCTYPE html><html lang="zh-CN"><head><title>协议</title></head><body><article>
<h1>协议</h1><h2>一、总则</h2><h3>1.1【适用】</h3><p id="a">本协议<strong>适用于</strong>您。</p>
<h2>二、费用</h2><p>见<a href="#a">第1.1条</a>，<a href="https://example.com/f">费用页</a>。</p>
<ol class="items"><li><span class="num">（1）</span><p>预付；</p></li></ol>
<table><caption>费用</caption>
<thead><tr><th scope="col">项目</th><th scope="col">金额</th></tr></thead>
<tbody><tr><th scope="row">年费</th><td>100元</td></tr></tbody></table>
</article></body></html>"""


def printed(*jobs: Job) -> dict[str, bytes]:
    """The PDF of each job by name."""
    made = list(to_pdf(jobs, lambda key, make: make()))
    assert [] == [problem for one in made for problem in one.problems]
    return {one.job.name: one.pdf for one in made}


@pytest.fixture(scope="module")
def small() -> bytes:
    """One page with a bit of everything."""
    return printed(pipeline.sheet("small", PAGE))["small"]


@pytest.fixture(scope="module")
def rules() -> Pack:
    """The smallest pack of the shipped agreements: one document."""
    corpus = pipeline.read(workspace.find(ROOT).files(), DAY).corpus
    (bundle,) = chosen(corpus.catalog, ["super-factory"])
    return compose(corpus, bundle)


@pytest.fixture(scope="module")
def kinds() -> dict[str, bytes]:
    """A PDF of every kind that the shipped agreements give."""
    place = workspace.find(ROOT)
    corpus = pipeline.read(place.files(), DAY).corpus
    bundles = chosen(corpus.catalog, ["super-factory", "performance-bond"])
    sheets = [page.sheet for page in pipeline.pages(corpus, bundles, frozenset(["pdf"]))]
    sheets = sheets[:3] + sheets[-1:]  # a document, its pack, a card, the pack of cards
    links = trace(corpus, list(corpus.retired)[:1], place.digest)
    notice = announced(corpus, next(iter(corpus.notices.values())))
    planned = plan(corpus)
    (stone, *_) = tombstones(planned, links)
    _, compared = next(iter(comparisons.compared(planned)))
    pages = {
        "trace": printing.trace_page(corpus, links, DAY, screen=False),
        "notice": printing.notice_page(notice, screen=False),
        "redline": printing.redline_page([compared], tuple(Severity), False, screen=False),
        "comparison": printing.comparison_page([compared], screen=False),
        "beside": printing.beside_page(corpus, links, (), DAY, screen=False),
    }
    jobs = [pipeline.sheet(name, page) for name, page in pages.items()]
    names = {stone.pdf.removesuffix(".pdf")}
    retired = [job for job in site.sheets(planned, links, [stone], []) if job.name in names]
    assert len(retired) == 1
    return printed(*(sheet for sheet in sheets if sheet), *jobs, *retired)


def found(data: bytes) -> list[str]:
    """What is wrong, in words: a failure says it."""
    return [sentence(problem) for problem in conformance.inspect("file.pdf", data)]


def test_every_kind_of_pdf_conforms(kinds: dict[str, bytes]) -> None:
    assert {"trace", "notice", "redline", "comparison", "beside"} < set(kinds)
    assert len(kinds) == 10, "and two packs, a document, a card, a retired agreement"
    assert {} == {name: wrong for name, pdf in kinds.items() if (wrong := found(pdf))}


# What is changed in a good file, and what must be found then.

Change = Callable[[Pdf], None]


def elements(pdf: Pdf, kind: str) -> list[Any]:
    """The structure elements of a type."""
    return [
        one for one in pdf.objects if isinstance(one, Dictionary) and one.get("/S") == Name(kind)
    ]


def retag(old: str, new: str) -> Change:
    def change(pdf: Pdf) -> None:
        for element in elements(pdf, old):
            element.S = Name(new)

    return change


def without(path: str) -> Change:
    """Leave out an entry, named by its way from the document's root."""

    def change(pdf: Pdf) -> None:
        *way, last = path.split("/")
        thing: Any = pdf.Root
        for step in way:
            thing = thing[int(step)] if step.isdigit() else thing[f"/{step}"]
        del thing[f"/{last}"]

    return change


def statement(old: bytes, new: bytes) -> Change:
    def change(pdf: Pdf) -> None:
        packet = pdf.Root.Metadata.read_bytes()
        assert old in packet
        pdf.Root.Metadata.write(packet.replace(old, new))

    return change


def drawn(old: bytes, new: bytes) -> Change:
    """Change the operators of the first page; the old ones are a pattern."""

    def change(pdf: Pdf) -> None:
        contents = pdf.pages[0].Contents
        drawing, times = re.subn(old, new, contents.read_bytes(), count=1)
        assert times == 1
        contents.write(drawing)

    return change


def link(**given: Any) -> Change:
    """Change the last link, which leads out; a value of None is left out."""

    def change(pdf: Pdf) -> None:
        annotation = pdf.pages[0].Annots[-1]
        for key, value in given.items():
            if value is None:
                del annotation[f"/{key}"]
            else:
                annotation[f"/{key}"] = value

    return change


def action(kind: str, **given: Any) -> Dictionary:
    return Dictionary(S=Name(f"/{kind}"), **given)


def opening(pdf: Pdf) -> None:
    pdf.Root.OpenAction = action("JavaScript", JS=String("app.alert(1)"))


def sleeping(pdf: Pdf) -> None:
    """A script that a name tree runs, two references away."""
    entry = pdf.make_indirect(action("JavaScript", JS=String("app.alert(1)")))
    pdf.Root.Names.JavaScript = pdf.make_indirect(Dictionary(Names=[String("a"), entry]))


def picture(pdf: Pdf) -> None:
    image = Stream(pdf, b"\0", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1)
    image.ColorSpace, image.BitsPerComponent, image.Interpolate = Name.DeviceGray, 8, True
    pdf.pages[0].Resources.XObject = Dictionary(I1=image)


def attachment(pdf: Pdf) -> None:
    pdf.attachments["a.txt"] = b"a"


def unrelated(pdf: Pdf) -> None:
    statement(b'part="2"', b'part="3"')(pdf)
    attachment(pdf)
    del pdf.attachments["a.txt"].obj["/AFRelationship"]


def sticky(pdf: Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9], Contents=String("a"))
    pdf.pages[0].Annots.append(pdf.make_indirect(note))


def loose(pdf: Pdf) -> None:
    """A link that the tags do not hold."""
    (element,) = [e for e in elements(pdf, "/Link") if e.K[0].Obj == pdf.pages[0].Annots[-1]]
    element.K = Array(list(element.K)[1:])


def fonts(pdf: Pdf) -> list[Any]:
    return list(pdf.pages[0].Resources.Font.values())


def bare(pdf: Pdf) -> None:
    del fonts(pdf)[0].DescendantFonts[0].FontDescriptor["/FontFile3"]


def mute(pdf: Pdf) -> None:
    del fonts(pdf)[0]["/ToUnicode"]


def anonymous(pdf: Pdf) -> None:
    del pdf.docinfo["/Title"]


def hidden_title(pdf: Pdf) -> None:
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


def unmarked(pdf: Pdf) -> None:
    pdf.Root.MarkInfo.Marked = False


def unscoped(pdf: Pdf) -> None:
    del elements(pdf, "/TH")[0]["/A"]


CHANGES: list[tuple[str, Change]] = [
    ("pdf-no-archive-statement", without("Metadata")),
    ("pdf-no-archive-statement", statement(b'conformance="A"', b'conformance="B"')),
    ("pdf-no-archive-statement", statement(b"</rdf:RDF>", b"</rdf:RDF><rdf:RDF/>")),
    ("pdf-no-access-statement", statement(b"part>1<", b"part>3<")),
    ("pdf-no-output-intent", without("OutputIntents")),
    ("pdf-no-output-intent", without("OutputIntents/0/DestOutputProfile")),
    ("pdf-no-language", without("Lang")),
    ("pdf-no-title", anonymous),
    ("pdf-no-title", hidden_title),
    ("pdf-no-title", statement("协议".encode(), "约定".encode())),
    ("pdf-action", opening),
    ("pdf-action", sleeping),
    ("pdf-action", link(A=action("Launch", F=String("a.exe")))),
    ("pdf-action", link(A=action("GoToR", F=String("a.pdf"), D=String("a")))),
    ("pdf-action", link(AA=Dictionary(E=action("URI", URI=String("https://example.com"))))),
    ("pdf-interpolated", picture),
    ("pdf-attachment", attachment),
    ("pdf-attachment-unrelated", unrelated),
    ("pdf-annotation", sticky),
    ("pdf-link-silent", link(Contents=None)),
    ("pdf-link-silent", link(Contents=String(" "))),
    ("pdf-link-target", link(A=action("URI", URI=String("javascript:alert(1)")))),
    ("pdf-link-target", link(A=action("URI", URI=String("http://example.com/")))),
    ("pdf-link-target", link(A=action("URI", URI=String("file:///etc/passwd")))),
    ("pdf-link-target", link(A=None, Dest=String("nowhere"))),
    ("pdf-link-untagged", loose),
    ("pdf-tab-order", lambda pdf: pdf.pages[0].__delitem__("/Tabs")),
    ("pdf-font-not-embedded", bare),
    ("pdf-font-unmapped", mute),
    ("pdf-missing-glyph", drawn(rb"<[0-9a-f]{4}", b"<0000")),
    ("pdf-glyph-unmapped", drawn(rb"<[0-9a-f]{4}", b"<fffe")),
    ("pdf-content-untagged", drawn(rb"\A", b"0 0 9 9 re f\n")),
    ("pdf-content-untagged", drawn(rb"/MCID 0", b"/MCID 999")),
    ("pdf-content-untagged", drawn(rb"BT\n", b"/Artifact BMC EMC BT\n")),
    ("pdf-content-untagged", drawn(rb"/H1 <</MCID 0>>", b"/H1 <<>>")),
    ("pdf-untagged", without("StructTreeRoot")),
    ("pdf-untagged", unmarked),
    ("pdf-tag-unknown", without("StructTreeRoot/RoleMap")),
    ("pdf-tag-unknown", retag("/P", "/Absatz")),
    ("pdf-tag-misplaced", retag("/LBody", "/P")),
    ("pdf-tag-misplaced", retag("/TBody", "/Div")),
    ("pdf-heading-skipped", retag("/H2", "/H4")),
    ("pdf-heading-skipped", retag("/H1", "/H2")),
    ("pdf-figure-silent", retag("/Caption", "/Figure")),
    ("pdf-table-headless", retag("/TH", "/TD")),
    ("pdf-header-unscoped", unscoped),
]


# The same with a signature that is seen. Writing a file anew always breaks its signature.


def form(**given: Any) -> Change:
    """Change the form of a signed file."""

    def change(pdf: Pdf) -> None:
        for key, value in given.items():
            pdf.Root.AcroForm[f"/{key}"] = value

    return change


def widget(**given: Any) -> Change:
    """Change the field of the signature; a value of None is left out."""

    def change(pdf: Pdf) -> None:
        (field,) = pdf.Root.AcroForm.Fields
        for key, value in given.items():
            if value is None:
                del field[f"/{key}"]
            else:
                field[f"/{key}"] = value

    return change


def borrowed(pdf: Pdf) -> None:
    """Drawn with a font that the reader is to have."""
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    pdf.Root.AcroForm.Fields[0].AP.N.Resources = Dictionary(Font=Dictionary(F1=font))


def pressed(pdf: Pdf) -> None:
    appearance = pdf.Root.AcroForm.Fields[0].AP
    appearance.D = appearance.N


def crowded(pdf: Pdf) -> None:
    """The element of the field holds a link too."""
    (element,) = elements(pdf, "/Form")
    element.K = Array([element.K, elements(pdf, "/Link")[-1].K[-1]])


def referenced(pdf: Pdf) -> None:
    pdf.Root.AcroForm.Fields[0].V.Reference[0].DigestMethod = Name.MD5


FORMS: list[tuple[str, Change]] = [
    ("pdf-form-undrawn", form(NeedAppearances=True)),
    ("pdf-form-undrawn", widget(AP=None)),
    ("pdf-form-undrawn", pressed),
    ("pdf-form-xfa", form(XFA=String("a"))),
    ("pdf-form-font", form(DA=String("/Helv 0 Tf"))),
    ("pdf-form-font", borrowed),
    ("pdf-form-hidden", widget(F=2)),
    ("pdf-form-hidden", widget(F=None)),
    ("pdf-form-hidden", widget(F=4 + 32)),
    ("pdf-form-silent", widget(TU=None)),
    ("pdf-form-silent", widget(TU=String(" "))),
    ("pdf-form-untagged", widget(StructParent=None)),
    ("pdf-form-untagged", retag("/Form", "/Div")),
    ("pdf-form-untagged", crowded),
    ("pdf-action", widget(A=Dictionary(S=Name.GoTo, D=String("a")))),
    ("pdf-action", widget(AA=Dictionary())),
    ("pdf-tab-order", lambda pdf: pdf.pages[-1].__delitem__("/Tabs")),
    ("pdf-signature-partial", lambda pdf: None),
    ("pdf-signature-reference", referenced),
]


@pytest.fixture(scope="module")
def signed(small: bytes) -> bytes:
    """The small page with a signature that is seen."""
    return put.signed(small, signer().opened(), NOW, WORDS, LINES, None)


def saved(pdf: Pdf, **how: Any) -> bytes:
    target = io.BytesIO()
    pdf.save(target, fix_metadata_version=False, **how)
    return target.getvalue()


def codes(data: bytes) -> set[str]:
    return {problem.code for problem in conformance.inspect("file.pdf", data)}


def test_no_tag_is_empty() -> None:
    """Lines to write on hold nothing to be read out; a cell without words keeps its column."""
    page = PAGE.replace("<td>100元</td>", "<td></td>").replace("</article>", "<p></p></article>")
    pdf = Pdf.open(io.BytesIO(printed(pipeline.sheet("file", page))["file"]))
    found = [one for kind in ("/P", "/TD", "/Div") for one in elements(pdf, kind)]
    assert ["/TD"] == [str(one.S) for one in found if not one.K]


def test_a_link_of_many_words_is_described_within_the_limits() -> None:
    """ISO 19005-2, 6.1.13: no string is longer than 32,767 bytes."""
    page = PAGE.replace("费用页", "费用页" * 6000)
    pdf = Pdf.open(io.BytesIO(printed(pipeline.sheet("file", page))["file"]))
    said = {len(bytes(one.Contents)) for one in pdf.pages[-1].Annots}
    assert said and max(said) < 32768


def test_a_file_that_was_only_written_anew_still_conforms(small: bytes) -> None:
    assert [] == found(small)
    assert [] == found(saved(Pdf.open(io.BytesIO(small))))


@pytest.mark.parametrize(("code", "change"), CHANGES)
def test_a_defect_is_found_by_name(small: bytes, code: str, change: Change) -> None:
    pdf = Pdf.open(io.BytesIO(small))
    change(pdf)
    assert code in codes(saved(pdf))


def test_a_signed_file_conforms_as_it_is(signed: bytes) -> None:
    assert [] == found(signed)


@pytest.mark.parametrize(("code", "change"), FORMS)
def test_a_defect_of_a_signature_is_found_by_name(signed: bytes, code: str, change: Change) -> None:
    pdf = Pdf.open(io.BytesIO(signed))
    change(pdf)
    assert code in codes(saved(pdf))


def test_a_file_that_cannot_be_read_is_told_in_one_line(small: bytes) -> None:
    twisted = Pdf.open(io.BytesIO(small))
    twisted.Root.Names = String("a")
    endless = Pdf.open(io.BytesIO(small))
    first = elements(endless, "/Document")[0]
    first.K.append(first)
    files = [b"", b"no PDF", b"%PDF-1.7\n", small[:99], saved(twisted), saved(endless)]
    for data in files:
        (problem,) = conformance.inspect("file.pdf", data)
        assert problem.code == "pdf-unreadable"
        assert "\n" not in sentence(problem)


def test_an_encrypted_file_is_named(small: bytes) -> None:
    for user in ("", "secret"):
        lock = pikepdf.Encryption(owner="owner", user=user)
        assert {"pdf-encrypted"} == codes(saved(Pdf.open(io.BytesIO(small)), encryption=lock))


def test_a_file_without_an_identifier_is_named(small: bytes) -> None:
    plain = saved(Pdf.open(io.BytesIO(small)), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert {"pdf-no-file-id"} == codes(plain.replace(b"/ID [", b"/IX ["))


# What a listener hears


def kinds_of(element: Any) -> Iterator[str]:
    """The types of the elements below one, in order."""
    kids = element.K if isinstance(element.K, Array) else [element.K]
    for kid in kids:
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield str(kid.S).lstrip("/")
            yield from kinds_of(kid)


def test_every_clause_is_read_out_in_order_and_nothing_else(
    rules: Pack, kinds: dict[str, bytes]
) -> None:
    (document,) = rules.documents
    said = told(kinds[f"{rules.id}/{document.id}"])
    assert [] == missing(said, list(provisions(document)))
    assert not re.search(r"第\d+页共\d+页", said), "page numbers are not read out"
    assert not re.search(r"[.…]{3}", said), "nor are leaders"
    assert "版·" not in said, "nor running heads"


def by_pdftotext(data: bytes, document: Reading, tmp_path: Path) -> str:
    (tmp_path / "file.pdf").write_bytes(data)
    return text_of(tmp_path / "file.pdf")


def by_pypdf(data: bytes, document: Reading, tmp_path: Path) -> str:
    """The running heads stand behind the text of each page."""
    pages = [squashed(page.extract_text()) for page in PdfReader(io.BytesIO(data)).pages]
    head = re.compile(rf"{document.title}第{document.version.number}版·\w+第\d+页共\d+页$")
    assert all(head.search(page) for page in pages)
    return "".join(head.sub("", page) for page in pages)


@pytest.mark.parametrize("engine", [by_pdftotext, by_pypdf])
def test_the_text_comes_back_whole_and_what_is_not_is_seen(
    rules: Pack,
    kinds: dict[str, bytes],
    tmp_path: Path,
    engine: Callable[[bytes, Reading, Path], str],
) -> None:
    (document,) = rules.documents
    text = engine(kinds[f"{rules.id}/{document.id}"], document, tmp_path)
    pieces = [squashed(piece) for piece in provisions(document)]
    assert [] == missing(text, pieces)
    long = [piece for piece in pieces if len(piece) > 40]
    third, fourth = long[2:4]
    assert missing(text.replace(third, ""), pieces), "dropped"
    assert missing(text.replace(third, third[:-3]), pieces), "truncated"
    swapped = text.replace(third, "\0").replace(fourth, third).replace("\0", fourth)
    assert missing(swapped, pieces), "swapped"
    doubled = [one for piece in pieces for one in ([piece] * 2 if piece == third else [piece])]
    assert missing(text, doubled), "one of two lost"
    number = next(part.label for part in document.parts() if part.level == 1)
    assert missing(text.replace(number, ""), pieces), "unnumbered"


def test_what_runs_over_pages_is_one_element_and_a_repeated_head_is_read_once() -> None:
    rows = "".join(f"<tr><td>{n}</td><td>费用</td></tr>" for n in range(120))
    page = f"""<!DOCTYPE html><html lang="zh-CN"><head><title>长</title></head><body><h1>长</h1>
    <p>{"条款" * 2000}</p><table><thead><tr><th scope="col">序号</th><th scope="col">项目</th></tr>
    </thead><tbody>{rows}</tbody></table></body></html>"""
    data = printed(pipeline.sheet("long", page))["long"]
    assert [] == found(data)
    pdf = Pdf.open(io.BytesIO(data))
    assert len(pdf.pages) > 4
    (root,) = elements(pdf, "/Document")
    heads = ["Table", "THead", "TR", "TH", "TH", "TBody"]
    assert ["H1", "P", *heads, *["TR", "TD", "TD"] * 120] == list(kinds_of(root))


def test_emphasis_lists_and_header_cells_are_what_they_are(small: bytes) -> None:
    pdf = Pdf.open(io.BytesIO(small))
    assert "/Span" == pdf.Root.StructTreeRoot.RoleMap.Strong
    assert 1 == len(elements(pdf, "/Strong"))
    (listing,) = elements(pdf, "/L")
    assert ["LI", "Lbl", "LBody", "P"] == list(kinds_of(listing))
    assert "/Decimal" == listing.A.ListNumbering
    scopes = [str(cell.A.Scope) for cell in elements(pdf, "/TH")]
    assert ["/Column", "/Column", "/Row"] == scopes


def test_a_link_says_where_it_leads_and_is_one_annotation(small: bytes) -> None:
    pdf = Pdf.open(io.BytesIO(small))
    assert ["第1.1条", "费用页"] == [str(one.Contents) for one in pdf.pages[0].Annots]


def test_bookmarks_lead_down_to_clauses(rules: Pack, kinds: dict[str, bytes]) -> None:
    (document,) = rules.documents
    pdf = Pdf.open(io.BytesIO(kinds[f"{rules.id}/{document.id}"]))
    titles: list[str] = []
    with pdf.open_outline() as outline:
        entries = list(outline.root)
        while entries:
            entry = entries.pop(0)
            titles.append(squashed(entry.title))
            entries += entry.children
    clauses = [part for part in document.parts() if part.level == 1 and part.keyword]
    assert clauses
    assert [] == [c.id for c in clauses if squashed(f"{c.label}【{c.keyword}】") not in titles]


def test_no_word_lies_off_its_page(tmp_path: Path, kinds: dict[str, bytes]) -> None:
    box = re.compile(r'<(page|word)((?: [a-zA-Z]+="[\d.-]+")+)>')
    for name, data in kinds.items():
        path = tmp_path / "file.pdf"
        path.write_bytes(data)
        command = ["pdftotext", "-bbox", str(path), "-"]
        shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        size: dict[str, float] = {}
        for what, given in box.findall(shown):
            at = {key: float(value) for key, value in re.findall(r'(\w+)="([\d.-]+)"', given)}
            if what == "page":
                size = at
                continue
            inside = at["xMin"] >= 0 and at["yMin"] >= 0
            assert inside and at["xMax"] <= size["width"] and at["yMax"] <= size["height"], name


# Which text it is


def test_the_last_page_and_the_metadata_say_which_text_it_is(
    tmp_path: Path, rules: Pack, kinds: dict[str, bytes]
) -> None:
    (document,) = rules.documents
    imprint = document.imprint
    assert imprint
    data = kinds[f"{rules.id}/{document.id}"]
    path = tmp_path / "file.pdf"
    path.write_bytes(data)
    last = str(len(Pdf.open(io.BytesIO(data)).pages))
    command = ["pdftotext", "-raw", "-f", last, str(path), "-"]
    text = squashed(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    for words in (document.id, f"版本：{document.version.number}", imprint.text):
        assert words in text
    assert "发布地址" not in text
    pdf = Pdf.open(io.BytesIO(data))
    packet = pdf.Root.Metadata.read_bytes().decode()
    stated = f"{document.id}@{document.version.number} {imprint.text}"
    assert f"<xieyi:documents>{stated}" in packet


def test_an_address_is_printed_with_a_code_that_leads_there(rules: Pack) -> None:
    (document,) = rules.documents
    assert document.imprint
    address = "https://agreements.example.com/documents/a/2/"
    named = replace(document.imprint, address=address, entry=7)
    page = html.to_html(rules, replace(document, imprint=named), html.Medium.SHEET)
    data = printed(pipeline.sheet("file", page))["file"]
    assert [] == found(data)
    said = told(data)
    assert f"发布地址：{address}" in said and "发布台账：第7条" in said
    pdf = Pdf.open(io.BytesIO(data))
    (code,) = elements(pdf, "/Figure")
    assert address in str(code.Alt)
    assert address == str(pdf.pages[-1].Annots[-1].A.URI)
    assert f"{named.text} 7</xieyi:documents>" in pdf.Root.Metadata.read_bytes().decode()


def test_dates_are_those_of_the_version(rules: Pack, kinds: dict[str, bytes]) -> None:
    (document,) = rules.documents
    assert document.version.published
    day = document.version.published.strftime("D:%Y%m%d")
    for name in (document.id, "pack"):
        pdf = Pdf.open(io.BytesIO(kinds[f"{rules.id}/{name}"]))
        assert [day, day] == [str(pdf.docinfo.CreationDate), str(pdf.docinfo.ModDate)]


def test_attached_sources_come_back_and_the_file_says_what_they_are() -> None:
    source = Attached("terms@1.yaml", b"id: terms\n", date(2026, 1, 2))
    job = replace(pipeline.sheet("file", PAGE), attached=(source,))
    data = printed(job)["file"]
    assert [] == found(data)
    pdf = Pdf.open(io.BytesIO(data))
    assert {"terms@1.yaml": b"id: terms\n"} == {
        name: file.get_file().read_bytes() for name, file in pdf.attachments.items()
    }
    (file,) = pdf.Root.AF
    assert ["/Source", "/application/yaml"] == [file.AFRelationship, file.EF.F.Subtype]
    assert "D:20260102000000Z" == file.EF.F.Params.ModDate
    assert b'part="3"' in pdf.Root.Metadata.read_bytes()


# Watermarks


def inked(data: bytes, tmp_path: Path) -> list[float]:
    """Which part of each page is not white."""
    path = tmp_path / "file.pdf"
    path.write_bytes(data)
    subprocess.run(["pdftoppm", "-r", "20", "-gray", str(path), str(path)], check=True)
    shares = []
    for picture in sorted(tmp_path.glob("file.pdf-*.pgm")):
        pixels = picture.read_bytes().split(b"\n", 3)[3]
        shares.append(sum(pixel < 250 for pixel in pixels) / len(pixels))
        picture.unlink()
    return shares


@pytest.mark.parametrize("status", [Status.DRAFT, Status.UPCOMING, Status.SUPERSEDED])
def test_a_version_not_in_force_is_marked_on_every_page_and_reads_the_same(
    rules: Pack, tmp_path: Path, status: Status
) -> None:
    (document,) = rules.documents
    page = html.to_html(rules, replace(document, status=status), html.Medium.SHEET)
    bare = re.sub(r'data-mark="[^"]+"', 'data-mark=""', page)
    made = printed(pipeline.sheet("marked", page), pipeline.sheet("bare", bare))
    assert [] == found(made["marked"])
    assert told(made["bare"]) == told(made["marked"])
    for marked, plain in zip(
        inked(made["marked"], tmp_path), inked(made["bare"], tmp_path), strict=True
    ):
        assert marked > plain + 0.01
    texts = []
    for name, data in made.items():
        path = tmp_path / name
        path.write_bytes(data)
        command = ["pdftotext", "-raw", str(path), "-"]
        texts.append(subprocess.run(command, capture_output=True, check=True).stdout)
    assert texts[0] == texts[1], "the mark is no text"


def test_in_a_pack_only_the_documents_concerned_are_marked(rules: Pack) -> None:
    (document,) = rules.documents
    other = replace(document, id="other", status=Status.DRAFT)
    pack = replace(rules, documents=(document, other))
    data = printed(pipeline.sheet("pack", html.to_pack(pack), "contents"))["pack"]
    drawn = [b"/Watermark" in p.Contents.read_bytes() for p in Pdf.open(io.BytesIO(data)).pages]
    length = drawn.count(True)
    assert 2 < length < len(drawn) / 2
    assert [False] * (len(drawn) - length) + [True] * length == drawn


def test_every_kind_is_set_by_the_same_rules(kinds: dict[str, bytes]) -> None:
    """Line starts and ends (CLREQ 3.1.3) and the type area of tables, redlines and notices."""
    for name, data in kinds.items():
        sheet, (wide, high) = glyphs.said(data), glyphs.sizes(data)[0]
        for line in sheet:
            assert line.text[0] not in CLOSING + "·", (name, line.text)
            assert line.text[-1] not in OPENING, (name, line.text)
            assert 40 < line.left and line.right < wide - 40, (name, line.text)
            assert 40 < line.base < high - 40, (name, line.text)
        assert len(sheet) > 10, name


def test_a_page_and_its_fonts_number_the_glyphs_alike(kinds: dict[str, bytes]) -> None:
    """ISO 32000-1, 9.7.4.2: the codes of a page are character ids, which a CID-keyed CFF maps to
    its glyphs by its charset. Poppler and pdfium take them for glyph numbers, others do not, and
    showed empty pages. Their widths are those of the page (ISO 19005-2, 6.2.11.5)."""
    seen = 0
    for name, data in kinds.items():
        with pikepdf.open(io.BytesIO(data)) as pdf:
            fonts = [one for one in pdf.objects if isinstance(one, Dictionary) and "/W" in one]
            for font in fonts:
                program = font.FontDescriptor.FontFile3.read_bytes()
                if program.startswith(b"OTTO"):
                    top = TTFont(io.BytesIO(program))["CFF "].cff.topDictIndex[0]
                else:
                    whole = CFFFontSet()
                    whole.decompile(io.BytesIO(program), None)
                    top = whole.topDictIndex[0]
                ids = {glyph: at for at, glyph in enumerate(top.charset)}
                assert all(glyph == f"cid{at:05d}" for glyph, at in ids.items() if at), name
                for cid, width in widths(font.W):
                    shape = top.CharStrings[top.charset[cid]]
                    shape.draw(NullPen())
                    assert abs(shape.width - width) <= 1, (name, cid)
                    seen += 1
    assert seen > 3000


def widths(table: Any) -> Iterator[tuple[int, float]]:
    """Each character id of a /W array, and its width."""
    rows = list(table)
    while rows:
        first = int(rows.pop(0))
        if isinstance(rows[0], Array):
            yield from ((first + at, float(width)) for at, width in enumerate(rows.pop(0)))
        else:
            last, width = int(rows.pop(0)), float(rows.pop(0))
            yield from ((cid, width) for cid in range(first, last + 1))
