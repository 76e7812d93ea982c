"""A small workspace that holds everything a page can show, in neutral names, and its nouns as read.

Letters that mean something in markup (`<b>`, `&amp;`, `{{ 7*7 }}`) stand in every kind of text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from generator import batch, pipeline, workspace
from generator.bundle import chosen, compose
from generator.model import Entry, Ledger
from generator.pipeline import Page
from generator.reading import Card, Pack, Reading, Status
from generator.render import html
from generator.render.html import Profile
from generator.render.press import to_pdf
from generator.resolve import Corpus

DAY = date(2026, 11, 22)
ODD = "<b>&amp;{{ 7*7 }}</b>"
SITE = "https://agreements.example.com/a&b"
LONG = (
    "当事人一方不履行合同义务或者履行合同义务不符合约定的，应当承担继续履行、采取补救措施等责任。"
)
ENTRY = 7

CATALOG: dict[str, Any] = {
    "platform": {
        "name": f"示例平台{ODD}",
        "operator": f"示例平台运营方{ODD}",
        "site": SITE,
        "statement": f"本文件为示例{ODD}。\n\n采用前应当由律师审阅。\n",
    },
    "products": [
        {"id": "a", "name": f"甲产品{ODD}"},
        {"id": "b", "name": "乙产品"},
        {"id": "c", "name": "丙产品"},
    ],
    "bundles": [
        {"id": "both", "name": f"两种产品{ODD}", "products": ["a", "b"], "documents": ["foreign"]},
        {"id": "alone", "name": "单独文件", "documents": ["manual"]},
    ],
    "documents": ["terms", "norms", "draft"],
    "signature": {
        "copies": 4,
        "parties": [{"role": "甲方", "name": f"运营方{ODD}"}, {"role": "乙方"}],
    },
}


def _deep(level: int, last: int) -> dict[str, Any]:
    """Items within items."""
    item: dict[str, Any] = {"id": f"deep-{level}", "text": f"第{level}层的文字，**强调{level}**。"}
    if level < last:
        item["items"] = [_deep(level + 1, last), {"id": f"beside-{level + 1}", "text": "同层。"}]
        item["tail"] = f"第{level}层之后的文字。"
    return item


_ROWS: list[Any] = [
    [f"{n}", f"第{n}行**重要**{ODD}", "见[[#refund]]" if n % 9 == 1 else "一成"]
    for n in range(1, 56)
]
_ROWS.insert(2, {"for": ["c"], "cells": ["无", "只有丙才有的一行", "无"]})
_ROWS.insert(5, {"for": ["a"], "cells": ["有", "甲才有的一行", "**全部强调**"]})

_FEES = [
    {
        "id": "prepaid",
        "keyword": f"预付<&>{ODD}",
        "material": "fee",
        "text": f"您应当预付费用{ODD}。**余额退还，见[[#refund]]，逾期不退**；参见[[norms#steps]]、"
        "[[manual]]和[公开说明](https://example.com/a?b=1&amp;c=2)。\n\n第二段**还有**文字。\n",
    },
    {"id": "refund", "text": "“退款”（全部或者部分），3个工作日内以Open API 2.0办理——不另收费……"},
    {"id": "only-c", "for": ["c"], "text": "只有丙才有的条款。"},
    {"id": "only-c-too", "for": ["c"], "text": "也只有丙才有的条款。"},
    {
        "id": "table",
        "keyword": "明细",
        "text": "费用如下：",
        "table": {
            "caption": f"费用明细{ODD}",
            "columns": ["序号", f"**项目**{ODD}", "比例，见[[#prepaid]]"],
            "rows": _ROWS,
        },
        "tail": "表后第一段。\n\n表后**第二段**，见[[#deep-3]]。\n",
    },
]
_NESTED = [
    {
        "id": "nest",
        "keyword": "层次",
        "text": "有下列情形之一的：",
        "items": [
            {"id": "item-a", "keyword": "其一", "text": f"{LONG * 2}**整段强调的文字{LONG}**"},
            {"id": "item-c", "for": ["c"], "text": "只有丙才有的一项。"},
            _deep(2, 5),
            {"id": "item-z", "text": "最后一项。"},
        ],
        "tail": "项后**文字**。",
    },
    *(
        {"id": f"long-{n}", "keyword": f"第{n}种情形", "text": LONG * (1 + n % 5)}
        for n in range(16)
    ),
]
TERMS: dict[str, Any] = {
    "id": "terms",
    "title": f"服务条款{ODD}",
    "kind": "agreement",
    "version": {"number": "2", "published": "2026-01-15", "effective": "2026-02-28"},
    "prompt": [f"请阅读**全部条款**{ODD}。", "不同意的，见[[#refund]]。"],
    "terms": [
        {"term": "账单", "means": "指**按月**结算的凭证。\n\n账单的第二段。\n"},
        {"term": "丙词", "for": ["c"], "means": "只有丙才有的词语。"},
        {"term": f"订单{ODD}", "means": "指您确认的订单。"},
    ],
    "sections": [
        {"id": "fees", "title": f"费用{ODD}", "clauses": _FEES},
        {
            "id": "for-c",
            "title": "只有丙才有的一节",
            "for": ["c"],
            "clauses": [{"id": "hidden-c", "text": "只有丙才有的节。"}],
        },
        {"id": "nested", "title": "层次与情形", "clauses": _NESTED},
    ],
}
NORMS: dict[str, Any] = {
    "id": "norms",
    "title": "服务规范",
    "kind": "norm",
    "numbering": "rule",
    "version": {"number": "1.2", "published": "2026-10-01", "effective": "2027-01-01"},
    "sections": [
        {
            "id": "general",
            "title": "总则",
            "clauses": [
                {"id": "aim", "text": f"为了规范服务，制定本规范{ODD}。"},
                {
                    "id": "steps",
                    "keyword": "步骤",
                    "text": "依照[[terms#deep-4]]，分为：",
                    "items": [
                        {
                            "id": "step",
                            "text": "第一步：",
                            "items": [
                                {"id": "sub", "text": "细目；"},
                                {"id": "sub-c", "for": ["c"], "text": "丙的细目；"},
                            ],
                        },
                        {"id": "step-two", "text": "第二步。"},
                    ],
                },
                {"id": "norm-c", "for": ["c"], "text": "只有丙才有的一条。"},
                {"id": "end", "text": "**本规范**自公布之日起施行，依照[[terms]]解释。"},
            ],
        }
    ],
}
DRAFT: dict[str, Any] = {
    "id": "draft",
    "title": "补充协议",
    "kind": "agreement",
    "numbering": "decimal",
    "gaps": "close",
    "signature": {"copies": 3, "parties": [{"role": "服务方"}, {"role": "客户方"}]},
    "version": {"number": "1", "draft": True},
    "terms": [{"id": "word", "term": "词语", "means": "指**一个**词语。"}],
    "sections": [
        {
            "id": "words",
            "title": "定义",
            "clauses": [
                {"id": "gone-c", "for": ["c"], "text": "只有丙才有，不留空号。"},
                {"id": "meaning", "keyword": "含义", "text": "下列词语：", "show": "terms"},
                {"id": "after", "text": "补充文字，**重要**。"},
            ],
        }
    ],
}
MANUAL: dict[str, Any] = {
    "id": "manual",
    "title": "操作手册",
    "kind": "rule",
    "version": {"number": "1", "published": "2026-03-01", "effective": "2026-03-02"},
    "sections": [
        {
            "id": "use",
            "title": "使用",
            "clauses": [{"id": "how", "text": "依照[[#how]]操作，[[terms#refund]]另行约定。"}],
        }
    ],
}
FOREIGN: dict[str, Any] = {
    "id": "foreign",
    "title": f"他方条款{ODD}",
    "kind": "external",
    "holder": f"第三方{ODD}",
    "product": f"第三方产品{ODD}",
    "page": f"第三方网站的页面{ODD}",
    "link": "https://example.com/terms?x=1&y=2",
    "version": {"number": "3", "published": "2026-04-01", "effective": "2026-05-01"},
    "covers": f"内容是**重要**的{ODD}。\n\n第二段。\n",
    "renews": "自动续期。",
    "leave": "随时退出。",
}
DOCUMENTS = (TERMS, NORMS, DRAFT, MANUAL, FOREIGN)


def write(folder: Path) -> Path:
    """The workspace, in a folder."""
    (folder / "agreements/documents").mkdir(parents=True, exist_ok=True)
    _put(folder / "agreements/catalog.yaml", CATALOG)
    for document in DOCUMENTS:
        _put(folder / f"agreements/documents/{document['id']}.yaml", document)
    return folder


def _put(path: Path, what: dict[str, Any]) -> None:
    path.write_text(json.dumps(what, ensure_ascii=False, indent=1), "utf-8")


@dataclass(frozen=True)
class Made:
    """The workspace as read, the packs of its bundles, its pages, and its PDFs by their path."""

    corpus: Corpus
    packs: dict[str, Pack]
    pages: list[Page]
    pdfs: dict[str, bytes]

    def shown(self) -> Iterator[tuple[str, str, Profile, Pack, Reading | Card | None]]:
        """Each PDF: its path, the part of it before the profile, the profile, the pack, and the
        document or card; None for the whole pack."""
        for path in self.pdfs:
            name, _, profile = path.partition(".")
            bundle, _, document = name.partition("/")
            pack = self.packs[bundle]
            every = {each.id: each for each in (*pack.documents, *pack.cards)}
            yield path, name, Profile(profile or "screen"), pack, every.get(document)


def made(folder: Path) -> Made:
    """The workspace, built: every document on the screen, packs in every profile."""
    place = workspace.find(write(folder))
    corpus = pipeline.read(place.files(), DAY).corpus
    released = ["first"] * (ENTRY - 1) + ["terms"]
    entries = (Entry.model_construct(document=id_, version="2") for id_ in released)
    corpus = replace(corpus, ledger=Ledger.model_construct(entries=tuple(entries)))
    bundles = chosen(corpus.catalog, ())
    pages = pipeline.pages(corpus, bundles, frozenset(("html", "pdf")), tuple(Profile))
    wanted = ("both/terms.paper", "both/pack.", "alone/pack.paper")
    sheets = [
        page.sheet
        for page in pages
        if page.sheet and ("." not in page.sheet.name or page.sheet.name.startswith(wanted))
    ]
    packs = {b.id: compose(corpus, b, {("terms", "2"): ENTRY}) for b in bundles}
    packs["old"] = superseded(packs["alone"])
    (old,) = packs["old"].documents
    sheets.append(pipeline.sheet("old/manual", html.to_html(packs["old"], old, html.Medium.SHEET)))
    sheets.append(pipeline.sheet("old/pack", html.to_pack(packs["old"]), "contents"))
    pdfs, _ = batch.to_pdfs(place.cache, sheets, lambda step: None, to_pdf)
    return Made(corpus, packs, pages, pdfs)


def superseded(pack: Pack) -> Pack:
    """A pack as it stands in the history, when newer versions have taken its place."""
    old = [replace(each, status=Status.SUPERSEDED) for each in pack.documents]
    return replace(pack, id="old", documents=tuple(old))
