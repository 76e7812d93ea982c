"""What several rules ask about versions: which number is higher, which file is frozen."""

from __future__ import annotations

from pathlib import PurePosixPath

from ..model import Binding


def number(binding: Binding) -> tuple[int, ...]:
    """A version's number, to be compared: 2 and 2.0 are the same."""
    parts = [int(part) for part in binding.version.number.split(".")]
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    return tuple(parts)


def frozen_as(binding: Binding) -> str | None:
    """The number by which `published/<id>/<number>.yaml` is called; None for other files."""
    path = PurePosixPath(binding.span.path if binding.span else "")
    return path.stem if len(path.parts) > 2 and path.parts[-3] == "published" else None
