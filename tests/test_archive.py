"""PDFs to archive and to listen to: every kind conforms, and what would not is found by name."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from built import DAY, ROOT
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

import generator
from generator import conformance, pipeline, printing, workspace
from generator.bundle import chosen
from generator.commands.report import sentence
from generator.compare.trace import trace
from generator.publish.notice import announced
from generator.render.press import Job, to_pdf
from generator.wording import known

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
def kinds() -> dict[str, bytes]:
    """A PDF of every kind that the shipped agreements give."""
    place = workspace.find(ROOT)
    corpus = pipeline.read(place.files(), DAY).corpus
    bundles = chosen(corpus.catalog, ["super-factory", "performance-bond"])
    sheets = [page.sheet for page in pipeline.pages(corpus, bundles, frozenset(["pdf"]))]
    links = trace(corpus, list(corpus.retired)[:2], place.digest)
    pages = {"trace": printing.trace_page(corpus, links, DAY, screen=False)}
    for name, notice in corpus.notices.items():
        pages[f"notice {name}"] = printing.notice_page(announced(corpus, notice), screen=False)
    jobs = [pipeline.sheet(name, page) for name, page in pages.items()]
    return printed(*(sheet for sheet in sheets if sheet), *jobs)


def found(data: bytes) -> list[str]:
    """What is wrong, in words: a failure says it."""
    return [sentence(problem) for problem in conformance.inspect("file.pdf", data)]


def test_every_kind_of_pdf_conforms(kinds: dict[str, bytes]) -> None:
    assert len(kinds) > 8
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


def saved(pdf: Pdf, **how: Any) -> bytes:
    target = io.BytesIO()
    pdf.save(target, **how)
    return target.getvalue()


def codes(data: bytes) -> set[str]:
    return {problem.code for problem in conformance.inspect("file.pdf", data)}


def test_a_file_that_was_only_written_anew_still_conforms(small: bytes) -> None:
    assert [] == found(small)
    assert [] == found(saved(Pdf.open(io.BytesIO(small))))


@pytest.mark.parametrize(("code", "change"), CHANGES)
def test_a_defect_is_found_by_name(small: bytes, code: str, change: Change) -> None:
    pdf = Pdf.open(io.BytesIO(small))
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


def test_every_defect_that_can_be_named_is_tried_and_has_words() -> None:
    room = Path(generator.__file__).parent / "conformance"
    named = {
        code
        for path in room.glob("*.py")
        for code in re.findall(r'Problem\(\s*"(pdf-[a-z-]+)"', path.read_text("utf-8"))
    }
    tried = {code for code, _ in CHANGES} | {"pdf-unreadable", "pdf-encrypted", "pdf-no-file-id"}
    assert named == tried
    assert [] == [code for code in named if not known(f"problem.{code}")]
