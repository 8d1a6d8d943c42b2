"""The register of documents and the page of a document, as built: without a script by links, with one in place."""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from editorial.unbroken import without
from tests.organisation import ROOT, Organisation, reopened
from tests.site_fixture import BODIES, DOCUMENT, URL, Build, build, found_site
from tests.theme.serving import served

GOVERNMENT = """
[[bodies]]
id = "chinh-phu"
name = "Chính phủ"
kind = "national"
symbol = "CP"
"""
MANY, LETTERED = 22, "20c"
"""So many documents with numbers that follow each other, but for the last but one, which has a letter (PS-N5)."""
SPECIAL = {
    "chua-co": {
        "form": "Kế hoạch",
        "document_no": "101/KH-SNV",
        "effective_on": "2030-01-01",
        "abstract": "Số hóa hồ sơ",
    },
    "thay-the": {"document_no": "202/QĐ-SNV", "replaces": "01/QĐ-SNV", "territory": "tỉnh Sóc Trăng"},
    "khong-ro": {"document_no": "/QĐ-SNV", "issued_on": "2023-11"},
    "nghi-dinh": {
        "kind": "legal_document",
        "form": "Nghị định",
        "document_no": "30/2020/NĐ-CP",
        "issuer": "chinh-phu",
        "issued_on": "2020-03-05",
        "abstract": "Công tác văn thư",
    },
    "dan-chieu": {
        "document_no": "303/QĐ-SNV",
        "legal_bases": "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư",
        "amends": "02/QĐ-SNV",
    },
}
OLD = "van-ban/so-noi-vu-can-tho/2026/01-quyet-dinh-snv/index.html"
AMENDED = "van-ban/so-noi-vu-can-tho/2026/02-quyet-dinh-snv/index.html"
DECREE = "van-ban/chinh-phu/2020/30-2020-nghi-dinh-cp/index.html"
CITING = "van-ban/so-noi-vu-can-tho/2026/303-quyet-dinh-snv/index.html"


def write(site: Organisation, item: str, **changed: str) -> None:
    """Write a document and have it signed."""
    values = {"document_no": "1/QĐ-SNV", **changed}
    text = DOCUMENT.format(
        id=item, number=values["document_no"], title=f"Văn bản {item}", body="#### Điều 1. Phạm vi\n\nLời.", extra="",
        issued_on="2026-10-30",
    ).replace("    Luật thứ hai\n", "")  # fmt: skip
    for key, value in values.items():
        text, count = re.subn(rf"^{key}: .*$", f"{key}: {value}", text, flags=re.MULTILINE)
        text = text if count else text.replace("form: ", f"{key}: {value}\nform: ", 1)
    site.write(f"van-ban/{item}.md", text)
    site.sign_all(item)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    site = reopened(found_site(tmp_path_factory.mktemp("register")), siteurl=URL)
    (site.settings.records / "bodies.toml").write_text(BODIES + GOVERNMENT, encoding="utf-8")
    for number in range(1, MANY + 1):
        printed = LETTERED if number == MANY - 1 else f"{number:02d}"
        write(site, f"van-ban-{number:02d}", document_no=f"{printed}/QĐ-SNV")
    for item, changed in SPECIAL.items():
        write(site, item, **changed)
    return site


@pytest.fixture(scope="module")
def built(site: Organisation) -> Build:
    made = build(site, "first")
    assert made.code == 0, made.said
    return made


def rows_of(built: Build, below: str) -> list[str]:
    """Return where the rows of every page of a list lead."""
    pages = [text for name, text in built.pages().items() if re.fullmatch(rf"{below}(?:trang/\d+/)?index\.html", name)]
    return [one for text in pages for one in re.findall(r'<th class="cc-register__number".*?href="([^"]*)"', text)]


def test_every_document_stands_in_exactly_its_lists(built: Build):
    """Told from the data that the script reads, and the other way round."""
    data = json.loads(built.text("du-lieu/van-ban-danh-muc-1.json"))
    expected: defaultdict[str, list[str]] = defaultdict(list)
    for address, _, _, _, values, days in data["rows"]:
        expected["van-ban/"].append(address)
        for facet, slugs in zip(("loai", "co-quan", "nam", "linh-vuc", "dia-ban"), values, strict=True):
            for slug in slugs:
                expected[f"van-ban/{facet}/{slug}/"].append(address)
        status = [slug for slug, first in days if first <= "2026-11-22"][-1]
        expected[f"van-ban/hieu-luc/{status}/"].append(address)
    lists = {
        re.sub(r"(trang/\d+/)?index\.html$", "", name)
        for name in built.pages()
        if "data-register-rows" in built.text(name)
    }
    assert lists == set(expected)
    for below, addresses in expected.items():
        assert sorted(rows_of(built, below)) == sorted(addresses), below
    assert len(expected["van-ban/"]) == MANY + len(SPECIAL)


def test_counts_stand_on_newest_pages_and_lists_of_values_only(built: Build):
    assert f"{MANY + len(SPECIAL)} văn bản" in built.text("van-ban/index.html")
    older = built.text("van-ban/trang/1/index.html")
    assert "Trang 1" in older and " văn bản</p>" not in older and "data-register-facets" not in older
    assert re.search(
        r'loai/nghi-dinh/">Nghị định</a> <span class="cc-tile__count">1 ', built.text("van-ban/loai/index.html")
    )


def test_a_new_document_leaves_the_older_pages_of_every_list(site: Organisation, built: Build):
    """It replaces one on an older page: that row says so wherever it stands, and no document moves."""
    write(site, "moi-nhat", document_no="404/QĐ-SNV", replaces="03/QĐ-SNV", effective_on="2026-01-01")
    later = build(site, "second")
    assert later.code == 0, later.said
    before, after = built.pages(), later.pages()
    changed = [name for name in before if name.startswith("van-ban/") and before[name] != after.get(name)]
    older = [name for name in changed if "/trang/" in name]
    assert older and all("03-quyet-dinh-snv" in before[name] for name in older)
    assert len([name for name in after if before.get(name) != after[name]]) <= 60
    assert "Hết hiệu lực toàn bộ" in later.text("van-ban/so-noi-vu-can-tho/2026/03-quyet-dinh-snv/index.html")
    assert '404-quyet-dinh-snv/">404/QĐ-SNV</a>' in without(
        later.text("van-ban/so-noi-vu-can-tho/2026/03-quyet-dinh-snv/index.html")
    )


def test_the_page_of_a_document_says_its_status_for_every_day(built: Build):
    """PS-S2, PS-S3: computed, with the day since which it holds and the act; unknown stays unknown."""
    page = built.text(OLD)
    assert 'cc-status--het-hieu-luc-toan-bo">Hết hiệu lực toàn bộ</span>' in page
    assert "từ 30/10/2026, theo 202/QĐ-SNV" in page
    assert 'cc-status--het-hieu-luc-mot-phan">Hết hiệu lực một phần</span>' in built.text(AMENDED)
    unknown = built.text("van-ban/so-noi-vu-can-tho/2023/chua-co-so-quyet-dinh-snv/index.html")
    assert "văn bản không ghi ngày ký" in unknown and "Còn hiệu lực" not in unknown
    assert ">Chưa xác định hiệu lực</span>" in built.text("van-ban/index.html")  # a phone shows no heads of columns
    assert "<h1>Văn bản: Chưa xác định hiệu lực</h1>" in built.text("van-ban/hieu-luc/chua-xac-dinh/index.html")
    assert "<h1>Văn bản theo loại</h1>" in built.text("van-ban/loai/index.html")
    assert 'cc-document__status"><span' in unknown  # no number beside it that would seem to be what is not known
    assert "có hiệu lực từ 01/01/2030" in built.text("van-ban/so-noi-vu-can-tho/2026/101-ke-hoach-snv/index.html")


def test_a_legal_basis_and_what_it_cites_lead_to_each_other(built: Build):
    assert 'href="/van-ban/chinh-phu/2020/30-2020-nghi-dinh-cp/">30/2020/NĐ-CP</a> ngày 05' in without(
        built.text(CITING)
    )
    assert 'href="/van-ban/so-noi-vu-can-tho/2026/303-quyet-dinh-snv/">303/QĐ-SNV</a>' in without(built.text(DECREE))


def test_an_internal_site_has_no_data_to_fetch(internal: Build):
    """LCh-1"""
    page = internal.text("van-ban/index.html")
    assert "1/QĐ-SNV" in page and "data-register-form" not in page


@pytest.fixture(scope="module")
def address(built: Build) -> Iterator[str]:
    with served(built.output) as address:
        yield address


@pytest.fixture
def page(chromium: Any, address: str) -> Iterator[Any]:
    with chromium.new_context(viewport={"width": 1280, "height": 900}, permissions=["clipboard-write"]) as context:
        page = context.new_page()
        page.goto(f"{address}/van-ban/")
        yield page


def numbers_on(page: Any) -> list[str]:
    """Return the numbers of the rows that a reader sees."""
    return [text.strip() for text in page.locator("[data-register-rows] .cc-register__number").all_inner_texts()]


def count_on(page: Any) -> str:
    return str(page.locator("[data-register-count]").inner_text())


def test_a_filter_narrows_the_list_and_stands_in_the_address(page: Any):
    first = numbers_on(page)
    page.get_by_label("Loại văn bản").select_option(label="Kế hoạch (1)")
    page.wait_for_function("document.querySelector('[data-register-count]').textContent === '1 văn bản'")
    assert numbers_on(page) == ["101/KH-SNV"] and page.url.endswith("?loai=ke-hoach")
    assert page.locator("[data-register-pager]").is_hidden()
    assert page.locator("option[value=con-hieu-luc]").inner_text() == "Còn hiệu lực (0)"
    page.reload()
    page.wait_for_function("document.querySelector('[data-register-count]').textContent === '1 văn bản'")
    page.get_by_role("button", name="Bỏ hết bộ lọc").click()
    page.wait_for_url("**/van-ban/")
    page.wait_for_function("document.querySelectorAll('[data-register-rows] tr').length > 1")
    assert numbers_on(page) == first
    page.go_back()
    page.wait_for_function("document.querySelector('[data-register-count]').textContent === '1 văn bản'")
    assert page.get_by_label("Loại văn bản").input_value() == "ke-hoach"


def test_a_browser_of_2020_filters_as_the_newest_does(page: Any):
    page.add_init_script("for (const name of ['at', 'findLast', 'findLastIndex']) delete Array.prototype[name]")
    page.reload()
    page.get_by_label("Loại văn bản").select_option(label="Kế hoạch (1)")
    page.wait_for_function("document.querySelector('[data-register-count]').textContent === '1 văn bản'")


def test_words_are_found_without_marks_and_their_absence_is_told(page: Any):
    page.get_by_label("Số, ký hiệu hoặc trích yếu").fill("so hoa")
    page.wait_for_function("document.querySelector('[data-register-count]').textContent === '1 văn bản'")
    assert numbers_on(page) == ["101/KH-SNV"]
    page.get_by_label("Số, ký hiệu hoặc trích yếu").fill("không có ở đâu")
    page.wait_for_selector("[data-register-none]:visible")
    assert count_on(page) == "Không có văn bản nào khớp"
    onward = page.locator("[data-register-none] a").get_attribute("href")
    assert onward.partition("?")[2] == "q=kh%C3%B4ng+c%C3%B3+%E1%BB%9F+%C4%91%C3%A2u", "what was typed goes along"


@pytest.mark.parametrize(
    "typed", ["Kế hoạch số 101/KH-SNV", "ke hoach so 101", "101-kh snv", "101 so noi vu", "kh 101", "so101/kh-snv"]
)
def test_a_document_is_found_as_people_name_it(page: Any, typed: str):
    """By type and number as in a letter, with strokes or without, by who issued it."""
    page.get_by_label("Số, ký hiệu hoặc trích yếu").fill(typed)
    page.wait_for_function("document.querySelector('[data-register-count]').textContent === '1 văn bản'")
    assert numbers_on(page) == ["101/KH-SNV"]


def test_a_status_is_that_of_the_day_asked(page: Any):
    """PS-S2: any date; the plan takes effect in 2030."""
    page.get_by_label("Loại văn bản").select_option("ke-hoach")
    page.get_by_label("Tình trạng tính đến ngày").fill("2030-01-01")
    page.wait_for_function("document.querySelector('[data-register-rows]').textContent.includes('Còn hiệu lực')")
    page.get_by_label("Tình trạng hiệu lực").select_option("chua-co-hieu-luc")
    page.wait_for_selector("[data-register-none]:visible")


def test_more_rows_come_when_asked_and_an_order_sorts_them(page: Any):
    page.get_by_label("Sắp xếp").select_option("so")
    page.wait_for_function(
        f"document.querySelector('[data-register-count]').textContent === '{MANY + len(SPECIAL)} văn bản'"
    )
    assert len(numbers_on(page)) == 20
    page.get_by_role("button", name="Xem thêm").click()
    page.wait_for_function(f"document.querySelectorAll('[data-register-rows] tr').length === {MANY + len(SPECIAL)}")
    *numbers, blank = numbers_on(page)
    assert blank == "…/QĐ-SNV", "what has no number comes after what has one"
    assert numbers == sorted(numbers, key=lambda text: (int(re.match(r"\d+", text)[0]), text.split("/")[0][2:]))
    at = numbers.index(f"{LETTERED}/QĐ-SNV")
    assert (numbers[at - 1], numbers[at + 1]) == ("20/QĐ-SNV", "22/QĐ-SNV")


def test_a_row_made_by_the_script_is_a_row_of_the_page(page: Any):
    """The same cells, words and addresses, whoever made it."""
    cell = "[cell.tagName, cell.className, cell.textContent.trim(), cell.querySelector('a')?.getAttribute('href')]"
    rows = (
        f"[...document.querySelectorAll('[data-register-rows] tr')].map(row => [...row.children].map(cell => {cell}))"
    )
    made = page.evaluate(rows)
    page.locator("select[name=linh-vuc]").select_option("the-che")
    page.wait_for_url("**linh-vuc=the-che")
    page.wait_for_selector("[data-register-more]:visible")
    assert page.evaluate(rows)[: len(made)] == made


def test_without_its_data_the_lists_stay(chromium: Any, address: str):
    with chromium.new_context() as context:
        page = context.new_page()
        page.route("**/du-lieu/**", lambda route: route.abort())
        page.goto(f"{address}/van-ban/?loai=ke-hoach")
        page.wait_for_selector("[data-register-facets]:visible")
        assert len(numbers_on(page)) == (MANY + len(SPECIAL)) % 20


@pytest.mark.parametrize("width", [320, 1280])
def test_without_a_script_every_list_is_a_link_away(chromium: Any, address: str, width: int):
    with chromium.new_context(java_script_enabled=False, viewport={"width": width, "height": 900}) as context:
        page = context.new_page()
        page.goto(f"{address}/van-ban/")
        assert page.locator("[data-register-form]").is_hidden()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        row = page.locator("[data-register-rows] > tr").first
        assert row.evaluate("row => getComputedStyle(row).display") == ("table-row" if width == 1280 else "flex")
        page.locator("summary", has_text="Tình trạng hiệu lực").click()
        page.get_by_role("link", name="Hết hiệu lực toàn bộ").click()
        assert numbers_on(page) == ["01/QĐ-SNV"]
        page.goto(f"{address}/{OLD}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_what_a_document_is_about_has_the_widest_column(page: Any):
    row = page.locator("[data-register-rows] tr").first
    widths = row.evaluate("one => [...one.cells].map(cell => cell.offsetWidth)")
    assert row.evaluate("one => getComputedStyle(one).display") == "table-row"
    assert widths[1] == max(widths)


LONG = "17/2017/TTLT-VKSNDTC-TANDTC-BCA-BTP-BTC-BNNPTNT"
"""As joint circulars are numbered."""


@pytest.mark.parametrize(
    ("path", "number", "width"),
    [("luu-tru/2026/11/", ".cc-card__number", 320), ("van-ban/", "[data-register-rows] a", 1280)],
)
def test_a_long_number_breaks_before_it_widens_the_page(page: Any, address: str, path: str, number: str, width: int):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}/{path}")
    page.locator(number).first.evaluate("(one, number) => { one.textContent = number }", LONG)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator(number).first.evaluate("one => one.offsetWidth") < 290


def test_a_heading_of_the_text_gives_its_address(page: Any, address: str, built: Build):
    page.goto(f"{address}/{OLD}")
    page.get_by_role("link", name="Liên kết tới Điều 1. Phạm vi").click()
    page.wait_for_function("location.hash === '#dieu-1'")
    page.wait_for_function(
        "[...document.querySelectorAll('[role=status]')].some(one => one.textContent.includes('Đã chép'))"
    )
    assert "cc-anchor" not in built.text(OLD)


def test_the_script_of_the_register_is_small():
    """At most 5 kB on the wire with the rest of the page's scripts, and never needed."""
    built = ROOT / "theme/static/js/built"
    assert sum(len(gzip.compress((built / name).read_bytes(), 9)) for name in ("register.js", "frame.js")) < 5000
