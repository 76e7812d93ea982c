"""The pages: self-contained, in order, with an address for every clause."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from built import DAY, ROOT, provisions, squashed
from jinja2 import UndefinedError

from generator import pipeline, workspace
from generator.bundle import compose, named
from generator.reading import Pack
from generator.render import html


class Page(HTMLParser):
    """What a browser would see: tags, ids, links, headings and the text."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.sources: list[str] = []
        self.text = ""
        self.language: str | None = None
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.language = self.language or given.get("lang")
        if "id" in given:
            self.ids.append(str(given["id"]))
        if tag == "a":
            self.links.append(str(given["href"]))
        self.sources += [str(given[name]) for name in ("src", "srcset", "data") if name in given]

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] != ["style"]:
            self.text += data


@pytest.fixture(scope="module")
def packs() -> list[Pack]:
    place = workspace.find(ROOT)
    corpus = pipeline.read(place.files(), DAY).corpus
    return [compose(corpus, bundle) for bundle in named(corpus.catalog)]


@pytest.fixture(scope="module")
def pages(packs: list[Pack]) -> dict[tuple[str, str], Page]:
    return {
        (pack.id, document.id): Page(html.to_html(pack, document))
        for pack in packs
        for document in pack.documents
    }


def test_every_clause_is_on_its_page_in_order_with_its_number(
    packs: list[Pack], pages: dict[tuple[str, str], Page]
) -> None:
    for pack in packs:
        for document in pack.documents:
            text, at = squashed(pages[pack.id, document.id].text), 0
            for piece in filter(None, map(squashed, provisions(document))):
                found = text.find(piece, at)
                assert found >= 0, (pack.id, document.id, piece)
                at = found + len(piece)


def test_every_clause_has_its_id_as_anchor_and_no_anchor_stands_twice(
    packs: list[Pack], pages: dict[tuple[str, str], Page]
) -> None:
    for pack in packs:
        for document in pack.documents:
            ids = pages[pack.id, document.id].ids
            assert len(ids) == len(set(ids))
            assert {part.id for part in document.parts()} <= set(ids)


def test_every_link_leads_to_an_anchor_of_the_same_bundle(
    packs: list[Pack], pages: dict[tuple[str, str], Page]
) -> None:
    checked = 0
    for (bundle, document), page in pages.items():
        for link in page.links:
            if link.startswith(("https://", "mailto:")):
                continue
            file, _, anchor = link.partition("#")
            target = pages[bundle, file.removesuffix(".html") or document]
            assert not anchor or anchor in target.ids, (bundle, document, link)
            checked += 1
    assert checked > 500


def test_a_page_needs_nothing_but_itself(pages: dict[tuple[str, str], Page]) -> None:
    for page in pages.values():
        assert [] == page.sources
        assert not {"script", "link", "iframe", "object", "img"} & set(page.tags)


def test_a_page_is_outlined_for_those_who_listen(pages: dict[tuple[str, str], Page]) -> None:
    for page in pages.values():
        assert "zh-CN" == page.language
        headings = [int(tag[1]) for tag in page.tags if re.fullmatch("h[1-6]", tag)]
        assert 1 == headings.count(1)
        assert all(below - above <= 1 for above, below in pairwise(headings))
        assert {"main", "article", "header", "nav", "section"} <= set(page.tags)


def test_colours_and_sizes_are_named_in_the_tokens_file_alone() -> None:
    for sheet in html.templates().glob("*.css"):
        styles = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
        if sheet.name != "tokens.css":
            assert [] == re.findall(r"#[0-9a-fA-F]{3,8}\b", _outside_root(styles)), sheet.name


def _outside_root(styles: str) -> str:
    """Without `:root` blocks: the dark scheme gives the same names other values."""
    return re.sub(r":root\s*{[^}]*}", "", styles)


def test_templates_compile_nothing_that_comes_from_the_agreements(tmp_path: Path) -> None:
    """A clause that looks like a template, or like HTML, is printed as typed."""
    from generator.reading import Words
    from generator.render.typeset import markup

    typed = "{{ 7*7 }}{% for x in y %}<script>alert(1)</script>&amp;"
    shown = Page(markup((Words(typed),), lambda cite: None)).text
    assert typed == shown


@pytest.mark.parametrize("value", [None, True, 1.5, date(2026, 1, 2), ("a",), {}])
def test_a_template_that_prints_what_is_no_text_is_refused(value: object) -> None:
    """`None` between two words would be read as a word."""
    with pytest.raises(TypeError, match=type(value).__name__):
        html._environment().from_string("{{ value }}").render(value=value)


@pytest.mark.parametrize(
    "template",
    ["{{ nothing }}", "{{ a.nothing }}", "{% if nothing %}{% endif %}", "{{ a ~ nothing }}"],
)
def test_a_template_that_asks_for_what_is_not_there_is_refused(template: str) -> None:
    with pytest.raises((UndefinedError, TypeError)):
        html._environment().from_string(template).render(a="a")
