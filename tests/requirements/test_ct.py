"""Rows of Cần Thơ's regulation that are about who signs, for whom, and what is kept."""

from __future__ import annotations

import pytest

from editorial.keys import new_key, public_hex
from editorial.publication import load
from editorial.signoffs import Paper
from tests.organisation import Organisation
from tests.requirements.acts import (
    confirm_on_paper,
    delegate,
    give_role,
    provided,
    public_ids,
    refused_codes,
    send_away,
    waiting_for,
)
from tests.requirements.items import Case, complete, problems_of, profile_of, stops


@pytest.fixture
def board(board_of) -> Organisation:
    """The Cần Thơ board with two deputies and a text that waits for the chief."""
    organisation: Organisation = board_of("ct", **{"pho-thu-hai": "deputy_editor", "van-thu": "reform_office"})
    organisation.article("bai-mot")
    organisation.sign("bai-mot", "reform-office")
    return organisation


@pytest.mark.parametrize("deputy", ["deputy-editor", "pho-thu-hai"])
def test_ct_8_3_any_of_several_deputies_stands_in(board: Organisation, deputy: str):
    """CT-8.3, A6: the number of deputies is open."""
    send_away(board, "chief-editor")
    assert board.sign("bai-mot", deputy).on_behalf_of == "chief-editor"


def test_ct_8_3_1_a_member_signs_only_what_was_delegated_to_him(board: Organisation):
    """CT-8.3-1/1: within its kinds and its days."""
    assert "signer-not-in-role" in refused_codes(board, "board-member")
    delegate(board, "chief-editor", "board-member", kinds='["event_news"]')
    assert "signer-not-in-role" in refused_codes(board, "board-member")
    delegate(board, "chief-editor", "board-member", until="2026-11-19")
    assert "signer-not-in-role" in refused_codes(board, "board-member")
    delegate(board, "chief-editor", "board-member", kinds='["guidance"]')
    assert board.sign("bai-mot", "board-member").person == "board-member"


def test_ct_8_3_1_powers_go_to_members_of_the_board_only(board: Organisation):
    """CT-8.3-1/1, A44: the reform office is no member, whatever was written for it."""
    delegate(board, "chief-editor", "reform-office")
    assert "signer-not-in-role" in refused_codes(board, "reform-office")


def test_ct_8_3_1_a_delegated_signature_shows_both_names(board: Organisation):
    """CT-8.3-1/2: who signed and on whose behalf, in what readers' receipts are made from."""
    delegate(board, "chief-editor", "board-member")
    board.sign("bai-mot", "board-member")
    board.sign("bai-mot", "dept-leader")
    (public,) = load(board.settings, board.now).items
    assert (public.receipt[1].person, public.receipt[1].on_behalf_of) == ("board-member", "chief-editor")


def test_ct_8_3_2_a_deputy_needs_a_delegation_or_an_absence(board: Organisation):
    """CT-8.3-2, A44."""
    assert "signer-not-in-role" in refused_codes(board, "deputy-editor")
    send_away(board, "chief-editor")
    assert board.sign("bai-mot", "deputy-editor").role == "chief_editor"


def test_ct_8_3_3_who_holds_three_offices_signs_three_times(board_of):
    """CT-8.3-3, A4: holding two offices merges no two steps."""
    organisation: Organisation = board_of("ct")
    for role in ("reform_office", "chief_editor"):
        give_role(organisation, "dept-leader", role)
    organisation.article("bai-mot")
    for act in ("screen", "approve", "consent"):
        assert public_ids(organisation) == []
        assert organisation.sign("bai-mot", "dept-leader").act == act
    assert public_ids(organisation) == ["bai-mot"]


def test_ct_5_3_what_comes_from_outside_is_confirmed_by_its_head_first(board_of):
    """CT-5.3/2, A46: on paper, with its reference and day; the board's own texts have no such step."""
    organisation: Organisation = board_of("ct", **{"van-thu": "reform_office"})
    provided(organisation)
    assert waiting_for(organisation) == ("confirm", "provider_head")
    assert refused_codes(organisation, "reform-office") == {"signer-not-in-role"}
    confirm_on_paper(organisation, "van-thu")
    organisation.sign_all("bai-mot")
    (public,) = load(organisation.settings, organisation.now).items
    assert [s.act for s in public.receipt] == ["confirm", "screen", "approve", "consent"]
    assert public.receipt[0].paper.reference == "CV 12/ABC"


def test_ct_7_consent_of_a_later_hour_opens_nothing_earlier(board: Organisation):
    """CT-7/3: at the hour of an earlier publish the same records show nothing; both times are on record."""
    board.sign("bai-mot", "chief-editor")
    before = board.later(minutes=1)
    board.later(hours=2)
    consent = board.sign("bai-mot", "dept-leader")
    assert load(board.settings, before).items == ()
    (public,) = load(board.settings, board.now).items
    assert public.published_at == consent.at > before


def test_ct_8_2_3_a_key_outside_the_roster_is_nobodys(board: Organisation):
    """CT-8.2-3/1: a chief whose key is taken out signs nothing, though his office is still written there."""
    key = board.keys["chief-editor"].public_key.keyval["public"]
    other = new_key(board.settings.keys / "la.pem")
    board.roster_text(lambda text: text.replace(key, public_hex(other)))
    assert refused_codes(board, "chief-editor") == {"key-not-in-roster"}


def test_ct_5_5_the_approved_text_stays_while_a_change_waits(board: Organisation):
    """CT-5.5/2: a revision without its signatures changes nothing that readers see."""
    board.sign_all("bai-mot")
    board.article("bai-mot", body="Nội dung đã đổi.", extra="changed_on: 2026-11-20")
    (public,) = load(board.settings, board.now).items
    assert "Nội dung đã soạn." in public.edition.html
    board.sign("bai-mot", "reform-office")
    (public,) = load(board.settings, board.later(days=1)).items
    assert "Nội dung đã soạn." in public.edition.html


def test_ct_5_5_a_change_carries_a_new_time_and_keeps_the_first(board: Organisation):
    """CT-5.5/1, ST-10.3b: readers see when it was published and when it was updated."""
    board.sign_all("bai-mot")
    (first,) = load(board.settings, board.now).items
    board.later(days=3)
    board.article("bai-mot", body="Nội dung đã đổi.", extra="changed_on: 2026-11-23")
    board.sign_all("bai-mot")
    (second,) = load(board.settings, board.now).items
    assert second.published_at == first.published_at < second.updated_at


CONTENT = {
    "CT-1.1 none": Case("guidance", {"provider": None}, "field-missing", "hold", "CT-1.1", "provided"),
    "CT-1.1 unknown": Case("guidance", {"provider": "co-quan-la"}, "provider-unknown", "hold", "CT-1.1", "provided"),
    "CT-4.1/1 no section": Case("guidance", {"kind": "science"}, "kind-without-section", "hold", "CT-4.1"),
    "CT-4.1/1 no kind": Case("guidance", {"kind": "video"}, "value-unknown", "hold", "product"),
    "CT-4.1/2 none": Case("guidance", {"level": None}, "field-missing", "hold", "CT-4.1"),
    "CT-4.1/2 other": Case("guidance", {"level": "quận"}, "level-unknown", "hold", "CT-4.1"),
    "CT-5.1/1 none": Case("guidance", {"areas": None}, "field-missing", "hold", "CT-5.1"),
    "CT-5.1/1 seventh": Case("guidance", {"areas": "linh-vuc-bay"}, "area-unknown", "hold", "CT-5.1"),
    "CT-5.3/1": Case("guidance", {"title": None}, "field-missing", "hold", "product"),
    "CT-5.3/1 body": Case("guidance", {}, "body-missing", "hold", "product", body=""),
    "CT-5.3/2": Case("guidance", {"provider_head": None}, "field-missing", "hold", "CT-5.3", "provided"),
    "CT-5.4/1 author": Case("guidance", {"author": None}, "field-missing", "hold", "CT-5.4"),
    "CT-5.4/1 source": Case("guidance", {"source": None}, "field-missing", "hold", "CT-5.4"),
    "CT-5.5/2": Case(
        "guidance", {"changed_on": "2026-11-19", "change_note": "Sửa số"}, "field-missing", "hold", "CT-5.5"
    ),
    "CT-5.2/2": Case("guidance", {}, "secrecy-standing", "fail", "CT-5.2", body="TỐI MẬT\n\nNội dung đã soạn."),
    "CT-11": Case("guidance", {"areas": "tai-chinh-cong"}, "provider-other-area", "warn", "CT-11", "provided"),
    "CT-QD.nn": Case("admin_document", {"recipients": "Lưu: VT"}, "recipient-marker-missing", "warn", "CT-QD.nn"),
    "PS-P1 number": Case("admin_document", {"document_no": None}, "field-missing", "hold", "PS-P1"),
    "PS-P1 form": Case("admin_document", {"form": None}, "field-missing", "hold", "PS-P1"),
    "PS-P1 issuer": Case("admin_document", {"issuer": None}, "field-missing", "hold", "PS-P1"),
    "PS-P1 effect": Case("admin_document", {"effective_on": None}, "field-missing", "hold", "PS-P1"),
    "PS-P1 abstract": Case("admin_document", {"abstract": None}, "field-missing", "hold", "PS-P1"),
    "PS-P3": Case("procedure", {"service_url": None}, "field-missing", "hold", "PS-P3"),
    "PS-P3 retyped": Case("procedure", {}, "procedure-retyped", "warn", "PS-P3", body="Bước 1: nộp hồ sơ."),
    "PS-D7": Case("policy", {"source": "Báo Mẫu"}, "field-missing", "hold", "PS-D7"),
    "PS-S3": Case("admin_document", {"effective_on": "2026-10-01"}, "effective-before-issued", "warn", "PS-S3"),
    "PS-M5": Case("admin_document", {"issued_on": "2026-01-05"}, "issuer-other-time", "warn", "PS-M5"),
    "PS-M1": Case("admin_document", {"issuer": "so-la"}, "issuer-unknown", "hold", "PS-M1"),
    "PS-N10": Case("admin_document", {"document_no": "/QĐ-SNV"}, "number-blank", "warn", "PS-N10"),
}


@pytest.mark.parametrize("case", CONTENT.values(), ids=CONTENT)
def test_ct_what_an_item_must_say(board_of, case: Case):
    """Rows of the content schema: the complete item passes, one line less and it is told."""
    case.holds_in(board_of("ct"))


def test_ct_12_the_portals_board_is_a_provider_and_stays_the_source(board: Organisation):
    """CT-12: what the department's portal supplies passes and keeps its name."""
    name = "Ban Biên tập Cổng thông tin điện tử Sở Nội vụ"
    fields = complete(profile_of(board), "guidance", "provided") | {"provider": "ban-bien-tap-cong", "source": name}
    assert stops(problems_of(board, fields)) == []
    assert board.sign("bai-thu", "van-thu", paper=Paper("CV 3", board.now.date(), "van-thu"), person="Trưởng Ban").act
    board.sign_all("bai-thu")
    assert [p.item.source for p in load(board.settings, board.now).items if p.item.id == "bai-thu"] == [name]


@pytest.mark.parametrize("unknown", ["chưa xác định", "từ ngày ký"])
def test_ps_s3_an_unknown_day_of_effect_is_written_as_such(board: Organisation, unknown: str):
    """PS-S3, CT-QD.2: in words, and never guessed."""
    fields = complete(profile_of(board), "admin_document") | {"effective_on": unknown}
    assert stops(problems_of(board, fields)) == []
