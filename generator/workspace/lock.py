"""One builder at a time.

The lock is the kernel's (flock) and ends with the process that holds it,
however that ends; the file only gives it a place and names the holder. It is
removed when the work is done, so whoever got the lock looks again whether the
file it opened is still the one that stands there.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PAUSE = 0.05  # seconds between two tries


class Held(Exception):
    """Somebody else has held the lock all the while; says who."""


@contextmanager
def alone(place: Path, wait: float) -> Iterator[None]:
    """Hold the lock at `place`; raises `Held` after `wait` seconds, `OSError` for the disk."""
    until = time.monotonic() + wait
    while (held := _taken(place)) is None:
        if time.monotonic() >= until:
            raise Held(_holder(place))
        time.sleep(_PAUSE)
    try:
        os.ftruncate(held, 0)
        os.pwrite(held, f"PID {os.getpid()}".encode(), 0)
        yield
    finally:
        with suppress(OSError):
            place.unlink()
        os.close(held)


def _taken(place: Path) -> int | None:
    """The open lock, or None when it is not ours (yet)."""
    opened = os.open(place, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(opened), os.stat(place)):
            return opened
    except (BlockingIOError, FileNotFoundError):
        pass
    except BaseException:
        os.close(opened)
        raise
    os.close(opened)
    return None


def _holder(place: Path) -> str:
    with suppress(OSError):
        return place.read_text("utf-8", "replace").strip() or "?"
    return "?"
