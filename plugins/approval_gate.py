"""The gate: the site is made of the editions that leaders have signed, and of nothing else.

Rules, in the order in which a build meets them:
1. Before anything is planned, the publication is loaded. What refuses or breaks there stops the build; every other
   plugin asks for what is found here, so a build that lost its gate stops as well.
2. Pelican itself is left no path to look in and no reader to read with: Markdown, HTML and reStructuredText mean
   nothing to it. Everything that is written is a job that a plugin of ours has named (see output).
3. When Pelican has looked, its own generators must have found nothing; one article, page or static file stops the
   build before a byte is written.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from pelican import Pelican, signals
from pelican.generators import ArticlesGenerator, PagesGenerator, StaticGenerator
from pelican.readers import Readers

from editorial.addresses import list_addresses
from editorial.dates import VIETNAM
from editorial.preview import Preview
from editorial.problem import Problem, Refused
from editorial.publication import Publication, load
from editorial.settings import load_settings
from plugins.engine_key import ENGINE, engine_key

PUBLICATION = "PUBLICATION"
"""The setting under which the rest of a build finds what is public."""

GIVEN = "GIVEN_PUBLICATION"
"""The setting in which whoever has just loaded the publication for the same moment hands it over."""

FOUND_BY_PELICAN = (
    (
        ArticlesGenerator,
        ("articles", "translations", "hidden_articles", "hidden_translations", "drafts", "drafts_translations"),
    ),
    (
        PagesGenerator,
        ("pages", "translations", "hidden_pages", "hidden_translations", "draft_pages", "draft_translations"),
    ),
    (StaticGenerator, ("staticfiles",)),
)
"""Where Pelican's own generators keep what they found."""

_PATHS = ("ARTICLE_PATHS", "PAGE_PATHS", "STATIC_PATHS", "THEME_STATIC_PATHS")


def register() -> None:
    """Connect the gate; module-level functions only, since Pelican's signals hold receivers weakly."""
    signals.initialized.connect(open_gate)
    signals.readers_init.connect(read_nothing)
    signals.all_generators_finalized.connect(refuse_findings)


def is_armed(pelican: Pelican) -> bool:
    """True when this Pelican can publish nothing but what the gate gave it; ask before it runs."""
    settings = pelican.settings
    return (
        isinstance(settings.get(PUBLICATION), Publication)
        and settings["PLUGINS"][:1] == [__name__]
        and all(settings[paths] == [] for paths in _PATHS)
        and read_nothing in signals.readers_init.receivers_for(None)
        and refuse_findings in signals.all_generators_finalized.receivers_for(None)
    )


def open_gate(pelican: Pelican) -> None:
    """Find out what is public at this moment, or stop the build.

    Settings read: ROOT; NOW (aware moment, else the clock); WITHOUT (ids of damaged items left out);
    PREVIEW (show every working file, marked as unsigned); GIVEN_PUBLICATION
    Raises: Refused when anything on record cannot be trusted; what else goes wrong goes up as well
    """
    settings = pelican.settings
    installation = load_settings(Path(settings["ROOT"]))
    now = settings.get("NOW") or datetime.now(VIETNAM)
    given = settings.get(GIVEN)
    if settings["PREVIEW"]:
        publication = given if isinstance(given, Publication) else Preview(installation, now).publication
    elif isinstance(given, Publication) and not any(public.unsigned for public in given.items):
        publication = given
    else:
        publication = load(installation, now, settings.get("WITHOUT", ()))
    _refuse_meeting_addresses(publication)
    settings.update(
        {
            **{paths: [] for paths in _PATHS},
            "SITEURL": installation.siteurl,
            "RELATIVE_URLS": installation.trial,
            "NOW": now,
            PUBLICATION: publication,
        }
    )
    settings[ENGINE] = engine_key(publication.office, settings)


def read_nothing(readers: Readers) -> None:
    """Leave Pelican no reader at all."""
    readers.reader_classes = {}
    readers.readers = {}


def refuse_findings(generators: Iterable[Any]) -> None:
    """Stop the build when Pelican's own generators have found anything. Raises: LookupError"""
    for generator in generators:
        for kind, lists in FOUND_BY_PELICAN:
            found = [one for name in lists for one in getattr(generator, name)] if isinstance(generator, kind) else []
            if found:
                raise LookupError(f"{kind.__name__} found {len(found)} things by itself: {found[:3]}")


def _refuse_meeting_addresses(publication: Publication) -> None:
    """Raise Refused where an item stands at the address of a list of the site."""
    lists = frozenset(list_addresses(publication.profile))
    problems = [
        Problem("address-of-list", "fail", f"editions/{public.id}", facts={"address": public.address})
        for public in publication.items
        if public.address in lists
    ]
    if problems:
        raise Refused(*problems)
