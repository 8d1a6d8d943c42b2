"""The server's door: filters, counts, dates, pages, and whatever people type."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engine import BY_DATE, Engine
from search.index import build
from search.pages import Page
from search.vocabulary import Vocabulary, read_abbreviations

KINDS = ("Tin", "Văn bản", "Hỏi đáp")


def _page(number: int) -> Page:
    topic = ("lưu trữ hồ sơ", "lưu trú qua đêm", "bí mật nhà nước", "giấy tờ bị mất", "cửa hàng của phường")[number % 5]
    return Page(
        id=f"p{number}",
        title=f"Tin số {number} về {topic}",
        body=f"Sở Nội vụ thông báo về {topic} & <b>thủ tục</b> hành chính. " * (1 + number % 3),
        number=f"{number}/KH-UBND" if number % 4 == 0 else "",
        kind=KINDS[number % 3],
        date=f"202{number % 6}-0{1 + number % 9}-1{number % 10}" if number % 7 else "",
        section="tin-tuc" if number % 2 else "van-ban",
        areas=("the-che", "nhan-su")[: number % 3],
    )


PAGES = [_page(number) for number in range(60)]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    out = tmp_path_factory.mktemp("engine")
    build(out, PAGES, Vocabulary(read_abbreviations()))
    return Engine(out)


def test_a_number_is_found_with_its_namesake_that_differs_by_one_letter(tmp_path: Path) -> None:
    """PS-N1: a search folds Đ, and then offers both."""
    numbers = ("12/HD-SNV", "12/HĐ-SNV", "13/HD-SNV")
    build(tmp_path, [Page(name, f"Văn bản {name}", "Lời.", number=name) for name in numbers], Vocabulary(()))
    for typed in ("12/HD-SNV", "12/HĐ-SNV", "12 hd snv"):
        assert {hit.card["id"] for hit in Engine(tmp_path).search(typed).hits[:2]} == set(numbers[:2]), typed


def test_filters_leave_what_has_the_value(engine: Engine) -> None:
    found = engine.search("lưu trữ", {"kind": "Tin", "section": "tin-tuc"})
    assert found.total
    assert {(hit.card["kind"], hit.card["section"]) for hit in found.hits} == {("Tin", "tin-tuc")}


def test_counts_of_a_filter_are_what_choosing_it_leaves(engine: Engine) -> None:
    chosen = {"section": "tin-tuc"}
    facets = engine.search("lưu trữ", chosen).facets
    told = {(name, value): count for name, counts in facets.items() for value, count in counts.items()}
    assert len({name for name, _ in told}) > 2
    assert told == {(name, value): engine.search("lưu trữ", {**chosen, name: value}).total for name, value in told}


def test_unknown_and_empty_filters_are_passed_over(engine: Engine) -> None:
    assert engine.search("lưu trữ", {"colour": "red", "kind": ""}).total == engine.search("lưu trữ").total


def test_pages_follow_one_another_without_gap(engine: Engine) -> None:
    first = engine.search("thông báo")
    every = [hit.card["id"] for page in range(1, first.pages + 1) for hit in engine.search("thông báo", page=page).hits]
    assert len(every) == len(set(every)) == first.total
    assert engine.search("thông báo", page=first.pages + 1).hits == ()


def test_dates_go_from_the_newest_and_pages_without_one_come_last(engine: Engine) -> None:
    found = [hit for page in range(1, 7) for hit in engine.search("thông báo", order=BY_DATE, page=page).hits]
    dates = [hit.card.get("date", "") for hit in found]
    assert dates == sorted(dates, reverse=True)
    assert "" in dates


def test_typed_marks_are_respected(engine: Engine) -> None:
    for typed, other in (("lưu trữ", "lưu trú"), ("bí mật", "bị mất"), ("cửa hàng", "của hàng")):
        top = engine.search(typed).hits[:5]
        assert all(typed in hit.card["text"] and other not in hit.card["text"] for hit in top)


def test_the_document_itself_stands_first(engine: Engine) -> None:
    for typed in (
        "24 kh ubnd",
        "kế hoạch 24",
        "KH 24/UBND",
        "24-KH-UBND",
        "kế hoạch số 024 của Ủy ban nhân dân",
        "kh24",
    ):
        assert engine.top(typed)[0] == "p24", typed


@pytest.mark.parametrize("typed", ["ngày 24/5/2026", "điều 24", "24 ngày làm việc", "tháng 24"])
def test_dates_and_counts_are_no_document_numbers(typed: str, engine: Engine) -> None:
    assert engine.ranked(typed)[0].numbers == ()


def test_nothing_in_a_result_is_markup_but_the_marks(engine: Engine) -> None:
    hit = engine.search("thủ tục hành chính").hits[0]
    assert "&amp; &lt;b&gt;<mark>thủ tục</mark>&lt;/b&gt; <mark>hành chính</mark>" in hit.text


def test_a_slip_is_named_and_mended(engine: Engine) -> None:
    assert engine.search("nhà nươcc").meant == "nhà nước"
    assert engine.search("luutru").meant in ("lưu trữ", "lưu trú")
    assert engine.search("nhà nước").meant == ""


def test_quotes_ask_for_words_side_by_side_and_are_let_go_when_nobody_has_them(engine: Engine) -> None:
    found = engine.search('"trú qua đêm"')
    assert found.total == sum("trú qua đêm" in page.body for page in PAGES)
    assert not found.relaxed
    assert engine.search('"đêm qua trú"').relaxed


@pytest.mark.parametrize("typed", ["", "   ", "😀", "?!.,;", '""', "“”", "-/-/-", "\x00", "\u0301\u0301"])
def test_nothing_typed_finds_nothing(typed: str, engine: Engine) -> None:
    assert engine.search(typed).total == 0


@pytest.mark.parametrize(
    "typed",
    [
        "'; DROP TABLE pages; --", "lưu.*trữ+?^${}()[]|\\", "%_%", "lưu\x00\x07trữ\u200b", "<script>alert(1)</script>",
        "và của các", "a" * 5000, "lưu trữ " * 700, '"' * 999, "101/" * 1200, "thutuc" * 800, "ă\u0302\u0301" * 500,
        "kế hoạch " + "1 2 3 4 5 6 7 8 9 " * 200, "ﬁ ① ½ Ⅷ ª", "نص عربي 中文 ไทย", "\ud800",
    ],
)  # fmt: skip
def test_anything_typed_is_answered_soon(typed: str, engine: Engine) -> None:
    begun = time.process_time()
    engine.search(typed)
    assert time.process_time() - begun < 1


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=120))
def test_any_text_is_answered(typed: str, engine: Engine) -> None:
    found = engine.search(typed)
    assert len(found.hits) <= 10
    assert found.total >= len(found.hits)


def test_a_folder_without_an_index_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        Engine(tmp_path)
