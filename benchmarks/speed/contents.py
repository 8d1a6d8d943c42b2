"""What a house holds, as any generator takes it: texts with real addresses in their links, and the files beside them.

Links are resolved here, before any clock runs, so that no contender pays for it; ours resolves them as it builds.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from editorial.content import Item
from editorial.content_fields import KINDS
from editorial.dates import local_day
from editorial.publication import PublicItem, load
from editorial.registry import load_registry
from editorial.settings import Settings

FILES = "tep"
"""The folder of every site that holds pictures and attached files."""

THEMES = Path(__file__).parent / "themes"
FRAME = THEMES / "frame"
"""Head, header and footer of our own pages as fixed text: what ours works out for every page is given to the others."""

_LINK = re.compile(r"\]\(id:([a-z0-9-]+)")
_FILE = re.compile(r"\]\(([\w-]+\.(?:png|pdf))\)")

Value = str | tuple[str, ...]


@dataclass(frozen=True)
class Text:
    """head: what templates show, by the names that all themes use; empty values left out"""

    id: str
    section: str
    address: str
    body: str
    head: Mapping[str, Value]

    @property
    def is_page(self) -> bool:
        return not self.section


@dataclass(frozen=True)
class Contents:
    """names: of sections and areas by their slugs; files: to be served below FILES"""

    texts: tuple[Text, ...]
    names: Mapping[str, str]
    sections: tuple[str, ...]
    areas: tuple[str, ...]
    files: tuple[Path, ...]

    @property
    def items(self) -> tuple[Text, ...]:
        return tuple(text for text in self.texts if not text.is_page)


def contents_of(settings: Settings, now: datetime) -> Contents:
    """Return what a house publishes at a moment."""
    publication = load(settings, now)
    profile, addresses = publication.profile, publication.addresses
    bodies = {body.id: body.name for body in load_registry(settings.records).bodies.values()}
    texts = []
    for public in publication.items:
        section = profile.section_of(public.item.kind, public.item.section)
        body = _LINK.sub(lambda link: f"]({addresses[link[1]]}", public.item.body)
        body = _FILE.sub(lambda link: f"](/{FILES}/{link[1]})", body)
        head = {name: value for name, value in _head(public, bodies).items() if value}
        texts.append(Text(public.item.id, section.slug if section else "", public.edition.address, body, head))
    areas = profile.areas.list if profile.areas else ()
    return Contents(
        tuple(texts),
        {one.slug: one.name for one in profile.sections} | {one.slug: one.name for one in areas},
        tuple(section.slug for section in profile.sections),
        tuple(area.slug for area in areas),
        tuple(sorted(path for path in settings.content.rglob("*") if path.suffix in (".png", ".pdf"))),
    )


def _head(public: PublicItem, bodies: Mapping[str, str]) -> dict[str, Value]:
    item, day = public.item, local_day(public.published_at)
    return {
        "title": item.title,
        "lead": item.summary,
        "date": day.isoformat(),
        "kind_name": KINDS[item.kind],
        "areas": item.areas,
        "month": f"{day:%Y-%m}",
        "level": item.level,
        "byline": item.author,
        "from": item.source,
        **(_document(item, bodies) if item.document_no else {}),
    }


def _document(item: Item, bodies: Mapping[str, str]) -> dict[str, Value]:
    return {
        "document_no": item.document_no,
        "form": item.form,
        "issued": item.issued_on.vietnamese() if item.issued_on else "",
        "effective": str(item.effective_on or ""),
        "issuer": bodies[item.issuer],
        "abstract": item.abstract,
        "legal_bases": item.legal_bases,
        "recipients": item.recipients,
        "file": next(iter(item.attachments), ""),
    }


def front_matter(values: Mapping[str, object], body: str) -> str:
    """Return a text under YAML, each value written as JSON, which is YAML as well."""
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in values.items()]
    return "\n".join(["---", *lines, "---", "", body])


def put_files(contents: Contents, folder: Path) -> None:
    """Copy pictures and attached files into a new folder."""
    folder.mkdir(parents=True)
    for path in contents.files:
        shutil.copy(path, folder)


def put_frame(folder: Path) -> None:
    """Copy the fixed parts of every page among a theme's own."""
    for path in FRAME.iterdir():
        shutil.copy(path, folder)


def one_letter(path: Path) -> None:
    """Change one character of a text: its first sentence that ends inside a paragraph ends with another mark."""
    text = path.read_text(encoding="utf-8")
    start = text.index("\n\n")
    before, after = (". ", "! ") if ". " in text[start:] else ("! ", ". ")
    path.write_text(text[:start] + text[start:].replace(before, after, 1), encoding="utf-8")
