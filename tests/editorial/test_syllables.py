import re
from pathlib import Path

import pytest

from editorial.syllables import is_bare_syllable, is_syllable

SEEDS = Path(__file__).parents[1] / "data" / "seeds"


@pytest.mark.parametrize("word", "Nghiêng quyết gì giết khuỷu hoà hòa Đường uống yêu ƯƠM boong qui Sa Pa ngoằn".split())
def test_spelt_syllables_are_known(word):
    assert is_syllable(word)


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("Noël", "French"),
        ("cac", "a stop needs sắc or nặng"),
        ("càc", "a stop bears no huyền"),
        ("áà", "two tones"),
        ("QĐ", "no rhyme"),
        ("fê", "no onset f"),
        ("", "nothing"),
    ],
)
def test_other_words_are_not_syllables(word, why):
    assert not is_syllable(word), why


def test_every_small_marked_word_of_the_regulations_is_a_syllable():
    text = "\n".join(seed.read_text(encoding="utf-8") for seed in sorted(SEEDS.glob("*.txt")))
    marked = {word for word in re.findall(r"[^\W\d_]+", text) if word.islower() and not word.isascii()}
    assert len(marked) > 500
    assert {word for word in marked if not is_syllable(word)} == {"đ"}  # điểm đ


def test_bare_syllables_are_vietnamese_without_marks():
    assert all(map(is_bare_syllable, "Ke hoach cai cach hanh chinh duong".split()))
    assert not any(map(is_bare_syllable, ["Windows", "kế", "street"]))
