"""Published files and the ledger: added to under a lock, both or neither.

The published file comes first, the ledger second, and with the ledger the release has happened.
An error in between takes the file away again. A kill in between leaves a published file without
an entry, which every check names, and which the next release of that document completes.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from ..problems import Problem, Unusable
from .lock import Held, alone
from .place import LEDGER, Workspace
from .whole import tidy

LOCK_SECONDS = 60.0


@contextmanager
def held(place: Workspace, wait: float = LOCK_SECONDS) -> Iterator[None]:
    """Hold the lock on what is published; raises `Unusable` naming who has it."""
    with ExitStack() as stack:
        try:
            with tidy(place.agreements / LEDGER):
                stack.enter_context(alone(place.agreements / f".{LEDGER}.lock", wait))
        except Held as other:
            params: dict[str, object] = {"folder": str(place.agreements), "holder": str(other)}
            raise Unusable([Problem("locked", None, params, "locked")]) from None
        yield


def freeze(place: Workspace, path: str, data: bytes, ledger: bytes) -> None:
    """Put `data` at `path` (as files of the workspace are called) if nothing stands there, and
    `ledger` in place of the ledger. Raises `Unusable`; then nothing has changed."""
    target = place.root / path
    made: list[Path] = []
    with tidy(target):
        try:
            if not target.exists():
                made += [p for p in target.parents if not p.exists()]
                target.parent.mkdir(parents=True, exist_ok=True)
                made.insert(0, target)
                _put(target, data)
            elif target.read_bytes() != data:
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
            _put(place.agreements / LEDGER, ledger)
        except BaseException:
            for path_ in made:
                with suppress(OSError):
                    path_.rmdir() if path_.is_dir() else path_.unlink()
            raise


def _put(path: Path, data: bytes) -> None:
    """One file, whole or not at all, on the disk before it is shown."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    with suppress(OSError):  # folders cannot be synced everywhere
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
