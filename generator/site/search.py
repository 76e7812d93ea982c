"""The search index: a record a clause, made by Pagefind, which only this module knows.

Pagefind's program is driven over its pipe, because its own Python wrapper waits a tenth of a
second for each record. What it makes is the same on every run save for the order in which it
lists filters; `_settled` puts that in order, so that equal texts give equal bytes.

Characters are indexed one by one (`apart`): a phrase is then found wherever it stands, while
words would be cut in one way here and in another by the reader's browser. `search.js` asks for
the characters of a phrase in their order.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import re
import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any

from ..problems import Problem, Unusable
from ..reading import Card, Chapter, Grid, Part, Reading, plain
from .links import TERM
from .plan import Lineage, Plan

_FORM = "xieyi-search-2"
_KEPT = ("pagefind.js", "pagefind-worker.js", "pagefind-entry.json")
_MAGIC = b"pagefind_dcd"
_SECONDS = 120
_BETWEEN = re.compile(r"(?<=\S)(?=\S)(?<![A-Za-z0-9](?=[A-Za-z0-9]))")

Cached = Callable[[str, Callable[[], bytes]], bytes]


@dataclass(frozen=True, slots=True)
class Record:
    """One clause as it can be found."""

    url: str
    content: str
    meta: dict[str, str]
    filters: dict[str, list[str]]


def records(plan: Plan) -> Iterator[Record]:
    """Every clause of the versions that stand on the day."""
    names = {p.id: p.name for p in plan.corpus.catalog.products}
    for lineage in plan.lineages.values():
        shown = lineage.standing.shown
        if isinstance(shown, Card):
            yield _card(lineage, shown)
        else:
            yield from _clauses(plan, lineage, shown, names)


def _card(lineage: Lineage, shown: Card) -> Record:
    words = [f"{name}：{plain(p)}" for name, paragraphs in shown.points for p in paragraphs]
    meta = {"title": shown.title, "document": shown.title, "version": shown.version.number}
    return Record(
        lineage.standing.path,
        "\n".join([shown.title, shown.holder, *words]),
        meta | {"chapter": shown.holder},
        {"document": [shown.title]},
    )


def _clauses(
    plan: Plan, lineage: Lineage, shown: Reading, names: dict[str, str]
) -> Iterator[Record]:
    held = plan.corpus.documents[lineage.id]
    path = lineage.standing.path
    about = {"document": shown.title, "version": shown.version.number}
    if shown.prompt:
        meta = about | {"title": "提示条款", "chapter": "提示条款"}
        words = "\n".join(map(plain, shown.prompt))
        yield Record(f"{path}#prompt", words, meta, {"document": [shown.title]})
    groups = [("名词解释", part) for part in shown.definitions if isinstance(part, Part)]
    groups += [
        (chapter.label + chapter.title, part)
        for chapter in shown.chapters
        if isinstance(chapter, Chapter)
        for clause in chapter.parts
        if isinstance(clause, Part)
        for part in (clause, *_defined(clause))
    ]
    for chapter_title, part in groups:
        target = held.targets.get(part.id)
        scope = target.scope if target else held.scope
        filters = {
            "document": [shown.title],
            "product": [name for id_, name in names.items() if id_ in scope],
        }
        heading = part.label + (f"【{part.keyword}】" if part.keyword else "")
        meta = about | {"title": heading, "chapter": chapter_title}
        yield Record(f"{path}#{part.id}", "\n".join(_words(part)), meta, filters)


def _defined(clause: Part) -> Iterator[Part]:
    """The terms that a clause shows: each can be found by itself."""
    yield from (part for part in clause.items if isinstance(part, Part) and _is_term(part))


def _is_term(part: Part) -> bool:
    return part.id.startswith(TERM)


def _words(part: Part) -> Iterator[str]:
    if part.keyword:
        yield f"【{part.keyword}】"
    yield from map(plain, part.text)
    for item in part.items:
        if isinstance(item, Part) and not _is_term(item):
            yield from _words(item)
    yield from _cells(part.table) if part.table else ()
    yield from map(plain, part.tail)


def _cells(grid: Grid) -> Iterator[str]:
    yield grid.caption or ""
    yield "　".join(map(plain, grid.columns))
    yield from ("　".join(map(plain, row)) for row in grid.rows)


def apart(text: str) -> str:
    """Characters with a zero-width space between them; Latin words and figures stay whole."""
    return _BETWEEN.sub("\u200b", text)


def index(found: Iterable[Record], cached: Cached) -> dict[str, bytes]:
    """The files of the index by their path; raises `Unusable` where Pagefind does not run."""
    asked = [asdict(record) | {"content": apart(record.content)} for record in found]
    key = json.dumps([_FORM, version("pagefind"), asked], ensure_ascii=False, sort_keys=True)
    kept = cached(hashlib.sha256(key.encode()).hexdigest(), lambda: _packed(_made(asked)))
    return _unpacked(kept)


def _made(asked: list[dict[str, Any]]) -> dict[str, bytes]:
    requests: list[dict[str, Any]] = [{"type": "NewIndex", "config": {}}]
    requests += [
        {"type": "AddRecord", "index_id": 0, "language": "zh-CN", "sort": None} | record
        for record in asked
    ]
    requests.append({"type": "GetFiles", "index_id": 0})
    answers = _asked(requests)
    files = answers[len(requests)].get("files")
    if files is None:
        raise _failed(str(answers[len(requests)].get("message", "")))
    found = {file["path"]: base64.b64decode(file["content"]) for file in files}
    wanted = {
        path: data
        for path, data in found.items()
        if path in _KEPT or "/" in path or path.endswith((".pf_meta", ".pagefind"))
    }
    return {f"pagefind/{path}": data for path, data in sorted(_settled(wanted).items())}


def _asked(requests: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """What the program answers, by the number of the request."""
    from pagefind.service import get_executable

    program = get_executable()
    if program is None:
        raise _failed("pagefind")
    try:
        child = subprocess.Popen(
            [str(program), "--service"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError as error:
        raise _failed(error.strerror or str(error)) from None
    with child:
        timer = threading.Timer(_SECONDS, child.kill)
        timer.start()
        writer = threading.Thread(target=_write, args=(child.stdin, requests), daemon=True)
        writer.start()
        try:
            return _answers(child.stdout, len(requests))
        finally:
            timer.cancel()
            child.kill()
            writer.join()


def _write(pipe: Any, requests: list[dict[str, Any]]) -> None:
    with suppress(OSError):
        for number, payload in enumerate(requests, 1):
            message = json.dumps({"message_id": number, "payload": payload})
            pipe.write(base64.b64encode(message.encode()) + b",")
        pipe.flush()


def _answers(pipe: Any, count: int) -> dict[int, dict[str, Any]]:
    rest, found = b"", dict[int, dict[str, Any]]()
    while len(found) < count:
        more = pipe.read1(1 << 20)
        if not more:
            raise _failed("no answer")
        *whole, rest = (rest + more).split(b",")
        for one in whole:
            answer = json.loads(base64.b64decode(one))
            found[answer["message_id"]] = answer["payload"]
    return found


def _failed(detail: str) -> Unusable:
    return Unusable([Problem("search-failed", None, {"detail": detail[:300]}, "doctor")])


def _settled(files: dict[str, bytes]) -> dict[str, bytes]:
    """The same index with its filters in order, so that its bytes do not change by chance."""
    import cbor2

    settled = {p: d for p, d in files.items() if not p.endswith((".pf_meta", ".pf_filter"))}
    renamed: dict[str, str] = {}
    for path, data in files.items():
        if path.endswith(".pf_filter"):
            name, values = cbor2.loads(gzip.decompress(data).removeprefix(_MAGIC))
            packed = _zipped([name, sorted(values)])
            stem = path.removeprefix("filter/").removesuffix(".pf_filter")
            renamed[stem] = f"{stem.rpartition('_')[0]}_{_short(packed)}"
            settled[f"filter/{renamed[stem]}.pf_filter"] = packed
    entry = json.loads(files["pagefind-entry.json"])
    for language in entry["languages"].values():
        data = files[f"pagefind.{language['hash']}.pf_meta"]
        meta = cbor2.loads(gzip.decompress(data).removeprefix(_MAGIC))
        meta = [_ordered(part, renamed) for part in meta]
        packed = _zipped(meta)
        language["hash"] = f"{language['hash'].rpartition('_')[0]}_{_short(packed)}"
        settled[f"pagefind.{language['hash']}.pf_meta"] = packed
    settled["pagefind-entry.json"] = json.dumps(entry, separators=(",", ":")).encode()
    return settled


def _ordered(part: Any, renamed: dict[str, str]) -> Any:
    """The list of filters by name, with the new names of their files; other parts as they are."""
    if isinstance(part, list) and part and all(_is_filter(each, renamed) for each in part):
        return sorted([name, renamed[file]] for name, file in part)
    return part


def _is_filter(each: Any, renamed: dict[str, str]) -> bool:
    return isinstance(each, list) and len(each) == 2 and each[1] in renamed


def _zipped(content: Any) -> bytes:
    import cbor2

    target = io.BytesIO()
    with gzip.GzipFile(fileobj=target, mode="wb", mtime=0, filename="") as file:
        file.write(_MAGIC + cbor2.dumps(content))
    return target.getvalue()


def _short(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:10]


def _packed(files: dict[str, bytes]) -> bytes:
    return json.dumps({p: base64.b64encode(d).decode() for p, d in files.items()}).encode()


def _unpacked(data: bytes) -> dict[str, bytes]:
    return {path: base64.b64decode(text) for path, text in json.loads(data).items()}
