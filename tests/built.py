"""What the tests of rendered output share: the shipped agreements, built once, and their text."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from generator import batch, pipeline, workspace
from generator.bundle import compose, named
from generator.reading import Chapter, Omitted, Pack, Part, Reading, plain

ROOT = Path(__file__).resolve().parents[1]
DAY = date(2026, 11, 22)


def build(target: Path, root: Path = ROOT, day: date = DAY) -> list[Pack]:
    """Build every named bundle of a workspace into `target`; the packs that it should hold."""
    place = workspace.find(root)
    read = pipeline.read(place.files(), day)
    bundles = named(read.corpus.catalog)
    formats = frozenset(["html", "pdf"])
    batch.build(place, read, bundles, formats, target, day, lambda step: None)
    return [compose(read.corpus, bundle) for bundle in bundles]


def provisions(document: Reading) -> Iterator[str]:
    """Each piece of a document's text in the order of print, numbers included."""
    yield from _items(document.definitions)
    for chapter in document.chapters:
        yield chapter.label + (chapter.title if isinstance(chapter, Chapter) else "")
        if isinstance(chapter, Chapter):
            yield from _items(chapter.parts)


def _items(parts: tuple[Part | Omitted, ...]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Omitted):
            yield part.label + "本产品组合不适用"
            continue
        keyword = f"【{part.keyword}】" if part.keyword else ""
        yield part.label + keyword + "".join(map(plain, part.text))
        yield from _items(part.items)
        if part.table:
            yield part.table.caption or ""
            yield from (plain(cell) for cell in part.table.columns)
        yield "".join(map(plain, part.tail))


def squashed(text: str) -> str:
    """Without white space, which extraction adds and drops at will."""
    return "".join(text.split())


def text_of(pdf: Path, body_only: bool = True) -> str:
    """The text of a PDF without white space; running heads and page numbers cut off."""
    body = ["-x", "0", "-y", "72", "-W", "595", "-H", "704"] if body_only else []
    command = ["pdftotext", "-raw", *body, str(pdf), "-"]
    return squashed(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def missing(text: str, pieces: list[str]) -> list[str]:
    """The pieces that do not stand in `text`, each behind the one before."""
    at, absent = 0, []
    for piece in filter(None, map(squashed, pieces)):
        found = text.find(piece, at)
        if found < 0:
            absent.append(piece[:60])
        else:
            at = found + len(piece)
    return absent


def numbers(document: Reading) -> dict[str, str]:
    """The printed number of each provision shown, by id."""
    return {part.id: part.label for part in document.parts()}
