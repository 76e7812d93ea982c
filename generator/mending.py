"""Mends in the files what a rule is certain of, and touches nothing else.

A rule's module that offers `slips_of` says what should stand at a place. Only the places of the
findings given here are mended, so what an `allow` covers stays; frozen versions stay as well.
A file in which an edit would change more than the characters meant is left alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace

from . import load
from .lint import all_rules
from .lint.typed import Slip, replaced
from .model import frozen_as
from .problems import Problem, Rejected
from .source import Scalar, Span, scalars
from .workspace import File

Slips = Callable[[str], list[Slip]]


def mended(files: Iterable[File], problems: Iterable[Problem]) -> tuple[list[File], int]:
    """The files with what is certain mended, and how many places that were."""
    able = {rule.name: getattr(rule.module, "slips_of", None) for rule in all_rules()}
    wanted: dict[str, list[tuple[Span, Slips]]] = defaultdict(list)
    for problem in problems:
        if problem.span and (slips_of := able.get(problem.code.partition(".")[0])):
            wanted[problem.span.path].append((problem.span, slips_of))
    files, found, count = list(files), [], 0
    frozen = {file.data for file in files if frozen_as(file.path)}
    for file in files:
        data, places = (file.data, 0) if file.data in frozen else _file(file, wanted[file.path])
        found.append(replace(file, data=data) if places else file)
        count += places
    return found, count


def _file(file: File, wanted: list[tuple[Span, Slips]]) -> tuple[bytes, int]:
    """The bytes of a file with the slips at these places mended, and how many they are."""
    if not wanted:
        return file.data, 0
    every = [scalar for scalar, _ in scalars(load.read(file.path, file.data).root)]
    rows: dict[int, list[int]] = defaultdict(list)
    for number, scalar in enumerate(every):
        for line, _ in scalar.starts:
            rows[line].append(number)
    lines = file.data.decode("utf-8").split("\n")
    chosen: dict[int, dict[int, tuple[Span, Slip]]] = defaultdict(dict)
    for span, slips_of in wanted:
        for number in rows[span.line]:
            scalar = every[number]
            offset = _offset(scalar, span)
            for slip in slips_of(scalar.text) if offset is not None else ():
                if slip.start == offset and slip.new is not None and _stands(lines, span, slip):
                    chosen[number].setdefault(offset, (span, slip))
    return _edited(file, lines, every, chosen)


def _offset(scalar: Scalar, span: Span) -> int | None:
    """The offset in a value of a place in the file; None when it lies outside."""
    start = 0
    for row, (line, column) in zip(scalar.text.split("\n"), scalar.starts, strict=False):
        if line == span.line and column <= span.column < column + len(row):
            return start + span.column - column
        start += len(row) + 1
    return None


def _stands(lines: list[str], span: Span, slip: Slip) -> bool:
    """Whether the file holds at the place what is to be mended, and not an escape."""
    at = span.column - 1
    return bool(slip.typed) and lines[span.line - 1][at : at + len(slip.typed)] == slip.typed


def _edited(
    file: File,
    lines: list[str],
    every: list[Scalar],
    chosen: dict[int, dict[int, tuple[Span, Slip]]],
) -> tuple[bytes, int]:
    """The file with the chosen slips mended, unless it would then say anything else."""
    lines, count = list(lines), 0
    texts = [scalar.text for scalar in every]
    edits: list[tuple[Span, Slip]] = []
    for number, found in chosen.items():
        slips: list[Slip] = []
        for _, (span, slip) in sorted(found.items()):
            if not slips or slip.start >= slips[-1].end:
                slips.append(slip)
                edits.append((span, slip))
        texts[number] = replaced(texts[number], slips)
    for span, slip in sorted(edits, key=lambda edit: edit[0], reverse=True):
        row, at = lines[span.line - 1], span.column - 1
        lines[span.line - 1] = row[:at] + str(slip.new) + row[at + len(slip.typed) :]
        count += 1
    data = "\n".join(lines).encode()
    try:
        now = [scalar.text for scalar, _ in scalars(load.read(file.path, data).root)]
    except Rejected:
        now = []
    return (data, count) if now == texts else (file.data, 0)
