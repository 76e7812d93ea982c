"""Where the two sides of a comparison come from: versions, revisions, folders and files."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import CATALOG, DOCUMENT, Write
from test_commands import xieyi

from generator import pipeline, sides
from generator.model import Document
from generator.problems import Rejected
from generator.sides import Pair, Standing
from generator.workspace import Workspace, find, revisions
from generator.workspace import git as workspace_git

DAY = date(2026, 11, 22)
CHANGED = DOCUMENT.replace("您应当预付费用。", "您可以预付费用。")
SECOND = CHANGED.replace('number: "1"', 'number: "2"').replace("2026-02-01", "2026-08-01")
Git = Callable[..., str]


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """Git in the folder of the test, with nobody's configuration; `commit` adds all and commits."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"]

    def run(*arguments: str, folder: Path = tmp_path) -> str:
        command = ["git", *who, *arguments]
        return subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=True
        ).stdout.strip()

    def git(*arguments: str, folder: Path = tmp_path) -> str:
        if arguments[0] == "commit":
            run("add", "-A", folder=folder)
            arguments = ("commit", "-q", "--allow-empty", "-m", "change", *arguments[1:])
        return run(*arguments, folder=folder)

    run("init", "-q")
    return git


def compared(
    root: Path, old: str | None = None, new: str | None = None, *documents: str
) -> tuple[Pair, ...]:
    return sides.sides(lambda: find(root), old, new, documents, DAY)


def words(side: Standing | None) -> str | None:
    """The text of the first clause."""
    if side is None:
        return None
    assert isinstance(side.document, Document)
    return next(side.document.clauses()).text.split("\n")[0]


def told(pairs: tuple[Pair, ...]) -> list[tuple[str, str | None, str | None]]:
    return [(pair.id, words(pair.old), words(pair.new)) for pair in pairs]


OLD, NEW = "您应当预付费用。", "您可以预付费用。"


def test_without_names_the_disk_is_compared_with_the_last_commit(
    workspace: Write, git: Git
) -> None:
    root = workspace({})
    git("commit")
    workspace({"documents/terms.yaml": CHANGED})
    assert [("terms", OLD, NEW)] == told(compared(root))


def test_a_revision_a_range_and_a_fork_name_their_sides(workspace: Write, git: Git) -> None:
    root = workspace({})
    git("commit")
    git("branch", "side")
    workspace({"documents/terms.yaml": CHANGED})
    git("commit")
    git("checkout", "-q", "side")
    workspace({"documents/terms.yaml": DOCUMENT.replace(OLD, "您预付费用。")})
    git("commit")
    assert [("terms", NEW, "您预付费用。")] == told(compared(root, "main"))
    assert [("terms", NEW, "您预付费用。")] == told(compared(root, "main..side"))
    assert [("terms", OLD, "您预付费用。")] == told(compared(root, "main...side"))
    assert [("terms", OLD, "您预付费用。")] == told(compared(root, "HEAD~1.."))
    pairs = compared(root, "side~1", "main")
    assert [("terms", OLD, NEW)] == told(pairs)
    assert [("side~1", "main")] == [(p.old.source, p.new.source) for p in pairs if p.old and p.new]


def test_a_revision_gives_the_files_that_the_disk_would(workspace: Write, git: Git) -> None:
    """The same kinds, bytes and order; only the paths name the revision."""
    root = workspace(
        {
            "documents/b/terms-2.yaml": DOCUMENT.replace("id: terms", "id: terms-2"),
            "documents/a.txt": "no noun",
            "published/terms/1.yaml": DOCUMENT,
            "documents/terms.yaml": SECOND,
            "documents/.draft.yaml": "not: looked at",
            "other/x.yaml": "no: kind",
        }
    )
    git("commit")
    place = find(root)
    kept = revisions.files(place, "HEAD")
    assert kept is not None
    disk = [("HEAD:" + file.path, file.kind, file.data) for file in place.files()]
    assert disk == [(file.path, file.kind, file.data) for file in kept]
    assert pipeline.read(kept, DAY).corpus.documents["terms"].document.version.number == "2"


def test_the_workspace_may_lie_below_the_root_of_the_repository(
    workspace: Write, git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace({})
    below = tmp_path / "legal texts" / "协议库"
    below.mkdir(parents=True)
    (tmp_path / "agreements").rename(below / "agreements")
    git("commit")
    file = below / "agreements/documents/terms.yaml"
    file.write_text(CHANGED, "utf-8")
    monkeypatch.chdir(file.parent)
    assert [("terms", OLD, NEW)] == told(compared(file.parent))


def test_a_workspace_that_is_not_in_the_revision_yet_is_new(workspace: Write, git: Git) -> None:
    git("commit")
    root = workspace({})
    git("commit")
    assert [("terms", None, OLD)] == told(compared(root, "HEAD~1"))
    assert [("terms", OLD, None)] == told(compared(root, "HEAD..HEAD~1"))


def test_documents_that_come_and_go_have_one_side(workspace: Write, git: Git) -> None:
    other = DOCUMENT.replace("id: terms", "id: other")
    root = workspace({"documents/other.yaml": other})
    git("commit")
    (root / "agreements/documents/other.yaml").unlink()
    workspace({"documents/third.yaml": DOCUMENT.replace("id: terms", "id: third")})
    assert [("other", OLD, None), ("terms", OLD, OLD), ("third", None, OLD)] == sorted(
        told(compared(root))
    )
    assert [("third", None, OLD)] == told(compared(root, None, None, "third"))


def test_a_release_is_compared_with_the_version_before(workspace: Write, git: Git) -> None:
    """Version 1 moves into `published/`; nothing but the step from 1 to 2 is listed."""
    root = workspace({})
    git("commit")
    workspace({"published/terms/1.yaml": DOCUMENT, "documents/terms.yaml": SECOND})
    assert [("terms", OLD, NEW)] == told(compared(root))


def test_a_published_version_that_was_touched_is_listed_by_its_number(
    workspace: Write, git: Git
) -> None:
    root = workspace({"published/terms/1.yaml": DOCUMENT, "documents/terms.yaml": SECOND})
    git("commit")
    workspace({"published/terms/1.yaml": CHANGED, "documents/terms.yaml": SECOND})
    assert [("terms", NEW, NEW), ("terms@1", OLD, NEW)] == told(compared(root))
    (root / "agreements/published/terms/1.yaml").unlink()
    assert [("terms", NEW, NEW), ("terms@1", OLD, None)] == told(compared(root))


def test_words_that_change_while_a_version_is_frozen_are_listed(workspace: Write, git: Git) -> None:
    root = workspace({})
    git("commit")
    frozen = DOCUMENT.replace(OLD, "您须预付费用。")
    workspace({"published/terms/1.yaml": frozen, "documents/terms.yaml": SECOND})
    assert [("terms", OLD, NEW), ("terms@1", OLD, "您须预付费用。")] == told(compared(root))


def test_two_versions_are_compared(workspace: Write) -> None:
    root = workspace({"published/terms/1.yaml": DOCUMENT, "documents/terms.yaml": SECOND})
    assert [("terms", OLD, NEW)] == told(compared(root, "terms@1", "terms@2"))
    assert [("terms", OLD, NEW)] == told(compared(root, "terms@1"))


def test_a_version_is_compared_with_a_revision(workspace: Write, git: Git) -> None:
    root = workspace({"published/terms/1.yaml": DOCUMENT, "documents/terms.yaml": SECOND})
    git("commit")
    assert [("terms", OLD, NEW)] == told(compared(root, "terms@1", "HEAD"))


def test_files_of_a_workspace_are_read_by_it(workspace: Write) -> None:
    root = workspace({"published/terms/1.yaml": DOCUMENT, "documents/terms.yaml": SECOND})
    inside = root / "agreements"
    old, new = inside / "published/terms/1.yaml", inside / "documents/terms.yaml"
    pairs = compared(root, str(old), str(new))
    assert [("terms", OLD, NEW)] == told(pairs)
    assert pairs[0].old and "平台" == pairs[0].old.corpus.catalog.platform.name


def test_a_file_outside_any_workspace_is_read_alone(tmp_path: Path) -> None:
    """What it names stands for itself: values, products, documents."""
    file = tmp_path / "sent.yaml"
    strange = DOCUMENT.replace(OLD, "${operator}按${some.unit}收取${late-fee}，见[[other#x]]。")
    file.write_text(strange.replace("keyword: 预付", "for: [x, y]"), "utf-8")

    def nowhere() -> Workspace:
        return find(tmp_path)

    (pair,) = sides.sides(nowhere, str(file), str(file), (), DAY)
    assert pair.new and {"x", "y", "some"} == set(pair.new.corpus.groups)
    assert "${late-fee}" == pair.new.corpus.catalog.values["late-fee"]
    assert isinstance(pair.new.document, Document)
    assert "prepaid" in pair.new.corpus.documents["terms"].targets


def test_a_file_sent_by_somebody_is_compared_with_the_workspace(
    workspace: Write, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = workspace({})
    file = tmp_path_factory.mktemp("sent") / "marked-up.yaml"
    file.write_text(CHANGED, "utf-8")
    assert [("terms", NEW, OLD)] == told(compared(root, str(file)))


def test_two_folders_are_compared(workspace: Write, tmp_path: Path) -> None:
    for name, text in (("one", DOCUMENT), ("two", CHANGED)):
        for file, content in (("catalog.yaml", CATALOG), ("documents/terms.yaml", text)):
            path = tmp_path / name / "agreements" / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8")
    one, two = str(tmp_path / "one"), str(tmp_path / "two/agreements")
    assert [("terms", OLD, NEW)] == told(compared(tmp_path, one, two))


def codes(call: Callable[[], object]) -> tuple[int, list[str]]:
    with pytest.raises(Rejected) as caught:
        call()
    return caught.value.exit_code, [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("old", "documents", "expected"),
    [
        ("no-such-branch", (), "unknown-revision"),
        ("--upload-pack=touch x", (), "unknown-revision"),
        ("-h", (), "unknown-revision"),
        ("HEAD:agreements", (), "unknown-revision"),
        ("main...nowhere", (), "unknown-revision"),
        ("terms@9", (), "unknown-version"),
        ("HEAD", ("term",), "unknown-document"),
        ("agreements/catalog.yaml", (), "no-document"),
        ("notes.txt", (), "no-document"),
        ("empty", (), "no-workspace"),
    ],
)
def test_what_is_not_there_is_named(
    workspace: Write,
    git: Git,
    monkeypatch: pytest.MonkeyPatch,
    old: str,
    documents: tuple[str, ...],
    expected: str,
) -> None:
    root = workspace({})
    (root / "notes.txt").write_text("no agreement")
    (root / "empty").mkdir()
    git("commit")
    monkeypatch.chdir(root)
    assert (2, [expected]) == codes(lambda: compared(root, old, None, *documents))
    assert not (root / "x").exists()


def test_outside_a_repository_there_are_no_revisions(workspace: Write) -> None:
    root = workspace({})
    assert (2, ["no-repository"]) == codes(lambda: compared(root))
    assert (2, ["no-repository"]) == codes(lambda: compared(root, "main"))


def test_a_repository_without_commits_has_no_head(workspace: Write, git: Git) -> None:
    root = workspace({})
    assert (2, ["unknown-revision"]) == codes(lambda: compared(root))


def test_a_machine_without_git_says_so(
    workspace: Write, git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = workspace({})
    git("commit")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert (3, ["no-git"]) == codes(lambda: compared(root))


def test_git_that_does_not_answer_is_given_up(
    workspace: Write, git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = workspace({})
    git("commit")
    slow = tmp_path / "bin/git"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec sleep 30\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}:{os.environ['PATH']}")
    monkeypatch.setattr(workspace_git, "SECONDS", 0.1)
    assert (3, ["git-slow"]) == codes(lambda: compared(root))


@pytest.mark.parametrize("name", ["terms.yaml", "more.yaml"])
def test_links_in_a_revision_are_refused(workspace: Write, git: Git, name: str) -> None:
    root = workspace({"notes.txt": DOCUMENT})
    link = root / "agreements/documents" / name
    link.unlink(missing_ok=True)
    link.symlink_to("../notes.txt")
    git("commit")
    link.unlink()
    workspace({})
    with pytest.raises(Rejected) as caught:
        compared(root)
    (problem,) = caught.value.problems
    expected = ("revision-link", f"HEAD:agreements/documents/{name}:1:1")
    assert expected == (problem.code, str(problem.span))


@pytest.mark.parametrize("folder", ["agreements/documents", "agreements/published/terms"])
def test_submodules_in_a_revision_are_refused(workspace: Write, git: Git, folder: str) -> None:
    root = workspace({})
    git("commit")
    head = git("rev-parse", "HEAD")
    git("rm", "-rq", "--cached", "--ignore-unmatch", folder)
    git("update-index", "--add", "--cacheinfo", f"160000,{head},{folder}")
    git("commit-tree", git("write-tree"), "-m", "x")
    commit = git("commit-tree", git("write-tree"), "-m", "submodule")
    assert (1, ["revision-link"]) == codes(lambda: compared(root, commit))


def test_a_link_in_place_of_the_whole_folder_is_refused(workspace: Write, git: Git) -> None:
    root = workspace({})
    (root / "agreements").rename(root / "elsewhere")
    (root / "agreements").symlink_to("elsewhere")
    git("commit")
    (root / "agreements").unlink()
    (root / "elsewhere").rename(root / "agreements")
    assert (1, ["revision-link"]) == codes(lambda: compared(root))


def test_a_mistake_in_a_revision_is_placed_there(workspace: Write, git: Git) -> None:
    root = workspace({"documents/terms.yaml": DOCUMENT.replace("#refund", "#refnud")})
    git("commit")
    workspace({})
    with pytest.raises(Rejected) as caught:
        compared(root)
    assert "HEAD:agreements/documents/terms.yaml:16:21" == str(caught.value.problems[0].span)


def test_the_environment_of_a_hook_does_not_lead_elsewhere(
    workspace: Write, git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = workspace({})
    git("commit")
    monkeypatch.setenv("GIT_DIR", "/nowhere/.git")
    monkeypatch.setenv("GIT_INDEX_FILE", "/nowhere/index")
    assert [("terms", OLD, OLD)] == told(compared(root))


def test_a_file_that_is_too_large_is_not_fetched(
    workspace: Write, git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = workspace({})
    git("commit")
    monkeypatch.setattr(revisions, "MAX_FILE", 300)
    assert (1, ["file-too-large"]) == codes(lambda: compared(root))


def test_an_object_that_is_not_here_is_told(workspace: Write, git: Git, tmp_path: Path) -> None:
    """As after a clone that left contents behind."""
    root = workspace({})
    git("commit")
    name = git("rev-parse", "HEAD:agreements/documents/terms.yaml")
    (tmp_path / ".git/objects" / name[:2] / name[2:]).unlink()
    assert (3, ["object-missing"]) == codes(lambda: compared(root))


def test_the_command_lists_what_changed_since_the_last_commit(workspace: Write, git: Git) -> None:
    root = workspace({})
    git("commit")
    workspace({"documents/terms.yaml": CHANGED})
    for folder in (root, root / "agreements/documents"):
        done = xieyi("diff", cwd=folder)
        assert 0 == done.returncode, done.stderr
        assert "可以" in done.stdout and "退款。" not in done.stdout


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (DOCUMENT, 0),
        (DOCUMENT.replace("您应当预付费用。\n", "您应当\n          预付费用。\n"), 0),
        ("# 注\n" + DOCUMENT, 0),
        (DOCUMENT.replace("**余额退还**,见", "**余额退还**，见"), 1),
        (CHANGED, 3),
        (DOCUMENT.replace("[[#refund]]", "[[#refnud]]"), 1),
    ],
    ids=["same", "layout", "comment", "punctuation", "obligation", "broken"],
)
def test_the_exit_code_says_how_much_changed(
    workspace: Write, git: Git, new: str, expected: int
) -> None:
    root = workspace({})
    git("commit")
    workspace({"documents/terms.yaml": new})
    done = xieyi("diff", "--exit-code", cwd=root)
    assert expected == done.returncode, done.stdout + done.stderr
    assert ("【预付】" in done.stdout) == (expected > 0 and done.stderr == "")
    assert "Traceback" not in done.stderr


def test_only_what_weighs_is_listed_when_asked(workspace: Write, git: Git) -> None:
    root = workspace({})
    git("commit")
    workspace({"documents/terms.yaml": CHANGED.replace("退款。", "退款、")})
    assert "退款[-。-]{+、+}" in xieyi("diff", cwd=root).stdout
    only = xieyi("diff", "--only", "major", cwd=root).stdout
    assert "可以" in only and "[-。-]" not in only
    assert 2 == xieyi("diff", "--only", "grave", cwd=root).returncode


def test_the_answer_is_written_whole_into_a_file(workspace: Write, git: Git) -> None:
    root = workspace({})
    git("commit")
    workspace({"documents/terms.yaml": CHANGED})
    done = xieyi("diff", "--format", "markdown", "--output", "out/comment.md", cwd=root)
    assert (0, "out/comment.md\n") == (done.returncode, done.stdout)
    assert "第1.1条" in (root / "out/comment.md").read_text("utf-8")


def test_what_is_misspelt_is_one_clear_line(workspace: Write, git: Git) -> None:
    root = workspace({})
    git("commit")
    done = xieyi("diff", "no-such", cwd=root)
    assert (2, "") == (done.returncode, done.stdout)
    assert done.stderr.startswith("error[unknown-revision]: git knows no revision “no-such” here")
    assert "Traceback" not in done.stderr


def test_a_program_gets_the_changes_as_data(workspace: Write, git: Git) -> None:
    root = workspace({})
    git("commit")
    workspace({"documents/terms.yaml": CHANGED.replace("退款。", "退款、")})
    answer = json.loads(xieyi("diff", "--format", "json", cwd=root).stdout)
    assert [("prepaid", "major"), ("refund", "editorial")] == [
        (change["new"]["clause"], change["severity"]) for change in answer["changes"]
    ]
    only = json.loads(xieyi("diff", "--format", "json", "--only", "major", cwd=root).stdout)
    assert ["prepaid"] == [change["new"]["clause"] for change in only["changes"]]
    assert answer["summary"] == only["summary"]
    wrong = xieyi("diff", "nowhere", "--format", "json", cwd=root)
    assert ["unknown-revision"] == [each["code"] for each in json.loads(wrong.stdout)["problems"]]
