"""Statements of a document: each sentence with its place and with what is said above it.

The `lead` of an item is what introduces it (“您不得有下列行为：”), so that a rule can tell a ban
from a claim; `top` is the whole clause it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..model import Clause, Section
from ..source import Span
from .sentences import sentences
from .subject import Passage, Subject

_BAN = re.compile(r"不得|不应|不能|不可|禁止|严禁|无效|不会|不予(?:认可|采纳)")
_LEAD = re.compile(r"[^。；！？;\n]{0,200}[：:]\s*$")


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence. `top` is the clause in whose text, items or table it stands."""

    words: str
    start: int
    passage: Passage
    lead: str
    top: Clause | None

    def at(self, offset: int) -> Span | None:
        """The place of the word character at `offset` of the sentence."""
        return self.passage.at(self.start + offset)

    @property
    def clause(self) -> str | None:
        """The id of the clause or item it stands in."""
        return self.passage.clause.id if self.passage.clause else None

    @property
    def section(self) -> Section | None:
        return self.passage.section

    @property
    def banned(self) -> bool:
        """Whether it is listed below words that forbid what is listed."""
        return bool(_BAN.search(self.lead))

    @property
    def is_lead(self) -> bool:
        """Whether it introduces items."""
        clause, passage = self.passage.clause, self.passage
        if passage.path != ("text",) or clause is None or not clause.items:
            return False
        return self.start + len(self.words) >= len(passage.words.rstrip())


def statements(subject: Subject) -> tuple[Statement, ...]:
    """Every sentence of a document, in reading order."""
    return subject.mine("statements", lambda: tuple(_statements(subject)))


def _statements(subject: Subject) -> Iterator[Statement]:
    leads: dict[str, str] = {}
    tops: dict[str, Clause] = {}
    for _, clause in subject.clauses():
        _descend(clause, "", clause, leads, tops)
    for passage in subject.passages:
        own = passage.clause.id if passage.clause else ""
        lead = "" if passage.path[0] == "tail" else leads.get(own, "")
        for start, words in sentences(passage.words):
            yield Statement(words, start, passage, lead, tops.get(own))


def _descend(
    clause: Clause, lead: str, top: Clause, leads: dict[str, str], tops: dict[str, Clause]
) -> None:
    leads[clause.id], tops[clause.id] = lead, top
    found = _LEAD.search(clause.text[-300:].replace("**", ""))
    below = (lead + found.group() if found else lead)[-400:]
    for item in clause.items:
        _descend(item, below, top, leads, tops)


def segment(words: str, offset: int) -> str:
    """What stands before `offset` since the last comma or colon."""
    return words[max(words.rfind("，", 0, offset), words.rfind("：", 0, offset)) + 1 : offset]
