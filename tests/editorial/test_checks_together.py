"""Rules that only show between items."""

from dataclasses import replace
from datetime import date

from editorial.acts import Act
from editorial.messages import sentence
from editorial.workdays import load_calendar
from tests.editorial.checking import (
    DOCUMENT,
    NEWS,
    PAGE,
    ROOT,
    check_folder,
    said_of,
    text_of,
    write,
)


def named(fields, number, **changes):
    return {**fields, "id": f"muc-{number}", "title": f"Mục mẫu số {number} về cải cách", **changes}


def test_two_items_of_one_id_stop_everything_and_name_each_other(tmp_path):
    write(tmp_path, {"a.md": text_of(NEWS), "b.md": text_of(NEWS | {"title": "Tin mẫu khác hẳn về cải cách"})})
    (problem,) = [problem for problem in check_folder(tmp_path) if problem.code == "id-twice"]
    assert (problem.severity, problem.where, problem.facts["other"]) == ("fail", "content/b.md:2", "content/a.md:2")


def test_one_number_in_one_year_of_one_issuer_is_one_document(tmp_path):
    write(tmp_path, {"a.md": text_of(named(DOCUMENT, 1)), "b.md": text_of(named(DOCUMENT, 2, document_no="12 /QĐ-SM"))})
    assert said_of(tmp_path)["number-twice"] == "hold"


def test_numbers_restart_each_year_and_hd_is_not_hđ(tmp_path):
    write(
        tmp_path,
        {
            "a.md": text_of(named(DOCUMENT, 1)),
            "b.md": text_of(named(DOCUMENT, 2, issued_on="2025-11-17")),
            "c.md": text_of(named(DOCUMENT, 3, document_no="12/HD-SM")),
            "d.md": text_of(named(DOCUMENT, 4, document_no="12/HĐ-SM")),
        },
    )
    assert said_of(tmp_path) == {}


def test_two_documents_that_say_they_have_no_number_are_not_doubles(tmp_path):
    files = {f"{n}.md": text_of(named(DOCUMENT, n, document_no="chưa có số")) for n in (1, 2)}
    write(tmp_path, files)
    assert said_of(tmp_path) == {"number-blank": "warn"}


def test_one_address_serves_one_item(tmp_path):
    write(tmp_path, {f"{n}.md": text_of(named(NEWS, n, slug="mot-ten")) for n in (1, 2)})
    assert said_of(tmp_path) == {"address-twice": "hold"}


def test_of_two_items_the_one_on_record_keeps_address_number_and_title(tmp_path):
    """Else the writer of the new one is told nothing, three leaders sign it, and only the gate keeps it out."""
    write(tmp_path, {f"{n}.md": text_of(named(DOCUMENT, n, slug="mot-ten", title="Một tên")) for n in (1, 2)})
    told = check_folder(tmp_path, given={"muc-2": "/van-ban/so-mau/2026/12-quyet-dinh-sm/"})
    found = {problem.code: problem.where.partition(":")[0] for problem in told}
    assert found.keys() >= {"number-twice", "title-twice"}
    assert set(found.values()) == {"content/1.md"}
    write(tmp_path / "tin", {f"{n}.md": text_of(named(NEWS, n, slug="mot-ten")) for n in (1, 2)})
    (problem,) = check_folder(tmp_path / "tin", given={"muc-2": "/tin-tuc/2026/mot-ten/"})
    assert (problem.code, problem.where) == ("address-twice", "content/1.md:10")


def test_an_address_that_was_given_counts_and_not_the_one_it_would_get_today(tmp_path):
    write(tmp_path, {f"{n}.md": text_of(named(NEWS, n, slug="mot-ten")) for n in (1, 2)})
    assert said_of(tmp_path, given={"muc-1": "/tin-tuc/2025/ten-cu/"}) == {}


def test_one_position_in_the_menu_and_one_title_are_told(tmp_path):
    pages = {f"{n}.md": text_of(PAGE | {"id": f"trang-{n}", "menu": "1", "address": f"/trang-{n}/"}) for n in (1, 2)}
    write(tmp_path, pages)
    assert said_of(tmp_path) == {"menu-twice": "warn", "title-twice": "warn"}


def test_items_without_ids_are_told_as_such_and_not_as_doubles(tmp_path):
    write(tmp_path, {f"{n}.md": text_of(named(NEWS, n, id=None, slug=f"tin-{n}")) for n in (1, 2)})
    assert said_of(tmp_path) == {"field-missing": "hold"}


def said_with(tmp_path, fields, **more):
    write(tmp_path, {"a.md": text_of(fields, more.pop("body", "Nội dung của bài đã soạn xong, đủ dấu."))})
    return {p.code: p for p in check_folder(tmp_path, **more)}


def test_an_embargo_beyond_the_time_limit_is_told_while_nobody_has_signed(tmp_path):
    """ST-10.1c: three working days after 18 November 2026, so the 23rd."""
    calendar = load_calendar(ROOT / "records")
    in_time, late = NEWS | {"publish_at": "2026-11-23T16:00:00+07:00"}, NEWS | {"publish_at": "2026-11-24"}
    assert said_with(tmp_path, in_time, calendar=calendar) == {}
    found = said_with(tmp_path, late, calendar=calendar)["embargo-late"]
    assert (found.severity, found.clause) == ("warn", "ST-10.1c")
    assert "00:00 ngày 24/11/2026, sau hạn đăng (3 ngày làm việc, hết ngày 23/11/2026)" in sentence(found)
    assert said_with(tmp_path, late, calendar=calendar, given={"bai-mau": "/tin-tuc/2026/x/"}) == {}


def test_lateness_is_a_warning_and_only_while_nobody_has_signed(tmp_path):
    calendar = load_calendar(ROOT / "records")
    late = NEWS | {"event_on": "2026-11-10"}
    found = said_with(tmp_path, late, calendar=calendar)["item-late"]
    assert (found.severity, found.clause, found.facts["due"]) == ("warn", "ST-10.1c", date(2026, 11, 13))
    assert said_with(tmp_path, late, calendar=calendar, given={"bai-mau": "/x/"}) == {}
    assert said_with(tmp_path, NEWS, calendar=calendar) == {}


def test_a_text_from_before_the_calendar_is_not_called_late(tmp_path):
    assert said_with(tmp_path, NEWS | {"event_on": "2008-11-10"}, calendar=load_calendar(ROOT / "records")) == {}


def test_a_cited_act_that_has_ended_is_told_once_for_the_day_that_counts(tmp_path):
    act = Act(
        "Nghị định mẫu", "verified", "báo", "42/2022/NĐ-CP", valid_from=date(2022, 8, 15), valid_to=date(2026, 7, 1)
    )
    acts = {"nd": act}
    body = "Theo Nghị định số 42/2022/NĐ-CP, rồi lại 42/2022/NĐ-CP."
    assert said_with(tmp_path, NEWS, body=body, acts=acts)["cites-ended-act"].severity == "warn"
    old = DOCUMENT | {"issued_on": "2023-05-01", "legal_bases": "Nghị định số 42/2022/NĐ-CP"}
    assert said_with(tmp_path, old, acts=acts) == {}
    doubtful = {"nd": replace(act, end_certainty="unknown")}
    assert said_with(tmp_path, NEWS, body=body, acts=doubtful) == {}
