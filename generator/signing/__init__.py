"""Signatures: putting one on a PDF, and judging those that are on one. The only room that knows
pyHanko, and cryptography below it.

`keys` reads the key that signs, `field` makes the form field, `put` signs, `stamping` asks for
the time; `judge` says what signatures are worth, `update` what stood there before them,
`certificates` what a certificate says. From bytes to bytes: nothing here touches the disk.

The library takes half a second to load, so each of these is imported by whoever needs it; a file
without a signature needs none.
"""

from __future__ import annotations


def maybe(data: bytes) -> bool:
    """Whether a file can have signatures at all: theirs is the one key that says which bytes they
    cover, and it is never compressed."""
    return b"/ByteRange" in data
