"""The page of the mails that wait."""

from __future__ import annotations

from collections.abc import Sequence

from desk.inbox_web.counter import Counter
from desk.inbox_web.pages import render
from desk.inbox_web.pages import told as told_problems
from desk.inquiries.doing import outbox_of
from desk.inquiries.mailing import reason, send, told
from editorial.problem import Problem, Refused
from editorial.store import Busy
from inquiries.states import ACTS


def mails_page(counter: Counter, done: Sequence[str] = (), problems: Sequence[Problem] = ()) -> str:
    """Return the queue; done: what was just done; problems: why not."""
    outbox = outbox_of(counter.house)
    return render(
        counter,
        "mails.html",
        waiting=outbox.waiting(),
        failed=outbox.failed(),
        damaged=outbox.damaged(),
        acts=ACTS,
        reason=reason,
        is_on=counter.house.settings.mail is not None,
        done=done,
        problems=told_problems(problems, counter.house.profile.id),
    )


def sent_page(counter: Counter, again: bool) -> str:
    """Send what is due, or first lay what failed into the queue again, and return the page."""
    try:
        if again:
            outbox_of(counter.house).again(counter.now())
        return mails_page(counter, tuple(told(send(counter.house, counter.clerk.identity, counter.now))))
    except Refused as refused:
        return mails_page(counter, problems=refused.problems)
    except Busy:
        return mails_page(counter, problems=(Problem("mail-busy", "fail", "outbox", "product"),))
