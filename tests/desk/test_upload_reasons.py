"""Why rsync failed, said in Vietnamese: one cause makes it write several lines."""

from __future__ import annotations

import pytest

from desk.upload import why_rsync_failed


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ('rsync: [receiver] write failed on "/srv/a": No space left on device (28)\nrsync error', "ổ đĩa"),
        ("root@a: Permission denied (publickey,password).\nrsync: connection unexpectedly closed", "khóa ssh"),
        ("Host key verification failed.\nrsync: connection unexpectedly closed (0 bytes received)", "khóa của máy chủ"),
        (
            'rsync: [Receiver] ERROR: cannot stat destination "site/" (in www): Permission denied (13)\nrsync error',
            "quyền ghi",
        ),
        ("ERROR: module is read only\nrsync: [sender] read error: Connection reset by peer (104)", "chỉ cho đọc"),
        ("bash: line 1: rsync: command not found\nrsync: connection unexpectedly closed", "chưa có rsync"),
        ("rsync: connection unexpectedly closed (8 bytes received so far) [sender]", "bị ngắt giữa chừng"),
        ("something new\nrsync error: some code", "rsync báo “something new”"),
    ],
)
def test_what_rsync_says_of_one_cause_in_several_lines_is_one_reason(said: str, why: str) -> None:
    assert why in why_rsync_failed(said)
