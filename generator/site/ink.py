"""Pages of the site: one layout, addresses relative to the page, a strict policy on each.

The classes that only paper needs (`h`, `g`) are taken off again: browsers set Chinese
themselves, and they weigh a fifth of a page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from markupsafe import Markup

from ..numerals import day as chinese_day
from ..reading import Status
from ..render import html

_SPACING = re.compile(r'<span class="[hg]">(.[^<]*)</span>')
_BLANK = re.compile(r"\n\s*\n+")
_POLICY = (
    "default-src 'none'; script-src 'self'{wasm}; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'{workers}"
)
STATUSES = {
    Status.DRAFT: "草案",
    Status.UPCOMING: "尚未生效",
    Status.IN_FORCE: "现行有效",
    Status.SUPERSEDED: "已被取代",
}
NAVIGATION = (
    ("pick/", "选择产品"),
    ("documents/", "文件"),
    ("compare/", "版本对照"),
    ("retired/", "下线协议"),
    ("notices/", "公告"),
    ("which/", "适用查询"),
)


@dataclass(frozen=True, slots=True)
class File:
    """A PDF of the site, as pages speak of it."""

    path: str
    size: int
    sha256: str

    @property
    def weight(self) -> str:
        return f"{max(1, round(self.size / 1000))} kB"


@dataclass(frozen=True, slots=True)
class Ink:
    """What every page of one site shares. `base` is the address of the site or ""."""

    name: str
    operator: str
    statement: str
    day: date
    base: str
    assets: Mapping[str, str]
    pdfs: Mapping[str, File]
    navigation: tuple[tuple[str, str], ...] = NAVIGATION
    pages: dict[str, bytes] = field(default_factory=dict)

    def page(
        self,
        path: str,
        template: str,
        title: str,
        description: str,
        scripts: tuple[str, ...] = (),
        data: object = None,
        **given: object,
    ) -> None:
        """Ink the page of a folder (`documents/`, "" for the root) and keep it."""
        root = "../" * path.count("/") or "./"
        if path.endswith(".html"):  # shown under any address
            root = self.base
        policy = _POLICY.format(
            wasm=" 'wasm-unsafe-eval'" if "search" in scripts else "",
            workers="; worker-src 'self'" if "search" in scripts else "",
        )
        page = html.to_report(
            f"site/{template}",
            False,
            **given
            | {
                "layout": "site/layout.html",
                "site": self,
                "day": self.day,
                "path": path,
                "root": root,
                "title": title,
                "description": " ".join(description.split()),
                "policy": policy,
                "address": f"{self.base}{path}" if self.base and path[-5:] != ".html" else "",
                "scripts": [self.assets[f"{name}.js"] for name in scripts],
                "structured": structured(data) if data else "",
                "chinese": chinese_day,
                "state": STATUSES.__getitem__,
                "pdf": self.pdfs.get,
            },
        )
        name = path if path.endswith(".html") else f"{path}index.html"
        self.pages[name] = slim(page).encode()


def slim(page: str) -> str:
    """A page without what only paper needs."""
    return _BLANK.sub("\n", _SPACING.sub(r"\1", page))


def structured(data: object) -> Markup:
    """JSON-LD that cannot end the element it stands in."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace("&", "\\u0026"))
