"""What readers could see change from one public edition of an item to the next.

Compared are the fields that a page shows, the plain text of the signed HTML and the files offered: nothing that only
the office has to know. The pages of changes are made from this, and proved against it (editorial.verification).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from editorial.changes import Passage, Piece, compare_lines, compare_words
from editorial.content_fields import FIELDS
from editorial.dates import PartialDate
from editorial.editions import Edition
from editorial.text import without_tags

SHOWN_FIELDS = (
    "title", "summary", "author", "source", "document_no", "number_variant", "form", "signer", "signer_title",
    "abstract", "territory", "recipients", "legal_bases", "replaces", "repeals", "amends", "guides", "replaced_by",
    "repealed_by", "issued_on", "effective_on", "expires_on", "event_on", "event_until", "announced_on", "approved_on",
    "accepted_on", "completed_on", "reviewed_on", "index_name", "index_unit", "index_scale", "service_field",
    "service_level", "service_audience", "service_url", "service_owner", "service_guide", "service_progress",
)  # fmt: skip
"""The fields whose words stand on a page as they were written; the others are ids, or for the office alone."""

_BLOCK = re.compile(r"</?(?:p|div|h[1-6]|li|[uod]l|d[td]|tr|table|t(?:head|body)|caption|blockquote|pre|hr)\b[^>]*>")
_BREAK = re.compile(r"<br[^>]*>")
_CELL = re.compile(r"</t[dh]>\s*(?=<t[dh])")
_ISO_DATE = re.compile(r"\d{4}(-\d\d){0,2}")


def compare_shown(before: Edition, after: Edition) -> tuple[Passage, ...]:
    """Return the changed places in the order of a page: fields, text, files; a place in the text has no name."""
    return (
        *_fields(before, after),
        *(Passage("", one.pieces) for one in compare_lines(plain_lines(before.html), plain_lines(after.html))),
        *_files(before, after),
    )


def plain_lines(html: str) -> list[str]:
    """Return the text of signed HTML, a line for each paragraph, heading, item of a list or row of a table."""
    lines = _BLOCK.sub("\n", _CELL.sub(" · ", _BREAK.sub(" ", html.replace("\n", " ")))).split("\n")
    found = (" ".join(without_tags(line).split()) for line in lines)
    return [line for line in found if line]


def _fields(before: Edition, after: Edition) -> Iterator[Passage]:
    for key in SHOWN_FIELDS:
        old, new = _value(before, key), _value(after, key)
        if old != new:
            yield Passage(FIELDS[key].label, tuple(compare_words(old, new)))


def _value(edition: Edition, key: str) -> str:
    value = edition.metadata.get(key, "")
    if not isinstance(value, str):
        return "; ".join(value)
    is_day = key.endswith(("_on", "_until")) and _ISO_DATE.fullmatch(value)
    return PartialDate.parse(value).vietnamese() if is_day else value


def _files(before: Edition, after: Edition) -> Iterator[Passage]:
    old = {file.name: file.sha256 for file in before.attachments}
    new = {file.name: file.sha256 for file in after.attachments}
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            yield Passage("tệp", (Piece("out", name),))
        elif name not in old:
            yield Passage("tệp", (Piece("in", name),))
        elif old[name] != new[name]:
            yield Passage("tệp đã thay bằng bản khác", (Piece("same", name),))
