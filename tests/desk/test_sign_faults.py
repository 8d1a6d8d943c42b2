"""Signing while the text, the clock, the ledger or somebody else gets in the way: no sign-off is lost."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path

import pytest

from desk.sign import put_signature
from editorial.problem import Refused
from editorial.profile import load_profile, rules_file
from editorial.publication import load
from editorial.signoffs import ledger_path
from editorial.store import Busy
from tests.desk.office_fixture import Desk
from tests.organisation import ROOT, reopened
from tests.refusing import refuses

TWO_HATS = 'roles = [{ role = "reform_office", from = 2026-01-01 }, { role = "chief_editor", from = 2026-01-01 }]'


def two_hats(desk: Desk) -> None:
    """Let the clerk of the reform office be chief editor too (CT-8.3-3: kiêm nhiệm)."""
    single = 'roles = [{ role = "reform_office", from = 2026-01-01 }]'
    desk.organisation.roster_text(lambda text: text.replace(single, TWO_HATS, 1))


def test_a_text_changed_while_signing_is_not_signed(desk: Desk) -> None:
    desk.organisation.article("bai-mot", body="Điều người ký đã đọc.")
    sitting = desk.sit("bai-mot", "phong-cchc")
    desk.organisation.article("bai-mot", body="Điều bị thay vào.")
    with refuses("text-changed-while-signing"):
        put_signature(sitting, desk.now)
    assert not desk.lines()


def test_a_file_swapped_while_signing_is_not_signed(desk: Desk) -> None:
    desk.organisation.write("bai/so-lieu.csv", b"a,b\n1,2\n")
    desk.organisation.article("bai-mot", body="Xem [bảng số liệu](so-lieu.csv).")
    sitting = desk.sit("bai-mot", "phong-cchc")
    desk.organisation.write("bai/so-lieu.csv", b"a,b\n9,9\n")
    with pytest.raises(Refused):
        put_signature(sitting, desk.now)
    assert not desk.lines()


def test_a_file_swapped_after_signing_stays_public_as_signed(desk: Desk) -> None:
    desk.organisation.write("bai/so-lieu.csv", b"a,b\n1,2\n")
    desk.organisation.article("bai-mot", body="Xem [bảng số liệu](so-lieu.csv).")
    desk.sign_all("bai-mot")
    desk.organisation.write("bai/so-lieu.csv", b"a,b\n9,9\n")
    publication = load(desk.settings, desk.now)
    (file,) = publication.items[0].edition.attachments
    assert publication.store.attachment(file) == b"a,b\n1,2\n"


def test_an_edition_altered_by_one_byte_stops_the_signing(desk: Desk) -> None:
    desk.organisation.article("bai-mot", body="Số liệu là 15.")
    signed = desk.sign("bai-mot", "phong-cchc")
    path = desk.settings.records / "editions" / f"{signed.edition}.json"
    path.write_bytes(path.read_bytes().replace(b"15", b"75", 1))
    with refuses("edition-altered"):
        desk.sit("bai-mot", "truong-ban")
    assert len(desk.lines()) == 1


def test_one_person_with_two_roles_never_signs_a_step_unseen(desk: Desk) -> None:
    """CT-8.3-3: each step is still signed separately."""
    two_hats(desk)
    desk.organisation.article("bai-mot")
    first, second = desk.sit("bai-mot", "phong-cchc"), desk.sit("bai-mot", "phong-cchc")
    put_signature(first, desk.now)
    with refuses("step-taken-while-signing"):
        put_signature(second, desk.now)
    assert len(desk.lines()) == 1


def test_a_regulation_changed_midway_begins_the_chain_anew(desk: Desk, tmp_path: Path) -> None:
    desk.organisation.article("bai-mot")
    desk.sign("bai-mot", "phong-cchc")
    changed = tmp_path / "root/regulations/ct.toml"
    changed.parent.mkdir(parents=True)
    text = (ROOT / "regulations/ct.toml").read_text(encoding="utf-8")
    changed.write_text(text.replace('"sở hữu trí tuệ", ', ""), encoding="utf-8")
    rules = desk.settings.records / "rules" / rules_file(load_profile(changed), desk.now.date())
    rules.write_bytes(changed.read_bytes())
    desk = replace(desk, organisation=reopened(desk.organisation, root=tmp_path / "root"))
    with pytest.raises(Refused):
        desk.sit("bai-mot", "truong-ban")
    assert [signoff.act for signoff in desk.sign_all("bai-mot")] == ["screen", "approve", "consent"]
    assert desk.public() and not load(desk.settings, desk.now).problems


def test_a_clock_that_jumped_back_is_told_and_writes_nothing(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    desk.sign("bai-mot", "phong-cchc")
    sitting = desk.sit("bai-mot", "truong-ban")
    with refuses("clock-went-back"):
        put_signature(sitting, desk.now - timedelta(minutes=3))
    assert len(desk.lines()) == 1


def test_a_torn_ledger_takes_no_signature(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    desk.sign("bai-mot", "phong-cchc")
    with ledger_path(desk.settings.records, "bai-mot").open("ab") as ledger:
        ledger.write(b'{"payload": "eyJ')
    before = desk.lines()
    with refuses("ledger-torn"):
        desk.sit("bai-mot", "truong-ban")
    assert desk.lines() == before


def _sign_in_a_process(desk: Desk, person: str, ready, told) -> None:  # type: ignore[no-untyped-def]
    sitting = desk.sit("bai-mot", person)
    ready.wait(60)
    try:
        told.put(put_signature(sitting, desk.now).digest)
    except (Refused, Busy) as refused:
        told.put(type(refused).__name__)


@pytest.mark.parametrize("people", [("phong-cchc", "van-thu"), ("phong-cchc", "phong-cchc")])
def test_two_who_sign_at_once_leave_one_line_and_one_is_told(desk: Desk, people: tuple[str, str]) -> None:
    """Both have read the same step; also when one of them holds the next step as well."""
    two_hats(desk)
    desk.organisation.article("bai-mot")
    desk.organisation.keys = {}
    desk.said()
    processes = get_context("spawn")
    ready, told = processes.Barrier(2), processes.Queue()
    plain = replace(desk, printed=io.StringIO())
    both = [processes.Process(target=_sign_in_a_process, args=(plain, person, ready, told)) for person in people]
    for process in both:
        process.start()
    outcomes = {told.get(timeout=60) for _ in both}
    for process in both:
        process.join()
    (signed,) = desk.organisation.case("bai-mot").ledger.signoffs
    assert outcomes == {"Refused", signed.digest}
