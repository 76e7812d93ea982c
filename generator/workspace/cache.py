"""What was costly to make, kept between runs. It can be lost or damaged at any time.

Every entry begins with the digest of its key and its bytes, so that whatever
happened to the file, it is either right or made again. No error of the disk
comes out of here: a cache that cannot be used only costs time.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .whole import replace

_DAYS = 30


@dataclass(frozen=True, slots=True)
class Cache:
    """Bytes by key, each in a file of `folder`."""

    folder: Path

    def cached(self, key: str, make: Callable[[], bytes]) -> bytes:
        """The bytes kept under `key`, or else made, and kept."""
        if (known := self.kept(key)) is not None:
            return known
        made = make()
        self.keep(key, made)
        return made

    def kept(self, key: str) -> bytes | None:
        """The bytes kept under `key`, or None."""
        path = self._path(key)
        try:
            entry = path.read_bytes()
        except OSError:
            return None
        digest, data = entry[:32], entry[32:]
        if digest != _digest(key, data):
            return None
        with suppress(OSError):
            os.utime(path)
        return data

    def keep(self, key: str, data: bytes) -> None:
        """Keep bytes under `key`, if the disk lets us."""
        path = self._path(key)
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            replace(path, _digest(key, data) + data)

    def forget(self) -> None:
        """Drop what was not asked for in a month, leftovers of killed builds included."""
        limit = time.time() - _DAYS * 86400
        for folder, _, names in os.walk(self.folder):
            for path in (Path(folder, name) for name in names):
                with suppress(OSError):
                    if path.lstat().st_mtime < limit:
                        path.unlink()

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key


def _digest(key: str, data: bytes) -> bytes:
    return hashlib.sha256(f"{key}\0".encode() + data).digest()
