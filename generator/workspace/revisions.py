"""A workspace as it stood in a revision: its files, read out of git and never checked out.

Only the program `git` is asked, and only for what it knows: the objects of a commit. What a
person typed reaches it once, as a revision behind `--end-of-options`; from then on there are
object names alone. Links and submodules are refused, because what they lead to is not in the
revision.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..problems import Misused, Problem, Rejected, Unusable
from ..source import Span
from .git import asked, lines, run
from .place import File, Workspace, kind_of, order, printable

MAX_FILE = 4_000_000  # bytes; what `load` reads at most
MAX_TOTAL = 256_000_000
_LINK, _SUBMODULE = "120000", "160000"


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry of a tree: its path below the tree, its mode, its object and size in bytes."""

    path: PurePosixPath
    mode: str
    name: str
    size: int


def files(place: Workspace, revision: str) -> list[File] | None:
    """What `Workspace.files` gives, as it stood in a revision; None where there was none.

    Paths are written as git does, `HEAD~1:agreements/catalog.yaml`. Raises `Misused` where there
    is no such revision or no repository, `Unusable` without git, `Rejected` for what a file of
    the revision has wrong.
    """
    prefix = lines(asked(place.agreements, "rev-parse", "--show-prefix"))[0].rstrip("/")
    top = f"{commit(place, revision)}:{prefix}"
    tree = run(place.agreements, "rev-parse", "--verify", "--quiet", "--end-of-options", top)
    if tree.returncode:
        return None
    label = f"{printable(revision)}:{place.inside}"
    listed = run(
        place.agreements, "ls-tree", "-r", "-z", "-l", "--full-tree", lines(tree.stdout)[0]
    )
    if listed.returncode:
        raise Rejected([Problem("revision-link", Span(label.rstrip("/")), {}, "revision-link")])
    entries = list(_entries(listed.stdout))
    if not any(entry.path == PurePosixPath("catalog.yaml") for entry in entries):
        return None
    return _read(place.agreements, label, entries)


def commit(place: Workspace, revision: str) -> str:
    """The object name of the commit that a revision names; raises `Misused`."""
    wanted = f"{revision}^{{commit}}"
    found = run(place.agreements, "rev-parse", "--verify", "--quiet", "--end-of-options", wanted)
    if found.returncode:
        asked(place.agreements, "rev-parse", "--show-prefix")  # no repository at all?
        params: dict[str, object] = {"name": revision}
        raise Misused([Problem("unknown-revision", None, params, "unknown-revision")])
    return lines(found.stdout)[0]


def fork(place: Workspace, one: str, other: str) -> str:
    """The commit from which two revisions went apart; raises `Misused` when there is none."""
    names = commit(place, one), commit(place, other)
    found = run(place.agreements, "merge-base", *names)
    if found.returncode:
        params: dict[str, object] = {"name": f"{one}...{other}"}
        raise Misused([Problem("unknown-revision", None, params, "unknown-revision")])
    return lines(found.stdout)[0]


def _read(folder: Path, label: str, entries: list[_Entry]) -> list[File]:
    """The files that hold nouns, in the order of the disk's reader."""
    wanted: list[tuple[_Entry, str]] = []
    problems: list[Problem] = []
    for entry in entries:
        kind = kind_of(entry.path)
        place = Span(label + printable(entry.path.as_posix()))
        if entry.mode in (_LINK, _SUBMODULE) and (kind or _hides(entry)):
            problems.append(Problem("revision-link", place, {}, "revision-link"))
        elif kind and entry.path.suffix != ".yaml":
            problems.append(Problem("wrong-suffix", place, {}, "suffix"))
        elif kind and entry.size > MAX_FILE:
            limit: dict[str, object] = {"limit": MAX_FILE}
            problems.append(Problem("file-too-large", place, limit, "file-too-large"))
        elif kind:
            wanted.append((entry, kind))
    if sum(entry.size for entry, _ in wanted) > MAX_TOTAL:
        params: dict[str, object] = {"limit": MAX_TOTAL}
        problems.append(Problem("revision-too-large", Span(label), params))
    if problems:
        raise Rejected(problems)
    wanted.sort(key=lambda pair: order(pair[0].path))
    contents = _contents(folder, label, [entry for entry, _ in wanted])
    return [
        File(label + printable(entry.path.as_posix()), kind, data)
        for (entry, kind), data in zip(wanted, contents, strict=True)
    ]


def _hides(entry: _Entry) -> bool:
    """Whether a link stands where a folder of nouns would."""
    return kind_of(entry.path / "any.yaml") is not None


def _entries(listed: bytes) -> Iterator[_Entry]:
    """The rows of `git ls-tree -r -z -l`: mode, type, object, size, and behind a tab the path."""
    for row in filter(None, listed.split(b"\0")):
        about, _, path = row.partition(b"\t")
        mode, _, name, size = about.decode("ascii").split()
        where = PurePosixPath(path.decode("utf-8", "surrogateescape"))
        yield _Entry(where, mode, name, int(size) if size.isdigit() else 0)


def _contents(folder: Path, label: str, entries: list[_Entry]) -> Iterator[bytes]:
    """The bytes of each entry, from one run of `git cat-file --batch`."""
    names = "".join(f"{entry.name}\n" for entry in entries).encode()
    answer = run(folder, "cat-file", "--batch", data=names).stdout
    at = 0
    for entry in entries:
        end = answer.find(b"\n", at)
        head = answer[at:end].split()
        if end < 0 or len(head) != 3 or head[1] != b"blob":
            place = Span(label + printable(entry.path.as_posix()))
            raise Unusable([Problem("object-missing", place, {}, "object-missing")])
        size = int(head[2])
        yield answer[end + 1 : end + 1 + size]
        at = end + size + 2
