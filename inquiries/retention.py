"""What is due for erasure; InquiryStore.erase does it, with proof.

1. The clock starts at the end of the work (answered, closed, redirected, spam) and runs the days that the sender was
   promised; a form changed later shortens that, and never lengthens it.
2. While the sender's request to see or correct the data is open nothing is erased by the clock.
3. What was sealed after an erasure (a later request about the data) has a clock of its own, from the last step.
4. A request to erase is listed with its due date and erased by a person, who answers for what must be kept. It stands
   until the data is gone: the answer comes first, since nothing reaches the sender after; only a "no" ends it.
5. An inquiry still open, or in quarantine, is never due: somebody has to end the work first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from editorial.dates import local_day
from inquiries.form import Form
from inquiries.states import STATES, Inquiry, Step
from inquiries.store import InquiryStore

SCHEDULE, REQUEST = "schedule", "request"
REFUSED = "refused"
"""The outcome of a request that is not granted."""
ENDINGS = ("answered", "closed", "redirected", "spam")


@dataclass(frozen=True)
class Due:
    """An inquiry to be erased. ground: SCHEDULE or REQUEST; on: the day from which, or by which on request"""

    inquiry: str
    ground: str
    on: date


def due(inquiry: Inquiry, form: Form) -> Due | None:
    """Return when and why what is sealed of the inquiry is to be erased, None when no clock runs."""
    asked = asked_to_erase(inquiry)
    if asked:
        return Due(inquiry.id, REQUEST, date.fromisoformat(asked.facts["due_on"]))
    if inquiry.rights:
        return None
    if inquiry.state == "erased":
        last = inquiry.steps[-1]
        ended = None if last.act == "erased" else last
    else:
        ended = inquiry.last(*ENDINGS) if inquiry.state in ("answered", "closed") else None
    if ended is None:
        return None
    days = min(days for days in (inquiry.keep_days, form.keep_days) if days)
    return Due(inquiry.id, SCHEDULE, local_day(ended.at) + timedelta(days=days))


def asked_to_erase(inquiry: Inquiry) -> Step | None:
    """Return the sender's request to erase that is neither refused nor done, None without one."""
    requests = (step for step in inquiry.steps if step.act == "rights_requested" and step.facts["right"] == "erase")
    asked = max(requests, key=lambda step: step.number, default=None)
    if asked is None:
        return None
    later = inquiry.steps[asked.number :]
    answer = next((step for step in later if step.act == "rights_answered"), None)
    is_refused = answer is not None and answer.facts["outcome"] == REFUSED
    return None if is_refused or any(step.act == "erased" for step in later) else asked


def all_due(store: InquiryStore, form: Form, today: date) -> list[Due]:
    """Return what the clock says is to be erased by now and every open request to erase, the earliest first."""
    found = (due(inquiry, form) for inquiry in store.inquiries(STATES))
    return sorted(
        (one for one in found if one and (one.ground == REQUEST or one.on <= today)),
        key=lambda one: (one.on, one.inquiry),
    )


def expired(store: InquiryStore, form: Form, today: date) -> int:
    """Return of how many inquiries the clock says that they are to be erased by now."""
    return sum(one.ground == SCHEDULE for one in all_due(store, form, today))
