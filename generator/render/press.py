"""The parent's side of PDF rendering: child processes, as many as cores, and their limits.

A child that dies or overstays is replaced, the document it was setting is named,
and the others go on.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from ..problems import Problem
from .fonts import Cached, subsets

WALL = 300  # seconds a document may take


@dataclass(frozen=True, slots=True)
class Job:
    """One PDF to set. `name` is said in problems, `characters` are those to be drawn,
    `front` is the anchor behind a cover."""

    name: str
    html: str
    css: str
    characters: str
    front: str | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """What came of a job: the PDF, or the problems that kept it from being one."""

    job: Job
    pdf: bytes
    problems: tuple[Problem, ...]


def to_pdf(jobs: Sequence[Job], cached: Cached, workers: int | None = None) -> Iterator[Printed]:
    """Set all jobs, each in a child process; yields each as it is done."""
    if not jobs:
        return
    count = min(workers or os.cpu_count() or 1, len(jobs))
    presses: list[_Press] = []
    own = threading.local()

    def work(job: Job) -> Printed:
        if not hasattr(own, "press"):
            own.press = _Press(cached)
            presses.append(own.press)
        press: _Press = own.press
        return press.print(job)

    with ThreadPoolExecutor(count) as pool:
        try:
            for future in as_completed([pool.submit(work, job) for job in jobs]):
                yield future.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            for press in presses:
                press.close()


class _Press:
    """One child process, started when needed and again after it died."""

    def __init__(self, cached: Cached) -> None:
        self.cached = cached
        self.child: subprocess.Popen[bytes] | None = None

    def print(self, job: Job) -> Printed:
        child = self.child or self._start()
        late = threading.Event()

        def stop() -> None:
            late.set()
            child.kill()

        timer = threading.Timer(WALL, stop)
        timer.start()
        try:
            answer = self._ask(child, job)
        except (OSError, EOFError, pickle.UnpicklingError):
            self.close()
            status = child.returncode
            code = "renderer-late" if late.is_set() else "renderer-died"
            params: dict[str, object] = {"document": job.name, "status": status, "seconds": WALL}
            return Printed(job, b"", (Problem(code, None, params, "renderer"),))
        finally:
            timer.cancel()
        problems = tuple(
            Problem(code, None, {"document": job.name, **params}, "renderer")
            for code, params in answer["faults"]
        )
        return Printed(job, answer["pdf"], problems)

    def _ask(self, child: subprocess.Popen[bytes], job: Job) -> dict[str, Any]:
        assert child.stdin and child.stdout
        fonts = subsets(job.characters, self.cached)
        order = {"html": job.html, "css": job.css, "fonts": fonts, "front": job.front}
        pickle.dump(order, child.stdin)
        child.stdin.flush()
        answer: dict[str, Any] = pickle.load(child.stdout)
        return answer

    def _start(self) -> subprocess.Popen[bytes]:
        kept = ("PATH", "HOME", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "XDG_CACHE_HOME")
        environment = {name: os.environ[name] for name in kept if name in os.environ}
        root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
        self.child = subprocess.Popen(
            [sys.executable, "-m", "generator.render.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment | {"LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0", "TZ": "UTC"},
            cwd=root,
        )
        return self.child

    def close(self) -> None:
        if self.child:
            self.child.kill()
            self.child.wait()
            for pipe in (self.child.stdin, self.child.stdout):
                with suppress(OSError):
                    assert pipe
                    pipe.close()
        self.child = None
