"""`python -m bench`: the table, as Markdown."""

from __future__ import annotations

import os
import platform
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import generator
from generator import workspace
from generator.render import libraries

from . import diffs, many, one

ROOT = Path(generator.__file__).resolve().parents[1]


@dataclass(frozen=True)
class Figure:
    """What one command took: wall and processor seconds, medians of `runs`."""

    what: str
    runs: int
    wall: float
    processor: float

    def __str__(self) -> str:
        return f"| {self.what} | {self.wall:.2f} s | {self.processor:.2f} s | {self.runs} |"


def main() -> None:
    """Measure and print."""
    print(f"{_machine()}\n")
    print("| command | wall | processor | runs, median |\n| --- | --: | --: | --: |")
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        copy = Path(place, "workspace")
        shutil.copytree(workspace.find(ROOT).agreements, copy / "agreements")
        for figure in _builds(copy):
            print(figure, flush=True)
        print(f"\n{_output(copy)}\n\n{_peers(copy)}\n")
    for line in (*_checks(), *_sites()):
        print(line, flush=True)
    diffs.main()


def _machine() -> str:
    libs = libraries.versions() | {"typst": version("typst")}
    names = ("weasyprint", "pango", "harfbuzz", "uharfbuzz", "typst")
    parts = [
        _processor(),
        f"{os.cpu_count()} cores",
        f"load {os.getloadavg()[0]:.1f}",
        platform.platform(terse=True),
        f"Python {platform.python_version()}",
        *(f"{name} {libs.get(name, '?')}" for name in names),
    ]
    return ", ".join(parts)


def _processor() -> str:
    try:
        found = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    except OSError:
        found = None
    return found[1] if found else platform.processor() or platform.machine()


def _builds(copy: Path) -> Iterator[Figure]:
    build = ["generator", "build", "--quiet", "--workspace", str(copy), "--as-of", str(one.DAY)]
    yield _measured("`xieyi --help`", ["generator", "--help"], 5)
    yield _measured("`xieyi build`, every named bundle, nothing cached", build, 1)
    yield _measured("`xieyi build`, nothing changed", build, 5)
    _edit(copy)
    yield _measured("`xieyi build` after an edit of one clause", build, 1)


def _output(copy: Path) -> str:
    files = [path for path in (copy / "dist").rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files) / 1e6
    pdfs = [path for path in files if path.suffix == ".pdf"]
    pages = sum(map(_pages, pdfs))
    return f"The output: {len(files)} files, {len(pdfs)} PDFs of {pages} pages, {size:.1f} MB."


def _edit(copy: Path) -> None:
    """A sentence more in the first clause of the first document."""
    path = sorted((copy / "agreements/documents").glob("*.yaml"))[0]
    text = path.read_text("utf-8")
    clause = r"\n +- id: .*(?:\n +\S.*)*\n +text: \|\n.*"
    edited = re.sub(clause, r"\g<0>本句为测速而加。", text, count=1)
    assert edited != text
    path.write_text(edited, "utf-8")


def _peers(copy: Path) -> str:
    """One document, set by us and by Typst, in turn."""
    title = one.prepared(copy)
    ways = {
        "yaml": "this project, from the YAML on",
        "html": "this project, from the HTML on",
        "typst": "Typst, from its source on",
    }
    runs = 5
    taken: dict[str, list[Figure]] = {way: [] for way in ways}
    for _ in range(runs):
        for way, what in ways.items():
            taken[way].append(_measured(what, ["bench.one", way, str(copy)], 1))
    lines = [
        f"One document ({title}), each time a new process:\n",
        "| set by | wall | processor | runs, median | pages | size |",
        "| --- | --: | --: | --: | --: | --: |",
    ]
    for way, what in ways.items():
        pdf = copy / f"{way}.pdf"
        wall = statistics.median(figure.wall for figure in taken[way])
        processor = statistics.median(figure.processor for figure in taken[way])
        size = f"{pdf.stat().st_size / 1000:.0f} kB"
        lines.append(f"{Figure(what, runs, wall, processor)} {_pages(pdf)} | {size} |")
    return "\n".join(lines)


def _checks() -> Iterator[str]:
    """`xieyi check` over ever more documents."""
    yield f"`xieyi check`, documents of {many.CLAUSES} clauses:\n"
    yield "| documents | wall | processor | runs, median | MB, the largest process |"
    yield "| --- | --: | --: | --: | --: |"
    for count in (100, 1000, 3000):
        with tempfile.TemporaryDirectory(prefix="bench-") as place:
            many.written(Path(place), count)
            check = ["generator", "check", "--workspace", place, "--as-of", str(one.DAY)]
            wall, processor, peak = _alone([sys.executable, "-m", *check])
            yield f"{Figure(str(count), 1, wall, processor)} {peak / 1e6:.0f} |"


def _sites() -> Iterator[str]:
    """`xieyi site`: everything, nothing changed, and a clause changed in a version to come."""
    yield "\n| `xieyi site` | wall | processor | runs, median | MB, the largest process |"
    yield "| --- | --: | --: | --: | --: |"
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        shutil.copytree(workspace.find(ROOT).agreements, Path(place, "agreements"))
        site = ["generator", "site", "-q", "--workspace", place, "--as-of", str(one.DAY)]
        for what in ("nothing cached", "nothing changed", "a clause changed in a new version"):
            if what.startswith("a clause"):
                _edit(Path(place))
                _announce(Path(place))
            wall, processor, peak = _alone([sys.executable, "-m", *site])
            yield f"{Figure(what, 1, wall, processor)} {peak / 1e6:.0f} |"


def _announce(copy: Path) -> None:
    """The first document as a version that will take effect."""
    path = sorted((copy / "agreements/documents").glob("*.yaml"))[0]
    text = re.sub(r'number: "\d+"', 'number: "99"', path.read_text("utf-8"), count=1)
    text = re.sub(r"published: \S+", "published: 2098-01-01", text, count=1)
    text = re.sub(r"effective: \S+", "effective: 2098-03-01", text, count=1)
    text = re.sub(r"from: 20\d\d-\d\d-\d\d(?=\n    -|\n  \w)", "from: 2098-03-01", text)
    path.write_text(text, "utf-8")


def _alone(command: list[str]) -> tuple[float, float, int]:
    """Wall and processor seconds, and the bytes of the largest of its processes."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode in (0, 1), command  # 1: there was something to find
    kilo = 1 if sys.platform == "darwin" else 1024
    return time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss * kilo


def _pages(pdf: Path) -> int:
    from pypdf import PdfReader

    return len(PdfReader(pdf).pages)


def _measured(what: str, module: list[str], runs: int) -> Figure:
    """The medians of several runs of `python -m module …`."""
    taken = [_run([sys.executable, "-m", *module]) for _ in range(runs)]
    wall, processor = (statistics.median(column) for column in zip(*taken, strict=True))
    return Figure(what, runs, wall, processor)


def _run(command: list[str]) -> tuple[float, float]:
    """Wall and processor seconds of a command and its children."""
    began, before = time.perf_counter(), _used()
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began, _used() - before


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
