"""What each page shows: the list, one inquiry, the mails."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import g, render_template
from werkzeug.datastructures import MultiDict

from desk.inbox_web.counter import Counter
from desk.inbox_web.forms import SEEN, YES, ActForm, forms_for, number_in
from desk.inbox_web.guard import FORM_KEY
from desk.inquiries.acts import allowed
from desk.inquiries.doing import name_of, read
from desk.inquiries.exporting import export
from desk.inquiries.letter_page import letter_page
from desk.inquiries.reading import (
    REMINDERS,
    STATED,
    TERRITORY_LABEL,
    Letter,
    Row,
    inbox,
    is_of,
    letter,
    whereabouts,
)
from desk.inquiries.telling import clock_words, facts_words
from desk.wording import left_words
from editorial.dates import VIETNAM, local_day
from editorial.messages import sentence
from editorial.problem import Problem, Refused
from editorial.profile_schema import PRODUCT, clause_in_words
from editorial.workdays import YearNotLoaded
from inquiries.cleaning import clean_line
from inquiries.clocks import NAMES, Clock, clocks, counted_days, unsettled_words
from inquiries.form import CHOOSING, TICKS
from inquiries.letters import forwarding_letter
from inquiries.retention import expired
from inquiries.sealing import SealBroken, unseal
from inquiries.states import ACTS, STATES, UNDONE, Inquiry
from inquiries.store import Unknown

ROWS_A_PAGE = 50

FILTERS: Mapping[str, str] = {
    "cua-toi": "Của tôi",
    "mo": "Đang mở",
    "qua-han": "Quá hạn",
    "sap-den-han": "Sắp đến hạn",
    "nhay-cam": "Nhạy cảm",
    "xem-lai": "Chờ xem lại",
    "cho-dang": "Chờ đăng",
}
"""Tiles above the list: the value of the parameter "loc" and its words."""


@dataclass(frozen=True)
class Told:
    """A problem as a page shows it."""

    text: str
    clause: str
    is_warning: bool


def render(counter: Counter, template: str, **facts: Any) -> str:
    """Return a page with what every page needs."""
    return render_template(
        template,
        counter=counter,
        person=counter.clerk.person,
        organisation=counter.clerk.roster.organisation,
        form_key=g.form_key,
        FORM_KEY=FORM_KEY,
        SEEN=SEEN,
        **facts,
    )


ON_THE_PAGE: Mapping[str, str] = {
    "inbox-body-missing": "inbox-web-body",
    "inbox-draft-empty": "inbox-web-draft-empty",
    "inbox-draft-title-long": "inbox-web-draft-title-long",
    "inbox-duplicate-of": "inbox-web-duplicate-of",
    "inbox-export-reason": "inbox-web-export-reason",
    "inbox-nobody-asked": "inbox-web-nobody-asked",
    "inbox-only-sensitive": "inbox-web-only-sensitive",
    "inbox-unit-missing": "inbox-web-unit",
    "inbox-unit-unclassified": "inbox-web-unit-unclassified",
}
"""Code whose sentence names options of the terminal to the code that says the same on a page."""


def told(problems: Sequence[Problem], profile: str) -> list[Told]:
    """Return the problems in words."""
    return [
        Told(
            sentence(replace(one, code=ON_THE_PAGE.get(one.code, one.code))),
            clause_in_words(one.clause, profile) if one.clause not in ("", PRODUCT) else "",
            one.severity == "warn",
        )
        for one in problems
    ]


def list_page(counter: Counter, asked: MultiDict[str, str]) -> str:
    """Return the inbox, the most urgent first."""
    rows, missing = inbox(counter.house, counter.now(), counter.is_public)
    counts = Tally(name for row in rows for name in FILTERS if belongs(counter, row, name))
    chosen = asked.get("loc", "")
    state, area = asked.get("trang-thai", ""), asked.get("linh-vuc", "")
    found = [
        row
        for row in rows
        if (not chosen or belongs(counter, row, chosen))
        and (not state or row.inquiry.state == state)
        and (not area or row.inquiry.area == area)
    ]
    last = max(1, -(-len(found) // ROWS_A_PAGE))
    page = min(max(number_in(asked, "trang"), 1), last)
    area_field = counter.house.form.field("linh_vuc")
    return render(
        counter,
        "list.html",
        rows=[line(counter, row) for row in found[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE]],
        found=len(found),
        counts=counts,
        filters=FILTERS,
        asked={"loc": chosen, "trang-thai": state, "linh-vuc": area},
        states={state: STATES[state] for state in STATES if state != "erased"},
        areas=area_field.choices if area_field else (),
        missing=missing,
        expired=expired(counter.house.store, counter.house.form, local_day(counter.now())),
        damaged=counter.house.store.unreadable(),
        page=page,
        last=last,
    )


def belongs(counter: Counter, row: Row, name: str) -> bool:
    """True when the row belongs to a tile of FILTERS."""
    match name:
        case "cua-toi":
            who = counter.clerk
            return is_of(row.inquiry, who.person.id, who.roster, local_day(counter.now()))
        case "mo":
            return row.inquiry.state in UNDONE
        case "qua-han":
            return row.is_overdue
        case "sap-den-han":
            return row.urgency == "due_soon"
        case "nhay-cam":
            return row.inquiry.sensitive
        case "xem-lai":
            return row.inquiry.state == "quarantined"
        case "cho-dang":
            return bool({"unpublished", "confirm-draft"} & set(row.reminders))
    return False


def line(counter: Counter, row: Row) -> dict[str, Any]:
    """Return a row as the list shows it."""
    clock = row.first_clock
    form = counter.house.form
    return {
        "inquiry": row.inquiry,
        "kind": form.label("loai", row.inquiry.kind),
        "area": form.label("linh_vuc", row.inquiry.area),
        "state": STATES[row.inquiry.state],
        "clock": clock,
        "clock_name": NAMES[clock.name] if clock else "",
        "left": time_left(clock),
        "urgency": row.urgency,
        "reminders": [REMINDERS[name] for name in row.reminders],
    }


def time_left(clock: Clock | None) -> str:
    """Return how much time is left, "" where no clock runs."""
    return "" if clock is None or clock.left is None else left_words(clock.left, clock.state == "overdue")


def inquiry_page(
    counter: Counter,
    id: str,
    *,
    done: str = "",
    problems: Sequence[Problem] = (),
    filled: ActForm | None = None,
) -> str:
    """Return one inquiry with the forms of what can be done now.

    done: the act just done; problems: why the form `filled` was refused
    Raises: Refused for an unknown id or a damaged file
    """
    _, inquiry = read(counter.house, id)
    opened, closed = _opened(counter, id)
    profile = counter.house.profile
    forms = forms_for(counter.house, counter.clerk, inquiry, local_day(counter.now()))
    if filled:
        forms = [filled if form.act == filled.act else form for form in forms]
    is_over = filled is not None and filled not in forms
    return render(
        counter,
        "inquiry.html",
        inquiry=inquiry,
        state=STATES[inquiry.state],
        after=[one.name for one in counter.clerk.roster.looks_after(inquiry.area, local_day(counter.now()))],
        opened=opened,
        values=list(_values(counter, opened)) if opened else [],
        clocks=_clocks(counter, inquiry),
        steps=_steps(counter, inquiry, opened),
        forms=forms,
        filled=filled.act if filled else "",
        kept=[(one.label, one.value) for one in filled.fields if one.sort == "text"] if filled and is_over else [],
        problems=told([*problems, *closed], profile.id),
        is_over=is_over,
        done=ACTS.get(done, ""),
        after_done=_after(counter, inquiry, done),
        may_draft=bool({"draft_proposed", "draft_confirmed"} & set(allowed(inquiry, profile))),
        letter=bool(inquiry.unit and inquiry.is_open and opened and opened.values),
    )


def _after(counter: Counter, inquiry: Inquiry, done: str) -> str:
    """Return what is still to do about the item made of the inquiry, once an act is done; "" for nothing."""
    confirmed = inquiry.last("draft_confirmed")
    if confirmed is None:
        return ""
    item, path = inquiry.item, f"{counter.settings.content.name}/{confirmed.facts['file']}"
    if done == "draft_confirmed":
        return sentence(Problem("inbox-web-item-made", "warn", item, facts={"item": item, "path": path}))
    if done == "erased":
        return sentence(Problem("inbox-web-item-stays", "warn", item, facts={"item": item}))
    return ""


def letter_to_unit(counter: Counter, id: str) -> str:
    """Return the forwarding letter as a page for printing. Raises: Refused without the key or a unit"""
    opened = letter(counter.house, counter.clerk, id)
    inquiry = opened.inquiry
    if not inquiry.unit:
        raise Refused(Problem("inbox-unit-missing", "fail", id))
    step = inquiry.last("forwarded")
    facts = step.facts if step else {}
    reply_by = date.fromisoformat(facts["reply_by"]) if "reply_by" in facts else None
    house, number = counter.house, facts.get("letter_no", "")
    return letter_page(
        forwarding_letter(inquiry, opened.values, house.form, house.profile, inquiry.unit, number, reply_by)
    )


def exported(counter: Counter, asked: Mapping[str, str]) -> tuple[str, bytes]:
    """Return a table's name and bytes, the taking out on record. Raises: Refused for personal data without a reason"""
    kind = "xlsx" if asked.get("dang") == "xlsx" else "csv"
    now = counter.now()
    content, _ = export(
        counter.house,
        counter.clerk,
        now,
        kind,
        unit=asked.get("don-vi", "").strip(),
        personal=asked.get("ca-nhan") == YES,
        reason=asked.get("ly-do", "").strip(),
    )
    return f"hop-thu-{now:%Y%m%d-%H%M%S}.{kind}", content


def attachment(counter: Counter, id: str, digest: str) -> tuple[str, bytes]:
    """Return an attachment's name and bytes. Raises: Refused for an unknown one, or without the key"""
    opened = letter(counter.house, counter.clerk, id)
    name = next((str(file["name"]) for file in opened.files if file["sha256"] == digest), None)
    if name is None or counter.clerk.identity is None:
        raise Unknown(digest)
    try:
        return clean_line(name) or digest, unseal(counter.house.store.attachment(id, digest), counter.clerk.identity)
    except SealBroken as error:
        raise Unknown(digest) from error


def _opened(counter: Counter, id: str) -> tuple[Letter | None, tuple[Problem, ...]]:
    """Return what is sealed in the inquiry, or why it stays closed."""
    try:
        return letter(counter.house, counter.clerk, id), ()
    except Refused as refused:
        return None, refused.problems


def _values(counter: Counter, opened: Letter) -> Any:
    """Yield label and words of every field that the sender filled in, the text last."""
    form = counter.house.form
    for field in form.fields:
        value = opened.values.get(field.name, "")
        if not value or field.kind in TICKS or field.name in ("tieu_de", "noi_dung"):
            continue
        yield field.datum, form.label(field.name, value) if field.kind in CHOOSING else value
        if field.name == STATED and (where := whereabouts(counter.house, opened)):
            yield TERRITORY_LABEL, where


def _clocks(counter: Counter, inquiry: Inquiry) -> list[dict[str, Any]]:
    house, today = counter.house, local_day(counter.now())
    try:
        running = clocks(inquiry, house.profile, house.calendar, today)
    except YearNotLoaded as error:
        return [{"missing": error.year}]
    return [
        {
            "clock": one,
            "name": NAMES[one.name],
            "state": clock_words(one),
            "left": time_left(one),
            "clause": clause_in_words(one.clause, house.profile.id) if one.clause else "",
            "counted": counted_days(one.started_on, one.due_on, house.calendar)
            if one.started_on and one.due_on
            else (),
            "unsettled": [unsettled_words(day) for day in one.unsettled],
        }
        for one in running
    ]


def _steps(counter: Counter, inquiry: Inquiry, opened: Letter | None) -> list[dict[str, Any]]:
    texts = opened.texts if opened else {}
    return [
        {
            "number": step.number,
            "at": step.at.astimezone(VIETNAM),
            "act": ACTS[step.act],
            "by": name_of(step.by, counter.clerk.roster),
            "facts": facts_words(step),
            "text": str(texts.get(step.number, {}).get("text", "")),
            "note": str(texts.get(step.number, {}).get("note", "")),
        }
        for step in inquiry.steps
    ]
