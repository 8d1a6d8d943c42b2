"""A site's folder: what is as it was left is not read, and whatever is not is found, whoever did it and however."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from editorial import site_folder as module
from editorial.manifest import PLACE, survey
from editorial.parallel import beside
from editorial.site_folder import SiteFolder
from editorial.site_index import index_of
from tests.editorial.kept_site import NAMES, digest
from tests.folders import same_size_and_time

LONG_AGO = 1_700_000_000_000_000_000


def test_what_is_as_it_was_left_is_not_read(kept_site: Path, state: Path, read_anew: list[str]) -> None:
    folder = SiteFolder.open(kept_site, state)
    assert folder.files == {name: digest(name) for name in NAMES}
    assert (read_anew, folder.strange, folder.changed) == ([], set(), set())


def test_the_index_goes_with_the_folder(kept_site: Path, state: Path, read_anew: list[str]) -> None:
    moved = kept_site.rename(kept_site.with_name("live"))
    assert SiteFolder.open(moved, state).files == survey(moved).files
    assert read_anew == []


def by_hand(path: Path) -> None:
    path.write_bytes(b"INDEX.HTML")
    os.utime(path, ns=(LONG_AGO, LONG_AGO))


def moved_to_its_name(path: Path) -> None:
    other = path.with_name("other")
    shutil.copy2(path, other)
    other.write_bytes(b"INDEX.HTML")
    os.utime(other, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    other.replace(path)


@pytest.mark.parametrize("alter", [by_hand, moved_to_its_name, same_size_and_time])
def test_a_file_that_was_altered_is_read_again(
    kept_site: Path, state: Path, read_anew: list[str], alter: Callable[[Path], None]
) -> None:
    alter(kept_site / "index.html")
    assert SiteFolder.open(kept_site, state).files == survey(kept_site).files
    assert read_anew == ["index.html"]


def test_a_file_added_or_taken_away_is_found(kept_site: Path, state: Path, read_anew: list[str]) -> None:
    (kept_site / "van-ban/x/index.html").unlink()
    (kept_site / "tim-kiem/b.bin").write_text("thêm", encoding="utf-8")
    (kept_site / "moi").mkdir()
    (kept_site / "moi/a.html").write_text("thêm", encoding="utf-8")
    assert SiteFolder.open(kept_site, state).files == survey(kept_site).files
    assert read_anew == ["moi/a.html", "tim-kiem/b.bin"]


def test_a_folder_taken_away_is_found(kept_site: Path, state: Path) -> None:
    shutil.rmtree(kept_site / "van-ban")
    assert set(SiteFolder.open(kept_site, state).files) == {"index.html", "tim-kiem/a.bin"}


@pytest.mark.parametrize("kind", ["a link", "a link to a folder", "a pipe", "a folder for a file", "an empty folder"])
def test_what_belongs_to_no_site_is_listed_each_time(
    kept_site: Path, state: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(module, "SLACK_NS", 0)  # it lies there for a while already
    place = kept_site / "tim-kiem/a.bin"
    expected = "tim-kiem/a.bin"
    if kind == "a link":
        place.replace(kept_site.with_name("a.bin"))
        place.symlink_to(kept_site.with_name("a.bin"))
    elif kind == "a link to a folder":
        expected = "van-ban"
        (kept_site / "van-ban").rename(kept_site.with_name("elsewhere"))
        (kept_site / "van-ban").symlink_to(kept_site.with_name("elsewhere"))
    else:
        place.unlink()
        if kind == "a pipe":
            os.mkfifo(place)
        else:
            place.mkdir()
            expected += "/"
            if kind == "a folder for a file":
                (place / "x").mkdir()
                expected += "x/"
    for _ in range(3):
        folder = SiteFolder.open(kept_site, state)
        assert folder.strange == {expected}
        folder.keep()


@pytest.mark.parametrize("damage", [lambda content: content[:-7], lambda content: b"", lambda content: content[::-1]])
def test_an_index_that_was_torn_is_as_good_as_none(
    kept_site: Path, state: Path, read_anew: list[str], damage: Callable[[bytes], bytes]
) -> None:
    (index,) = (state / "site").iterdir()
    index.write_bytes(damage(index.read_bytes()))
    assert SiteFolder.open(kept_site, state).files == survey(kept_site).files
    assert sorted(read_anew) == sorted(NAMES)


def test_the_index_of_another_folder_makes_no_file_known(kept_site: Path, state: Path, read_anew: list[str]) -> None:
    """A folder that is gone may give its inode, and so its index, to another one."""
    other = kept_site.with_name("other")
    shutil.copytree(kept_site, other)
    (other / "index.html").write_text("INDEX.HTML", encoding="utf-8")
    shutil.copy(index_of(kept_site, state), index_of(other, state))
    assert SiteFolder.open(other, state).files == survey(other).files
    assert sorted(read_anew) == sorted(NAMES)


def test_what_was_touched_just_now_is_read_again(tmp_path: Path, state: Path, read_anew: list[str]) -> None:
    folder = SiteFolder.open(tmp_path / "site", state)
    folder.put("a/b.html", b"1")
    folder.keep()
    (tmp_path / "site/c.html").write_text("c", encoding="utf-8")
    for _ in range(2):
        SiteFolder.open(tmp_path / "site", state).keep()
    assert read_anew == ["a/b.html", "c.html"] * 2


def test_removing_the_last_file_of_a_folder_removes_the_folder(kept_site: Path, state: Path) -> None:
    folder = SiteFolder.open(kept_site, state)
    for name in NAMES[1:3]:
        folder.remove(name)
    assert not (kept_site / "van-ban").exists()
    assert survey(kept_site).files == folder.files
    folder.put(NAMES[1], b"wieder")
    assert survey(kept_site).files == folder.files
    assert folder.changed == set(NAMES[1:3])


def test_what_a_forked_process_put_is_known(kept_site: Path, state: Path) -> None:
    parent, child = SiteFolder.open(kept_site, state), SiteFolder.open(kept_site, state)
    child.put("moi/index.html", b"x")
    assert set(child.written()) == {"moi/index.html"}
    parent.adopt(child.written())
    assert parent.files == survey(kept_site).files
    assert parent.changed == {"moi/index.html"}


def test_folders_that_a_forked_process_made_are_known_as_soon_as_they_are_kept(tmp_path: Path, state: Path) -> None:
    spare, place, names = tmp_path / "spare", tmp_path / "site", ("moi/2026/11/index.html", "moi/index.html")
    parent, child = SiteFolder.open(spare, state), SiteFolder.open(spare, state)
    for name in names:
        child.put(name, b"x")
    parent.adopt(child.written())
    for name in names:
        parent.read(name)
    parent.seal(b"{}")
    spare.rename(place)
    parent.moved(place)
    parent.keep()
    assert SiteFolder.kept(place, state).is_as_kept()


@pytest.mark.parametrize("name", ["../x.html", "/x.html", "a/../../x.html", PLACE])
def test_a_name_that_leads_out_is_refused(kept_site: Path, state: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a name"):
        SiteFolder.open(kept_site, state).put(name, b"x")


@pytest.mark.parametrize("mask", [0o077, 0o777])
def test_readers_may_read_whatever_the_umask_is(tmp_path: Path, state: Path, mask: int) -> None:
    folder = SiteFolder.open(tmp_path / "site", state)
    before = os.umask(mask)
    try:
        folder.put("a/b/c.html", b"x")
    finally:
        os.umask(before)
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "site").rglob("*")}
    assert modes == {"a": 0o755, "b": 0o755, "c.html": 0o644}


def test_rights_taken_away_are_given_back(kept_site: Path, state: Path) -> None:
    (kept_site / "index.html").chmod(0o400)
    (kept_site / "van-ban").chmod(0o700)
    SiteFolder.open(kept_site, state)
    assert (kept_site / "index.html").stat().st_mode & 0o777 == 0o644
    assert (kept_site / "van-ban").stat().st_mode & 0o777 == 0o755


def test_a_file_that_is_not_what_was_written_is_not_read(kept_site: Path, state: Path) -> None:
    folder = SiteFolder.open(kept_site, state)
    folder.put("index.html", b"eins")
    assert folder.read("index.html") == b"eins"
    (kept_site / "index.html").write_bytes(b"zwei")
    with pytest.raises(ValueError, match="does not hold"):
        folder.read("index.html")


CHANGES: dict[str, Callable[[Path], object]] = {
    "a byte": lambda site: (site / NAMES[0]).write_bytes(b"!" * len(NAMES[0])),
    "a new file": lambda site: (site / "van-ban/x/la.html").write_bytes(b"1"),
    "a new folder": lambda site: (site / "moi").mkdir(),
    "a file that is gone": lambda site: (site / NAMES[3]).unlink(),
    "the mode of a folder": lambda site: (site / "van-ban").chmod(0o700),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_folder_that_was_just_kept_is_as_kept_until_anything_changes(
    tmp_path: Path, state: Path, change: Callable[[Path], object]
) -> None:
    folder = SiteFolder.open(tmp_path / "spare", state)
    for name in NAMES:
        folder.put(name, name.encode())
    for name in NAMES:
        folder.read(name)
    folder.seal(b"{}")
    place = tmp_path / "site"
    (tmp_path / "spare").rename(place)
    folder.moved(place)
    folder.keep()
    assert SiteFolder.kept(place, state).is_as_kept()
    change(place)
    assert not SiteFolder.kept(place, state).is_as_kept()


def test_a_folder_that_is_not_there_was_never_kept(state: Path, tmp_path: Path) -> None:
    folder = SiteFolder.kept(tmp_path / "site", state)
    assert folder.files == {}
    assert not folder.is_as_kept()


def test_a_folder_follows_to_its_own_place_only(kept_site: Path, state: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    with pytest.raises(ValueError, match="is not the folder"):
        SiteFolder.open(kept_site, state).moved(other)


@pytest.mark.parametrize(
    "harm", ["nothing", "a byte", "a new file", "a file that is gone", "a strange file", "no index"]
)
def test_another_process_finds_what_opening_finds(kept_site: Path, state: Path, harm: str) -> None:
    harms: dict[str, Callable[[], object]] = {
        "nothing": lambda: None,
        "a byte": lambda: (kept_site / NAMES[1]).write_bytes(b"!"),
        "a new file": lambda: (kept_site / "van-ban/x/la.html").write_bytes(b"1"),
        "a file that is gone": lambda: shutil.rmtree(kept_site / "tim-kiem"),
        "a strange file": lambda: (kept_site / "lien-ket").symlink_to("index.html"),
        "no index": lambda: [path.unlink() for path in (state / "site").iterdir()],
    }
    harms[harm]()
    with beside(partial(SiteFolder.open, kept_site, state)) as opened:
        found = opened()
    expected = SiteFolder.open(kept_site, state)
    assert (found.files, found.strange, found.sizes()) == (expected.files, expected.strange, expected.sizes())
    assert (found._stats, found._folders) == (expected._stats, expected._folders)


@pytest.mark.parametrize("few", [0, 256])
def test_what_was_put_is_made_durable_before_it_is_waited_for_no_more(
    kept_site: Path, state: Path, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """However many files it is: file by file, or the whole disk in a process of its own."""
    monkeypatch.setattr(module, "FEW", few)
    folder = SiteFolder.open(kept_site, state)
    folder.put("them/index.html", b"them")
    with folder.syncing() as synced:
        assert folder.read("them/index.html") == b"them"
        synced()


def test_a_disk_that_fails_is_told_when_it_is_waited_for(
    kept_site: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(folder: str) -> None:
        raise OSError(5, "Input/output error", folder)

    monkeypatch.setattr(module, "FEW", 0)
    monkeypatch.setattr(module, "sync_disk", fail)
    folder = SiteFolder.open(kept_site, state)
    folder.put("them/index.html", b"them")
    with folder.syncing() as synced, pytest.raises(OSError, match="Input/output error"):
        synced()
