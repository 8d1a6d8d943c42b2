"""What a picture says of itself: its size, which stands in the frozen HTML to keep its room; where it was taken."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from editorial.content_files import read_item
from editorial.freezing import Targets, freeze
from editorial.pictures import picture_size, tells_where
from tests.editorial.checking import photo
from tests.organisation import ARTICLE


def picture(form: str, orientation: int = 1) -> bytes:
    made, exif = BytesIO(), Image.Exif()
    exif[0x0112] = orientation
    Image.new("RGB", (30, 20)).save(made, form, **({"exif": exif} if form == "JPEG" else {}))
    return made.getvalue()


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
def test_every_form_of_picture_is_measured(form: str) -> None:
    assert picture_size(picture(form)) == (30, 20)


def test_a_photo_taken_with_the_camera_on_its_side_is_measured_as_it_is_shown() -> None:
    assert picture_size(picture("JPEG", orientation=6)) == (20, 30)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photo_tells_where_it_was_taken(form: str) -> None:
    assert tells_where(photo(form))
    assert not tells_where(photo(form, where=False))


def test_a_photo_that_was_edited_may_tell_its_place_in_another_way() -> None:
    assert tells_where(picture("PNG") + b'<rdf:Description exif:GPSLatitude="10,2.05N"/>')


def odd_dds() -> bytes:
    """Return a picture of a game, with a way of writing pixels that there is not."""
    made = BytesIO()
    Image.new("RGB", (8, 8)).save(made, "DDS")
    return made.getvalue()[:80] + bytes(48)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG signed picture", b"<svg/>", picture("PNG")[:20], picture("TIFF"), odd_dds()]
)
def test_what_is_no_whole_picture_has_no_size(content: bytes) -> None:
    assert picture_size(content) is None
    assert not tells_where(content)


@pytest.mark.filterwarnings("error")
def test_what_a_camera_wrote_wrongly_stops_nobody() -> None:
    whole = photo("JPEG")
    found = [tells_where(whole[:cut] + b"\xff" + whole[cut + 1 :]) for cut in range(30, 200)]
    assert {*found} == {True, False}


def test_a_frozen_text_says_how_large_its_pictures_are_unless_the_editor_did(tmp_path: Path) -> None:
    body = '![Một](hinh%201.png)\n\n<img src="hinh 1.png" alt="Hai" width="300">\n\n![Ba](hong.png)'
    (tmp_path / "hinh 1.png").write_bytes(picture("PNG"))
    (tmp_path / "hong.png").write_bytes(b"\x89PNG")
    (tmp_path / "bai.md").write_text(ARTICLE.format(id="bai-mot", title="Bài", body=body), encoding="utf-8")
    item, _ = read_item(tmp_path / "bai.md", tmp_path)
    assert item
    html = freeze(item, tmp_path, "/bai/", Targets.of([])).edition.html
    assert html.count('height="20"') == html.count('width="30"') == 1
    assert html.count('width="300"') == 1
    first = html.partition("</p>")[0]
    assert 'alt="Một"' in first and 'width="30"' in first
