"""What a document must show (PS-P1), and whether number, issuer, recipients and citations agree."""

from __future__ import annotations

from collections.abc import Iterator

from editorial import numbers
from editorial.checks_context import Context, about, hint, in_body, missing
from editorial.citations import read_citations
from editorial.content import Item
from editorial.content_fields import PLACEHOLDER, values_of
from editorial.freezing import Frozen
from editorial.links import symbols
from editorial.problem import Problem
from editorial.profile_schema import DOCUMENT_KINDS, LEGAL_KINDS
from editorial.profile_shapes import clause_of
from editorial.text import fold

SHOWN = ("form", "document_no", "issuer", "issued_on", "effective_on", "abstract")
"""What NĐ 42/2022, Điều 4 asks of a document's page beside the file itself."""


def check_shown(item: Item, context: Context) -> Iterator[Problem]:
    """A document shows form, number, issuer, dates and abstract; a blank one says that it is blank (PS-P1)."""
    if item.kind in DOCUMENT_KINDS:
        for key in SHOWN:
            yield from missing(item, key, "PS-P1")


def check_number(item: Item, context: Context) -> Iterator[Problem]:
    """The number can be read, agrees with the kind (PS-N6) and with the year of issue."""
    if item.kind not in DOCUMENT_KINDS or not item.document_no or PLACEHOLDER.fullmatch(item.document_no):
        return
    yield from numbers.number_problems(item.document_no, item.kind, item.at("document_no"))
    number = numbers.parse(item.document_no)
    if number and number.year and item.issued_on and number.year != item.issued_on.year:
        facts = {"number": item.document_no, "year": number.year, "issued": item.issued_on.vietnamese()}
        yield about(item, "issued_on", "number-other-year", "warn", "PS-N8", **facts)


def check_issuer(item: Item, context: Context) -> Iterator[Problem]:
    """The issuer is a registered body that existed when the document was issued (PS-M1, PS-M5)."""
    if not item.issuer:
        return
    bodies = context.registry.bodies
    body = bodies.get(item.issuer)
    if body is None:
        facts = {"value": item.issuer, "hint": hint(item.issuer, {one.id: one.name for one in bodies.values()})}
        yield about(item, "issuer", "issuer-unknown", "hold", "PS-M1", **facts)
        return
    issued = item.issued_on.as_date() if item.issued_on else None
    if issued and not body.existed_on(issued):
        yield about(item, "issuer", "issuer-other-time", "warn", "PS-M5", name=body.name, issued=issued)
    number = numbers.parse(item.document_no)
    if number and body.symbol and body.symbol not in number.issuer:
        facts = {"number": item.document_no, "symbol": body.symbol, "name": body.name}
        yield about(item, "document_no", "number-other-issuer", "warn", "PS-M1", **facts)


def check_recipients(item: Item, context: Context) -> Iterator[Problem]:
    """A document meant for this site names it under "Nơi nhận"; another needs a reason (ST-9.3)."""
    marker = context.profile.intake.marker if context.profile.intake else None
    if marker is None or item.kind not in DOCUMENT_KINDS:
        return
    recipients = fold(" ; ".join(item.recipients))
    if not any(fold(words) in recipients for words in marker.list):
        words = "” hoặc “".join(marker.list)
        yield about(item, "recipients", "recipient-marker-missing", "warn", marker.clause, marker=words)


def check_explained(item: Item, frozen: Frozen, context: Context) -> Iterator[Problem]:
    """Guidance whose deadline runs from the issue of a text cites that text (ST-10.1c)."""
    if item.kind != "guidance" or item.legal_bases:
        return
    rule = next((rule for rule in context.profile.deadline_rules(item.kind) if rule.from_ == "issued_on"), None)
    linked = (context.by_id.get(symbol.partition("#")[0]) for symbol in symbols(frozen.edition.html))
    if rule and not any(target and target.kind in LEGAL_KINDS for target in linked):
        yield about(item, "legal_bases", "explained-text-missing", "hold", rule.clause)


def check_successors(item: Item, context: Context) -> Iterator[Problem]:
    """What a document ends, changes or explains, and what ended it, has an item's id or a number (PS-S2)."""
    for key in ("replaced_by", "repealed_by"):
        written = getattr(item, key)
        if written and written not in context.by_id and numbers.parse(written) is None:
            yield about(item, key, "successor-unreadable", "hold", "PS-S2", value=written)
    for key in ("replaces", "repeals", "amends", "guides"):
        for written in getattr(item, key):
            if written not in context.by_id and not any(True for _ in numbers.find_numbers(written)):
                yield about(item, key, "successor-unreadable", "hold", "PS-S2", value=written)


def check_certain(item: Item, context: Context) -> Iterator[Problem]:
    """A number that a document of the site bears ends or changes that one only when it is certainly meant (PS-N8)."""
    for key in ("replaced_by", "repealed_by", "replaces", "repeals", "amends", "guides"):
        for text in values_of(getattr(item, key)):
            citation = next(read_citations(text), None)
            if citation is None or context.meant(text, item):
                continue
            alike = [one for one in context.numbered.carrying(citation.key) if one != item.id]
            if alike:
                found = "; ".join(f"“{context.by_id[one].title}”, mã {one}" for one in alike)
                yield about(item, key, "successor-uncertain", "warn", "PS-N8", value=text, found=found)


def check_cites_repealed(item: Item, frozen: Frozen, context: Context) -> Iterator[Problem]:
    """What rests on a text that was repealed or replaced is told, so that somebody looks (LX-21.2, PS-B4).

    A text cites a document of the site by a link or by its number, as in editorial.ended.
    """
    if item.kind in DOCUMENT_KINDS:
        return
    retention = context.profile.retention
    clause = clause_of(retention.cites_ended if retention else None)
    linked = [(symbol.partition("#")[0], "") for symbol in symbols(frozen.edition.html)]
    lines = ((line, citation) for line in item.body.split("\n") for citation in read_citations(line))
    named = [(context.numbered.meant(citation, line, item.id, item.issuer) or "", line) for line, citation in lines]
    for cited, line in {cited: line for cited, line in (*named, *linked) if cited in context.ended}.items():
        target = context.by_id[cited]
        facts = {"title": target.title, "by": context.ended[cited]}
        yield Problem("cites-ended-item", "warn", in_body(item, line or cited), clause, facts)


def check_cited_acts(item: Item, context: Context) -> Iterator[Problem]:
    """A cited act is in force: today, or for a document on the day it was issued (PS-B4)."""
    issued = item.issued_on.as_date() if item.issued_on else None
    on = issued if item.kind in DOCUMENT_KINDS else context.today
    if on is None:
        return
    told: set[numbers.Key] = set()
    texts = [*((item.at("legal_bases"), basis) for basis in item.legal_bases)]
    texts += [(item.at_body(number), line) for number, line in enumerate(item.body.split("\n"), 1)]
    for where, text in texts:
        for cited in numbers.find_numbers(text):
            act = context.acts_by_number.get(cited.number.key)
            if act and act.valid_to and act.standing(on) == "ended" and cited.number.key not in told:
                told.add(cited.number.key)
                successor = context.acts.get(act.replaced_by)
                facts = {"number": act.number, "ended": act.valid_to, "on": on}
                facts["successor"] = f", đã có {successor.name}" if successor else ""
                facts["unconfirmed"] = "" if act.confirmed_on else " (cơ quan chưa xác nhận)"
                yield Problem("cites-ended-act", "warn", where, "PS-B4", facts)


CHECKS = (check_shown, check_number, check_issuer, check_recipients, check_successors, check_certain, check_cited_acts)
FROZEN_CHECKS = (check_explained, check_cites_repealed)
