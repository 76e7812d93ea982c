"""What each profile is for: signed paper, official measures, large print."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import glyphs
import pytest
import yaml
from small import DAY, begun

from generator import conformance, pipeline, workspace
from generator.bundle import named
from generator.render.html import Profile
from generator.render.press import to_pdf

MM = 72 / 25.4
CLAUSE = "甲方应当按照约定提供服务，乙方应当按照约定支付费用，任何一方违约的，应当赔偿对方的损失。"


def agreed(folder: Path, clauses: int = 40, copies: int = 4, table: bool = False) -> Path:
    """A workspace of an agreement of so many clauses, signed by two, and of a norm."""
    root = begun(folder)
    agreements = root / "agreements"
    for old in (agreements / "documents").iterdir():
        old.unlink()
    (agreements / "catalog.yaml").write_text(
        yaml.safe_dump(
            {
                "platform": {"name": "示例平台", "operator": "示例平台运营方"},
                "products": [{"id": "one", "name": "产品"}],
                "signature": {
                    "copies": copies,
                    "parties": [{"role": "甲方", "name": "示例平台运营方"}, {"role": "乙方"}],
                },
            },
            allow_unicode=True,
        ),
        "utf-8",
    )
    for name, title, kind in (("deal", "服务合同", "agreement"), ("norm", "服务规范", "norm")):
        grid = {"columns": ["项目", "内容"], "rows": [["甲", "乙"]] * 3}
        listed = [
            {"id": f"c-{at}", "text": CLAUSE, **({"table": grid} if table and at == 2 else {})}
            for at in range(clauses if kind == "agreement" else 3)
        ]
        text = {
            "id": name,
            "title": title,
            "kind": kind,
            "version": {"number": "1", "published": "2026-01-01", "effective": "2026-02-01"},
            "sections": [{"id": "all", "title": "权利和义务", "clauses": listed}],
        }
        (agreements / "documents" / f"{name}.yaml").write_text(
            re.sub(r"'(\d{4}-\d\d-\d\d)'", r"\1", yaml.safe_dump(text, allow_unicode=True)), "utf-8"
        )
    return root


def made(root: Path, *profiles: Profile, wanted: str = "") -> dict[str, bytes]:
    """The PDFs of the first bundle in these profiles, by the name of their file."""
    corpus = pipeline.read(workspace.find(root).files(), DAY).corpus
    pages = pipeline.pages(corpus, named(corpus.catalog)[:1], frozenset(["pdf"]), profiles)
    jobs = [page.sheet for page in pages if page.sheet and wanted in page.path]
    pdfs = {}
    for printed in to_pdf(jobs, lambda key, make: make()):
        assert not printed.problems, printed.problems
        pdfs[printed.job.name.partition("/")[2]] = printed.pdf
    return pdfs


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """An agreement, a norm and their pack in every profile."""
    return made(agreed(tmp_path_factory.mktemp("profiles") / "w"), *Profile)


def text(data: bytes) -> str:
    return "".join(line.text for line in glyphs.said(data))


def test_each_profile_has_its_files_and_all_archive_and_read_aloud(pdfs: dict[str, bytes]) -> None:
    endings = ("", ".paper", ".official", ".large-print")
    assert set(pdfs) == {name + end for name in ("deal", "norm", "pack") for end in endings}
    for name, data in pdfs.items():
        assert not [str(p) for p in conformance.inspect(name, data)], name


def test_the_words_are_the_same_in_every_profile(pdfs: dict[str, bytes]) -> None:
    """Where it is signed is all that paper adds."""
    plain = text(pdfs["deal"])
    without = re.compile(r"本文件一式四份.*?(?=文件编号)")
    for end in (".official", ".large-print", ".paper"):
        contents = re.compile(r"目录一、.*?(?=一、权利和义务1\.1)")
        said, meant = (contents.sub("", one) for one in (text(pdfs[f"deal{end}"]), plain))
        assert meant == (without.sub("", said) if end == ".paper" else said), end


def test_paper_has_a_place_to_sign_for_agreements_alone(pdfs: dict[str, bytes]) -> None:
    said = text(pdfs["deal.paper"])
    assert "（以下无正文）本文件一式四份，甲方、乙方各执两份。" in said
    assert "甲方（盖章）：示例平台运营方" in said and "乙方（盖章）：" in said
    assert 2 == said.count("法定代表人或者授权代表（签字）：") == said.count("签署日期：年月日")
    for name in ("norm.paper", "deal", "deal.official", "deal.large-print"):
        assert "一式" not in text(pdfs[name]) and "盖章" not in text(pdfs[name]), name
    assert 1 == text(pdfs["pack.paper"]).count("一式四份")


@pytest.mark.parametrize(
    ("copies", "said"),
    [
        (1, "一式一份。"),
        (2, "一式两份，甲方、乙方各执一份。"),
        (5, "一式五份。"),
        (12, "一式十二份，甲方、乙方各执六份。"),
    ],
)
def test_copies_are_counted_in_chinese(tmp_path: Path, copies: int, said: str) -> None:
    data = made(agreed(tmp_path / "w", 2, copies), Profile.PAPER, wanted="deal")["deal.paper"]
    assert "本文件" + said in text(data)


def test_a_signature_never_stands_alone_on_a_page(tmp_path: Path) -> None:
    """Wherever the text ends: the last clause stands on the page that is signed."""
    ends = set()
    for clauses in range(20, 62, 3):
        root = agreed(tmp_path / str(clauses), clauses)
        data = made(root, Profile.PAPER, wanted="deal")["deal.paper"]
        sheet = glyphs.said(data)
        end = next(at for at, line in enumerate(sheet) if line.text == "（以下无正文）")
        last = sheet[end - 1].page
        behind = [line for line in sheet[end:] if line.size > 10]
        assert "签署日期" in "".join(line.text for line in behind)
        assert {last} == {line.page for line in behind}, clauses
        ends.add(last)
    assert len(ends) > 1, "the text must have ended on several pages"


def test_paper_is_bound_and_printed_on_both_sides(pdfs: dict[str, bytes]) -> None:
    sheet = glyphs.said(pdfs["deal.paper"])
    left = {
        side: round(min(line.left for line in sheet if line.page % 2 == side) / MM, 1)
        for side in (0, 1)
    }
    assert left == {0: 29.0, 1: 22.0}, "the inner margin is the wider one"
    every = glyphs.lines(pdfs["deal.paper"])
    seals = [line for line in every if line.text in "骑缝章" and not line.blocks]
    assert {line.page % 2 for line in seals} == {0}, "on the right-hand pages, at the outer edge"
    assert {line.text for line in seals} == set("骑缝章")
    assert all(190 * MM < line.left and line.right < 204 * MM for line in seals)


def test_in_a_pack_on_paper_every_document_begins_on_a_right_hand_page(
    pdfs: dict[str, bytes],
) -> None:
    every = glyphs.lines(pdfs["pack.paper"])
    starts = [line.page for line in every if line.size > 20 and line.blocks]
    assert len(starts) >= 3 and not [page for page in starts if page % 2]
    pages = len(glyphs.sizes(pdfs["pack.paper"]))
    said = {line.page for line in every if line.blocks}
    blank = set(range(pages)) - said
    assert blank and blank == {line.page for line in every if line.text == "（此页空白）"}
    for page in blank:
        (line,) = [line for line in every if line.page == page and "空白" in line.text]
        assert 0.35 < line.base / glyphs.sizes(pdfs["pack.paper"])[page][1] < 0.65
        assert not [one for one in every if one.page == page and one.text in "骑缝章"]
    assert "（此页空白）" not in "".join(line.text for line in glyphs.lines(pdfs["pack"]))


def test_official_has_the_measures_of_the_standard(pdfs: dict[str, bytes]) -> None:
    """GB/T 9704-2012, 5.2.1, 5.2.3 and 7.5: the type area, 22 lines of 28 characters, the page
    number in size 4, 7 mm below, at the outer edge, a character from it."""
    data = pdfs["deal.official"]
    high = glyphs.sizes(data)[0][1]
    sheet, every = glyphs.said(data), glyphs.lines(data)
    body = [line for line in sheet if line.page > 0 and line.size > 15]
    for side, left in ((0, 28), (1, 26)):
        own = [line for line in body if line.page % 2 == side]
        assert abs(min(line.left for line in own) / MM - left) < 0.3
        assert abs(max(line.right for line in own) / MM - left - 156) < 0.3
    assert Counter(round(line.size / MM, 1) for line in body).most_common(1)[0][0] == 5.6
    pitch = 225 * MM / 22
    rows = [(high - 37 * MM - line.base) / pitch for line in body]
    assert all(0 < row < 22 for row in rows)
    phases = Counter(round(row % 1, 2) for row in rows)
    assert max(phases) - min(phases) < 0.05, phases
    full = [
        page
        for page in {line.page for line in body}
        if len({round(line.base) for line in body if line.page == page}) == 22
    ]
    assert full, "a full page has 22 lines"
    size = Counter(line.size for line in body).most_common(1)[0][0]
    assert abs(156 * MM / size - 28) < 0.01, "characters in a line"
    for line in every:
        if number := re.fullmatch(r"—(\d+)—", line.text):
            page = int(number[1]) - 1
            assert page == line.page and not line.blocks
            assert abs(line.size - 14) < 0.1
            assert 260 < (high - line.base) / MM < 277
            edge = 184 - line.right / MM if page % 2 == 0 else line.left / MM - 26
            assert abs(edge - 14 / MM) < 0.8, (page, edge)
    numbered = [line for line in every if re.fullmatch(r"—\d+—", line.text)]
    assert len(numbered) == len(glyphs.sizes(data))


def test_large_print_is_large_and_black(pdfs: dict[str, bytes]) -> None:
    sheet = glyphs.said(pdfs["deal.large-print"])
    assert all(line.size > 13.9 for line in sheet)
    body = [line for line in sheet if "甲方应当" in line.text]
    assert body and all(abs(line.size - 18) < 0.1 for line in body)
    assert min(line.size for line in glyphs.lines(pdfs["deal.large-print"])) > 13.9


def test_a_small_number_of_copies_is_asked_for(tmp_path: Path) -> None:
    from generator.problems import Rejected

    root = agreed(tmp_path / "w", 2)
    catalog = root / "agreements" / "catalog.yaml"
    catalog.write_text(catalog.read_text("utf-8").replace("copies: 4", "copies: 两份"), "utf-8")
    with pytest.raises(Rejected) as rejected:
        pipeline.read(workspace.find(root).files(), DAY)
    (problem,) = rejected.value.problems
    assert problem.code == "count-form" and problem.span


def test_a_cover_is_one_page(tmp_path: Path) -> None:
    """With a table of three documents, a statement and a long name."""
    root = agreed(tmp_path / "w", 2)
    catalog = root / "agreements" / "catalog.yaml"
    data = yaml.safe_load(catalog.read_text("utf-8"))
    data["platform"]["statement"] = (
        "本文件是示例，采用前应当由律师审阅，并依照法律公布和征求意见。" * 2
    )
    data["products"][0]["name"] = "一个名称相当长的数字营销服务产品"
    catalog.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    for name, pdf in made(root, *Profile, wanted="pack").items():
        sheet = glyphs.said(pdf)
        contents = next(line.page for line in sheet if line.text == "目录")
        pages = {line.page for line in sheet if line.page < contents}
        assert pages == {0}, name
