"""What stands for one another: abbreviations and their long forms, former names and present ones.

Abbreviations come from search/data/abbreviations.toml and are resolved when a page is indexed, both ways. Former
names come from the predecessors and aliases of records/bodies.toml and are tried beside the typed ones when a query is
planned.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

from editorial.frozen import frozen
from editorial.problem import Problem, Refused
from editorial.registry import Body
from editorial.text import nfc
from editorial.toml_document import read_document
from search.analysis import Keys, folded_words, keys, words

ABBREVIATIONS = Path(__file__).parent / "data" / "abbreviations.toml"

_LEVELS = re.compile(r"\b(?i:thành phố|tỉnh|huyện|quận|thị xã|thị trấn|phường|xã) (?=[A-ZĐÀ-Ỹ])")
"""Before a name alone: the word "xã" of "Bảo hiểm xã hội" is no level."""


@frozen
class Vocabulary:
    """short: (abbreviation, long form), both in lower case; alias: (folded words, other name)"""

    short: tuple[tuple[str, str], ...] = ()
    alias: tuple[tuple[str, str], ...] = ()

    @cached_property
    def twins(self) -> dict[str, list[tuple[tuple[str, ...], tuple[Keys, ...]]]]:
        """First folded key of a run to (the run's folded keys, the keys it stands for), longest run first."""
        found: dict[str, list[tuple[tuple[str, ...], tuple[Keys, ...]]]] = defaultdict(list)
        for pair in self.short:
            one, other = (tuple(k for word in words(text) if (k := keys(word))) for text in pair)
            for run, meant in ((one, other), (other, one)):
                found[run[0].folded].append((tuple(key.folded for key in run), meant))
        for runs in found.values():
            runs.sort(key=lambda run: -len(run[0]))
        return dict(found)


def read_abbreviations(path: Path = ABBREVIATIONS) -> tuple[tuple[str, str], ...]:
    """Return (abbreviation, long form) in lower case, sorted.

    Raises: Refused with every line that is no pair of an abbreviation of one word and a long form of several
    """
    document = read_document(path)
    pairs, problems = [], []
    for short, long in document.data.get("abbreviations", {}).items():
        if isinstance(long, str) and len(words(short)) == 1 and len(words(long)) > 1:
            pairs.append((nfc(short).lower(), nfc(long).lower()))
        else:
            where = document.at(("abbreviations", short))
            problems.append(Problem("abbreviation-unfit", "fail", where, "product", {"short": short}))
    if problems:
        raise Refused(*problems)
    return tuple(sorted(pairs))


def aliases(bodies: Sequence[Body], site: str = "", also: Sequence[str] = ()) -> tuple[tuple[str, str], ...]:
    """Return (folded name, name to try besides) of bodies: each former name to its present one, and back.

    A name is also known without the word for its level ("Sở Nội vụ Sóc Trăng").
    site: the name of the site, tried besides each name that its regulation calls it also by (CT-8.1, reading A5)
    """
    by_id = {body.id: body for body in bodies}
    found: dict[str, str] = {_folded(name): site for name in also}
    for body in bodies:
        present = _present(body, by_id)
        for name in (body.name, *body.aliases):
            for form in _forms(name):
                others = (
                    [present.name] if present is not body else [body.name, *(p.name for p in bodies if _leads(p, body))]
                )
                target = next((other for other in others if _folded(other) != _folded(form)), None)
                if target and _folded(target) not in {_folded(f) for f in _forms(body.name)}:
                    found.setdefault(_folded(form), target)
    return tuple(sorted(found.items()))


def _present(body: Body, by_id: dict[str, Body]) -> Body:
    """Return the body that took over at last; itself when it still is."""
    seen = {body.id}
    while (after := next((s for s in body.successors if s in by_id and s not in seen), None)) is not None:
        seen.add(after)
        body = by_id[after]
    return body


def _leads(former: Body, body: Body) -> bool:
    return body.id in former.successors


def _forms(name: str) -> Iterator[str]:
    yield name
    if (bare := _LEVELS.sub("", name)) != name:
        yield bare


def _folded(name: str) -> str:
    return " ".join(folded_words(name))
