"""Agreements as text: `xieyi text`, and `git diff` after `xieyi git-setup`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import CATALOG, DOCUMENT, Write
from test_commands import xieyi

from generator.source import Mapping, Node, Scalar, Sequence
from generator.text import plain_text

ROOT = Path(__file__).resolve().parents[1]
EVERY = sorted((ROOT / "agreements").rglob("*.yaml"))
WHOLE = """\
# A remark.
id: terms
title: 服务条款
kind: agreement
version: {number: "2", published: 2026-01-01, effective: 2026-02-01, major: true}
prompt:
  - |
    请您
    阅读。
terms:
  - id: fee
    term: 费用
    means: |
      价款。

      也称服务费。
sections:
  - id: fees
    title: 费用
    for: [a, b]
    clauses:
      - id: prepaid
        keyword: 预付
        material: fee
        text: |
          您应当**预付
          费用**，
          以 two
          words 计。

          余额退还，见[[#refund]]和[[other#x]]。
      - id: refund
        keyword: 退款
        text: 退款：
        items:
          - id: whole
            text: 全部；
            items:
              - {id: inner, text: 即时。}
          - id: part
            for: [a]
            text: 部分。
        table:
          caption: 标准
          columns: [项目, 比例]
          rows:
            - [一, 10%]
            - {for: [a], cells: [二, 20%]}
        tail: 以上。
"""
TEXT = """\
服务条款
第2版，2026-01-01公布，2026-02-01生效
  major: true
id: terms
kind: agreement

请您阅读。

“费用”：价款。
  也称服务费。

一、 费用
  for: a, b
1.1 【预付】您应当**预付费用**，以 two words 计。
  余额退还，见第1.2条【退款】和[[other#x]]。
  material: fee
1.2 【退款】退款：
  （1） 全部；
    ① 即时。
  （2） 部分。
    for: a
  标准
  | 项目 | 比例 |
  | 一 | 10% |
  | 二 | 20% |
    for: a
以上。
"""


def text(content: str, ids: bool = False) -> str:
    return plain_text("git-blob-1/terms.yaml", content.encode(), ids).decode()


def test_a_document_reads_as_it_is_printed_one_paragraph_a_line() -> None:
    assert TEXT == text(WHOLE)


def test_ids_take_the_place_of_numbers_so_that_a_new_clause_changes_one_place() -> None:
    added = WHOLE.replace(
        "    clauses:\n", "    clauses:\n      - id: first\n        text: 第一。\n"
    )
    before, after = text(WHOLE, True).splitlines(), text(added, True).splitlines()
    assert ["first 第一。"] == [line for line in after if line not in before]
    assert [] == [line for line in before if line not in after]
    assert "fee “费用”：价款。" in before and "prepaid 【预付】您应当" in "\n".join(before)
    assert "  余额退还，见[[#refund]]和[[other#x]]。" in before


def said(node: Node) -> list[str]:
    match node:
        case Scalar(words):
            return [words]
        case Sequence(items):
            return [word for item in items for word in said(item)]
        case Mapping(entries):
            return [word for _, value in entries for word in said(value)]


@pytest.mark.parametrize("path", EVERY, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_that_a_shipped_file_says_is_lost(path: Path) -> None:
    from generator import load

    data = path.read_bytes()
    shown = "".join(plain_text("x", data, ids=True).decode().split())
    values = said(load.read("x", data).root)
    assert [] == [value for value in values if "".join(value.split()) not in shown]
    numbered = plain_text("x", data).decode()
    assert numbered != data.decode() and "Traceback" not in numbered


@pytest.mark.parametrize(
    "content",
    [
        b"id: terms\ntitle: [\n",
        b"\xff\xfe\x00broken",
        b"",
        b"just words",
        b"- a\n- b\n",
        b"name: CI\non: push\n",
        b"id: a\nid: b\ntitle: c\n",
        b"\x00" * 100,
    ],
)
def test_what_is_broken_or_not_ours_stays_as_it_is(content: bytes) -> None:
    assert content == plain_text("x.yaml", content)
    assert content == plain_text("x.yaml", content, ids=True)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("sections:\n", "numbering: unheard-of\nsections:\n"),
        ("    clauses:\n", "    clauses: none\n    others:\n"),
        ('{number: "2", published: 2026-01-01, effective: 2026-02-01, major: true}', "second"),
        ("text: 退款：", "text: [退款：]"),
        ("text: 退款：", "text: {a: 退款：}"),
        ("        table:\n", "        table: 没有\n        grid:\n"),
        ("      - id: refund\n", "      - 一句话\n      - id: refund\n"),
    ],
)
@pytest.mark.parametrize("ids", [False, True])
def test_what_does_not_validate_is_shown_whole(old: str, new: str, ids: bool) -> None:
    assert old in WHOLE
    shown = text(WHOLE.replace(old, new), ids)
    assert "也称服务费" in shown
    for word in re.findall("[一-鿿]+|unheard-of|second", new):
        assert word in shown


def test_the_command_reads_a_file_anywhere_and_names_one_that_is_not_there(tmp_path: Path) -> None:
    file = tmp_path / "blob_terms.yaml"
    file.write_text(WHOLE, "utf-8")
    assert (0, TEXT) == ((done := xieyi("text", file, cwd=tmp_path)).returncode, done.stdout)
    missing = xieyi("text", tmp_path / "none.yaml")
    assert 2 == missing.returncode and "none.yaml" in missing.stderr


def test_text_by_ids_waits_for_nothing_heavy() -> None:
    """Git runs it for every version of every file."""
    code = (
        "import sys; sys.argv = ['xieyi', 'text', '--ids', 'agreements/catalog.yaml']\n"
        "from generator.__main__ import main\n"
        "try: main()\n"
        "finally: assert not {'pydantic', 'jinja2', 'rich', 'weasyprint'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert (0, "") == (done.returncode, done.stderr)


@pytest.fixture
def repository(workspace: Write, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace under git with one commit, and a program `xieyi` on the path."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    root = workspace({".gitattributes": "x"})
    bin_ = root / "bin"
    bin_.mkdir()
    program = bin_ / "xieyi"
    program.write_text(
        f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m generator "$@"\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{bin_}:{os.environ['PATH']}")
    git(root, "init", "-q")
    (root / ".gitattributes").write_text("agreements/**/*.yaml diff=xieyi\n")
    git(root, "add", "-A")
    git(root, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", "one")
    return root


def git(root: Path, *arguments: str) -> str:
    command = ["git", *arguments]
    done = subprocess.run(command, cwd=root, capture_output=True, check=True)
    return done.stdout.decode()


def test_after_the_setup_git_shows_the_text_that_changed(repository: Path) -> None:
    done = xieyi("git-setup", cwd=repository)
    assert 0 == done.returncode, done.stderr
    assert 2 == done.stdout.count("set: diff.xieyi.") and "git diff" in done.stdout
    file = repository / "agreements/documents/terms.yaml"
    file.write_text(
        DOCUMENT.replace("您应当预付费用。\n", "您可以\n          预付费用。\n"), "utf-8"
    )
    shown = git(repository, "diff")
    assert "-prepaid 【预付】您应当预付费用。**余额退还**,见[[#refund]]。\n" in shown
    assert "+prepaid 【预付】您可以预付费用。**余额退还**,见[[#refund]]。\n" in shown
    assert "@@" in shown and "text: |" not in shown
    file.write_text(DOCUMENT.replace("您应当预付", "您应当\n          预付"), "utf-8")
    assert "@@" not in git(repository, "diff")


def test_text_is_kept_only_where_git_knows_who_commits(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With `cachetextconv` and no identity, `git diff` died (git 2.39)."""
    file = repository / "agreements/catalog.yaml"
    file.write_text(CATALOG.replace("平台", "站点"), "utf-8")
    monkeypatch.setenv("HOME", str(repository / "nobody"))
    git(repository, "config", "user.useConfigOnly", "true")
    xieyi("git-setup", cwd=repository)
    assert "false\n" == git(repository, "config", "diff.xieyi.cachetextconv")
    assert "+  name: 站点\n" in git(repository, "diff")
    git(repository, "config", "user.name", "t")
    git(repository, "config", "user.email", "t@example.org")
    xieyi("git-setup", cwd=repository)
    assert "true\n" == git(repository, "config", "diff.xieyi.cachetextconv")
    assert "+  name: 站点\n" in git(repository, "diff")
    assert git(repository, "rev-parse", "refs/notes/textconv/xieyi")
    xieyi("git-setup", cwd=repository)
    assert "" == git(repository, "for-each-ref", "refs/notes")


def test_the_setup_says_what_it_did_and_can_be_repeated(repository: Path) -> None:
    xieyi("git-setup", cwd=repository)
    before = (repository / ".git/config").read_bytes()
    again = xieyi("git-setup", cwd=repository)
    assert (0, 2) == (again.returncode, again.stdout.count("already set"))
    assert before == (repository / ".git/config").read_bytes()


def test_the_setup_names_the_line_that_is_missing(repository: Path) -> None:
    git(repository, "rm", "-q", ".gitattributes")
    done = xieyi("git-setup", cwd=repository)
    assert "“agreements/**/*.yaml diff=xieyi”" in done.stdout


def test_git_diff_survives_the_loss_of_the_program(repository: Path) -> None:
    xieyi("git-setup", cwd=repository)
    config = git(repository, "config", "diff.xieyi.textconv")
    gone = re.sub(r"\{ .*? text", "{ /nowhere/xieyi text", config.strip())
    git(repository, "config", "diff.xieyi.textconv", gone)
    file = repository / "agreements/catalog.yaml"
    file.write_text(CATALOG.replace("平台", "站点"), "utf-8")
    assert "+  name: 站点\n" in git(repository, "diff")


def test_the_setup_outside_a_repository_says_so(workspace: Write) -> None:
    done = xieyi("git-setup", cwd=workspace({}))
    assert 2 == done.returncode and "no-repository" in done.stderr


def test_this_repository_declares_its_files() -> None:
    assert "agreements/**/*.yaml diff=xieyi\n" in (ROOT / ".gitattributes").read_text("utf-8")
