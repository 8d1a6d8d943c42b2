"""What search engines are told of a page: true, as signed, in the shape of schema.org, and no danger to the page."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any

import pytest

from editorial.addresses import file_of
from editorial.publication import load
from endpoint.app import HEADERS
from plugins.linked_data import _script
from plugins.packing import packed_forms
from tests.organisation import Organisation, reopened
from tests.site_fixture import URL, Build, build, document, found_site
from tests.theme.serving import served

ELEMENT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
PROPERTIES = {
    "BreadcrumbList": "itemListElement",
    "ListItem": "position name item",
    "Legislation": "name abstract url inLanguage image legislationIdentifier legislationType legislationDate "
    "temporalCoverage legislationPassedBy legislationJurisdiction legislationLegalForce encoding sdPublisher "
    "sdDatePublished",
    "MediaObject": "contentUrl encodingFormat sha256",
    "GovernmentOrganization": "@id name url address telephone email",
    "Article": "headline description url inLanguage image articleSection creditText publisher datePublished "
    "dateModified",
    "NewsArticle": "headline description url inLanguage image articleSection creditText publisher datePublished "
    "dateModified",
    "FAQPage": "name url inLanguage image mainEntity datePublished dateModified",
    "Question": "name acceptedAnswer",
    "Answer": "text",
    "WebPage": "name url inLanguage image datePublished dateModified",
    "ContactPage": "name url inLanguage image datePublished dateModified",
    "AboutPage": "name url inLanguage image datePublished dateModified",
    "WebSite": "url name inLanguage publisher potentialAction",
    "SearchAction": "target query-input",
    "EntryPoint": "urlTemplate",
}
"""Every type that is written, with those of its properties (schema.org 29) that may be told."""


def graph(page: str) -> list[Any]:
    """Return the things that a page tells of, after their shape was looked at."""
    found = ELEMENT.findall(page)
    assert len(found) == 1
    told = json.loads(found[0])
    assert told["@context"] == "https://schema.org"
    for thing in told["@graph"]:
        look_at(thing)
    return list(told["@graph"])


def look_at(thing: Any) -> None:
    """Hold a thing and all in it against the properties of its type; every address is whole, nothing is empty."""
    if isinstance(thing, list):
        for one in thing:
            look_at(one)
    elif isinstance(thing, dict) and "@type" in thing:
        assert thing.keys() - {"@type"} <= set(PROPERTIES[thing["@type"]].split()), thing
        for key, value in thing.items():
            assert value not in ("", [], None), key
            if key in ("url", "item", "contentUrl", "image", "urlTemplate", "@id"):
                assert value.startswith(f"{URL}/"), value
            if key in ("datePublished", "dateModified", "sdDatePublished"):
                assert datetime.fromisoformat(value).tzinfo
            look_at(value)
    else:
        assert not isinstance(thing, dict) or thing.keys() == {"@id"}


def of_type(page: str, sort: str) -> Any:
    (thing,) = (thing for thing in graph(page) if thing["@type"] == sort)
    return thing


def test_every_item_tells_what_it_is_and_where_it_stands(real: Build, small: Organisation) -> None:
    for public in load(small.settings, small.now).items:
        way, main = graph(real.text(file_of(public.address)))
        assert main["url"] == URL + public.address
        assert main.get("name", main.get("headline")) == public.metadata["title"]
        assert [step["position"] for step in way["itemListElement"]] == list(range(1, len(way["itemListElement"]) + 1))
        assert way["itemListElement"][-1]["item"] == main["url"]
        for step in way["itemListElement"]:
            assert (real.output / file_of(step["item"].removeprefix(URL))).is_file()


def test_a_document_is_legislation_with_its_files(real: Build) -> None:
    told = of_type(real.text("van-ban/so-noi-vu-can-tho/2026/517-quyet-dinh-snv/index.html"), "Legislation")
    assert told["legislationIdentifier"] == "517/QĐ-SNV" and told["legislationDate"] == "2026-10-30"
    assert told["legislationPassedBy"]["name"] == "Sở Nội vụ thành phố Cần Thơ"
    assert "legislationLegalForce" not in told, "another replaces it, nobody knows from which day"
    (file,) = told["encoding"]
    assert (real.output / file_of(file["contentUrl"].removeprefix(URL))).read_bytes() == b"%PDF-1.4 signed"


def test_a_document_whose_number_is_blank_is_given_none(real: Build) -> None:
    """A machine would take "…/QĐ-SNV" for the name of one document; nor is a day told where only the month is known."""
    [page] = [page for page in real.pages().values() if "<title>Quyết định /QĐ-SNV –" in page]
    assert not {"legislationIdentifier", "legislationDate"} & of_type(page, "Legislation").keys()


FORCES = (
    ("2026-01-01", "", "https://schema.org/InForce"),
    ("2030-01-01", "", "https://schema.org/NotInForce"),
    ("2020-01-01", "2026-01-01", "https://schema.org/NotInForce"),
    ("chưa xác định", "", None),
)
"""From which day documents are in force, until when, and what is told of each."""
QUESTION = """title: Bao lâu có trả lời?
id: cau-hoi
kind: qa
summary: Mười lăm ngày.
areas: the-che
level: thành phố Cần Thơ
author: Ban Biên tập
source: Quy chế
origin: own
slug: cau-hoi

**Hỏi:** Tôi gửi rồi, bao lâu có trả lời?

**Đáp:** Trong **15 ngày** làm việc.

Hết.
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A site with a document for each legal force, and a question that was answered."""
    site = reopened(found_site(tmp_path_factory.mktemp("told")), siteurl=URL)
    site.write("hoi-dap/cau-hoi.md", QUESTION)
    site.sign_all("cau-hoi")
    for number, (effective, expires, _) in enumerate(FORCES, 1):
        item, until = f"vb-{number}", f"expires_on: {expires}\n" if expires else ""
        document(site, item, f"{number}/QĐ-SNV", "Lời.", until, issued_on="2020-01-01")
        path = site.settings.content / f"van-ban/{item}.md"
        path.write_text(path.read_text("utf-8").replace("từ ngày ký", effective), "utf-8")
        site.sign_all(item)
    built = build(site)
    assert built.code == 0, built.said
    return built


@pytest.mark.parametrize("number", range(1, len(FORCES) + 1))
def test_the_legal_force_is_that_of_the_day(told: Build, number: int) -> None:
    page = told.text(f"van-ban/so-noi-vu-can-tho/2020/0{number}-quyet-dinh-snv/index.html")
    assert of_type(page, "Legislation").get("legislationLegalForce") == FORCES[number - 1][2]


def test_an_answered_question_is_told_with_its_whole_answer(told: Build) -> None:
    (asked,) = of_type(told.text("hoi-dap/cau-hoi/index.html"), "FAQPage")["mainEntity"]
    assert asked["name"] == "Bao lâu có trả lời?"
    assert asked["acceptedAnswer"]["text"] == "Trong 15 ngày làm việc. Hết."


def test_the_home_page_names_the_office_and_the_search(real: Build) -> None:
    page = real.text("index.html")
    office, website = of_type(page, "GovernmentOrganization"), of_type(page, "WebSite")
    assert office["email"] == "caicachhanhchinh@cantho.gov.vn" and "telephone" not in office
    assert website["publisher"]["@id"] == office["@id"]
    target = website["potentialAction"]["target"]["urlTemplate"]
    assert (real.output / file_of(target.removeprefix(URL).partition("?")[0])).is_file()


def test_lists_tell_where_they_stand(real: Build) -> None:
    for name in ("van-ban/index.html", "chinh-sach/index.html", "linh-vuc/the-che/index.html"):
        assert of_type(real.text(name), "BreadcrumbList")["itemListElement"][0]["name"] == "Trang chủ"


def test_a_trial_edition_tells_nothing(trial: Build) -> None:
    assert not [name for name, page in trial.pages().items() if "ld+json" in page]


def test_no_word_ends_the_element() -> None:
    made = str(_script({"name": "</script><script>alert(1)</script><!-- & \u2028"}))
    assert made.count("<") == 2 and made.endswith("</script>")
    assert json.loads(ELEMENT.findall(made)[0])["@graph"] == [
        {"name": "</script><script>alert(1)</script><!-- & \u2028"}
    ]


def test_a_browser_under_a_strict_policy_keeps_the_data_and_complains_of_nothing(chromium: Any, real: Build) -> None:
    with served(real.output, HEADERS) as url, chromium.new_context() as context:
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.goto(f"{url}/chinh-sach/2026/tin-thu/", wait_until="networkidle")
        told = json.loads(page.inner_text('script[type="application/ld+json"]'))
        assert told["@graph"][1]["headline"] == "Tin <script>thử</script>"
        assert complaints == []


def packed(page: str) -> bytes:
    """Return a page as it goes over the wire."""
    return next(content for suffix, content in packed_forms("x.html", page.encode()) if suffix == ".br")


def test_the_data_cost_little_on_the_wire(real: Build) -> None:
    for name, page in real.pages().items():
        without, found = ELEMENT.subn("", page)
        assert found == ("ld+json" in page), name
        assert len(packed(page)) - len(packed(without)) < 800, name
