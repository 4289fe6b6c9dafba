"""Imports under src/careerstats point one way, and never sideways within a tier."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "src" / "careerstats"

# Each tier may import the tiers below it. What shares a tier may not import each other.
TIERS = [
    {"__main__"},
    {"cli"},
    {"lab"},
    {"pipeline"},
    {"batch", "passports"},
    {"export", "note"},
    {"bundles"},
    {"disclosure"},
    {"decisions"},
    {"analysis"},
    {"intake"},
    {"catalogue", "territories"},
    {"printed_rules", "reasons", "schools_named", "shown"},
    {"arguments", "wording", "blocks", "written"},
    {"contracts", "intervals"},
    {"dates", "formulas", "grouping", "letters", "model", "project"},
    {"asking"},
    {"audiences", "errors", "persons", "resources", "promises"},
]
TIER_OF = {room: tier for tier, rooms in enumerate(TIERS) for room in rooms}

# Beside the tiers: small tools that the command line alone calls, and they may call the whole run.
TOOLS = {"simulate", "scaffold"}

# The front door is lazy: it may name any room, and no room goes out through it, but for the version.
DOOR = "careerstats"

# All that a note shows is in its bundle.
KEPT_APART = {(room, other) for room in ("note", "export") for other in ("catalogue", "territories", "analysis")}

MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def room_of(path: Path) -> str:
    """intake/cells.py -> intake, cli.py -> cli."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> Iterator[str]:
    """Rooms of the house that a module imports, anywhere in it."""
    package = [DOOR, *path.relative_to(PACKAGE).parent.parts]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (room for alias in node.names for room in _room(alias.name.split(".")))
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            base = base + (node.module.split(".") if node.module else [])
            yield from (room for alias in node.names for room in _room([*base, alias.name]))


def _room(names: list[str]) -> list[str]:
    """careerstats.intake.cells -> intake; what is not a room (``__version__``) and other packages -> nothing."""
    inside = names[0] == DOOR and len(names) > 1 and not names[1].startswith("__")
    return [names[1]] if inside else []


def may_import(room: str, other: str) -> bool:
    if room == other:
        return True
    if room in TOOLS:
        return other not in TIERS[0] | TIERS[1] | TIERS[2]
    if other in TOOLS:
        return room == "cli"
    return TIER_OF[room] < TIER_OF.get(other, -1) and (room, other) not in KEPT_APART


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_one_way(path: Path) -> None:
    room = room_of(path)
    assert room in TIER_OF or room in TOOLS, f"{room}: give it a tier in tests/test_layers.py"
    wrong = sorted({other for other in imported_rooms(path) if not may_import(room, other)})
    assert wrong == [], f"{path.relative_to(PACKAGE)} imports {', '.join(wrong)}"


def imported_modules(path: Path, known: set[str]) -> Iterator[str]:
    """Modules that a module names anywhere, for types as well; the door is left out."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield from [name for name in (f"{node.module}.{alias.name}", node.module) if name in known][:1]


def circles(imports: dict[str, set[str]]) -> list[list[str]]:
    """Groups of modules that import one another, by whatever way round: what is left once all others are taken off."""
    left = {name: set(others) for name, others in imports.items()}
    while ends := {name for name, others in left.items() if not others & left.keys()}:
        left = {name: others for name, others in left.items() if name not in ends}
    return [[name, *sorted(others & left.keys())] for name, others in sorted(left.items())]


def test_no_module_imports_itself_by_a_way_round() -> None:
    names = {path: ".".join([DOOR, *path.relative_to(PACKAGE).with_suffix("").parts]) for path in MODULES}
    names = {path: name.removesuffix(".__init__") for path, name in names.items()}
    assert circles({name: set(imported_modules(path, set(names.values()))) for path, name in names.items()}) == []


def test_a_circle_is_seen_and_a_line_is_none() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": set()}) == []
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": set()}) == [["a", "b"], ["b", "c"], ["c", "a"]]


def test_a_lower_tier_may_not_look_up() -> None:
    assert not may_import("formulas", "intake")
    assert not may_import("intake", "analysis")


def test_rooms_of_one_tier_do_not_import_each_other() -> None:
    assert not may_import("catalogue", "territories")
    assert not may_import("note", "export")


def test_a_note_does_not_reach_past_its_bundle() -> None:
    assert not may_import("note", "analysis")
    assert may_import("note", "blocks")
