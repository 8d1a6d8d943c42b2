"""The browser's half of the search, run by Node: it must answer as the server's half does, and stay small."""

from __future__ import annotations

import gzip
import json
import os
import re
import runpy
import shutil
import subprocess
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from search.engine import Engine
from tests.organisation import ROOT

HERE = Path(__file__).parent
MODULES = ROOT / "theme" / "static" / "js"
BUILT = MODULES / "built"
MAIN_BYTES = 5_120
"""What the search page loads before anything is asked, gzipped."""

ALL_BYTES = 10_000
"""With everything that some queries, filters and the header's box fetch besides."""

CONFORMANCE = json.loads((HERE / "conformance.json").read_text(encoding="utf-8"))["queries"]


def node(*arguments: str | Path, told: str) -> str:
    """Run Node and return what it prints; skipped where it is missing, but never in CI."""
    program = shutil.which("node")
    if program is None and os.environ.get("CI") != "true":
        pytest.skip("Node is not installed")
    run = subprocess.run(
        [program or "node", *map(str, arguments)], input=told, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def answers(index: Path, queries: list[str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(
        node(HERE / "browser_core.mjs", MODULES.as_uri(), index, told=json.dumps(queries))
    )
    return found


def test_the_browser_answers_every_conformance_query_as_the_server_does(conformance_index: Path) -> None:
    found = answers(conformance_index, [query["q"] for query in CONFORMANCE])
    for mine, told in zip(found, CONFORMANCE, strict=True):
        assert mine == {name: told[name] for name in mine}


def test_the_command_line_gives_the_ids_of_the_servers_list(conformance_index: Path) -> None:
    queries = [line for line in (HERE / "queries.txt").read_text(encoding="utf-8").splitlines() if line.strip()]
    lines = node(MODULES / "search-cli.mjs", conformance_index, told="\n".join(queries) + "\n").splitlines()
    engine = Engine(conformance_index)
    assert [json.loads(line) for line in lines] == [{"q": q, "hits": engine.top(q)} for q in queries]


def test_decomposed_queries_have_the_same_answers(conformance_index: Path) -> None:
    told = [query for query in CONFORMANCE if len(query["q"]) < 500]
    decomposed = answers(conformance_index, [unicodedata.normalize("NFD", query["q"]) for query in told])
    assert [one["hits"] for one in decomposed] == [query["hits"] for query in told]


def test_words_that_name_what_every_object_has_are_words_like_others(conformance_index: Path) -> None:
    queries = ["constructor", "toString 5", "__proto__", "hasOwnProperty quyết định"]
    engine = Engine(conformance_index)
    assert [[hit[0] for hit in one["hits"]] for one in answers(conformance_index, queries)] == [
        engine.top(query) for query in queries
    ]


def test_the_search_page_loads_a_small_script() -> None:
    sizes = {path.name: len(gzip.compress(path.read_bytes(), 9)) for path in BUILT.glob("search-*.js")}
    assert sizes["search-main.js"] <= MAIN_BYTES, sizes
    assert sum(sizes.values()) <= ALL_BYTES, sizes


def test_the_built_scripts_are_made_of_the_modules() -> None:
    builder = runpy.run_path(str(ROOT / "scripts" / "build_js.py"))
    try:
        made = builder["build"]()
    except ImportError:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip("tdewolff-minify is not installed")
    assert made == {path.name: path.read_bytes() for path in BUILT.glob("*.js")}


def test_no_script_makes_code_or_markup_of_text() -> None:
    for path in (*MODULES.glob("*.mjs"), *BUILT.glob("*.js")):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\beval\b|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write", text), (
            path
        )
