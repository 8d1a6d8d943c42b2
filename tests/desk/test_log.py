"""The log of an item, and mending a ledger that was cut off."""

from __future__ import annotations

from datetime import timedelta
from multiprocessing import get_context

import pytest

from desk.log import repair_ledgers, show_log
from desk.refuse import read_for_refusal, refuse_text
from desk.signer_key import open_signer
from editorial.ledger_repair import repair, tears
from editorial.problem import Refused
from editorial.roster import ROSTER, PublicKey, load_roster
from editorial.signoffs import Refusal, ledger_lock, ledger_path
from editorial.store import Busy, locked
from tests.desk.office_fixture import Desk


@pytest.fixture
def begun(desk: Desk) -> Desk:
    """A desk with an article that two people have signed."""
    desk.organisation.article("bai-mot")
    desk.sign("bai-mot", "phong-cchc", note="đã đọc cả bảng")
    desk.sign("bai-mot", "truong-ban")
    desk.said()
    return desk


def key(desk: Desk, person: str) -> PublicKey:
    return load_roster(desk.settings.records / ROSTER).people[person].keys[0]


def cut(desk: Desk, keep: int) -> bytes:
    """Cut the last line off after so many bytes, as a crash does, and return the whole ledger as it was."""
    path = ledger_path(desk.settings.records, "bai-mot")
    whole = path.read_bytes()
    last = whole[:-1].rfind(b"\n") + 1
    path.write_bytes(whole[: last + keep] if keep >= 0 else whole[:keep])
    return whole


def test_the_log_tells_who_when_what_and_on_which_edition(begun: Desk) -> None:
    assert show_log(begun.settings, "bai-mot", begun.screen, begun.now) == 0
    said = begun.said()
    for expected in (
        "12:00 ngày 20/11/2026",
        "sàng lọc – Phòng",
        "(CT-10)",
        "đã đọc cả bảng",
        "phê duyệt – Trưởng Ban",
        "Mọi dòng: theo Quy chế",
        "cơ quan ghi nhận ngày 01/01/2026",
        *(f"{key(begun, person).public[:8]}… của {person}" for person in ("phong-cchc", "truong-ban")),
    ):
        assert expected in said


def test_the_log_tells_apart_several_clauses_and_what_another_regulation_lends(begun: Desk) -> None:
    """Below it stands by whose rules each line was signed, which CT-5.6 CT-7 and a bare ST-6.3b would contradict."""
    begun.sign("bai-mot", "lanh-dao-so")
    begun.organisation.article("bai-mot", body="Nội dung khác.")
    office, now = begun.organisation.office(), begun.organisation.later(seconds=1)
    signer = open_signer(office, begun.screen, now, "truong-ban")
    refuse_text(office, read_for_refusal(office, "bai-mot", now), signer, Refusal("unverified", ""), now)
    show_log(begun.settings, "bai-mot", begun.screen, begun.now)
    said = begun.said()
    assert "(CT-5.6; CT-7)" in said and "(ST-6.3b (mặc định, theo quy chế khác))" in said


def test_a_signoff_that_does_not_count_says_why(begun: Desk) -> None:
    begun.organisation.roster_text(
        lambda text: text.replace('"chief_editor", from = 2026-01-01', '"chief_editor", from = 2026-12-01')
    )
    assert show_log(begun.settings, "bai-mot", begun.screen, begun.now) == 1
    assert "không: truong-ban không giữ và không được ủy quyền" in begun.said()


def test_an_item_nobody_signed_has_an_empty_log(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    assert show_log(desk.settings, "bai-mot", desk.screen, desk.now) == 0
    with pytest.raises(Refused):
        show_log(desk.settings, "khong-co", desk.screen, desk.now)


@pytest.mark.parametrize("keep", [1, 40, 400])
def test_a_torn_line_is_set_aside_and_the_lines_above_stay(begun: Desk, keep: int) -> None:
    whole = cut(begun, keep)
    assert repair_ledgers(begun.settings, "bai-mot", True, begun.screen, begun.now) == 0
    path = ledger_path(begun.settings.records, "bai-mot")
    first, second = whole.splitlines(keepends=True)
    assert path.read_bytes() == first
    (kept,) = (path.parent / "quarantine").iterdir()
    assert kept.read_bytes() == second[:keep] and str(kept) in begun.said()
    assert begun.sign("bai-mot", "truong-ban").act == "approve"


def test_a_whole_signoff_without_its_newline_is_not_lost(begun: Desk) -> None:
    whole = cut(begun, -1)
    assert repair_ledgers(begun.settings, "", True, begun.screen, begun.now) == 0
    path = ledger_path(begun.settings.records, "bai-mot")
    assert path.read_bytes() == whole and not (path.parent / "quarantine").exists()
    assert begun.sign("bai-mot", "lanh-dao-so").act == "consent"


def test_a_whole_line_that_does_not_follow_the_one_above_is_set_aside(begun: Desk) -> None:
    whole = cut(begun, -1)
    path = ledger_path(begun.settings.records, "bai-mot")
    first, second = whole.splitlines(keepends=True)
    path.write_bytes(first + second + second[:-1])
    kept = repair(begun.settings.records, "bai-mot", begun.now)
    assert path.read_bytes() == whole and kept is not None and kept.read_bytes() == second[:-1]


def test_what_was_set_aside_before_is_never_overwritten(begun: Desk) -> None:
    for tail in (b"mot", b"hai"):
        with ledger_path(begun.settings.records, "bai-mot").open("ab") as ledger:
            ledger.write(tail)
        repair(begun.settings.records, "bai-mot", begun.now)
    folder = begun.settings.records / "signoffs/quarantine"
    assert sorted(path.read_bytes() for path in folder.iterdir()) == [b"hai", b"mot"]


def test_nothing_is_mended_unasked_and_a_second_run_changes_nothing(begun: Desk) -> None:
    cut(begun, 40)
    torn = ledger_path(begun.settings.records, "bai-mot").read_bytes()
    assert repair_ledgers(begun.settings, "", False, begun.screen, begun.now) == 1
    assert ledger_path(begun.settings.records, "bai-mot").read_bytes() == torn
    assert repair_ledgers(begun.settings, "", True, begun.screen, begun.now) == 0
    mended = ledger_path(begun.settings.records, "bai-mot").read_bytes()
    later = begun.now + timedelta(hours=1)
    assert repair_ledgers(begun.settings, "", True, begun.screen, later) == 0
    assert ledger_path(begun.settings.records, "bai-mot").read_bytes() == mended and not tears(begun.settings.records)


def test_a_ledger_altered_in_the_middle_is_not_called_sound(begun: Desk) -> None:
    path = ledger_path(begun.settings.records, "bai-mot")
    first, second = path.read_bytes().splitlines(keepends=True)
    for altered in (second + first, second + first + b"cut off"):
        path.write_bytes(altered)
        assert repair_ledgers(begun.settings, "", True, begun.screen, begun.now) == 1
        said = begun.said()
        assert "signoffs/bai-mot.jsonl:1" in said and "bản sao lưu" in said
        assert "Không có sổ ký nào bị cắt cụt" not in said


def _hold_lock(path, held, done) -> None:  # type: ignore[no-untyped-def]
    with locked(path):
        held.set()
        done.wait(60)


def test_repair_waits_for_whoever_is_signing(begun: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    cut(begun, 40)
    torn = ledger_path(begun.settings.records, "bai-mot").read_bytes()
    processes = get_context("spawn")
    held, done = processes.Event(), processes.Event()
    lock = ledger_lock(begun.settings.records, "bai-mot")
    other = processes.Process(target=_hold_lock, args=(lock, held, done))
    other.start()
    assert held.wait(60)
    monkeypatch.setattr("editorial.ledger_repair.locked", lambda path: locked(path, wait_seconds=0.2))
    with pytest.raises(Busy):
        repair(begun.settings.records, "bai-mot", begun.now)
    assert ledger_path(begun.settings.records, "bai-mot").read_bytes() == torn
    done.set()
    other.join()
    assert repair(begun.settings.records, "bai-mot", begun.now)


def test_no_path_leads_out_of_the_ledgers(desk: Desk) -> None:
    with pytest.raises(Refused):
        repair_ledgers(desk.settings, "../roster", True, desk.screen, desk.now)
