"""An edition's digest as people compare it: in groups, in short, and read aloud."""

from __future__ import annotations

GROUP = 4
"""Hexadecimal digits in a group."""

SHORT_GROUPS = 4
"""Groups of the short form: 64 bits, too many to forge a second text that agrees."""

_SPOKEN = dict(
    zip("0123456789abcdef", "không một hai ba bốn năm sáu bảy tám chín a bê xê dê e ép".split(), strict=True)
)


def groups(digest: str) -> list[str]:
    """Return the digest in groups of four digits."""
    return [digest[start : start + GROUP] for start in range(0, len(digest), GROUP)]


def short(digest: str) -> str:
    """Return the first groups: "3f2a 91c0 7b7e 0d13"."""
    return " ".join(groups(digest)[:SHORT_GROUPS])


def in_words(digest: str) -> str:
    """Return the short form as it is read aloud: "ba ép hai a, chín một xê không, …"."""
    return ", ".join(" ".join(_SPOKEN[digit] for digit in group) for group in groups(digest)[:SHORT_GROUPS])
