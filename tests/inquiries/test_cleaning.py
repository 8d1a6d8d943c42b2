"""Whatever is typed comes out as plain composed text, the same however often it is cleaned."""

from __future__ import annotations

import unicodedata
from time import process_time
from timeit import timeit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inquiries.cleaning import FILLERS, MARKS_IN_A_ROW, clean_line, clean_text

TRICKS = st.sampled_from(
    [
        "\r\n", "\r", "\x85", "\u2028", "\u2029", "\t", "\x00", "\x1b", "\x9f", "\u200b", "\u200d", "\ufeff", "\u202e",
        "\u2066", "\u2069", "\U000e0041", "\U000e0001", "\ufe0f", "\U000e0101", "\u115f", "\u3164", "\u2800", "\u034f",
        "\ud800", "\udfff", "\u0378", "\U0010ffff", "\ue000", "\u0301", "\u0323", "\u0302", "\u20dd", "\u0344",
        "\u1100\u1161", "\u0958", "\u2126", "\u00a0", "\u3000", " ", "\n", "đ", "ế", "<b>", "{{x}}", "😀", "9",
    ]
)  # fmt: skip
TYPED = st.lists(st.one_of(TRICKS, st.text(st.characters(exclude_categories=()), max_size=4)), max_size=40).map("".join)

NOTHING_SEEN = [
    "BRAILLE PATTERN BLANK",
    "COMBINING GRAPHEME JOINER",
    "HALFWIDTH HANGUL FILLER",
    "HANGUL CHOSEONG FILLER",
    "HANGUL FILLER",
    "HANGUL JUNGSEONG FILLER",
    "KHMER VOWEL INHERENT AA",
    "KHMER VOWEL INHERENT AQ",
    "MONGOLIAN VOWEL SEPARATOR",
    "OBJECT REPLACEMENT CHARACTER",
    *(f"MONGOLIAN FREE VARIATION SELECTOR {number}" for number in ("ONE", "TWO", "THREE", "FOUR")),
    *(f"VARIATION SELECTOR-{number}" for number in range(1, 257)),
]


def runs_of_marks(text: str) -> int:
    """Return the longest row of marks."""
    longest = row = 0
    for character in text:
        row = row + 1 if unicodedata.category(character).startswith("M") else 0
        longest = max(longest, row)
    return longest


@given(TYPED)
def test_cleaning_is_idempotent_composed_bounded_and_free_of_what_is_forbidden(typed: str) -> None:
    for clean in (clean_line, clean_text):
        cleaned = clean(typed)
        assert clean(cleaned) == cleaned
        assert unicodedata.is_normalized("NFC", cleaned)
        assert len(cleaned) <= 3 * len(typed)
        assert not {unicodedata.category(c) for c in cleaned if c != "\n"} & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
        assert not FILLERS & set(cleaned)
        assert runs_of_marks(cleaned) <= MARKS_IN_A_ROW
        assert cleaned == cleaned.strip()
        cleaned.encode()
    assert "\n" not in clean_line(typed) and "  " not in clean_line(typed)


@pytest.mark.parametrize(
    ("typed", "line", "text"),
    [
        ("  a \r\n b\u2029c  ", "a b c", "a\n b\nc"),
        ("to\u0302\u0301i", "tối", "tối"),
        ("a\u202egnp.exe", "agnp.exe", "agnp.exe"),
        ("m² ½ ﬁ", "m² ½ ﬁ", "m² ½ ﬁ"),
        ("<b>{{ 1 }}</b> \"'&", "<b>{{ 1 }}</b> \"'&", "<b>{{ 1 }}</b> \"'&"),
        ("a\u0301\u0302\u0303\u0304\u0305b", "á\u0302\u0303b", "á\u0302\u0303b"),
        ("👩\u200d👧\ufe0f", "👩👧", "👩👧"),
        ("\u3164\u2800\u200b", "", ""),
        ("a\u00a0\u3000b", "a b", "a  b"),
    ],
)
def test_what_is_kept_and_what_is_dropped(typed: str, line: str, text: str) -> None:
    assert (clean_line(typed), clean_text(typed)) == (line, text)


def test_what_looks_like_nothing_is_told_by_its_names() -> None:
    assert {unicodedata.name(filler) for filler in FILLERS} == set(NOTHING_SEEN)


def check_kept_or_dropped(character: str) -> None:
    cleaned, category = clean_line(f"x{character}y"), unicodedata.category(character)
    if category == "Cf" or character in FILLERS:
        assert cleaned == "xy", hex(ord(character))
    elif category in {"Cc", "Zs", "Zl", "Zp"}:
        assert cleaned in {"xy", "x y"}, hex(ord(character))
    else:
        assert cleaned == unicodedata.normalize("NFC", f"x{character}y"), hex(ord(character))


def test_every_code_point_is_kept_or_dropped_as_its_category_says() -> None:
    """Asked of all of Unicode, since the quick way round the look-up names ranges by hand."""
    for first in range(0, 0x110000, 256):
        block = [chr(code) for code in range(first, first + 256)]
        empty = "".join(character for character in block if unicodedata.category(character) in {"Cs", "Co", "Cn"})
        assert clean_line(f"x{empty}y") == "xy", hex(first)  # nearly all of Unicode: a call for each takes long
        for character in set(block) - set(empty):
            check_kept_or_dropped(character)


@pytest.mark.parametrize("heap", ["a\u0301", "\u0301", "\u200b", "\ud800", " \n", "\r", "\u3164a", " ", "\n"])
def test_a_heap_of_anything_costs_no_more_than_its_length(heap: str) -> None:
    typed = f"a{heap * 100_000}b"
    assert timeit(lambda: clean_text(typed), number=1) < 2


@pytest.mark.parametrize("between", ["", "\u200b", "\u200b\u202e"])
def test_marks_in_the_wrong_order_are_not_sorted_by_the_thousand(between: str) -> None:
    typed = "a" + f"\u0301{between}" * 40_000 + f"\u0323{between}" * 40_000
    begun = process_time()
    assert clean_text(typed) == clean_line(typed) == "á\u0301\u0301"
    assert process_time() - begun < 2
