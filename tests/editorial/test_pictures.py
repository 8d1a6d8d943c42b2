"""What a picture says of itself: its size, which stands in the frozen HTML to keep its room; where it was taken."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from struct import pack

import pytest
from PIL import Image

from editorial.content_files import read_item
from editorial.freezing import Targets, freeze
from editorial.pictures import picture_size, shows_former, tells_where
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


def scene(size: tuple[int, int]) -> Image.Image:
    """Return a picture with something to see everywhere."""
    drawn = Image.linear_gradient("L").resize((240, 180)).convert("RGB")
    for step in range(12):
        drawn.paste((step * 20, 255 - step * 20, 90), (step * 20, step * 14, step * 20 + 30, step * 14 + 40))
    return drawn.resize(size)


def camera(shown: Image.Image, small: Image.Image) -> bytes:
    """Return a photo with a small picture inside, as cameras write it."""
    inside, made = BytesIO(), BytesIO()
    small.save(inside, "JPEG")
    entries = [(0x0201, 4, 1, 8 + 6 + 2 + 24 + 4), (0x0202, 4, 1, len(inside.getvalue()))]
    table = b"".join(pack("<HHII", *entry) for entry in entries)
    exif = b"Exif\0\0II*\0" + pack("<I", 8) + pack("<HI", 0, 14) + pack("<H", 2) + table + pack("<I", 0)
    shown.save(made, "JPEG", exif=exif + inside.getvalue())
    return made.getvalue()


def covered(picture: Image.Image) -> Image.Image:
    picture.paste((0, 0, 0), (300, 100, 500, 300))
    return picture


BARS = Image.new("RGB", (160, 120))
BARS.paste(scene((160, 90)), (0, 15))


@pytest.mark.parametrize(
    ("shown", "small", "is_former"),
    [
        pytest.param(scene((800, 600)), scene((160, 120)), False, id="as it was"),
        pytest.param(scene((800, 600)).rotate(90, expand=True), scene((160, 120)), False, id="turned"),
        pytest.param(scene((800, 450)), BARS, False, id="small one with bars"),
        pytest.param(scene((800, 600)).crop((0, 0, 400, 300)), scene((160, 120)), True, id="cropped"),
        pytest.param(covered(scene((800, 600))), scene((160, 120)), True, id="covered"),
    ],
)
def test_a_photo_holds_no_small_picture_of_what_was_cut_off_or_covered(
    shown: Image.Image, small: Image.Image, is_former: bool
) -> None:
    assert shows_former(camera(shown, small)) == is_former


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
    assert not tells_where(content) and not shows_former(content)


@pytest.mark.filterwarnings("error")
def test_what_a_camera_wrote_wrongly_stops_nobody() -> None:
    whole = photo("JPEG")
    found = [tells_where(whole[:cut] + b"\xff" + whole[cut + 1 :]) for cut in range(30, 200)]
    assert {*found} == {True, False}
    whole = camera(scene((80, 60)), scene((16, 12)))
    assert not any(shows_former(whole[:cut] + b"\xff" + whole[cut + 1 :]) for cut in range(30, 80))


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
