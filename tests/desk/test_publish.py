"""Publishing: what is signed goes live whole, nothing else does, and whatever goes wrong leaves the old site."""

from __future__ import annotations

import json
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

from editorial.manifest import read_manifest, site_digest
from editorial.published import read_log
from editorial.signing import identify, withdraw
from editorial.signoffs import Withdrawal, ledger_path
from editorial.store import locked
from tests.desk.real_house import with_settings
from tests.house import House
from tests.organisation import ROOT
from tests.site_fixture import CANARY


def change(house: House, text: str) -> None:
    """Let a new text of the news item be written and signed."""
    house.site.article("tin-thu", body=text, title="Tin thử")
    house.site.sign_all("tin-thu")


def page(house: House) -> str:
    """Return the page of the news item."""
    entry = next(entry for entry in read_manifest(house.output).items if entry.id == "tin-thu")
    return (house.output / entry.address.strip("/") / "index.html").read_text(encoding="utf-8")


def test_what_is_signed_goes_live_and_nothing_else(house: House) -> None:
    done = house.desk("publish")
    assert done.code == 0, done.said
    manifest = house.live()
    assert len(manifest.items) == 9
    assert "9 mục công khai (lần này thêm 9, sửa 0, gỡ 0)" in done.said
    assert "bản dùng thử" in done.said
    for name in manifest.files:
        assert CANARY not in name
        assert CANARY.encode() not in (house.output / name).read_bytes(), name
    assert house.debris() == []


def test_a_pipe_gets_no_progress(house: House) -> None:
    assert "\x1b" not in house.desk("publish").said


def test_same_inputs_give_the_same_bytes(house: House) -> None:
    house.desk("publish", environment={"PYTHONHASHSEED": "1"})
    first = house.live().digest
    shutil.rmtree(house.output)
    done = house.desk("publish", environment={"PYTHONHASHSEED": "2", "TZ": "America/New_York", "LC_ALL": "C"})
    assert (done.code, house.live().digest) == (0, first)


def test_a_second_run_changes_nothing(published: House) -> None:
    before = published.output.stat().st_ino
    done = published.desk("publish")
    assert "Không có gì thay đổi" in done.said
    assert published.output.stat().st_ino == before
    assert not published.site.settings.previous.exists()
    assert len(read_log(published.site.settings.published_log).runs) == 1


def test_an_approved_text_is_in_the_next_run_without_further_input(published: House) -> None:
    """ST-10.3a"""
    change(published, "Bản vừa được duyệt.")
    assert "không phải là bản được duyệt gần nhất" in published.desk("verify").said
    assert published.desk("publish").code == 0
    assert "Bản vừa được duyệt." in page(published)


def test_one_edited_letter_stays_at_home_and_is_told(published: House) -> None:
    before = published.live().digest
    published.site.article("tin-thu", body="Một chữ khác.", title="Tin đã sửa")
    done = published.desk("publish")
    assert (done.code, published.live().digest) == (0, before)
    waiting = next(line for line in done.said.splitlines() if "Tin đã sửa" in line)
    assert "sửa sau khi duyệt" in waiting
    assert "sàng lọc – Phòng Cải cách hành chính" in waiting


def test_a_withdrawn_text_goes_and_the_log_says_so(published: House) -> None:
    site = published.site
    now, office = site.later(seconds=1), site.office()
    signer = identify(office, site.keys["lanh-dao-so"], now)
    withdraw(office, "tin-thu", signer, Withdrawal("error", "Đăng nhầm"), "CT-10", now)
    done = published.desk("publish")
    assert done.code == 0, done.said
    assert "gỡ 1" in done.said
    last = read_log(site.settings.published_log).last
    assert last is not None
    assert last.withdrawn == ("tin-thu",)
    assert "tin-thu" not in published.live().editions


def test_a_withdrawn_text_is_not_said_to_be_public(published: House) -> None:
    site = published.site
    for path in (*site.settings.content.rglob("*chua-ky*.md"),):
        path.unlink()
    now, office = site.later(seconds=1), site.office()
    withdraw(office, "tin-thu", identify(office, site.keys["lanh-dao-so"], now), Withdrawal("error", "Nhầm"), "", now)
    assert "đã được duyệt và công khai, trừ 1 mục đã gỡ." in published.desk("publish").said


def test_a_misspelt_role_leaves_the_site_as_it_is(published: House) -> None:
    before = published.live().digest
    published.site.roster_text(lambda text: text.replace('role = "chief_editor"', 'role = "chef_editor"'))
    done = published.desk("publish")
    assert (done.code, published.live().digest) == (1, before)
    assert "Ý bạn là “chief_editor”?" in done.said
    assert "9 mục đang công khai sẽ mất khỏi trang mà không ai ký gỡ" in done.said
    assert "Lý do chính: truong-ban không giữ" in done.said
    assert "đã được duyệt và công khai" not in done.said


def test_a_person_deleted_from_the_roster_leaves_the_site_as_it_is(published: House) -> None:
    before = published.live().digest
    published.site.roster_text(
        lambda text: "[[people]]".join(part for part in text.split("[[people]]") if 'id = "truong-ban"' not in part)
    )
    done = published.desk("publish")
    assert (done.code, published.live().digest) == (1, before)
    assert "9 mục đang công khai sẽ mất khỏi trang" in done.said
    assert "và 4 mục khác" in done.said
    everything = [word for item in published.live().editions for word in ("--without", item)]
    assert published.desk("publish", *everything[2:]).code == 1
    done = published.desk("publish", *everything)
    assert done.code == 0, done.said
    assert published.live().items == ()


def test_another_regulation_takes_no_text_away(published: House) -> None:
    before = published.live().editions
    done = published.desk("publish", environment={"REGULATION": "st"})
    assert "sẽ mất khỏi trang" not in done.said
    assert published.live().editions == before


def test_a_misspelt_item_is_not_left_out_in_silence(published: House) -> None:
    done = published.desk("publish", "--without", "tin-thuu")
    assert done.code == 1
    assert "mang mã “tin-thuu”. Ý bạn là “tin-thu”?" in done.said


def test_a_public_text_without_its_file_is_told(published: House) -> None:
    (published.site.settings.content / "bai" / "tin-thu.md").unlink()
    told = "Mục “tin-thu” đang công khai nhưng không còn tệp trong content/."
    done = published.desk("publish")
    assert told in done.said
    assert "tin-thu" in published.live().editions
    assert told in published.desk("status").said
    assert told in published.desk("check").said


def test_the_log_names_person_and_digest_and_is_chained(house: House) -> None:
    """CT-10: each run is logged with person, time, items added, changed, withdrawn."""
    house.desk("publish", "--by", "phong-cchc")
    change(house, "Bản thứ hai.")
    house.desk("publish")
    log = read_log(house.site.settings.published_log)
    first, second = log.runs
    assert (first.by, len(first.added), dict(first.changed)) == ("phong-cchc", 9, {})
    assert (list(second.changed), dict(second.added)) == (["tin-thu"], {})
    assert second.manifest == house.live().digest
    assert log.editions == house.live().editions
    path = house.site.settings.published_log
    path.write_text(path.read_text(encoding="utf-8").replace("phong-cchc", "truong-ban"), encoding="utf-8")
    done = house.desk("publish")
    assert done.code == 1
    assert "Nhật ký xuất bản bị sửa" in done.said


def test_trial_runs_leave_the_records_alone(published: House) -> None:
    assert not (published.site.settings.records / "published").exists()


def test_a_cut_off_log_line_is_dropped_and_its_run_found_again(published: House) -> None:
    change(published, "Bản thứ hai.")
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


# --- interruptions -----------------------------------------------------------------------------


def test_killed_at_any_moment_the_site_is_old_or_new(published: House) -> None:
    whole = published.live().digest
    seconds = time.monotonic()
    published.desk("publish")
    seconds = time.monotonic() - seconds
    for part in (0.3, 0.5, 0.7, 0.8, 0.9, 0.96):
        change(published, f"Bản sau {part}.")
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
        assert f"Bản sau {part}." in page(published)
        assert published.debris() == []
        whole = published.live().digest
    assert published.desk("verify").code == 0


def test_a_full_disk_is_one_sentence_and_leaves_the_old_site(house: House, small_disk: Path) -> None:
    settings = replace(house.site.settings, output=small_disk / "output")
    house.site = replace(house.site, settings=settings)
    assert house.desk("publish").code == 0
    before = house.live().digest
    change(house, "Bản thứ hai.")
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
    assert "Bản thứ hai." in page(house)


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


# --- the gate ----------------------------------------------------------------------------------

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


# --- which site --------------------------------------------------------------------------------


def test_the_real_edition_goes_live_under_its_address_and_logs_into_the_records(real: House) -> None:
    done = real.desk("publish", "--by", "thanh-vien")
    assert done.code == 0, done.said
    assert "https://cchc.soctrang.gov.vn" in done.said
    assert real.live().site == "https://cchc.soctrang.gov.vn"
    assert (real.site.settings.records / "published" / "log.jsonl").is_file()


def test_who_publishes_without_the_role_is_told(real: House) -> None:
    """ST-6.3k: the publishing person is a named member."""
    assert "“người-lạ” không giữ vai trò này" in real.desk("publish", "--by", "người-lạ").said
    assert "“truong-ban” không giữ vai trò này" in real.desk("publish", "--by", "truong-ban").said
    assert "không giữ vai trò" not in real.desk("publish", "--by", "thanh-vien").said


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://khac.example.vn", "khác địa chỉ ghi trong quy chế"),
        ("http://cchc.soctrang.gov.vn", "phải là https://"),
        ("https://cchc.soctrang.gov.vn/thu-muc", "phải là https://"),
    ],
)
def test_another_address_than_the_regulations_is_refused(real: House, address: str, said: str) -> None:
    """ST-3.2a: fail if the build's address differs."""
    done = with_settings(real, siteurl=address).desk("publish")
    assert done.code == 1
    assert said in done.said
    assert not real.output.exists()


def test_the_printed_misprint_is_no_address(house: House) -> None:
    """Reading A3 of CT-7; every reason is told in one run."""
    done = with_settings(house, siteurl="https://cchccancho.gov.vn").desk("publish")
    assert done.code == 1
    assert "tên miền in sai" in done.said
    assert "chưa ghi địa chỉ chính thức" in done.said


def test_the_rules_for_who_takes_part_are_public_before_a_real_site_is(house: House) -> None:
    """CT-8.2-2: fail if absent."""
    missing = "Quy chế tham gia tương tác chưa công khai"
    real = with_settings(house, siteurl="https://cchc.example.vn")
    assert missing in real.desk("publish").said
    text = "title: Quy chế tham gia\nid: tham-gia\nkind: page\naddress: /quy-che-tham-gia/\n"
    house.site.write("trang/tham-gia.md", f"{text}author: Ban Biên tập\nsource: Quy chế\norigin: own\n\nNội dung.\n")
    house.site.sign_all("tham-gia")
    assert missing not in real.desk("publish").said
    assert missing not in house.desk("publish").said


def test_a_sample_roster_publishes_no_real_edition(real: House) -> None:
    real.site.roster_text(lambda text: text.replace("schema = 1", "schema = 1\nsample = true", 1))
    done = real.desk("publish")
    assert done.code == 1
    assert "mẫu" in done.said


# --- upload ------------------------------------------------------------------------------------


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
    change(house, "Bản thứ hai.")
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


def test_an_output_folder_of_somebody_else_is_left_alone(house: House) -> None:
    house.output.mkdir()
    (house.output / "quan-trong.txt").write_text("giữ", encoding="utf-8")
    done = house.desk("publish")
    assert done.code == 1
    assert "đang chứa thứ khác" in done.said
    assert [path.name for path in house.output.iterdir()] == ["quan-trong.txt"]


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
    change(house, "Bản thứ hai.")
    assert house.desk("publish").code == 0
    assert site_digest(folder / "site") == house.live().digest
    assert not (folder / "site" / "cu.html").exists()
    shutil.rmtree(folder / "site")
    (folder / "site").mkdir()
    (folder / "site" / "quan-trong.txt").write_text("giữ", encoding="utf-8")
    assert "không phải trang do “make publish” đưa lên" in house.desk("publish").said
    assert (folder / "site" / "quan-trong.txt").exists()


def test_the_manifest_holds_no_time_and_says_trial(published: House) -> None:
    data = json.loads((published.output / ".well-known/cchc/manifest.json").read_bytes())
    assert data.keys() == {"schema", "site", "trial", "items", "files"}  # "log" from the second run on
    assert data["trial"] is True
    assert all(entry.keys() == {"id", "address", "edition"} for entry in data["items"])
