"""Periods that a statute fixes itself, in the words of the statute: their days are its days.

A contract that repeats them (提前三十日通知, 收到裁决书之日起十五日内起诉) adds nothing of its
own; the number and the act together tell them. The periods of labour law count only in a text
about labour.
"""

from __future__ import annotations

import re

from ..quantities import value

LABOUR = re.compile(r"劳动合同|用人单位|劳动者|劳动法")
_WITHIN = r"[以之]?内[^。；]{0,"


def _act(before: str, after: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(before + "$"), re.compile(after)


# Days, whether of labour law only, the words of the act before and behind them.
_PERIODS = (
    # Labour Contract Law art. 37, 40, 50; Regulation on Work-Related Injury Insurance art. 17.
    (30, True, _act(r"提前[^，。；]{0,4}", r"[^。；]{0,16}(?:通知|解除)")),
    (3, True, _act(r"试用期[^。；]{0,24}提前[^，。；]{0,4}", r"[^。；]{0,12}通知")),
    (15, True, _act("", _WITHIN + r"24}(?:档案|社会保险|社保)[^。；]{0,12}(?:转移|手续)")),
    (30, True, _act("", _WITHIN + r"36}工伤认定")),
    # Law on Labour Dispute Mediation and Arbitration art. 50; Civil Procedure Law art. 171.
    (
        15,
        False,
        _act(
            r"(?:裁决|判决)书?[^。；，]{0,8}(?:之日|后)起?[^。；，]{0,2}",
            _WITHIN + r"16}(?:起诉|诉讼|上诉)",
        ),
    ),
    # Civil Code art. 726.
    (
        15,
        False,
        _act(
            r"(?:出租人|甲方)[^。；]{0,16}通知[^。；]{0,16}",
            _WITHIN + r"12}(?:未|没有)[^。；]{0,6}表示购买",
        ),
    ),
    # Law on the Protection of Consumer Rights and Interests art. 25.
    (7, False, _act(r"收到商品(?:之日)?[起后][^。；，]{0,2}", _WITHIN + r"8}退货")),
)


def statutory(before: str, period: str, after: str, labour: bool) -> bool:
    """Whether a period (三十日) in its sentence is one that a statute fixes for this very act."""
    number = value(re.sub(r"[个日天\s]+$", "", period))
    return any(
        number == days and (labour or not only) and ahead.search(before) and behind.match(after)
        for days, only, (ahead, behind) in _PERIODS
    )
