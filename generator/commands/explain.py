"""`xieyi explain`: the page of a rule, or the list of all rules."""

from __future__ import annotations

import click

from ..wording import say


def command() -> click.Command:
    @click.command("explain", help=say("help.explain"), epilog=say("example.explain"))
    @click.argument("name", metavar="[RULE]", required=False)
    def explain(name: str | None) -> None:
        from ..lint import all_rules
        from ..lint.docstring import markdown, page
        from ..problems import Misused
        from ..resolve.identity import unknown

        known = {key: rule for rule in all_rules() for key in (rule.id, rule.name)}
        if name is None:
            for rule in all_rules():
                click.echo(f"{rule.id}  {rule.name}  {page(rule).title}")
        elif name in known:
            click.echo(markdown(known[name]), nl=False)
        else:
            raise Misused([unknown("unknown-rule", name, list(known), None)])

    return explain
