"""Floors and doors: a module imports only from below, and each library has one door."""

from __future__ import annotations

import ast
from pathlib import Path

import generator

PACKAGE = Path(generator.__file__).parent
FLOOR = {room: floor for floor, rooms in enumerate(generator.FLOORS) for room in rooms}


def modules() -> list[tuple[str, Path]]:
    """Each module with the room it belongs to."""
    return [
        (path.relative_to(PACKAGE).parts[0].removesuffix(".py"), path)
        for path in sorted(PACKAGE.rglob("*.py"))
        if path != PACKAGE / "__init__.py"
    ]


def imported(path: Path) -> tuple[set[str], set[str]]:
    """The rooms and the outside libraries that a module imports, at the top or inside."""
    rooms: set[str] = set()
    libraries: set[str] = set()
    depth = len(path.relative_to(PACKAGE).parts)
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == depth:
            rooms |= {node.module.split(".")[0]} if node.module else {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            libraries.add(node.module.split(".")[0])
        elif isinstance(node, ast.Import):
            libraries |= {alias.name.split(".")[0] for alias in node.names}
    return rooms, libraries


def test_every_room_has_a_floor() -> None:
    assert {room for room, _ in modules()} == set(FLOOR)


def test_a_module_imports_only_from_lower_floors() -> None:
    upwards = [
        f"{path.relative_to(PACKAGE)} imports {other}"
        for room, path in modules()
        for other in imported(path)[0] - {room, "__version__"}
        if FLOOR[other] >= FLOOR[room]
    ]
    assert [] == upwards


def test_a_library_is_used_behind_its_door_only() -> None:
    strays = [
        f"{path.relative_to(PACKAGE)} imports {library}"
        for room, path in modules()
        for library in imported(path)[1]
        if generator.DOORS.get(library, room) != room
    ]
    assert [] == strays


def test_the_product_knows_nothing_of_this_workspace() -> None:
    """No id, name or title of the shipped agreements in code or templates."""
    agreements = PACKAGE.parent / "agreements"
    ids = {path.stem for path in agreements.rglob("*.yaml") if not path.stem.isdigit()}
    ids -= {"catalog", "ledger"}
    words = {"1688", "首位展示", "定位推广", "搜索展播", "品牌专区", "明星工厂", "超级工厂"}
    files = [*PACKAGE.rglob("*.py"), *(PACKAGE.parent / "templates").rglob("*.*")]
    found = [
        f"{path.name}: {word}"
        for path in files
        for word in ids | words
        if word in path.read_text("utf-8")
    ]
    assert [] == found
