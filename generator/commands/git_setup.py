"""`xieyi git-setup`: `git diff` and `git log -p` show agreements as text, in this repository."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path

import click

from ..wording import say
from .options import found, workspace_option

DRIVER = "xieyi"


def command() -> click.Command:
    @click.command("git-setup", help=say("help.git-setup"), epilog=say("example.git-setup"))
    @workspace_option()
    @click.pass_context
    def git_setup(ctx: click.Context, named: str | None) -> None:
        from ..workspace import git

        place = found(ctx, named)
        settings = {
            f"diff.{DRIVER}.textconv": _converter(_program()),
            # Without an identity `git diff` would end at the first text that it wants to keep.
            f"diff.{DRIVER}.cachetextconv": str(git.identified(place.agreements)).lower(),
        }
        changed = git.settle(place.agreements, settings)
        git.forget(place.agreements, f"refs/notes/textconv/{DRIVER}")
        for name, value in settings.items():
            key = "git.set" if name in changed else "git.same"
            click.echo(say(key, name=name, value=value))
        if git.attribute(place.agreements / "catalog.yaml", "diff") == DRIVER:
            click.echo(say("git.ready"))
        else:
            line = f"{place.inside}**/*.yaml diff={DRIVER}"
            click.echo(say("git.attributes", line=line, folder=place.root))

    return git_setup


def _program() -> str:
    """How git's shell calls this program: the one beside this Python, or another on the path."""
    beside = Path(sys.executable).with_name("xieyi")
    found = str(beside) if beside.is_file() else shutil.which("xieyi")
    return shlex.quote(found) if found else f"{shlex.quote(sys.executable)} -m generator"


def _converter(program: str) -> str:
    """A command that shows the file as it is where the program is no longer there."""
    return f'f() {{ {program} text --ids "$1" 2>/dev/null || cat "$1"; }}; f'
