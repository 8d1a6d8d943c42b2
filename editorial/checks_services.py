"""What an entry of the list of services says: level, field, for whom, by whom, and ways that lead to a true portal."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from editorial.checks_context import Context, about, hint, missing
from editorial.content import Item
from editorial.problem import Problem
from editorial.profile_schema import AUDIENCES_OF_SERVICES, SERVICE_KINDS
from editorial.profile_shapes import clause_of
from editorial.text import without_comments

PROCEDURE = "procedure"
ONLINE = "online_service"
LINKED_ELSEWHERE = frozenset({PROCEDURE, ONLINE})
"""Kinds that are carried out at another address (PS-P3, LX-4.1)."""

WAYS = ("service_url", "service_guide", "service_progress")


def check_service(item: Item, context: Context) -> Iterator[Problem]:
    """A service says its level, who carries it out and where (LX-12.1, LX-4.1); a procedure only links (PS-P3)."""
    levels, ours = context.profile.content.service_levels, clause_of(context.profile.content.services)
    if item.kind == ONLINE and levels:
        yield from missing(item, "service_level", levels.clause)
        if item.service_level and levels.list and item.service_level not in levels.list:
            facts = {"value": item.service_level, "allowed": "; ".join(levels.list)}
            yield about(item, "service_level", "level-unknown", "hold", levels.clause, **facts)
    if item.kind in LINKED_ELSEWHERE:
        yield from missing(item, "service_url", "PS-P3" if item.kind == PROCEDURE else ours)
    if item.kind in SERVICE_KINDS:
        yield from missing(item, "service_owner", "PS-P3" if item.kind == PROCEDURE else ours)
    if item.kind == PROCEDURE and without_comments(item.body).strip():
        yield Problem("procedure-retyped", "warn", item.at_body(1), "PS-P3")


def check_field(item: Item, context: Context) -> Iterator[Problem]:
    """A service is in a field, by which the list is divided, and of the profile's where it names them (LX-12.1)."""
    services = context.profile.content.services
    if item.kind not in SERVICE_KINDS or services is None:
        return
    yield from missing(item, "service_field", services.clause)
    if item.service_field and services.fields and item.service_field not in services.fields:
        names = dict.fromkeys(services.fields, "")
        facts = {"value": item.service_field, "hint": hint(item.service_field, names), "allowed": "; ".join(names)}
        yield about(item, "service_field", "service-field-unknown", "hold", services.clause, **facts)


def check_audience(item: Item, context: Context) -> Iterator[Problem]:
    """An online service says for whom it is: persons, organisations, or both (LX-3.3)."""
    if item.kind != ONLINE:
        return
    ours = clause_of(context.profile.content.services)
    yield from missing(item, "service_audience", ours)
    for one in item.service_audience:
        if one not in AUDIENCES_OF_SERVICES:
            facts = {"value": one, "allowed": "; ".join(AUDIENCES_OF_SERVICES)}
            yield about(item, "service_audience", "service-audience-unknown", "hold", ours, **facts)


def check_ways(item: Item, context: Context) -> Iterator[Problem]:
    """A way leads over https to a portal that the profile names: nobody is sent to a false one."""
    services = context.profile.content.services
    if item.kind not in SERVICE_KINDS or services is None:
        return
    for key in WAYS:
        if not (address := getattr(item, key)):
            continue
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
        named = any(host == one or host.endswith(f".{one}") for one in services.hosts)
        if parts.scheme != "https" or parts.username is not None or not named:
            facts = {"value": address, "allowed": "; ".join(services.hosts)}
            yield about(item, key, "service-elsewhere", "hold", services.clause, **facts)


def check_help(item: Item, context: Context) -> Iterator[Problem]:
    """An online service has a guide and a place to follow what was handed in, its own or the site's (LX-12.2)."""
    services = context.profile.content.services
    if item.kind != ONLINE or services is None:
        return
    if not services.progress:
        yield from missing(item, "service_progress", services.clause)
    if not item.service_guide and services.guide not in context.by_address:
        yield about(item, "service_guide", "service-guide-missing", "warn", services.clause, page=services.guide or "…")


def check_procedures(item: Item, context: Context) -> Iterator[Problem]:
    """A procedure that an item names is one of the site's (LC-2.3)."""
    clause = clause_of(context.profile.section_of(PROCEDURE))
    for one in item.procedures:
        target = context.by_id.get(one)
        if target is None or target.kind != PROCEDURE:
            known = {other.id: other.title for other in context.items if other.kind == PROCEDURE}
            facts = {"value": one, "hint": hint(one, known)}
            yield about(item, "procedures", "procedure-unknown", "hold", clause, **facts)


CHECKS = (check_service, check_field, check_audience, check_ways, check_help, check_procedures)
