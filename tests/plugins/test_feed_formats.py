"""RSS, Atom and JSON of one site: every topic in each of them, and the same entries."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from lxml import etree

from plugins.feed_list import FORMATS, feeds_of, topics_of_site
from tests.organisation import Organisation, profile_named, reopened
from tests.plugins.feed_reading import ATOM, SCHEMA, texts
from tests.site_fixture import URL, Build, build, found_site

CHANGE = "changed_on: 2026-11-20\nchange_note: {}\nchanged_by: Công văn số 1"


def parsed(built: Build, name: str) -> Any:
    return json.loads(built.files()[f"feeds/{name}.json"])


def names_of_feeds(built: Build, suffix: str) -> set[str]:
    return {name for name in built.files() if name.startswith("feeds/") and name.endswith(suffix)}


def test_every_topic_is_there_in_every_format(real: Build):
    """Each section, area and kind of document; everything, answers and corrections."""
    topics = topics_of_site(profile_named("ct"))
    assert len(topics) == 21
    expected = {feed.address.removeprefix("/") for topic in topics for feed in feeds_of(topic)}
    assert set().union(*(names_of_feeds(real, suffix) for _, _, suffix in FORMATS)) == expected


def test_every_atom_feed_has_the_form_of_its_standard(real: Build, trial: Build):
    for built in (real, trial):
        for name in names_of_feeds(built, ".atom.xml"):
            SCHEMA.assertValid(etree.fromstring(built.files()[name]))


def test_the_schema_refuses_an_atom_feed_without_an_id(real: Build):
    feed = etree.fromstring(real.files()["feeds/tat-ca.atom.xml"])
    feed.remove(feed.find(f"{ATOM}id"))
    assert not SCHEMA.validate(feed)


def test_the_three_formats_hold_the_same_entries(real: Build):
    for topic in ("tat-ca", "linh-vuc-the-che", "van-ban-admin-document"):
        ids = [item["id"] for item in parsed(real, topic)["items"]]
        channel = ElementTree.fromstring(real.files()[f"feeds/{topic}.rss.xml"])
        feed = ElementTree.fromstring(real.files()[f"feeds/{topic}.atom.xml"])
        assert ids == texts(channel, "channel/item/guid") == texts(feed, f"{ATOM}entry/{ATOM}id")
        assert ids


def test_an_attached_file_is_told_with_its_true_length_and_type(real: Build):
    document = next(item for item in parsed(real, "tat-ca")["items"] if item["id"].endswith(":vb-1"))
    [file] = document["attachments"]
    name = file["url"].removeprefix(f"{URL}/")
    assert (file["size_in_bytes"], file["mime_type"]) == (len(real.files()[name]), "application/pdf")
    rss = ElementTree.fromstring(real.files()["feeds/tat-ca.rss.xml"])
    [enclosure] = [item.find("enclosure") for item in rss.iter("item") if item.findtext("guid", "").endswith(":vb-1")]
    assert enclosure is not None
    assert (enclosure.get("url"), enclosure.get("length")) == (file["url"], str(file["size_in_bytes"]))


def test_a_list_makes_its_own_feeds_known_besides_those_of_everything(real: Build):
    page = real.text("linh-vuc/the-che/index.html")
    for topic in ("linh-vuc-the-che", "tat-ca"):
        assert all(f'href="/feeds/{topic}{suffix}"' in page for _, _, suffix in FORMATS)


def test_the_outline_names_every_topic_once(real: Build):
    """With what OPML 2.0 asks of a list of subscriptions, the feed's own title too."""
    outline = ElementTree.fromstring(real.files()["feeds/nguon-tin.opml"])
    feeds = [one for one in outline.iter("outline") if one.get("type") == "rss"]
    addresses = [one.get("xmlUrl", "") for one in feeds]
    assert {f"{URL}/{name}" for name in names_of_feeds(real, ".atom.xml")} == set(addresses)
    assert len(addresses) == len(set(addresses))
    for one, address in zip(feeds, addresses, strict=True):
        feed = ElementTree.fromstring(real.files()[address.removeprefix(f"{URL}/")])
        assert one.get("title") == feed.findtext(f"{ATOM}title")
        assert one.get("text") == feed.findtext(f"{ATOM}subtitle")
        assert one.get("language") == feed.get("{http://www.w3.org/XML/1998/namespace}lang")


def test_a_hub_is_named_in_every_format(small: Organisation, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WEBSUB_HUB", "https://hub.example.vn/")
    built = build(reopened(small, siteurl=URL), "hub")
    atom = ElementTree.fromstring(built.files()["feeds/tat-ca.atom.xml"])
    rss = ElementTree.fromstring(built.files()["feeds/tat-ca.rss.xml"])
    for links in (atom.findall(f"{ATOM}link"), rss.findall(f"channel/{ATOM}link")):
        assert [link.get("href") for link in links if link.get("rel") == "hub"] == ["https://hub.example.vn/"]
    assert parsed(built, "tat-ca")["hubs"] == [{"type": "WebSub", "url": "https://hub.example.vn/"}]
    SCHEMA.assertValid(etree.fromstring(built.files()["feeds/tat-ca.atom.xml"]))


def test_ids_stay_when_an_item_is_retitled_and_moved(tmp_path: Path):
    site = found_site(tmp_path)
    site.article("tin-thu", title="Tên cũ")
    site.sign_all("tin-thu")
    before = parsed(build(reopened(site, siteurl=URL), "before"), "tat-ca")["items"]
    path = site.article("tin-thu", title="Tên mới", extra=CHANGE.format("Đổi tên"))
    path.rename(path.with_name("ten-khac.md"))
    site.sign_all("tin-thu")
    after = parsed(build(reopened(site, siteurl=URL), "after"), "tat-ca")["items"]
    assert [item["id"] for item in before] == [item["id"] for item in after] == ["tag:cantho.gov.vn,2026:tin-thu"]
    assert (before[0]["title"], after[0]["title"]) == ("Tên cũ", "Tên mới")
