"""The form and the page of a code: there where people may write, whole without a script, and frames of the endpoint."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from editorial.addresses import FOLLOW, SEND, file_of, list_addresses
from inquiries.form import TRAP, load_form
from tests.inquiries.lives import PROFILES
from tests.organisation import profile_named
from tests.site_fixture import Build, build, found_site, page

FORM_PAGE, CODE_PAGE = file_of(SEND), file_of(FOLLOW)


def soup_of(built: Build, name: str = FORM_PAGE) -> BeautifulSoup:
    return BeautifulSoup(built.text(name), "html.parser")


def form_of(built: Build) -> Tag:
    form = soup_of(built).select_one("form.cc-form")
    assert form
    return form


def test_the_form_has_every_field_of_the_schema_and_the_trap(trial: Build) -> None:
    names = {str(tag["name"]) for tag in form_of(trial).select("[name]")}
    assert names == {one.name for one in load_form(PROFILES["ct"]).fields} | {TRAP}


def test_every_control_has_a_label_and_what_describes_it(trial: Build) -> None:
    soup = soup_of(trial)
    for control in soup.select("main [name]"):
        assert soup.select(f'label[for="{control["id"]}"]'), control["name"]
    for described in soup.select("[aria-describedby]"):
        for name in str(described["aria-describedby"]).split():
            assert soup.find(id=name), name


def test_no_consent_is_given_beforehand_and_the_trap_is_hidden_from_people(trial: Build) -> None:
    """PS-D2"""
    form = form_of(trial)
    assert not form.select("[checked]")
    assert [chosen["value"] for chosen in form.select("[selected]")] == ["khac"]
    trap = form.select_one(f'[name="{TRAP}"]')
    assert trap and (trap["tabindex"], trap["autocomplete"]) == ("-1", "off")
    assert trap.find_parent(attrs={"aria-hidden": "true"})


def test_browsers_are_told_what_each_field_is(trial: Build) -> None:
    expected = {"ho_ten": ("text", "name"), "dien_thoai": ("tel", "tel"), "email": ("email", "email")}
    for name, told in expected.items():
        control = form_of(trial).select_one(f'[name="{name}"]')
        assert control and (control["type"], control["autocomplete"]) == told


def test_the_form_takes_no_file_and_asks_for_no_identity(trial: Build) -> None:
    """PS-D4"""
    form = form_of(trial)
    assert not form.select("[type=file]") and "enctype" not in form.attrs
    assert not [one for one in form.select("[name]") if "can_cuoc" in one["name"] or "cmnd" in one["name"]]


def test_the_page_says_what_does_not_belong_there_and_what_becomes_public(trial: Build) -> None:
    """CT-QD.cc, LCh-4.3"""
    text = " ".join(soup_of(trial).main.get_text(" ").split())  # type: ignore[union-attr]
    for words in ("113", "114", "115", "Khiếu nại, tố cáo", "cơ quan có thẩm quyền", "số căn cước", "bí mật nhà nước"):
        assert words in text
    form = load_form(PROFILES["ct"])
    assert form.publishing in text and form.version in text and form.controller in text


def test_the_notice_tells_the_purpose_and_the_term_of_every_datum(trial: Build) -> None:
    """PS-D1, PS-D5: from the schema that validates and erases"""
    form = load_form(PROFILES["ct"])
    rows = [[cell.get_text() for cell in row("td")] for row in soup_of(trial).select(".cc-form__data tbody tr")]
    assert rows == [[one.purpose, f"{form.keep_days} ngày"] for one in form.fields]
    assert any("91/2025/QH15" in law for law in form.notice.laws) and "02 ngày làm việc" in form.notice.rights


@pytest.mark.parametrize("name", [FORM_PAGE, CODE_PAGE])
def test_each_page_has_the_marks_once_and_its_form_between_them(real: Build, name: str) -> None:
    """Decision 9"""
    before, inside, after = real.text(name).replace("<!--/form-->", "<!--form-->").split("<!--form-->")
    assert "<h1>" in inside and "<h1>" not in before + after
    assert inside.count('<form class="cc-form"') == 1


def test_the_code_is_asked_for_by_post_so_that_it_stands_in_no_address(real: Build) -> None:
    form = soup_of(real, CODE_PAGE).select_one("form.cc-form")
    assert form and (form["action"], form["method"]) == (FOLLOW + "ket-qua", "post")
    assert [control["name"] for control in form.select("[name]")] == ["ma"]


def test_every_page_of_the_site_leads_to_both(real: Build) -> None:
    for name, text in real.pages().items():
        menu = BeautifulSoup(text, "html.parser").select("a.cc-menu__link")
        assert [link["href"] for link in menu] == [SEND, FOLLOW], name


def test_every_text_but_the_sites_own_pages_invites_questions(real: Build) -> None:
    """LC-4.2"""
    asking = {name for name, text in real.pages().items() if "Hỏi về nội dung này</a>" in text}
    assert {
        "chinh-sach/2026/tin-thu/index.html",
        "van-ban/so-noi-vu-can-tho/2026/517-quyet-dinh-snv/index.html",
    } <= asking
    assert not asking & {"index.html", "gioi-thieu/index.html", FORM_PAGE, CODE_PAGE}


def test_the_rules_are_linked_where_they_are_public(tmp_path: Path, trial: Build) -> None:
    """CT-8.2-2"""
    site = found_site(tmp_path)
    page(site, "trang-quy-che-tham-gia", "/quy-che-tham-gia/", "page")
    site.sign_all("trang-quy-che-tham-gia")
    assert soup_of(build(site)).select('main a[href="../quy-che-tham-gia/index.html"]')
    assert not soup_of(trial).select('main a[href*="quy-che-tham-gia"]')


def test_an_internal_site_has_neither_page_nor_link(internal: Build) -> None:
    """LCh-1"""
    assert not {FORM_PAGE, CODE_PAGE} & set(internal.files())
    assert not {SEND, FOLLOW} & set(list_addresses(profile_named("lch")))
    assert not [name for name, text in internal.pages().items() if "gui-cau-hoi" in text or "tra-cuu/" in text]


def test_an_item_cannot_take_the_forms_address(tmp_path: Path) -> None:
    site = found_site(tmp_path)
    page(site, "trang-gia", SEND, "page")
    site.sign_all("trang-gia")
    built = build(site)
    assert built.code == 0 and "Lời giới thiệu" not in built.text(FORM_PAGE)
