"""Runs of text → markup, with the spacing that Chinese typesetting asks for.

WeasyPrint knows neither `text-spacing-trim` nor `text-autospace`, so the two
adjustments of CLREQ 3.1 are marked up here: of two adjacent marks the blank
half is taken away (class `h`, OpenType `halt`), and between Han and Latin or
figures stands a small gap (class `g`). Both only concern how a character
is drawn; the text stays as it is. Screens, whose browsers do this
themselves, ignore the classes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from html import escape

from ..reading import Cite, Paragraph, Run, Strong, Weblink, Words

OPENING = frozenset("《〈（「『【〔“‘［｛")
CLOSING = frozenset("》〉）」』】〕”’］｝、，。．；：？！")
# Quotation marks are full-width in Chinese text and shared with Latin; they carry no blank to cut
# in a font that draws them proportionally, so they are squeezed like the others, never gapped.

Href = Callable[[Cite], str | None]


def markup(runs: Paragraph, href: Href) -> str:
    """One paragraph as HTML; `href` gives the address of a reference, or None for no link."""
    flat = list(_flatten(runs))
    characters = "".join(text for text, _ in flat)
    drawn = list(_spaced(characters))
    html, at = "", 0
    open_frames: tuple[Run, ...] = ()
    for text, frames in flat:
        html += _frames(open_frames, frames, href)
        html += "".join(drawn[at : at + len(text)])
        open_frames, at = frames, at + len(text)
    return html + _frames(open_frames, (), href)


def line(text: str) -> str:
    """One line of plain text (a heading, a label) as HTML."""
    return markup((Words(text),), lambda _: None)


def _flatten(runs: Iterable[Run], frames: tuple[Run, ...] = ()) -> Iterator[tuple[str, tuple[Run, ...]]]:
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
    return "</a>" if isinstance(run, Weblink) or (isinstance(run, Cite) and href(run)) else "</span>"


def _spaced(text: str) -> Iterator[str]:
    """Each character as markup, squeezed or followed by a gap where its neighbour asks for it."""
    for at, character in enumerate(text):
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        shown = escape(character, quote=False)
        if _squeezed(before, character, after):
            yield f'<span class="h">{shown}</span>'
        elif after and _mixed(character, after):
            yield f'<span class="g">{shown}</span>'
        else:
            yield shown


def _squeezed(before: str, character: str, after: str) -> bool:
    """A closing mark before any other mark loses its right half; so does an opening one
    behind an opening one lose its left half (CLREQ 3.1.6.1)."""
    if character in CLOSING:
        return after in CLOSING or after in OPENING if after else False
    return character in OPENING and bool(before) and before in OPENING


def _mixed(left: str, right: str) -> bool:
    return (_han(left) and _latin(right)) or (_latin(left) and _han(right))


def _han(character: str) -> bool:
    return unicodedata.east_asian_width(character) == "W" and character.isalpha()


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum() or character == "%"
