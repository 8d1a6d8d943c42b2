"""What a keyboard makes of Vietnamese."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import keys
from search.keyboard import from_telex, from_vni, in_letters, near, unglue

LEXICON = dict.fromkeys("thu tuc hanh chinh quy hoach cong an con gan thut uc thuy thuc".split(), 5) | {
    "cong": 9,
    "an": 7,
}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("thuyr", "thủy"), ("tucj", "tục"), ("hanhf", "hành"), ("quyeets", "quyết"), ("ddinhj", "định"),
        ("dduwowcj", "được"), ("nguowif", "người"), ("casch", "cách"), ("truwowcs", "trước"),
        ("tuw", "tư"), ("trar", "trả"),
    ],
)  # fmt: skip
def test_telex_that_was_never_turned_into_letters_is_read(typed: str, meant: str) -> None:
    assert from_telex(typed) == keys(meant)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("thu3", "thủ"), ("tu5c", "tục"), ("tuc5", "tục"), ("quye61t", "quyết"), ("d9inh5", "định"), ("d9u7o7c5", "được"),
     ("truo7c1", "trước"), ("ca8n", "căn"), ("co6ng", "công")],
)  # fmt: skip
def test_vni_that_was_never_turned_into_letters_is_read(typed: str, meant: str) -> None:
    assert from_vni(typed) == keys(meant)


@pytest.mark.parametrize("word", ["thu", "lam", "517", "x" * 30, "tr"])
def test_plain_words_are_neither(word: str) -> None:
    assert from_telex(word) is None
    assert from_vni(word) is None


@pytest.mark.parametrize("word", ["kh101", "tt12", "b9", "qh15"])
def test_symbols_with_numbers_are_no_vni(word: str) -> None:
    assert from_vni(word) is None


@given(st.text(alphabet="abcdeghiklmnopqrstuvxy123456789", max_size=14))
def test_anything_typed_is_decoded_without_a_fault(word: str) -> None:
    for meant in (from_vni(word), from_telex(word)):
        assert meant is None or meant.folded.isascii()


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("quyhoach", ["quy", "hoach"]),
        ("thutuchanhchinh", ["thu", "tuc", "hanh", "chinh"]),
        ("congan", ["cong", "an"]),
        ("zzzz", []),
        ("thu", []),
    ],
)
def test_syllables_written_together_come_apart_where_all_are_known(word: str, parts: list[str]) -> None:
    assert unglue(word, LEXICON) == parts


def test_a_long_run_of_one_letter_is_cut_in_no_time() -> None:
    assert unglue("a" * 24, {"a" * size: 20 for size in range(1, 8)})


@pytest.mark.parametrize("typed", ["tuhc", "thucc", "thuu", "hu", "thx", "t"])
def test_one_edit_is_found_in_words_of_two_letters_and_more(typed: str) -> None:
    assert ("thuc" in near(typed, LEXICON, False) or "thu" in near(typed, LEXICON, False)) == (len(typed) > 1)


def test_a_last_word_is_completed() -> None:
    assert near("ch", LEXICON, True) == ["chinh"]
    assert near("ch", LEXICON, False) == []


@pytest.mark.parametrize(
    "word", "hòa thủy khỏe quý giải giữ được cường hoạch tiếng ngoài nghiêng uống gì già oan toán xoa ở".split()
)
def test_an_exact_key_is_written_as_people_write_it(word: str) -> None:
    found = keys(word)
    assert found
    assert in_letters(found.exact) == word


@given(st.text(alphabet="abcdđeghiklmnopqrstuvxyâêôăơưáàảãạ\u0301\u0300\u0309\u0303\u0323", max_size=7))
def test_writing_a_key_gives_the_key_again(text: str) -> None:
    found = keys(text.lower()) if text else None
    if found and set(found.folded) & set("aeiouy"):
        assert keys(in_letters(found.exact)) == found
