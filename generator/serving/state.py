"""What the preview knows: the last reading that worked, and what is wrong now.

The page of a document is inked alone, in a fraction of a second. All other pages need the whole
site, which is gathered once for each reading, when one of them is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from threading import Lock

from .. import pipeline
from ..pipeline import Read
from ..problems import Problem, Rejected
from ..site import documents
from ..site.assets import assets
from ..site.build import begun, gathered, inked
from ..site.plan import Plan, plan
from ..workspace import Workspace

Finding = Mapping[str, object]  # path, line, column, code, severity, message, hint
Describe = Callable[[Iterable[Problem]], list[dict[str, object]]]


@dataclass(slots=True)
class Reading:
    """One reading of the files; plan and pages are made when they are first asked for."""

    read: Read
    planned: Plan | None = None
    files: dict[str, bytes] | None = None
    lock: Lock = field(default_factory=Lock)


@dataclass(slots=True)
class State:
    """The preview of one workspace. `describe` puts problems into words."""

    place: Workspace
    day: date
    describe: Describe
    errors: list[Finding] = field(default_factory=list)
    found: list[Finding] = field(default_factory=list)  # by the rules; none while errors stand
    good: Reading | None = None
    assets: dict[str, bytes] = field(default_factory=lambda: assets()[0])

    def refresh(self) -> None:
        """Read the files again; when they cannot be read, what was good stays."""
        try:
            self.good = Reading(pipeline.read(self.place.files(), self.day))
            self.errors = []
        except Rejected as rejected:
            self._failed(rejected)
        self.found = []

    def page(self, path: str) -> bytes | None:
        """A file of the site by its path ("" is the home page); None where there is none."""
        now = self.good
        if now is None:
            return None
        if path in self.assets:
            return self.assets[path]
        name = f"{path}index.html" if path.endswith("/") or not path else path
        with now.lock:
            try:
                alone = self._document(now, path)
                return alone or self._everything(now).get(name)
            except Rejected as rejected:  # a version that can no longer be read
                self._failed(rejected)
                return None

    def _failed(self, rejected: Rejected) -> None:
        self.errors = [*self.describe(rejected.problems)]

    def _document(self, now: Reading, path: str) -> bytes | None:
        """The page of a document or of one of its versions."""
        if not path.startswith("documents/") or path == "documents/":
            return None
        if now.files is not None:
            return now.files.get(f"{path}index.html")
        now.planned = now.planned or plan(now.read.corpus, sets=False)
        ink = begun(now.planned, "", {})
        for lineage in now.planned.lineages.values():
            if path == lineage.path:
                documents.standing(ink, now.planned, lineage)
            for edition in lineage.editions:
                if path == edition.path:
                    documents.edition(ink, now.planned, lineage, edition)
        return ink.pages.get(f"{path}index.html")

    def _everything(self, now: Reading) -> dict[str, bytes]:
        if now.files is None:
            now.files = inked(gathered(now.read), "", {}, self.place.cache.cached)
        return now.files
