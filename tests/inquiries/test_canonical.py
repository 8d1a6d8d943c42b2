"""What we write is what the canonical form of JSON says."""

from __future__ import annotations

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from inquiries.canonical import canonical

names = st.text(st.characters(max_codepoint=127))
texts = st.text(st.characters(exclude_categories=("Cs",)))
plain = texts | st.integers(-(2**53) + 1, 2**53 - 1) | st.booleans()
content = st.dictionaries(
    names, st.recursive(plain, lambda one: st.lists(one) | st.dictionaries(names, one), max_leaves=20)
)


@given(content)
@example({"a": "\u2028\u2029"})
def test_it_is_the_canonical_form_of_all_that_is_written(content: dict[str, object]):
    assert canonical(content) == rfc8785.dumps(content)


@pytest.mark.parametrize("wrong", ["\ud800", float("nan"), float("inf")])
def test_what_has_no_form_is_refused(wrong: object):
    with pytest.raises(ValueError):
        canonical({"a": wrong})
