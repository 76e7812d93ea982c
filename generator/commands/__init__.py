"""The commands, one a file: parse, call one function, report, exit.

A command's module is imported when it is called or when help is asked for, and
imports what it works with only when it runs: `xieyi --help` stays quick.
"""

from __future__ import annotations

from importlib import import_module

import click

from .. import __version__
from ..wording import say
from .report import guarded

NAMES = (
    "build",
    "site",
    "serve",
    "list",
    "check",
    "explain",
    "fmt",
    "diff",
    "text",
    "which",
    "trace",
    "notice",
    "release",
    "sign",
    "verify",
    "init",
    "schema",
    "git-setup",
    "doctor",
)


class Program(click.Group):
    """The group of commands, each imported when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*NAMES]  # not list(): once imported, that name is the command

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in NAMES:
            return None
        module = import_module(f".{cmd_name.replace('-', '_')}", __name__)
        command: click.Command = module.command()
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        with guarded(ctx):
            return super().invoke(ctx)


def program() -> click.Group:
    """The whole program, in the language spoken."""

    @click.group(
        cls=Program,
        help=say("help.xieyi"),
        epilog=say("example.xieyi"),
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    @click.option(
        "--workspace",
        "-w",
        type=click.Path(file_okay=False),
        metavar="DIR",
        help=say("help.workspace"),
    )
    @click.version_option(__version__, prog_name="xieyi", message="%(prog)s %(version)s")
    @click.pass_context
    def xieyi(ctx: click.Context, workspace: str | None) -> None:
        ctx.obj = workspace

    return xieyi
