"""Publishing again: a site is brought up to date piece by piece, and whatever was tampered with, torn or cut off is
made anew. After each of these the site must be the one that is built from nothing."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desk.building import Wanted
from desk.inputs import inputs_of
from editorial.dates import VIETNAM
from editorial.manifest import site_digest
from editorial.publication import load
from tests.folders import same_size_and_time
from tests.house import House, house_of
from tests.inquiries.traced import needs_strace
from tests.organisation import Organisation


def publish(house: House) -> None:
    """Publish, and hold every file to the manifest."""
    done = house.desk("publish")
    assert done.code == 0, done.said
    house.live()
    assert house.debris() == []


def assert_as_from_nothing(house: House) -> None:
    """Hold the live site to one that is built from the records alone."""
    done = house.desk("verify", "--rebuild")
    assert done.code == 0, done.said


def spare(house: House) -> Path:
    """Return the folder that takes turns with the live site."""
    return house.output.with_name(".build") / house.output.name / "spare"


@pytest.fixture(scope="session")
def turned_site(published_site: Organisation, tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    """The small site after three publishings: live, previous and spare are all there."""
    house = house_of(published_site, tmp_path_factory.mktemp("turned"))
    for number in range(2):
        house.change(f"Bản {number}.")
        publish(house)
    return house.site


@pytest.fixture
def turned(turned_site: Organisation, tmp_path: Path) -> House:
    """The same for one test."""
    return house_of(turned_site, tmp_path)


def a_link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


def tamper(folder: Path) -> None:
    """Do to a site what must not be done to it: alter, remove, add, link, leave an empty folder."""
    same_size_and_time(folder / "index.html")
    (folder / "404.html").unlink()
    (folder / "them.html").write_text("thêm", encoding="utf-8")
    (folder / "trong").mkdir()


def test_a_site_is_brought_up_to_date_piece_by_piece(turned: House) -> None:
    for number in range(3):
        turned.change(f"Bản sau {number}.")
        publish(turned)
    turned.site.article("tin-moi", title="Tin mới")
    turned.site.sign_all("tin-moi")
    publish(turned)
    assert_as_from_nothing(turned)
    assert len({path.stat().st_ino for path in (turned.output, turned.site.settings.previous, spare(turned))}) == 3


def test_when_nothing_has_changed_nothing_is_built(turned: House, tmp_path: Path) -> None:
    publish(turned)
    before = turned.output.stat().st_ino
    done = turned.desk("publish", environment={"PROFILE": str(tmp_path / "seconds.json")})
    assert "Không có gì thay đổi" in done.said
    assert "chưa ai ký" in done.said, "who is waited for is said all the same"
    stages = json.loads((tmp_path / "seconds.json").read_bytes())
    assert {"start", "unchanged", "standings", "working files", "plan", "log", "total"} == stages.keys()
    assert turned.output.stat().st_ino == before


@pytest.mark.parametrize("has_spare", [True, False])
@pytest.mark.parametrize(
    "alter",
    [
        tamper,
        lambda folder: (folder / "trong").mkdir(),
        lambda folder: (folder / "nhap.html").symlink_to("/etc/hostname"),
        lambda folder: a_link(folder / "404.html"),
        shutil.rmtree,
    ],
    ids=["much", "an empty folder", "a link", "a link for a page", "all gone"],
)
def test_a_live_site_that_was_tampered_with_is_put_right(
    turned: House, alter: Callable[[Path], None], has_spare: bool
) -> None:
    if not has_spare:
        shutil.rmtree(spare(turned))
    before = turned.live().digest, site_digest(turned.site.settings.previous)
    alter(turned.output)
    publish(turned)
    assert (turned.live().digest, site_digest(turned.site.settings.previous)) == before
    assert_as_from_nothing(turned)


def no_memory(house: House) -> None:
    shutil.rmtree(house.site.settings.state / "site")


def torn_memory(house: House) -> None:
    for path in (house.site.settings.state / "site").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-11])


def mixed_up_indexes(house: House) -> None:
    """Each folder finds the index of another one."""
    indexes = [path for path in (house.site.settings.state / "site").iterdir() if path.name[0].isdigit()]
    contents = [path.read_bytes() for path in indexes]
    for path, content in zip(indexes, contents[1:] + contents[:1], strict=True):
        path.write_bytes(content)


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(lambda house: tamper(spare(house)), id="the spare tampered with"),
        pytest.param(lambda house: a_link(spare(house) / "404.html"), id="a link in the spare"),
        pytest.param(lambda house: shutil.rmtree(spare(house)), id="no spare"),
        pytest.param(lambda house: shutil.rmtree(house.site.settings.previous), id="no previous site"),
        pytest.param(lambda house: tamper(house.output), id="the live site tampered with"),
        pytest.param(no_memory, id="no memory"),
        pytest.param(torn_memory, id="torn memory"),
        pytest.param(mixed_up_indexes, id="the index of another folder"),
    ],
)
def test_whatever_was_harmed_the_next_site_is_right(turned: House, harm: Callable[[House], None]) -> None:
    publish(turned)  # in folders of its own: the fixture copied them, so their indexes were of others
    turned.change("Bản trước khi hỏng.")
    publish(turned)
    harm(turned)
    turned.change("Bản sau khi hỏng.")
    publish(turned)
    assert_as_from_nothing(turned)


def test_readers_may_read_everything_whoever_publishes(turned: House) -> None:
    before = os.umask(0o077)
    try:
        for number in range(2):
            turned.change(f"Bản sau {number}.")
            (turned.output / "index.html").chmod(0o400)
            publish(turned)
    finally:
        os.umask(before)
    for path in (turned.output, *turned.output.rglob("*")):
        assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644), path


DYING = """
import os, signal, sys
left = {step}

def counted(change):
    def before(*args, **named):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return change(*args, **named)
    return before

for name in ("rename", "replace", "unlink", "rmdir", "mkdir", "link", "fsync", "fchmod"):
    setattr(os, name, counted(getattr(os, name)))
from editorial import exchange
exchange._exchange_atomically = counted(exchange._exchange_atomically)
from pathlib import Path
from desk.cli import main
code = main(["publish"], Path.cwd())
with open("{told}", "w") as file:
    file.write(str({step} - left))
sys.exit(code)
"""
"""A publishing that dies before its step-th change of the disk, and else tells how many there were."""


def publish_dying_at(house: House, step: int, told: Path) -> int:
    """Return how it ended: 0 when it came to its end."""
    run = subprocess.run(
        [sys.executable, "-c", DYING.format(step=step, told=told)],
        cwd=house.root,
        env=house.environment(),
        capture_output=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return run.returncode


@pytest.mark.long
def test_killed_before_any_change_of_the_disk_the_live_site_is_whole(
    turned: House, tmp_path_factory: pytest.TempPathFactory
) -> None:
    told = tmp_path_factory.mktemp("told") / "steps"
    publish(turned)
    turned.change("Bản đếm bước.")
    assert publish_dying_at(turned, 10**9, told) == 0
    steps = int(told.read_text(encoding="utf-8"))
    assert steps > 20, "it was counted"
    for step in sorted({1, *range(2, steps, max(steps // 6, 1)), *range(steps - 4, steps)}):
        before = turned.live().digest
        turned.change(f"Bản chết ở bước {step}.")
        ended = publish_dying_at(turned, step, told)
        assert ended in (0, 1, -signal.SIGKILL), "1 where a process died that makes durable what was written"
        found = turned.live()
        public = turned.site.case("tin-thu").verdict.public
        assert found.digest == before or (public and found.editions["tin-thu"] == public.edition), f"step {step}"
        publish(turned)
        assert public and turned.live().editions["tin-thu"] == public.edition
    assert_as_from_nothing(turned)


def test_everything_that_a_site_is_made_of_is_looked_at(turned: House, tmp_path: Path) -> None:
    settings, now = turned.site.settings, turned.site.now

    def inputs(**others: object) -> str:
        return inputs_of(Wanted(replace(settings, **others), now, load(settings, now)))  # type: ignore[arg-type]

    first = inputs()
    assert inputs() == first
    found = [inputs(siteurl="https://cchc.example.vn"), inputs(regulation="st")]
    found.append(inputs_of(Wanted(settings, now + timedelta(days=1), load(settings, now))))
    found.append(inputs_of(Wanted(settings, now, load(settings, now), ("tin-thu",))))
    root = tmp_path / "checkout"
    for name in ("desk", "editorial", "inquiries", "plugins", "regulations", "search", "theme"):
        shutil.copytree(turned.root / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pelicanconf.py", "publishconf.py"):
        shutil.copy(turned.root / name, root)
    for name in ("theme/templates/base.html", "plugins/feeds.py", "search/text/x.txt", "pelicanconf.py"):
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{path.read_text(encoding='utf-8') if path.exists() else ''}\nMỚI = 1\n", encoding="utf-8")
        found.append(inputs(root=root))
    turned.site.roster_text(lambda text: text + "\n")
    found.append(inputs())
    turned.site.article("tin-moi", title="Tin mới")
    turned.site.sign_all("tin-moi")
    found.append(inputs())
    assert len({first, *found}) == len(found) + 1


DYING_AT_FORGETTING = """
import os, shutil, signal, sys
from pathlib import Path
from desk.cli import main

def die(*args, **named):
    os.kill(os.getpid(), signal.SIGKILL)

shutil.rmtree = die
main(["publish"], Path.cwd())
"""
"""A publishing that dies before it deletes a site of before."""


def test_killed_before_personal_data_is_forgotten_the_next_publishing_forgets_it(turned: House) -> None:
    turned.change("Số căn cước 092.")
    publish(turned)
    words = ("--kind", "personal_data", "--reason", "Lộ số căn cước", "--as", "truong-ban", "--yes")
    done = turned.desk("withdraw", "tin-thu", *words)
    assert done.code == 0, done.said
    turned.site.now = datetime.now(VIETNAM)
    turned.change("Đã bỏ dữ liệu cá nhân.")
    time.sleep(max(0.0, (turned.site.now - datetime.now(VIETNAM)).total_seconds()))
    arguments = [sys.executable, "-c", DYING_AT_FORGETTING]
    died = subprocess.run(arguments, cwd=turned.root, env=turned.environment(), capture_output=True, check=False)
    assert died.returncode == -signal.SIGKILL
    publish(turned)
    left = [path for path in turned.output.parent.rglob("*.html") if "Số căn cước 092" in path.read_text("utf-8")]
    assert left == []


@needs_strace
def test_a_disk_without_links_publishes_all_the_same(turned: House) -> None:
    shutil.rmtree(spare(turned))
    turned.change("Ổ đĩa không có liên kết cứng.")
    refusing = ["strace", "-f", "-o", "/dev/null", "-e", "trace=link,linkat", "-e", "inject=link,linkat:error=EPERM"]
    command = [*refusing, sys.executable, "-m", "desk", "publish"]
    done = subprocess.run(
        command, cwd=turned.root, env=turned.environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Ổ đĩa không có liên kết cứng." in (turned.output / "chinh-sach/2026/tin-thu/index.html").read_text("utf-8")
    assert {path.stat().st_nlink for path in turned.output.rglob("*.html")} == {1}
    assert_as_from_nothing(turned)
