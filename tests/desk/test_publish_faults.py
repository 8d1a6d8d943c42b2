"""Publishing when something is broken: the old site stays whole, and whoever publishes is told in a sentence."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desk.spare import place_of
from editorial.published import read_log
from editorial.signoffs import ledger_path
from editorial.store import locked
from tests.house import House
from tests.organisation import ROOT


def test_a_cut_off_log_line_is_dropped_and_its_run_found_again(published: House) -> None:
    published.change("Bản thứ hai.")
    published.desk("publish")
    path = published.site.settings.published_log
    path.write_bytes(path.read_bytes()[:-20])
    done = published.desk("publish")
    assert done.code == 0, done.said
    assert "phần ghi dở" in done.said
    last = read_log(path).last
    assert last is not None
    assert list(last.changed) == ["tin-thu"]


def test_a_ledger_cut_short_stops_the_publishing(published: House) -> None:
    before = published.live().digest
    path = ledger_path(published.site.settings.records, "tin-thu")
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-1]), encoding="utf-8")
    done = published.desk("publish")
    assert done.code == 1
    assert "Sổ ký của “tin-thu” ngắn hơn lần xuất bản trước" in done.said
    path.unlink()
    assert "ngắn hơn lần xuất bản trước: còn 0 dòng" in published.desk("publish").said
    assert published.live().digest == before


def test_a_folder_that_holds_something_else_is_neither_replaced_nor_looked_through(house: House) -> None:
    output = house.site.settings.output
    output.mkdir()
    letter = output / "thư riêng.txt"
    letter.write_text("không phải trang", encoding="utf-8")
    done = house.desk("publish")
    assert done.code == 1
    assert "Thư mục này đang chứa thứ khác" in done.said
    assert list(output.iterdir()) == [letter]
    assert not place_of(house.site.settings).exists(), "the spare folder would be made of links to what lies there"
    assert not read_log(house.site.settings.published_log).runs


def test_a_damaged_item_can_be_left_out_by_name(published: House) -> None:
    path = ledger_path(published.site.settings.records, "tin-thu")
    path.write_text("không phải chữ ký\n", encoding="utf-8")
    assert published.desk("publish").code == 1
    done = published.desk("publish", "--without", "tin-thu")
    assert done.code == 0, done.said
    assert "tin-thu" not in published.live().editions
    assert published.desk("verify", "--without", "tin-thu").code == 0


def test_a_file_that_cannot_be_read_stops_the_publishing(house: House) -> None:
    (house.site.settings.content / "bai" / "ngoai.md").symlink_to("/etc/hostname")
    done = house.desk("publish")
    assert done.code == 1
    assert "content/bai/ngoai.md" in done.said
    assert not house.output.exists()


def test_a_second_publish_at_the_same_time_says_so_and_stops(house: House) -> None:
    with locked(house.site.settings.state / "publish.lock"):
        done = house.desk("publish")
    assert done.code == 1
    assert "Đang có một lần xuất bản khác chạy" in done.said


def test_killed_at_any_moment_the_site_is_old_or_new(published: House) -> None:
    whole = published.live().digest
    seconds = time.monotonic()
    published.desk("publish")
    seconds = time.monotonic() - seconds
    for part in (0.3, 0.5, 0.7, 0.8, 0.9, 0.96):
        published.change(f"Bản sau {part}.")
        process = published.start("publish")
        time.sleep(seconds * part)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        found = published.live()
        assert (
            found.digest == whole or found.editions["tin-thu"] == published.site.case("tin-thu").verdict.public.edition
        )
        done = published.desk("publish")
        assert done.code == 0, done.said
        assert f"Bản sau {part}." in published.page()
        assert published.debris() == []
        whole = published.live().digest
    assert published.desk("verify").code == 0


def test_a_full_disk_is_one_sentence_and_leaves_the_old_site(house: House, small_disk: Path) -> None:
    settings = replace(house.site.settings, output=small_disk / "output")
    house.site = replace(house.site, settings=settings)
    assert house.desk("publish").code == 0
    before = house.live().digest
    house.change("Bản thứ hai.")
    free = os.statvfs(small_disk)
    (small_disk / "content").write_bytes(bytes(max(free.f_bavail * free.f_frsize - 60_000, 0)))
    done = house.desk("publish")
    assert done.code == 1
    assert "Ổ đĩa đã đầy" in done.said
    assert "Traceback" not in done.said
    assert house.live().digest == before
    assert house.debris() == []
    (small_disk / "content").unlink()
    assert house.desk("publish").code == 0
    assert "Bản thứ hai." in house.page()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)], check=False)
    if mounted.returncode:
        pytest.skip("only root may mount a small disk; the next test fills a quota instead")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_quota_is_one_sentence_and_leaves_the_old_site(published: House) -> None:
    before = published.live().digest
    published.site.article("tin-thu", body="Rất dài. " * 8_000, title="Tin thử")
    published.site.sign_all("tin-thu")
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, limit[1]))
    try:
        done = published.desk("publish")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert done.code == 1
    assert "Ổ đĩa đã đầy" in done.said
    assert published.live().digest == before
    assert published.debris() == []


GATE = '    "plugins.approval_gate",\n'


LAST = '    "plugins.feeds",\n'


STOCK = 'PLUGINS = []\nPATH = "content"\nARTICLE_PATHS = [""]\n'


def altered(house: House, alter: Callable[[str], str]) -> House:
    """Return the house with other settings: a checkout whose pelicanconf.py was altered."""
    root = house.site.base / "checkout"
    root.mkdir()
    for name in ("editorial", "plugins", "theme", "regulations"):
        (root / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "desk", root / "desk")
    shutil.copy(ROOT / "publishconf.py", root)
    (root / "pelicanconf.py").write_text(alter((ROOT / "pelicanconf.py").read_text(encoding="utf-8")), encoding="utf-8")
    return House(house.site, root)


@pytest.mark.parametrize(
    "alter",
    [
        pytest.param(lambda text: text.replace(GATE, ""), id="no gate"),
        pytest.param(lambda text: text.replace(GATE, "").replace(LAST, LAST + GATE), id="gate last"),
        pytest.param(lambda text: text.replace('"plugins.feeds"', '"plugins.fields"'), id="a plugin missing"),
        pytest.param(lambda text: text + STOCK, id="stock Pelican"),
    ],
)
def test_without_an_armed_gate_nothing_goes_live(house: House, alter: Callable[[str], str]) -> None:
    done = altered(house, alter).desk("publish")
    assert done.code == 1
    assert "Bước kiểm chữ ký không hoạt động" in done.said or "Chưa dựng được trang" in done.said
    assert "Traceback" not in done.said
    assert not house.output.exists()
