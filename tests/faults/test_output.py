"""Whatever goes wrong while an output folder is replaced: it is the old one or the new one."""

from __future__ import annotations

import contextlib
import errno
import itertools
import json
import multiprocessing
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from generator.problems import Unusable
from generator.workspace import output
from generator.workspace import target as exchange

FORK = multiprocessing.get_context("fork")


def files(generation: int, count: int = 12) -> dict[str, bytes]:
    """An output all of one generation, which each file tells."""
    manifest = json.dumps({"tool": {"name": "xieyi"}, "generation": generation, "count": count})
    pages = {f"bundle-{n % 3}/page-{n}.html": str(generation).encode() for n in range(count)}
    return pages | {"manifest.json": manifest.encode()}


def publish(target: Path, generation: int, count: int = 12, gone: tuple[str, ...] = ()) -> None:
    with output(target, wait=10) as replace:
        replace(files(generation, count), gone)


def generation(target: Path) -> int:
    """The generation of an output, which must be whole."""
    manifest = json.loads((target / "manifest.json").read_bytes())
    assert manifest["count"] == len(list(target.rglob("*.html")))
    told = {int(page.read_bytes()) for page in target.rglob("*.html")}
    assert {manifest["generation"]} == told
    return int(manifest["generation"])


def beside(target: Path) -> list[str]:
    return sorted(path.name for path in target.parent.iterdir() if path != target)


def apart(work: Callable[[], object]) -> BaseProcess:
    """Do it in a child process."""
    child = FORK.Process(target=work)
    child.start()
    return child


@pytest.fixture
def target(tmp_path: Path) -> Path:
    publish(tmp_path / "out/dist", 0)
    return tmp_path / "out/dist"


# Kills


@pytest.fixture(params=[True, False], ids=["one step", "two renames"])
def swaps(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the system can swap two folders."""
    if not request.param:
        monkeypatch.setattr(exchange, "_swapped", lambda one, other: False)
    return bool(request.param)


def after_kill(target: Path, swaps: bool) -> int:
    """What a killed build left: whole by itself, or at the latest for the next build."""
    if swaps:
        generation(target)
    with output(target, wait=0):
        left = generation(target)
    assert beside(target) == []
    return left


def test_a_build_killed_at_any_moment_leaves_the_old_or_the_new(
    target: Path, monkeypatch: pytest.MonkeyPatch, swaps: bool
) -> None:
    monkeypatch.setattr(os, "fsync", lambda file: None)  # or there would be few moments

    def forever(first: int) -> None:
        for number in range(first, first + 1000):
            publish(target, number, 8 + number % 5, tuple(files(0, 12)))

    seen = set()
    for turn in range(50):
        child = apart(lambda first=1000 * turn: forever(first))
        time.sleep(random.uniform(0.005, 0.06))
        child.kill()
        child.join()
        seen.add(after_kill(target, swaps))
    assert len(seen) > 10, "the kills came before anything was done"


def test_a_build_killed_before_any_call_of_the_system_leaves_the_old_or_the_new(
    target: Path, monkeypatch: pytest.MonkeyPatch, swaps: bool
) -> None:
    monkeypatch.setattr(os, "fsync", lambda file: None)

    def until(last: int) -> None:
        """Publish, but die before the call of the system with the number `last`."""
        calls = 0

        def count(_: object, event: str, function: object) -> None:
            nonlocal calls
            if event == "c_call" and getattr(function, "__module__", "") == "posix":
                calls += 1
                if calls == last:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.setprofile(count)
        publish(target, generation(target) + 1, 6, tuple(files(0)))
        sys.setprofile(None)
        os._exit(7)

    seen = []
    for last in itertools.count(1, 3):
        child = apart(lambda last=last: until(last))
        child.join()
        seen.append(after_kill(target, swaps))
        if child.exitcode == 7:
            break
    assert len(set(seen)) > 5 and len(seen) > 30


def test_a_kill_between_two_renames_is_mended_by_the_next_build(target: Path) -> None:
    target.rename(target.with_name(".dist.staged-old"))
    with output(target):
        assert generation(target) == 0
    assert beside(target) == []


def test_what_killed_builds_left_is_cleared_away(target: Path) -> None:
    for left in (".dist.staged-new", ".dist.staged-old"):
        shutil.copytree(target, target.with_name(left))
    publish(target, 1)
    assert (generation(target), beside(target)) == (1, [])


def test_where_folders_cannot_be_swapped_two_renames_do(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "_swapped", lambda one, other: False)
    publish(target, 1)
    assert (generation(target), beside(target)) == (1, [])


# Disks


def refused(target: Path, code: str) -> None:
    with pytest.raises(Unusable, match=f"^{code}$") as unusable:
        publish(target, 1)
    assert unusable.value.exit_code == 3


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errno.ENOSPC, "disk-full"),
        (errno.EDQUOT, "disk-full"),
        (errno.EIO, "output-unwritable"),
        (errno.EROFS, "output-unwritable"),
        (errno.EBUSY, "output-is-a-mount"),
    ],
)
def test_an_error_of_the_disk_leaves_the_old(
    target: Path, monkeypatch: pytest.MonkeyPatch, error: int, code: str
) -> None:
    def fail(_: int) -> None:
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr(os, "fsync", fail)
    refused(target, code)
    assert (generation(target), beside(target)) == (0, [])


def test_a_limit_on_file_size_leaves_the_old(target: Path) -> None:
    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
        with contextlib.suppress(Unusable), output(target) as replace:
            replace(files(1) | {"big": b"x" * 10_000}, ())
        os._exit(7)

    child = apart(limited)
    child.join()
    assert child.exitcode == 7
    assert (generation(target), beside(target)) == (0, [])


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 256 kB."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)]
    if os.getuid() or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("only root can mount a small disk")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def test_a_full_disk_leaves_the_old(disk: Path) -> None:
    target = disk / "dist"
    publish(target, 0)
    with pytest.raises(Unusable, match="disk-full"), output(target) as replace:
        replace(files(1) | {"big": b"x" * 300_000}, ())
    assert (generation(target), beside(target)) == (0, [])
    publish(target, 1)
    assert generation(target) == 1


def test_a_disk_of_its_own_is_refused_and_a_folder_in_it_is_not(disk: Path) -> None:
    refused(disk, "output-is-a-mount")
    publish(disk / "dist", 1)
    assert generation(disk / "dist") == 1


def test_a_disk_inside_the_target_is_left_alone(disk: Path) -> None:
    target = disk / "dist"
    publish(target, 0)
    (target / "mounted").mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", target / "mounted"], check=True)
    (target / "mounted/precious").write_text("mine")
    refused(target, "output-is-a-mount")
    assert (target / "mounted/precious").read_text() == "mine"
    subprocess.run(["umount", target / "mounted"], check=True)


def test_a_target_that_cannot_be_written_is_refused() -> None:
    with tempfile.TemporaryDirectory() as place:
        locked = Path(place, "locked")
        locked.mkdir(mode=0o555)
        os.chmod(place, 0o755)

        def unprivileged() -> None:
            if os.getuid() == 0:
                os.setuid(65534)
            with pytest.raises(Unusable, match="output-unwritable"):
                publish(locked / "dist", 1)
            os._exit(7)

        child = apart(unprivileged)
        child.join()
        assert child.exitcode == 7
        assert list(locked.iterdir()) == []


# What stands there


def test_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "dist").write_text("mine")
    refused(tmp_path / "dist", "output-is-a-file")
    refused(tmp_path / "dist/below", "output-unwritable")
    assert (tmp_path / "dist").read_text() == "mine"


@pytest.mark.parametrize(
    "manifest",
    [
        None,
        "",
        "[]",
        "{",
        '{"name": "a web app"}',
        '{"tool": "xieyi"}',
        '{"tool": {"name": "other"}}',
        "[" * 100_000,
    ],
)
def test_a_folder_of_somebody_else_is_refused(tmp_path: Path, manifest: str | None) -> None:
    target = tmp_path / "dist"
    target.mkdir()
    (target / "thesis.doc").write_text("mine")
    if manifest is not None:
        (target / "manifest.json").write_text(manifest)
    before = {path: path.read_bytes() for path in target.iterdir()}
    refused(target, "output-not-ours")
    assert before == {path: path.read_bytes() for path in target.iterdir()}
    assert beside(target) == []


def test_an_empty_folder_is_taken_with_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "dist"
    target.mkdir()
    target.chmod(0o2750)
    publish(target, 1)
    assert (generation(target), target.stat().st_mode & 0o7777) == (1, 0o2750)


def test_a_new_folder_follows_the_umask(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        publish(tmp_path / "dist", 1)
    finally:
        os.umask(mask)
    modes = {path.is_dir(): path.stat().st_mode & 0o777 for path in (tmp_path / "dist").rglob("*")}
    assert modes == {True: 0o750, False: 0o640}
    assert (tmp_path / "dist").stat().st_mode & 0o777 == 0o750


def test_a_link_stays_a_link_and_what_it_points_to_is_replaced(target: Path) -> None:
    link = target.parent.parent / "link"
    link.symlink_to(target)
    publish(link, 1)
    assert (generation(target), link.is_symlink()) == (1, True)


@pytest.mark.parametrize("name", ["with space", "[a-z]*", "新"])
def test_any_name_will_do(tmp_path: Path, name: str) -> None:
    publish(tmp_path / name, 1)
    publish(tmp_path / name, 2)
    assert (generation(tmp_path / name), beside(tmp_path / name)) == (2, [])


def test_what_others_put_beside_our_files_survives(target: Path) -> None:
    (target / "CNAME").write_text("example.org")
    (target / "CNAME").chmod(0o600)
    (target / ".git/refs/tags").mkdir(parents=True)
    (target / "bundle-0/note.txt").write_text("mine")
    (target / "latest").symlink_to("bundle-0")
    (target / "broken").symlink_to("nowhere")
    os.mkfifo(target / "pipe")
    publish(target, 1)
    assert generation(target) == 1
    assert (
        (target / "CNAME").read_text(),
        (target / "CNAME").stat().st_mode & 0o777,
    ) == ("example.org", 0o600)
    assert (target / ".git/refs/tags").is_dir()
    assert (target / "bundle-0/note.txt").read_text() == "mine"
    assert (
        os.readlink(target / "latest"),
        os.readlink(target / "broken"),
    ) == ("bundle-0", "nowhere")
    assert (target / "pipe").is_fifo()


def test_where_files_have_one_name_only_they_are_copied(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    (target / "note.txt").write_text("mine")
    (target / "latest").symlink_to("bundle-0")
    publish(target, 1)
    assert (generation(target), (target / "note.txt").read_text()) == (1, "mine")
    assert os.readlink(target / "latest") == "bundle-0"


def test_what_is_gone_is_gone_and_its_folder_with_it(target: Path) -> None:
    gone = tuple(path for path in files(0) if path.startswith("bundle-2/"))
    with output(target) as replace:
        replace({p: d for p, d in files(1, 8).items() if p not in gone}, tuple(files(0)))
    assert not (target / "bundle-2").exists()


def test_nothing_is_written_through_a_link_out_of_the_target(target: Path) -> None:
    outside = target.parent.parent / "outside"
    outside.mkdir()
    shutil.rmtree(target / "bundle-0")
    (target / "bundle-0").symlink_to(outside)
    refused(target, "output-unwritable")
    assert list(outside.iterdir()) == []
    assert beside(target) == []


def test_a_file_of_somebody_else_in_the_way_is_refused(target: Path) -> None:
    shutil.rmtree(target / "bundle-0")
    (target / "bundle-0").write_text("mine")
    refused(target, "output-unwritable")
    assert (target / "bundle-0").read_text() == "mine"


def test_a_file_that_would_be_the_same_is_left_as_it_is(target: Path) -> None:
    before = {path: path.stat().st_ino for path in target.rglob("*.html")}
    publish(target, 0)
    assert before == {path: path.stat().st_ino for path in target.rglob("*.html")}


# One at a time


def holding(target: Path) -> BaseProcess:
    """A child that holds the lock until it is killed."""
    ready, told = os.pipe()

    def hold() -> None:
        with output(target):
            os.write(told, b"!")
            time.sleep(60)

    child = apart(hold)
    os.read(ready, 1)
    os.close(ready)
    os.close(told)
    return child


def test_the_second_builder_waits_and_then_names_the_first(target: Path) -> None:
    holder = holding(target)
    began = time.monotonic()
    with pytest.raises(Unusable, match="locked") as unusable, output(target, wait=0.3):
        pass
    assert 0.3 <= time.monotonic() - began < 3
    assert f"PID {holder.pid}" == unusable.value.problems[0].params["holder"]
    assert unusable.value.exit_code == 3
    holder.kill()
    holder.join()


def test_a_killed_holder_blocks_nobody(target: Path) -> None:
    holder = holding(target)
    holder.kill()
    holder.join()
    assert beside(target) == [".dist.lock"]
    with output(target, wait=0):
        pass
    assert beside(target) == []


def test_who_waits_gets_in_when_the_first_is_done(target: Path) -> None:
    holder = holding(target)
    waiting = apart(lambda: publish(target, 5))
    time.sleep(0.1)
    holder.kill()
    holder.join()
    waiting.join()
    assert (waiting.exitcode, generation(target)) == (0, 5)


def test_never_two_at_a_time(target: Path) -> None:
    """The lock file is removed when it is released; a waiter that had opened it before would
    hold a lock that nobody else sees."""
    inside = target.parent.parent / "inside"

    def crowd() -> None:
        for _ in range(40):
            with output(target, wait=30):
                os.close(os.open(inside, os.O_CREAT | os.O_EXCL))
                inside.unlink()

    children = [apart(crowd) for _ in range(4)]
    for child in children:
        child.join()
    assert [child.exitcode for child in children] == [0, 0, 0, 0]
    assert beside(target) == []
