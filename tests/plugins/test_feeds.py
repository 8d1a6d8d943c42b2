from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from plugins.feeds import TRIAL_URL
from tests.organisation import Organisation, reopened
from tests.plugins.feed_reading import ATOM, texts
from tests.site_fixture import URL, Build, build, found_site

DC = "{http://purl.org/dc/elements/1.1/}"
FEEDS = ("feeds/tat-ca.rss.xml", "feeds/tat-ca.atom.xml")


def rss(built: Build) -> ElementTree.Element:
    channel = ElementTree.fromstring(built.files()[FEEDS[0]]).find("channel")
    assert channel is not None
    return channel


def atom(built: Build) -> ElementTree.Element:
    return ElementTree.fromstring(built.files()[FEEDS[1]])


def test_the_feed_of_everything_bears_the_name_of_the_site_and_leads_to_it(real: Build):
    name = "Cải cách hành chính thành phố Cần Thơ"
    assert rss(real).findtext("title") == atom(real).findtext(f"{ATOM}title") == name
    assert [link.get("rel") for link in atom(real).findall(f"{ATOM}link")] == ["self", "alternate"]


def test_everything_approved_stands_there_newest_first(real: Build):
    assert len(texts(rss(real), "item/guid")) == 9
    times = texts(atom(real), f"{ATOM}entry/{ATOM}updated")
    assert times == sorted(times, reverse=True)


def test_ids_are_those_of_items_whatever_the_address_of_the_site(real: Build, trial: Build):
    assert texts(rss(real), "item/guid") == texts(rss(trial), "item/guid")
    assert "tag:cantho.gov.vn,2026:vb-1" in texts(rss(real), "item/guid")


def test_author_and_source_stand_in_every_entry(real: Build):
    """CT-5.4: printed in feed entries as well, and the feed says how to name us."""
    items = rss(real).findall("item")
    assert all(item.findtext(f"{DC}creator") and item.findtext(f"{DC}source") for item in items)
    assert "Nguồn: Cải cách hành chính thành phố Cần Thơ" in rss(real).findtext("copyright")
    assert atom(real).findtext(f"{ATOM}rights") == rss(real).findtext("copyright")


def links_in(built: Build) -> Iterator[str]:
    for text in texts(rss(built), "item/description") + texts(atom(built), f"{ATOM}entry/{ATOM}content"):
        yield from (part.partition('"')[0] for part in text.split(' href="')[1:] + text.split(' src="')[1:])
    yield from texts(rss(built), "item/link")


def test_links_in_the_full_text_are_whole_addresses(real: Build, trial: Build):
    assert f"{URL}/van-ban/so-noi-vu-can-tho/2026/517-quyet-dinh-snv/#dieu-2" in set(links_in(real))
    assert all(link.startswith(f"{URL}/") for link in links_in(real))
    assert all(link.startswith(f"{TRIAL_URL}/") for link in links_in(trial))


def test_the_feed_page_says_that_a_trial_has_no_address(trial: Build, real: Build):
    assert TRIAL_URL in trial.text("rss/index.html")
    assert TRIAL_URL not in real.text("rss/index.html")


def test_answered_inquiries_have_a_feed_of_their_own(tmp_path: Path):
    """CT-4.2, LX-10.1d/4: whoever waits for answers need not read everything else."""
    site = found_site(tmp_path)
    site.article("tin-thu", title="Một tin")
    path = site.article("hoi-thu", title="Một câu trả lời")
    path.write_text(path.read_text(encoding="utf-8").replace("kind: guidance", "kind: qa"), encoding="utf-8")
    for item in ("tin-thu", "hoi-thu"):
        site.sign_all(item)
    built = build(reopened(site, siteurl=URL))
    rss_feed, atom_feed = (
        ElementTree.fromstring(built.files()[f"feeds/hoi-dap.{kind}.xml"]) for kind in ("rss", "atom")
    )
    assert texts(rss_feed, "channel/item/title") == ["Một câu trả lời"]
    assert texts(atom_feed, f"{ATOM}entry/{ATOM}title") == ["Một câu trả lời"]
    assert atom_feed.findtext(f"{ATOM}id") == "tag:cantho.gov.vn,2026:hoi-dap"
    assert "/feeds/chuyen-muc-hoi-dap.rss.xml" in built.text("hoi-dap/index.html")


def test_bytes_do_not_hang_on_the_clock(small: Organisation, real: Build):
    later = reopened(small, siteurl=URL)
    later.now = small.now.replace(year=2027)
    again = build(later, "later")
    assert [again.files()[name] for name in FEEDS] == [real.files()[name] for name in FEEDS]


def test_an_internal_site_writes_no_feed_and_asks_not_to_be_found(internal: Build):
    """LCh-1: a closed group; nothing may leave it."""
    assert not [name for name in internal.files() if name.endswith(".xml")]
    assert all('<meta name="robots" content="noindex">' in page for page in internal.pages().values())
    assert not [page for page in internal.pages().values() if "application/rss+xml" in page]
