import time
import unicodedata
from pathlib import Path

import pytest

from editorial.messages import sentence
from editorial.text_faults import lacks_marks, mend_confusable, text_faults

SEEDS = sorted((Path(__file__).parents[1] / "data" / "seeds").glob("*.txt"))


def codes(text):
    return [fault.code for fault in text_faults(text)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (unicodedata.normalize("NFD", "Cần Thơ"), "text-decomposed"),
        ("Ðảng bộ", "text-confusable"),  # U+00D0
        ("1560/VPUB-XDÐT", "text-confusable"),  # stood in a newspaper, PS-N2
        ("Ɖà Nẵng", "text-confusable"),
        ("điểm ð) khoản 1", "text-confusable"),
        ("Cần Тhơ", "text-confusable"),  # Cyrillic Т
        ("Sở Νội vụ", "text-confusable"),  # Greek Ν
        ("C¶i c¸ch hµnh chÝnh", "text-legacy-font"),
        ("Caûi caùch haønh chính", "text-legacy-font"),
        ("Cần\u200b Thơ", "text-invisible"),
        ("Cần \u202eThơ", "text-invisible"),  # turns the reading direction
        ("hành\u00ad chính", "text-invisible"),
        ("hành\U000e0041 chính", "text-invisible"),  # a letter that no screen shows and programs read
        ("hành\uffff chính", "text-invisible"),
        ("hành\u00a0chính", "text-odd-space"),
        ("\uf0b7 gạch đầu dòng của Word", "text-private-character"),
    ],
)
def test_each_fault_is_found_once_with_a_sentence(text, code):
    (fault,) = text_faults(f"Dòng đầu\n{text}\n")
    assert (fault.code, fault.line) == (code, 2)
    problem = fault.problem("content/x.md:2", "ST-9.1")
    assert fault.excerpt in sentence(problem) or code == "text-odd-space"


def test_a_fault_is_placed_by_its_line():
    (fault,) = text_faults("Một\nHai ba Ðảng\n")
    assert (fault.line, fault.excerpt) == (2, "Hai ba Ðảng")
    assert fault.facts["character"] == "U+00D0"


def test_what_cannot_be_seen_is_shown_by_its_number():
    (fault,) = text_faults("Cần\u200bThơ")
    assert fault.excerpt == "Cần[U+200B]Thơ"


def test_a_line_with_many_faults_of_a_kind_is_told_once():
    assert codes("Ðà Ðà Ðà\nÐà") == ["text-confusable", "text-confusable"]


@pytest.mark.parametrize(
    "text",
    [
        "Sigurðsson, kΩ, Δt, α-amylase, Москва, Αθήνα",
        "Tiếng Khmer ខ្ញុំ\u200bចង់ và 👩\u200d💻",
        "```\nÐ\u00a0\n```\nvà `Ðà`",
        "Quyết định số 517/QĐ-SNV “về việc…” – 5 m², 20 °C",
    ],
)
def test_right_text_has_no_fault(text):
    assert codes(text) == []


def test_an_unclosed_fence_hides_nothing():
    assert codes("```\nÐà Nẵng") == ["text-confusable"]


def test_the_five_regulations_have_only_odd_spaces():
    assert len(SEEDS) == 5
    for seed in SEEDS:
        assert set(codes(seed.read_text(encoding="utf-8"))) <= {"text-odd-space"}, seed.name
        assert not lacks_marks(seed.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("Ke hoach cai cach hanh chinh nam nay", True),
        ("KE HOACH CAI CACH HANH CHINH", True),
        ("Uy ban nhan dan thanh pho ban hanh ke hoach cai cach hanh chinh nam 2026 cua thanh pho Cần Thơ", True),
        ("Kế hoạch cải cách", False),
        ("Zalo OA", False),
        ("Windows Server Active Directory", False),
        ("UBND, SNV, CCHC, TTHC", False),
        ("Xem https://example.gov.vn/van-ban/ke-hoach-cai-cach-hanh-chinh-nam-nay và `ke hoach cai cach`", False),
        ("", False),
    ],
)
def test_vietnamese_without_marks_is_told_from_other_text(text, lacking):
    assert lacks_marks(text) is lacking


def test_confusable_letters_are_mended_only_where_the_word_is_sure():
    assert mend_confusable("Ðảng") == "Đảng"
    assert mend_confusable("XDÐT") == "XDĐT"
    assert mend_confusable("Тhơ") == "Thơ"
    assert mend_confusable("Sigurðsson") == "Sigurðsson"
    assert mend_confusable("Москва") == "Москва"


@pytest.mark.parametrize(
    "text",
    [
        "\u00a0" * 200_000,
        "a" * 200_000 + "\nÐà",
        "](" * 100_000,
        "`" * 100_000 + "a",
        "¶i " * 60_000,
        "ð" * 200_000,
        "~~~\n" * 50_000,
    ],
)
def test_a_hostile_text_takes_no_longer_than_an_ordinary_one(text):
    start = time.process_time()
    codes(text)
    lacks_marks(text)
    assert time.process_time() - start < 2
