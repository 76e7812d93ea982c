"""As written → as read: which version, which clauses, which numbers, which words."""

from .assembly import gather
from .corpus import Corpus
from .read import read, written

__all__ = ["Corpus", "gather", "read", "written"]
