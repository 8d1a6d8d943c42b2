"""The tracking code: the only thing by which a sender finds an inquiry again.

Terms: *canonical* is the code as it is computed with, 13 letters of Crockford's base 32; *shown* is
ABCD-EFGH-JKLMN, as people copy it. Twelve letters hold 60 random bits; the last one checks them.

1. No table maps codes to inquiries: an inquiry's id is the HMAC of its code, so codes that are alike have ids that
   have nothing in common, an unknown code costs the same HMAC as a known one, and no answer comes sooner for a
   code that is nearly right.
2. The check letter is Luhn's modulo N with N = 32 (ISO/IEC 7812-1 generalised), not Crockford's modulo 37: that
   one needs * ~ $ = and U, which nobody finds on a telephone or understands when they are read out. It notices
   every wrong letter, and every exchange of two neighbours but 0 with Z.
3. Typed codes are read kindly: any case, O as 0, I and L as 1, with or without hyphens and spaces.
"""

from __future__ import annotations

import hmac
import secrets

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LETTERS = 13
ID_LETTERS = 32
SECRET_BYTES = 32

_BASE = len(ALPHABET)
_BITS = 5
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}
_GROUPS = (slice(0, 4), slice(4, 8), slice(8, CODE_LETTERS))
_AS_TYPED = str.maketrans(
    {"O": "0", "I": "1", "L": "1"} | dict.fromkeys("- \t\r\n.\u00a0\u2010\u2011\u2012\u2013\u2014")
)


def new_code() -> str:
    """Return a fresh canonical code: 60 bits from the system's generator, and the check letter."""
    bits = secrets.randbits(_BITS * (CODE_LETTERS - 1))
    drawn = "".join(ALPHABET[bits >> _BITS * place & _BASE - 1] for place in range(CODE_LETTERS - 1))
    return drawn + _check_letter(drawn)


def read_code(typed: str) -> str | None:
    """Return the canonical code that somebody typed, or None when it cannot be one."""
    code = typed.upper().translate(_AS_TYPED)
    if len(code) != CODE_LETTERS or not _VALUES.keys() >= set(code):
        return None
    return code if _check_letter(code[:-1]) == code[-1] else None


def show_code(code: str) -> str:
    """Return a canonical code as people copy it: "ABCD-EFGH-JKLMN"."""
    return "-".join(code[group] for group in _GROUPS)


def inquiry_id(secret: bytes, code: str) -> str:
    """Return the id under which the inquiry of a canonical code is kept; secret: of the store, 32 bytes."""
    return hmac.digest(secret, code.encode(), "sha256").hex()[:ID_LETTERS]


def sender_key(code: str) -> bytes:
    """Return the 32-byte key with which only who knows the canonical code reads what was sealed for the sender."""
    return HKDF(SHA256(), length=32, salt=None, info=b"inquiry: for the sender").derive(code.encode())


def _check_letter(letters: str) -> str:
    """Return Luhn's check letter modulo 32: every second value, from the right, counts double."""
    total = 0
    for place, letter in enumerate(reversed(letters)):
        value = _VALUES[letter] * (2 if place % 2 == 0 else 1)
        total += value // _BASE + value % _BASE
    return ALPHABET[-total % _BASE]
