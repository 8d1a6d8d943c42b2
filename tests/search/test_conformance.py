"""What both doors must answer, answered by the server's; the browser's half reads the same file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from search.__main__ import main
from search.engine import Engine
from tests.search.make_conformance import answer

HERE = Path(__file__).parent
QUERIES = json.loads((HERE / "conformance.json").read_text(encoding="utf-8"))["queries"]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    out = tmp_path_factory.mktemp("conformance")
    assert main(["index", str(HERE / "conformance.jsonl"), str(out)]) == 0
    return Engine(out)


@pytest.mark.parametrize("expected", QUERIES, ids=[query["q"][:40] for query in QUERIES])
def test_the_server_answers_as_the_conformance_file_says(expected: dict[str, object], engine: Engine) -> None:
    assert json.loads(json.dumps(answer(engine, str(expected["q"])))) == expected


def test_numbers_stay_exact_in_a_browser() -> None:
    """Every score is far below 2**53, from which on JavaScript's numbers skip."""
    scores = [hit[2] for query in QUERIES for hit in query["hits"]]
    assert max(scores) < 2**53 // 1000
