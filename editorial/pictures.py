"""What a picture says of itself: how large it is shown, so that its page keeps the room; where it was taken; what it
was before.

A small picture that a camera put inside stays when the large one is cropped or painted over.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, TypeVar
from warnings import catch_warnings

if TYPE_CHECKING:
    from PIL.Image import Image

T = TypeVar("T")

_ORIENTATION = 0x0112
"""The tag of EXIF that says how a camera was held."""
_ON_ITS_SIDE = frozenset({5, 6, 7, 8})
_SMALL, _SMALL_AT, _SMALL_BYTES = -1, 0x0201, 0x0202
"""The table of EXIF of the small picture that a camera puts into its photo, and where that lies from _TIFF on."""
_TIFF = len(b"Exif\0\0")
_COMPARED = 48
"""Across so many points two pictures are compared."""
_FAR, _MANY = 64, 0.02
"""By how much of 255 a point differs, and which share of them shows that something else is seen."""
_GPS, _LATITUDE, _LONGITUDE = 0x8825, 2, 4
"""The table of EXIF that a camera writes with its position, and the two entries that make one."""
_GPS_IN_XMP = b"exif:GPSLatitude"
_FORMATS = ("GIF", "JPEG", "PNG", "WEBP")
"""What may be published and every browser shows; Pillow's readers of others fail, warn and log in their own ways."""


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Return width and height in pixels as a browser shows them; None for what is no picture that can be measured."""
    return _told(content, _size)


def tells_where(content: bytes) -> bool:
    """True for a picture that carries the position of the camera."""
    return _GPS_IN_XMP in content or bool(_told(content, _position))


def shows_former(content: bytes) -> bool:
    """True for a photo in which a small picture is left of what it was before it was cropped or painted over."""
    return bool(_told(content, _former_differs))


def _size(picture: Image) -> tuple[int, int]:
    width, height = picture.size
    return (height, width) if picture.getexif().get(_ORIENTATION) in _ON_ITS_SIDE else (width, height)


def _position(picture: Image) -> bool:
    position = picture.getexif().get_ifd(_GPS)
    return bool(position.get(_LATITUDE) and position.get(_LONGITUDE))


def _former_differs(picture: Image) -> bool:
    from PIL import Image

    table = picture.getexif().get_ifd(_SMALL)
    at, length = table.get(_SMALL_AT), table.get(_SMALL_BYTES)
    if picture.format != "JPEG" or not (isinstance(at, int) and isinstance(length, int)):
        return False
    picture.draft("L", (2 * _COMPARED, 2 * _COMPARED))  # read small: it may have a hundred million points
    small = picture.info.get("exif", b"")[_TIFF + at :][:length]
    with Image.open(BytesIO(small), formats=("JPEG",)) as former:
        now = _points(picture, picture.size)
        turned = (former.rotate(degrees, expand=True) for degrees in (0, 90, 180, 270))
        return all(_differ(now, _points(one, picture.size)) for one in turned)


def _points(picture: Image, shape: tuple[int, int]) -> bytes:
    """Return how light the points are, as many across as are compared, of what has the shape in the middle."""
    from PIL import ImageOps

    size = _COMPARED, max(1, round(_COMPARED * shape[1] / shape[0]))
    return ImageOps.autocontrast(ImageOps.fit(picture.convert("L"), size)).tobytes()


def _differ(one: bytes, other: bytes) -> bool:
    return sum(abs(a - b) > _FAR for a, b in zip(one, other, strict=True)) > _MANY * len(one)


def _told(content: bytes, ask: Callable[[Image], T]) -> T | None:
    """Return what a picture tells; None for what is none, or cannot be read so far."""
    from PIL import Image, UnidentifiedImageError  # here, since most commands measure nothing and start faster without

    try:
        with catch_warnings(action="ignore"), Image.open(BytesIO(content), formats=_FORMATS) as picture:
            return ask(picture)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        return None
