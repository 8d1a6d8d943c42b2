"""Document numbers in one piece: on a phone a browser would begin a new line after any hyphen or stroke of one.

Only markup says so (.cc-number in theme/static/css/base.css): the characters stay, so that a number is found, copied
and heard as it was signed.
"""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from editorial.numbers import find_numbers

_BEGIN, _END = '<span class="cc-number">', "</span>"


def unbroken(text: str) -> str:
    """Return a text whose numbers stay in one piece, as markup where it has any; markup is left as it is."""
    return Markup().join(_runs(text)) if "/" in text and not isinstance(text, Markup) else text


def without(markup: str) -> str:
    """Return the markup of a title as it is where no number is kept in one piece."""
    return markup.replace(_BEGIN, "").replace(_END, "")


def _runs(text: str) -> Iterator[str]:
    done = 0
    for cited in find_numbers(text):
        yield text[done : cited.start]
        yield Markup(_BEGIN + "{}" + _END).format(text[cited.start : cited.end])
        done = cited.end
    yield text[done:]
