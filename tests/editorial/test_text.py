import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.text import SLUG_LENGTH, did_you_mean, fold, nfc, slug, sort_key, unescaped


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đường Nguyễn Thị Minh Khai", "duong nguyen thi minh khai"),
        ("BẰNG CHỮ", "bang chu"),
        ("nghi\u0323\u0302", "nghi"),  # decomposed, marks in either order
        ("XDÐT Ɖ ð ɖ", "xddt d d d"),  # PS-N2: look-alikes are found with any of them
        ("Fête, naïve", "fete, naive"),
    ],
)
def test_folding_takes_every_mark_off(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_folding_and_composing_are_done_once(text):
    assert nfc(nfc(text)) == nfc(text)
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(nfc(text))


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Cải cách thủ tục hành chính", "cai-cach-thu-tuc-hanh-chinh"),
        ("Đề án 06/CP & “chuyển đổi số”", "de-an-06-cp-chuyen-doi-so"),
        ("1/22026", "1-22026"),  # PS-N7
        ("12/2026", "12-2026"),
        ("  ../../etc/passwd  ", "etc-passwd"),
        ("<script>", "script"),
        ("№ ①", "no-1"),
        ("漢字", ""),
    ],
)
def test_addresses_are_short_ascii_names(text, address):
    assert slug(text) == address


@given(st.text(max_size=300))
def test_an_address_holds_only_safe_characters(text):
    name = slug(text)
    assert len(name) <= SLUG_LENGTH
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert name == name.strip("-") == slug(name)


def test_a_long_title_is_cut_between_words():
    name = slug("Quyết định ban hành Quy chế quản lý và sử dụng Trang thông tin điện tử cải cách hành chính thành phố")
    assert name == "quyet-dinh-ban-hanh-quy-che-quan-ly-va-su-dung-trang-thong-tin-dien-tu-cai-cach"


IN_ORDER = [
    ["a", "à", "ả", "ã", "á", "ạ", "ă", "ằ", "â", "ậ", "b"],
    ["d", "dạ", "đa", "e", "ê", "g"],
    ["o", "ô", "ơ", "p", "u", "ư", "v"],
    ["ba", "ba ba", "bà", "bà con", "bả", "bá", "bạ"],  # syllable by syllable, as dictionaries have it
    ["hoa", "hoà", "hòa", "hoả", "hoá", "hoạ", "hoan"],
    ["Điều 2", "Điều 2a", "Điều 10", "điều mười"],
    ["An Bình", "An Khánh", "Ấp Mỹ", "Cái Khế", "Cần Thơ", "Đông Phước", "Long Mỹ"],
]


@pytest.mark.parametrize("words", IN_ORDER)
def test_words_stand_in_vietnamese_order(words):
    mixed = words[:]
    random.Random(7).shuffle(mixed)
    assert sorted(mixed, key=sort_key) == words


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8"))))
def test_any_texts_can_be_sorted(texts):
    backwards = texts[::-1]
    assert sorted(texts, key=sort_key) == sorted(backwards, key=sort_key)


def test_a_number_of_any_length_sorts():
    assert sort_key("9" * 5000) > sort_key("8" * 5000) > sort_key("9")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("titel", "title"), ("Tile", "title"), ("isued_on", "issued_on"), ("banana", None)],
)
def test_a_misspelt_word_finds_its_likeliest_one(typed, meant):
    assert did_you_mean(typed, ["title", "issued_on", "effective_on", "id"]) == meant


def test_suggestions_do_not_need_marks():
    assert did_you_mean("quyet dinh", ["Nghị quyết", "Quyết định"]) == "Quyết định"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("&#65;&#x41; &amp; &lt;", "AA & <"),
        (f"&#{'0' * 5000}65;b", "Ab"),
        (f"&#{'9' * 5000};b", "\ufffdb"),
        (f"&#x{'f' * 5000};b", "\ufffdb"),
        (f"&#{'0' * 5000}", "\ufffd"),
        ("&#00000000", "\ufffd"),
        ("&#", "&#"),
    ],
)
def test_references_to_characters_of_any_length_are_read_as_browsers_read_them(markup, text):
    assert unescaped(markup) == text
