"""Every feed of a site, held to what the standards ask and to what validators warn of.

RSS 2.0 with the Best Practices Profile, RFC 4287, 5005 and 6721, JSON Feed 1.1; Atom's schema: test_feed_formats.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from editorial.dates import VIETNAM
from plugins.feed_archive import PER_PAGE
from plugins.feed_items import Channel, Piece
from plugins.feed_json import json_of
from plugins.feed_list import feeds_of, topics_of_site
from plugins.feed_xml import xml_of
from search.engine import Engine
from tests.organisation import Organisation, profile_named, reopened
from tests.plugins.feed_reading import ARCHIVE, ATOM, DELETED
from tests.plugins.kept_folder import same_as_clean, update
from tests.site_fixture import URL, Build, build, document, found_site

CHANGE = "changed_on: 2026-11-20\nchange_note: Sửa số liệu\nchanged_by: Công văn số 1"
RFC_822 = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} [+-]\d{4}")
TAG = re.compile(r"tag:[a-z0-9.-]+,2026:[a-z0-9/.-]+")
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
DC_LANGUAGE = "{http://purl.org/dc/elements/1.1/}language"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
RISKY = ("script", "style", "iframe", "object", "embed", "form", "base", "meta", "link")
JSON_KEYS = {
    "version", "title", "home_page_url", "feed_url", "description", "user_comment", "next_url", "icon", "favicon",
    "authors", "language", "expired", "hubs", "items",
}  # fmt: skip
JSON_ITEM_KEYS = {
    "id", "url", "external_url", "title", "content_html", "content_text", "summary", "image", "banner_image",
    "date_published", "date_modified", "authors", "tags", "language", "attachments",
}  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    """A site with all that a feed can hold: files, places within a text, a correction, a withdrawal, a full archive."""
    site = found_site(tmp_path_factory.mktemp("rules"))
    site.write("bai/hinh.png", b"\x89PNG signed picture")
    site.write("van-ban/quyet-dinh.pdf", b"%PDF-1.4 signed")
    site.article("tin-hinh", body="![Một hình](hinh.png)\n\nXem [quyết định](id:vb-1#dieu-2), [mục](/van-ban/).")
    text = '#### Điều 1. Phạm vi\n\nXem [điều dưới](#dieu-2) & "ngoặc".\n\n#### Điều 2. Đối tượng\n\nĐoạn văn.'
    document(site, "vb-1", "517/QĐ-SNV", text, "attachments: quyet-dinh.pdf\n")
    for number in range(PER_PAGE + 3):
        site.article(f"tin-{number:03d}", body=f"Lời của tin {number:03d}.", title=f"Tin <b>số</b> & {number:03d}")
    for item in ("tin-hinh", "vb-1", *(f"tin-{number:03d}" for number in range(PER_PAGE + 3))):
        site.sign_all(item)
    for item in ("tin-001", "tin-002"):
        site.article(item, body="Lời đã sửa.", title="Tin đã sửa", extra=CHANGE)
        site.sign_all(item)
    site.later(minutes=1)
    site.withdraw("tin-001")
    return site


@pytest.fixture(scope="module")
def built(site: Organisation) -> Build:
    return build(reopened(site, siteurl=URL), "real")


def feeds(built: Build, suffix: str) -> Iterator[tuple[str, bytes]]:
    found = [(name, content) for name, content in built.files().items() if re.match(rf"feeds/.*{suffix}$", name)]
    assert len(found) >= 21
    yield from found


def hold_markup(html: str) -> None:
    """What stands in a feed is read on other sites: whole addresses only, and nothing that runs there."""
    page = BeautifulSoup(html, "html.parser")
    for tag in page.find_all(True):
        assert tag.name not in RISKY
        assert not [name for name in tag.attrs if name.startswith("on") or name == "style"]
        for name in ("href", "src"):
            assert re.match(r"(https?://|mailto:|tel:)", tag.get(name, "https://")), tag
        assert tag.name != "img" or tag.get("alt")


def hold_ids(ids: Iterable[str | None]) -> None:
    found = list(ids)
    assert len(found) == len(set(found)), "no id twice"
    assert all(one and TAG.fullmatch(one) for one in found)


def test_every_rss_feed_is_one_that_validators_pass(built: Build):
    files = built.files()
    for name, content in feeds(built, r"\.rss\.xml"):
        root = ElementTree.fromstring(content)
        assert (root.tag, root.get("version"), len(root)) == ("rss", "2.0", 1)
        channel = root[0]
        [itself] = [link for link in channel.findall(f"{ATOM}link") if link.get("rel") == "self"]
        assert (itself.get("href"), itself.get("type")) == (f"{URL}/{name}", "application/rss+xml")
        assert channel.findtext("link") == f"{URL}/"
        assert channel.findtext("language") == "vi"
        assert all((channel.findtext(part) or "").strip() for part in ("title", "description"))
        assert RFC_822.fullmatch(built_at := channel.findtext("lastBuildDate") or "")
        hold_ids(item.findtext("guid") for item in channel.findall("item"))
        for item in channel.findall("item"):
            assert all((item.findtext(part) or "").strip() for part in ("title", "link", "description"))
            assert item.find("guid").get("isPermaLink") == "false"
            assert (item.findtext("link") or "").startswith(f"{URL}/")
            published = item.findtext("pubDate") or ""
            assert RFC_822.fullmatch(published)
            assert parsedate_to_datetime(published) <= parsedate_to_datetime(built_at)
            assert all((category.text or "").strip() for category in item.findall("category"))
            hold_markup(item.findtext("description") or "")
            hold_markup(item.findtext(CONTENT) or "")
            assert len(item.findall("enclosure")) <= 1
            for file in item.findall("enclosure"):
                assert file.get("url", "").startswith(f"{URL}/")
                assert file.get("length") == str(len(files[file.get("url", "").removeprefix(f"{URL}/")]))
                assert re.fullmatch(r"[a-z]+/[\w.+-]+", file.get("type", ""))


def test_every_atom_feed_is_one_that_validators_pass(built: Build):
    files, enclosed = built.files(), 0
    for name, content in feeds(built, r"\.atom\.xml"):
        feed = ElementTree.fromstring(content)
        assert feed.get(LANG) == "vi"
        assert [link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"] == [
            f"{URL}/{name}"
        ]
        assert (feed.findtext(f"{ATOM}title") or "").strip()
        assert (feed.findtext(f"{ATOM}author/{ATOM}name") or "").strip()
        updated = datetime.fromisoformat(feed.findtext(f"{ATOM}updated") or "")
        entries, deleted = feed.findall(f"{ATOM}entry"), feed.findall(DELETED)
        hold_ids(
            [
                feed.findtext(f"{ATOM}id"),
                *(one.findtext(f"{ATOM}id") for one in entries),
                *(d.get("ref") for d in deleted),
            ]
        )
        for one in deleted:
            assert datetime.fromisoformat(one.get("when", "")).utcoffset() is not None
            assert datetime.fromisoformat(one.get("when", "")) <= updated
        for entry in entries:
            assert (entry.findtext(f"{ATOM}title") or "").strip()
            assert (entry.findtext(f"{ATOM}author/{ATOM}name") or "").strip()
            alternates = [link for link in entry.findall(f"{ATOM}link") if link.get("rel") in (None, "alternate")]
            assert len(alternates) == 1
            for file in (link for link in entry.findall(f"{ATOM}link") if link.get("rel") == "enclosure"):
                assert file.get("length") == str(len(files[file.get("href", "").removeprefix(f"{URL}/")]))
                assert re.fullmatch(r"[a-z]+/[\w.+-]+", file.get("type", ""))
                enclosed += 1
            days = [datetime.fromisoformat(entry.findtext(f"{ATOM}{part}") or "") for part in ("published", "updated")]
            assert all(day.utcoffset() is not None for day in days)
            assert days[0] <= days[1] <= updated
            assert entry.find(f"{ATOM}content").get("type") == "html"
            hold_markup(entry.findtext(f"{ATOM}content") or "")
    assert enclosed >= 4, "the document stands in its section, areas and kind"


def test_every_json_feed_is_one_that_validators_pass(built: Build):
    files = built.files()
    for name, content in feeds(built, r"\.json"):
        feed: dict[str, Any] = json.loads(content)
        assert {key for key in feed if not re.match("_[a-z]", key)} <= JSON_KEYS
        assert (feed["version"], feed["feed_url"]) == ("https://jsonfeed.org/version/1.1", f"{URL}/{name}")
        hold_ids(item["id"] for item in feed["items"])
        hold_ids(gone["id"] for gone in feed.get("_withdrawn", {"items": ()})["items"])
        extended = [one[key] for one in (feed, *feed["items"]) for key in one if key.startswith("_")]
        assert all(isinstance(extension, dict) for extension in extended)
        for item in feed["items"]:
            assert {key for key in item if not re.match("_[a-z]", key)} <= JSON_ITEM_KEYS
            assert all(isinstance(item[key], str) and item[key] for key in ("id", "url", "title", "content_html"))
            assert item["url"].startswith(f"{URL}/")
            for key in ("date_published", "date_modified"):
                assert datetime.fromisoformat(item[key]).utcoffset() is not None
            assert all(isinstance(tag, str) and tag for tag in item.get("tags", ()))
            assert all(author["name"] for author in item.get("authors", ()))
            hold_markup(item["content_html"])
            for file in item.get("attachments", ()):
                assert file["size_in_bytes"] == len(files[file["url"].removeprefix(f"{URL}/")])
                assert "/" in file["mime_type"]


def test_corrections_of_what_was_withdrawn_are_to_be_forgotten_too(built: Build):
    """A correction says what was wrong in a text that nobody is to read any more."""
    ref = "tag:cantho.gov.vn,2026:tin-001/2"
    feed = ElementTree.fromstring(built.files()["feeds/dinh-chinh.atom.xml"])
    assert [one.findtext(f"{ATOM}id") for one in feed.findall(f"{ATOM}entry")] == ["tag:cantho.gov.vn,2026:tin-002/2"]
    assert [one.get("ref") for one in feed.findall(DELETED)] == [ref]
    told = json.loads(built.files()["feeds/dinh-chinh.json"])["_withdrawn"]["items"]
    assert [one["id"] for one in told] == [ref]
    assert ref.encode() not in built.files()["feeds/tat-ca.atom.xml"], "where only items stood"


def test_whoever_follows_the_archive_comes_through_all_of_it_and_back(built: Build):
    files = built.files()

    def read(address: str) -> tuple[dict[str | None, str], bool]:
        feed = ElementTree.fromstring(files[address.removeprefix(f"{URL}/")])
        return {link.get("rel"): link.get("href", "") for link in feed.findall(f"{ATOM}link")}, feed.find(
            ARCHIVE
        ) is not None

    current = f"{URL}/feeds/tat-ca.atom.xml"
    links, is_archive = read(current)
    assert not is_archive
    seen, newer = [current], ""
    while older := links.get("prev-archive", ""):
        newer, seen = seen[-1], [*seen, older]
        links, is_archive = read(older)
        assert is_archive
        assert (links["self"], links["current"]) == (older, current)
        assert links.get("next-archive", current) == newer
    assert len(seen) == 2
    assert len([name for name in files if re.match(r"feeds/tat-ca/.*\.xml$", name)]) == len(seen) - 1


def test_a_place_within_a_text_leads_to_its_page(built: Build):
    feed = json.loads(built.files()["feeds/van-ban-admin-document.json"])
    [text] = [item["content_html"] for item in feed["items"] if item["id"].endswith(":vb-1")]
    address = f"{URL}/van-ban/so-noi-vu-can-tho/2026/517-quyet-dinh-snv/#dieu-2"
    assert BeautifulSoup(text, "html.parser").find("a", string="điều dưới")["href"] == address


def told_of(*pieces: Piece) -> tuple[ElementTree.Element, ElementTree.Element, dict[str, Any]]:
    """Return a feed of the pieces in RSS, Atom and JSON."""
    rss, atom, in_json = feeds_of(topics_of_site(profile_named("lc"))[0])
    channel = Channel(URL, "Trang", "", "", "tag:x.vn,2026:")
    read, data = ElementTree.fromstring, json_of(in_json, channel, pieces, [])
    return read(xml_of(rss, channel, pieces, [])), read(xml_of(atom, channel, pieces, [])), json.loads(data)


def piece(name: str, summary: str = "", lang: str = "") -> Piece:
    at = datetime(2026, 11, 20, tzinfo=VIETNAM)
    return Piece(f"tag:x.vn,2026:{name}", "T", f"{URL}/", at, at, "<p>x</p>", summary=summary, lang=lang)


def test_what_is_in_another_language_says_so():
    rss, atom, told = told_of(piece("vi"), piece("en", lang="en"))
    assert [item.findtext(DC_LANGUAGE) for item in rss.iter("item")] == [None, "en"]
    assert [entry.get(LANG) for entry in atom.findall(f"{ATOM}entry")] == [None, "en"]
    assert [item["language"] for item in told["items"]] == ["vi", "en"]


def test_a_summary_is_read_as_it_was_typed_in_every_format():
    """A reader of RSS takes a description for HTML: what is no markup has to be written so that it becomes none."""
    typed = 'Sở TT&TT: dưới <b>5</b> ngày, mã &lt; & "ngoặc"'
    rss, atom, told = told_of(piece("tin", summary=typed))
    described = BeautifulSoup(rss.findtext("channel/item/description") or "", "html.parser")
    assert (described.get_text(), described.find_all(True)) == (typed, [])
    assert atom.findtext(f"{ATOM}entry/{ATOM}summary") == typed == told["items"][0]["summary"]


def test_a_document_says_in_every_format_whether_it_is_in_force_and_changes_on_the_day(tmp_path: Path):
    """PS-S5: as its page and a result of the search do; what is brought up to date is what is built from nothing."""
    site = found_site(tmp_path)
    document(site, "vb-1", "517/QĐ-SNV", "Một điều.", "expires_on: 2026-11-22\n")
    site.article("tin-thu", body="Một tin.")
    for item in ("vb-1", "tin-thu"):
        site.sign_all(item)
    for days, slug, words in ((0, "con-hieu-luc", "còn hiệu lực"), (2, "het-hieu-luc-toan-bo", "hết hiệu lực toàn bộ")):
        site.later(days=days)
        built, _ = update(reopened(site, siteurl=URL))
        files = built.files()
        [told] = [one for one in json.loads(files["feeds/tat-ca.json"])["items"] if one["id"].endswith(":vb-1")]
        assert (told["_status"]["slug"], told["_status"]["name"]) == (slug, words)
        atom, rss = (ElementTree.fromstring(files[f"feeds/tat-ca.{form}.xml"]) for form in ("atom", "rss"))
        status = {"term": slug, "label": words, "scheme": "tag:cantho.gov.vn,2026:tinh-trang-hieu-luc"}
        assert [one.attrib for one in atom.iter(f"{ATOM}category") if "scheme" in one.attrib] == [status]
        assert [one.text for one in rss.iter("category") if one.get("domain") == status["scheme"]] == [words]
        assert words.capitalize() in built.text("van-ban/so-noi-vu-can-tho/2026/517-quyet-dinh-snv/index.html")
        found = Engine(built.output / "tim-kiem").search("517/QĐ-SNV", {"status": words.capitalize()})
        assert [hit.card["id"] for hit in found.hits] == ["vb-1"] and found.hits[0].card["status"] == words.capitalize()
        same_as_clean(reopened(site, siteurl=URL), built)
