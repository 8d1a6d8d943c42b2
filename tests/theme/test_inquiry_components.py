"""What the endpoint shows with the theme's macros: valid, escaped, whole on a small phone and without a script."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from editorial.addresses import FOLLOW, SEND
from endpoint.frames import Frames, Part, part
from inquiries.clocks import promise
from inquiries.filling import fill
from inquiries.following import Receipt, status
from inquiries.form import load_form
from tests.inquiries.lives import CALENDAR, PROFILES, day_of, life, on, received
from tests.organisation import Organisation
from tests.site_fixture import Build
from tests.theme.checker import hold_valid

CT = PROFILES["ct"]
FORM = load_form(CT)
WITH_FILES = replace(FORM, attachments=replace(FORM.attachments, allowed=True))
CODE = "ABCD-EFGH-JKLMN"
HOSTILE = "\"><script>alert(1)</script>{{ 7777 * 7777 }}'&<!--/form-->"
TYPED = {"loai": "hoi_dap", "ho_ten": HOSTILE, "email": HOSTILE, "noi_dung": f"\n{HOSTILE}", "cong_khai": "co"}

REFUSED = fill(FORM, TYPED | {"dong_y": "co", "dien_thoai": "12", "linh_vuc": "x"})
LIFE = life(
    received(CT, "22/11"),
    on("23/11", "classified", **{"class": "simple"}),
    on("24/11", "forwarded", unit="Sở Tài chính <b>"),
    on("01/12", "noticed", new_due_on="2026-12-20"),
    on("02/12", "asked"),
    on("03/12", "rights_requested", right="access", due_on="2026-12-07"),
)
TEXTS = {4: f"Đang xem xét.\n\n{HOSTILE}", 5: "x" * 400}
LOOKED_AT = replace(
    status(CODE, LIFE, TEXTS, FORM, CT, CALENDAR, day_of("03/12")),
    said="Đã nhận yêu cầu của ông/bà.",
)
MENDING = replace(
    status(CODE, life(received(CT, "22/11"), on("23/11", "asked")), {}, FORM, CT, CALENDAR, day_of("24/11")),
    values={"noi_dung": HOSTILE, "quyen_noi_dung": HOSTILE, "quyen": "erase"},
    faults={"noi_dung": "Ghi vào ô này.", "quyen": "Chọn một mục."},
)

SHOWN: Mapping[str, tuple[str, Part]] = {
    "form": (SEND, part("inquiry_form", FORM, {}, {})),
    "form-refused": (SEND, part("inquiry_form", FORM, REFUSED.values, REFUSED.faults)),
    "form-with-files": (SEND, part("inquiry_form", WITH_FILES, {}, {"tep": "Tệp quá lớn."})),
    "receipt": (SEND, part("inquiry_receipt", Receipt(CODE, promise(CT, CALENDAR, day_of("28/12")), REFUSED.contact))),
    "lookup-refused": (FOLLOW, part("inquiry_lookup", HOSTILE, "Mã chưa đúng.")),
    "status": (FOLLOW, part("inquiry_status", LOOKED_AT)),
    "status-refused": (FOLLOW, part("inquiry_status", MENDING)),
}


@pytest.fixture(scope="module")
def site(small: Organisation, trial: Build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the trial edition with every answer beside its frame."""
    folder = tmp_path_factory.mktemp("answers") / "site"
    shutil.copytree(trial.output, folder)
    frames = Frames(replace(small.settings, output=folder))
    for name, (frame, one) in SHOWN.items():
        (folder / frame.strip("/") / f"{name}.html").write_text(frames.page(frame, "Thử", one), encoding="utf-8")
    return folder


def address(name: str) -> str:
    return f"{SHOWN[name][0].strip('/')}/{name}.html"


def soup_of(site: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((site / address(name)).read_text(encoding="utf-8"), "html.parser")


def test_every_answer_is_valid_html(site: Path) -> None:
    hold_valid(site, *(address(name) for name in SHOWN))


@pytest.mark.parametrize("name", SHOWN)
def test_what_was_typed_is_words_and_never_markup(site: Path, name: str) -> None:
    soup = soup_of(site, name)
    assert len(soup("script")) == 1 and "60481729" not in soup.get_text()
    assert len(soup("h1")) == 1
    html = (site / address(name)).read_text(encoding="utf-8")
    assert html.count("<!--form-->") == html.count("<!--/form-->") == 1


def test_a_refused_form_keeps_all_but_the_consent(site: Path) -> None:
    """PS-D2; ASVS: everything typed kept"""
    soup = soup_of(site, "form-refused")
    for name in ("ho_ten", "email", "dien_thoai"):
        assert soup.select_one(f'[name="{name}"]')["value"] == REFUSED.values[name]  # type: ignore[index]
    assert soup.select_one("textarea").get_text().strip() == REFUSED.values["noi_dung"]  # type: ignore[union-attr]
    assert [(one["name"], one["value"]) for one in soup.select("[checked]")] == [
        ("loai", "hoi_dap"),
        ("cong_khai", "co"),
    ]


@pytest.mark.parametrize("name", ["form-refused", "lookup-refused", "status-refused"])
def test_the_summary_leads_to_each_field_which_says_the_same(site: Path, name: str) -> None:
    soup = soup_of(site, name)
    links = soup.select("#cc_faults a")
    assert links
    for link in links:
        control = soup.find(id=str(link["href"])[1:])
        assert control, link
        group = control if control.get("aria-invalid") else control.find_parent("fieldset")
        assert group and group["aria-invalid"] == "true", link
        described = [soup.find(id=one) for one in str(group["aria-describedby"]).split()]
        assert any(link.get_text() in one.get_text() for one in described if one), link


def test_the_receipt_shows_code_date_and_clause(site: Path) -> None:
    text = " ".join(soup_of(site, "receipt").main.get_text(" ").split())  # type: ignore[union-attr]
    for words in (CODE, "19/01/2027 (dự kiến)", "01/2020/QĐ-UBND", "không cấp lại được", "Ghi lại"):
        assert words.replace(" (dự kiến)", "") in text
    assert "(dự kiến)" in text


def test_the_page_of_a_code_shows_dates_days_texts_and_history(site: Path) -> None:
    text = " ".join(soup_of(site, "status").main.get_text(" ").split())  # type: ignore[union-attr]
    for words in (
        "20/12/2026",
        "Hạn đã báo trước đây: 11/12/2026",
        "Đang xem xét.",
        "Đã chuyển đến Sở Tài chính <b>.",
    ):
        assert words in text
    assert "Cách tính: 20 ngày làm việc" in text and "07/12/2026" in text


@pytest.mark.parametrize("name", ["receipt", "status"])
def test_the_number_of_the_regulation_stays_in_one_piece(site: Path, name: str) -> None:
    assert "01/2020/QĐ-UBND" in [number.text for number in soup_of(site, name).select("main .cc-number")]


def test_files_are_asked_for_only_where_they_are_taken(site: Path) -> None:
    form = soup_of(site, "form-with-files").select_one("form.cc-form")
    assert form and form["enctype"] == "multipart/form-data"
    chosen = form.select_one("[type=file]")
    assert chosen and (chosen["name"], chosen["accept"]) == ("tep", ".pdf,.jpg,.png")


def test_nothing_is_cut_off_and_everything_is_as_large_as_a_finger(chromium: Any, site: Path) -> None:
    """Without a script; what leads somewhere or is ticked is at least 44 px high, by its label."""
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        for name in SHOWN:
            page.goto((site / address(name)).as_uri())
            for width in (320, 390, 1280):
                page.set_viewport_size({"width": width, "height": 800})
                assert page.evaluate("document.documentElement.scrollWidth") <= width, name
                small = page.evaluate(
                    "[...document.querySelectorAll('.cc-form__input, .cc-form__button, .cc-form__choice label')]"
                    ".filter(one => one.getBoundingClientRect().height < 43.5).map(one => one.outerHTML)"
                )
                assert small == [], (name, width)


def test_the_summary_of_faults_has_the_focus_and_the_trap_is_out_of_sight(chromium: Any, site: Path) -> None:
    with chromium.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto((site / address("form-refused")).as_uri())
        assert page.evaluate("document.activeElement.id") == "cc_faults"
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("location.hash") == "#cc_linh_vuc"
        trap = page.locator("#cc_website").bounding_box()
        assert trap and trap["x"] + trap["width"] < 0


def test_what_was_sent_is_named_so_that_every_kind_reads_well(site: Path) -> None:
    """Not "Đã nhận báo trang giả mạo của ông/bà", as if the page were theirs."""
    assert [one.get_text() for one in soup_of(site, "receipt")("h1")] == ["Đã nhận nội dung ông/bà gửi"]
    [lead] = soup_of(site, "status").select(".cc-main__lead")
    assert [one.get_text() for one in lead.select(".cc-number")] == [CODE]
    assert lead.get_text() == f"Kiến nghị: gửi ngày 22/11/2026, mã tra cứu {CODE}."
