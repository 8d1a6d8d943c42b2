"""What pages tell of the sign-offs that completed an approval, packed: few who hold ten thousand ask for it."""

from __future__ import annotations

import marshal
from collections.abc import Sequence
from typing import NamedTuple

from editorial.dates import local_day
from editorial.signoffs import Signoff


class Signed(NamedTuple):
    """A sign-off as a page tells of it. signed_on: ISO; rules: their digest; paper, paper_on: of the slip, or "" """

    act: str
    role: str
    rules: str
    signed_on: str
    stands_in: bool
    paper: str
    paper_on: str


BY_NOBODY = marshal.dumps([])
"""Of what nobody has signed."""


def told_of(receipt: Sequence[Signoff]) -> bytes:
    """Return what is told of sign-offs, in their order."""
    one: dict[str, str] = {}  # of each word, which is then written once

    def told(signoff: Signoff) -> tuple[str | bool, ...]:
        paper = signoff.paper
        words = (signoff.act, signoff.role, signoff.rules, local_day(signoff.at).isoformat())
        slip = (paper.reference, paper.signed_on.isoformat()) if paper else ("", "")
        return (*(one.setdefault(word, word) for word in words), bool(signoff.on_behalf_of), *slip)

    return marshal.dumps([told(signoff) for signoff in receipt])


def signed_of(told: bytes) -> tuple[Signed, ...]:
    """Return the sign-offs of which `told_of` told."""
    return tuple(map(Signed._make, marshal.loads(told)))
