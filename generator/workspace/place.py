"""A workspace: the folder that holds `agreements/`, and the files in it that are to be read."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from ..problems import Misused, Problem, Rejected
from ..source import Span
from .cache import Cache

LEDGER = "ledger.yaml"
_KINDS = {
    "documents": "document",
    "published": "document",
    "retired": "retired",
    "notices": "notice",
}


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

    @property
    def inside(self) -> str:
        """How the paths of files begin: `agreements/`, or nothing where that is the root."""
        inside = self.agreements.relative_to(self.root).as_posix()
        return "" if inside == "." else printable(f"{inside}/")

    @property
    def cache(self) -> Cache:
        return Cache(self.root / ".xieyi-cache")

    def files(self) -> list[File]:
        """Every file that holds a noun; raises `Rejected` for those that cannot be read and
        for those that no stage would read."""
        found: list[File] = []
        problems: list[Problem] = []
        for path, kind in self._paths(problems):
            if path.suffix != ".yaml":
                problems.append(Problem("wrong-suffix", Span(self._inside(path)), {}, "suffix"))
                continue
            try:
                found.append(File(self._inside(path), kind, path.read_bytes()))
            except OSError as error:
                problems.append(self._unreadable(error))
        if problems:
            raise Rejected(problems)
        return found

    def digest(self, name: str) -> str | None:
        """The SHA-256 of a file below `agreements/`, or None when there is no such file."""
        path = (self.agreements / name).resolve()
        if not path.is_relative_to(self.agreements.resolve()):
            return None
        try:
            return hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError:
            return None

    def _paths(self, problems: list[Problem]) -> Iterator[tuple[Path, str]]:
        yield self.agreements / "catalog.yaml", "catalog"
        if os.path.lexists(self.agreements / LEDGER):
            yield self.agreements / LEDGER, "ledger"
        for folder, kind in _KINDS.items():
            if (self.agreements / folder).is_dir():
                # Not rglob: it passes over a folder that it may not read without a word.
                walk = os.walk(
                    self.agreements / folder,
                    onerror=lambda error: problems.append(self._unreadable(error)),
                )
                paths = [
                    Path(inside, name)
                    for inside, folders, names in walk
                    for name in (*folders, *names)
                    if _meant(name)
                ]
                yield from ((path, kind) for path in sorted(paths))

    def _unreadable(self, error: OSError) -> Problem:
        params: dict[str, object] = {"detail": error.strerror or str(error)}
        return Problem("unreadable", Span(self._inside(Path(error.filename))), params, "unreadable")

    def _inside(self, path: Path) -> str:
        return printable(path.relative_to(self.root).as_posix())


def kind_of(path: PurePath) -> str | None:
    """Which kind of noun a file holds, by its path below `agreements/`; None for other files."""
    if path.parts == ("catalog.yaml",):
        return "catalog"
    if path.parts == (LEDGER,):
        return "ledger"
    return _KINDS.get(path.parts[0]) if len(path.parts) > 1 and _meant(path.name) else None


def order(path: PurePath) -> tuple[int, PurePath]:
    """The order of `Workspace.files`: the catalog, the ledger, then kind by kind."""
    folders = [*_KINDS]
    return (folders.index(path.parts[0]) if path.parts[0] in folders else -1, path)


def printable(path: str) -> str:
    """A path as it may be printed and kept: on one line, without control characters."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in path)


def _meant(name: str) -> bool:
    return name.lower().endswith((".yaml", ".yml")) and not name.startswith(".")


def find(start: Path, named: Path | None = None) -> Workspace:
    """The workspace that was named, with or without its last step `agreements`, or else the
    nearest one at or above `start`."""
    for folder in [named] if named else [start, *start.parents]:
        for inside in ("agreements", "."):
            # os.path, because Path.is_file() raises where a folder above may not be searched.
            if os.path.isfile(folder / inside / "catalog.yaml"):
                root = folder.resolve()
                if inside == "agreements":
                    return Workspace(root, root / inside)
                return Workspace(root.parent if root.name == "agreements" else root, root)
    place = named or start
    raise Misused([Problem("no-workspace", None, {"folder": str(place)}, "no-workspace")])
