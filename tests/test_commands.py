"""The commands as a person or a script meets them: words, exit codes, files."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import generator
from generator.commands import NAMES, program
from generator.compare import data
from generator.schemas import schemas

ROOT = Path(__file__).resolve().parents[1]


def xieyi(
    *arguments: object, language: str = "en", cwd: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    import os

    environment = os.environ | {"XIEYI_LANG": language, "PYTHONPATH": str(ROOT), "COLUMNS": "100"}
    environment.pop("XIEYI_DEBUG", None)
    command = [sys.executable, "-m", "generator", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=cwd, env=environment, timeout=300
    )


@pytest.fixture
def started(tmp_path: Path) -> Path:
    """A new organisation's workspace, as `xieyi init` leaves it."""
    folder = tmp_path / "acme"
    assert 0 == xieyi("init", folder).returncode
    return folder


def test_another_organisation_starts_and_builds_at_once(started: Path) -> None:
    done = xieyi("--workspace", started, "build")
    assert (0, "") == (done.returncode, "".join(re.findall("error.*", done.stderr)))
    written = {path.relative_to(started / "dist").as_posix() for path in started.rglob("dist/**/*")}
    assert {"basic/service-terms.pdf", "basic/pack.pdf", "all/service-terms.html"} <= written
    assert "manifest.json" in written


def test_paper_says_when_nobody_is_to_sign(started: Path) -> None:
    catalog = started / "agreements" / "catalog.yaml"
    paper = ("-w", started, "build", "basic", "--profile", "paper", "--format", "pdf")
    assert "place to sign" not in xieyi(*paper).stderr
    text = catalog.read_text("utf-8")
    catalog.write_text(text[: text.index("signature:")], "utf-8")
    done = xieyi(*paper)
    assert 0 == done.returncode and "signature" in done.stderr and "place to sign" in done.stderr
    assert {path.name for path in (started / "dist" / "basic").iterdir()} == {
        "service-terms.paper.pdf",
        "pack.paper.pdf",
    }


def test_a_draft_says_so_on_every_page(started: Path) -> None:
    xieyi("-w", started, "build", "basic")
    command = ["pdftotext", "-layout", str(started / "dist/basic/service-terms.pdf"), "-"]
    pages = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\f")
    assert all("草案" in page for page in pages if page.strip())


def test_a_version_that_is_not_yet_in_force_says_so(started: Path) -> None:
    document = started / "agreements/documents/service-terms.yaml"
    dates = "  published: 2026-01-02\n  effective: 2026-02-01\n"
    document.write_text(document.read_text("utf-8").replace("  draft: true\n", dates), "utf-8")
    for day, expected in (("2026-01-31", True), ("2026-02-01", False)):
        xieyi("-w", started, "build", "basic", "--as-of", day, "--format", "html")
        page = (started / "dist/basic/service-terms.html").read_text("utf-8")
        assert expected == ("尚未生效" in page), day


def test_a_day_chooses_the_version_that_was_in_force(started: Path) -> None:
    """The frozen version answers for its time, the working one from its own day."""
    document = started / "agreements/documents/service-terms.yaml"
    text = document.read_text("utf-8")
    older = started / "agreements/published/service-terms/1.yaml"
    older.parent.mkdir(parents=True)
    first = "  published: 2024-01-02\n  effective: 2024-02-01\n"
    second = "  published: 2026-01-02\n  effective: 2026-02-01\n"
    older.write_text(text.replace("  draft: true\n", first), "utf-8")
    newer = text.replace("  draft: true\n", second).replace('number: "1"', 'number: "2"')
    document.write_text(newer.replace("咨询与投诉", "联系方式"), "utf-8")
    for day, keyword in (("2026-01-31", "咨询与投诉"), ("2026-02-01", "联系方式")):
        assert 0 == xieyi("-w", started, "build", "--as-of", day, "--format", "html").returncode
        page = (started / "dist/basic/service-terms.html").read_text("utf-8")
        assert keyword in page, day
    listed = json.loads(xieyi("-w", started, "list", "--json", "--as-of", "2026-03-01").stdout)
    assert ["superseded", "in-force"] == [row["status"] for row in listed["documents"]]


def test_any_set_of_products_can_be_asked_for(started: Path) -> None:
    catalog = started / "agreements/catalog.yaml"
    text = catalog.read_text("utf-8")
    catalog.write_text(text[: text.index("bundles:")], "utf-8")
    done = xieyi("-w", started, "build", "--products", "plus,basic", "--format", "html")
    assert 0 == done.returncode
    assert (started / "dist/all/service-terms.html").is_file()


def test_a_mistake_is_one_clear_line_and_leaves_the_output_alone(started: Path) -> None:
    assert 0 == xieyi("-w", started, "build", "--format", "html").returncode
    before = {p: p.read_bytes() for p in (started / "dist").rglob("*") if p.is_file()}
    document = started / "agreements/documents/service-terms.yaml"
    document.write_text(document.read_text("utf-8").replace("[[#fee]]", "[[#fea]]"), "utf-8")
    done = xieyi("-w", started, "build")
    line = next(
        number
        for number, row in enumerate(document.read_text("utf-8").splitlines(), 1)
        if "fea" in row
    )
    place = f"agreements/documents/service-terms.yaml:{line}:"
    assert 1 == done.returncode
    assert done.stderr.startswith(place)
    assert "error[unknown-reference]" in done.stderr and "“fee”" in done.stderr
    assert "Traceback" not in done.stderr
    assert before == {p: p.read_bytes() for p in (started / "dist").rglob("*") if p.is_file()}


def test_a_character_without_a_glyph_is_named_with_its_clause(started: Path) -> None:
    document = started / "agreements/documents/service-terms.yaml"
    text = document.read_text("utf-8").replace("增值服务的费用", "增值服务的\U0002b81d费用")
    document.write_text(text, "utf-8")
    done = xieyi("-w", started, "build")
    if done.returncode == 0:  # this machine's fonts can draw it
        pytest.fail("choose a rarer character")
    assert 1 == done.returncode
    assert "no-glyph" in done.stderr and "plus-fee" in done.stderr and "U+2B81D" in done.stderr


def test_problems_come_as_json_for_machines(started: Path) -> None:
    document = started / "agreements/documents/service-terms.yaml"
    document.write_text(document.read_text("utf-8").replace("kind: agreement", "kind: agrement"))
    done = xieyi("-w", started, "build", "--json")
    found = json.loads(done.stdout)["problems"]
    assert 1 == done.returncode
    assert [("unknown-choice", 4)] == [(p["code"], p["line"]) for p in found]
    assert "agreement" in found[0]["hint"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["build", "no-such-bundle"], 2),
        (["build", "--products", "no-such-product"], 2),
        (["build", "--format", "docx"], 2),
        (["build", "--as-of", "2026-02-30"], 2),
        (["no-such-command"], 2),
        (["--workspace", "/nowhere", "list"], 2),
        (["list"], 0),
    ],
)
def test_exit_codes(arguments: list[str], expected: int) -> None:
    done = xieyi(*arguments)
    assert expected == done.returncode, done.stderr
    assert "Traceback" not in done.stderr


def test_a_misspelt_bundle_is_guessed() -> None:
    assert "performance" in xieyi("build", "perfomance").stderr


def test_standard_output_holds_results_only(started: Path) -> None:
    done = xieyi("-w", started, "build", "--json")
    built = json.loads(done.stdout)
    assert 6 == len(built["files"])
    assert "service-terms" in done.stderr or not done.stderr


def test_init_never_writes_into_a_folder_with_something_in_it(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    done = xieyi("init", tmp_path)
    assert (3, ["mine.txt"]) == (done.returncode, [path.name for path in tmp_path.iterdir()])


def test_help_is_quick_because_nothing_heavy_is_imported() -> None:
    code = (
        "import sys; sys.argv = ['xieyi', '--help']\n"
        "from generator.__main__ import main\n"
        "try: main()\n"
        "finally: assert not {'pydantic', 'yaml', 'jinja2', 'rich'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert (0, "") == (done.returncode, done.stderr)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_help_with_an_example_in_both_languages(name: str, language: str) -> None:
    shown = xieyi(name, "--help", language=language).stdout
    assert re.search("Example: xieyi" if language == "en" else "示例：xieyi", shown)
    assert bool(re.search("[\u4e00-\u9fff]", shown)) == (language == "zh")
    words = re.sub(r"--?[a-z-]+|[A-Z]{3,}[A-Z,|\[\].]*|xieyi.*|[a-z]+,[a-z]+", "", shown)
    if language == "zh":
        assert [] == re.findall(r"\b(?:Usage|Options|Show|Build|List|default)\b", words)


@pytest.mark.parametrize("name", NAMES)
def test_the_example_of_every_command_runs(name: str, tmp_path: Path) -> None:
    shown = xieyi(name, "--help").stdout
    example = re.search(r"Example: xieyi (.+)", shown)
    assert example
    arguments = shlex.split(example[1])
    if name in ("init", "schema"):
        arguments = [*arguments[:-1], str(tmp_path / arguments[-1])]
    if name == "build":
        arguments += ["--output", str(tmp_path / "dist"), "--format", "html"]
    if name == "serve":
        assert 0 == previewed(*arguments)
        return
    done = xieyi(*arguments, cwd=where(name, tmp_path))
    assert 0 == done.returncode, done.stderr


def previewed(*arguments: str) -> int:
    """The exit code of a preview that was ended as a person ends it, once it gave its address."""
    command = [sys.executable, "-m", "generator", *arguments, "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE) as process:
        guard = threading.Timer(120, process.kill)
        guard.start()
        assert process.stdout and "http://127.0.0.1:" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        process.wait()
        guard.cancel()
        return process.returncode


def where(command: str, folder: Path) -> Path:
    """Where the example of a command can run: what is released already is not released again."""
    if command == "git-setup":
        return under_git(folder)
    if command == "site":  # 31 sets of products take minutes, a new workspace does not
        xieyi("init", folder / "small")
        return folder / "small"
    if command == "sign":
        return at_a_desk(folder)
    return unreleased(folder) if command == "release" else ROOT


def at_a_desk(folder: Path) -> Path:
    """A folder with something to sign, and a key without a passphrase."""
    from datetime import UTC, datetime

    import pikepdf
    from signers import DAY, made

    desk, now = folder / "desk", datetime.now(UTC)
    (desk / "dist").mkdir(parents=True)
    page = pikepdf.new()
    page.add_blank_page()
    page.save(desk / "dist/page.pdf")
    key = made("某某签名人", begins=now - DAY, ends=now + DAY).p12(None)
    (desk / "company.p12").write_bytes(key)
    return desk


def unreleased(folder: Path) -> Path:
    """The shipped workspace before its releases."""
    shutil.copytree(ROOT / "agreements", folder / "unreleased/agreements")
    (folder / "unreleased/agreements/ledger.yaml").unlink()
    return folder / "unreleased"


def under_git(folder: Path) -> Path:
    """A workspace of its own, for commands that write into the configuration of a repository."""
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    xieyi("init", folder / "ours")
    return folder / "ours"


def test_every_command_stands_in_both_readmes() -> None:
    for readme in ("README.md", "README.zh-CN.md"):
        text = (ROOT / readme).read_text("utf-8")
        assert [] == [name for name in NAMES if f"xieyi {name}" not in text], readme


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_commands_of_the_readme_run(readme: str, tmp_path: Path) -> None:
    """Each is taken at its word; only where it writes is changed, and PDFs are left out."""
    text = (ROOT / readme).read_text("utf-8")
    lines = [row.split("#")[0].strip() for row in re.findall(r"^xieyi .*", text, re.MULTILINE)]
    assert len(lines) >= 8
    for number, row in enumerate(lines):
        arguments = shlex.split(row)[1:]
        if arguments[0] == "build":
            arguments = [a for a in arguments if a not in ("--format", "pdf")]
            arguments += ["--format", "html", "--output", str(tmp_path / f"dist{number}")]
        elif arguments[0] in ("init", "schema"):
            target = ["--output", str(tmp_path / "s")] if arguments[0] == "schema" else []
            arguments = (target and [arguments[0], *target]) or ["init", str(tmp_path / "new")]
        elif arguments[0] == "serve":
            assert 0 == previewed(*arguments)
            continue
        done = xieyi(*arguments, cwd=where(arguments[0], tmp_path))
        assert 0 == done.returncode, (row, done.stderr)


def test_the_committed_schemas_are_what_the_command_writes() -> None:
    committed = {path.name: path.read_bytes() for path in (ROOT / "schema").iterdir()}
    assert schemas() | {data.NAME: data.schema()} == committed


def test_every_yaml_file_names_its_schema() -> None:
    folders = {"published": "documents", "documents": "documents"}
    for workspace in (ROOT / "agreements", ROOT / "generator/starting/agreements"):
        for path in workspace.rglob("*.yaml"):
            first = path.read_text("utf-8").splitlines()[0]
            schema = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
            assert schema, path
            folder = path.relative_to(workspace).parts[0]
            external = "\nkind: external\n" in path.read_text("utf-8")
            kind = {
                "documents": "external" if external else "document",
                "notices": "notice",
                "retired": "retired",
                "catalog.yaml": "catalog",
                "ledger.yaml": "ledger",
            }[folders.get(folder, folder)]
            assert f"{kind}.json" == (path.parent / schema[1]).name, path
            if workspace.parent == ROOT:  # a frozen copy says it as its source did
                beside = (path.parent, workspace / "documents")
                assert any((place / schema[1]).resolve().is_file() for place in beside), path


def test_the_version_is_told() -> None:
    assert f"xieyi {generator.__version__}\n" == xieyi("--version").stdout


def test_the_program_lists_its_commands_in_order() -> None:
    import click

    assert list(NAMES) == program().list_commands(click.Context(program()))
