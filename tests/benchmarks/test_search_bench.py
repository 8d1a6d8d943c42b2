"""The harness that measures the search: its own counting, on thirty pages and without the other searches."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path
from urllib.request import urlopen

import pytest

from benchmarks.search.__main__ import main
from benchmarks.search.corpus import QUERIES, relevant, widened
from benchmarks.search.figures import classes, share
from benchmarks.search.site import HARNESS, HEADER_BYTES, serve
from benchmarks.search.variants import variants
from search.evaluation import OVERALL, Judged
from tests.organisation import ROOT
from tests.search.corpus import pages


def test_a_number_without_its_year_asks_for_every_year() -> None:
    rule = "number: 2101/2024/KH-SNV | number: 2101/KH-SNV"
    made = [{"id": year, "title": "", "number": f"2101{year}/KH-SNV"} for year in ("", "/2023", "/2024")]
    assert relevant(widened(rule, "kế hoạch 2101 SNV"), made) == {"", "/2023", "/2024"}
    assert relevant(widened("number: 2101/2024/KH-SNV", "KH 2101/2024 SNV"), made) == {"/2024"}


def test_good_answers_among_two_thousand_pages_are_those_that_were_judged() -> None:
    made = list(pages(2_000))
    told = [one for one in json.loads(QUERIES.read_text(encoding="utf-8")) if one["class"] == "numbers"]
    assert told
    for one in told[::5]:
        assert relevant(widened(one["rule"], one["q"]), made) == set(one["relevant"]), one["q"]


def test_what_is_sent_is_counted_as_it_goes_over_the_wire(tmp_path: Path) -> None:
    text = "tìm kiếm " * 1_000
    (tmp_path / "index.json").write_text(text, encoding="utf-8")
    (tmp_path / "shard.bin").write_bytes(b"1234")
    with serve({"some": tmp_path}) as (address, wire):
        for path in (f"{HARNESS}/", f"{HARNESS}/ours.mjs", "some/index.json", "some/shard.bin"):
            with urlopen(f"{address}/{path}") as answer:
                body = answer.read()
            if path == "some/index.json":
                assert gzip.decompress(body).decode() == text
    packed = len(gzip.compress(text.encode(), 9))
    assert wire.sent == [("/some/index.json", packed + HEADER_BYTES), ("/some/shard.bin", 4 + HEADER_BYTES)]


@pytest.mark.parametrize(
    ("query", "others"),
    [
        ("hòa giải", ["hoà giải"]),
        ("thuỷ lợi", ["thủy lợi"]),
        ("của quý vị", ["của quý vỵ"]),
        ("lý lịch", ["lí lịch"]),
        ("kế hoạch 101", []),
    ],
)
def test_other_spellings_are_those_that_readers_hold_for_the_same(query: str, others: list[str]) -> None:
    assert variants(query) == [unicodedata.normalize("NFD", query), *others]


def test_recall_and_places_are_counted_by_class() -> None:
    queries = [Judged("a", frozenset("xy"), "exact"), Judged("b", frozenset("z"), "typos")]
    found = classes(queries, [["w", "x"], ["w"]])
    assert (found["exact"].recall, found["exact"].mrr) == (0.5, 0.5)
    assert (found[OVERALL].recall, found[OVERALL].mrr) == (0.25, 0.25)
    assert share([3.0, 1.0, 2.0], 50) == 2.0


def test_a_run_measures_our_search(tmp_path: Path) -> None:
    if os.environ.get("CI") != "true" and shutil.which("chromium") is None:
        pytest.skip("Chromium is not installed")
    out = tmp_path / "report.md"
    words = ["--sizes", "30", "--peers", "none", "--every", "40", "--out", str(out)]
    run = subprocess.run(  # Playwright runs once in a process, and other tests have begun it in this one
        [sys.executable, "-m", "benchmarks.search", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    report = out.read_text(encoding="utf-8")
    asked = re.search(r"^(\d+) queries\.$", report, re.MULTILINE)
    assert asked
    assert f"ordered top ten | {asked[1]} of {asked[1]} | all | yes |" in report
    weight = re.search(r"first query, median kB \| ([\d.]+) \|", report)
    assert weight and 5 < float(weight[1]) < 60


def test_without_a_browser_one_sentence_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("playwright")
    monkeypatch.setenv("PATH", "")
    assert main(["--sizes", "30", "--peers", "none"]) == 1
    assert capsys.readouterr().err == "bench-search: Chromium is not installed: run scripts/setup-system.sh\n"
