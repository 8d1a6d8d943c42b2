"""desk fix as an editor runs it: shows, asks, writes; never outside the content folder."""

from __future__ import annotations

import argparse
import io
from pathlib import Path

import pytest
from rich.console import Console

from desk import fix
from desk.screen import Screen
from editorial.messages import sentence
from editorial.problem import Refused
from editorial.settings import Settings

FAULTY = "\ufefftitle: Ðảng bộ\r\nNgày ban hành: 5/11/2023\r\n\r\nC¶i c¸ch hµnh chÝnh\u200b\r\n"
MENDED = "title: Đảng bộ\nissued_on: 2023-11-05\n\nCải cách hành chính\n"


class Desk:
    """The verb with what it printed."""

    def __init__(self, root: Path) -> None:
        self.content = root / "content"
        self.content.mkdir()
        paths = {name: root / name for name in ("records", "output", "state", "keys", "inquiries")}
        self.settings = Settings(root=root, regulation="ct", siteurl="", publish_to="", content=self.content, **paths)
        self.printed = io.StringIO()

    def file(self, name: str, text: str) -> Path:
        path = self.content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return path

    def fix(self, *files: Path | str, yes: bool = True, answer: str | None = None) -> int:
        console = Console(file=self.printed, width=200, soft_wrap=True, force_terminal=answer is not None)
        if answer is not None:
            console.input = lambda *_, **__: answer  # type: ignore[method-assign]
        args = argparse.Namespace(files=[str(file) for file in files], yes=yes)
        return fix.run(args, self.settings, Screen(console, console))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_file_is_mended_after_its_difference_is_shown(desk: Desk) -> None:
    path = desk.file("tin-tuc/tin.md", FAULTY)
    assert desk.fix(path) == 0
    assert path.read_bytes() == MENDED.encode()
    printed = desk.printed.getvalue()
    assert "-C¶i c¸ch hµnh chÝnh[U+200B]\n+Cải cách hành chính\n" in printed
    assert "content/tin-tuc/tin.md: đổi từ phông chữ cũ sang Unicode (dòng 4)" in printed
    assert "content/tin-tuc/tin.md: đổi ký tự xuống dòng về kiểu chung (LF) (cả tệp)" in printed
    assert "Đã sửa 1 tệp" in printed


def test_a_second_run_changes_nothing(desk: Desk) -> None:
    path = desk.file("tin.md", FAULTY)
    desk.fix()
    before = path.stat().st_mtime_ns
    assert desk.fix() == 0
    assert path.stat().st_mtime_ns == before
    assert desk.printed.getvalue().endswith("Không có gì phải sửa.\n")


def test_nothing_is_written_without_a_yes(desk: Desk) -> None:
    path = desk.file("tin.md", FAULTY)
    assert desk.fix(yes=False) == 1  # no person at a pipe
    assert desk.fix(yes=False, answer="k") == 1
    assert path.read_bytes() == FAULTY.encode()
    assert desk.fix(yes=False, answer="c") == 0
    assert path.read_bytes() == MENDED.encode()


def test_a_terminal_gets_colours_and_no_control_characters_of_the_file(desk: Desk) -> None:
    desk.file("tin.md", "title: Tin\n\nÐà \x1b[2J Nẵng\n")
    desk.fix(answer="k", yes=False)
    printed = desk.printed.getvalue()
    assert "\x1b[31m-Ðà [U+001B][2J Nẵng" in printed
    assert "\x1b[2J" not in printed


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda root: root / "ngoai.md", "fix-outside"),
        (lambda root: root / "content" / ".." / "ngoai.md", "fix-outside"),
        (lambda root: root / "content" / "khong-co.md", "fix-missing"),
        (lambda root: root / "khong-co.md", "fix-missing"),
        (lambda root: root / "content" / "bang.txt", "fix-not-markdown"),
        (lambda root: root / "content" / "lien-ket" / "ngoai.md", "fix-outside"),
    ],
)
def test_a_name_that_cannot_be_mended_is_refused_before_anything_is_written(desk, tmp_path, make, code) -> None:
    outside = tmp_path / "ngoai.md"
    outside.write_bytes(FAULTY.encode())
    desk.file("bang.txt", FAULTY)
    (desk.content / "lien-ket").symlink_to(tmp_path)
    good = desk.file("tin.md", FAULTY)
    with pytest.raises(Refused) as refused:
        desk.fix(good, make(tmp_path))
    (problem,) = refused.value.problems
    assert problem.code == code
    assert sentence(problem)
    assert outside.read_bytes() == good.read_bytes() == FAULTY.encode()


def test_a_link_is_told_and_left_while_others_are_mended(desk: Desk, tmp_path: Path) -> None:
    outside = tmp_path / "ngoai.md"
    outside.write_bytes(FAULTY.encode())
    (desk.content / "lien-ket.md").symlink_to(outside)
    (desk.content / "thu-muc").symlink_to(tmp_path)
    good = desk.file("tin.md", FAULTY)
    assert desk.fix() == 1
    assert desk.fix(desk.content / "lien-ket.md") == 1
    assert outside.read_bytes() == FAULTY.encode()
    assert good.read_bytes() == MENDED.encode()
    assert "Tệp này là liên kết" in desk.printed.getvalue()


def test_a_file_changed_meanwhile_is_left_as_it_is(desk: Desk) -> None:
    path, other = desk.file("tin.md", FAULTY), desk.file("tin-hai.md", FAULTY)
    found, _ = fix.mend([path, other], desk.content)
    path.write_text("title: Người khác vừa sửa\n", encoding="utf-8")
    (problem,) = fix.write(found)
    assert (problem.code, problem.where) == ("fix-changed-meanwhile", "content/tin.md")
    assert path.read_text(encoding="utf-8") == "title: Người khác vừa sửa\n"
    assert other.read_bytes() == MENDED.encode()


def test_a_file_that_vanished_meanwhile_is_not_made_again(desk: Desk) -> None:
    path = desk.file("tin.md", FAULTY)
    found, _ = fix.mend([path], desk.content)
    path.unlink()
    assert [problem.code for problem in fix.write(found)] == ["fix-changed-meanwhile"]
    assert not path.exists()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_what_notepad_calls_unicode_becomes_utf_8(desk: Desk, encoding: str) -> None:
    path = desk.file("tin.md", "")
    path.write_bytes("title: Đảng bộ\r\n\r\nNội dung\r\n".encode(encoding))
    assert desk.fix() == 0
    assert path.read_bytes() == "title: Đảng bộ\n\nNội dung\n".encode()
    assert "lưu lại bằng bảng mã UTF-8 (cả tệp)" in desk.printed.getvalue()


@pytest.mark.parametrize("raw", [b"title: \xd0\xe0\n", b"\xff\xfea", b"x" * 1_000_001, b"PK\x03\x04\x14\x00\xd4\xe9"])
def test_a_file_that_cannot_be_read_is_told_and_left(desk: Desk, raw: bytes) -> None:
    path = desk.file("tin.md", "")
    path.write_bytes(raw)
    assert desk.fix() == 1
    assert path.read_bytes() == raw
    assert "content/tin.md" in desk.printed.getvalue()
