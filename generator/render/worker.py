"""The child process that sets one PDF after another; `press.py` feeds it.

It runs apart because a renderer fed with strange input can run away or die: its
memory and its processor time are limited, and its end ends nothing else. It sees
no file and no network: the only address it can fetch is that of a font it was
handed. A job is one line of JSON on stdin, its answer one on stdout, with bytes
as base64; when stdin ends, so does the child, whatever it was doing.
"""

from __future__ import annotations

import base64
import gc
import io
import json
import logging
import os
import resource
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from queue import SimpleQueue
from typing import Any, BinaryIO

MEMORY = 3 << 30  # bytes of address space
SECONDS = 120  # of processor time, a job
PLAIN, ATTACHED = "pdf/a-2a", "pdf/a-3a"  # and PDF/UA-1, which `finish` adds
FILE = 256 << 20  # bytes of the largest file written: its fonts, and what it says on stderr

Answer = dict[str, Any]


def main() -> None:
    """Answer jobs until stdin ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a stray print must not mix with the answers
    _limit(resource.RLIMIT_AS, MEMORY)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, FILE)
    gc.disable()  # pages are millions of small objects that live to the end of the job
    from . import fitting, setting, tags

    setting.install()
    fitting.install()
    tags.install()
    for job in _jobs(sys.stdin.buffer):
        used = resource.getrusage(resource.RUSAGE_SELF)
        _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + SECONDS)
        pdf, faults = _set(job)
        answer = {"pdf": base64.b64encode(pdf).decode(), "faults": faults}
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()
        gc.collect()


def _jobs(lines: BinaryIO) -> Iterator[dict[str, Any]]:
    """The jobs as they come. They are read in a thread of their own, which sees the parent
    go, and goes, even in the middle of a job."""
    queue: SimpleQueue[bytes] = SimpleQueue()

    def listen() -> None:
        for line in lines:
            queue.put(line)
        os._exit(0)

    threading.Thread(target=listen, daemon=True).start()
    while True:
        job = json.loads(queue.get())
        job["fonts"] = {name: base64.b64decode(font) for name, font in job["fonts"].items()}
        yield job


def _limit(what: int, most: int) -> None:
    """Lower a limit; never above one already set, and not on a system that has no such limit."""
    with suppress(ValueError, OSError):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most if hard < 0 else min(most, hard), hard))


def _set(job: dict[str, Any]) -> tuple[bytes, list[tuple[str, dict[str, object]]]]:
    """The PDF of a job of html, css and fonts, and what must not be in it."""
    import weasyprint
    from weasyprint.pdf.fonts import get_hb_object_data
    from weasyprint.text.fonts import FontConfiguration

    from .finish import finisher

    attached = [_attachment(*each) for each in job.get("attached", ())]
    variant = ATTACHED if attached else PLAIN
    heard = _Heard()
    logger = logging.getLogger("weasyprint")
    logger.handlers = [heard]
    fetcher = _closed(job["fonts"])
    fonts = FontConfiguration()
    try:
        css = weasyprint.CSS(
            string=job["css"], url_fetcher=fetcher, base_url=None, font_config=fonts
        )
        html = weasyprint.HTML(string=job["html"], url_fetcher=fetcher, base_url=None)
        document = html.render(stylesheets=[css], font_config=fonts, pdf_variant=variant)
        target = io.BytesIO()
        finish = finisher(job["front"], job["css"], job["fonts"])
        document.write_pdf(target, pdf_variant=variant, attachments=attached, finisher=finish)
    except MemoryError:
        return b"", [("renderer-memory", {"limit": MEMORY >> 20})]
    except BaseException as error:  # a denied fetch is one
        if fetcher.denied:
            return b"", [("fetch-denied", {"url": url}) for url in fetcher.denied]
        return b"", [("renderer-failed", {"detail": f"{type(error).__name__}: {error}"[:300]})]
    faults: list[tuple[str, dict[str, object]]] = []
    faults += [("fetch-denied", {"url": url}) for url in fetcher.denied]
    faults += [("renderer-warning", {"detail": said}) for said in heard.said]
    handed = set(job["fonts"].values())
    for font in document.fonts.values():
        if get_hb_object_data(font.hb_face) not in handed:
            faults.append(("font-substituted", {"font": font.family}))
    return target.getvalue(), faults


def _attachment(name: str, data: str, day: str) -> Any:
    """A source that goes with the PDF; the day is that of its version, in UTC."""
    from weasyprint import Attachment

    then = datetime.fromisoformat(day)
    source = base64.b64decode(data)
    return Attachment(
        string=source,
        name=name,
        description="生成本文件的源文",
        created=then,
        modified=then,
        relationship="Source",
    )


def _closed(fonts: dict[str, bytes]) -> Any:
    """A fetcher that serves the fonts of the job and denies, and remembers, everything else."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class Closed(URLFetcher):
        def __init__(self) -> None:
            super().__init__()
            self.denied: list[str] = []

        def fetch(self, url: str, headers: Any = None) -> Any:
            name = url.removeprefix("font:")
            if url.startswith("font:") and name in fonts:
                return URLFetcherResponse(url, fonts[name], {"Content-Type": "font/otf"})
            self.denied.append(url[:200])
            raise FatalURLFetchingError(url[:200])

    return Closed()


class _Heard(logging.Handler):
    """Everything the renderer complained of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage()[:300])


if __name__ == "__main__":
    main()
