"""The door to the disk: what is found, what is read, and what the cache may be relied on for."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from small import begun

from generator import workspace
from generator.problems import Misused, Rejected, Unusable
from generator.workspace import Cache


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return begun(tmp_path / "small")


@pytest.mark.parametrize("named", [".", "agreements", "agreements/../agreements", "sub/.."])
def test_a_workspace_is_named_with_or_without_its_last_step(small: Path, named: str) -> None:
    (small / "sub").mkdir()
    found = workspace.find(Path("/"), small / named)
    assert (small, small / "agreements") == (found.root, found.agreements)


@pytest.mark.parametrize("start", [".", "agreements", "agreements/documents"])
def test_the_nearest_workspace_at_or_above_is_found(small: Path, start: str) -> None:
    assert small == workspace.find(small / start).root


def test_a_relative_name_counts_from_here(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small / "agreements")
    assert small == workspace.find(Path.cwd(), Path("..")).root


def test_a_link_to_a_workspace_is_that_workspace(small: Path) -> None:
    (small.parent / "link").symlink_to(small)
    assert small == workspace.find(Path("/"), small.parent / "link").root


def test_linked_agreements_belong_to_the_folder_they_are_linked_into(small: Path) -> None:
    """The output went beside the texts, into the other repository."""
    (small / "agreements").rename(small.parent / "texts")
    (small / "agreements").symlink_to("../texts")
    found = workspace.find(small)
    assert small == found.root
    assert found.files()[0].path == "agreements/catalog.yaml"


def test_a_folder_without_a_workspace_is_said(tmp_path: Path) -> None:
    with pytest.raises(Misused, match="no-workspace"):
        workspace.find(tmp_path, tmp_path / "nowhere")


def test_every_noun_is_read_with_its_kind(small: Path) -> None:
    (small / "agreements/retired/old").mkdir(parents=True)
    (small / "agreements/retired/old/a.yaml").write_text("a")
    (small / "agreements/documents/.#service-terms.yaml").symlink_to("somebody@somewhere")
    assert [(file.path, file.kind) for file in workspace.find(small).files()] == [
        ("agreements/catalog.yaml", "catalog"),
        ("agreements/documents/service-terms.yaml", "document"),
        ("agreements/retired/old/a.yaml", "retired"),
    ]


def test_files_that_no_stage_would_read_are_named_all_at_once(small: Path) -> None:
    (small / "agreements/documents/a.yml").write_text("a")
    (small / "agreements/documents/b.YAML").write_text("b")
    (small / "agreements/documents/c.yaml").symlink_to("nowhere")
    with pytest.raises(Rejected) as rejected:
        workspace.find(small).files()
    assert [(p.code, p.span and p.span.path) for p in rejected.value.problems] == [
        ("wrong-suffix", "agreements/documents/a.yml"),
        ("wrong-suffix", "agreements/documents/b.YAML"),
        ("unreadable", "agreements/documents/c.yaml"),
    ]


def test_a_folder_that_may_not_be_read_is_named(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its documents were left out without a word."""

    def scandir(folder: str) -> object:
        raise PermissionError(13, "Permission denied", str(folder))

    monkeypatch.setattr(os, "scandir", scandir)
    with pytest.raises(Rejected, match="unreadable"):
        workspace.find(small).files()


def test_a_single_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    workspace.write(tmp_path / "new/file", b"one")
    (tmp_path / "new/folder").mkdir()
    with pytest.raises(Unusable, match="output-unwritable"):
        workspace.write(tmp_path / "new/folder", b"two")
    assert {"file", "folder"} == {path.name for path in (tmp_path / "new").iterdir()}
    assert (tmp_path / "new/file").read_bytes() == b"one"


# The cache

KEY = "ab12"


def flip(entry: Path) -> None:
    data = bytearray(entry.read_bytes())
    data[-3] ^= 1
    entry.write_bytes(data)


def cut(entry: Path) -> None:
    entry.write_bytes(entry.read_bytes()[:-1])


def empty(entry: Path) -> None:
    entry.write_bytes(b"")


def folder(entry: Path) -> None:
    entry.unlink()
    (entry / "full").mkdir(parents=True)


def another(entry: Path) -> None:
    """The whole entry of another key under this name."""
    cache = Cache(entry.parents[1])
    cache.keep("ab34", b"other")
    (entry.parent / "ab34").replace(entry)


def looping(entry: Path) -> None:
    entry.unlink()
    entry.symlink_to(entry.name)


def file_for_folder(entry: Path) -> None:
    entry.unlink()
    entry.parent.rmdir()
    entry.parent.write_bytes(b"")


@pytest.mark.parametrize(
    "damage", [flip, cut, empty, folder, another, looping, file_for_folder, Path.unlink]
)
def test_a_damaged_entry_is_made_again(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    cache = Cache(tmp_path / "cache")
    cache.keep(KEY, b"right")
    damage(tmp_path / "cache/ab/ab12")
    assert cache.kept(KEY) is None
    assert cache.cached(KEY, lambda: b"right") == b"right"
    assert list((tmp_path / "cache").rglob(".*")) == [], "temporary files are left"


def test_an_entry_is_made_once(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    made: list[int] = []

    def make() -> bytes:
        made.append(1)
        return b""

    assert [cache.cached(KEY, make), cache.cached(KEY, make)] == [b"", b""]
    assert made == [1]


@pytest.mark.parametrize("failing", ["mkdir", "write_bytes", "replace"])
def test_a_cache_that_cannot_be_written_costs_time_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, failing, refuse)
        assert Cache(tmp_path).cached(KEY, lambda: b"made") == b"made"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_an_entry_of_another_user_is_used_though_it_cannot_be_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was made again each time, because marking it as used had failed."""
    Cache(tmp_path).keep(KEY, b"kept")

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "utime", refuse)
    assert Cache(tmp_path).kept(KEY) == b"kept"


def test_others_may_read_what_the_umask_lets_them_read(tmp_path: Path) -> None:
    mask = os.umask(0o022)
    try:
        Cache(tmp_path).keep(KEY, b"")
    finally:
        os.umask(mask)
    assert (tmp_path / "ab/ab12").stat().st_mode & 0o777 == 0o644


def test_what_nobody_asked_for_in_a_month_is_forgotten(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for key in ("old1", "old2", "new1"):
        cache.keep(key, b"")
    long_ago = time.time() - 31 * 86400
    leftover = tmp_path / "ol/.old3.123-456"
    leftover.write_bytes(b"")
    for path in (tmp_path / "ol/old1", tmp_path / "ol/old2", leftover):
        os.utime(path, (long_ago, long_ago))
    cache.kept("old2")
    cache.forget()
    assert {"old2", "new1"} == {path.name for path in tmp_path.rglob("*") if path.is_file()}


def fill(folder: Path, size: int) -> None:
    for n in range(300):
        key = f"k{n % 3}"
        if Cache(folder).cached(key, lambda key=key: key.encode() * size) != key.encode() * size:
            os._exit(1)


def test_two_processes_share_one_cache(tmp_path: Path) -> None:
    fork = multiprocessing.get_context("fork")
    children = [fork.Process(target=fill, args=(tmp_path, 5000)) for _ in range(2)]
    for child in children:
        child.start()
    for _ in range(20):
        for path in tmp_path.glob("*/k?"):
            path.unlink(missing_ok=True)
    for child in children:
        child.join()
    assert [child.exitcode for child in children] == [0, 0]
    assert list(tmp_path.rglob(".*")) == []
