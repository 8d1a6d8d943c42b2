"""How good the answers are on 2,000 pages, and that writing a query otherwise changes nothing."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.__main__ import vocabulary
from search.engine import Engine
from search.evaluation import OVERALL, Figure, evaluate, read_queries
from search.index import build
from search.numbering import by_date
from search.pages import page_from
from search.queries import plan
from search.reader import Reader
from search.scoring import rank
from tests.search.corpus import ROOT, pages
from tests.search.make_queries import PAGES

QUERIES = Path(__file__).parent / "queries.json"

LEAST = {
    OVERALL: (0.97, 0.95),
    "exact": (0.97, 0.97),
    "unmarked": (0.95, 0.95),
    "partial": (0.95, 0.95),
    "numbers": (1.0, 1.0),
    "typos": (0.93, 0.93),
    "telex": (0.95, 0.95),
    "glued": (0.95, 0.95),
    "abbreviations": (0.9, 0.95),
    "phrases": (1.0, 1.0),
    "variants": (1.0, 1.0),
    "nothing": (1.0, 1.0),
}
"""Class to recall@10 and MRR@10."""


@pytest.fixture(scope="session")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("two-thousand")
    build(folder, by_date(map(page_from, pages(PAGES))), vocabulary(ROOT / "records"))
    return folder


@pytest.fixture(scope="session")
def engine(out: Path) -> Engine:
    return Engine(out)


@pytest.fixture(scope="session")
def figures(engine: Engine) -> dict[str, Figure]:
    return {figure.name: figure for figure in evaluate(read_queries(QUERIES), engine.top)}


def test_there_are_enough_queries_in_enough_classes() -> None:
    queries = read_queries(QUERIES)
    assert len(queries) >= 150
    assert len({query.name for query in queries}) >= 8


@pytest.mark.parametrize(("name", "least"), LEAST.items())
def test_answers_are_good_enough(name: str, least: tuple[float, float], figures: dict[str, Figure]) -> None:
    figure = figures[name]
    assert (figure.recall, figure.mrr) >= least, figure
    assert figure.mrr >= least[1], figure


def test_a_first_query_with_ten_cards_is_light(out: Path) -> None:
    """The wire: manifest, shards and cards with 250 B a request for headers, and 5 kB for the script."""
    weights = []
    for query in read_queries(QUERIES):
        fetched: dict[str, int] = {}
        reader = Reader(out, fetched.__setitem__)
        for document, _, _ in rank(plan(query.q, reader.manifest, reader.lookup), reader.lookup).hits[:10]:
            reader.card(document)
        manifest = (out / "shards" / "manifest.bin").stat().st_size
        weights.append(5_000 + 250 * (len(fetched) + 2) + sum(fetched.values()) + manifest)
    weights.sort()
    assert weights[len(weights) // 2] <= 60_000
    assert weights[-1] <= 80_000


TYPED = sorted({query.q for query in read_queries(QUERIES)})


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.sampled_from(TYPED), form=st.sampled_from(["NFD", "NFKD", "NFC"]))
def test_a_decomposed_query_has_the_same_answers(query: str, form: str, engine: Engine) -> None:
    assert engine.top(unicodedata.normalize(form, query)) == engine.top(query)


PLACEMENTS = {
    "hòa": "hoà",
    "thủy": "thuỷ",
    "ủy": "uỷ",
    "khỏe": "khoẻ",
    "hóa": "hoá",
    "xóa": "xoá",
    "họa": "hoạ",
    "tòa": "toà",
}
LETTERS = {"lý": "lí", "kỷ": "kỉ", "kỹ": "kĩ", "mỹ": "mĩ", "vị": "vỵ", "quý": "quí", "quy": "qui", "quyết": "quiết"}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.lists(
        st.sampled_from([*PLACEMENTS, *LETTERS, "thủ", "tục", "hành", "chính", "nhà"]), min_size=1, max_size=6
    ),
    which=st.lists(st.booleans(), min_size=6, max_size=6),
)
def test_placement_and_i_or_y_do_not_matter(words: list[str], which: list[bool], engine: Engine) -> None:
    others = {**PLACEMENTS, **LETTERS}
    written = [others.get(word, word) if other else word for word, other in zip(words, which, strict=False)]
    assert engine.top(" ".join(written)) == engine.top(" ".join(words))


@pytest.mark.parametrize("query", TYPED[::12])
def test_case_and_spaces_do_not_matter(query: str, engine: Engine) -> None:
    assert engine.top(f"  {query.upper()}  ".replace(" ", "  ").rstrip()) == engine.top(query)


def test_the_figures_are_those_of_queries_json() -> None:
    told = json.loads(QUERIES.read_text(encoding="utf-8"))
    assert all(one["relevant"] or one["rule"] == "nothing" for one in told)
