"""Signatures: putting one on a PDF, and judging those that are on one. The only room that knows
pyHanko, and cryptography below it.

`keys` reads the key that signs, `field` makes the form field, `put` signs, `stamping` asks for
the time; `judge` says what signatures are worth, `update` what stood there before them,
`certificates` what a certificate says. From bytes to bytes: nothing here touches the disk.

The library takes half a second to load, so each of these is imported by whoever needs it; a file
without a signature needs none.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def maybe(data: bytes) -> bool:
    """Whether a file can have signatures at all: theirs is the one key that says which bytes they
    cover, and it is never compressed."""
    return b"/ByteRange" in data


def awaited(work: Coroutine[Any, Any, T]) -> T:
    """What a coroutine of the library gives: in a thread of its own, because a loop may be
    running in that of the caller."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
