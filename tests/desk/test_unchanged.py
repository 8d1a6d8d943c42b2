"""A publish that finds all as the last one left it says the same and reads nothing; any change at all is seen."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desk.unchanged import NEVER, Began, Told, keep, recall, survey
from editorial.dates import VIETNAM
from editorial.settings import Settings, load_settings
from tests.folders import same_size_and_time
from tests.house import House, house_of
from tests.organisation import Organisation

YOUNG_SECONDS = 2.1
"""What was touched later than this is not known by its Stat yet."""


def publish(house: House, *words: str) -> tuple[str, bool]:
    """Publish; return what was said, and whether the records were read for it."""
    profile = house.site.base.with_name(f"{house.site.base.name}-profile.json")
    done = house.desk("publish", *words, environment={"PROFILE": str(profile)})
    assert done.code == 0, done.said
    return done.said, "standings" in json.loads(profile.read_text())


@pytest.fixture(scope="module")
def known_site(published_site: Organisation, tmp_path_factory: pytest.TempPathFactory) -> House:
    """The small site, published once more when nothing in it was young."""
    house = house_of(published_site, tmp_path_factory.mktemp("known"))
    time.sleep(YOUNG_SECONDS)
    publish(house)
    return house


def test_the_same_is_said_without_reading_the_records(known_site: House) -> None:
    settings = known_site.site.settings
    told, has_read = publish(known_site)
    assert not has_read
    (settings.state / "site" / "release-told").unlink()
    assert publish(known_site) == (told, True)
    assert publish(known_site) == (told, False)


def test_a_site_that_was_just_changed_is_known_as_well(known_site: House) -> None:
    known_site.site.article("tin-thu", body="Một chữ khác.", title="Tin thử")
    known_site.site.sign_all("tin-thu")
    assert publish(known_site)[1]
    assert not publish(known_site)[1], "what was signed and written just before is young, and known all the same"


def test_the_first_publish_of_all_is_known_to_the_next(known_site: House, tmp_path: Path) -> None:
    """It notes for the first time who may sign, which is no change that has to be told."""
    house = house_of(known_site.site, tmp_path)
    shutil.rmtree(house.site.settings.state)
    time.sleep(YOUNG_SECONDS)
    assert publish(house)[1]
    assert not publish(house)[1]


def test_another_day_publisher_or_log_makes_it_nothing(known_site: House, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(known_site, "--by", "van-thu")
    for name, value in known_site.environment().items():
        monkeypatch.setenv(name, value)
    settings, now = load_settings(known_site.root), datetime.now(VIETNAM)
    assert recall(settings, "van-thu", now)
    assert recall(settings, "truong-ban", now) is None
    assert recall(settings, "van-thu", now + timedelta(days=1)) is None
    assert recall(settings, "van-thu", now - timedelta(minutes=5)) is None, "a clock that was put back"
    assert recall(replace(settings, siteurl="https://cchc.example.vn"), "van-thu", now) is None
    log = settings.published_log.read_bytes()
    settings.published_log.write_bytes(b"")
    assert recall(settings, "van-thu", now) is None
    settings.published_log.write_bytes(log)
    page = settings.output / "index.html"
    content = page.read_bytes()
    page.write_bytes(b"!" + content[1:])
    assert recall(settings, "van-thu", now) is None
    assert publish(known_site)[1]
    assert page.read_bytes() == content
    assert not publish(known_site)[1]


CHANGES: dict[str, Callable[[Settings], object]] = {
    "a text": lambda s: same_size_and_time(next(s.content.rglob("*.md"))),
    "a new file": lambda s: (s.content / "tep.pdf").write_bytes(b"1"),
    "a hidden file": lambda s: (s.content / ".an").write_bytes(b"1"),
    "an empty folder": lambda s: (s.content / "moi").mkdir(),
    "another name": lambda s: next(s.content.rglob("*.md")).rename(s.content / "ten-khac.md"),
    "the roster": lambda s: (s.records / "roster.toml").touch(),
    "an edition": lambda s: same_size_and_time(next((s.records / "editions").iterdir())),
    "a ledger that is gone": lambda s: next((s.records / "signoffs").iterdir()).unlink(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_any_change_of_what_a_publish_reads_is_seen(
    published_site: Organisation, tmp_path: Path, change: Callable[[Settings], object]
) -> None:
    settings = house_of(published_site, tmp_path / "house").site.settings
    known = survey(settings)
    assert survey(settings) == known
    change(settings)
    seen = survey(settings)
    assert seen.digests != known.digests
    assert seen.youngest > known.youngest


@pytest.mark.parametrize("of_disk", [0, 1], ids=["one disk", "another disk"])
def test_what_a_publish_told_is_kept_for_files_older_than_it(
    published_site: Organisation, tmp_path: Path, of_disk: int
) -> None:
    settings = house_of(published_site, tmp_path / "house").site.settings
    seen = survey(settings)
    old = seen._replace(of_code=0, disks=frozenset(number + of_disk for number in seen.disks))
    disk, told, now = next(iter(seen.disks)), Told(0, (), False, (), 0), datetime.now(VIETNAM)
    place = settings.state / "site" / "release-told"
    for moment, is_kept in {
        seen.youngest: False,
        seen.youngest + 1: not of_disk,
        seen.youngest + 2_000_000_001: True,
    }.items():
        place.unlink(missing_ok=True)
        keep(settings, "van-thu", now, Began(disk, moment), 0.0, old, "", told)
        assert place.exists() == is_kept


def test_code_that_may_have_moved_since_it_was_loaded_lets_nothing_be_kept(
    published_site: Organisation, tmp_path: Path
) -> None:
    settings = house_of(published_site, tmp_path / "house").site.settings
    seen, now = survey(settings), datetime.now(VIETNAM)
    (settings.state / "site" / "release-told").unlink(missing_ok=True)
    young = seen._replace(of_code=time.time_ns())
    keep(settings, "", now, Began(min(seen.disks), NEVER), 0.0, young, "", Told(0, (), False, (), 0))
    assert not (settings.state / "site" / "release-told").exists()


def test_what_is_no_ordinary_file_is_never_known(published_site: Organisation, tmp_path: Path) -> None:
    settings = house_of(published_site, tmp_path / "house").site.settings
    (settings.content / "lien-ket").symlink_to("/etc/hostname")
    assert survey(settings).youngest == NEVER
