"""Every word the terminal says, in English or Chinese, from gettext catalogs.

Messages are called by key (`problem.duplicate-key`, `help.build`); the
wording of each stands in `locale/en` and `locale/zh`. click's own few phrases
are called by their English text and only need the Chinese catalog. Which
language is spoken is decided once, at the door, by `use`.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "zh")
_LOCALE = Path(__file__).with_name("locale")
_spoken = "en"


def language(environment: Mapping[str, str]) -> str:
    """`XIEYI_LANG`, else the locale (LC_ALL, LC_MESSAGES, LANG, in this order), else English."""
    for name in ("XIEYI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "").lower()
        if value:
            return "zh" if value.startswith("zh") else "en"
    return "en"


def use(name: str) -> None:
    """Speak `name` from now on; click's own words follow through gettext's global domain."""
    global _spoken
    _spoken = name if name in LANGUAGES else "en"
    gettext.bindtextdomain("xieyi", str(_LOCALE))
    gettext.textdomain("xieyi")
    os.environ["LANGUAGE"] = _spoken


@cache
def _catalog(name: str) -> gettext.NullTranslations:
    return gettext.translation("xieyi", _LOCALE, languages=[name])


def known(key: str, name: str | None = None) -> bool:
    """Whether `key` has a wording."""
    return _catalog(name or _spoken).gettext(key) != key


def say(key: str, **params: object) -> str:
    """The wording of `key`, with its parameters filled in."""
    return _filled(_spoken, key, params)


def in_chinese(key: str, **params: object) -> str:
    """The Chinese wording of `key`, for pages, whatever language is spoken."""
    return _filled("zh", key, params)


def _filled(name: str, key: str, params: Mapping[str, object]) -> str:
    text = _catalog(name).gettext(key)
    return text.format(**params) if params else text
