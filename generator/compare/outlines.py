"""Nouns as written → outlines: numbers, values and references as they read in one version."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..model import (
    Binding,
    Clause,
    Document,
    External,
    Kind,
    Material,
    Nature,
    Row,
    Scheme,
    Section,
    Table,
    Term,
    Version,
)
from ..model import Scope as Negotiation
from ..numerals import day
from ..resolve import Corpus, inline
from ..resolve.corpus import Scope
from ..resolve.numbering import Number, item_label, numbers
from ..resolve.values import value
from .changes import Unit
from .outline import FIRST_MARK, Fact, Mark, Node, Outline, Words, lines, plainly

# Values that say which version a text stands in. They are metadata, compared by name.
_OF_VERSION = ("title", "version", "published", "effective")
_KINDS = {Kind.AGREEMENT: "协议", Kind.NORM: "规范", Kind.RULE: "规则", Kind.EXTERNAL: "外部文件"}
_NATURES = {None: "", Nature.SOFTWARE: "软件服务", Nature.ADVERTISING: "广告服务"}
_SCOPES = {Negotiation.PLATFORM_RULE: "平台规则", Negotiation.NEGOTIATED: "个别协商"}
_SCHEMES = {Scheme.AGREEMENT: "一、1.1（1）", Scheme.RULE: "第一章 第一条", Scheme.DECIMAL: "1 1.1"}
_FIELDS = (("covers", "内容"), ("renews", "续期"), ("leave", "退出"), ("remark", "备注"))
_PARTY_ENDS = ("方", "人", "者", "商", "商家", "用户", "您", "我们")


def outline(document: Binding, corpus: Corpus) -> Outline:
    """The outline of one version, ours or external, as it reads in a corpus."""
    return _Outliner(document, corpus).outline()


class _Outliner:
    """Walks a document once; numbers of other documents are computed when first referred to."""

    def __init__(self, document: Binding, corpus: Corpus) -> None:
        self.document, self.corpus = document, corpus
        self.everything: Scope = frozenset(p.id for p in corpus.catalog.products)
        self.nodes: list[Node] = []
        self.marks: dict[str, Mark] = {}
        self.chars: dict[str, str] = {}
        self.numbered: dict[str, dict[str, Number]] = {}

    def outline(self) -> Outline:
        document, whole, declared = self.document, self.everything, None
        if isinstance(document, Document):
            whole = self.corpus.scope(document.for_, whole)
            declared = self._declared(document.for_)
            self._inside(document, whole)
        else:
            self._fields(document)
        return Outline(
            document=document.id,
            title=document.title,
            version=document.version.number,
            facts=tuple(self._facts()),
            nodes=tuple(self.nodes),
            marks=self.marks,
            names={product.id: product.name for product in self.corpus.catalog.products},
            parties=frozenset(self._parties()),
            scope=whole,
            declared=declared,
            place=document.place("id"),
        )

    def _inside(self, document: Document, whole: Scope) -> None:
        for at, text in enumerate(document.prompt, 1):
            place = document.place("prompt", at - 1)
            blocks = (self._words(text, whole), Words(), Words())
            id_ = f"prompt-{at}"
            self.nodes.append(
                Node(Unit.PROMPT, id_, -1, 0, "", "", Words(), blocks, whole, place=place)
            )
        for at, term in enumerate(document.terms, 1):
            self.nodes.append(self._term(document, term, at, whole))
        found = numbers(document)
        for section in document.sections:
            self._section(section, found, whole)

    def _term(self, document: Document, term: Term, at: int, whole: Scope) -> Node:
        scope = self.corpus.scope(term.for_, whole)
        label = item_label(document.numbering, 2, at)
        return Node(
            unit=Unit.TERM,
            id=term.id or term.term,
            parent=-1,
            level=0,
            number=label,
            label=label,
            heading=plainly(f"“{term.term}”："),
            blocks=(self._words(term.means, scope), Words(), Words()),
            scope=scope,
            declared=self._declared(term.for_),
            place=term.span,
        )

    def _section(self, section: Section, found: dict[str, Number], whole: Scope) -> None:
        scope, own = self.corpus.scope(section.for_, whole), found[section.id]
        heading, none = plainly(section.title), Words()
        self.nodes.append(
            Node(
                unit=Unit.SECTION,
                id=section.id,
                parent=-1,
                level=0,
                number=own.cite,
                label=own.label,
                heading=heading,
                blocks=(none, none, none),
                scope=scope,
                declared=self._declared(section.for_),
                place=section.span,
            )
        )
        at = len(self.nodes) - 1
        for clause in section.clauses:
            self._clause(clause, found, scope, at, 1, None)

    def _clause(
        self,
        clause: Clause,
        found: dict[str, Number],
        above: Scope,
        parent: int,
        level: int,
        material: Material | None,
    ) -> None:
        scope, own = self.corpus.scope(clause.for_, above), found[clause.id]
        weight = clause.material or material
        self.nodes.append(
            Node(
                unit=Unit.CLAUSE if level == 1 else Unit.ITEM,
                id=clause.id,
                parent=parent,
                level=level,
                number=own.cite,
                label=own.label,
                heading=plainly(f"【{clause.keyword}】") if clause.keyword else Words(),
                blocks=(
                    self._words(clause.text, scope),
                    self._table(clause.table, scope) if clause.table else Words(),
                    self._words(clause.tail or "", scope),
                ),
                scope=scope,
                declared=self._declared(clause.for_),
                rows=tuple(self._rows(clause.table, scope)) if clause.table else (),
                material=weight,
                tag=clause.material,
                place=clause.span,
            )
        )
        at = len(self.nodes) - 1
        for item in clause.items:
            self._clause(item, found, scope, at, level + 1, weight)

    def _table(self, table: Table, scope: Scope) -> Words:
        rows = [plainly(table.caption)] if table.caption else []
        rows.append(self._cells(table.columns, scope))
        rows += [self._row(row, scope) for row in table.rows]
        return lines(rows)

    def _rows(self, table: Table, scope: Scope) -> Iterator[tuple[str, frozenset[str]]]:
        for row in table.rows:
            yield self._row(row, scope).text, self.corpus.scope(row.for_, scope)

    def _row(self, row: Row, scope: Scope) -> Words:
        return self._cells(row.cells, self.corpus.scope(row.for_, scope))

    def _cells(self, cells: tuple[str, ...], scope: Scope) -> Words:
        joined = Words()
        for at, cell in enumerate(cells):
            words = self._words(cell, scope)
            joined = joined + plainly(" | " if at else "") + words
        return joined

    def _declared(self, names: tuple[str, ...] | None) -> Scope | None:
        return None if names is None else self.corpus.union(names)

    def _words(self, text: str, scope: Scope) -> Words:
        """What a reader reads, with a private character for what is compared by name."""
        if not text:
            return Words()
        parsed = inline.parse(text)
        return lines(self._runs(paragraph, scope, "0") for paragraph in parsed.paragraphs)

    def _runs(self, marks: tuple[inline.Mark, ...], scope: Scope, strong: str) -> Words:
        joined = Words()
        for mark in marks:
            match mark:
                case inline.Literal():
                    text = mark.text
                case inline.Emphasis():
                    joined = joined + self._runs(mark.marks, scope, "1")
                    continue
                case inline.Value():
                    text = self._value(mark.name, scope)
                case inline.Reference():
                    text = self._reference(mark)
                case inline.Address():
                    text = mark.text + self._address(mark)
            joined = joined + Words(text, strong * len(text))
        return joined

    def _value(self, name: str, scope: Scope) -> str:
        document = self.document
        shown = value(name, self.corpus.catalog, document, document.title, scope)
        return self._mark(f"value {name}", shown) if name in _OF_VERSION else shown

    def _reference(self, mark: inline.Reference) -> str:
        own = mark.document in (None, self.document.id)
        document = "" if own else str(mark.document)
        return self._mark(f"{document}#{mark.clause or ''}", self._cited(mark, own))

    def _cited(self, mark: inline.Reference, own: bool) -> str:
        """`第4.6条`, with its document's title when it is another."""
        corpus, name = self.corpus, self.document.id if own else str(mark.document)
        held = corpus.documents.get(name)
        document = self.document if own else held.document if held else None
        titled = document or corpus.externals.get(name) or corpus.retired.get(name)
        title = "" if own and mark.clause else f"《{titled.title if titled else name}》"
        if not mark.clause:
            return title
        if not isinstance(document, Document):
            return f"{title}#{mark.clause}"
        if name not in self.numbered:
            self.numbered[name] = numbers(document)
        found = self.numbered[name].get(mark.clause)
        return title + (found.cite if found else f"#{mark.clause}")

    def _address(self, mark: inline.Address) -> str:
        if mark.url.endswith(mark.text):
            return ""
        return self._mark(f"url {mark.url}", f"（{mark.url}）")

    def _mark(self, key: str, shown: str) -> str:
        if key not in self.chars:
            self.chars[key] = chr(FIRST_MARK + len(self.chars))
            self.marks[self.chars[key]] = Mark(key, shown)
        return self.chars[key]

    def _fields(self, external: External) -> None:
        for key, name in _FIELDS:
            if text := getattr(external, key):
                blocks = (self._words(text, self.everything), Words(), Words())
                place, heading = external.place(key), plainly(f"{name}：")
                self.nodes.append(
                    Node(Unit.FIELD, key, -1, 0, "", "", heading, blocks, place=place)
                )

    def _facts(self) -> Iterator[Fact]:
        document = self.document
        yield Fact("title", "标题", document.title, document.place("title"))
        if isinstance(document, Document):
            titles = "、".join(
                f"{other.title}（{'、'.join(sorted(self.corpus.union(other.only)))}）"
                for other in document.titles
            )
            yield Fact("titles", "其他标题", titles, document.place("titles"))
            yield Fact("nature", "性质", _NATURES[document.nature], document.place("nature"))
            yield Fact("scope", "范围", _SCOPES[document.scope], document.place("scope"))
            yield Fact(
                "numbering", "编号", _SCHEMES[document.numbering], document.place("numbering")
            )
        else:
            for key, name in (("holder", "出具方"), ("product", "产品"), ("page", "页面")):
                yield Fact(key, name, getattr(document, key), document.place(key))
            yield Fact("link", "链接", document.link or "", document.place("link"))
        yield Fact("kind", "种类", _KINDS[document.kind], document.place("kind"))
        yield from _dates(document.version)

    def _parties(self) -> Iterator[str]:
        yield self.corpus.catalog.platform.operator
        yield self.corpus.catalog.platform.name
        if isinstance(self.document, Document):
            for term in self.document.terms:
                if term.term.endswith(_PARTY_ENDS):
                    yield term.term


def _dates(version: Version) -> Iterator[Fact]:
    yield Fact("draft", "状态", "草案" if version.draft else "", version.place("draft"))
    yield Fact("published", "公布日", _day(version.published), version.place("published"))
    yield Fact("effective", "生效日", _day(version.effective), version.place("effective"))
    comment = version.comment
    period = f"{day(comment.from_)}至{day(comment.to)}" if comment else ""
    yield Fact("comment", "征求意见", period, version.place("comment"))
    rows = [
        f"{row.audience.name}：{_day(row.from_) or '自现有期限届满的次日起'}"
        for row in version.transition
    ]
    yield Fact("transition", "过渡安排", "\n".join(rows), version.place("transition"))


def _day(value: date | None) -> str:
    return day(value) if value else ""
