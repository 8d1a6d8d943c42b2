"""The preview: every working text, marked, for this machine's own browser and nobody else."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import signal
import socket
import struct
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from desk.fingerprint import compared
from editorial.content_files import read_item
from editorial.office import open_case
from editorial.submission import as_it_lies
from tests.desk.preview_fixture import running, said_until
from tests.house import House, house_of
from tests.organisation import ROOT, Organisation
from tests.site_fixture import CANARY
from tests.waiting import wait_until


@pytest.fixture(scope="module")
def port(signed_site: Organisation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a preview that is only looked at, shared."""
    with running(house_of(signed_site, tmp_path_factory.mktemp("looked-at"))) as (_, port):
        yield port


def ask(port: int, address: str, host: str = "localhost") -> HTTPResponse:
    """Return an answer of the preview."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", address, headers={"Host": host})
    return connection.getresponse()


def get(port: int, address: str, host: str = "localhost") -> tuple[int, str]:
    """Return status and text of an answer of the preview."""
    answer = ask(port, address, host)
    return answer.status, answer.read().decode()


def words_in(folder: Path) -> bytes:
    """Return all that stands in the shards of an index."""
    return b"".join(gzip.decompress(path.read_bytes()) for path in folder.rglob("u*.bin"))


def test_unsigned_texts_are_shown_and_marked_with_the_code_that_is_signed(port: int, signed_site: Organisation) -> None:
    """Who reads here and signs at the desk can else not know that nobody wrote in between."""
    status, text = get(port, "/chua-ky/")
    assert status == 200
    assert CANARY in text
    assert "CHƯA DUYỆT" in text
    settings = signed_site.settings
    [path] = [path for path in settings.content.rglob("*.md") if "address: /chua-ky/" in path.read_text("utf-8")]
    item, _ = read_item(path, settings.content)
    office = signed_site.office()
    digest = as_it_lies(office, item, open_case(office, item.id, signed_site.now), signed_site.now).digest
    assert f"mã bản {compared(digest)}" in text


def test_pages_obey_the_policy_of_the_real_site_and_follow_by_a_script_of_their_own(port: int) -> None:
    answer = ask(port, "/chua-ky/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert answer.read().decode().count('src="/.xem-truoc/reload.js"') == 1
    assert get(port, "/.xem-truoc/reload.js")[0] == 200


def test_only_this_site_is_asked_for_events(port: int) -> None:
    assert get(port, "/.xem-truoc/su-kien", host="evil.example")[0] == 403
    events = ask(port, "/.xem-truoc/su-kien")
    assert events.headers["Content-Type"].startswith("text/event-stream")
    told = [events.readline() for _ in range(3)][-1]
    assert json.loads(told.removeprefix(b"data: "))["problems"] == 0


def test_the_way_back_from_the_errors_leads_nowhere_else(port: int) -> None:
    for elsewhere in ("//evil.example/", "https://evil.example/", "/%5Cevil.example", "/%09/evil", "/.xem-truoc/loi"):
        status, text = get(port, f"/.xem-truoc/loi?tu={elsewhere}")
        assert status == 200
        assert 'href="/"' in text and "evil" not in text


def test_a_folder_asked_for_without_its_slash_is_found(port: int) -> None:
    answer = ask(port, "/chua-ky")
    assert (answer.status, answer.headers["Location"]) == (302, "/chua-ky/")


def test_files_outside_the_site_are_not_served(port: int) -> None:
    for address in ("/../pyproject.toml", "/tim-kiem/shards/../store/looked", "/.xem-truoc/server.py", "//etc/passwd"):
        assert get(port, address)[0] == 404


def test_words_just_written_are_found_by_the_search(house: House, preview: tuple[subprocess.Popen[str], int]) -> None:
    process, port = preview
    folder = house.site.settings.state / "preview-search" / "shards"
    house.site.article("tin-chua-ky", body="Đoạn vừa thêm có chữ hiếmhoi.")
    said_until(process, "Xong")
    wait_until(lambda: "hiêmhoi4".encode() in words_in(folder))
    name = next(path for path in folder.rglob("*.bin")).relative_to(folder).as_posix()
    assert ask(port, f"/tim-kiem/shards/{name}").read() == (folder / name).read_bytes()
    assert not house.site.settings.search_index.exists()


def test_another_worker_takes_over_when_the_theme_changes_and_the_page_stays(house: House, tmp_path: Path) -> None:
    root = tmp_path / "nha"
    for room in ("desk", "editorial", "inquiries", "plugins", "search", "theme", "regulations"):
        shutil.copytree(ROOT / room, root / room, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pelicanconf.py", "publishconf.py"):
        shutil.copy(ROOT / name, root)
    with running(replace(house, root=root)) as (process, port):
        template = root / "theme/templates/base.html"
        before = template.read_text(encoding="utf-8")
        template.write_text(before.replace("<body", "<!-- giao diện mới --><body"), encoding="utf-8")
        said_until(process, "Xong")
        assert "giao diện mới" in get(port, "/")[1]
        template.write_text(before + "{% hỏng", encoding="utf-8")
        said_until(process, "bản tốt gần nhất")
        assert "giao diện mới" in get(port, "/")[1]
        template.write_text(before, encoding="utf-8")
        said_until(process, "Xong")
        assert "giao diện mới" not in get(port, "/")[1]


def test_the_site_itself_knows_nothing_of_the_preview(house: House, tmp_path: Path) -> None:
    assert house.desk("preview", "--into", str(tmp_path / "xem")).code == 0
    files = [path for path in (tmp_path / "xem").rglob("*") if path.is_file()]
    assert files and not [path for path in files if b"xem-truoc" in path.read_bytes()]


def test_a_foreign_name_for_this_machine_reads_nothing(port: int) -> None:
    status, text = get(port, "/", host=f"evil.example:{port}")
    assert status == 403
    assert CANARY not in text


@pytest.mark.parametrize("name", ["%00", "a" * 300, "../../../../pelicanconf.py", f"0/c/0/{'9' * 5000}.bin"])
def test_no_address_ends_the_preview(port: int, name: str) -> None:
    for address in (f"/tim-kiem/shards/{name}", f"/tim-kiem/shards/{name}/", f"/{name}"):
        assert get(port, address)[0] == 404
    assert get(port, "/")[0] == 200


def test_neither_a_broken_address_nor_a_browser_that_leaves_shows_a_trace_on_the_screen(house: House) -> None:
    with running(house) as (process, port), socket.create_connection(("127.0.0.1", port)) as line:
        for _ in range(10):
            with socket.create_connection(("127.0.0.1", port)) as left:
                left.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                left.sendall(b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n")
        line.sendall(b"GET http://[ HTTP/1.0\r\nHost: localhost\r\n\r\n")
        assert line.makefile("rb").readline().split()[1:2] == [b"400"]
        assert get(port, "/")[0] == 200  # the pages that nobody read were made before this one
        process.kill()
        assert process.stdout and "Traceback" not in process.stdout.read()


def test_a_page_that_is_not_there_is_told_by_the_site(port: int) -> None:
    status, text = get(port, "/tin-tuc/2026/khong-co/")
    assert status == 404
    assert 'lang="vi"' in text and "Error response" not in text
    (sheet,) = re.findall(r'href="([^"]*/theme/site-[^"]*)"', text)
    assert get(port, sheet)[0] == 200 and sheet.startswith("/"), "its own style, however deep the address"


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
    said_until(process, "roster.toml:1: Không đọc được")
    assert "Tiêu đề vừa đổi" in get(port, "/")[1]
    roster.write_text(text, encoding="utf-8")
    said_until(process, "Xong")


def test_it_ends_at_ctrl_c_and_leaves_nothing(house: House, preview: tuple[subprocess.Popen[str], int]) -> None:
    process, _ = preview
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 0
    assert house.debris() == []
    assert not house.output.exists()


def test_a_taken_port_is_told(house: House, preview: tuple[subprocess.Popen[str], int]) -> None:
    done = house.desk("preview", "--port", str(preview[1]))
    assert done.code == 1
    assert f"Cổng {preview[1]} đang có chương trình khác dùng" in done.said
