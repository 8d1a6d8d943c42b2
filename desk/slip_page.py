"""The phiếu trình as one page made for A4: what becomes public, what changed, who signs, which edition.

What readers get and paper would hide is written out: where links lead, the words for a picture, what is folded.
Nothing outside the file is loaded: pictures stand in it as data, and its policy forbids the rest.
"""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from typing import Any

import segno
from bs4 import BeautifulSoup
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from desk.fingerprint import compared, groups, in_words
from desk.wording import count, moment, signer_words, step_words
from editorial.content_fields import FIELDS, KINDS
from editorial.links import resolve
from editorial.messages import sentence
from editorial.office import Office, facts_of
from editorial.profile_schema import clause_in_words
from editorial.submission import Submission
from editorial.text_faults import visible
from editorial.verdict import steps_for

TEMPLATE = "slip_page.html"

ORIGINS = {"own": "Ban Biên tập tự viết", "provided": "nơi khác cung cấp"}

_TOLD_ABOVE = frozenset({"title", "kind", "section"})


def slip_page(office: Office, submission: Submission) -> str:
    """Return the HTML of the slip for the edition that would be signed."""
    profile, edition, item = office.profile, submission.edition, submission.item
    section = profile.section_of(item.kind, item.section)
    checklist = profile.approval.checklist
    changes = submission.changes
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters["visible"] = visible
    return environment.get_template(TEMPLATE).render(
        organisation=office.roster.organisation,
        item=item,
        kind=KINDS[item.kind],
        section=section.name if section else "",
        address=office.settings.siteurl + edition.address,
        facts=_facts(office, submission),
        files=_files(submission),
        changes=changes,
        passages=changes.passages if changes else (),
        told=[sentence(problem) for problem in submission.warnings],
        compared=compared(edition.digest),
        groups=" ".join(groups(edition.digest)),
        words=in_words(edition.digest),
        qr=Markup(segno.make(qr_text(edition.item, edition.digest), micro=False).svg_inline(omitsize=True)),
        checklist=checklist.list if checklist else (),
        checklist_clause=clause_in_words(checklist.clause, profile.id) if checklist else "",
        steps=_steps(office, submission),
        text=Markup(resolve(_on_paper(edition.html), {}, _pictures(submission), "", trial=False)),
    )


def qr_text(item: str, digest: str) -> str:
    """Return what the QR code says."""
    return f"{item} sha256:{digest}"


def _on_paper(html: str) -> str:
    """Return the frozen text with what only a screen would show."""
    page = BeautifulSoup(html, "html.parser")
    told = []
    for link in page.find_all("a", href=True):
        target = str(link["href"]).removeprefix("cchc-file:").removeprefix("cchc:")
        if not target.startswith("#"):
            told.append((link, f"{target}, “{link['title']}”" if link.get("title") else target))
            del link["href"]  # a picture is in the page as data; a link to it leads nowhere
    told += [(picture, f"hình: {picture['alt']}") for picture in page.find_all("img", alt=True)]
    for tag, words in told:
        note = page.new_tag("span", attrs={"class": "small"})
        note.string = f" ({visible(words)})"
        tag.insert_after(note)
    for folded in page.find_all("details"):
        folded["open"] = ""
    return str(page)


def _facts(office: Office, submission: Submission) -> list[tuple[str, str]]:
    """Return the rest of the metadata, since it becomes public too, with names in the place of codes."""
    told: list[tuple[str, str]] = []
    for key, value in submission.edition.metadata.items():
        values = (value,) if isinstance(value, str) else value
        if key == "areas":
            areas = [office.profile.area(area) for area in values]
            values = tuple(area.name if area else written for area, written in zip(areas, values, strict=True))
        if key not in _TOLD_ABOVE:
            told.append(
                (FIELDS[key].label, "; ".join(ORIGINS.get(one, one) if key == "origin" else one for one in values))
            )
    return told


def _files(submission: Submission) -> list[dict[str, str]]:
    """Return name, size and grouped digest of every file of the edition."""
    return [
        {"name": file.name, "size": count(file.size), "digest": " ".join(groups(file.sha256))}
        for file in submission.edition.attachments
    ]


def _steps(office: Office, submission: Submission) -> list[dict[str, Any]]:
    """Return the regulation's steps; those that are signed say by whom."""
    profile = office.profile
    progress = submission.case.verdict.progress.get(submission.edition.digest, ())
    done = [signoff for signoff in progress if signoff.rules == profile.rules_digest]
    signed = [f"{signer_words(office, signoff)}, {moment(signoff.at)}" for signoff in done]
    steps = steps_for(facts_of(submission.item), profile)
    return [
        {"words": step_words(step, profile), "done": signed[place] if place < len(signed) else ""}
        for place, step in enumerate(steps)
    ]


def _pictures(submission: Submission) -> dict[str, str]:
    """Return the pictures of the text as data addresses, by the name that the text uses."""
    return {
        file.name: f"data:{file.media_type};base64,{b64encode(submission.frozen.files[file.sha256]).decode()}"
        for file in submission.edition.attachments
        if file.media_type.startswith("image/")
    }
