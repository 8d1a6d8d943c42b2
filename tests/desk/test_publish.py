"""Publishing: what is signed goes live whole, nothing else does, and whatever goes wrong leaves the old site."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from editorial.published import read_log
from tests.desk.real_house import real_house, with_settings
from tests.house import House
from tests.organisation import NOON
from tests.site_fixture import CANARY


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
    published.change("Bản vừa được duyệt.")
    assert "không phải là bản được duyệt gần nhất" in published.desk("verify").said
    assert published.desk("publish").code == 0
    assert "Bản vừa được duyệt." in published.page()


def test_one_edited_letter_stays_at_home_and_is_told(published: House) -> None:
    before = published.live().digest
    published.site.article("tin-thu", body="Một chữ khác.", title="Tin đã sửa")
    done = published.desk("publish")
    assert (done.code, published.live().digest) == (0, before)
    waiting = next(line for line in done.said.splitlines() if "Tin đã sửa" in line)
    assert "sửa sau khi duyệt" in waiting
    assert "người soạn sửa tệp (1 lỗi)" in waiting and "chưa nói sửa gì và ai quyết định" in done.said
    revision = "changed_on: 2026-11-20\nchange_note: Sửa\nchanged_by: Phòng"
    published.site.article("tin-thu", body="Một chữ khác.", title="Tin đã sửa", extra=revision)
    said = published.desk("publish").said
    waiting = next(line for line in said.splitlines() if "Tin đã sửa" in line)
    assert "sàng lọc – Phòng Cải cách hành chính" in waiting and "chưa nói sửa gì" not in said


def test_a_withdrawn_text_goes_and_the_log_says_so(published: House) -> None:
    site = published.site
    site.withdraw("tin-thu", by="lanh-dao-so", clause="CT-10")
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
    site.withdraw("tin-thu", by="lanh-dao-so", clause="")
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


def test_a_key_that_is_ended_too_early_brings_no_older_text_back(published: House) -> None:
    """Nobody decided that readers are to see the words of before again."""
    published.site.now = NOON.replace(day=21)
    published.change("Bản hai.")
    assert published.desk("publish").code == 0
    before = published.live().digest
    key = published.site.keys["truong-ban"].public_key.keyval["public"]
    ended = f'public = "{key}", from = 2026-01-01, until = 2026-11-20'
    published.site.roster_text(lambda text: text.replace(f'public = "{key}", from = 2026-01-01', ended))
    done = published.desk("publish")
    assert (done.code, published.live().digest) == (1, before)
    assert "1 mục đang công khai sẽ trở về bản cũ hơn mà không ai quyết định: tin-thu." in done.said
    assert "Lý do chính: Khóa của truong-ban không còn hạn" in done.said
    assert "trang vẫn còn, chữ ký không còn được tính" in published.desk("status").said
    published.site.roster_text(lambda text: text.replace(", until = 2026-11-20", ""))
    assert published.desk("publish").code == 0


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
    house.change("Bản thứ hai.")
    assert "không giữ vai trò" not in house.desk("publish").said
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


def test_a_name_mistyped_is_told_in_a_trial_edition_too(published: House) -> None:
    told = "“phong-cchcc” không giữ vai trò này trong danh sách Ban Biên tập. Ý bạn là “phong-cchc”?"
    assert told in published.desk("publish", "--by", "phong-cchcc").said


def test_trial_runs_leave_the_records_alone(published: House) -> None:
    assert not (published.site.settings.records / "published").exists()


def test_the_real_edition_goes_live_under_its_address_and_logs_into_the_records(real: House) -> None:
    done = real.desk("publish", "--by", "thanh-vien")
    assert done.code == 0, done.said
    assert "https://cchc.soctrang.gov.vn" in done.said
    assert real.live().site == "https://cchc.soctrang.gov.vn"
    assert (real.site.settings.records / "published" / "log.jsonl").is_file()


def test_a_registry_that_is_gone_is_one_sentence(house: House) -> None:
    (house.site.settings.records / "bodies.toml").unlink()
    done = house.desk("publish")
    assert done.code == 1 and "records/bodies.toml: Không tìm thấy tệp này" in done.said


def test_records_of_yesterday_bring_back_no_text_that_was_withdrawn_today(tmp_path: Path) -> None:
    """The log is as old as the ledgers then, so only the live site knows of the withdrawal."""
    real = real_house(tmp_path, giamdoc="director")
    assert real.desk("publish").code == 0
    records, copy = real.site.settings.records, tmp_path / "copy"
    shutil.copytree(records, copy)
    real.site.withdraw("tin-thu", by="giamdoc", clause="ST-10.4")
    assert real.desk("publish").code == 0
    shutil.rmtree(records)
    shutil.copytree(copy, records)
    done = real.desk("publish")
    assert done.code == 1 and "mới hơn hồ sơ của máy này: với 1 mục (tin-thu)" in done.said
    assert not real.live().items


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


def test_an_output_folder_of_somebody_else_is_left_alone(house: House) -> None:
    house.output.mkdir()
    (house.output / "quan-trong.txt").write_text("giữ", encoding="utf-8")
    done = house.desk("publish")
    assert done.code == 1
    assert "đang chứa thứ khác" in done.said
    assert [path.name for path in house.output.iterdir()] == ["quan-trong.txt"]


def test_the_manifest_holds_no_time_and_says_trial(published: House) -> None:
    data = json.loads((published.output / ".well-known/cchc/manifest.json").read_bytes())
    assert data.keys() == {"schema", "site", "trial", "items", "files"}  # "log" from the second run on
    assert data["trial"] is True
    assert all(entry.keys() == {"id", "address", "edition"} for entry in data["items"])
