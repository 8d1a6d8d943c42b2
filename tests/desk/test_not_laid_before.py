"""What is never laid before a signer, and how the editor hears of it first."""

from __future__ import annotations

import argparse

import pytest

from desk import check, new
from editorial.problem import Refused
from tests.desk.office_fixture import Desk


def test_desk_check_says_that_a_change_is_unexplained_before_anybody_is_asked_to_sign(desk: Desk) -> None:
    """CT-5.5/2."""
    path = desk.organisation.article("bai-mot", body="Câu đã duyệt.")
    desk.sign_all("bai-mot")
    files = argparse.Namespace(files=[str(path)])
    assert check.run(files, desk.settings, desk.screen) == 0
    desk.organisation.article("bai-mot", body="Câu đã sửa.")
    desk.said()
    assert check.run(files, desk.settings, desk.screen) == 1
    assert "chưa nói sửa gì và ai quyết định" in desk.said()


@pytest.mark.parametrize(
    "body", ["<!-- MẪU: hướng dẫn. -->", "<!-- MẪU: hướng dẫn. -->\n\nĐã soạn.", "Ngày [điền ngày]."]
)
def test_what_the_template_left_is_told_by_the_checks_and_never_signed(desk: Desk, body: str) -> None:
    path = desk.organisation.article("bai-mot", body=body)
    assert check.run(argparse.Namespace(files=[str(path)]), desk.settings, desk.screen) == 0
    assert "Chưa trình được" in desk.said()
    with pytest.raises(Refused, match="-left"):
        desk.sit("bai-mot", "phong-cchc")
    assert not desk.lines()


def test_a_fresh_document_of_the_template_is_never_signed(desk: Desk) -> None:
    kind = {"kind": "admin_document", "title": "Văn bản mẫu", "section": None, "id": "van-ban-mau", "set": []}
    assert new.run(argparse.Namespace(**kind), desk.settings, desk.screen) == 0
    with pytest.raises(Refused) as refused:
        desk.sit("van-ban-mau", "phong-cchc")
    assert {problem.code for problem in refused.value.problems} == {"placeholder-left", "guidance-left"}
