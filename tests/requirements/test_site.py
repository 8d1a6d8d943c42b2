"""Rows that a reader can see: one site under each regulation, built for real, read back page by page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from bs4 import BeautifulSoup

from editorial import numbers
from editorial.profile import Profile
from editorial.profile_schema import WRITTEN_FOR, clauses_for_readers, origin
from editorial.profile_words import rules_in_words
from editorial.unbroken import without
from plugins.feed_list import FORMATS, languages_beside
from tests.organisation import Organisation, found, lend, profile_named
from tests.requirements.acts import take_down
from tests.requirements.conftest import REGULATIONS
from tests.requirements.items import REGISTRY, complete, text_of
from tests.site_fixture import PAGES, URL, Build, build, page

CHANGE = "changed_on: 2026-11-22\nchange_note: Bổ sung nơi nhận\nchanged_by: Công văn số 7\n"
CONTACT = "0987 012 210"
"""A number that only the roster has."""
NAMES = {"regulation": "quy-che/index.html", "contact": "lien-he/index.html", "page": "gioi-thieu/index.html"}

WHOSE = {"own": "Quy định của chính", "inherited": "Quy định mặc định", "product": "Lựa chọn của phần mềm"}

OFFICE_PAGES = {"about": "/ban-bien-tap/", "channels": "/kenh-chinh-thuc/", "help": "/huong-dan/"}

FORMS = {
    "gui-cau-hoi/index.html": {("gui-cau-hoi/gui", "post")},
    "tra-cuu/index.html": {("tra-cuu/ket-qua", "post")},
}
"""The only pages through which something can be sent, and where it goes."""


@dataclass(frozen=True)
class Site:
    """A built site and the rules that it was built under."""

    profile: Profile
    build: Build
    pages: dict[str, str]
    house: Organisation

    def text(self, name: str) -> str:
        """Return the words of a page as a reader has them."""
        return " ".join(BeautifulSoup(without(self.pages[name]), "html.parser").get_text(" ").split())

    def page_of(self, title: str) -> str:
        """Return the name of the page that bears the title."""
        return next(name for name, html in self.pages.items() if f"<h1>{title}</h1>" in html)


def write_all(site: Organisation, profile: Profile) -> list[str]:
    """Write an article, a document that replaces another, a text in the next edition, and every page."""
    for name, text in REGISTRY.items():
        (site.settings.records / name).write_text(text, encoding="utf-8")
    lend(site.settings.records, "acts.toml")
    kind = next(kind for section in profile.sections for kind in section.kinds if kind in {"guidance", "event_news"})
    article = complete(profile, kind) | {"id": "bai-thu", "slug": "bai-thu", "title": "Bài của Ban Biên tập"}
    site.write("bai/bai-thu.md", text_of(article, "Câu đầu tiên của bài."))
    gone = article | {"id": "bai-go", "slug": "bai-go", "title": "Bài sẽ gỡ"}
    site.write("bai/bai-go.md", text_of(gone, "Câu chỉ có trong bài sẽ gỡ."))
    old = complete(profile, "admin_document") | {"id": "vb-cu", "slug": "vb-cu", "document_no": "119/QĐ-SNV"}
    old["territory"] = "tỉnh Sóc Trăng trước ngày 01/07/2025"
    new = complete(profile, "admin_document") | {"id": "vb-moi", "slug": "vb-moi", "replaces": "119/QĐ-SNV"}
    site.write("bai/vb-cu.md", text_of(old | {"title": "Quyết định cũ"}, "Văn bản cũ."))
    site.write("bai/vb-moi.md", text_of(new | {"title": "Quyết định mới"}, "Văn bản mới."))
    further = [f"bai-{code}" for code in languages_beside(profile)]
    for item in further:
        foreign = article | {"id": item, "slug": item, "title": f"Written in {item}", "lang": item.removeprefix("bai-")}
        site.write(f"bai/{item}.md", text_of(foreign, "Registration takes place at the service centre."))
    for template, address in (PAGES | OFFICE_PAGES).items():
        page(site, f"trang-{template}", address, template)
    return ["bai-thu", "bai-go", "vb-cu", "vb-moi", *further, *(f"trang-{one}" for one in (*PAGES, *OFFICE_PAGES))]


@pytest.fixture(scope="module")
def site_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Site]:
    """Build the site of a regulation, once: signed, one text changed and signed again, one withdrawn."""
    built: dict[str, Site] = {}

    def make(regulation: str) -> Site:
        if regulation not in built:
            profile = profile_named(regulation)
            board = {role.replace("_", "-"): role for role in profile.roles}
            site = found(tmp_path_factory.mktemp(regulation), regulation, board)
            site.roster_text(lambda text: text.replace("keys = [", f'contact = "{CONTACT}"\nkeys = ['))
            for item in write_all(site, profile):
                site.sign_all(item)
            site.later(days=2)
            place = site.settings.content / "bai/bai-thu.md"
            place.write_text(place.read_text().replace("\n\n", f"\n{CHANGE}\n", 1))
            site.sign_all("bai-thu")
            director = profile.approval.withdrawal.roles[0].replace("_", "-")
            take_down(site, director, "error", "Sai số liệu", "product", "bai-go")
            made = build(site)
            assert made.code == 0, made.said
            built[regulation] = Site(profile, made, made.pages(), site)
        return built[regulation]

    return make


@pytest.fixture(params=REGULATIONS)
def site(request: pytest.FixtureRequest, site_of: Callable[[str], Site]) -> Site:
    """The site of each regulation in turn."""
    return site_of(request.param)


def test_every_section_and_area_has_its_page_even_when_empty(site: Site):
    """CT-4.1/1, CT-5.1/1, ST-8.1 to ST-8.6, LC-6.1 to LC-6.6, LX-1, LX-4.2, LX-12.1/1, A9, PS-P4."""
    home = site.text("index.html")
    for section in site.profile.sections:
        assert section.name in site.text(f"{section.slug}/index.html")
        assert section.name in home
    for area in site.profile.areas.list if site.profile.areas else ():
        assert area.name in site.text(f"linh-vuc/{area.slug}/index.html")


def test_the_first_page_promises_what_the_site_has(site: Site):
    """No search where there is none (LCh-1), and reform only where the regulation is about its areas (CT-5.1)."""
    home = BeautifulSoup(site.pages["index.html"], "html.parser")
    title = home.h1.get_text()
    assert title.startswith("Tìm ") == bool(home.select("[data-search-box]"))
    assert ("cải cách hành chính" in title) == bool(site.profile.areas)
    assert ("câu trả lời" in title) == ("gui-cau-hoi/index.html" in site.pages)
    assert ("gửi câu hỏi" in site.text("503.html")) == ("gui-cau-hoi/index.html" in site.pages)
    led_to = {link["href"].strip("./").removesuffix("/index.html") for link in home.select(".cc-task__link")}
    tools = {"tra-cuu-dia-danh", "xac-minh", "gui-cau-hoi", "tra-cuu"}
    assert led_to & tools == {tool for tool in tools if f"{tool}/index.html" in site.pages}


def test_every_page_bears_the_name_and_who_directs(site: Site):
    """CT-3, ST-4.2, A5, A36: name and directing body come from the profile and from nowhere else."""
    for name in site.pages:
        text = site.text(name)
        assert site.profile.site.name in text, name
        if site.profile.site.directed:
            assert site.profile.site.directed.by in text, name


APPROVERS = {
    "CT": "Lãnh đạo Sở Nội vụ",
    "ST": "Trưởng ban, Phó Giám đốc Sở Nội vụ",
    "LC": "Chánh Văn phòng UBND tỉnh",
    "LX": "Trưởng ban",
    "LCh": "Quản trị nhóm, Giám đốc Sở Thông tin và Truyền thông",
}


def test_the_foot_of_every_page_says_who_answers_for_it_and_where(site: Site):
    """PS-T4, ST-10.1a/3: the unit, the post that signs last, address, telephone and e-mail of the profile."""
    contact = site.profile.site.contact
    for name, html in site.pages.items():
        foot = BeautifulSoup(html, "html.parser").footer.get_text(" ")
        assert f"Người duyệt nội dung: {APPROVERS[site.profile.id]}" in foot, name
        for told in (contact.unit, contact.address, contact.phone, contact.email):
            assert told in foot, name


def test_an_item_says_who_wrote_it_where_it_is_from_and_when(site: Site):
    """CT-5.4/1, ST-4.6/2, LX-4.3, PS-P12, A7: on the page, and in every feed."""
    text = site.text(site.page_of("Bài của Ban Biên tập"))
    for words in ("Trần Thị Mẫu - Thành viên Ban Biên tập", "Sở Nội vụ", "20/11/2026"):
        assert words in text
    feeds = {name: content.decode() for name, content in site.build.files().items() if name.startswith("feeds/tat-ca")}
    assert bool(feeds) != site.profile.is_internal
    for feed in feeds.values():
        assert "Trần Thị Mẫu - Thành viên Ban Biên tập" in feed and "Câu đầu tiên của bài." in feed


def test_what_is_in_another_language_has_its_feed_and_says_so(site: Site):
    """LC-7.4/2: where the regulation allows another language, and nowhere else."""
    feeds = {name: text.decode() for name, text in site.build.files().items() if name.startswith("feeds/ngon-ngu-")}
    languages = languages_beside(site.profile)
    assert languages == (("en",) if site.profile.id == "LC" else ())
    assert set(feeds) == {f"feeds/ngon-ngu-{code}{ending}" for code in languages for _, _, ending in FORMATS}
    for feed in feeds.values():
        assert "Written in bai-en" in feed and "Bài của Ban Biên tập" not in feed
    for code in languages:
        assert f'<html lang="{code}"' in site.pages[site.page_of(f"Written in bai-{code}")]


def test_a_change_shows_its_day_its_note_and_who_decided(site: Site):
    """CT-5.5/1, CT-5.5/2, ST-10.3b."""
    text = site.text(site.page_of("Bài của Ban Biên tập"))
    assert "Cập nhật ngày 22/11/2026 : Bổ sung nơi nhận (theo Công văn số 7)" in text


def test_the_receipt_names_the_roles_and_days(site: Site):
    """LC-8.2, CT-8.3-1/2: what readers see of the signatures, with the digest of exactly what was signed (LC-8.1/2)."""
    name = site.page_of("Quyết định mới")
    receipt = BeautifulSoup(site.pages[name], "html.parser").select_one(".cc-receipt")
    text = " ".join(receipt.get_text(" ").split())
    case = site.house.case("vb-moi")
    assert case.ledger.signoffs
    for signoff in case.ledger.signoffs:
        assert re.search(rf"{re.escape(site.profile.roles[signoff.role].title)} \S.* ngày {signoff.at:%d/%m/%Y}", text)
    assert ("các bước duyệt" in text) == bool(site.profile.approval.steps), "nobody claims steps that were not taken"
    digest = case.ledger.signoffs[-1].edition
    assert digest[:16] in text and f"<!--edition:{digest}-->" in site.pages[name]


def test_the_reuse_line_stands_on_every_page_and_in_the_feeds(site: Site):
    """CT-5.4/2, ST-4.7/2, A7, A19."""
    reuse = site.profile.attribution.reuse
    if reuse is None:
        assert not any("Khi dùng lại" in html for html in site.pages.values())
        return
    assert all(reuse.line in site.text(name) for name in site.pages)
    assert all(reuse.line in site.build.text(f"feeds/{name}") for name in ("tat-ca.rss.xml", "tat-ca.atom.xml"))


def test_the_regulation_is_shown_with_its_bases_its_blanks_and_what_is_inherited(site: Site):
    """CT-QD.0, ST-QD.cc, ST-QD.2, ST-4.1, A1, A2, A22, A32, A33, A35, PS-B1: number and day as printed, never guessed.

    Whose rule each is stands beside it: under its own regulation, under another, or under nobody's but the product's.
    """
    regulation, text = site.profile.regulation, site.text(NAMES["regulation"])
    assert " ".join(regulation.title.split()) in text
    for basis in regulation.legal_bases:
        assert " ".join(basis.text.split()) in text
    for note in regulation.notes:
        assert " ".join(note.text.split()) in text
    for replaced in regulation.replaces:
        assert replaced.split(",")[0] in text
    assert f"Số {numbers.shown(regulation.number)} " in text
    assert f"Ngày ban hành {regulation.issued.vietnamese()} " in text
    assert f"Viết cho {WRITTEN_FOR[regulation.written_for]} " in text
    assert f"Góp ý gửi về {regulation.comments_to.unit} " in text
    soup = BeautifulSoup(site.pages[NAMES["regulation"]], "html.parser")
    for rule in rules_in_words(site.profile):
        [row] = [row for row in soup.select(".cc-rules tr") if row.td and row.td.get_text() == rule.text][:1]
        heading = row.find_previous("h2").get_text()
        assert heading.startswith(WHOSE[origin(rule.clause, site.profile.id)]), rule.text


def test_the_blanks_of_can_tho_and_its_analogy_are_printed(site_of: Callable[[str], Site]):
    """CT-QD.0, A1, A2: as the requirement writes them, not as our own code would."""
    text = site_of("ct").text(NAMES["regulation"])
    assert "Số …/QĐ-SNV Ngày ban hành tháng 11 năm 2023 Có hiệu lực từ ngày ký " in text
    assert "trang web áp dụng tương tự cho đến khi có quy chế riêng" in text


def test_a_replaced_document_and_its_successor_lead_to_each_other(site: Site):
    """ST-QD.2: the newer one names the older by its number, and both pages say so."""
    old, new = site.page_of("Quyết định cũ"), site.page_of("Quyết định mới")
    assert "Được thay thế bằng" in site.text(old) and "Thay thế" in site.text(new)
    assert f"/{new.split('/')[-2]}/" in site.pages[old] and f"/{old.split('/')[-2]}/" in site.pages[new]


def test_a_document_says_where_it_applies(site: Site):
    """PS-S4, PS-P1: territory beside issuer, with form, number, dates and abstract."""
    text = site.text(site.page_of("Quyết định cũ"))
    for words in ("119/QĐ-SNV", "Quyết định", "02/11/2026", "từ ngày ký", "Sở Nội vụ", "Ban hành kế hoạch thử"):
        assert words in text
    assert "tỉnh Sóc Trăng trước ngày 01/07/2025" in text


def test_archive_and_feeds_follow_in_the_same_build(site: Site):
    """ST-4.3, ST-10.4: what became public stands in its year and, where there are feeds, in them."""
    address = "/" + site.page_of("Bài của Ban Biên tập").removesuffix("index.html")
    year = " ".join(html for name, html in site.pages.items() if name.startswith("luu-tru/2026/"))
    assert address.strip("/").split("/")[-1] in year
    for name, content in site.build.files().items():
        if name.startswith("feeds/tat-ca"):
            assert address in content.decode(), name


def test_what_was_withdrawn_is_a_notice_and_nothing_else(site: Site):
    """ST-10.4, LX-21.2, LCh-6.4: its words are nowhere; its reason and clause are at its address."""
    assert not any("Câu chỉ có trong bài sẽ gỡ.".encode() in content for content in site.build.files().values())
    assert "Sai số liệu" in " ".join(site.text(name) for name in site.pages if "/bai-go/" in name)


def test_reading_needs_no_account_no_script_and_no_other_server(site: Site):
    """CT-6, ST-2, ST-4.7/1, ST-4.8/2, LX-2, LX-8.3, PS-D7: nothing from outside, no password, forms that ask us alone.

    A script may help with the search, from a file of our own; a page's words stand in the page without it.
    """
    for name, html in site.pages.items():
        soup = BeautifulSoup(html, "html.parser")
        assert not soup(["iframe", "object", "embed"]), name
        assert not soup.select("input[type=password], script:not([src])"), name
        assert soup.main and len(soup.main.get_text(" ").split()) > 5, name
        fetched = [
            tag.get("src") or tag.get("href") for tag in soup(["img", "link", "source", "video", "audio", "script"])
        ]
        assert not [address for address in fetched if re.match(r"(?:https?:)?//", address or "") and URL not in address]
        asked = {
            (form["action"].replace("../", "/").replace("//", "/").lstrip("./"), form["method"])
            for form in soup("form")
            if form.has_attr("action") or not form.has_attr("hidden")  # a script shows such a form, and sends nothing
        }
        assert asked <= FORMS.get(name, set()) | {("tim-kiem/ket-qua", "get")}, name
        assert bool(asked & FORMS.get(name, set())) == (name in FORMS), name


def test_texts_are_utf8_and_composed(site: Site):
    """ST-9.1/2, LX-7.1, LX-7.2, PS-T4: every page and feed declares UTF-8 and is NFC."""
    for name, content in site.build.files().items():
        if name.endswith((".html", ".xml")):
            text = content.decode("utf-8")
            assert unicodedata.is_normalized("NFC", text) and "\r" not in text, name
            assert re.search(r"<meta charset=\"utf-8\">|encoding=['\"]UTF-8['\"]", text), name


def test_an_internal_site_is_kept_from_outside(site: Site):
    """LCh-1, LCh-4.6, A42: no feed, no site map for machines, and every page asks not to be indexed."""
    outward = [name for name in site.build.files() if name.endswith((".xml", ".atom", ".rss")) or "feeds/" in name]
    indexed = [name for name, html in site.pages.items() if 'name="robots" content="noindex"' not in html]
    if site.profile.is_internal:
        assert outward == [] and indexed == []
    else:
        assert outward


def test_the_contact_page_says_where_to_send(site_of: Callable[[str], Site]):
    """CT-7/1, ST-10.1a/3, A3, A21: as the regulation prints it; the misprinted address is no link."""
    can_tho = site_of("ct")
    text = can_tho.text(NAMES["contact"])
    assert "caicachhanhchinh@cantho.gov.vn" in text
    assert "Phòng Cải cách hành chính - Văn thư, Lưu trữ" in text
    assert not any(re.search(r"href=\"[^\"]*cchccancho", html) for html in can_tho.pages.values())
    text = site_of("st").text(NAMES["contact"])
    assert "0299 3624779" in text and "phongcchc.sonv@soctrang.gov.vn" in text
    assert "Địa chỉ Thanh tra, Sở Nội vụ" in text


def test_the_page_about_the_site_prints_duties_and_members(site: Site):
    """ST-1, PS-P5: every post of the regulation with its clause, and who holds it."""
    text = site.text("ban-bien-tap/index.html")
    for name, role in site.profile.roles.items():
        assert role.title in text and f"Hiện nay: {name.replace('_', '-')}" in text or f"Hiện nay: {name}" in text
    for step in site.profile.approval.steps:
        assert f"({clauses_for_readers(step.clause, site.profile.id, site.profile.borrowed, whose='')})" in text
    assert "Danh sách mẫu" not in text  # keys of a real board


def test_the_purpose_of_each_channel_and_its_relation_to_the_site_are_told(site: Site):
    """CT-2, CT-8.2-5, LC-3: on the page about the site and on that of the genuine channels; no address is made up."""
    channels = site.profile.channels
    for name in ("ban-bien-tap/index.html", "kenh-chinh-thuc/index.html"):
        text = site.text(name)
        for one in channels.list:
            assert (one.name or one.id) in text and one.purpose in text
            assert one.address in text if one.address else "chưa được cơ quan chủ quản xác nhận" in text
            assert ("ở trang web" in text) == (one.export != "none")
    if channels.impersonation:
        assert channels.impersonation.report_to in site.text("kenh-chinh-thuc/index.html")


def test_the_facebook_page_of_the_regulation_is_linked(site_of: Callable[[str], Site]):
    """LC-3"""
    lao_cai = site_of("lc")
    for name in ("kenh-chinh-thuc/index.html", "index.html"):
        assert 'href="https://www.facebook.com/UBNDTLC"' in lao_cai.pages[name]


def test_help_says_where_a_fault_is_reported(site: Site):
    """LCh-7.7, CT-8.2-4: the unit of the regulation, and its address where there is one."""
    contact = site.profile.site.contact
    text = site.text("huong-dan/index.html")
    assert "Báo lỗi của trang" in text and contact.unit in text and contact.email in text and contact.phone in text


def test_the_font_that_the_regulation_names_comes_first(site_of: Callable[[str], Site]):
    """ST-9.1/1, A20: Times New Roman where it is named, elsewhere a face of our own."""
    (styles,) = [
        content.decode()
        for name, content in site_of("st").build.files().items()
        if name.startswith("theme/site-") and name.endswith(".css")
    ]
    assert re.search(r"times[^}]*Times New Roman", styles)
    assert "cc-page--times" in site_of("st").pages["index.html"]
    assert "cc-page--times" not in site_of("lc").pages["index.html"]


def test_nothing_of_the_roster_but_posts_reaches_readers(site: Site):
    """LCh-7.2, LX-8.3: no key, no path of this machine, no contact number that only the roster has."""
    everything = b"\n".join(site.build.files().values())
    assert {person.contact for person in site.house.office().roster.people.values()} == {CONTACT}
    for secret in (b"PRIVATE KEY", b"roster.toml", b"/pytest-of-", CONTACT.encode()):
        assert secret not in everything
