"""What only shows between items: two with one id, one number, one address, one name of file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator

from editorial import numbers
from editorial.checks_context import Context, about
from editorial.content import Item
from editorial.problem import Problem
from editorial.profile_schema import DOCUMENT_KINDS
from editorial.text import fold


def check_ids(context: Context) -> Iterator[Problem]:
    """No two items have one id, since sign-offs hang on it."""
    for first, others in _doubles(context.items, lambda item: item.id or None):
        for item in others:
            yield about(item, "id", "id-twice", "fail", "product", value=item.id, other=first.at("id"))


def check_numbers(context: Context) -> Iterator[Problem]:
    """No two documents of one issuer have one number in one year (PS-N8)."""
    for first, others in _doubles(_signed_first(context.items, context), _number_key):
        for item in others:
            facts = {"value": item.document_no, "other": first.at("document_no")}
            yield about(item, "document_no", "number-twice", "hold", "PS-N8", **facts)


def check_addresses(context: Context) -> Iterator[Problem]:
    """No two items have one address; the one that leaders have signed keeps it."""
    for address, items in context.by_address.items():
        first, *others = _signed_first(items, context)
        for item in others:
            if item.id != first.id:
                facts = {"address": address, "other": first.at()}
                yield about(item, "slug", "address-twice", "hold", "product", **facts)


def check_menu(context: Context) -> Iterator[Problem]:
    """No two pages claim one position in the menu."""
    for first, others in _doubles(context.items, lambda item: item.menu):
        for item in others:
            yield about(item, "menu", "menu-twice", "warn", "product", value=item.menu, other=first.at("menu"))


def check_titles(context: Context) -> Iterator[Problem]:
    """Two items of one kind and one title are probably one item twice."""
    items = _signed_first(context.items, context)
    for first, others in _doubles(items, lambda item: item.title and (item.kind, fold(item.title))):
        for item in others:
            yield about(item, "title", "title-twice", "warn", "product", other=first.at("title"))


def _signed_first(items: Iterable[Item], context: Context) -> list[Item]:
    """Return the items in their order, those on record before the others: what is new is what must change."""
    return sorted(items, key=lambda item: item.id not in context.given)


def _number_key(item: Item) -> Hashable:
    number = numbers.parse(item.document_no) if item.kind in DOCUMENT_KINDS else None
    if number is None or number.number is None:
        return None
    return item.issuer, number.key, item.issued_on.year if item.issued_on else None


def _doubles(items: Iterable[Item], key: Callable[[Item], Hashable]) -> Iterator[tuple[Item, list[Item]]]:
    """Yield the first item of each key and the others that have it too; no key means no part in it."""
    groups: dict[Hashable, list[Item]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    for value, (first, *others) in groups.items():
        if value not in (None, "") and others:
            yield first, others


CHECKS = (check_ids, check_numbers, check_addresses, check_menu, check_titles)
