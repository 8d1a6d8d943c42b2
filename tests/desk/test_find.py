"""desk find: an editor finds his working files as readers find pages."""

from __future__ import annotations

import pytest

from tests.folders import contents
from tests.house import House
from tests.site_fixture import CANARY


def test_every_working_file_is_found_also_unsigned(house: House):
    done = house.desk("find", "chưa", "ký")
    assert done.code == 0
    assert "content/bai/tin-chua-ky.md" in done.said
    assert "kết quả trong" in done.said


@pytest.mark.parametrize("words", ["517/QĐ-SNV", "qd 517", "quyết định 517", "517"])
def test_a_document_is_found_by_its_number(house: House, words: str):
    assert "content/van-ban/vb-1.md" in house.desk("find", words).said.splitlines()[1]


def test_an_edit_is_found_at_once_and_its_old_words_are_not(house: House):
    house.site.article("tin-moi", body="Nội dung wvtkxyz ban đầu.")
    assert "tin-moi.md" in house.desk("find", "wvtkxyz").said
    house.site.article("tin-moi", body="Nội dung qpzrwtv về sau.")
    assert "tin-moi.md" in house.desk("find", "qpzrwtv").said
    assert house.desk("find", "wvtkxyz").said.startswith("0 kết quả")
    (house.site.settings.content / "bai/tin-moi.md").unlink()
    assert house.desk("find", "qpzrwtv").said.startswith("0 kết quả")


def test_two_files_with_one_id_are_both_found(house: House):
    house.site.article("tin-doi", body="Nội dung wvtkxyz.")
    text = (house.site.settings.content / "bai/tin-doi.md").read_text(encoding="utf-8")
    house.site.write("bai/ban-sao.md", text)
    said = house.desk("find", "wvtkxyz").said
    assert "tin-doi.md" in said and "ban-sao.md" in said


def test_a_file_that_cannot_be_read_is_not_passed_over_in_silence(house: House):
    house.site.write("bai/hong.md", "tiêu đề".encode("utf-16"))
    assert "Có 1 tệp không đọc được" in house.desk("find", "quyết").said


def test_all_tells_every_file_with_the_words_and_no_other(house: House):
    house.site.article("tin-luu-tru", body="Phòng lưu trữ nhận hồ sơ.")
    house.site.article("tin-luu-tru-2", body="Khách lưu trú qua đêm.")
    done = house.desk("find", "--all", '"lưu trữ"')
    assert "tin-luu-tru.md" in done.said and "tin-luu-tru-2.md" not in done.said
    both = house.desk("find", "--all", '"luu tru"').said
    assert "tin-luu-tru.md" in both and "tin-luu-tru-2.md" in both and "2 tệp có đủ các từ" in both
    assert house.desk("find", "--all", "lưu", "trừ").said.startswith("0 tệp")


def test_finding_leaves_the_index_of_the_site_alone(published: House):
    before = contents(published.site.settings.state / "search")
    assert CANARY.split("-")[0] in published.desk("find", CANARY).said.lower()
    assert before == contents(published.site.settings.state / "search") != {}


def test_nothing_found_is_no_fault_and_no_words_are_a_wrong_call(house: House):
    assert house.desk("find", "zzzzqqqq").code == 0
    assert house.desk("find").code == 2
    for nothing in ("", "  "):
        done = house.desk("find", nothing)
        assert done.code == 2 and "make find WORDS=" in done.said
