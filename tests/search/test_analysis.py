"""Keys of words and of document numbers."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import IN_TEXT, IN_TITLE, OWN, keys, number_keys, spans, tidy, words


def exact(word: str) -> str:
    found = keys(word)
    assert found
    return found.exact


def folded(word: str) -> str:
    found = keys(word)
    assert found
    return found.folded


@pytest.mark.parametrize(
    ("word", "fold", "key"),
    [
        ("thủy", "thuy", "thuy2"),
        ("đường", "duong", "đương1"),
        ("ế", "e", "ê4"),
        ("sự", "su", "sư5"),
        ("kỹ", "ki", "ki3"),
        ("lý", "li", "li4"),
        ("tay", "tay", "tay"),
        ("quý", "quy", "quy4"),
        ("quí", "quy", "quy4"),
        ("quit", "quyt", "quyt"),
        ("yên", "yen", "yên"),
        ("qh15", "qh15", "qh15"),
        ("517", "517", "517"),
    ],
)
def test_a_word_has_a_key_without_marks_and_one_with_its_tone(word: str, fold: str, key: str) -> None:
    assert (folded(word), exact(word)) == (fold, key)


@pytest.mark.parametrize(
    ("one", "other"),
    [("hoà", "hòa"), ("thuỷ", "thủy"), ("khoẻ", "khỏe"), ("uỷ", "ủy"),
     ("lí", "lý"), ("mĩ", "mỹ"), ("quí", "quý"), ("hoá", "hóa")],
)  # fmt: skip
def test_two_ways_of_writing_a_word_have_one_key(one: str, other: str) -> None:
    assert keys(one) == keys(other)


@pytest.mark.parametrize(("one", "other"), [("mật", "mất"), ("trữ", "trú"), ("của", "cửa"), ("đa", "da"), ("sổ", "số")])
def test_two_words_have_two_exact_keys_and_one_folded(one: str, other: str) -> None:
    assert exact(one) != exact(other)
    assert folded(one) == folded(other)


def test_letters_that_look_like_dd_are_dd() -> None:
    assert words("\u00d0\u01b0\u1eddng \u00f0\u01b0\u1eddng") == ["đường", "đường"]


@given(st.text(max_size=60))
def test_decomposed_text_has_the_same_words(text: str) -> None:
    composed = [exact(word) for word in words(unicodedata.normalize("NFC", text))]
    assert [exact(word) for word in words(unicodedata.normalize("NFD", text))] == composed


@given(st.text(max_size=80))
def test_spans_name_what_stands_there(text: str) -> None:
    text = tidy(text)
    for begin, end, found in spans(text):
        assert keys(text[begin:end].lower()) == found


def test_very_long_and_rare_signs_are_no_words() -> None:
    assert words("a" * 25 + " 𝐀𝐁 x") == ["x"]


@pytest.mark.parametrize(
    ("text", "found", "missing"),
    [
        ("Thông tư 12/2099 của Bộ", {"12///", "12//tt/", "12/2099//", "12/2099/tt/"}, set()),
        ("số 0012/2099/TT-ABC", {"12///", "12//tt/", "12//tt/abc", "12/2099/tt/abc", "12/2099//"}, {"0012///"}),
        ("Kế hoạch số 101/KH-UBND ngày 02/10/2025", {"101//kh/ubnd", "101/2025/kh/ubnd", "101/2025//"}, {"2///"}),
        ("Nghị quyết số 202/2025/QH15", {"202//nq/", "202/2025//qh15", "202/2025/nq/qh15"}, set()),
        ("Công văn số 2231/SNV-CCHC&PC", {"2231//cv/", "2231///snv", "2231///cchc"}, set()),
        ("Quyết định 517 về quy chế", {"517//qd/"}, set()),
        ("tháng 12/2099 thu 12.000 đồng, 5 năm, điều 7", set(), {"12///", "5///", "7///"}),
        ("Báo cáo 6 tháng đầu năm, Kế hoạch 5 năm, Kế hoạch 2026", set(), {"6///", "5///", "2026///"}),
        ("Quyết định 12/5/2026", set(), {"12///", "12//qd/"}),
    ],
)
def test_a_number_in_a_text_is_found_by_each_part_and_a_date_by_none(
    text: str, found: set[str], missing: set[str]
) -> None:
    told = number_keys("", "", text, "")
    assert found <= told.keys()
    assert not missing & told.keys()
    assert set(told.values()) <= {IN_TEXT}


def test_a_number_counts_by_the_place_where_it_stands() -> None:
    cited = "Kế hoạch triển khai Nghị định 30/2020/NĐ-CP"
    told = number_keys("517/QĐ-SNV", cited, "theo Thông tư 1/2022/TT-BNV", "2026")
    assert told["517//qd/snv"] == told["517/2026/qd/"] == OWN
    assert told["30/2020/nd/cp"] == IN_TITLE
    assert told["1/2022/tt/bnv"] == IN_TEXT


@pytest.mark.parametrize("title", ["Quyết định 517/QĐ-SNV về quy chế", "Quyết định số 517/QĐ-SNV ban hành"])
def test_a_title_that_begins_with_a_number_bears_it(title: str) -> None:
    assert number_keys("", title, "", "")["517//qd/snv"] == OWN


def test_the_number_at_the_head_of_a_document_is_its_own() -> None:
    assert number_keys("", "Quy chế", "UBND TỈNH\nSố: 517/QĐ-SNV\nngày 1", "")["517//qd/"] == OWN


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_has_numbers_or_none_without_a_fault(title: str, body: str) -> None:
    assert set(number_keys(title[:20], title, body, "2026").values()) <= {OWN, IN_TITLE, IN_TEXT}
