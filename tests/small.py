"""What the tests of the machinery share: a small workspace, and a press that takes no time."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Generator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import generator
from generator import batch, pipeline, workspace
from generator.bundle import chosen
from generator.render.press import Job, Printed

STARTER = Path(generator.__file__).with_name("starting")
DAY = date(2026, 11, 22)


def begun(folder: Path) -> Path:
    """The workspace that `xieyi init` begins with: two bundles of one short document."""
    return Path(shutil.copytree(STARTER, folder))


def plain(jobs: Sequence[Job], cached: object) -> Generator[Printed]:
    """A press that takes no time: the PDF of a job is its name."""
    for job in jobs:
        yield Printed(job, b"%PDF-" + job.name.encode(), ())


def build(root: Path, *bundles: str, target: Path | None = None, **given: Any) -> batch.Built:
    """Build bundles of a workspace, every named one when none is given."""
    place = workspace.find(root)
    read = pipeline.read(place.files(), DAY)
    return batch.build(
        place,
        read,
        chosen(read.corpus.catalog, bundles),
        frozenset(("html", "pdf")),
        target or root / "dist",
        DAY,
        lambda step: None,
        **({"press": plain, "wait": 0.2, "whole": not bundles} | given),
    )


def content(folder: Path) -> dict[str, str]:
    """Every file of a folder by its path: the digest of its bytes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
