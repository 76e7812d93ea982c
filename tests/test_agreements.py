"""The shipped workspace: the facts of the public notice, the versions, who is bound when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from built import DAY, ROOT

from generator import pipeline, workspace
from generator.answers import answer
from generator.binding import audiences
from generator.bundle import compose, named
from generator.compare.diff import versions
from generator.compare.trace import trace
from generator.model import Document, Fate
from generator.publish.notice import announced, to_text
from generator.render import html
from generator.resolve import Corpus

AGREEMENTS = ("software-service", "advertising-service", "usage-norms")


def corpus_on(day: date) -> Corpus:
    return pipeline.read(workspace.find(ROOT).files(), day).corpus


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return corpus_on(DAY)


def han(text: str) -> int:
    return sum("\u4e00" <= character <= "\u9fff" for character in text)


# Every fact of the public notice of 2023-09-12, in the words in which a reader finds it.
FACTS = [
    "效果营销服务 | 首位展示、定位推广",
    "品牌营销服务 | 搜索展播、品牌专区、明星工厂",
    "名称、服务内容和订购规则不变",
    "单独订购",
    "组合订购",
    "1 | 《产品信息首位定向软件服务协议》 | 首位展示（软件服务）",
    "2 | 《广告服务协议(产品信息首位定向)》 | 首位展示（广告服务）",
    "3 | 《营效宝之关键词定位软件服务协议》 | 定位推广（软件服务）",
    "4 | 《广告服务协议》 | 定位推广（广告服务）",
    "5 | 《搜索展播软件服务协议》 | 搜索展播（软件服务）",
    "6 | 《搜索展播广告服务协议》 | 搜索展播（广告服务）",
    "7 | 《品牌专区软件服务协议》 | 品牌专区（软件服务）",
    "8 | 《品牌专区广告服务协议》 | 品牌专区（广告服务）",
    "9 | 《明星工厂软件服务协议》 | 明星工厂（软件服务）",
    "10 | 《明星工厂广告服务协议》 | 明星工厂（广告服务）",
    "《软件服务协议》",
    "《广告服务协议》",
    "《效果营销服务/品牌营销服务产品使用规范》",
    "提升数字营销服务的体验",
    "1688履约保证险",
    "2023年9月18日",
    "阳光财险 | 《1688履约保证险投保协议（阳光财险）》",
    "阳光财险 | 《1688履约保证险保险条款（阳光财险）》",
    "众安保险 | 《1688履约保证险投保协议（众安保险）》",
    "众安保险 | 《1688履约保证险保险条款（众安保险）》",
    "国泰产险 | 《1688履约保证险投保协议（国泰产险）》",
    "国泰产险 | 《1688履约保证险保险条款（国泰产险）》",
    "加入精品货源的商家可以选择投保",
    "发生保险事故时，保险金可以用于赔偿",
    "保险期间届满时",
    "续保",
    "可以在“1688履约保证险”页面退保",
    "更充分的保险保障",
    "先进的制造能力",
    "服务先进的大型买家的经验",
    "先进的电商服务能力",
    "首次入驻 | 自2023年10月1日起",
    "再次入驻（提前关闭或者到期） | 自2023年10月1日起",
    "续签入驻 | 自2024年1月1日起",
    "服务仍在进行的商家，继续适用现行规则",
    "2023年9月12日",
]


@pytest.mark.parametrize("fact", FACTS)
def test_the_notice_states_every_fact(corpus: Corpus, fact: str) -> None:
    text = to_text(announced(corpus, corpus.notices["2023-09-12-agreements"]))
    assert fact in text


def test_no_fact_of_the_notice_stands_in_a_template() -> None:
    files = [path for path in html.templates().rglob("*") if path.is_file()]
    inked = "".join(path.read_text("utf-8") for path in files)
    words = {
        word for fact in FACTS for word in fact.replace("《", "|").replace("》", "|").split("|")
    }
    names = {w.strip() for w in words if han(w) >= 4} - {"投保协议", "保险条款"}
    assert [] == [name for name in names if name in inked]


def test_a_date_changed_in_the_data_changes_in_the_notice(corpus: Corpus) -> None:
    external = corpus.externals["performance-bond-guotai-terms"]
    moved = external.model_copy(
        update={"version": external.version.model_copy(update={"effective": date(2023, 9, 19)})}
    )
    lineage = corpus.lineages[external.id]
    corpus.lineages[external.id] = (*lineage[:-1], moved)
    try:
        text = to_text(announced(corpus, corpus.notices["2023-09-12-agreements"]))
    finally:
        corpus.lineages[external.id] = lineage
    assert "2023年9月19日" in text


def test_all_ten_retired_agreements_are_accounted_for(corpus: Corpus) -> None:
    result = trace(corpus)
    assert [] == [(p.code, str(p.span)) for p in result.problems]
    assert 10 == len(corpus.retired)
    assert all(len(retired.provisions) >= 12 for retired in corpus.retired.values())
    assert result.settled == len(result.destinations) >= 120
    assert result.explained == len(result.origins)
    dropped = [d for d in result.destinations if d.provision.fate is Fate.DROPPED]
    assert all(d.provision.reason for d in dropped)


def test_equal_titles_never_mix(corpus: Corpus) -> None:
    old, new = (
        corpus.retired["targeted-promotion-advertising"],
        corpus.documents["advertising-service"],
    )
    assert old.title == new.document.title
    assert old.id not in corpus.documents


@pytest.mark.parametrize("id_", AGREEMENTS)
def test_version_two_really_revises(corpus: Corpus, id_: str) -> None:
    old, new = corpus.lineages[id_]
    assert isinstance(old, Document) and isinstance(new, Document)
    assert ["1", "2"] == [old.version.number, new.version.number]
    assert len(versions(old, new, corpus).changes) >= 25
    version = new.version
    assert version.effective == date(2026, 2, 1)
    assert version.published and (version.effective - version.published).days >= 16
    assert version.major and version.reason and version.transition
    assert version.comment and version.comment.register_


@pytest.mark.parametrize("id_", AGREEMENTS)
def test_each_version_is_a_whole_agreement(corpus: Corpus, id_: str) -> None:
    for document in corpus.lineages[id_]:
        assert isinstance(document, Document)
        text = "".join(clause.text for clause in document.clauses())
        assert han(text) >= 6000, document.version.number


@pytest.mark.parametrize(
    ("day", "expected"), [("2024-01-15", "1"), ("2026-01-31", "1"), ("2026-02-01", "2")]
)
def test_a_bundle_holds_the_versions_of_its_day(day: str, expected: str) -> None:
    on = corpus_on(date.fromisoformat(day))
    for bundle in named(on.catalog):
        if bundle.products:
            pack = compose(on, bundle)
            assert [expected] * 3 == [document.version.number for document in pack.documents]


BEGINS = {
    "first-admission": date(2023, 10, 1),
    "re-admission": date(2023, 10, 1),
    "renewal": date(2024, 1, 1),
}


def test_every_admission_is_under_exactly_one_rule_every_day(corpus: Corpus) -> None:
    id_ = "super-factory-admission"
    assert set(BEGINS) == {a.id for a in audiences(corpus.lineages[id_])}
    day = date(2023, 9, 1)
    while day <= date(2024, 2, 1):
        for audience, begins in BEGINS.items():
            found = answer(corpus, id_, day, audience)
            assert found.version.number == ("2" if day >= begins else "1"), (audience, day)
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("audience", "on", "ends", "expected"),
    [
        ("new-policy", "2023-09-17", None, "1"),
        ("new-policy", "2023-09-18", None, "2"),
        ("running-policy", "2023-12-31", "2023-12-31", "1"),
        ("running-policy", "2024-01-01", "2023-12-31", "2"),
    ],
)
def test_a_policy_is_renewed_to_the_new_product_when_it_ends(
    corpus: Corpus, audience: str, on: str, ends: str | None, expected: str
) -> None:
    externals = [id_ for id_ in corpus.externals if id_.startswith("performance-bond-")]
    assert 6 == len(externals)
    for id_ in externals:
        last = date.fromisoformat(ends) if ends else None
        found = answer(corpus, id_, date.fromisoformat(on), audience, ends=last)
        assert expected == found.version.number, id_


@pytest.mark.parametrize("id_", AGREEMENTS)
def test_clauses_of_major_interest_are_emphasised_and_little_else(corpus: Corpus, id_: str) -> None:
    for document in corpus.lineages[id_]:
        assert isinstance(document, Document)
        tagged = [clause for clause in document.clauses() if clause.material]
        assert len(tagged) >= 15
        for clause in tagged:
            inside = "".join(part.text + (part.tail or "") for part in clause.walk())
            assert "**" in inside, (document.version.number, clause.id)
