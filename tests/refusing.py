"""What is refused, by its codes: each problem with a sentence that a person reads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from editorial.messages import sentence
from editorial.problem import Refused


@contextmanager
def refuses(*codes: str) -> Iterator[pytest.ExceptionInfo[Refused]]:
    """Fail unless what is done inside is refused with just these problems, each of which can be told in words."""
    with pytest.raises(Refused) as refused:
        yield refused
    assert [problem.code for problem in refused.value.problems] == [*codes]
    assert all(sentence(problem) for problem in refused.value.problems)
