"""The arrows of docs/architecture.md, read from the import lines."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ARCHITECTURE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")

MAY_IMPORT: dict[str, set[str]] = {
    "editorial": set(),
    "search": {"editorial"},
    "inquiries": {"editorial"},
    "plugins": {"editorial", "search", "inquiries"},
    "endpoint": {"editorial", "search", "inquiries"},
    "desk": {"editorial", "search", "inquiries"},
}
"""Room to the rooms that it may import besides itself."""

MEASURING: dict[str, set[str]] = {
    "benchmarks": {"editorial", "search", "inquiries", "tests"},
    "audit": {"editorial", "plugins", "benchmarks", "tests"},
}
"""The same of rooms that are no part of the site."""

OUTSIDE_EDITORIAL = {"pelican", "rich", "http", "argparse", "socket", "urllib.request"}
"""What the rules must not know: the site generator, the network, the terminal."""


def imports(file: Path) -> Iterator[str]:
    """Yield every module that a file names in an import, at any depth: "editorial.text"."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: a relative import"
            module = node.module or ""
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def files(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


@pytest.mark.parametrize(("room", "allowed"), (MAY_IMPORT | MEASURING).items())
def test_rooms_import_one_way(room: str, allowed: set[str]) -> None:
    found = {(file.name, name.partition(".")[0]) for file in files(room) for name in imports(file)}
    rooms = {path.name for path in ROOT.iterdir() if (path / "__init__.py").exists()} | {"tests", "theme"}
    assert [(file, other) for file, other in sorted(found) if other in rooms - {room} - allowed] == []


def test_the_rules_know_no_pelican_no_network_and_no_terminal() -> None:
    found = [
        (file.name, name)
        for file in files("editorial")
        for name in imports(file)
        if any(name == outside or name.startswith(f"{outside}.") for outside in OUTSIDE_EDITORIAL)
    ]
    assert found == []


@pytest.mark.parametrize("room", ["editorial", "inquiries"])
def test_the_rules_read_no_clock_and_no_environment(room: str) -> None:
    """Time, paths and settings come in as arguments."""
    asked = re.compile(
        r"datetime\.now\(|date\.today\(|time\.time\(|os\.environ|os\.getenv|getpass\.|\binput\(|\bprint\("
    )
    found = [(file.name, match[0]) for file in files(room) for match in asked.finditer(file.read_text("utf-8"))]
    assert found == []


def test_no_file_of_tests_takes_from_another() -> None:
    """What two of them need stands in a module of its own, or in a conftest."""
    taken = re.compile(r"(?:^|\.)test_\w+(?:\.|$)")
    assert [(file.name, name) for file in files("tests") for name in imports(file) if taken.search(name)] == []


def order_inside_editorial() -> list[str]:
    """Return the list of docs/architecture.md: each file may import only files above it."""
    paragraph = re.search(r"Inside `editorial/` .*?:(.*?)\n\n", ARCHITECTURE, re.DOTALL)
    assert paragraph
    return re.findall(r"`([a-z_]+(?:/\*)?)`", paragraph[1])


def test_files_of_editorial_import_upwards_only() -> None:
    order = order_inside_editorial()
    place = {name: number for number, name in enumerate(order)}
    modules = {file.stem for file in (ROOT / "editorial").glob("*.py")} - {"__init__"}
    assert len(order) == len(place), "a file stands twice in the list"
    assert set(order) - {"sentences/*"} == modules, "the list in docs/architecture.md names other files"
    downwards = [
        (module, other)
        for module in order
        if module in modules
        for name in imports(ROOT / "editorial" / f"{module}.py")
        if (other := name.removeprefix("editorial.").partition(".")[0]) in modules
        if name.startswith("editorial.") and place[other] >= place[module]
    ]
    assert downwards == []


@pytest.mark.parametrize(
    "folder",
    [
        "search",
        "plugins",
        "endpoint",
        "desk/inquiries",
        "desk/inbox_web",
        "desk/preview",
        "audit",
        "benchmarks/search",
        "benchmarks/speed",
    ],
)
def test_every_module_of_a_room_with_a_map_is_on_it(folder: str) -> None:
    named = set(re.findall(r"`([a-z_]+)`", ARCHITECTURE))
    modules = {file.stem for file in (ROOT / folder).glob("*.py")} - {"__init__", "__main__"}
    assert modules - named == set()


def test_files_of_inquiries_import_upwards_only() -> None:
    """The table of docs/inquiries.md, section 1: each file may import those above it."""
    contract = (ROOT / "docs/inquiries.md").read_text(encoding="utf-8")
    order = re.findall(r"^\| `([a-z_]+)` \|", contract.partition("\n## 2.")[0], re.M)
    assert sorted(order) == sorted(file.stem for file in files("inquiries") if file.stem != "__init__")
    downwards = [
        (module, name)
        for place, module in enumerate(order)
        for name in imports(ROOT / "inquiries" / f"{module}.py")
        if any(name == f"inquiries.{other}" or name.startswith(f"inquiries.{other}.") for other in order[place:])
    ]
    assert downwards == []


def test_only_the_store_and_the_swap_change_the_disk() -> None:
    """Reading aside, files of editorial/ leave the disk to store, exchange, keys and the folder of a built site."""
    writes = re.compile(
        r"\.write_(?:text|bytes)\(|\.mkdir\(|\.unlink\(|os\.(?:rename|replace|remove)\(|open\([^)]*[\"'][wax]"
    )
    writing = {file.stem for file in files("editorial") if writes.search(file.read_text(encoding="utf-8"))}
    assert writing <= {"store", "exchange", "keys", "site_files", "site_folder"}


def test_every_package_imported_is_declared() -> None:
    """What the house runs with is named in pyproject.toml, not merely brought along by another package."""
    declared = {
        re.split(r"[<>=!~\[ ]", line.strip(' ",'))[0].lower()
        for line in re.search(r"^dependencies = \[(.*?)^\]", (ROOT / "pyproject.toml").read_text("utf-8"), re.M | re.S)[
            1
        ].splitlines()  # type: ignore[index]
        if line.strip()
    }
    package = {
        "blinker": "pelican",
        "bs4": "beautifulsoup4",
        "jinja2": "pelican",
        "lxml": "feedgen",
        "soupsieve": "beautifulsoup4",
        "markupsafe": "pelican",
        "PIL": "pillow",
        "dateutil": "pelican",
        "werkzeug": "flask",
        "whoosh": "whoosh3",
    }
    ours = set(MAY_IMPORT)
    used = (
        {name.partition(".")[0] for room in MAY_IMPORT for file in files(room) for name in imports(file) if name}
        - ours
        - sys.stdlib_module_names
    )
    assert {package.get(name, name).lower() for name in used} - declared == set()
