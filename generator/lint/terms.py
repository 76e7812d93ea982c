"""Defined words: which a document defines and how, where a text uses them, who else defines them.

Chinese has no word boundaries, so the longest defined word that fits at a place is the one that
is used there: “服务费用” is no use of “服务费” when both are defined.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from ..model import Document, Kind, Term
from ..source import Span
from .subject import CITE, Passage, Subject

QUOTED = r"[“‘「『\"][^“”‘’「」『』\"\n]{1,30}[”’」』\"]"
_OPENING = '“‘「『"'
_ALIAS = re.compile(
    r"(?:以下|下文|后文|下)[^“”（）()，。；\n]{0,4}称(?:为|作)?[：:]?\s*"
    rf"((?:{QUOTED})(?:(?:、|，|/|或者?|和|及|与|以及|亦称)?{QUOTED})*)"
    rf"|(?:简|统|合|并|亦|又)称(?:为|作)?[：:]?\s*({QUOTED})"
    r"|[（(](?:以下|下)(?:简|统|合)?称(?:为|作)?[：:]?\s*([^“”（）()，。；：\n]{1,16})[）)]"
)
_HERE = r"本(?:协议|合同|规则|规范|办法|条款|条例|政策|声明|须知|附件|条|款|章|节|项)[中内]?"
_SAYS = r"(?:一词)?[，：:]?\s*(?:[仅均专特]?(?:是指|系指|指的是|意指|指)|意为|含义[是为])"
_SENTENCE = re.compile(
    rf"(?:{_HERE}所?(?:称|述|指|说)的?)?({QUOTED}){_SAYS}"
    rf"|所称的?({QUOTED})[，均]?(?:包括|包含|不包括|为|以)"
    rf"|({_HERE})所?(?:称|述|指|说)的?([^“”，。；：、\n]{{1,16}}?){_SAYS}"
    r"|(?:^|[。；\n])(?!本)([^“”‘’，。；：、（）\n的]{2,12}?)[，：]?(?:是指|系指|指)(?![定示导派南令])"
)
_LOCAL = re.compile(r"(?:本|前|上|该|第.{1,4})[条款项章节]中?所?(?:称|述|指)的?$")
_LABELLED = re.compile(rf"^({QUOTED}|[^“”，。；：:（）\n]{{1,16}})[：:]", re.MULTILINE)
_LOOSE = re.compile(
    rf"[（(](?:即|又名|或|亦即)?({QUOTED}(?:(?:、|或者?|和|及|与|/)?{QUOTED})*)[）)]"
)
_DEFINING = re.compile(r"定义|释义|名词|术语|词语|用语|解释")


class Form(Enum):
    """How a word is defined: a row of `terms`, “以下简称”, a sentence with quotation marks or
    “本协议所称”, one without (often in passing), a bracket or a label."""

    TERM = auto()
    ALIAS = auto()
    SENTENCE = auto()
    BARE = auto()
    LOOSE = auto()


@dataclass(frozen=True, slots=True)
class Definition:
    """A defined word and what it stands for.

    `at` and `offset` say in which text and where it is defined; -1 for a row of `terms`. `listed`:
    it stands among definitions, and not in passing.
    """

    word: str
    means: str
    form: Form
    place: Span | None
    at: int = -1
    offset: int = 0
    clause: str | None = None
    term: Term | None = None
    listed: bool = False


class Finder:
    """Finds the longest of many words at each place of a text, in time linear in the text."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = {word for word in words if word}
        lengths: dict[str, set[int]] = {}
        for word in self._words:
            lengths.setdefault(word[0], set()).add(len(word))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}
        self._first = re.compile(f"[{''.join(map(re.escape, lengths))}]") if lengths else None

    def at(self, text: str, start: int) -> str | None:
        """The longest word that begins here."""
        for length in self._lengths.get(text[start], ()):
            if text[start : start + length] in self._words:
                return text[start : start + length]
        return None

    def find(self, text: str) -> Iterator[tuple[int, str]]:
        """Each word used, with its offset; what one word covers is not used by another."""
        start = 0
        while self._first and (found := self._first.search(text, start)):
            word = self.at(text, found.start())
            if word:
                yield found.start(), word
            start = found.start() + (len(word) if word else 1)

    def crossing(self, text: str) -> Iterator[tuple[int, str, str]]:
        """Where a word begins inside a longer reading of another and ends outside it."""
        for start, word in self.find(text):
            for inner in range(start + 1, start + len(word)):
                other = self.at(text, inner)
                if other and inner + len(other) > start + len(word):
                    yield start, word, other
                    break


def spellings(term: str) -> tuple[str, ...]:
    """The words of one row of `terms`: “甲/乙”, “您”或“用户” are two."""
    quoted = _inside(term)
    if quoted:
        return tuple(quoted)
    bare = re.sub(r"[（(][^）)]*[）)]", "", term)
    return tuple(part.strip() for part in re.split(r"[/／、，]", bare) if part.strip())


def definitions(subject: Subject) -> tuple[Definition, ...]:
    """Everything that a document defines, in reading order."""
    return subject.mine("definitions", lambda: _definitions(subject))


def _definitions(subject: Subject) -> tuple[Definition, ...]:
    found = [
        Definition(word, term.means, Form.TERM, term.place("term"), term=term)
        for term in subject.document.terms
        for word in spellings(term.term)
    ]
    for at, passage in enumerate(subject.passages):
        distinct: dict[int, Definition] = {}
        for definition in _written(passage, at):
            if definition.word:
                distinct.setdefault(definition.offset, definition)
        found += distinct.values()
    return tuple(found)


def _written(passage: Passage, at: int) -> Iterator[Definition]:
    """The definitions inside one text."""
    words, clause = passage.words, passage.clause.id if passage.clause else None
    listed = _defining(passage)

    def made(start: int, word: str, form: Form, means: str) -> Definition:
        place = passage.at(start)
        return Definition(word, means, form, place, at, start, clause, listed=listed)

    for match in _ALIAS.finditer(words):
        group = match.lastindex or 0
        means = re.split(r"[，。；：、（(\n]", words[max(0, match.start() - 60) : match.start()])
        whole = next((part for part in reversed(means) if part.strip()), "")
        for start, word in _pieces(match[group], match.start(group)):
            yield made(start, word, Form.ALIAS, whole)
    if isinstance(passage.noun, Term):
        return
    for match in _SENTENCE.finditer(words):
        group = match.lastindex or 0
        rest = re.split(r"[。\n]", words[match.end() : match.end() + 300])[0]
        form = _form(match)
        for start, word in _pieces(match[group], match.start(group)):
            yield made(start, word, form, rest)
    for match in _LOOSE.finditer(words):
        for start, word in _pieces(match[1], match.start(1)):
            yield made(start, word, Form.LOOSE, "")
    for start, word, form in _labels(passage):
        yield made(start, word, form, "")


def _form(match: re.Match[str]) -> Form:
    """How surely a sentence defines a word, and for more than its own clause."""
    before = match.string[max(0, match.start() - 8) : match.start(match.lastindex or 0)]
    if _LOCAL.search(before):
        return Form.LOOSE
    if match.lastindex in (1, 4):
        return Form.SENTENCE
    return Form.BARE if match.group().endswith(("是指", "系指")) else Form.LOOSE


def _defining(passage: Passage) -> bool:
    """Whether a text stands where words are defined."""
    keyword = passage.clause.keyword if passage.clause else None
    title = passage.section.title if passage.section else ""
    return bool(_DEFINING.search(title + (keyword or "")))


def _labels(passage: Passage) -> Iterator[tuple[int, str, Form]]:
    """Words that a definition is headed by: a keyword, what stands before a colon, a first cell."""
    keyword = passage.clause.keyword if passage.clause else None
    if keyword and re.match(r"[是系]?指", passage.words):
        yield 0, keyword, Form.LOOSE
    if not _defining(passage):
        return
    for match in _LABELLED.finditer(passage.words):
        form = Form.LOOSE if match[1][0] not in _OPENING else Form.BARE
        yield from ((*piece, form) for piece in _pieces(match[1], match.start(1)))
    if passage.path == ("cells", 0):
        yield from ((*piece, Form.BARE) for piece in _pieces(passage.words, 0))


def _pieces(text: str, offset: int) -> list[tuple[int, str]]:
    """The words inside the quotes of a text, or the text itself when it has none."""
    found = [(offset + m.start() + 1, m.group()[1:-1]) for m in re.finditer(QUOTED, text)]
    return found or [(offset, text.strip())]


def _inside(text: str) -> list[str]:
    return [m.group()[1:-1] for m in re.finditer(QUOTED, text)]


def company(subject: Subject) -> tuple[Document, ...]:
    """The documents of the sets that hold this one, itself among them."""
    own, day = subject.document.id, subject.effective or date.max
    lists = subject.once("sets", lambda: _sets(subject))
    at = tuple(n for n, each in enumerate(lists) if own in each)

    def gathered() -> tuple[Document, ...]:
        ids = dict.fromkeys(id_ for n in at for id_ in lists[n])
        found = (_standing(subject, id_, day) for id_ in ids)
        return tuple(document for document in found if document)

    return subject.once(("company", at, day), gathered)


def words_of_company(subject: Subject) -> frozenset[str]:
    """The words that the documents of the sets define, and their titles."""
    together = company(subject)

    def gathered() -> frozenset[str]:
        words = {word for document in together for word in words_of(document)}
        return frozenset(words | {document.title for document in together})

    return subject.once(("words", id(together)), gathered)


def _sets(subject: Subject) -> list[dict[str, None]]:
    """The ids of the documents that bind together, and of those of each bundle of documents."""
    corpus = subject.corpus
    binding = corpus.catalog.documents or tuple(
        id_
        for id_, held in corpus.documents.items()
        if held.document.kind in (Kind.AGREEMENT, Kind.NORM)
    )
    return [
        dict.fromkeys(each) for each in (binding, *(b.documents for b in corpus.catalog.bundles))
    ]


def _standing(subject: Subject, id_: str, day: date) -> Document | None:
    """The version of another document that stood when this one began."""
    versions = [d for d in subject.corpus.lineages.get(id_, ()) if isinstance(d, Document)]
    begun = [d for d in versions if d.version.effective and d.version.effective <= day]
    return begun[-1] if begun else versions[0] if versions else None


def words_of(document: Document) -> set[str]:
    """The words that another document defines, by its `terms` or by “以下简称”."""
    found = {word for term in document.terms for word in spellings(term.term)}
    texts = [t for clause in document.clauses() for t in (clause.text, clause.tail or "")]
    for text in (*document.prompt, *texts):
        for pattern in (_ALIAS, _SENTENCE):
            for match in pattern.finditer(text.replace("**", "")):
                found.update(word for _, word in _pieces(match[match.lastindex or 0], 0))
    return found


def plain(means: str) -> str:
    """What a definition says, without marks, spaces and the words that open it."""
    bare = re.sub(rf"[\s，。；：、“”‘’（）()*{CITE}]", "", means)
    return re.sub(r"^(?:均|仅|专)?(?:是指|系指|指的是|指)", "", bare)
