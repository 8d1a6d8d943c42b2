"""Words of a PDF page that a dark shape was laid over: nobody sees them, and everybody can copy them.

Source: ISO 32000-1, 8.2 and 9.4. A guess by places: of each piece of text only where it begins and about how long it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points."""

DARK = 0.3
"""Below this share of white a colour is dark."""
_LEAST_WIDTH, _LEAST_HEIGHT = 12.0, 5.0
"""Of a shape that hides words; a rule below them is lower."""
_LETTER = 0.35
"""Width of a letter by its height, at the least."""
_PAINTS = frozenset({b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"})
_SHOWS = frozenset({b"Tj", b"TJ", b"'", b'"'})
_COLOURS = frozenset({b"g", b"rg", b"k", b"sc", b"scn"})
_BLACK = 0.0


class Covers:
    """Watches the operators of one page. found: how many pieces of text were laid over"""

    def __init__(self) -> None:
        self.found = 0
        self._shapes: list[Box] = []
        self._boxes: list[Box] = []
        self._texts: list[Box] = []
        self._white, self._size = _BLACK, 12.0
        self._kept: list[float] = []

    def see(self, operator: bytes, operands: Sequence[Any], page: Sequence[float], text: Sequence[float]) -> None:
        """Take in one operator. page, text: the matrices before it"""
        if operator == b"q":
            self._kept.append(self._white)
        elif operator == b"Q" and self._kept:
            self._white = self._kept.pop()
        elif operator in _COLOURS:
            self._white = lightness([float(one) for one in operands if isinstance(one, (int, float))])
        elif operator == b"re" and len(operands) == 4:
            self._shapes.append(_box([float(one) for one in operands], page))
        elif operator in _PAINTS:
            self._paint()
        elif operator == b"n":
            self._shapes.clear()
        elif operator == b"Tf" and len(operands) == 2:
            self._size = abs(float(operands[1]))
        elif operator in _SHOWS and operands:
            self._show(operands[-1], page, text)

    def _paint(self) -> None:
        shapes, self._shapes = self._shapes, []
        if self._white >= DARK:
            return
        for box in shapes:
            if box[2] - box[0] >= _LEAST_WIDTH and box[3] - box[1] >= _LEAST_HEIGHT:
                self._boxes.append(box)
                covered = [one for one in self._texts if _lies_in(one, box)]
                self.found += len(covered)
                self._texts = [one for one in self._texts if one not in covered]

    def _show(self, shown: Any, page: Sequence[float], text: Sequence[float]) -> None:
        pieces = shown if isinstance(shown, list) else [shown]
        letters = sum(len(piece) for piece in pieces if isinstance(piece, (str, bytes)))
        size = self._size * abs(text[3] * page[3] or text[1] * page[1])
        left = text[4] * page[0] + text[5] * page[2] + page[4]
        bottom = text[4] * page[1] + text[5] * page[3] + page[5]
        piece = left, bottom, left + max(letters, 1) * size * _LETTER, bottom + size * 0.5
        if self._white < DARK and any(_lies_in(piece, box) for box in self._boxes):
            self.found += 1
        else:
            self._texts.append(piece)


def lightness(colour: Sequence[float]) -> float:
    """Return how light a colour is, from 0 to 1; one that cannot be told is light."""
    if len(colour) == 4:  # cyan, magenta, yellow, black
        return (1 - colour[3]) * (1 - sum(colour[:3]) / 3)
    return sum(colour) / len(colour) if colour else 1.0


def _box(shape: Sequence[float], page: Sequence[float]) -> Box:
    left, bottom, width, height = shape
    corners = [
        (x * page[0] + y * page[2] + page[4], x * page[1] + y * page[3] + page[5])
        for x, y in ((left, bottom), (left + width, bottom + height))
    ]
    across, up = sorted(x for x, _ in corners), sorted(y for _, y in corners)
    return across[0], up[0], across[1], up[1]


def _lies_in(text: Box, box: Box) -> bool:
    """True when the middle of the letters' height, and half of what they are long, lies in the box."""
    middle = (text[1] + text[3]) / 2
    shared = min(text[2], box[2]) - max(text[0], box[0])
    return box[1] < middle < box[3] and shared >= min(text[2] - text[0], box[2] - box[0]) / 2
