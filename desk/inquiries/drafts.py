"""From an answered inquiry to a Markdown draft: proposed by one person, confirmed by another (LX-10.1d, ST-8.6).

1. What is published is a new text of the staff, never the record: title, question and answer with every mask applied.
2. The regulation says what becomes public (`inquiry.publish`): without "content" the sender's own words are not taken,
   and neither are they where the sender did not agree to it.
3. The text enters the file as data: every character that Markdown, HTML or the metadata lines would read is escaped.
4. Nothing leads back: no id, no code, no day of receipt, no attachment. Which item an inquiry became stands in the
   inquiry only.
5. The file is an unsigned draft like any other and goes through the ordinary sign-offs.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from desk.inquiries.clerk import Clerk
from desk.inquiries.doing import begin, read, refusal, refuse_early, unsealed
from desk.inquiries.reading import Letter
from editorial.checks_context import Context
from editorial.content_template import id_of, new_content, place_for
from editorial.office import Office, open_case
from editorial.problem import Problem, Refused
from editorial.profile_schema import QUESTION
from editorial.profile_shapes import clause_of
from editorial.store import write_new
from editorial.text import fold
from inquiries.cleaning import clean_line, clean_text
from inquiries.codes import read_code, show_code
from inquiries.events import Event
from inquiries.house import House
from inquiries.masks import KINDS
from inquiries.states import Inquiry

QUOTED_WORDS = 12
"""So many words of the sender's in a row are a quotation."""
LONGEST_TITLE = 200


@dataclass(frozen=True)
class Draft:
    """What is to become public, in plain text. question: "" where only the answer is published"""

    title: str
    question: str
    answer: str


def first_draft(house: House, opened: Letter) -> Draft:
    """Return what may be published of an inquiry as it was written, still to be masked.

    Raises: Refused where nothing of it may be
    """
    refuse_early(house, opened.inquiry, "draft_proposed")
    rule = house.profile.inquiry_rules.publish
    taken = opened.inquiry.may_publish
    with_content = taken and rule is not None and rule.what != "answer"
    step = opened.inquiry.last("answered")
    told = opened.texts.get(step.number, {}) if step else {}
    return Draft(
        opened.values.get("tieu_de", "") if taken else "",
        opened.values.get("noi_dung", "") if with_content else "",
        str(told.get("text", "")),
    )


def propose(
    house: House,
    who: Clerk,
    id: str,
    now: datetime,
    *,
    draft: Draft,
    masks: Mapping[str, int],
    seen: int | None = None,
) -> Event:
    """Put a masked text before another person. masks: how many of each kind were applied"""
    doing = begin(house, who, id, now, "draft_proposed", seen)
    inquiry = doing.inquiry
    draft = Draft(clean_line(draft.title), clean_text(draft.question), clean_text(draft.answer))
    if not draft.title or not draft.answer:
        raise refusal(inquiry.id, "inbox-draft-empty")
    if len(draft.title) > LONGEST_TITLE:
        raise refusal(inquiry.id, "inbox-draft-title-long", most=LONGEST_TITLE)
    first = unsealed(doing.events[0], who)
    _refuse_trace(inquiry, draft, first["code"])
    _refuse_quotation(house, inquiry, draft, first["values"])
    counts = {kind: number for kind, number in masks.items() if kind in KINDS}
    return doing.end({"masks": counts}, note={"draft": asdict(draft)})


def proposed(house: House, who: Clerk, id: str) -> Draft:
    """Return the draft that waits for confirmation. Raises: Refused when none does, or without the key"""
    events, inquiry = read(house, id)
    step = inquiry.last("draft_proposed")
    if not inquiry.draft_by or step is None:
        raise Refused(Problem("inquiry-draft-none", "fail", id, facts={"inquiry": id[:8]}))
    return Draft(**unsealed(events[step.number - 1], who)["draft"])


def confirm(
    house: House, who: Clerk, id: str, now: datetime, *, context: Context, seen: int | None = None
) -> tuple[Event, Path]:
    """Write the draft that another person proposed into the content folder.

    A file that a run wrote which was killed before it was told of is taken as it is.
    Raises: Refused for the proposer himself, or when somebody was faster; OSError when the file cannot be written
    """
    doing = begin(house, who, id, now, "draft_confirmed", seen)
    inquiry = doing.inquiry
    if inquiry.draft_by == who.person.id:
        raise Refused(Problem("inquiry-draft-same-person", "fail", id, "product", {"inquiry": id[:8]}))
    draft = proposed(house, who, id)
    item = _item_of(house, inquiry)
    left = context.by_id.get(item)
    path = context.content / left.path if left else place_for(QUESTION, {"title": draft.title, "id": item}, context)
    if not left:
        write_new(path, content_of(draft, item, inquiry.unit, context).encode())
    facts = {"item": item, "file": path.relative_to(context.content).as_posix()}
    try:
        return doing.end(facts), path
    except BaseException:
        if not left and not _may_have_become(house, id, item):
            path.unlink(missing_ok=True)
        raise


def _item_of(house: House, inquiry: Inquiry) -> str:
    """Return the id of what comes of the draft that waits: the same at each try, and nobody's to trace back."""
    step = inquiry.last("draft_proposed")
    told = f"item of {inquiry.id}, {step.number if step else 0}"
    return id_of(QUESTION, hmac.digest(house.store.secret, told.encode(), "sha256"))


def _may_have_become(house: House, id: str, item: str) -> bool:
    """True unless it is known that the inquiry became no such item: a disk that fails may have taken the event."""
    try:
        return read(house, id)[1].item == item
    except Refused:
        return True


def content_of(draft: Draft, item: str, unit: str, context: Context) -> str:
    """Return the text of the content file; unit: who answered, named as the source (LC-8.3), "" for the board."""
    section = context.profile.section_of(QUESTION)
    if section is None:
        raise Refused(Problem("inbox-no-section", "fail", item, "product"))
    values = {"title": clean_line(draft.title), "id": item} | ({"source": clean_line(unit)} if unit else {})
    head, _, _ = new_content(QUESTION, values, context).partition("\n\n")
    question = f"**Hỏi:** {markdown_of(draft.question)}\n\n" if draft.question else ""
    return f"{head}\n\n{question}**Đáp:** {markdown_of(draft.answer)}\n"


def markdown_of(text: str) -> str:
    """Return Markdown whose rendering is the text and nothing but the text: paragraphs and line breaks."""
    paragraphs = re.split(r"\n\s*\n", clean_text(text))
    return "\n\n".join(
        "  \n".join(_escaped(line.strip()) for line in paragraph.split("\n") if line.strip())
        for paragraph in paragraphs
        if paragraph.strip()
    )


def publicity(office: Office, now: datetime) -> Callable[[str], bool]:
    """Return what tells whether the item of an id is public now; a ledger that cannot be trusted means no."""

    @cache
    def is_public(item: str) -> bool:
        try:
            return open_case(office, item, now).verdict.public is not None
        except Refused:
            return False

    return is_public


_ANYWHERE = str.maketrans(
    {letter: f"\\{letter}" for letter in "\\`*_[]"} | {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;"}
)
"""What Markdown and HTML read wherever it stands; for the last four there is no backslash."""
_AS_REFERENCE = {"=": "&#61;", ":": "&#58;", "~": "&#126;"}


def _escaped(line: str) -> str:
    """Return one line of plain text as Markdown that reads nothing into it, still legible for editors."""
    marker = re.match(r"[#+=:~-]|\d+(?=\.)", line)
    if marker is None:
        return line.translate(_ANYWHERE)
    first, rest = marker[0], line[marker.end() :].translate(_ANYWHERE)
    if first.isdecimal():
        return f"{first}\\{rest}"
    return _AS_REFERENCE.get(first, f"\\{first}") + rest


def _refuse_trace(inquiry: Inquiry, draft: Draft, code: str) -> None:
    """Raise Refused where the text names the tracking code or the id."""
    text = "\n".join((draft.title, draft.question, draft.answer))
    words = re.findall(r"[0-9A-Za-z][0-9A-Za-z\-–— ]{11,}", text)
    letters = re.sub(r"[^0-9A-Z]", "", text.upper())
    named = any(read_code(word) == code for word in words) or code in letters or show_code(code) in text.upper()
    if named or inquiry.id[:8] in text.lower():
        raise refusal(inquiry.id, "inbox-draft-names-inquiry")


def _refuse_quotation(house: House, inquiry: Inquiry, draft: Draft, values: Mapping[str, str]) -> None:
    """Raise Refused where the sender's own words stand and may not."""
    rule = house.profile.inquiry_rules.publish
    if inquiry.may_publish and rule and rule.what != "answer":
        return
    theirs = fold(values.get("noi_dung", "")).split()
    quoted = {tuple(theirs[place : place + QUOTED_WORDS]) for place in range(len(theirs) - QUOTED_WORDS + 1)}
    ours = fold(f"{draft.title} {draft.question}").split()
    if any(tuple(ours[place : place + QUOTED_WORDS]) in quoted for place in range(len(ours) - QUOTED_WORDS + 1)):
        raise refusal(inquiry.id, "inbox-draft-quotes", clause_of(rule))
