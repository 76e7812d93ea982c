"""What a signature puts on a file, and that the file stays what it was."""

from __future__ import annotations

import asyncio
import io
import re
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from signers import (
    DAY,
    LINES,
    NOW,
    PASSPHRASE,
    WORDS,
    Holder,
    Shop,
    made,
    root,
    serving,
    signer,
    stamp,
    trusted,
)

from generator import conformance, copies
from generator.commands.report import sentence
from generator.problems import Rejected
from generator.signing import keys, put
from generator.signing.judge import judged
from generator.signing.stamping import Server, sound
from generator.signing.update import unsigned

# What is put on a file.


def test_the_original_stands_unchanged_before_its_signature(
    shop: Shop, plain: bytes, seen: bytes, stamped: bytes
) -> None:
    for copy in (plain, seen, stamped):
        assert copy.startswith(shop.released)
        assert unsigned(copy) == shop.released
    assert unsigned(shop.released) == shop.released


def judged_by_the_library(copy: bytes, *holders: Holder) -> Any:
    import asyncio

    (embedded,) = PdfFileReader(io.BytesIO(copy)).embedded_regular_signatures
    context = ValidationContext(trust_roots=trusted(*holders), moment=NOW)
    return embedded, asyncio.run(async_validate_pdf_signature(embedded, context))


def test_another_validator_finds_it_valid_trusted_and_whole(plain: bytes, stamped: bytes) -> None:
    for copy in (plain, stamped):
        embedded, status = judged_by_the_library(copy, root())
        assert status.bottom_line and status.trusted
        assert SignatureCoverageLevel.ENTIRE_FILE == status.coverage
        assert 1 == embedded.docmdp_level.value
    assert status.timestamp_validity.trusted and NOW == status.timestamp_validity.timestamp


def test_it_is_what_pades_asks_for(plain: bytes, stamped: bytes) -> None:
    for copy, unsigned_attributes in ((plain, 0), (stamped, 1)):
        embedded, _ = judged_by_the_library(copy, root())
        attributes = {a["type"].native for a in embedded.signer_info["signed_attrs"]}
        assert {"content_type", "message_digest", "signing_certificate_v2"} == attributes
        assert "sha256" == embedded.md_algorithm
        assert "/ETSI.CAdES.detached" == embedded.sig_object["/SubFilter"]
        assert NOW == embedded.self_reported_timestamp
        assert not {"/Reason", "/Location", "/Name"} & set(embedded.sig_object)
        assert unsigned_attributes == len(embedded.signer_info["unsigned_attrs"] or ())
        names = {
            cert.chosen.subject.native["common_name"]
            for cert in embedded.signed_data["certificates"]
        }
        assert {"测试签名人", "测试签发机构", "测试根证书"} == names


@pytest.mark.parametrize("lines", [(), LINES])
@pytest.mark.parametrize("kind", ["document", "pack"])
def test_a_signed_copy_conforms_like_its_original(
    kind: str, lines: tuple[str, ...], shop: Shop
) -> None:
    data = shop.document if kind == "document" else shop.pack
    for url in ("", "stamped"):
        if url:
            with serving() as server:
                copy = shop.copy(data, lines, server.url)
        else:
            copy = shop.copy(data, lines)
        assert [] == [sentence(p) for p in conformance.inspect("a.pdf", data)]
        assert [] == [sentence(p) for p in conformance.inspect("a.pdf", copy)]


def test_a_listener_hears_that_it_is_signed(plain: bytes, seen: bytes) -> None:
    for copy in (plain, seen):
        pdf = pikepdf.open(io.BytesIO(copy))
        (field,) = pdf.Root.AcroForm.Fields
        last = pdf.Root.StructTreeRoot.K.K[-1]
        assert (WORDS, WORDS, "/Form") == (str(field.TU), str(last.Alt), str(last.S))
        assert field.objgen == last.K.Obj.objgen
        assert 3 == pdf.Root.AcroForm.SigFlags and "/NeedAppearances" not in pdf.Root.AcroForm
        assert "/DA" not in pdf.Root.AcroForm and "/DR" not in pdf.Root.AcroForm


def text(data: bytes, tmp_path: Path) -> str:
    (tmp_path / "a.pdf").write_bytes(data)
    command = ["pdftotext", "-raw", str(tmp_path / "a.pdf"), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_signing_and_judging_work_where_a_loop_runs(shop: Shop) -> None:
    """As beneath a server, or beside a browser that is driven."""

    async def within() -> bytes:
        copy = shop.copy(shop.document)
        assert [signature.fault for signature in judged(copy)] == [""]
        return copy

    assert asyncio.run(within()).startswith(shop.document)


def test_the_words_of_the_text_are_the_same(
    shop: Shop, plain: bytes, seen: bytes, tmp_path: Path
) -> None:
    assert text(shop.released, tmp_path) == text(plain, tmp_path) == text(seen, tmp_path)


def picture(data: bytes, tmp_path: Path) -> list[bytes]:
    """The last page in grey, 72 dots an inch, row by row."""
    (tmp_path / "a.pdf").write_bytes(data)
    pages = len(PdfFileReader(io.BytesIO(data)).root["/Pages"]["/Kids"])
    command = ["pdftoppm", "-gray", "-r", "72", "-f", str(pages), "-l", str(pages)]
    done = subprocess.run([*command, str(tmp_path / "a.pdf")], capture_output=True, check=True)
    _, size, _, dots = done.stdout.split(b"\n", 3)
    width, height = map(int, size.split())
    return [dots[at * width : (at + 1) * width] for at in range(height)]


def test_what_is_seen_covers_no_text(shop: Shop, seen: bytes, tmp_path: Path) -> None:
    before, after = picture(shop.released, tmp_path), picture(seen, tmp_path)
    inked = [
        (x, y)
        for y, (old, new) in enumerate(zip(before, after, strict=True))
        for x, (one, two) in enumerate(zip(old, new, strict=True))
        if one != two
    ]
    assert len(inked) > 300, "there is something to see"
    left, right = min(x for x, _ in inked), max(x for x, _ in inked)
    top, bottom = min(y for _, y in inked), max(y for _, y in inked)
    assert 66 <= left and right <= 246 and len(after) - 54 <= top and bottom <= len(after) - 12
    assert {255} == {dot for row in before[top : bottom + 1] for dot in row[left : right + 1]}


def test_a_long_name_is_made_small_and_stays_whole(shop: Shop, tmp_path: Path) -> None:
    ends = [shop.copy(shop.released, ("长" * 40 + end, *LINES[1:])) for end in "一口"]
    before, one, other = (picture(data, tmp_path) for data in (shop.released, *ends))
    assert one != other, "the last character is seen"
    assert [row[246:] for row in before] == [row[246:] for row in one]


def test_a_file_with_another_tree_of_tags_is_signed_too(shop: Shop) -> None:
    """Others write trees of parents with leaves, several elements at the top, or no tags at all;
    such a file is signed, and reads out what it did."""

    def leaves(pdf: pikepdf.Pdf) -> None:
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        last = int(numbers[-2])
        leaf = pikepdf.Dictionary(Nums=numbers, Limits=[0, last])
        pdf.Root.StructTreeRoot.ParentTree = pdf.make_indirect(
            pikepdf.Dictionary(Kids=[pdf.make_indirect(leaf)])
        )

    def bare(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.StructTreeRoot

    for change in (leaves, bare):
        pdf = pikepdf.open(io.BytesIO(shop.document))
        change(pdf)
        target = io.BytesIO()
        pdf.save(target)
        before = {problem.code for problem in conformance.inspect("a", target.getvalue())}
        copy = shop.copy(target.getvalue(), LINES)
        after = {problem.code for problem in conformance.inspect("a", copy)}
        assert after - {"pdf-form-untagged"} == before
        assert ("pdf-form-untagged" in after) == (change is bare) or change is bare
        assert unsigned(copy) == target.getvalue() and "" == judged(copy)[0].fault


# Who may sign, and what.


def refusing(code: str, do: Callable[[], object]) -> str:
    """That something is refused with one problem of this code; its sentence."""
    with pytest.raises(Rejected) as rejected:
        do()
    assert [code] == [problem.code for problem in rejected.value.problems]
    said = sentence(rejected.value.problems[0])
    assert "\n" not in said and not said.startswith("problem.")
    return said


KEYS: list[tuple[str, Callable[[], bytes]]] = [
    ("key-unreadable", lambda: b"no key"),
    ("key-unreadable", lambda: signer().p12(None)[:300]),
    ("key-unreadable", lambda: signer().pem),
    ("key-expired", lambda: made("旧", root(), ends=NOW - DAY).p12(None)),
    ("key-early", lambda: made("新", root(), begins=NOW + DAY).p12(None)),
    ("key-usage", lambda: made("别的", root(), usage=("key_agreement",)).p12(None)),
    ("key-kind", lambda: made("另类", root(), key=ed25519.Ed25519PrivateKey.generate()).p12(None)),
    ("key-weak", lambda: made("弱", root(), key=rsa.generate_private_key(65537, 1024)).p12(None)),
]


@pytest.mark.parametrize(("code", "data"), KEYS)
def test_a_key_that_may_not_sign_is_refused_by_name(code: str, data: Callable[[], bytes]) -> None:
    said = refusing(code, lambda: keys.opened("some.p12", data(), None, NOW))
    assert "some.p12" in said


def test_a_file_of_certificates_alone_is_no_key() -> None:
    from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12

    data = pkcs12.serialize_key_and_certificates(
        None, None, None, [root().certificate], NoEncryption()
    )
    refusing("key-empty", lambda: keys.opened("some.p12", data, None, NOW))


def test_one_usage_is_enough_and_none_stated_too() -> None:
    for usage in ("digital_signature", "content_commitment"):
        holder = made("某", root(), usage=(usage,))
        assert "某" == holder.opened().certificate.name


def test_a_passphrase_opens_or_does_not() -> None:
    data = signer().p12()
    assert "测试签名人" == keys.opened("a", data, PASSPHRASE, NOW).certificate.name
    for wrong in ("", None, "other", PASSPHRASE.upper()):
        with pytest.raises(keys.Locked):
            keys.opened("a", data, wrong, NOW)


def test_a_key_shows_nothing_of_itself() -> None:
    key = signer().opened()
    assert "signer=" not in repr(key) and "Key(" in repr(key)


def locked(data: bytes) -> bytes:
    target = io.BytesIO()
    pikepdf.open(io.BytesIO(data)).save(target, encryption=pikepdf.Encryption(owner="a", user=""))
    return target.getvalue()


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("sign-no-pdf", lambda data: b"hello"),
        ("sign-no-pdf", lambda data: b""),
        ("pdf-unreadable", lambda data: data[: len(data) // 2]),
        ("pdf-unreadable", lambda data: b"%PDF-1.7\n"),
        ("pdf-unreadable", lambda data: re.sub(rb"startxref\s+\d+", b"startxref\n9", data)),
        ("pdf-encrypted", locked),
    ],
)
def test_what_cannot_be_signed_is_said(
    code: str, change: Callable[[bytes], bytes], shop: Shop
) -> None:
    refusing(code, lambda: put.signed(change(shop.document), signer().opened(), NOW, "a", (), None))


def test_a_file_is_signed_once(shop: Shop, plain: bytes) -> None:
    refusing("sign-signed", lambda: shop.copy(plain))


# Time.


def test_a_server_that_gives_no_time_stamp_is_named_and_waited_for_briefly(shop: Shop) -> None:
    answers: list[Callable[[bytes], tuple[int, bytes]]] = [
        lambda question: (500, b""),
        lambda question: (200, b"nonsense"),
        lambda question: (200, b"\x30\x80" * 50),
        lambda question: (200, bytes.fromhex("30053003020102")),  # refused
        lambda question: (302, b""),
    ]
    for answer in answers:
        with serving(answer) as server:
            said = refusing("timestamp-refused", lambda: shop.copy(shop.document, (), server.url))
            assert "127.0.0.1" in said
    refusing("timestamp-refused", lambda: shop.copy(shop.document, (), "http://127.0.0.1:9/"))


def test_a_server_that_never_answers_is_given_up(shop: Shop) -> None:
    with serving() as server:
        server.answer = lambda question: (server.hold.wait(20), (200, b""))[1]  # type: ignore[misc]
        begun = time.monotonic()
        slow = Server(server.url, seconds=0.3)
        do = lambda: put.signed(shop.document, signer().opened(), NOW, "a", (), slow)  # noqa: E731
        refusing("timestamp-refused", do)
        assert time.monotonic() - begun < 10


def test_a_time_stamp_of_something_else_is_not_taken(shop: Shop, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(shop.document)
    with serving(lambda question: stamp(question, other=True)) as server:
        orders, key = [copies.ordered(path)], signer().opened()
        do = lambda: copies.signed(  # noqa: E731
            orders, key, NOW, False, Server(server.url), lambda *_: None
        )
        refusing("timestamp-wrong", do)
    assert ["a.pdf"] == [p.name for p in tmp_path.iterdir()]


def test_one_question_more_than_files_is_asked(shop: Shop, tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / f"{name}.pdf").write_bytes(shop.document)
    with serving() as server:
        order = copies.ordered(tmp_path / "in")
        copies.signed([order], signer().opened(), NOW, False, Server(server.url), lambda *_: None)
    assert 4 == server.asked


@pytest.mark.parametrize(
    "url", ["", "tsa", "ftp://a/", "file:///etc/passwd", "http://", "http://[", "http://a:99999/"]
)
def test_an_address_that_is_none_is_seen(url: str) -> None:
    assert not sound(url)
    assert sound("http://tsa.example/") and sound("https://tsa.example:8080/x")
