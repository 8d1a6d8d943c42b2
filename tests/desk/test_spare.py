"""A spare folder that is prepared aside: the next edit finds it, whatever became of the process that made it."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from desk import spare
from desk.live_site import at_work
from editorial.file_index import SLACK_NS
from editorial.manifest import survey
from editorial.messages import sentence
from editorial.problem import Refused
from editorial.settings import Settings
from editorial.site_folder import SiteFolder
from editorial.store import locked
from tests.house import House
from tests.organisation import Organisation


def site_of(path: Path, state: Path, text: str) -> SiteFolder:
    """Make a folder hold a site of three files, read back as the proof does, and keep it."""
    folder, names = SiteFolder.open(path, state), ("index.html", "tin-tuc/mot/index.html", "tin-tuc/hai/index.html")
    for name in names:
        folder.put(name, f"{text} {name}".encode())
    for name in names:
        folder.read(name)
    folder.keep()
    return folder


@pytest.fixture
def settings(organisation: Organisation) -> Settings:
    """Of an installation with a live site."""
    site_of(organisation.settings.output, organisation.settings.state, "live")
    return organisation.settings


def state_of(path: Path) -> list[tuple[str, int]]:
    return sorted((name, os.lstat(path / name).st_ino) for name in survey(path).files)


@pytest.mark.parametrize("before", ["nothing", "another site", "the same site"])
def test_what_is_prepared_is_the_live_site_and_known_to_the_last_file(settings: Settings, before: str) -> None:
    if before != "nothing":
        site_of(spare.place_of(settings), settings.state, "live" if before == "the same site" else "cũ")
    spare.prepare(settings)
    place = spare.place_of(settings)
    assert survey(place).files == survey(settings.output).files
    assert [path.name for path in spare.workshop_of(settings).iterdir()] == [spare.SPARE]
    for path in (place, settings.output):
        assert SiteFolder.open(path, settings.state).files == survey(path).files
        assert SiteFolder.kept(path, settings.state).is_as_kept(), (
            "so that a publish with nothing to do finds it unchanged"
        )
    if before != "the same site":
        assert state_of(place) == state_of(settings.output), "no byte is written twice"


def test_while_somebody_publishes_nothing_is_prepared(settings: Settings) -> None:
    with spare.lock_of_publishing(settings, print):
        spare.prepare(settings)
    assert not spare.place_of(settings).exists()


def test_who_wants_to_publish_waits_for_who_prepares(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spare, "_PATIENCE_SECONDS", 0)
    really, tried, said = SiteFolder.follow, [], list[str]()

    def tried_meanwhile(folder: SiteFolder, source: SiteFolder, others: Sequence[SiteFolder]) -> None:
        with pytest.raises(Refused) as refused, at_work(settings, said.append):
            pass
        tried.append([problem.code for problem in refused.value.problems])
        really(folder, source, others)

    monkeypatch.setattr(SiteFolder, "follow", tried_meanwhile)
    spare.prepare(settings)
    assert tried == [["spare-preparing"]], "not that somebody else publishes"
    assert len(said) == 1 and "Đang đợi việc chạy nền" in said[0], "nobody waits without a word"
    with spare.lock_of_publishing(settings, said.append):
        pass
    assert len(said) == 1, "where nothing is waited for, nothing is said"
    assert not list(spare.unprepared(settings))


def test_what_failed_aside_is_told_once_with_its_reason(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(SiteFolder, "follow", full)
    with pytest.raises(OSError):
        spare.prepare(settings)
    (problem,) = spare.unprepared(settings)
    assert "(ổ đĩa đã đầy)" in sentence(problem) and problem.severity == "warn"
    assert not list(spare.unprepared(settings))


def test_the_process_outlives_its_parent_s_lock_and_ends_by_itself(
    organisation: Organisation, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in House(organisation).environment().items():
        monkeypatch.setenv(name, value)
    assert spare.prepare_aside(settings, files=spare.FAR - 1) == 0, "not worth a process"
    process = spare.prepare_aside(settings, files=spare.FAR)
    assert os.waitpid(process, 0) == (process, 0)
    assert survey(spare.place_of(settings)).files == survey(settings.output).files


TOO_SLOW = """
import sys, time
from desk import spare

spare._PATIENCE_SECONDS = 5  # on a busy machine it may take a while to begin, behind all others
spare.SiteFolder.follow = lambda *_: (print("begun", flush=True), time.sleep(60))
spare.main(sys.argv[1])
"""


def test_whoever_waits_for_it_waits_no_longer_than_it_may_last(organisation: Organisation, settings: Settings) -> None:
    house = House(organisation)
    words = [sys.executable, "-c", TOO_SLOW, str(house.root)]
    with subprocess.Popen(words, cwd=house.root, env=house.environment(), stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
        with spare.lock_of_publishing(settings, print):
            assert process.wait() == -signal.SIGALRM
            assert [problem.code for problem in spare.unprepared(settings)] == ["spare-unprepared"]


@pytest.mark.parametrize("before", ["nothing", "another site"])
def test_what_a_killed_process_leaves_is_cleared_or_seen_as_it_is(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, before: str
) -> None:
    if before == "another site":
        site_of(spare.place_of(settings), settings.state, "cũ")
    really, linked = os.link, []

    def dying(*arguments: object, **options: object) -> None:
        if linked:
            raise KeyboardInterrupt
        linked.append(arguments)
        really(*arguments, **options)  # type: ignore[arg-type]

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(os, "link", dying)
        spare.prepare(settings)
    spare.sweep(settings)
    assert spare.place_of(settings).exists() == (before == "another site")
    with spare.at_hand(settings) as found:
        assert found().files == survey(spare.place_of(settings)).files != {}
    assert SiteFolder.open(settings.output, settings.state).files == survey(settings.output).files


@pytest.mark.parametrize("strange", [False, True])
def test_a_spare_folder_that_is_far_behind_follows_before_it_is_brought_up_to_date(
    settings: Settings, strange: bool
) -> None:
    place = spare.place_of(settings)
    site_of(place, settings.state, "cũ")
    if strange:
        (place / "la").symlink_to("index.html")
    for made in (spare.FAR, 1):
        spare.turned(settings, made)
    with spare.at_hand(settings) as found:
        assert found().files == SiteFolder.open(settings.output, settings.state).files
    assert state_of(place) == state_of(settings.output)


def test_what_is_prepared_leaves_the_site_before_known_as_well(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The three share files, and a link or the end of one moves the time of a file in all of them."""

    def read(folder: SiteFolder, name: str) -> None:
        raise AssertionError(f"{name} is read again")

    spare.prepare(settings)
    os.rename(spare.place_of(settings), settings.previous)
    for text in ("cũ", "mới"):
        spare.prepare(settings)
        with monkeypatch.context() as patch:
            patch.setattr(SiteFolder, "_know", read)
            assert SiteFolder.open(settings.previous, settings.state).files == survey(settings.previous).files
        os.rename(settings.output, settings.output.with_name(f"live before {text}"))
        site_of(settings.output, settings.state, text)
        spare.turned(settings, spare.FAR)


def test_a_live_site_that_somebody_changed_is_left_for_the_next_publish_to_see(settings: Settings) -> None:
    page = settings.output / "index.html"
    page.write_text("thêm một dòng", encoding="utf-8")
    time.sleep(SLACK_NS / 1e9 + 0.1)  # what is younger is looked at again anyway
    spare.prepare(settings)
    assert not SiteFolder.kept(settings.output, settings.state).is_as_kept(), (
        "or a publish would find that nothing changed"
    )
    assert not spare.place_of(settings).exists()


def test_a_link_in_the_place_of_the_folder_is_not_followed(settings: Settings, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    place = spare.place_of(settings)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(elsewhere)
    spare.prepare(settings)
    assert list(elsewhere.iterdir()) == [] and place.is_symlink()


def test_once_prepared_it_is_behind_by_what_is_published_later(settings: Settings) -> None:
    spare.turned(settings, spare.FAR)
    spare.turned(settings, 1)
    assert spare._behind(settings) == (spare.FAR + 1, 1)
    spare.prepare(settings)
    assert spare._behind(settings) == (0, 1)
    spare.turned(settings, 2)
    assert spare._behind(settings) == (3, 2)


def test_publishing_is_refused_while_another_publishes(settings: Settings) -> None:
    with (
        locked(settings.state / "publish.lock"),
        pytest.raises(Refused, match="publish-running"),
        at_work(settings, print),
    ):
        pass
