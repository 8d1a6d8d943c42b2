"""Requests whose end can be read in two ways are refused and their connection is closed (RFC 9112, 6.3).

Waitress obeys Transfer-Encoding where Content-Length stands as well; a proxy that does the opposite would let one
request carry another one past it.
"""

from __future__ import annotations

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError

_LENGTHS = frozenset((b"content-length", b"transfer-encoding"))


class StrictParser(HTTPRequestParser):
    """Reads a request that says its length once."""

    def parse_header(self, header_plus: bytes) -> None:
        names = [line.partition(b":")[0].strip(b" \t").lower() for line in header_plus.split(b"\r\n")[1:]]
        if sum(name in _LENGTHS for name in names) > 1:
            raise ParsingError("the length is said twice")
        super().parse_header(header_plus)


class StrictChannel(HTTPChannel):
    """A connection whose requests are read strictly."""

    parser_class = StrictParser
