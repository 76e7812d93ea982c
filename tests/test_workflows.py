"""The workflows: pinned, least privileged, and safe with the code and the words of strangers."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.y*ml"))
NAMES = [path.name for path in WORKFLOWS]
STRANGERS = re.compile(r"\$\{\{[^}]*(github\.event|head_ref|github\.actor|inputs\.|steps\.)")


def loaded(path: Path) -> dict[Any, Any]:
    content: dict[Any, Any] = yaml.safe_load(path.read_text("utf-8"))
    return content


def steps(path: Path) -> Iterator[dict[str, Any]]:
    for job in loaded(path)["jobs"].values():
        yield from job["steps"]


def test_there_are_the_four_workflows() -> None:
    assert ["ci.yml", "publish.yml", "review-comment.yml", "review.yml"] == NAMES


@pytest.mark.parametrize("path", WORKFLOWS, ids=NAMES)
def test_every_action_is_pinned_and_says_its_version(path: Path) -> None:
    lines = [row.strip() for row in path.read_text("utf-8").splitlines() if "uses:" in row]
    pinned = re.compile(r"(- )?uses: [\w.-]+(/[\w.-]+)+@[0-9a-f]{40} # v[0-9]+\.[0-9]+\.[0-9]+")
    assert lines and [] == [line for line in lines if not pinned.fullmatch(line)]


def test_one_action_is_pinned_to_one_commit() -> None:
    used = {step["uses"] for path in WORKFLOWS for step in steps(path) if "uses" in step}
    assert len(used) == len({use.partition("@")[0] for use in used})


@pytest.mark.parametrize("path", WORKFLOWS, ids=NAMES)
def test_the_token_may_read_and_a_job_says_what_else_it_needs(path: Path) -> None:
    content = loaded(path)
    assert set(content["permissions"].values()) <= {"read"}
    allowed = {
        ("ci.yml", "alerts"): {"security-events"},
        ("review-comment.yml", "comment"): {"pull-requests"},
        ("publish.yml", "deploy"): {"pages", "id-token"},
    }
    for name, job in content["jobs"].items():
        granted = job.get("permissions", {})
        writes = {scope for scope, level in granted.items() if level != "read"}
        assert allowed.get((path.name, name), set()) == writes


@pytest.mark.parametrize("path", WORKFLOWS, ids=NAMES)
def test_no_workflow_trusts_a_stranger(path: Path) -> None:
    """The triggers, secrets and expressions through which repositories were taken over."""
    text = path.read_text("utf-8")
    triggers = loaded(path)[True]  # YAML 1.1 reads `on` as true
    assert "pull_request_target" not in text and "issue_comment" not in triggers
    assert "secrets." not in text and "self-hosted" not in text
    for step in steps(path):
        program = step.get("run", "") + str(step.get("with", {}).get("script", ""))
        assert not STRANGERS.search(program), step


def test_the_half_that_may_write_checks_nothing_out_and_runs_nothing() -> None:
    (path,) = (path for path in WORKFLOWS if path.name == "review-comment.yml")
    used = [step.get("uses", "").partition("@")[0] for step in steps(path)]
    assert ["actions/download-artifact", "actions/github-script"] == used
    assert {"workflow_run"} == set(loaded(path)[True])


def test_no_checkout_leaves_its_token_behind() -> None:
    for path in WORKFLOWS:
        for step in steps(path):
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False, path


@pytest.mark.parametrize("path", WORKFLOWS, ids=NAMES)
def test_every_job_ends_by_itself(path: Path) -> None:
    for name, job in loaded(path)["jobs"].items():
        assert job["timeout-minutes"] <= 60, name


def test_the_commands_of_the_workflows_exist() -> None:
    from generator.commands import NAMES as COMMANDS

    programs = [step.get("run", "") for path in WORKFLOWS for step in steps(path)]
    named = re.findall(r"\.venv/bin/xieyi ([a-z-]+)", "\n".join(programs))
    assert {"check", "fmt", "build", "diff", "site", "verify"} == set(named) <= set(COMMANDS)
    assert (ROOT / ".ci/run").stat().st_mode & 0o111


def commented(folder: Path, number: str | None, text: str | None, **given: object) -> list[Any]:
    """The calls that the posting script makes: read, then create or update; or its error."""
    (folder / "review").mkdir(parents=True, exist_ok=True)
    for name, content in (("number", number), ("comment.md", text)):
        if content is not None:
            (folder / "review" / name).write_text(content, "utf-8")
    (path,) = (path for path in WORKFLOWS if path.name == "review-comment.yml")
    (script,) = (step["with"]["script"] for step in steps(path) if "script" in step["with"])
    state = {"state": "open", "head": "abc", "comments": []} | given
    harness = f"""
    const state = {json.dumps(state)}, calls = []
    const call = (name) => async (args) => {{ calls.push([name, args]); return {{}} }}
    const github = {{
      paginate: async () => state.comments,
      rest: {{
        pulls: {{ get: async (args) => {{ calls.push(['get', args])
          return {{ data: {{ state: state.state, head: {{ sha: state.head }} }} }} }} }},
        issues: {{ listComments: 0, createComment: call('create'), updateComment: call('update') }},
      }},
    }}
    const run = {{ head_sha: 'abc', html_url: 'https://github.com/o/r/actions/runs/1' }}
    const context = {{ repo: {{ owner: 'o', repo: 'r' }}, payload: {{ workflow_run: run }} }}
    const core = {{ notice: (text) => calls.push(['notice', text]) }}
    ;(async () => {{ {script} }})()
      .catch((error) => calls.push(['error', error.message]))
      .then(() => console.log(JSON.stringify(calls)))
    """
    done = subprocess.run(
        ["node", "-e", harness], capture_output=True, text=True, env={"RUNNER_TEMP": str(folder)}
    )
    assert 0 == done.returncode, done.stderr
    calls: list[Any] = json.loads(done.stdout)
    return calls


needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="no node on this machine")


@needs_node
def test_the_summary_becomes_one_comment_that_is_updated_in_place(tmp_path: Path) -> None:
    calls = commented(tmp_path, "7\n", "# 修订\n")
    assert ["get", "create"] == [name for name, _ in calls]
    body = calls[1][1]["body"]
    assert 7 == calls[1][1]["issue_number"]
    assert body.startswith("<!-- xieyi review -->\n# 修订\n") and "/runs/1#artifacts" in body
    strangers = {"id": 1, "user": {"login": "somebody"}, "body": body}
    own = {"id": 2, "user": {"login": "github-actions[bot]"}, "body": body}
    calls = commented(tmp_path, "7", "# 再次\n", comments=[strangers, own])
    assert ("update", 2) == (calls[1][0], calls[1][1]["comment_id"])


@needs_node
@pytest.mark.parametrize("number", ["", "0", "7; x", "-1", "７", "1e3", "../7", "12345678901"])
def test_what_is_no_number_is_refused(tmp_path: Path, number: str) -> None:
    assert [["error", "number is refused"]] == commented(tmp_path, number, "text")


@needs_node
@pytest.mark.parametrize("given", [{"head": "other"}, {"state": "closed"}])
def test_another_pull_request_gets_no_comment(tmp_path: Path, given: dict[str, str]) -> None:
    assert ["get", "notice"] == [name for name, _ in commented(tmp_path, "8", "x", **given)]


@needs_node
def test_the_words_of_a_stranger_call_nobody_and_forge_no_mark(tmp_path: Path) -> None:
    body = commented(tmp_path, "7", "@everyone <!--x--><!-<!--y-->- z")[1][1]["body"]
    assert 1 == body.count("<!--") and "x" not in body.split("\n")[1]
    assert "@everyone" not in body and "everyone" in body


@needs_node
def test_a_long_summary_is_cut_at_a_line(tmp_path: Path) -> None:
    body = commented(tmp_path, "7", "一行修订\n" * 30_000)[1][1]["body"]
    assert len(body) < 65_536 and "\n一行修订\n\n……\n" in body
    assert "error" == commented(tmp_path, "7", "长" * 400_000)[-1][0]


@needs_node
@pytest.mark.parametrize("name", ["number", "comment.md"])
def test_a_link_in_the_artifact_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret").write_text("7")
    (tmp_path / "review").mkdir()
    (tmp_path / "review" / name).symlink_to(tmp_path / "secret")
    given = {"number": "7", "comment.md": "x"} | {name: None}
    calls = commented(tmp_path, given["number"], given["comment.md"])
    assert ["error", f"{name} is refused"] == calls[-1]


@pytest.mark.parametrize("page", ["ci.md", "ci.zh-CN.md"])
def test_the_examples_of_the_page_on_ci_parse(page: str) -> None:
    text = (ROOT / "docs" / page).read_text("utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert blocks and all(isinstance(yaml.safe_load(block), (dict, list)) for block in blocks)
    for name in NAMES:
        assert name in text
