"""Who approved, or took away, what a run of the published log tells of: for the inspector's table.

Asked of the sign-offs as they count today: an approval that no longer counts is not told as one.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache, partial

from desk.wording import moment, role_title, rules_words, signer_words
from editorial.office import Case, Office, open_case
from editorial.problem import Refused
from editorial.profile_schema import ACTS
from editorial.signoffs import Signoff
from editorial.verdict import WITHDRAW

NONE_COUNTS = "(không còn chữ ký được tính; xem: python -m desk log {item})"
NOBODY = "(không ai ký gỡ; xem: python -m desk log {item})"
UNREADABLE = "(không đọc được sổ ký hoặc bản đã ký; xem: python -m desk log {item})"


class Approvers:
    """Finds the sign-offs of items, each ledger judged once. now: one reading of the clock, aware"""

    def __init__(self, office: Office, now: datetime) -> None:
        self._office = office
        self._case = cache(partial(open_case, office, now=now))

    def told(self, item: str, edition: str, at: datetime) -> tuple[str, str]:
        """Return the sign-offs behind a line of the log, a line each, and the regulation under which they were made.

        edition: what became public, "" for what ceased to be; at: when the run was made
        """
        try:
            case = self._case(item)
        except Refused:
            return UNREADABLE.format(item=item), ""
        found = _approval(case, edition, at) if edition else _withdrawal(case, at)
        if not found:
            return (NONE_COUNTS if edition else NOBODY).format(item=item), ""
        return "\n".join(map(self._words, found)), rules_words(self._office.rules[found[-1].rules])

    def _words(self, signoff: Signoff) -> str:
        """Return "phê duyệt – Trưởng Ban: Nguyễn A, 14:05 ngày 20/11/2026"."""
        role = role_title(self._office.rules[signoff.rules], signoff.role)
        return f"{ACTS[signoff.act]} – {role}: {signer_words(self._office, signoff)}, {moment(signoff.at)}"


def _approval(case: Case, edition: str, at: datetime) -> tuple[Signoff, ...]:
    """Return the sign-offs that last completed the approval of the edition before the moment, () without such."""
    done = [one for one in case.verdict.granted if one.edition == edition and one.at <= at]
    return done[-1].receipt if done else ()


def _withdrawal(case: Case, at: datetime) -> tuple[Signoff, ...]:
    """Return the withdrawal before the moment that took away what was approved last, () where nobody signed one."""
    faulty = {problem.where for problem in case.verdict.problems}
    last = next((one.receipt[-1].digest for one in reversed(case.verdict.granted) if one.at <= at), "")
    found: tuple[Signoff, ...] = ()
    for number, one in enumerate(case.ledger.signoffs, 1):
        if one.digest == last:
            found = ()
        elif one.act == WITHDRAW and one.at <= at and f"signoffs/{one.item}.jsonl:{number}" not in faulty:
            found = (one,)
    return found
