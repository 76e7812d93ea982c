"""Recording that a person has looked at a link: one line of the YAML, and nothing else.

The file is edited as text at the place of the value, so that comments, order and every
remark written by hand stay as they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from . import load
from .compare.trace import reviewed
from .model import Fate, Provision, Retired
from .problems import Misused, Problem
from .resolve import Corpus
from .source import Scalar, Span


def accept(
    corpus: Corpus, files: Mapping[str, bytes], links: Iterable[str], every: bool = False
) -> Iterator[tuple[str, bytes, int]]:
    """Path, new text and number of links recorded, for each file that changes.

    `files` are the files as they are, by path. A link is `retired#provision`; `every` takes all.
    Raises `Misused` for one that names nothing or leads nowhere.
    """
    wanted = list(_wanted(corpus, list(links), every))
    for retired in corpus.retired.values():
        edits = [
            (provision, digest)
            for owner, provision in wanted
            if owner is retired and (digest := reviewed(corpus, provision)) != provision.reviewed
        ]
        place = retired.span
        if not edits or place is None:
            continue
        lines = files[place.path].decode().split("\n")
        for provision, digest in sorted(edits, key=lambda edit: -_line(edit[0])):
            _record(lines, provision, digest)
        data = "\n".join(lines).encode()
        load.read(place.path, data)  # what was written must still be read
        yield place.path, data, len(edits)


def _wanted(corpus: Corpus, links: list[str], every: bool) -> Iterator[tuple[Retired, Provision]]:
    known = {
        f"{retired.id}#{provision.id}": (retired, provision)
        for retired in corpus.retired.values()
        for provision in retired.provisions
        if provision.fate not in (None, Fate.DROPPED) and provision.into
    }
    if wrong := [link for link in links if link not in known]:
        raise Misused(
            [Problem("unknown-link", None, {"name": n}, "link-form-trace") for n in wrong]
        )
    yield from known.values() if every else (known[link] for link in links)


def _line(provision: Provision) -> int:
    place = provision.place("id")
    return place.line if place else 0


def _record(lines: list[str], provision: Provision, digest: str) -> None:
    """Replace the value of `reviewed`, or write the key above `into`."""
    if provision.reviewed:
        place = provision.place("reviewed")
        assert place
        row = lines[place.line - 1]
        start = row.index(provision.reviewed, place.column - 1)
        end = start + len(provision.reviewed)
        lines[place.line - 1] = row[:start] + digest + row[end:]
        return
    key = _key(provision)
    lines.insert(key.line - 1, " " * (key.column - 1) + f"reviewed: {digest}")


def _key(provision: Provision) -> Span:
    """Where the key `into` stands; where the one behind it does, if `into` is the first."""
    assert provision._source
    keys: list[Scalar] = [key for key, _ in provision._source.entries]
    at = next(n for n, key in enumerate(keys) if key.text == "into")
    return keys[at if at else 1].span
