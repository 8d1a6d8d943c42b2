"""What search engines are told: every public item and list, with the moment of its last change, and nothing else."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from urllib.robotparser import RobotFileParser

import pytest
from lxml import etree

from editorial.addresses import file_of
from editorial.publication import load
from editorial.signoffs import Withdrawal
from plugins.sitemaps import PART, parts_of, robots
from tests.organisation import NOON, Organisation
from tests.site_fixture import URL, Build, found_site

SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
NOINDEX = re.compile(r'<meta name="robots" content="noindex">')


def told(built: Build, name: str) -> dict[str, str]:
    """Return what a file of the map lists: address of the site -> moment, "" without one."""
    root = etree.fromstring((built.output / name).read_bytes())
    return {
        one.findtext("s:loc", namespaces=SPACE).removeprefix(URL): one.findtext("s:lastmod", "", namespaces=SPACE)
        for one in root
    }


def test_every_item_stands_in_one_part_with_the_moment_of_its_approval(real: Build, small: Organisation) -> None:
    index = told(real, "sitemap.xml")
    parts = {address: told(real, file_of(address)) for address in index}
    assert sum(map(len, parts.values())) == len({address for part in parts.values() for address in part})
    items = load(small.settings, small.now).items
    found = parts["/sitemaps/2026-1.xml"]
    assert found == {public.address: public.updated_at.isoformat(timespec="seconds") for public in items}
    assert index == {"/sitemaps/danh-muc.xml": "", "/sitemaps/2026-1.xml": max(found.values())}
    assert all(datetime.fromisoformat(at).utcoffset() == timedelta(hours=7) for at in found.values())


def test_what_is_told_is_there_and_may_be_indexed(real: Build) -> None:
    for part in told(real, "sitemap.xml"):
        for address in told(real, file_of(part)):
            page = real.text(file_of(address))
            assert f'<link rel="canonical" href="{URL}{address}">' in page and not NOINDEX.search(page), address
    lists = told(real, "sitemaps/danh-muc.xml")
    assert {"/", "/van-ban/", "/luu-tru/", "/xac-minh/", "/tra-cuu/"} <= lists.keys()


def test_crawlers_may_read_all_but_what_is_answered_anew(real: Build) -> None:
    """ST-4.7"""
    rules = RobotFileParser()
    rules.parse(real.text("robots.txt").splitlines())
    assert rules.can_fetch("x", f"{URL}/van-ban/") and rules.can_fetch("x", f"{URL}/tra-cuu/")
    assert not rules.can_fetch("x", f"{URL}/tim-kiem/ket-qua?q=a")
    assert rules.site_maps() == [f"{URL}/sitemap.xml"]


def test_a_trial_edition_has_no_map_and_asks_to_be_left_alone(trial: Build) -> None:
    assert not [name for name in trial.files() if name.startswith("sitemap")]
    assert trial.text("robots.txt") == "User-agent: *\nDisallow: /\n" == robots("").decode()


def test_an_internal_site_has_no_map_and_asks_to_be_left_alone(internal: Build) -> None:
    """LCh-1"""
    assert not [name for name in internal.files() if name.startswith("sitemap")]
    assert internal.text("robots.txt") == robots("").decode()


def public(number: int, days: int) -> SimpleNamespace:
    """Return what the map asks of a public item."""
    at = NOON + timedelta(days=days)
    return SimpleNamespace(address=f"/{number}/", published_at=at, updated_at=at, superseded=None)


def test_parts_are_cut_from_the_oldest_so_that_a_new_item_moves_no_other() -> None:
    items = [public(n, days=n // 100) for n in reversed(range(3 * PART + 7))]
    before, after = dict(parts_of(items[1:])), dict(parts_of(items))  # type: ignore[arg-type]
    assert list(after) == ["2026-1", "2026-2", "2026-3", "2026-4"] or set(after) >= {"2026-1", "2026-2"}
    assert max(map(len, after.values())) == PART
    assert [name for name in after if after[name] != before.get(name)] == [list(after)[-1]]


def test_years_are_those_of_vietnam() -> None:
    late = datetime.fromisoformat("2026-12-31T18:00:00+00:00")
    one = SimpleNamespace(address="/x/", published_at=late, updated_at=late, superseded=None)
    assert dict(parts_of([one])) == {"2027-1": [("/x/", "2027-01-01T01:00:00+07:00")]}  # type: ignore[list-item]


@pytest.mark.parametrize("kind", ["edit", "withdrawal", "superseded"])
def test_a_change_moves_the_moment_of_one_item(tmp_path: Path, kind: str) -> None:
    board = {"thanh-vien": "board_member", "truong-ban": "chief_editor", "giam-doc": "director"}
    site = found_site(tmp_path, "st", board)
    for item in ("tin-mot", "tin-hai"):
        site.article(item)
        site.sign_all(item)
    before = dict(dict(parts_of(load(site.settings, site.now).items))["2026-1"])
    site.later(days=1)
    if kind == "edit":
        site.article("tin-mot", body="Lời mới.", extra="change_note: sửa")
        site.sign_all("tin-mot")
    else:
        withdrawal = Withdrawal("error" if kind == "withdrawal" else "superseded", "Lý do")
        site.withdraw("tin-mot", withdrawal, by="giam-doc", clause="ST-10.4")
    after = dict(dict(parts_of(load(site.settings, site.now).items))["2026-1"])
    address = "/chu-truong/2026/tin-mot/"
    assert {one: at for one, at in after.items() if one != address} == {
        one: at for one, at in before.items() if one != address
    }
    if kind == "withdrawal":
        assert address not in after
    else:
        assert after[address].startswith("2026-11-21") and before[address].startswith("2026-11-20")
