"""The same texts give the same bytes, wherever, whenever and by whomever they are built.

Thirty surroundings are drawn, each from a seed of its own, so that a failure can be had again.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from pathlib import Path

import pytest
from small import STARTER, begun, build, content

from generator.render.html import Profile
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


# What is drawn. `cold`: an empty cache; `part`: some of it is lost; `warm`: all of it is there.
FOLDERS = ("w", "a b", "协议 文件", "d/e/e/p/e/r/than/most", "ü(1)&'", "-x", "二/三 四/五")
ZONES = ("UTC", "Asia/Shanghai", "America/New_York", "Pacific/Kiritimati", ":/nowhere", "")
LOCALES = ("C", "C.UTF-8", "POSIX", "zh_CN.GB18030", "tr_TR.UTF-8", "")
EPOCHS = ("0", "1", "1893456000", "nonsense")
CACHES = ("warm", "part", "warm")
MASKS = (0o022, 0o077, 0o002)


@dataclass(frozen=True)
class Surroundings:
    """Where and how a workspace is built. `loose` are the options of the interpreter."""

    folder: str
    environment: dict[str, str]
    loose: tuple[str, ...]
    cache: str
    mask: int
    cores: int
    closed: bool
    profiles: tuple[Profile, ...]
    bundles: tuple[str, ...]
    seed: int


def drawn(seed: int, cache: str) -> Surroundings:
    """The surroundings of a seed."""
    chance = random.Random(seed)
    environment = {
        "PYTHONHASHSEED": str(chance.randrange(1 << 32)),
        "TZ": ZONES[seed % len(ZONES)],
        "LC_ALL": LOCALES[seed % len(LOCALES) - seed // len(LOCALES) % 2],
        "LANG": chance.choice(LOCALES),
        "LANGUAGE": chance.choice(("", "zh", "en")),
        "SOURCE_DATE_EPOCH": EPOCHS[seed % len(EPOCHS)],
        "PYTHONOPTIMIZE": chance.choice(("", "1", "2")),
        "PYTHONUTF8": chance.choice(("0", "1")),
        "PYTHONCOERCECLOCALE": chance.choice(("0", "1")),
        "COLUMNS": chance.choice(("20", "200")),
    }
    return Surroundings(
        folder=FOLDERS[seed % len(FOLDERS)],
        environment=environment,
        loose=(("-B",), ("-X", "dev"), ())[seed % 3],
        cache=cache,
        mask=MASKS[seed % len(MASKS)],
        cores=chance.randint(1, 4),
        closed=seed % 4 == 1,
        profiles=tuple(chance.sample(list(Profile), 4)),
        bundles=chance.choice(((), ("basic", "all"), ("all", "basic"))),
        seed=seed,
    )


OWN = [drawn(seed, cache) for seed, cache in zip(range(16), cycle(("cold", *CACHES)), strict=False)]
SHARED = [drawn(seed, cache) for seed, cache in zip(range(16, 30), cycle(CACHES), strict=False)]


@dataclass(frozen=True)
class First:
    """The first build, in no particular surroundings: its files by digest, and its cache."""

    files: dict[str, str]
    cache: Path


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> First:
    root = begun(tmp_path_factory.mktemp("first") / "w")
    build(root, target=root / "out", press=partial(to_pdf, workers=2), profiles=tuple(Profile))
    return First(content(root / "out"), root / ".xieyi-cache")


def placed(how: Surroundings, tmp_path: Path, first: First) -> Path:
    """The workspace in its folder, with the dates of its files and its cache."""
    chance = random.Random(how.seed)
    root = begun(tmp_path / how.folder / "w")
    for path in root.rglob("*.yaml"):
        os.utime(path, (1, chance.randrange(1 << 31)))
    if how.cache != "cold":
        shutil.copytree(first.cache, root / ".xieyi-cache")
        kept = sorted(path for path in (root / ".xieyi-cache").rglob("*") if path.is_file())
        for path in chance.sample(kept, len(kept) // 4 if how.cache == "part" else 0):
            path.unlink()
    return root


@contextmanager
def around(how: Surroundings) -> Iterator[None]:
    """The surroundings that a child inherits: its umask and its cores."""
    mask, cores = os.umask(how.mask), getattr(os, "sched_getaffinity", lambda _: set())(0)
    try:
        if cores:
            os.sched_setaffinity(0, sorted(cores)[: how.cores])
        yield
    finally:
        os.umask(mask)
        if cores:
            os.sched_setaffinity(0, cores)


@pytest.mark.parametrize("how", OWN, ids=[f"{how.seed}-{how.cache}" for how in OWN])
def test_another_process_gives_the_same_bytes(
    how: Surroundings, first: First, tmp_path: Path
) -> None:
    """Whatever its hash seed, time zone, locale, encoding, home, temporary folder, umask, cores,
    date, options, folder, cache, and the order in which the disk lists files."""
    root = placed(how, tmp_path, first)
    moved = ("HOME", "TMPDIR", "XDG_CACHE_HOME")[: 3 if how.seed % 5 == 0 else 2]
    away = {name: tmp_path / f"{name} 处" for name in moved}
    for folder in away.values():
        folder.mkdir()
    here = (tmp_path, root, tmp_path / "HOME 处")[how.seed % 3]
    profiles = ",".join(how.profiles)
    options = ["--workspace", str(root), "--profile", profiles, "--output", str(tmp_path / "out")]
    command = [sys.executable, *how.loose, "-c", SHUFFLED, str(how.seed)]
    command += ["build", "-q", "--as-of", "2026-11-22", *options, "--", *how.bundles]
    if how.closed:
        command = ["/bin/sh", "-c", 'exec "$@" <&-', "sh", *command]
    environment = os.environ | how.environment | {name: str(path) for name, path in away.items()}
    with around(how):
        subprocess.run(
            command,
            env=environment | {"PYTHONPATH": str(PACKAGE)},
            cwd=here,
            check=True,
            stdout=subprocess.DEVNULL,
        )
    assert first.files == content(tmp_path / "out")


@pytest.mark.parametrize("how", SHARED, ids=[f"{how.seed}-{how.cache}" for how in SHARED])
def test_another_build_gives_the_same_bytes(
    how: Surroundings, first: First, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever its folder, the children it has, what its cache lost, and the order in which
    bundles and profiles are named."""
    root = placed(how, tmp_path, first)
    monkeypatch.chdir(root)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    build(
        root,
        *how.bundles,
        target=tmp_path / "out",
        press=partial(to_pdf, workers=how.cores),
        profiles=how.profiles,
    )
    assert first.files == content(tmp_path / "out")


def test_the_surroundings_are_many() -> None:
    every = [*OWN, *SHARED]
    assert 30 == len(every) and len(OWN) >= 12
    for name in ("folder", "cache", "mask", "cores", "closed", "bundles", "loose"):
        assert 2 <= len({getattr(how, name) for how in every}), name
    assert len({how.profiles for how in every}) > 10
    assert {*CACHES, "cold"} == {how.cache for how in OWN}


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
