"""Runs of text → markup, with the spacing that Chinese typesetting asks for.

WeasyPrint knows neither `text-spacing-trim` nor `text-autospace`, so the two
adjustments of CLREQ 3.1 are marked up here: of two adjacent marks the blank
half is taken away (class `h`, OpenType `halt`), and between Han and Latin or
figures stands a small gap (class `g`). Both only concern how a character
is drawn; the text stays as it is. Screens, whose browsers do this
themselves, ignore the classes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from html import escape

from ..reading import Cite, Paragraph, Run, Strong, Weblink, Words

OPENING = "《〈（「『【〔“‘［｛"
CLOSING = "》〉）」』】〕”’］｝、，。．；：？！"
_HAN = "[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd]"
_LATIN = "[A-Za-z0-9%]"

# A closing mark before any other mark loses its right half, an opening one behind an opening
# one its left half (CLREQ 3.1.6.1); between Han and Latin stands a gap (3.2.2).
_ADJUSTED = re.compile(
    f"(?P<h>[{CLOSING}](?=[{CLOSING}{OPENING}])|(?<=[{OPENING}])[{OPENING}])"
    f"|(?P<g>{_HAN}(?={_LATIN})|{_LATIN}(?={_HAN}))"
)

Href = Callable[[Cite], str | None]


def markup(runs: Paragraph, href: Href) -> str:
    """One paragraph as HTML; `href` gives the address of a reference, or None for no link."""
    flat = list(_flatten(runs))
    adjusted = _adjusted("".join(text for text, _ in flat))
    html, at = "", 0
    open_frames: tuple[Run, ...] = ()
    for text, frames in flat:
        html += _frames(open_frames, frames, href) + _drawn(text, at, adjusted)
        open_frames, at = frames, at + len(text)
    return html + _frames(open_frames, (), href)


@lru_cache(maxsize=1 << 16)
def line(text: str) -> str:
    """One line of plain text (a heading, a label) as HTML."""
    return markup((Words(text),), lambda _: None)


def _flatten(
    runs: Iterable[Run], frames: tuple[Run, ...] = ()
) -> Iterator[tuple[str, tuple[Run, ...]]]:
    """Each piece of text with the marked runs around it, outermost first."""
    for run in runs:
        match run:
            case Words():
                yield run.text, frames
            case Strong():
                yield from _flatten(run.runs, (*frames, run))
            case Cite() | Weblink():
                yield run.text, (*frames, run)


def _frames(old: tuple[Run, ...], new: tuple[Run, ...], href: Href) -> str:
    """The tags that close the old frames and open the new ones, beyond those they share."""
    shared = 0
    while shared < min(len(old), len(new)) and old[shared] is new[shared]:
        shared += 1
    closing = "".join(_close(run, href) for run in reversed(old[shared:]))
    return closing + "".join(_open(run, href) for run in new[shared:])


def _open(run: Run, href: Href) -> str:
    match run:
        case Strong():
            return "<strong>"
        case Cite():
            target = href(run)
            return f'<a href="{escape(target)}">' if target else '<span class="cite">'
        case Weblink():
            return f'<a href="{escape(run.url)}" rel="noopener">'
        case _:
            return ""


def _close(run: Run, href: Href) -> str:
    if isinstance(run, Strong):
        return "</strong>"
    return (
        "</a>" if isinstance(run, Weblink) or (isinstance(run, Cite) and href(run)) else "</span>"
    )


def _adjusted(text: str) -> dict[int, str]:
    """The characters that are drawn otherwise: offset → class."""
    return {found.start(): str(found.lastgroup) for found in _ADJUSTED.finditer(text)}


def _drawn(text: str, start: int, adjusted: dict[int, str]) -> str:
    """A piece of text that begins at `start`, with its adjusted characters marked."""
    html, done = "", 0
    for offset, name in adjusted.items():  # in their order
        if 0 <= (at := offset - start) < len(text):
            before, character = escape(text[done:at], quote=False), escape(text[at], quote=False)
            html += f'{before}<span class="{name}">{character}</span>'
            done = at + 1
    return html + escape(text[done:], quote=False)
