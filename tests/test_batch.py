"""Many documents at once: what is reused, what stays, and that one failure publishes nothing."""

from __future__ import annotations

import json
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

import pytest
from small import begun, build, content, plain

from generator.problems import Problem, Rejected, Unrendered, Unusable
from generator.render.press import Job, Printed

ALL = {
    "all/pack.pdf",
    "all/service-terms.html",
    "all/service-terms.pdf",
    "basic/pack.pdf",
    "basic/service-terms.html",
    "basic/service-terms.pdf",
    "manifest.json",
}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return begun(tmp_path / "small")


def listed(target: Path) -> dict[str, dict[str, Any]]:
    """The entries of a manifest by path."""
    return {
        file["path"]: file for file in json.loads((target / "manifest.json").read_text())["files"]
    }


def holds(target: Path) -> None:
    """The manifest names what lies there, and what lies there is what it names."""
    digests = content(target)
    del digests["manifest.json"]
    assert digests == {path: file["sha256"] for path, file in listed(target).items()}


def edit(root: Path, old: str, new: str) -> None:
    path = root / "agreements/documents/service-terms.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_every_bundle_is_built_and_listed(small: Path) -> None:
    build(small)
    assert set(content(small / "dist")) == ALL
    holds(small / "dist")


def test_a_bundle_built_alone_leaves_the_others_and_their_entries(small: Path) -> None:
    build(small)
    before, entries = content(small / "dist"), listed(small / "dist")
    edit(small, "咨询与投诉", "咨询")
    build(small, "basic")
    after = content(small / "dist")
    assert set(after) == ALL
    assert {p: d for p, d in before.items() if p.startswith("all/")} == {
        p: d for p, d in after.items() if p.startswith("all/")
    }
    assert before["basic/service-terms.html"] != after["basic/service-terms.html"]
    assert entries["all/pack.pdf"] == listed(small / "dist")["all/pack.pdf"]
    holds(small / "dist")


def test_an_entry_whose_file_somebody_deleted_does_not_stay(small: Path) -> None:
    build(small)
    (small / "dist/all/pack.pdf").unlink()
    build(small, "basic")
    assert "all/pack.pdf" not in listed(small / "dist")
    holds(small / "dist")


def test_a_whole_build_removes_what_is_stale_and_nothing_else(small: Path) -> None:
    build(small)
    (small / "dist/CNAME").write_text("example.org")
    (small / "dist/all/note.txt").write_text("mine")
    catalog = small / "agreements/catalog.yaml"
    catalog.write_text(catalog.read_text().replace("id: all", "id: every"))
    build(small)
    expected = {path.replace("all/", "every/") for path in ALL} | {"CNAME", "all/note.txt"}
    assert expected == set(content(small / "dist"))


def test_what_did_not_change_is_not_printed_again(small: Path) -> None:
    assert build(small).printed == 4
    assert build(small).printed == 0
    catalog = small / "agreements/catalog.yaml"
    catalog.write_text(
        catalog.read_text().replace("name: 基础服务\n    products", "name: 基本\n    products")
    )
    assert build(small).printed == 1, "only the pack that bears that name"
    edit(small, "增值服务的费用另行计算", "增值服务的费用单独计算")
    assert build(small).printed == 4, "every copy says the hash of the whole text"


def test_nothing_is_printed_twice_because_two_bundles_have_it(small: Path) -> None:
    asked: list[str] = []

    def press(jobs: Sequence[Job], cached: object) -> Generator[Printed]:
        asked.extend(job.name for job in jobs)
        yield from plain(jobs, cached)

    build(small, press=press)
    assert len(asked) == len(set(asked)) == 4


def test_one_failure_is_named_the_others_are_kept_and_nothing_is_published(small: Path) -> None:
    build(small)
    before = content(small / "dist")
    edit(small, "咨询与投诉", "咨询")
    done: list[str] = []

    def press(jobs: Sequence[Job], cached: object) -> Generator[Printed]:
        for job in jobs:
            if job.name == "basic/pack":
                yield Printed(job, b"", (Problem("renderer-died", None, {"document": job.name}),))
            else:
                done.append(job.name)
                yield Printed(job, b"%PDF-", ())

    with pytest.raises(Unrendered) as failed:
        build(small, press=press)
    assert [(problem.code, problem.params["document"]) for problem in failed.value.problems] == [
        ("renderer-died", "basic/pack")
    ]
    assert (4, before) == (failed.value.exit_code, content(small / "dist"))
    assert len(done) == 3
    assert build(small).printed == 1, "what was finished is not printed again"


def test_a_press_that_is_left_early_is_closed(small: Path) -> None:
    closed: list[bool] = []

    def press(jobs: Sequence[Job], cached: object) -> Generator[Printed]:
        try:
            yield from plain(jobs, cached)
        finally:
            closed.append(True)

    def interrupt(*_: object) -> None:
        assert not closed
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), pytest.MonkeyPatch.context() as patch:
        patch.setattr("generator.workspace.cache.Cache.keep", interrupt)
        build(small, press=press)
    assert closed == [True]
    assert not (small / "dist").exists()


def test_agreements_that_cannot_be_resolved_leave_the_output_alone(small: Path) -> None:
    build(small)
    before = content(small / "dist")
    edit(small, "[[#fee]]", "[[#nowhere]]")
    with pytest.raises(Rejected):
        build(small)
    assert before == content(small / "dist")


def test_an_output_that_cannot_be_written_is_told_before_anything_is_printed(small: Path) -> None:
    (small / "dist").write_text("mine")

    def press(jobs: Sequence[Job], cached: object) -> Generator[Printed]:
        raise AssertionError("printed")
        yield

    with pytest.raises(Unusable, match="output-is-a-file"):
        build(small, press=press)


@pytest.mark.parametrize("folder", ["", "ab"])
def test_a_damaged_cache_never_gives_wrong_output(small: Path, folder: str) -> None:
    build(small)
    before = content(small / "dist")
    for path in (small / ".xieyi-cache").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-1] + b"X")
    build(small)
    assert before == content(small / "dist")
