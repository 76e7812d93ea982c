"""What is said of one thing that was verified."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from ..problems import Problem


class State(StrEnum):
    """Intact: proved by a digest. Altered: something says what it was, and it is not that any
    more. Unknown: nothing says what it should be."""

    INTACT = "intact"
    ALTERED = "altered"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One thing by name, its state, and why: the key of a sentence and its parameters; of a
    signature also what a machine may want to know of it."""

    name: str
    state: State
    why: str
    params: dict[str, object] = field(default_factory=dict)
    signature: dict[str, object] | None = None


def of_problem(problem: Problem, state: State = State.ALTERED) -> Verdict:
    """A problem as a verdict on the place where it stands."""
    name = str(problem.span) if problem.span else ""
    return Verdict(name, state, f"problem.{problem.code}", problem.params)
