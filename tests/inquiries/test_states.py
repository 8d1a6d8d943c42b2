"""The transition table, tried in full, and the fold against a model that knows nothing of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from editorial.messages import sentence
from inquiries.events import FACTS, Event
from inquiries.states import ACTS, STATES, TRANSITIONS, Inquiry, actor, advance, check, fold
from tests.inquiries.every_act import EXAMPLES
from tests.inquiries.trial_house import MORNING
from tests.refusing import refuses

ID = "0123456789abcdef" * 2

# The table of docs/inquiries.md, section 3, once more and by hand: act, who, from which states, to which ("=" stays).
CONTRACT = """
received                sender        -                                         new
classified              staff         new classified forwarded waiting          classified
routing_approved        staff         classified                                =
forwarded               staff         classified                                forwarded
unit_received           staff         forwarded                                 =
coordination_requested  staff         forwarded classified                      =
coordination_answered   staff         forwarded classified waiting              =
asked                   staff         new classified forwarded waiting          waiting
supplemented            sender        waiting                                   classified
noticed                 staff         new classified forwarded waiting          =
redirected              staff         new classified                            closed
answered                staff         new classified forwarded waiting          answered
unit_confirmed          staff         classified forwarded                      =
closed                  staff         answered quarantined                      closed
reopened                staff         closed answered                           classified
spam                    staff         new quarantined                           closed
released                staff         quarantined                               new
draft_proposed          staff         answered closed                           =
draft_confirmed         staff         answered closed                           =
rights_requested        sender        *                                         =
rights_answered         staff         *                                         =
recomputed              system        new classified forwarded waiting          =
erased                  staff,system  *                                         erased
"""
ROWS = {row.split()[0]: row.split() for row in CONTRACT.strip().splitlines()}

PATHS = {
    "new": (),
    "quarantined": (),
    "classified": ("classified",),
    "forwarded": ("classified", "forwarded"),
    "waiting": ("asked",),
    "answered": ("answered",),
    "closed": ("answered", "closed"),
    "erased": ("erased",),
}
"""A shortest way to each state after the first event."""


def event(number: int, act: str, by: str = "", **facts: Any) -> Event:
    person = {"sender": "sender", "system": "system"}.get(ROWS[act][1].split(",")[0], "van-thu")
    return Event(ID, number, act, MORNING + timedelta(minutes=number), by or person, {**EXAMPLES[act], **facts})


def at_state(state: str) -> Inquiry:
    flags = ["links"] if state == "quarantined" else []
    events = [event(1, "received", flags=flags)]
    events += [event(number, act) for number, act in enumerate(PATHS[state], 2)]
    inquiry = fold(events)
    assert inquiry.state == state
    return inquiry


def test_table_names_and_facts_speak_of_the_same_acts():
    assert set(TRANSITIONS) == set(FACTS) == set(ACTS) == set(ROWS)


@pytest.mark.parametrize("act", ROWS)
@pytest.mark.parametrize("state", ["", *STATES])
def test_every_act_in_every_state_does_what_the_contract_says(act: str, state: str):
    *sources, to = ROWS[act][2:]
    allowed = {"-": {""}, "*": set(STATES)}.get(sources[0], set(sources))
    before = at_state(state) if state else None
    if before and act == "draft_confirmed" and state in allowed:
        before = advance(before, event(before.number + 1, "draft_proposed", by="phong-cchc"))
    following = event(before.number + 1 if before else 1, act)
    if state not in allowed:
        with refuses("inquiry-act-not-now") as refused:
            advance(before, following)
        assert ACTS[act] in sentence(refused.value.problems[0])
        return
    expected = state if to == "=" else to
    if act == "supplemented":
        expected = "new"  # it stood there when the sender was asked
    assert advance(before, following).state == expected


@pytest.mark.parametrize("act", ROWS)
@pytest.mark.parametrize("by", ["sender", "system", "van-thu"])
def test_nobody_does_what_is_another_ones(act: str, by: str):
    row = ROWS[act]
    source = {"-": "", "*": "new"}.get(row[2], row[2])
    before = at_state(source) if source else None
    if act == "draft_confirmed" and before:
        before = advance(before, event(before.number + 1, "draft_proposed", by="phong-cchc"))
    problem = check(before, event(9, act, by=by))
    assert (problem is None) is (actor(by) in row[1].split(","))
    assert problem is None or problem.code == "inquiry-act-not-theirs"


def test_what_is_received_with_flags_waits_for_a_person():
    assert fold([event(1, "received", flags=["links"])]).state == "quarantined"
    assert fold([event(1, "received", flags=[])]).state == "new"


@pytest.mark.parametrize(
    ("before", "after"), [("new", "new"), ("classified", "classified"), ("forwarded", "classified")]
)
def test_what_is_supplemented_goes_back_to_where_it_stood(before: str, after: str):
    inquiry = at_state(before)
    for act in ("asked", "asked", "supplemented"):
        inquiry = advance(inquiry, event(inquiry.number + 1, act))
    assert inquiry.state == after


def test_a_draft_is_confirmed_by_another_person():
    inquiry = at_state("answered")
    assert check(inquiry, event(3, "draft_confirmed")).code == "inquiry-draft-none"  # type: ignore[union-attr]
    inquiry = advance(inquiry, event(3, "draft_proposed", by="van-thu"))
    assert check(inquiry, event(4, "draft_confirmed", by="van-thu")).code == "inquiry-draft-same-person"  # type: ignore[union-attr]
    inquiry = advance(inquiry, event(4, "draft_confirmed", by="phong-cchc"))
    assert (inquiry.item, inquiry.draft_by) == ("hoi-dap-12", "")
    assert check(inquiry, event(5, "draft_confirmed", by="phong-cchc")).code == "inquiry-draft-none"  # type: ignore[union-attr]


def test_the_promised_date_stays_when_the_date_in_force_moves():
    inquiry = at_state("classified")
    inquiry = advance(inquiry, event(3, "noticed", new_due_on="2026-12-31"))
    assert (inquiry.promised_on, inquiry.due_on) == (date(2026, 12, 14), date(2026, 12, 31))
    inquiry = advance(inquiry, event(4, "recomputed", due_on="2027-01-04"))
    assert (inquiry.promised_on, inquiry.due_on) == (date(2026, 12, 14), date(2027, 1, 4))


def test_an_inquiry_tells_its_steps_without_what_was_sealed():
    inquiry = fold([event(1, "received"), event(2, "classified")])
    assert [(step.act, step.state) for step in inquiry.steps] == [("received", "new"), ("classified", "classified")]
    assert inquiry.last("received", "asked") == inquiry.steps[0]
    assert inquiry.last("closed") is None
    assert "sealed" not in repr(inquiry)


def test_an_inquiry_without_events_is_a_bug():
    with pytest.raises(ValueError, match="at least one event"):
        fold([])


class AnyOrder(RuleBasedStateMachine):
    """Acts in any order by anybody, beside a model that keeps only what a person would write on a card."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[Event] = []
        self.card = {"state": "", "stood": "", "proposer": "", "right": False, "due": ""}

    def may(self, act: str, by: str) -> bool:
        row = ROWS[act]
        sources = row[2:-1]
        state = self.card["state"]
        reached = (state == "" and sources == ["-"]) or (state != "" and sources == ["*"]) or state in sources
        confirmed_by_other = act != "draft_confirmed" or self.card["proposer"] not in ("", by)
        return reached and actor(by) in row[1].split(",") and confirmed_by_other

    def write_down(self, act: str, by: str, flags: list[str], due: str) -> None:
        card, to = self.card, ROWS[act][-1]
        if act == "asked" and card["state"] != "waiting":
            card["stood"] = card["state"]
        if act == "received":
            card["state"], card["due"] = ("quarantined" if flags else "new"), "2026-12-14"
        elif act == "supplemented":
            card["state"] = "new" if card["stood"] == "new" else "classified"
        elif to != "=":
            card["state"] = to
        if act in ("noticed", "recomputed"):
            card["due"] = due
        card["proposer"] = {"draft_proposed": by, "draft_confirmed": ""}.get(act, card["proposer"])
        card["right"] = {"rights_requested": True, "rights_answered": False}.get(act, card["right"])

    @rule(
        act=st.sampled_from(sorted(ROWS)),
        by=st.sampled_from(["sender", "system", "van-thu", "phong-cchc"]),
        flags=st.lists(st.just("links"), max_size=1),
        due=st.dates(date(2026, 12, 1), date(2027, 12, 31)).map(date.isoformat),
    )
    def somebody_tries(self, act: str, by: str, flags: list[str], due: str) -> None:
        facts = {"received": {"flags": flags}, "noticed": {"new_due_on": due}, "recomputed": {"due_on": due}}
        one = event(len(self.events) + 1, act, by, **facts.get(act, {}))
        before = fold(self.events) if self.events else None
        if self.may(act, by):
            advance(before, one)
            self.events.append(one)
            self.write_down(act, by, flags, due)
        else:
            assert check(before, one) is not None

    @rule()
    def it_comes_in(self) -> None:
        if not self.events:
            self.somebody_tries("received", "sender", [], "2026-12-14")

    @precondition(lambda self: self.events)
    @invariant()
    def the_fold_agrees_with_the_card(self) -> None:
        inquiry = fold(self.events)
        assert inquiry.state == self.card["state"]
        assert inquiry.draft_by == self.card["proposer"]
        assert (inquiry.rights is not None) is self.card["right"]
        assert str(inquiry.due_on) == self.card["due"]
        assert str(inquiry.promised_on) == "2026-12-14"
        assert [step.number for step in inquiry.steps] == list(range(1, len(self.events) + 1))


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
