"""Signed copies of files and of whole folders: which, where to, and that each is what it should be.

All is looked at before the first signature, all is signed before the first byte is written; the
originals are never touched. A folder of copies has a manifest, so that it can be verified and
exchanged like any output.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from . import __version__, conformance, workspace
from .ledger import START
from .problems import Misused, Problem, Unrendered, Unusable
from .publish.receipt import Listed, receipt
from .wording import in_chinese
from .workspace import MANIFEST, found

if TYPE_CHECKING:
    from .signing.judge import Signature
    from .signing.keys import Key
    from .signing.stamping import Server

Tell = Callable[[str, int, int], None]  # a file that is signed, how many are, of how many


@dataclass(frozen=True, slots=True)
class Order:
    """PDFs to sign, by their path below `source` ("" for a file), and where their copies go;
    `left` counts the other files of a folder."""

    source: Path
    target: Path
    files: dict[str, bytes]
    left: int = 0


@dataclass(frozen=True, slots=True)
class Copy:
    """A signed copy: where it lies (`inside` a folder), of which file, and its signature as it
    was judged."""

    source: Path
    target: Path
    inside: str
    before: str
    data: bytes = field(repr=False)
    signature: Signature

    @property
    def sha256(self) -> str:
        return _digest(self.data)


def ordered(path: Path, output: Path | None = None) -> Order:
    """What is to be signed at a path. Raises `Misused` naming all that cannot be."""
    order = _of_folder(path, output) if path.is_dir() else _of_file(path, output)
    from .signing.put import signable

    problems: list[Problem] = []
    for inside, data in order.files.items():
        problems += signable(str(path / inside), data)
    if problems:
        raise Misused(problems)
    return order


def _of_file(path: Path, output: Path | None) -> Order:
    data = _read(path)
    target = path.with_name(f"{path.stem}.signed.pdf")
    if output:
        target = output / target.name if output.is_dir() else output
    _apart(path, target, target)
    return Order(path, target, {"": data})


def _of_folder(path: Path, output: Path | None) -> Order:
    """The PDFs of a folder, which go to a folder beside it."""
    whole = Path(os.path.realpath(path))
    target = output or whole.with_name(f"{whole.name}-signed")
    _apart(path, target, *Path(os.path.realpath(target)).parents)
    names = [name for name in found.folder(path) if name.lower().endswith(".pdf")]
    if not names:
        raise Misused([Problem("sign-nothing", None, {"folder": str(path)})])
    files = {name: _read(path / name) for name in names}
    return Order(path, target, files, len(found.folder(path)) - len(names))


def _read(path: Path) -> bytes:
    seen = found.look(path, str(path), follow=False)
    data = None if seen.fault else found.content(path)
    if data is None:
        params: dict[str, object] = {"file": str(path)}
        absent = Problem("sign-absent", None, params)
        raise Misused([absent if seen.fault == "absent" else Problem("sign-unread", None, params)])
    return data


def _apart(path: Path, target: Path, *places: Path) -> None:
    """A copy goes neither over its original nor into the folder of the originals."""
    original = Path(os.path.realpath(path))
    if original in {Path(os.path.realpath(place)) for place in (target, *places)}:
        params: dict[str, object] = {"file": str(target)}
        raise Misused([Problem("sign-over-original", None, params, "sign-output")])


def signed(
    orders: Iterable[Order],
    key: Key,
    when: datetime,
    visible: bool,
    server: Server | None,
    tell: Tell,
) -> list[Copy]:
    """Sign and write. Raises `Unusable` for a target that may not be replaced, for a time stamp
    that is not given, and for the disk."""
    orders = tuple(orders)
    total = sum(len(order.files) for order in orders)
    with ExitStack() as stack:
        places = [stack.enter_context(_place(order)) for order in orders]
        done: list[list[Copy]] = []
        made = 0
        for order in orders:
            copies = []
            for inside, data in order.files.items():
                copies.append(_copy(order, inside, data, key, when, visible, server))
                made += 1
                tell(str(copies[-1].source), made, total)
            done.append(copies)
        for put, copies in zip(places, done, strict=True):
            put(copies)
    return [copy for copies in done for copy in copies]


def _copy(
    order: Order,
    inside: str,
    data: bytes,
    key: Key,
    when: datetime,
    visible: bool,
    server: Server | None,
) -> Copy:
    from .signing import put

    name = str(order.source / inside)
    words = in_chinese("signature.name", signer=key.certificate.name)
    lines = [words, *_lines(when, server is not None)] if visible else []
    made = put.signed(data, key, when, words, lines, server)
    signature = _sound(name, data, made, server)
    return Copy(
        order.source / inside, order.target / inside, inside, _digest(data), made, signature
    )


def _lines(when: datetime, stamped: bool) -> Iterator[str]:
    """What is seen of a signature, below its name."""
    key = "signature.stamped" if stamped else "signature.time"
    yield in_chinese(key, time=when.isoformat(sep=" "))
    yield in_chinese("signature.check")


def _sound(name: str, before: bytes, after: bytes, server: Server | None) -> Signature:
    """The signature of a copy. Raises unless it is intact, the original stands before it as it
    was, and the copy conforms where the original did."""
    from .signing.judge import judged

    (signature,) = judged(after)
    if signature.fault or not after.startswith(before):
        params: dict[str, object] = {"file": name, "fault": signature.fault or "prefix"}
        raise Unrendered([Problem("sign-unsound", None, params)])
    if server and (signature.stamped is None or signature.stamped.fault):
        params = {"host": server.host}
        raise Unusable([Problem("timestamp-wrong", None, params, "timestamp")])
    if (problems := conformance.inspect(name, after)) and not conformance.inspect(name, before):
        raise Unrendered(problems)
    return signature


Put = Callable[[list[Copy]], None]


@contextmanager
def _place(order: Order) -> Iterator[Put]:
    """The place where copies go, held until they are there."""
    if "" not in order.files:
        with workspace.output(order.target) as replace:
            stood = [row.path for row in _listed(order.target)]
            yield lambda copies: replace(_tree(order, copies), stood)
        return
    if os.path.lexists(order.target) and not _copy_of(order.target, order.files[""]):
        params: dict[str, object] = {"file": str(order.target)}
        raise Unusable([Problem("sign-target", None, params, "sign-output")])
    yield lambda copies: workspace.write(order.target, copies[0].data)


def _copy_of(path: Path, data: bytes) -> bool:
    """Whether a file is an earlier signed copy of another."""
    from .signing.update import unsigned

    seen = found.look(path, path.name, follow=False)
    stands = None if seen.fault else found.content(path)
    return stands is not None and stands != data and unsigned(stands) == data


def _tree(order: Order, copies: list[Copy]) -> dict[str, bytes]:
    """A folder of copies and its manifest: what the one of the originals says of each, as far as
    it lists those very bytes."""
    told = {(row.path, row.sha256): row for row in _listed(order.source)}
    rows = [_row(copy, told.get((copy.inside, copy.before))) for copy in copies]
    content = {
        "tool": {"name": "xieyi", "version": __version__},
        "ledger": workspace.listed(order.source).get("ledger") or {"entries": 0, "head": START},
        "files": sorted(rows, key=lambda row: str(row["path"])),
    }
    manifest = (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
    return {copy.inside: copy.data for copy in copies} | {MANIFEST: manifest}


def _row(copy: Copy, known: Listed | None) -> dict[str, object]:
    row: dict[str, object] = {
        "path": copy.inside,
        "size": len(copy.data),
        "sha256": copy.sha256,
        "unsigned-sha256": copy.before,
    }
    if known is None:
        return row
    about = {"bundle": known.bundle, "document": known.document, "version": known.version}
    day = {"as-of": known.day.isoformat()} if known.day else {}
    return row | about | {"text-sha256": known.text} | day


def _listed(folder: Path) -> tuple[Listed, ...]:
    data = found.content(folder / MANIFEST)
    try:
        return receipt(data).files if data else ()
    except ValueError:
        return ()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
