"""Withdrawing at once: one person acts, readers have the site less the text, and a second person confirms."""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress

import pytest

from editorial.signoffs import ledger_path
from editorial.store import locked
from tests.house import House
from tests.waiting import wait_until


def taken_at_once(house: House, *words: str) -> str:
    """Take the first article of a published site away at once, and return what was said."""
    done = house.desk("withdraw", "tin-thu", "--urgent", "--reason", "Có số liệu sai", "--as", "truong-ban", *words)
    assert done.code == 0, done.said
    return done.said


def test_what_is_urgent_is_out_by_one_command(published: House) -> None:
    said = taken_at_once(published, "--kind", "error")
    assert "gỡ 1" in said
    assert "tin-thu" not in {entry.id for entry in published.live().items}


def test_what_is_urgent_waits_for_no_file_that_editors_keep(published: House) -> None:
    """A folder that cannot be opened, here by the length of its path; any other fault of a disk is the same."""
    place = published.site.settings.content
    while len(str(place)) < os.pathconf("/", "PC_PATH_MAX"):
        place /= "sau" * 80
    deep = os.open(published.site.settings.content, os.O_RDONLY)
    for name in place.relative_to(published.site.settings.content).parts:
        os.mkdir(name, dir_fd=deep)
        above, deep = deep, os.open(name, os.O_RDONLY, dir_fd=deep)
        os.close(above)
    os.close(deep)
    assert published.desk("publish").code == 1, "what can wait does"
    said = taken_at_once(published, "--kind", "error")
    assert "gỡ 1" in said and "Chưa soát được các tệp đang soạn (tên quá dài)" in said
    assert "tin-thu" not in {entry.id for entry in published.live().items}


def test_what_is_urgent_waits_for_a_publish_that_is_under_way(published: House) -> None:
    """It may have looked at the ledgers before: who is sent away thinks that the text is gone."""
    settings = published.site.settings
    with locked(settings.state / "publish.lock"):
        act = published.start(
            "withdraw", "tin-thu", "--urgent", "--kind", "error", "--reason", "Sai", "--as", "truong-ban"
        )
        wait_until((settings.records / "signoffs" / ".urgent" / "tin-thu").exists)
        with suppress(subprocess.TimeoutExpired):
            act.wait(2)
    said, _ = act.communicate(timeout=60)
    assert act.returncode == 0, said
    assert "Đang đợi một lần xuất bản khác" in said
    assert "tin-thu" not in {entry.id for entry in published.live().items}


def test_every_command_asks_for_the_second_person_until_he_has_confirmed(published: House) -> None:
    taken_at_once(published, "--kind", "error")
    for words in (("status",), ("published",), ("publish",)):
        assert "Chưa ai xác nhận việc gỡ gấp “tin-thu”" in published.desk(*words).said
    done = published.desk("withdraw", "tin-thu", "--confirm", "--as", "lanh-dao-so")
    assert done.code == 0, done.said
    again = published.desk("publish")
    assert again.code == 0, again.said
    assert "gỡ gấp" not in again.said
    assert published.desk("verify").code == 0


@pytest.mark.parametrize("person", ["truong-ban", "phong-cchc"])
def test_neither_the_same_person_nor_one_without_the_right_confirms(published: House, person: str) -> None:
    taken_at_once(published, "--kind", "error")
    done = published.desk("withdraw", "tin-thu", "--confirm", "--as", person)
    assert done.code == 1
    assert "Chưa ai xác nhận" in done.said


def test_who_may_not_withdraw_may_not_do_so_at_once_either(published: House) -> None:
    done = published.desk("withdraw", "tin-thu", "--urgent", "--kind", "error", "--reason", "Sai", "--as", "phong-cchc")
    assert done.code == 1
    assert "tin-thu" in {entry.id for entry in published.live().items}


def test_a_note_that_somebody_deleted_comes_back_with_the_next_publish(published: House) -> None:
    taken_at_once(published, "--kind", "error")
    for note in (published.site.settings.records / "signoffs" / ".urgent").iterdir():
        note.unlink()
    assert "Chưa ai xác nhận việc gỡ gấp" in published.desk("publish").said


def test_what_was_confirmed_cannot_be_confirmed_twice(published: House) -> None:
    taken_at_once(published, "--kind", "error")
    assert published.desk("withdraw", "tin-thu", "--confirm", "--as", "lanh-dao-so").code == 0
    done = published.desk("withdraw", "tin-thu", "--confirm", "--as", "lanh-dao-so")
    assert done.code == 1
    assert "Không có việc gỡ gấp nào" in done.said


def test_of_personal_data_no_site_of_before_is_kept(published: House) -> None:
    published.site.article("tin-moi", title="Tin mới")
    published.site.sign_all("tin-moi")
    assert published.desk("publish").code == 0
    words = [path for path in published.output.parent.rglob("*.html") if b"Tin &lt;script&gt;" in path.read_bytes()]
    assert [path for path in words if "output.previous" in str(path)]
    taken_at_once(published, "--kind", "personal_data")
    left = [path for path in published.output.parent.rglob("*.html") if b"Tin &lt;script&gt;" in path.read_bytes()]
    assert left == []
    done = published.desk("rollback", "--yes")
    assert done.code == 1
    assert published.desk("publish").code == 0


def test_what_is_urgent_waits_for_no_other_record(published: House) -> None:
    """Torn, merged, mistyped, ended too early: the text goes at once, and all else stays as readers saw it."""
    settings, before = published.site.settings, published.live().editions
    records = settings.records
    whole = {path: path.read_bytes() for path in (*records.glob("*.toml"), *records.glob("signoffs/*.jsonl"))}
    with settings.published_log.open("ab") as log:
        log.write(b'{"act":"publish","at":"2026')
    with ledger_path(records, "vb-1").open("ab") as torn:
        torn.write(b'{"payload":"abc')
    with ledger_path(records, "vb-2").open("ab") as merged:
        merged.write(b"<<<<<<< HEAD\n=======\n>>>>>>> theirs\n")
    (records / "bodies.toml").write_text("schema = 1\n[[bodies]\n", encoding="utf-8")
    (records / "redirects.toml").write_text("[[moved]\n", encoding="utf-8")
    (records / "signoffs" / ".urgent").write_bytes(b"no folder")
    (records / "holidays").mkdir(exist_ok=True)
    (records / "holidays" / "2026.toml").write_text("year = \n", encoding="utf-8")
    published.site.roster_text(
        lambda text: text.replace(
            'role = "reform_office", from = 2026-01-01', 'role = "reform_office", from = 2030-01-01'
        )
    )
    said = taken_at_once(published, "--kind", "error")
    assert "Đã gỡ “tin-thu” khỏi trang đang có" in said and "Phần mềm gặp lỗi" not in said
    assert "“vb-1” bị cắt cụt" in said, "what keeps the rest back is told"
    assert published.live().editions == {item: edition for item, edition in before.items() if item != "tin-thu"}
    assert "Có số liệu sai" in (published.output / "chinh-sach/2026/tin-thu/index.html").read_text(encoding="utf-8")
    digest = published.live().digest
    for path, text in whole.items():
        if path.name != "tin-thu.jsonl":
            path.write_bytes(text)
    (records / "signoffs" / ".urgent").unlink()
    (records / "redirects.toml").unlink()
    (records / "holidays" / "2026.toml").unlink()
    assert published.desk("publish").code == 0
    assert published.live().digest == digest, "it was the site that a publish of sound records makes"


def test_what_is_urgent_can_be_tried_again_and_leaves_out_what_nothing_proves(published: House) -> None:
    settings, log = published.site.settings, published.site.settings.published_log
    ledger = ledger_path(settings.records, "vb-2")
    ledger.write_bytes(ledger.read_bytes().replace(b"e", b"E", 1))
    kept = log.read_bytes()
    log.write_bytes(kept[:-2] + b"\n")
    words = ("withdraw", "tin-thu", "--urgent", "--reason", "Sai", "--kind", "error", "--as", "truong-ban")
    stopped = published.desk(*words)
    assert stopped.code == 1 and "đã được ghi, nhưng trang CHƯA đổi" in stopped.said
    assert "tin-thu" in published.live().editions
    log.write_bytes(kept)
    signed = ledger_path(settings.records, "tin-thu").read_bytes()
    done = published.desk(*words)
    assert done.code == 0 and "đã được ký từ trước" in done.said
    assert "signoffs/vb-2.jsonl: Mục này tạm không còn trên trang" in done.said
    assert ledger_path(settings.records, "tin-thu").read_bytes() == signed, "nobody signs twice"
    assert not {"tin-thu", "vb-2"} & published.live().editions.keys()


def test_what_is_urgent_can_be_tried_again_with_a_log_that_knows_nothing_of_it(published: House) -> None:
    """An older copy in the place of a damaged one: what the live site says of itself tells that the text is up."""
    log = published.site.settings.published_log
    log.write_bytes(b"<<<<<<< HEAD\n" + log.read_bytes())
    stopped = published.desk(
        "withdraw", "tin-thu", "--urgent", "--reason", "Sai", "--kind", "error", "--as", "truong-ban"
    )
    assert stopped.code == 1 and "trang CHƯA đổi" in stopped.said and "dấu git" in stopped.said
    log.unlink()
    done = published.desk("withdraw", "tin-thu", "--urgent")
    assert done.code == 0 and "đã được ký từ trước" in done.said, done.said
    assert "tin-thu" not in published.live().editions
