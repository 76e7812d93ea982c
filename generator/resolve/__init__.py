"""As written → as read: which version, which clauses, which numbers, which words."""

from .corpus import Corpus, gather
from .read import read

__all__ = ["Corpus", "gather", "read"]
