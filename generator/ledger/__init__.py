"""The ledger of releases: its form, its chain, and whether the published files still agree.

`form` says what is hashed and how the file is written, `audit` what is wrong with a ledger and
with the files it speaks of. Nothing is read from the disk here and nothing is written.
"""

from .checks import FILE, RULE, audit, bare, published
from .form import FORM, START, entry_hash, head, numbers, sealed, state, written

__all__ = [
    "FILE",
    "FORM",
    "RULE",
    "START",
    "audit",
    "bare",
    "entry_hash",
    "head",
    "numbers",
    "published",
    "sealed",
    "state",
    "written",
]
