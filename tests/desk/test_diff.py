"""What changed between the approved text and the one on the desk."""

from __future__ import annotations

import time

from desk.diff import show_diff
from editorial.changes import Passage, Piece, compare, compare_words
from editorial.editions import Edition
from tests.desk.office_fixture import Desk


def edition(body: str, **metadata: str) -> Edition:
    return Edition("", "bai-mot", "guidance", "/x/", metadata, body, "", ())


def diff(desk: Desk) -> str:
    desk.said()
    assert show_diff(desk.settings, "bai-mot", desk.screen, desk.now) == 0
    return desk.said()


def test_a_changed_word_in_a_long_paragraph_stands_out_alone() -> None:
    long = "Tổ chức, cá nhân nộp hồ sơ trong {} ngày làm việc kể từ ngày được thông báo. " * 2
    before, after = long.format("mười", "năm"), long.format("mười", "bảy")
    (passage,) = compare(edition(before), edition(after)).body
    assert [piece.text.strip() for piece in passage.pieces if piece.sort != "same"] == ["năm", "bảy"]


def test_the_pieces_give_both_texts_back() -> None:
    before, after = "Câu một.\n\nCâu hai cũ.\n\nCâu ba.", "Câu một.\n\nCâu hai mới.\n\nThêm vào.\n\nCâu ba."
    (passage,) = compare(edition(before), edition(after)).body
    assert "".join(p.text for p in passage.pieces if p.sort != "out") in after
    assert "cũ." in "".join(p.text for p in passage.pieces if p.sort != "in")


def test_metadata_are_named_as_editors_name_them() -> None:
    changes = compare(edition("", title="Tên cũ", source="Sở"), edition("", title="Tên mới", author="Ban"))
    assert [passage.name for passage in changes.metadata] == ["tiêu đề", "tác giả", "nguồn thông tin"]
    assert changes.metadata[2] == Passage("nguồn thông tin", (Piece("out", "Sở"),))


def test_two_different_texts_are_shown_whole() -> None:
    (passage,) = compare(edition("Một câu về thủ tục."), edition("Hoàn toàn khác hẳn, viết mới.")).body
    assert [piece.sort for piece in passage.pieces] == ["out", "in"]


def test_a_very_long_change_does_not_keep_anybody_waiting() -> None:
    before = " ".join(f"chữ{number}" for number in range(40_000))
    start = time.process_time()
    changes = compare(edition(before), edition(before + " thêm"))
    assert time.process_time() - start < 5 and not changes.none


def test_the_working_text_is_compared_with_the_approved_one(desk: Desk) -> None:
    desk.organisation.write("bai/so-lieu.csv", b"a,b\n1,2\n")
    desk.organisation.article("bai-mot", body="Xem [bảng số liệu](so-lieu.csv) năm 2025.", title="Tên cũ")
    assert "toàn bộ là mới" in diff(desk)
    desk.sign_all("bai-mot")
    assert "Không có gì khác" in diff(desk)
    desk.organisation.write("bai/so-lieu.csv", b"a,b\n9,99\n")
    desk.organisation.article("bai-mot", body="Xem [bảng số liệu](so-lieu.csv) năm 2026.", title="Tên mới")
    said = diff(desk)
    for expected in ("tiêu đề: Tên[- cũ-]{+ mới+}", "[- 2025.-]{+ 2026.+}", "so-lieu.csv: [-8 byte", "{+9 byte"):
        assert expected in said


def test_a_text_that_could_not_be_signed_can_still_be_compared(desk: Desk) -> None:
    desk.organisation.article("bai-mot", body="Câu đã duyệt.")
    desk.sign_all("bai-mot")
    desk.organisation.article("bai-mot", body="Câu có [liên kết hỏng](khong-co.md).")
    assert "liên kết hỏng" in diff(desk)


def test_a_line_that_ends_in_blanks_is_compared_at_once():
    begun = time.process_time()
    before = f"một{' ' * 90_000}\nhai"
    assert [(piece.sort, piece.text.strip()) for piece in compare_words(before, f"{before} ba")][-1] == ("in", "ba")
    assert time.process_time() - begun < 1


def test_a_change_cannot_steer_the_terminal_and_what_has_no_shape_is_named(desk: Desk) -> None:
    """Whoever writes the text could else hide a word of it from its signer, or write over the code above."""
    desk.organisation.article("bai-mot", body="Nộp trong mười ngày.")
    desk.sign_all("bai-mot")
    desk.organisation.article("bai-mot", body="Nộp trong \x1b[8mhai\x1b[0m mươi \u202e\u200bngày.", title="\x1b[9ABài")
    said = diff(desk)
    assert "\x1b" not in said and "\u202e" not in said and "\u200b" not in said
    assert "[U+001B][8mhai" in said and "[U+202E][U+200B]ngày." in said


def test_a_link_that_leads_to_another_item_than_before_is_told_though_its_words_are_the_same(desk: Desk) -> None:
    """A link is written by the name of a file; whoever exchanges two files changes where it leads."""
    for name in ("bai-hai", "bai-ba"):
        desk.organisation.article(name)
    desk.organisation.article("bai-mot", body="Xem [hướng dẫn](bai-hai.md) năm 2025.")
    desk.sign_all("bai-mot")
    here = desk.settings.content / "bai"
    here.joinpath("bai-hai.md").rename(here / "cu.md")
    here.joinpath("bai-ba.md").rename(here / "bai-hai.md")
    desk.organisation.article("bai-mot", body="Xem [hướng dẫn](bai-hai.md) năm 2026.")
    assert "liên kết: [-bai-hai-]{+bai-ba+}" in diff(desk)
