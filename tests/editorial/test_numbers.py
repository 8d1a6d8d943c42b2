from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.citations import read_citations
from editorial.messages import sentence
from editorial.numbers import (
    LEGAL_FORMS,
    NO_NUMBER,
    TYPES,
    DocumentNumber,
    find_numbers,
    kind_suggested,
    number_problems,
    parse,
)
from editorial.text import slug

SEEDS = Path(__file__).parents[1] / "data" / "seeds"


def same(one, other):
    return parse(one).key == parse(other).key


PRINTED = [
    # printed, number, letter, year, type, issuer, party
    ("517/QĐ-SNV", 517, "", None, "QĐ", ("SNV",), False),
    ("38/TTr-SNV", 38, "", None, "TTr", ("SNV",), False),
    ("2231/SNV-CCHC&PC", 2231, "", None, "", ("SNV", "CCHC&PC"), False),
    ("4946/BTTTT-CĐSQG", 4946, "", None, "", ("BTTTT", "CĐSQG"), False),
    ("42/2022/NĐ-CP", 42, "", 2022, "NĐ", ("CP",), False),
    ("19/2025/QĐ-TTg", 19, "", 2025, "QĐ", ("TTg",), False),
    ("01/2014/TTLT-BNV-BTC", 1, "", 2014, "TTLT", ("BNV", "BTC"), False),
    ("91/2025/QH15", 91, "", 2025, "", ("QH15",), False),
    ("1668/NQ-UBTVQH15", 1668, "", None, "NQ", ("UBTVQH15",), False),
    ("269/NQ-HĐND", 269, "", None, "NQ", ("HĐND",), False),
    ("26/VBHN-VPQH", 26, "", None, "VBHN", ("VPQH",), False),
    ("124/CĐ-TTg", 124, "", None, "CĐ", ("TTg",), False),
    ("30c/NQ-CP", 30, "c", None, "NQ", ("CP",), False),
    ("02-CTr/TU", 2, "", None, "CTr", ("TU",), True),
    ("03-CTr/ĐU", 3, "", None, "CTr", ("ĐU",), True),
    ("39-CT/TW", 39, "", None, "CT", ("TW",), True),
    ("2025/QĐ-BNV", 2025, "", None, "QĐ", ("BNV",), False),  # a number that looks like a year
]


@pytest.mark.parametrize(("printed", "number", "letter", "year", "type", "issuer", "party"), PRINTED)
def test_every_shape_in_print_is_read(printed, number, letter, year, type, issuer, party):
    parsed = parse(printed)
    assert parsed == DocumentNumber(number, letter, year, type, issuer, party)
    assert str(parsed) == format(parsed) == printed


@pytest.mark.parametrize(
    ("printed", "canonical"),
    [
        ("19-2017/NQ-CP", "19/2017/NQ-CP"),  # year by hyphen
        ("01 /2020/QĐ-UBND", "01/2020/QĐ-UBND"),  # as the LX regulation has it
        ("Số: 517 / QĐ – SNV", "517/QĐ-SNV"),
        ("số 7/QĐ-SNV.", "07/QĐ-SNV"),
        ("/QĐ-SNV", "/QĐ-SNV"),  # as the CT regulation has it
        ("Số: ……/2020/QĐ-UBND", "/2020/QĐ-UBND"),
        ("...-CTr/TU", "-CTr/TU"),
        ("5/kh-ubnd", "05/KH-UBND"),
    ],
)
def test_stray_spaces_blanks_and_older_forms_are_read(printed, canonical):
    assert str(parse(printed)) == canonical
    assert parse(canonical) == parse(printed)


@pytest.mark.parametrize(
    "text",
    ["", NO_NUMBER, "Số", "517", "12/2026", "1/22026", "5/11/2023", "517/QĐ-SNV ngày 5", "QĐ-SNV", "c/QĐ-SNV",
     "02-ABC/TU", "1234567/QĐ-SNV", "517//QĐ-SNV", "517/QĐ--SNV", "https://x.vn/517/QĐ-SNV", "٣/QĐ-SNV"],
)  # fmt: skip
def test_what_is_no_number_is_not_read(text):
    assert parse(text) is None


CODES = [*TYPES, *LEGAL_FORMS]
ISSUERS = st.lists(
    st.sampled_from(["SNV", "UBND", "HĐND", "CP", "TTg", "UBTVQH15", "CCHC&PC", "CĐSQG", "VP.CP", "KH&ĐT", "QH15"]),
    min_size=1,
    max_size=3,
).map(tuple)
NUMBERS = st.one_of(st.none(), st.integers(0, 999_999))
LETTERS = st.sampled_from(["", "", "a", "c", "đ"])
YEARS = st.one_of(st.none(), st.integers(1945, 2099))


@st.composite
def document_numbers(draw):
    number = draw(NUMBERS)
    letter = draw(LETTERS) if number is not None else ""
    if draw(st.booleans()):
        return DocumentNumber(number, letter, None, draw(st.sampled_from(CODES)), draw(ISSUERS), True)
    return DocumentNumber(number, letter, draw(YEARS), draw(st.sampled_from(["", *CODES])), draw(ISSUERS))


@given(document_numbers())
def test_reading_what_was_written_gives_the_same_number(number):
    assert parse(str(number)) == number
    assert parse(f"Số: {str(number).replace('/', ' / ')}") == number


@given(document_numbers())
def test_case_zeros_and_stray_letters_do_not_change_the_number(number):
    typed = str(number).upper().replace("Đ", "Ð")
    assert parse(typed).key == number.key


@given(document_numbers())
def test_a_full_number_is_found_in_a_sentence(number):
    found = list(find_numbers(f"Căn cứ {number} ngày 05/11/2023, và"))
    if number.number is not None and number.type and "." not in str(number):
        assert [citation.number for citation in found] == [number]


@pytest.mark.parametrize("text", [*(printed for printed, *_ in PRINTED), "12/HD-SNV", "12/HĐ-SNV"])
def test_an_address_names_one_number(text):
    assert slug(parse(text).slug()) == parse(text).slug()
    assert sum(parse(other[0]).slug() == parse(text).slug() for other in PRINTED) <= 1


def test_n1_codes_that_differ_only_by_đ_stay_apart():
    assert len(TYPES) == 30
    assert len({slug(name) for name in [*TYPES.values(), *LEGAL_FORMS.values()]}) == len(TYPES) + len(LEGAL_FORMS)
    assert not same("12/HD-SNV", "12/HĐ-SNV")
    assert not same("12/DA-SNV", "12/ĐA-SNV")
    assert parse("12/HD-SNV").slug() == "12-huong-dan-snv"
    assert parse("12/HĐ-SNV").slug() == "12-hop-dong-snv"


def test_n1_a_code_typed_without_its_đ_is_asked_about():
    (problem,) = number_problems("517/QD-SNV", "admin_document", "content/x.md:3")
    assert (problem.code, problem.severity, problem.clause) == ("number-code-unmarked", "warn", "PS-N1")
    assert "“QĐ” (quyết định)" in sentence(problem)


@pytest.mark.parametrize("stray", ["Ð", "Ɖ", "ð"])
def test_n2_letters_that_look_like_đ_are_read_as_đ(stray):
    assert same(f"1560/VPUB-XD{stray}T", "1560/VPUB-XDĐT")
    (problem,) = number_problems(f"517/Q{stray}-SNV", "admin_document", "content/x.md:3")
    assert (problem.code, problem.severity, problem.clause) == ("number-stray-letter", "warn", "PS-N2")


def test_n3_leading_zeros_do_not_count():
    assert same("01/2026/QĐ-UBND", "1/2026/QĐ-UBND")
    assert str(parse("1/2026/QĐ-UBND")) == "01/2026/QĐ-UBND"


def test_n4_case_does_not_count_and_ct_is_not_ctr():
    assert str(parse("12/QYĐ-UBND")) == "12/QyĐ-UBND"
    assert same("12/TTR-SNV", "12/TTr-SNV")
    assert same("12/CTR-SNV", "12/CTr-SNV")
    assert not same("12/CT-SNV", "12/CTr-SNV")
    assert str(parse("19/2025/QĐ-TTG")) == "19/2025/QĐ-TTg"


def test_n5_a_letter_makes_another_number():
    """Readers find it after the number without one: tests/theme/test_register.py."""
    assert not same("30c/NQ-CP", "30/NQ-CP")
    assert (parse("30c/NQ-CP").number, parse("30c/NQ-CP").letter) == (30, "c")


def test_n6_a_year_makes_a_legal_document():
    assert kind_suggested(parse("3109/QĐ-UBND")) == "admin_document"
    assert kind_suggested(parse("01/2026/QĐ-UBND")) == "legal_document"
    (problem,) = number_problems("01/2026/QĐ-UBND", "admin_document", "content/x.md:3")
    assert (problem.code, problem.severity, problem.clause) == ("number-kind", "warn", "PS-N6")
    assert "“legal_document”" in sentence(problem)
    assert not list(number_problems("01/2026/QĐ-UBND", "policy", "content/x.md:3"))


def test_n7_a_slash_keeps_numbers_apart_in_addresses():
    assert parse("1/2026/QĐ-UBND").slug() == "01-2026-quyet-dinh-ubnd"
    assert parse("12026/QĐ-UBND").slug() == "12026-quyet-dinh-ubnd"


def test_n8_the_year_of_a_number_is_part_of_its_address():
    # 01/2020/QĐ-UBND and 01/QĐ-UBND issued in 2020 are of two registers
    assert parse("01/2020/QĐ-UBND").slug() != parse("01/QĐ-UBND").slug()


@pytest.mark.parametrize("printed", ["100/HĐND-VP", "4946/BTTTT-CĐSQG", "12/KH&ĐT-VP", "7/TTCP-BC"])
def test_n9_a_code_is_a_whole_first_group(printed):
    assert parse(printed).type == ""
    assert parse(printed).type_name == "công văn"


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("/QĐ-SNV", "number-blank"),
        (NO_NUMBER, "number-blank"),
        ("Chua co so", "number-blank"),
        ("12/2026", "number-unread"),
    ],
)
def test_n10_a_blank_or_unread_number_is_told_and_kept(printed, code):
    (problem,) = number_problems(printed, "admin_document", "content/x.md:3")
    assert (problem.code, problem.severity, problem.clause) == (code, "warn", "PS-N10")
    assert printed in sentence(problem)


def test_n10_a_blank_number_has_an_address_and_means_no_document():
    assert parse("/QĐ-SNV").slug() == "chua-co-so-quyet-dinh-snv"
    assert list(read_citations("/QĐ-SNV")) == []


def test_a_good_number_raises_no_problem():
    for printed, *_ in PRINTED:
        assert not list(number_problems(printed, kind_suggested(parse(printed)), "content/x.md:3"))


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Nghị định số 30/2020/NĐ-CP, Công văn 2231/SNV-CCHC&PC.", ["30/2020/NĐ-CP", "2231/SNV-CCHC&PC"]),
        ("(theo Chỉ thị số 39-CT/TW; Luật 91/2025/QH15)", ["39-CT/TW", "91/2025/QH15"]),
        ("Quyết định số: 01 /2020/QĐ-UBND ngày", ["01/2020/QĐ-UBND"]),
        ("1560/VPUB-XDÐT", ["1560/VPUB-XDĐT"]),
        ("ngày 05/11/2023, 24/7, 10.5/11, 3/4, tỉ lệ 1/500, 12/Tổ dân phố, km/h, 5/10 Phường-Xã", []),
        ("https://example.gov.vn/van-ban/517/QĐ-SNV và TCVN 6909:2001", []),
        ("01/7/2025/QĐ", []),
    ],
)
def test_numbers_are_found_in_running_text(text, cited):
    assert [str(citation.number) for citation in find_numbers(text)] == cited


def test_a_found_number_knows_where_it_stands():
    text = "Theo Nghị định số 42/2022/NĐ-CP."
    (citation,) = find_numbers(text)
    assert text[citation.start : citation.end] == "42/2022/NĐ-CP"


def test_the_legal_bases_of_a_regulation_are_found():
    text = next(SEEDS.glob("002*")).read_text(encoding="utf-8")
    assert [str(citation.number) for citation in find_numbers(text)] == [
        "72/2013/NĐ-CP", "27/2018/NĐ-CP", "72/2013/NĐ-CP", "142/KH-UBND", "77/KH-UBND", "19/2017/NQ-CP",
        "22/TTr-UBND", "1933/QĐ-UBND",
    ]  # fmt: skip
