"""The preview: every working text, marked, for this machine's own browser and nobody else."""

from __future__ import annotations

import re
import signal
import subprocess
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import IO

import pytest

from tests.house import House
from tests.site_fixture import CANARY


@pytest.fixture
def preview(house: House) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A running preview and its port."""
    process = house.start("preview", "--port", "0")
    try:
        port = re.search(r"http://localhost:(\d+)/", said_until(process, "Xem tại"))
        assert port
        yield process, int(port[1])
    finally:
        process.kill()
        process.communicate()


def said_until(process: subprocess.Popen[str], words: str) -> str:
    """Return the line in which the process says the words; it must not end before."""
    output: IO[str] | None = process.stdout
    assert output
    for line in output:
        if words in line:
            return line
    raise AssertionError(f"the process ended before it said {words!r}")


def get(port: int, address: str, host: str = "localhost") -> tuple[int, str]:
    """Return status and text of an answer of the preview."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", address, headers={"Host": host})
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def test_unsigned_texts_are_shown_and_marked(preview: tuple[subprocess.Popen[str], int]) -> None:
    _, port = preview
    status, text = get(port, "/chua-ky/")
    assert status == 200
    assert CANARY in text
    assert "CHƯA DUYỆT" in text


def test_a_foreign_name_for_this_machine_reads_nothing(preview: tuple[subprocess.Popen[str], int]) -> None:
    _, port = preview
    status, text = get(port, "/", host=f"evil.example:{port}")
    assert status == 403
    assert CANARY not in text


def test_a_page_that_is_not_there_is_told_by_the_site(preview: tuple[subprocess.Popen[str], int]) -> None:
    _, port = preview
    status, text = get(port, "/khong-co/")
    assert status == 404
    assert 'lang="vi"' in text and "Error response" not in text


def test_a_port_that_cannot_be_is_told(house: House) -> None:
    for port in ("99999", "tam"):
        done = house.desk("preview", "--port", port)
        assert done.code == 2
        assert "dùng một số từ 1 đến 65535" in done.said


def test_two_items_at_one_address_are_both_named(house: House, tmp_path: Path) -> None:
    for item in ("tin-khac", "tin-nua"):
        path = house.site.article(item)
        path.write_text(path.read_text(encoding="utf-8").replace(f"slug: {item}", "slug: giong-nhau"), encoding="utf-8")
    done = house.desk("preview", "--into", str(tmp_path / "xem"))
    assert done.code == 1
    assert "tin-khac.md" in done.said and "tin-nua.md" in done.said


def test_an_edit_is_shown_and_a_broken_file_keeps_the_last_page(
    house: House, preview: tuple[subprocess.Popen[str], int]
) -> None:
    process, port = preview
    house.site.article("tin-chua-ky", body="Đoạn vừa thêm.", title="Tiêu đề vừa đổi")
    said_until(process, "Xong")
    assert "Tiêu đề vừa đổi" in get(port, "/")[1]
    roster = house.site.settings.records / "roster.toml"
    text = roster.read_text(encoding="utf-8")
    roster.write_text("hỏng", encoding="utf-8")
    said_until(process, "roster.toml: Không đọc được")
    assert "Tiêu đề vừa đổi" in get(port, "/")[1]
    roster.write_text(text, encoding="utf-8")
    said_until(process, "Xong")


def test_it_ends_at_ctrl_c_and_leaves_nothing(house: House, preview: tuple[subprocess.Popen[str], int]) -> None:
    process, _ = preview
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 0
    assert house.debris() == []
    assert not house.output.exists()


def test_a_taken_port_is_told(house: House, preview: tuple[subprocess.Popen[str], int]) -> None:
    done = house.desk("preview", "--port", str(preview[1]))
    assert done.code == 1
    assert f"Cổng {preview[1]} đang có chương trình khác dùng" in done.said
