"""The same texts give the same bytes, wherever, whenever and by whomever they are built."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from small import STARTER, begun, build, content

from generator.render.press import to_pdf

PACKAGE = STARTER.parents[1]
# The command, on a disk that lists its files in another order each time.
SHUFFLED = """
import os, random, sys
chance = random.Random(int(sys.argv.pop(1)))
listed, scanned = os.listdir, os.scandir
class Scan(list):
    def __enter__(self): return self
    def __exit__(self, *_): self.clear()
    def close(self): self.clear()
    def __next__(self):
        if not self: raise StopIteration
        return self.pop()
    def __iter__(self): return self
def mixed(found):
    chance.shuffle(found)
    return found
os.listdir = lambda *given: mixed(listed(*given))
os.scandir = lambda *given: mixed(Scan(scanned(*given)))
from generator.__main__ import main
main()
"""


def built(
    root: Path, here: Path, *options: str, seed: int = 0, **environment: str
) -> dict[str, str]:
    """What the command makes of a workspace, run from the folder `here`."""
    command = ["build", "-q", "--as-of", "2026-11-22", "--workspace", str(root), *options]
    subprocess.run(
        [sys.executable, "-c", SHUFFLED, str(seed), *command, "--output", str(here / "out")],
        env=os.environ | {"PYTHONPATH": str(PACKAGE)} | environment,
        cwd=here,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return content(here / "out")


@pytest.fixture
def places(tmp_path: Path) -> list[Path]:
    folders = [tmp_path / name for name in ("one", "two 二", "three", "four")]
    for folder in folders:
        folder.mkdir()
    return folders


def test_the_same_texts_give_the_same_bytes(tmp_path: Path, places: list[Path]) -> None:
    """Whatever the hash seed, time zone, locale, home, umask, date and order of the sources,
    folder, number of children and state of the cache."""
    small = begun(tmp_path / "small")
    first = built(small, places[0], PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C.UTF-8")
    assert len(first) == 7

    moved = begun(places[1] / "moved 搬")
    for path in moved.rglob("*.yaml"):
        os.utime(path, (1, 1))
    mask, cores = os.umask(0o077), getattr(os, "sched_getaffinity", lambda _: set())(0)
    try:
        if cores:
            os.sched_setaffinity(0, {min(cores)})
        strange = {"SOURCE_DATE_EPOCH": "1", "TZ": "Asia/Shanghai", "LC_ALL": "C", "LANG": "zh_CN"}
        strange |= {"HOME": str(places[1]), "XDG_CACHE_HOME": str(places[1] / "cache")}
        assert first == built(moved, places[1], seed=7, PYTHONHASHSEED="7", **strange)
    finally:
        os.umask(mask)
        if cores:
            os.sched_setaffinity(0, cores)

    assert first == built(small, places[2]), "from the cache"
    shutil.rmtree(small / ".xieyi-cache")
    build(small, target=places[3] / "out", press=partial(to_pdf, workers=4))
    assert first == content(places[3] / "out"), "by four children"


def test_attached_sources_give_the_same_bytes(tmp_path: Path, places: list[Path]) -> None:
    """Attachments bear the day of their version, not that of the file or of the build."""
    small = begun(tmp_path / "small")
    first = built(small, places[0], "--attach-source", "basic", TZ="UTC")
    shutil.rmtree(small / ".xieyi-cache")
    for path in small.rglob("*.yaml"):
        os.utime(path, (1, 1))
    zone = {"TZ": "America/New_York", "PYTHONHASHSEED": str(random.Random(1).randrange(99))}
    again = built(small, places[1], "--attach-source", "basic", seed=3, **zone)
    assert first == again
    plain = built(small, places[2], "basic")
    changed = {path for path in first if first[path] != plain[path]}
    assert {"basic/pack.pdf", "basic/service-terms.pdf", "manifest.json"} == changed
