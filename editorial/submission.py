"""What lies before somebody who is to decide: the text as it would be frozen, its checks, its next step."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from editorial.changes import Changes, compare
from editorial.checks import check_item, check_together
from editorial.checks_context import open_context
from editorial.checks_fields import LEFTOVERS
from editorial.content import Item
from editorial.content_fields import FIELDS
from editorial.editions import Edition
from editorial.freezing import Frozen, Targets, freeze, same_source
from editorial.frozen import frozen
from editorial.light_items import whole
from editorial.office import Case, Office, open_case
from editorial.problem import Problem, Refused
from editorial.publication import Publication, given_address, load, recorded_addresses
from editorial.signing import find_item, prepare
from editorial.translations import translation_problems
from editorial.working import Working, read_working

_FIGURE = re.compile(r"\d[\d.,/]*(?<=\d)")
NAMED = 3
"""How many of the numbers that changed are named."""


@frozen
class Submission:
    """A working item ready to be decided on.

    approved: the edition that readers see, or saw last; None for a text that is new
    changes: from that edition; None for a new text; warnings: what the checks say and does not hold it
    """

    item: Item
    case: Case
    frozen: Frozen
    approved: Edition | None
    changes: Changes | None
    warnings: tuple[Problem, ...]

    @property
    def edition(self) -> Edition:
        """The edition that would be signed."""
        return self.frozen.edition


def submit(office: Office, name: str, now: datetime) -> Submission:
    """Return what is to be decided on under an id or file name.

    Raises: Refused when there is no such item, or anything holds it back
    """
    item = find_item(office, name)
    case = open_case(office, item.id, now)
    found = problems_of(office, [item], {item.id: case}, now)[item.path]
    if any(stops(problem) for problem in found):
        raise Refused(*(problem for problem in found if stops(problem)))
    frozen = prepare(office, item, case, now)
    approved = case.approved
    changes = compare(approved, frozen.edition) if approved else None
    return Submission(item, case, frozen, approved, changes, tuple(found))


def problems_of(
    office: Office, items: Iterable[Item], cases: Mapping[str, Case], now: datetime
) -> dict[str, list[Problem]]:
    """Return by path what stands against laying each item before a signer; a leftover of the template does.

    cases: by item id, of the items that are on record
    Raises: Refused when what the checks need (registry, calendar) cannot be read
    """
    context, unread = open_context(office.settings, now, given=recorded_addresses(office.settings, now))
    shared = [*unread, *check_together(context)]
    items = tuple(items)
    if any(item.translation_of for item in items):
        shared += translation_problems(load(office.settings, now), context.items)
    problems: dict[str, list[Problem]] = {}
    for item in items:
        case = cases.get(item.id)
        found = [p for p in (*shared, *check_item(item, context)) if f"{p.where}:".startswith(f"{item.at()}:")]
        found += revision_problems(office, item, case, now) if case else []
        problems[item.path] = [replace(p, severity="hold") if p.code in LEFTOVERS else p for p in found]
    return problems


def stops(problem: Problem) -> bool:
    """True for what keeps an item from its signers."""
    return problem.severity != "warn" or problem.code in LEFTOVERS


def as_it_lies(office: Office, item: Item, case: Case, now: datetime, working: Working | None = None) -> Edition:
    """Return the working text frozen in memory, whatever stands against signing it. working: where it is known"""
    targets = Targets.of((working or read_working(office.settings)).items)
    return freeze(item, office.settings.content, given_address(item, case, office.profile, now), targets).edition


def revisions(publication: Publication, working: Working, items: Iterable[Item], now: datetime) -> Iterator[Problem]:
    """Yield what is missing in items that were changed after their approval; what cannot be frozen, the checks tell."""
    for item in items:
        if item.id in publication.standings:
            with suppress(Refused):
                case = publication.cases[item.id]
                yield from revision_problems(publication.office, whole(item), case, now, working)


def revision_problems(
    office: Office, item: Item, case: Case, now: datetime, working: Working | None = None
) -> Iterator[Problem]:
    """A text that was public says what changed in it, and who decided that (CT-5.5); an order stays (LCh-3.3)."""
    approved = case.approved
    revision, orders_by = office.profile.approval.revision, office.profile.approval.orders_by
    if approved is None or same_source(item, approved, office.settings.content):
        return
    if compare(approved, as_it_lies(office, item, case, now, working)).none:
        return
    if approved.kind == "order" and orders_by:
        yield Problem("order-closed", "hold", item.at(), orders_by.clause, {"item": item.id})
        return
    if revision is None:
        return
    asked = [
        "changed_on",
        *(["change_note"] if revision.note else []),
        *(["changed_by"] if revision.decided_by else []),
    ]
    missing = [key for key in asked if key not in item.metadata]
    if missing == asked:  # when one of the lines is there, checks_fields.check_revision tells the others
        lines = ", ".join(f"“{key}:” ({FIELDS[key].label})" for key in missing)
        yield Problem("revision-unexplained", "hold", item.at(), revision.clause, {"lines": lines})
    elif not missing and all(item.metadata[key] == approved.metadata.get(key) for key in asked):
        yield Problem("revision-explained-before", "warn", item.at("changed_on"), revision.clause)
    if item.change_minor and (figures := _changed_figures(approved, item)):
        yield Problem("revision-minor-figures", "warn", item.at("change_minor"), revision.clause, {"figures": figures})


def _changed_figures(approved: Edition, item: Item) -> str:
    """Return which numbers of title and text went and came: "bỏ 34; thêm 33", or "" """
    versions = (approved.metadata.get("title"), approved.body), (item.title, item.body)
    before, after = (Counter(_FIGURE.findall(f"{title} {body}")) for title, body in versions)
    moved = (("bỏ", before - after), ("thêm", after - before))
    return "; ".join(f"{word} {', '.join(list(gone)[:NAMED])}" for word, gone in moved if gone)
