"""What every feed in XML says to a person who opened it: in both formats the same words, links that lead somewhere."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import urljoin

import pytest
from lxml import etree

from plugins.feed_notice import RIGHTS
from tests.site_fixture import URL, Build

H = "{http://www.w3.org/1999/xhtml}"
FEEDS = [f"feeds/{name}.{kind}.xml" for name in ("tat-ca", "linh-vuc-the-che") for kind in ("rss", "atom")]


def notice_of(built: Build, name: str) -> etree._Element:
    [found] = etree.fromstring(built.files()[name]).iter(RIGHTS)
    return found


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_says_in_its_own_words_what_it_is_and_which_address_to_copy(real: Build, name: str):
    said = notice_of(real, name)
    assert "Đây là nguồn tin, dành cho phần mềm đọc tin" in "".join(said.itertext())
    assert said.findtext(f".//{H}code") == f"{URL}/{name}"
    assert said[0].get("{http://www.w3.org/XML/1998/namespace}lang") == "vi"


@pytest.mark.parametrize("name", FEEDS)
def test_its_links_lead_to_pages_of_the_site_in_a_trial_edition_as_well(real: Build, trial: Build, name: str):
    for built, page in ((real, ""), (trial, "index.html")):
        links = [link.get("href") or "" for link in notice_of(built, name).iter(f"{H}a")]
        assert links
        for link in links:
            assert link.endswith(f"/{page}")
            file = urljoin(f"{URL}/{name}", link).removeprefix(f"{URL}/").removesuffix(page) + "index.html"
            assert file in built.files()


@pytest.mark.parametrize("name", FEEDS)
def test_it_stands_before_the_first_item_and_outside_of_every_item(real: Build, name: str):
    said = notice_of(real, name)
    before = [etree.QName(one).localname for one in said.itersiblings(preceding=True)]
    parent = said.getparent()
    assert parent is not None and etree.QName(parent).localname in ("channel", "feed")
    assert "title" in before and not {"item", "entry"} & set(before)


@pytest.mark.parametrize("name", FEEDS)
def test_both_sheets_are_named_and_lie_where_the_feed_says(real: Build, name: str):
    root = etree.fromstring(real.files()[name])
    sheets = [one for one in root.itersiblings(preceding=True) if isinstance(one, etree._ProcessingInstruction)][::-1]
    assert [one.get("type") for one in sheets] == ["text/xsl", "text/css"]
    for sheet in sheets:
        assert urljoin(f"{URL}/{name}", sheet.get("href") or "").removeprefix(f"{URL}/") in real.files()


def test_the_first_sheet_makes_a_page_of_the_same_words(real: Build):
    """As a browser with XSLT does it, by the same library that Chromium has."""
    for name in FEEDS:
        feed = etree.ElementTree(etree.fromstring(real.files()[name]))
        made = etree.XSLT(etree.fromstring(real.files()["theme/nguon-tin.xsl"]))(feed).getroot()
        assert made.get("lang") == "vi"
        assert [link.get("href") for link in made.iter("link")] == ["../theme/nguon-tin.css"]
        words = "".join("".join(made.find("body").itertext()).split())
        assert words.startswith("".join("".join(notice_of(real, name).itertext()).split()))
        items = len(real.files()[name].split(b"<pubDate>" if ".rss." in name else b"<entry>")) - 1
        assert len(made.findall(".//ol/li/a")) == items > 0


def test_a_feed_of_rss_names_no_vocabulary_that_it_does_not_use(real: Build):
    for name in real.files():
        if PurePosixPath(name).match("feeds/*.rss.xml"):
            root = etree.fromstring(real.files()[name])
            assert not {"at", "fh"} & set(root.nsmap), name
