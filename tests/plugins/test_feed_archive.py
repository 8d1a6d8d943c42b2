"""What a subscriber of years can rely on: archived pages that stay, and items that are to be forgotten."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from lxml import etree

from plugins.feed_archive import PER_PAGE
from tests.organisation import Organisation, reopened
from tests.plugins.feed_reading import ARCHIVE, ATOM, DELETED, SCHEMA, texts
from tests.site_fixture import URL, Build, build, found_site

FIRST = "feeds/tat-ca/1.atom.xml"
CURRENT = "feeds/tat-ca.atom.xml"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    """Return a site with three items more than a page of the archive holds."""
    site = found_site(tmp_path_factory.mktemp("many"))
    for number in range(PER_PAGE + 3):
        site.article(f"tin-{number:03d}", body=f"Lời riêng của tin {number:03d}.", title=f"Tin {number:03d}")
        site.sign_all(f"tin-{number:03d}")
    return site


@pytest.fixture(scope="module")
def before(many: Organisation) -> Build:
    return build(reopened(many, siteurl=URL), "before")


@pytest.fixture(scope="module")
def after(many: Organisation, before: Build) -> Build:
    """Return the site after its second item was withdrawn."""
    many.later(days=1)
    many.withdraw("tin-001")
    return build(reopened(many, siteurl=URL), "after")


def atom(built: Build, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(built.files()[name])


def links(feed: ElementTree.Element) -> dict[str | None, str | None]:
    return {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}


def test_a_page_of_the_archive_is_complete_and_knows_its_neighbours(before: Build):
    page, current = atom(before, FIRST), atom(before, CURRENT)
    assert page.find(ARCHIVE) is not None
    assert current.find(ARCHIVE) is None
    assert len(page.findall(f"{ATOM}entry")) == PER_PAGE
    assert links(current)["prev-archive"] == f"{URL}/{FIRST}"
    assert links(page)["current"] == f"{URL}/{CURRENT}"
    assert "prev-archive" not in links(page)
    SCHEMA.assertValid(etree.fromstring(before.files()[FIRST]))


def test_archive_and_current_page_together_hold_everything(before: Build):
    held = {name: set(texts(atom(before, name), f"{ATOM}entry/{ATOM}id")) for name in (FIRST, CURRENT)}
    assert len(held[FIRST] | held[CURRENT]) == PER_PAGE + 3


def test_what_is_withdrawn_is_named_for_readers_to_forget(after: Build):
    """RFC 6721, in the archive, in the current page and in each feed in which it stood."""
    ref = "tag:cantho.gov.vn,2026:tin-001"
    for name in (FIRST, CURRENT, "feeds/linh-vuc-the-che.atom.xml"):
        deleted = atom(after, name).findall(DELETED)
        assert [(one.get("ref"), (one.get("when") or "")[-6:]) for one in deleted] == [(ref, "+07:00")], name
        SCHEMA.assertValid(etree.fromstring(after.files()[name]))
    assert not atom(after, "feeds/linh-vuc-tai-chinh-cong.atom.xml").findall(DELETED)
    told = json.loads(after.files()["feeds/tat-ca.json"])["_withdrawn"]
    assert [one["id"] for one in told["items"]] == [ref]


def test_a_withdrawal_leaves_no_word_of_the_item_in_any_feed(before: Build, after: Build):
    words = "Lời riêng của tin 001".encode()
    assert any(words in content for name, content in before.files().items() if name.startswith("feeds/"))
    assert not any(words in content for content in after.files().values())


def test_a_withdrawal_leaves_the_others_on_their_page(before: Build, after: Build):
    ids = [texts(atom(built, FIRST), f"{ATOM}entry/{ATOM}id") for built in (before, after)]
    assert set(ids[0]) - set(ids[1]) == {"tag:cantho.gov.vn,2026:tin-001"}


def test_the_archive_of_a_small_site_is_empty(tmp_path: Path):
    site = found_site(tmp_path)
    site.article("tin-thu")
    site.sign_all("tin-thu")
    built = build(reopened(site, siteurl=URL))
    assert FIRST not in built.files()
    assert "prev-archive" not in links(atom(built, CURRENT))
