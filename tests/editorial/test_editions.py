"""The fast way of writing canonical JSON writes what RFC 8785 asks for."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from editorial.editions import Attachment, Edition, EditionStore, canonical, encode, source_of

TEXT = st.text()
NAME = st.text(st.characters(max_codepoint=127))
PLAIN = st.recursive(
    TEXT | st.integers(0, 2**53 - 1),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(NAME, inner, max_size=5),
    max_leaves=15,
)


@given(st.dictionaries(NAME, PLAIN, max_size=6))
def test_the_bytes_are_those_of_rfc_8785(value: dict[str, Any]) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@given(st.characters(exclude_categories=["Cs"]))  # half a character is no text
def test_every_character_is_written_as_rfc_8785_writes_it(character: str) -> None:
    assert canonical({"a": character}) == rfc8785.dumps({"a": character})


@pytest.mark.parametrize("value", [1.0, True, None, -1, 2**53, {"đ": "x"}, {"\U0001f600": "x"}, b"x", "\ud800"])
def test_what_the_two_ways_would_write_differently_is_refused(value: object) -> None:
    with pytest.raises(ValueError):
        canonical({"a": value})


_TRAPS = st.sampled_from([',"html":"', ',"item":"', '\\",', "\\"]) | TEXT


@given(_TRAPS, _TRAPS, _TRAPS)
def test_the_html_alone_is_that_of_the_edition(body: str, html: str, name: str) -> None:
    files = (Attachment(name, "0" * 64, 1, name, "tep.pdf"),)
    edition = Edition("", name, "news", "/x/", {"html": name, "item": (html, body)}, body, html, files)
    content = encode(edition)
    with TemporaryDirectory() as records:
        store = EditionStore(Path(records))
        store.editions.mkdir()
        digest = sha256(content).hexdigest()
        store.path(digest).write_bytes(content)
        assert store.html(digest) == html


@given(st.dictionaries(NAME, TEXT | st.tuples(TEXT, TEXT)), TEXT)
def test_two_sources_are_equal_only_when_text_and_metadata_are(metadata: dict[str, Any], body: str) -> None:
    source = source_of(metadata, body)
    assert source_of(dict(reversed(metadata.items())), body) == source
    assert source_of(metadata, body + " ") != source
    assert source_of({**metadata, "x": "y" + str(metadata.get("x"))}, body) != source
