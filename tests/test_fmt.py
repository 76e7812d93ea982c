"""The canonical form: one layout for one content, and nothing that is said ever changes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import CATALOG, DOCUMENT, Write
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from layouts import Free, Prose, Typist, files, told
from test_commands import ROOT, xieyi

import generator
from generator import load, validate
from generator.fingerprint import fingerprint
from generator.formatting import formatted, prose, scalars
from generator.problems import Rejected
from generator.source import Mapping, Node, Scalar, Sequence

HEAD = DOCUMENT[: DOCUMENT.index("sections:")]
KINDS = {"documents": "document", "published": "document", "retired": "retired"}
KINDS |= {"notices": "notice", "catalog.yaml": "catalog", "ledger.yaml": "ledger"}
PACKAGE = Path(generator.__file__).parent
SHIPPED = [
    path
    for folder in (ROOT / "agreements", PACKAGE / "starting/agreements")
    for path in sorted(folder.rglob("*.yaml"))
]


def form(text: str, kind: str = "document", name: str = "terms") -> str:
    return formatted(f"{name}.yaml", kind, text.encode()).decode()


def clause(body: str) -> str:
    """The formatted clause whose lines, without their indentation, are `body`."""
    lead = f"{HEAD}sections:\n  - id: s\n    title: 甲\n    clauses:\n"
    given = "".join(f"        {row}\n" if row else "\n" for row in body.strip().split("\n"))
    result = form(f"{lead}      - id: c\n{given}")
    rows = result.split("        - id: c\n" if "        - id: c\n" in result else "- id: c\n", 1)[1]
    return "\n".join(row.removeprefix("        ") for row in rows.rstrip("\n").split("\n"))


def kind_of(path: Path) -> str:
    parts = path.parts[len(path.parts) - path.parts[::-1].index("agreements") :]
    return KINDS[parts[0]]


def said(node: Node) -> object:
    """What a tree says: every value with its lines joined, whatever the order of the keys."""
    match node:
        case Scalar(text):
            return "".join(text.split())
        case Sequence(items):
            return [said(item) for item in items]
        case Mapping(entries):
            return {key.text: said(value) for key, value in entries}


# Random nouns, in random legal layouts.


def check_told(node: Node | None, tree: Any) -> None:
    """The tree that was read holds what was to be typed."""
    if isinstance(tree, Free):
        tree = tree.entries
    match node, tree:
        case Mapping(entries), dict():
            assert {key.text for key, _ in entries} == set(tree)
            for key, value in entries:
                check_told(value, tree[key.text])
        case Sequence(items), list():
            assert len(items) == len(tree)
            for item, value in zip(items, tree, strict=True):
                check_told(item, value)
        case Scalar(text), Prose(paragraphs):
            assert paragraphs == told(text)
        case Scalar(text), None:
            assert text in ("null", "~", "")
        case Scalar(text), _:
            assert tree == text
        case _:
            pytest.fail(f"{node} is not {tree}")


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(files, st.integers(0, 2**32))
def test_whatever_the_layout_the_same_is_said_and_comments_are_kept(
    made: tuple[str, Any], seed: int
) -> None:
    kind, tree = made
    typist = Typist(seed, comments=True)
    typed = typist.typed(tree)
    check_told(load.read("f.yaml", typed.encode()).root, tree)
    once = form(typed, kind, "f")
    check_told(load.read("f.yaml", once.encode()).root, tree)
    found = re.findall(r"(?<=#)(?: c\d+\.)$", once, re.MULTILINE)
    assert sorted(f" c{n + 1}." for n in range(typist.count)) == sorted(found)
    assert once == form(once, kind, "f")
    assert "\n\n\n" not in once and not re.search(r"[ ]$", once, re.MULTILINE)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(files, st.integers(0, 2**32))
def test_two_layouts_of_one_content_have_one_form(made: tuple[str, Any], seed: int) -> None:
    kind, tree = made
    one, other = (Typist(seed + n, comments=False).typed(tree) for n in range(2))
    null = re.compile(r"^archive: .*$", re.MULTILINE)
    assert null.sub("", form(one, kind, "f")) == null.sub("", form(other, kind, "f"))


# The files that are shipped.


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_shipped_file_says_the_same_in_canonical_form(path: Path) -> None:
    data, kind = path.read_bytes(), kind_of(path)
    name = str(path.relative_to(path.parents[path.parts[::-1].index("agreements")]))
    new = formatted(name, kind, data)
    assert new == formatted(name, kind, new)
    old_source, new_source = load.read(name, data), load.read(name, new)
    assert said(old_source.root) == said(new_source.root)
    if kind == "document" and "kind: external" not in data.decode():
        old, laid = validate.document(old_source), validate.document(new_source)
        assert [fingerprint([s]) for s in old.sections] == [fingerprint([s]) for s in laid.sections]
        assert [c.id for c in old.clauses()] == [c.id for c in laid.clauses()]
    remark = re.compile(r"(?:^|\s)(# .*)$", re.MULTILINE)
    assert sorted(remark.findall(data.decode())) == sorted(remark.findall(new.decode()))


# Sentences.

SENTENCES = {
    "a sentence a line": ("甲。乙！丙？丁；戊", "甲。|乙！|丙？|丁；|戊"),
    "a sentence broken in two is joined": ("甲，|乙。", "甲，乙。"),
    "Latin words are joined with a space": ("甲A|B乙。", "甲A B乙。"),
    "behind a closing quote": ("甲“乙。”丙。", "甲“乙。”|丙。"),
    "never inside quotes": ("“甲。乙”丙。丁", "“甲。乙”丙。|丁"),
    "never inside a title": ("《甲。》乙。丙", "《甲。》乙。|丙"),
    "never inside brackets": ("（甲；乙）丙；丁", "（甲；乙）丙；|丁"),
    "never inside an emphasised run": ("**甲。|乙。**丙。", "**甲。乙。**|丙。"),
    "never inside a link": ("甲[乙；](https://a.cn/；)丙。", "甲[乙；](https://a.cn/；)丙。"),
    "a mark behind a mark opens a line": ("**甲。**${a}乙。", "**甲。**|${a}乙。"),
    "a reference opens a line": ("甲。[[#a]]乙。", "甲。|[[#a]]乙。"),
    "a comma does not begin a line": ("“甲。”，乙。", "“甲。”，乙。"),
    "an unmatched mark does not hold": ("1）甲。“乙。丙", "1）甲。|“乙。|丙"),
    "several ends are one": ("甲？！乙", "甲？！|乙"),
    "a blank that is typed stays": ("甲。 乙", "甲。 乙"),
    "an empty line is a paragraph": ("甲|||乙", "甲||乙"),
    "a line of Latin text ends where its author ended it": ("One.|Two|three.", "One.|Two three."),
    "an escape is no mark": (r"\**甲。乙**。", r"\**甲。|乙**。"),
    "what is broken in a mark is left alone": ("甲[[#a|b]]乙", "甲[[#a|b]]乙"),
}


@pytest.mark.parametrize(("typed", "expected"), SENTENCES.values(), ids=SENTENCES)
def test_one_sentence_a_line(typed: str, expected: str) -> None:
    laid = prose.block(prose.paragraphs(typed.replace("|", "\n")))
    assert expected == laid.replace("\n", "|")
    assert prose.same(typed.replace("|", "\n"), laid)


# Values.


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no", "no"),
        ("1.10", "1.10"),
        ("2026-02-01", "2026-02-01"),
        ("null", '"null"'),
        ("~", '"~"'),
        ("", '""'),
        (" 甲", '" 甲"'),
        ("甲 ", '"甲 "'),
        ("甲: 乙", '"甲: 乙"'),
        ("甲:", '"甲:"'),
        ("甲 # 乙", '"甲 # 乙"'),
        ("甲#乙", "甲#乙"),
        ("https://a.cn/b", "https://a.cn/b"),
        ("[[#a]]", '"[[#a]]"'),
        ("${a}", "${a}"),
        ("- 甲", '"- 甲"'),
        ("*甲", '"*甲"'),
        ('甲"乙', '甲"乙'),
        ('"甲"', "'\"甲\"'"),
        ("#'\\", "'#''\\'"),
    ],
)
def test_quotes_stand_only_where_they_are_needed(text: str, expected: str) -> None:
    assert expected == scalars.scalar(text)
    read = load.read("f.yaml", f"k: {expected}\n".encode()).root.get("k")
    assert isinstance(read, Scalar) and text == read.text


@example("0:?")  # libyaml refuses it in brackets
@given(st.text(st.sampled_from("甲aA0:#-?,[]{}&*!|>'\"%@`\\ .~=<$"), max_size=12))
@settings(deadline=None, max_examples=500)
def test_a_value_is_read_as_it_was(text: str) -> None:
    typed = f"k: {scalars.scalar(text)}\nl: [{scalars.scalar(text, flow=True)}]\n"
    root = load.read("f.yaml", typed.encode()).root
    first, second = root.get("k"), root.get("l")
    assert isinstance(first, Scalar) and isinstance(second, Sequence)
    assert [text, text] == [first.text, *(i.text for i in second.items if isinstance(i, Scalar))]


@pytest.mark.parametrize("typed", ["1", "'1'", '"1"'])
def test_the_number_of_a_version_stands_in_quotes(typed: str) -> None:
    """Ours is text; every other reader of YAML would make 1.10 a number."""
    assert '  number: "1"\n' in form(DOCUMENT.replace('"1"', typed))


# Layout.


def test_a_canonical_file_is_left_as_it_is() -> None:
    canonical = DOCUMENT.replace("见[[", "见[[").replace(
        "        text: 退款。\n", "        text: |\n          退款。\n"
    )
    assert canonical == form(DOCUMENT) == form(canonical)


def test_keys_stand_in_the_order_of_the_model() -> None:
    body = "tail: 丙。\ntext: 乙。\nfor: [a]\nkeyword: 甲"
    assert "keyword: 甲\nfor: [a]\ntext: |\n  乙。\ntail: |\n  丙。" == clause(body)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("for:\n- a\n- b\n- c", "for: [a, b, c]"),
        ("for: [a, b, c, d]", "for:\n  - a\n  - b\n  - c\n  - d"),
        ("for:\n  # 甲\n  - a", "for:\n  # 甲\n  - a"),
        ("for: [a] # 甲", "for: [a]  # 甲"),
        ("for: [\n  a,\n  b\n] # 甲", "for: [a, b]  # 甲"),
        (f"for: [{'a' * 49}, {'b' * 49}]", f"for:\n  - {'a' * 49}\n  - {'b' * 49}"),
    ],
)
def test_short_lists_of_ids_stand_in_brackets(typed: str, expected: str) -> None:
    assert expected + "\ntext: |\n  甲。" == clause(typed + "\ntext: 甲。")


def test_a_row_stands_on_one_line_or_has_a_line_for_each_cell() -> None:
    long = "甲" * 50
    typed = f'table:\n  columns: [甲, 乙]\n  rows:\n    - [a, "b, c"]\n    - [{long}, 乙]\n'
    typed += f"    - for: [a]\n      cells: [甲, 乙]\n    - {{for: [a], cells: [{long}]}}"
    expected = f'table:\n  columns: [甲, 乙]\n  rows:\n    - [a, "b, c"]\n    - - {long}\n'
    expected += "      - 乙\n    - {for: [a], cells: [甲, 乙]}\n    - for: [a]\n      cells:\n"
    assert expected + f"        - {long}" == clause(typed)


REMARKS = {
    "above a key": ("# 一\nkeyword: 甲\ntext: 乙。", "# 一\nkeyword: 甲\ntext: |\n  乙。"),
    "beside a value": ("keyword: 甲     #一\ntext: 乙。", "keyword: 甲  #一\ntext: |\n  乙。"),
    "beside a block": ("text: | # 一\n   乙。", "text: |  # 一\n  乙。"),
    "moves with its key": (
        "text: 乙。 # 二\n# 一\nkeyword: 甲",
        "# 一\nkeyword: 甲\ntext: |  # 二\n  乙。",
    ),
    "below a list": (
        "items:\n  - id: i\n    text: 甲。\n    # 一\n  # 二\n# 三\ntail: 乙。",
        "items:\n  - id: i\n    text: |\n      甲。\n    # 一\n  # 二\n# 三\ntail: |\n  乙。",
    ),
    "a line like one in a text is text": ("text: |\n  甲。\n  # 一", "text: |\n  甲。\n  # 一"),
    "behind a dash": (
        "items:\n  - # 一\n    id: i\n    text: 甲。",
        "items:\n  # 一\n  - id: i\n    text: |\n      甲。",
    ),
    "above the first cell of a row, which may then stand on one line": (
        "table:\n  columns: [甲]\n  rows:\n    - {\n      # 一\n      cells: [乙]}",
        "table:\n  columns: [甲]\n  rows:\n    # 一\n    - {cells: [乙]}",
    ),
    "two on one line": (
        "keyword: # 一\n  甲 # 二\ntext: 乙。",
        "# 一\nkeyword: 甲  # 二\ntext: |\n  乙。",
    ),
    "empty lines": (
        "keyword: 甲\n\n\n\n# 一\n\ntext: 乙。",
        "keyword: 甲\n\n# 一\n\ntext: |\n  乙。",
    ),
}


@pytest.mark.parametrize(("typed", "expected"), REMARKS.values(), ids=REMARKS)
def test_a_comment_stays_with_what_it_is_about(typed: str, expected: str) -> None:
    joined = expected.replace("甲。\n  # 一", "甲。# 一") if "line like" in typed else expected
    assert joined == clause(typed)


def test_the_head_and_the_end_of_a_file_stay_there() -> None:
    """The line that names the schema must be the first, whichever key is."""
    head = "# yaml-language-server: $schema=x\n"
    typed = f"{head}# 关于标题\ntitle: 服务条款\nid: terms\n"
    rest = DOCUMENT.split("title: 服务条款\n", 1)[1]
    result = form(typed + rest + "\n\n# 完\n\n")
    assert result.startswith(f"{head}id: terms\n# 关于标题\ntitle: 服务条款\n")
    assert result.endswith("\n\n# 完\n")
    apart = form(f"# 版权\n\n{typed}{rest}")
    assert apart.startswith(f"# 版权\n\n{head}# 关于标题\n") or apart.startswith("# 版权\n\nid")


def test_other_line_ends_and_marks_of_a_document_go() -> None:
    typed = "---\n" + DOCUMENT.rstrip("\n") + "\n..."
    assert form(DOCUMENT) == form(typed) == form(DOCUMENT.replace("\n", "\r\n"))


def test_a_null_stays_where_one_may_stand() -> None:
    text = "id: terms\ntitle: 甲\nnature: software\nproduct: a\n"
    text += "retired: {on: 2026-01-01, reason: 乙}\nsuccessors: [b]\n"
    laid = form(f"{text}archive: null\n", "retired")
    assert laid.endswith("successors: [b]\narchive: null\n")


def test_what_does_not_load_or_fit_is_not_formatted() -> None:
    for wrong in (DOCUMENT.replace("kind: agreement", "kind: x"), DOCUMENT + "a: [\n"):
        with pytest.raises(Rejected):
            form(wrong)


# The command.

WILD = DOCUMENT.replace("id: terms\ntitle: 服务条款", "title: '服务条款'\nid: terms")


def test_fmt_writes_what_differs_and_nothing_else(workspace: Write) -> None:
    root = workspace({"documents/terms.yaml": WILD})
    path, other = root / "agreements/documents/terms.yaml", root / "agreements/catalog.yaml"
    assert 0 == xieyi("-w", root, "fmt").returncode
    before = other.stat().st_mtime_ns, path.stat().st_mtime_ns
    again = xieyi("-w", root, "fmt")
    assert (0, "") == (again.returncode, again.stdout)
    assert before == (other.stat().st_mtime_ns, path.stat().st_mtime_ns)
    assert form(WILD) == path.read_text("utf-8")
    assert 0 == xieyi("-w", root, "fmt", "--check").returncode


def test_check_lists_what_differs_and_writes_nothing(workspace: Write) -> None:
    root = workspace({"catalog.yaml": form(CATALOG, "catalog"), "documents/terms.yaml": WILD})
    done = xieyi("-w", root, "fmt", "--check")
    assert (1, "agreements/documents/terms.yaml\n") == (done.returncode, done.stdout)
    assert WILD == (root / "agreements/documents/terms.yaml").read_text("utf-8")


def test_diff_prints_a_patch_and_writes_nothing(workspace: Write) -> None:
    root = workspace({"documents/terms.yaml": WILD.rstrip("\n")})
    done = xieyi("-w", root, "fmt", "--diff", root / "agreements/documents")
    assert 0 == done.returncode
    assert done.stdout.startswith("--- a/agreements/documents/terms.yaml\n+++ b/")
    assert "-title: '服务条款'\n id: terms\n+title: 服务条款\n" in done.stdout
    assert "\\ No newline at end of file" in done.stdout
    assert 1 == xieyi("-w", root, "fmt", "--diff", "--check").returncode


def test_a_file_with_a_problem_is_reported_and_the_others_are_formatted(workspace: Write) -> None:
    wrong = DOCUMENT.replace("id: terms", "id: wrong").replace("kind: agreement", "kind: x")
    root = workspace({"documents/terms.yaml": WILD, "documents/wrong.yaml": wrong})
    done = xieyi("-w", root, "fmt")
    assert 1 == done.returncode
    assert "agreements/documents/wrong.yaml:3:7: error[unknown-choice]" in done.stderr
    assert wrong == (root / "agreements/documents/wrong.yaml").read_text("utf-8")
    assert form(WILD) == (root / "agreements/documents/terms.yaml").read_text("utf-8")


def test_a_frozen_version_is_never_touched(workspace: Write) -> None:
    root = workspace({"published/terms/1.yaml": WILD})
    frozen = root / "agreements/published/terms/1.yaml"
    assert 0 == xieyi("-w", root, "fmt").returncode
    assert (0, "") == (lambda d: (d.returncode, d.stdout))(xieyi("-w", root, "fmt", frozen))
    assert WILD == frozen.read_text("utf-8")


def test_a_path_without_agreements_is_wrong_usage(workspace: Write) -> None:
    root = workspace({})
    assert 2 == xieyi("-w", root, "fmt", root / "nowhere").returncode


def test_the_hooks_for_other_repositories_call_commands_that_are_there() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert ["xieyi-check", "xieyi-fmt"] == [hook["id"] for hook in hooks]
    for hook in hooks:
        program, name = hook["entry"].split()
        assert ("xieyi", "python") == (program, hook["language"])
        assert name in generator.commands.NAMES
        pattern = re.compile(hook["files"])
        assert pattern.search("agreements/documents/terms.yaml")
        assert pattern.search("legal/agreements/catalog.yaml")
        assert not pattern.search("schema/document.json")
    assert [False, True] == [hook["pass_filenames"] for hook in hooks]
