"""Files that others handed us: nothing in them, and no name of theirs, is trusted.

Links are not followed, devices and pipes are not opened, and what cannot be read is told apart
from what is not there.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .place import printable

MAX_FILE = 256 << 20  # bytes; what is read into memory at most


@dataclass(frozen=True, slots=True)
class Found:
    """One file: its path below the folder as it may be printed, and its digest; or, without
    one, the `fault`: `link`, `special`, `unreadable`, `too-large`, `absent`."""

    path: str
    size: int = 0
    sha256: str = ""
    fault: str = ""


def folder(root: Path) -> dict[str, Found]:
    """Every file below a folder, links among them, by its path."""
    found: dict[str, Found] = {}
    for path in _below(root):
        inside = printable(path.relative_to(root).as_posix())
        found[inside] = look(path, inside, follow=False)
    return dict(sorted(found.items()))


def look(path: Path, name: str, follow: bool = True) -> Found:
    """One file, called `name` in what is said of it."""
    try:
        seen = os.stat(path, follow_symlinks=follow)
        if stat.S_ISLNK(seen.st_mode):
            return Found(name, fault="link")
        if not stat.S_ISREG(seen.st_mode):
            return Found(name, fault="special")
        with path.open("rb") as file:
            return Found(name, seen.st_size, hashlib.file_digest(file, "sha256").hexdigest())
    except FileNotFoundError:
        return Found(name, fault="absent")
    except (OSError, ValueError):
        return Found(name, fault="unreadable")


def content(path: Path) -> bytes | None:
    """The bytes of a regular file of bearable size, or None."""
    try:
        seen = path.stat()
        if not stat.S_ISREG(seen.st_mode) or seen.st_size > MAX_FILE:
            return None
        return path.read_bytes()
    except (OSError, ValueError):
        return None


def _below(root: Path) -> Iterator[Path]:
    for inside, folders, names in os.walk(root, onerror=None):
        yield from (Path(inside, name) for name in names)
        for name in folders:
            path = Path(inside, name)
            if path.is_symlink() or not os.access(path, os.R_OK | os.X_OK):
                yield path
