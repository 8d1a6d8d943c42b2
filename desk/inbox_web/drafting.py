"""The draft for the site: masks decided one by one, then another person's confirmation of the whole.

Names have no answer chosen beforehand: to publish or to hide one is somebody's decision, each time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from desk.inbox_web.counter import Counter
from desk.inbox_web.pages import render, told
from desk.inquiries.doing import name_of, read
from desk.inquiries.drafts import Draft, confirm, first_draft, propose, proposed
from desk.inquiries.reading import letter, personal
from editorial.checks_context import open_context
from editorial.problem import Problem, Refused
from inquiries.cleaning import clean_line, clean_text
from inquiries.masks import ASKED_ALWAYS, KINDS, Mask, apply, count
from inquiries.masks import propose as masks_of

LOOKED = "da-xem"
"""The hidden field with the digest of the texts whose masks were shown."""
HIDE, KEEP = "che", "giu"
AROUND = 40
"""Letters shown on either side of a mask."""

PARTS: Mapping[str, str] = {"title": "Tiêu đề", "question": "Hỏi", "answer": "Đáp"}


@dataclass(frozen=True)
class Choice:
    """A mask and what was decided about it: HIDE, KEEP, or "" for nothing yet."""

    name: str
    mask: Mask
    decided: str
    before: str
    after: str

    @property
    def kind(self) -> str:
        return KINDS[self.mask.kind]


def draft_page(
    counter: Counter,
    id: str,
    raw: Mapping[str, str] | None = None,
    problems: Sequence[Problem] = (),
) -> str:
    """Return what waits for another person, else the texts and their masks.

    raw: what was typed, None at the first look; Raises: Refused where nothing may be published
    """
    _, inquiry = read(counter.house, id)
    opened = letter(counter.house, counter.clerk, id)
    known = personal(opened)
    waiting = proposed(counter.house, counter.clerk, id) if inquiry.draft_by and raw is None else None
    draft = waiting or (_typed(raw) if raw is not None else first_draft(counter.house, opened))
    return render(
        counter,
        "draft.html",
        inquiry=inquiry,
        subject=opened.values.get("tieu_de", "") or id[:8],
        draft=draft,
        waiting=waiting is not None,
        by=name_of(inquiry.draft_by, counter.clerk.roster) if inquiry.draft_by else "",
        is_own=inquiry.draft_by == counter.clerk.person.id,
        parts=[(name, label, list(_pieces(draft, name, known))) for name, label in PARTS.items()],
        choices=_choices(draft, known, raw or {}) if raw is not None or waiting else [],
        looked=_digest(draft) if raw is not None else "",
        LOOKED=LOOKED,
        HIDE=HIDE,
        KEEP=KEEP,
        problems=told(problems, counter.house.profile.id),
    )


def first_texts(counter: Counter, id: str) -> dict[str, str]:
    """Return the texts as they were written, to begin anew. Raises: Refused where nothing may be published"""
    return asdict(first_draft(counter.house, letter(counter.house, counter.clerk, id)))


def propose_draft(counter: Counter, id: str, raw: Mapping[str, str], seen: int) -> None:
    """Put the masked text before another person. Raises: Refused, also when a mask is undecided or not yet shown"""
    opened = letter(counter.house, counter.clerk, id)
    draft, known = _typed(raw), personal(opened)
    if raw.get(LOOKED) != _digest(draft):
        raise Refused(Problem("inbox-web-look-again", "fail", id))
    choices = _choices(draft, known, raw)
    open_ones = [one.mask.found for one in choices if not one.decided]
    if open_ones:
        found = ", ".join(f"“{text}”" for text in open_ones)
        raise Refused(Problem("inbox-web-undecided", "fail", id, facts={"found": found}))
    taken = {name: [one.mask for one in choices if one.name.startswith(name) and one.decided == HIDE] for name in PARTS}
    masked = Draft(**{name: apply(getattr(draft, name), masks) for name, masks in taken.items()})
    applied = count(mask for masks in taken.values() for mask in masks)
    propose(counter.house, counter.clerk, id, counter.now(), draft=masked, masks=applied, seen=seen)


def confirm_draft(counter: Counter, id: str, raw: Mapping[str, str], seen: int) -> None:
    """Write the draft's file. Raises: Refused, also when something left open was not looked at"""
    draft = proposed(counter.house, counter.clerk, id)
    left = _choices(draft, personal(letter(counter.house, counter.clerk, id)), raw)
    unseen = [one.mask.found for one in left if one.decided != KEEP]
    if unseen:
        found = ", ".join(f"“{text}”" for text in unseen)
        raise Refused(Problem("inbox-web-unseen", "fail", id, facts={"found": found}))
    context, _ = open_context(counter.settings, counter.now())
    confirm(counter.house, counter.clerk, id, counter.now(), context=context, seen=seen)


def _typed(raw: Mapping[str, str]) -> Draft:
    return Draft(
        clean_line(raw.get("title", "")),
        clean_text(raw.get("question", "")).strip(),
        clean_text(raw.get("answer", "")).strip(),
    )


def _choices(draft: Draft, known: Mapping[str, str], raw: Mapping[str, str]) -> list[Choice]:
    found = []
    for part in PARTS:
        text = getattr(draft, part)
        for number, mask in enumerate(masks_of(text, known)):
            name = f"{part}-{number}"
            usual = "" if mask.kind in ASKED_ALWAYS else HIDE
            decided = raw.get(name, usual)
            around = _before(text[: mask.start]), _after(text[mask.end :])
            found.append(Choice(name, mask, decided if decided in (HIDE, KEEP) else "", *around))
    return found


def _before(text: str) -> str:
    """Return the last words before a mask."""
    return text if len(text) <= AROUND else "…" + text[-AROUND:].partition(" ")[2]


def _after(text: str) -> str:
    """Return the first words after a mask."""
    return text if len(text) <= AROUND else text[:AROUND].rpartition(" ")[0] + "…"


def _pieces(draft: Draft, part: str, known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the stretches of a text and the kind of what is personal in them, "" for the rest."""
    text: Any = getattr(draft, part)
    end = 0
    for mask in masks_of(text, known):
        yield text[end : mask.start], ""
        yield mask.found, KINDS[mask.kind]
        end = mask.end
    yield text[end:], ""


def _digest(draft: Draft) -> str:
    return sha256("\x00".join((draft.title, draft.question, draft.answer)).encode()).hexdigest()
