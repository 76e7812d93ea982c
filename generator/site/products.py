"""Pages of what merchants order: products, bundles, sets, and the picker."""

from __future__ import annotations

from ..model import Billing, Bundle, Placement, Product
from .ink import Ink
from .plan import Plan, ProductSet

_PLACEMENTS = {
    Placement.SEARCH: "搜索结果",
    Placement.FEED: "推荐信息流",
    Placement.PAGE: "专门页面",
}


def picker(ink: Ink, plan: Plan) -> None:
    """/pick/: any set of products; without scripts, all of them as links."""
    sizes = sorted({len(each.products) for each in plan.sets})
    groups = [(n, [s for s in plan.sets if len(s.products) == n]) for n in sizes]
    ink.page(
        "pick/",
        "pick.html",
        "选择产品",
        f"勾选要订购的产品，得到适用的全部文件和合订PDF。{ink.name}。",
        scripts=("picker",),
        catalog=plan.corpus.catalog,
        groups=groups,
        plan=plan,
    )


def product(ink: Ink, plan: Plan, one: Product) -> None:
    """/products/<id>/."""
    corpus = plan.corpus
    own = plan.set_of((one.id,))
    assert own
    ink.page(
        f"products/{one.id}/",
        "product.html",
        one.name,
        f"订购{one.name}适用的协议文件、合订PDF，以及被承接的原协议。",
        scripts=("reading",),
        product=one,
        facts=_facts(one),
        families=[f for f in corpus.catalog.families if one.id in f.products],
        own=own,
        olds=[r for r in corpus.retired.values() if r.product == one.id],
        wider=[s for s in plan.sets if one.id in s.products and s is not own],
    )


def _facts(one: Product) -> list[tuple[str, str, str]]:
    """What the data says of a product: name, words, why they are assumed ("" if they are not)."""
    found = []
    if one.placement:
        found.append(("展示位置", _PLACEMENTS[one.placement], one.assumed.get("placement", "")))
    if one.billing:
        assumed = one.assumed.get("billing", "")
        found += [(name, words, assumed) for name, words in _billing(one.billing)]
    return found


def _billing(billing: Billing) -> list[tuple[str, str]]:
    return [
        ("计费方式", billing.basis),
        ("计费单位", billing.unit),
        ("结算", billing.settlement),
    ]


def bundle(ink: Ink, plan: Plan, one: Bundle) -> None:
    """/bundles/<id>/: a named set of products, or of documents."""
    names = {p.id: p for p in plan.corpus.catalog.products}
    ink.page(
        f"bundles/{one.id}/",
        "bundle.html",
        one.name,
        f"{one.name}适用的协议文件和合订PDF。",
        scripts=("reading",),
        bundle=one,
        own=plan.set_of(one.products) if one.products else False,
        products=[names[id_] for id_ in one.products],
        documents=[plan.lineages[id_] for id_ in one.documents],
        pack=ink.pdfs.get(pack_of(one)),
    )


def pack_of(one: Bundle) -> str:
    """The pack of a bundle of documents."""
    return f"bundles/{one.id}/pack.pdf"


def a_set(ink: Ink, plan: Plan, one: ProductSet) -> None:
    """/sets/<key>/."""
    names = {p.id: p for p in plan.corpus.catalog.products}
    title = "、".join(one.pack.products)
    ink.page(
        one.path,
        "set.html",
        title,
        f"同时订购{title}的商家适用的协议文件和合订PDF。",
        scripts=("reading",),
        own=one,
        products=[names[id_] for id_ in names if id_ in one.products],
        named=[b for b in plan.bundles.values() if set(b.products) == set(one.products)],
    )
