"""Rows of Lào Cai's regulation: two signatures by two people, a third beyond their authority."""

from __future__ import annotations

import pytest

from editorial.publication import load
from tests.organisation import Organisation
from tests.requirements.acts import delegate, give_role, public_ids, refused_codes, waiting_for
from tests.requirements.items import Case, complete, problems_of, profile_of, stops


@pytest.fixture
def board(board_of) -> Organisation:
    """The Lào Cai board."""
    organisation: Organisation = board_of("lc")
    return organisation


def test_lc_8_1_both_leaders_sign_and_one_person_cannot_be_both(board: Organisation):
    """LC-8.1/1: Trưởng Ban biên tập and Chánh Văn phòng."""
    give_role(board, "chief-editor", "chief_of_office")
    board.article("bai-mot")
    board.sign("bai-mot", "chief-editor")
    assert "signer-twice" in refused_codes(board, "chief-editor")
    assert public_ids(board) == []
    board.sign("bai-mot", "chief-of-office")
    assert public_ids(board) == ["bai-mot"]


def test_lc_8_4a_the_editor_comes_before_the_chief_of_office(board: Organisation):
    """LC-8.4a/1, LC-8.4a/2: pending until both signed, in this order."""
    board.article("bai-mot")
    assert waiting_for(board) == ("approve", "chief_editor")
    assert refused_codes(board, "chief-of-office") == {"signer-not-in-role"}
    board.sign("bai-mot", "chief-editor")
    assert public_ids(board) == []
    assert waiting_for(board) == ("approve", "chief_of_office")


def test_lc_8_4b_what_lies_beyond_their_authority_needs_the_committee_too(board: Organisation):
    """LC-8.4b, A26: a third step, in place of none."""
    board.article("bai-mot", extra="beyond_authority: yes")
    board.sign("bai-mot", "chief-editor")
    board.sign("bai-mot", "chief-of-office")
    assert public_ids(board) == []
    assert waiting_for(board) == ("approve", "standing_committee")
    board.sign("bai-mot", "standing-committee")
    assert public_ids(board) == ["bai-mot"]


def test_lc_8_2_both_names_stay_with_the_text(board: Organisation):
    """LC-8.2."""
    board.article("bai-mot")
    board.sign_all("bai-mot")
    (public,) = load(board.settings, board.later(days=900)).items
    assert [signoff.person for signoff in public.receipt] == ["chief-editor", "chief-of-office"]


def test_lc_5_the_standing_delegation_needs_no_entry_and_no_end(board: Organisation):
    """LC-5: the regulation itself gives Chánh Văn phòng his power; nobody else receives it by a note in the roster."""
    delegation = profile_of(board).approval.delegation
    assert delegation.standing and delegation.to == ("chief_of_office",)
    board.article("bai-mot")
    board.sign("bai-mot", "chief-editor")
    delegate(board, "chief-of-office", "board-member")
    assert "signer-not-in-role" in refused_codes(board, "board-member")
    board.later(days=3650)
    assert board.sign("bai-mot", "chief-of-office").on_behalf_of == ""


CONTENT = {
    "LC-7.3 address": Case("guidance", {"source_url": None}, "field-missing", "hold", "LC-7.3", "provided"),
    "LC-7.3 paraphrase": Case(
        "guidance", {}, "quotation-missing", "hold", "LC-7.3", "provided", "Kể lại bằng lời của mình."
    ),
    "LC-7.4/1": Case("guidance", {"title": "Huong dan thu tuc hanh chinh"}, "text-lacks-marks", "hold", "LC-7.4"),
    "LC-7.4/2": Case("guidance", {"lang": "fr"}, "language-not-allowed", "hold", "LC-7.4"),
    "LC-8.4b": Case("guidance", {"beyond_authority": None}, "field-missing", "hold", "LC-8.4b"),
    "LC-7.2": Case("guidance", {}, "secrecy-standing", "fail", "LC-7.2", body="MẬT\n\nNội dung đã soạn."),
}


@pytest.mark.parametrize("case", CONTENT.values(), ids=CONTENT)
def test_lc_what_an_item_must_say(board_of, case: Case):
    """Rows of the content schema: the complete item passes, one line less and it is told."""
    case.holds_in(board_of("lc"))


def test_lc_7_3_a_quotation_with_its_address_passes(board: Organisation):
    """LC-7.3, A31: collected material stands word for word, marked as a quotation."""
    fields = complete(profile_of(board), "guidance", "provided")
    assert stops(problems_of(board, fields, "> Nguyên văn từ trang của thành phố.")) == []


def test_lc_7_4_english_is_spared_the_check_of_marks(board: Organisation):
    """LC-7.4/2."""
    fields = complete(profile_of(board), "guidance") | {"lang": "en", "title": "How to register a business"}
    assert stops(problems_of(board, fields, "Registration takes place at the public service centre.")) == []
