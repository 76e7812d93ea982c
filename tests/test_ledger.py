"""Releases and their ledger: what is written, and that every tampering is found by name."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Generator, Sequence
from datetime import date
from pathlib import Path

import pytest
from built import ROOT
from small import content
from test_commands import xieyi
from test_rules import BASE, CATALOG

from generator import ledger, load, pipeline, releasing, validate, workspace
from generator.mending import mended
from generator.model import Entry, Ledger
from generator.problems import Misused, Rejected, Unusable
from generator.render.press import Job, Printed
from generator.verifying import Again, State, checked, identified, known, of_file, rendered

DAY = date(2026, 11, 22)
DAYS = "published: 2026-04-01, effective: 2026-06-01"
VERSION = f'version: {{number: "1", {DAYS}}}'
SECOND = """\
version:
  number: "2"
  published: 2026-09-01
  effective: 2026-10-01
  comment: {from: 2026-08-01, to: 2026-08-20, register: [没有意见。]}
  reason: 定期修订。
"""
VERSION_2 = BASE.replace(f"{VERSION}\n", SECOND).replace("全部服务", "本平台的全部服务")


def quick(jobs: Sequence[Job], cached: object) -> Generator[Printed]:
    """A press that takes no time: the PDF of a job is the digest of what it says."""
    for job in jobs:
        yield Printed(job, b"%PDF-" + hashlib.sha256(job.html.encode()).hexdigest().encode(), ())


def write(root: Path, name: str, text: str) -> Path:
    path = root / "agreements" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def release(root: Path, id_: str = "terms", **given: object) -> releasing.Release:
    return releasing.release(workspace.find(root), id_, DAY, press=quick, **given)  # type: ignore[arg-type]


def codes(root: Path) -> list[str]:
    """What `check` finds, by code; what reading refuses, too."""
    try:
        return [p.code for p in pipeline.check(workspace.find(root).files(), DAY)]
    except Rejected as rejected:
        return [p.code for p in rejected.problems]


def refused(root: Path, id_: str = "terms") -> list[str]:
    before = content(root)
    with pytest.raises(Rejected) as rejected:
        release(root, id_)
    assert before == content(root)
    return [problem.code for problem in rejected.value.problems]


def verdicts(root: Path) -> list[tuple[str, str]]:
    found = known(workspace.find(root).files(), DAY)[1]
    return [(verdict.state.value, verdict.why) for verdict in found]


def entries(root: Path) -> tuple[Entry, ...]:
    path = root / "agreements/ledger.yaml"
    return validate.ledger(load.read("agreements/ledger.yaml", path.read_bytes())).entries


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """A workspace with one document, of which nothing is released."""
    write(tmp_path, "catalog.yaml", CATALOG)
    write(tmp_path, "documents/terms.yaml", BASE)
    return tmp_path


@pytest.fixture
def twice(fresh: Path) -> Path:
    """Two versions released, the working file still the second."""
    release(fresh)
    write(fresh, "documents/terms.yaml", VERSION_2)
    release(fresh)
    return fresh


def test_a_release_freezes_the_very_bytes_and_enters_them(fresh: Path) -> None:
    done = release(fresh)
    frozen = (fresh / "agreements/published/terms/1.yaml").read_bytes()
    assert BASE.encode() == frozen
    (entry,) = entries(fresh)
    assert hashlib.sha256(frozen).hexdigest() == entry.source_sha256
    assert hashlib.sha256(done.copy.pdf).hexdigest() == entry.pdf_sha256
    assert hashlib.sha256(done.copy.html).hexdigest() == entry.html_sha256
    assert (date(2026, 4, 1), date(2026, 6, 1)) == (entry.published, entry.effective)
    assert ledger.START == entry.previous_sha256
    assert [] == codes(fresh)
    assert [("intact", "verify.ledger")] == verdicts(fresh)


def test_each_entry_holds_the_hash_of_the_one_before(twice: Path) -> None:
    one, two = entries(twice)
    assert ("1", "2") == (one.version, two.version)
    assert one.entry_sha256 == two.previous_sha256
    assert one.text_sha256 != two.text_sha256
    assert [] == codes(twice)


def test_the_hash_of_an_entry_is_pinned() -> None:
    """Ledgers are kept for years: whoever changes this changes `FORM` with it."""
    entry = Entry(
        document="terms", version="1", published=date(2026, 4, 1), effective=date(2026, 6, 1),
        text_sha256="1" * 64, source_sha256="2" * 64, pdf_sha256="3" * 64, html_sha256="4" * 64,
        press={"b": "2", "a": "甲"}, previous_sha256="0" * 64, entry_sha256="0" * 64,
    )  # fmt: skip
    canonical = (
        '{"document":"terms","effective":"2026-06-01","form":"xieyi-ledger-1",'
        f'"html-sha256":"{"4" * 64}","pdf-sha256":"{"3" * 64}","press":{{"a":"甲","b":"2"}},'
        f'"previous-sha256":"{"0" * 64}","published":"2026-04-01","source-sha256":"{"2" * 64}",'
        f'"text-sha256":"{"1" * 64}","version":"1"}}'
    )
    assert hashlib.sha256(canonical.encode()).hexdigest() == ledger.entry_hash(entry)
    assert (
        "9a2cc4794bac7d04dc3f06aa2ca99900992a2a5483ac978b9b8831c01a31ee46"
        == hashlib.sha256(ledger.written([ledger.sealed(entry)])).hexdigest()
    )


def test_the_ledger_grows_at_its_end_only(fresh: Path) -> None:
    release(fresh)
    before = (fresh / "agreements/ledger.yaml").read_bytes()
    write(fresh, "documents/terms.yaml", VERSION_2)
    release(fresh)
    assert (fresh / "agreements/ledger.yaml").read_bytes().startswith(before)


def test_a_dry_run_says_all_and_writes_nothing(fresh: Path) -> None:
    before = content(fresh)
    planned = release(fresh, dry=True)
    assert before == content(fresh)
    assert planned.entry == release(fresh).entry


def test_releasing_twice_is_refused_and_named(twice: Path) -> None:
    assert ["released-already"] == refused(twice)


def test_a_published_number_cannot_be_used_for_other_words(twice: Path) -> None:
    path = write(twice, "documents/terms.yaml", VERSION_2.replace("服务", "业务"))
    assert ["released-already"] == refused(twice)
    (problem,) = pipeline.check(workspace.find(twice).files(), DAY, select=["immutable"])
    assert problem.span and problem.span.path.endswith(f"documents/{path.name}")


def test_changed_words_are_read_before_they_are_released_and_never_published(twice: Path) -> None:
    write(twice, "documents/terms.yaml", VERSION_2.replace("服务", "业务"))
    for published in (False, True):
        read = pipeline.read(workspace.find(twice).files(), DAY, published=published)
        assert ("业务" in str(read.corpus.documents["terms"].document)) != published


def test_an_identical_working_file_stands_beside_its_frozen_copy(twice: Path) -> None:
    corpus = pipeline.read(workspace.find(twice).files(), DAY).corpus
    assert ["1", "2"] == [d.version.number for d in corpus.lineages["terms"]]
    span = corpus.lineages["terms"][-1].span
    assert span and span.path == "agreements/documents/terms.yaml"


def test_what_is_released_is_not_mended_or_formatted(twice: Path) -> None:
    files = workspace.find(twice).files()
    assert (files, 0) == mended(files, pipeline.check(files, DAY))
    before = content(twice)
    assert 0 == xieyi("-w", twice, "fmt").returncode
    assert {n: d for n, d in before.items() if "terms" in n or "ledger" in n}.items() <= (
        content(twice).items()
    )


@pytest.mark.parametrize(
    ("expected", "old", "new"),
    [
        (["release-draft"], 'number: "1", ', 'number: "1", draft: true, '),
        (
            ["final-interpretation", "release-check"],
            "本协议适用",
            "平台有最终解释权。本协议适用",
        ),
    ],
)
def test_what_may_not_be_released(expected: list[str], old: str, new: str, fresh: Path) -> None:
    write(fresh, "documents/terms.yaml", BASE.replace(old, new))
    assert expected == [c for c in refused(fresh) if c in expected]


def test_only_our_documents_are_released(fresh: Path) -> None:
    with pytest.raises(Misused, match="unknown-document"):
        release(fresh, "term")
    done = xieyi("release", "performance-bond-guotai-terms", "--dry-run")
    assert 1 == done.returncode and "release-foreign" in done.stderr


def other(published: str) -> str:
    days = f"published: {published}, effective: 2027-02-01"
    text = BASE.replace("id: terms", "id: other").replace("服务条款", "另一条款")
    return text.replace(DAYS, days)


def test_a_release_is_not_dated_before_the_one_before_it(twice: Path) -> None:
    write(twice, "documents/other.yaml", other("2026-08-31"))
    assert ["immutable.back-dated"] == refused(twice, "other")
    write(twice, "documents/other.yaml", other("2026-09-01"))
    assert "other" == release(twice, "other").entry.document


def test_history_is_taken_in_oldest_first(fresh: Path) -> None:
    write(fresh, "published/terms/1.yaml", BASE)
    write(fresh, "documents/terms.yaml", VERSION_2)
    assert ["immutable.unlisted"] == codes(fresh)
    assert ["1", "2"] == [release(fresh).entry.version for _ in range(2)]
    assert [] == codes(fresh)


def test_a_release_that_was_killed_halfway_is_named_and_completed(fresh: Path) -> None:
    """The published file comes first, the ledger second."""
    expected = release(fresh, dry=True)
    write(fresh, "published/terms/1.yaml", BASE)
    assert [("altered", "problem.immutable.unlisted")] == verdicts(fresh)
    assert expected.entry == release(fresh).entry
    assert [("intact", "verify.ledger")] == verdicts(fresh)


def test_a_release_that_fails_halfway_leaves_nothing(
    fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generator.workspace import frozen

    put, before = frozen._put, content(fresh)

    def full(path: Path, data: bytes) -> None:
        if path.name == "ledger.yaml":
            raise OSError(28, os.strerror(28))
        put(path, data)

    monkeypatch.setattr(frozen, "_put", full)
    with pytest.raises(Unusable, match="disk-full"):
        release(fresh)
    assert before == content(fresh)
    assert not (fresh / "agreements/published").exists()


def test_only_one_releases_at_a_time(fresh: Path) -> None:
    with workspace.held(workspace.find(fresh)), pytest.raises(Unusable, match="locked"):
        release(fresh, wait=0.1)


def test_the_same_release_gives_the_same_entry_on_any_day(fresh: Path) -> None:
    place = workspace.find(fresh)
    days = (date(2026, 5, 1), date(2026, 11, 22))
    one, two = (releasing.release(place, "terms", day, True, quick) for day in days)
    assert one.entry == two.entry


# Tampering. Each is done to a workspace with two releases; what finds it is the code.

TAMPERED: list[tuple[str, Callable[[Path], object]]] = []


def tampering(*expected: str) -> Callable[[Callable[[Path], object]], Callable[[Path], object]]:
    def keep(do: Callable[[Path], object]) -> Callable[[Path], object]:
        TAMPERED.extend((code, do) for code in expected)
        return do

    return keep


def _swap(path: Path, old: str, new: str, count: int = 1) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), "utf-8")


def _blocks(root: Path) -> tuple[Path, str, list[str]]:
    path = root / "agreements/ledger.yaml"
    head, *blocks = re.split(r"(?=^  - document)", path.read_text("utf-8"), flags=re.MULTILINE)
    return path, head, blocks


@tampering("altered")
def _a_word_of_a_published_file(root: Path) -> None:
    _swap(root / "agreements/published/terms/1.yaml", "适用", "不适用")


@tampering("altered")
def _a_comment_in_a_published_file(root: Path) -> None:
    path = root / "agreements/published/terms/1.yaml"
    path.write_text("# 注\n" + path.read_text("utf-8"), "utf-8")


@tampering("altered")
def _a_published_file_that_excuses_itself(root: Path) -> None:
    path = root / "agreements/published/terms/1.yaml"
    allow = "allow: [{rule: immutable, why: 试试, until: 2030-01-01}]\n"
    path.write_text(path.read_text("utf-8") + allow, "utf-8")


@tampering("missing")
def _a_published_file_deleted(root: Path) -> None:
    (root / "agreements/published/terms/1.yaml").unlink()


@tampering("altered")
def _published_files_swapped(root: Path) -> None:
    one, two = (root / f"agreements/published/terms/{n}.yaml" for n in (1, 2))
    first, second = one.read_text("utf-8"), two.read_text("utf-8")
    for path, text, number in ((one, second, '"1"'), (two, first, '"2"')):
        path.write_text(re.sub('number: "."', f"number: {number}", text), "utf-8")
    (root / "agreements/documents/terms.yaml").unlink()


@tampering("unlisted")
def _a_published_file_slipped_in(root: Path) -> None:
    days = "published: 2026-05-01, effective: 2026-07-01"
    text = BASE.replace('"1"', '"1.5"').replace(
        "published: 2026-04-01, effective: 2026-06-01", days
    )
    write(root, "published/terms/1.5.yaml", text)


@tampering("unlisted")
def _the_ledger_deleted(root: Path) -> None:
    (root / "agreements/ledger.yaml").unlink()


@tampering("unlisted", "removed")
def _the_first_entry_deleted(root: Path) -> None:
    path, head, blocks = _blocks(root)
    path.write_text(head + blocks[1], "utf-8")


@tampering("unlisted")
def _the_last_entry_deleted(root: Path) -> None:
    path, head, blocks = _blocks(root)
    path.write_text(head + blocks[0], "utf-8")


@tampering("reordered", "back-dated")
def _entries_in_another_order(root: Path) -> None:
    path, head, blocks = _blocks(root)
    path.write_text(head + blocks[1] + blocks[0], "utf-8")


@tampering("twice")
def _an_entry_repeated(root: Path) -> None:
    path, head, blocks = _blocks(root)
    path.write_text(head + blocks[0] + blocks[1] + blocks[1], "utf-8")


@tampering("entry")
def _a_hash_in_the_last_entry(root: Path) -> None:
    path, head, blocks = _blocks(root)
    last = re.sub('(pdf-sha256: ")(.)', lambda m: m[1] + ("0" if m[2] != "0" else "1"), blocks[1])
    path.write_text(head + blocks[0] + last, "utf-8")


@tampering("entry", "back-dated")
def _a_day_in_the_ledger(root: Path) -> None:
    _swap(root / "agreements/ledger.yaml", "published: 2026-09-01", "published: 2026-03-01")


@tampering("form")
def _a_comment_in_the_ledger(root: Path) -> None:
    _swap(root / "agreements/ledger.yaml", "entries:", "# 无效\nentries:")


@tampering("days")
def _a_day_in_the_last_entry_with_its_hash_made_anew(root: Path) -> None:
    one, two = entries(root)
    forged = ledger.sealed(two.model_copy(update={"effective": date(2026, 9, 2)}))
    (root / "agreements/ledger.yaml").write_bytes(ledger.written([one, forged]))


@tampering("removed")
def _an_entry_in_the_middle_with_its_hash_made_anew(root: Path) -> None:
    one, two = entries(root)
    forged = ledger.sealed(one.model_copy(update={"pdf_sha256": "a" * 64}))
    (root / "agreements/ledger.yaml").write_bytes(ledger.written([forged, two]))


@tampering("words")
def _a_value_of_the_catalog_that_a_published_text_uses(root: Path) -> None:
    _swap(root / "agreements/catalog.yaml", "某某平台, operator", "另一平台, operator")


@pytest.mark.parametrize(
    ("code", "tamper"), TAMPERED, ids=[f"{do.__name__[1:]}-{code}" for code, do in TAMPERED]
)
def test_tampering_is_found_by_check_and_by_verify(
    code: str, tamper: Callable[[Path], object], fresh: Path
) -> None:
    write(fresh, "documents/terms.yaml", BASE.replace("本协议", "${platform}的协议"))
    release(fresh)
    write(fresh, "documents/terms.yaml", VERSION_2)
    release(fresh)
    assert [("intact", "verify.ledger")] == verdicts(fresh)
    tamper(fresh)
    assert f"immutable.{code}" in codes(fresh)
    assert ("altered", f"problem.immutable.{code}") in verdicts(fresh)
    # Excused are only what a release is there to mend: published files without an entry.
    if code != "unlisted":
        assert f"immutable.{code}" in refused(fresh)


def test_tampering_is_found_even_where_the_workspace_cannot_be_read(twice: Path) -> None:
    _swap(twice / "agreements/published/terms/1.yaml", "title:", "titel:")
    assert ("altered", "problem.immutable.altered") in verdicts(twice)
    assert "unknown-key" in codes(twice)


def test_a_ledger_that_is_no_ledger_is_said(twice: Path) -> None:
    write(twice, "ledger.yaml", "entries: [")
    assert {"altered", "unknown"} >= {state for state, _ in verdicts(twice)} != set()
    assert codes(twice)


# Verifying folders and files.


@pytest.fixture
def dist(twice: Path) -> Path:
    """A build of the workspace with two releases."""
    from generator import batch
    from generator.bundle import named

    place = workspace.find(twice)
    read = pipeline.read(place.files(), DAY)
    bundles, formats = named(read.corpus.catalog), frozenset(("html", "pdf"))
    target = twice / "dist"
    batch.build(place, read, bundles, formats, target, DAY, lambda step: None, press=quick)
    return target


def of_folder(dist: Path) -> list[tuple[str, str, str]]:
    held, _ = known(workspace.find(dist.parent).files(), DAY)
    _, found = checked("dist", dist, held)
    return [(verdict.name, verdict.state.value, verdict.why) for verdict in found]


def of_pdf(path: Path, root: Path, again: bool = False) -> list[tuple[str, str]]:
    held, _ = known(workspace.find(root).files(), DAY)
    identity = identified(path.name, path, held)
    found = [identity.verdict]
    if again:
        found = rendered(path.name, path, identity, Again(held, quick))
    return [(verdict.state.value, verdict.why) for verdict in found]


def test_a_build_is_intact(dist: Path) -> None:
    assert [("dist", "intact", "verify.folder")] == of_folder(dist)
    receipt = json.loads((dist / "manifest.json").read_text("utf-8"))
    assert {"entries": 2, "head": entries(dist.parent)[-1].entry_sha256} == receipt["ledger"]


def test_one_byte_in_any_file_of_a_build_is_found(dist: Path) -> None:
    for path in sorted(p for p in dist.rglob("*") if p.is_file() and p.name != "manifest.json"):
        data = path.read_bytes()
        for at in (0, len(data) // 2, len(data) - 1):
            path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
            name = f"dist/{path.relative_to(dist).as_posix()}"
            assert [(name, "altered", "verify.changed")] == of_folder(dist)
            assert ("altered", "verify.changed") in of_pdf(path, dist.parent)
        path.write_bytes(data)


@pytest.mark.parametrize(
    ("expected", "tamper"),
    [
        ("absent", lambda d: (d / "a/terms.pdf").unlink()),
        ("changed", lambda d: (d / "a/terms.pdf").write_bytes(b"%PDF-cut")),
        ("changed", lambda d: shutil.copy(d / "a/pack.pdf", d / "a/terms.pdf")),
        ("extra", lambda d: (d / "a/more.pdf").write_bytes(b"%PDF-")),
        ("extra", lambda d: (d / ".hidden").write_bytes(b"")),
        ("extra", lambda d: (d / "link").symlink_to("/etc")),
        ("no-manifest", lambda d: (d / "manifest.json").unlink()),
        ("no-receipt", lambda d: (d / "manifest.json").write_text("{}")),
        ("no-receipt", lambda d: (d / "manifest.json").write_text("[" * 100000)),
        ("no-receipt", lambda d: (d / "manifest.json").write_text('{"files": [1]}')),
    ],
)
def test_a_folder_that_is_not_as_built_is_said(
    expected: str, tamper: Callable[[Path], object], dist: Path
) -> None:
    tamper(dist)
    assert [f"verify.{expected}"] == [why for _, _, why in of_folder(dist)]


def test_links_are_not_followed(dist: Path) -> None:
    kept = dist.parent / "kept.pdf"
    (dist / "a/terms.pdf").rename(kept)
    (dist / "a/terms.pdf").symlink_to(kept)
    assert [("dist/a/terms.pdf", "altered", "verify.link")] == of_folder(dist)


@pytest.mark.parametrize("path", ["../catalog.yaml", "/etc/hostname", "a/../../x", "", "a\\b", "."])
def test_a_manifest_cannot_lead_out_of_its_folder(path: str, dist: Path) -> None:
    manifest = dist / "manifest.json"
    receipt = json.loads(manifest.read_text("utf-8"))
    receipt["files"][0]["path"] = path
    manifest.write_text(json.dumps(receipt), "utf-8")
    found = [why for _, state, why in of_folder(dist) if state == "altered"]
    assert "verify.unsafe" in found


def test_a_manifest_remembers_entries_that_are_gone(dist: Path) -> None:
    """The last entry, its published file and the working file: nothing else can tell."""
    path, head, blocks = _blocks(dist.parent)
    path.write_text(head + blocks[0], "utf-8")
    (dist.parent / "agreements/published/terms/2.yaml").unlink()
    write(dist.parent, "documents/terms.yaml", BASE)
    assert [("intact", "verify.ledger")] == verdicts(dist.parent)
    assert ("dist/manifest.json", "altered", "verify.shortened") in of_folder(dist)


def test_a_ledger_written_anew_is_not_the_one_remembered(dist: Path) -> None:
    one, two = entries(dist.parent)
    one = ledger.sealed(one.model_copy(update={"pdf_sha256": "a" * 64}))
    two = ledger.sealed(two.model_copy(update={"previous_sha256": one.entry_sha256}))
    (dist.parent / "agreements/ledger.yaml").write_bytes(ledger.written([one, two]))
    assert [("intact", "verify.ledger")] == verdicts(dist.parent)
    assert [("dist/manifest.json", "altered", "verify.rewritten")] == of_folder(dist)


def test_a_manifest_that_shows_other_words_for_a_released_version_is_found(dist: Path) -> None:
    text = (dist / "manifest.json").read_text("utf-8")
    text = text.replace(entries(dist.parent)[-1].text_sha256, "b" * 64)
    (dist / "manifest.json").write_text(text, "utf-8")
    assert {"verify.other-text"} == {why for _, _, why in of_folder(dist)}


def test_the_released_pdf_is_known_wherever_it_lies(twice: Path, tmp_path: Path) -> None:
    held = entries(twice)
    files = workspace.find(twice).files()
    corpus = pipeline.read(files, DAY).corpus
    for at, (entry, document) in enumerate(zip(held, corpus.lineages["terms"], strict=True), 1):
        made = releasing.copy_of(files, document, at, quick)  # type: ignore[arg-type]
        path = tmp_path / "from-somebody.pdf"
        path.write_bytes(made.pdf)
        assert [("intact", "verify.released-pdf")] == of_pdf(path, twice)
        assert ("intact", "verify.again-bytes") in of_pdf(path, twice, again=True)
        assert entry.pdf_sha256 == hashlib.sha256(made.pdf).hexdigest()


def test_a_file_of_a_build_is_known_and_rendered_again(dist: Path) -> None:
    for name in ("terms.pdf", "terms.html", "pack.pdf"):
        found = of_pdf(dist / "a" / name, dist.parent, again=True)
        assert ("intact", "verify.again-bytes") == found[-1]
        assert {"intact"} == {state for state, _ in found}


def test_strangers_are_unknown(twice: Path, tmp_path: Path) -> None:
    cases = {
        "verify.no-pdf": b"hello",
        "verify.broken": b"%PDF-1.7\n%cut off",
    }
    for why, data in cases.items():
        (tmp_path / "x.pdf").write_bytes(data)
        assert [("unknown", why)] == of_pdf(tmp_path / "x.pdf", twice)
    assert [("unknown", "verify.absent")] == of_pdf(tmp_path / "nowhere.pdf", twice)
    os.mkfifo(tmp_path / "pipe")
    assert [("unknown", "verify.special")] == of_pdf(tmp_path / "pipe", twice)


def test_a_ledger_alone_is_enough_to_know_a_pdf(twice: Path, tmp_path: Path) -> None:
    data = (twice / "agreements/ledger.yaml").read_bytes()
    alone, found = of_file(workspace.File("ledger.yaml", "ledger", data))
    assert [State.INTACT] == [verdict.state for verdict in found]
    assert entries(twice) == alone.entries


def test_the_command_says_it_in_one_line_each(dist: Path) -> None:
    root = dist.parent
    done = xieyi("-w", root, "verify", "dist", cwd=root)
    assert (0, 2) == (done.returncode, len(done.stdout.splitlines())), done.stdout + done.stderr
    (dist / "a/terms.pdf").write_bytes(b"%PDF-")
    for language, word in (("en", "ALTERED"), ("zh", "被改动")):
        done = xieyi("-w", root, "verify", "dist", "dist/a/terms.pdf", cwd=root, language=language)
        assert (1, 3) == (done.returncode, len(done.stdout.splitlines()))
        assert 2 == done.stdout.count(word) and not done.stderr
    told = json.loads(xieyi("-w", root, "verify", "dist", "--json", cwd=root).stdout)
    assert (False, "changed") == (told["intact"], told["verdicts"][-1]["why"])


def test_a_copy_for_a_bundle_is_known_by_the_manifest_of_its_workspace(dist: Path) -> None:
    copy = dist.parent / "sent.pdf"
    shutil.copy(dist / "a/terms.pdf", copy)
    done = xieyi("-w", dist.parent, "verify", "sent.pdf", cwd=dist.parent)
    assert 0 == done.returncode and "terms 2 for a" in done.stdout, done.stdout
    shutil.move(dist, dist.parent / "kept")
    assert 1 == xieyi("-w", dist.parent, "verify", "sent.pdf", cwd=dist.parent).returncode
    done = xieyi("-w", dist.parent, "verify", "sent.pdf", "kept", cwd=dist.parent)
    assert 0 == done.returncode, done.stdout


# The shipped workspace.


def test_the_shipped_ledger_verifies() -> None:
    files = workspace.find(ROOT).files()
    held, found = known(files, DAY)
    assert ["verify.ledger"] == [verdict.why for verdict in found]
    released = {(entry.document, entry.version) for entry in held.entries}
    assert held.corpus is not None
    ours = [d for ds in held.corpus.lineages.values() for d in ds]
    ours = [d for d in ours if d.id not in held.corpus.externals and not d.version.draft]
    assert {(d.id, d.version.number) for d in ours} == released


def test_the_shipped_hashes_are_those_of_this_press() -> None:
    """After a change of templates or texts: `make ledger`. Another machine's fonts and libraries
    give other bytes, and then there is nothing to compare."""
    files = workspace.find(ROOT).files()
    corpus = pipeline.read(files, DAY).corpus
    assert corpus.ledger
    for at, entry in enumerate(corpus.ledger.entries, 1):
        document = next(
            d for d in corpus.lineages[entry.document] if d.version.number == entry.version
        )
        made = releasing.copy_of(files, document, at)  # type: ignore[arg-type]
        named = {name: entry.press.get(name) for name in made.press if name != "markup"}
        if named == {name: value for name, value in made.press.items() if name != "markup"}:
            assert entry.press["markup"] == made.press["markup"], entry.document
            assert entry.pdf_sha256 == hashlib.sha256(made.pdf).hexdigest(), entry.document
            assert entry.html_sha256 == hashlib.sha256(made.html).hexdigest(), entry.document


def test_no_ledger_without_an_entry() -> None:
    with pytest.raises(ValueError):
        Ledger(entries=())
