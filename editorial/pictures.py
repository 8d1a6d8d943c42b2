"""What a picture says of itself: how large it is shown, so that its page keeps the room; and where it was taken."""

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


def _size(picture: Image) -> tuple[int, int]:
    width, height = picture.size
    return (height, width) if picture.getexif().get(_ORIENTATION) in _ON_ITS_SIDE else (width, height)


def _position(picture: Image) -> bool:
    position = picture.getexif().get_ifd(_GPS)
    return bool(position.get(_LATITUDE) and position.get(_LONGITUDE))


def _told(content: bytes, ask: Callable[[Image], T]) -> T | None:
    """Return what a picture tells; None for what is none, or cannot be read so far."""
    from PIL import Image, UnidentifiedImageError  # here, since most commands measure nothing and start faster without

    try:
        with catch_warnings(action="ignore"), Image.open(BytesIO(content), formats=_FORMATS) as picture:
            return ask(picture)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        return None
