"""`xieyi doctor`: what this machine lacks, and how to get it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator

import click

from ..wording import say

# package manager → how to install what PDFs need.
_COMMANDS = {
    "apt-get": "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 "
    "fontconfig fonts-noto-cjk",
    "dnf": "dnf install pango harfbuzz fontconfig google-noto-serif-cjk-fonts "
    "google-noto-sans-cjk-fonts",
    "pacman": "pacman -S pango harfbuzz fontconfig noto-fonts-cjk",
    "brew": "brew install pango fontconfig font-noto-serif-cjk-sc font-noto-sans-cjk-sc",
}


def command() -> click.Command:
    @click.command("doctor", help=say("help.doctor"), epilog=say("example.doctor"))
    @click.pass_context
    def doctor(ctx: click.Context) -> None:
        missing = 0
        *needed, (spare, file) = _findings()
        for name, answer in needed:
            missing += answer is None
            mark = say("doctor.missing") if answer is None else say("doctor.fine")
            click.echo(f"{mark}  {name}  {answer or ''}".rstrip())
        mark = say("doctor.spare") if file is None else say("doctor.fine")
        click.echo(f"{mark}  {spare}  {file or say('doctor.spare-use')}")
        if missing:
            click.echo(say("doctor.remedy", command=_remedy()), err=True)
            ctx.exit(3)

    return doctor


def _findings() -> Iterator[tuple[str, str | None]]:
    """Each thing that is needed, and its version or None; the last is not needed by most."""
    from ..load import has_c_parser
    from ..render import fonts, libraries

    yield (
        "Python",
        ".".join(map(str, sys.version_info[:3])) if sys.version_info >= (3, 11) else None,
    )
    yield "PyYAML (libyaml)", say("doctor.here") if has_c_parser() else None
    versions = libraries.versions()
    for name in ("weasyprint", "pango", "harfbuzz"):
        yield name, versions.get(name)
    for soname in ("pangoft2-1.0", "harfbuzz-subset", "fontconfig"):
        yield soname, say("doctor.here") if libraries.load(soname) else None
    yield "fc-list", shutil.which("fc-list")
    for name, file in fonts.looked_up():
        yield name, str(file) if file else None


def _remedy() -> str:
    for manager, line in _COMMANDS.items():
        if shutil.which(manager):
            return line
    return _COMMANDS["apt-get"]
