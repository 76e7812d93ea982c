"""What several rules ask about versions: which number is higher, which file is frozen."""

from __future__ import annotations

from .. import model
from ..model import Binding


def number(binding: Binding) -> tuple[int, ...]:
    """A version's number, to be compared: 2 and 2.0 are the same."""
    return model.ordinal(binding.version.number)


def frozen_as(binding: Binding) -> str | None:
    """The number by which `published/<id>/<number>.yaml` is called; None for other files."""
    found = model.frozen_as(binding.span.path) if binding.span else None
    return found[1] if found else None
