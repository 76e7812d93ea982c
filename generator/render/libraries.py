"""The versions of everything that decides what a page looks like."""

from __future__ import annotations

import ctypes
import ctypes.util
import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

_CODE = (
    "setting",
    "fitting",
    "typeset",
    "tags",
    "structure",
    "marks",
    "finish",
    "worker",
    "fonts",
    "charset",
    "outlines",
)
_PACKAGES = ("weasyprint", "pydyf", "fonttools", "uharfbuzz", "jinja2")


@cache
def versions() -> dict[str, str]:
    """Name → version, of Python packages and of the system's Pango and HarfBuzz."""
    found = {name: version(name) for name in _PACKAGES}
    for name, soname, function in (
        ("pango", "pango-1.0", "pango_version_string"),
        ("harfbuzz", "harfbuzz", "hb_version_string"),
    ):
        if (library := load(soname)) is not None:
            ask = getattr(library, function)
            ask.restype = ctypes.c_char_p
            found[name] = ask().decode()
    return found


@cache
def press() -> str:
    """The digest of our own code that decides the bytes of a PDF."""
    code = [Path(__file__).with_name(f"{name}.py").read_bytes() for name in _CODE]
    return hashlib.sha256(b"\0".join(code)).hexdigest()


def load(soname: str) -> ctypes.CDLL | None:
    """The system library `soname`, or None when it is not there."""
    for name in (f"lib{soname}.so.0", f"lib{soname}.0.dylib", ctypes.util.find_library(soname)):
        if name:
            try:
                return ctypes.CDLL(name)
            except OSError:
                continue
    return None
