"""Documents as read → one self-contained HTML page each, and one for the whole pack.

The only module that knows Jinja. The page and the PDF share their markup; the
style sheets are inlined, so a page needs nothing but itself. Where a
reference leads depends on the medium: another page, a place in the same pack,
or nowhere.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, StrEnum, auto
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ..lines import paragraphs
from ..model import Fate
from ..numerals import day as chinese_day
from ..reading import Card, Chapter, Cite, Omitted, Pack, Paragraph, Part, Reading
from . import typeset

_FATES = {
    None: "未定",
    Fate.KEPT: "保留",
    Fate.REWORDED: "改写",
    Fate.MERGED: "合并",
    Fate.SPLIT: "拆分",
    Fate.DROPPED: "不再保留",
}


class Profile(StrEnum):
    """What a PDF is for; each has a style sheet in `templates/profiles`."""

    SCREEN = "screen"
    PAPER = "paper"
    OFFICIAL = "official"
    LARGE_PRINT = "large-print"


class Medium(Enum):
    """Where a document is inked, which decides where its references can lead."""

    PAGE = auto()
    SHEET = auto()
    PACK = auto()


def templates() -> Path:
    """The folder of templates: beside the package in a checkout, inside it in a wheel."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"


def to_html(
    pack: Pack,
    document: Reading,
    medium: Medium = Medium.PAGE,
    profile: Profile = Profile.SCREEN,
) -> str:
    """One document of a pack as a complete page."""
    return _render("document.html", medium, pack=pack, document=document, profile=profile.value)


def to_card(
    pack: Pack, card: Card, medium: Medium = Medium.PAGE, profile: Profile = Profile.SCREEN
) -> str:
    """What is known of an external document, as a complete page."""
    return _render("card.html", medium, pack=pack, card=card, profile=profile.value)


def to_pack(pack: Pack, profile: Profile = Profile.SCREEN) -> str:
    """Cover, contents and all documents of a pack as one page, to be set as one PDF."""
    return _render("pack.html", Medium.PACK, pack=pack, profile=profile.value)


def to_report(template: str, screen: bool, **given: object) -> str:
    """A page made of tables: a notice, a trace. `screen` inlines the style sheets; a `layout`
    that is given takes the place of base.html."""
    return _render(template, Medium.PAGE if screen else Medium.SHEET, **given)


def stylesheet(profile: Profile = Profile.SCREEN) -> str:
    """The style sheet of sheets: tokens, what page and sheet share, the sheet's own, and what
    the profile does otherwise."""
    names = ("tokens.css", "text.css", "sheet.css", f"profiles/{profile}.css")
    return "".join(map(_file, names))


def _render(name: str, medium: Medium, **given: object) -> str:
    styles = "" if medium is not Medium.PAGE else Markup(_inlined())
    common = {"medium": medium.name.lower(), "styles": styles, "layout": "base.html"}
    return _environment().get_template(name).render(common | given)


def _inlined() -> str:
    screen = "@media screen{" + _file("screen.css") + "}"
    paper = "@media print{" + _file("sheet.css") + "}"
    return _file("tokens.css") + _file("text.css") + screen + paper


@cache
def _file(name: str) -> str:
    return (templates() / name).read_text("utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(templates()),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_printable,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters["line"] = lambda text: Markup(typeset.line(text))
    environment.filters["day"] = chinese_day
    environment.filters["code"] = _code
    environment.filters["iso"] = lambda day: day.isoformat()
    environment.filters["runs"] = _runs
    environment.globals["fate"] = lambda fate: _FATES[fate]
    environment.filters["paragraphs"] = paragraphs
    environment.filters["joined"] = lambda text: "".join(paragraphs(text or ""))
    environment.filters["pieces"] = lambda text: text.split("\n")
    environment.globals["anchor"] = _anchor
    environment.tests["omitted"] = lambda value: isinstance(value, Omitted)
    environment.tests["part"] = lambda value: isinstance(value, Part)
    environment.tests["chapter"] = lambda value: isinstance(value, Chapter)
    return environment


def _printable(value: object) -> object:
    """What a template may print: text and numbers; anything else is a mistake in the template."""
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        return value
    raise TypeError(f"a template printed {type(value).__name__}")


def _code(address: str) -> Markup:
    """An address as a QR code (ISO/IEC 18004, level M, which bears a crease): SVG."""
    import segno

    title = f"二维码：{address}"
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        border=0, omitsize=True, title=title, svgclass="code", lineclass=None
    )
    return Markup(drawn)


def _anchor(medium: str, document: str, provision: str = "") -> str:
    """The id of a provision in a page: its own, or prefixed by its document in a pack."""
    if medium == "pack":
        return f"{document}.{provision}" if provision else document
    return provision or document


def _runs(runs: Paragraph, medium: str, document: str) -> Markup:
    return Markup(typeset.markup(runs, _href(medium, document)))


def _href(medium: str, document: str) -> Callable[[Cite], str | None]:
    def href(cite: Cite) -> str | None:
        own = cite.document is None
        if not cite.bound or (medium == "sheet" and not own):
            return None
        if own or medium == "pack":
            return "#" + _anchor(medium, cite.document or document, cite.anchor or "")
        return f"{cite.document}.html" + (f"#{cite.anchor}" if cite.anchor else "")

    return href
