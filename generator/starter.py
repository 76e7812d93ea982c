"""A new workspace: a catalog, one short document and editor settings, ready to build."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from . import workspace
from .problems import Problem, Unusable
from .schemas import schemas

_STARTER = Path(__file__).with_name("starting")


def begin(folder: Path) -> Iterator[Path]:
    """Write a new workspace into `folder`, which must be new or empty; yields what was written."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        params: dict[str, object] = {"folder": str(folder)}
        raise Unusable([Problem("folder-not-empty", None, params, "folder-not-empty")])
    files = {path.relative_to(_STARTER).as_posix(): path.read_bytes() for path in _files()}
    files |= {f"schema/{name}": data for name, data in schemas().items()}
    files[".vscode/settings.json"] = _editor()
    files[".gitignore"] = b"/dist/\n/.xieyi-cache/\n/.dist.*\n"
    for name, data in sorted(files.items()):
        workspace.write(folder / name, data)
        yield folder / name


def _files() -> Iterator[Path]:
    yield from sorted(path for path in _STARTER.rglob("*.yaml"))


def _editor() -> bytes:
    """Visual Studio Code: which schema checks which file, and two spaces for YAML."""
    patterns = {
        "catalog": "agreements/catalog.yaml",
        "document": "agreements/documents/*.yaml",
        "retired": "agreements/retired/*.yaml",
    }
    settings = {
        "yaml.schemas": {f"./schema/{kind}.json": where for kind, where in patterns.items()},
        "[yaml]": {"editor.tabSize": 2, "editor.insertSpaces": True, "editor.wordWrap": "on"},
        "files.encoding": "utf8",
        "files.eol": "\n",
    }
    return (json.dumps(settings, ensure_ascii=False, indent=2) + "\n").encode()
