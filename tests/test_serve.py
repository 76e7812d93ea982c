"""The live preview: what an editor sees after a change, and who may not look."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import DOCUMENT, Write

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 120  # seconds for anything the preview should do


class Preview:
    """A running preview: asks it for pages, and hears what it tells browsers."""

    def __init__(self, address: str) -> None:
        self.host = urlsplit(address).netloc

    def ask(self, path: str, host: str | None = None) -> tuple[int, str]:
        connection = HTTPConnection(self.host, timeout=PATIENCE)
        try:
            connection.request("GET", path, headers={"Host": host or self.host})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    @contextmanager
    def listening(self) -> Iterator[HTTPResponse]:
        """What a browser hears from now on."""
        connection = HTTPConnection(self.host, timeout=PATIENCE)
        connection.request("GET", "/-/events")
        answer = connection.getresponse()
        assert b": here\n" == answer.readline()
        try:
            yield answer
        finally:
            connection.close()


def until(heard: HTTPResponse, event: str) -> None:
    while heard.readline() != f"event: {event}\n".encode():
        pass


def started(root: Path, *arguments: str) -> subprocess.Popen[str]:
    environment = os.environ | {
        "XIEYI_LANG": "en",
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "-m", "generator", "-w", str(root), "serve", *arguments]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )


@contextmanager
def preview(root: Path) -> Iterator[Preview]:
    with started(root, "--port", "0", "--as-of", "2026-11-22") as child:
        try:
            assert child.stdout
            yield Preview(re.findall("http://[0-9.:]+/", child.stdout.readline())[0])
        finally:
            child.send_signal(signal.SIGINT)
            try:
                child.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                child.kill()
    assert 0 == child.returncode


@pytest.fixture
def small(workspace: Write) -> Path:
    return workspace({})


def test_a_change_is_told_and_shown(small: Path) -> None:
    document = small / "agreements/documents/terms.yaml"
    with preview(small) as shown, shown.listening() as heard:
        status, before = shown.ask("/documents/terms/")
        assert 200 == status
        assert "您应当预付费用" in before
        document.write_text(DOCUMENT.replace("预付费用", "先付费用"), "utf-8")
        until(heard, "reload")
        assert "您应当先付费用" in shown.ask("/documents/terms/")[1]
        assert "您应当先付费用" in shown.ask("/sets/a/terms/")[1]


def test_what_is_wrong_is_shown_in_the_page_with_file_and_line(small: Path) -> None:
    document = small / "agreements/documents/terms.yaml"
    with preview(small) as shown, shown.listening() as heard:
        shown.ask("/documents/terms/")
        document.write_text(DOCUMENT.replace("title: 服务条款", "titel: <b>"), "utf-8")
        until(heard, "reload")
        page = shown.ask("/documents/terms/")[1]
        assert "agreements/documents/terms.yaml:2:1</code> error[unknown-key]" in page
        assert "您应当预付费用" in page, "what was good before is gone"
        document.write_text(DOCUMENT, "utf-8")
        until(heard, "reload")
        assert "unknown-key" not in shown.ask("/documents/terms/")[1]


def test_files_that_are_wrong_from_the_start_are_waited_for(workspace: Write) -> None:
    root = workspace({"documents/terms.yaml": "id: [\n"})
    with preview(root) as shown, shown.listening() as heard:
        status, page = shown.ask("/")
        assert 200 == status
        assert "agreements/documents/terms.yaml:" in page
        (root / "agreements/documents/terms.yaml").write_text(DOCUMENT, "utf-8")
        until(heard, "reload")
        assert "服务条款" in shown.ask("/")[1]


def test_what_the_rules_find_follows(small: Path) -> None:
    with preview(small) as shown, shown.listening() as heard:
        until(heard, "found")
        assert "agreements/documents/terms.yaml:" in shown.ask("/-/panel")[1]


def test_only_this_machine_may_look(small: Path) -> None:
    with preview(small) as shown:
        assert 400 == shown.ask("/", host="example.com")[0]
        assert shown.host.startswith("127.0.0.1:")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/pick/", 200),
        ("/assets/none.js", 404),
        ("/documents/none/", 404),
        ("/../catalog.yaml", 404),
        ("/documents/terms/terms.pdf", 404),
        ("/%2e%2e/%2e%2e/etc/passwd", 404),
        ("/pick", 307),
        ("/data/sets.json", 200),
    ],
)
def test_every_address_is_answered(small: Path, path: str, status: int) -> None:
    with preview(small) as shown:
        assert status == shown.ask(path)[0]


def test_a_port_that_is_taken_is_named(small: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with started(small, "--port", str(port)) as child:
            said = child.communicate(timeout=PATIENCE)[1]
    assert 3 == child.returncode
    assert f"port {port}" in said
    assert "Traceback" not in said
