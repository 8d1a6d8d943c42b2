"""Rows of Long Xuyên's regulation that are about who signs and what goes when a policy ends."""

from __future__ import annotations

from dataclasses import replace

import pytest

from editorial.messages import sentence
from editorial.publication import load
from editorial.publishing import check_empty_sections, check_publishing, check_sections
from editorial.roster_checks import check_roster
from tests.organisation import DECISION, FOUNDING, Organisation
from tests.requirements.acts import (
    delegate,
    provided,
    public_ids,
    refused_codes,
    send_away,
    take_down,
    waiting_for,
)
from tests.requirements.items import Case, complete, profile_of, text_of


@pytest.fixture
def board(board_of) -> Organisation:
    """The Long Xuyên board."""
    organisation: Organisation = board_of("lx")
    return organisation


def test_lx_20_1_the_chief_signs_every_text(board: Organisation):
    """LX-20.1, A33: the board vets; the Trưởng ban signs for it, marked as inherited."""
    board.article("bai-mot")
    assert waiting_for(board) == ("approve", "chief_editor")
    (step,) = profile_of(board).approval.steps
    assert step.clause == "ST-6.1d"
    board.sign("bai-mot", "chief-editor")
    assert public_ids(board) == ["bai-mot"]


def test_lx_20_2_no_provider_publishes_by_himself(board: Organisation):
    """LX-20.2: what comes from outside takes the board's signature like everything else."""
    provided(board)
    assert waiting_for(board) == ("approve", "chief_editor")
    assert "signer-not-in-role" in refused_codes(board, "standing-unit")
    assert public_ids(board) == []


def test_lx_11_2_an_urgent_clarification_skips_no_step(board: Organisation):
    """LX-11.2: a clarification is signed like any item."""
    path = board.article("bai-mot")
    path.write_text(path.read_text().replace("kind: guidance", "kind: clarification"))
    assert public_ids(board) == []
    assert [signoff.act for signoff in board.sign_all("bai-mot")] == ["approve"]


def test_lx_13_2_the_deputy_stands_in_by_delegation_only(board: Organisation):
    """LX-13.2: the same three offices as elsewhere; standing in is inherited from ST-6.2a."""
    board.article("bai-mot")
    send_away(board, "chief-editor")
    assert "signer-not-in-role" in refused_codes(board, "deputy-editor")
    delegate(board, "chief-editor", "deputy-editor")
    assert board.sign("bai-mot", "deputy-editor").on_behalf_of == "chief-editor"


@pytest.mark.parametrize("person", ["site-admin", "board-member", "standing-unit"])
def test_lx_14_technical_work_gives_no_right_to_approve(board: Organisation, person: str):
    """LX-14: nor does membership of the board."""
    board.article("bai-mot")
    assert "signer-not-in-role" in refused_codes(board, person)


def test_lx_8_1_nobody_signs_without_the_decision_that_assigned_him(board: Organisation):
    """LX-8.1: what he signed before stands; refusing and taking away, which keep things in, are not kept from him."""
    board.article("bai-mot")
    board.sign_all("bai-mot")
    assert list(check_roster(board.office().roster, profile_of(board))) == []
    board.roster_text(lambda text: text.replace(DECISION, ""))
    told = list(check_roster(board.office().roster, profile_of(board)))
    assert {(p.code, p.clause) for p in told} == {("roster-no-decision", "LX-8.1")}
    assert {str(p.facts["person"]) for p in told} == set(board.keys)
    assert public_ids(board) == ["bai-mot"]
    board.article("bai-mot", body="Câu mới.")
    assert refused_codes(board, "chief-editor") == {"signer-not-assigned"}
    take_down(board, "chief-editor", "error", "Sai số liệu", "LX-21.2")
    assert public_ids(board) == []
    board.roster_text(lambda text: text.replace("founding = ", "sample = true\nfounding = "))
    assert board.sign("bai-mot", "chief-editor").act == "approve", "a made-up board practises without decisions"


@pytest.mark.parametrize("written", ["", "Quyết định số … ngày … thành lập Ban Biên tập"])
def test_lx_13_1_a_roster_without_the_founding_decision_is_told(board: Organisation, written: str):
    """LX-13.1; a made-up board of a trial has none."""
    line, made_up = f'founding = "{FOUNDING}"', f'founding = "{written}"'
    board.roster_text(lambda text: text.replace(line, made_up))
    (told,) = check_roster(board.office().roster, profile_of(board))
    assert (told.code, told.severity, told.clause) == ("roster-no-founding", "warn", "LX-13.1")
    assert "quyết định của Chủ tịch Ủy ban nhân dân thành phố" in sentence(told)
    board.roster_text(lambda text: text.replace(made_up, f"{made_up}\nsample = true"))
    assert list(check_roster(board.office().roster, profile_of(board))) == []


def test_lx_12_1_an_official_site_without_any_service_is_told(board: Organisation):
    """LX-12.1/1: warned of while the section is empty, and when the rules in use have none for their services."""
    settings, profile = replace(board.settings, siteurl="https://longxuyen.example.vn"), profile_of(board)

    def told() -> list[tuple[str, str, str]]:
        problems = check_publishing(settings, load(settings, board.now), "chief-editor", board.now)
        return [(one.severity, one.where, one.clause) for one in problems if one.code == "section-empty"]

    (section,) = (one for one in profile.sections if "online_service" in one.kinds)
    board.article("bai-mot")
    board.sign_all("bai-mot")
    assert told() == [("warn", f"/{section.slug}/", section.clause)]
    board.write("bai/dich-vu.md", text_of(complete(profile, "online_service") | {"id": "dich-vu"}, "Lời giới thiệu."))
    board.sign_all("dich-vu")
    assert told() == []
    others = tuple(one for one in profile.sections if one is not section)
    office = replace(board.office(), profile=replace(profile, content=replace(profile.content, sections=others)))
    found = list(check_empty_sections(replace(load(board.settings, board.now), office=office)))
    assert [(one.code, one.severity, one.where) for one in found] == [
        ("services-without-section", "warn", "regulations/lx.toml")
    ]
    lost = list(check_sections(replace(load(board.settings, board.now), office=office)))
    assert [(one.code, one.facts["count"], one.facts["items"]) for one in lost] == [
        ("items-without-section", 1, "dich-vu")
    ]
    assert "1 mục đang công khai" in sentence(lost[0]) and list(check_sections(load(board.settings, board.now))) == []


def test_lx_21_2_what_rested_on_a_repealed_policy_goes_and_is_kept(board: Organisation):
    """LX-21.2, A22: readers see a notice with what replaced it, never the text; the source stays."""
    board.article("bai-mot")
    board.sign_all("bai-mot")
    take_down(board, "chief-editor", "superseded", "Chủ trương đã bị bãi bỏ", "LX-21.2")
    publication = load(board.settings, board.now)
    assert publication.items == ()
    assert [stone.reason for stone in publication.tombstones] == ["Chủ trương đã bị bãi bỏ"]
    assert [edition.body.strip() for edition in board.case("bai-mot").editions.values()] == ["Nội dung đã soạn."]


CONTENT = {
    "LX-4.1 place": Case("online_service", {"service_url": None}, "field-missing", "hold", "LX-4.1"),
    "LX-4.1 owner": Case("public_service", {"service_owner": None}, "field-missing", "hold", "LX-4.1"),
    "LX-7.3 language": Case("guidance", {"lang": "en"}, "language-not-allowed", "hold", "LX-7.3"),
    "LX-7.3 marks": Case("guidance", {"title": "Huong dan thu tuc hanh chinh"}, "text-lacks-marks", "hold", "LX-7.3"),
    "LX-8.2 script": Case(
        "guidance",
        {"attachments": "ban-ke.pdf"},
        "attachment-other-content",
        "hold",
        "LX-8.2",
        beside={"ban-ke.pdf": b"GIF89a nothing like a document"},
    ),
    "LX-10.1c/2": Case("legal_document", {"relation": None}, "field-missing", "hold", "LX-10.1c"),
    "LX-10.1e": Case("statistics", {"announced_on": None}, "field-missing", "hold", "LX-10.1e"),
    "LX-3.3": Case("online_service", {"service_audience": None}, "field-missing", "hold", "LX-3.3"),
    "LX-3.3 unknown": Case(
        "online_service", {"service_audience": "mọi người"}, "service-audience-unknown", "hold", "LX-3.3"
    ),
    "LX-12.1/3": Case("public_service", {"service_field": None}, "field-missing", "hold", "LX-12.1"),
    "LX-12.1 portal": Case(
        "online_service",
        {"service_url": "https://dichvucong.gov.vn.example.vn/"},
        "service-elsewhere",
        "hold",
        "LX-12.1",
    ),
    "LX-12.2 guide": Case("online_service", {"service_guide": None}, "service-guide-missing", "warn", "LX-12.2"),
    "LX-12.2 progress": Case(
        "online_service", {"service_progress": "http://dichvucong.gov.vn/"}, "service-elsewhere", "hold", "LX-12.2"
    ),
    "LC-2.3": Case("online_service", {"procedures": "th-khong-co"}, "procedure-unknown", "hold", "LX-12.1"),
    "PS-I1": Case("index", {"index_scale": "0–50"}, "index-outside-scale", "hold", "PS-I1"),
    "LX-12.1/2": Case("online_service", {"service_level": None}, "field-missing", "hold", "LX-12.1"),
    "LX-22.1": Case("online_service", {"reviewed_on": "2025-01-02"}, "review-due", "warn", "LX-22.1"),
}


@pytest.mark.parametrize("case", CONTENT.values(), ids=CONTENT)
def test_lx_what_an_item_must_say(board_of, case: Case):
    """Rows of the content schema: the complete item passes, one line less and it is told."""
    case.holds_in(board_of("lx"))
