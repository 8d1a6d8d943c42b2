"""What somebody without JavaScript gets for what he typed."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest

from search.engine import Engine
from tests.endpoint.browser import Browser, browser_of
from tests.house import House, house_of
from tests.organisation import Organisation
from tests.site_fixture import CANARY, found_site

ADDRESS = "/tim-kiem/ket-qua"


def ask(browser: Browser, **told: str) -> str:
    """Return the page that answers; it must be one."""
    answer = browser.get(f"{ADDRESS}?{urlencode(told)}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    return answer.text


def titles(page: str) -> list[str]:
    """Return the marked titles of the results."""
    return re.findall(r'<h2 class="cc-card__title"><a href="[^"]*">(.*?)</a>', page)


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    """A published site with 23 items about one thing, and one about another."""
    site = found_site(tmp_path_factory.mktemp("many"))
    for number in range(23):
        site.article(f"tin-so-{number}", body="Một cửa liên thông phục vụ người dân.", title=f"Tin một cửa {number}")
        site.sign_all(f"tin-so-{number}")
    site.article("tin-khac", body="Bí mật đời tư được bảo vệ. Không để bị mất giấy tờ.", title="Giữ kín <b>chuyện</b>")
    site.sign_all("tin-khac")
    site.now += timedelta(minutes=1)
    house = House(site)
    done = house.desk("publish")
    assert done.code == 0, done.said
    return site


@pytest.fixture(scope="session")
def reader(many: Organisation) -> Browser:
    """A reader of the site with many items."""
    return browser_of(many)


def test_results_are_those_of_the_engine_in_its_order_with_its_marks(many: Organisation, reader: Browser):
    engine = Engine(many.settings.output / "tim-kiem")
    for query in ("một cửa", "mot cua 7", "bi mat", "bí mật", "liên thông", "giay to", "517/QĐ"):
        expected = engine.search(query)
        page = ask(reader, q=query)
        assert titles(page) == [hit.title for hit in expected.hits]
        for hit in expected.hits:
            assert hit.text in page


def test_the_frame_is_the_page_of_the_site(many: Organisation, reader: Browser):
    frame = (many.settings.output / "tim-kiem/index.html").read_text(encoding="utf-8")
    page = ask(reader, q="một cửa")
    begin, end = frame.index("<!--search-->"), frame.index("<!--/search-->")
    assert page.endswith(frame[end:])
    assert frame[frame.index("<body") : begin] in page
    assert "<title>một cửa – " in page


def test_links_of_results_lead_to_pages(reader: Browser):
    page = ask(reader, q="một cửa")
    addresses = re.findall(r'<h2 class="cc-card__title"><a href="([^"]*)"', page)
    assert len(addresses) == 10
    for address in addresses:
        assert reader.get("/tim-kiem/" + address, follow_redirects=True).status_code == 200


def test_every_hit_is_on_exactly_one_page(reader: Browser):
    seen: list[str] = []
    address = f"{ADDRESS}?{urlencode({'q': 'một cửa'})}"
    while address:
        page = reader.get(address).text
        seen += titles(page)
        more = re.search(r'rel="next" href="([^"]*)"', page)
        address = ADDRESS + unescape(more[1]) if more else ""
    assert len(seen) == len(set(seen)) == 23
    assert "23 kết quả, trang 3 trên 3" in page


def test_a_filter_counts_what_it_leaves_and_can_be_taken_back(browser: Browser):
    page = ask(browser, q="quyết định")
    found = re.search(r'<a href="([^"]*)">Văn bản hành chính</a> <span class="cc-tile__count">(\d+)</span>', page)
    assert found
    filtered = browser.get(ADDRESS + unescape(found[1])).text
    assert f"{found[2]} kết quả" in filtered
    assert "Bỏ chọn: Văn bản hành chính" in filtered


def test_a_date_order_keeps_the_query(reader: Browser):
    page = ask(reader, q="một cửa", order="date")
    assert "<a>ngày, mới nhất trước</a>" in page
    assert re.search(r'<a href="\?q=[^"&]*">mức độ phù hợp</a>', page)
    assert 'value="một cửa"' in page
    assert len(titles(page)) == 10


def test_a_slip_of_the_finger_is_answered_and_the_right_words_are_offered(reader: Browser):
    page = ask(reader, q="lien thogn")
    assert "Có phải ông/bà muốn tìm" in page
    assert titles(page)


def test_nothing_found_says_so_and_leads_elsewhere(reader: Browser):
    page = ask(reader, q="zzzzqqqq")
    assert "Không có kết quả nào" in page
    assert "luu-tru/" in page


def test_without_a_question_there_is_only_the_form(reader: Browser):
    for page in (ask(reader), ask(reader, q=""), ask(reader, q="   ")):
        assert 'name="q"' in page
        assert "kết quả" not in page[page.index("<main") : page.index("</main>")]


@pytest.mark.parametrize(
    "told",
    [
        {"q": "ế" * 5_000},
        {"q": "một cửa " * 700},
        {"q": "\x00\x01\x1b[31m\u202e\u200b một"},
        {"q": "😀 👨\u200d👩\u200d👧"},
        {"q": "' OR 1=1; DROP TABLE x; -- {{ 7*7 }} (.*)+$ [a-z]{9}"},
        {"q": '"một cửa'},
        {"q": '“” "" «»'},
        {"q": "một", "page": "99999999999999999999"},
        {"q": "một", "page": "-1"},
        {"q": "một", "page": "0"},
        {"q": "một", "page": "²"},
        {"q": "một", "page": "9" * 5_000},
        {"q": "một", "kind": "khong-co", "area": "x" * 5_000, "year": "20260", "la": "1"},
        {"q": "một", "order": "../../etc/passwd"},
        {"q": "a " * 500 + "101/kh-ubnd " * 50},
        {"kind": "chính sách"},
    ],
    ids=range(16),
)
def test_whatever_is_typed_gets_a_page(reader: Browser, told: dict[str, str]):
    assert "</html>" in ask(reader, **told)


@pytest.mark.parametrize("query", ["q=%ff%fe", "q=%ed%a0%80", "q=a&q=b&page=&page=2", "=&&&", "q=%00", "%"])
def test_an_address_that_no_form_makes_gets_a_page(reader: Browser, query: str):
    assert reader.get(f"{ADDRESS}?{query}").status_code == 200


@pytest.mark.parametrize(
    "query", ["<script>alert(1)</script>", '"><img src=x onerror=y>', "</title><b>", "<!--/search-->"]
)
def test_what_was_typed_is_shown_as_words(reader: Browser, query: str):
    page = ask(reader, q=query)
    assert query not in page.replace("<!--/search-->", "", 1) or query == "<!--/search-->"
    assert page.count("<!--/search-->") == 1


def test_markup_in_a_title_stays_words(reader: Browser):
    best, *_ = titles(ask(reader, q="giữ kín chuyện"))
    assert best == "<mark>Giữ kín</mark> &lt;b&gt;<mark>chuyện</mark>&lt;/b&gt;"


def test_typed_marks_are_respected(reader: Browser):
    assert "<mark>Bí mật</mark>" in ask(reader, q="bí mật")
    assert "<mark>bị mất</mark>" in ask(reader, q="bị mất")


def test_what_nobody_signed_is_not_found(browser: Browser):
    for query in (CANARY, "7q3z", "chưa ký"):
        page = ask(browser, q=query)
        shown = titles(page) + re.findall(r'<p class="cc-card__lead">(.*?)</p>', page)
        assert [words for words in shown if "7q3z" in words or "mật-chưa" in words] == []
        assert "tin-chua-ky" not in page


def test_a_site_published_while_serving_is_seen_without_a_restart(published_site: Organisation, tmp_path: Path):
    house = house_of(published_site, tmp_path)
    site = house.site
    browser = browser_of(site)
    assert titles(ask(browser, q="wvtkxyz")) == []
    site.now += timedelta(minutes=1)
    site.article("tin-moi", body="Nội dung mới wvtkxyz.", title="Tin wvtkxyz")
    site.sign_all("tin-moi")
    done = house.desk("publish")
    assert done.code == 0, done.said
    assert titles(ask(browser, q="wvtkxyz")) == ["Tin <mark>wvtkxyz</mark>"]
    site.withdraw("tin-moi")
    done = house.desk("publish")
    assert done.code == 0, done.said
    assert titles(ask(browser, q="wvtkxyz")) == []
