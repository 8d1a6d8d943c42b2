"""Files that two folders of a site share by a link: neither can spoil the other, and what was known stays known."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from editorial.manifest import survey
from editorial.site_folder import SiteFolder
from tests.editorial.kept_site import NAMES, digest
from tests.folders import same_size_and_time


def linked(path: Path, source: SiteFolder, state: Path) -> SiteFolder:
    """Return a new folder that follows another."""
    folder = SiteFolder.open(path, state)
    folder.follow(source)
    return folder


def test_new_bytes_are_a_new_file_and_a_linked_one_keeps_its_own(
    kept_site: Path, state: Path, read_anew: list[str]
) -> None:
    live = SiteFolder.open(kept_site, state)
    spare = linked(kept_site.with_name("spare"), live, state)
    live.keep()
    spare.put("index.html", b"moi")
    spare.remove("van-ban/x/index.html")
    assert (kept_site / "index.html").read_bytes() == b"index.html"
    assert spare.files == survey(spare.path).files
    assert SiteFolder.open(kept_site, state).files == live.files == {name: digest(name) for name in NAMES}
    assert set(read_anew) == {"index.html", "van-ban/x/index.html"}, "the files that lost a link, and no others"


def test_a_folder_that_follows_another_has_its_files_and_no_others_and_reads_none(
    kept_site: Path, state: Path, read_anew: list[str]
) -> None:
    behind = linked(kept_site.with_name("spare"), SiteFolder.open(kept_site, state), state)
    behind.put("cu/2025/index.html", b"cu")
    behind.remove("tim-kiem/a.bin")
    behind.put("tim-kiem", b"a file where the other has a folder")
    behind.keep()
    live, behind = SiteFolder.open(kept_site, state), SiteFolder.open(behind.path, state)
    for act in (lambda name: live.put(name, b"moi"), live.read):  # as they are made, and proved, which settles them
        for name in ("moi/2026/index.html", "index.html"):
            act(name)
    read_anew.clear()
    behind.follow(live)
    for folder in (live, behind):
        folder.keep()
        found = SiteFolder.open(folder.path, state)
        assert found.files == live.files == survey(folder.path).files
        assert SiteFolder.kept(folder.path, state).is_as_kept()
    assert read_anew == []
    assert all((kept_site / name).samefile(behind.path / name) for name in live.files)


def test_what_changed_between_the_look_and_the_link_is_not_taken_for_what_was_seen(
    kept_site: Path, state: Path
) -> None:
    live, page = SiteFolder.open(kept_site, state), kept_site / "index.html"
    same_size_and_time(page)
    with pytest.raises(OSError, match="changed since"):
        linked(kept_site.with_name("spare"), live, state)
    assert SiteFolder.open(kept_site, state).files["index.html"] == digest(page.read_text())


def test_a_copy_is_proved_by_its_digest(kept_site: Path, state: Path) -> None:
    live = SiteFolder.kept(kept_site, state)
    other = SiteFolder.open(kept_site.with_name("other"), state)
    assert other.take("index.html", digest("index.html"), live)
    same_size_and_time(kept_site / "tim-kiem/a.bin")
    assert live.files["tim-kiem/a.bin"] == digest("tim-kiem/a.bin")
    assert "khong/co.html" not in live.files
    assert not other.take("tim-kiem/a.bin", digest("tim-kiem/a.bin"), live)
    assert not other.take("khong/co.html", digest("x"), live)
    assert other.files == survey(other.path).files == {"index.html": digest("index.html")}


def test_a_file_that_another_site_has_is_shared_where_the_disk_can(
    kept_site: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live, other = SiteFolder.kept(kept_site, state), SiteFolder.open(kept_site.with_name("other"), state)
    for name in NAMES[:2]:
        assert other.take(name, digest(name), live)
        assert (other.path / name).samefile(kept_site / name)
        monkeypatch.setattr(os, "link", refuse)
        other.remove(name)
        assert other.take(name, digest(name), live)
        assert not (other.path / name).samefile(kept_site / name)
        assert other.read(name) == (kept_site / name).read_bytes()
        monkeypatch.undo()
    found = SiteFolder.open(kept_site, state).files
    assert found == {name: digest(name) for name in NAMES}, "a link moves the ctime, and the file is read again"


def refuse(*_: object, **__: object) -> None:
    """Say what a disk says that knows no links."""
    raise PermissionError
