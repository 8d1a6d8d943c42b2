"""Sections within sections: each level has its list, and lists what lies below it (ST-3.2b)."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from editorial.profile import load_profile
from tests.organisation import ROOT
from tests.plugins.feed_reading import texts
from tests.requirements.items import complete, text_of
from tests.site_fixture import Build, build, found_site

TREE = """
  { slug = "tin-so", name = "Tin của sở", kinds = ["event_news"], within = "hoat-dong", clause = "ST-3.2b" },
  { slug = "tin-phong", name = "Tin của phòng", kinds = ["event_news"], within = "tin-so", clause = "ST-3.2b" },
]
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A site under the regulation of Sóc Trăng with a tree of three levels, and an item on each."""
    base = tmp_path_factory.mktemp("tree")
    text = (ROOT / "regulations/st.toml").read_text(encoding="utf-8")
    end = text.index("\n]\n", text.index("sections = ["))
    (base / "cay.toml").write_text(text[:end] + TREE + text[end + 3 :], encoding="utf-8")
    profile = load_profile(base / "cay.toml")
    board = {role.replace("_", "-"): role for role in profile.roles}
    site = found_site(base / "site", str(base / "cay"), board)
    for section in ("hoat-dong", "tin-so", "tin-phong"):
        metadata = complete(profile, "event_news") | {"id": f"muc-{section}", "slug": section, "section": section}
        site.write(f"bai/{section}.md", text_of(metadata | {"title": f"Bài ở {section}"}, "Lời."))
        site.sign_all(f"muc-{section}")
    made = build(site)
    assert made.code == 0, made.said
    return made


def titles(built: Build, section: str) -> set[str]:
    tree = BeautifulSoup(built.text(f"{section}/index.html"), "html.parser")
    return {title.get_text() for title in tree.select(".cc-card__title")}


def test_each_level_lists_what_lies_in_it_and_below(built: Build):
    below = ["Bài ở hoat-dong", "Bài ở tin-so", "Bài ở tin-phong"]
    for section, listed in (("hoat-dong", below), ("tin-so", below[1:]), ("tin-phong", below[2:])):
        assert titles(built, section) == set(listed)
        assert f"{len(listed)} mục" in built.text(f"{section}/index.html")


def test_the_feed_of_a_level_holds_what_its_list_does(built: Build):
    """LX-3.1/2, ST-3.2b: the list makes its feed known, so whoever follows it misses nothing that stands below."""
    for section in ("hoat-dong", "tin-so", "tin-phong"):
        feed = ElementTree.fromstring(built.files()[f"feeds/chuyen-muc-{section}.rss.xml"])
        assert set(texts(feed, "channel/item/title")) == titles(built, section)


def test_the_way_leads_up_and_down(built: Build):
    page = BeautifulSoup(built.text("tin-phong/index.html"), "html.parser")
    steps = [step.get_text(strip=True) for step in page.select(".cc-breadcrumbs__step")]
    assert steps == ["Trang chủ", "Hoạt động cải cách hành chính", "Tin của sở", "Tin của phòng"]
    item = next(text for name, text in built.pages().items() if "<h1>Bài ở tin-phong</h1>" in text)
    way = BeautifulSoup(item, "html.parser").select(".cc-breadcrumbs__step")
    assert [step.get_text(strip=True) for step in way][1:4] == steps[1:4]
    parts = BeautifulSoup(built.text("hoat-dong/index.html"), "html.parser").select(".cc-parts a")
    assert [part.get_text() for part in parts] == ["Tin của sở"]
