"""The body of a plain form (application/x-www-form-urlencoded), read as URL Standard section 5.1 says, and quickly.

Vietnamese letters come as two or three %XX each, so a question of a thousand letters is three thousand bytes, and
`urllib` takes longer for it than sealing does. Quoted-printable is the same code with "=" for "%", and the standard
library decodes that in C.
"""

from __future__ import annotations

import re
from binascii import a2b_qp

_NO_CODE = re.compile(rb"%(?![0-9A-Fa-f]{2})")


def read_form(body: bytes) -> dict[str, str]:
    """Return the fields by name, the first value of each. Bytes that are no UTF-8 become U+FFFD."""
    fields: dict[str, str] = {}
    for pair in body.split(b"&"):
        if pair:
            name, _, value = pair.partition(b"=")
            fields.setdefault(_decoded(name), _decoded(value))
    return fields


def _decoded(coded: bytes) -> str:
    plain = coded.replace(b"+", b" ")
    if b"%" in plain:
        marked = _NO_CODE.sub(b"%25", plain)  # a % that begins no code is itself
        plain = a2b_qp(marked.replace(b"=", b"%3D").replace(b"%", b"="))
    return plain.decode("utf-8", "replace")
