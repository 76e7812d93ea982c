"""What the tests in a browser share: the site of the shipped agreements, a server of its folder
on loopback, and Debian's Chromium, which may ask that server and nobody else."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from conftest import DOCUMENT, GOOD
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright
from small import plain

from generator import pipeline, workspace
from generator.pipeline import Read
from generator.site.build import build

ROOT = Path(__file__).resolve().parents[1]
DAY = date(2026, 11, 22)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 30_000  # milliseconds for anything a page should do
Opens = Callable[..., Page]
expect.set_options(timeout=PATIENCE)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@dataclass(frozen=True)
class Published:
    """A site that was built and is being served."""

    root: Path  # the workspace
    folder: Path
    address: str
    read: Read

    def paths(self, pattern: str) -> list[str]:
        """The addresses of pages whose folder fits a pattern."""
        found = sorted(self.folder.glob(f"{pattern}index.html"))
        return [f"{page.parent.relative_to(self.folder).as_posix()}/" for page in found]


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address under which a folder is served while the context lasts."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def published(root: Path, folder: Path, day: date = DAY) -> Iterator[Published]:
    """A workspace's site, built with PDFs in name only, and served."""
    place = workspace.find(root)
    read = pipeline.read(place.files(), day)
    build(place, read, folder, "", lambda step: None, plain)
    with served(folder) as address:
        yield Published(root, folder, address, read)


def _chromium(own: str) -> str:
    """The browser to test with: the one named, the system's, or Playwright's own."""
    named = os.environ.get("CHROMIUM", "")
    for path in (shutil.which(named) if named else None, *map(shutil.which, NAMES), own):
        if path and Path(path).is_file():
            return path
    pytest.skip("there is no Chromium here: scripts/system test installs it on Debian")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        program = _chromium(playwright.chromium.executable_path)
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(
            executable_path=program, args=arguments, timeout=60_000
        )
        try:
            yield browser
        finally:
            browser.close()


@pytest.fixture(scope="module")
def site(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """The shipped agreements' site."""
    folder = tmp_path_factory.mktemp("browser")
    shutil.copytree(ROOT / "agreements", folder / "ours" / "agreements")
    with published(folder / "ours", folder / "site") as made:
        yield made


VERSION = """\
version:
  number: "{number}"
  published: {effective}
  effective: {effective}
"""
ROWS = (
    ("1", "2026-02-01", {}),
    ("2", "2026-03-10", {"new": "2026-03-10", "old": "2026-06-01", "term": "term-end"}),
    ("3", "2026-05-20", {"new": "2026-05-20", "old": "2026-12-31", "term": "term-end"}),
    ("4", "2028-02-29", {"new": "2028-02-29", "old": "2028-03-01", "term": "2030-01-01"}),
)


def _version(number: str, effective: str, rows: dict[str, str]) -> str:
    lines = [VERSION.format(number=number, effective=effective)]
    if rows:
        lines.append("  transition:\n")
    for id_, since in rows.items():
        lines.append(f"    - audience: {{id: {id_}, name: 对象{id_}}}\n      from: {since}\n")
    head, _, rest = DOCUMENT.partition("version:")
    return head + "".join(lines) + "sections:" + rest.partition("sections:")[2]


@pytest.fixture(scope="module")
def lineage(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """The site of a small agreement with four versions and three audiences."""
    folder = tmp_path_factory.mktemp("lineage")
    *earlier, last = ROWS
    files = GOOD | {"documents/terms.yaml": _version(*last)}
    files |= {f"published/terms/{row[0]}.yaml": _version(*row) for row in earlier}
    for name, content in files.items():
        path = folder / "agreements" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    with published(folder, folder / "out") as made:
        yield made


@pytest.fixture
def opens(chromium: Browser) -> Iterator[Opens]:
    """Opens an address in a new window; at the end, no window may have complained about
    anything (a refused script, a broken policy) or asked anybody but us."""
    complaints: list[str] = []

    def loopback(route: Route) -> None:
        if route.request.url.startswith("http://127.0.0.1:"):
            route.continue_()
        else:
            complaints.append(f"asked {route.request.url}")
            route.abort()

    def watched(context: BrowserContext) -> BrowserContext:
        context.set_default_timeout(PATIENCE)
        context.route("**/*", loopback)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on(
            "console",
            lambda said: complaints.append(said.text) if said.type in ("error", "warning") else 0,
        )
        return context

    with ExitStack() as windows:

        def opened(address: str, **given: Any) -> Page:
            options = {"viewport": {"width": 1280, "height": 900}, "locale": "zh-CN"} | given
            context = watched(chromium.new_context(**options))
            windows.callback(context.close)
            page = context.new_page()
            page.goto(address)
            return page

        yield opened
    assert not complaints, complaints
