"""Tracking codes: read kindly, checked strictly, and never found by their neighbours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inquiries.codes import ALPHABET, CODE_LETTERS, inquiry_id, new_code, read_code, sender_key, show_code

SECRET = bytes(range(32))
codes = st.builds(lambda _: new_code(), st.integers())


def test_a_code_is_shown_in_groups_of_four_four_and_five():
    shown = show_code(new_code())
    assert [len(group) for group in shown.split("-")] == [4, 4, 5]
    assert set(shown) <= {*ALPHABET, "-"}


@given(codes)
def test_what_is_shown_is_read_back(code: str):
    assert read_code(show_code(code)) == code


@given(codes)
def test_a_code_is_read_as_people_type_it(code: str):
    for typed in (
        code.lower(),
        " ".join(code),
        f"  {show_code(code)}\n",
        show_code(code).replace("-", "–").replace("0", "O").replace("1", "l"),
        code.replace("0", "o").replace("1", "I"),
    ):
        assert read_code(typed) == code


@given(codes, st.integers(0, CODE_LETTERS - 1), st.sampled_from(ALPHABET))
def test_one_wrong_letter_is_noticed(code: str, place: int, letter: str):
    wrong = code[:place] + letter + code[place + 1 :]
    assert (read_code(wrong) == wrong) is (wrong == code)


@given(codes, st.integers(0, CODE_LETTERS - 2))
def test_two_exchanged_neighbours_are_noticed(code: str, place: int):
    one, other = code[place], code[place + 1]
    exchanged = code[:place] + other + one + code[place + 2 :]
    unseen = one == other or {one, other} == {"0", "Z"}
    assert (read_code(exchanged) == exchanged) is unseen


@pytest.mark.parametrize(
    "typed", ["", "ABCD", "A" * 14, "ABCD-EFGH-JKLMU", "ABCD-EFGH-JKL*N", "Đ" * 13, "\ud800" * 13, "١" * 13]
)
def test_what_cannot_be_a_code_is_none(typed: str):
    assert read_code(typed) is None


@given(st.text(max_size=30))
def test_nothing_that_is_typed_breaks_the_reading(typed: str):
    code = read_code(typed)
    assert code is None or read_code(show_code(code)) == code


def test_codes_hold_sixty_bits_that_are_all_used():
    drawn = [new_code() for _ in range(2000)]
    assert len(set(drawn)) == 2000
    for place in range(CODE_LETTERS - 1):
        assert {code[place] for code in drawn} == set(ALPHABET)


def test_neighbouring_codes_have_ids_with_nothing_in_common():
    """A guess that is nearly right must not meet nearly the same folder."""
    ids = {inquiry_id(SECRET, "ABCDEFGHJKMN" + letter) for letter in ALPHABET}
    assert len({one[:6] for one in ids}) == len(ALPHABET)


def test_an_id_hangs_on_the_secret_and_on_the_code():
    code = "ABCDEFGHJKMNP"
    assert inquiry_id(SECRET, code) == inquiry_id(SECRET, code) != inquiry_id(bytes(32), code)
    assert len(inquiry_id(SECRET, code)) == 32


def test_the_senders_key_is_neither_the_code_nor_the_id():
    key = sender_key("ABCDEFGHJKMNP")
    assert len(key) == 32
    assert key != sender_key("ABCDEFGHJKMNQ")
    assert key.hex()[:32] != inquiry_id(SECRET, "ABCDEFGHJKMNP")
