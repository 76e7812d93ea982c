"""The site without a browser: what is published, whether it hangs together, and how it is put up.

PDFs are stand-ins here (`small.plain`); the browser has its own tests.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin
from xml.etree import ElementTree

import pytest
import small
from conftest import DOCUMENT, Write

from generator import pipeline, workspace
from generator.binding import audiences, binding
from generator.problems import Rejected, Unusable
from generator.site import build as building
from generator.site.build import Site

ROOT = Path(__file__).resolve().parents[1]
BASE = "https://example.org/agreements/"
ATOM = "{http://www.w3.org/2005/Atom}"
DAY = date(2026, 11, 22)
OLD = DOCUMENT.replace("2026-01-01", "2025-01-01").replace("2026-02-01", "2025-02-01")
NEW = DOCUMENT.replace('"1"', '"2"').replace("退款。", "七日内退款。")
TWO = {"documents/terms.yaml": NEW, "published/terms/1.yaml": OLD}


def publish(root: Path, target: Path | None = None, base: str = "", day: date = DAY) -> Site:
    """Build the site of a workspace, with PDFs that take no time."""
    place = workspace.find(root)
    read = pipeline.read(place.files(), day)
    target = target or root / "site"
    return building.build(place, read, target, base, lambda step: None, small.plain, 0.2)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the agreements of this repository, at a known address."""
    root = tmp_path_factory.mktemp("shipped")
    shutil.copytree(ROOT / "agreements", root / "agreements")
    publish(root, base=BASE)
    return root / "site"


class Page(HTMLParser):
    """What the checks need of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.anchors, self.nested, self.words = 0, False, ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag == "a":
            self.nested |= self.anchors > 0
            self.anchors += 1

    def handle_endtag(self, tag: str) -> None:
        self.anchors -= tag == "a"

    def handle_data(self, data: str) -> None:
        self.words += data

    def all(self, name: str) -> list[str]:
        return [attributes[name] for _, attributes in self.elements if name in attributes]


def pages(site: Path) -> Iterator[tuple[str, Page]]:
    for path in sorted(site.rglob("*.html")):
        yield path.relative_to(site).as_posix(), Page(path.read_text("utf-8"))


def loaded(site: Path, path: str) -> Any:
    return json.loads((site / path).read_bytes())


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def broken(site: Path) -> list[str]:
    """Links that lead nowhere: no file, or no such place in it."""
    found = dict(pages(site))
    ids = {path: set(page.all("id")) for path, page in found.items()}
    wrong = []
    for path, page in found.items():
        here = f"{BASE}{path.removesuffix('index.html')}"
        for link in [*page.all("href"), *page.all("src"), *page.all("action")]:
            whole, fragment = urldefrag(urljoin(here, link))
            if not whole.startswith(BASE):
                continue
            inside = unquote(whole.removeprefix(BASE))
            name = f"{inside}index.html" if not inside or inside.endswith("/") else inside
            if not (site / name).is_file() or (fragment and unquote(fragment) not in ids[name]):
                wrong.append(f"{path}: {link}")
    return wrong


def test_every_link_leads_somewhere(shipped: Path) -> None:
    assert [] == broken(shipped)


def test_every_page_has_one_address_for_each_place(shipped: Path) -> None:
    """Equal ids would make permalinks ambiguous, and links in links are no HTML."""
    for path, page in pages(shipped):
        ids = page.all("id")
        assert len(ids) == len(set(ids)), path
        assert not page.nested, path
        assert 1 == sum(tag == "h1" for tag, _ in page.elements), path
        assert 1 == sum(tag == "main" for tag, _ in page.elements), path


def test_a_document_page_stays_below_150_kilobytes(shipped: Path) -> None:
    heavy = {
        path.relative_to(shipped).as_posix(): path.stat().st_size
        for folder in ("documents", "sets")
        for path in (shipped / folder).rglob("index.html")
        if path.stat().st_size >= 150_000
    }
    assert {} == heavy


def test_no_page_runs_or_paints_anything_inline_or_foreign(shipped: Path) -> None:
    for path, page in pages(shipped):
        policies = [
            a["content"] for _, a in page.elements if "policy" in a.get("http-equiv", "").lower()
        ]
        assert len(policies) == 1, path
        assert "default-src 'none'" in policies[0] and "unsafe-inline" not in policies[0]
        assert ("wasm-unsafe-eval" in policies[0]) == (path == "search/index.html"), path
        for tag, attributes in page.elements:
            assert tag != "style" and "style" not in attributes, path
            assert not any(name.startswith("on") for name in attributes), path
            if tag == "script":
                assert "src" in attributes or attributes["type"] == "application/ld+json", path
            if tag in ("script", "img", "iframe", "video", "audio", "object", "embed"):
                assert not re.match("(https?:)?//", attributes.get("src", "")), path
            if tag == "link" and attributes["rel"] in ("stylesheet", "icon"):
                own = path == "404.html" and attributes["href"].startswith(BASE)
                assert own or not re.match("(https?:)?//", attributes["href"]), path


def test_every_set_of_products_has_its_documents_and_its_pack(shipped: Path) -> None:
    sets = loaded(shipped, "data/sets.json")
    assert 31 == len(sets["sets"]) and sets["complete"]
    for name, one in sets["sets"].items():
        assert name == "_".join(one["products"])
        assert (shipped / one["page"] / "index.html").is_file()
        for each in [*one["documents"], one["pack"]]:  # of unnamed sets the pack is the PDF
            assert each["pdf"] is None or each["sha256"] == digest(shipped / each["pdf"]), name
        assert one["pack"]["pdf"] and all((shipped / d["page"]).is_dir() for d in one["documents"])
        assert 3 == len(one["documents"])


def test_which_version_binds_is_published_as_the_command_answers(shipped: Path) -> None:
    """The data of the page, evaluated plainly, against `binding`, on every day that matters."""
    read = pipeline.read(workspace.find(ROOT).files(), DAY)
    for document in loaded(shipped, "data/bindings.json")["documents"]:
        lineage = read.corpus.lineages[document["id"]]
        every = audiences(lineage)
        assert [a.id for a in every] == [a["id"] for a in document["audiences"]]
        days = {v["effective"] for v in document["versions"]}
        days |= {r["from"] for v in document["versions"] for r in v["rows"] if r["from"]}
        for audience in every or (None,):
            for day in sorted(days):
                answer = binding(lineage, audience, date.fromisoformat(day))
                ours = _bound(document, audience.id if audience else None, day)
                assert ours == (answer.version.number if answer else None)


def _bound(document: Any, audience: str | None, day: str) -> str | None:
    best: tuple[str, str] | None = None
    for version in document["versions"]:
        rows = [row["from"] for row in version["rows"] if row["audience"] == audience]
        begins = (rows[0] if rows else None) if version["rows"] else version["effective"]
        if begins and begins <= day and (best is None or begins >= best[0]):
            best = begins, version["number"]
    return best[1] if best else None


def test_every_version_is_listed_with_digests_that_hold(shipped: Path) -> None:
    content = loaded(shipped, "agreements.json")
    versions = [v for document in content["documents"] for v in document["versions"]]
    assert len(list((ROOT / "agreements/retired").iterdir())) == len(content["retired"])
    for version in versions:
        inside = version["page"].removeprefix(BASE)
        assert version["page-sha256"] == digest(shipped / inside / "index.html")
        assert version["sha256"] == digest(shipped / version["pdf"].removeprefix(BASE))
        assert version["text-sha256"] in (shipped / inside / "index.html").read_text("utf-8")


def test_sums_cover_every_file(shipped: Path) -> None:
    lines = (shipped / "SHA256SUMS").read_text("utf-8").splitlines()
    listed = {path: known for known, _, path in (line.partition("  ") for line in lines)}
    files = {p.relative_to(shipped).as_posix() for p in shipped.rglob("*") if p.is_file()}
    assert files - {"SHA256SUMS", "manifest.json"} == set(listed)
    assert {path: digest(shipped / path) for path in listed} == listed


def test_the_feed_and_the_sitemap_name_pages_that_are_there(shipped: Path) -> None:
    feed = ElementTree.parse(shipped / "feed.xml").getroot()
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids)) > 10
    days = [entry.findtext(f"{ATOM}updated") or "" for entry in feed.iter(f"{ATOM}entry")]
    assert sorted(days, reverse=True) == days and feed.findtext(f"{ATOM}updated") == days[0]
    links = [e.find(f"{ATOM}link") for e in feed.iter(f"{ATOM}entry")]
    addresses = [link.attrib["href"] for link in links if link is not None]
    sitemap = ElementTree.parse(shipped / "sitemap.xml").getroot()
    mapped = [each.text or "" for each in sitemap.iter() if each.tag.endswith("loc")]
    assert len(list(shipped.rglob("index.html"))) == len(mapped)
    for address in (*addresses, *mapped):
        assert (shipped / address.removeprefix(BASE) / "index.html").is_file(), address


def test_a_retired_agreement_says_where_each_provision_went(shipped: Path) -> None:
    for source in (ROOT / "agreements/retired").iterdir():
        provisions = source.read_text("utf-8").count("\n  - id: ")
        page = Page((shipped / "retired" / source.stem / "index.html").read_text("utf-8"))
        rows = [a for tag, a in page.elements if tag == "tr" and "id" in a]
        assert provisions == len(rows) > 0
        assert (shipped / "retired" / source.stem / f"{source.stem}.pdf").is_file()


def test_every_clause_in_force_can_be_found_and_reached(shipped: Path) -> None:
    """Each record of the index leads to a place that exists; each clause has one."""
    from generator.site.plan import plan
    from generator.site.search import records

    planned = plan(pipeline.read(workspace.find(ROOT).files(), DAY).corpus)
    places = {path: set(page.all("id")) for path, page in pages(shipped)}
    found = list(records(planned))
    for record in found:
        path, _, anchor = record.url.partition("#")
        assert not anchor or anchor in places[f"{path}index.html"], record.url
    clauses = {
        f"{lineage.standing.path}#{clause.id}"
        for lineage in planned.lineages.values()
        if not lineage.external
        for section in lineage.standing.document.sections  # type: ignore[union-attr]
        for clause in section.clauses
    }
    assert clauses <= {record.url for record in found}
    fragments = list((shipped / "pagefind/fragment").iterdir())
    assert len(fragments) == len(found)


def test_two_versions_are_compared_and_both_stay(workspace: Write) -> None:
    root = workspace(TWO)
    publish(root)
    site = root / "site"
    redline = (site / "compare/terms/1..2/index.html").read_text("utf-8")
    assert "七日内" in redline and "〔增〕" in redline
    older = (site / "documents/terms/1/index.html").read_text("utf-8")
    assert "截至2026年11月22日，本版本已被取代" in older and "七日内" not in older
    assert (site / "documents/terms/index.html").read_text("utf-8").count("七日内退款") == 1
    assert [] == broken(site)


def test_a_version_to_come_is_announced_and_does_not_stand(workspace: Write) -> None:
    root = workspace(TWO)
    publish(root, day=date(2026, 1, 15))
    home = (root / "site/index.html").read_text("utf-8")
    assert "截至2026年1月15日" in home
    coming = home.partition('id="coming"')[2].partition("</section>")[0]
    assert "documents/terms/2/" in coming
    standing = (root / "site/documents/terms/index.html").read_text("utf-8")
    assert "第2版已公布，将于2026年2月1日生效" in standing and "七日内" not in standing


def test_two_builds_give_the_same_bytes(workspace: Write, tmp_path: Path) -> None:
    """The search index too: nothing is made in an order of chance."""
    root = workspace(TWO)
    first = publish(root, tmp_path / "one")
    shutil.rmtree(root / ".xieyi-cache")
    second = publish(root, tmp_path / "two")
    assert small.content(first.target) == small.content(second.target)


def test_nothing_is_done_when_nothing_changed(workspace: Write) -> None:
    root = workspace(TWO)
    publish(root)
    site = root / "site"
    before = {path: path.stat().st_ino for path in site.rglob("*") if path.is_file()}
    publish(root)
    assert before == {path: path.stat().st_ino for path in site.rglob("*") if path.is_file()}


def test_a_file_that_somebody_changed_is_put_right(workspace: Write) -> None:
    root = workspace(TWO)
    publish(root)
    site, before = root / "site", small.content(root / "site")
    (site / "index.html").write_text("x", "utf-8")
    (site / "feed.xml").unlink()
    publish(root)
    assert before == small.content(site)


def test_pages_of_what_is_gone_go(workspace: Write) -> None:
    root = workspace(TWO)
    publish(root)
    (root / "site/CNAME").write_text("example.org\n", "utf-8")  # another hand's file stays
    (root / "agreements/published/terms/1.yaml").unlink()
    publish(root)
    assert not (root / "site/documents/terms/1").exists()
    assert not (root / "site/compare/terms").exists()
    assert (root / "site/CNAME").is_file()


def test_a_folder_of_others_is_refused(workspace: Write) -> None:
    root = workspace({})
    (root / "site").mkdir()
    (root / "site/precious.txt").write_text("x", "utf-8")
    with pytest.raises(Unusable, match="output-not-ours"):
        publish(root)
    assert ["precious.txt"] == [path.name for path in (root / "site").iterdir()]


def test_what_was_released_and_altered_is_not_published(tmp_path: Path) -> None:
    """Neither an altered version, nor the same without the ledger that would tell."""
    shutil.copytree(ROOT / "agreements", tmp_path / "agreements")
    publish(tmp_path)
    before = small.content(tmp_path / "site")
    released = tmp_path / "agreements/published/usage-norms/1.yaml"
    released.write_text(released.read_text("utf-8") + "# later\n", "utf-8")
    with pytest.raises(Rejected, match="immutable"):
        publish(tmp_path)
    (tmp_path / "agreements/ledger.yaml").unlink()
    with pytest.raises(Rejected, match="immutable"):
        publish(tmp_path)
    assert before == small.content(tmp_path / "site")


def test_another_organisation_has_a_site_at_once(tmp_path: Path) -> None:
    root = small.begun(tmp_path / "acme")
    publish(root)
    assert [] == broken(root / "site")
    text = "".join(page.words for _, page in pages(root / "site"))
    assert not re.search("1688|营销", text)


def test_documents_that_two_sets_read_alike_are_stored_once(workspace: Write) -> None:
    scoped = DOCUMENT.replace("kind: agreement", "kind: agreement\nfor: [a]")
    root = workspace({"documents/terms.yaml": scoped})
    publish(root)
    sets = loaded(root / "site", "data/sets.json")["sets"]
    assert {"sets/a/terms/"} == {d["page"] for s in sets.values() for d in s["documents"]}
    assert [] == sets["b_c"]["documents"]
    assert [] == broken(root / "site")


def test_many_products_have_pages_for_the_named_sets_only(workspace: Write) -> None:
    names = [f"p{n}" for n in range(7)]
    listed = "".join(f"  - id: {name}\n    name: 产品{name}\n" for name in names)
    catalog = f"platform: {{name: 平台, operator: 运营方}}\nproducts:\n{listed}"
    root = workspace({"catalog.yaml": catalog})
    publish(root)
    sets = loaded(root / "site", "data/sets.json")
    assert 8 == len(sets["sets"]) and not sets["complete"]
    assert "命名的组合" in (root / "site/pick/index.html").read_text("utf-8")


def test_words_of_the_agreements_are_never_markup(workspace: Write) -> None:
    nasty = '</script><script>alert(1)</script>"&'
    catalog = (ROOT / "tests/conftest.py").read_text("utf-8").partition('CATALOG = """\\\n')[2]
    catalog = catalog.partition('"""')[0].replace("name: 平台", f"name: '{nasty}'")
    root = workspace({"catalog.yaml": catalog})
    publish(root, base=BASE)
    for path, page in pages(root / "site"):
        assert not [a for tag, a in page.elements if tag == "script" and not a], path
    feed = ElementTree.parse(root / "site/feed.xml").getroot()
    assert nasty in (feed.findtext(f"{ATOM}title") or "")


def test_the_first_mention_of_a_term_leads_to_its_meaning(workspace: Write) -> None:
    terms = "terms:\n  - id: fee\n    term: 费用\n    means: 指价款。\n"
    root = workspace({"documents/terms.yaml": DOCUMENT.replace("sections:", f"{terms}sections:")})
    publish(root)
    page = (root / "site/documents/terms/index.html").read_text("utf-8")
    assert 1 == page.count('href="#term-fee"') and 'id="term-fee"' in page
