"""Verifying: whether a ledger, a folder or a file is what was released and built. Offline.

`verdict` is what is said of one thing, `known` what there is to compare with, `folders` and
`files` compare by digests, `again` renders once more and compares with that, `signatures` says
what signatures are worth. Nothing is written.
"""

from .again import Again, rendered
from .files import identified
from .folders import checked
from .known import Known, known, of_file
from .signatures import of_folder, signatures
from .verdict import State, Verdict

__all__ = [
    "Again",
    "Known",
    "State",
    "Verdict",
    "checked",
    "identified",
    "known",
    "of_file",
    "of_folder",
    "rendered",
    "signatures",
]
