"""The closed list of `${…}` values: what a text may name without typing it."""

from __future__ import annotations

from ..model import Binding, Catalog
from ..numerals import day

BUILT_IN = (
    "platform",
    "operator",
    "title",
    "version",
    "published",
    "effective",
    "products",
    "families",
)
_FIELDS = ("name", "basis", "unit", "settlement", "fee-schedule")


def names(catalog: Catalog) -> set[str]:
    """Every name that a text of this workspace may use."""
    records = {
        f"{product.id}.{field}"
        for product in catalog.products
        for field in _FIELDS
        if _record(catalog, product.id, field)
    }
    return {*BUILT_IN, *catalog.values, *records}


def value(
    name: str, catalog: Catalog, document: Binding, title: str, products: frozenset[str]
) -> str:
    """The words for `name` in a text shown for `products`."""
    match name:
        case "title":
            return title
        case "version":
            return document.version.number
        case "published":
            return day(document.version.published)
        case "effective":
            return day(document.version.effective)
        case "products":
            return "、".join(p.name for p in catalog.products if p.id in products)
        case "families":
            return "、".join(f.name for f in catalog.families if products & set(f.products))
    return of_catalog(name, catalog) or ""


def of_catalog(name: str, catalog: Catalog) -> str | None:
    """The words that the catalog has for `name`, whichever document and bundle asks."""
    if name == "platform":
        return catalog.platform.name
    if name == "operator":
        return catalog.platform.operator
    if name in catalog.values:
        return catalog.values[name]
    product, _, field = name.partition(".")
    return _record(catalog, product, field)


def _record(catalog: Catalog, product_id: str, field: str) -> str | None:
    for product in catalog.products:
        if product.id == product_id:
            if field == "name":
                return product.name
            attribute = field.replace("-", "_")
            return getattr(product.billing, attribute, None) if product.billing else None
    return None
