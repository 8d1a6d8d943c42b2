"""Signing at the desk: what is shown is what is signed, and nothing is lost whatever goes wrong."""

from __future__ import annotations

import os
import pty
import sys
from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path

import pytest

from desk.fingerprint import compared, in_words
from desk.sign import OnPaper, add_arguments, confirm, run, show
from editorial.messages import sentence
from editorial.problem import Refused
from editorial.profile import load_profile
from tests.desk.office_fixture import Desk, desk_of
from tests.house import House
from tests.organisation import NOON, ROOT
from tests.refusing import refuses

ABSENT = '\n[[absences]]\nperson = "truong-ban"\nfrom = 2026-11-20\nuntil = 2026-11-20\nreference = "Nghỉ phép"\n'


def arguments(*words: str) -> Namespace:
    parser = ArgumentParser()
    add_arguments(parser)
    return parser.parse_args(words)


DELEGATED = (
    '\n[[delegations]]\nby = "truong-ban"\nto = "{}"\nfrom = 2026-11-20\nuntil = 2026-11-20\nreference = "GUQ 01"\n'
)
REVISED = "changed_on: 2026-11-20\nchange_note: Sửa hạn nộp\nchanged_by: Công văn số 1"


# what the signer sees


def test_the_signer_sees_address_step_clause_and_digest_before_signing(desk: Desk) -> None:
    desk.organisation.article("bai-mot", body="Nội dung trình ký.")
    sitting = desk.sit("bai-mot", "phong-cchc")
    show(sitting, desk.screen)
    said = desk.said()
    for expected in ("/chinh-sach/2026/bai-mot/", "1/3: sàng lọc", "CT-10", "phong-cchc", "mục mới, 4 chữ"):
        assert expected in said
    digest = sitting.submission.edition.digest
    assert compared(digest) in said and in_words(digest) in said


def test_what_a_new_text_does_beyond_its_own_page_is_told_before_signing(desk: Desk) -> None:
    """It does not stand in the text: a strip on every page, a place above others, a day before anybody signed."""
    lines = "alert_until: 2026-12-01\npinned_until: 2026-11-30\nfirst_published_on: 2023-05-20\nold_address: /cu.html"
    desk.organisation.article("bai-mot", extra=lines)
    show(desk.sit("bai-mot", "phong-cchc"), desk.screen)
    assert (
        "Kèm theo     ngày cuối hiện ở đầu mọi trang: 2026-12-01; ngày cuối được ghim: 2026-11-30; "
        "ngày đăng ở trang cũ: 2023-05-20; địa chỉ ở trang cũ: /cu.html\n"
    ) in desk.said()


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
    assert desk.public()["bai-mot"] == "Câu đã duyệt."


def test_a_minor_change_of_a_number_is_told_to_its_signers(desk: Desk) -> None:
    """CT-5.5: what is marked as minor is no correction, so readers would not be told of another number."""
    desk.organisation.article("bai-mot", body="Xếp hạng 34 trên 63 tỉnh, đạt 83,28%.")
    desk.sign_all("bai-mot")
    minor = f"{REVISED}\nchange_minor: có"
    desk.organisation.article("bai-mot", body="Xếp hạng 33 trên 63 tỉnh, đạt 83,28%.", extra=minor)
    (told,) = desk.sit("bai-mot", "phong-cchc").submission.warnings
    assert (told.code, told.severity, told.clause) == ("revision-minor-figures", "warn", "CT-5.5")
    assert "số trong bài có đổi (bỏ 34; thêm 33)" in sentence(told)
    desk.organisation.article("bai-mot", body="Xếp hạng 34 trên 63 tỉnh, đạt 83,28%!", extra=minor)
    assert desk.sit("bai-mot", "phong-cchc").submission.warnings == ()
    desk.organisation.article("bai-mot", body="Xếp hạng 33 trên 63 tỉnh, đạt 83,28%.", extra=REVISED)
    assert desk.sit("bai-mot", "phong-cchc").submission.warnings == ()


def test_what_the_checks_hold_cannot_be_signed(desk: Desk) -> None:
    path = desk.organisation.article("bai-mot")
    path.write_text(path.read_text().replace("source: Quy chế\n", ""))
    with pytest.raises(Refused) as refused:
        desk.sit("bai-mot", "phong-cchc")
    assert {problem.severity for problem in refused.value.problems} <= {"hold", "fail"}
    assert not desk.lines()


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
    assert "hẹn đăng từ 00:00 ngày 01/12/2026. Chạy make publish từ lúc ấy." in desk.said()
    before = desk.lines()
    with refuses("already-approved"):
        desk.sit("bai-mot", "phong-cchc")
    assert desk.lines() == before


# who may sign


def test_whose_turn_it_is_not_is_told_before_being_asked_anything(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    with pytest.raises(Refused) as refused:
        desk.sit("bai-mot", "lanh-dao-so")
    (problem,) = refused.value.problems
    assert problem.code == "step-of-others" and "phong-cchc" in str(problem.facts["names"])


def test_who_may_stand_in_is_told_what_the_roster_lacks_and_then_for_whom_he_signs(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    desk.sign("bai-mot", "phong-cchc")
    for person, way in (
        ("pho-truong-ban", "khối [[delegations]] ghi ủy quyền hoặc khối [[absences]] ghi người ấy vắng mặt (CT-8.3-2)"),
        ("thanh-vien", "khối [[delegations]] ghi ủy quyền (CT-8.3-1)"),
    ):
        with pytest.raises(Refused) as refused:
            desk.sit("bai-mot", person)
        assert f"ký thay Trưởng Ban khi roster.toml có {way}" in sentence(refused.value.problems[0])
    desk.organisation.roster_text(lambda text: text + ABSENT)
    show(desk.sit("bai-mot", "pho-truong-ban"), desk.screen)
    assert "Người ký     pho-truong-ban, ký thay truong-ban" in desk.said()


def test_several_are_signed_with_one_password_and_what_cannot_be_is_named(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for item in ("bai-mot", "bai-hai", "bai-ba"):
        desk.organisation.article(item, title=item)
    desk.sign("bai-hai", "phong-cchc")
    asked: list[Path] = []
    monkeypatch.setattr("desk.signer_key.ask_passphrase", lambda path, screen: asked.append(path) or "")
    args = arguments("bai-mot", "bai-hai", "bai-ba", "bai-mot", "--as", "phong-cchc", "--yes")
    assert run(args, desk.settings, desk.screen) == 1
    said = desk.said()
    assert "Đang chờ bước phê duyệt – Trưởng Ban" in said
    assert "Đã ký 2 mục. Chưa ký 1 mục: bai-hai." in said
    assert [len(desk.lines(item)) for item in ("bai-mot", "bai-hai", "bai-ba")] == [1, 1, 1]
    assert len(asked) == 1
    paper = ("--paper", "Phiếu 1", "--person", "truong-ban", "--signed-on", "2026-11-20")
    assert run(arguments("bai-mot", "bai-ba", "--as", "van-thu", *paper), desk.settings, desk.screen) == 2


def test_a_role_that_ended_yesterday_is_told_at_once(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    desk.sign("bai-mot", "phong-cchc")
    desk.organisation.roster_text(
        lambda text: text.replace(
            '"chief_editor", from = 2026-01-01', '"chief_editor", from = 2026-01-01, until = 2026-11-19'
        )
    )
    with refuses("step-by-nobody"):
        desk.sit("bai-mot", "truong-ban")
    assert len(desk.lines()) == 1


def test_a_key_that_expired_yesterday_opens_nothing(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    desk.organisation.roster_text(
        lambda text: text.replace("from = 2026-01-01 }]\nroles", "from = 2026-01-01, until = 2026-11-19 }]\nroles")
    )
    with pytest.raises(Refused) as refused:
        desk.sit("bai-mot", "phong-cchc")
    [problem] = refused.value.problems
    assert problem.code == "key-ended"
    assert "chỉ dùng được đến hết ngày 19/11/2026" in sentence(problem)
    person = desk.organisation.office().roster.people["phong-cchc"]
    assert f"Khóa {person.keys[0].public[:8]}… của {person.name}" in sentence(problem), "as roster.toml writes it"


def test_a_key_of_tomorrow_opens_nothing_today(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    desk.organisation.roster_text(
        lambda text: text.replace("from = 2026-01-01 }]\nroles", "from = 2026-11-21 }]\nroles")
    )
    with refuses("key-not-yet"):
        desk.sit("bai-mot", "phong-cchc")


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
    with refuses("step-needs-another"):
        desk.sit("bai-mot", "mot-nguoi")
    assert len(desk.lines()) == 1
    desk.sign("bai-mot", "nguoi-khac")
    assert "bai-mot" in desk.public()


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


# questions


def test_without_a_terminal_nothing_is_signed_unasked(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    assert not confirm(desk.sit("bai-mot", "phong-cchc"), desk.screen, yes=False, checked=True)
    desk.sign("bai-mot", "phong-cchc")
    desk.said()
    assert not confirm(desk.sit("bai-mot", "truong-ban"), desk.screen, yes=True, checked=False)
    assert "an ninh mạng" in desk.said()


def test_yes_does_not_compare_the_code_on_the_slip(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    sitting = desk.sit("bai-mot", "van-thu", OnPaper("P1", "phong-cchc", NOON.date()))
    desk.said()
    assert not confirm(sitting, desk.screen, yes=True, checked=False)
    said = desk.said()
    assert "Mã in trên phiếu" in said and "--checked" in said
    assert confirm(sitting, desk.screen, yes=True, checked=True)


def test_half_a_paper_is_a_wrong_call(desk: Desk) -> None:
    assert run(arguments("bai-mot", "--paper", "P1"), desk.settings, desk.screen) == 2
    assert "--signed-on" in desk.said()


def test_a_day_that_is_none_is_told_in_vietnamese(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    parser = ArgumentParser()
    add_arguments(parser)
    with pytest.raises(SystemExit):
        parser.parse_args(["bai-mot", "--signed-on", "31/11/2026"])
    assert "“31/11/2026” không phải là ngày" in capsys.readouterr().err
    for typed in ("20/11/2026", "2026-11-20"):
        assert parser.parse_args(["bai-mot", "--signed-on", typed]).signed_on == date(2026, 11, 20)


def test_a_leader_answers_each_line_in_a_real_terminal(desk: Desk) -> None:
    """The whole command in a pseudo-terminal: seven lines of the checklist, then the signature."""
    desk.organisation.article("bai-mot")
    desk.sign("bai-mot", "phong-cchc")
    answered = _in_a_terminal(desk, ["c"] * 8, "sign", "bai-mot", "--as", "truong-ban")
    assert "đầy đủ, chính xác, kịp thời?" in answered and "Traceback" not in answered
    signoffs = desk.organisation.case("bai-mot").ledger.signoffs
    assert [signoff.act for signoff in signoffs] == ["screen", "approve"]
    assert f"Ký bản {compared(signoffs[-1].edition)}?" in answered, "a long text has scrolled the code away"


def test_one_no_in_the_checklist_and_nothing_is_signed(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    desk.sign("bai-mot", "phong-cchc")
    assert "Chưa ký" in _in_a_terminal(desk, ["c", "k"], "sign", "bai-mot", "--as", "truong-ban")
    assert len(desk.lines()) == 1


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
