"""A document as read → Typst: the same words, on the same sheet, in the same fonts.

Typst (https://typst.app) is the fastest renderer of Chinese we know, and so the
yardstick. What is written is what a person would write: headings, paragraphs
with hanging numbers, bold runs, tables. No cover, no links, no marks for
squeezed punctuation: Typst squeezes it by itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from generator.reading import Chapter, Omitted, Paragraph, Part, Reading, Strong

_HEAD = """\
#set page(paper: "a4", margin: (top: 28mm, x: 24mm, bottom: 24mm), numbering: "1 / 1")
#set text(font: "Noto Serif CJK SC", size: 10.5pt, lang: "zh", region: "cn")
#set par(justify: true, leading: 1.05em, spacing: 1.4em)
#show heading: set text(font: "Noto Sans CJK SC")
"""


def to_typst(document: Reading) -> str:
    """The whole document as a Typst source."""
    lines = [_HEAD, f"#align(center)[#heading(level: 1)[{_text(document.title)}]]"]
    lines += [f"#block[{_runs(paragraph)}]" for paragraph in document.prompt]
    lines += _parts(document.definitions)
    for chapter in document.chapters:
        lines.append(f"#heading(level: 2)[{_text(chapter.label)}{_title(chapter)}]")
        if isinstance(chapter, Chapter):
            lines += _parts(chapter.parts)
    return "\n".join(lines)


def _title(chapter: Chapter | Omitted) -> str:
    return _text("　" + chapter.title) if isinstance(chapter, Chapter) else ""


def _parts(parts: Iterable[Part | Omitted], depth: int = 0) -> Iterator[str]:
    for part in parts:
        indent = f"inset: (left: {2.8 * depth}em)"
        if isinstance(part, Omitted):
            yield f"#block({indent})[{_text(part.label)}]"
            continue
        keyword = f"*{_text(f'【{part.keyword}】')}*" if part.keyword else ""
        first, *rest = part.text or ((),)
        yield f"#block({indent})[*{_text(part.label)}* {keyword}{_runs(first)}]"
        yield from (f"#block({indent})[{_runs(paragraph)}]" for paragraph in rest)
        yield from _parts(part.items, depth + 1)
        if part.table:
            rows = [part.table.columns, *part.table.rows]
            cells = ", ".join(f"[{_runs(cell)}]" for row in rows for cell in row)
            yield f"#table(columns: {len(part.table.columns)}, {cells})"
        yield from (f"#block({indent})[{_runs(paragraph)}]" for paragraph in part.tail)


def _runs(runs: Paragraph) -> str:
    return "".join(
        f"#strong[{_runs(run.runs)}]" if isinstance(run, Strong) else _text(run.text)
        for run in runs
    )


def _text(words: str) -> str:
    """Words as a string, in which nothing is markup."""
    return f"#{json.dumps(words, ensure_ascii=False)};"
