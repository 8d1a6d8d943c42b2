"""Signing at the desk: what is shown is what is signed, and nothing is lost whatever goes wrong."""

from __future__ import annotations

import io
import os
import pty
import sys
from argparse import ArgumentParser
from dataclasses import replace
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path

import pytest

from desk.sign import OnPaper, add_arguments, confirm, put_signature, run, show
from desk.signer_key import key_file, open_signer
from editorial.keys import new_key
from editorial.problem import Refused
from editorial.profile import load_profile, rules_file
from editorial.publication import load
from editorial.signoffs import ledger_path
from editorial.store import Busy
from tests.desk.office_fixture import Desk, desk_of
from tests.house import House
from tests.organisation import NOON, ROOT, SINCE, reopened

ABSENT = '\n[[absences]]\nperson = "truong-ban"\nfrom = 2026-11-20\nuntil = 2026-11-20\nreference = "Nghỉ phép"\n'
DELEGATED = (
    '\n[[delegations]]\nby = "truong-ban"\nto = "{}"\nfrom = 2026-11-20\nuntil = 2026-11-20\nreference = "GUQ 01"\n'
)
REVISED = "changed_on: 2026-11-20\nchange_note: Sửa hạn nộp\nchanged_by: Công văn số 1"
TWO_HATS = 'roles = [{ role = "reform_office", from = 2026-01-01 }, { role = "chief_editor", from = 2026-01-01 }]'


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {problem.code for problem in refused.value.problems}


def public(desk: Desk) -> dict[str, str]:
    """Return the public text of each item."""
    return {one.item.id: one.edition.body for one in load(desk.settings, desk.now).items}


def lines(desk: Desk, item: str = "bai-mot") -> list[bytes]:
    path = ledger_path(desk.settings.records, item)
    return path.read_bytes().splitlines() if path.exists() else []


def two_hats(desk: Desk) -> None:
    """Let the clerk of the reform office be chief editor too (CT-8.3-3: kiêm nhiệm)."""
    single = 'roles = [{ role = "reform_office", from = 2026-01-01 }]'
    desk.organisation.roster_text(lambda text: text.replace(single, TWO_HATS, 1))


# what the signer sees


def test_the_signer_sees_address_step_clause_and_digest_before_signing(desk: Desk) -> None:
    desk.organisation.article("bai-mot", body="Nội dung trình ký.")
    sitting = desk.sit("bai-mot", "phong-cchc")
    show(sitting, desk.screen)
    said = desk.said()
    for expected in ("/chinh-sach/2026/bai-mot/", "1/3: sàng lọc", "CT-10", "phong-cchc", "mục mới, 4 chữ"):
        assert expected in said
    digest = sitting.submission.edition.digest
    assert f"{digest[:4]} {digest[4:8]} {digest[8:12]} {digest[12:16]}" in said


def test_a_change_is_shown_against_what_was_approved_last(desk: Desk) -> None:
    desk.organisation.article("bai-mot", body="Hạn nộp là ngày mười.")
    desk.sign_all("bai-mot")
    desk.organisation.article("bai-mot", body="Hạn nộp là ngày hai mươi.", extra=REVISED)
    show(desk.sit("bai-mot", "phong-cchc"), desk.screen)
    said = desk.said()
    assert "[- mười.-]" in said and "{+ hai mươi.+}" in said and "Hạn nộp là ngày" in said


def test_a_change_that_nobody_explains_is_held(desk: Desk) -> None:
    """CT-5.5/2: the approved text stays public meanwhile."""
    desk.organisation.article("bai-mot", body="Câu đã duyệt.")
    desk.sign_all("bai-mot")
    desk.organisation.article("bai-mot", body="Câu đã sửa.")
    with pytest.raises(Refused) as refused:
        desk.sit("bai-mot", "phong-cchc")
    (problem,) = refused.value.problems
    assert (problem.code, problem.clause) == ("revision-unexplained", "CT-5.5")
    assert public(desk)["bai-mot"].strip() == "Câu đã duyệt."


def test_what_the_checks_hold_cannot_be_signed(desk: Desk) -> None:
    path = desk.organisation.article("bai-mot")
    path.write_text(path.read_text().replace("source: Quy chế\n", ""))
    with pytest.raises(Refused) as refused:
        desk.sit("bai-mot", "phong-cchc")
    assert {problem.severity for problem in refused.value.problems} <= {"hold", "fail"}
    assert not lines(desk)


def test_an_unreadable_line_of_the_file_is_not_signed_away(desk: Desk) -> None:
    """A key with a wrong value is left out of the item; the text must not go on without it."""
    desk.organisation.article("bai-mot", extra="event_on: hôm qua")
    with pytest.raises(Refused):
        desk.sit("bai-mot", "phong-cchc")


def test_the_next_signer_is_named_and_the_last_is_sent_to_publish(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    desk.sign("bai-mot", "phong-cchc")
    assert "2/3: phê duyệt – Trưởng Ban (CT-10): truong-ban" in desk.said()
    desk.sign("bai-mot", "truong-ban")
    desk.said()
    desk.sign("bai-mot", "lanh-dao-so")
    assert "make publish" in desk.said()


def test_signing_again_what_is_approved_changes_nothing(desk: Desk) -> None:
    desk.organisation.article("bai-mot", extra="publish_at: 2026-12-01")
    desk.sign_all("bai-mot")
    assert "publish_at" in desk.said()
    before = lines(desk)
    with pytest.raises(Refused) as refused:
        desk.sit("bai-mot", "phong-cchc")
    assert codes(refused) == {"already-approved"} and lines(desk) == before


# who may sign


def test_whose_turn_it_is_not_is_told_before_being_asked_anything(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    with pytest.raises(Refused) as refused:
        desk.sit("bai-mot", "lanh-dao-so")
    (problem,) = refused.value.problems
    assert problem.code == "step-of-others" and "phong-cchc" in str(problem.facts["names"])


def test_a_role_that_ended_yesterday_is_told_at_once(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    desk.sign("bai-mot", "phong-cchc")
    desk.organisation.roster_text(
        lambda text: text.replace(
            '"chief_editor", from = 2026-01-01', '"chief_editor", from = 2026-01-01, until = 2026-11-19'
        )
    )
    with pytest.raises(Refused) as refused:
        desk.sit("bai-mot", "truong-ban")
    assert codes(refused) == {"step-by-nobody"} and len(lines(desk)) == 1


def test_a_key_that_expired_yesterday_opens_nothing(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    desk.organisation.roster_text(
        lambda text: text.replace("from = 2026-01-01 }]\nroles", "from = 2026-01-01, until = 2026-11-19 }]\nroles")
    )
    with pytest.raises(Refused) as refused:
        desk.sit("bai-mot", "phong-cchc")
    assert codes(refused) == {"key-not-in-roster"}


@pytest.mark.parametrize(
    ("cover", "deputy", "may"),
    [
        ("", "pho-truong-ban", False),
        (ABSENT, "pho-truong-ban", True),  # CT-8.3-2: delegated or absent
        (DELEGATED.format("pho-truong-ban"), "pho-truong-ban", True),
        (ABSENT, "thanh-vien", False),  # a member needs a delegation (CT-8.3-1)
        (DELEGATED.format("thanh-vien"), "thanh-vien", True),
        (DELEGATED.format("thanh-vien").replace("2026-11-20", "2026-11-19"), "thanh-vien", False),
    ],
)
def test_a_deputy_signs_with_cover_only_and_both_names_stay(desk: Desk, cover: str, deputy: str, may: bool) -> None:
    desk.organisation.roster_text(lambda text: text + cover)
    desk.organisation.article("bai-mot")
    desk.sign("bai-mot", "phong-cchc")
    if may:
        signed = desk.sign("bai-mot", deputy)
        assert (signed.person, signed.on_behalf_of) == (deputy, "truong-ban")
        assert f"{deputy} (ký thay truong-ban)" in desk.said()
    else:
        with pytest.raises(Refused):
            desk.sit("bai-mot", deputy)


@pytest.mark.parametrize(
    ("regulation", "section", "first", "second"),
    [
        ("st", "section: chu-truong", "board_member", "chief_editor"),
        ("lc", "beyond_authority: no", "chief_editor", "chief_of_office"),
    ],
)
def test_where_signers_must_differ_nobody_signs_twice(
    tmp_path: Path, regulation: str, section: str, first: str, second: str
) -> None:
    """LC-8.1; ST by choice of the product."""
    desk = desk_of(tmp_path, regulation, {"mot-nguoi": first, "nguoi-khac": second})
    one = f'roles = [{{ role = "{first}", from = 2026-01-01 }}]'
    both = f'roles = [{{ role = "{first}", from = 2026-01-01 }}, {{ role = "{second}", from = 2026-01-01 }}]'
    desk.organisation.roster_text(lambda text: text.replace(one, both))
    write_plain(desk, section)
    desk.sign("bai-mot", "mot-nguoi")
    with pytest.raises(Refused) as refused:
        desk.sit("bai-mot", "mot-nguoi")
    assert codes(refused) == {"step-needs-another"} and len(lines(desk)) == 1
    desk.sign("bai-mot", "nguoi-khac")
    assert "bai-mot" in public(desk)


def write_plain(desk: Desk, extra: str) -> None:
    """Write an article in the words of the desk's own regulation."""
    desk.organisation.article("bai-mot", extra=extra)
    profile = load_profile(desk.settings.regulation_file)
    path = desk.settings.content / "bai/bai-mot.md"
    text = path.read_text()
    area = f"areas: {profile.areas.list[0].slug}\n" if profile.areas else ""
    level = f"level: {profile.site.levels.list[0]}\n" if profile.site.levels else ""
    text = text.replace("areas: the-che\n", area).replace("level: thành phố Cần Thơ\n", level)
    path.write_text(text)


# the text that is signed


def test_a_text_changed_while_signing_is_not_signed(desk: Desk) -> None:
    desk.organisation.article("bai-mot", body="Điều người ký đã đọc.")
    sitting = desk.sit("bai-mot", "phong-cchc")
    desk.organisation.article("bai-mot", body="Điều bị thay vào.")
    with pytest.raises(Refused) as refused:
        put_signature(sitting, desk.now)
    assert codes(refused) == {"text-changed-while-signing"} and not lines(desk)


def test_a_file_swapped_while_signing_is_not_signed(desk: Desk) -> None:
    desk.organisation.write("bai/so-lieu.csv", b"a,b\n1,2\n")
    desk.organisation.article("bai-mot", body="Xem [bảng số liệu](so-lieu.csv).")
    sitting = desk.sit("bai-mot", "phong-cchc")
    desk.organisation.write("bai/so-lieu.csv", b"a,b\n9,9\n")
    with pytest.raises(Refused):
        put_signature(sitting, desk.now)
    assert not lines(desk)


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
    with pytest.raises(Refused) as refused:
        desk.sit("bai-mot", "truong-ban")
    assert codes(refused) == {"edition-altered"} and len(lines(desk)) == 1


def test_one_person_with_two_roles_never_signs_a_step_unseen(desk: Desk) -> None:
    """CT-8.3-3: each step is still signed separately."""
    two_hats(desk)
    desk.organisation.article("bai-mot")
    first, second = desk.sit("bai-mot", "phong-cchc"), desk.sit("bai-mot", "phong-cchc")
    put_signature(first, desk.now)
    with pytest.raises(Refused) as refused:
        put_signature(second, desk.now)
    assert codes(refused) == {"step-taken-while-signing"} and len(lines(desk)) == 1


def test_a_regulation_changed_midway_begins_the_chain_anew(desk: Desk, tmp_path: Path) -> None:
    desk.organisation.article("bai-mot")
    desk.sign("bai-mot", "phong-cchc")
    changed = tmp_path / "root/regulations/ct.toml"
    changed.parent.mkdir(parents=True)
    text = (ROOT / "regulations/ct.toml").read_text(encoding="utf-8")
    changed.write_text(text.replace('"sở hữu trí tuệ", ', ""), encoding="utf-8")
    rules = desk.settings.records / "rules" / rules_file(load_profile(changed), SINCE + timedelta(days=1))
    rules.write_bytes(changed.read_bytes())
    desk = replace(desk, organisation=reopened(desk.organisation, root=tmp_path / "root"))
    with pytest.raises(Refused):
        desk.sit("bai-mot", "truong-ban")
    assert [signoff.act for signoff in desk.sign_all("bai-mot")] == ["screen", "approve", "consent"]
    assert public(desk) and not load(desk.settings, desk.now).problems


# clocks, crowds and torn files


def test_a_clock_that_jumped_back_is_told_and_writes_nothing(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    desk.sign("bai-mot", "phong-cchc")
    sitting = desk.sit("bai-mot", "truong-ban")
    with pytest.raises(Refused) as refused:
        put_signature(sitting, desk.now - timedelta(minutes=3))
    assert codes(refused) == {"clock-went-back"} and len(lines(desk)) == 1


def test_a_torn_ledger_takes_no_signature(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    desk.sign("bai-mot", "phong-cchc")
    with ledger_path(desk.settings.records, "bai-mot").open("ab") as ledger:
        ledger.write(b'{"payload": "eyJ')
    before = lines(desk)
    with pytest.raises(Refused) as refused:
        desk.sit("bai-mot", "truong-ban")
    assert codes(refused) == {"ledger-torn"} and lines(desk) == before


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


# on paper


def test_a_slip_signed_on_paper_says_so_for_good(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    desk.sign("bai-mot", "phong-cchc")
    paper = OnPaper("Phiếu trình 05", "truong-ban", NOON.date())
    signed = desk.sign("bai-mot", "van-thu", paper, note="đọc qua điện thoại")
    assert (signed.person, signed.signer, signed.paper.reference) == ("truong-ban", "van-thu", "Phiếu trình 05")
    assert "trên giấy: Phiếu trình 05, ký ngày 20/11/2026, van-thu nhập" in desk.said()


def test_the_head_of_a_provider_confirms_on_paper(desk: Desk) -> None:
    """CT-5.3, A46: he is in no roster."""
    path = desk.organisation.article("bai-mot")
    path.write_text(
        path.read_text().replace(
            "origin: own", "origin: provided\nprovider: so-noi-vu-can-tho\nprovider_head: Thủ trưởng nơi cung cấp"
        )
    )
    with pytest.raises(Refused) as refused:
        desk.sit("bai-mot", "phong-cchc")
    assert codes(refused) == {"step-by-nobody"}
    signed = desk.sign("bai-mot", "van-thu", OnPaper("CV 12/ABC", "Thủ trưởng nơi cung cấp", NOON.date()))
    assert signed.act == "confirm"
    assert [signoff.act for signoff in desk.sign_all("bai-mot")] == ["screen", "approve", "consent"]


@pytest.mark.parametrize(
    ("paper", "clerk"),
    [
        (OnPaper("P1", "phong-cchc", NOON.date()), "phong-cchc"),  # his own signature
        (OnPaper("P1", "phong-cchc", NOON.date()), "thanh-vien"),  # not of the publishing office
        (OnPaper("P1", "nguoi-la", NOON.date()), "van-thu"),  # nobody of the board
        (OnPaper("P1", "phong-cchc", NOON.date() + timedelta(days=1)), "van-thu"),  # dated tomorrow
    ],
)
def test_a_paper_that_cannot_be_right_is_refused(desk: Desk, paper: OnPaper, clerk: str) -> None:
    desk.organisation.article("bai-mot")
    with pytest.raises(Refused):
        desk.sign("bai-mot", clerk, paper)
    assert not lines(desk)


# keys


def test_the_only_key_of_the_folder_is_used(desk: Desk, tmp_path: Path) -> None:
    alone = replace(desk.settings, keys=tmp_path / "alone")
    with pytest.raises(Refused) as refused:
        key_file(alone)
    assert codes(refused) == {"key-none"}
    new_key(alone.keys / "toi.pem")
    assert key_file(alone) == alone.keys / "toi.pem"
    new_key(alone.keys / "nguoi-khac.pem")
    with pytest.raises(Refused) as refused:
        key_file(alone)
    assert codes(refused) == {"key-to-choose"}


def test_a_person_is_no_path(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        key_file(desk.settings, "../keys/van-thu")
    assert codes(refused) == {"key-of-nobody"}


def test_somebody_elses_key_under_ones_name_is_told(desk: Desk) -> None:
    path = str(desk.settings.keys / "van-thu.pem")
    with pytest.raises(Refused) as refused:
        open_signer(desk.organisation.office(), desk.screen, desk.now, "truong-ban", path)
    assert codes(refused) == {"key-of-another"}


def test_a_sample_key_is_said_loudly_and_refused_on_the_real_site(desk: Desk) -> None:
    samples, records = ROOT / "records/sample-keys", desk.settings.records
    (records / "sample-keys").symlink_to(samples)
    (desk.settings.keys / "truong-ban.pem").unlink()
    (records / "roster.toml").write_bytes((ROOT / "records/roster.toml").read_bytes())
    open_signer(desk.organisation.office(), desk.screen, desk.now, "truong-ban")
    assert "KHÓA MẪU" in desk.said()
    real = reopened(desk.organisation, siteurl="https://vi-du.gov.vn")
    with pytest.raises(Refused) as refused:
        open_signer(real.office(), desk.screen, desk.now, "truong-ban")
    assert codes(refused) == {"roster-sample"}


def test_a_passphrase_comes_from_the_environment_or_not_at_all(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    path = desk.settings.keys / "co-mat-khau.pem"
    new_key(path, "câu dài dễ nhớ")
    for given in ("", "câu khác hẳn"):
        monkeypatch.setenv("CCHC_PASSPHRASE", given)
        with pytest.raises(Refused):
            open_signer(desk.organisation.office(), desk.screen, desk.now, key=str(path))
    monkeypatch.setenv("CCHC_PASSPHRASE", "câu dài dễ nhớ")
    with pytest.raises(Refused) as refused:
        open_signer(desk.organisation.office(), desk.screen, desk.now, key=str(path))
    assert codes(refused) == {"key-not-in-roster"}


# questions


def test_without_a_terminal_nothing_is_signed_unasked(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    assert not confirm(desk.sit("bai-mot", "phong-cchc"), desk.screen, yes=False, checked=True)
    desk.sign("bai-mot", "phong-cchc")
    desk.said()
    assert not confirm(desk.sit("bai-mot", "truong-ban"), desk.screen, yes=True, checked=False)
    assert "an ninh mạng" in desk.said()


def test_half_a_paper_is_a_wrong_call(desk: Desk) -> None:
    parser = ArgumentParser()
    add_arguments(parser)
    assert run(parser.parse_args(["bai-mot", "--paper", "P1"]), desk.settings, desk.screen) == 2
    assert "--signed-on" in desk.said()


def test_a_day_that_is_none_is_told_in_vietnamese(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    parser = ArgumentParser()
    add_arguments(parser)
    with pytest.raises(SystemExit):
        parser.parse_args(["bai-mot", "--signed-on", "20/11/2026"])
    assert "2026-11-20" in capsys.readouterr().err
    assert parser.parse_args(["bai-mot", "--signed-on", "2026-11-20"]).signed_on == date(2026, 11, 20)


def test_a_leader_answers_each_line_in_a_real_terminal(desk: Desk) -> None:
    """The whole command in a pseudo-terminal: seven lines of the checklist, then the signature."""
    desk.organisation.article("bai-mot")
    desk.sign("bai-mot", "phong-cchc")
    answered = _in_a_terminal(desk, ["c"] * 8, "sign", "bai-mot", "--as", "truong-ban")
    assert "đầy đủ, chính xác, kịp thời?" in answered and "Traceback" not in answered
    assert [signoff.act for signoff in desk.organisation.case("bai-mot").ledger.signoffs] == ["screen", "approve"]


def test_one_no_in_the_checklist_and_nothing_is_signed(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    desk.sign("bai-mot", "phong-cchc")
    assert "Chưa ký" in _in_a_terminal(desk, ["c", "k"], "sign", "bai-mot", "--as", "truong-ban")
    assert len(lines(desk)) == 1


def _in_a_terminal(desk: Desk, answers: list[str], *words: str) -> str:
    """Run a command of the desk in a pseudo-terminal that answers its questions, and return what it showed."""
    house = House(desk.organisation)
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(ROOT)
        os.execve(sys.executable, [sys.executable, "-m", "desk", *words], house.environment())
    os.write(terminal, "".join(f"{answer}\n" for answer in answers).encode())
    shown = b""
    while True:
        try:
            part = os.read(terminal, 4096)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.waitpid(child, 0)
    os.close(terminal)
    return shown.decode()
