"""What `verify` says of signatures: good ones, broken ones, and of which text."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from asn1crypto import cms
from asn1crypto import x509 as asn1
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers as reference
from signers import (
    DAY,
    LINES,
    NOW,
    Holder,
    Shop,
    authority,
    between,
    made,
    root,
    serving,
    signer,
    stamp,
    stranger,
    trusted,
)

from generator import conformance, copies, workspace
from generator.problems import Misused
from generator.signing import keys, put
from generator.signing.certificates import roots
from generator.signing.judge import judged
from generator.signing.stamping import Server
from generator.signing.update import unsigned
from generator.verifying import Again, identified, known, of_folder, rendered, signatures


def why(data: bytes, shop: Shop, *holders: Holder, now: Any = NOW) -> list[tuple[str, str]]:
    """What `verify` says of the signatures of a file."""
    path = shop.root / "asked.pdf"
    path.write_bytes(data)
    trust = trusted(*holders) if holders else None
    return [(v.state.value, v.why.partition(".")[2]) for v in signatures("a", path, now, trust)]


GOOD = [("intact", "signature-alone"), ("intact", "signature-certified")]
CLAIMED = ("intact", "time-claimed")


# What `verify` says.


def test_a_good_signature_is_said_in_four_lines(shop: Shop, plain: bytes, stamped: bytes) -> None:
    unchecked, checked = ("intact", "signer-unchecked"), ("intact", "signer-trusted")
    assert [*GOOD, unchecked, CLAIMED] == why(plain, shop)
    assert [*GOOD, checked, CLAIMED] == why(plain, shop, root())
    assert [*GOOD, checked, CLAIMED] == why(plain, shop, between())
    assert [*GOOD, checked, CLAIMED] == why(plain, shop, stranger(), root())
    assert [*GOOD, unchecked, ("intact", "time-vouched")] == why(stamped, shop)
    assert [*GOOD, checked, ("intact", "time-trusted")] == why(stamped, shop, root())


def test_a_signer_whom_no_root_vouches_for_is_not_believed(shop: Shop, plain: bytes) -> None:
    assert [*GOOD, ("unknown", "signer-untrusted"), CLAIMED] == why(plain, shop, stranger())


def test_an_authority_whom_no_root_vouches_for_is_not_believed(shop: Shop, stamped: bytes) -> None:
    expected = [*GOOD, ("intact", "signer-trusted"), ("unknown", "time-untrusted")]
    assert expected == why(stamped, shop, between())


def test_a_certificate_that_expired_since_needs_a_time_stamp(
    shop: Shop, plain: bytes, stamped: bytes
) -> None:
    later = NOW + 3500 * DAY
    assert [("unknown", "signer-lapsed"), CLAIMED] == why(plain, shop, root(), now=later)[2:]
    trusted_ = [("intact", "signer-trusted"), ("intact", "time-trusted")]
    assert trusted_ == why(stamped, shop, root(), now=later)[2:]


def test_a_certificate_that_was_not_valid_or_not_for_signing_is_said(shop: Shop) -> None:
    month = 30 * DAY
    short = made("短", root(), ends=NOW + month)
    cases = [
        ("signer-expired", short, NOW, NOW + 2 * month),
        ("signer-early", made("晚", root(), begins=NOW + month), NOW + 2 * month, NOW),
    ]
    for code, holder, opened, signs in cases:
        copy = put.signed(shop.document, holder.opened(opened), signs, "a", (), None)
        for trust in ((), (root(),)):
            assert ("unknown", code) in why(copy, shop, *trust), code
    wrong = made("别的", root(), usage=("key_agreement",))
    key = keys.Key(short.opened().certificate, simple(wrong))
    copy = put.signed(shop.document, key, NOW, "a", (), None)
    assert ("unknown", "signer-usage") in why(copy, shop)


def simple(holder: Holder) -> Any:
    return reference.SimpleSigner.load_pkcs12_data(holder.p12(None), ())


def test_a_time_stamp_decides_the_day_and_not_what_the_signer_says(shop: Shop) -> None:
    """Whoever sets the clock back gains nothing where an authority vouches for the time."""
    short = made("短", root(), ends=NOW + DAY)
    with serving(lambda question: stamp(question, NOW + 5 * DAY)) as server:
        copy = put.signed(shop.document, short.opened(), NOW, "a", (), Server(server.url))
    assert ("unknown", "signer-expired") in why(copy, shop, root())


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def hole(data: bytes) -> tuple[int, int]:
    found = re.findall(rb"/ByteRange \[0 (\d+) (\d+) \d+\]", data)
    return int(found[-1][0]), int(found[-1][1])


def test_an_altered_byte_is_found_wherever_it_is(shop: Shop, seen: bytes) -> None:
    begins, ends = hole(seen)
    value = seen.index(
        message(seen)[0]["content"]["signer_infos"][0]["signature"].native.hex().upper().encode()
    )
    spots = [len(shop.released) // 2, len(shop.released) + 400, begins + 9, value + 40, ends - 9]
    for at in [*spots, ends + 20, len(seen) - 3]:
        told = why(flipped(seen, at), shop)
        assert 1 == len(told) and "altered" == told[0][0], at
        assert told[0][1] in ("signature-altered", "signature-unreadable", "signature-partial"), at


def test_a_certificate_altered_within_a_signature_vouches_for_nobody(
    shop: Shop, plain: bytes
) -> None:
    """The certificates above the signer's are there to help; no signature covers them."""
    where = plain.index(between().der.hex().upper().encode())
    at = where + 2 * len(between().der) - 40
    other = b"0" if plain[at : at + 1] != b"0" else b"1"
    told = why(plain[:at] + other + plain[at + 1 :], shop, root())
    assert ("unknown", "signer-untrusted") in told


def appended(data: bytes, change: Callable[[Any], None]) -> bytes:
    """One more update behind a file."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    change(writer)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def other_words(writer: Any) -> None:
    page = writer.find_page_for_modification(0)[0].get_object()
    stream = generic.StreamObject(stream_data=b"")
    page["/Contents"] = writer.add_object(stream)
    writer.update_container(page)


def test_what_is_added_behind_a_signature_is_found(shop: Shop, plain: bytes) -> None:
    assert [("altered", "signature-appended")] == why(appended(plain, other_words), shop)
    told = why(plain + b"\n% more\n", shop)
    assert [("altered", "signature-appended")] == told


def test_words_brought_in_with_the_signature_are_not_the_released_ones(
    shop: Shop, tmp_path: Path
) -> None:
    """Somebody changes a page in the very update that signs: the signature is intact, and the
    released file stands unchanged before it, yet that is not what is shown."""
    writer = put._Writer(io.BytesIO(shop.released))
    other_words(writer)
    meta = reference.PdfSignatureMetadata(field_name="Signature", certify=True)
    target = io.BytesIO()
    reference.sign_pdf(writer, meta, simple(signer()), output=target)
    forged = target.getvalue()
    assert forged.startswith(shop.released)
    assert "" == judged(forged)[0].fault
    assert unsigned(forged) == forged
    path = tmp_path / "forged.pdf"
    path.write_bytes(forged)
    assert "intact" != identified("forged.pdf", path, ledger(shop)).verdict.state


SMUGGLED: list[Callable[[Any], object]] = [
    lambda writer: more(writer.root, "/OpenAction", generic.DictionaryObject()),
    lambda writer: writer.root["/StructTreeRoot"]["/K"]["/K"].pop(0),
    lambda writer: more(writer.root["/StructTreeRoot"]["/K"], "/Lang", generic.pdf_string("en")),
    lambda writer: more(writer.root["/AcroForm"], "/DA", generic.pdf_string("/F 0 Tf")),
    lambda writer: last(writer)["/Annots"].pop(0),
    lambda writer: more(last(writer), "/Rotate", generic.NumberObject(180)),
    lambda writer: more(
        field(writer), "/Rect", generic.ArrayObject(map(generic.NumberObject, BOX))
    ),
    lambda writer: more(field(writer), "/A", generic.DictionaryObject()),
]
BOX = (50, 50, 500, 800)


def more(thing: Any, key: str, value: Any) -> None:
    thing[generic.pdf_name(key)] = value


def last(writer: Any) -> Any:
    return writer.find_page_for_modification(-1)[0].get_object()


def field(writer: Any) -> Any:
    return writer.root["/AcroForm"]["/Fields"][0]


@pytest.mark.parametrize("change", SMUGGLED)
def test_an_update_that_does_more_than_sign_is_seen(
    change: Callable[[Any], object], shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Smuggler(put._Writer):
        def register_extension(self, extension: Any) -> None:  # the last step before the digest
            change(self)
            self.update_root()
            self.update_container(self.root["/StructTreeRoot"]["/K"])
            self.update_container(self.find_page_for_modification(-1)[0].get_object())

    monkeypatch.setattr(put, "_Writer", Smuggler)
    pdf = shop.copy(linked(shop.released), LINES)
    assert "" == judged(pdf)[0].fault
    assert unsigned(pdf) == pdf


def linked(data: bytes) -> bytes:
    """With a link on the last page."""
    pdf = pikepdf.open(io.BytesIO(data))
    where = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://example.com"))
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=where, Rect=[0, 0, 1, 1]
    )
    pdf.pages[-1].Annots = pikepdf.Array([pdf.make_indirect(link)])
    target = io.BytesIO()
    pdf.save(target)
    return target.getvalue()


def test_a_copy_cut_back_is_the_file_that_was_signed(shop: Shop, plain: bytes) -> None:
    assert [] == why(plain[: len(shop.released)], shop)


def message(data: bytes) -> tuple[cms.ContentInfo, Callable[[cms.ContentInfo], bytes]]:
    """The signature of a file, and how to put another in its place."""
    begins, ends = hole(data)
    held = cms.ContentInfo.load(bytes.fromhex(data[begins + 1 : ends - 1].decode()))

    def back(changed: cms.ContentInfo) -> bytes:
        digits = changed.dump(force=True).hex().encode()
        room = ends - begins - 2
        assert len(digits) <= room
        return data[: begins + 1] + digits.ljust(room, b"0") + data[ends - 1 :]

    return held, back


def test_a_time_stamp_of_another_signature_is_found(shop: Shop, stamped: bytes) -> None:
    with serving() as server:
        other, _ = message(shop.copy(shop.document, (), server.url))
    held, back = message(stamped)
    info = held["content"]["signer_infos"][0]
    info["unsigned_attrs"] = other["content"]["signer_infos"][0]["unsigned_attrs"]
    assert [("altered", "time-wrong")] == why(back(held), shop)


def test_a_weak_digest_proves_nothing(shop: Shop) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(shop.document))
    meta = reference.PdfSignatureMetadata(field_name="Signature", md_algorithm="sha1")
    target = io.BytesIO()
    reference.sign_pdf(writer, meta, simple(signer()), output=target)
    assert [("unknown", "signature-weak")] == why(target.getvalue(), shop)


def garbage(data: bytes) -> Iterator[bytes]:
    begins, ends = hole(data)
    room = ends - begins - 2
    for inside in (b"00", b"30820100" * 9, b"ff" * (room // 2), b"zz", b"30800000"):
        yield data[: begins + 1] + inside[:room].ljust(room, b"0") + data[ends - 1 :]
    span = re.search(rb"/ByteRange \[[^]]*\]", data)
    assert span
    for ranges in (b"[]", b"[0]", b"[0 1 2 -3]", b"[-1 0 0 0]", b"(a)", b"[0 9 9 9999999999]"):
        wanted = b"/ByteRange " + ranges
        yield data[: span.start()] + wanted.ljust(span.end() - span.start()) + data[span.end() :]
    yield data.replace(b"/ETSI.CAdES.detached", b"/ETSI.CAdES.detachet")
    yield data[: ends + 60]
    yield b"%PDF-1.7\n/ByteRange [0 1 2 3]"
    yield b"%PDF-1.7\n" + b"<</ByteRange[" * 3000


def test_garbage_is_one_clear_line_and_never_a_traceback(shop: Shop, plain: bytes) -> None:
    for data in garbage(plain):
        told = why(data, shop)
        assert 1 == len(told) and "altered" == told[0][0], told
        path = shop.root / "asked.pdf"
        assert "intact" != identified("a", path, ledger(shop)).verdict.state or (
            data.startswith(shop.released)
        )


def test_a_signature_that_leaves_a_hole_is_found(shop: Shop, plain: bytes) -> None:
    """The very file is signed anew by a range that leaves out a part of the text."""
    length = len(shop.released)
    span = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]\s*", plain)
    assert span
    first, second, rest = (int(n) for n in span.groups())
    ranges = b"/ByteRange [0 %d %d %d]" % (length // 2, second, rest)
    data = plain[: span.start()] + ranges.ljust(span.end() - span.start()) + plain[span.end() :]
    import asyncio
    import hashlib

    digest = hashlib.sha256(data[: length // 2] + data[second:]).digest()
    made_ = asyncio.run(simple(signer()).async_sign(digest, "sha256", use_pades=True))
    _, back = message(plain)
    forged = back(made_)
    forged = forged[: span.start()] + data[span.start() : span.end()] + forged[span.end() :]
    assert [("altered", "signature-partial")] == why(forged, shop)
    assert {"pdf-signature-partial"} == {p.code for p in conformance.inspect("a", forged)}
    assert first == hole(plain)[0]


# Which text was signed.


def ledger(shop: Shop) -> Any:
    return known(workspace.find(shop.root).files(), date(2026, 11, 22))[0]


def test_a_signed_copy_of_a_released_version_is_that_version(
    shop: Shop, plain: bytes, seen: bytes, stamped: bytes, tmp_path: Path
) -> None:
    held = ledger(shop)
    for copy in (plain, seen, stamped):
        path = tmp_path / "from-somebody.pdf"
        path.write_bytes(copy)
        identity = identified("a", path, held)
        assert ("intact", "verify.released-pdf") == (identity.verdict.state, identity.verdict.why)
        assert "terms" == identity.verdict.params["document"]
        told = [(v.state.value, v.why) for v in rendered("a", path, identity, Again(held))]
        assert ("intact", "verify.again-bytes") in told


def test_a_signed_copy_of_a_build_is_that_file_of_the_build(shop: Shop, tmp_path: Path) -> None:
    held = ledger(shop).told(shop.root / "dist")
    path = tmp_path / "pack.signed.pdf"
    path.write_bytes(shop.copy(shop.pack, LINES))
    assert "verify.built-pack" == identified("a", path, held).verdict.why


def test_a_folder_of_copies_is_verified_as_one(shop: Shop, tmp_path: Path) -> None:
    shutil.copytree(shop.root / "dist", tmp_path / "dist")
    order = copies.ordered(tmp_path / "dist")
    copies.signed([order], signer().opened(), NOW, False, None, lambda *_: None)
    target = tmp_path / "dist-signed"
    from generator.verifying import checked

    def told() -> list[tuple[str, str]]:
        receipt, verdicts = checked("dist-signed", target, ledger(shop))
        assert receipt
        verdicts += of_folder("dist-signed", target, receipt, NOW, None)
        return [(v.state.value, v.why) for v in verdicts]

    assert [("intact", "verify.folder"), ("intact", "verify.signatures")] == told()
    path = target / "a/terms.pdf"
    path.write_bytes(flipped(path.read_bytes(), 5000))
    assert {"altered"} == {state for state, _ in told()}
    assert {"verify.changed", "verify.signature-altered"} <= {why_ for _, why_ in told()}


def test_certificates_are_read_from_either_form() -> None:
    for data in (root().pem, root().der, root().pem + between().pem):
        assert all(isinstance(cert, asn1.Certificate) for cert in roots("a", data))
    for data in (b"", b"no", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"):
        with pytest.raises(Misused, match="trust-unreadable"):
            roots("a", data)


def test_who_vouches_for_times_is_named(stamped: bytes) -> None:
    (signature,) = judged(stamped, trusted(root()))
    assert signature.stamped and authority().certificate
    assert ("测试时间戳机构", "测试根证书") == (
        signature.stamped.authority.name,
        signature.stamped.root,
    )
