"""What stands in a feed, whatever its format: items with their whole text, corrections, and what was taken away.

- An item's id is "tag:AUTHORITY,2026:ITEM": it stays when the title, the address or the site's domain changes. The
  authority is the domain of the office's own e-mail.
- All times are those of sign-offs, so the bytes depend on what was signed and never on the clock.
"""

from __future__ import annotations

from datetime import datetime

from markupsafe import escape

from editorial import links
from editorial.dates import VIETNAM
from editorial.frozen import frozen
from plugins.corrections import Correction
from plugins.documents import Standing
from plugins.entries import Addresses, Entry, files_of
from plugins.readings import note_all, recorded_apart

MINTED_IN = 2026
"""The year in the ids; part of every id ever given, so it never changes."""

NEVER = datetime(MINTED_IN, 1, 1, tzinfo=VIETNAM)
"""The time of a feed in which nothing has been approved yet."""


@frozen
class Channel:
    """What every feed says of the site.

    base: its address; tag: how every id begins; hub: of WebSub, or ""; help_address: of the page about feeds, or ""
    trial: it has no address yet, and pages are read from a disk
    """

    base: str
    name: str
    directed_by: str
    reuse_line: str
    tag: str
    hub: str = ""
    help_address: str = ""
    trial: bool = False


@frozen
class Enclosure:
    """An attached file. size: bytes"""

    name: str
    url: str
    size: int
    media_type: str


@frozen
class Piece:
    """One entry of a feed. html: with whole addresses; categories: (slug, name); author, source, summary: or ""

    standing: of a document, whether it is in force (PS-S5)
    """

    id: str
    title: str
    url: str
    published: datetime
    updated: datetime
    html: str
    summary: str = ""
    author: str = ""
    source: str = ""
    lang: str = ""
    categories: tuple[tuple[str, str], ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    standing: Standing | None = None


@frozen
class Gone:
    """An item that was withdrawn: readers of the feed are to forget it (RFC 6721)."""

    item: str
    at: datetime


Subject = Entry | Correction
"""What a feed is made of."""


class Texts:
    """The texts of items with whole addresses; one that several feeds of a process hold is worked out once.

    What was read for it is noted for each feed. keeps: how many texts stay at hand: of archived pages, each of which
    holds others, they would be as many as there are items
    """

    mark = "texts"

    def __init__(self, base: str, addresses: Addresses, keeps: int) -> None:
        self._base, self._addresses, self._keeps = base, addresses, keeps
        self._made: dict[tuple[str, str], tuple[str, frozenset[str]]] = {}

    def html(self, entry: Entry) -> str:
        """Return the signed text of an item."""
        key = entry.id, entry.public.digest
        if key not in self._made:
            if len(self._made) >= self._keeps:
                self._made.clear()
            with recorded_apart() as read:
                made = links.resolve(entry.html, self._addresses, files_of(entry), self._base, trial=False)
                made = links.whole_fragments(made, self._base + entry.address)
            self._made[key] = made, frozenset(read)
        made, reads = self._made[key]
        note_all(reads)
        return made


def piece_of(subject: Subject, channel: Channel, texts: Texts) -> Piece:
    """Return what a feed says of an item, or of a correction."""
    return _of_entry(subject, channel, texts) if isinstance(subject, Entry) else _of_correction(subject, channel)


def updated_at(subject: Subject) -> str:
    """Return when a subject last changed, in a form that sorts by time."""
    return subject.public.shown.updated_at if isinstance(subject, Entry) else subject.corrected_at.isoformat()


def _of_entry(entry: Entry, channel: Channel, texts: Texts) -> Piece:
    entry.note_all()
    item = entry.item
    return Piece(
        id=channel.tag + item.id,
        title=item.title,
        url=channel.base + entry.address,
        published=entry.public.published_at,
        updated=entry.public.updated_at,
        html=texts.html(entry),
        summary=item.summary,
        author=item.author,
        source=item.source,
        lang=entry.foreign_lang or "",
        categories=tuple((place.slug, place.name) for place in (*entry.above, *entry.areas)),
        enclosures=tuple(
            Enclosure(file.name, channel.base + entry.address + file.address_name, file.size, file.media_type)
            for file in entry.public.attachments
            if file.name in item.attachments
        ),
        standing=entry.standing,
    )


def _of_correction(correction: Correction, channel: Channel) -> Piece:
    said = correction.words
    return Piece(
        id=channel.tag + correction.id,
        title=f"Đính chính: {correction.title}",
        url=channel.base + correction.history,
        published=correction.corrected_at,
        updated=correction.corrected_at,
        html="".join(f"<p>{escape(sentence)}</p>" for sentence in said)
        + f'<p><a href="{escape(channel.base + correction.address)}">{escape(correction.title)}</a></p>',
        summary=said[0],
    )
