"""Differences as JSON, for programs: `report` makes it, `schema` describes it.

The classes are the form; the schema is made from them, so neither can be forgotten.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ConfigDict

from .changes import (
    Change,
    Difference,
    Edit,
    Kind,
    Op,
    Severity,
    Side,
    Signal,
    SignalKind,
    Unit,
    heaviest,
)

NAME = "diff.schema.json"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _Record(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=lambda name: name.replace("_", "-"),
        populate_by_name=True,
        use_attribute_docstrings=True,
    )


class EditRecord(_Record):
    """A piece of the two texts; joined, the pieces are the words of each side."""

    op: Op
    old: str
    new: str
    strong: bool = False
    """The words stand in an emphasised run; absent: they do not."""


class SignalRecord(_Record):
    """Something that turned, as it read before and as it reads now; empty where it is absent."""

    kind: SignalKind
    old: str
    new: str


class SideRecord(_Record):
    """A provision in one of the two versions."""

    clause: str
    number: str
    heading: str
    text: str
    products: list[str]
    parts: list[SideRecord] = []
    """What it was split into or merged from; absent otherwise."""
    place: str | None = None
    """`path:line:column` in the YAML, where it is known."""


class ChangeRecord(_Record):
    """One change; `old` is null when it was added, `new` when it was deleted."""

    kind: Kind
    severity: Severity
    document: str
    unit: Unit
    old: SideRecord | None
    new: SideRecord | None
    signals: list[SignalRecord]
    edits: list[EditRecord]
    likeness: float | None = None
    """0 to 1, where two provisions of different ids were taken for the same; absent otherwise."""


class DocumentRecord(_Record):
    """One document compared; a version is null where the document is not there."""

    document: str
    title: str
    old_version: str | None
    new_version: str | None
    legal: bool
    """False: no word, emphasis, target, date or product changed."""
    severity: Severity | None


class Summary(_Record):
    """How many changes of each kind and weight; `renumbered` ones are counted, not listed."""

    documents: int
    changes: int
    renumbered: int
    legal: bool
    severity: Severity | None
    kinds: dict[Kind, int]
    severities: dict[Severity, int]


class Report(_Record):
    """What differs between two versions, or two workspaces."""

    documents: list[DocumentRecord]
    changes: list[ChangeRecord]
    renumbered: list[ChangeRecord] = []
    """Provisions whose number or id alone is another; only when asked for."""
    summary: Summary


def report(differences: Iterable[Difference], every: bool = False) -> dict[str, Any]:
    """The JSON form, as plain data; `every`: with what was only renumbered."""
    found = list(differences)
    changes = [change for each in found for change in each.changes]
    renumbered = [change for each in found for change in each.renumbered]
    given: dict[str, Any] = {"renumbered": list(map(_change, renumbered))} if every else {}
    made = Report(
        documents=list(map(_document, found)),
        changes=list(map(_change, changes)),
        summary=_summary(found, changes, len(renumbered)),
        **given,
    )
    return made.model_dump(mode="json", by_alias=True, exclude_unset=True)


def schema() -> bytes:
    """The JSON Schema (2020-12) of a report."""
    content = {"$schema": _DIALECT, **Report.model_json_schema()}
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _document(each: Difference) -> DocumentRecord:
    return DocumentRecord(
        document=each.document,
        title=each.title,
        old_version=each.old_version,
        new_version=each.new_version,
        legal=each.legal,
        severity=each.severity,
    )


def _change(change: Change) -> ChangeRecord:
    given: dict[str, Any] = {}
    if change.likeness is not None:
        given["likeness"] = round(change.likeness, 4)
    return ChangeRecord(
        kind=change.kind,
        severity=change.severity,
        document=change.document,
        unit=change.unit,
        old=_side(change.old) if change.old else None,
        new=_side(change.new) if change.new else None,
        signals=[_signal(signal) for signal in change.signals],
        edits=[_edit(edit) for edit in change.edits],
        **given,
    )


def _side(side: Side) -> SideRecord:
    given: dict[str, Any] = {}
    if side.parts:
        given["parts"] = [_side(part) for part in side.parts]
    if side.place:
        given["place"] = str(side.place)
    return SideRecord(
        clause=side.clause,
        number=side.number,
        heading=side.heading,
        text=side.text,
        products=list(side.products),
        **given,
    )


def _signal(signal: Signal) -> SignalRecord:
    return SignalRecord(kind=signal.kind, old=signal.old, new=signal.new)


def _edit(edit: Edit) -> EditRecord:
    given: dict[str, Any] = {"strong": True} if edit.strong else {}
    return EditRecord(op=edit.op, old=edit.old, new=edit.new, **given)


def _summary(found: list[Difference], changes: list[Change], renumbered: int) -> Summary:
    kinds = Counter(change.kind for change in changes)
    weights = Counter(change.severity for change in changes)
    return Summary(
        documents=len(found),
        changes=len(changes),
        renumbered=renumbered,
        legal=any(each.legal for each in found),
        severity=heaviest(change.severity for change in changes),
        kinds={kind: kinds[kind] for kind in Kind if kinds[kind]},
        severities={severity: weights[severity] for severity in Severity},
    )
