"""The only door to the disk: finds a workspace, reads it, writes whole or not at all.

Output is staged beside its target and exchanged with it in one step
(`renameat2` on Linux, `renamex_np` on macOS), under a lock, so that a reader,
a killed build or a full disk never leaves half of the old and half of the new.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from .problems import Misused, Problem, Rejected, Unusable
from .source import Span

MANIFEST = "manifest.json"
LOCK_SECONDS = 60.0
_CACHE_DAYS = 30
_KINDS = {"documents": "document", "retired": "retired", "published": "document"}


@dataclass(frozen=True, slots=True)
class File:
    """A file of a workspace: its path inside it, which kind of noun it holds, its bytes."""

    path: str
    kind: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Workspace:
    """`root` is the project's folder, `agreements` the folder with `catalog.yaml`."""

    root: Path
    agreements: Path

    def files(self) -> list[File]:
        """Every file that holds a noun; raises `Rejected` for one that no stage would read."""
        found = [self._file(self.agreements / "catalog.yaml", "catalog")]
        strays = []
        for folder, kind in _KINDS.items():
            for path in sorted((self.agreements / folder).rglob("*")):
                if path.suffix == ".yaml" and path.is_file():
                    found.append(self._file(path, kind))
                elif path.suffix in (".yml", ".YAML", ".YML"):
                    strays.append(Problem("wrong-suffix", Span(self._inside(path)), {}, "suffix"))
        if strays:
            raise Rejected(strays)
        return found

    def _file(self, path: Path, kind: str) -> File:
        try:
            return File(self._inside(path), kind, path.read_bytes())
        except OSError as error:
            params: dict[str, object] = {"detail": error.strerror or str(error)}
            raise Rejected([Problem("unreadable", Span(self._inside(path)), params)]) from None

    def _inside(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def cached(self, key: str, make: Callable[[], bytes]) -> bytes:
        """The bytes kept under `key`, made if they are not there or were damaged."""
        path = self._cache / key[:2] / key
        with suppress(OSError):
            data = path.read_bytes()
            if hashlib.sha256(data[32:]).digest() == data[:32]:
                os.utime(path)
                return data[32:]
        made = make()
        self.keep(key, made)
        return made

    def kept(self, key: str) -> bytes | None:
        """The bytes kept under `key`, or None."""
        with suppress(_Absent):
            return self.cached(key, _absent)
        return None

    def keep(self, key: str, data: bytes) -> None:
        """Keep bytes under `key`. A cache that cannot be written is no reason to fail."""
        path = self._cache / key[:2] / key
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as temporary:
                temporary.write(hashlib.sha256(data).digest() + data)
            os.replace(temporary.name, path)

    def forget(self) -> None:
        """Drop what the cache has not been asked for in a month."""
        limit = time.time() - _CACHE_DAYS * 86400
        for path in self._cache.rglob("*"):
            with suppress(OSError):
                if path.is_file() and path.stat().st_mtime < limit:
                    path.unlink()

    @property
    def _cache(self) -> Path:
        return self.root / ".xieyi-cache"


class _Absent(Exception):
    pass


def _absent() -> bytes:
    raise _Absent


def find(start: Path, named: Path | None = None) -> Workspace:
    """The workspace that was named, or the nearest one at or above `start`."""
    for folder in [named] if named else [start, *start.parents]:
        for agreements in (folder / "agreements", folder):
            if (agreements / "catalog.yaml").is_file():
                agreements = agreements.resolve()
                root = agreements.parent if agreements.name == "agreements" else agreements
                return Workspace(root, agreements)
    place = named or start
    raise Misused([Problem("no-workspace", None, {"folder": str(place)}, "no-workspace")])


def listed(target: Path) -> dict[str, object]:
    """The manifest of an earlier output, or nothing."""
    try:
        manifest = json.loads((target / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return {}
    return manifest if isinstance(manifest, dict) else {}


@contextmanager
def output(target: Path) -> Iterator[Callable[[Mapping[str, bytes], Iterable[str]], None]]:
    """Hold the lock on `target` and give the function that replaces it.

    `replace(files, gone)` puts `files` (path → bytes) in its place, whole or not at all.
    What else stood there stays, save the paths in `gone`.
    """
    target = target.resolve()
    with _tidy(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        _ours(target)
    with _locked(target):
        for left in target.parent.glob(f".{target.name}.staged-*"):
            shutil.rmtree(left, ignore_errors=True)

        def replace(files: Mapping[str, bytes], gone: Iterable[str]) -> None:
            with _tidy(target):
                _replace(target, files, set(gone))

        yield replace


def write(path: Path, data: bytes) -> None:
    """One file, whole or not at all."""
    with _tidy(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            temporary.write_bytes(data)
            os.replace(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)


def _ours(target: Path) -> None:
    """Refuse to replace a folder that this tool did not write."""
    if target.exists() and not target.is_dir():
        raise Unusable([Problem("output-is-a-file", None, {"folder": str(target)}, "output")])
    if target.is_dir() and any(target.iterdir()) and "tool" not in listed(target):
        raise Unusable([Problem("output-not-ours", None, {"folder": str(target)}, "output")])


def _replace(target: Path, files: Mapping[str, bytes], gone: set[str]) -> None:
    stage = Path(tempfile.mkdtemp(prefix=f".{target.name}.staged-", dir=target.parent))
    try:
        for old in sorted(target.rglob("*")) if target.is_dir() else ():
            inside = old.relative_to(target).as_posix()
            if old.is_file() and inside not in files and inside not in gone:
                _into(stage / inside).write_bytes(old.read_bytes())
        for inside, data in files.items():
            _into(stage / inside).write_bytes(data)
        stage.chmod(0o777 & ~_umask())
        _exchange(stage, target)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _into(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _exchange(stage: Path, target: Path) -> None:
    """Swap two folders in one step; where the system cannot, by two renames."""
    if not target.exists():
        stage.rename(target)
        return
    if _swapped(stage, target):
        return
    aside = stage.with_name(stage.name + "-old")
    target.rename(aside)
    try:
        stage.rename(target)
    except OSError:
        aside.rename(target)
        raise
    aside.rename(stage)


def _swapped(one: Path, other: Path) -> bool:
    library = ctypes.CDLL(None, use_errno=True)
    here, there = os.fsencode(one), os.fsencode(other)
    swap = 2  # RENAME_EXCHANGE on Linux, RENAME_SWAP on macOS
    if sys.platform == "darwin":
        return library.renamex_np(here, there, swap) == 0
    if not hasattr(library, "renameat2"):
        return False
    at_cwd = -100
    return library.renameat2(at_cwd, here, at_cwd, there, swap) == 0


@contextmanager
def _locked(target: Path) -> Iterator[None]:
    """One builder at a time; the second waits, then stops and names the first."""
    place = target.parent / f".{target.name}.lock"
    holder = target.parent / f".{target.name}.holder"
    lock = FileLock(place)
    try:
        with _tidy(target):
            lock.acquire(timeout=LOCK_SECONDS)
    except Timeout:
        name = holder.read_text() if holder.is_file() else "?"
        params: dict[str, object] = {"folder": str(target), "holder": name}
        raise Unusable([Problem("locked", None, params, "locked")]) from None
    try:
        with _tidy(target):
            holder.write_text(f"xieyi, process {os.getpid()}")
        yield
    finally:
        holder.unlink(missing_ok=True)
        place.unlink(missing_ok=True)
        lock.release()


@contextmanager
def _tidy(target: Path) -> Iterator[None]:
    """An error of the disk as a problem that names the folder."""
    try:
        yield
    except OSError as error:
        code = "disk-full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "output-unwritable"
        params: dict[str, object] = {"folder": str(target), "detail": error.strerror or str(error)}
        raise Unusable([Problem(code, None, params)]) from None
