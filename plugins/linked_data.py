"""What a page is, as schema.org data for search engines: JSON-LD in its head, from signed facts alone.

Data inside a <script> of that type are never run, so a policy that forbids scripts in pages does not stop them. Only a
site with its address that search engines may show has any: an address in such data has to be whole.

- A document is Legislation, with the legal force that the day gives it; nothing is said where that is not known.
- A question that was answered is an FAQPage: one question, its answer in full as signed.
- News are NewsArticle, a page of the site is a WebPage, everything else an Article.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from markupsafe import Markup
from pelican import Pelican, signals

from editorial.addresses import SEARCH
from editorial.content_fields import PAGE
from editorial.copies import words_of
from editorial.editions import Attachment
from editorial.numbers import parse
from editorial.profile_schema import DOCUMENT_KINDS, QUESTION
from editorial.statuses import Status
from plugins.entries import Entry
from plugins.readings import note
from plugins.site_context import Group, Link, Place, Site, add_filters

Thing = dict[str, Any]

NEWS = frozenset({"event_news"})
ANSWER_MARK = "Đáp:"
"""Where an editor lets the answer begin."""
PAGES: Mapping[str, str] = {"about": "AboutPage", "contact": "ContactPage"}
"""Type of a page by its template."""
FORCES: Mapping[str, str] = {
    Status.IN_FORCE: "InForce",
    Status.PARTLY_ENDED: "PartiallyInForce",
    Status.ENDED: "NotInForce",
    Status.NOT_YET: "NotInForce",
}
_READ_OF_SITE = ("url", "unlisted", "name", "contact")
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})

Step = Group | Link | Place
"""A link above a page."""


def register() -> None:
    """Connect to the filters of templates."""
    signals.initialized.connect(give_data)


def give_data(pelican: Pelican) -> None:
    """Give templates the filters that write the data."""
    add_filters(pelican.settings, entry_data=entry_data, list_data=list_data, site_data=site_data)


def entry_data(entry: Entry, site: Site, picture: str) -> Markup:
    """Return the data of an item's page. picture: address of its picture for sharing, or "" """
    if not _is_listed(site):
        return Markup("")
    entry.note_all()
    main = {"@type": "", "url": site.url + entry.address, "inLanguage": entry.foreign_lang or "vi"}
    main |= _thing_of(entry, site)
    if picture:
        main["image"] = site.url + picture
    return _script(crumbs(entry.above, entry.title, entry.address, site), main)


def list_data(above: Iterable[Step], site: Site, name: str, address: str) -> Markup:
    """Return the data of a list: where it stands."""
    return _script(crumbs(above, name, address, site)) if _is_listed(site) else Markup("")


def site_data(site: Site) -> Markup:
    """Return the data of the home page: the office, and how the site is searched."""
    if not _is_listed(site):
        return Markup("")
    target = {"@type": "EntryPoint", "urlTemplate": f"{site.url}{SEARCH}?q={{q}}"}
    website = {
        "@type": "WebSite",
        "url": f"{site.url}/",
        "name": site.name,
        "inLanguage": "vi",
        "publisher": {"@id": _office_id(site)},
        "potentialAction": {"@type": "SearchAction", "target": target, "query-input": "required name=q"},
    }
    return _script(website, office(site))


def office(site: Site) -> Thing:
    """Return the unit that answers for the site, as far as the profile tells of it."""
    contact = site.contact
    told = {"@type": "GovernmentOrganization", "@id": _office_id(site), "name": contact.unit if contact else site.name}
    if contact:
        told |= {"address": contact.address, "telephone": contact.phone, "email": contact.email}
    return _known({**told, "url": f"{site.url}/"})


def crumbs(above: Iterable[Step], name: str, address: str, site: Site) -> Thing:
    """Return the way from the home page."""
    steps = [("Trang chủ", "/"), *((step.name, step.address) for step in above), (name, address)]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": named, "item": site.url + at}
            for number, (named, at) in enumerate(steps, 1)
        ],
    }


def _thing_of(entry: Entry, site: Site) -> Thing:
    if entry.kind in DOCUMENT_KINDS:
        return _legislation(entry, site)
    if entry.kind == QUESTION:
        return _question(entry)
    if entry.kind == PAGE:
        return _known({"@type": PAGES.get(entry.item.template, "WebPage"), "name": entry.title, **_dates(entry)})
    return _known(
        {
            "@type": "NewsArticle" if entry.kind in NEWS else "Article",
            "headline": entry.title,
            "description": entry.summary,
            "articleSection": entry.section.name if entry.section else "",
            "creditText": "; ".join(part for part in (entry.item.author, entry.item.source) if part),
            "publisher": _publisher(site),
            **_dates(entry),
        }
    )


def _legislation(entry: Entry, site: Site) -> Thing:
    document, item = entry.document, entry.item
    if document is None:
        raise TypeError(f"{entry.id} has no fields of a document")
    issued = item.issued_on.as_date() if item.issued_on else None
    effective = item.effective_on if isinstance(item.effective_on, date) else None
    force = FORCES.get(document.status.slug, "")
    number = parse(document.number)
    is_blank = number is not None and number.number is None  # "…/QĐ-SNV" names no document
    return _known(
        {
            "@type": "Legislation",
            "name": entry.title,
            "abstract": document.abstract,
            "legislationIdentifier": "" if is_blank else document.number,
            "legislationType": document.form,
            "legislationDate": issued.isoformat() if issued else "",
            "temporalCoverage": f"{effective.isoformat()}/.." if effective and not item.expires_on else "",
            "legislationPassedBy": document.issuer and {"@type": "GovernmentOrganization", "name": document.issuer},
            "legislationJurisdiction": document.territory,
            "legislationLegalForce": f"https://schema.org/{force}" if force else "",
            "encoding": [
                _file(file, site.url + entry.address)
                for file in entry.public.attachments
                if file.name in item.attachments
            ],
            "sdPublisher": _publisher(site),
            "sdDatePublished": entry.public.shown.updated_at,
        }
    )


def _file(file: Attachment, folder: str) -> Thing:
    """Return an attached file. folder: its whole address, ending in "/" """
    return {
        "@type": "MediaObject",
        "contentUrl": folder + file.address_name,
        "encodingFormat": file.media_type,
        "sha256": file.sha256,
    }


def _question(entry: Entry) -> Thing:
    words = words_of(entry.html)
    answer = words.partition(ANSWER_MARK)[2].strip() or words
    asked = {"@type": "Question", "name": entry.title, "acceptedAnswer": {"@type": "Answer", "text": answer}}
    return {"@type": "FAQPage", "name": entry.title, "mainEntity": [asked], **_dates(entry)}


def _dates(entry: Entry) -> Thing:
    return {"datePublished": entry.public.shown.published_at, "dateModified": entry.public.shown.updated_at}


def _publisher(site: Site) -> Thing:
    return {"@type": "GovernmentOrganization", "@id": _office_id(site), "name": office(site)["name"]}


def _office_id(site: Site) -> str:
    return f"{site.url}/#co-quan"


def _is_listed(site: Site) -> bool:
    """True where the data are wanted; what they read of the site is noted with the question."""
    for name in _READ_OF_SITE:
        note(site.reading(name))
    return not site.unlisted


def _known(thing: Thing) -> Thing:
    """Return the thing without what nobody knows."""
    return {key: value for key, value in thing.items() if value not in ("", [], None)}


def _script(*things: Thing) -> Markup:
    """Return the element; no word in it can end it."""
    graph = {"@context": "https://schema.org", "@graph": list(things)}
    told = json.dumps(graph, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return Markup(f'<script type="application/ld+json">{told}</script>')
