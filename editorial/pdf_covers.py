"""Words of a PDF page that a dark shape was laid over: nobody sees them, and everybody can copy them.

Source: ISO 32000-1, 8.2 and 9.4. A guess by places: of each piece of text, where it begins and about how
long it is.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import inf
from typing import Any, NamedTuple

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points."""

DARK = 0.3
"""Below this share of white a colour is dark."""
_LEAST_WIDTH, _LEAST_HEIGHT = 12.0, 5.0
"""Of a shape that hides words; a rule below them is lower."""
_LETTER = 0.35
"""Width of a letter by its height, at the least."""
_PAINTS = frozenset({b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"})
_ENDS = _PAINTS | {b"n", b"S", b"s"}
_SHOWS = frozenset({b"Tj", b"TJ", b"'", b'"'})
_COLOURS = frozenset({b"g", b"rg", b"k", b"sc", b"scn"})
_STEPS = frozenset({b"m", b"l", b"c", b"v", b"y"})
_CLIPS = frozenset({b"W", b"W*"})
_EVERYWHERE: Box = (-inf, -inf, inf, inf)
_NOWHERE: Box = (inf, inf, -inf, -inf)


class _State(NamedTuple):
    """white: of what is filled, 1 where one can see through; clip: in which box anything shows"""

    white: float = 0.0
    is_faint: bool = False
    clip: Box = _EVERYWHERE


class Covers:
    """Watches the operators of one page. found: how many pieces of text were laid over

    faint: names of the states of graphics in which a shape can be seen through
    """

    def __init__(self, faint: Collection[str] = ()) -> None:
        self.found = 0
        self._faint = faint
        self._state, self._kept = _State(), list[_State]()
        self._shapes, self._parts, self._clips = list[Box](), list[Box](), b""
        """Of the path that is being drawn: its upright shapes, all its parts, and how it will clip."""
        self._boxes, self._texts = list[Box](), list[Box]()
        self._size = 12.0

    def see(self, operator: bytes, operands: Sequence[Any], page: Sequence[float], text: Sequence[float]) -> None:
        """Take in one operator. page, text: the matrices before it"""
        if operator in _SHOWS and operands:
            self._show(operands[-1], page, text)
        elif operator == b"Tf" and len(operands) == 2:
            self._size = abs(float(operands[1]))
        elif operator == b"q":
            self._kept.append(self._state)
        elif operator == b"Q" and self._kept:
            self._state = self._kept.pop()
        elif operator in _COLOURS:
            white = lightness([float(one) for one in operands if isinstance(one, (int, float))])
            self._state = self._state._replace(white=white)
        elif operator == b"gs" and operands:
            self._state = self._state._replace(is_faint=operands[0] in self._faint)
        elif operator == b"re" and len(operands) == 4:
            left, bottom, width, height = map(float, operands)
            self._shapes.append(_around([left, bottom, left + width, bottom + height], page))
            self._parts.append(self._shapes[-1])
        elif operator in _STEPS:
            self._step(operator, _around([float(one) for one in operands], page))
        elif operator in _CLIPS:
            self._clips = operator
        elif operator in _ENDS:
            self._end(operator in _PAINTS)

    def _step(self, operator: bytes, box: Box) -> None:
        if operator == b"m" or not self._parts:
            self._parts.append(box)
        else:
            self._parts[-1] = _joined(self._parts[-1], box)

    def _end(self, is_filled: bool) -> None:
        """End a path: it is filled, or clips what follows, or both."""
        state = self._state
        if is_filled and not state.is_faint and state.white < DARK:
            for shape in self._shapes:
                self._cover(_shared(shape, state.clip))
        if self._clips:
            # of a path of several parts nobody can tell cheaply which of them are holes: nothing counts in it
            clip = self._parts[0] if len(self._parts) == 1 else _NOWHERE
            self._state = state._replace(clip=_shared(state.clip, clip))
        self._shapes, self._parts, self._clips = [], [], b""

    def _cover(self, box: Box) -> None:
        if box[2] - box[0] >= _LEAST_WIDTH and box[3] - box[1] >= _LEAST_HEIGHT:
            self._boxes.append(box)
            left = [one for one in self._texts if not _lies_in(one, box)]
            self.found += len(self._texts) - len(left)
            self._texts = left

    def _show(self, shown: Any, page: Sequence[float], text: Sequence[float]) -> None:
        pieces = shown if isinstance(shown, list) else [shown]
        letters = sum(len(piece) for piece in pieces if isinstance(piece, (str, bytes)))
        size = self._size * abs(text[3] * page[3] or text[1] * page[1])
        left = text[4] * page[0] + text[5] * page[2] + page[4]
        bottom = text[4] * page[1] + text[5] * page[3] + page[5]
        piece = left, bottom, left + max(letters, 1) * size * _LETTER, bottom + size * 0.5
        if self._state.white < DARK and any(_lies_in(piece, box) for box in self._boxes):
            self.found += 1
        else:
            self._texts.append(piece)


def lightness(colour: Sequence[float]) -> float:
    """Return how light a colour is, from 0 to 1; one that cannot be told is light."""
    if len(colour) == 4:  # cyan, magenta, yellow, black
        return (1 - colour[3]) * (1 - sum(colour[:3]) / 3)
    return sum(colour) / len(colour) if colour else 1.0


def _around(points: Sequence[float], page: Sequence[float]) -> Box:
    """Return the box around points, x and y in turn, as they lie on the page."""
    placed = [
        (x * page[0] + y * page[2] + page[4], x * page[1] + y * page[3] + page[5])
        for x, y in zip(points[::2], points[1::2], strict=False)
    ]
    across, up = [x for x, _ in placed], [y for _, y in placed]
    return (min(across), min(up), max(across), max(up)) if placed else _NOWHERE


def _joined(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _shared(one: Box, other: Box) -> Box:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _lies_in(text: Box, box: Box) -> bool:
    """True when the middle of the letters' height, and half of what they are long, lies in the box."""
    middle = (text[1] + text[3]) / 2
    shared = min(text[2], box[2]) - max(text[0], box[0])
    return box[1] < middle < box[3] and shared >= min(text[2] - text[0], box[2] - box[0]) / 2
