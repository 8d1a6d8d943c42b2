"""Which fields an item must have, and whether their values are of the profile's lists.

Terms: a field is *missing* when nothing was written for it; a value that could not be read was told
when the file was read, and is not told again here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from editorial.addresses import is_page_address
from editorial.checks_context import Context, about, hint, missing
from editorial.content import Item
from editorial.content_fields import FIELDS, KINDS, PAGE, PLACEHOLDER, values_of
from editorial.problem import Problem
from editorial.profile_schema import ITEM_DATES, SERVICE_KINDS
from editorial.profile_shapes import clause_of
from editorial.text import nfc, without_comments

PAGE_KEYS = ("address", "menu", "template", "emblem", "banner")

GUIDANCE = "<!-- MẪU"
"""How a template's guidance begins."""

GUIDANCE_MARK = re.compile(r"<!--\s*MẪU")

NOT_PUBLIC = "not_public"
"""The reason for refusing what may not be known to everybody, where a regulation has one."""

LEFTOVERS = frozenset({"placeholder-left", "guidance-left"})
"""What `desk new` left to be filled in: told by the checks, and never laid before a signer."""

_TAG = re.compile(r"<[A-Za-z/!]")


def check_identity(item: Item, context: Context) -> Iterator[Problem]:
    """Every item has a title, an id, a kind, and a text or an attached file; comments are no text."""
    for key in ("title", "id", "kind"):
        yield from missing(item, key, "product")
    if item.kind in SERVICE_KINDS or item.attachments or GUIDANCE_MARK.search(nfc(item.body)):
        return  # guidance that is left is told by check_template
    if not without_comments(item.body).strip():
        yield Problem("body-missing", "hold", item.at_body(1), "product")


def check_section(item: Item, context: Context) -> Iterator[Problem]:
    """The kind stands in a section of the profile, and in the one that is named."""
    sections = context.profile.sections
    if item.kind == PAGE or item.kind not in KINDS or not sections:
        return
    slugs = {section.slug: section.name for section in sections}
    if item.section and item.section not in slugs:
        facts = {"value": item.section, "hint": hint(item.section, slugs), "allowed": ", ".join(slugs)}
        yield about(item, "section", "section-unknown", "hold", sections[0].clause, **facts)
    elif not any(item.kind in section.kinds for section in sections):
        used = dict.fromkeys(kind for section in sections for kind in section.kinds)
        allowed = ", ".join(f"{kind} ({KINDS[kind]})" for kind in used)
        yield about(item, "kind", "kind-without-section", "hold", sections[0].clause, value=item.kind, allowed=allowed)
    elif item.section and not context.profile.section_of(item.kind, item.section):
        fits = ", ".join(section.slug for section in sections if item.kind in section.kinds)
        facts = {"value": item.section, "kind": item.kind, "fits": fits}
        yield about(item, "section", "section-other-kind", "hold", "product", **facts)


def check_areas(item: Item, context: Context) -> Iterator[Problem]:
    """Every item but a page is in enough areas, and all of them are of the list (CT-5.1)."""
    areas = context.profile.areas
    if areas is None:
        return
    names = {area.slug: area.name for area in areas.list}
    for area in item.areas:
        if area not in names:
            facts = {"value": area, "hint": hint(area, names), "allowed": ", ".join(names)}
            yield about(item, "areas", "area-unknown", "hold", areas.clause, **facts)
    if item.kind != PAGE and len(item.areas) < areas.required:
        if not item.areas:
            yield from missing(item, "areas", areas.clause, example=areas.list[0].slug)
        else:
            yield about(item, "areas", "areas-too-few", "hold", areas.clause, required=areas.required)


def check_level(item: Item, context: Context) -> Iterator[Problem]:
    """Every item but a page says its level, one of the profile's (CT-4.1, ST-3.1)."""
    levels = context.profile.site.levels
    if levels is None or item.kind == PAGE:
        return
    yield from missing(item, "level", levels.clause, example=next(reversed(levels.list), FIELDS["level"].example))
    if item.level and item.level not in levels.list:
        facts = {"value": item.level, "allowed": "; ".join(levels.list)}
        yield about(item, "level", "level-unknown", "hold", levels.clause, **facts)


def check_language(item: Item, context: Context) -> Iterator[Problem]:
    """The language is one that the profile allows (LX-7.3, LC-7.4), or allows for translations (PS-P10)."""
    languages = context.profile.text.languages if context.profile.text else None
    allowed = languages.list if languages else ()
    if languages and languages.translations and item.translation_of:
        allowed += languages.translations.list
    if languages and item.lang not in allowed:
        facts = {"value": item.lang, "allowed": ", ".join(allowed)}
        yield about(item, "lang", "language-not-allowed", "hold", languages.clause, **facts)


def check_dates_of_kind(item: Item, context: Context) -> Iterator[Problem]:
    """An item has the date from which its deadline counts, and the relation that its deadline asks for."""
    deadlines = context.profile.deadlines
    rules = [rule for rule in deadlines.rules if item.kind in rule.kinds] if deadlines else []
    if context.profile.needs_relation(item.kind):
        yield from missing(item, "relation", rules[0].clause)
    fitting = [rule for rule in rules if not item.relation or rule.relation in {"", item.relation}]
    counted = [rule for rule in fitting if rule.from_ in ITEM_DATES]
    if counted and not any(rule.from_ in item.metadata for rule in counted):
        yield from missing(item, counted[0].from_, counted[0].clause)


def check_authority(item: Item, context: Context) -> Iterator[Problem]:
    """Where a step hangs on it, every item says whether it lies beyond the approver's authority (LC-8.4b)."""
    for step in context.profile.approval.steps:
        if step.when == "beyond_authority":
            yield from missing(item, "beyond_authority", step.clause)


def check_summary(item: Item, context: Context) -> Iterator[Problem]:
    """Kinds that must be brief keep to their length (LCh-5.1)."""
    brief = context.profile.content.brief
    if brief and item.kind in brief.kinds:
        yield from missing(item, "summary", brief.clause, "warn")
        if len(item.summary) > brief.characters:
            facts = {"length": len(item.summary), "limit": brief.characters}
            yield about(item, "summary", "summary-long", "warn", brief.clause, **facts)


def check_page(item: Item, context: Context) -> Iterator[Problem]:
    """A page's address is free for pages; what belongs to pages does not stand in other kinds."""
    if item.kind != PAGE:
        for key in PAGE_KEYS:
            if key in item.metadata:
                yield about(item, key, "key-for-pages", "warn", "product")
    elif item.address and not is_page_address(item.address):
        yield about(item, "address", "address-reserved", "hold", "product", value=item.address)


def check_circulation(item: Item, context: Context) -> Iterator[Problem]:
    """What is not yet public or restricted stays out, for the reason that the regulation has for it (ST-6.3b)."""
    reason = next((one for one in context.profile.approval.refusals if one.code == NOT_PUBLIC), None)
    if item.circulation != FIELDS["circulation"].default:
        yield about(item, "circulation", "not-for-the-public", "hold", clause_of(reason), value=item.circulation)


def check_revision(item: Item, context: Context) -> Iterator[Problem]:
    """A change says what was changed and who decided it by which document (CT-5.5)."""
    revision = context.profile.approval.revision
    if revision is None or not (item.changed_on or item.change_note or item.changed_by):
        return
    yield from missing(item, "changed_on", revision.clause)
    if revision.note:
        yield from missing(item, "change_note", revision.clause)
    if revision.decided_by:
        yield from missing(item, "changed_by", revision.clause)


def check_markup(item: Item, context: Context) -> Iterator[Problem]:
    """Metadata are plain words: readers would see tags as they stand."""
    for key, written in item.metadata.items():
        if any(map(_TAG.search, values_of(written))):
            yield about(item, key, "markup-in-field", "warn", "product", label=FIELDS[key].label)


def check_template(item: Item, context: Context) -> Iterator[Problem]:
    """What `desk new` left to be filled in has been filled in; an untouched template may lie there, unsigned."""
    for key, written in item.metadata.items():
        if found := PLACEHOLDER.search("; ".join(values_of(written))):
            yield about(item, key, "placeholder-left", "warn", "product", found=found[0])
    for number, line in enumerate(nfc(item.body).split("\n"), 1):
        if found := PLACEHOLDER.search(line):
            yield Problem("placeholder-left", "warn", item.at_body(number), "product", {"found": found[0]})
        if GUIDANCE_MARK.search(line):
            yield Problem("guidance-left", "warn", item.at_body(number), "product")


CHECKS = (
    check_template,
    check_identity,
    check_section,
    check_areas,
    check_level,
    check_language,
    check_dates_of_kind,
    check_authority,
    check_summary,
    check_page,
    check_circulation,
    check_revision,
    check_markup,
)
