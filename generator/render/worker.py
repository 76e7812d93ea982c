"""The child process that sets one PDF after another; `press.py` feeds it.

It runs apart because a renderer fed with strange input can run away or die: its
memory and its processor time are limited, and its end ends nothing else. It sees
no file and no network: the only address it can fetch is that of a font it was
handed. Jobs and answers are pickled, one after another, on stdin and stdout.
"""

from __future__ import annotations

import io
import logging
import os
import pickle
import resource
import sys
from typing import Any, BinaryIO

MEMORY = 3 << 30  # bytes of address space
SECONDS = 120  # of processor time, a job


def main() -> None:
    """Answer jobs until stdin ends."""
    jobs, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a stray print must not mix with the answers
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.getLogger("weasyprint").addHandler(logging.NullHandler())
    from .justify import install

    install()
    while True:
        try:
            job = pickle.load(jobs)
        except EOFError:
            return
        _limit()
        _answer(answers, _set(job))


def _limit() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def _answer(answers: BinaryIO, answer: dict[str, Any]) -> None:
    pickle.dump(answer, answers)
    answers.flush()


def _set(job: dict[str, Any]) -> dict[str, Any]:
    """`{"pdf": bytes, "faults": [[code, params], …]}` for a job of html, css and fonts."""
    import weasyprint
    from weasyprint.pdf.fonts import get_hb_object_data
    from weasyprint.text.fonts import FontConfiguration

    heard = _Heard()
    logger = logging.getLogger("weasyprint")
    logger.handlers = [heard]
    fetcher = _closed(weasyprint, job["fonts"])
    fonts = FontConfiguration()
    try:
        css = weasyprint.CSS(
            string=job["css"], url_fetcher=fetcher, base_url=None, font_config=fonts
        )
        html = weasyprint.HTML(string=job["html"], url_fetcher=fetcher, base_url=None)
        document = html.render(stylesheets=[css], font_config=fonts)
        target = io.BytesIO()
        document.write_pdf(target, pdf_tags=True, finisher=_finisher(job.get("front")))
    except MemoryError:
        return {"pdf": b"", "faults": [("renderer-memory", {"limit": MEMORY >> 20})]}
    except BaseException as error:
        detail = f"{type(error).__name__}: {error}"
        return {"pdf": b"", "faults": [("renderer-failed", {"detail": detail})]}
    faults = [("renderer-warning", {"detail": said}) for said in heard.said]
    faults += [("fetch-denied", {"url": url}) for url in fetcher.denied]
    handed = set(job["fonts"].values())
    for font in document.fonts.values():
        if get_hb_object_data(font.hb_face) not in handed:
            faults.append(("font-substituted", {"font": font.family}))
    return {"pdf": target.getvalue(), "faults": faults, "pages": len(document.pages)}


def _closed(weasyprint: Any, fonts: dict[str, bytes]) -> Any:
    """A fetcher that serves the fonts of the job and denies, and remembers, everything else."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class Closed(URLFetcher):
        denied: list[str] = []

        def fetch(self, url: str, headers: Any = None) -> Any:
            name = url.removeprefix("font:")
            if url.startswith("font:") and name in fonts:
                return URLFetcherResponse(url, fonts[name], {"Content-Type": "font/otf"})
            self.denied.append(url[:200])
            raise FatalURLFetchingError(url[:200])

    closed = Closed()
    closed.denied = []
    return closed


def _finisher(front: str | None) -> Any:
    """Page labels: the pages before the anchor `front` are the cover, the others count on."""
    if front is None:
        return None

    def finish(document: Any, pdf: Any) -> None:
        import pydyf

        cover = next((n for n, page in enumerate(document.pages) if front in page.anchors), 0)
        first = pydyf.Dictionary({"P": pydyf.String("封面")})
        rest = pydyf.Dictionary({"S": "/D", "St": cover + 1})
        entries = ([0, first] if cover else []) + [cover, rest]
        pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array(entries)})

    return finish


class _Heard(logging.Handler):
    """Everything the renderer complained of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage()[:300])


if __name__ == "__main__":
    main()
