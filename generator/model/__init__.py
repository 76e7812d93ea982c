"""The nouns: what an organisation's agreements are made of, as written.

Each noun is frozen and closed (an unknown key is an error); the JSON Schemas
in `schema/` are made from these classes. A noun remembers the `Mapping` it
was read from, so that every later stage can point at its file, line and
column; places take no part in equality.
"""

from __future__ import annotations

from .catalog import Billing, Bundle, Catalog, Family, Placement, Platform, Product
from .document import (
    Allow,
    Binding,
    Clause,
    Document,
    External,
    Gaps,
    Material,
    Nature,
    Origin,
    Row,
    Scheme,
    Scope,
    Section,
    Show,
    Table,
    Term,
    Title,
)
from .ledger import Entry, Ledger, frozen_as
from .notice import Announcement, Edition, Notice
from .nouns import (
    DAY,
    ID,
    MAX_CELL,
    MAX_DEPTH,
    MAX_ROWS,
    MAX_TEXT,
    TERM_END,
    Cell,
    Day,
    From,
    Id,
    Ids,
    Line,
    Link,
    Listed,
    Noun,
    Placed,
    Text,
    Truth,
    Why,
)
from .retired import Archive, Basis, Fate, Provision, Retired, Retirement, Target, Topic
from .version import Audience, Comment, Kind, Transition, Version, ordinal

# Which noun each kind of file holds; the names are those of the schemas.
KINDS: dict[str, type[Noun]] = {
    "catalog": Catalog,
    "document": Document,
    "external": External,
    "retired": Retired,
    "notice": Notice,
    "ledger": Ledger,
}

__all__ = [
    "DAY",
    "ID",
    "KINDS",
    "MAX_CELL",
    "MAX_DEPTH",
    "MAX_ROWS",
    "MAX_TEXT",
    "TERM_END",
    "Allow",
    "Announcement",
    "Archive",
    "Audience",
    "Basis",
    "Billing",
    "Binding",
    "Bundle",
    "Catalog",
    "Cell",
    "Clause",
    "Comment",
    "Day",
    "Document",
    "Edition",
    "Entry",
    "External",
    "Family",
    "Fate",
    "From",
    "Gaps",
    "Id",
    "Ids",
    "Kind",
    "Ledger",
    "Line",
    "Link",
    "Listed",
    "Material",
    "Nature",
    "Notice",
    "Noun",
    "Origin",
    "Placed",
    "Placement",
    "Platform",
    "Product",
    "Provision",
    "Retired",
    "Retirement",
    "Row",
    "Scheme",
    "Scope",
    "Section",
    "Show",
    "Table",
    "Target",
    "Term",
    "Text",
    "Title",
    "Topic",
    "Transition",
    "Truth",
    "Version",
    "Why",
    "frozen_as",
    "ordinal",
]
