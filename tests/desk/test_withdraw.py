"""Withdrawing: by those who may, with a reason, and only a whole new chain brings a text back."""

from __future__ import annotations

import re
from argparse import ArgumentParser
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from desk.signer_key import open_signer
from desk.withdraw import add_arguments, last_day_to_confirm, run, show
from editorial.problem import Refused
from editorial.profile_schema import WITHDRAWALS
from editorial.publication import load
from editorial.signing import check_withdrawal, confirm_withdrawal, withdraw
from editorial.signoffs import Signoff, Withdrawal, ledger_path
from tests.desk.office_fixture import Desk, desk_of
from tests.house import House
from tests.organisation import reopened
from tests.refusing import refuses
from tests.site_fixture import page

ERROR = Withdrawal("error", "Sai số liệu")


def withdraw_as(desk: Desk, person: str, withdrawal: Withdrawal = ERROR, clause: str = "") -> Signoff:
    office, now = desk.organisation.office(), desk.organisation.later(seconds=1)
    signer = open_signer(office, desk.screen, now, person)
    return withdraw(office, "bai-mot", signer, withdrawal, clause, now)


@pytest.fixture
def signed(desk: Desk) -> Desk:
    """A desk with one public article."""
    desk.organisation.article("bai-mot", body="Câu sẽ bị gỡ.")
    desk.sign_all("bai-mot")
    return desk


def test_a_withdrawn_text_leaves_a_tombstone_with_reason_and_clause(signed: Desk) -> None:
    withdraw_as(signed, "lanh-dao-so", clause="Công văn số 7")
    publication = load(signed.settings, signed.now)
    (tombstone,) = publication.tombstones
    assert not publication.items
    assert (tombstone.reason, tombstone.clause) == ("Sai số liệu", "Công văn số 7")


def test_what_a_revoked_key_had_signed_leaves_a_tombstone_as_well(signed: Desk) -> None:
    """Readers and their feeds have seen it, whatever its sign-offs count since."""
    seen = load(signed.settings, signed.now).editions["bai-mot"]

    def revoke(text: str) -> str:
        before, name, after = text.partition('id = "lanh-dao-so"')
        return before + name + after.replace(" }]", ", until = 2026-01-02 }]", 1)

    signed.organisation.roster_text(revoke)
    office, now = signed.organisation.office(), signed.organisation.later(seconds=1)
    assert "bai-mot" not in load(signed.settings, now).editions
    withdraw(office, "bai-mot", open_signer(office, signed.screen, now, "truong-ban"), ERROR, "", now, seen=seen)
    publication = load(signed.settings, now)
    assert [stone.item for stone in publication.tombstones] == ["bai-mot"] and not publication.items


def test_what_was_never_approved_leaves_no_tombstone_whoever_withdraws_it(desk: Desk) -> None:
    """Its address and areas are words that nobody approved: one signature of who may withdraw publishes none."""
    desk.organisation.article("bai-mot")
    desk.sign("bai-mot", "phong-cchc")
    office, now = desk.organisation.office(), desk.organisation.later(seconds=1)
    (begun,) = desk.organisation.case("bai-mot").editions
    withdraw(office, "bai-mot", open_signer(office, desk.screen, now, "truong-ban"), ERROR, "", now, seen=begun)
    publication = load(desk.settings, now)
    assert publication.standings["bai-mot"].withdrawn
    assert not publication.tombstones and not publication.standings["bai-mot"].address


def test_without_an_order_of_its_own_it_rests_on_the_regulation(signed: Desk) -> None:
    rests_on = signed.organisation.office().profile.approval.withdrawal.clause
    assert withdraw_as(signed, "truong-ban").clause == rests_on


def test_who_names_no_kind_is_told_each_with_what_readers_will_see(published: House) -> None:
    told = published.desk("withdraw", "tin-thu", "--reason", "Sai giờ", "--as", "truong-ban")
    assert told.code == 2
    words = " ".join(re.sub("[│┃]", " ", told.said).split())
    assert [one for one in WITHDRAWALS if one not in words] == []
    assert "lời dẫn sang" in words and "các trang cũ trên máy này cũng bị xóa" in words


def test_who_may_not_withdraw_changes_nothing(signed: Desk) -> None:
    before = ledger_path(signed.settings.records, "bai-mot").read_bytes()
    with refuses("withdraw-not-allowed"):
        withdraw_as(signed, "phong-cchc")
    assert ledger_path(signed.settings.records, "bai-mot").read_bytes() == before
    assert load(signed.settings, signed.now).items


def test_withdrawn_then_signed_by_a_whole_new_chain_it_is_public_again(signed: Desk) -> None:
    withdraw_as(signed, "truong-ban")
    with pytest.raises(Refused):
        signed.sit("bai-mot", "lanh-dao-so")
    signed.sign("bai-mot", "phong-cchc")
    signed.sign("bai-mot", "truong-ban")
    assert not load(signed.settings, signed.now).items
    signed.sign("bai-mot", "lanh-dao-so")
    publication = load(signed.settings, signed.now)
    assert [public.item.id for public in publication.items] == ["bai-mot"] and not publication.tombstones


def test_what_is_not_public_cannot_be_withdrawn(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    desk.sign("bai-mot", "phong-cchc")
    with refuses("nothing-to-withdraw"):
        withdraw_as(desk, "lanh-dao-so")


@pytest.mark.parametrize(
    ("withdrawal", "code"),
    [
        (Withdrawal("error", ""), "withdraw-without-reason"),
        (Withdrawal("replaced", "Có bản mới"), "withdraw-without-replacement"),
        (Withdrawal("replaced", "Có bản mới", "khong-co"), "withdraw-replacement-unknown"),
        (Withdrawal("replaced", "Có bản mới", "bai-mot"), "withdraw-replacement-unknown"),
        (Withdrawal("replaced", "Có bản mới", "javascript://x.vn/"), "withdraw-replacement-unknown"),
        (Withdrawal("replaced", "Có bản mới", 'https://x.vn/"><script>'), "withdraw-replacement-unknown"),
        (Withdrawal("error", "Sai", "bai-hai"), "withdraw-replacement-unwanted"),
    ],
)
def test_a_withdrawal_that_is_not_whole_is_refused(signed: Desk, withdrawal: Withdrawal, code: str) -> None:
    with refuses(code):
        withdraw_as(signed, "lanh-dao-so", withdrawal)
    assert load(signed.settings, signed.now).items


def test_a_replacement_is_public_or_an_address(signed: Desk) -> None:
    signed.organisation.article("bai-hai", title="Bài thay thế")
    office = signed.organisation.office()
    with pytest.raises(Refused):
        check_withdrawal(office, "bai-mot", Withdrawal("replaced", "Có bản mới", "bai-hai"), signed.now)
    signed.sign_all("bai-hai")
    withdraw_as(signed, "lanh-dao-so", Withdrawal("replaced", "Có bản mới", "bai-hai"))
    assert load(signed.settings, signed.now).tombstones[0].replacement == "bai-hai"
    check_withdrawal(office, "bai-mot", Withdrawal("replaced", "Có bản mới", "https://vi-du.gov.vn/x"), signed.now)


@pytest.mark.parametrize(
    ("regulation", "board", "said"),
    [
        ("ct", {}, "nội dung ra khỏi trang"),
        ("st", {"thanh-vien": "board_member", "truong-ban": "chief_editor"}, "nội dung được giữ, phía trên ghi rõ"),
    ],
)
def test_what_superseding_does_is_said_before_it_is_done(
    desk: Desk, tmp_path_factory: pytest.TempPathFactory, regulation: str, board: dict[str, str], said: str
) -> None:
    """A22: the regulation decides whether the words stay."""
    if board:
        desk = desk_of(tmp_path_factory.mktemp("khac"), regulation, board)
    desk.organisation.article("bai-mot", extra="section: chu-truong" if board else "")
    desk.organisation.sign_all("bai-mot")
    show(desk.organisation.office(), "bai-mot", Withdrawal("superseded", "Chính sách đã đổi"), desk.screen, desk.now)
    assert said in desk.said()


def test_who_withdraws_a_text_is_told_of_its_translations_that_stay(signed: Desk) -> None:
    site = signed.organisation
    (public,) = load(signed.settings, signed.now).items
    bound = f"lang: en\ntranslation_of: bai-mot\nsource_edition: {public.digest}\n"
    page(site, "trang-en", "/en/bai-mot/", "page", "The same words.", bound)
    show(site.office(), "bai-mot", ERROR, signed.screen, signed.now)
    assert "Bản dịch" not in signed.said()
    site.sign_all("trang-en")
    show(site.office(), "bai-mot", ERROR, signed.screen, signed.now)
    assert "Bản dịch   trang-en vẫn công khai" in signed.said()
    ledger_path(signed.settings.records, "trang-en").write_text("không phải chữ ký\n", encoding="utf-8")
    show(site.office(), "bai-mot", ERROR, signed.screen, signed.now)
    assert "Bản dịch   chưa biết có bản dịch nào" in signed.said(), "what cannot be read is not taken for none"


def test_an_item_whose_file_is_gone_can_still_be_withdrawn(signed: Desk) -> None:
    """Through the command itself; a pipe that says nothing withdraws nothing."""
    (signed.settings.content / "bai/bai-mot.md").unlink()
    house = House(reopened(signed.organisation))
    words = ("withdraw", "bai-mot", "--kind", "error", "--reason", "Sai số liệu", "--as", "lanh-dao-so")
    silent = house.desk(*words)
    assert silent.code == 1 and "--yes" in silent.said
    order = "chưa ghi văn bản yêu cầu gỡ (ST-10.4"
    assert order in silent.said and order not in house.desk(*words, "--clause", "Công văn 12/SNV-VP").said
    assert house.desk(*words, "--yes").code == 0
    assert not load(signed.settings, signed.organisation.later(days=3650)).items


def test_a_new_approval_ends_the_wait(signed: Desk) -> None:
    withdraw_as(signed, "truong-ban", Withdrawal("error", "Sai số liệu", confirm_by="2026-11-23"))
    assert set(load(signed.settings, signed.now).unconfirmed) == {"bai-mot"}
    signed.sign_all("bai-mot")
    assert load(signed.settings, signed.now).unconfirmed == {}


def test_who_may_not_withdraw_is_told_before_he_is_shown_or_asked_anything(published: House) -> None:
    done = published.desk("withdraw", "tin-thu", "--kind", "error", "--reason", "Sai", "--as", "phong-cchc")
    assert done.code == 1
    assert "không được một mình gỡ bài" in done.said
    assert "Sắp gỡ" not in done.said and "Cần người gõ lại mã" not in done.said


def test_a_signature_under_a_clock_that_ran_ahead_keeps_no_text_public(signed: Desk) -> None:
    """A year ahead: whoever had a step could else have kept a text from being taken away for that long."""
    right = signed.now
    signed.organisation.now = right + timedelta(days=366)
    signed.organisation.article("bai-mot", body="Câu sửa.")
    signed.organisation.sign("bai-mot", "phong-cchc")
    signed.organisation.now = right
    withdraw_as(signed, "truong-ban", Withdrawal("error", "Sai số liệu", confirm_by="2026-11-24"))
    for now in (signed.now, right + timedelta(days=1000)):
        publication = load(signed.settings, now)
        assert not publication.items and [stone.item for stone in publication.tombstones] == ["bai-mot"]
    assert set(publication.unconfirmed) == {"bai-mot"}
    office, now = signed.organisation.office(), signed.organisation.later(seconds=1)
    confirm_withdrawal(office, "bai-mot", open_signer(office, signed.screen, now, "lanh-dao-so"), now)
    assert load(signed.settings, now).unconfirmed == {}


def test_who_stops_what_is_urgent_is_told_that_the_text_may_be_up(
    signed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("desk.publish.run", stopped)
    parser = ArgumentParser()
    add_arguments(parser)
    words = "bai-mot --urgent --kind error --reason Sai --as truong-ban"
    with pytest.raises(KeyboardInterrupt):
        run(parser.parse_args(words.split()), signed.settings, signed.screen)
    assert "“bai-mot” đã được ghi, nhưng trang có thể CHƯA đổi: gõ lại đúng lệnh này" in signed.said()


def test_a_second_person_has_a_working_day_though_no_calendar_tells_of_it(desk: Desk, tmp_path: Path) -> None:
    """The last working day of a year whose successor has no calendar yet is a Friday."""
    settings = replace(desk.settings, records=tmp_path)
    assert last_day_to_confirm(settings, date(2033, 12, 30)) == date(2034, 1, 2)
