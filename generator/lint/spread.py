"""Work on many things by all cores, where the system can fork cheaply; one by one elsewhere.

The children inherit what they work on and send back only what they found.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")
FEW = 50  # fewer things are not worth a process
PARTS = 20  # for each core; many, so that all cores end together
_shared: tuple[Sequence[Any], Callable[[Any], Any]] | None = None


def spread(things: Sequence[T], work: Callable[[T], R]) -> Iterator[R]:
    """`work(thing)` for each thing, in order."""
    global _shared
    cores = os.cpu_count() or 1
    if len(things) < FEW or cores < 2 or sys.platform != "linux":
        yield from map(work, things)
        return
    step = -(-len(things) // (cores * PARTS))
    parts = [range(at, min(at + step, len(things))) for at in range(0, len(things), step)]
    _shared = (things, work)
    try:
        # A child lives shortly: it need not search what it inherited for garbage.
        with ProcessPoolExecutor(cores, get_context("fork"), gc.disable) as pool:
            for results in pool.map(_part, parts):
                yield from results
    finally:
        _shared = None


def _part(part: range) -> list[Any]:
    assert _shared
    things, work = _shared
    return [work(things[at]) for at in part]
