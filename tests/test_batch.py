"""Many documents at once: what is reused, what stays, and that one failure publishes nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from small import begun, build, content, plain

from generator import pipeline
from generator.problems import Problem, Rejected, Unrendered, Unusable
from generator.render import fonts, libraries
from generator.render.press import Attached, Job, Printed

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


# What decides a PDF decides its place in the cache: or else an old one is taken for it.

SOURCE = Attached("terms@1.yaml", b"id: terms\n", date(2026, 1, 2))
JOB = Job("a/terms", "<p>a", "p{}", "ab", None, (SOURCE,))


@pytest.mark.parametrize(
    "other",
    [
        replace(JOB, html="<p>b"),
        replace(JOB, css="p{color:red}"),
        replace(JOB, front="contents"),
        replace(JOB, attached=()),
        replace(JOB, attached=(SOURCE, SOURCE)),
        replace(JOB, attached=(replace(SOURCE, name="terms@2.yaml"),)),
        replace(JOB, attached=(replace(SOURCE, data=b"id: other\n"),)),
        replace(JOB, attached=(replace(SOURCE, day=date(2026, 1, 3)),)),
        replace(JOB, html="", css=JOB.html + JOB.css),
        replace(JOB, css="", front=JOB.css),
    ],
)
def test_another_page_has_another_place_in_the_cache(other: Job) -> None:
    assert pipeline.key(JOB) != pipeline.key(other)
    assert pipeline.key(JOB) == pipeline.key(replace(JOB, name="b/terms"))


def _patched(owner: object, name: str, value: object) -> Callable[[pytest.MonkeyPatch], None]:
    return lambda monkeypatch: monkeypatch.setattr(owner, name, value)


FACE = fonts.Face("Agreement Serif", "a", 400, "Regular", Path("/a"), 0, "0" * 64)
VERSIONS = libraries.versions()


@pytest.mark.parametrize(
    "change",
    [
        _patched(pipeline, "__version__", "99"),
        _patched(libraries, "press", lambda: "0" * 64),
        _patched(fonts, "used", lambda characters: (FACE,)),
        *(
            _patched(libraries, "versions", lambda name=name: VERSIONS | {name: "99"})
            for name in VERSIONS
        ),
    ],
)
def test_other_tools_have_other_places_in_the_cache(
    change: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = pipeline.key(JOB)
    change(monkeypatch)
    assert before != pipeline.key(JOB)
    if libraries.versions() != VERSIONS:
        return
    monkeypatch.undo()
    assert before == pipeline.key(JOB)


@pytest.mark.parametrize("face", [replace(FACE, sha256="1" * 64), replace(FACE, index=1)])
def test_other_faces_have_other_places_in_the_cache(
    face: fonts.Face, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "used", lambda characters: (FACE,))
    before = pipeline.key(JOB)
    monkeypatch.setattr(fonts, "used", lambda characters: (face,))
    assert before != pipeline.key(JOB)


def test_cut_faces_are_kept_by_all_that_decides_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Or else a cache that is older than a tool gives another PDF than an empty one."""

    def keys(characters: str = "ab") -> tuple[str, ...]:
        asked: list[str] = []

        def cached(key: str, make: Callable[[], bytes]) -> bytes:
            asked.append(key)
            return b""

        fonts.subsets(characters, cached)
        return tuple(asked)

    found = [keys(), keys("abc")]
    for change in (
        _patched(libraries, "press", lambda: "0" * 64),
        _patched(libraries, "versions", lambda: VERSIONS | {"uharfbuzz": "99"}),
    ):
        with monkeypatch.context() as patch:
            change(patch)
            found.append(keys())
    assert len({key for each in found for key in each}) == len(found) * len(found[0])
    assert found[0] == keys()


def test_all_of_our_code_that_the_press_runs_is_in_its_digest() -> None:
    asked = """
import sys
from generator.render import worker, fitting, setting, tags
worker._set({"html": "<html lang=zh><title>t</title>", "css": "", "fonts": {}, "front": None})
print(*(m.rpartition(".")[2] for m in sys.modules if m.startswith("generator.render.")))
"""
    run = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert set(run.stdout.split()) - {"libraries"} <= set(libraries._CODE)
    code = {path.stem for path in Path(libraries.__file__).parent.glob("*.py")}
    assert set(libraries._CODE) <= code


def test_each_page_gets_its_own_pdf(small: Path) -> None:
    """Whatever the order in which the press gives them back."""

    def press(jobs: Sequence[Job], cached: object) -> Generator[Printed]:
        yield from plain(list(jobs)[::-1], cached)

    build(small, press=press)
    for path in (small / "dist").rglob("*.pdf"):
        assert path.read_bytes() == f"%PDF-{path.parent.name}/{path.stem}".encode()
    before = content(small / "dist")
    build(small, press=press)
    assert before == content(small / "dist"), "from the cache"
