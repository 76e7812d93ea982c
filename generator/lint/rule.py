"""What a rule is: an id, a name, a severity, the days on which its law was in force."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from importlib import import_module
from types import ModuleType

from ..problems import Severity
from ..source import Span
from .subject import Subject, Whole


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a rule found: where, the parameters of its sentence, and which sentence.

    `variant` chooses among several sentences of one rule (`problem.<rule>.<variant>`);
    `severity` overrides the rule's; `clause` is the id of the clause whose `allow` counts.
    """

    place: Span | None
    params: dict[str, object] = field(default_factory=dict)
    variant: str = ""
    severity: Severity | None = None
    clause: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `since` and `until` are the first and last day on which its law was in force,
    judged by the version's effective date; None: always.

    `look` judges one document, `look_at_all` the whole workspace; a rule has one of them.
    """

    id: str
    name: str
    severity: Severity
    since: date | None = None
    until: date | None = None
    look: Callable[[Subject], Iterable[Finding]] | None = None
    look_at_all: Callable[[Whole], Iterable[Finding]] | None = None
    module: ModuleType | None = field(default=None, compare=False)

    def in_force(self, day: date | None) -> bool:
        """Whether the law behind the rule was in force on a day; drafts are judged by today's."""
        if day is None:
            return self.until is None
        return (self.since or day) <= day <= (self.until or day)


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by id. A rule's file is named after it, with underscores."""
    from . import rules as room

    found = []
    for info in pkgutil.iter_modules(room.__path__):
        module = import_module(f"{room.__name__}.{info.name}")
        found.append(replace(module.RULE, module=module))
    return tuple(sorted(found, key=lambda rule: rule.id))
