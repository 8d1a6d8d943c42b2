import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.legacy_fonts import CONVERT, TCVN3, VNI, from_tcvn3, from_vni, legacy_font, legacy_words

MARKED = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"
ALPHABET = "".join(sorted({*MARKED, *MARKED.upper(), *"abcdefghijklmnopqrstuvwxyz", *"ABCDEFGHIJKLMNOPQRSTUVWXYZ"}))
TO_TCVN3 = {letter: code for code, letter in TCVN3.items()}
TO_VNI = {letter: code for code, letter in VNI.items() if len(code) == 1 or code[0].isupper() == code[1].isupper()}
LEGACY_LETTERS_OF_TCVN3 = sorted({*MARKED, *"ĂÂÊÔƠƯĐ"})


def in_vni(text):
    return "".join(TO_VNI.get(letter, letter) for letter in text)


def in_tcvn3(text):
    """As .VnTime has it; with a font of capitals, .VnTimeH, a toned capital is written as its small code."""
    return "".join(TO_TCVN3.get(letter) or TO_TCVN3.get(letter.lower(), letter) for letter in text)


def test_the_tables_hold_every_marked_letter():
    assert len(MARKED) == 67
    assert set(VNI.values()) == {*MARKED, *MARKED.upper()}
    assert set(TCVN3.values()) == set(LEGACY_LETTERS_OF_TCVN3)
    assert len(set(TCVN3)) == 74


@given(st.text(alphabet=ALPHABET + " \n,.-/0123456789"))
def test_vni_comes_back_as_it_was(text):
    assert from_vni(in_vni(text)) == text


SMALL = st.text(alphabet=[*MARKED, *"abcdeghiklmnopqrstuvxy", *",.-/0123456789"])


@given(st.lists(st.builds("{}{}".format, st.sampled_from(LEGACY_LETTERS_OF_TCVN3), SMALL)).map(" ".join))
def test_tcvn3_comes_back_as_it_was(text):
    # capitals only to begin a word: others exist only as small codes in a font of capitals
    assert from_tcvn3(in_tcvn3(text)) == text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("C¶i c¸ch hµnh chÝnh", "Cải cách hành chính"),
        ("C¶I C¸CH HµNH CHÝNH", "CẢI CÁCH HÀNH CHÍNH"),
        ("ñY BAN NH¢N D¢N TØNH", "ỦY BAN NHÂN DÂN TỈNH"),
        ("§µ N½ng, Mü Tho, b¶n ­u tiªn", "Đà Nẵng, Mỹ Tho, bản ưu tiên"),
        ("Sè 12/Q§-UBND cña ñY BAN", "Số 12/QĐ-UBND của ỦY BAN"),
        ("Tin vÒ B¸o", "Tin về Báo"),
    ],
)
def test_tcvn3_is_known_and_read(typed, meant):
    assert legacy_font(typed) == "TCVN3"
    assert from_tcvn3(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Caûi caùch haønh chính", "Cải cách hành chính"),
        ("CAÛI CAÙCH HAØNH CHÍNH", "CẢI CÁCH HÀNH CHÍNH"),
        ("THOÂNG BAÙO", "THÔNG BÁO"),
        ("UÛy ban nhaân daân thaønh phoá Caàn Thô", "Ủy ban nhân dân thành phố Cần Thơ"),
        ("Uûy ban nhaân daân", "Ủy ban nhân dân"),
    ],
)
def test_vni_is_known_and_read(typed, meant):
    assert legacy_font(typed) == "VNI"
    assert from_vni(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Cải cách hành chính, hoà giải, thuỷ lợi, khoẻ mạnh",
        "có thể là bé và cô ở nhà, sau đó về cơ quan",
        "François, Noël, Citroën, Thaïs, Chloé, Müller, Jürgen Köhler, Sigurðsson, Peña, São Paulo",
        "Caïn et Loïc étaient où",
        "«Bonjour», ©2024 Windows®, 5 µm, 20 °C, §3, ½ ngày, 3×4, a·b",
        "Administrative reform in Can Tho",
        "",
    ],
)
def test_other_languages_are_left_alone(text):
    assert legacy_font(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Cải cách hành chính ở Cần Thơ, hoà giải, thuỷ lợi",
        "Đoàn của François, Noël, Citroën, Thaïs, Müller đến Cần Thơ",
        "Đo được 5 µm",
    ],
)
def test_no_word_of_ordinary_text_is_taken_for_legacy(text):
    assert not legacy_words(text)


def test_legacy_words_are_found_within_unicode():
    assert legacy_words("Căn cứ LuËt Tæ chøc chính quyền địa phương") == {"LuËt", "Tæ", "chøc"}


def test_what_was_converted_is_not_converted_again():
    for typed in ("C¶i c¸ch hµnh chÝnh", "Caûi caùch haønh chính"):
        font = legacy_font(typed)
        assert legacy_font(CONVERT[font](typed)) is None
