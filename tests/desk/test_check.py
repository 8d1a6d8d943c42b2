"""desk check: what is said of which files, and how it ends."""

import argparse
import os
import subprocess
import sys

import pytest

from desk import check
from editorial.problem import Refused
from tests.desk.checking_desk import Paper, settings_in
from tests.editorial.checking import NEWS, ROOT, text_of, write
from tests.site_fixture import found_site


@pytest.fixture
def settings(tmp_path):
    return settings_in(tmp_path)


def run(settings, *files):
    paper = Paper()
    code = check.run(argparse.Namespace(files=[str(file) for file in files]), settings, paper)
    return code, paper.said


def news(number, **changes):
    return text_of({**NEWS, "id": f"tin-{number}", "title": f"Tin mẫu số {number} về cải cách", **changes})


def test_clean_content_ends_with_zero_and_one_line(settings):
    write(settings.content, {"a.md": news(1)})
    code, said = run(settings)
    assert code == 0
    assert "1 mục: 0 lỗi dừng, 0 giữ lại" in said


def test_an_empty_content_folder_is_no_fault(settings):
    assert run(settings) == (0, "0 mục: 0 lỗi dừng, 0 giữ lại, 0 lưu ý.\n")


def test_everything_wrong_is_shown_in_one_run_with_place_clause_and_remedy(settings):
    write(settings.content, {"a.md": news(1, author=None, level="Sao Hỏa"), "b.md": news(2, areas=None)})
    code, said = run(settings)
    assert code == 1
    assert (
        "content/a.md: Thiếu dòng “author:” (tác giả) ở đầu tệp. Thêm vào, ví dụ “author: Ban Biên tập”. (CT-5.4)"
        in said
    )
    assert "content/a.md:5: Dòng “level:” ghi “Sao Hỏa”" in said
    assert "content/b.md: Thiếu dòng “areas:”" in said
    assert "2 mục: 0 lỗi dừng, 3 giữ lại" in said


def test_an_item_saved_as_a_plain_text_is_told_and_a_text_to_attach_is_not(settings):
    settings.content.mkdir(exist_ok=True)
    (settings.content / "bai.txt").write_bytes(b"\xef\xbb\xbf" + news(1).replace("\n", "\r\n").encode())
    (settings.content / "phu-luc.txt").write_text("title: không phải bài viết\n", encoding="utf-8")
    code, said = run(settings)
    assert (code, said.count("sai đuôi")) == (0, 1)
    assert "content/bai.txt: Tệp “bai.txt” không được đọc vì sai đuôi. Đổi tên để tệp kết thúc bằng “.md”." in said
    assert "sai đuôi" not in run(settings, settings.content)[1]


def test_only_the_named_files_are_told_but_they_are_compared_with_all(settings):
    write(settings.content, {"a.md": news(1), "b.md": news(1, title="Tin khác hẳn"), "c.md": news(3, author=None)})
    code, said = run(settings, settings.content / "a.md")
    assert code == 1
    assert "Mã “tin-1” đã có ở content/a.md:2" in said
    assert "c.md" not in said
    assert "1 mục: 1 lỗi dừng, 0 giữ lại" in said


def test_a_folder_may_be_named(settings):
    write(settings.content, {"tin/a.md": news(1, author=None), "b.md": news(2, author=None)})
    _, said = run(settings, settings.content / "tin")
    assert "content/tin/a.md" in said and "b.md" not in said


def test_a_file_that_cannot_be_read_is_told_with_the_others(settings):
    write(settings.content, {"a.md": "tiêu đề cũ".encode("utf-16"), "b.md": news(2)})
    code, said = run(settings)
    assert code == 1
    assert "content/a.md: Tệp lưu bằng bảng mã UTF-16" in said
    assert "2 mục: 0 lỗi dừng, 1 giữ lại" in said and "python -m desk fix" in said


@pytest.mark.parametrize("name", ["khong-co.md", "../ngoai.md", "tep.pdf"])
def test_a_wrong_call_ends_with_two_and_says_why(settings, tmp_path, name):
    (tmp_path / "ngoai.md").write_text("x")
    write(settings.content, {"tep.pdf": b"%PDF-"})
    code, said = run(settings, settings.content / name)
    assert code == 2
    assert name.rpartition("/")[2] in said


def test_a_file_behind_a_link_or_in_a_hidden_folder_is_never_called_clean(settings, tmp_path):
    write(tmp_path / "elsewhere", {"a.md": news(1)})
    (settings.content / "link").symlink_to(tmp_path / "elsewhere")
    write(settings.content, {".hidden/b.md": news(2)})
    assert run(settings, settings.content / "link" / "a.md")[0] == 1
    assert run(settings, settings.content / ".hidden" / "b.md")[0] == 1


def test_a_file_that_an_editor_saved_as_text_is_noticed(settings):
    write(settings.content, {"tin.md.txt": news(1)})
    code, said = run(settings)
    assert code == 0
    assert "Tệp “tin.md.txt” không được đọc vì sai đuôi" in said


@pytest.mark.parametrize(
    ("named", "way_out"),
    [
        ("tin.md.txt", "đổi tên để tệp kết thúc bằng “.md”"),
        ("tin.md", "Ý bạn là “tin.md.txt”?"),
        ("bai.docx", "chép chữ vào tệp do “python -m desk new” tạo"),
    ],
)
def test_a_file_of_the_wrong_kind_or_name_is_told_with_the_way_out(settings, named, way_out):
    write(settings.content, {"tin.md.txt": news(1), "bai.docx": b"PK"})
    code, said = run(settings, settings.content / named)
    assert code == 2 and way_out in said


def test_an_empty_name_means_all_files(settings):
    write(settings.content, {"a.md": news(1)})
    assert run(settings, "") == run(settings)
    assert "1 mục: 0 lỗi dừng, 0 giữ lại" in run(settings, "")[1]


def test_a_broken_registry_refuses_the_whole_check(settings):
    (settings.records / "bodies.toml").write_text("schema = ")
    with pytest.raises(Refused):
        run(settings)


def test_a_registry_of_names_that_changes_nothing_else_is_read(settings):
    write(settings.content, {"a.md": news(1, origin="provided", provider="so-ma", provider_head="A - B")})
    assert "Ý bạn là “so-mau”?" in run(settings)[1]


def test_the_command_line_gives_the_exit_code(settings):
    write(settings.content, {"a.md": news(1, author=None)})
    names = {"CONTENT": settings.content, "RECORDS": settings.records, "STATE": settings.state}
    done = subprocess.run(
        [sys.executable, "-m", "desk", "check", str(settings.content / "a.md")],
        cwd=ROOT,
        env={**os.environ, **{name: str(value) for name, value in names.items()}},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert "GIỮ LẠI, CHƯA LÊN TRANG (1)" in done.stderr
    assert done.stdout.startswith("1 mục: 0 lỗi dừng, 1 giữ lại")


def test_old_addresses_that_lead_nowhere_or_cannot_be_read_are_told(tmp_path):
    settings = found_site(tmp_path).settings
    rows = '[[moved]]\nfrom = "/cu.html"\nto = "khong-co"\n'
    (settings.records / "redirects.toml").write_text(f"schema = 1\n{rows}")
    code, said = run(settings)
    assert code == 0 and "/redirects.toml:3: Địa chỉ cũ /cu.html dẫn tới “khong-co”" in said
    (settings.records / "redirects.toml").write_text("schema = 1\n" + rows.replace("/cu.html", "/trang cu.html"))
    code, said = run(settings)
    assert code == 1 and "dấu cách viết %20" in said and "0 mục: 1 lỗi dừng" in said
