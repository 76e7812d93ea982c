"""What a document must say, piece by piece, told from the nouns as read and from nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from built import squashed

from generator.lines import paragraphs
from generator.reading import (
    Card,
    Chapter,
    Cite,
    Omitted,
    Pack,
    Paragraph,
    Part,
    Reading,
    Run,
    Status,
    Strong,
    Weblink,
    plain,
)

STATUS = {
    Status.DRAFT: "草案",
    Status.UPCOMING: "尚未生效",
    Status.SUPERSEDED: "已被新版本取代",
    Status.IN_FORCE: "",
}
MARK = STATUS | {Status.SUPERSEDED: "已被取代"}


@dataclass(frozen=True)
class Said:
    """A paragraph, heading, label, cell or picture: how deep in lists, of what kind, its text, the
    emphasised part of it with a bar between runs, its links as text and address (`document#id`
    or a URL), and the provision that begins with it, if one does."""

    kind: str
    text: str
    depth: int = 0
    strong: str = ""
    links: tuple[tuple[str, str], ...] = ()
    begins: str = ""


def document(pack: Pack, each: Reading, packed: bool, paper: bool) -> list[Said]:
    """A document: alone or in a pack; on paper with a place to sign."""
    own = each.id
    said = [
        Said("P", pack.platform, begins=own),
        Said("H1", each.title),
        *([Said("P", f"本版本{STATUS[each.status]}")] if STATUS[each.status] else []),
        *_pair("版本", each.version.number),
        *_pair("最近更新日期", _day(each.version.published)),
        *_pair("版本生效日期", _day(each.version.effective)),
        *(_pair("适用产品", "、".join(each.products)) if each.products else []),
        *_statement(pack),
    ]
    if each.prompt:
        said += [Said("H2", "提示条款"), *(_said("P", text, own) for text in each.prompt)]
    if not packed:
        said += [Said("H2", "目录"), *_contents(each)]
    if each.definitions:
        said += [Said("H2", "名词解释"), *_items(each.definitions, own, 1)]
    for chapter in each.chapters:
        if isinstance(chapter, Omitted):
            said.append(Said("P", f"{chapter.label}本产品组合不适用"))
            continue
        said.append(Said("H2", chapter.label + chapter.title, begins=f"{own}#{chapter.id}"))
        for part in chapter.parts:
            if isinstance(part, Omitted):
                said.append(Said("P", f"{part.label}本产品组合不适用"))
            else:
                said += _part(part, own, 0)
    said.append(Said("P", "（以下无正文）"))
    if paper and each.signatures:
        said.append(Said("P", f"本文件{each.signatures.copies}。"))
        for role, name in each.signatures.parties:
            said += [
                Said("P", f"{role}（盖章）：{name or ''}"),
                Said("P", "法定代表人或者授权代表（签字）："),
                Said("P", "签署日期：年月日"),
            ]
    return _tidy(said + _imprint(each))


def card(pack: Pack, each: Card) -> list[Said]:
    """What is known of a document of somebody else."""
    said = [
        Said("P", pack.platform, begins=each.id),
        Said("H1", each.title),
        *([Said("P", f"本版本{STATUS[each.status]}")] if STATUS[each.status] else []),
        *_pair("出具方", each.holder),
        *_pair("产品", each.product),
        *_pair("版本生效日期", _day(each.version.effective)),
        *_statement(pack),
        Said("P", f"本文件的正文由{each.holder}制定，此处只列出公开信息，不转载正文。"),
    ]
    for name, texts in each.points:
        said += [Said("H2", name), *(_said("P", text, each.id) for text in texts)]
    link = ((each.link, each.link),) if each.link else ()
    where = f"{each.page}：{each.link}" if each.link else each.page
    said += [Said("H2", "查阅与办理"), Said("P", where, links=link)]
    return _tidy(said + _imprint(each))


def packed(pack: Pack, paper: bool) -> list[Said]:
    """Cover, contents, and everything behind them."""
    every: tuple[Reading | Card, ...] = (*pack.documents, *pack.cards)
    said = [Said("P", pack.platform), Said("H1", f"{pack.name}协议文件")]
    if pack.products:
        said.append(Said("P", f"适用产品：{'、'.join(pack.products)}"))
    said += [Said("TH", head) for head in ("文件", "版本", "最近更新日期", "版本生效日期")]
    for each in every:
        status = f"（{STATUS[each.status]}）" if STATUS[each.status] else ""
        cells = f"《{each.title}》{status}", each.version.number
        days = _day(each.version.published), _day(each.version.effective)
        said += [Said("TD", text) for text in (*cells, *days)]
    said += [*_statement(pack), Said("H2", "目录")]
    for each in every:
        said.append(Said("TOCI", each.title, links=((squashed(each.title), each.id),)))
        said += _contents(each) if isinstance(each, Reading) else []
    for one in pack.documents:
        said += document(pack, one, True, paper)
    for two in pack.cards:
        said += card(pack, two)
    return _tidy(said)


def bookmarks(pack: Pack, each: Reading | Card | None) -> list[tuple[int, str, str]]:
    """Level, title and provision of each bookmark."""
    if each is None:
        every = [b for one in (*pack.documents, *pack.cards) for b in bookmarks(pack, one)]
        return [(1, f"{pack.name}协议文件", ""), (2, "目录", ""), *every]
    found = [(1, each.title, each.id)]
    if isinstance(each, Card):
        return [*found, *((2, name, "") for name, _ in each.points), (2, "查阅与办理", "")]
    found += [(2, "提示条款", "")] * bool(each.prompt)
    found += [(2, "目录", ""), *([(2, "名词解释", "")] * bool(each.definitions))]
    for chapter in each.chapters:
        if isinstance(chapter, Chapter):
            found.append((2, chapter.label + chapter.title, f"{each.id}#{chapter.id}"))
            for part in chapter.parts:
                if isinstance(part, Part):
                    word = f"【{part.keyword}】" if part.keyword else ""
                    found.append((3, part.label + word, f"{each.id}#{part.id}"))
    return found


def _tidy(said: Iterable[Said]) -> list[Said]:
    return [replace(one, text=squashed(one.text)) for one in said if squashed(one.text)]


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else "待定"


def _pair(name: str, value: str) -> list[Said]:
    return [Said("Lbl", f"{name}：", 1), Said("P", value, 1)]


def _statement(pack: Pack) -> list[Said]:
    return [Said("P", text) for text in paragraphs(pack.statement)] if pack.statement else []


def _contents(each: Reading) -> Iterator[Said]:
    for chapter in each.chapters:
        if isinstance(chapter, Chapter):
            text = chapter.label + chapter.title
            yield Said("TOCI", text, links=((squashed(text), f"{each.id}#{chapter.id}"),))


def _imprint(each: Reading | Card) -> list[Said]:
    if (imprint := each.imprint) is None:
        return []
    address = imprint.address
    said = [Said("Figure", f"二维码：{address}")] if address else []
    said += _pair("文件编号", imprint.document) + _pair("版本", imprint.version)
    said += _pair("文本指纹", imprint.text)
    said += _pair("发布台账", f"第{imprint.entry}条") if imprint.entry else []
    if address:
        label, value = _pair("发布地址", address)
        said += [label, replace(value, links=((address, address),))]
    return said


def _part(part: Part, own: str, depth: int) -> list[Said]:
    begins = f"{own}#{part.id}"
    number = Said("P" if depth == 0 else "Lbl", part.label, depth, begins=begins)
    texts = [_said("P", text, own, depth) for text in part.text]
    if part.keyword:
        said = [replace(number, kind="H3", text=f"{part.label}【{part.keyword}】"), *texts]
    elif depth == 0:  # the number is the beginning of the paragraph
        first = texts.pop(0) if texts else Said("P", "")
        said = [replace(first, text=part.label + first.text, begins=begins), *texts]
    else:
        said = [number, *texts]
    said += _items(part.items, own, depth + 1)
    if part.table:
        grid = part.table
        said += [Said("Caption", grid.caption, depth)] if grid.caption else []
        said += [_said("TH", cell, own, depth) for cell in grid.columns]
        said += [_said("TD", cell, own, depth) for row in grid.rows for cell in row]
    return said + [_said("P", text, own, depth) for text in part.tail]


def _items(parts: Iterable[Part | Omitted], own: str, depth: int) -> list[Said]:
    said = []
    for part in parts:
        if isinstance(part, Omitted):
            said.append(Said("P", f"{part.label}本产品组合不适用", depth))
        else:
            said += _part(part, own, depth)
    return said


def _said(kind: str, runs: Paragraph, own: str, depth: int = 0) -> Said:
    return Said(kind, squashed(plain(runs)), depth, _strong(runs), tuple(_links(runs, own)))


def _strong(runs: Paragraph) -> str:
    texts = [squashed(plain(run.runs)) for run in runs if isinstance(run, Strong)]
    return "|".join(texts)


def _links(runs: Iterable[Run], own: str) -> Iterator[tuple[str, str]]:
    for run in runs:
        if isinstance(run, Strong):
            yield from _links(run.runs, own)
        elif isinstance(run, Weblink):
            yield squashed(run.text), run.url
        elif isinstance(run, Cite) and run.bound:
            place = f"#{run.anchor}" if run.anchor else ""
            yield squashed(run.text), (run.document or own) + place
