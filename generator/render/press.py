"""The parent's side of PDF rendering: child processes, as many as cores, and their limits.

A child that dies, overstays or talks nonsense is replaced, the document it was
setting is named, and the others go on. However the work ends, no child stays.
"""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from queue import SimpleQueue
from typing import IO

from ..problems import Problem, Unusable
from .fonts import Cached, subsets
from .worker import SECONDS

WALL = 300.0  # seconds a document may take
_LONGEST = 1 << 30  # bytes of an answer
_UNUSABLE = (OSError, EOFError, ValueError, KeyError, TypeError, RecursionError)
CHILD = (sys.executable, "-m", "generator.render.worker")
_KEPT = (
    "PATH",
    "HOME",
    "PYTHONPATH",
    "LD_LIBRARY_PATH",
    "DYLD_FALLBACK_LIBRARY_PATH",
    "XDG_CACHE_HOME",
    "FONTCONFIG_FILE",
    "FONTCONFIG_PATH",
)


@dataclass(frozen=True, slots=True)
class Attached:
    """A file to go with a PDF: the source it was made from, as of a day."""

    name: str
    data: bytes
    day: date


@dataclass(frozen=True, slots=True)
class Job:
    """One PDF to set. `name` is said in problems, `characters` are those to be drawn,
    `front` is the anchor behind a cover. With `attached` files it follows PDF/A-3a, else 2a."""

    name: str
    html: str
    css: str
    characters: str
    front: str | None = None
    attached: tuple[Attached, ...] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """What came of a job: the PDF, or the problems that kept it from being one."""

    job: Job
    pdf: bytes
    problems: tuple[Problem, ...]


def to_pdf(
    jobs: Sequence[Job],
    cached: Cached,
    workers: int | None = None,
    child: Sequence[str] = CHILD,
    wall: float = WALL,
) -> Generator[Printed]:
    """Set all jobs, each in a child process (`child` is its command line); yields each as it
    is done. Close the iterator if you leave it early."""
    if not jobs:
        return
    idle: SimpleQueue[_Press] = SimpleQueue()

    def work(job: Job) -> Printed:
        press = idle.get()
        try:
            return press.print(job)
        finally:
            idle.put(press)

    count = min(workers or _cores(), len(jobs))
    with ExitStack() as stack:
        scratch = stack.enter_context(_scratch())
        presses = [
            _Press(cached, child, wall, scratch, stack.enter_context(_words(scratch)))
            for _ in range(count)
        ]
        for press in presses:
            idle.put(press)
        pool = stack.enter_context(ThreadPoolExecutor(count))
        try:
            for future in as_completed([pool.submit(work, job) for job in jobs]):
                yield future.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            for press in presses:
                press.stop()


def _scratch() -> tempfile.TemporaryDirectory[str]:
    """For the children's temporary files, because a killed child does not clear up."""
    try:
        return tempfile.TemporaryDirectory(prefix="xieyi-", ignore_cleanup_errors=True)
    except OSError as error:
        params: dict[str, object] = {"detail": error.strerror or str(error)}
        raise Unusable([Problem("no-scratch", None, params)]) from None


def _words(scratch: str) -> IO[bytes]:
    """What a child says on stderr: a file, which unlike a pipe never has to be emptied."""
    return tempfile.TemporaryFile(buffering=0, dir=scratch)


def _cores() -> int:
    """As many as this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Press:
    """One child process, started when needed and again after it failed."""

    def __init__(
        self, cached: Cached, command: Sequence[str], wall: float, scratch: str, said: IO[bytes]
    ) -> None:
        self.cached, self.command, self.wall = cached, command, wall
        self.scratch, self.said = scratch, said
        self.child: subprocess.Popen[bytes] | None = None
        self.guard = threading.Lock()
        self.stopped = False

    def print(self, job: Job) -> Printed:
        late = threading.Event()

        def overdue() -> None:
            late.set()
            self._kill()

        timer = threading.Timer(self.wall, overdue)
        timer.start()
        try:
            pdf, problems = _understood(self._ask(job), job)
        except _UNUSABLE as error:
            pdf, problems = b"", (self._failure(job, error, late.is_set()),)
        finally:
            timer.cancel()
            timer.join()
        if problems:  # who failed once is not asked again
            self._end()
        return Printed(job, pdf, problems)

    def stop(self) -> None:
        """End the child, for good."""
        with self.guard:
            self.stopped = True
        self._end()

    def _ask(self, job: Job) -> bytes:
        child = self._started()
        assert child.stdin and child.stdout
        fonts = subsets(job.characters, self.cached)
        order = {
            "html": job.html,
            "css": job.css,
            "front": job.front,
            "fonts": {name: base64.b64encode(font).decode() for name, font in fonts.items()},
            "attached": [
                (each.name, base64.b64encode(each.data).decode(), each.day.isoformat())
                for each in job.attached
            ],
        }
        child.stdin.write(json.dumps(order).encode() + b"\n")
        child.stdin.flush()
        answer = child.stdout.readline(_LONGEST)
        if not answer.endswith(b"\n"):
            raise EOFError("no answer")
        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        with self.guard:
            if self.stopped:
                raise BrokenPipeError
            if self.child is None:
                environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
                environment |= {"LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0", "TZ": "UTC"}
                self.said.truncate(0)
                self.said.seek(0)
                self.child = subprocess.Popen(
                    self.command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=self.said,
                    env=environment | {"TMPDIR": self.scratch},
                    cwd=Path(__file__).resolve().parents[2],
                )
            return self.child

    def _failure(self, job: Job, error: Exception, late: bool) -> Problem:
        """Why there is no usable answer: the child is dead, or is so now."""
        code = self._end(patience=1.0 if isinstance(error, EOFError) else 0.0)
        params: dict[str, object] = {"document": job.name}
        if late or code == -signal.SIGXCPU:
            seconds = round(self.wall) if late else SECONDS
            return Problem("renderer-late", None, params | {"seconds": seconds}, "renderer")
        how = _ending(code) if code else f"{type(error).__name__}: {error}"
        status = "; ".join(filter(None, (how, self._last_words())))
        return Problem("renderer-died", None, params | {"status": status}, "renderer")

    def _last_words(self) -> str:
        self.said.seek(max(0, self.said.seek(0, os.SEEK_END) - 4096))
        lines = self.said.read().decode("utf-8", "replace").split("\n")
        return next((line.strip()[-300:] for line in reversed(lines) if line.strip()), "")

    def _kill(self) -> None:
        with self.guard:
            if self.child:
                self.child.kill()

    def _end(self, patience: float = 0.0) -> int | None:
        """End the child; its status if it ended by itself, within `patience` seconds."""
        with self.guard:
            child, self.child = self.child, None
        if child is None:
            return None
        try:
            status: int | None = child.wait(patience)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
            status = None
        for pipe in (child.stdin, child.stdout):
            with suppress(OSError):
                assert pipe
                pipe.close()
        return status


def _understood(line: bytes, job: Job) -> tuple[bytes, tuple[Problem, ...]]:
    """A child's answer; raises `ValueError`, `KeyError` or `TypeError` for one that is none."""
    answer = json.loads(line)
    pdf = base64.b64decode(answer["pdf"], validate=True)
    problems = tuple(
        Problem(str(code), None, {"document": job.name, **params}, "renderer")
        for code, params in answer["faults"]
    )
    if not problems and not pdf.startswith(b"%PDF-"):
        raise ValueError("not a PDF")
    return pdf, problems


def _ending(status: int) -> str:
    """`SIGSEGV` or `exit 1`."""
    with suppress(ValueError):
        return signal.Signals(-status).name
    return f"exit {status}"
