"""The only door to the disk: finds a workspace, reads it, writes whole or not at all.

`place` finds and reads, `revisions` reads the same out of git, `target` exchanges
an output folder for its successor, `lock` lets one builder in at a time, `cache`
remembers what was costly, `whole` writes single files, `frozen` adds to what is published,
`found` reads what others handed us.
"""

from .cache import Cache
from .frozen import freeze, held
from .place import File, Workspace, find
from .target import LOCK_SECONDS, MANIFEST, listed, output
from .whole import write

__all__ = [
    "LOCK_SECONDS",
    "MANIFEST",
    "Cache",
    "File",
    "Workspace",
    "find",
    "freeze",
    "held",
    "listed",
    "output",
    "write",
]
