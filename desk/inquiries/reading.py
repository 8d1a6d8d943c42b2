"""What staff see of the inbox: rows of facts that stand open, and one inquiry with what its sender wrote.

1. A row needs no key: due days, states and reminders are facts. Sensitive rows come first (LC-8.4d), then by due day.
2. What is over stays in the list while something is owed: an answer of general concern until its item is public
   (LX-10.1d), a draft until somebody else confirms it, a request about personal data until it is answered, and one to
   erase until that is done.
3. Inquiries whose steps are alike have the same clocks, so these are worked out once for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from desk.inquiries.clerk import Clerk, may_read
from desk.inquiries.doing import no_key, read, unsealed
from desk.inquiries.step_log import log_step
from editorial.dates import local_day
from editorial.gazetteer import Gazetteer
from editorial.places import load_places
from editorial.problem import Problem, Refused
from editorial.profile_shapes import clause_of
from editorial.workdays import YearNotLoaded
from inquiries.clocks import Clock, clocks, uncounted
from inquiries.events import SENDER, SYSTEM
from inquiries.house import House
from inquiries.orders import unmet
from inquiries.retention import asked_to_erase
from inquiries.states import OPEN, Inquiry
from inquiries.territory import WORDS, territory

if TYPE_CHECKING:  # lists are to come within a second
    from editorial.roster import Roster

STATED = "dia_chi"
"""The field in which a sender may state a place."""
TERRITORY_LABEL = "Địa bàn (phần mềm đối chiếu)"
OVER = ("answered", "closed")
SHOWN = (*sorted(OPEN), "quarantined", *OVER)

REMINDERS: Mapping[str, str] = {
    "tell-at-once": "báo ngay cho người gửi",
    "redirect": "hướng dẫn nơi nhận khiếu nại, tố cáo",
    "approve": "chờ duyệt việc chuyển",
    "judge": "xem lại: bộ lọc giữ",
    "unpublished": "chưa đăng",
    "confirm-draft": "chờ người khác xác nhận bản đăng",
    "rights": "yêu cầu về dữ liệu cá nhân",
    "erase": "xóa theo yêu cầu của người gửi",
    "coordination": "chờ phối hợp",
}
_BESIDE = ("out_of_scope", "coordination", "rights")
"""Clocks that run beside the answer's."""
_CLOCK_FACTS: Mapping[str, tuple[str, ...]] = {
    "received": ("due_on", "due_days", "due_clause"),
    "classified": ("class",),
    "forwarded": ("unit", "reply_by"),
    "unit_received": ("on",),
    "coordination_requested": ("unit", "on"),
    "coordination_answered": ("unit", "on"),
    "noticed": ("new_due_on",),
    "rights_requested": ("due_on", "due_clause"),
    "recomputed": ("due_on", "due_clause"),
}
"""Which facts of which acts move a clock."""


@dataclass(frozen=True)
class Row:
    """One line of the inbox. clock: of the answer, None where none runs; reminders: keys of REMINDERS"""

    inquiry: Inquiry
    clock: Clock | None
    reminders: tuple[str, ...] = ()
    others: tuple[Clock, ...] = ()

    @property
    def clocks(self) -> tuple[Clock, ...]:
        """All of its clocks."""
        return (self.clock, *self.others) if self.clock else self.others

    @property
    def first_clock(self) -> Clock | None:
        """The clock that runs out first, None when none does."""
        running = [clock for clock in self.clocks if clock.stopped_on is None and clock.due_on]
        return min(running, key=lambda clock: clock.due_on or date.max, default=None)

    @property
    def due_on(self) -> date | None:
        """The first day on which something of it falls due, None when nothing does."""
        return self.first_clock.due_on if self.first_clock else None

    @property
    def left(self) -> int | None:
        """Working days left of the most urgent clock, negative when late."""
        return min((clock.left for clock in self.clocks if clock.left is not None), default=None)

    @property
    def urgency(self) -> str:
        """The state of its most urgent clock: "overdue", "due_soon" or "" for less."""
        states = {clock.state for clock in self.clocks}
        return next((state for state in ("overdue", "due_soon") if state in states), "")

    @property
    def is_overdue(self) -> bool:
        """True when a clock ran out."""
        return self.urgency == "overdue"


@dataclass(frozen=True)
class Letter:
    """An inquiry opened: values by field name, and by event number what was sealed in it since."""

    inquiry: Inquiry
    values: Mapping[str, str]
    files: tuple[Mapping[str, Any], ...] = ()
    texts: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)


def inbox(
    house: House, now: datetime, is_public: Callable[[str], bool] = lambda item: False
) -> tuple[tuple[Row, ...], tuple[int, ...]]:
    """Return what asks for work, the most urgent first, and the years that the calendar lacks.

    is_public: whether the item of that id is on the site
    """
    today, missing = local_day(now), set()
    known: dict[object, tuple[Clock, ...]] = {}
    rows: list[Row] = []
    for inquiry in house.store.inquiries(SHOWN):
        if inquiry.state in OVER and not _is_owed(inquiry):
            continue
        key = _clock_key(inquiry)
        if key not in known:
            try:
                known[key] = clocks(inquiry, house.profile, house.calendar, today)
            except YearNotLoaded as error:
                missing.add(error.year)
                known[key] = uncounted(inquiry, today)
        row = _row(house, inquiry, known[key], is_public)
        if inquiry.state not in OVER or row.reminders:
            rows.append(row)
    rows.sort(key=lambda row: (not row.inquiry.sensitive, row.due_on or date.max, row.inquiry.received_at))
    return tuple(rows), tuple(sorted(missing))


def letter(house: House, who: Clerk, id: str) -> Letter:
    """Return the inquiry with all that is sealed in it, once the log says who looked.

    Raises: Refused without the key, or for an unknown id
    """
    events, inquiry = read(house, id)
    if who.identity is None:
        raise Refused(no_key(id))
    if not may_read(who.person, house.profile, inquiry.sensitive, local_day(house.store.now())):
        clause = clause_of(house.profile.inquiry_rules.sensitive)
        raise Refused(Problem("inbox-only-sensitive", "fail", id, clause, {"name": who.person.name}))
    log_step(house.store.folder, house.store.now(), who.person.id, "opened", id)
    first = unsealed(events[0], who)
    later = {event.number: unsealed(event, who) for event in events[1:] if event.sealed}
    return Letter(inquiry, first.get("values", {}), tuple(first.get("files", ())), later)


def is_of(inquiry: Inquiry, person: str, roster: Roster, day: date) -> bool:
    """True for what the person looks after by assignment (ST-6.1b), or did the last thing with."""
    by = next((step.by for step in reversed(inquiry.steps) if step.by not in (SENDER, SYSTEM)), "")
    return by == person or any(one.id == person for one in roster.looks_after(inquiry.area, day))


def whereabouts(house: House, opened: Letter) -> str:
    """Return in words whether the stated place lies in the territory (CT-4.2); "" where none is stated or known."""
    stated = opened.values.get(STATED, "")
    places = load_places(house.settings.records) if stated else None
    return WORDS[territory(Gazetteer(places), stated)] if places else ""


def personal(opened: Letter) -> dict[str, str]:
    """Return what the sender told of herself in the form: what masks look for."""
    return {name: opened.values.get(name, "") for name in ("ho_ten", "dia_chi", "dien_thoai", "email")}


def _is_owed(inquiry: Inquiry) -> bool:
    return bool(inquiry.rights or inquiry.draft_by or inquiry.general_concern or asked_to_erase(inquiry))


def _row(house: House, inquiry: Inquiry, running: Iterable[Clock], is_public: Callable[[str], bool]) -> Row:
    named = {clock.name: clock for clock in running}
    others = tuple(one for one in running if one.name in _BESIDE and one.left is not None)
    return Row(inquiry, named.get("answer"), tuple(_reminders(house, inquiry, others, is_public)), others)


def _reminders(
    house: House, inquiry: Inquiry, others: Iterable[Clock], is_public: Callable[[str], bool]
) -> Iterator[str]:
    if inquiry.state == "quarantined":
        yield "judge"
    if inquiry.is_open and inquiry.class_ == "out_of_scope":
        yield "tell-at-once"
    if inquiry.is_open and inquiry.class_ == "denunciation":
        yield "redirect"
    if _waits_for_approval(house, inquiry):
        yield "approve"
    if any(clock.name == "coordination" for clock in others):
        yield "coordination"
    if inquiry.draft_by:
        yield "confirm-draft"
    elif inquiry.general_concern and inquiry.state in OVER and not (inquiry.item and is_public(inquiry.item)):
        yield "unpublished"
    if inquiry.rights:
        yield "rights"
    elif asked_to_erase(inquiry):
        yield "erase"


def _waits_for_approval(house: House, inquiry: Inquiry) -> bool:
    """True for what is somebody's to answer, once nothing but the approval is missing (LC-8.3)."""
    is_ours = inquiry.state == "classified" and inquiry.class_ in ("simple", "complex")
    return is_ours and unmet("routing_approved", inquiry, house.profile) is None


def _clock_key(inquiry: Inquiry) -> object:
    """Return what of an inquiry its clocks depend on."""
    steps = tuple(
        (step.act, local_day(step.at), step.state, *map(step.facts.get, _CLOCK_FACTS.get(step.act, ())))
        for step in inquiry.steps
    )
    return inquiry.state, steps
