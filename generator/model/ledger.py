"""The ledger: which versions were released, in which order, as which bytes."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field, StringConstraints

from .nouns import Day, Id, Noun, Why
from .version import Number

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
_FROZEN = re.compile(r"(?:^|[/:])published/([^/]+)/([^/]+)\.yaml$")


def frozen_as(path: str) -> tuple[str, str] | None:
    """The document and the number by which `published/<id>/<number>.yaml` is called; None for
    any other file."""
    found = _FROZEN.search(path)
    return (found[1], found[2]) if found else None


class Entry(Noun):
    """One release. `press` is what its PDF was set with, name → version or digest; `previous`
    is the `entry_sha256` of the entry before, 64 zeros in the first."""

    document: Id
    version: Number
    published: Day
    effective: Day
    text_sha256: Sha256
    source_sha256: Sha256
    pdf_sha256: Sha256
    html_sha256: Sha256
    press: Why
    previous_sha256: Sha256
    entry_sha256: Sha256


class Ledger(Noun):
    """Every release, the earliest first; entries are only ever added at the end."""

    entries: Annotated[tuple[Entry, ...], Field(min_length=1)]
