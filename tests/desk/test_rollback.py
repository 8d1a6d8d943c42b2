"""Rolling back: the site before comes back whole, unless something in it may no longer be public."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from editorial.manifest import site_digest
from editorial.published import read_log
from editorial.signoffs import Withdrawal, ledger_path
from tests import forked
from tests.desk.real_house import with_settings
from tests.house import House, house_of
from tests.organisation import ROOT, Organisation


@pytest.fixture(scope="session")
def twice_published_site(published_site: Organisation, tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    """The small site after two texts of tin-thu were published, one after the other."""
    house = house_of(published_site, tmp_path_factory.mktemp("twice"))
    house.site.article("tin-thu", body="Bản thứ hai.", title="Tin thử")
    house.site.sign_all("tin-thu")
    assert house.desk("publish").code == 0
    return house.site


@pytest.fixture
def twice(twice_published_site: Organisation, tmp_path: Path) -> House:
    """A site of the test's own that was published twice."""
    return house_of(twice_published_site, tmp_path)


def test_the_site_before_comes_back_and_the_log_says_so(twice: House) -> None:
    newer, older = site_digest(twice.output), site_digest(twice.site.settings.previous)
    done = twice.desk("rollback", "--yes", "--by", "phong-cchc")
    assert done.code == 0, done.said
    assert "Sẽ về bản cũ: tin-thu" in done.said
    assert twice.live().digest == older
    last = read_log(twice.site.settings.published_log).last
    assert last is not None
    assert (last.act, last.by, last.manifest) == ("rollback", "phong-cchc", older)
    table = twice.site.base / "nhat-ky.csv"
    assert twice.desk("published", "--out", str(table)).code == 0
    *_, row = csv.DictReader(table.read_text(encoding="utf-8-sig").splitlines())
    assert row["Việc"] == "Sửa (trở lại trang trước)", "nobody approved anything that day"
    table.unlink()
    assert twice.desk("rollback", "--yes").code == 0
    assert twice.live().digest == newer
    assert twice.debris() == []


@pytest.mark.parametrize(
    ("ends", "said"),
    [('raise OSError(errno.ENOSPC, "", "log.jsonl")', "ổ đĩa đã đầy"), ("os.kill(os.getpid(), signal.SIGKILL)", "")],
    ids=["full", "killed"],
)
def test_what_is_not_on_record_is_done_by_the_same_command_and_not_undone(twice: House, ends: str, said: str) -> None:
    """The two sites change places: typed twice, it else brings back the site that was to go."""
    older, lines = site_digest(twice.site.settings.previous), len(read_log(twice.site.settings.published_log).runs)
    program = f"""
import errno, os, signal, sys
from pathlib import Path
from desk import rollback
from desk.cli import main

def record(*what):
    {ends}

rollback.record = record
sys.exit(main(["rollback", "--yes"], Path({str(ROOT)!r})))
"""
    code, told = forked.program(program, twice.environment())
    assert code != 0 and said in told, told
    assert len(read_log(twice.site.settings.published_log).runs) == lines
    live = twice.live().digest
    assert twice.desk("rollback").code == 1, "nobody has answered"
    assert twice.live().digest == live, "what was to go does not come back meanwhile"
    done = twice.desk("rollback", "--yes")
    assert done.code == 0, done.said
    last = read_log(twice.site.settings.published_log).last
    assert last is not None
    assert (twice.live().digest, last.act, last.manifest) == (older, "rollback", older)


def test_a_trial_edition_that_comes_back_is_not_uploaded(twice: House, tmp_path: Path) -> None:
    before = twice.live().digest
    done = with_settings(twice, publish_to=str(tmp_path / "www")).desk("rollback", "--yes")
    assert done.code == 1 and "Bản dùng thử không được tải lên" in done.said
    assert twice.live().digest == before and not (tmp_path / "www").exists()


def test_publishing_after_a_rollback_brings_the_newest_text_again(twice: House) -> None:
    newer = twice.live()
    twice.desk("rollback", "--yes")
    assert twice.desk("publish").code == 0
    now = twice.live()
    assert now.items == newer.items
    moved = {name for name, _ in now.files.items() ^ newer.files.items()}
    assert moved == {"xac-minh/index.html"}, "the log has grown by a line that moved what is public, and says so"


def test_nobody_to_answer_means_no(twice: House) -> None:
    before = twice.live().digest
    done = twice.desk("rollback")
    assert done.code == 1
    assert "--yes" in done.said
    assert twice.live().digest == before


def test_without_an_earlier_site_there_is_nothing_to_return_to(house: House) -> None:
    assert "Chưa có trang cũ nào" in house.desk("rollback", "--yes").said
    house.desk("publish")
    done = house.desk("rollback", "--yes")
    assert done.code == 1
    assert "Chưa có trang cũ nào" in done.said


def test_a_withdrawn_text_does_not_come_back(twice: House) -> None:
    site = twice.site
    site.withdraw("tin-thu", by="lanh-dao-so", clause="CT-10")
    twice.desk("publish")
    before = twice.live().digest
    done = twice.desk("rollback", "--yes")
    assert done.code == 1
    assert "Trang cũ còn mục “tin-thu”, nay đã gỡ" in done.said
    assert twice.live().digest == before
    site.article("tin-thu", body="Bản viết lại.", title="Tin thử")
    site.sign_all("tin-thu")
    assert "Trang cũ còn mục “tin-thu”, nay đã gỡ" in twice.desk("rollback", "--yes").said


def test_a_withdrawn_text_does_not_come_back_by_cutting_the_withdrawal_off(twice: House) -> None:
    site = twice.site
    site.withdraw("tin-thu", by="lanh-dao-so", clause="CT-10")
    assert twice.desk("publish").code == 0
    before = twice.live().digest
    ledger = ledger_path(site.settings.records, "tin-thu")
    ledger.write_bytes(b"".join(ledger.read_bytes().splitlines(keepends=True)[:-1]))
    done = twice.desk("rollback", "--yes")
    assert done.code == 1
    assert "signoffs/tin-thu.jsonl" in done.said
    assert twice.live().digest == before


def test_a_text_whose_signer_never_held_the_role_does_not_come_back(twice: House) -> None:
    twice.site.roster_text(lambda text: text.replace('role = "chief_editor"', 'role = "board_member"'))
    done = twice.desk("rollback", "--yes")
    assert done.code == 1
    assert "chữ ký không còn giá trị" in done.said


def test_an_altered_site_does_not_come_back(twice: House) -> None:
    before = twice.live().digest
    page = twice.site.settings.previous / "index.html"
    page.write_text("sửa", encoding="utf-8")
    done = twice.desk("rollback", "--yes")
    assert done.code == 1
    assert "index.html: Tệp này đã bị sửa sau khi dựng" in done.said
    assert twice.live().digest == before


def test_a_site_that_was_never_published_does_not_come_back(twice: House) -> None:
    shutil.rmtree(twice.site.settings.state / "published")
    done = twice.desk("rollback", "--yes")
    assert done.code == 1
    assert "không có trong nhật ký xuất bản" in done.said


def test_of_personal_data_nothing_is_kept_when_its_site_was_not_live_and_the_item_is_public_anew(twice: House) -> None:
    site = twice.site
    site.article("tin-moi", body="Số căn cước 092.", title="Tin mới")
    site.sign_all("tin-moi")
    assert twice.desk("publish").code == 0
    assert twice.desk("rollback", "--yes").code == 0
    site.withdraw("tin-moi", Withdrawal("personal_data", "Lộ số căn cước"), clause="")
    site.article("tin-moi", body="Đã bỏ dữ liệu cá nhân.", title="Tin mới")
    site.sign_all("tin-moi")
    done = twice.desk("publish")
    assert done.code == 0, done.said
    assert "thêm 1" in done.said
    pages = twice.output.parent.rglob("*.html")
    assert [path for path in pages if "Số căn cước 092" in path.read_text(encoding="utf-8")] == []
