"""Whatever people do in whatever order, only a whole chain on exactly these words makes them public."""

import tempfile
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from editorial.dates import local_day
from editorial.office import facts_of
from editorial.problem import Refused
from editorial.publication import load
from editorial.signing import identify, refuse, withdraw
from editorial.signoffs import Refusal, Withdrawal
from editorial.verdict import Facts, steps_for, verifies
from tests.organisation import BOARD, Organisation, found, profile_named

PEOPLE = st.sampled_from(sorted(BOARD))
WORDS = st.sampled_from(["Câu một.", "Câu hai.", "Câu ba."])


class Board(RuleBasedStateMachine):
    """People of the board act on one item; what is refused changes nothing."""

    organisation: Organisation

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.organisation = found(Path(self.folder.name))
        self.organisation.article("bai-mot", body="Câu một.")

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.folder.cleanup()

    @rule(words=WORDS)
    def edit(self, words: str) -> None:
        self.organisation.article("bai-mot", body=words)

    @rule(person=PEOPLE)
    def sign(self, person: str) -> None:
        with suppress(Refused):
            self.organisation.sign("bai-mot", person)

    @rule()
    def sign_as_asked(self) -> None:
        with suppress(Refused, IndexError):
            self.organisation.sign_all("bai-mot")

    @rule(person=PEOPLE)
    def refuse(self, person: str) -> None:
        edition = self.organisation.case("bai-mot").latest
        if edition:
            office, now = self.organisation.office(), self.organisation.later(seconds=1)
            with suppress(Refused):
                refuse(
                    office, edition, identify(office, self.organisation.keys[person], now), Refusal("unverified"), now
                )

    @rule(person=PEOPLE)
    def withdraw(self, person: str) -> None:
        office, now = self.organisation.office(), self.organisation.later(seconds=1)
        signer = identify(office, self.organisation.keys[person], now)
        with suppress(Refused):
            withdraw(office, "bai-mot", signer, Withdrawal("error", "Thử"), "CT-5.5", now)

    @rule(hours=st.integers(1, 40))
    def wait(self, hours: int) -> None:
        self.organisation.now += timedelta(hours=hours)

    @invariant()
    def public_words_carry_a_whole_chain(self) -> None:
        if not hasattr(self, "organisation"):
            return
        publication = load(self.organisation.settings, self.organisation.now)
        assert not publication.problems, "what does not count is refused, never recorded"
        for public in publication.items:
            steps = steps_for(facts_of(public.item), publication.profile)
            assert [(s.act, s.role) for s in public.receipt] == [(step.act, step.role) for step in steps]
            for signoff in public.receipt:
                assert signoff.edition == public.edition.digest
                assert publication.roster.people[signoff.person].holds(signoff.role, local_day(signoff.at))
                assert verifies(signoff, publication.roster)
            last_act = publication.cases["bai-mot"].ledger.signoffs[-1]
            assert last_act.act != "withdraw"


TestBoard = Board.TestCase
TestBoard.settings = settings(
    max_examples=12, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
)


def test_where_every_step_falls_away_all_of_them_are_asked():
    """A chain of conditions only leaves nobody to sign some texts: in doubt shut, and never a text without a step."""
    profile = profile_named("st")
    spared = tuple(replace(step, unless="own") for step in profile.approval.steps)
    only_conditions = replace(profile, approval=replace(profile.approval, steps=spared))
    assert steps_for(Facts("guidance", own=True), only_conditions) == spared
