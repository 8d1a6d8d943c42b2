"""Who wrote an item, where it comes from, and whether it may be used.

Terms: an item is *provided* unless the board wrote it itself (`origin: own`); it is *collected* when it
was provided or names the address from which it was taken (`source_url`).
"""

from __future__ import annotations

from collections.abc import Iterator

from editorial.checks_context import Context, about, hint, missing
from editorial.content import Item
from editorial.content_fields import FIELDS, PAGE
from editorial.problem import Problem
from editorial.profile_schema import DOCUMENT_KINDS
from editorial.profile_shapes import clause_of
from editorial.profile_site import Attribution
from editorial.text import fold

PROVIDED = "provided"
OWN = "own"
_SILENT = Attribution()


def check_author(item: Item, context: Context) -> Iterator[Problem]:
    """Every item says who wrote it and where it comes from (CT-5.4, ST-4.6)."""
    asked = context.profile.attribution or _SILENT
    if asked.author and asked.author.required:
        yield from missing(item, "author", asked.author.clause)
    if asked.source and asked.source.required:
        yield from missing(item, "source", asked.source.clause)


def check_origin(item: Item, context: Context) -> Iterator[Problem]:
    """Where a step is spared for the board's own texts, every item says whether it is one (CT-5.3, ST-7.2a)."""
    step = next((step for step in context.profile.approval.steps if step.unless == OWN), None)
    if item.kind == PAGE or step is None:
        return
    yield from missing(item, "origin", step.clause)
    provider = context.registry.providers.get(item.provider)
    if item.origin == PROVIDED and not (provider and provider.kind == "individual"):
        yield from missing(item, "provider_head", step.clause)


def check_provider(item: Item, context: Context) -> Iterator[Problem]:
    """What was provided names a registered provider (CT-1.1), in whose charge the subject lies (CT-11)."""
    asked = (context.profile.attribution or _SILENT).provider
    clause, providers = clause_of(asked), context.registry.providers
    if asked and asked.required and item.origin == PROVIDED:
        example = next(iter(providers), FIELDS["provider"].example)
        yield from missing(item, "provider", clause, example=example)
    if not item.provider:
        return
    provider = providers.get(item.provider)
    if provider is None:
        facts = {"value": item.provider, "hint": hint(item.provider, {one.id: one.name for one in providers.values()})}
        yield about(item, "provider", "provider-unknown", "hold", clause, **facts)
    elif provider.areas and item.areas and not set(item.areas) & set(provider.areas):
        facts = {"name": provider.name, "areas": ", ".join(provider.areas)}
        yield about(item, "areas", "provider-other-area", "warn", clause, **facts)


def check_focal(item: Item, context: Context) -> Iterator[Problem]:
    """Where units send through a focal officer, a provided item names one who serves at present (ST-7.1)."""
    intake = context.profile.intake
    submitter = next((one for one in intake.from_ if one.focal), None) if intake else None
    if submitter is None or item.origin != PROVIDED:
        return
    yield from missing(item, "focal", submitter.clause)
    provider = context.registry.providers.get(item.provider)
    if item.focal and provider:
        day = item.received_on or context.today
        serving = [officer.name for officer in provider.focal if officer.period.covers(day)]
        if fold(item.focal) not in map(fold, serving):
            facts = {"value": item.focal, "name": provider.name, "serving": "; ".join(serving) or "chưa có ai"}
            yield about(item, "focal", "focal-unknown", "hold", submitter.clause, **facts)


def check_official(item: Item, context: Context) -> Iterator[Problem]:
    """What is collected comes from an official source (ST-4.6)."""
    official = (context.profile.attribution or _SILENT).official
    if not official or not official.required or not item.source_url or not item.source:
        return
    named = context.registry.sources_in(item.source)
    listed = any(fold(name) in fold(item.source) for name in official.list)
    if not listed and not any(source.official for source in named):
        yield about(item, "source", "source-not-official", "hold", official.clause, value=item.source)


def check_consent(item: Item, context: Context) -> Iterator[Problem]:
    """A source that asks for written consent has given it (ST-4.6)."""
    consent = (context.profile.attribution or _SILENT).consent
    if consent is None or "consent_ref" in item.metadata:
        return
    provider = context.registry.providers.get(item.provider)
    sources = [*context.registry.sources_in(item.source), *([provider] if provider else [])]
    for source in {source.id: source for source in sources if source.consent_required}.values():
        yield about(item, "consent_ref", "consent-missing", "hold", consent.clause, name=source.name)


def check_verbatim(item: Item, context: Context) -> Iterator[Problem]:
    """Collected material is quoted word for word, with the address of the original (LC-7.3)."""
    verbatim = (context.profile.attribution or _SILENT).verbatim
    if verbatim is None or not verbatim.collected or item.kind == PAGE:
        return
    yield from missing(item, "origin", verbatim.clause)
    is_collected = item.origin == PROVIDED or bool(item.source_url)
    if item.kind in DOCUMENT_KINDS or not is_collected:
        return
    yield from missing(item, "source_url", verbatim.clause)
    if not any(line.lstrip().startswith(">") for line in item.body.split("\n")):
        yield Problem("quotation-missing", "hold", item.at_body(1), verbatim.clause)


def check_press(item: Item, context: Context) -> Iterator[Problem]:
    """A press item that is taken over has its address and its day (PS-D7)."""
    if any(source.kind == "press" for source in context.registry.sources_in(item.source)):
        yield from missing(item, "source_url", "PS-D7")
        if not any(key in item.metadata for key in ("event_on", "issued_on", "announced_on", "received_on")):
            yield from missing(item, "received_on", "PS-D7")


def check_display(item: Item, context: Context) -> Iterator[Problem]:
    """Where members show name and post, so do authors and signers (LCh-3.2); an agency has no post."""
    members = context.profile.members
    if members is None or members.display is None:
        return
    if item.author and not _has_both_parts(item.author):
        yield about(item, "author", "name-without-post", "warn", members.display.clause, value=item.author)
    if item.signer and not item.signer_title and not _has_both_parts(item.signer):
        yield about(item, "signer", "name-without-post", "warn", members.display.clause, value=item.signer)


def _has_both_parts(name: str) -> bool:
    before, dash, after = name.replace("–", "-").partition(" - ")
    return bool(dash and before.strip() and after.strip())


CHECKS = (
    check_author,
    check_origin,
    check_provider,
    check_focal,
    check_official,
    check_consent,
    check_verbatim,
    check_press,
    check_display,
)
