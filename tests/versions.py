"""Versions of a small agreement, made of nouns and not of files, for tests that compare them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from generator.compare import proof
from generator.compare.changes import Change, Difference, Op
from generator.compare.diff import diff
from generator.compare.outline import Outline
from generator.compare.outlines import outline
from generator.model import Catalog, Document
from generator.resolve import Corpus, gather

DAY = date(2026, 11, 22)
CATALOG: dict[str, Any] = {
    "platform": {"name": "某平台", "operator": "某公司"},
    "values": {"fee": "100元", "line": "客服热线"},
    "products": [{"id": "a", "name": "甲"}, {"id": "b", "name": "乙"}, {"id": "c", "name": "丙"}],
    "families": [{"id": "both", "name": "甲乙", "products": ["a", "b"]}],
}
Spec = dict[str, Any]


def clause(id_: str, text: str = "", **more: Any) -> Spec:
    """A clause or an item as written."""
    return {"id": id_, "text": text, **more} if text else {"id": id_, **more}


def section(id_: str, *clauses: Spec, **more: Any) -> Spec:
    return {"id": id_, "title": more.pop("title", f"{id_}部分"), "clauses": list(clauses), **more}


def document(*sections: Spec, **more: Any) -> Document:
    """One version of an agreement."""
    version = {"number": "1", "published": "2026-01-01", "effective": "2026-02-01"}
    given: Spec = {"id": "terms", "title": "服务条款", "kind": "agreement"}
    given |= {"version": version, "sections": list(sections)} | more
    return Document.model_validate(given)


def corpus(*documents: Document, **catalog: Any) -> Corpus:
    return gather(Catalog.model_validate(CATALOG | catalog), documents, (), DAY)


def outlined(each: Document, **catalog: Any) -> Outline:
    return outline(each, corpus(each, **catalog))


def compared(old: Document, new: Document) -> Difference:
    """What differs, with the proof that both versions are in it."""
    before, after = outlined(old), outlined(new)
    found = diff(before, after)
    assert proof.told(after) == proof.accepted(found)
    assert proof.told(before) == proof.rejected(found)
    return found


def listed(found: Difference) -> list[tuple[str, str]]:
    """Each change as (kind, id of the provision it is about)."""
    return [(str(change.kind), change.side.clause) for change in found.changes]


def only(found: Difference) -> Change:
    """The change, where there is one."""
    (change,) = found.changes
    return change


def redlined(change: Change) -> str:
    """The edits on one line: 三[-四-][+五+]六, <emphasised>, >plain<."""
    forms = {
        Op.EQUAL: "{1}",
        Op.DELETE: "[-{0}-]",
        Op.INSERT: "[+{1}+]",
        Op.EMPHASISE: "<{1}>",
        Op.PLAIN: ">{0}<",
    }
    return "".join(forms[edit.op].format(edit.old, edit.new) for edit in change.edits)


def told(found: Change) -> list[tuple[str, str, str]]:
    """The signals of a change."""
    return [(str(signal.kind), signal.old, signal.new) for signal in found.signals]


def sample(count: int = 6, *, of: Iterable[int] | None = None) -> list[Spec]:
    """Clauses that have nothing in common but their form."""
    return [clause(f"c{n}", TEXTS[n]) for n in (of if of is not None else range(count))]


TEXTS = (
    "您应当在下单前核对商品名称、数量和配送地址。",
    "平台运营方可以按照公示的规则对违规内容采取下架措施。",
    "发票由平台运营方于每月五日以前通过邮件寄出。",
    "双方因履行产生争议的，先行协商；协商不成的，向被告住所地人民法院起诉。",
    "账户密码由您自行保管，遗失后可以凭身份证明找回。",
    "系统升级期间，页面访问速度可能下降，恢复时间以公告为准。",
    "保密信息不包括已经公开的资料和独立开发所得的成果。",
    "推广图片的尺寸、格式和大小见帮助中心的说明文档。",
    "培训课程每季度举办一次，名额有限，先到先得。",
    "仓储费用按照实际占用的体积逐日计算。",
)
