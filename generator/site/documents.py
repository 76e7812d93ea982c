"""Pages of documents: the list, what stands, each version, each set's reading."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..model import Binding
from ..numerals import day as chinese
from ..reading import Card, Cite, Status
from .ink import STATUSES, Ink
from .links import linked, linked_card
from .plan import Comparison, Edition, Lineage, Plan, ProductSet, Variant


@dataclass(frozen=True, slots=True)
class Note:
    """A line of the facts about a version, and whether the data only assumes it."""

    name: str
    text: str
    assumed: bool = False


def listing(ink: Ink, plan: Plan) -> None:
    """/documents/: ours and those of others, with all their versions."""
    lineages = plan.lineages.values()
    ink.page(
        "documents/",
        "documents.html",
        "文件",
        f"{ink.name}的全部协议、规范和规则，现行版本与历次版本。",
        ours=[each for each in lineages if not each.external],
        others=[each for each in lineages if each.external],
    )


def standing(ink: Ink, plan: Plan, lineage: Lineage) -> None:
    """/documents/<id>/: the version that stands, under an address that stays."""
    _edition(ink, plan, lineage, lineage.standing, lineage.path)


def edition(ink: Ink, plan: Plan, lineage: Lineage, one: Edition) -> None:
    """/documents/<id>/<version>/."""
    _edition(ink, plan, lineage, one, one.path)


def _edition(ink: Ink, plan: Plan, lineage: Lineage, one: Edition, path: str) -> None:
    shown = one.shown
    href = _href(plan, path, lambda id_: _of_its_time(plan, one, id_, path))
    version = one.document.version
    title = shown.title if path == lineage.path else f"{shown.title}（第{version.number}版）"
    given: dict[str, object] = {
        "lineage": lineage,
        "edition": one,
        "pack": one.pack,
        "notes": list(notes(one.document)),
        "comparisons": _with(plan, lineage, one),
        "file": ink.pdfs.get(one.pdf),
        "coming": [e for e in lineage.editions if e.status is Status.UPCOMING],
        "sets": [],
        "variant": False,
        "bound": False,
        "products": lineage.products,
    }
    about = f"{shown.title}第{version.number}版，{STATUSES[one.status]}"
    if version.effective:
        about += f"，{chinese(version.effective)}生效"
    template, body = "document.html", "document"
    if isinstance(shown, Card):
        template, body = "card.html", "card"
        given[body] = linked_card(shown, href)
    else:
        given[body] = linked(shown, href)
    ink.page(
        path,
        template,
        title,
        f"{about}。全文、PDF、历次版本与条款链接。",
        scripts=("reading",),
        data=described(ink, one),
        **given,
    )


def variant(ink: Ink, plan: Plan, of: ProductSet, one: Variant) -> None:
    """/sets/<key>/<document>/: as one set of products reads it."""
    lineage = plan.lineages[one.shown.id]
    siblings = {each.shown.id: each.path for each in of.variants}
    href = _href(plan, one.path, lambda id_: siblings.get(id_, plan.lineages[id_].path))
    edition = lineage.standing
    ink.page(
        one.path,
        "document.html",
        f"{one.shown.title}（{of.bundle.name}）",
        f"订购{of.bundle.name}的商家适用的《{one.shown.title}》第{edition.number}版全文。",
        scripts=("reading",),
        lineage=lineage,
        edition=edition,
        pack=one.pack,
        document=linked(one.shown, href),
        notes=list(notes(edition.document)),
        comparisons=[],
        file=ink.pdfs.get(one.pdf) or ink.pdfs.get(of.pdf),
        coming=[],
        sets=[of],
        variant=True,
        bound=one.pdf not in ink.pdfs,
        products=one.shown.products,
    )


def _href(plan: Plan, path: str, document: Callable[[str], str]) -> Callable[[Cite], str | None]:
    """Where a reference of the page at `path` leads; documents as `document` says."""
    root = "../" * path.count("/")

    def href(cite: Cite) -> str | None:
        id_ = str(cite.document)
        if id_ in plan.corpus.retired:
            return f"{root}retired/{id_}/"
        if id_ not in plan.lineages:
            return None
        return root + document(id_) + (f"#{cite.anchor}" if cite.anchor else "")

    return href


def _of_its_time(plan: Plan, one: Edition, id_: str, path: str) -> str:
    """The page of another document: its own one that stands, or its version of that time."""
    other = plan.lineages[id_]
    if path.count("/") == 2:
        return other.path
    on = one.document.version.effective
    begun = [
        e
        for e in other.editions
        if on and e.document.version.effective and e.document.version.effective <= on
    ]
    return begun[-1].path if begun else other.standing.path


def _with(plan: Plan, lineage: Lineage, one: Edition) -> list[Comparison]:
    """The comparisons in which a version is one of the two."""
    mine = [c for c in plan.comparisons if c.lineage.id == lineage.id]
    return [c for c in mine if one.number in (c.old.number, c.new.number)]


def notes(document: Binding) -> Iterator[Note]:
    """What is known of a version beside its text, in the order of its making."""
    version = document.version
    assumed = version.assumed
    if version.comment:
        period = f"{chinese(version.comment.from_)}至{chinese(version.comment.to)}"
        yield Note("公开征求意见", period, "comment" in assumed)
    if version.published:
        yield Note("公布日期", chinese(version.published), "published" in assumed)
    if version.effective:
        yield Note("生效日期", chinese(version.effective), "effective" in assumed)
    for row in version.transition:
        since = f"自{chinese(row.from_)}起" if row.from_ else "自现有期限届满的次日起"
        yield Note(f"对{row.audience.name}", f"{since}适用", "transition" in assumed)


def described(ink: Ink, one: Edition) -> dict[str, object]:
    """A version in the vocabulary of schema.org."""
    version = one.document.version
    file = ink.pdfs.get(one.pdf)
    content: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "DigitalDocument",
        "name": one.shown.title,
        "identifier": f"{one.id}@{version.number}",
        "version": version.number,
        "inLanguage": "zh-CN",
        "creativeWorkStatus": STATUSES[one.status],
        "publisher": {"@type": "Organization", "name": ink.operator},
    }
    if version.published:
        content["datePublished"] = version.published.isoformat()
    if ink.base:
        content["url"] = ink.base + one.path
    if file:
        content["encoding"] = {
            "@type": "MediaObject",
            "encodingFormat": "application/pdf",
            "contentUrl": ink.base + file.path,
            "contentSize": str(file.size),
            "sha256": file.sha256,
        }
    return content
