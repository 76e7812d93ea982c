"""An output folder, exchanged whole or not at all.

The new folder is made beside the old one and the two change places in one step
(`renameat2` on Linux, `renamex_np` on macOS), under a lock, so that a reader, a
killed build or a full disk never leaves half of the old and half of the new.
Where the system has no such step there are two renames, and the next build
puts back what a kill between them left aside.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from ..problems import Problem, Unusable
from .lock import Held, alone
from .whole import tidy

MANIFEST = "manifest.json"
LOCK_SECONDS = 60.0
_TOOL = "xieyi"

Replace = Callable[[Mapping[str, bytes], Iterable[str]], None]


def listed(target: Path) -> dict[str, object]:
    """The manifest of an earlier output, or nothing."""
    try:
        manifest = json.loads((target / MANIFEST).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    tool = manifest.get("tool") if isinstance(manifest, dict) else None
    return manifest if isinstance(tool, dict) and tool.get("name") == _TOOL else {}


@contextmanager
def output(target: Path, wait: float = LOCK_SECONDS) -> Iterator[Replace]:
    """Hold the lock on `target` and give the function that replaces it.

    `replace(files, gone)` puts `files` (path → bytes) in its place, whole or not at all.
    What else stood there stays, save the paths in `gone`.
    """
    target = Path(os.path.realpath(target))
    with tidy(target):
        target.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        try:
            with tidy(target):
                stack.enter_context(alone(_beside(target, "lock"), wait))
                _recover(target)
                _ours(target)
        except Held as held:
            params: dict[str, object] = {"folder": str(target), "holder": str(held)}
            raise Unusable([Problem("locked", None, params, "locked")]) from None

        def replace(files: Mapping[str, bytes], gone: Iterable[str]) -> None:
            with tidy(target):
                _ours(target)
                _replace(target, files, set(gone))

        yield replace


def _recover(target: Path) -> None:
    """Clear away what a killed build left, and put back what it had only moved aside."""
    shutil.rmtree(_beside(target, "staged-new"), ignore_errors=True)
    aside = _beside(target, "staged-old")
    if aside.is_dir() and not target.exists():
        aside.rename(target)
    shutil.rmtree(aside, ignore_errors=True)


def _ours(target: Path) -> None:
    """Refuse to replace what this tool did not write, or what cannot be replaced."""
    params: dict[str, object] = {"folder": str(target)}
    if target.exists() and not target.is_dir():
        raise Unusable([Problem("output-is-a-file", None, params, "output")])
    if os.path.ismount(target):
        raise Unusable([Problem("output-is-a-mount", None, params, "output-is-a-mount")])
    if target.is_dir() and any(target.iterdir()) and not listed(target):
        raise Unusable([Problem("output-not-ours", None, params, "output")])


def _replace(target: Path, files: Mapping[str, bytes], gone: set[str]) -> None:
    stage = _beside(target, "staged-new")
    try:
        stage.mkdir()
        for inside, data in files.items():
            _put(target / inside, stage / inside, data)
        _keep(target, stage, gone.union(files))
        _settle(target, stage)
        _exchange(stage, target)
        _sync(target.parent)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _keep(target: Path, stage: Path, but: set[str]) -> None:
    """What else stands in the target, empty folders and links included."""
    for folder, folders, names in os.walk(target, onerror=_raise) if target.exists() else ():
        if os.path.ismount(folder):
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), folder)
        for name in [*names, *(name for name in folders if Path(folder, name).is_symlink())]:
            old = Path(folder, name)
            inside = old.relative_to(target)
            if inside.as_posix() not in but:
                _link(old, stage / inside)
        if not folders and not names:
            (stage / Path(folder).relative_to(target)).mkdir(parents=True, exist_ok=True)


def _put(old: Path, new: Path, data: bytes) -> None:
    """One of our own files; the old one again when it would be the same."""
    if old.is_file() and not old.is_symlink() and old.read_bytes() == data:
        _link(old, new)
        return
    new.parent.mkdir(parents=True, exist_ok=True)
    with new.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _link(old: Path, new: Path) -> None:
    """The same file under another name, or a copy where the system has no such thing."""
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(old, new, follow_symlinks=False)
    except FileExistsError:  # ours by name, but not by kind
        raise
    except (OSError, NotImplementedError):
        shutil.copy2(old, new, follow_symlinks=False)


def _settle(target: Path, stage: Path) -> None:
    """Folders keep the permissions they had, and reach the disk before they are shown."""
    for folder, _, _ in os.walk(stage, topdown=False):
        was = target / Path(folder).relative_to(stage)
        if was.is_dir():
            with suppress(OSError):
                shutil.copymode(was, folder)
        _sync(Path(folder))


def _sync(folder: Path) -> None:
    """Folders cannot be synced everywhere; files can, and an error there counts."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _exchange(stage: Path, target: Path) -> None:
    """Swap two folders in one step; where the system cannot, by two renames."""
    if not target.exists():
        stage.rename(target)
        return
    if _swapped(stage, target):
        return
    aside = _beside(target, "staged-old")
    target.rename(aside)
    try:
        stage.rename(target)
    except BaseException:
        aside.rename(target)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _swapped(one: Path, other: Path) -> bool:
    library = ctypes.CDLL(None)
    here, there = os.fsencode(one), os.fsencode(other)
    swap = 2  # RENAME_EXCHANGE on Linux, RENAME_SWAP on macOS
    if sys.platform == "darwin":
        return bool(library.renamex_np(here, there, swap) == 0)
    if not hasattr(library, "renameat2"):
        return False
    at_cwd = -100
    return bool(library.renameat2(at_cwd, here, at_cwd, there, swap) == 0)


def _beside(target: Path, what: str) -> Path:
    return target.parent / f".{target.name}.{what}"


def _raise(error: OSError) -> None:
    raise error
