"""The press: its children may die, hang or lie; each time one document is named, no more."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from pypdf import PdfReader

from generator.render import fonts, press, worker
from generator.render.press import Job, Printed, to_pdf

CSS = fonts.styled('html{font-family:"Agreement Serif"}')

# A child that answers at once, unless the page is `bad`.
DOUBLE = """
import base64, json, os, signal, sys, time
for line in sys.stdin:
    page = json.loads(line)["html"]
    if page == "bad":
        {bad}
    pdf = base64.b64encode(b"%PDF-" + page.encode()).decode()
    print(json.dumps({{"pdf": pdf, "faults": []}}), flush=True)
"""
# The real child, with something in it changed.
CHANGED = """
import sys, weasyprint
from generator.render import worker
real = weasyprint.HTML
def html(string, **rest):
    if "bad" in string:
        {bad}
    return real(string=string, **rest)
weasyprint.HTML = html
{before}
worker.main()
"""


@pytest.fixture(autouse=True)
def children(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Every child that was started. None may be left, nor any thread or file."""
    started: list[subprocess.Popen[bytes]] = []
    threads = threading.active_count()

    class Popen(subprocess.Popen[bytes]):
        def __init__(self, *args: object, **given: object) -> None:
            super().__init__(*args, **given)  # type: ignore[call-overload]
            started.append(self)

    monkeypatch.setattr(press.subprocess, "Popen", Popen)
    yield started
    assert all(child.returncode is not None for child in started), "a child is left"
    assert threads == threading.active_count(), "a thread is left"


def job(page: str, name: str = "", css: str = "") -> Job:
    return Job(name or page, page, css, "".join(sorted(set(page))))


def proper(text: str, name: str = "") -> Job:
    """A job that the real child has nothing to complain of."""
    return job(f"<html lang=zh><title>t</title><body>{text}", name or text, CSS)


def printed(
    jobs: Sequence[Job], child: Sequence[str] = press.CHILD, wall: float = 60
) -> dict[str, Printed]:
    def cached(key: str, make: Callable[[], bytes]) -> bytes:
        return make() if "generator" in child[-1] else b""

    return {p.job.name: p for p in to_pdf(jobs, cached, workers=2, child=child, wall=wall)}


def double(bad: str) -> tuple[str, ...]:
    return (sys.executable, "-c", DOUBLE.format(bad=bad))


def changed(bad: str, before: str = "") -> tuple[str, ...]:
    return (sys.executable, "-c", CHANGED.format(bad=bad, before=before))


def failure(made: dict[str, Printed]) -> tuple[str, dict[str, object]]:
    """The one problem, which must be that of `bad`; all others are finished."""
    for name, one in made.items():
        assert (name == "bad") == bool(one.problems)
        assert (name != "bad") == one.pdf.startswith(b"%PDF-")
    (problem,) = made["bad"].problems
    return problem.code, problem.params


PAGES = [job(page) for page in ("one", "two", "bad", "three", "four", "five")]


@pytest.mark.parametrize(
    ("bad", "status"),
    [
        ("os.kill(os.getpid(), signal.SIGSEGV)", "SIGSEGV"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "SIGKILL"),
        ("os.abort()", "SIGABRT"),
        ("sys.exit('first\\nlast words\\n')", "exit 1; last words"),
        ("os._exit(3)", "exit 3"),
        ("print('{\"pdf\"', end='', flush=True); os._exit(0)", "no answer"),
        ("print('nonsense', flush=True)", "JSONDecodeError"),
        ("print('[]', flush=True)", "TypeError"),
        ("print('{}', flush=True)", "KeyError"),
        ("print('[' * 100_000, flush=True)", "RecursionError"),
        ('print(\'{"pdf": "####", "faults": []}\', flush=True)', "Error"),
        ('print(\'{"pdf": "", "faults": [1]}\', flush=True)', "TypeError"),
        ('print(\'{"pdf": "", "faults": []}\', flush=True)', "not a PDF"),
        ("os.close(1); time.sleep(60)", "no answer"),
    ],
)
def test_a_child_that_fails_names_its_document_and_the_others_are_finished(
    bad: str, status: str
) -> None:
    code, params = failure(printed(PAGES, double(bad)))
    assert (code, params["document"]) == ("renderer-died", "bad")
    assert status in str(params["status"])


def test_a_child_that_hangs_is_ended() -> None:
    code, params = failure(printed(PAGES, double("time.sleep(60)"), wall=1))
    assert (code, params["document"], params["seconds"]) == ("renderer-late", "bad", 1)


def test_a_child_that_does_not_even_read_is_ended() -> None:
    large = [job("x" * 1_000_000, "bad")]
    sleeper = (sys.executable, "-c", "import time; time.sleep(60)")
    assert failure(printed(large, sleeper, wall=0.5))[0] == "renderer-late"


def test_a_child_that_cannot_be_started_is_told() -> None:
    code, params = failure(printed([job("bad")], ("/nowhere/python",)))
    assert code == "renderer-died" and "FileNotFoundError" in str(params["status"])


def test_a_press_left_early_leaves_no_child(children: list[subprocess.Popen[bytes]]) -> None:
    began = time.monotonic()
    prints = to_pdf(PAGES, lambda key, make: b"", 2, double("time.sleep(60)"))
    next(prints)
    prints.close()
    assert children and time.monotonic() - began < 10


def test_an_exception_of_the_caller_leaves_no_child() -> None:
    """A fault in the parent, here of the cache, while the other child is at work."""

    def cached(key: str, make: object) -> bytes:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(to_pdf(PAGES, cached, 2, double("pass")))


# The real child


def test_too_much_memory_is_told_and_the_others_are_finished() -> None:
    made = printed([proper("one"), proper("bad")], changed("bytearray(4 << 30)"))
    assert failure(made) == ("renderer-memory", {"document": "bad", "limit": 3072})


def test_too_much_processor_time_is_told() -> None:
    made = printed([proper("bad")], changed("while True: pass", "worker.SECONDS = 1"))
    assert failure(made) == ("renderer-late", {"document": "bad", "seconds": 120})


def test_the_child_may_not_take_more_than_it_needs_nor_leave_its_memory_on_the_disk() -> None:
    asked = "resource.RLIMIT_AS, resource.RLIMIT_CORE, resource.RLIMIT_FSIZE"
    limits = f"import resource; raise KeyError([resource.getrlimit(one)[0] for one in ({asked})])"
    code, params = failure(printed([proper("bad")], changed(limits)))
    assert "renderer-failed" == code
    assert f"[{3 << 30}, 0, {256 << 20}]" in str(params["detail"])


def test_the_child_knows_nothing_of_what_surrounds_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKEN_OF_SOMEBODY", "secret")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    names = "TOKEN_OF_SOMEBODY", "SOURCE_DATE_EPOCH", "TZ", "LC_ALL", "PYTHONHASHSEED"
    asked = f"import os; raise KeyError([os.environ.get(name) for name in {names}])"
    _, params = failure(printed([proper("bad")], changed(asked)))
    assert "[None, None, 'UTC', 'C.UTF-8', '0']" in str(params["detail"])


def test_what_a_library_prints_is_not_taken_for_an_answer() -> None:
    child = changed("import os; print('hello'); os.write(1, b'{}\\n')")
    made = printed([proper("bad")], child)["bad"]
    assert made.problems == ()
    assert made.pdf.startswith(b"%PDF-")


def test_the_child_ends_with_its_parent_in_the_middle_of_a_job() -> None:
    child = subprocess.Popen(
        changed("while True: pass"), stdin=subprocess.PIPE, cwd=Path(press.__file__).parents[2]
    )
    assert child.stdin
    order = {"html": "bad", "css": "", "fonts": {}, "front": None}
    child.stdin.write(json.dumps(order).encode() + b"\n")
    child.stdin.flush()
    time.sleep(0.1)
    child.stdin.close()
    assert child.wait(10) == 0


def set_(page: str, css: str = CSS, front: str | None = None) -> tuple[bytes, list[object]]:
    """What the child makes of a page, without the child."""
    characters = "".join(sorted(set(page + css)))
    cut = fonts.subsets(characters, lambda key, make: make())
    pdf, faults = worker._set({"html": page, "css": css, "fonts": cut, "front": front})
    return pdf, list(faults)


def test_a_page_with_nothing_wrong_is_set() -> None:
    pdf, faults = set_("<html lang=zh><title>t</title><body><p>协议")
    assert (faults, PdfReader(io.BytesIO(pdf)).pages[0].extract_text().strip()) == ([], "协议")


@pytest.mark.parametrize(
    "page",
    [
        "<img src='file:///etc/passwd'>",
        "<img src='http://127.0.0.1:9/a.png'>",
        "<img src='data:image/png;base64,AAAA'>",
        "<img src='font:Other.otf'>",
        "<link rel=stylesheet href='file:///etc/passwd'>",
        "<link rel=attachment href='file:///etc/passwd'>",
        "<a rel=attachment href='file:///etc/passwd'>a</a>",
        "<object data='file:///etc/passwd'></object>",
        "<embed src='file:///etc/passwd'>",
        "<style>@import 'file:///etc/passwd'</style>",
        "<style>p{background:url(file:///etc/passwd)}</style><p>a",
        "<style>p::before{content:url(file:///etc/passwd)}</style><p>a",
        "<style>@font-face{font-family:x;src:url(file:///etc/passwd)}</style><p>a",
        "<svg><image href='file:///etc/passwd' width=9 height=9 /></svg>",
        "<base href='file:///etc/'><img src=passwd>",
    ],
)
def test_a_page_that_asks_for_anything_is_refused(page: str) -> None:
    _, faults = set_(f"<html lang=zh><title>t</title><body>{page}")
    assert "fetch-denied" in {code for code, _ in faults}  # type: ignore[misc]


def test_a_page_that_asks_for_anything_is_refused_by_the_child() -> None:
    made = printed([proper("<img src='file:///etc/passwd'>", "bad")])
    assert failure(made) == ("fetch-denied", {"document": "bad", "url": "file:///etc/passwd"})


def test_a_child_that_had_to_complain_is_not_asked_again(
    children: list[subprocess.Popen[bytes]],
) -> None:
    jobs = [proper("<img src='file:///etc/passwd'>", "bad"), proper("one"), proper("two")]
    made = list(to_pdf(jobs, lambda key, make: make(), workers=1))
    assert ["bad"] == [one.job.name for one in made if one.problems]
    assert 2 == len(children)


@pytest.mark.parametrize(
    ("page", "css", "code"),
    [
        ("<p>a", CSS + "p{colour:red}", "renderer-warning"),
        ("<p>a<img src='relative.png'>", CSS, "renderer-warning"),
        ("<p>a", "p{font-family:sans-serif}", "font-substituted"),
    ],
)
def test_what_would_go_wrong_in_silence_is_told(page: str, css: str, code: str) -> None:
    assert code in {code for code, _ in set_(page, css)[1]}  # type: ignore[misc]


def test_the_cover_has_a_label_of_its_own_and_the_others_count_on() -> None:
    page = "<html lang=zh><title>t</title><style>div{break-after:page}</style><body>"
    page += "<div>a</div><div id=contents>b</div><div>c</div>"
    for front, labels in (
        ("contents", ["封面", "2", "3"]),
        (None, ["1", "2", "3"]),
        ("nowhere", ["1", "2", "3"]),
    ):
        pdf, faults = set_(page, front=front)
        assert ([], labels) == (faults, PdfReader(io.BytesIO(pdf)).page_labels[:3])
