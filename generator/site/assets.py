"""Style sheets, scripts and the icon, under names that change with their content."""

from __future__ import annotations

import hashlib
import re

from ..render import html

SCRIPTS = ("picker", "which", "search", "reading")
_PAPER = re.compile(r"@page\s*\{[^}]*\}")  # the sheet of one kind of page, not of all
_STYLES = ("tokens.css", "text.css")


def assets() -> tuple[dict[str, bytes], dict[str, str]]:
    """The files by their path, and the path of each by its plain name (`site.css`).

    A script that has not been written is an empty one: the pages do without.
    """
    folder = html.templates()

    def read(name: str) -> str:
        path = folder / name
        return path.read_text("utf-8") if path.is_file() else ""

    screen = "@media screen{" + read("screen.css") + "}"
    styles = "".join(map(read, _STYLES)) + screen
    styles += read("redline.css") + _PAPER.sub("", read("comparison.css")) + read("site/site.css")
    plain = {"site.css": styles, "icon.svg": read("site/icon.svg")}
    plain |= {f"{name}.js": read(f"site/{name}.js") for name in SCRIPTS}
    files: dict[str, bytes] = {}
    names: dict[str, str] = {}
    for name, text in plain.items():
        names[name] = named(name, text.encode())
        files[names[name]] = text.encode()
    return files, names


def named(name: str, data: bytes) -> str:
    """`assets/site.1a2b3c4d5e.css`."""
    stem, _, suffix = name.rpartition(".")
    return f"assets/{stem}.{hashlib.sha256(data).hexdigest()[:10]}.{suffix}"
