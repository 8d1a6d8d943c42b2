"""A picture for sharing, drawn: a title on a card in the site's own look.

The same words give the same bytes: a fixed palette of 16 colours, a fixed font of the theme, and no time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630

_MARGIN = 80
_TITLE_TOP, _TITLE_BOTTOM = 150, 500
_TITLE_SIZES = (92, 76, 64, 54, 46)
_SMALL = 32
_LINE = 1.32
"""Height of a line in sizes of its letters: Vietnamese marks stand on top of each other."""

_GROUND, _WHITE, _RICE = (8, 52, 60), (255, 255, 255), (242, 182, 50)
_SHADES = 8
"""Steps from the ground to a colour of letters; twice as many make the palette."""


def card_bytes(title: str, label: str, site: str, host: str, font: str) -> bytes:
    """Return the card as a PNG."""
    card = Image.new("P", (WIDTH, HEIGHT), 0)
    card.putpalette([part for colour in (_WHITE, _RICE) for shade in _ramp(colour) for part in shade])
    brush = ImageDraw.Draw(card)
    brush.rectangle((0, 0, WIDTH, 15), fill=2 * _SHADES - 1)
    brush.rectangle((_MARGIN, 536, WIDTH - _MARGIN, 537), fill=_SHADES // 2)
    lines, size = _lines(title, font)
    _write(card, font, _SMALL, 80, _cut(label, _face(font, _SMALL)), _SHADES)
    for number, line in enumerate(lines):
        _write(card, font, size, _TITLE_TOP + round(number * size * _LINE), line, 0)
    host_width = round(_face(font, _SMALL - 6).getlength(host))
    _write(card, font, _SMALL - 6, 560, _cut(site, _face(font, _SMALL - 6), host_width + 40), 0)
    _write(card, font, _SMALL - 6, 560, host, _SHADES, WIDTH - _MARGIN - host_width)
    made = BytesIO()
    card.save(made, "PNG", optimize=False, compress_level=5, bits=4)
    return made.getvalue()


def _ramp(colour: tuple[int, int, int]) -> Iterator[tuple[int, ...]]:
    for step in range(_SHADES):
        yield tuple(
            ground + (part - ground) * step // (_SHADES - 1) for ground, part in zip(_GROUND, colour, strict=True)
        )


def _write(card: Image.Image, font: str, size: int, top: int, text: str, shades: int, left: int = _MARGIN) -> None:
    """Write one line; letters are drawn in grey, and each grey is a place in the palette from `shades` on."""
    strip = Image.new("L", (WIDTH - left, round(size * _LINE) + size // 3), 0)
    ImageDraw.Draw(strip).text((0, 0), text, fill=255, font=_face(font, size))
    card.paste(strip.point(_places(shades)), (left, top), strip.point(_any))


@lru_cache
def _places(shades: int) -> list[int]:
    return [shades + grey * _SHADES // 256 for grey in range(256)]


_any = [255 if grey * _SHADES // 256 else 0 for grey in range(256)]


@lru_cache
def _face(font: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(font, size, layout_engine=ImageFont.Layout.BASIC)


def _lines(title: str, font: str) -> tuple[list[str], int]:
    """Return the title in lines, in the largest letters that fit; what does not fit even in the smallest is cut."""
    for size in _TITLE_SIZES:
        most = int((_TITLE_BOTTOM - _TITLE_TOP) / (size * _LINE))
        lines = _wrapped(title.split(), _face(font, size))
        if len(lines) <= most:
            return lines, size
    face = _face(font, size)
    return [*lines[: most - 1], _cut(" ".join(lines[most - 1 :]), face)], size


def _wrapped(words: Sequence[str], face: ImageFont.FreeTypeFont) -> list[str]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and face.getlength(longer) <= WIDTH - 2 * _MARGIN:
            lines[-1] = longer
        else:
            lines.append(_cut(word, face))
    return lines


def _cut(text: str, face: ImageFont.FreeTypeFont, taken: int = 0) -> str:
    """Return the text, or as much of it as one line holds beside what is taken, with a mark of omission."""
    room = WIDTH - 2 * _MARGIN - taken
    if face.getlength(text) <= room:
        return text
    while text and face.getlength(f"{text}…") > room:
        text = text[:-1].rstrip()
    return f"{text}…"
