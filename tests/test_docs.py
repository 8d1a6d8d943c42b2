"""What the documents promise is there: every row once, every test that is named, every command explained."""

from __future__ import annotations

import ast
import inspect
import re
from collections import Counter
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
STATUS = (ROOT / "docs/requirements-status.md").read_text(encoding="utf-8")
GUIDES = "\n".join((ROOT / name).read_text(encoding="utf-8") for name in ("docs/editors.md", "README.md"))

ROW = re.compile(r"^\| ((?:CT|ST|LC|LX|LCh|PS)-\S+|A\d+) \|.*\| ([^|]+) \|$", re.MULTILINE)
STATE = re.compile(
    r"(done: tests/\S+\.py::test_\w+(, tests/\S+\.py::test_\w+)*|no issue yet|no software effect)(; .+)?"
)
ROWS = ROW.findall(STATUS)


def clauses() -> list[str]:
    """Return the row ids of the regulations, as the profiles' own tests use them."""
    lines = (ROOT / "tests/data/clauses.txt").read_text(encoding="utf-8").splitlines()
    return [line.split()[0] for line in lines if line.strip() and not line.startswith("#")]


@cache
def functions(file: str) -> frozenset[str]:
    """Return the functions that a test file defines."""
    path = ROOT / file
    tree = ast.parse(path.read_text(encoding="utf-8")) if path.is_file() else ast.Module([], [])
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_every_row_stands_exactly_once():
    counted = Counter(row for row, _ in ROWS)
    assert [row for row in clauses() if counted[row] != 1] == []
    assert [row for row, times in counted.items() if times > 1] == []


@pytest.mark.parametrize(("row", "state"), ROWS, ids=[row for row, _ in ROWS])
def test_every_state_is_true(row: str, state: str):
    """A row is done by tests that exist, or says who will do it; nothing falls to nobody in silence."""
    assert STATE.fullmatch(state), state
    for file, name in re.findall(r"(tests/\S+\.py)::(test_\w+)", state):
        assert name in functions(file), f"{row}: {file} has no {name}"


def test_every_verb_has_its_line():
    tree = ast.parse((ROOT / "desk/cli.py").read_text(encoding="utf-8"))
    verbs = next(
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and node.targets[0].id == "VERBS"  # type: ignore[attr-defined]
    )
    assert [verb for verb in verbs if f"desk {verb}" not in GUIDES] == []


def test_every_command_that_is_told_can_be_typed_as_it_stands():
    """Nobody has a command `desk`: what is copied from the window begins with python -m, or with make."""
    verbs = {path.stem for path in (ROOT / "desk").glob("*.py")}
    bare = re.compile(rf"(?<!python -m )(?<![\w/])desk (?:{'|'.join(sorted(verbs))})\b")
    files = [path for room in ("desk", "editorial", "inquiries", "endpoint") for path in (ROOT / room).rglob("*.py")]
    told = []
    for path in files:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        bodies = [node.body for node in ast.walk(tree) if hasattr(node, "body") and isinstance(node.body, list)]
        notes = {id(line.value) for body in bodies for line in body if isinstance(line, ast.Expr)}
        texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        told += [f"{path}:{text.lineno}" for text in texts if id(text) not in notes and bare.search(text.value)]
    assert files and told == []


def test_every_target_has_its_line():
    targets = re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert targets
    assert [target for target in targets if f"make {target}" not in GUIDES] == []


def test_every_setting_has_its_line():
    settings = re.findall(r'os\.environ\.get\("([A-Z_]+)"', (ROOT / "pelicanconf.py").read_text(encoding="utf-8"))
    assert settings
    assert [setting for setting in settings if f"`{setting}" not in GUIDES] == []


def prose(file: str) -> str:
    """Return a page without its examples."""
    text = (ROOT / file).read_text(encoding="utf-8")
    return re.sub(r"^```.*?^```|`[^`\n]*`", "", text, flags=re.DOTALL | re.MULTILINE)


def anchors(file: str) -> list[str]:
    """Return by which anchors the headings of a page are reached."""
    headings = re.findall(r"^#+ (.*)$", prose(file), re.MULTILINE)
    return [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings]


@pytest.mark.parametrize("file", ["docs/editors.md", "docs/operations.md", "docs/architecture.md", "README.md"])
def test_every_link_to_a_heading_leads_to_one(file: str):
    for page, anchor in re.findall(r"\]\(([\w./-]*)#([^)]+)\)", prose(file)):
        target = (ROOT / file).parent / page if page else ROOT / file
        assert anchor in anchors(str(target.resolve().relative_to(ROOT))), f"{page}#{anchor}"


def test_the_handbook_begins_with_the_way_to_all_of_its_chapters_and_parts():
    top, _, _ = (ROOT / "docs/editors.md").read_text(encoding="utf-8").partition("\n## ")
    assert [anchor for anchor in anchors("docs/editors.md")[1:] if f"(#{anchor})" not in top] == []


def test_the_handbook_stays_short_enough_to_be_read():
    """It had grown to 14,900 words by additions: who adds a sentence finds one that the program says itself."""
    handbook = (ROOT / "docs/editors.md").read_text(encoding="utf-8")
    every_day, _, _ = handbook.partition("\n## Hằng ngày\n")[2].partition("\n## ")
    assert 0 < len(every_day.split()) < 1_000, "two pages are enough for the daily work"
    assert len(handbook.split()) < 10_000


def test_what_an_update_asks_for_stands_in_one_place():
    """Whoever updates reads one list, not seven thousand words."""
    _, _, rest = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").partition("### Khi cập nhật: việc phải làm\n")
    steps, heading, others = rest.partition("\n### ")
    assert "deploy/nginx.conf" in steps and heading
    assert re.findall(r"[^.\n]*(?:[Kk]hi cập nhật|chép lại cả|chép lại `deploy).*", others) == []


def told_signatures() -> list[tuple[str, str, list[str], str]]:
    """Return module, name, arguments and result ("" for none) of each function in the table of docs/inquiries.md."""
    text = (ROOT / "docs/inquiries.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.*) \|$", text, re.MULTILINE)
    return [
        (module, name, [word for word in told.split(", ") if word], result)
        for module, row in rows
        for name, told, result in re.findall(r"`(\w+)\(([^`)]*)\)(?: -> ([^`]+))?`", row)
        if hasattr(import_module(f"inquiries.{module}"), name)
    ]


@pytest.mark.parametrize(("module", "name", "told", "result"), told_signatures())
def test_every_signature_of_the_inquiries_page_is_its_function_s(module: str, name: str, told: list[str], result: str):
    signature = inspect.signature(getattr(import_module(f"inquiries.{module}"), name))
    wanted = [word for word, one in signature.parameters.items() if one.default is one.empty]
    assert told == [*signature.parameters][: len(told)] and len(told) >= len(wanted)
    assert result in ("", signature.return_annotation)


def test_every_act_that_the_inquiries_page_names_is_there():
    """Section 6 tells the functions of desk/inquiries with what they are given."""
    _, _, acts = (ROOT / "docs/inquiries.md").read_text(encoding="utf-8").partition("\n## 6.")
    told = set(re.findall(r"`([a-z_]+)\(", acts.partition("\n## 7.")[0]))
    modules = [import_module(f"desk.inquiries.{path.stem}") for path in (ROOT / "desk/inquiries").glob("[a-z]*.py")]
    assert len(told) > 20
    assert [name for name in told if not any(hasattr(module, name) for module in modules)] == []


def test_citizens_are_addressed_as_the_glossary_says():
    """“Bạn đọc”, the readers, is no form of address."""
    places = (
        "theme/templates/**/*.html",
        "endpoint/*.py",
        "inquiries/*.py",
        "inquiries/data/form.toml",
        "content/trang/*.md",
    )
    files = [path for place in places for path in ROOT.glob(place)]
    told = (ROOT / "editorial/sentences/inquiry_form.py", ROOT / "editorial/sentences/endpoint.py")
    familiar = re.compile(r"\b[Bb]ạn\b(?! đọc)")
    assert len(files) > 100
    assert [path for path in (*files, *told) if familiar.search(path.read_text(encoding="utf-8"))] == []
