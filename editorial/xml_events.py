"""The elements of an XML file one after another, in little memory, whatever prefixes it gives their names.

Nothing is unfolded or loaded: a file that declares entities of its own is refused, since no office program writes one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import IO
from xml.parsers.expat import ExpatError, ParserCreate

Event = tuple[str, str, Mapping[str, str]]
"""("<", name, attributes), (">", name, {}) or (name, text, {}): of the element that has just begun, "" after an end."""

_CHUNK = 1 << 16
MOST_DEPTH = 128
"""Of elements in one another: three times as many as office programs write."""
_NONE: Mapping[str, str] = {}


class NoMarkup(Exception):
    """The bytes are no XML that can be read to its end."""


def events(file: IO[bytes], most_bytes: int) -> Iterator[Event]:
    """Yield what stands in the file. Raises: NoMarkup for other bytes, for more than most_bytes, MOST_DEPTH"""
    found: list[Event] = []
    depth, inside = 0, ""
    parser = ParserCreate()
    parser.buffer_text = True

    def begin(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal depth, inside
        if (depth := depth + 1) > MOST_DEPTH:
            raise NoMarkup
        inside = _bare(name)
        found.append(("<", inside, {_bare(key): value for key, value in attributes.items()}))

    def end(name: str) -> None:
        nonlocal depth, inside
        depth, inside = depth - 1, ""
        found.append((">", _bare(name), _NONE))

    def refuse(*_: object) -> None:
        raise NoMarkup

    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.CharacterDataHandler = lambda text: found.append((inside, text, _NONE))
    parser.StartDoctypeDeclHandler = refuse
    try:
        while chunk := file.read(_CHUNK):
            if (most_bytes := most_bytes - len(chunk)) < 0:
                raise NoMarkup
            parser.Parse(chunk, False)
            yield from found
            found.clear()
        parser.Parse(b"", True)
    except (ExpatError, ValueError, LookupError) as error:  # a ValueError, LookupError: of an encoding nobody knows
        raise NoMarkup from error
    yield from found


def _bare(name: str) -> str:
    return name.rpartition(":")[2]
