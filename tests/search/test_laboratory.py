"""python -m search: any pages, any queries, figures."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from search.__main__ import main
from tests.folders import contents

PAGES = [
    {"id": "a", "title": "Thủ tục hành chính", "body": "Nộp hồ sơ một cửa", "colour": "unknown keys are passed over"},
    {
        "id": "b",
        "title": "Hòa giải ở cơ sở",
        "body": "Tổ hòa giải",
        "number": "517/QĐ-SNV",
        "kind": "doc",
        "date": "2026-01-02",
    },
]
QUERIES = [
    {"q": "hoà giải", "relevant": ["b"], "class": "variants"},
    {"q": "qd 517", "relevant": ["b"], "class": "numbers"},
    {"q": "thu tuc", "relevant": ["a"], "class": "unmarked"},
    {"q": "zzz", "relevant": [], "class": "nothing"},
]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    lines = [json.dumps(page, ensure_ascii=False) for page in PAGES]
    (tmp_path / "pages.jsonl").write_text("\n".join(lines) + "\n\n", encoding="utf-8")
    assert main(["index", str(tmp_path / "pages.jsonl"), str(tmp_path / "out")]) == 0
    return tmp_path / "out"


def ask(out: Path, door: str, typed: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    assert main(["query", str(out), "--door", door, "--top", "10", "--json"]) == 0
    return capsys.readouterr().out


def test_a_line_asked_is_a_line_answered_alike_by_both_doors(
    out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = "hoà giải\n\nqđ 517\n  \nnothing here\n\x00\n"
    server = ask(out, "server", typed, monkeypatch, capsys)
    assert server == ask(out, "shards", typed, monkeypatch, capsys)
    told = [json.loads(line) for line in server.splitlines()]
    assert [one["q"] for one in told] == typed.split("\n")[:-1]
    assert [one["hits"] for one in told] == [["b"], [], ["b"], [], [], []]


def test_figures_are_told_by_class_and_over_all(out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "q.json").write_text(json.dumps({"queries": QUERIES}), encoding="utf-8")
    capsys.readouterr()
    assert main(["eval", str(out), str(tmp_path / "q.json"), "--json"]) == 0
    told = {one["name"]: (one["queries"], one["recall"], one["mrr"]) for one in json.loads(capsys.readouterr().out)}
    assert told["overall"] == (4, 1, 1)
    assert told["numbers"] == (1, 1, 1)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 1"),
        ("[]", "line 1: expected an object"),
        ('{"title": "x"}', "needs an id"),
        ('{"id": "a", "title": {}}', "title is dict"),
        ('{"id": "a", "areas": [[]]}', "areas is list"),
        ('{"id": "a", "areas": {}}', "areas is dict"),
        ('{"id": "a", "body": "x \\ud800"}', "body holds half a character"),
        ("[" * 100_000, "line 1: lists within lists"),
    ],
)  # fmt: skip
def test_a_line_that_is_no_page_is_named(
    line: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pages.jsonl").write_text(line, encoding="utf-8")
    assert main(["index", str(tmp_path / "pages.jsonl"), str(tmp_path / "out")]) == 1
    assert said in capsys.readouterr().err


def test_a_line_that_is_no_page_leaves_the_index_that_is_there(out: Path, tmp_path: Path) -> None:
    before = contents(out)
    (tmp_path / "pages.jsonl").write_text('{"id": "new"}\n{"id": "a", "body": "x \\udfff"}', encoding="utf-8")
    assert main(["index", str(tmp_path / "pages.jsonl"), str(out)]) == 1
    assert contents(out) == before


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "pages.jsonl").write_text('{"id": "a", "title": "Một cửa"}', encoding="utf-8-sig")
    assert main(["index", str(tmp_path / "pages.jsonl"), str(tmp_path / "out")]) == 0
    (tmp_path / "q.json").write_text('[{"q": "một cửa", "relevant": ["a"]}]', encoding="utf-8-sig")
    assert main(["eval", str(tmp_path / "out"), str(tmp_path / "q.json")]) == 0


def test_a_judged_query_of_another_shape_is_one_line(
    out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "q.json").write_text('[{"q": "a", "relevant": []}, null]', encoding="utf-8")
    assert main(["eval", str(out), str(tmp_path / "q.json")]) == 1
    assert "expected q and relevant, got None" in capsys.readouterr().err


def test_a_folder_without_an_index_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", str(tmp_path)]) == 1
    assert capsys.readouterr().err.startswith("search: ")
