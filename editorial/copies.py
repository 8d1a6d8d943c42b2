"""By what a reader tells whether a copy is what is public: digests of texts and files, in lists by their first digits.

Terms: a *copy* is what somebody holds: the words of a text, an attached file, or the code of an edition as its page
prints it. A list says of each digest which item it belongs to, since when it was shown and until when.

Rules
1. Listed is what readers can see today, and what they could see of the same item since it was last taken away: a former
   edition is told as such (its words stand on the page of changes in any case).
2. What was withdrawn is in no list: the digest of a text that is gone would confirm whoever guesses its words.
3. The digest of a text is that of its words in canonical form, so that it survives being pasted elsewhere: invisible
   breaks taken out, NFC, one space for any white space, UTF-8. Marks that turn the direction of writing stay, since
   they change what an eye reads. theme/static/js/verify.mjs does the same.
4. Each text has two digests, without its title and with the title before it.
5. All lists of a site exist, the empty ones too: a list that cannot be fetched never means "none of ours".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache, cached_property
from hashlib import blake2b, sha256
from html import unescape
from itertools import chain, product
from json.encoder import encode_basestring as quoted
from string import hexdigits
from typing import NamedTuple
from unicodedata import normalize

from editorial.editions import Edition
from editorial.frozen import frozen

EDITION, TEXT, FILE = "edition", "text", "file"
"""What a digest is of."""

Copy = tuple[bytes, str, str, str, str]
"""A digest, what it is of, the name of a file or "", the first day and the day after the last ("": shown today)."""


class Held(NamedTuple):
    """A public item, as far as lists tell of it."""

    address: str
    title: str
    is_superseded: bool


LONGEST_LIST = 40
"""Digests that a list may hold on average, before there are sixteen times as many lists: a few kB to fetch."""
WIDEST = 3
"""Digits by which lists are told apart, at most."""
MOST_ITEMS = 10
"""Items told of one digest: a picture may lie beside hundreds."""

_INVISIBLE = ("\xad", "\u200b", "\u2060", "\ufeff")
_GAPS = dict.fromkeys("a abbr b cite code del em i ins q s small strong sub sup time u".split(), "")
"""What stands in the place of tags of elements that part no words; every other tag, and a comment, leaves a space."""
_TAG = re.compile(r'<(?:!--.*?--|/?([a-z0-9]*)[^>"]*(?:"[^"]*"[^>"]*)*)>', re.DOTALL)


def canonical_text(text: str) -> str:
    """Return the words of a text in the form of which the digest is made."""
    for sign in _INVISIBLE:
        text = text.replace(sign, "")
    return " ".join(normalize("NFC", text).split())


def words_of(html: str) -> str:
    """Return the words of signed HTML as a browser copies them, in canonical form."""
    parts = _TAG.split(html)  # words, and between them the name of each tag
    parts[1::2] = [_GAPS.get(name, " ") for name in parts[1::2]]
    return canonical_text(unescape("".join(parts)))


def text_digests(title: str, html: str) -> tuple[bytes, ...]:
    """Return the digests of a text without its title and with it; () of a text without words."""
    words = words_of(html)
    told = (words, f"{canonical_text(title)} {words}") if words else ()
    return tuple(sha256(one.encode()).digest() for one in told)


def copies_of(shown: Sequence[tuple[Edition, str]]) -> tuple[Copy, ...]:
    """Return every copy of an item. shown: its editions with the day of each, oldest first; the last one is shown today

    What several editions have in common is told of the newest of them.
    """
    found: dict[tuple[bytes, str], Copy] = {}
    days = [*(day for _, day in shown[1:]), ""]
    for (edition, since), until in zip(shown, days, strict=True):
        for digest, sort, name in _held(edition):
            before = found.get((digest, sort))
            found[digest, sort] = (digest, sort, name, before[3] if before and before[4] == since else since, until)
    return tuple(found.values())


def _held(edition: Edition) -> Iterator[tuple[bytes, str, str]]:
    yield bytes.fromhex(edition.digest), EDITION, ""
    for digest in text_digests(str(edition.metadata.get("title", "")), edition.html):
        yield digest, TEXT, ""
    for file in edition.attachments:
        yield bytes.fromhex(file.sha256), FILE, file.name


def width_for(count: int) -> int:
    """Return by how many digits the lists of so many digests are told apart."""
    return next((width for width in range(1, WIDEST) if count <= LONGEST_LIST * 16**width), WIDEST)


@frozen
class Shelf:
    """The copies whose digests begin with the same digits, of which one or several lists are made.

    width: digits by which lists are told apart; rows: each with the number of the item that holds it, in the order of
    the items; marks: of the items; held: what lists tell of an item
    """

    digits: str
    width: int
    rows: Sequence[tuple[int, Copy]]
    marks: Sequence[bytes]
    held: Callable[[int], Held]

    @cached_property
    def key(self) -> bytes:
        """What tells apart all that the lists are made of."""
        marks = self.marks
        joined = b"".join([marks[number] for number, _ in self.rows])
        return blake2b(b"%d %d %b" % (self.width, len(self.rows), joined), digest_size=16).digest()

    @property
    def names(self) -> list[str]:
        """The digits that tell the lists apart."""
        return [self.digits + ending for ending in _endings(self.width - len(self.digits))]

    def lists(self) -> dict[str, bytes]:
        """Return every list by its digits, the empty ones too.

        A list is a JSON object: the rest of a digest -> rows [what, address, title, file, since, until, superseded].
        """
        told: defaultdict[bytes, list[str]] = defaultdict(list)
        for number, (digest, sort, name, since, until) in self.rows:
            if len(told[digest]) < MOST_ITEMS:
                item = self.held(number)
                place = f"{quoted(item.address)},{quoted(item.title)},{quoted(name)}"
                told[digest].append(f'["{sort}",{place},"{since}","{until}",{int(item.is_superseded)}]')
        lists: dict[str, list[str]] = {name: [] for name in self.names}
        for digest, rows in told.items():
            whole = digest.hex()
            lists[whole[: self.width]].append(f'"{whole[self.width :]}":[{",".join(rows)}]')
        return {digits: f"{{{','.join(sorted(rows))}}}\n".encode() for digits, rows in lists.items()}


@cache
def _endings(count: int) -> list[str]:
    """Return all that so many digits can be, in order."""
    return ["".join(digits) for digits in product(hexdigits[:16], repeat=count)]


def shelves(copies: Sequence[tuple[Copy, ...]], marks: Sequence[bytes], held: Callable[[int], Held]) -> Sequence[Shelf]:
    """Return all copies, parted by how their digests begin.

    copies, marks: of each item, newest first, as a Publication has them; held: what lists tell of one, by its number
    """
    rows: list[list[tuple[int, Copy]]] = [[] for _ in range(256)]
    for number, of_item in enumerate(copies):
        for copy in of_item:
            rows[copy[0][0]].append((number, copy))
    width = width_for(len({copy[0] for of_item in copies for copy in of_item}))
    if width > 1:
        return [Shelf(f"{first:02x}", width, of, marks, held) for first, of in enumerate(rows)]
    joined = (list(chain(*rows[first * 16 : first * 16 + 16])) for first in range(16))
    return [Shelf(f"{first:x}", width, of, marks, held) for first, of in enumerate(joined)]
