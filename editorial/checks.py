"""Everything that is asked of content before a leader sees it, in one run.

A check is a generator of problems; its docstring is its rule. The checks of one item take the item,
those of its rendering the frozen edition as well, those between items the whole context. Nothing
here reads a clock: the context carries the moment.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from editorial import (
    checks_body,
    checks_dates,
    checks_documents,
    checks_fields,
    checks_files,
    checks_indices,
    checks_links,
    checks_pages,
    checks_provenance,
    checks_services,
    checks_text,
    checks_together,
)
from editorial.checks_context import Context
from editorial.content import Item
from editorial.freezing import freeze
from editorial.light_items import whole
from editorial.parallel import forked
from editorial.problem import Problem

OF_ITEMS = (
    *checks_fields.CHECKS,
    *checks_pages.CHECKS,
    *checks_services.CHECKS,
    *checks_indices.CHECKS,
    *checks_dates.CHECKS,
    *checks_provenance.CHECKS,
    *checks_documents.CHECKS,
    *checks_text.CHECKS,
)
OF_RENDERINGS = (
    *checks_body.CHECKS,
    *checks_links.CHECKS,
    *checks_files.CHECKS,
    *checks_documents.FROZEN_CHECKS,
    *checks_indices.FROZEN_CHECKS,
    *checks_text.FROZEN_CHECKS,
)


CHECKED_LEAST = 16
"""Items for each process: one takes some 5 ms, most of it to render."""


def check_item(item: Item, context: Context) -> Iterator[Problem]:
    """Yield what stands against one item, by itself and among the others; one missing line is told once."""
    told: set[tuple[object, str]] = set()
    for problem in _check_item(whole(item), context):
        missing = (problem.facts["key"], problem.severity) if problem.code == "field-missing" else None
        if missing is None or missing not in told:
            yield problem
        if missing:
            told.add(missing)


def _check_item(item: Item, context: Context) -> Iterator[Problem]:
    for check in OF_ITEMS:
        yield from check(item, context)
    frozen = freeze(item, context.content, context.address_of(item), context.targets)
    context.keep_ids(item, frozen.rendered.ids)
    for check_rendering in OF_RENDERINGS:
        yield from check_rendering(item, frozen, context)


def check_items(items: Sequence[Item], context: Context) -> list[Problem]:
    """Return what stands against each of the items, looked at on all cores when they are many."""
    found = forked(lambda item: list(check_item(item, context)), items, CHECKED_LEAST)
    return list(chain.from_iterable(found))


def check_together(context: Context) -> Iterator[Problem]:
    """Yield what shows only between items."""
    for check in checks_together.CHECKS:
        yield from check(context)
