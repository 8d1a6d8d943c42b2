"""How large a picture is shown, so that its page keeps the room for it before it has come."""

from __future__ import annotations

from io import BytesIO
from warnings import catch_warnings

_ORIENTATION = 0x0112
"""The tag of EXIF that says how a camera was held."""
_ON_ITS_SIDE = frozenset({5, 6, 7, 8})
_FORMATS = ("GIF", "JPEG", "PNG", "WEBP")
"""What may be published and every browser shows; Pillow's readers of others fail, warn and log in their own ways."""


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Return width and height in pixels as a browser shows them; None for what is no picture that can be measured."""
    from PIL import Image, UnidentifiedImageError  # here, since most commands measure nothing and start faster without

    try:
        with catch_warnings(action="ignore"), Image.open(BytesIO(content), formats=_FORMATS) as picture:
            width, height = picture.size
            return (height, width) if picture.getexif().get(_ORIENTATION) in _ON_ITS_SIDE else (width, height)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        return None
