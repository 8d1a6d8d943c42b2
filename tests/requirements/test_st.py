"""Rows of Sóc Trăng's regulation that are about who signs, who refuses, and who takes down."""

from __future__ import annotations

from base64 import b64decode

import pytest

from editorial.problem import Refused
from editorial.publication import load
from editorial.roster_checks import check_roster
from tests.organisation import FOUNDING, Organisation
from tests.requirements.acts import (
    confirm_on_paper,
    delegate,
    give_role,
    provided,
    public_ids,
    refused_codes,
    send_away,
    send_back,
    take_down,
    waiting_for,
)
from tests.requirements.items import Case, complete, problems_of, profile_of, stops


@pytest.fixture
def board(board_of) -> Organisation:
    """The Sóc Trăng board and a text of its own that a member has reviewed."""
    organisation: Organisation = board_of("st")
    organisation.article("bai-mot")
    assert waiting_for(organisation) == ("review", "board_member")
    organisation.sign("bai-mot", "board-member")
    return organisation


def test_st_6_1d_the_chief_approves_after_the_members_review(board: Organisation):
    """ST-6.1d, ST-6.3b/1, ST-10.2/2, A17: from the member to the Trưởng ban, publication only after."""
    assert public_ids(board) == []
    assert waiting_for(board) == ("approve", "chief_editor")
    board.sign("bai-mot", "chief-editor")
    assert public_ids(board) == ["bai-mot"]


def test_st_6_2a_absence_alone_lets_no_deputy_sign(board: Organisation):
    """ST-6.2a, A44: unlike Cần Thơ, only a delegation does."""
    send_away(board, "chief-editor")
    assert "signer-not-in-role" in refused_codes(board, "deputy-editor")
    delegate(board, "chief-editor", "deputy-editor")
    assert board.sign("bai-mot", "deputy-editor").on_behalf_of == "chief-editor"


def test_st_6_3_a_member_does_not_approve(board: Organisation):
    """ST-6.3đ, A16: submitting for approval is the member's act; his own approval does not count."""
    assert "signer-not-in-role" in refused_codes(board, "board-member")
    delegate(board, "chief-editor", "board-member")
    assert refused_codes(board, "board-member") == {"signer-not-in-role"}


def test_st_6_3h_a_contributor_signs_no_step(board: Organisation):
    """ST-6.3h: nor does a focal officer."""
    for person in ("contributor", "focal-officer"):
        assert "signer-not-in-role" in refused_codes(board, person)


REFUSALS = {
    "ST-6.3b/2": "out_of_scope",
    "ST-6.3b/3": "contrary_to_law",
    "ST-6.3b/4": "not_public",
    "ST-6.3b/5": "unverified",
    "ST-6.3b/6": "needs_verification",
}


@pytest.mark.parametrize("code", REFUSALS.values(), ids=REFUSALS)
def test_st_6_3b_a_refusal_is_kept_whole_and_the_text_may_come_back(board: Organisation, code: str):
    """Item, reason, note, person and time stay on record; a text that was mended starts anew."""
    edition = board.case("bai-mot").latest.digest
    refused = send_back(board, "chief-editor", code, "Đề nghị bổ sung nguồn.")
    kept = board.case("bai-mot").verdict.refused[edition]
    assert (kept.refusal.code, kept.refusal.note) == (code, "Đề nghị bổ sung nguồn.")
    assert (kept.person, kept.at, kept.item) == ("chief-editor", refused.at, "bai-mot")
    assert waiting_for(board) == ("review", "board_member")
    board.article("bai-mot", body="Nội dung đã bổ sung nguồn.")
    board.sign_all("bai-mot")
    assert public_ids(board) == ["bai-mot"]


def test_st_7_2a_the_unit_head_confirms_before_the_board_looks(board_of):
    """ST-7.2a: entered by the publisher's clerk from the paper that came."""
    organisation: Organisation = board_of("st", **{"thanh-vien-hai": "board_member"})
    provided(organisation)
    assert waiting_for(organisation) == ("confirm", "unit_head")
    assert refused_codes(organisation, "board-member") == {"signer-not-in-role"}
    confirm_on_paper(organisation, "thanh-vien-hai")
    assert waiting_for(organisation) == ("review", "board_member")


def test_st_4_2_the_director_takes_down_alone_and_the_order_is_kept(board: Organisation):
    """ST-4.2, ST-10.4: no chain, one act with its order; the text and its signatures stay in the records."""
    board.sign("bai-mot", "chief-editor")
    assert "withdraw-not-allowed" in _refused(board, "chief-editor")
    order = take_down(board, "director", "error", "Theo Công văn số 12/SNV-VP", "ST-4.2")
    assert public_ids(board) == []
    (stone,) = load(board.settings, board.now).tombstones
    assert (stone.reason, stone.clause) == ("Theo Công văn số 12/SNV-VP", "ST-4.2")
    case = board.case("bai-mot")
    assert case.ledger.signoffs[-1].person == order.person == "director"
    assert [edition.body.strip() for edition in case.editions.values()] == ["Nội dung đã soạn."]


def test_st_10_3a_an_approved_text_is_public_without_another_word(board: Organisation):
    """ST-10.3a, ST-6.3k/1: the moment the last step counts, and no moment before."""
    before = board.now
    board.later(minutes=10)
    approved = board.sign("bai-mot", "chief-editor")
    assert load(board.settings, before).items == ()
    (public,) = load(board.settings, approved.at).items
    assert public.published_at == approved.at


def test_st_5_2_review_and_approval_are_of_two_people(board_of):
    """ST-6.3b/1, A17: one person in both offices cannot do both."""
    organisation: Organisation = board_of("st")
    give_role(organisation, "board-member", "chief_editor")
    organisation.article("bai-mot")
    organisation.sign("bai-mot", "board-member")
    assert "signer-twice" in refused_codes(organisation, "board-member")


def test_st_5_2_an_office_that_does_not_hold_the_role_is_told(board: Organisation):
    """ST-5.2: Trưởng ban is a Phó Giám đốc, his deputy the Chánh Thanh tra."""
    head = 'id = "chief-editor"\n'
    board.roster_text(lambda text: text.replace(head, f'{head}office = "Chánh Thanh tra Sở Nội vụ"\n'))
    (told,) = check_roster(board.office().roster, profile_of(board))
    assert (told.code, told.severity, told.clause) == ("roster-office-differs", "warn", "ST-5.2")
    assert told.facts["expected"] == "Phó Giám đốc Sở Nội vụ"


def test_st_5_1_a_roster_without_the_founding_decision_is_told(board: Organisation):
    """ST-5.1: the Director decides, on the proposal of the chief inspector."""
    board.roster_text(lambda text: text.replace(f'founding = "{FOUNDING}"\n', ""))
    (told,) = check_roster(board.office().roster, profile_of(board))
    assert (told.code, told.severity, told.clause) == ("roster-no-founding", "warn", "ST-5.1")


def test_st_12_the_focal_officers_name_stays_in_the_history(board_of):
    """ST-12, ST-10.4: with the edition he sent, whatever the text says later."""
    organisation: Organisation = board_of("st", **{"thanh-vien-hai": "board_member"})
    path = provided(organisation)
    path.write_text(path.read_text().replace("origin: provided", "focal: Nguyễn Văn Mẫu\norigin: provided"))
    confirm_on_paper(organisation, "thanh-vien-hai")
    organisation.sign_all("bai-mot")
    organisation.article("bai-mot", body="Bản của Ban Biên tập.")
    organisation.sign_all("bai-mot")
    first, *_ = organisation.case("bai-mot").editions.values()
    assert first.view().focal == "Nguyễn Văn Mẫu"


@pytest.mark.parametrize("words", ["phim.vtt", "phim.txt"])
def test_st_10_1b_a_film_goes_with_what_is_said_in_it(board_of, words: str):
    """ST-10.1b: captions, or the words as a text, attached under the same name."""
    organisation: Organisation = board_of("st")
    organisation.write("bai/phim.mp4", FILM)
    organisation.write(f"bai/{words}", "WEBVTT\n\n00:01.000 --> 00:02.000\nXin chào.\n".encode())
    fields = complete(profile_of(organisation), "guidance")
    assert stops(problems_of(organisation, fields, attachments=f"phim.mp4; {words}")) == []


def _refused(organisation: Organisation, person: str) -> set[str]:
    with pytest.raises(Refused) as refused:
        take_down(organisation, person, "error", "Sai số liệu", "ST-4.2")
    return {problem.code for problem in refused.value.problems}


PICTURE = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=")

FILM = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"

CONTENT = {
    "ST-3.1 none": Case("guidance", {"level": None}, "field-missing", "hold", "ST-3.1"),
    "ST-3.1 other": Case("guidance", {"level": "xã"}, "level-unknown", "hold", "ST-3.1"),
    "ST-4.5": Case("guidance", {"provider": None}, "field-missing", "hold", "ST-4.5", "provided"),
    "ST-4.6/1": Case(
        "guidance", {"source": "Trang lạ", "source_url": "https://la.example/"}, "source-not-official", "hold", "ST-4.6"
    ),
    "ST-4.6/2 author": Case("guidance", {"author": None}, "field-missing", "hold", "ST-4.6"),
    "ST-4.6/2 source": Case("guidance", {"source": None}, "field-missing", "hold", "ST-4.6"),
    "ST-4.6/3": Case("guidance", {"source": "Viện Nghiên cứu"}, "consent-missing", "hold", "ST-4.6"),
    "ST-6.3b/4 narrow": Case("guidance", {"circulation": "restricted"}, "not-for-the-public", "hold", "ST-6.3b"),
    "ST-6.3b/4 not yet": Case("guidance", {"circulation": "not-yet-public"}, "not-for-the-public", "hold", "ST-6.3b"),
    "ST-7.1 none": Case("guidance", {"focal": None}, "field-missing", "hold", "ST-7.1", "provided"),
    "ST-7.1 not serving": Case("guidance", {"focal": "Người Khác"}, "focal-unknown", "hold", "ST-7.1", "provided"),
    "ST-7.2a": Case("guidance", {"origin": None}, "field-missing", "hold", "ST-7.2a"),
    "ST-7.2c": Case("unit_page", {"reviewed_on": "2025-01-02"}, "review-due", "warn", "ST-7.2c"),
    "ST-9.1/2 decomposed": Case("guidance", {"source": "So\u031b\u0309 Nội vụ"}, "text-decomposed", "hold", "PS-T4"),
    "ST-9.3": Case("admin_document", {"recipients": "Lưu: VT"}, "recipient-marker-missing", "warn", "ST-9.3"),
    "ST-10.2/1 origin": Case("guidance", {"origin": None}, "field-missing", "hold", "ST-7.2a"),
    "ST-10.2/1 content": Case("guidance", {"kind": None}, "field-missing", "hold", "product"),
    "ST-10.1b words": Case(
        "guidance", {}, "picture-without-words", "hold", "PS-T5", body="![](anh.png)", beside={"anh.png": PICTURE}
    ),
    "ST-10.1b type": Case(
        "guidance", {"attachments": "phim.avi"}, "attachment-type", "hold", "ST-10.1b", beside={"phim.avi": b"RIFF"}
    ),
    "ST-10.1b film": Case(
        "guidance", {"attachments": "phim.mp4"}, "media-without-words", "hold", "ST-10.1b", beside={"phim.mp4": FILM}
    ),
    "ST-10.1c/1": Case("event_news", {"event_on": None}, "field-missing", "hold", "ST-10.1c"),
    "ST-10.1c/2": Case("guidance", {"legal_bases": None}, "explained-text-missing", "hold", "ST-10.1c"),
    "ST-10.1c/5": Case("statistics", {"issued_on": None}, "field-missing", "hold", "ST-10.1c"),
    "ST-10.3b": Case("guidance", {"changed_on": "2026-11-19"}, "field-missing", "hold", "ST-10.3b"),
}


@pytest.mark.parametrize("case", CONTENT.values(), ids=CONTENT)
def test_st_what_an_item_must_say(board_of, case: Case):
    """Rows of the content schema: the complete item passes, one line less and it is told."""
    case.holds_in(board_of("st"))
