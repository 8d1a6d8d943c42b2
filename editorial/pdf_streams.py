"""What a PDF holds in compressed object streams, whose names nobody sees in its bytes. Source: ISO 32000-1, 7.5.7

Nothing is executed. A few bytes may unpack to many, and a file may be made so that only some programs can read it: what
cannot be looked at to its end is told, and never taken for harmless.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import BytesIO


class Unseen(Exception):
    """What a file holds could not be looked at to its end."""


def object_streams(content: bytes, most_bytes: int) -> Iterator[bytes]:
    """Yield each object stream unpacked. Raises: Unseen when one cannot be read, or together they are too large"""
    from pypdf import PdfReader  # half a second to import, for files that have such streams only
    from pypdf.generic import IndirectObject, StreamObject

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it is told of every oddity of a file that is read well
    try:
        with PdfReader(BytesIO(content)) as reader:
            if reader.is_encrypted and not reader.decrypt(""):  # opens for nobody without a password
                raise Unseen
            named = {stream for stream, _ in reader.xref_objStm.values()}
            for generation, places in reader.xref.items():
                for number in places:
                    found = reader.get_object(IndirectObject(number, generation, reader))
                    if isinstance(found, StreamObject) and (number in named or found.get("/Type") == "/ObjStm"):
                        yield (unpacked := found.get_data())
                        if (most_bytes := most_bytes - len(unpacked)) < 0:
                            raise Unseen
    except Exception as error:  # whatever it is that a file made by an attacker raises in pypdf
        raise Unseen from error
