"""Document numbers in one piece: on a phone a browser would begin a new line after any hyphen or stroke of one.

Only markup says so (.cc-number in theme/static/css/base.css): the characters stay, so that a number is found, copied
and heard as it was signed.
"""

from __future__ import annotations

from collections.abc import Iterator

from editorial.numbers import find_numbers

BEGIN, END = '<span class="cc-number">', "</span>"


def runs(text: str) -> Iterator[tuple[str, bool]]:
    """Yield a text run by run, and of each whether it is a number that stays in one piece."""
    done = 0
    for cited in find_numbers(text):
        yield text[done : cited.start], False
        yield text[cited.start : cited.end], True
        done = cited.end
    yield text[done:], False


def without(markup: str) -> str:
    """Return the markup of a title as it is where no number is kept in one piece."""
    return markup.replace(BEGIN, "").replace(END, "")
