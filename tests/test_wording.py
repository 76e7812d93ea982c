"""Every message exists in Chinese and in English, and nothing else is in the catalogs."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import generator
from generator import load, validate, wording
from generator.compare.changes import Kind, SignalKind
from generator.compare.changes import Severity as Weight
from generator.model import Fate
from generator.problems import Severity
from generator.reading import Status

PACKAGE = Path(generator.__file__).parent
LOCALE = PACKAGE / "locale"
CALLS = {"Problem": "problem.", "Fault": "problem.", "_refuse": "problem.", "_unknown": "problem."}
# Keys that are put together: the beginning, and what may follow.
FAMILIES = {
    "severity.": set(Severity),
    "status.": set(Status),
    "list.": {
        "products",
        "families",
        "bundles",
        "documents",
        "externals",
        "notices",
        "retired",
    },
    "fate.": set(Fate),
    "because.": {"effective", "transition", "term-end"},
    "kind.": set(Kind),
    "weight.": set(Weight),
    "signal.": set(SignalKind),
}


def catalog(language: str) -> Catalog:
    with (LOCALE / language / "LC_MESSAGES" / "xieyi.po").open("rb") as file:
        return read_po(file, language)


def said(messages: Catalog) -> dict[str, list[str]]:
    """Every message and its wordings (several where a number is in it)."""

    def listed(value: str | list[str] | tuple[str, ...]) -> list[str]:
        return [value] if isinstance(value, str) else list(value)

    return {listed(m.id)[0]: listed(m.string) for m in messages if m.id}


def keys(language: str) -> dict[str, str]:
    """Our own keys (`problem.x`, `help.y`) and their wording; click's phrases left out."""
    own = re.compile(r"^[a-z]+\.[a-z0-9.-]+$")
    return {m.id: m.string for m in catalog(language) if isinstance(m.id, str) and own.match(m.id)}


def used() -> set[str]:
    """Every key that the code names outright."""
    found = {prefix + name for prefix, names in FAMILIES.items() for name in names}
    found |= {f"problem.{code}" for code in validate._CODES.values()}
    found |= {f"problem.{code}" for _, code, _ in load._SYNTAX}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Tuple) and len(node.elts) == 2:
                code, params = node.elts  # a fault of the worker: (code, {parameters})
                if isinstance(code, ast.Constant) and isinstance(params, ast.Dict):
                    found.add(f"problem.{code.value}")
            if not isinstance(node, ast.Call) or not node.args:
                continue
            for keyword in node.keywords:
                if keyword.arg == "hint" and isinstance(keyword.value, ast.Constant):
                    found.add(f"hint.{keyword.value.value}")
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            first = node.args[0]
            if name == "say" and isinstance(first, ast.Constant):
                found.add(str(first.value))
            elif name in CALLS and isinstance(first, ast.Constant):
                found.add(CALLS[name] + str(first.value))
    return found


def test_every_message_the_code_names_has_a_wording_in_both_languages() -> None:
    for language in wording.LANGUAGES:
        assert set() == used() - set(keys(language)), language


def test_both_catalogs_hold_the_same_messages_with_the_same_parameters() -> None:
    english, chinese = keys("en"), keys("zh")
    assert set(english) == set(chinese)
    field = re.compile(r"(?<!{){([a-z_]+)")
    for key, text in english.items():
        assert set(field.findall(text)) == set(field.findall(chinese[key])), key


def test_no_message_is_left_over() -> None:
    """A key whose words stand nowhere in the code would never be said."""
    code = "".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
    parts = {key: key.split(".", 1)[1] for key in keys("en")}
    assert [] == [key for key, name in parts.items() if name.split(".")[-1] not in code]


def test_no_message_is_empty_or_left_in_the_other_language() -> None:
    han = re.compile("[\u4e00-\u9fff]")
    for key, text in keys("en").items():
        # A word of the law may be named in Chinese; the sentence is English.
        assert text and len(han.findall(text)) < len(re.findall("[A-Za-z]", text)), key
    for key, text in keys("zh").items():
        assert text and (han.search(text) or key.startswith("build.bundle")), key


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_the_compiled_catalog_equals_its_source(language: str) -> None:
    with (LOCALE / language / "LC_MESSAGES" / "xieyi.mo").open("rb") as file:
        assert said(catalog(language)) == said(read_mo(file))


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"XIEYI_LANG": "zh", "LANG": "en_US.UTF-8"}, "zh"),
        ({"XIEYI_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
        ({"LANG": "zh_TW.UTF-8"}, "zh"),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_is_xieyi_lang_then_the_locale_then_english(
    environment: dict[str, str], expected: str
) -> None:
    assert expected == wording.language(environment)
