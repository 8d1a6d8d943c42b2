"""Editions: still rendered as they were signed, and found by the digits on a slip."""

from __future__ import annotations

import json
from hashlib import sha256
from io import BytesIO

import markdown
import pytest
from PIL import Image

from desk.edition import check_editions, rendered_anew, show_edition
from desk.fingerprint import short
from editorial.problem import Refused
from editorial.publication import load
from tests.desk.office_fixture import Desk

BODY = """Câu có [liên kết](bai-hai.md#muc), [tệp](so-lieu.csv), [trang](/chinh-sach/) và [ngoài](https://vi-du.vn/?a=1&b=2).

![Biểu đồ số hồ sơ](so-lieu.csv)

![Sơ đồ các bước](so-do.png)

## Một & hai

| a | b |
|:--|--:|
| 1 | 2 |
"""


@pytest.fixture
def signed(desk: Desk) -> Desk:
    """A desk with two public articles, one of which links in every way."""
    desk.organisation.write("bai/so-lieu.csv", b"a,b\n1,2\n")
    desk.organisation.write("bai/so-do.png", _picture())
    desk.organisation.article("bai-hai", title="Bài hai", body="## Mục\n\nCâu.")
    desk.organisation.article("bai-mot", body=BODY)
    desk.organisation.sign_all("bai-hai")
    desk.organisation.sign_all("bai-mot")
    return desk


def _picture() -> bytes:
    made = BytesIO()
    Image.new("RGB", (30, 20)).save(made, "PNG")
    return made.getvalue()


def check(desk: Desk, item: str = "") -> int:
    return check_editions(desk.settings, item, desk.screen, desk.now)


def test_what_was_signed_renders_the_same_today(signed: Desk) -> None:
    assert check(signed) == 0
    assert "2 bản công khai" in signed.said()


def test_moved_and_missing_working_files_are_no_drift(signed: Desk) -> None:
    """The links were settled when the text was frozen."""
    for path in signed.settings.content.rglob("*.*"):
        path.unlink()
    assert check(signed, "bai-mot") == 0


def test_a_rendering_that_changed_is_told_by_item(signed: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """As after an upgrade of the Markdown library: tables are no longer read."""
    real = markdown.Markdown
    monkeypatch.setattr(markdown, "Markdown", lambda extensions, **how: real(extensions=["footnotes"], **how))
    assert check(signed) == 1
    said = signed.said()
    assert "“bai-mot”" in said and "“bai-hai”" not in said
    assert load(signed.settings, signed.now).items


def test_an_attachment_lost_from_the_records_is_told(signed: Desk) -> None:
    (publication,) = [one for one in load(signed.settings, signed.now).items if one.item.id == "bai-mot"]
    (signed.settings.records / "attachments" / publication.edition.attachments[0].sha256).write_bytes(b"khac")
    assert check(signed) == 1


def test_an_edition_altered_by_one_byte_is_refused(signed: Desk) -> None:
    edition = signed.organisation.case("bai-hai").latest
    path = signed.settings.records / f"editions/{edition.digest}.json"
    path.write_bytes(path.read_bytes().replace("Câu".encode(), "Cầu".encode(), 1))
    with pytest.raises(Refused):
        check(signed)


def test_a_forged_edition_under_its_own_name_renders_differently(signed: Desk) -> None:
    """HTML that its Markdown never gave does not come through `rendered_anew`."""
    edition = signed.organisation.case("bai-hai").latest
    path = signed.settings.records / f"editions/{edition.digest}.json"
    data = json.loads(path.read_bytes())
    data["html"] += "<p>Chèn thêm</p>"
    forged = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    (path.parent / f"{sha256(forged).hexdigest()}.json").write_bytes(forged)
    altered = signed.organisation.office().store.get(sha256(forged).hexdigest())
    assert rendered_anew(altered) == edition.html != altered.html


def test_an_edition_is_found_by_the_digits_of_a_slip(signed: Desk) -> None:
    edition = signed.organisation.case("bai-mot").latest
    assert show_edition(signed.settings, short(edition.digest).upper(), signed.screen) == 0
    said = signed.said()
    assert edition.address in said and "so-lieu.csv: 8 byte" in said and "Câu có [liên kết]" in said


@pytest.mark.parametrize("digits", ["", "12", "../roster", "zzzzzzzz", "0" * 64])
def test_digits_that_name_no_edition_are_told(signed: Desk, digits: str) -> None:
    with pytest.raises(Refused) as refused:
        show_edition(signed.settings, digits, signed.screen)
    assert refused.value.problems[0].code == "edition-unknown"


def test_what_is_not_public_has_nothing_to_check(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    with pytest.raises(Refused):
        check(desk, "bai-mot")
