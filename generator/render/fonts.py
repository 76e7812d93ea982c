"""Fonts: which faces the documents use, what they cover, and small copies of them.

Copying whole CJK collections (25 MB each) is most of the time a PDF takes, so
each face is cut down to the characters of one document first (HarfBuzz
subsetting) and declared by `@font-face`. A character that no face has would be
drawn as an empty box while the text still extracts perfectly; `missing` finds
it before anything is rendered.

The faces know two thousand of the characters beyond Unicode's first plane, which
stand in names of persons and places. For the others a spare face is taken where
it is installed, for these characters alone, so that nothing else changes by it.
"""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from ..problems import Problem, Unusable
from . import libraries
from .charset import numbered


@dataclass(frozen=True, slots=True)
class Face:
    """One face: the name and weight that the style sheets call it by, and where it was found.

    The name is ours because WeasyPrint prefers an installed font to a declared one of the
    same name, and would copy all of its 25 MB.
    """

    name: str
    family: str
    weight: int
    style: str
    file: Path
    index: int
    sha256: str

    @property
    def file_name(self) -> str:
        return f"{self.family}-{self.style}".replace(" ", "")


# name in tokens.css, family, CSS weight, fontconfig style: 宋体 for the body, 黑体 for headings.
WANTED = (
    ("Agreement Serif", "Noto Serif CJK SC", 400, "Regular"),
    ("Agreement Serif", "Noto Serif CJK SC", 700, "Bold"),
    ("Agreement Sans", "Noto Sans CJK SC", 400, "Regular"),
    ("Agreement Sans", "Noto Sans CJK SC", 700, "Bold"),
)

# HanaMinB of the GlyphWiki project (free to use and to change): 60,000 characters of the
# extensions B to F in one weight, which is not made bolder: the line under it says enough.
SPARE = ("Agreement Spare", "HanaMinB", 400, "Regular")
_SPARED = range(0x20000, 0x2EBF0)

HEAVY = "NotoSansCJKSC-Bold"  # the file name of the face that watermarks are cut from

Cached = Callable[[str, Callable[[], bytes]], bytes]


@cache
def faces() -> tuple[Face, ...]:
    """The faces on this machine; raises `Unusable` naming those that are not there."""
    listed = _listed()
    found, absent = [], []
    for name, family, weight, style in WANTED:
        if (family, style) in listed:
            file, index = listed[family, style]
            found.append(Face(name, family, weight, style, file, index, _digest(file)))
        else:
            absent.append(Problem("font-missing", None, {"font": f"{family} {style}"}, "doctor"))
    if absent:
        raise Unusable(absent)
    return tuple(found)


@cache
def spare() -> Face | None:
    """The face for what the others lack, where it is installed."""
    name, family, weight, style = SPARE
    if (found := _listed().get((family, style))) is None:
        return None
    return Face(name, family, weight, style, *found, _digest(found[0]))


def used(characters: Iterable[str]) -> tuple[Face, ...]:
    """The faces that draw these characters; raises `Unusable` as `faces` does."""
    extra = spare() if _beyond(characters) else None
    return (*faces(), extra) if extra else faces()


def receipt(characters: Iterable[str]) -> list[dict[str, object]]:
    """The faces that draw these characters, as a manifest names them."""
    return [
        {"family": face.family, "style": face.style, "sha256": face.sha256}
        for face in used(characters)
    ]


def looked_up() -> list[tuple[str, Path | None]]:
    """Each wanted face by name, and the file it was found in or None; the spare one last."""
    try:
        listed = _listed()
    except Unusable:
        listed = {}
    return [
        (f"{family} {style}", listed.get((family, style), (None, 0))[0])
        for _, family, _, style in (*WANTED, SPARE)
    ]


def missing(characters: Iterable[str]) -> set[str]:
    """The characters that cannot be drawn: by every face, or by the spare one."""
    absent = _beyond(characters)
    extra = spare() if absent else None
    return {c for c in absent if ord(c) not in _covered(extra)} if extra else absent


def lacks_spare(character: str) -> bool:
    """Whether the spare face would draw a character, were it installed."""
    return ord(character) in _SPARED and spare() is None


def subsets(characters: str, cached: Cached) -> dict[str, bytes]:
    """Each face cut down to `characters` (sorted, distinct), by face name, as OpenType bytes."""
    beyond = " " + "".join(sorted(_beyond(characters)))  # Pango sets a blank as what is before it
    return {
        face.file_name: _cut(face, characters if face in faces() else beyond, cached)
        for face in used(characters)
    }


def styled(css: str, characters: Iterable[str] = ()) -> str:
    """A style sheet with the `@font-face` rules under which the worker finds the cut-down faces.
    Where the spare one is needed, it stands behind every other."""
    rule = '@font-face{{font-family:"{}";font-weight:{};src:url(font:{})}}'
    rules = [rule.format(face.name, face.weight, face.file_name) for face in faces()]
    for extra in used(characters)[len(WANTED) :]:
        rules += [rule.format(extra.name, weight, extra.file_name) for weight in (400, 700)]
        for name in {face.name for face in faces()}:
            css = css.replace(f'"{name}"', f'"{name}", "{extra.name}"')
    return "".join(rules) + css


def _beyond(characters: Iterable[str]) -> set[str]:
    """The characters that not every face can draw."""
    return {c for c in characters if ord(c) not in _common() and c != "\n"}


def _cut(face: Face, characters: str, cached: Cached) -> bytes:
    tools = libraries.press(), libraries.versions()["uharfbuzz"]
    digest = hashlib.sha256("\0".join((characters, *tools)).encode()).hexdigest()
    key = f"{face.sha256}-{face.index}-{digest}"
    return cached(key, partial(_subset, face, characters))


def _listed() -> dict[tuple[str, str], tuple[Path, int]]:
    """What fontconfig knows: (family, style) → (file, index in its collection)."""
    form = "%{family[0]}\t%{style[0]}\t%{index}\t%{file}\n"
    try:
        answer = subprocess.run(
            ["fc-list", "--format", form], capture_output=True, text=True, timeout=60, check=True
        )
    except (OSError, subprocess.SubprocessError):
        raise Unusable([Problem("fontconfig-missing", hint="doctor")]) from None
    found: dict[tuple[str, str], tuple[Path, int]] = {}
    for row in sorted(answer.stdout.splitlines()):
        family, style, index, file = row.split("\t")
        found.setdefault((family, style), (Path(file), int(index)))
    return found


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


@cache
def _common() -> frozenset[int]:
    """What every face covers."""
    return frozenset.intersection(*map(_covered, faces()))


@cache
def _covered(face: Face) -> frozenset[int]:
    return frozenset(opened(face).unicodes)


def opened(face: Face) -> Any:
    """A whole face, to HarfBuzz."""
    import uharfbuzz

    return uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(face.file)), face.index)


def _subset(face: Face, characters: str) -> bytes:
    import uharfbuzz

    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(ord(c) for c in characters)
    return numbered(bytes(uharfbuzz.subset(opened(face), wanted).blob.data))
