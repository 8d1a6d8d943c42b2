"""Home, the pages about the office, and other languages: what they show, and what makes them anew."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from editorial.publication import load
from tests.organisation import NOON, Organisation, reopened
from tests.plugins.kept_folder import same_as_clean, update
from tests.site_fixture import BODIES, URL, Build, build, document, found_site, page
from tests.theme.checker import hold_valid
from tests.theme.html_facts import Page, broken_links

FACTS = """schema = 1

[office]
address = "Số 1 đường Thử"
phone = "0292 3000000"
fault_email = "bao-loi@example.gov.vn"
english_name = "Trial Department"
confirmed_on = 2026-11-20

[[officers]]
post = "Trưởng phòng thử"
unit = "Phòng thử"
phone = "0292 3000001"
email = "phong@example.gov.vn"
confirmed_on = 2026-11-20

[[links]]
group = "component"
name = "Trang thành phần thử"
address = "https://xa.example.gov.vn/"
confirmed_on = 2026-11-20

[[links]]
group = "related"
name = "Cơ quan chưa xác nhận"
address = "https://khac.example.gov.vn/"
"""
PREDECESSOR = """predecessors = ["so-noi-vu-soc-trang"]

[[bodies]]
id = "so-noi-vu-soc-trang"
name = "Sở Nội vụ tỉnh Sóc Trăng"
kind = "department"
symbol = "SNV"
valid_to = 2025-07-01
ended_by = "Nghị quyết số 202/2025/QH15"
successors = ["so-noi-vu-can-tho"]
"""
ABOUT, ENGLISH, HOME = "gioi-thieu/index.html", "en/index.html", "index.html"
EMBLEM = "emblem: bieu-trung.png\nbanner: anh-bia.jpg\nattachments: bieu-trung.png; anh-bia.jpg\n"
QUESTION = "kind: qa\nreceived_on: 2026-11-02\n"


def translation(site: Organisation) -> str:
    """Return the lines that bind a page to the edition of the page about the site that is public now."""
    digest = next(one.digest for one in load(site.settings, site.now).items if one.id == "trang-about")
    return f"lang: en\ntranslation_of: trang-about\nsource_edition: {digest}\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    """A site whose office has said what it is."""
    site = found_site(tmp_path_factory.mktemp("office"))
    (site.settings.records / "organisation.toml").write_text(FACTS, encoding="utf-8")
    (site.settings.records / "bodies.toml").write_text(BODIES + PREDECESSOR, encoding="utf-8")
    site.write("trang/bieu-trung.png", b"\x89PNG emblem")
    site.write("trang/anh-bia.jpg", b"\xff\xd8 banner")
    for template, address in {"about": "/gioi-thieu/", "channels": "/kenh/", "help": "/huong-dan/"}.items():
        page(site, f"trang-{template}", address, template, extra=EMBLEM if template == "about" else "menu: 2\n")
        site.sign_all(f"trang-{template}")
    page(site, "trang-contact", "/lien-he/", "contact")
    page(site, "trang-en", "/en/", "english", "About us.", translation(site))
    site.article("tin-ghim", title="Tin được ghim", extra="pinned_until: 2026-11-25")
    question = site.article("cau-hoi", title="Hỏi thế nào?")
    question.write_text(question.read_text().replace("kind: guidance\n", QUESTION))
    document(site, "vb-1", "517/QĐ-SNV", "Một văn bản.")
    document(site, "vb-cu", "9/QĐ-SNV", "Một văn bản cũ.", "territory: tỉnh Sóc Trăng\n", issued_on="2024-10-30")
    document(site, "vb-het", "21/QĐ-SNV", "Một văn bản có hạn.", "expires_on: 2026-12-15\n", issued_on="2026-10-29")
    old = site.settings.content / "van-ban/vb-cu.md"
    old.write_text(old.read_text().replace("issuer: so-noi-vu-can-tho", "issuer: so-noi-vu-soc-trang"))
    for item in ("trang-contact", "trang-en", "tin-ghim", "cau-hoi", "vb-1", "vb-cu", "vb-het"):
        site.sign_all(item)
    return site


@pytest.fixture(scope="module")
def trial(site: Organisation) -> Build:
    made = build(site, "trial")
    assert made.code == 0, made.said
    return made


@pytest.fixture(scope="module")
def real(site: Organisation) -> Build:
    made = build(reopened(site, siteurl=URL), "real")
    assert made.code == 0, made.said
    return made


def test_home_shows_what_is_pinned_in_force_and_answered(trial: Build):
    """LCh-5.2: pinned items stand first, and once."""
    text = trial.words(HOME)
    assert text.index("Được ghim Tin được ghim") < text.index("Mới đăng")
    assert text.count("Tin được ghim") == 2  # and in the list of its section
    assert "Văn bản mới có hiệu lực Quyết định 517/QĐ-SNV Có hiệu lực từ 30/10/2026" in text
    assert "Câu hỏi đã trả lời Hỏi thế nào?" in text
    assert "Được ghim Tin được ghim" in trial.words("chinh-sach/index.html")


def test_home_leads_to_channels_components_and_services(trial: Build, real: Build):
    """LX-3.1/1, PS-P11; of the office's own list a real site shows what was confirmed."""
    assert "https://xa.example.gov.vn/" in Page(trial.text(HOME)).links
    assert "Cơ quan chưa xác nhận (chưa xác nhận)" in trial.words(HOME)
    for name in (HOME, "lien-he/index.html"):
        links = Page(real.text(name)).links
        assert "https://xa.example.gov.vn/" in links and "https://khac.example.gov.vn/" not in links


def test_contact_and_help_say_what_the_office_has_said(trial: Build):
    """PS-P5, LCh-7.7: nothing is made up, what is known stands there once."""
    contact = trial.words("lien-he/index.html")
    for told in ("Số 1 đường Thử", "0292 3000000", "Trưởng phòng thử", "0292 3000001", "phong@example.gov.vn"):
        assert told in contact
    assert "Fax" not in contact
    page = trial.text("lien-he/index.html")
    assert page.index("Nơi tiếp nhận thông tin") < page.index("<!--edition:")
    links = Page(trial.text("huong-dan/index.html")).links
    assert "mailto:bao-loi@example.gov.vn" in links and "tel:02923000000" in links


def test_the_list_of_a_gone_office_stays_and_says_what_it_became(trial: Build):
    """PS-M6, PS-S4: at its address, with its documents; both sides lead to each other."""
    gone = trial.words("van-ban/co-quan/so-noi-vu-soc-trang/index.html")
    assert "Cơ quan này kết thúc hoạt động từ ngày 01/07/2025, theo Nghị quyết số 202/2025/QH15." in gone
    assert "Nay là Sở Nội vụ thành phố Cần Thơ ." in gone and "9/QĐ-SNV" in gone
    links = Page(trial.text("van-ban/co-quan/so-noi-vu-soc-trang/index.html")).links
    assert any(link.endswith("/co-quan/so-noi-vu-can-tho/index.html") for link in links)
    heir = trial.words("van-ban/co-quan/so-noi-vu-can-tho/index.html")
    assert "Trước đây là Sở Nội vụ tỉnh Sóc Trăng" in heir and "không còn" not in heir
    old = trial.words("van-ban/so-noi-vu-soc-trang/2024/09-quyet-dinh-snv/index.html")
    assert "Địa bàn áp dụng tỉnh Sóc Trăng trước ngày 01/07/2025" in old


def test_the_pictures_of_the_head_are_those_that_were_signed(trial: Build):
    """LCh-6.5: emblem on every page, banner on home, from the attachments of a signed page."""
    for name in (HOME, "lien-he/index.html", "404.html"):
        assert re.search(r'class="cc-header__mark" src="[./]*/gioi-thieu/bieu-trung.png"', trial.text(name)), name
    assert (trial.output / "gioi-thieu/bieu-trung.png").read_bytes() == b"\x89PNG emblem"
    assert "gioi-thieu/anh-bia.jpg" in trial.text(HOME) and "anh-bia.jpg" not in trial.text("lien-he/index.html")


def test_both_languages_lead_to_each_other(trial: Build, real: Build):
    """PS-P10: in words, and for search engines."""
    assert '<a href="../en/index.html" lang="en" hreflang="en">English: Trang trang-en</a>' in trial.text(ABOUT)
    told = trial.words(ENGLISH)
    assert "Translation of the approved Vietnamese text." in told
    # in the column of the text and above it: an element of its own falls below all else on a wide screen
    assert re.search(r'<div class="cc-entry__body">\s*<p [^>]*><span lang="en">Translation of', trial.text(ENGLISH))
    assert f'<link rel="alternate" hreflang="en" href="{URL}/en/">' in real.text(ABOUT)
    assert f'<link rel="alternate" hreflang="vi" href="{URL}/gioi-thieu/">' in real.text(ENGLISH)
    tree = BeautifulSoup(trial.text(ENGLISH), "html.parser")
    for marked in (tree.h1.parent, tree.select_one("#noi-dung"), tree.select_one("[aria-labelledby=cc_reach]")):
        assert marked["lang"] == "en"
    assert "Organisation Trial Department" in trial.words(ENGLISH)
    for text in trial.pages().values():
        assert 'lang="en" hreflang="en">English</a>' in text  # in the menu
    assert "Trang trang-en" not in trial.words(HOME)  # no page of the Vietnamese menus


def test_a_page_in_english_says_so_and_its_frame_is_vietnamese(real: Build, trial: Build):
    """WCAG 3.1.1 and 3.1.2, and search engines: each version names itself beside the other."""
    for built in (real, trial):
        page, original = (BeautifulSoup(built.text(name), "html.parser") for name in (ENGLISH, ABOUT))
        assert (page.html["lang"], original.html["lang"]) == ("en", "vi")
        assert not original.body.select("[lang=vi]")
        for frame in (page.header, page.footer, page.select_one(".cc-skip-link")):
            assert next(one["lang"] for one in (frame, *frame.parents) if one.get("lang")) == "vi"
    for name in (ENGLISH, ABOUT):
        told = BeautifulSoup(real.text(name), "html.parser").select("link[hreflang]")
        assert {(one["hreflang"], one["href"]) for one in told} == {("en", f"{URL}/en/"), ("vi", f"{URL}/gioi-thieu/")}
    assert "hreflang" not in str(BeautifulSoup(real.text("lien-he/index.html"), "html.parser").head)


def test_every_page_is_valid_and_whole(trial: Build, real: Build):
    for built in (trial, real):
        assert list(broken_links(built)) == []
    hold_valid(real.output)


def ends_on_its_day(built: Build, made: set[str]) -> None:
    """PS-S5: whatever states a status says from which day, and moves with that day, or tells all its days."""
    page_of_it = "van-ban/so-noi-vu-can-tho/2026/21-quyet-dinh-snv/index.html"
    ended = "van-ban/hieu-luc/het-hieu-luc-toan-bo/index.html"
    assert {page_of_it, "van-ban/index.html", ended, "van-ban/hieu-luc/con-hieu-luc/index.html"} <= made
    assert "Hết hiệu lực toàn bộ từ 15/12/2026" in built.words(page_of_it)
    assert "21/QĐ-SNV" in built.words(ended)
    assert "21/QĐ-SNV" not in built.words("van-ban/hieu-luc/con-hieu-luc/index.html")
    for data in ("du-lieu/van-ban-danh-muc-1.json", "du-lieu/van-ban.json"):
        told = built.text(data)
        assert "2026-12-15" in told, data


def test_the_day_and_the_original_move_what_hangs_on_them(site: Organisation):
    """A stale page is the worst bug: pins end, documents are no longer new, translations grow old."""
    update(site)
    site.now = NOON.replace(day=26)
    built, made = update(site)
    assert {HOME, "chinh-sach/index.html"} <= made and ABOUT not in made
    assert "Được ghim" not in built.words(HOME)
    site.now = NOON.replace(month=12)
    built, made = update(site)
    assert HOME in made and "Văn bản mới có hiệu lực" not in built.words(HOME)
    ends_on_its_day(built, made)
    page(site, "trang-about", "/gioi-thieu/", "about", "Lời giới thiệu mới.", EMBLEM)
    site.sign_all("trang-about")
    built, made = update(site)
    assert {ABOUT, ENGLISH} <= made
    assert "The Vietnamese original has changed since this translation was made." in built.words(ENGLISH)
    facts = site.settings.records / "organisation.toml"
    facts.write_text(FACTS.replace("0292 3000000", "0292 3999999"), encoding="utf-8")
    built, made = update(site)
    assert {"lien-he/index.html", "huong-dan/index.html"} <= made and not [one for one in made if "/vb-1" in one]
    assert "0292 3999999" in built.words("lien-he/index.html")
    site.withdraw("trang-about")
    built, made = update(site)
    assert ENGLISH in made
    assert "The Vietnamese original is no longer published." in built.words(ENGLISH)
    same_as_clean(site, built)
