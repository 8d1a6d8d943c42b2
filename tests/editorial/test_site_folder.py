"""A site's folder: what is as it was left is not read, and whatever is not is found, whoever did it and however."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest

from editorial import site_folder as module
from editorial.manifest import PLACE, survey
from editorial.parallel import beside
from editorial.site_folder import SiteFolder

NAMES = ("index.html", "van-ban/x/index.html", "van-ban/x/index.html.gz", "tim-kiem/a.bin")
LONG_AGO = 1_700_000_000_000_000_000


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """The state folder."""
    return tmp_path / ".state"


@pytest.fixture
def site(tmp_path: Path, state: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of four files that was kept, long enough after it was written for everything to be settled."""
    monkeypatch.setattr(module, "SLACK_NS", -1)
    monkeypatch.setattr("editorial.file_index.SLACK_NS", -1)
    folder = SiteFolder.open(tmp_path / "site", state)
    for name in NAMES:
        folder.put(name, name.encode())
    SiteFolder.open(tmp_path / "site", state).keep()
    return tmp_path / "site"


def linked(path: Path, source: SiteFolder, state: Path) -> SiteFolder:
    """Return a new folder that follows another."""
    folder = SiteFolder.open(path, state)
    folder.follow(source)
    return folder


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names that are read while a folder is opened."""
    names: list[str] = []
    really = SiteFolder._know

    def told(self: SiteFolder, name: str) -> None:
        names.append(name)
        really(self, name)

    monkeypatch.setattr(SiteFolder, "_know", told)
    return names


def test_what_is_as_it_was_left_is_not_read(site: Path, state: Path, read: list[str]) -> None:
    folder = SiteFolder.open(site, state)
    assert folder.files == {name: digest(name) for name in NAMES}
    assert (read, folder.strange, folder.changed) == ([], set(), set())


def test_the_index_goes_with_the_folder(site: Path, state: Path, read: list[str]) -> None:
    moved = site.rename(site.with_name("live"))
    assert SiteFolder.open(moved, state).files == survey(moved).files
    assert read == []


def by_hand(path: Path) -> None:
    path.write_bytes(b"INDEX.HTML")
    os.utime(path, ns=(LONG_AGO, LONG_AGO))


def moved_to_its_name(path: Path) -> None:
    other = path.with_name("other")
    shutil.copy2(path, other)
    other.write_bytes(b"INDEX.HTML")
    os.utime(other, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    other.replace(path)


def same_size_and_time(path: Path) -> None:
    before = path.stat()
    path.write_bytes(b"INDEX.HTML")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize("alter", [by_hand, moved_to_its_name, same_size_and_time])
def test_a_file_that_was_altered_is_read_again(
    site: Path, state: Path, read: list[str], alter: Callable[[Path], None]
) -> None:
    alter(site / "index.html")
    assert SiteFolder.open(site, state).files == survey(site).files
    assert read == ["index.html"]


def test_a_file_added_or_taken_away_is_found(site: Path, state: Path, read: list[str]) -> None:
    (site / "van-ban/x/index.html").unlink()
    (site / "tim-kiem/b.bin").write_text("thêm", encoding="utf-8")
    (site / "moi").mkdir()
    (site / "moi/a.html").write_text("thêm", encoding="utf-8")
    assert SiteFolder.open(site, state).files == survey(site).files
    assert read == ["moi/a.html", "tim-kiem/b.bin"]


def test_a_folder_taken_away_is_found(site: Path, state: Path) -> None:
    shutil.rmtree(site / "van-ban")
    assert set(SiteFolder.open(site, state).files) == {"index.html", "tim-kiem/a.bin"}


@pytest.mark.parametrize("kind", ["a link", "a link to a folder", "a pipe", "a folder for a file", "an empty folder"])
def test_what_belongs_to_no_site_is_listed(site: Path, state: Path, kind: str) -> None:
    place = site / "tim-kiem/a.bin"
    expected = "tim-kiem/a.bin"
    if kind == "a link":
        place.replace(site.with_name("a.bin"))
        place.symlink_to(site.with_name("a.bin"))
    elif kind == "a link to a folder":
        expected = "van-ban"
        (site / "van-ban").rename(site.with_name("elsewhere"))
        (site / "van-ban").symlink_to(site.with_name("elsewhere"))
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
    assert SiteFolder.open(site, state).strange == {expected}


@pytest.mark.parametrize("damage", [lambda content: content[:-7], lambda content: b"", lambda content: content[::-1]])
def test_an_index_that_was_torn_is_as_good_as_none(
    site: Path, state: Path, read: list[str], damage: Callable[[bytes], bytes]
) -> None:
    (index,) = (state / "site").iterdir()
    index.write_bytes(damage(index.read_bytes()))
    assert SiteFolder.open(site, state).files == survey(site).files
    assert sorted(read) == sorted(NAMES)


def test_the_index_of_another_folder_makes_no_file_known(site: Path, state: Path, read: list[str]) -> None:
    """A folder that is gone may give its inode, and so its index, to another one."""
    other = site.with_name("other")
    shutil.copytree(site, other)
    (other / "index.html").write_text("INDEX.HTML", encoding="utf-8")
    shutil.copy(module._index_of(site, state), module._index_of(other, state))
    assert SiteFolder.open(other, state).files == survey(other).files
    assert sorted(read) == sorted(NAMES)


def test_what_was_touched_just_now_is_read_again(tmp_path: Path, state: Path, read: list[str]) -> None:
    folder = SiteFolder.open(tmp_path / "site", state)
    folder.put("a/b.html", b"1")
    folder.keep()
    (tmp_path / "site/c.html").write_text("c", encoding="utf-8")
    for _ in range(2):
        SiteFolder.open(tmp_path / "site", state).keep()
    assert read == ["a/b.html", "c.html"] * 2


def test_new_bytes_are_a_new_file_and_a_linked_one_keeps_its_own(site: Path, state: Path, read: list[str]) -> None:
    live = SiteFolder.open(site, state)
    spare = linked(site.with_name("spare"), live, state)
    live.keep()
    spare.put("index.html", b"moi")
    spare.remove("van-ban/x/index.html")
    assert (site / "index.html").read_bytes() == b"index.html"
    assert spare.files == survey(spare.path).files
    assert SiteFolder.open(site, state).files == live.files == {name: digest(name) for name in NAMES}
    assert set(read) == {"index.html", "van-ban/x/index.html"}, "the files that lost a link, and no others"


def test_a_folder_that_follows_another_has_its_files_and_no_others_and_reads_none(
    site: Path, state: Path, read: list[str]
) -> None:
    behind = linked(site.with_name("spare"), SiteFolder.open(site, state), state)
    behind.put("cu/2025/index.html", b"cu")
    behind.remove("tim-kiem/a.bin")
    behind.put("tim-kiem", b"a file where the other has a folder")
    behind.keep()
    live, behind = SiteFolder.open(site, state), SiteFolder.open(behind.path, state)
    for act in (lambda name: live.put(name, b"moi"), live.read):  # as they are made, and proved, which settles them
        for name in ("moi/2026/index.html", "index.html"):
            act(name)
    read.clear()
    behind.follow(live)
    for folder in (live, behind):
        folder.keep()
        found = SiteFolder.open(folder.path, state)
        assert found.files == live.files == survey(folder.path).files
        assert SiteFolder.is_as_kept(folder.path, state)
    assert read == []
    assert all((site / name).samefile(behind.path / name) for name in live.files)


def test_what_changed_between_the_look_and_the_link_is_not_taken_for_what_was_seen(site: Path, state: Path) -> None:
    live, page = SiteFolder.open(site, state), site / "index.html"
    before = page.stat()
    page.write_bytes(b"INDEX.HTML")
    os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(OSError, match="changed since"):
        linked(site.with_name("spare"), live, state)
    assert SiteFolder.open(site, state).files["index.html"] == digest("INDEX.HTML")


def test_a_copy_is_proved_by_its_digest(site: Path, state: Path) -> None:
    live = SiteFolder.recall(site, state)
    other = SiteFolder.open(site.with_name("other"), state)
    assert other.take("index.html", digest("index.html"), live)
    same_size_and_time(site / "tim-kiem/a.bin")
    assert live.recalled["tim-kiem/a.bin"] == digest("tim-kiem/a.bin")
    assert "khong/co.html" not in live.recalled
    assert not other.take("tim-kiem/a.bin", digest("tim-kiem/a.bin"), live)
    assert not other.take("khong/co.html", digest("x"), live)
    assert other.files == survey(other.path).files == {"index.html": digest("index.html")}


def test_a_file_that_another_site_has_is_shared_where_the_disk_can(
    site: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live, other = SiteFolder.recall(site, state), SiteFolder.open(site.with_name("other"), state)
    for name in NAMES[:2]:
        assert other.take(name, digest(name), live)
        assert (other.path / name).samefile(site / name)
        monkeypatch.setattr(os, "link", refuse)
        other.remove(name)
        assert other.take(name, digest(name), live)
        assert not (other.path / name).samefile(site / name)
        assert other.read(name) == (site / name).read_bytes()
        monkeypatch.undo()
    found = SiteFolder.open(site, state).files
    assert found == {name: digest(name) for name in NAMES}, "a link moves the ctime, and the file is read again"


def refuse(*_: object, **__: object) -> None:
    """Say what a disk says that knows no links."""
    raise PermissionError


def test_removing_the_last_file_of_a_folder_removes_the_folder(site: Path, state: Path) -> None:
    folder = SiteFolder.open(site, state)
    for name in NAMES[1:3]:
        folder.remove(name)
    assert not (site / "van-ban").exists()
    assert survey(site).files == folder.files
    folder.put(NAMES[1], b"wieder")
    assert survey(site).files == folder.files
    assert folder.changed == set(NAMES[1:3])


def test_what_a_forked_process_put_is_known(site: Path, state: Path) -> None:
    parent, child = SiteFolder.open(site, state), SiteFolder.open(site, state)
    child.put("moi/index.html", b"x")
    assert set(child.written()) == {"moi/index.html"}
    parent.adopt(child.written())
    assert parent.files == survey(site).files
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
    assert SiteFolder.is_as_kept(place, state)


@pytest.mark.parametrize("name", ["../x.html", "/x.html", "a/../../x.html", PLACE])
def test_a_name_that_leads_out_is_refused(site: Path, state: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a name"):
        SiteFolder.open(site, state).put(name, b"x")


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


def test_rights_taken_away_are_given_back(site: Path, state: Path) -> None:
    (site / "index.html").chmod(0o400)
    (site / "van-ban").chmod(0o700)
    SiteFolder.open(site, state)
    assert (site / "index.html").stat().st_mode & 0o777 == 0o644
    assert (site / "van-ban").stat().st_mode & 0o777 == 0o755


def test_a_file_that_is_not_what_was_written_is_not_read(site: Path, state: Path) -> None:
    folder = SiteFolder.open(site, state)
    folder.put("index.html", b"eins")
    assert folder.read("index.html") == b"eins"
    (site / "index.html").write_bytes(b"zwei")
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
    assert SiteFolder.is_as_kept(place, state)
    change(place)
    assert not SiteFolder.is_as_kept(place, state)


def test_a_folder_follows_to_its_own_place_only(site: Path, state: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    with pytest.raises(ValueError, match="is not the folder"):
        SiteFolder.open(site, state).moved(other)


@pytest.mark.parametrize(
    "harm", ["nothing", "a byte", "a new file", "a file that is gone", "a strange file", "no index"]
)
def test_another_process_finds_what_opening_finds(site: Path, state: Path, tmp_path: Path, harm: str) -> None:
    harms: dict[str, Callable[[], object]] = {
        "nothing": lambda: None,
        "a byte": lambda: (site / NAMES[1]).write_bytes(b"!"),
        "a new file": lambda: (site / "van-ban/x/la.html").write_bytes(b"1"),
        "a file that is gone": lambda: shutil.rmtree(site / "tim-kiem"),
        "a strange file": lambda: (site / "lien-ket").symlink_to("index.html"),
        "no index": lambda: [path.unlink() for path in (state / "site").iterdir()],
    }
    harms[harm]()
    with beside(partial(SiteFolder.open, site, state)) as opened:
        found = opened()
    expected = SiteFolder.open(site, state)
    assert (found.files, found.strange, found.sizes()) == (expected.files, expected.strange, expected.sizes())
    assert (found._stats, found._folders) == (expected._stats, expected._folders)


@pytest.mark.parametrize("few", [0, 256])
def test_what_was_put_is_made_durable_before_it_is_waited_for_no_more(
    site: Path, state: Path, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """However many files it is: file by file, or the whole disk in a process of its own."""
    monkeypatch.setattr(module, "FEW", few)
    folder = SiteFolder.open(site, state)
    folder.put("them/index.html", b"them")
    with folder.syncing() as synced:
        assert folder.read("them/index.html") == b"them"
        synced()


def test_a_disk_that_fails_is_told_when_it_is_waited_for(
    site: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(folder: str) -> None:
        raise OSError(5, "Input/output error", folder)

    monkeypatch.setattr(module, "FEW", 0)
    monkeypatch.setattr(module, "sync_disk", fail)
    folder = SiteFolder.open(site, state)
    folder.put("them/index.html", b"them")
    with folder.syncing() as synced, pytest.raises(OSError, match="Input/output error"):
        synced()
