"""What people mistype, and what they are told.

Each file in `problems/` is wrong in a way its first comment names; its
`# expect: line:column code` comments are all that must be reported. Lines
count the whole file. `<U+202E>` stands for that character and `<x*9>` for nine
x, so that this folder itself hides nothing. A file is a document, unless
`# as:` names another place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import CATALOG, DOCUMENT, Write

from generator import wording
from generator.commands import program

FOLDER = Path(__file__).with_name("problems")
CASES = sorted(FOLDER.glob("*.yaml"), key=lambda path: path.name)
EXPECT = re.compile(r"^# expect: (\d+):(\d+) ([a-z0-9-]+)$", re.MULTILINE)
AS = re.compile(r"^# as: (\S+)$", re.MULTILINE)


def typed(text: str) -> str:
    """The text with the characters that its marks stand for."""
    text = re.sub(r"<U\+([0-9A-F]+)>", lambda mark: chr(int(mark[1], 16)), text)
    return re.sub(r"<(.)\*([0-9]+)>", lambda mark: mark[1] * int(mark[2]), text)


def build(root: Path, *options: str) -> Result:
    """`xieyi build` on a workspace that already has an output, which must stay as it is."""
    (root / "dist").mkdir(exist_ok=True)
    (root / "dist" / "page.html").write_text("the last good one")
    arguments = ["--workspace", str(root), "build", "--quiet", "--format", "html", *options]
    result = CliRunner().invoke(program(), arguments)
    assert [path.name for path in (root / "dist").iterdir()] == ["page.html"]
    assert (root / "dist" / "page.html").read_text() == "the last good one"
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


def reported(root: Path) -> list[tuple[str, int, int, str]]:
    """(path, line, column, code) of every problem, each of which has a way out."""
    result = build(root, "--json")
    assert result.exit_code == 1, result.output
    problems = json.loads(result.stdout)["problems"]
    assert [p["code"] for p in problems if not p["hint"] or not p["message"]] == []
    places = [(p["path"], p["line"], p["column"], p["code"]) for p in problems]
    return [(path.removeprefix("agreements/"), *rest) for path, *rest in places]


def one(files: Mapping[str, str | bytes], workspace: Write) -> tuple[str, int, int, str]:
    """The only problem of a workspace."""
    found = reported(workspace(files))
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_each_slip_is_reported_where_it_is(
    case: Path, language: str, workspace: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wording, "_spoken", language)
    content = case.read_text("utf-8")
    named = AS.search(content)
    name = named[1] if named else "documents/terms.yaml"
    expected = [(name, int(line), int(at), code) for line, at, code in EXPECT.findall(content)]
    assert expected, "a case without expectations proves nothing"
    assert expected == reported(workspace({name: typed(content)}))


def test_the_small_workspace_itself_is_fine(workspace: Write, tmp_path: Path) -> None:
    """Nothing that the cases report comes from what they share."""
    root = workspace({})
    listed = CliRunner().invoke(program(), ["--workspace", str(root), "list", "--json"])
    assert listed.exit_code == 0, listed.output


BYTES = {
    "byte-order-mark": ("\ufeff" + DOCUMENT).encode(),
    "not-utf8 from the first": DOCUMENT.encode("utf-16"),
    "not-utf8 without its mark": DOCUMENT.encode("utf-16-le"),
    "not-utf8 in the title": DOCUMENT.encode("gbk"),
    "empty-file": b"",
    "empty-file of comments": b"# nothing\n\n",
    "not-a-mapping": b"- a\n- b\n",
    "not-a-mapping but words": "服务条款".encode(),
    "file-too-large": DOCUMENT.encode() + b"# \n" * 1_500_000,
    "too-deep": b"[" * 200_000,
    "too-deep braces": b"{" * 200_000,
    "too-deep dashes": b"- " * 100_000,
}
PLACES = {"not-utf8 in the title": (2, 8), "too-deep": (1, 25), "too-deep braces": (1, 25)}
PLACES |= {"too-deep dashes": (1, 49)}


@pytest.mark.parametrize("name", BYTES)
def test_files_that_are_no_yaml_of_ours_are_refused(name: str, workspace: Write) -> None:
    expected = ("documents/terms.yaml", *PLACES.get(name, (1, 1)), name.split()[0])
    assert expected == one({"documents/terms.yaml": BYTES[name]}, workspace)


def test_windows_line_ends_are_fine_and_count_as_one_line(workspace: Write) -> None:
    text = DOCUMENT.replace("refund\n        text", "refund\n        txt").replace("\n", "\r\n")
    found = one({"documents/terms.yaml": text}, workspace)
    assert found == ("documents/terms.yaml", 18, 9, "unknown-key")


def test_a_byte_order_mark_moves_no_other_place(workspace: Write) -> None:
    text = "\ufeff" + DOCUMENT.replace("title: 服务条款", "title：服务条款")
    found = reported(workspace({"documents/terms.yaml": text}))
    assert [place[1:] for place in found] == [(1, 1, "byte-order-mark"), (2, 6, "fullwidth-colon")]


def test_the_problems_of_all_files_come_out_in_one_run(workspace: Write) -> None:
    """Syntax in one, a missing key in another, a bad date in a third."""
    root = workspace(
        {
            "catalog.yaml": CATALOG.replace("operator: 运营方", "operatr: 运营方"),
            "documents/terms.yaml": DOCUMENT.replace("title: 服务条款", "title 服务条款"),
            "documents/norms.yaml": DOCUMENT.replace("id: terms", "id: norms").replace(
                "2026-02-01", "2026-02-31"
            ),
        }
    )
    assert reported(root) == [
        ("catalog.yaml", 3, 3, "unknown-key"),
        ("documents/norms.yaml", 7, 14, "impossible-date"),
        ("documents/terms.yaml", 2, 1, "yaml-key"),
    ]


RETIRED = """\
id: terms
title: 旧条款
nature: software
product: a
retired: {on: 2026-01-31, reason: 合并。}
successors: [terms]
"""


def test_a_retired_agreement_never_has_the_id_of_a_document(workspace: Write) -> None:
    expected = ("retired/terms.yaml", 1, 5, "retired-id-in-use")
    assert expected == one({"retired/terms.yaml": RETIRED}, workspace)


def test_a_clause_of_a_retired_agreement_cannot_be_referred_to(workspace: Write) -> None:
    files = {
        "retired/old.yaml": RETIRED.replace("id: terms", "id: old"),
        "documents/terms.yaml": DOCUMENT.replace("#refund", "old#refund"),
    }
    expected = ("documents/terms.yaml", 16, 21, "reference-into-retired")
    assert expected == one(files, workspace)


def test_two_files_cannot_hold_one_version(workspace: Write) -> None:
    assert one({"documents/other/terms.yaml": DOCUMENT}, workspace)[3] == "version-twice"


def test_references_into_another_document_are_checked_there(workspace: Write) -> None:
    other = DOCUMENT.replace("id: terms", "id: norms").replace("#refund", "terms#refnd")
    expected = ("documents/norms.yaml", 16, 21, "unknown-reference")
    assert expected == one({"documents/norms.yaml": other}, workspace)


def test_two_families_may_claim_one_product(workspace: Write) -> None:
    catalog = CATALOG.replace(
        "bundles:", "  - id: every\n    name: 全部\n    products: [a, b, c]\nbundles:"
    )
    root = workspace({"catalog.yaml": catalog})
    listed = CliRunner().invoke(program(), ["--workspace", str(root), "list"])
    assert listed.exit_code == 0, listed.output


HOSTILE = "\\x1b[31m\\u202e\\x07\\n"


@pytest.mark.parametrize("key", ["id", "kind", "title"])
def test_nothing_typed_in_a_document_reaches_the_terminal_unseen(
    key: str, workspace: Write
) -> None:
    text = re.sub(rf"^{key}: .*$", f'{key}: "{HOSTILE}"'.replace("\\", r"\\"), DOCUMENT, flags=re.M)
    result = build(workspace({"documents/terms.yaml": text}))
    assert result.exit_code == 1
    assert all(c.isprintable() or c == "\n" for c in result.output), ascii(result.output)


def test_nothing_in_a_file_name_reaches_the_terminal(workspace: Write) -> None:
    result = build(workspace({"documents/\x1b[31mred.yaml": DOCUMENT}))
    assert result.exit_code == 1
    assert r"documents/\x1b[31mred.yaml" in result.output
    assert all(c.isprintable() or c == "\n" for c in result.output), ascii(result.output)


def test_a_file_name_that_is_no_text_is_reported(workspace: Write) -> None:
    root = workspace({})
    (root / "agreements" / "documents" / "\udcff.yaml").write_text(DOCUMENT)
    for options in ([], ["--json"]):
        result = build(root, *options)
        assert result.exit_code == 1
        assert "udcff.yaml" in result.output
