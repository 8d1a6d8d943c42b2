"""Requests whose end can be read in two ways are refused and their connection is closed (RFC 9112, 6.3).

Waitress obeys Transfer-Encoding where Content-Length stands as well; a proxy that does the opposite would let one
request carry another one past it. No browser sends a form in chunks, and nginx puts chunks together, so a body has one
Content-Length or there is none.
"""

from __future__ import annotations

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError


class StrictParser(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    """Reads a request that says its length once, as a number."""

    def parse_header(self, header_plus: bytes) -> None:
        names = [line.partition(b":")[0].strip().lower() for line in header_plus.split(b"\n")[1:]]
        if b"transfer-encoding" in names or names.count(b"content-length") > 1:
            raise ParsingError("a body has one Content-Length")
        try:
            super().parse_header(header_plus)
        except ValueError as error:  # an address such as "http://["
            raise ParsingError("the request cannot be read") from error


class StrictChannel(HTTPChannel):  # type: ignore[misc]  # the same
    """A connection whose requests are read strictly."""

    parser_class = StrictParser
