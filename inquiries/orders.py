"""What the law, the regulation and good order want first: a second table beside the transitions, one row an order.

1. `TRANSITIONS` says what a state takes, under any regulation and for good: stored events are folded by it. `ORDERS`
   says what the regulation of today wants before a person acts: asked when an act is offered, and when it is done.
2. Denunciations (tố cáo) and complaints (khiếu nại) have their own way by law, and what is out of scope is told at
   once (LX-10.1d): neither is answered, forwarded or published here.
3. Where the regulation wants the routing approved, the inquiry goes to the unit only then, and the answer is that
   unit's (LC-8.3, read strictly: approve, forward, answer), save that a duplicate is answered from the office; where it
   wants the unit's head to confirm, nothing is answered before (ST-7.2b).
4. A row is asked only where its act is; the first that is not met is told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from editorial.problem import Problem
from editorial.profile import Profile
from editorial.profile_process import Inquiry as Rules
from inquiries.states import Inquiry

Condition = Callable[[Inquiry, Rules], bool]


@dataclass(frozen=True)
class Order:
    """One row. acts: what waits for it; code: what is said while it is not met; clause: where it stands, "" for none"""

    acts: frozenset[str]
    code: str
    is_met: Condition
    clause: Callable[[Rules], str]


def unmet(act: str, inquiry: Inquiry, profile: Profile) -> Problem | None:
    """Return the first order that keeps the act from being done now, None where none does."""
    rules = profile.inquiry_rules
    for order in ORDERS:
        if act in order.acts and not order.is_met(inquiry, rules):
            return Problem(order.code, "fail", inquiry.id, order.clause(rules), {"inquiry": inquiry.id[:8]})
    return None


def is_routing_approved(inquiry: Inquiry) -> bool:
    """True when the way to the unit of now was approved (LC-8.3); that it proves complex (LC-9.3) asks for no more."""
    return _for_the_unit(inquiry, "routing_approved")


def has_step(rules: Rules, step: str) -> bool:
    """True where the regulation's way of an inquiry has the step."""
    return rules.routing is not None and step in rules.routing.steps


def _since(inquiry: Inquiry, act: str, *later: str) -> bool:
    """True when the act was done, and none of the others after it."""
    done, undone = inquiry.last(act), inquiry.last(*later)
    return done is not None and (undone is None or done.number > undone.number)


def _for_the_unit(inquiry: Inquiry, act: str) -> bool:
    """True when the last such act was about the unit that the inquiry is classified to now."""
    done = inquiry.last(act)
    return done is not None and done.facts.get("unit") == inquiry.unit


def _approved(inquiry: Inquiry, rules: Rules) -> bool:
    return not has_step(rules, "approve") or is_routing_approved(inquiry)


def _from_the_unit(inquiry: Inquiry, rules: Rules) -> bool:
    return not has_step(rules, "approve") or _for_the_unit(inquiry, "forwarded")


def _confirmed(inquiry: Inquiry, rules: Rules) -> bool:
    return not has_step(rules, "confirm") or _since(inquiry, "unit_confirmed", "classified", "supplemented")


def _concerns_others(inquiry: Inquiry, rules: Rules) -> bool:
    return rules.publish is None or rules.publish.when != "general_concern" or bool(inquiry.general_concern)


def _product(rules: Rules) -> str:
    return ""


def _of_routing(rules: Rules) -> str:
    return rules.routing.clause if rules.routing else ""


def _of_scope(rules: Rules) -> str:
    return rules.out_of_scope.clause if rules.out_of_scope else ""


def _of_publishing(rules: Rules) -> str:
    return rules.publish.clause if rules.publish else ""


def _of_rights(rules: Rules) -> str:
    return "PS-D3"


def _unless_double(is_met: Condition) -> Condition:
    return lambda inquiry, rules: inquiry.class_ == "duplicate" or is_met(inquiry, rules)


def _row(acts: str, code: str, is_met: Condition, clause: Callable[[Rules], str] = _product) -> Order:
    return Order(frozenset(acts.split()), code, is_met, clause)


_DRAFTS = "draft_proposed draft_confirmed"
_HERE = f"routing_approved forwarded coordination_requested answered {_DRAFTS}"
"""What is done only with what is to be answered here."""

ORDERS: tuple[Order, ...] = (
    _row(_HERE, "inbox-denunciation", lambda inquiry, _: inquiry.class_ != "denunciation"),
    _row(_HERE, "inbox-out-of-scope", lambda inquiry, _: inquiry.class_ != "out_of_scope", _of_scope),
    # to the unit
    _row("routing_approved", "inbox-no-approval", lambda _, rules: has_step(rules, "approve"), _of_routing),
    _row("routing_approved", "inbox-unit-unclassified", lambda inquiry, _: bool(inquiry.unit), _of_routing),
    _row("routing_approved", "inbox-approved", lambda inquiry, _: not is_routing_approved(inquiry), _of_routing),
    _row("forwarded", "inbox-not-approved", _approved, _of_routing),
    _row("answered", "inbox-not-approved", _unless_double(_approved), _of_routing),
    _row("answered", "inbox-not-forwarded", _unless_double(_from_the_unit), _of_routing),
    _row("unit_confirmed", "inbox-no-confirmation", lambda _, rules: has_step(rules, "confirm"), _of_routing),
    _row("answered", "inbox-not-confirmed", _confirmed, _of_routing),
    _row(
        "coordination_answered",
        "inbox-nobody-asked",
        lambda inquiry, _: inquiry.last("coordination_requested") is not None,
    ),
    # to the public
    _row(_DRAFTS, "inbox-publishes-nothing", lambda _, rules: rules.publish is not None),
    _row(
        _DRAFTS,
        "inbox-nothing-to-publish",
        lambda inquiry, _: inquiry.last("answered") is not None and inquiry.state != "erased",
        _of_publishing,
    ),
    _row(_DRAFTS, "inbox-not-of-concern", _concerns_others, _of_publishing),
    _row("draft_proposed", "inbox-draft-made", lambda inquiry, _: not _since(inquiry, "draft_confirmed", "answered")),
    _row("draft_confirmed", "inquiry-draft-none", lambda inquiry, _: bool(inquiry.draft_by)),
    # to the sender
    _row("rights_answered", "inbox-no-right-asked", lambda inquiry, _: inquiry.rights is not None, _of_rights),
)
