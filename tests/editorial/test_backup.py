"""Records that were put back from an older copy bring back no text that was withdrawn or mended since."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from editorial.addresses import file_of
from editorial.manifest import Manifest
from editorial.publication import load
from editorial.published import Published
from editorial.publishing import check_backup
from editorial.verification import entries
from tests.organisation import Organisation


def state_of(site: Organisation) -> tuple[Manifest, Published]:
    """Return what site and log say after a run of this moment; pages stand where items or tombstones do."""
    publication = load(site.settings, site.now)
    places = [one.address for one in (*publication.items, *publication.tombstones)]
    manifest = Manifest("", entries(publication), {file_of(place): "" for place in places})
    return manifest, Published((), dict(publication.editions), {}, {}, "")


def told(site: Organisation, live: Manifest, before: Published, *without: str) -> list[object]:
    found = check_backup(live, before, load(site.settings, site.now), without)
    return [problem.facts["items"] for problem in found if problem.code == "records-older-than-site"]


@pytest.fixture
def site(organisation: Organisation) -> Organisation:
    """Two public articles."""
    for item in ("bai-mot", "bai-hai"):
        organisation.article(item, title=f"Bài {item}")
        organisation.sign_all(item)
    return organisation


@pytest.mark.parametrize("act", ["withdrawn", "mended", "begun"])
def test_what_was_done_after_the_copy_was_made_is_not_undone(site: Organisation, tmp_path: Path, act: str) -> None:
    _, before = state_of(site)
    shutil.copytree(site.settings.records, tmp_path / "copy")
    item = "bai-ba" if act == "begun" else "bai-mot"
    if act == "withdrawn":
        site.withdraw(item)
    else:
        site.article(item, body="Câu đã sửa.", title="Bài sửa")
        site.sign_all(item)
    live, after = state_of(site)
    assert not told(site, live, after) and not told(site, live, before), "a run that was cut off before its line was"
    shutil.rmtree(site.settings.records)
    shutil.copytree(tmp_path / "copy", site.settings.records)
    assert told(site, live, before) == [item]
    assert not told(site, live, before, item), "left out by name it comes back neither"


def test_a_text_that_was_left_out_for_a_while_comes_back(site: Organisation) -> None:
    live, before = state_of(site)
    rest = tuple(entry for entry in live.items if entry.id != "bai-mot")
    place = next(file_of(entry.address) for entry in live.items if entry.id == "bai-mot")
    files = {name: digest for name, digest in live.files.items() if name != place}
    assert not told(site, Manifest("", rest, files), before)


def test_a_log_that_is_older_than_the_site_is_told(site: Organisation) -> None:
    live, before = state_of(site)
    live = Manifest("", live.items, live.files, (3, "ab" * 32))
    (problem,) = check_backup(live, before, load(site.settings, site.now))
    assert (problem.code, problem.severity) == ("published-log-older", "warn")
