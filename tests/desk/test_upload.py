"""Uploading: the target gets the whole site and loses what went, and nothing of anybody else's is touched."""

from __future__ import annotations

import resource
import shutil
import signal
import socket
from pathlib import Path

import pytest

from desk.upload import upload
from editorial.manifest import read_manifest, site_digest
from editorial.messages import sentence
from editorial.problem import Refused
from tests import forked
from tests.desk.real_house import real_house, with_settings
from tests.house import House, house_of
from tests.organisation import ROOT


def test_a_trial_edition_is_not_uploaded(house: House, tmp_path: Path) -> None:
    done = with_settings(house, publish_to=str(tmp_path / "www")).desk("publish")
    assert done.code == 1
    assert "Bản dùng thử không được tải lên" in done.said
    assert not (tmp_path / "www").exists()


def test_a_folder_gets_the_whole_site_and_loses_what_went(real: House, tmp_path: Path) -> None:
    target = tmp_path / "www" / "site"
    target.parent.mkdir()
    house = with_settings(real, publish_to=str(target))
    assert house.desk("publish").code == 0
    assert site_digest(target) == house.live().digest
    house.change("Bản thứ hai.")
    done = house.desk("publish")
    assert f"Đã tải lên: {target}" in done.said
    assert site_digest(target) == house.live().digest
    assert [path.name for path in target.parent.iterdir()] == ["site"]


def test_a_folder_of_somebody_else_is_left_alone(real: House, tmp_path: Path) -> None:
    target = tmp_path / "www"
    target.mkdir()
    (target / "quan-trong.txt").write_text("giữ", encoding="utf-8")
    done = with_settings(real, publish_to=str(target)).desk("publish")
    assert done.code == 1
    assert "không phải trang do “make publish” đưa lên" in done.said
    assert [path.name for path in target.iterdir()] == ["quan-trong.txt"]


def test_no_rsync_is_one_sentence_and_the_site_is_live(real: House, tmp_path: Path) -> None:
    house = with_settings(real, publish_to="may-chu.example:/srv/www/")
    done = house.desk("publish", environment={"PATH": str(tmp_path)})
    assert done.code == 1
    assert "chưa có rsync" in done.said
    assert house.live().items


def test_rsync_sends_the_site_and_deletes_what_went(real: House, rsync_server: tuple[str, Path]) -> None:
    address, folder = rsync_server
    house = with_settings(real, publish_to=address)
    done = house.desk("publish")
    assert done.code == 0, done.said
    assert site_digest(folder / "site") == house.live().digest
    (folder / "site" / "cu.html").write_text("trang cũ", encoding="utf-8")
    house.change("Bản thứ hai.")
    assert house.desk("publish").code == 0
    assert site_digest(folder / "site") == house.live().digest
    assert not (folder / "site" / "cu.html").exists()
    shutil.rmtree(folder / "site")
    (folder / "site").mkdir()
    (folder / "site" / "quan-trong.txt").write_text("giữ", encoding="utf-8")
    assert "không phải trang do “make publish” đưa lên" in house.desk("publish").said
    assert (folder / "site" / "quan-trong.txt").exists()


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("rsync://127.0.0.1:9/www/site", "máy chủ không nhận kết nối"),
        ("rsync://may-chu.invalid/www/site", "không tìm thấy máy chủ"),
        ("{server}-khac/site", "máy chủ không có thư mục nào mang tên ấy"),
        ("{server}/khong-co/site", "trên máy chủ chưa có thư mục chứa nơi ấy"),
    ],
)
def test_why_a_server_took_nothing_is_told_in_vietnamese(
    real: House, rsync_server: tuple[str, Path], address: str, why: str
) -> None:
    """And that readers still see the site of before: it may hold what was just taken away."""
    server = rsync_server[0].removesuffix("/site")
    done = with_settings(real, publish_to=address.format(server=server)).desk("publish")
    assert done.code == 1
    assert f"được: {why}" in done.said
    assert "người đọc có thể vẫn thấy trang trước" in done.said


def test_an_upload_that_is_stopped_is_owed_until_one_succeeds(real: House, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(60)
        house = with_settings(real, publish_to=f"rsync://127.0.0.1:{silent.getsockname()[1]}/www/site")
        process = house.start("publish")
        silent.accept()[0].close()  # it asks first what lies there
        with silent.accept()[0]:
            process.send_signal(signal.SIGINT)
            said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "bạn đã dừng giữa chừng" in said and "không có gì bị ghi dở dang" not in said
    assert house.live().items
    owed = "Lần trước chưa tải lên rsync://127.0.0.1"
    assert owed in real.desk("status").said, "also where the place was named for one run only"
    assert with_settings(real, publish_to=str(tmp_path / "www")).desk("publish").code == 0
    assert owed not in real.desk("status").said


KILLED_BEFORE_THE_UPLOAD = """
import os, signal
from pathlib import Path
from desk import release_less
from desk.cli import main

record = release_less.record

def last(*what):
    record(*what)
    os.kill(os.getpid(), signal.SIGKILL)

release_less.record = last
"""


def test_what_is_urgent_is_uploaded_by_the_same_command_though_nothing_else_can_be_published(tmp_path: Path) -> None:
    """The site of this machine has lost the text by then, and readers see the server's."""
    target = tmp_path / "www"
    house = with_settings(real_house(tmp_path, **{"giam-doc": "director"}), publish_to=str(target))
    assert house.desk("publish").code == 0
    words = ("withdraw", "tin-thu", "--urgent", "--kind", "error", "--reason", "Sai", "--as", "giam-doc")
    (house.site.settings.records / "redirects.toml").write_text("[[moved\n", encoding="utf-8")
    code, said = forked.program(f"{KILLED_BEFORE_THE_UPLOAD}main({words}, Path({str(ROOT)!r}))", house.environment())
    assert code == -signal.SIGKILL, said
    cut = with_settings(house, publish_to="rsync://127.0.0.1:9/www/site").desk(*words)
    assert cut.code == 1 and "chạy ngay “python -m desk withdraw tin-thu --urgent”" in cut.said, cut.said
    assert not house.live().items and read_manifest(target).items
    done = house.desk(*words)
    assert done.code == 0 and "đã được ký từ trước" in done.said, done.said
    assert not read_manifest(target).items
    assert "Lần trước chưa tải lên" not in house.desk("status").said


def test_a_rollback_that_was_not_uploaded_is_uploaded_by_itself_and_not_undone(real: House, tmp_path: Path) -> None:
    """`make publish`, which helps after any other upload, would bring back what was just rolled back."""
    target = tmp_path / "www"
    house = with_settings(real, publish_to=str(target))
    assert house.desk("publish").code == 0
    older = site_digest(target)
    house.change("Bản thứ hai.")
    assert house.desk("publish").code == 0
    again = "python -m desk rollback --upload"
    rolled_back = with_settings(house, publish_to="rsync://127.0.0.1:9/www/site").desk("rollback", "--yes")
    assert rolled_back.code == 1 and f"chạy ngay “{again}”" in rolled_back.said
    assert house.live().digest == older != site_digest(target)
    assert f"Chạy “{again}” với nơi ấy" in house.desk("status").said
    done = house.desk("rollback", "--upload")
    assert done.code == 0, done.said
    assert house.live().digest == older == site_digest(target)
    assert again not in house.desk("status").said
    assert "Chưa đặt PUBLISH_TO" in real.desk("rollback", "--upload").said
    (house.output / "index.html").write_text("sửa", encoding="utf-8")
    assert house.desk("rollback", "--upload").code == 1 and site_digest(target) == older
    assert "sửa" not in (target / "index.html").read_text(encoding="utf-8")[:10]


def test_an_older_machine_brings_back_nothing_that_another_one_took_away(
    rsync_server: tuple[str, Path], tmp_path: Path
) -> None:
    """The site of readers tells what its own records do not: that somebody withdrew a text meanwhile, elsewhere."""
    address, folder = rsync_server
    here = with_settings(real_house(tmp_path / "here", **{"giam-doc": "director"}), publish_to=str(folder / "site"))
    assert here.desk("publish").code == 0
    there = with_settings(house_of(here.site, tmp_path / "there"), publish_to=address)
    here.site.withdraw("tin-thu", by="giam-doc", clause="ST-10.4")
    assert here.desk("publish").code == 0
    gone = site_digest(folder / "site")
    for house in (there, with_settings(there, publish_to=str(folder / "site"))):
        for words in (("publish",), ("rollback", "--upload")):
            done = house.desk(*words)
            assert done.code == 1 and "mới hơn hồ sơ của máy này: với 1 mục (tin-thu)" in done.said, done.said
    assert site_digest(folder / "site") == gone
    shutil.copytree(here.site.settings.records, there.site.settings.records, dirs_exist_ok=True)
    done = there.desk("publish")
    assert done.code == 0 and site_digest(folder / "site") == there.live().digest, done.said
    assert not there.live().items


def test_an_older_machine_sends_nothing_either_when_it_withdraws_at_once(
    rsync_server: tuple[str, Path], tmp_path: Path
) -> None:
    """What it would leave on the site holds what somebody withdrew elsewhere, so that it says so and stops."""
    address, folder = rsync_server
    here = with_settings(real_house(tmp_path / "here", **{"giam-doc": "director"}), publish_to=str(folder / "site"))
    here.site.article("bai-hai")
    here.site.sign_all("bai-hai")
    assert here.desk("publish").code == 0
    there = with_settings(house_of(here.site, tmp_path / "there"), publish_to=address)
    here.site.withdraw("bai-hai", by="giam-doc", clause="ST-10.4")
    assert here.desk("publish").code == 0
    gone = site_digest(folder / "site")
    done = there.desk("withdraw", "tin-thu", "--urgent", "--kind", "error", "--reason", "Sai", "--as", "giam-doc")
    assert done.code == 1 and "CHƯA" in done.said, done.said
    assert site_digest(folder / "site") == gone


def test_a_publish_looks_at_the_site_of_readers_and_at_its_own(tmp_path: Path) -> None:
    """Records put back from a copy lack what this machine withdrew, whatever another one made of the readers' site."""
    place = tmp_path / "www" / "site"
    here = with_settings(real_house(tmp_path / "here", **{"giam-doc": "director"}), publish_to=str(place))
    here.site.article("bai-hai")
    here.site.sign_all("bai-hai")
    assert here.desk("publish").code == 0
    records = here.site.settings.records
    shutil.copytree(records, tmp_path / "copy")
    there = with_settings(house_of(here.site, tmp_path / "there"), publish_to=str(place))
    for house, item in ((here, "bai-hai"), (there, "tin-thu")):
        house.site.withdraw(item, by="giam-doc", clause="ST-10.4")
        assert with_settings(house, publish_to="" if house is here else str(place)).desk("publish").code == 0
    shutil.rmtree(records)
    shutil.copytree(tmp_path / "copy", records)
    done = here.desk("publish")
    assert done.code == 1, done.said
    for item in ("tin-thu", "bai-hai"):
        assert f"mới hơn hồ sơ của máy này: với 1 mục ({item})" in done.said, done.said


def test_a_link_to_the_folder_stays_and_the_folder_gets_the_site(real: House, tmp_path: Path) -> None:
    """As servers have it that change releases by a link; what was withdrawn must not stay behind it."""
    folder, link = tmp_path / "releases" / "1", tmp_path / "www"
    folder.mkdir(parents=True)
    link.symlink_to(folder)
    house = with_settings(real, publish_to=str(link))
    for text in ("Bản thứ nhất.", "Bản thứ hai."):
        house.change(text)
        done = house.desk("publish")
        assert done.code == 0, done.said
    assert link.is_symlink() and site_digest(folder) == house.live().digest
    assert [path.name for path in folder.parent.iterdir()] == ["1"], "nothing of before is kept beside it"


def test_what_an_upload_that_was_cut_off_left_is_gone_after_the_next(
    real: House, rsync_server: tuple[str, Path]
) -> None:
    """Its files can be read by their address, and may be of a text that was withdrawn since."""
    address, folder = rsync_server
    house = with_settings(real, publish_to=address)
    assert house.desk("publish").code == 0
    for name in (".~tmp~/index.html", "gioi-thieu/.~tmp~/index.html", "da-go/.~tmp~/index.html"):
        left = folder / "site" / name
        left.parent.mkdir(parents=True)
        left.write_text("dữ liệu cá nhân", encoding="utf-8")
    house.change("Bản thứ hai.")
    assert house.desk("publish").code == 0
    assert not [path for path in (folder / "site").rglob("*") if "~tmp~" in str(path)]
    assert site_digest(folder / "site") == house.live().digest


def test_a_folder_of_somebody_else_that_has_a_certificate_is_left_alone(
    real: House, rsync_server: tuple[str, Path]
) -> None:
    """Most web servers have a folder .well-known."""
    address, folder = rsync_server
    (folder / "site" / ".well-known" / "acme-challenge").mkdir(parents=True)
    (folder / "site" / "quan-trong.txt").write_text("giữ", encoding="utf-8")
    done = with_settings(real, publish_to=address).desk("publish")
    assert done.code == 1
    assert "không phải trang do “make publish” đưa lên" in done.said
    assert (folder / "site" / "quan-trong.txt").exists()


@pytest.mark.parametrize("place", ["output", "previous", "content", "records", "state", "keys", "inquiries"])
def test_nothing_is_uploaded_into_what_the_site_is_made_of(real: House, place: str) -> None:
    target = getattr(real.site.settings, place) / "www"
    done = with_settings(real, publish_to=str(target)).desk("publish")
    assert done.code == 1
    assert "nằm trong thư mục mà trang này dùng" in done.said
    assert not target.exists()


def test_a_disk_that_is_full_is_told_in_vietnamese_and_leaves_nothing(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_bytes(b"x" * 4096)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, before[1]))
    try:
        with pytest.raises(Refused) as refused:
            upload(site, str(tmp_path / "www"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "tệp vượt cỡ cho phép" in sentence(refused.value.problems[0])
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
