"""Feed, sitemap, robots and sums: plain files that tell programs what there is.

An entry of the feed keeps its id whatever the address of the site, and its day is that of the
data: a rebuild makes no news.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

from ..numerals import day as chinese
from ..publish.notice import Announced
from .plan import Plan
from .records import Tombstone

SUMS = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class News:
    """Something that a reader of the feed is told."""

    name: str
    title: str
    day: date
    path: str
    says: str


def news(plan: Plan, stones: Iterable[Tombstone], notices: Iterable[Announced]) -> Iterator[News]:
    """Versions published, agreements retired, notices."""
    for one in plan.editions():
        version = one.document.version
        if version.published and not version.draft:
            says = f"{chinese(version.published)}公布"
            if version.effective:
                says += f"，{chinese(version.effective)}生效"
            title = f"《{one.shown.title}》第{version.number}版"
            says += f"。文本摘要（SHA-256）：{one.text}"
            yield News(f"{one.id}@{version.number}", title, version.published, one.path, says)
    for stone in stones:
        on = stone.retired.retired.on
        says = f"{chinese(on)}下线，由{''.join(t.text for t in stone.successors)}承接。"
        title = f"《{stone.retired.title}》下线"
        yield News(f"retired/{stone.retired.id}", title, on, stone.path, says)
    for notice in notices:
        path = f"notices/{notice.id}/"
        says = f"{chinese(notice.published)}公示。"
        yield News(path, notice.title, notice.published, path, says)


def feed(name: str, operator: str, base: str, found: Iterable[News]) -> bytes:
    """feed.xml (RFC 4287), the newest first; days begin at midnight in Shanghai."""
    entries = sorted(found, key=lambda n: (-n.day.toordinal(), n.name))
    newest = max((n.day for n in entries), default=date(1970, 1, 1))
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN"'
        + (f" xml:base={quoteattr(base)}>" if base else ">"),
        f"<id>{_urn(name)}</id>",
        f"<title>{escape(name)}协议变更</title>",
        f"<updated>{_moment(newest)}</updated>",
        f"<author><name>{escape(operator)}</name></author>",
        f'<link rel="alternate" type="text/html" href={quoteattr(base or "./")}/>',
        f'<link rel="self" type="application/atom+xml" href={quoteattr(f"{base}feed.xml")}/>',
    ]
    for one in entries:
        lines += [
            "<entry>",
            f"<id>{_urn(f'{name} {one.name}')}</id>",
            f"<title>{escape(one.title)}</title>",
            f"<published>{_moment(one.day)}</published>",
            f"<updated>{_moment(one.day)}</updated>",
            f'<link rel="alternate" type="text/html" href={quoteattr(base + one.path)}/>',
            f"<summary>{escape(one.says)}</summary>",
            "</entry>",
        ]
    return ("\n".join([*lines, "</feed>"]) + "\n").encode()


def _urn(name: str) -> str:
    return uuid5(NAMESPACE_URL, f"xieyi:{name}").urn


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00+08:00"


def sitemap(base: str, pages: Iterable[str]) -> bytes:
    """sitemap.xml: every page by its whole address."""
    addresses = sorted(
        base + page.removesuffix("index.html") for page in pages if page != "404.html"
    )
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
        *(f"<url><loc>{escape(address)}</loc></url>" for address in addresses),
        "</urlset>",
    ]
    return ("\n".join(lines) + "\n").encode()


def robots(base: str) -> bytes:
    """robots.txt: everything may be read."""
    lines = ["User-agent: *", "Allow: /"]
    lines += [f"Sitemap: {base}sitemap.xml"] if base else []
    return ("\n".join(lines) + "\n").encode()


def sums(files: Mapping[str, bytes]) -> bytes:
    """SHA256SUMS, as `sha256sum -c` reads it."""
    return "".join(
        f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in sorted(files.items())
    ).encode()
