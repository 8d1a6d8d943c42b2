"""Verifying: one letter, one file, one link too much or too little, and the site is named a forgery."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from editorial.manifest import PLACE, make_manifest, read_manifest
from search.files import sha256_of
from search.shards import card_name
from search.shown import packed_card
from search.state import State
from tests.house import House
from tests.site_fixture import CANARY


def item_page(house: House) -> Path:
    """Return the file of the item's page."""
    entry = next(entry for entry in read_manifest(house.output).items if entry.id == "tin-thu")
    return house.output / entry.address.strip("/") / "index.html"


def seal_again(house: House) -> None:
    """Make the manifest and the log agree with the files, as a forger with access to both would."""
    manifest = read_manifest(house.output)
    forged = make_manifest(house.output, manifest.items, manifest.site)
    (house.output / PLACE).write_bytes(forged.encode())
    path = house.site.settings.published_log
    path.write_text(path.read_text(encoding="utf-8").replace(manifest.digest, forged.digest), encoding="utf-8")


def test_a_site_just_published_is_what_was_signed(published: House) -> None:
    done = published.desk("verify")
    assert done.code == 0, done.said
    assert "9 mục" in done.said
    assert published.desk("verify", str(published.output) + "/").code == 0


def test_it_comes_out_the_same_when_built_anew(published: House) -> None:
    assert published.desk("verify", "--rebuild").code == 0


def test_a_site_that_no_build_gives_is_found_by_building_anew(published: House) -> None:
    page = published.output / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("</main>", "<p>Thêm</p></main>"), encoding="utf-8")
    seal_again(published)
    assert published.desk("verify").code == 0
    done = published.desk("verify", "--rebuild")
    assert done.code == 1
    assert "index.html: Dựng lại từ hồ sơ thì tệp này khác" in done.said


def test_a_remembered_index_that_was_forged_reaches_nobody_unseen(published: House) -> None:
    """A text, its card and their digests in the state are changed together, so that they fit each other."""
    state = State.open(published.site.settings.search_index / "store")
    assert state is not None
    with closing(state.connection) as connection:
        number, *_ = state.cards(0, 1000)[0]
        forged = replace(state.page(number), body="Không ai ký câu này.")
        connection.execute("UPDATE texts SET page = ? WHERE number = ?", (forged.as_json(), number))
        told = (forged.digest(), sha256_of(packed_card(forged)), number)
        connection.execute("UPDATE documents SET digest = ?, card = ? WHERE number = ?", told)
        connection.execute("UPDATE cards SET file = ? WHERE number = ?", (packed_card(forged), number))
        connection.commit()
    place = published.output / f"tim-kiem/shards/{state.generation}/{card_name(number)}"
    assert published.desk("publish").code == 0
    has_reached_readers = place.is_file() and place.read_bytes() == packed_card(forged)
    assert published.desk("verify", "--rebuild").code == (1 if has_reached_readers else 0)
    assert published.desk("publish").code == 0
    assert published.desk("verify", "--rebuild").code == 0


def test_one_letter_in_any_page_is_found_and_the_file_named(published: House) -> None:
    pages = sorted(published.output.rglob("*.html"))
    assert len(pages) > 20
    for page in (pages[0], item_page(published), pages[-1]):
        content = page.read_bytes()
        page.write_bytes(content.replace(b"</h1>", b".</h1>", 1))
        done = published.desk("verify")
        assert done.code == 1
        assert f"{page.relative_to(published.output).as_posix()}: Tệp này đã bị sửa" in done.said
        page.write_bytes(content)
    assert published.desk("verify").code == 0


def test_an_added_file_is_found(published: House) -> None:
    (published.output / "van-ban" / "la.html").write_text("lạ", encoding="utf-8")
    done = published.desk("verify")
    assert done.code == 1
    assert "van-ban/la.html: Tệp này không có trong bảng kê" in done.said


def test_a_missing_file_is_found(published: House) -> None:
    (published.output / "404.html").unlink()
    done = published.desk("verify")
    assert done.code == 1
    assert "404.html: Tệp này có trong bảng kê nhưng không còn" in done.said


def test_a_link_is_found_even_to_the_same_bytes(published: House, tmp_path: Path) -> None:
    page = published.output / "404.html"
    page.rename(tmp_path / "404.html")
    page.symlink_to(tmp_path / "404.html")
    done = published.desk("verify")
    assert done.code == 1
    assert "404.html: Đây là liên kết" in done.said


@pytest.mark.parametrize(
    ("forge", "said"),
    [
        pytest.param(lambda text: text.replace("Xem <a", "Xin <a"), "không đúng từng chữ", id="a word of the text"),
        pytest.param(lambda text: text.replace("<!--/edition-->", "<b>x</b><!--/edition-->"), "từng chữ", id="an end"),
        pytest.param(lambda text: text.replace("</h1>", "!</h1>"), "Tiêu đề của mục", id="the title"),
        pytest.param(
            lambda text: text.replace("</main>", "<!--edition:-->thêm<!--/edition--></main>"),
            "từng chữ",
            id="a second text",
        ),
    ],
)
def test_a_forger_who_seals_anew_still_lacks_the_signature(
    published: House, forge: Callable[[str], str], said: str
) -> None:
    page = item_page(published)
    text = page.read_text(encoding="utf-8")
    assert forge(text) != text
    page.write_text(forge(text), encoding="utf-8")
    seal_again(published)
    done = published.desk("verify")
    assert done.code == 1
    assert said in done.said
    assert page.relative_to(published.output).as_posix() in done.said


def test_a_signed_mark_on_another_page_is_found(published: House) -> None:
    page = published.output / "index.html"
    page.write_text(page.read_text(encoding="utf-8") + "<!--edition:00-->x<!--/edition-->", encoding="utf-8")
    seal_again(published)
    done = published.desk("verify")
    assert done.code == 1
    assert "index.html: Tệp này mang dấu nội dung đã ký" in done.said


def test_another_attachment_under_the_signed_name_is_found(published: House) -> None:
    file = next(published.output.rglob("*.pdf"))
    file.write_bytes(b"%PDF-1.4 forged")
    seal_again(published)
    done = published.desk("verify")
    assert done.code == 1
    assert "Tệp đính kèm “quyet-dinh.pdf” không đúng" in done.said


def test_a_file_that_nobody_signed_is_found_under_any_name(published: House) -> None:
    secret = (published.site.settings.content / "bai" / f"{CANARY}.png").read_bytes()
    (published.output / "van-ban" / "hinh.png").write_bytes(secret)
    seal_again(published)
    done = published.desk("verify")
    assert done.code == 1
    assert f"van-ban/hinh.png: Tệp này chính là “content/bai/{CANARY}.png”" in done.said


def test_items_of_the_manifest_are_those_of_the_sign_offs(published: House) -> None:
    place = published.output / PLACE
    data = json.loads(place.read_bytes())
    taken = data["items"].pop()
    data["items"][0]["edition"] = "0" * 64
    place.write_bytes((json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode())
    done = published.desk("verify")
    assert done.code == 1
    assert f"Mục “{taken['id']}” đã được duyệt nhưng chưa có trong trang" in done.said
    assert f"Mục “{data['items'][0]['id']}” trong trang không phải là bản được duyệt gần nhất" in done.said
    assert "không phải là trang của lần xuất bản gần nhất" in done.said


def test_a_text_signed_since_is_told(published: House) -> None:
    published.site.article("tin-moi", title="Tin mới")
    published.site.sign_all("tin-moi")
    done = published.desk("verify")
    assert done.code == 1
    assert "Mục “tin-moi” đã được duyệt nhưng chưa có trong trang" in done.said


def test_a_roster_without_the_signer_voids_the_site(published: House) -> None:
    published.site.roster_text(lambda text: text.replace('role = "chief_editor"', 'role = "board_member"'))
    done = published.desk("verify")
    assert done.code == 1
    assert "không (hoặc không còn) được duyệt" in done.said


def test_a_site_of_which_no_log_knows_is_not_believed(published: House) -> None:
    """Naming another address in the manifest must not lead to a log that has nothing to say."""
    page = published.output / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("</main>", "<p>Thêm</p></main>"), encoding="utf-8")
    manifest = read_manifest(published.output)
    forged = make_manifest(published.output, manifest.items, "https://example.vn")
    (published.output / PLACE).write_bytes(forged.encode())
    done = published.desk("verify")
    assert done.code == 1
    assert "Nhật ký xuất bản của https://example.vn không có lần nào" in done.said


def test_an_endless_file_among_the_content_holds_nothing_up(published: House) -> None:
    with (published.site.settings.content / "lớn.bin").open("wb") as file:
        file.truncate(2**40)
    assert published.desk("verify").code == 0


def test_a_folder_that_is_no_site_is_told(house: House, tmp_path: Path) -> None:
    assert house.desk("verify").code == 2
    assert house.desk("verify", str(tmp_path / "khong-co")).code == 2
    done = house.desk("verify", str(house.site.settings.content))
    assert done.code == 1
    assert "không phải là trang do “make publish” dựng" in done.said


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b'{"schema": 1, "site": "", "items": [], "files": {}}', b"\xff"]
)
def test_a_manifest_in_another_form_is_not_believed(published: House, content: bytes) -> None:
    (published.output / PLACE).write_bytes(content)
    done = published.desk("verify")
    assert done.code == 1
    assert "Bảng kê tệp" in done.said
