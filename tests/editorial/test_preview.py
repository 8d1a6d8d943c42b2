"""The preview of working files: what is remembered and what is edited come to what reading everything gives."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from editorial import preview as preview_module
from editorial.preview import Draft, Preview
from editorial.problem import Refused
from editorial.publication import PublicItem
from tests.house import House
from tests.site_fixture import CANARY


def preview_of(house: House) -> Preview:
    return Preview(house.site.settings, house.site.now)


def told(preview: Preview) -> list[tuple[object, ...]]:
    """Return all that a preview shows of every item."""
    return [described(public) for public in preview.publication.items]


def described(public: PublicItem) -> tuple[object, ...]:
    shown = public.shown
    dated = shown.published_at, shown.updated_at, shown.head_digest
    return public.id, public.digest, public.address, public.unsigned, public.html, dict(public.metadata), *dated


def file_of(house: House, path: str) -> Path:
    return house.site.settings.content / path


def append(path: Path, words: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + f"\n{words}\n", encoding="utf-8")


@pytest.fixture
def converted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the items that were frozen, in order."""
    found: list[str] = []
    drawn = preview_module._drawn

    def counted(*arguments: object) -> Draft:
        found.append(arguments[-1][0].path)  # type: ignore[index]
        return drawn(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(preview_module, "_drawn", counted)
    return found


def test_what_is_signed_is_shown_as_it_was_signed_and_all_else_is_marked(house: House) -> None:
    shown = {public.id: public for public in preview_of(house).publication.items}
    assert not shown["tin-thu"].unsigned and shown["tin-thu"].receipt
    assert shown["tin-chua-ky"].unsigned and CANARY in shown["tin-chua-ky"].html


def test_a_second_start_converts_nothing_and_shows_the_same(house: House, converted: list[str]) -> None:
    first = told(preview_of(house))
    assert sorted(converted) == ["bai/tin-chua-ky.md", "trang/trang-chua-ky.md"]
    converted.clear()
    assert told(preview_of(house)) == first
    assert converted == []


def test_a_draft_that_links_an_item_is_converted_again_when_the_items_change(
    house: House, converted: list[str]
) -> None:
    house.site.article("tin-noi", body="Xem [tin](id:tin-thu).")
    house.site.article("tin-yen", body="Không nối đâu.")
    preview_of(house)
    converted.clear()
    house.site.article("tin-nua", body="Một tin nữa.")
    preview_of(house)
    assert "bai/tin-noi.md" in converted and "bai/tin-yen.md" not in converted


def test_an_edit_is_what_reading_everything_anew_gives(house: House) -> None:
    preview, own = preview_of(house), []
    for path in ("bai/tin-thu.md", "bai/tin-chua-ky.md", "van-ban/vb-1.md", "trang/trang-page.md"):
        append(file_of(house, path), f"Câu thêm vào {path}, xem [văn bản](id:vb-2).")
        edit = preview.edit(path)
        assert edit and edit.shown
        own.append((edit.is_own, edit.in_feeds_anew))
        anew = {public.id: public for public in preview_of(house).publication.items}
        assert described(edit.shown) == described(anew[edit.shown.id])
    assert own == [(True, True), (True, False), (True, True), (True, True)]


def test_an_edit_taken_back_shows_the_signed_text_again(house: House) -> None:
    preview, path = preview_of(house), file_of(house, "bai/tin-thu.md")
    before = path.read_bytes()
    append(path, "Câu thêm.")
    changed = preview.edit("bai/tin-thu.md")
    assert changed and changed.shown and changed.shown.unsigned
    path.write_bytes(before)
    restored = preview.edit("bai/tin-thu.md")
    assert restored and restored.shown and not restored.shown.unsigned and restored.shown.receipt


def test_a_text_with_an_embargo_bears_the_day_on_which_readers_will_see_it(house: House) -> None:
    """Else its editor would see a day in the preview that no page will ever show."""
    house.site.article("tin-hen", extra="publish_at: 2026-12-01T08:00:00+07:00")
    shown = {public.id: public for public in preview_of(house).publication.items}
    will_be = datetime.fromisoformat("2026-12-01T08:00:00+07:00")
    assert shown["tin-hen"].published_at == shown["tin-hen"].updated_at == will_be
    assert shown["tin-chua-ky"].published_at == house.site.now


def test_an_edited_public_item_keeps_the_day_on_which_it_appeared(house: House) -> None:
    signed = {public.id: public for public in preview_of(house).publication.items}["tin-thu"]
    append(file_of(house, "bai/tin-thu.md"), "Câu thêm.")
    house.site.later(days=3)
    edited = {public.id: public for public in preview_of(house).publication.items}["tin-thu"]
    assert edited.unsigned and edited.published_at == signed.published_at
    assert edited.updated_at == house.site.now


@pytest.mark.parametrize(
    ("before", "after", "is_own"),
    [
        ("title: Tin", "title: Bản tin", True),
        ("source: Quy chế", "source: Sở Nội vụ", True),
        ("areas: the-che", "areas: the-che; thu-tuc-hanh-chinh", False),
    ],
)
def test_an_edit_that_moves_an_item_between_lists_says_so(house: House, before: str, after: str, is_own: bool) -> None:
    preview, path = preview_of(house), file_of(house, "bai/tin-thu.md")
    path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    edit = preview.edit("bai/tin-thu.md")
    assert edit and edit.is_own is is_own


def test_the_first_change_of_a_day_concerns_more_than_its_item(house: House) -> None:
    for path in ("bai/tin-chua-ky.md", "trang/trang-chua-ky.md"):
        file_of(house, path).unlink()
    house.site.later(days=1)
    preview = preview_of(house)
    append(file_of(house, "bai/tin-thu.md"), "Câu thêm.")
    edit = preview.edit("bai/tin-thu.md")
    assert edit and not edit.is_own


def test_another_id_or_address_is_no_edit_of_one_item(house: House) -> None:
    preview, path = preview_of(house), file_of(house, "bai/tin-chua-ky.md")
    text = path.read_text(encoding="utf-8")
    for key in ("slug", "id"):
        path.write_text(text.replace(f"{key}: tin-chua-ky", f"{key}: tin-khac"), encoding="utf-8")
        assert preview.edit("bai/tin-chua-ky.md") is None
    path.unlink()
    assert preview.edit("bai/tin-chua-ky.md") is None
    assert preview.edit("bai/khong-co.md") is None


def test_an_unreadable_file_is_told_and_its_last_text_stays(house: House) -> None:
    preview, path = preview_of(house), file_of(house, "bai/tin-chua-ky.md")
    path.write_bytes("Chữ".encode("utf-16"))
    edit = preview.edit("bai/tin-chua-ky.md")
    assert edit and edit.shown is None
    assert [problem.code for problem in edit.problems] == ["content-is-utf16"]
    assert preview.problems["bai/tin-chua-ky.md"] == edit.problems


def test_a_changed_attachment_is_shown(house: House) -> None:
    preview_of(house)
    picture = house.site.write(f"bai/{CANARY}.png", b"another picture")
    draft = {public.id: public for public in preview_of(house).publication.items}["tin-chua-ky"]
    assert draft.store.attachment(draft.attachments[0]) == picture.read_bytes()


@pytest.mark.parametrize(("key", "code"), [("id", "id-twice"), ("slug", "address-twice")])
def test_two_files_of_one_id_or_address_refuse_the_whole(house: House, key: str, code: str) -> None:
    path = house.site.article("tin-khac")
    path.write_text(path.read_text(encoding="utf-8").replace(f"{key}: tin-khac", f"{key}: tin-thu"), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        preview_of(house)
    problem = refused.value.problems[0]
    assert problem.code == code
    assert {problem.where.partition(":")[0], str(problem.facts["other"]).partition(":")[0]} == {
        "content/bai/tin-khac.md",
        "content/bai/tin-thu.md",
    }


def test_a_file_without_an_id_is_told_and_hides_no_other(house: House) -> None:
    path = house.site.article("tin-khac")
    path.write_text(path.read_text(encoding="utf-8").replace("id: tin-khac\n", ""), encoding="utf-8")
    preview = preview_of(house)
    assert [problem.code for problem in preview.problems["bai/tin-khac.md"]] == ["field-missing"]
    assert "tin-thu" in {public.id for public in preview.publication.items}


@pytest.mark.parametrize("line", ["event_on: 31-12-2026x", "circulation: cho mọi người", "event_on: 9999-12-31"])
def test_a_value_that_nobody_can_read_is_told_and_hides_neither_its_text_nor_another(house: House, line: str) -> None:
    path = house.site.article("tin-khac")
    key = line.partition(":")[0]
    kept = [other for other in path.read_text(encoding="utf-8").split("\n") if not other.startswith(f"{key}:")]
    path.write_text("\n".join([line, *kept]), encoding="utf-8")
    preview = preview_of(house)
    shown = {public.id: public for public in preview.publication.items}
    assert "tin-thu" in shown and key not in shown["tin-khac"].metadata and shown["tin-khac"].html
    assert [problem.where for problem in preview.problems["bai/tin-khac.md"]][:1] == ["content/bai/tin-khac.md:1"]
    again = {public.id: public for public in preview_of(house).publication.items}
    assert described(again["tin-khac"]) == described(shown["tin-khac"])


def test_nothing_unsigned_is_written_into_the_records(house: House) -> None:
    preview_of(house)
    records = house.site.settings.records
    assert not [path for path in records.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()]
