"""What inspectors ask years later: which words stood there on a day, who put them there, and when they went."""

from __future__ import annotations

import csv
import io
import multiprocessing
import os
import signal
import time
from argparse import Namespace
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desk.at import read_moment, run
from desk.history import rows_of
from desk.screen import Screen
from desk.spare import SPARE, workshop_of
from desk.wording import moment
from editorial.dates import VIETNAM
from editorial.editions import EditionStore
from editorial.manifest import site_digest
from editorial.problem import Refused
from editorial.published import PUBLISH, Published, Run, read_log
from editorial.signoffs import Withdrawal, add
from tests.folders import contents
from tests.house import House, house_of
from tests.organisation import NOON, Organisation
from tests.site_fixture import found_site

CHANGE = "changed_on: 2026-11-20\nchange_note: Sửa giờ họp\nchanged_by: Công văn số 1/SNV"


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Return a site that was published, changed and published again; one of its items was taken away meanwhile."""
    site = found_site(tmp_path_factory.mktemp("past"))
    site.article("tin-thu", body="Họp buổi sáng.", title="=Giờ họp")
    site.article("tin-hai", body="Lời rồi sẽ gỡ.", title="Tin hai")
    for item in ("tin-thu", "tin-hai"):
        site.sign_all(item)
    house = house_of(site, tmp_path_factory.mktemp("house"))
    assert house.desk("publish").code == 0
    time.sleep(1)  # the log counts whole seconds, and each run shall have its own
    site = house.site
    site.now = NOON.replace(day=21)
    site.article("tin-thu", body="Họp buổi chiều.", title="=Giờ họp", extra=CHANGE)
    site.sign_all("tin-thu")
    site.withdraw("tin-hai")
    assert house.desk("publish").code == 0
    return house


def page(folder: Path, item: str) -> str:
    return (folder / "chinh-sach" / "2026" / item / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("typed", ["2026-11-20", "20/11/2026"])
def test_a_day_of_the_past_shows_what_stood_there_then(grown: House, tmp_path: Path, typed: str):
    done = grown.desk("at", typed, "--into", str(tmp_path / "then"))
    assert done.code == 0, done.said
    assert "2 mục công khai" in done.said
    assert "Họp buổi sáng." in page(tmp_path / "then", "tin-thu")
    assert "Lời rồi sẽ gỡ." in page(tmp_path / "then", "tin-hai")


def test_the_present_comes_out_byte_for_byte(grown: House, tmp_path: Path):
    done = grown.desk("at", datetime.now(VIETNAM).isoformat(), "--into", str(tmp_path / "now"))
    assert done.code == 0 and "Đúng từng byte" in done.said, done.said
    assert site_digest(tmp_path / "now") == site_digest(grown.output)


def test_of_today_it_is_this_moment():
    now = datetime(2026, 11, 23, 16, 55, tzinfo=VIETNAM)
    assert read_moment("2026-11-23", now) == read_moment("23/11/2026", now) == now


@pytest.mark.parametrize("day", ["2026-11-19", "2024-02-01"], ids=["the day before", "before the first merger"])
def test_what_had_not_happened_yet_is_not_shown(grown: House, tmp_path: Path, day: str):
    done = grown.desk("at", day, "--into", str(tmp_path / "before"))
    assert done.code == 1
    assert "Chưa có mục nào công khai" in done.said
    assert not (tmp_path / "before").exists()


@pytest.mark.parametrize(
    ("when", "said"), [("2999-01-01", "Thời điểm này chưa đến."), ("hôm qua", "Không hiểu thời điểm “hôm qua”.")]
)
def test_a_moment_that_cannot_be_is_refused(grown: House, tmp_path: Path, when: str, said: str):
    done = grown.desk("at", when, "--into", str(tmp_path / "site"))
    assert done.code == 1
    assert said in done.said


def test_a_past_that_cannot_be_built_leaves_its_report_where_it_says(
    grown: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def fail(*_: object) -> None:
        raise RuntimeError("mẫu trang hỏng")

    monkeypatch.setattr("desk.building._run", fail)
    with pytest.raises(Refused) as refused:
        run(Namespace(moment="2026-11-20", into=tmp_path / "then"), grown.site.settings, Screen())
    report = Path(str(refused.value.problems[0].facts["report"]))
    assert "mẫu trang hỏng" in report.read_text(encoding="utf-8")
    assert report.is_relative_to(grown.site.settings.state)


def test_a_folder_with_files_is_left_alone(grown: House, tmp_path: Path):
    (tmp_path / "mine.txt").write_text("của tôi", encoding="utf-8")
    assert grown.desk("at", "2026-11-20", "--into", str(tmp_path)).code == 1
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_looking_back_changes_nothing(grown: House, tmp_path: Path):
    settings = grown.site.settings
    before = contents(settings.records)
    live = site_digest(grown.output)
    assert grown.desk("at", "2026-11-20", "--into", str(tmp_path / "then")).code == 0
    assert contents(settings.records) == before
    assert site_digest(grown.output) == live


def test_what_a_killed_look_back_left_goes_with_the_next_run(
    grown: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """It may hold what is withdrawn meanwhile for its personal data, so it lies where the next run looks."""
    settings = grown.site.settings
    workshop = workshop_of(settings)
    (tmp_path / "temporary").mkdir()
    with monkeypatch.context() as killed:
        killed.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
        killed.setattr("desk.live_site.build", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        typed = Namespace(moment="2026-11-20", into=tmp_path / "then")
        looking = multiprocessing.get_context("fork").Process(target=run, args=(typed, settings, Screen()))
        looking.start()
        looking.join()
    assert looking.exitcode == -signal.SIGKILL
    assert not list((tmp_path / "temporary").iterdir())
    assert list(workshop.glob("*/records/signoffs/tin-thu.jsonl")), "the killed run was at work in the workshop"
    assert grown.desk("at", "2026-11-20", "--into", str(tmp_path / "then")).code == 0
    assert [left for left in workshop.iterdir() if left.name != SPARE] == []


def test_the_history_tells_every_public_edition_from_run_to_run(grown: House):
    """What was signed days before it was published was public since then only."""
    first, second = (moment(run.at) for run in read_log(grown.site.settings.published_log).runs)
    done = grown.desk("history", "tin-thu")
    assert done.code == 0, done.said
    morning, afternoon = (line for line in done.said.splitlines() if "ngày" in line)
    assert first in morning and second in morning and "Sửa giờ họp" not in morning
    assert second in afternoon and "nay" in afternoon and "Sửa giờ họp" in afternoon


def test_the_history_of_what_was_withdrawn_says_until_when_readers_saw_it(grown: House):
    first, second = (moment(run.at) for run in read_log(grown.site.settings.published_log).runs)
    done = grown.desk("history", "tin-hai")
    assert done.code == 0, done.said
    assert first in done.said and f"thôi đăng lúc {second}" in done.said and "nay" not in done.said
    last = done.said.split("desk edition show ")[1].split()[0]
    assert "Lời rồi sẽ gỡ." in grown.desk("edition", "show", last).said


def test_a_text_that_came_back_has_the_history_of_both_times(tmp_path: Path):
    """Whose sign-offs count today is not asked: readers saw what a stolen key had signed."""
    site = found_site(tmp_path)
    site.article("tin-thu")
    site.sign_all("tin-thu")
    [digest] = site.case("tin-thu").editions
    runs = [
        Run(PUBLISH, NOON, "phong-cchc", "", "a" * 64, added={"tin-thu": digest}),
        Run(PUBLISH, NOON.replace(day=21), "phong-cchc", "", "b" * 64, withdrawn=("tin-thu",)),
        Run(PUBLISH, NOON.replace(day=22), "phong-cchc", "", "c" * 64, added={"tin-thu": digest}),
    ]
    rows = list(rows_of(Published(tuple(runs), {}, {}, {}, ""), EditionStore(site.settings.records), "tin-thu"))
    assert [row[:3] for row in rows] == [
        ("1", "12:00 ngày 20/11/2026", "thôi đăng lúc 12:00 ngày 21/11/2026"),
        ("2", "12:00 ngày 22/11/2026", "nay"),
    ]


def test_the_published_log_has_a_row_for_each_item_of_each_run(grown: House, tmp_path: Path):
    done = grown.desk("published", "--out", str(tmp_path / "log.csv"))
    assert done.code == 0, done.said
    [headings, *rows] = csv.reader(io.StringIO((tmp_path / "log.csv").read_text(encoding="utf-8-sig")))
    assert headings[:3] == ["Lúc", "Việc", "Mã của mục"]
    run = headings.index("Lần")
    assert [(row[1], row[2], row[run]) for row in rows] == [
        ("Đăng mới", "tin-hai", "1"),
        ("Đăng mới", "tin-thu", "1"),
        ("Sửa", "tin-thu", "2"),
        ("Thôi đăng", "tin-hai", "2"),
    ]
    assert rows[3][3] == "Tin hai"
    in_areas = {row[headings.index("Lĩnh vực")] for row in rows}
    assert in_areas == {"Cải cách thể chế"}, "publicity is scored by area"


def test_the_published_log_tells_an_inspector_who_approved_which_words_when(grown: House, tmp_path: Path):
    out = tmp_path / "log.csv"
    assert grown.desk("published", "--out", str(out)).code == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    first, later, gone = ((row["Ai duyệt (hoặc gỡ), lúc nào"], row["Mã rút gọn của bản"], row) for row in rows[1:])
    steps = [line.split(" – ")[0] for line in first[0].splitlines()]
    assert steps == ["sàng lọc", "phê duyệt", "chấp thuận"]
    assert "phê duyệt – Trưởng Ban: truong-ban, 12:00 ngày 20/11/2026" in first[0]
    assert "12:00 ngày 21/11/2026" in later[0] and "20/11/2026" not in later[0], "each edition has its own approval"
    assert first[1].replace(" ", "") == first[2]["Bản (SHA-256)"][:16] and first[1] != later[1]
    assert gone[0].startswith("gỡ – ") and "sàng lọc" not in gone[0]
    assert {row["Theo quy chế"][:8] for row in rows} == {"Quy chế "}
    assert all("ghi nhận ngày 01/01/2026" in row["Theo quy chế"] for row in rows), "two versions share a title"


def test_a_file_of_before_is_not_written_over_unasked(grown: House, tmp_path: Path):
    """Of the published log and of a slip: who names a file may have another one in mind."""
    (tmp_path / "log.csv").write_text("của người khác", encoding="utf-8")
    words = ("published", "--out", str(tmp_path / "log.csv"))
    done = grown.desk(*words)
    assert done.code == 1 and "Ghi đè?" in done.said and "--yes" in done.said
    assert (tmp_path / "log.csv").read_text(encoding="utf-8") == "của người khác"
    assert grown.desk(*words, "--yes").code == 0
    assert "Đăng mới" in (tmp_path / "log.csv").read_text(encoding="utf-8")
    (tmp_path / "phieu.html").write_text("của người khác", encoding="utf-8")
    assert "Ghi đè?" in grown.desk("slip", "tin-thu", "--out", str(tmp_path / "phieu.html")).said
    assert (tmp_path / "phieu.html").read_text(encoding="utf-8") == "của người khác"
    assert grown.desk("slip", "tin-thu", "--out", str(tmp_path / "phieu.html"), "--yes").code == 0


def test_no_title_computes_in_a_spreadsheet(grown: House, tmp_path: Path):
    assert grown.desk("published", "--out", str(tmp_path / "log.xlsx")).code == 0
    sheet = load_workbook(tmp_path / "log.xlsx").active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    assert "'=Giờ họp" in {cell.value for row in sheet.iter_rows() for cell in row}


def test_one_year_can_be_asked_for(grown: House):
    assert "Nhật ký chưa có việc nào của năm 2019." in grown.desk("published", "--year", "2019").said


def test_a_table_of_another_kind_is_refused(grown: House, tmp_path: Path):
    done = grown.desk("published", "--out", str(tmp_path / "log.doc"))
    assert done.code == 2
    assert "đuôi .csv hoặc .xlsx" in done.said


def site_of_two(base: Path) -> Organisation:
    """Return a site with an item that is public whatever becomes of the other one."""
    site = found_site(base)
    site.article("tin-hai", title="Tin hai")
    site.sign_all("tin-hai")
    return site


@pytest.mark.parametrize("has_early_line", [False, True], ids=["alone", "before a line of a slow clock"])
def test_what_was_withdrawn_since_for_its_personal_data_does_not_come_back(tmp_path: Path, has_early_line: bool):
    site = site_of_two(tmp_path / "site")
    site.article("tin-thu", body="Số điện thoại riêng của một người.")
    site.sign_all("tin-thu")
    then = site.now
    site.later(days=1)
    site.withdraw("tin-thu", Withdrawal("personal_data", "Lộ dữ liệu cá nhân"))
    if has_early_line:
        add(
            site.settings.records,
            "tin-thu",
            lambda ledger: replace(ledger.signoffs[-1], act="confirm_withdrawal", withdrawal=None, at=then),
            site.keys["truong-ban"],
            lambda _: None,
        )
    done = House(site).desk("at", then.isoformat(), "--into", str(tmp_path / "then"))
    assert done.code == 0, done.said
    assert "đã gỡ vì dữ liệu cá nhân: tin-thu" in done.said
    held = [path for path in (tmp_path / "then").rglob("*") if path.is_file()]
    assert held and not [path for path in held if "Số điện thoại riêng".encode() in path.read_bytes()]


def test_what_was_withdrawn_by_then_is_gone_whatever_clock_signed_before_it(tmp_path: Path):
    site = site_of_two(tmp_path / "site")
    site.article("tin-thu", body="Lời đã gỡ.")
    site.sign_all("tin-thu")
    right = site.now
    site.now = right + timedelta(days=366)
    site.article("tin-thu", body="Lời mới.")
    site.sign("tin-thu", "phong-cchc")
    site.now = right
    site.later(hours=1)
    site.withdraw("tin-thu")
    at = (site.now + timedelta(hours=1)).isoformat()
    done = House(site).desk("at", at, "--into", str(tmp_path / "then"))
    assert done.code == 0, done.said
    held = [path for path in (tmp_path / "then").rglob("*.html") if "Lời đã gỡ.".encode() in path.read_bytes()]
    assert held == []


@pytest.mark.parametrize("place", ["records", "state", "inquiries"])
def test_no_site_is_built_among_the_records(grown: House, place: str):
    done = grown.desk("at", "2026-11-20", "--into", str(getattr(grown.site.settings, place) / "trang"))
    assert done.code == 1
    assert "Không dựng trang của ngày trước vào thư mục" in done.said


@pytest.mark.parametrize("typed", ["0001-01-01", "0001-01-01T00:00:00+14:00", "2026-11-19T23:59:59"])
def test_a_day_before_all_others_is_told_as_such(grown: House, tmp_path: Path, typed: str):
    done = grown.desk("at", typed, "--into", str(tmp_path / "then"))
    assert done.code == 1
    assert "ngoài dự kiến" not in done.said


def test_readers_saw_what_the_last_run_had_made_whatever_was_signed_since(grown: House, tmp_path: Path):
    """The second text and the withdrawal were signed before this moment, by their days, and published after it."""
    first, second = read_log(grown.site.settings.published_log).runs
    assert first.at < second.at
    done = grown.desk("at", first.at.isoformat(), "--into", str(tmp_path / "then"))
    assert done.code == 0 and "Đúng từng byte" in done.said, done.said
    assert "Họp buổi sáng." in page(tmp_path / "then", "tin-thu")
    assert "Lời rồi sẽ gỡ." in page(tmp_path / "then", "tin-hai")
