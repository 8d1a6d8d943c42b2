"""Bodies of plain forms: as browsers write them, and as nobody should."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from endpoint.form_body import read_form


@given(st.dictionaries(st.text(), st.text(), max_size=5))
def test_what_a_browser_writes_is_read_back(fields: dict[str, str]):
    fields = {name: value.encode("utf-8", "replace").decode() for name, value in fields.items()}
    written = {name.encode("utf-8", "replace").decode(): value for name, value in fields.items()}
    assert read_form(urlencode(written).encode()) == written


@given(st.lists(st.sampled_from([b"%", b"=", b"&", b"+", b"4", b"1", b"f", b"\n", b"\r", b" ", b"a", b"\xc3", b"_"])))
def test_whatever_comes_is_read_as_the_standard_library_reads_it(parts: list[bytes]):
    body = b"".join(parts)
    expected: dict[str, str] = {}
    for pair in filter(None, body.split(b"&")):
        name, _, value = (
            unquote_to_bytes(part.replace(b"+", b" ")).decode("utf-8", "replace") for part in pair.partition(b"=")
        )
        expected.setdefault(name, value)
    assert read_form(body) == expected


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (b"", {}),
        (b"&&", {}),
        (b"a", {"a": ""}),
        (b"=x", {"": "x"}),
        (b"a=1&a=2", {"a": "1"}),
        (b"a=%", {"a": "%"}),
        (b"a=%%41%4", {"a": "%A%4"}),
        (b"a=%3D%26%25+%2B", {"a": "=&% +"}),
        (b"a=b=c", {"a": "b=c"}),
        (b"a=%E1%BB%87&b=%E1%BB", {"a": "ệ", "b": "�"}),
        (b"a=%0D%0A%00", {"a": "\r\n\0"}),
    ],
)
def test_the_first_value_counts_and_what_is_no_escape_stays_as_typed(body: bytes, fields: dict[str, str]):
    assert read_form(body) == fields
