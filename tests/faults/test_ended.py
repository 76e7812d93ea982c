"""A build that is interrupted or killed leaves no process, no half output and no litter."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from small import STARTER, begun

linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")


def group(leader: int) -> list[int]:
    """The processes of a group that still run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, member = stat.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(member) == leader and state != "Z":
            found.append(int(stat.parent.name))
    return found


def until(wanted: object, told: object, seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while told() != wanted:  # type: ignore[operator]
        assert time.monotonic() < end, told()  # type: ignore[operator]
        time.sleep(0.02)


def started(root: Path, scratch: Path) -> subprocess.Popen[str]:
    """A build, as soon as its children are there."""
    scratch.mkdir()
    build = subprocess.Popen(
        [sys.executable, "-m", "generator", "build", "--workspace", str(root)],
        env=os.environ | {"TMPDIR": str(scratch), "XIEYI_LANG": "en"},
        cwd=STARTER.parents[1],
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    until(True, lambda: len(group(build.pid)) > 1)
    return build


@linux
@pytest.mark.parametrize("delay", [0.0, 1.0], ids=["children begin", "children print"])
def test_ctrl_c_ends_everything(tmp_path: Path, delay: float) -> None:
    root = begun(tmp_path / "small")
    build = started(root, tmp_path / "scratch")
    time.sleep(delay)
    os.killpg(build.pid, signal.SIGINT)
    _, said = build.communicate(timeout=10)
    assert build.returncode == 1, said
    assert "Traceback" not in said and "error[" not in said
    assert group(build.pid) == []
    assert list((tmp_path / "scratch").iterdir()) == []
    assert {"agreements", ".xieyi-cache"} >= {path.name for path in root.iterdir()}


@linux
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_the_children_of_a_killed_build_end_too(tmp_path: Path, end: signal.Signals) -> None:
    root = begun(tmp_path / "small")
    build = started(root, tmp_path / "scratch")
    build.send_signal(end)
    build.communicate()
    until([], lambda: group(build.pid))
    assert not (root / "dist").exists()
    again = [sys.executable, "-m", "generator", "build", "-q", "--workspace", str(root)]
    subprocess.run(again, cwd=STARTER.parents[1], check=True, timeout=60)
    assert {"agreements", ".xieyi-cache", "dist"} == {path.name for path in root.iterdir()}
