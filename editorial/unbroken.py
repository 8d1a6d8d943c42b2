"""Document numbers in one piece: on a phone a browser would begin a new line after any hyphen or stroke of one.

Only markup says so (.cc-number in theme/static/css/base.css): the characters stay, so that a number is found, copied
and heard as it was signed. Whether it is a number indeed does not matter here: it is only kept in one piece.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_NUMBER = re.compile(r"(?<![\w/.-])\d+[a-zđ]?(?:[/-]\d{4})?(?:[/-][A-ZĐ](?:\w|&amp;)*)+")
"""As printed, in escaped text: 517/QĐ-SNV, 01/2020/QĐ-UBND, 91/2025/QH15, 02-CTr/TU, 2231/SNV-CCHC&amp;PC."""
_BEGIN, _END = '<span class="cc-number">', "</span>"
_KEPT = rf"{_BEGIN}\g<0>{_END}"


def unbroken(text: str) -> str:
    """Return a text whose numbers stay in one piece, as markup where it may have any; markup is left as it is."""
    if "/" not in text or isinstance(text, Markup):
        return text
    return Markup(_NUMBER.sub(_KEPT, str(escape(text))))


def without(markup: str) -> str:
    """Return the markup of a title as it is where no number is kept in one piece."""
    return markup.replace(_BEGIN, "").replace(_END, "")
