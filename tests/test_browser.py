"""The site as a reader's browser shows it: what scripts add, and what remains without them."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import Opens, Published, chromium, lineage, opens, site
from click.testing import CliRunner
from playwright.sync_api import Page, expect

from generator.binding import audiences
from generator.bundle import compose, of_products
from generator.commands import program
from generator.site.plan import plan
from generator.site.search import Record, records

__all__ = ["chromium", "lineage", "opens", "site"]  # fixtures
PHONE = {"width": 390, "height": 844}
KINDS = {
    "home": "",
    "picker": "pick/",
    "product": "products/*/",
    "bundle": "bundles/*/",
    "set": "sets/*/",
    "document of a set": "sets/*/*/",
    "documents": "documents/",
    "document": "documents/*/",
    "version": "documents/*/1/",
    "comparisons": "compare/",
    "redline": "compare/*/*/",
    "table": "compare/*/*/table/",
    "retired": "retired/",
    "tombstone": "retired/*/",
    "trace": "trace/",
    "retired beside": "trace/beside/",
    "notices": "notices/",
    "notice": "notices/*/",
    "which": "which/",
    "search": "search/",
    "data": "data/",
}


def of_kind(site: Published, kind: str) -> str:
    """The address of a page of this kind."""
    pattern = KINDS[kind]
    if "*" not in pattern:
        return site.address + pattern
    return site.address + max(
        site.paths(pattern), key=lambda path: (site.folder / path / "index.html").stat().st_size
    )


# The picker


def test_every_set_of_products_gets_exactly_its_documents(site: Published, opens: Opens) -> None:
    page = opens(f"{site.address}pick/")
    expect(page.locator("#picker")).to_be_visible()
    expect(page.locator("[data-plain]")).to_be_hidden()
    corpus = site.read.corpus
    for each in plan(corpus).sets:
        page.evaluate(
            """products => {
                 for (const box of document.querySelectorAll("[name=product]"))
                   if (box.checked !== products.includes(box.value)) box.click();
               }""",
            list(each.products),
        )
        pack = compose(corpus, of_products(corpus.catalog, each.products))
        titles = [f"《{document.title}》" for document in pack.documents]
        assert titles == page.locator("#picked .title").all_text_contents()
        assert "、".join(pack.products) == page.locator("#picked h2").text_content()
        path = page.locator("#picked .act a").first.get_attribute("href")
        assert path
        printed = (site.folder / "pick" / path).resolve()
        assert f"%PDF-sets/{each.key}/pack".encode() == printed.read_bytes()


def test_the_documents_of_a_set_lead_to_what_that_set_reads(site: Published, opens: Opens) -> None:
    first, second = [product.id for product in site.read.corpus.catalog.products][:2]
    page = opens(f"{site.address}pick/?product={first}")
    page.locator(f"[value={second}]").check()
    expect(page).to_have_url(re.compile(f"product={first}&product={second}$"))
    expect(page.get_by_role("status")).to_contain_text("适用")
    for link in page.locator("#picked a").all():
        answer = page.request.get(link.evaluate("link => link.href"))
        assert answer.ok
    page.locator("#picked .title").first.click()
    expect(page.locator("h1")).to_be_visible()
    page.go_back()
    expect(page.locator(f"[value={second}]")).to_be_checked()
    expect(page.locator("#picked h2")).to_be_visible()
    page.get_by_role("button", name="清除选择").click()
    expect(page.locator("#picked")).to_be_empty()


def test_the_picker_works_with_the_keyboard_alone(site: Published, opens: Opens) -> None:
    page = opens(f"{site.address}pick/")
    expect(page.locator("#picker")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    page.keyboard.press("Enter")
    reach(page, "[name=product]")
    page.keyboard.press("Space")
    expect(page.locator("#picked .title").first).to_be_visible()
    reach(page, "#picked .title")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/(sets|documents)/"))


def reach(page: Page, selector: str, most: int = 60) -> None:
    """Press Tab until one of these has the focus; what has it must show so."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            shown = page.evaluate(
                """() => { const style = getComputedStyle(document.activeElement);
                   return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0; }"""
            )
            assert shown, f"{selector} does not show that it has the focus"
            return
    raise AssertionError(f"Tab does not reach {selector}")


# Which version binds


def around(days: set[date]) -> list[date]:
    """Each day with its neighbours: where an answer changes, and where it must not."""
    return sorted({day + timedelta(days=n) for day in days for n in (-1, 0, 1)})


def turning(made: Published) -> set[date]:
    """Every day on which the data lets something begin."""
    found = set()
    for documents in made.read.corpus.lineages.values():
        for document in documents:
            found |= {row.from_ for row in document.version.transition if row.from_}
            found |= {document.version.effective} if document.version.effective else set()
    return found


ASKED = """asked => {
  const form = document.querySelector("#ask"), answer = document.querySelector("#answer");
  const put = (name, value) => {
    form.elements[name].value = value;
    form.elements[name].dispatchEvent(new Event("input", {bubbles: true}));
  };
  return asked.map(([document, audience, on, ends]) => {
    put("document", document); put("audience", audience ?? "");
    put("on", on); put("ends", ends ?? "");
    const hidden = form.querySelector("[data-ends]").hidden;
    return [answer.dataset.version || null, hidden ? null : "ends"];
  });
}"""


def answered(made: Published, on: date, ends: date | None) -> Iterator[tuple[str, ...]]:
    """What `xieyi which` answers on a day, for every document and audience."""
    arguments = ["-w", str(made.root), "which", "--all", "--json", "--on", on.isoformat()]
    arguments += ["--ends", ends.isoformat()] if ends else []
    done = CliRunner().invoke(program(), arguments)
    assert 0 == done.exit_code, done.output
    for row in json.loads(done.stdout):
        yield row["document"], row["audience"], row["version"]


def compared(made: Published, page: Page, ends: list[date | None]) -> None:
    expect(page.locator("#ask")).to_be_visible()
    asked, expected = [], []
    for last in ends:
        for on in around(turning(made)):
            for document, audience, version in answered(made, on, last):
                asked.append([document, audience, str(on), last and str(last)])
                expected.append(version)
    found = page.evaluate(ASKED, asked)
    # Where the end of a term is asked for and not given, the page asks instead of answering.
    assert [
        [*question, None if needed and not question[3] else version]
        for question, version, (_, needed) in zip(asked, expected, found, strict=True)
    ] == [[*question, version] for question, (version, _) in zip(asked, found, strict=True)]
    assert len(set(expected)) > 1


def test_the_page_answers_what_the_command_answers(site: Published, opens: Opens) -> None:
    compared(site, opens(f"{site.address}which/"), [None])


def test_terms_that_run_are_answered_as_the_command_answers(
    lineage: Published, opens: Opens
) -> None:
    days = [date(2026, 3, 9), date(2026, 5, 19), date(2026, 5, 20), date(2028, 2, 28)]
    compared(lineage, opens(f"{lineage.address}which/"), [None, *days, date(2029, 12, 31)])


def test_an_answer_says_why_and_leads_to_the_text(lineage: Published, opens: Opens) -> None:
    page = opens(f"{lineage.address}which/?document=terms&audience=old&on=2026-05-31")
    answer = page.locator("#answer")
    expect(answer).to_contain_text("2026年5月31日，适用《服务条款》第1版")
    expect(answer).to_contain_text("第2版自2026年6月1日起适用于对象old")
    page.locator("[name=on]").fill("2026-06-01")
    expect(answer).to_contain_text("适用《服务条款》第2版")
    page.locator("[name=audience]").select_option("term")
    expect(answer).to_contain_text("请填写现有期限的届满日")
    page.locator("[name=ends]").fill("2026-05-31")
    expect(answer).to_contain_text("适用《服务条款》第3版")
    expect(page).to_have_url(re.compile("document=terms&audience=term&on=2026-06-01&ends="))
    answer.locator("a").first.click()
    expect(page).to_have_url(re.compile("/documents/terms/3/$"))


def test_every_audience_of_the_data_can_be_chosen(site: Published, opens: Opens) -> None:
    page = opens(f"{site.address}which/")
    expect(page.locator("#ask")).to_be_visible()
    for id_, documents in site.read.corpus.lineages.items():
        page.locator("[name=document]").select_option(id_)
        names = [audience.name for audience in audiences(documents)] or ["全部商家"]
        assert names == page.locator("[name=audience] option").all_text_contents()


# Reading


def longest(site: Published) -> str:
    return of_kind(site, "document")


def test_the_link_of_a_clause_is_copied_whole(site: Published, opens: Opens) -> None:
    page = opens(longest(site), permissions=["clipboard-read", "clipboard-write"])
    link = page.locator(".clause > a.permalink").nth(5)
    id_ = link.get_attribute("href")
    link.click()
    expect(page.locator("#copied")).to_have_text("已复制条款链接")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert longest(site) + str(id_) == copied
    there = opens(copied).locator(":target")
    expect(there).to_be_in_viewport()
    assert id_ == f"#{there.get_attribute('id')}"


def test_hashes_are_copied_from_where_they_stand(site: Published, opens: Opens) -> None:
    permissions = ["clipboard-read", "clipboard-write"]
    page = opens(of_kind(site, "version"), permissions=permissions)
    page.locator("summary", has_text="核验").click()
    code = page.locator("code[data-copy]").first
    code.locator("+ button").click()
    assert code.text_content() == page.evaluate("navigator.clipboard.readText()")


def test_a_term_says_what_it_means_on_hover_and_on_focus(site: Published, opens: Opens) -> None:
    page = opens(longest(site))
    term = page.locator('.clause a[href^="#term-"]').first
    tip = page.get_by_role("tooltip")
    expect(tip).to_have_count(0)
    term.hover()
    expect(tip).to_be_visible()
    meaning = page.locator(str(term.get_attribute("href"))).locator("p").first.text_content()
    assert meaning and meaning in str(tip.text_content())
    tip.hover()
    page.wait_for_timeout(400)
    expect(tip).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip).to_have_count(0)
    page.locator("h1").hover()
    term.evaluate("link => link.focus({focusVisible: true})")
    expect(tip).to_be_visible()
    expect(term).to_have_attribute("aria-describedby", "term-tip")
    box = tip.bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= 1280
    page.keyboard.press("Escape")
    expect(tip).to_have_count(0)


# Search

PUNCTUATION = re.compile(r"[^\w]+")


def phrases(held: list[Record], count: int) -> Iterator[str]:
    """Pieces of clauses, cut out anywhere between two marks."""
    chance = random.Random(6)
    for record in chance.sample(held, count):
        runs = [run for run in PUNCTUATION.split(record.content) if len(run) >= 6]
        run = chance.choice(runs)
        size = min(len(run), chance.randint(6, 14))
        at = chance.randint(0, len(run) - size)
        yield run[at : at + size]


def squeezed(text: str) -> str:
    return PUNCTUATION.sub("", text)


def first_result(page: Page, words: str) -> str:
    """The address of the first clause found for these words, relative to the root."""
    page.locator("main [name=q]").fill(words)
    page.locator("#found").evaluate("said => { said.textContent = '' }")
    page.keyboard.press("Enter")
    expect(page.locator("#found")).not_to_be_empty()
    link = page.locator("#results a.title").first
    return link.evaluate("link => link.href") if link.count() else ""


@pytest.fixture
def searching(site: Published, opens: Opens) -> Page:
    page = opens(f"{site.address}search/")
    expect(page.locator("[data-plain]")).to_be_hidden()
    return page


def test_a_phrase_hidden_in_the_texts_is_found_in_its_clause(
    site: Published, searching: Page
) -> None:
    held = list(records(plan(site.read.corpus)))
    wrong = []
    for phrase in phrases(held, 40):
        holding = {site.address + r.url for r in held if phrase in squeezed(r.content)}
        if first_result(searching, phrase) not in holding:
            wrong.append(phrase)
    assert [] == wrong


def test_a_sentence_is_found_across_its_marks(site: Published, searching: Page) -> None:
    held = [r for r in records(plan(site.read.corpus)) if "。" in r.content]
    wrong = []
    for record in random.Random(7).sample(held, 15):
        sentence = record.content.splitlines()[-1].split("。")[0] + "。"
        holding = {site.address + r.url for r in held if squeezed(sentence) in squeezed(r.content)}
        if first_result(searching, sentence) not in holding:
            wrong.append(sentence)
    assert [] == wrong


def test_a_clause_is_found_by_its_heading_before_others_that_name_it(
    site: Published, searching: Page
) -> None:
    held = list(records(plan(site.read.corpus)))
    headings: dict[str, set[str]] = {}
    for record in held:
        if found := re.search("【(.+)】$", record.meta["title"]):
            headings.setdefault(found[1], set()).add(site.address + record.url)
    chosen = random.Random(8).sample(sorted(headings), 15)
    wrong = [name for name in chosen if first_result(searching, name) not in headings[name]]
    assert [] == wrong


def test_words_that_stand_nowhere_find_what_is_near(site: Published, searching: Page) -> None:
    held = list(records(plan(site.read.corpus)))
    record = max((r for r in held if "【" in r.meta["title"]), key=lambda r: len(r.content))
    run = max(PUNCTUATION.split(record.content), key=len)
    slip = run[: len(run) // 2] + "龘" + run[len(run) // 2 :]
    assert site.address + record.url == first_result(searching, slip)
    expect(searching.locator("#found")).to_contain_text("相近")


def test_results_can_be_limited_to_a_document_and_a_product(
    site: Published, searching: Page
) -> None:
    first_result(searching, "平台")
    every = searching.locator("#results .meta").all_text_contents()
    title = plan(site.read.corpus).lineages
    name = next(each.title for each in list(title.values())[1:] if not each.external)
    searching.locator("[name=document]").select_option(name)
    expect(searching).to_have_url(re.compile("document="))
    only = searching.locator("#results .meta", has_text=f"《{name}》第")
    others = searching.locator("#results .meta").filter(has_not_text=f"《{name}》第")
    expect(others).to_have_count(0)
    assert only.count() > 0 and len(every) > 0
    product = site.read.corpus.catalog.products[0].name
    searching.locator("[name=document]").select_option("")
    searching.locator("[name=product]").select_option(product)
    expect(searching).to_have_url(re.compile("q=.*product="))
    expect(searching.locator("#results li").first).to_be_visible()


def test_search_begins_in_the_head_of_any_page(site: Published, opens: Opens) -> None:
    page = opens(longest(site))
    page.locator("header [name=q]").fill("不可抗力")
    page.keyboard.press("Enter")
    expect(page.locator("#results mark").first).to_have_text("不可抗力")
    page.locator("#results a.title").first.click()
    expect(page.locator(":target")).to_be_in_viewport()
    expect(page.locator(":target")).to_contain_text("不可抗力")


# Every kind of page


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_shuts_anybody_out(site: Published, opens: Opens, kind: str, scheme: str) -> None:
    """axe finds no violation; in the dark the page is dark."""
    page = opens(of_kind(site, kind), color_scheme=scheme)
    settled(page, kind)
    options = {"resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    assert [] == [
        (each["id"], node["target"], node["failureSummary"])
        for each in found
        for node in each["nodes"]
    ]
    red, green, blue = page.evaluate(
        "getComputedStyle(document.body).backgroundColor.match(/[0-9]+/g).map(Number)"
    )[:3]
    assert (red + green + blue < 3 * 64) == (scheme == "dark")


def settled(page: Page, kind: str) -> None:
    """Let a page show what its script adds, and open what is folded."""
    if kind == "picker":
        page.locator("[name=product]").first.check()
        expect(page.locator("#picked h2")).to_be_visible()
    elif kind == "which":
        expect(page.locator("#answer a").first).to_be_visible()
    elif kind == "search":
        first_result(page, "平台")
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_fits_a_phone(site: Published, opens: Opens, kind: str) -> None:
    page = opens(of_kind(site, kind), viewport=PHONE, has_touch=True, is_mobile=True)
    settled(page, kind)
    wide = page.evaluate(
        """() => [document.scrollingElement.scrollWidth,
             ...[...document.querySelectorAll("body *")]
               .filter(each => !each.closest(".scroll, .unseen, .skip, pre"))
               .filter(each => each.getClientRects().length)
               .filter(each => each.getBoundingClientRect().right > innerWidth + 1)
               .map(each => each.tagName + "." + each.className).slice(0, 5)]"""
    )
    assert [PHONE["width"]] == wide


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_can_be_read_without_scripts(site: Published, opens: Opens, kind: str) -> None:
    page = opens(of_kind(site, kind), java_script_enabled=False)
    expect(page.locator("h1")).to_be_visible()
    assert 0 == page.locator("[data-plain][hidden]").count()
    for useless in page.locator("#picker, #ask, [data-copy] + button").all():
        expect(useless).to_be_hidden()
    assert page.locator("a:visible").count() > 5


def test_without_scripts_a_set_and_an_answer_are_still_a_link_away(
    site: Published, opens: Opens
) -> None:
    page = opens(site.address, java_script_enabled=False)
    page.goto(f"{site.address}pick/")
    page.locator("[data-plain] summary").last.click()
    page.locator("[data-plain] .title").last.click()
    expect(page).to_have_url(re.compile("/sets/"))
    expect(page.locator("main a[href$='.pdf']").last).to_be_visible()
    page.goto(f"{site.address}which/")
    expect(page.locator("[data-plain] tbody tr").first).to_be_visible()


def test_a_redline_shows_what_went_and_what_came(site: Published, opens: Opens) -> None:
    page = opens(of_kind(site, "redline"))
    expect(page.locator("main ins").first).to_be_attached()
    expect(page.locator("main del").first).to_be_attached()
    lines = page.locator("main ins, main del").evaluate_all(
        "all => all.slice(0, 20).map(e => getComputedStyle(e).textDecorationLine)"
    )
    assert set(lines) <= {"underline", "line-through"}, "colour alone tells them apart"
    table = opens(of_kind(site, "table"))
    expect(table.locator("main table").first).to_be_visible()


def test_the_contents_of_a_document_lead_to_its_chapters(site: Published, opens: Opens) -> None:
    page = opens(longest(site))
    for link in page.locator("nav.aside a").all()[:4]:
        link.click()
        expect(page.locator(":target")).to_be_in_viewport()


def test_colours_that_the_reader_forces_hide_nothing(site: Published, opens: Opens) -> None:
    page = opens(of_kind(site, "redline"), forced_colors="active", contrast="more")
    expect(page.locator("h1")).to_be_visible()
    hidden = page.locator("main ins, main del").evaluate_all(
        """all => all.filter(e => { const style = getComputedStyle(e);
             return style.color === style.backgroundColor; }).length"""
    )
    assert 0 == hidden


def test_printing_leaves_out_what_only_a_screen_needs(
    site: Published, opens: Opens, tmp_path: Path
) -> None:
    page = opens(longest(site))
    page.emulate_media(media="print")
    for screen in ("header.top", "nav.aside", ".permalink"):
        expect(page.locator(screen).first).to_be_hidden()
    expect(page.locator("article.agreement h1")).to_be_visible()
