"""The program git, run in a folder: without prompts, in bounded time, never in a foreign place.

The environment's own notion of a repository (a hook sets one) is left out: the folder decides.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from ..problems import Misused, Problem, Unusable

SECONDS = 60
_OURS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR")


def settle(folder: Path, settings: Mapping[str, str]) -> dict[str, str]:
    """Write settings into the configuration of the folder's repository; those that were not so."""
    asked(folder, "rev-parse", "--show-prefix")
    changed: dict[str, str] = {}
    for name, value in settings.items():
        known = run(folder, "config", "--local", "--null", "--get", name)
        if known.returncode or os.fsdecode(known.stdout).removesuffix("\0") != value:
            asked(folder, "config", "--local", "--replace-all", name, value)
            changed[name] = value
    return changed


def forget(folder: Path, ref: str) -> None:
    """Drop a ref of the repository, if it is there."""
    run(folder, "update-ref", "-d", ref)


def identified(folder: Path) -> bool:
    """Whether git knows who commits here; it keeps nothing, not even converted text, otherwise."""
    return not run(folder, "var", "GIT_COMMITTER_IDENT").returncode


def attribute(path: Path, name: str) -> str:
    """The attribute that git gives a file: its value, `unspecified`, `set` or `unset`."""
    answer = asked(path.parent, "check-attr", "-z", name, "--", path.name)
    return os.fsdecode(answer.split(b"\0")[2])


def asked(folder: Path, *arguments: str) -> bytes:
    """The answer of git to a question that only a folder outside any repository leaves open."""
    done = run(folder, *arguments)
    if done.returncode:
        detail = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        code = "foreign-repository" if "dubious ownership" in detail else "no-repository"
        params: dict[str, object] = {"folder": str(folder)}
        raise Misused([Problem(code, None, params, code)])
    return done.stdout


def lines(answer: bytes) -> list[str]:
    return os.fsdecode(answer).removesuffix("\n").split("\n")


def run(folder: Path, *arguments: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """One run of git in a folder, without prompts; raises `Unusable` without git or in time."""
    program = shutil.which("git")
    if program is None:
        raise Unusable([Problem("no-git", hint="no-git")])
    environment = {name: value for name, value in os.environ.items() if name not in _OURS}
    environment |= {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        return subprocess.run(
            [program, *arguments],
            cwd=folder,
            env=environment,
            input=data,
            capture_output=True,
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise Unusable([Problem("git-slow", None, {"seconds": SECONDS}, "git-slow")]) from None
    except OSError as error:
        params: dict[str, object] = {"detail": error.strerror or str(error)}
        raise Unusable([Problem("git-failed", None, params)]) from None
