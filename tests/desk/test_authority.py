"""Who may sign is part of the record: each run notes it, tells what changed, and an inspector reads it years later."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path

import bagit
import pytest

from editorial.dates import VIETNAM
from editorial.manifest import site_digest
from editorial.published import read_log
from tests.house import Done, House

OFFICE = "Sở Nội vụ thành phố Cần Thơ"
NEWCOMER = (
    '\n[[people]]\nid = "nguoi-moi"\nname = "Thành viên mới"\nposition = "Thành viên"\n'
    f'keys = [{{ public = "{"cd" * 32}", from = 2026-01-01 }}]\n'
    'roles = [{ role = "chief_editor", from = 2026-01-01 }]\n'
)


@pytest.fixture
def changed(published: House) -> House:
    """A site whose roster has got one more person since it was published."""
    published.site.roster_text(lambda text: text + NEWCOMER)
    return published


def test_a_key_and_a_role_of_former_days_are_told_once_and_stay_on_record(changed: House) -> None:
    before, site = read_log(changed.site.settings.published_log), site_digest(changed.output)
    assert before.authority.keys() >= {"roster.toml"}
    done = changed.desk("publish", "--by", "phong-cchc")
    assert done.code == 0, done.said
    assert "“nguoi-moi” giữ vai trò Trưởng Ban từ 01/01/2026" in done.said
    assert "tính lùi về trước lần ấy" in done.said
    log = read_log(changed.site.settings.published_log)
    assert len(log.runs) == len(before.runs) + 1
    assert log.runs[-1].is_quiet
    assert list(log.runs[-1].authority) == ["roster.toml"]
    assert site_digest(changed.output) == site, "readers see no other site"
    for _ in range(2):
        assert "nguoi-moi" not in changed.desk("publish").said
    assert len(read_log(changed.site.settings.published_log).runs) == len(log.runs)
    told = changed.desk("roster", "--history")
    assert told.code == 0
    assert "danh sách được ghi lần đầu" in told.said
    assert "phong-cchc xuất bản" in told.said
    assert "khóa cdcdcdcd… của “nguoi-moi”" in told.said


def test_a_rollback_tells_and_notes_it_too(changed: House) -> None:
    changed.change("Bản hai.")
    text = changed.site.settings.records / "roster.toml"
    now = text.read_text(encoding="utf-8")
    text.write_text(now.replace(NEWCOMER, ""), encoding="utf-8")
    assert changed.desk("publish").code == 0
    text.write_text(now, encoding="utf-8")
    registry = changed.site.settings.records / "bodies.toml"
    registry.write_text(registry.read_text(encoding="utf-8").replace(OFFICE, "Sở Tổ chức"), encoding="utf-8")
    done = changed.desk("rollback", "--yes")
    assert done.code == 0, done.said
    assert "nguoi-moi" in done.said
    assert f"từ “{OFFICE}” thành “Sở Tổ chức”" in done.said, "the next publish finds it on record"
    last = read_log(changed.site.settings.published_log).runs[-1]
    assert (last.act, list(last.authority)) == ("rollback", ["bodies.toml", "roster.toml"])


def test_what_pages_say_unsigned_is_told_before_and_at_the_publish_and_the_past_keeps_its_words(
    published: House, tmp_path: Path
) -> None:
    """An office renamed in place renames every document of it; a file that was not there speaks to readers as well."""
    before = datetime.now(VIETNAM).isoformat()
    registry = published.site.settings.records / "bodies.toml"
    old, new = OFFICE, "Sở Tổ chức"
    text = registry.read_text(encoding="utf-8").replace(old, new)
    heir = '\n[[bodies]]\nid = "so-la"\nname = "Lời của ai đó"\nkind = "department"\n'
    registry.write_text(text + heir, encoding="utf-8")
    records = published.site.settings.records
    (records / "organisation.toml").write_text('schema = 1\n[office]\nphone = "0292 3999999"\n', encoding="utf-8")
    told = f"“so-noi-vu-can-tho” từ “{old}” thành “{new}”", "office.phone thêm “0292 3999999”", "Lời của ai đó"
    said = published.desk("check").said
    assert all(one in said for one in told), said
    done = published.desk("publish")
    assert done.code == 0 and all(one in done.said for one in told), done.said
    said = published.desk("publish").said
    assert not any(one in said for one in told), said
    every_key = "from = 2026-01-01 }]", "from = 2026-01-01, until = 2026-01-02 }]"
    published.site.roster_text(lambda text: text.replace(*every_key))  # revoked: what they signed counts no longer
    words = ("at", before, "--into", str(tmp_path / "then"))
    done = published.desk(*words, environment={"REGULATION": "st"})  # and the office works under another one since
    assert done.code == 0 and "Đúng từng byte" in done.said, done.said


def checked(bag: Path) -> Done:
    run = subprocess.run(
        [sys.executable, "-I", bag / "data" / "kiem_tra.py"], capture_output=True, text=True, check=False
    )
    return Done(run.returncode, run.stdout + run.stderr)


def test_a_bag_holds_every_roster_that_counted(changed: House, tmp_path: Path) -> None:
    assert changed.desk("publish").code == 0
    assert changed.desk("archive", "--into", str(tmp_path / "kho")).code == 0
    [bag] = (tmp_path / "kho").iterdir()
    assert checked(bag).code == 0
    copies = list((bag / "data/ho-so/published/authority").iterdir())
    noted = {digest for run in read_log(changed.site.settings.published_log).runs for digest in run.authority.values()}
    assert {copy.stem for copy in copies} == noted
    newest = next(copy for copy in copies if "nguoi-moi" in copy.read_text(encoding="utf-8"))
    newest.write_text(newest.read_text(encoding="utf-8").replace("cdcd", "cdce"), encoding="utf-8")
    bagit.Bag(str(bag)).save(manifests=True)
    done = checked(bag)
    assert done.code == 1
    assert "không còn bản lưu của roster.toml lúc ấy" in done.said
