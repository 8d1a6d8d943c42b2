"""Finding and reading the files themselves: whatever lies in the content folder is read, or told and left aside."""

import os
import unicodedata
from pathlib import Path

import pytest

from editorial.content_files import SIZE_LIMIT, read_item, read_items
from editorial.freezing import Targets, freeze
from editorial.messages import sentence
from editorial.rendering import render

HEAD = "title: Hội nghị sơ kết\nid: tt-7k3mq9xw\nkind: event_news\n"


def codes_of(path: Path, content: Path) -> list[str]:
    item, problems = read_item(path, content)
    assert item is None
    assert all(sentence(problem) for problem in problems)
    return [problem.code for problem in problems]


def test_a_bom_and_windows_line_ends_are_read(tmp_path):
    path = tmp_path / "x.md"
    path.write_bytes(("\ufeff" + HEAD + "\nMột\nHai\n").replace("\n", "\r\n").encode())
    item, problems = read_item(path, tmp_path)
    assert problems == []
    assert item is not None
    assert (item.title, item.body) == ("Hội nghị sơ kết", "Một\nHai\n")


@pytest.mark.parametrize(("encoding", "name"), [("cp1258", "Windows-1258"), ("tcvn3", "TCVN3")])
def test_a_file_in_an_old_encoding_names_the_line_and_the_encoding(tmp_path, encoding, name):
    path = tmp_path / "x.md"
    if encoding == "tcvn3":
        raw = b"title: C\xb6i c\xb8ch h\xb5nh ch\xddnh"
    else:
        raw = unicodedata.normalize("NFC", "title: Đơn vị ở Cần").replace("ị", "i\u0323").replace("ầ", "â\u0300")
        raw = raw.replace("ở", "ơ\u0309").encode(encoding)
    path.write_bytes(raw)
    item, (problem,) = read_item(path, tmp_path)
    assert item is None
    assert (problem.code, problem.severity, problem.clause) == ("content-not-utf8", "hold", "PS-T4")
    assert name in sentence(problem)
    assert problem.where.endswith(":1")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_what_notepad_calls_unicode_is_known_with_and_without_its_mark(tmp_path, encoding):
    path = tmp_path / "x.md"
    path.write_bytes("title: Đơn vị ở Cần Thơ\n".encode(encoding))
    item, (problem,) = read_item(path, tmp_path)
    assert item is None
    assert (problem.code, problem.severity, problem.clause) == ("content-is-utf16", "hold", "PS-T4")
    assert "desk fix" in sentence(problem)


def test_zero_bytes_alone_are_no_text(tmp_path):
    path = tmp_path / "x.md"
    path.write_bytes(b"title: x\0\0\0" + bytes(300))
    assert [problem.code for problem in read_item(path, tmp_path)[1]] != ["content-is-utf16"]


def test_a_file_of_50_mb_is_told_without_being_read_whole(tmp_path):
    path = tmp_path / "x.md"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    item, (problem,) = read_item(path, tmp_path)
    assert item is None
    assert "50.000 KB" in sentence(problem)
    path.write_bytes(HEAD.encode() + b"\n" + b"a" * (SIZE_LIMIT - len(HEAD.encode()) - 1))
    assert read_item(path, tmp_path)[0] is not None


def test_links_are_refused_wherever_they_lead(tmp_path):
    outside, content = tmp_path / "outside", tmp_path / "content"
    outside.mkdir()
    content.mkdir()
    (outside / "secret.md").write_text(HEAD + "\nX")
    (content / "file.md").symlink_to(outside / "secret.md")
    (content / "dead.md").symlink_to(outside / "nowhere.md")
    (content / "folder").symlink_to(outside)
    items, problems = read_items(content)
    assert items == []
    assert {problem.where for problem in problems} == {
        "content/file.md", "content/dead.md", "content/folder",
    }  # fmt: skip
    assert {problem.severity for problem in problems} == {"fail"}
    assert codes_of(content / "folder" / "secret.md", content) == ["content-is-link"]


def test_a_pipe_named_like_an_item_does_not_hang(tmp_path):
    os.mkfifo(tmp_path / "x.md")
    assert codes_of(tmp_path / "x.md", tmp_path) == ["content-not-a-file"]


def test_a_file_name_of_broken_bytes_is_told(tmp_path):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/tin-\xff.md"))
    path.write_text(HEAD + "\nX")
    item, (problem,) = read_item(path, tmp_path)
    assert (item, problem.code) == (None, "content-name-unreadable")
    assert problem.where.encode()


@pytest.mark.parametrize("name", ["Tin mới.md", "TIN.MD", unicodedata.normalize("NFD", "hội nghị.md"), "a/b/c.md"])
def test_any_file_name_is_read(tmp_path, name):
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD + "\nX")
    items, problems = read_items(tmp_path)
    assert problems == []
    assert [item.path for item in items] == [name]


def test_items_come_in_the_order_of_their_paths(tmp_path):
    for name in ("b.md", "a/z.md", "a.md", ".ẩn.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(HEAD + "\nX")
    assert [item.path for item in read_items(tmp_path)[0]] == ["a.md", "a/z.md", "b.md"]


@pytest.mark.parametrize(
    "body",
    [
        "[" * 100_000, "![" * 50_000, "[a](" * 25_000, "<a " * 30_000, "<![" * 30_000, ">" * 400 + " a",
        "> " * 50_000 + "a", "- " * 5_000 + "a", ">" * 400, "1. " * 400, "+ " * 400, "-   " * 400,
        "<p>\n" * 9_000, "=\n" * 9_000, "# a\n" * 9_000,
        "<x></y>" * 9_000, "<x>" * 9_000 + "</x>" * 9_000, "``a`" * 9_000, "- * " * 400,
        "".join("    " * depth + "- a\n" for depth in range(300)),
    ],
    ids=["[", "![", "[a](", "<a", "<![", ">>>", "> > >", "- - -", "> alone", "1. alone", "+ alone",
         "-   alone", "<p>", "=", "#", "<x></y>", "<x>…</x>", "``a`", "- * alone", "deep list"],
)  # fmt: skip
def test_a_text_that_would_exhaust_the_renderer_is_left_aside_and_named(tmp_path, body):
    """One such file, signed by nobody, would keep everything else from being published."""
    path = tmp_path / "x.md"
    path.write_text(f"title: Tin\n\n{body}", encoding="utf-8")
    item, problems = read_item(path, tmp_path)
    assert item is None
    assert [problem.code for problem in problems] == ["content-tangled"]
    assert problems[0].where.startswith("content/x.md:")


@pytest.mark.parametrize("body", ["a\n: b\n" * 3_000, "> " * 30 + "a\n: b\n" * 3_000])
def test_a_text_that_exhausts_the_renderer_all_the_same_is_held(tmp_path, body):
    (tmp_path / "x.md").write_text(f"{HEAD}\n{body}", encoding="utf-8")
    item, problems = read_item(tmp_path / "x.md", tmp_path)
    assert problems == []
    frozen = freeze(item, tmp_path, "/x/", Targets(frozenset(), {}))
    assert [(problem.code, problem.severity) for problem in frozen.problems] == [("content-tangled", "hold")]


def test_a_file_that_is_named_and_linked_and_missing_is_told_once(tmp_path):
    (tmp_path / "x.md").write_text(
        f"{HEAD}attachments: thieu.pdf\n\nXem [tệp](thieu.pdf) và [trang 2](thieu.pdf#page=2).", encoding="utf-8"
    )
    item, _ = read_item(tmp_path / "x.md", tmp_path)
    frozen = freeze(item, tmp_path, "/x/", Targets(frozenset(), {}))
    assert [(problem.code, problem.facts) for problem in frozen.problems] == [
        ("attachment-missing", {"name": "thieu.pdf"})
    ]


def test_many_elements_one_after_the_other_are_no_depth(tmp_path):
    body = "H<sub>2</sub>O <a@b.vn> <https://b.vn> <br> <img src='a.png'> <br/>\n\n" * 300
    (tmp_path / "x.md").write_text(f"{HEAD}\n{body}", encoding="utf-8")
    assert read_item(tmp_path / "x.md", tmp_path)[1] == []


@pytest.mark.parametrize("line", ["-" * 400, "- " * 400, "* " * 400, "*" * 400, "  ---" * 100, " " * 400, "\t" * 400])
def test_a_line_across_the_page_exhausts_nobody(tmp_path, line):
    (tmp_path / "x.md").write_text(f"title: Tin\n\nMột\n\n{line}\n\nHai", encoding="utf-8")
    item, problems = read_item(tmp_path / "x.md", tmp_path)
    assert problems == [] and "Hai" in render(item.body, "event_news").html


@pytest.mark.parametrize("begins", [b"PK\x03\x04\x14\x00", b"\xd0\xcf\x11\xe0", b"%PDF-1.7", b"{\\rtf1\\ansi"])
def test_a_file_of_word_is_not_taken_for_an_old_encoding(tmp_path, begins):
    (tmp_path / "bai.md").write_bytes(begins + b"\x8b\x00" * 20)
    assert [problem.code for problem in read_item(tmp_path / "bai.md", tmp_path)[1]] == ["content-is-office"]


@pytest.mark.parametrize("before", ["", "\nMột\n"], ids=["among the first lines", "in the text"])
def test_what_git_could_not_merge_is_told_by_its_line(tmp_path, before):
    """In the text it would be signed and published: Markdown makes quotations and a heading of it."""
    path = tmp_path / "x.md"
    path.write_text(f"{HEAD}{before}<<<<<<< HEAD\nMột\n=======\nHai\n>>>>>>> may-khac\n", encoding="utf-8")
    assert codes_of(path, tmp_path) == ["merge-unfinished"]
    [problem] = read_item(path, tmp_path)[1]
    assert problem.where == f"content/x.md:{path.read_text(encoding='utf-8').split(chr(10)).index('<<<<<<< HEAD') + 1}"
    path.write_text(f"{HEAD}\nMột\n=======\n\n> Hai\n\n\u00a0<<<<<<< ba", encoding="utf-8")
    assert read_item(path, tmp_path)[0] is not None
