"""An edition's digest as people compare it, in groups and read aloud, and as a sentence names it."""

from __future__ import annotations

GROUP = 4
"""Hexadecimal digits in a group."""

SHORT_GROUPS = 4
"""Groups by which a sentence names an edition."""

COMPARED_GROUPS = 8
"""Groups that people compare: 128 bits. Whoever writes the text shown and the text signed may try both until two agree,
which takes the square root of all there are: of the short form minutes, of this one no machine there is."""

_SPOKEN = dict(
    zip("0123456789abcdef", "không một hai ba bốn năm sáu bảy tám chín a bê xê dê e ép".split(), strict=True)
)


def groups(digest: str) -> list[str]:
    """Return the digest in groups of four digits."""
    return [digest[start : start + GROUP] for start in range(0, len(digest), GROUP)]


def short(digest: str) -> str:
    """Return the first groups: "3f2a 91c0 7b7e 0d13"."""
    return " ".join(groups(digest)[:SHORT_GROUPS])


def compared(digest: str) -> str:
    """Return the groups by which people make sure that they speak of one text."""
    return " ".join(groups(digest)[:COMPARED_GROUPS])


def in_words(digest: str) -> str:
    """Return the same groups as they are read aloud: "ba ép hai a, chín một xê không, …"."""
    return ", ".join(" ".join(_SPOKEN[digit] for digit in group) for group in groups(digest)[:COMPARED_GROUPS])
