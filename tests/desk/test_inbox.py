"""desk inbox as clerks type it: each command a process of its own, with its exit code and its words."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desk.holidays import draft
from desk.inbox import SUBS
from desk.inquiries.purging import years_before
from desk.inquiries.step_log import log_step
from editorial.dates import VIETNAM
from editorial.spreadsheet import FORMULA, as_csv, as_xlsx, safe_cell
from editorial.workdays import deadline
from inquiries.codes import show_code
from inquiries.house import open_house
from inquiries.sealing import load_identity
from tests.desk.inbox_fixture import VALUES, Inbox
from tests.desk.office_fixture import desk_of
from tests.house import Done, House
from tests.organisation import lend

ROOT = Path(__file__).resolve().parent.parent.parent


def by_the_machines_clock(inbox: Inbox) -> House:
    """Return the desk's commands over the inbox; what is sent is sent now, in a year that has its calendar."""
    inbox.desk.organisation.now = now = datetime.now(VIETNAM)
    for year in (now.year, now.year + 1):
        path = inbox.desk.settings.records / "holidays" / f"{year}.toml"
        if not path.exists():
            path.write_text(draft(year), encoding="utf-8")
    return House(inbox.desk.organisation)


@pytest.fixture
def typed(inbox: Inbox) -> House:
    return by_the_machines_clock(inbox)


def run(house: House, *words: str) -> Done:
    return house.desk("inbox", *words)


def test_a_whole_round_at_the_terminal(inbox: Inbox, typed: House) -> None:
    id = inbox.send()
    listed = run(typed)
    assert listed.code == 0 and id[:8] in listed.said and "DÙNG THỬ" in listed.said
    assert "Cẩm Tú" not in listed.said
    shown = run(typed, "show", id[:6], "--as", "phong-cchc")
    assert shown.code == 0 and VALUES["noi_dung"] in shown.said and show_code(inbox.codes[id]) not in shown.said
    assert run(typed, "classify", id[:8], "--class", "simple", "--unit", "Phòng A", "--as", "phong-cchc").code == 0
    told = run(typed, "answer", id[:8], "--text", "Trong ngày.", "--general-concern", "có", "--as", "phong-cchc")
    assert told.code == 1 and "--yes" in told.said
    words = ("answer", id[:8], "--text", "Trong ngày. Gọi bà Lê Thị Cẩm Tú.", "--general-concern", "có", "--yes")
    assert run(typed, *words, "--as", "phong-cchc").code == 0
    assert "chưa đăng" in run(typed, "list").said
    silent = run(typed, "publish", id[:8], "--yes", "--as", "phong-cchc")
    assert silent.code == 1 and "--names" in silent.said
    assert run(typed, "publish", id[:8], "--yes", "--names", "--as", "phong-cchc").code == 0
    same = run(typed, "publish", id[:8], "--confirm", "--yes", "--as", "phong-cchc")
    assert same.code == 1 and "Nhờ người khác" in same.said
    done = run(typed, "publish", id[:8], "--confirm", "--yes", "--as", "van-thu")
    assert done.code == 0, done.said
    [path] = (typed.site.settings.content / "hoi-dap").glob("*.md")
    text = path.read_text(encoding="utf-8")
    assert "[đã ẩn tên người]" in text.replace("\\", "") and "Cẩm Tú" not in text
    assert run(typed, "close", id[:8], "--reason", "done", "--as", "phong-cchc").code == 0
    assert run(typed, "verify").code == 0


def test_without_the_duty_key_the_list_works_and_show_says_how_to_get_it(inbox: Inbox, typed: House) -> None:
    id = inbox.send()
    _own_keys(typed)
    other = inbox.send()
    (typed.site.settings.keys / "inbox-truc.age").unlink()
    shown = run(typed, "show", other[:8], "--as", "phong-cchc")
    assert shown.code == 0 and "KEYS" in shown.said and VALUES["noi_dung"] not in shown.said
    assert (
        run(typed, "answer", other[:8], "--text", "x", "--general-concern", "không", "--yes", "--as", "phong-cchc").code
        == 1
    )
    assert id[:8] in run(typed).said


def _own_keys(typed: House) -> None:
    """Give the house keys of its own, made and written down as the handbook says."""
    blocks = ["schema = 1"]
    for name, role in (("truc", "duty"), ("du-phong", "escrow")):
        done = run(typed, "key", name, "--role", role, "--no-passphrase")
        assert done.code == 0, done.said
        blocks.append(re.search(r"\[\[keys\]\][^\n]*\n(?:\w+ .*\n)+", done.said)[0])  # type: ignore[index]
    (typed.site.settings.records / "inquiry-keys.toml").write_text("\n".join(blocks), encoding="utf-8")


def test_a_new_key_is_private_and_never_overwritten(inbox: Inbox, typed: House) -> None:
    _own_keys(typed)
    path = typed.site.settings.keys / "inbox-truc.age"
    assert path.stat().st_mode & 0o777 == 0o600
    assert open_house(typed.site.settings, lambda: inbox.now).trial is False
    before = path.read_bytes()
    assert run(typed, "key", "truc", "--role", "duty", "--no-passphrase").code == 1
    assert path.read_bytes() == before
    assert run(typed, "key", "../truc", "--role", "duty", "--no-passphrase").code == 1
    assert run(typed, "key", "khac", "--role", "duty").code == 2


def test_a_passphrase_guards_the_duty_key(inbox: Inbox, typed: House) -> None:
    words = {"CCHC_INBOX_PASSPHRASE": "mot hai ba bon nam"}
    done = typed.desk("inbox", "key", "truc", "--role", "duty", environment=words)
    assert done.code == 0, done.said
    path = typed.site.settings.keys / "inbox-truc.age"
    assert b"AGE-SECRET-KEY" not in path.read_bytes()
    assert load_identity(path, words["CCHC_INBOX_PASSPHRASE"]).public in done.said


def test_the_drill_opens_everything_with_the_escrow_key_and_shows_nothing(inbox: Inbox, typed: House) -> None:
    _own_keys(typed)
    id = inbox.send()
    run(typed, "ask", id[:8], "--text", "Năm nào?", "--yes", "--as", "phong-cchc")
    done = run(typed, "drill", "--as", "phong-cchc")
    assert done.code == 0 and "2 phần" in done.said and "Cẩm Tú" not in done.said
    wrong = run(typed, "drill", "--key-file", str(typed.site.settings.keys / "inbox-truc.age"), "--as", "phong-cchc")
    assert wrong.code == 1 and "không phải khóa dự phòng" in wrong.said


def test_the_drill_names_what_the_escrow_key_does_not_open(inbox: Inbox, typed: House) -> None:
    lost = inbox.send()  # sealed to the trial keys
    _own_keys(typed)
    done = run(typed, "drill", "--as", "phong-cchc")
    assert done.code == 1 and lost[:8] in done.said


def test_erasing_is_asked_for_proved_and_verifiable(inbox: Inbox, typed: House) -> None:
    id, kept = inbox.send(), inbox.send()
    refused = run(typed, "erase", id[:8], "--request", "--yes", "--as", "phong-cchc")
    assert refused.code == 1 and "chưa yêu cầu" in refused.said
    house = inbox.house()
    inbox.ask_right(id, "erase", deadline(inbox.now.date(), 2, house.calendar).isoformat())
    assert "xóa dữ liệu" in run(typed, "rights").said
    assert "; Nghị định số 356/2025/NĐ-CP\n" in run(typed, "show", id[:8], "--as", "phong-cchc").said
    asked = run(typed, "erase", id[:8], "--request", "--as", "phong-cchc")
    assert asked.code == 1 and inbox.house().store.inquiry(id).state == "new"
    done = run(typed, "erase", id[:8], "--request", "--yes", "--as", "phong-cchc")
    assert done.code == 0, done.said
    event = json.loads((house.store.folder / f"inquiries/{id}/0001.json").read_bytes())
    assert event["erased"] in done.said and "sealed" not in event
    told = run(typed, "rights", id[:8], "--outcome", "done", "--text", "Đã xóa.", "--yes", "--as", "phong-cchc")
    assert told.code == 0 and "không hiện nội dung" in told.said and "còn nguyên" not in told.said
    assert run(typed, "verify").code == 0
    shown = run(typed, "show", id[:8], "--as", "phong-cchc")
    assert "đã được xóa" in shown.said
    assert inbox.house().store.inquiry(kept).state == "new"


def test_the_clock_erases_only_what_is_due(inbox: Inbox, typed: House) -> None:
    organisation = inbox.desk.organisation
    now = organisation.now
    organisation.now = now - timedelta(days=400)
    old, over = inbox.send(), inbox.send()
    inbox.end(over)
    organisation.now = now
    young = inbox.send()
    assert "1 hồ sơ đã hết hạn giữ dữ liệu cá nhân" in run(typed).said
    assert over[:8] in run(typed, "erase", "--due", "--yes", "--as", "phong-cchc").said
    assert "hết hạn giữ" not in run(typed).said
    for id in (old, young):
        run(typed, "spam", id[:8], "--reason", "advert", "--as", "phong-cchc")
    done = run(typed, "erase", "--due", "--yes", "--as", "phong-cchc")
    assert done.code == 0 and "Không có hồ sơ nào hết hạn giữ" in done.said  # the clock starts at the end of the work
    assert run(typed, "erase", "--as", "phong-cchc").code == 2


@pytest.mark.parametrize("first", sorted(FORMULA - {"\0"}))
def test_no_cell_computes(first: str) -> None:
    told = f'{first}HYPERLINK("http://vi-du.vn","x")'
    assert safe_cell(told).startswith("'")
    [[cell]] = csv.reader(io.StringIO(as_csv([[safe_cell(told)]]).decode("utf-8-sig")))
    assert cell.startswith("'")
    sheet = load_workbook(io.BytesIO(as_xlsx([[safe_cell(told)]], "Hộp thư"))).active
    assert (sheet["A1"].data_type, sheet["A1"].number_format) == ("s", "@")


def test_an_unguarded_formula_is_still_text_in_a_workbook() -> None:
    sheet = load_workbook(io.BytesIO(as_xlsx([["=1+1"]], "Hộp thư"))).active
    assert (sheet["A1"].data_type, sheet["A1"].value) == ("s", "=1+1")


def test_a_workbook_shows_its_words_whole_when_it_is_opened() -> None:
    rows = [["Mã", "Tiêu đề"], ["qc-can-tho", "Quy chế " * 40]]
    sheet = load_workbook(io.BytesIO(as_xlsx(rows, "Hộp thư"))).active
    assert len("qc-can-tho") < sheet.column_dimensions["A"].width < sheet.column_dimensions["B"].width < 70
    assert sheet["B2"].alignment.wrap_text and sheet["A1"].font.bold and not sheet["A2"].font.bold


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_holds_nothing_personal_unless_a_reason_is_given(inbox: Inbox, typed: House, form: str) -> None:
    inbox.send(email="", dien_thoai="0912345678", tieu_de="=cmd|'/c calc'!A1")
    out = typed.site.base / f"bang.{form}"
    assert run(typed, "export", "--format", form, "--out", str(out), "--as", "phong-cchc").code == 0
    assert out.stat().st_mode & 0o777 == 0o600
    cells = [cell for row in _cells(out) for cell in row]
    assert not [cell for cell in cells if "Cẩm Tú" in cell or "912 345" in cell or "912345" in cell]
    assert run(typed, "export", "--personal", "--as", "phong-cchc").code == 1
    more = typed.site.base / f"bang-du.{form}"
    words = ("--personal", "--reason", "họp giao ban", "--out", str(more), "--as", "phong-cchc")
    assert run(typed, "export", "--format", form, *words).code == 0
    [_, row] = _cells(more)
    assert "0912 345 678" in row and "'=cmd|'/c calc'!A1" in row
    log = "".join(path.read_text() for path in (inbox.house().store.folder / "log").glob("*.jsonl"))
    assert "họp giao ban" in log and "Cẩm Tú" not in log
    inside = typed.site.settings.content / f"lo.{form}"
    assert run(typed, "export", "--out", str(inside), "--as", "phong-cchc").code == 1 and not inside.exists()


def _cells(path: Path) -> list[list[str]]:
    if path.suffix == ".csv":
        return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))
    return [[str(cell or "") for cell in row] for row in load_workbook(path).active.iter_rows(values_only=True)]


def test_a_letter_is_written_for_the_owner_only(inbox: Inbox, typed: House) -> None:
    id = inbox.send(tieu_de="<b>Tiêu đề</b>")
    run(typed, "classify", id[:8], "--class", "simple", "--unit", "Phòng A", "--as", "phong-cchc")
    done = run(typed, "forward", id[:8], "--print", "--as", "phong-cchc")
    assert done.code == 0
    [path] = (typed.site.settings.state / "letters").glob("*.html")
    page = path.read_text(encoding="utf-8")
    assert str(path) in done.said and path.stat().st_mode & 0o777 == 0o600
    assert "&lt;b&gt;Tiêu đề" in page and "camtu.test" not in page
    assert "Kính gửi: Phòng A</p>" in page and "<li>Như trên;</li><li>Lưu: VT.</li>" in page
    assert inbox.house().store.inquiry(id).state == "classified"


def test_a_mistyped_filter_is_no_empty_inbox(inbox: Inbox, typed: House) -> None:
    inbox.send()
    for name, value, told in (
        ("--kind", "xyz", "hoi_dap (Câu hỏi)"),
        ("--unit", "Phòng X", "chưa có"),
        ("--mine", "phong-cch", "phong-cchc"),
    ):
        done = run(typed, "list", name, value)
        assert done.code == 1 and value in done.said and told in done.said
    assert run(typed, "list", "--kind", "phan_anh").code == 0


def test_show_tells_each_class_and_a_tick_in_words(inbox: Inbox, typed: House) -> None:
    id = inbox.send(dong_y="co")
    for class_ in ("simple", "complex"):
        run(typed, "classify", id[:8], "--class", class_, "--unit", "Phòng A", "--as", "phong-cchc")
    shown = run(typed, "show", id[:8], "--as", "phong-cchc")
    assert "(đơn giản; đơn vị: Phòng A)" in shown.said and "(phức tạp, nhiều cơ quan; đơn vị: Phòng A)" in shown.said
    assert "Sự đồng ý: có" in shown.said


def test_days_are_typed_and_told_as_people_write_them(inbox: Inbox, typed: House) -> None:
    id = inbox.send()
    later = deadline(inbox.now.date(), 3, inbox.house().calendar)
    words = ("notice", id[:8], "--text", "Đang xem xét.", "--yes", "--as", "phong-cchc", "--by")
    assert run(typed, *words, "ba ngày nữa").code == 2
    assert run(typed, *words, f"{later:%d/%m/%Y}").code == 0
    shown = run(typed, "show", id[:8], "--as", "phong-cchc").said
    assert f"(hạn mới: {later:%d/%m/%Y})" in shown and later.isoformat() not in shown


def test_what_may_be_done_is_told_with_its_command(inbox: Inbox, typed: House) -> None:
    id = inbox.send()
    shown = run(typed, "show", id[:8], "--as", "phong-cchc").said
    assert re.search(rf"  trả lời người gửi +python -m desk inbox answer {id[:8]}\n", shown)
    assert "approve-routing" not in shown
    told = run(typed, "spam", id[:8], "--reason", "advert", "--as", "phong-cchc").said
    assert f"desk inbox reopen {id[:8]}" in told and "classify" not in told


def test_the_list_keeps_to_eighty_columns_and_breaks_no_id_and_no_day(inbox: Inbox, typed: House) -> None:
    id = inbox.send()
    words = ("--class", "complex", "--unit", "Phòng Cải cách hành chính - Văn thư, Lưu trữ", "--sensitive")
    run(typed, "classify", id[:8], *words, "--as", "phong-cchc")
    listed = typed.desk("inbox", "list", environment={"COLUMNS": "80"}).said
    assert max(map(len, listed.splitlines()[1:])) <= 80
    due_on = inbox.house().store.inquiry(id).due_on
    assert re.search(rf"{id[:8]} .*{due_on:%d/%m/%Y}, (còn|trễ) \d+ ngày ", listed)
    assert "theo LX-10.1d (mặc định" in listed


def test_a_request_to_erase_is_answered_and_then_done(inbox: Inbox, typed: House) -> None:
    id, who = inbox.send(), ("--as", "phong-cchc")
    inbox.ask_right(id, "erase", deadline(inbox.now.date(), 2, inbox.house().calendar).isoformat())
    assert "Trả lời trước" in run(typed, "erase", id[:8], "--request", *who).said
    told = run(typed, "rights", id[:8], "--outcome", "done", "--text", "Sẽ xóa hôm nay.", "--yes", *who)
    assert told.code == 0 and f"desk inbox erase {id[:8]} --request" in told.said
    assert "xóa theo yêu cầu" in " ".join(run(typed, "list").said.split())
    assert run(typed, "erase", id[:8], "--request", "--yes", *who).code == 0
    again = run(typed, "erase", id[:8], "--request", *who)
    assert again.code == 1 and "Xóa vĩnh viễn" not in again.said
    assert run(typed, "verify").code == 0


def test_the_log_of_steps_goes_when_the_regulations_years_are_over(inbox: Inbox, typed: House) -> None:
    """LC-8.4c, A30: two years are a floor; what is purged is itself on record."""
    today, folder = inbox.now.date(), inbox.house().store.folder
    for years, days in ((3, 0), (2, 1), (2, 0), (0, 1)):
        day = years_before(today, years) - timedelta(days=days)
        log_step(folder, datetime(day.year, day.month, day.day, 9, tzinfo=VIETNAM), "phong-cchc", "opened", "a" * 32)
    who, kept = ("--as", "phong-cchc"), years_before(today, 2).isoformat()
    young = run(typed, "purge-log", "--years", "1", "--yes", *who)
    assert young.code == 1 and "ít nhất 2 năm" in young.said
    asked = run(typed, "purge-log", *who)
    assert f"hôm nay là ngày {today:%d/%m/%Y}" in asked.said, "a clock that ran ahead is seen before anything goes"
    assert asked.code == 1 and "của 2 ngày" in asked.said and len(list((folder / "log").glob("*.jsonl"))) == 4
    assert run(typed, "purge-log", "--yes", *who).code == 0
    left = sorted(path.stem for path in (folder / "log").glob("*.jsonl"))
    assert left == [kept, (today - timedelta(days=1)).isoformat(), today.isoformat()]
    assert '"step": "log-purged"' in (folder / f"log/{today}.jsonl").read_text()
    assert "Không có nhật ký nào" in run(typed, "purge-log", "--yes", *who).said


def test_no_step_goes_before_two_whole_years() -> None:
    assert years_before(date(2028, 2, 29), 2) == date(2026, 2, 28)
    assert years_before(date(2028, 11, 22), 2) == date(2026, 11, 22)


def test_material_sent_in_waits_in_the_queue_and_is_no_file_of_the_site(inbox: Inbox, typed: House) -> None:
    """CT-7/2: sender, day and way of coming in stay on record; only a person makes an item of it."""
    before = sorted(typed.site.settings.content.rglob("*"))
    id = inbox.send(loai="gui_tin", tieu_de="Sáng kiến rút ngắn hồ sơ", noi_dung="Nội dung sáng kiến, nguồn: UBND xã.")
    listed = run(typed, "list", "--kind", "gui_tin").said
    assert id[:8] in listed and "Gửi thông tin" in listed
    shown = run(typed, "show", id[:8], "--as", "phong-cchc").said
    assert "Gửi thông tin để đăng" in shown and VALUES["ho_ten"] in shown and f"{inbox.now:%d/%m/%Y}" in shown
    words = ("--text", "Ban Biên tập sẽ xem xét.", "--general-concern", "không", "--yes", "--as", "phong-cchc")
    assert run(typed, "answer", id[:8], *words).code == 0
    assert run(typed, "publish", id[:8], "--yes", "--names", "--as", "phong-cchc").code == 1
    assert sorted(typed.site.settings.content.rglob("*")) == before


def test_staff_are_told_whether_the_stated_place_lies_in_the_territory(inbox: Inbox, typed: House) -> None:
    """CT-4.2/2: told beside the place, kept nowhere, and nobody is refused for it."""
    inside, outside = inbox.send(dia_chi="phường Cái Khế"), inbox.send(dia_chi="tỉnh Cà Mau")
    assert "Địa bàn" not in run(typed, "show", inside[:8], "--as", "phong-cchc").said, "no list of places, no guess"
    lend(inbox.desk.settings.records, "acts.toml", "places.toml")
    told = {id: run(typed, "show", id[:8], "--as", "phong-cchc").said for id in (inside, outside)}
    assert "Địa bàn (phần mềm đối chiếu): trong địa bàn\n" in told[inside]
    assert "Địa bàn (phần mềm đối chiếu): ngoài địa bàn, cán bộ xem lại\n" in told[outside]
    assert "Địa bàn" not in run(typed, "show", inbox.send(dia_chi="")[:8], "--as", "phong-cchc").said
    assert run(typed, "classify", outside[:8], "--class", "simple", "--unit", "Phòng A", "--as", "phong-cchc").code == 0


@pytest.mark.parametrize("sub", SUBS)
def test_every_act_has_vietnamese_help(sub: str, capsys: pytest.CaptureFixture[str]) -> None:
    from desk.cli import main

    with pytest.raises(SystemExit) as left:
        main(["inbox", sub, "--help"], ROOT)
    said = capsys.readouterr().out
    assert left.value.code == 0 and "cách dùng" in said and "usage" not in said


@pytest.mark.parametrize("call", [["classify", "abcdef"], ["--limit", "-3"], ["list", "--limit", "ba"]])
def test_a_wrong_call_ends_with_two(call: list[str]) -> None:
    from desk.cli import main

    with pytest.raises(SystemExit) as left:
        main(["inbox", *call], ROOT)
    assert left.value.code == 2


def test_every_act_stands_in_the_handbook() -> None:
    handbook = (ROOT / "docs/editors.md").read_text(encoding="utf-8")
    assert [sub for sub in SUBS if f"inbox {sub}" not in handbook] == []


def test_coordination_proposes_the_complex_class(tmp_path: Path) -> None:
    """A28, LC-9.3."""
    board = {"truong-ban": "chief_editor", "can-bo": "standing_unit"}
    inbox = Inbox(desk_of(tmp_path / "lc", "lc", board))
    typed, id = by_the_machines_clock(inbox), inbox.send(loai="kien_nghi")
    run(typed, "classify", id[:8], "--class", "simple", "--unit", "Sở Y tế", "--as", "can-bo")
    assert f"Người gửi chờ; từ {inbox.now:%d/%m/%Y}" in run(typed, "show", id[:8], "--as", "can-bo").said
    done = run(typed, "coordinate", id[:8], "--unit", "Sở Nội vụ", "--as", "can-bo")
    assert done.code == 0 and "--class complex" in done.said and "LC-9.3" in done.said
