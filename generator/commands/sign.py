"""`xieyi sign`: PDFs with a digital signature. The key stays in memory, the passphrase too."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..wording import say
from .options import now, shown

if TYPE_CHECKING:
    from ..copies import Copy, Order
    from ..signing.keys import Key
    from ..signing.stamping import Server

PASSPHRASE = "XIEYI_PKCS12_PASSPHRASE"


def command() -> click.Command:
    @click.command("sign", help=say("help.sign"), epilog=say("example.sign"))
    @click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
    @click.option(
        "--pkcs12", required=True, type=click.Path(path_type=Path), help=say("help.pkcs12")
    )
    @click.option("--timestamp-url", "url", metavar="URL", help=say("help.timestamp-url"))
    @click.option("--visible", is_flag=True, help=say("help.visible"))
    @click.option("--output", type=click.Path(path_type=Path), help=say("help.sign-output"))
    @click.option("--quiet", "-q", is_flag=True, help=say("help.quiet"))
    @click.option("--json", "machine", is_flag=True, help=say("help.json"))
    @click.pass_context
    def sign(
        ctx: click.Context,
        paths: tuple[Path, ...],
        pkcs12: Path,
        url: str | None,
        visible: bool,
        output: Path | None,
        quiet: bool,
        machine: bool,
    ) -> None:
        ctx.meta["json"] = machine
        paths = tuple({os.path.realpath(path): path for path in paths}.values())
        if output and len(paths) > 1:
            raise click.UsageError(say("usage.sign-output"))
        from ..copies import signed

        server = _server(url) if url else None
        orders = _orders(paths, output)
        when = now()
        key = _key(pkcs12, when)

        def tell(name: str, made: int, total: int) -> None:
            if not (quiet or machine):
                click.echo(f"[{made}/{total}] {name}", err=True)

        copies = signed(orders, key, when, visible, server, tell)
        _say(orders, copies, key, when, machine)

    return sign


def _server(url: str) -> Server:
    from ..signing.stamping import Server, sound

    if not sound(url):
        raise click.UsageError(say("usage.timestamp-url", value=url))
    return Server(url)


def _orders(paths: Sequence[Path], output: Path | None) -> list[Order]:
    """What is to be signed, or everything that cannot be."""
    from ..copies import ordered
    from ..problems import Misused, Problem

    orders, problems = [], list[Problem]()
    for path in paths:
        try:
            orders.append(ordered(path, output))
        except Misused as misused:
            problems += misused.problems
    if problems:
        raise Misused(problems)
    return orders


def _key(path: Path, when: datetime) -> Key:
    """The key, with the passphrase from the environment or, without echo, from the terminal."""
    from ..problems import Misused, Problem
    from ..signing.keys import Locked, opened
    from ..workspace.found import content

    data, name = content(path), str(path)
    if data is None:
        raise Misused([Problem("key-unread", None, {"file": name})])
    given = os.environ.pop(PASSPHRASE, None)  # and so no child process has it
    for passphrase in dict.fromkeys((given, None, "")):
        try:
            return opened(name, data, passphrase, when)
        except Locked:
            continue
    about: dict[str, object] = {"file": name, "variable": PASSPHRASE}
    if given:
        raise Misused([Problem("key-locked", None, about, "key-locked")])
    if not sys.stdin.isatty():
        raise Misused([Problem("key-passphrase", None, about, "key-passphrase")])
    try:
        typed = click.prompt(say("sign.passphrase", file=name), hide_input=True, err=True)
        return opened(name, data, typed, when)
    except Locked:
        raise Misused([Problem("key-locked", None, about, "key-locked")]) from None


def _say(
    orders: Sequence[Order], copies: Sequence[Copy], key: Key, when: datetime, machine: bool
) -> None:
    left, about = sum(order.left for order in orders), key.certificate
    if machine:
        content = {
            "signer": about.name,
            "certificate-sha256": about.sha256,
            "time": when.isoformat(),
            "files": [_row(copy) for copy in copies],
            "left-out": left,
        }
        click.echo(json.dumps(content, ensure_ascii=False, indent=2))
        return
    for order in orders:
        count = len(order.files)
        click.echo(say("sign.done", target=shown(order.target), count=count))
    by = {"signer": about.name, "sha256": about.sha256[:16], "time": when.isoformat(sep=" ")}
    click.echo(say("sign.by", **by))
    if left:
        click.echo(say("sign.left", count=left))


def _row(copy: Copy) -> dict[str, object]:
    stamped = copy.signature.stamped
    return {
        "path": str(copy.target),
        "source": str(copy.source),
        "sha256": copy.sha256,
        "unsigned-sha256": copy.before,
        "timestamp": stamped.time.isoformat() if stamped else None,
        "authority": stamped.authority.name if stamped else None,
    }
