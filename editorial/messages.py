"""From a problem to the Vietnamese sentence that a person reads.

Each file of editorial/sentences holds VI = {code: sentence}; a code stands in one file only.
A sentence names what is wrong and what to do, and uses str.format fields from the facts.
"""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType

from editorial.problem import Problem

CONCERNS = (
    "content",
    "endpoint",
    "files",
    "inbox",
    "inbox_web",
    "indices",
    "inquiry_form",
    "inquiry_store",
    "mail",
    "numbers",
    "organisation",
    "pages",
    "profile",
    "publishing",
    "services",
    "settings",
    "signing",
    "text",
)


def _collect() -> dict[str, str]:
    sentences: dict[str, str] = {}
    for concern in CONCERNS:
        for code, sentence in import_module(f"editorial.sentences.{concern}").VI.items():
            if code in sentences:
                raise ValueError(f"problem code {code!r} has two sentences (again in {concern})")
            sentences[code] = sentence
    return sentences


VI = MappingProxyType(_collect())


def sentence(problem: Problem) -> str:
    """Return the problem's sentence without its place and clause.

    Raises: KeyError for a code without a sentence or a fact that the sentence needs.
    """
    return VI[problem.code].format(**problem.facts)
