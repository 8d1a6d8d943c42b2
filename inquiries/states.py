"""The states of an inquiry: a fold over its events, by one table.

1. `TRANSITIONS` says who may do what in which state, and where it leads; what it does not name is refused.
2. Two destinations depend on more than the act: what is received goes to quarantine when it carries flags, and
   what is supplemented goes back to where it stood (a forwarded one to "classified", for the unit lacks the new part).
3. A draft is confirmed by another person than the one who proposed it.
4. Nothing here depends on today: "due soon" and "overdue" are clocks, never states.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from editorial.problem import Problem, Refused
from inquiries.events import SENDER, SYSTEM, Event

STATES: Mapping[str, str] = MappingProxyType(
    {
        "new": "mới nhận",
        "quarantined": "chờ xem lại",
        "classified": "đã phân loại",
        "forwarded": "đã chuyển",
        "waiting": "chờ người gửi bổ sung",
        "answered": "đã trả lời",
        "closed": "đã đóng",
        "erased": "đã xóa dữ liệu",
    }
)
"""State to its name for people."""

ACTS: Mapping[str, str] = MappingProxyType(
    {
        "received": "tiếp nhận",
        "classified": "phân loại",
        "routing_approved": "duyệt việc chuyển",
        "forwarded": "chuyển đơn vị giải quyết",
        "unit_received": "ghi ngày đơn vị nhận",
        "coordination_requested": "đề nghị phối hợp",
        "coordination_answered": "nhận ý kiến phối hợp",
        "asked": "đề nghị bổ sung",
        "supplemented": "bổ sung",
        "noticed": "thông báo quá trình xử lý",
        "redirected": "hướng dẫn gửi nơi có thẩm quyền",
        "answered": "trả lời",
        "unit_confirmed": "ghi xác nhận của đơn vị",
        "closed": "đóng",
        "reopened": "mở lại",
        "spam": "đánh dấu thư rác",
        "released": "đưa khỏi mục chờ xem lại",
        "draft_proposed": "đề xuất bản đăng",
        "draft_confirmed": "xác nhận bản đăng",
        "rights_requested": "yêu cầu về dữ liệu cá nhân",
        "rights_answered": "trả lời yêu cầu về dữ liệu",
        "recomputed": "tính lại hạn",
        "erased": "xóa dữ liệu",
    }
)
"""Act to its name for people."""

OPEN = frozenset({"new", "classified", "forwarded", "waiting"})
UNDONE = OPEN | {"quarantined"}
"""Nobody has ended the work yet, nor perhaps begun it."""
ANY = frozenset(STATES)
BEFORE = frozenset({""})
"""Before the first event."""

STAFF = "staff"
SAME = ""


@dataclass(frozen=True)
class Transition:
    """by: "sender", "system" or STAFF, the people of the roster; to: SAME where the state stays."""

    by: frozenset[str]
    sources: frozenset[str]
    to: str = SAME


def _by(who: str, sources: Iterable[str], to: str = SAME) -> Transition:
    return Transition(frozenset(who.split()), frozenset(sources), to)


TRANSITIONS: Mapping[str, Transition] = MappingProxyType(
    {
        "received": _by(SENDER, BEFORE, "new"),
        "classified": _by(STAFF, OPEN, "classified"),
        "routing_approved": _by(STAFF, ("classified",)),
        "forwarded": _by(STAFF, ("classified",), "forwarded"),
        "unit_received": _by(STAFF, ("forwarded",)),
        "coordination_requested": _by(STAFF, ("classified", "forwarded")),
        "coordination_answered": _by(STAFF, ("classified", "forwarded", "waiting")),
        "asked": _by(STAFF, OPEN, "waiting"),
        "supplemented": _by(SENDER, ("waiting",), "classified"),
        "noticed": _by(STAFF, OPEN),
        "redirected": _by(STAFF, ("new", "classified"), "closed"),
        "answered": _by(STAFF, OPEN, "answered"),
        "unit_confirmed": _by(STAFF, ("classified", "forwarded")),
        "closed": _by(STAFF, ("answered", "quarantined"), "closed"),
        "reopened": _by(STAFF, ("answered", "closed"), "classified"),
        "spam": _by(STAFF, ("new", "quarantined"), "closed"),
        "released": _by(STAFF, ("quarantined",), "new"),
        "draft_proposed": _by(STAFF, ("answered", "closed")),
        "draft_confirmed": _by(STAFF, ("answered", "closed")),
        "rights_requested": _by(SENDER, ANY),
        "rights_answered": _by(STAFF, ANY),
        "recomputed": _by(SYSTEM, OPEN),
        "erased": _by(f"{STAFF} {SYSTEM}", ANY, "erased"),
    }
)


@dataclass(frozen=True)
class Step:
    """One event as it is told: without what was sealed; state: the one it led to."""

    number: int
    act: str
    at: datetime
    by: str
    facts: Mapping[str, Any]
    state: str


@dataclass(frozen=True)
class Inquiry:
    """What the events say, without anything personal and without today.

    due_on: the date in force (promised, then moved by notices and recomputing); promised_on: the one first given;
    both None where the period starts later than at receipt (LC-9.1) and no notice has named a date
    keep_days: as promised to the sender, days from the end of the work until erasure; 0: not said
    class_: "" until classified; stood: the state before it waited for the sender
    draft_by: who proposed the draft that waits for another person's confirmation, "" when none does
    item: the Markdown item that was made of it, "" until then
    rights: the sender's request about personal data that is not answered yet
    """

    id: str
    state: str
    kind: str
    area: str
    contact: str
    may_publish: bool
    form: str
    flags: tuple[str, ...]
    received_at: datetime
    promised_on: date | None
    due_on: date | None
    due_clause: str
    steps: tuple[Step, ...]
    sender_type: str = ""
    keep_days: int = 0
    class_: str = ""
    unit: str = ""
    tags: tuple[str, ...] = ()
    sensitive: bool = False
    duplicate_of: str = ""
    general_concern: bool | None = None
    stood: str = ""
    draft_by: str = ""
    item: str = ""
    rights: Step | None = None

    @property
    def number(self) -> int:
        """The number of the last event; the next one has this plus 1."""
        return self.steps[-1].number

    @property
    def is_open(self) -> bool:
        """True while the office owes something."""
        return self.state in OPEN

    def last(self, *acts: str) -> Step | None:
        """Return the latest step that is one of the acts."""
        return next((step for step in reversed(self.steps) if step.act in acts), None)


def fold(events: Iterable[Event]) -> Inquiry:
    """Return the inquiry that its events make, in their order.

    Raises: Refused for the first event that the table does not allow where it stands; ValueError without events
    """
    inquiry: Inquiry | None = None
    for event in events:
        inquiry = advance(inquiry, event)
    if inquiry is None:
        raise ValueError("an inquiry has at least one event")
    return inquiry


def advance(inquiry: Inquiry | None, event: Event) -> Inquiry:
    """Return the inquiry after one more event; None: before the first. Raises: Refused"""
    problem = check(inquiry, event)
    if problem:
        raise Refused(problem)
    if inquiry is None:
        return _received(event)
    state = _destination(inquiry, event)
    return replace(inquiry, state=state, steps=(*inquiry.steps, _step(event, state)), **_changes(inquiry, event))


def check(inquiry: Inquiry | None, event: Event) -> Problem | None:
    """Return why the event may not follow, or None when it may; its number is not asked here but by the store."""
    transition = TRANSITIONS[event.act]
    state = inquiry.state if inquiry else ""
    facts = {"act": ACTS[event.act], "state": STATES.get(state, "chưa có"), "inquiry": event.inquiry[:8]}
    if state not in transition.sources:
        return Problem("inquiry-act-not-now", "fail", event.inquiry, "product", facts)
    if actor(event.by) not in transition.by:
        return Problem("inquiry-act-not-theirs", "fail", event.inquiry, "product", facts)
    if event.act == "draft_confirmed" and inquiry and inquiry.draft_by in ("", event.by):
        code = "inquiry-draft-same-person" if inquiry.draft_by else "inquiry-draft-none"
        return Problem(code, "fail", event.inquiry, "product", facts)
    return None


def actor(by: str) -> str:
    """Return "sender", "system", or STAFF for a person of the roster."""
    return by if by in (SENDER, SYSTEM) else STAFF


def _received(event: Event) -> Inquiry:
    facts = event.facts
    state = "quarantined" if facts["flags"] else TRANSITIONS["received"].to
    due_on = date.fromisoformat(facts["due_on"]) if "due_on" in facts else None
    return Inquiry(
        id=event.inquiry,
        state=state,
        kind=facts["kind"],
        area=facts["area"],
        contact=facts["contact"],
        may_publish=facts["may_publish"],
        form=facts["form"],
        flags=tuple(facts["flags"]),
        received_at=event.at,
        promised_on=due_on,
        due_on=due_on,
        due_clause=facts.get("due_clause", ""),
        steps=(_step(event, state),),
        sender_type=facts.get("sender_type", ""),
        keep_days=facts.get("keep_days", 0),
    )


def _destination(inquiry: Inquiry, event: Event) -> str:
    if event.act == "supplemented" and inquiry.stood == "new":
        return "new"
    return TRANSITIONS[event.act].to or inquiry.state


def _changes(inquiry: Inquiry, event: Event) -> dict[str, Any]:
    """Return what else the event changes."""
    facts = event.facts
    match event.act:
        case "classified":
            return {
                "class_": facts["class"],
                "unit": facts.get("unit", inquiry.unit),
                "tags": tuple(facts.get("tags", inquiry.tags)),
                "sensitive": facts.get("sensitive", inquiry.sensitive),
                "duplicate_of": facts.get("duplicate_of", ""),
            }
        case "forwarded":
            return {"unit": facts["unit"]}
        case "asked" if inquiry.state != "waiting":
            return {"stood": inquiry.state}
        case "noticed":
            return {"due_on": date.fromisoformat(facts["new_due_on"])}
        case "recomputed":
            return {
                "due_on": date.fromisoformat(facts["due_on"]),
                "due_clause": facts.get("due_clause", inquiry.due_clause),
            }
        case "answered":
            return {"general_concern": facts["general_concern"], "unit": facts.get("unit", inquiry.unit)}
        case "draft_proposed":
            return {"draft_by": event.by}
        case "draft_confirmed":
            return {"draft_by": "", "item": facts["item"]}
        case "rights_requested":
            return {"rights": _step(event, inquiry.state)}
        case "rights_answered":
            return {"rights": None}
    return {}


def _step(event: Event, state: str) -> Step:
    return Step(event.number, event.act, event.at, event.by, event.facts, state)
