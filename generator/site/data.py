"""What machines read: the sets, what binds whom, and every version with its digests."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from ..binding import audiences
from ..model import Document
from ..publish.notice import Announced
from ..reading import Status
from .ink import File
from .plan import Edition, Lineage, Plan, ProductSet
from .records import Tombstone

Json = dict[str, object]
Files = Mapping[str, File]


def encoded(content: object, indent: int | None = None) -> bytes:
    separators = (",", ":") if indent is None else None
    text = json.dumps(content, ensure_ascii=False, indent=indent, separators=separators)
    return (text + "\n").encode()


def sets(plan: Plan, pdfs: Files) -> Json:
    """data/sets.json: for the picker."""
    return {
        "as-of": plan.day.isoformat(),
        "products": [{"id": p.id, "name": p.name} for p in plan.corpus.catalog.products],
        "complete": plan.complete,
        "sets": {"_".join(s.products): _set(s, pdfs) for s in plan.sets},
    }


def _set(of: ProductSet, pdfs: Files) -> Json:
    return {
        "key": of.key,
        "page": of.path,
        "products": list(of.products),
        "documents": [
            {
                "id": each.shown.id,
                "title": each.shown.title,
                "version": each.shown.version.number,
                "page": each.path,
                **_file(each.pdf, pdfs),
            }
            for each in of.variants
        ],
        "pack": _file(of.pdf, pdfs),
    }


def _file(path: str, pdfs: Files, base: str = "") -> Json:
    file = pdfs.get(path)
    if file is None:
        return {"pdf": None}
    return {"pdf": base + path, "size": file.size, "sha256": file.sha256}


def bindings(plan: Plan, pdfs: Files) -> Json:
    """data/bindings.json: all that decides which version binds whom."""
    return {
        "as-of": plan.day.isoformat(),
        "documents": [_binding(plan, each, pdfs) for each in plan.lineages.values()],
    }


def _binding(plan: Plan, lineage: Lineage, pdfs: Files) -> Json:
    documents = plan.corpus.lineages[lineage.id]
    return {
        "id": lineage.id,
        "title": lineage.title,
        "page": lineage.path,
        "products": _products(plan, lineage),
        "audiences": [{"id": a.id, "name": a.name} for a in audiences(documents)],
        "versions": [
            {
                "number": edition.number,
                "effective": _day(edition.document.version.effective),
                "page": edition.path,
                "pdf": edition.pdf if edition.pdf in pdfs else None,
                "rows": [
                    {"audience": row.audience.id, "from": _day(row.from_)}
                    for row in edition.document.version.transition
                ],
            }
            for edition in lineage.editions
            if edition.status is not Status.DRAFT
        ],
    }


def _products(plan: Plan, lineage: Lineage) -> list[str]:
    """The products that a document is for."""
    catalog = plan.corpus.catalog
    document = lineage.standing.document
    if not isinstance(document, Document):
        return []
    scope = plan.corpus.scope(document.for_, frozenset(p.id for p in catalog.products))
    return [product.id for product in catalog.products if product.id in scope]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def agreements(
    plan: Plan,
    pdfs: Files,
    pages: Mapping[str, bytes],
    base: str,
    stones: Iterable[Tombstone],
    notices: Iterable[Announced],
    digest: Callable[[bytes], str],
) -> Json:
    """agreements.json: every version with its days, digests and addresses."""
    platform = plan.corpus.catalog.platform

    def version(one: Edition) -> Json:
        known = one.document.version
        return {
            "number": known.number,
            "status": str(one.status),
            "published": _day(known.published),
            "effective": _day(known.effective),
            "assumed": sorted(known.assumed),
            "transition": [
                {"audience": r.audience.id, "name": r.audience.name, "from": _day(r.from_)}
                for r in known.transition
            ],
            "text-sha256": one.text,
            "page": base + one.path,
            "page-sha256": digest(pages[f"{one.path}index.html"]),
            **_file(one.pdf, pdfs, base),
        }

    return {
        "form": "xieyi-agreements-1",
        "as-of": plan.day.isoformat(),
        "base": base or None,
        "platform": {"name": platform.name, "operator": platform.operator},
        "documents": [
            {
                "id": each.id,
                "title": each.title,
                "kind": str(each.standing.document.kind),
                "page": base + each.path,
                "standing": each.standing.number,
                "versions": [version(one) for one in each.editions],
            }
            for each in plan.lineages.values()
        ],
        "comparisons": [
            {
                "document": each.lineage.id,
                "old": each.old.number,
                "new": each.new.number,
                "page": base + each.path,
            }
            for each in plan.comparisons
        ],
        "sets": [_set_with(base, each, pdfs) for each in plan.sets],
        "retired": [
            {
                "id": stone.retired.id,
                "title": stone.retired.title,
                "product": stone.retired.product,
                "retired": _day(stone.retired.retired.on),
                "successors": list(stone.retired.successors),
                "page": base + stone.path,
                **_file(stone.pdf, pdfs, base),
            }
            for stone in stones
        ],
        "notices": [
            {
                "id": notice.id,
                "title": notice.title,
                "published": _day(notice.published),
                "page": f"{base}notices/{notice.id}/",
            }
            for notice in notices
        ],
    }


def _set_with(base: str, of: ProductSet, pdfs: Files) -> Json:
    return {
        "products": list(of.products),
        "page": base + of.path,
        "documents": [
            {"id": v.shown.id, "version": v.shown.version.number, **_file(v.pdf, pdfs, base)}
            for v in of.variants
        ],
        "pack": _file(of.pdf, pdfs, base),
    }
