"""Everything that is asked of content before a leader sees it, in one run.

A check is a generator of problems; its docstring is its rule. The checks of one item take the item,
those of its rendering the frozen edition as well, those between items the whole context. Nothing
here reads a clock: the context carries the moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from editorial import (
    checks_body,
    checks_dates,
    checks_documents,
    checks_fields,
    checks_files,
    checks_provenance,
    checks_text,
    checks_together,
)
from editorial.acts import Act
from editorial.checks_context import Context, addresses_given
from editorial.content import Item
from editorial.editions import freeze
from editorial.problem import Problem
from editorial.profile import Profile
from editorial.registry import Registry
from editorial.workdays import WorkCalendar

__all__ = ["Context", "addresses_given", "check_all", "check_item", "check_together"]

OF_ITEMS = (
    *checks_fields.CHECKS,
    *checks_dates.CHECKS,
    *checks_provenance.CHECKS,
    *checks_documents.CHECKS,
    *checks_text.CHECKS,
)
OF_RENDERINGS = (
    *checks_body.CHECKS,
    *checks_files.CHECKS,
    *checks_documents.FROZEN_CHECKS,
    *checks_text.FROZEN_CHECKS,
)


def check_item(item: Item, context: Context) -> Iterator[Problem]:
    """Yield what stands against one item, by itself and among the others; one missing line is told once."""
    told: set[tuple[object, str]] = set()
    for problem in _check_item(item, context):
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


def check_together(context: Context) -> Iterator[Problem]:
    """Yield what shows only between items."""
    for check in checks_together.CHECKS:
        yield from check(context)


def check_all(
    items: Iterable[Item],
    profile: Profile,
    registry: Registry,
    content_root: Path,
    now: datetime,
    given: Mapping[str, str] | None = None,
    calendar: WorkCalendar | None = None,
    acts: Mapping[str, Act] | None = None,
) -> Iterator[Problem]:
    """Yield what stands against all items.

    content_root: the folder that every item's path is below; now: an aware moment
    given: item id to the address of its editions, for the items that were signed at least once
    calendar, acts: of working days, and legal acts by id; without them lateness and ended acts go unseen
    """
    context = Context(profile, registry, content_root, now, tuple(items), given or {}, calendar, acts or {})
    for item in context.items:
        yield from check_item(item, context)
    yield from check_together(context)
