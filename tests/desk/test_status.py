"""What waits for whom, since when, and by when."""

from __future__ import annotations

import re
from argparse import ArgumentParser
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desk.publish import _tell_waiting
from desk.refuse import read_for_refusal, refuse_text
from desk.rules import adopt
from desk.signer_key import open_signer
from desk.status import SHOWN, add_arguments, show_status
from desk.unchanged import Told
from editorial.dates import local_day
from editorial.problem import Refused
from editorial.publication import load
from editorial.published import Run, read_log, record
from editorial.signing import withdraw
from editorial.signoffs import Refusal, Withdrawal, ledger_path
from tests.desk.office_fixture import Desk
from tests.organisation import NOON

REVISED = "changed_on: 2026-11-20\nchange_note: Sửa hạn nộp\nchanged_by: Công văn số 1"

ABSENT = '\n[[absences]]\nperson = "truong-ban"\nfrom = 2026-11-20\nuntil = 2026-11-20\nreference = "Nghỉ phép"\n'


def status(desk: Desk, **how: object) -> str:
    """Return what the command shows, its exit code first."""
    desk.said()
    code = show_status(desk.settings, desk.screen, desk.now, **how)  # type: ignore[arg-type]
    return f"{code}\n{desk.said()}"


def row(said: str, item: str) -> str:
    """Return the line of the table that stands with the item's id, and the one before it."""
    lines = said.splitlines()
    place = next(number for number, line in enumerate(lines) if f"│{item} " in line)
    return "\n".join(lines[place - 1 : place + 1])


def test_a_new_text_waits_for_the_first_step_and_its_people(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    said = status(desk)
    assert said.startswith("0\n") and "chưa ai ký" in said
    step = "sàng lọc – Phòng Cải cách hành chính - Văn thư, Lưu trữ (CT-10)"
    assert f"Ký được hôm nay, {step}: phong-cchc (phong-cchc), van-thu (van-thu)" in said


def test_a_begun_chain_tells_since_when_in_working_days(desk: Desk) -> None:
    """From Friday 20 to Monday 23 November 2026."""
    desk.organisation.article("bai-mot")
    desk.sign("bai-mot", "phong-cchc")
    desk.organisation.now = NOON + timedelta(days=3)
    assert "đang trình ký từ 20/11/2026, 1 ngày làm việc" in status(desk)
    assert "phê duyệt – Trưởng Ban (CT-10): truong-ban" in status(desk)


def test_a_chain_that_a_new_regulation_overtook_says_so_and_begins_anew(desk: Desk, tmp_path: Path) -> None:
    desk.organisation.article("bai-mot")
    desk.sign("bai-mot", "phong-cchc")
    root = tmp_path / "moi"
    (root / "regulations").mkdir(parents=True)
    text = desk.settings.regulation_file.read_text(encoding="utf-8")
    assert "an ninh mạng" in text
    (root / "regulations/ct.toml").write_text(text.replace("an ninh mạng", "an toàn mạng"), encoding="utf-8")
    desk.organisation.settings = replace(desk.settings, root=root)
    assert adopt(desk.settings.regulation_file, desk.settings, local_day(desk.now), True, desk.screen) == 0
    assert "mục đang trình dở phải ký lại từ bước đầu" in desk.said()
    told = row(status(desk), "bai-mot")
    assert "quy chế đổi khi đang trình, ký lại từ bước đầu" in told and "sàng lọc – Phòng" in told
    assert "đang trình ký từ" not in told
    desk.sign("bai-mot", "phong-cchc")
    assert "đang trình ký từ" in row(status(desk), "bai-mot")


def test_the_due_day_stands_with_its_clause_and_what_is_left(desk: Desk) -> None:
    """ST-10.1c, for Cần Thơ a default: guidance 15 working days after the text of 1 November 2026 (a Sunday)."""
    desk.organisation.article("bai-mot")
    said = status(desk)
    assert "20/11/2026, hết hạn hôm nay (ST-10.1c, mặc định)" in said and "0 việc trễ hạn" in said
    desk.organisation.now = NOON + timedelta(days=1)
    assert "20/11/2026, quá hạn (ST-10.1c, mặc định)" in status(desk), "on a Saturday no working day has gone yet"
    assert "1 việc trễ hạn" in status(desk)
    desk.organisation.now = NOON + timedelta(days=3)
    assert "trễ 1 ngày làm việc" in status(desk) and "1 việc trễ hạn" in status(desk)


def test_the_most_urgent_stands_first(desk: Desk) -> None:
    desk.organisation.article("bai-gap")
    path = desk.organisation.article("bai-sau")
    path.write_text(path.read_text().replace("issued_on: 2026-11-01", "issued_on: 2026-11-19"))
    path = desk.organisation.article("bai-khong-han")
    path.write_text(path.read_text().replace("kind: guidance", "kind: policy"))
    said = status(desk)
    assert said.index("│bai-gap ") < said.index("│bai-sau ") < said.index("│bai-khong-han ")


def test_an_edited_text_runs_only_the_clock_of_its_change(desk: Desk) -> None:
    """CT-5.5: at once; the alarm after a day is the product's."""
    desk.organisation.article("bai-mot", body="Câu đã duyệt.")
    desk.sign_all("bai-mot")
    desk.organisation.now = NOON + timedelta(days=3)
    desk.organisation.article("bai-mot", body="Câu đã sửa.")
    said = status(desk)
    assert "sửa sau khi duyệt; trang còn hiện bản cũ" in said and "ST-10.1c" not in said
    desk.organisation.article("bai-mot", body="Câu đã sửa.", extra="changed_on: 2026-11-23")
    assert "đăng ngay, nhắc từ" in status(desk) and "(CT-5.5)" in status(desk)


def test_a_year_without_calendar_is_one_sentence_and_no_crash(desk: Desk) -> None:
    for item in ("bai-mot", "bai-hai"):
        path = desk.organisation.article(item, title=f"Bài {item}")
        path.write_text(path.read_text().replace("issued_on: 2026-11-01", "issued_on: 2031-02-03"))
    said = status(desk)
    assert said.startswith("0\n") and said.count("holidays/2031.toml") == 1
    assert "│bai-mot " in said and "│bai-hai " in said


def test_what_is_overdue_is_told_though_no_calendar_counts_the_days(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    desk.organisation.now = NOON.replace(year=2035)
    said = status(desk)
    assert "quá hạn (ST-10.1c, mặc định)" in said and "1 việc trễ hạn" in said and said.count("holidays/2035.toml") == 1


def test_a_signature_that_does_not_count_is_told_until_another_one_settles_it(desk: Desk) -> None:
    """Else each publish and each status of ten years would ask to sign anew what was signed anew long ago."""
    desk.organisation.article("bai-mot")
    desk.organisation.sign_all("bai-mot")
    lost = desk.now.date()
    for days in (1, 2):
        desk.organisation.now = NOON + timedelta(days=days)
        desk.organisation.article("bai-mot", body=f"Câu thứ {days}.", extra=REVISED)
        desk.organisation.sign_all("bai-mot")
        if days == 1:
            desk.organisation.roster_text(
                lambda text: text.replace(
                    '"chief_editor", from = 2026-01-01',
                    f'"chief_editor", from = 2026-01-01, until = {lost} }}, '
                    f'{{ role = "chief_editor", from = {lost + timedelta(days=2)}',
                )
            )
            assert "không giữ và không được ủy quyền" in status(desk)
    assert "không giữ và không được ủy quyền" not in status(desk)


def test_a_text_from_before_the_calendar_is_not_late(desk: Desk) -> None:
    path = desk.organisation.article("bai-mot")
    path.write_text(path.read_text().replace("issued_on: 2026-11-01", "issued_on: 2006-06-29"))
    assert "trễ" not in status(desk).split("Tổng")[0]


def test_a_broken_calendar_still_shows_the_table(desk: Desk) -> None:
    (desk.settings.records / "holidays/2026.toml").write_text("year = ")
    desk.organisation.article("bai-mot")
    said = status(desk)
    assert said.startswith("1\n") and "│bai-mot " in said and "2026.toml" in said


def test_mine_are_the_steps_that_i_may_do_today(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    desk.organisation.article("bai-hai", title="Bài khác")
    desk.sign("bai-mot", "phong-cchc")
    assert "│bai-mot " in status(desk, mine="truong-ban") and "│bai-hai " not in status(desk, mine="truong-ban")
    assert "│bai-hai " in status(desk, mine="van-thu") and "│bai-mot " not in status(desk, mine="van-thu")
    assert "Không có việc gì" in status(desk, mine="pho-truong-ban")
    desk.organisation.roster_text(lambda text: text + ABSENT)
    assert "│bai-mot " in status(desk, mine="pho-truong-ban")
    with pytest.raises(Refused):
        status(desk, mine="khong-co")


def test_a_text_changed_between_two_signatures_was_not_approved_and_begins_anew(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    desk.sign("bai-mot", "phong-cchc")
    desk.organisation.article("bai-mot", body="Nội dung sửa thêm.")
    told = row(status(desk), "bai-mot")
    assert "sửa khi đang trình, ký lại từ bước đầu" in told and "sàng lọc – Phòng" in told
    assert "sau khi duyệt" not in told


def test_of_many_the_most_urgent_are_shown_and_a_list_to_sign_one_after_another(desk: Desk) -> None:
    for item in ("bai-mot", "bai-hai", "bai-ba"):
        desk.organisation.article(item, title=item)
    said = status(desk, limit=2)
    assert "bai-ba" in said and "bai-hai" in said and "bai-mot" not in said
    assert "… và 1 việc khác." in said and "Tổng: 3 việc đang chờ" in said
    said = status(desk, mine="phong-cchc", limit=1)
    assert "python -m desk sign bai-ba bai-hai bai-mot --as phong-cchc" in said


def test_a_publish_that_shows_the_first_names_a_command_that_shows_all(desk: Desk) -> None:
    waiting = tuple((f"Bài {number}", "chưa ai ký", "sàng lọc") for number in range(SHOWN + 1))
    _tell_waiting(desk.screen, Told(0, (), False, waiting, 0))
    [command] = re.findall(r"Xem tất cả: python -m desk status (.+)", desk.said())
    parser = ArgumentParser()
    add_arguments(parser)
    assert parser.parse_args(command.split()).limit == 0


def test_embargoed_refused_and_withdrawn_are_told_apart(desk: Desk) -> None:
    desk.organisation.article("cho-dang", extra="publish_at: 2026-12-01", title="Chờ đăng")
    desk.sign_all("cho-dang")
    desk.organisation.article("tu-choi", title="Từ chối")
    office, now = desk.organisation.office(), desk.organisation.later(seconds=1)
    signer = open_signer(office, desk.screen, now, "truong-ban")
    refuse_text(office, read_for_refusal(office, "tu-choi", now), signer, Refusal("not_public"), now)
    desk.organisation.article("da-go", title="Đã gỡ")
    desk.sign_all("da-go")
    withdraw(office, "da-go", signer, Withdrawal("error", "Sai"), "", desk.organisation.later(seconds=1))
    desk.organisation.article("cong-khai", title="Công khai")
    desk.sign_all("cong-khai")
    said = status(desk)
    assert re.search("│ đủ chữ ký, chưa đến lúc đăng +│ 00:00 ngày 01/12/2026 ", row(said, "cho-dang"))
    assert "bị từ chối, chờ sửa: Chưa phổ biến công khai" in row(said, "tu-choi")
    assert "│da-go " not in said and "│cong-khai " not in said
    said = status(desk, everything=True)
    assert "đã gỡ" in row(said, "da-go") and "công khai" in row(said, "cong-khai")
    assert "1 mục công khai" in said


def test_a_text_is_public_since_readers_could_see_it_and_not_since_it_was_signed(desk: Desk) -> None:
    desk.organisation.article("hen-dang", extra="publish_at: 2026-11-25")
    desk.sign_all("hen-dang")
    desk.organisation.now = NOON + timedelta(days=10)
    assert "công khai từ 25/11/2026" in row(status(desk, everything=True), "hen-dang")


def test_what_has_its_signatures_waits_until_somebody_publishes(desk: Desk) -> None:
    """A site shows what was public when it was published last, whatever was signed or withdrawn since."""
    desk.organisation.article("bai-mot", title="Bài một")
    desk.organisation.article("bai-hai", title="Bài hai")
    desk.sign_all("bai-mot")
    assert "make publish" not in status(desk)  # nothing was ever published: there is no site to lag behind
    published(desk)
    assert "bai-mot" not in status(desk)
    desk.sign_all("bai-hai")
    office = desk.organisation.office()
    signer = open_signer(office, desk.screen, desk.now, "truong-ban")
    withdraw(office, "bai-mot", signer, Withdrawal("error", "Sai"), "", desk.organisation.later(seconds=1))
    said = status(desk)
    assert "│ trang chưa có, đủ chữ ký từ 20/11/2026" in row(said, "bai-hai")
    assert "│ trang vẫn còn, đã ký gỡ từ 20/11/2026" in row(said, "bai-mot")
    assert said.count("│ make publish ") == 2
    desk.organisation.article("bai-mot", title="Bài một", body="Sửa trước khi ai kịp đưa lên.", extra=REVISED)
    assert "trang vẫn còn, đã ký gỡ" in status(desk)
    desk.organisation.article("bai-mot", title="Bài một")
    assert "Tổng: 2 việc đang chờ" in said and "make publish" not in status(desk, mine="phong-cchc")
    published(desk)
    assert "Không có việc gì chờ ký." in status(desk)


def test_an_alert_whose_last_day_is_over_waits_until_somebody_publishes(desk: Desk) -> None:
    """It stands at the top of every page, where nobody takes it away but a publishing."""
    desk.organisation.article("bai-mot", title="Bài một", extra="alert_until: 2026-11-22")
    desk.sign_all("bai-mot")
    published(desk)
    desk.organisation.now = NOON.replace(day=22)
    assert "Không có việc gì chờ ký." in status(desk)
    desk.organisation.now = NOON.replace(day=23)
    said = row(status(desk), "bai-mot")
    assert "│ hết hạn báo ở đầu trang, trang vẫn báo" in said and "│ make publish " in said
    published(desk)
    assert "Không có việc gì chờ ký." in status(desk)


def test_the_calendar_of_the_next_year_is_asked_for_while_there_is_time(desk: Desk) -> None:
    """Else an inquiry of December is taken without a day on which it will be answered."""
    assert {path.stem for path in (desk.settings.records / "holidays").glob("*.toml")} >= {"2026", "2027"}
    desk.organisation.now = NOON.replace(year=2027, month=11, day=10)
    assert "holidays" not in status(desk)
    desk.organisation.now = NOON.replace(year=2027, month=11, day=20)
    said = status(desk)
    assert said.startswith("0\n") and said.count("python -m desk holidays 2028") == 1


def test_what_is_still_up_without_signatures_that_count_was_not_withdrawn(desk: Desk) -> None:
    path = desk.organisation.article("bai-mot", title="Bài một")
    desk.sign_all("bai-mot")
    published(desk)
    path.unlink()
    desk.organisation.roster_text(
        lambda text: text.replace('"reform_office", from = 2026-01-01', '"reform_office", from = 2026-12-01', 1)
    )
    said = status(desk)
    assert "│ trang vẫn còn, chữ ký không còn được tính │ xem lỗi" in row(said, "bai-mot")
    assert "signoffs/bai-mot.jsonl:1" in said and "make publish" not in said


def test_a_damaged_log_of_publishing_is_told_below_the_table(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    desk.settings.published_log.parent.mkdir(parents=True, exist_ok=True)
    desk.settings.published_log.write_text("{}\n")
    said = status(desk)
    assert said.startswith("1\n") and "chưa ai ký" in row(said, "bai-mot") and "nhật ký xuất bản không đọc được" in said


def published(desk: Desk) -> None:
    """Write down that what is public now has been published."""
    public = {one.id: one.digest for one in load(desk.settings, desk.now).items}
    log = read_log(desk.settings.published_log)
    gone = tuple(sorted(log.editions.keys() - public.keys()))
    run = Run("publish", desk.now, "thu", "", "0" * 64, public, {}, gone, previous=log.head)
    record(desk.settings.published_log, log, run, {})


def test_what_another_item_keeps_out_is_not_called_public(desk: Desk) -> None:
    """Of two items at one address only the first is shown."""
    for item in ("bai-mot", "bai-hai"):
        path = desk.organisation.article(item, title=item)
        path.write_text(re.sub("(?m)^slug: .*$", "slug: cung-dia-chi", path.read_text()))
        desk.organisation.sign_all(item)
    said = status(desk, everything=True)
    assert "│ công khai từ " in row(said, "bai-mot")
    assert "│ bị giữ lại, đủ chữ ký từ " in row(said, "bai-hai") and "người soạn sửa lỗi" in row(said, "bai-hai")
    assert "signoffs/bai-hai.jsonl" in said


def test_one_item_is_asked_for_by_id_or_file(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    desk.organisation.article("bai-hai", title="Bài khác")
    for name in ("bai-mot", "bai/bai-mot.md", "content/bai/bai-mot.md"):
        said = status(desk, name=name, everything=True)
        assert "│bai-mot " in said and "│bai-hai " not in said
    with pytest.raises(Refused):
        status(desk, name="khong-co", everything=True)


def test_a_signoff_that_no_longer_counts_is_a_problem(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    desk.sign("bai-mot", "phong-cchc")
    desk.organisation.roster_text(
        lambda text: text.replace('"reform_office", from = 2026-01-01', '"reform_office", from = 2026-12-01', 1)
    )
    said = status(desk)
    assert said.startswith("1\n") and "signoffs/bai-mot.jsonl:1" in said


def test_a_damaged_ledger_is_said_instead_of_a_half_table(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    desk.sign("bai-mot", "phong-cchc")
    ledger_path(desk.settings.records, "bai-mot").write_bytes(b"{")
    with pytest.raises(Refused):
        status(desk)


def test_an_edit_that_nobody_explains_waits_for_the_editor_and_not_for_a_signature(desk: Desk) -> None:
    """CT-5.5/2."""
    desk.organisation.article("bai-mot", body="Câu đã duyệt.")
    desk.sign_all("bai-mot")
    desk.organisation.article("bai-mot", body="Câu đã sửa.")
    said = status(desk)
    assert "người soạn sửa tệp (1 lỗi)" in said and "python -m desk check" in said
    assert "Ký được hôm nay" not in said
    assert "bai-mot" not in status(desk, mine="phong-cchc")
    desk.organisation.article("bai-mot", body="Câu đã sửa.", extra=REVISED)
    said = status(desk)
    assert "người soạn sửa tệp" not in said and "Ký được hôm nay" in said


def test_a_template_that_nobody_touched_waits_for_the_editor(desk: Desk) -> None:
    desk.organisation.article("bai-mot", body="<!-- MẪU: hướng dẫn. -->")
    assert "người soạn sửa tệp (1 lỗi)" in status(desk)
