"""Changes and problems of a submission as a terminal shows them."""

from __future__ import annotations

from rich.text import Text

from desk.screen import Screen
from editorial.changes import Changes, Passage, Piece
from editorial.text_faults import visible

LOOK = {"same": "", "out": "red strike", "in": "green underline"}
MARKS = {"same": "{}", "out": "[-{}-]", "in": "{{+{}+}}"}
"""Marks beside the colours: a pipe, a printer and many eyes see no colours."""

CONTEXT = 60
"""Characters of unchanged text kept on each side of a change."""


def show_changes(changes: Changes, screen: Screen, most: int | None = None) -> None:
    """Print the changed passages, the first `most` of them."""
    for passage in changes.passages[:most]:
        screen.out.print(_line(passage))
    if most is not None and len(changes.passages) > most:
        screen.say(f"  … và {len(changes.passages) - most} chỗ nữa: xem bằng “python -m desk diff”.")


def _line(passage: Passage) -> Text:
    """Return a passage in one line; what has no shape, or would steer the terminal, stands in it by its number."""
    line = Text(f"  {visible(passage.name)}: ")
    last = len(passage.pieces) - 1
    for place, piece in enumerate(passage.pieces):
        text = visible(_shortened(piece, place == 0, place == last))
        line.append(MARKS[piece.sort].format(text), LOOK[piece.sort])
    return line


def _shortened(piece: Piece, is_first: bool, is_last: bool) -> str:
    """Return unchanged text with its far parts left out; what changed is never shortened."""
    text = piece.text.replace("\n", " ⏎ ")
    if piece.sort != "same" or len(text) <= 2 * CONTEXT:
        return text
    before, after = ("" if is_first else text[:CONTEXT]), ("" if is_last else text[-CONTEXT:])
    return f"{before}…{after}"
