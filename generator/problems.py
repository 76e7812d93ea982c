"""What can be wrong, as data: a code, a place and the parameters of its sentence.

No wording lives here. A problem's sentence is the catalog entry
`problem.<code>`, its way out `hint.<hint>`; the door prints them
(`commands/report.py`), in English or Chinese.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from .source import Span


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, or looks wrong."""

    code: str
    span: Span | None = None
    params: dict[str, object] = field(default_factory=dict)
    hint: str | None = None
    severity: Severity = Severity.ERROR

    @property
    def order(self) -> tuple[bool, Span, str]:
        return (self.span is None, self.span or Span(""), self.code)


class Rejected(Exception):
    """A stage found errors in the agreements; exit code 1."""

    exit_code = 1

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(", ".join(p.code for p in problems))
        self.problems = sorted(problems, key=lambda p: p.order)


class Misused(Rejected):
    """The command was asked for something that is not there; exit code 2."""

    exit_code = 2


class Unusable(Rejected):
    """The machine, the disk or a lock is in the way; exit code 3."""

    exit_code = 3


class Unrendered(Rejected):
    """The renderer failed; exit code 4."""

    exit_code = 4
