"""What the law or the regulation wants first, as a table: after which acts an act is open, and what is said before."""

from __future__ import annotations

import pytest

from editorial.messages import sentence
from inquiries.orders import ORDERS, unmet
from inquiries.states import TRANSITIONS, Inquiry
from tests.inquiries.lives import PROFILES, Happened, life, on, received

SIMPLE = on("24/11", "classified", **{"class": "simple", "unit": "Sở Y tế"})
COMPLEX = on("24/11", "classified", **{"class": "complex", "unit": "Sở Y tế"})
ELSEWHERE = on("24/11", "classified", **{"class": "simple", "unit": "Sở Công Thương"})
UNITLESS = on("24/11", "classified", **{"class": "simple"})
DOUBLE = on("24/11", "classified", **{"class": "duplicate", "duplicate_of": "b" * 32})
DENOUNCED = on("24/11", "classified", **{"class": "denunciation"})
OUTSIDE = on("24/11", "classified", **{"class": "out_of_scope"})
APPROVED = on("24/11", "routing_approved", unit="Sở Y tế")
FORWARDED = on("24/11", "forwarded", unit="Sở Y tế")
CONFIRMED = on("25/11", "unit_confirmed", unit="Sở Y tế")
ASKED = on("24/11", "asked")
ADDED = on("25/11", "supplemented")
OURS = on("26/11", "answered", general_concern=False)
EVERYONES = on("26/11", "answered", general_concern=True)
PROPOSED = on("27/11", "draft_proposed", masks={})
MADE = on("27/11", "draft_confirmed", item="hd-mot", file="hoi-dap/mot.md")
REOPENED = on("30/11", "reopened", reason="new-facts")
ANEW = on("30/11", "answered", general_concern=True)

CASES: list[tuple[str, tuple[Happened, ...], str, str]] = [
    # LC-8.3: receive, classify, approve, forward in writing, answer
    ("lc", (), "answered", "inbox-not-approved"),
    ("lc", (SIMPLE,), "answered", "inbox-not-approved"),
    ("lc", (SIMPLE,), "forwarded", "inbox-not-approved"),
    ("lc", (SIMPLE,), "routing_approved", ""),
    ("lc", (UNITLESS,), "routing_approved", "inbox-unit-unclassified"),
    ("lc", (SIMPLE, APPROVED), "routing_approved", "inbox-approved"),
    ("lc", (SIMPLE, APPROVED), "forwarded", ""),
    ("lc", (SIMPLE, APPROVED), "answered", "inbox-not-forwarded"),
    ("lc", (SIMPLE, APPROVED, FORWARDED), "answered", ""),
    ("lc", (SIMPLE, APPROVED, FORWARDED, ELSEWHERE), "answered", "inbox-not-approved"),
    ("lc", (SIMPLE, APPROVED, FORWARDED, ELSEWHERE), "routing_approved", ""),
    ("lc", (SIMPLE, APPROVED, FORWARDED, COMPLEX), "answered", ""),
    ("lc", (SIMPLE, APPROVED, COMPLEX), "forwarded", ""),
    ("lc", (SIMPLE, APPROVED, FORWARDED, ASKED, ADDED), "answered", ""),
    ("lc", (DOUBLE,), "answered", ""),
    ("lc", (SIMPLE, APPROVED, FORWARDED, OURS), "draft_proposed", ""),
    # without that step the office answers by itself
    ("ct", (), "answered", ""),
    ("ct", (SIMPLE,), "forwarded", ""),
    ("ct", (SIMPLE,), "routing_approved", "inbox-no-approval"),
    ("ct", (SIMPLE,), "unit_confirmed", "inbox-no-confirmation"),
    # ST-7.2b: the head of the unit confirms, anew after what the sender added
    ("st", (SIMPLE,), "answered", "inbox-not-confirmed"),
    ("st", (SIMPLE, CONFIRMED), "answered", ""),
    ("st", (SIMPLE, CONFIRMED, ASKED, ADDED), "answered", "inbox-not-confirmed"),
    # LX-10.1d: only what concerns others is published; ST-8.6, LC-6.5: what was approved
    ("lx", (SIMPLE,), "draft_proposed", "inbox-nothing-to-publish"),
    ("lx", (SIMPLE, OURS), "draft_proposed", "inbox-not-of-concern"),
    ("lx", (SIMPLE, EVERYONES), "draft_proposed", ""),
    ("lx", (SIMPLE, EVERYONES), "draft_confirmed", "inquiry-draft-none"),
    ("st", (SIMPLE, OURS), "draft_proposed", ""),
    # of one answer comes one article
    ("lx", (SIMPLE, EVERYONES, PROPOSED), "draft_proposed", ""),
    ("lx", (SIMPLE, EVERYONES, PROPOSED, MADE), "draft_proposed", "inbox-draft-made"),
    ("lx", (SIMPLE, EVERYONES, PROPOSED, MADE, REOPENED, ANEW), "draft_proposed", ""),
    # by law these have their own way
    ("ct", (DENOUNCED,), "answered", "inbox-denunciation"),
    ("ct", (DENOUNCED,), "redirected", ""),
    ("lx", (OUTSIDE,), "forwarded", "inbox-out-of-scope"),
    ("lx", (OUTSIDE,), "redirected", ""),
    # what nobody asked for is not answered
    ("ct", (SIMPLE,), "coordination_answered", "inbox-nobody-asked"),
    ("ct", (), "rights_answered", "inbox-no-right-asked"),
]


def lived(regulation: str, happened: tuple[Happened, ...]) -> Inquiry:
    return life(received(PROFILES[regulation], "23/11"), *happened)


@pytest.mark.parametrize(("regulation", "happened", "act", "code"), CASES)
def test_an_act_waits_for_what_comes_first(regulation: str, happened: tuple[Happened, ...], act: str, code: str):
    problem = unmet(act, lived(regulation, happened), PROFILES[regulation])
    assert (problem.code if problem else "") == code
    assert problem is None or sentence(problem)


def test_every_order_is_about_acts_that_exist_and_is_told_in_words():
    assert {act for order in ORDERS for act in order.acts} <= set(TRANSITIONS)
    assert {order.code for order in ORDERS} == {code for *_, code in CASES if code} | {"inbox-publishes-nothing"}


def test_what_the_regulation_orders_is_told_with_its_clause():
    problem = unmet("forwarded", lived("lc", (SIMPLE,)), PROFILES["lc"])
    assert problem and problem.clause == "LC-8.3 LC-15.1"
