"""One file, whole or not at all; and an error of the disk as a problem."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..problems import Problem, Unusable

_FULL = (errno.ENOSPC, errno.EDQUOT)
_MOUNTED = (errno.EBUSY, errno.EXDEV)


def write(path: Path, data: bytes) -> None:
    """One file, whole or not at all; raises `Unusable`."""
    with tidy(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        replace(path, data)


def replace(path: Path, data: bytes) -> None:
    """One file in a folder that is there, whole or not at all; raises `OSError`."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def tidy(target: Path) -> Iterator[None]:
    """An error of the disk as a problem that names what was to be written."""
    try:
        yield
    except OSError as error:
        params: dict[str, object] = {"folder": str(target), "detail": error.strerror or str(error)}
        if error.errno in _FULL:
            problem = Problem("disk-full", None, params)
        elif error.errno in _MOUNTED:
            problem = Problem("output-is-a-mount", None, params, "output-is-a-mount")
        else:
            problem = Problem("output-unwritable", None, params)
        raise Unusable([problem]) from None
