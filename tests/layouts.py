"""Random nouns as plain data, and random legal ways to type them, for the tests of the formatter.

Nothing here uses the formatter: what is legal is written down again, from the other side.
A text is a list of paragraphs; `told` reads one back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from random import Random
from typing import Any

from hypothesis import strategies as st

Tree = Any
HAN = "您应当预付费用退款甲乙丙"
_ENDS = ["。", "！", "？", "；", "，", "：", "。”", "）", "……"]
_ATOMS = [
    *HAN,
    *_ENDS,
    "“",
    "（",
    "《",
    "》",
    "**",
    "${platform}",
    "[[#a]]",
    "[甲](https://a.cn/；)",
]
_ATOMS += ["A", "b", "b A", "3", "#", "\\*", "【", "】", "、", "-", "1."]
_ODD = ["", "-", "# ", ": ", "'", '"', "[", "]", "{", ",", "&", "*", "!", "%", "@", "`", "|", "\\"]
NO_BREAK = re.compile(r"\[\[.*?\]\]|\$\{.*?\}|\[[^\]]*\]\([^)]*\)|\\.")

ids = st.from_regex(r"[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,4})?", fullmatch=True)
days = st.dates().map(lambda day: day.isoformat()).filter(lambda day: day[:4] > "1000")
words = st.sampled_from(["no", "null", "~", "1.10", "true", "2026-01-01", "甲: 乙", "甲 #乙", "a:"])


@dataclass(frozen=True)
class Prose:
    """A text of the model, by its paragraphs."""

    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Free:
    """A mapping whose keys are the writer's and keep their order."""

    entries: dict[str, str] = field(default_factory=dict)


def _line(draw: st.DrawFn) -> str:
    if draw(st.integers(0, 5)) == 0:
        return draw(words)
    parts = draw(st.lists(st.sampled_from([*HAN, *_ODD, " "]), min_size=1, max_size=6))
    return ("".join(parts)).strip() or "甲"


lines = st.composite(_line)()


@st.composite
def paragraph(draw: st.DrawFn) -> str:
    text = "".join(draw(st.lists(st.sampled_from(_ATOMS), min_size=1, max_size=24))).strip()
    return text if re.search(f"[{HAN}]", text) else f"甲{text}"


prose = st.lists(paragraph(), min_size=1, max_size=3).map(lambda found: Prose(tuple(found)))
id_lists = st.lists(ids, min_size=1, max_size=5, unique=True)


def some(**parts: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A mapping; a key that ends with _ may be left out."""
    needed = {name: part for name, part in parts.items() if not name.endswith("_")}
    optional = {name[:-1]: part for name, part in parts.items() if name.endswith("_")}

    def spelt(found: dict[str, Any]) -> dict[str, Any]:
        return {name.rstrip("_").replace("_", "-"): value for name, value in found.items()}

    return st.fixed_dictionaries(needed, optional=optional).map(spelt)


free = st.dictionaries(ids, lines, max_size=3).map(Free)
cells = st.one_of(lines, prose.filter(lambda text: len(text.paragraphs) > 1), st.just(""))
rows = st.one_of(
    st.lists(cells, min_size=1, max_size=3),
    some(for_=id_lists, cells=st.lists(cells, min_size=1, max_size=3)),
)
tables = some(
    caption_=lines,
    columns=st.lists(lines, min_size=1, max_size=3),
    rows=st.lists(rows, min_size=1, max_size=3),
)
allows = st.lists(some(rule=ids, why=lines, until_=days), max_size=2)


def clause(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return some(
        id=ids,
        keyword_=lines,
        material_=st.sampled_from(["fee", "data"]),
        for__=id_lists,
        text=prose,
        items_=st.lists(inner, max_size=2),
        table_=tables,
        tail_=prose,
        allow_=allows,
    )


clauses = clause(clause(some(id=ids, text=prose)))
versions = some(
    number=st.sampled_from(["1", "1.10", "2"]),
    draft=st.just("true"),
    reason_=prose,
    comment_=st.just({"from": "2026-01-01", "to": "2026-01-09", "register": ["甲"]}),
    transition_=st.lists(
        some(audience=some(id=ids, name=lines), **{"from": days}), min_size=1, max_size=2
    ),
    assumed_=free,
)
documents = some(
    id=st.just("f"),
    title=lines,
    kind=st.just("agreement"),
    version=versions,
    prompt_=st.lists(prose, max_size=2),
    terms_=st.lists(some(id_=ids, term=lines, means=prose, for__=id_lists), max_size=2),
    sections=st.lists(
        some(id=ids, title=lines, clauses=st.lists(clauses, min_size=1, max_size=2)),
        min_size=1,
        max_size=2,
    ),
)
targets = st.lists(
    st.tuples(ids, ids).map(lambda pair: "#".join(pair)), min_size=1, max_size=4, unique=True
)
retireds = some(
    id=st.just("f"),
    title=lines,
    nature=st.just("software"),
    product=ids,
    retired=some(on=days, reason=prose, assumed_=free),
    successors=id_lists,
    archive_=st.just(None),
    remark_=prose,
    provisions_=st.lists(
        some(
            id=ids,
            heading=lines,
            gist=prose,
            fate_=st.just("kept"),
            into_=targets,
            reviewed_=st.just("0123456789012345"),
            remark_=prose,
        ),
        max_size=2,
    ),
)
catalogs = some(
    platform=some(name=lines, operator=lines, statement_=prose),
    values_=free,
    products=st.lists(some(id=ids, name=lines, assumed_=free), min_size=1, max_size=3),
    families_=st.lists(some(id=ids, name=lines, products=id_lists), max_size=2),
    documents_=st.lists(ids, max_size=5, unique=True),
)
files = st.one_of(
    documents.map(lambda tree: ("document", tree)),
    retireds.map(lambda tree: ("retired", tree)),
    catalogs.map(lambda tree: ("catalog", tree)),
)


class Typist:
    """Types a tree, choosing at every step among what YAML and the strict reader allow."""

    def __init__(self, seed: int, comments: bool) -> None:
        self.chance = Random(seed)
        self.comments = comments
        self.count = 0

    def typed(self, tree: Tree) -> str:
        rows = [*self.between(0), *self.mapping(tree, 0), *self.between(0)]
        return "\n".join(rows) + self.pick("\n", "", "\n\n")

    def pick(self, *choices: Any) -> Any:
        return self.chance.choice(choices)

    def comment(self) -> str:
        self.count += 1
        return f"# c{self.count}."

    def between(self, indent: int) -> list[str]:
        """Empty lines and comments before something that is indented by `indent`."""
        if not self.comments:
            return []
        pad = " " * indent
        what = self.pick("", "", "", "", "blank", "comment", "both", "off")
        return {
            "": [],
            "blank": ["", ""],
            "comment": [pad + self.comment()] if what == "comment" else [],
            "both": ["", pad + self.comment(), "", pad + self.comment()] if what == "both" else [],
            "off": [self.comment()] if what == "off" else [],
        }[str(what)]

    def beside(self) -> str:
        return f" {self.comment()}" if self.comments and self.pick(0, 0, 0, 0, 1) else ""

    def mapping(self, tree: Tree, indent: int) -> list[str]:
        fixed = isinstance(tree, Free)
        entries = list((tree.entries if fixed else tree).items())
        if not fixed:
            self.chance.shuffle(entries)
        rows: list[str] = []
        for number, (key, value) in enumerate(entries):
            if number:
                rows += self.between(indent)
            rows += self.entry(f"{' ' * indent}{self.key(key)}:", value, indent)
        return rows

    def key(self, key: str) -> str:
        return str(self.pick(key, key, key, f'"{key}"', f"'{key}'"))

    def entry(self, lead: str, value: Tree, indent: int) -> list[str]:
        if isinstance(value, (dict, list, Free)):
            empty = not (value.entries if isinstance(value, Free) else value)
            if empty or (flat(value) and self.pick(0, 0, 1)):
                return self.flow(lead, value, indent)
            inner = indent + self.pick(1, 2, 2, 4)
            if isinstance(value, list):
                inner = self.pick(inner, indent) if lead.endswith(":") else inner
                rows = self.sequence(value, inner)
            else:
                rows = self.mapping(value, inner)
            return [lead + self.beside(), *self.between(inner), *rows]
        return self.value(lead, value, indent)

    def sequence(self, values: list[Tree], indent: int) -> list[str]:
        rows: list[str] = []
        for number, value in enumerate(values):
            if number:
                rows += self.between(indent)
            dash = " " * indent + "-"
            full = isinstance(value, (dict, list)) and value and not self.pick(0, 0, 0, 1)
            if full:
                gap = self.pick(1, 1, 1, 3)
                inner = indent + 1 + gap
                below = self.sequence if isinstance(value, list) else self.mapping
                inside = below(value, inner)
                rows += [dash + " " * gap + inside[0].lstrip(" "), *inside[1:]]
            else:
                rows += self.entry(dash, value, indent)
        return rows

    def flow(self, lead: str, value: Tree, indent: int) -> list[str]:
        """In brackets: on one line, or one part a line, with a comment in between or not."""
        parts = self.parts(value)
        left, right = ("[", "]") if isinstance(value, list) else ("{", "}")
        if not parts or self.pick(0, 0, 1):
            return [f"{lead} {left}{', '.join(parts)}{right}{self.beside()}"]
        pad = " " * (indent + 2)
        rows = [f"{pad}{part},{self.beside()}" for part in parts]
        return [f"{lead} {left}{self.beside()}", *rows, f"{pad}{right}{self.beside()}"]

    def parts(self, value: Tree) -> list[str]:
        if isinstance(value, list):
            return [self.inline(part) for part in value]
        entries = list((value.entries if isinstance(value, Free) else value).items())
        if isinstance(value, dict):
            self.chance.shuffle(entries)
        return [f"{key}: {self.inline(part)}" for key, part in entries]

    def inline(self, value: Tree) -> str:
        if isinstance(value, (dict, list, Free)):
            left, right = ("[", "]") if isinstance(value, list) else ("{", "}")
            return left + ", ".join(self.parts(value)) + right
        return self.quoted(value)

    def value(self, lead: str, value: Tree, indent: int) -> list[str]:
        if isinstance(value, Prose):
            single = len(value.paragraphs) == 1
            if single and self.pick(0, 0, 0, 1):
                return [f"{lead} {self.quoted(value.paragraphs[0])}{self.beside()}"]
            return self.block(lead, value, indent)
        return [f"{lead} {self.quoted(value)}{self.beside()}"]

    def quoted(self, value: Tree) -> str:
        if value is None:
            return str(self.pick("null", "~", '""'))
        text = value.paragraphs[0] if isinstance(value, Prose) else str(value)
        single = "'" + text.replace("'", "''") + "'"
        double = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
        if re.fullmatch(rf"[A-Za-z0-9{HAN}][A-Za-z0-9{HAN}.-]*", text) and text != "null":
            return str(self.pick(text, text, single, double))
        return str(self.pick(single, double))

    def block(self, lead: str, value: Prose, indent: int) -> list[str]:
        inner = " " * (indent + self.pick(1, 2, 3))
        rows: list[str] = []
        for number, text in enumerate(value.paragraphs):
            if number:
                rows += self.pick([""], ["", ""])
            rows += [inner + row for row in self.broken(text)]
        rows += self.pick([], [], [""]) if self.comments else []
        return [f"{lead} {self.pick('|', '|', '|', '>', '|-', '|+')}{self.beside()}", *rows]

    def broken(self, text: str) -> list[str]:
        """One paragraph over lines, broken between Han characters or at single spaces."""
        closed = [match.span() for match in NO_BREAK.finditer(text)]
        rows, start = [], 0
        for at in range(1, len(text) - 1):
            if any(left < at < right for left, right in closed) or at <= start:
                continue
            joins = text[at - 1] in HAN and text[at] in HAN
            spaced = re.fullmatch(r"[A-Za-z] [A-Za-z]", text[at - 1 : at + 2])
            if (joins or spaced) and self.pick(0, 0, 0, 1):
                rows.append(text[start:at])
                start = at + 1 if spaced else at
        return [*rows, text[start:]]


def flat(value: Tree) -> bool:
    """Whether a tree can stand in brackets: no text of several paragraphs in it."""
    if isinstance(value, Prose):
        return len(value.paragraphs) == 1
    if isinstance(value, dict):
        return all(flat(part) for part in value.values())
    return all(flat(part) for part in value) if isinstance(value, list) else True


def told(text: str) -> tuple[str, ...]:
    """The paragraphs of a text in its lines, joined as a reader does."""
    found = []
    for block in re.split(r"\n\n+", text.strip("\n ")):
        rows = block.split("\n")
        whole = rows[0]
        for row in rows[1:]:
            latin = whole[-1].isascii() and whole[-1].isalpha() and row[0].isascii()
            whole += (" " if latin else "") + row
        found.append(whole)
    return tuple(found)
