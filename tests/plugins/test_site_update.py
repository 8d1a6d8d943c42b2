"""A job runs when something that it was given or has read is another, and at no other time."""

from __future__ import annotations

import os
import signal
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import brotli
import pytest

from editorial import parallel
from editorial.site_folder import SiteFolder
from plugins import site_update
from plugins.jobs import Job, NameTaken, Sheaf
from plugins.marks import digest_of
from plugins.outputs_memory import OutputsMemory
from plugins.readings import note
from plugins.site_update import Making, Written, bring_up
from tests.folders import contents


@dataclass
class House:
    """A state folder, a site folder, and what is to be read. runs: names of the jobs that ran in this process"""

    base: Path
    values: dict[str, bytes] = field(default_factory=dict)
    runs: list[str] = field(default_factory=list)
    engine: str = "one"

    def page(self, name: str, *keys: str, given: object = "", long: bool = False) -> Job:
        """Return a job that reads keys."""

        def make() -> bytes:
            self.runs.append(name)
            for key in keys:
                note(f"value:{key}")
            told = [self.values.get(key, b"-") for key in keys]
            return b" ".join([name.encode(), str(given).encode(), *told]) + (b" dai" * 500 if long else b"")

        return Job(name, digest_of(given), make)

    def bring_up(
        self, *jobs: Job, sheaf: Sheaf | None = None, folder: str = "site", live: str = "", processes: int = 1
    ) -> Written:
        self.runs.clear()
        state = self.base / "state"
        site = SiteFolder.open(self.base / folder, state)
        memory = OutputsMemory(state / "outputs", self.engine, {"value": lambda key: self.values.get(key, b"")})
        named: dict[str, Job | Sheaf] = {job.name: job for job in jobs}
        if sheaf:
            named.update(dict.fromkeys(sheaf.names, sheaf))
        other = SiteFolder.open(self.base / live, state) if live else None
        making = Making(True, processes, lambda stale: None)
        sheaves = {"sheaf": (sheaf.key, sheaf.names)} if sheaf else {}
        written = bring_up(named, site, other, memory, making, sheaves)
        site.keep()
        return written

    def files(self, folder: str = "site") -> dict[str, bytes]:
        return contents(self.base / folder)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_bytes_that_lie_there_or_in_the_live_site_are_not_written_again(house: House) -> None:
    def made(fingerprint: bytes) -> list[Job]:
        return [Job(name, fingerprint, name.encode) for name in ("a.html", "b.html")]

    def place(folder: str, name: str) -> Path:
        return house.base / folder / name

    house.bring_up(*made(b"1"), folder="live")
    house.bring_up(house.page("c.html"), folder="spare")
    assert house.bring_up(*made(b"2"), folder="spare", live="live").made == {"a.html", "b.html"}
    assert place("spare", "a.html").samefile(place("live", "a.html"))
    inode = place("spare", "b.html").stat().st_ino
    assert house.bring_up(*made(b"3"), folder="spare").made == {"a.html", "b.html"}
    assert place("spare", "b.html").stat().st_ino == inode


def test_nothing_changed_runs_nothing(house: House):
    jobs = [house.page("a.html", "x"), house.page("b.html")]
    assert house.bring_up(*jobs).made == {"a.html", "b.html"}
    before = house.files()
    assert house.bring_up(*jobs).made == set()
    assert (house.runs, house.files()) == ([], before)


def test_a_value_that_moved_runs_whoever_read_it(house: House):
    house.values = {"x": b"1", "y": b"1"}
    jobs = [house.page("a.html", "x"), house.page("b.html", "y"), house.page("c.html", "x", "y")]
    house.bring_up(*jobs)
    house.values["x"] = b"2"
    assert house.bring_up(*jobs).made == {"a.html", "c.html"}
    assert house.files()["a.html"] == b"a.html  2"
    house.values.pop("y")
    assert house.bring_up(*jobs).made == {"b.html", "c.html"}
    assert house.bring_up(*jobs).made == set()


def test_another_argument_runs_the_job(house: House):
    house.bring_up(house.page("a.html", given=1), house.page("b.html", given=1))
    assert house.bring_up(house.page("a.html", given=2), house.page("b.html", given=1)).made == {"a.html"}


def test_a_sheaf_is_opened_only_when_one_of_its_jobs_has_to_run(house: House):
    house.values = {"x": b"1", "y": b"1"}
    jobs = [house.page("a.html", "x"), house.page("b.html", "y")]
    house.bring_up(*jobs)
    opened: list[str] = []

    def plan() -> dict[str, Job]:
        opened.append("once")
        return {job.name: job for job in jobs}

    def sheaf() -> Sheaf:
        return Sheaf(b"key", ("a.html", "b.html"), plan)

    for _ in range(2):
        assert house.bring_up(sheaf=sheaf()).made == set()
        assert opened == []
    house.values["x"] = b"2"
    assert house.bring_up(sheaf=sheaf()).made == {"a.html"}
    assert opened == ["once"]
    (house.base / "site/b.html").unlink()
    assert house.bring_up(sheaf=sheaf()).made == {"b.html"}
    house.values |= {f"z{number}": b"1" for number in range(9)}
    house.bring_up(house.page("c.html", *(f"z{number}" for number in range(9))), sheaf=sheaf())
    house.values["y"] = b"2"
    assert house.bring_up(house.page("d.html", "x", "w"), sheaf=sheaf()).made == {"b.html", "d.html"}
    assert house.bring_up(house.page("d.html", "x", "w"), sheaf=sheaf()).made == set(), "keys have new numbers"
    house.values["x"] = b"3"
    assert house.bring_up(house.page("d.html", "x", "w"), sheaf=sheaf()).made == {"a.html", "d.html"}


def test_a_sheaf_whose_key_promised_other_outputs_stops_the_build(house: House):
    job = house.page("a.html")
    with pytest.raises(RuntimeError, match="one key, but other outputs"):
        house.bring_up(sheaf=Sheaf(b"key", ("a.html", "b.html"), lambda: {"a.html": job}))


def test_another_engine_runs_everything(house: House):
    house.bring_up(house.page("a.html"))
    house.engine = "two"
    assert house.bring_up(house.page("a.html")).made == {"a.html"}


def test_what_nobody_names_any_more_is_removed(house: House):
    house.bring_up(house.page("a/x.html", long=True), house.page("b.html"))
    assert set(house.files()) == {"a/x.html", "a/x.html.br", "a/x.html.gz", "b.html"}
    house.bring_up(house.page("b.html"))
    assert set(house.files()) == {"b.html"}


def test_a_page_that_grew_short_loses_its_compressed_forms(house: House):
    house.bring_up(house.page("a.html", given=1, long=True))
    house.bring_up(house.page("a.html", given=2))
    assert set(house.files()) == {"a.html"}


def test_compressed_forms_hold_the_page_and_no_time(house: House):
    house.bring_up(house.page("a.html", long=True))
    files = house.files()
    assert brotli.decompress(files["a.html.br"]) == zlib.decompress(files["a.html.gz"], 31) == files["a.html"]
    assert files["a.html.gz"][4:8] == b"\0\0\0\0"


@pytest.mark.parametrize(
    "harm", [Path.unlink, lambda path: path.write_bytes(b"khac")], ids=["a file lost", "a file altered"]
)
def test_an_output_that_is_not_as_it_was_made_is_made_again(house: House, harm: Callable[[Path], None]):
    jobs = [house.page("a.html"), house.page("b.html")]
    house.bring_up(*jobs)
    before = house.files()
    harm(house.base / "site" / "a.html")
    assert house.bring_up(*jobs).made == {"a.html"}
    assert house.files() == before


def test_what_is_fresh_but_lies_in_the_live_site_only_is_copied(house: House):
    jobs = [house.page(f"{name}.html", long=True) for name in "abc"]
    house.bring_up(*jobs, folder="live")
    (house.base / "live" / "b.html").write_bytes(b"altered")
    assert house.bring_up(*jobs, folder="spare", live="live").made == {"b.html", "b.html.br", "b.html.gz"}
    assert house.files("spare")["a.html"] == house.files("live")["a.html"]
    assert house.runs == ["b.html"]


def test_a_memory_that_is_lost_or_damaged_costs_time_only(house: House):
    jobs = [house.page("a.html", "x")]
    house.bring_up(*jobs)
    place = house.base / "state" / "outputs"
    for content in (b"", b"nonsense", place.read_bytes()[:-1]):
        place.write_bytes(content)
        assert house.bring_up(*jobs).made == {"a.html"}


def test_a_job_that_fails_fails_the_build_and_is_tried_again(house: House):
    def fail() -> bytes:
        raise LookupError("không có")

    house.bring_up(house.page("a.html", given=1))
    with pytest.raises(LookupError, match="không có") as caught:
        house.bring_up(house.page("a.html", given=1), Job("b.html", b"1", fail))
    assert caught.value.__notes__ == ["while making b.html"]
    assert house.bring_up(house.page("a.html", given=1), house.page("b.html")).made == {"b.html"}


def test_two_outputs_of_one_name_fail(house: House):
    """Also where one is the compressed form of the other."""
    with pytest.raises(NameTaken):
        house.bring_up(house.page("a.html", long=True), house.page("a.html.gz"))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def _one() -> bytes:
    return b"1"


def _other() -> bytes:
    return b"2"


def test_shares_hold_as_much_of_each_sort_and_neighbours_together():
    names = [f"{n:02d}" for n in range(10)]
    pages = [Job(f"{name}/x.html", b"", _one, template=template) for name in names for template in ("list", "item")]
    pages = [job._replace(name=f"{job.template}/{job.name}") for job in pages]
    single = [Job("a.csv", b"", _other), Job("b.csv", b"", _one)]
    shares = site_update._shares([*reversed(pages), *single], 2)
    assert sorted(job.name for share in shares for job in share) == sorted(job.name for job in (*pages, *single))
    assert [len(share) for share in shares] == [11, 11]
    for share in shares:
        for template in ("list", "item"):
            held = [job.name for job in share if job.template == template]
            assert held in (
                [f"{template}/{n}/x.html" for n in names[:5]],
                [f"{template}/{n}/x.html" for n in names[5:]],
            )


class TestInProcesses:
    """The same, made by two processes."""

    @pytest.fixture(autouse=True)
    def few(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(site_update, "LEAST", 2)
        monkeypatch.setattr(parallel, "_can_fork", lambda: True)  # whatever thread another test has left behind

    def pages(self, house: House) -> list[Job]:
        return [house.page(f"{n}/x.html", "x", long=bool(n % 2)) for n in range(9)]

    def test_two_processes_write_what_one_does(self, house: House):
        house.values["x"] = b"1"
        alone = house.bring_up(*self.pages(house), folder="one")
        house.engine = "anew"
        both = house.bring_up(*self.pages(house), folder="two", processes=2)
        assert len(house.runs) == 5  # the others ran elsewhere
        assert house.files("one") == house.files("two")
        assert (alone.files, alone.made) == (both.files, both.made)

    def test_what_a_child_read_is_remembered(self, house: House):
        house.bring_up(*self.pages(house), processes=2)
        assert house.bring_up(*self.pages(house), processes=2).made == set()
        house.values["x"] = b"2"
        assert len(house.bring_up(*self.pages(house), processes=2).made) == 9 + 4 * 2

    def test_a_child_that_raises_gives_its_reason(self, house: House):
        def fail() -> bytes:
            raise LookupError("trong tiến trình con")

        jobs = self.pages(house)
        jobs[1] = Job("1/x.html", b"1", fail)  # the second process has every second job
        with pytest.raises(LookupError, match="trong tiến trình con"):
            house.bring_up(*jobs, processes=2)

    def test_a_child_that_dies_fails_the_build(self, house: House):
        parent = os.getpid()

        def die() -> bytes:
            if os.getpid() == parent:
                raise AssertionError("was to run in a child")
            os.kill(os.getpid(), signal.SIGKILL)
            raise AssertionError("dead")

        jobs = self.pages(house)
        jobs[1] = Job("1/x.html", b"1", die)
        with pytest.raises(ChildProcessError):
            house.bring_up(*jobs, processes=2)


def test_marks_tell_values_apart_and_refuse_what_could_change_unseen():
    values = [None, "", "1", 1, True, (), ("1",), {"a": 1}, {"b": 1}, {"a": 1, "b": 2}, {"b": 2, "a": 1}]
    values += [date(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC), "2026-01-01"]
    assert len({digest_of(value) for value in values}) == len(values)
    assert digest_of(["1"]) == digest_of(("1",))
    for unmarked in (object(), {1, 2}, lambda: None, 1.5):
        with pytest.raises(TypeError, match="could change unseen"):
            digest_of(unmarked)


def test_equal_values_have_one_mark_whatever_shares_their_parts():
    part = "tin" * 3
    assert digest_of((part, part)) == digest_of(("tin" * 3, "".join(["tin"] * 3)))
